/* Mending of misspelt words; see spell.h.  The index is by deletions (W. Garbe's SymSpell idea). */
#include "core/spell.h"

#include <stdbool.h>
#include <string.h>

#include "core/rolling.h"

#define SHORTEST 4   /* letters of a word that others can be mended to */
#define TWO_SLIPS 8  /* letters from which two slips are forgiven */
#define PER_BUCKET 8 /* deletions of one bucket, about */
#define PER_FILTER 8 /* deletions to one number of the filter, about */
#define SEEN_MAX 16  /* words that are remembered not to be compared again */

struct spell {
	const struct vocab *vocab;
	/*
	 * Words by the lower bits of the hashes of what remains of them with letters left out: those of
	 * bucket b begin at starts[b], up to starts[b + 1].  Of the rest of a hash nothing is kept: a word
	 * that comes along by chance is compared like any other, and is none that is near or was to be met.
	 */
	uint16_t *list;
	uint32_t *starts;
	size_t mask;
	uint64_t *filter; /* two bits for each hash: most of what is asked for is not there */
	size_t filter_mask;
};

typedef void deletion_fn(void *ctx, uint32_t hash);

/* Calls fn with the hash of s, and of s less one and, from TWO_SLIPS letters on, two letters. */
static void each_deletion(const char *s, size_t len, deletion_fn *fn, void *ctx)
{
	struct rolling r;
	uint64_t once;
	size_t i, j;

	rolling_fill(&r, s, len);
	fn(ctx, rolling_mix(r.upto[len]));
	for (i = 0; i < len; i++) {
		fn(ctx, rolling_mix(rolling_join(&r, r.upto[i], i + 1, len)));
		for (j = i + 1; len >= TWO_SLIPS && j < len; j++) {
			once = rolling_join(&r, r.upto[i], i + 1, j);
			fn(ctx, rolling_mix(rolling_join(&r, once, j + 1, len)));
		}
	}
}

/* How often each_deletion() calls fn. */
static size_t deletions_of(size_t len)
{
	return 1 + len + (len >= TWO_SLIPS ? len * (len - 1) / 2 : 0);
}

/* The two bits of a hash in its number of the filter, by bits that slots of that place do not tell. */
static uint64_t filter_bits(uint32_t hash)
{
	return UINT64_C(1) << (hash >> 26) | UINT64_C(1) << (hash >> 20 & 63);
}

static uint64_t *filter_at(const struct spell *sp, uint32_t hash)
{
	return &sp->filter[hash & sp->filter_mask];
}

static bool indexable(const struct vocab_word *w)
{
	size_t i;

	if (!(w->bits & VOCAB_MEANING) || (w->bits & (VOCAB_VARIANT | VOCAB_EXACT)) ||
		w->len < SHORTEST)
		return false;
	for (i = 0; i < w->len; i++) {
		if (w->text[i] < 'a' || w->text[i] > 'z')
			return false;
	}
	return true;
}

struct filling {
	struct spell *sp;
	uint16_t word;
};

static void count_one(void *ctx, uint32_t hash)
{
	struct filling *f = ctx;

	*filter_at(f->sp, hash) |= filter_bits(hash);
	f->sp->starts[(hash & f->sp->mask) + 1]++;
}

/* Enters a deletion in front of those of its bucket, from its end: starts[b] moves down to its place. */
static void put_one(void *ctx, uint32_t hash)
{
	struct filling *f = ctx;

	f->sp->list[--f->sp->starts[(hash & f->sp->mask) + 1]] = f->word;
}

/* Calls fn with every deletion of every word that others can be mended to. */
static void each_word(struct spell *sp, deletion_fn *fn)
{
	struct vocab_word w;
	uint16_t id;

	for (id = 1; id <= vocab_count(sp->vocab); id++) {
		w = vocab_get(sp->vocab, id);
		if (indexable(&w))
			each_deletion(w.text, w.len, fn, &(struct filling){sp, id});
	}
}

/* The power of two from `least` on that is no less than n. */
static size_t power_of_two(size_t n, size_t least)
{
	while (least < n)
		least *= 2;
	return least;
}

struct spell *spell_create(struct arena *arena, const struct vocab *vocab)
{
	struct spell *sp = arena_alloc(arena, sizeof(*sp));
	struct vocab_word w;
	size_t n = 0, buckets, b;
	uint16_t id;

	if (!sp)
		return NULL;
	for (id = 1; id <= vocab_count(vocab); id++) {
		w = vocab_get(vocab, id);
		if (indexable(&w))
			n += deletions_of(w.len);
	}
	buckets = power_of_two(n / PER_BUCKET, 64);
	sp->vocab = vocab;
	sp->mask = buckets - 1;
	sp->filter_mask = power_of_two(n / PER_FILTER, 64) - 1;
	sp->list = arena_alloc(arena, n * sizeof(*sp->list));
	sp->starts = arena_alloc(arena, (buckets + 2) * sizeof(*sp->starts));
	sp->filter = arena_alloc(arena, (sp->filter_mask + 1) * sizeof(*sp->filter));
	if (!sp->list || !sp->starts || !sp->filter)
		return NULL;
	/* counted first; then starts[b + 1] is the end of bucket b, and moves down to its beginning */
	each_word(sp, count_one);
	for (b = 0; b <= buckets; b++)
		sp->starts[b + 1] += sp->starts[b];
	each_word(sp, put_one);
	sp->starts++;
	return sp;
}

size_t spell_slips(const char *a, size_t a_len, const char *b, size_t b_len)
{
	unsigned char rows[3][VOCAB_WORD_MAX + 1];
	unsigned char *before = rows[0], *above = rows[1], *row = rows[2], *spare;
	size_t i, j, least;

	for (j = 0; j <= b_len; j++)
		above[j] = (unsigned char)j;
	for (i = 1; i <= a_len; i++) {
		row[0] = (unsigned char)i;
		for (j = 1; j <= b_len; j++) {
			least = above[j - 1] + (a[i - 1] != b[j - 1]);
			if (above[j] + 1u < least)
				least = above[j] + 1u;
			if (row[j - 1] + 1u < least)
				least = row[j - 1] + 1u;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
				before[j - 2] + 1u < least)
				least = before[j - 2] + 1u;
			row[j] = (unsigned char)least;
		}
		spare = before;
		before = above;
		above = row;
		row = spare;
	}
	return above[b_len];
}

struct mending {
	const struct spell *sp;
	const char *s;
	size_t len;
	uint16_t best;
	size_t best_rank;        /* smaller is nearer */
	uint16_t seen[SEEN_MAX]; /* the last words compared, the oldest overwritten */
	size_t n_seen;
};

static size_t common_prefix(const char *a, size_t a_len, const struct vocab_word *w)
{
	size_t n = 0;

	while (n < a_len && n < w->len && a[n] == w->text[n])
		n++;
	return n;
}

/* Whether the first two letters of what was written are those of w, swapped. */
static bool swapped_start(const struct mending *m, const struct vocab_word *w)
{
	return m->len > 1 && m->s[0] == w->text[1] && m->s[1] == w->text[0];
}

/* Whether so many slips are forgiven between what was written and w, which begins as it must. */
static bool forgiven(const struct mending *m, const struct vocab_word *w, size_t slips)
{
	size_t shorter = m->len < w->len ? m->len : w->len;

	if (shorter >= TWO_SLIPS)
		return slips <= 2;
	if (slips != 1)
		return false;
	/* in four letters a changed one makes another word as often as not: numb, numa */
	return m->len != w->len || m->len > SHORTEST || swapped_start(m, w) ||
	       (m->s[m->len - 1] == w->text[m->len - 2] &&
		       m->s[m->len - 2] == w->text[m->len - 1]) ||
	       (m->s[1] == w->text[2] && m->s[2] == w->text[1]);
}

static void consider(struct mending *m, uint16_t id)
{
	const struct vocab_word word = vocab_get(m->sp->vocab, id), *w = &word;
	size_t slips, rank;

	/* before anything is compared: the first letter must stand, or be swapped with the second */
	if (m->s[0] != w->text[0] && !swapped_start(m, w))
		return;
	slips = spell_slips(m->s, m->len, w->text, w->len);
	rank = slips * 256 + (m->len != w->len ? 64 : 0) +
	       (VOCAB_WORD_MAX - common_prefix(m->s, m->len, w));
	if (!forgiven(m, w, slips))
		return;
	if (m->best && (rank > m->best_rank || (rank == m->best_rank && id > m->best)))
		return;
	m->best = id;
	m->best_rank = rank;
}

/* Whether the word was compared lately: a near one is met under most of its deletions. */
static bool is_seen(struct mending *m, uint16_t id)
{
	size_t i;

	for (i = 0; i < m->n_seen && i < SEEN_MAX; i++) {
		if (m->seen[i] == id)
			return true;
	}
	m->seen[m->n_seen++ % SEEN_MAX] = id;
	return false;
}

static void look_up(void *ctx, uint32_t hash)
{
	struct mending *m = ctx;
	const struct spell *sp = m->sp;
	uint64_t bits = filter_bits(hash);
	uint32_t at = sp->starts[hash & sp->mask], end = sp->starts[(hash & sp->mask) + 1];

	if ((*filter_at(sp, hash) & bits) != bits)
		return;
	for (; at < end; at++) {
		if (!is_seen(m, sp->list[at]))
			consider(m, sp->list[at]);
	}
}

uint16_t spell_mend(const struct spell *sp, const char *s, size_t len)
{
	struct mending m = {.sp = sp, .s = s, .len = len};

	if (len < SHORTEST || len > VOCAB_WORD_MAX)
		return VOCAB_NONE;
	each_deletion(s, len, look_up, &m);
	return m.best;
}
