/* The sieve: which terms can stand in a message at all; see sieve.h. */
#include "core/sieve.h"

#include <string.h>

_Static_assert(SIEVE_KINDS *SIEVE_SET <= 64, "one number has a bit for every number of a row");

/*
 * Pairs are kept as a Bloom filter, two bits each: sometimes it says yes to a pair that was not entered,
 * and a pattern is run for nothing; never no to one that was.
 */
#define PAIR_WORDS                                                                                 \
	32768 /* numbers of 64 bits in it, a power of two; content fills some 12 % of it */

struct sieve {
	struct arena *arena;
	/* A row is SIEVE_KINDS sets of `width` numbers: */
	uint64_t *number;
	uint64_t *any;
	struct filling *filling; /* until sieve_close() */
	/* the row of a word less that of any: which of its numbers are not 0, a bit each, then those */
	const uint64_t **rows; /* by word; NULL: all are 0 */
	uint64_t *pairs;
	size_t n_words;
	size_t width; /* numbers in a set that are used */
};

/* Rows while they are entered.  Most of their numbers stay 0. */
struct filling {
	struct arena *arena;
	uint64_t **rows; /* by word; NULL: all are 0 */
};

static uint64_t *new_row(const struct sieve *s, struct arena *arena)
{
	return arena_alloc(arena, SIEVE_KINDS * s->width * sizeof(uint64_t));
}

static void end_filling(struct sieve *s)
{
	if (s->filling)
		arena_destroy(s->filling->arena);
	s->filling = NULL;
}

static bool begin_filling(struct sieve *s)
{
	struct arena *arena = arena_create();
	struct filling *f = arena ? arena_alloc(arena, sizeof(*f)) : NULL;

	if (f) {
		*f = (struct filling){
			arena, arena_alloc(arena, (s->n_words + 1) * sizeof(*f->rows))};
		s->filling = f;
	}
	if (f && f->rows)
		return true;
	s->filling = NULL;
	arena_destroy(arena);
	return false;
}

struct sieve *sieve_create(struct arena *arena, size_t n_words, size_t n_terms)
{
	struct sieve *s = arena_alloc(arena, sizeof(*s));

	if (!s)
		return NULL;
	s->arena = arena;
	s->n_words = n_words;
	s->width = n_terms / 64 + 1 < SIEVE_SET ? n_terms / 64 + 1 : SIEVE_SET;
	s->rows = arena_alloc(arena, (n_words + 1) * sizeof(*s->rows));
	s->number = new_row(s, arena);
	s->any = new_row(s, arena);
	s->pairs = arena_alloc(arena, PAIR_WORDS * sizeof(*s->pairs));
	return s->rows && s->number && s->any && s->pairs ? s : NULL;
}

/* The row to write into; NULL when memory is short or there is no such word. */
static uint64_t *row_to_fill(struct sieve *s, uint16_t word)
{
	if (word == SIEVE_NUMBER)
		return s->number;
	if (word == SIEVE_ANY)
		return s->any;
	if (word > s->n_words || (!s->filling && !begin_filling(s)))
		return NULL;
	if (!s->filling->rows[word])
		s->filling->rows[word] = new_row(s, s->filling->arena);
	return s->filling->rows[word];
}

int sieve_put(struct sieve *s, enum sieve_kind kind, uint16_t word, size_t term)
{
	uint64_t *row = row_to_fill(s, word);

	if (!row || term >= s->width * 64)
		return -1;
	row[kind * s->width + term / 64] |= UINT64_C(1) << term % 64;
	return 0;
}

/* Where in the filter a pair stands, and its bits there. */
static uint64_t *pair_at(
	const struct sieve *s, size_t left, size_t right, size_t term, uint64_t *bits)
{
	uint64_t h = ((uint64_t)left << 32 | (uint64_t)right << 16 | term) *
		     UINT64_C(0x9E3779B97F4A7C15);

	h = (h ^ h >> 29) * UINT64_C(0xBF58476D1CE4E5B9);
	*bits = UINT64_C(1) << (h >> 58) | UINT64_C(1) << (h >> 52 & 63);
	return &s->pairs[h >> 32 & (PAIR_WORDS - 1)];
}

void sieve_put_pair(struct sieve *s, uint16_t left, uint16_t right, size_t term)
{
	uint64_t bits, *at = pair_at(s, left, right, term, &bits);

	*at |= bits;
}

static bool has_pair(const struct sieve *s, size_t left, size_t right, size_t term)
{
	uint64_t bits, *at = pair_at(s, left, right, term, &bits);

	return (*at & bits) == bits;
}

/* A copy of a row without its zeros; NULL when memory is short. */
static const uint64_t *packed(const struct sieve *s, const uint64_t *row)
{
	const size_t width = SIEVE_KINDS * s->width;
	size_t i, n = 1;
	uint64_t *copy;

	for (i = 0; i < width; i++)
		n += row[i] != 0;
	copy = arena_alloc(s->arena, n * sizeof(*copy));
	for (i = 0, n = 1; copy && i < width; i++) {
		if (row[i] == 0)
			continue;
		copy[0] |= UINT64_C(1) << i;
		copy[n++] = row[i];
	}
	return copy;
}

int sieve_close(struct sieve *s)
{
	int result = 0;
	size_t w, i;

	for (w = 0; s->filling && w <= s->n_words; w++) {
		if (!s->filling->rows[w])
			continue;
		s->rows[w] = packed(s, s->filling->rows[w]);
		if (!s->rows[w])
			result = -1;
	}
	end_filling(s);
	for (i = 0; i < SIEVE_KINDS * s->width; i++)
		s->number[i] |= s->any[i];
	return result;
}

/* Sets row to that of the word, with what any word has. */
static void unpack(const struct sieve *s, uint16_t word, uint64_t row[])
{
	const uint64_t *from = word <= s->n_words ? s->rows[word] : NULL;
	uint64_t bits;

	memcpy(row, s->any, SIEVE_KINDS * s->width * sizeof(row[0]));
	for (bits = from ? *from : 0; bits; bits &= bits - 1)
		row[__builtin_ctzll(bits)] |= *++from;
}

static bool has_bit(const struct sieve *s, const uint64_t *row, enum sieve_kind kind, size_t term)
{
	return row[kind * s->width + term / 64] >> term % 64 & 1;
}

bool sieve_has(const struct sieve *s, enum sieve_kind kind, uint16_t word, size_t term)
{
	const uint64_t *row = word <= s->n_words ? s->rows[word] : NULL;
	const size_t i = kind * s->width + term / 64;

	if (has_bit(s, s->any, kind, term))
		return true;
	if (!row || !(*row >> i & 1))
		return false;
	row += 1 + __builtin_popcountll(*row & ((UINT64_C(1) << i) - 1));
	return *row >> term % 64 & 1;
}

static bool has(
	const struct sieve *s, const struct reading_word *w, enum sieve_kind kind, size_t term)
{
	return sieve_has(s, kind, w->id, term) || (w->number && has_bit(s, s->number, kind, term));
}

bool sieve_anchored(const struct sieve *s, const struct reading *r, size_t w, size_t term)
{
	return has(s, &r->words[w], SIEVE_ANCHOR, term);
}

/* Whether what begins at word w may go on with the next one: phrases hold neighbours only. */
static bool goes_on(const struct reading *r, size_t w)
{
	return w + 1 < r->n_words && r->words[w + 1].before == READING_BLANK;
}

/* The pair of a word that is `left`, in whatever way the second is entered. */
static bool pairs_with(
	const struct sieve *s, size_t left, const struct reading_word *second, size_t t)
{
	return has_pair(s, left, second->id, t) ||
	       (second->number && has_pair(s, left, SIEVE_NUMBER, t)) ||
	       (has_bit(s, s->any, SIEVE_SECOND, t) && has_pair(s, left, SIEVE_ANY, t));
}

/* Whether the term can begin with words w and w + 1. */
static bool begins_pair(const struct sieve *s, const struct reading *r, size_t w, size_t t)
{
	const struct reading_word *first = &r->words[w], *second = &r->words[w + 1];

	return pairs_with(s, first->id, second, t) ||
	       (first->number && pairs_with(s, SIEVE_NUMBER, second, t)) ||
	       (has_bit(s, s->any, SIEVE_FIRST, t) && pairs_with(s, SIEVE_ANY, second, t));
}

bool sieve_begins(const struct sieve *s, const struct reading *r, size_t w, size_t term)
{
	if (!has(s, &r->words[w], SIEVE_FIRST, term))
		return false;
	return has(s, &r->words[w], SIEVE_ALONE, term) ||
	       (goes_on(r, w) && has(s, &r->words[w + 1], SIEVE_SECOND, term) &&
		       begins_pair(s, r, w, term));
}

/* Adds to *out those terms of `may`, the number `i` of a set, that can begin with words w and w + 1. */
static void add_pairs(const struct sieve *s, const struct reading *r, size_t w, size_t i,
	uint64_t may, uint64_t *out)
{
	for (may &= ~*out; may; may &= may - 1) {
		if (begins_pair(s, r, w, i * 64 + (size_t)__builtin_ctzll(may)))
			*out |= may & -may;
	}
}

/* The walk over a message, from its last word to the first. */
struct sifting {
	const struct sieve *s;
	const struct reading *r;
	sieve_set anchors;    /* of the words from here to the next sign */
	const uint64_t *next; /* the row of the word behind this one */
	uint64_t *out;
};

/* Lets through what can begin at word w, whose row is given. */
static void sift_word(struct sifting *x, size_t w, const uint64_t *row)
{
	const size_t width = x->s->width;
	const uint64_t *anchor = row + SIEVE_ANCHOR * width, *first = row + SIEVE_FIRST * width,
		       *alone = row + SIEVE_ALONE * width, *second = x->next + SIEVE_SECOND * width;
	bool on = goes_on(x->r, w);
	uint64_t begins;
	size_t i;

	for (i = 0; i < width; i++) {
		x->anchors[i] = (on ? x->anchors[i] : 0) | anchor[i];
		begins = x->anchors[i] & first[i] & ~x->out[i];
		x->out[i] |= begins & alone[i];
		if (on && (begins & second[i]))
			add_pairs(x->s, x->r, w, i, begins & second[i], &x->out[i]);
	}
}

/* Sets row to that of a word of a message, which may be a number as well. */
static void word_row(const struct sieve *s, const struct reading_word *word, uint64_t row[])
{
	size_t i;

	unpack(s, word->id, row);
	for (i = 0; word->number && i < SIEVE_KINDS * s->width; i++)
		row[i] |= s->number[i];
}

void sieve_sift(const struct sieve *s, const struct reading *r, sieve_set out)
{
	uint64_t rows[2][SIEVE_KINDS * SIEVE_SET];
	struct sifting x = {.s = s, .r = r, .next = s->any, .out = out};
	size_t w;

	memset(out, 0, sizeof(sieve_set));
	for (w = r->n_words; w-- > 0; x.next = rows[w % 2]) {
		word_row(s, &r->words[w], rows[w % 2]);
		sift_word(&x, w, rows[w % 2]);
	}
}

void sieve_begin_all(const struct sieve *s, const struct reading *r, size_t w,
	const sieve_set among, sieve_set out)
{
	uint64_t row[SIEVE_KINDS * SIEVE_SET], next[SIEVE_KINDS * SIEVE_SET], begins;
	const bool on = goes_on(r, w);
	size_t i;

	memset(out, 0, sizeof(sieve_set));
	word_row(s, &r->words[w], row);
	if (on)
		word_row(s, &r->words[w + 1], next);
	for (i = 0; i < s->width; i++) {
		begins = row[SIEVE_FIRST * s->width + i] & among[i];
		out[i] = begins & row[SIEVE_ALONE * s->width + i];
		if (on)
			add_pairs(s, r, w, i, begins & next[SIEVE_SECOND * s->width + i], &out[i]);
	}
}
