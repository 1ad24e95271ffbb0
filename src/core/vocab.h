/*
 * The words that the reader knows, each with a number.  Words with a meaning are those that phrases
 * are made of; known words are real ones that must not be corrected into them ("dumb" is no "numb");
 * a variant is read as other words ("u" as "you", "ive" as "i have"), and two words may be joined into
 * one ("can not" into "cant").
 */
#ifndef CORE_VOCAB_H
#define CORE_VOCAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define VOCAB_NONE 0      /* the number of no word */
#define VOCAB_WORD_MAX 40 /* bytes of a word; longer ones are not looked up */
#define VOCAB_MAX 60000   /* words */

enum vocab_bits {
	VOCAB_MEANING = 1, /* a phrase holds it */
	VOCAB_KNOWN = 2,   /* a real word: never corrected */
	VOCAB_COMMON = 4,  /* so frequent that it is a poor anchor */
	VOCAB_VARIANT = 8, /* read as other words */
	VOCAB_FILLER =
		16, /* carries no content: a question may hold it and still be about nothing else */
	VOCAB_READ = 32,  /* what others are read as */
	VOCAB_EXACT = 64, /* nothing misspelt is mended into it */
};

struct vocab_word {
	const char *text;
	uint8_t len;
	uint8_t bits;
	uint8_t n_reads; /* VOCAB_VARIANT: how many words it is read as */
	const uint16_t *reads;
};

struct vocab;

/*
 * vocab_create(arena): an empty vocabulary living in arena; NULL when memory is short.
 */
struct vocab *vocab_create(struct arena *arena);

/*
 * vocab_add(v, s, len, bits): the number of that word, added when new, its bits joined to those it has.
 * VOCAB_NONE when it is empty or too long, when there are VOCAB_MAX words, or memory is short.
 */
uint16_t vocab_add(struct vocab *v, const char *s, size_t len, unsigned bits);

/*
 * vocab_find(v, s, len): the number of that word; VOCAB_NONE when there is none.
 */
uint16_t vocab_find(const struct vocab *v, const char *s, size_t len);

/*
 * vocab_find_hashed(v, s, len, hash): the same for who has rolling_hash(s, len) at hand (rolling.h).
 */
uint16_t vocab_find_hashed(const struct vocab *v, const char *s, size_t len, uint64_t hash);

/*
 * vocab_longest(v): bytes of the longest word; what is longer is none of them.
 */
size_t vocab_longest(const struct vocab *v);

/*
 * vocab_get(v, id): the word with that number (not VOCAB_NONE); its text and reads are borrowed.
 */
struct vocab_word vocab_get(const struct vocab *v, uint16_t id);

/*
 * vocab_count(v): the highest number in use.
 */
size_t vocab_count(const struct vocab *v);

/*
 * vocab_variant(v, from, reads, n): from now on the word `from` is read as those n (1 to 8) words.
 * Returns 0; -1 when it already is read otherwise, when it is what others are read as or one of the n is
 * itself read otherwise (so that reading ends), or memory is short.
 */
int vocab_variant(struct vocab *v, uint16_t from, const uint16_t *reads, size_t n);

/*
 * vocab_join(v, first, second, joined): from now on the two neighbours are read as one.  Returns 0; -1
 * when joined is itself read otherwise, or there are more than 512 pairs.
 */
int vocab_join(struct vocab *v, uint16_t first, uint16_t second, uint16_t joined);

/*
 * vocab_joined(v, first, second): what the two neighbours are read as; VOCAB_NONE when they stay two.
 */
uint16_t vocab_joined(const struct vocab *v, uint16_t first, uint16_t second);

/*
 * vocab_hash(s, len): the hash by which conversations remember names; the same on every machine.
 */
uint32_t vocab_hash(const char *s, size_t len);

#endif
