/* How the sieve is filled; see sieve_fill.h. */
#include "core/sieve_fill.h"

#include <stdlib.h>

#define PAIRS_MAX 4096 /* words on one side of a set of pairs; of more, any word is let through */

struct side {
	uint16_t words[PAIRS_MAX];
	size_t n;
};

struct sieve_fill {
	struct sieve *sieve;
	const struct vocab *vocab;
	size_t term;
	struct side left, right; /* of the pairs that are being given */
};

struct sieve_fill *sieve_fill_create(struct sieve *sieve, const struct vocab *vocab)
{
	struct sieve_fill *f = calloc(1, sizeof(*f));

	if (!f)
		return NULL;
	f->sieve = sieve;
	f->vocab = vocab;
	return f;
}

void sieve_fill_destroy(struct sieve_fill *f)
{
	free(f);
}

static bool is_common(void *ctx, const char *s, size_t len)
{
	const struct sieve_fill *f = ctx;
	uint16_t id = vocab_find(f->vocab, s, len);

	/* numbers are rare in what people write, single figures among words of a phrase rarer still */
	return id && (vocab_get(f->vocab, id).bits & VOCAB_COMMON);
}

/* What the sieve calls a word of a phrase. */
static uint16_t sieve_word(const struct sieve_fill *f, const char *s, size_t len)
{
	if (!s)
		return SIEVE_ANY;
	return len == 1 && s[0] == PHRASE_NUMBER[0] ? SIEVE_NUMBER : vocab_find(f->vocab, s, len);
}

static bool add_anchor(void *ctx, const char *s, size_t len)
{
	struct sieve_fill *f = ctx;

	return sieve_put(f->sieve, SIEVE_ANCHOR, sieve_word(f, s, len), f->term) == 0;
}

static void add_side(struct side *side, uint16_t word)
{
	if (side->n == PAIRS_MAX) {
		side->n = 0;
		word = SIEVE_ANY;
	}
	if (side->n != 1 || side->words[0] != SIEVE_ANY)
		side->words[side->n++] = word;
}

/* Enters the pairs that were given since the last time. */
static bool add_pairs(struct sieve_fill *f)
{
	size_t l, r;

	/* of too many left words any may begin it */
	if (f->left.n == 1 && f->left.words[0] == SIEVE_ANY &&
		sieve_put(f->sieve, SIEVE_FIRST, SIEVE_ANY, f->term) != 0)
		return false;
	for (r = 0; r < f->right.n; r++) {
		if (sieve_put(f->sieve, SIEVE_SECOND, f->right.words[r], f->term) != 0)
			return false;
		for (l = 0; l < f->left.n; l++)
			sieve_put_pair(f->sieve, f->left.words[l], f->right.words[r], f->term);
	}
	f->left.n = f->right.n = 0;
	return true;
}

static bool add_begin(void *ctx, unsigned place, const char *s, size_t len)
{
	struct sieve_fill *f = ctx;
	uint16_t word = sieve_word(f, s, len);

	switch (place) {
	case PHRASE_LEFT: add_side(&f->left, word); return true;
	case PHRASE_RIGHT: add_side(&f->right, word); return true;
	case 0: return add_pairs(f);
	default: break;
	}
	return sieve_put(f->sieve, SIEVE_FIRST, word, f->term) == 0 &&
	       (!(place & PHRASE_ALONE) || sieve_put(f->sieve, SIEVE_ALONE, word, f->term) == 0);
}

int sieve_fill_term(struct sieve_fill *f, size_t term, const struct phrase *list,
	const struct phrase_names *names, const struct phrase **bare)
{
	const struct phrase_common common = {is_common, f};

	f->term = term;
	*bare = phrase_anchors(list, names, &common, add_anchor, f);
	return *bare == NULL && phrase_begins(list, names, add_begin, f) ? 0 : -1;
}
