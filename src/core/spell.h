/*
 * Mending of misspelt words: which word with a meaning was meant by one that nobody knows.
 *
 * Distance is counted in slips (Damerau: a letter dropped, added, changed, two swapped).  How many are
 * forgiven grows with the word: none in three letters, one in four to seven (in four no changed
 * letter), two from eight on.  The first letter must stand, or be swapped with the second.  Real words
 * are never mended: the vocabulary knows those that come near (vocab.h).
 */
#ifndef CORE_SPELL_H
#define CORE_SPELL_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "core/vocab.h"

struct spell;

/*
 * spell_create(arena, vocab): an index of all words with a meaning in vocab (borrowed, complete), living
 * in arena; NULL when memory is short.
 */
struct spell *spell_create(struct arena *arena, const struct vocab *vocab);

/*
 * spell_mend(sp, s, len): the word that was meant by s, lower-case letters that are no word of the
 * vocabulary; VOCAB_NONE when none is near enough.  The same on every machine.
 */
uint16_t spell_mend(const struct spell *sp, const char *s, size_t len);

/*
 * spell_slips(a, a_len, b, b_len): the number of slips (optimal string alignment distance) between two
 * words of at most VOCAB_WORD_MAX bytes.
 */
size_t spell_slips(const char *a, size_t a_len, const char *b, size_t b_len);

#endif
