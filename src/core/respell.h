/*
 * One written word as the words that it stands for: contractions opened, repeated letters closed up,
 * run-together words split, misspelt ones mended; and letters that somebody spaced out put together.
 */
#ifndef CORE_RESPELL_H
#define CORE_RESPELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "core/spell.h"
#include "core/vocab.h"

#define RESPELL_MAX 8 /* words that one can become */

struct respelling {
	uint16_t words[RESPELL_MAX];
	size_t n;    /* 0: nobody knows the word */
	bool mended; /* they are not what was written */
};

/*
 * respell(vocab, spell, s, len, out): fills *out, zeroed by the caller, with the words that the len bytes
 * of s stand for: folded letters, digits and apostrophes.  Of a longer word VOCAB_WORD_MAX bytes are
 * looked at.
 */
void respell(const struct vocab *vocab, const struct spell *spell, const char *s, size_t len,
	struct respelling *out);

/*
 * respell_spaced(vocab, text): in folded text, closes up runs of single letters ("n u m b", "c.a.n")
 * that spell words of the vocabulary.
 */
void respell_spaced(const struct vocab *vocab, struct buf *text);

#endif
