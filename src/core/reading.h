/*
 * A message as the patterns see it: plain words, one byte between them that says how far apart they
 * stand, every word in the spelling that the lexicon uses.
 *
 *	"My back's **KILLING** me... cant f33l my leg?"
 *	my back killing me|cant f33l my leg?          (| and ? stand for separator bytes)
 *
 * Case, accents, invisible characters and look-alike letters are folded (fold.h), Markdown and quoted
 * lines taken out (markup.h), contractions opened, chat spellings replaced, doubled and spaced-out
 * letters closed up, misspelt words mended (spell.h).
 */
#ifndef CORE_READING_H
#define CORE_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "core/markup.h"
#include "core/spell.h"
#include "core/vocab.h"

#define READING_WORDS_MAX 16384 /* words of a message; the rest counts as not written */

/* How a word stands to the one before it.  All are white space, so that PCRE2's \S means "in a word". */
#define READING_BLANK ' '
#define READING_COMMA '\t'    /* , ( ) : and dashes */
#define READING_BREAK '\n'    /* line end, emoji, ; and ... */
#define READING_STOP '\v'     /* . and ! : a sentence ends */
#define READING_QUESTION '\f' /* ? : a question ends */

struct reading_word {
	uint32_t at; /* offset in the text */
	uint16_t id; /* its number in the vocabulary, VOCAB_NONE when unknown */
	uint8_t len;
	char before; /* separator in front of it */
	uint16_t sentence;
	bool mended; /* read otherwise than it was written */
	bool number; /* begins with a digit */
};

struct reading_sentence {
	uint32_t first, last; /* words */
	bool question;        /* ends in a question mark */
};

struct reading {
	struct buf text; /* the words with a separator between them */
	struct reading_word *words;
	size_t n_words;
	struct reading_sentence *sentences;
	size_t n_sentences;
	struct markup_notes notes;
	size_t mentions;       /* other people mentioned */
	size_t before_mention; /* words in front of the first mention */
	struct buf stripped;   /* working space: the message without its markup, */
	struct buf folded;     /* and that in its plainest letters */
};

/*
 * reading_create(): working memory for messages of any length; NULL when memory is short.  The caller
 * ends it with reading_destroy().
 */
struct reading *reading_create(void);

/*
 * reading_destroy(r): releases it.  NULL is accepted.
 */
void reading_destroy(struct reading *r);

/*
 * reading_read(r, vocab, spell, text, len): reads one message, replacing what r held.
 */
void reading_read(struct reading *r, const struct vocab *vocab, const struct spell *spell,
	const char *text, size_t len);

/*
 * reading_word_at(r, offset): the number of the word that holds, or follows, that byte of r->text.
 */
size_t reading_word_at(const struct reading *r, size_t offset);

#endif
