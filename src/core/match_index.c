/* Which alternatives may begin with a word; see match_index.h. */
#include "core/match_index.h"

#include <stdlib.h>
#include <string.h>

static bool add_begin(struct buf *begins, uint16_t word, size_t alt)
{
	const struct match_begin begin = {word, (uint16_t)alt};

	return buf_put(begins, &begin, sizeof(begin));
}

/* Takes down the words that a place may begin with; false when they are not listed, or on failure. */
static bool add_place_begins(struct buf *begins, const struct match_place *p, size_t alt)
{
	size_t i;

	switch ((enum match_kind)p->kind) {
	case MATCH_WORD: return add_begin(begins, p->of.word, alt);
	case MATCH_WORDS:
		for (i = 0; i < p->n_words; i++) {
			if (!add_begin(begins, p->of.words[i], alt))
				return false;
		}
		return true;
	case MATCH_LIST:
		for (i = 0; i < p->of.list->n_begins; i++) {
			if ((i == 0 ||
				    p->of.list->begins[i].word != p->of.list->begins[i - 1].word) &&
				!add_begin(begins, p->of.list->begins[i].word, alt))
				return false;
		}
		return p->of.list->n_loose == 0;
	default: return false;
	}
}

/* The same for an alternative. */
static bool add_begins(struct buf *begins, const struct match_alt *a, size_t alt)
{
	size_t i, before = begins->len;

	for (i = 0; i < a->n_places; i++) {
		if (!add_place_begins(begins, &a->places[i], alt)) {
			buf_cut(begins, before);
			return false;
		}
		if (!a->places[i].optional)
			break;
	}
	return true;
}

static int by_begin(const void *a, const void *b)
{
	const struct match_begin *x = a, *y = b;

	return x->word != y->word ? (x->word > y->word) - (x->word < y->word)
				  : (x->alt > y->alt) - (x->alt < y->alt);
}

/* Sorts what was taken down, each once; returns how many there are. */
static size_t sort_begins(struct match_begin *begins, size_t n)
{
	size_t i, kept = 0;

	if (n > 1)
		qsort(begins, n, sizeof(*begins), by_begin);
	for (i = 0; i < n; i++) {
		if (i == 0 || by_begin(&begins[i], &begins[i - 1]) != 0)
			begins[kept++] = begins[i];
	}
	return kept;
}

bool match_index_fill(struct match_list *list, struct arena *arena, struct buf *scratch)
{
	uint16_t *loose = calloc(list->n_alts + 1u, sizeof(*loose)), *kept;
	struct match_begin *begins;
	size_t i, n;

	if (!loose)
		return false;
	buf_clear(scratch);
	for (i = 0; i < list->n_alts; i++) {
		if (!add_begins(scratch, &list->alts[i], i))
			loose[list->n_loose++] = (uint16_t)i;
	}
	n = sort_begins((void *)scratch->data, scratch->len / sizeof(*begins));
	begins = arena_alloc(arena, n * sizeof(*begins));
	kept = arena_alloc(arena, list->n_loose * sizeof(*kept));
	if (begins && n)
		memcpy(begins, scratch->data, n * sizeof(*begins));
	if (kept && list->n_loose)
		memcpy(kept, loose, list->n_loose * sizeof(*kept));
	free(loose);
	list->begins = begins;
	list->n_begins = (uint32_t)n;
	list->loose = kept;
	return begins && kept && buf_ok(scratch);
}

/* Adds the bits of the words that a place may begin with; all of them where those are not listed. */
static uint64_t place_second(const struct match_place *p)
{
	uint64_t bits = 0;
	size_t i;

	switch ((enum match_kind)p->kind) {
	case MATCH_WORD: return match_second(p->of.word);
	case MATCH_WORDS:
		for (i = 0; i < p->n_words; i++)
			bits |= match_second(p->of.words[i]);
		return bits;
	case MATCH_LIST:
		for (i = 0; i < p->of.list->n_begins; i++)
			bits |= match_second(p->of.list->begins[i].word);
		return p->of.list->n_loose ? UINT64_MAX : bits;
	default: return UINT64_MAX;
	}
}

uint64_t match_index_second(const struct match_alt *a)
{
	uint64_t bits = 0;
	size_t i;

	/* what begins otherwise than with one word may have any for its second */
	if (a->n_places == 0 || a->places[0].optional || a->places[0].kind == MATCH_LIST)
		return UINT64_MAX;
	for (i = 1; i < a->n_places; i++) {
		bits |= place_second(&a->places[i]);
		if (!a->places[i].optional)
			return bits;
	}
	return UINT64_MAX; /* it may be one word */
}
