/* Mending of misspelt words; see spell.h.  The index is by deletions (W. Garbe's SymSpell idea). */
#include "core/spell.h"

#include <stdbool.h>
#include <string.h>

#define SHORTEST 4  /* letters of a word that others can be mended to */
#define TWO_SLIPS 8 /* letters from which two slips are forgiven */

/* A word with letters left out, by the hash of what remains. */
struct deletion {
	uint32_t hash;
	uint16_t word;
};

struct spell {
	const struct vocab *vocab;
	struct deletion *slots; /* linear probing; word VOCAB_NONE = empty */
	size_t mask;
};

typedef void variant_fn(void *ctx, const char *s, size_t len);

/* Calls fn with s and with s less one and, from TWO_SLIPS letters on, two letters. */
static void each_deletion(const char *s, size_t len, variant_fn *fn, void *ctx)
{
	char once[VOCAB_WORD_MAX], twice[VOCAB_WORD_MAX];
	size_t i, j;

	fn(ctx, s, len);
	for (i = 0; i < len; i++) {
		memcpy(once, s, i);
		memcpy(once + i, s + i + 1, len - i - 1);
		fn(ctx, once, len - 1);
		if (len < TWO_SLIPS)
			continue;
		for (j = i; j + 1 < len; j++) {
			memcpy(twice, once, j);
			memcpy(twice + j, once + j + 1, len - 1 - j - 1);
			fn(ctx, twice, len - 2);
		}
	}
}

static bool indexable(const struct vocab_word *w)
{
	size_t i;

	if (!(w->bits & VOCAB_MEANING) || (w->bits & VOCAB_VARIANT) || w->len < SHORTEST)
		return false;
	for (i = 0; i < w->len; i++) {
		if (w->text[i] < 'a' || w->text[i] > 'z')
			return false;
	}
	return true;
}

static void count_one(void *ctx, const char *s, size_t len)
{
	(void)s;
	(void)len;
	++*(size_t *)ctx;
}

struct filling {
	struct spell *sp;
	uint16_t word;
};

static void put_one(void *ctx, const char *s, size_t len)
{
	struct filling *f = ctx;
	uint32_t hash = vocab_hash(s, len);
	size_t at = hash & f->sp->mask;

	while (f->sp->slots[at].word) {
		if (f->sp->slots[at].hash == hash && f->sp->slots[at].word == f->word)
			return;
		at = (at + 1) & f->sp->mask;
	}
	f->sp->slots[at] = (struct deletion){hash, f->word};
}

struct spell *spell_create(struct arena *arena, const struct vocab *vocab)
{
	struct spell *sp = arena_alloc(arena, sizeof(*sp));
	const struct vocab_word *w;
	size_t n = 0, size = 1024;
	uint16_t id;

	for (id = 1; id <= vocab_count(vocab); id++) {
		w = vocab_get(vocab, id);
		if (indexable(w))
			each_deletion(w->text, w->len, count_one, &n);
	}
	while (size < n * 2)
		size *= 2;
	if (!sp)
		return NULL;
	sp->vocab = vocab;
	sp->mask = size - 1;
	sp->slots = arena_alloc(arena, size * sizeof(*sp->slots));
	if (!sp->slots)
		return NULL;
	for (id = 1; id <= vocab_count(vocab); id++) {
		w = vocab_get(vocab, id);
		if (indexable(w))
			each_deletion(w->text, w->len, put_one, &(struct filling){sp, id});
	}
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
	size_t best_rank; /* smaller is nearer */
};

static size_t common_prefix(const char *a, size_t a_len, const struct vocab_word *w)
{
	size_t n = 0;

	while (n < a_len && n < w->len && a[n] == w->text[n])
		n++;
	return n;
}

/* Whether so many slips are forgiven between what was written and w. */
static bool forgiven(const struct mending *m, const struct vocab_word *w, size_t slips)
{
	size_t shorter = m->len < w->len ? m->len : w->len;
	bool first = m->s[0] == w->text[0];
	bool swapped = m->len > 1 && m->s[0] == w->text[1] && m->s[1] == w->text[0];

	if (!first && !swapped)
		return false;
	if (shorter >= TWO_SLIPS)
		return slips <= 2;
	if (slips != 1)
		return false;
	/* in four letters a changed one makes another word as often as not: numb, numa */
	return m->len != w->len || m->len > SHORTEST || swapped ||
	       (m->s[m->len - 1] == w->text[m->len - 2] &&
		       m->s[m->len - 2] == w->text[m->len - 1]) ||
	       (m->s[1] == w->text[2] && m->s[2] == w->text[1]);
}

static void consider(struct mending *m, uint16_t id)
{
	const struct vocab_word *w = vocab_get(m->sp->vocab, id);
	size_t slips = spell_slips(m->s, m->len, w->text, w->len);
	size_t rank = slips * 256 + (m->len != w->len ? 64 : 0) +
		      (VOCAB_WORD_MAX - common_prefix(m->s, m->len, w));

	if (!forgiven(m, w, slips))
		return;
	if (m->best && (rank > m->best_rank || (rank == m->best_rank && id > m->best)))
		return;
	m->best = id;
	m->best_rank = rank;
}

static void look_up(void *ctx, const char *s, size_t len)
{
	struct mending *m = ctx;
	const struct spell *sp = m->sp;
	uint32_t hash = vocab_hash(s, len);
	size_t at = hash & sp->mask;

	for (; sp->slots[at].word; at = (at + 1) & sp->mask) {
		if (sp->slots[at].hash == hash && sp->slots[at].word != m->best)
			consider(m, sp->slots[at].word);
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
