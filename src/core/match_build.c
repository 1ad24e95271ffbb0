/* Compiling phrases; see match_build.h. */
#include "core/match_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "core/match_index.h"
#include "core/match_place.h"
#include "core/match_tree.h"
#include "core/phrase_tree.h"

#define SPELT_BYTES                                                                                \
	128            /* of words that are written without a blank between them and what follows */
#define SPELT_MAX 1024 /* ways to spell them */

struct match_build *match_build_create(struct arena *arena, const struct phrase_names *names,
	const struct vocab *vocab, struct match_patterns *patterns)
{
	struct match_build *b = calloc(1, sizeof(*b));

	if (!b)
		return NULL;
	*b = (struct match_build){
		.arena = arena, .names = names, .vocab = vocab, .patterns = patterns};
	b->lists = map_create();
	b->groups = map_create();
	b->looks = map_create();
	b->places = map_create();
	buf_init(&b->ids, SIZE_MAX / 2);
	buf_init(&b->begins, SIZE_MAX / 2);
	if (b->lists && b->groups && b->looks && b->places)
		return b;
	match_build_destroy(b);
	return NULL;
}

void match_build_destroy(struct match_build *b)
{
	if (!b)
		return;
	map_destroy(b->lists);
	map_destroy(b->groups);
	map_destroy(b->looks);
	map_destroy(b->places);
	buf_free(&b->ids);
	buf_free(&b->begins);
	free(b);
}

void match_build_release(struct match_patterns *p)
{
	for (; p->first; p->first = p->first->next) {
		pattern_destroy(p->first->pattern);
		look_close(p->first->look);
	}
}

bool match_build_jit(const struct match_patterns *p)
{
	const struct match_pattern *one;

	for (one = p->first; one; one = one->next) {
		if ((one->pattern && !pattern_is_jit(one->pattern)) ||
			(one->look && !look_is_jit(one->look)))
			return false;
	}
	return true;
}

/* ------------------------------------------------------------------ alternatives */

/* The most words of any alternative, names and groups inside a word counting as phrase_regex() has it. */
static size_t most_inside(const struct match_build *b, const struct phrase *alts)
{
	const struct phrase_part *part;
	size_t most = 1, words;

	for (; alts; alts = alts->next) {
		words = 1;
		for (part = alts->first; part; part = part->next)
			words += (part->kind == PHRASE_BLANK) +
				 most_inside(b, match_place_inside(b, part)) - 1;
		most = words > most ? words : most;
	}
	return most;
}

/* The most words of one place. */
static size_t most_words(const struct match_build *b, const struct match_place *p,
	const struct phrase_part *word, const struct phrase_part *end)
{
	size_t words = 1;

	if (phrase_whole_part(word, end))
		return p->kind == MATCH_LIST ? p->of.list->most : 1;
	for (; word != end; word = word->next)
		words += most_inside(b, match_place_inside(b, word)) - 1;
	return words;
}

/* Takes one word, or several, among those that are an alternative together. */
static bool gather(struct match_build *b, const struct match_place *p, struct buf *plain)
{
	const uint16_t *words = p->kind == MATCH_WORD ? &p->of.word : p->of.words;

	return p->n_words == 0 || buf_put(plain, words, p->n_words * sizeof(*words)) ||
	       match_place_fail(b, "out of memory");
}

/*
 * Compiles an alternative.  One of a single plain word is none of its own: its words go to `plain`, and
 * alt->n_places stays 0.
 */
static bool put_alternative(
	struct match_build *b, const struct phrase *seq, struct match_alt *alt, struct buf *plain)
{
	const struct phrase_part *word, *end;
	struct match_place places[MATCH_WORDS_MAX] = {0}, *copy;
	bool begun = false;
	size_t n = 0, most = 0;

	for (word = seq->first; word; word = end ? end->next : NULL) {
		end = phrase_word_end(word);
		if (n == MATCH_WORDS_MAX)
			return match_place_fail(b, "a phrase has too many words");
		if (!match_place_put(b, word, end, begun, &places[n]))
			return false;
		most += most_words(b, &places[n], word, end);
		begun = begun || !places[n].optional;
		n++;
	}
	if (most > MATCH_WORDS_MAX)
		return match_place_fail(b, "a phrase has too many words");
	/* what may be nothing at all ends in a blank, and matches nowhere */
	if (!begun)
		return true;
	*alt = (struct match_alt){
		.places = places, .n_places = (uint16_t)n, .most = (uint16_t)most};
	if (match_place_is_plain(alt) && most == 1) {
		*alt = (struct match_alt){0};
		return gather(b, places, plain);
	}
	copy = arena_alloc(b->arena, n * sizeof(*copy));
	if (!copy)
		return match_place_fail(b, "out of memory");
	memcpy(copy, places, n * sizeof(*copy));
	alt->places = copy;
	return true;
}

/* One alternative of all the plain words: which of them stands first does not matter. */
static bool put_plain(struct match_build *b, struct buf *plain, struct match_alt *alt)
{
	struct match_place *place = arena_alloc(b->arena, sizeof(*place));

	if (!place)
		return match_place_fail(b, "out of memory");
	*alt = (struct match_alt){.places = place, .n_places = 1, .most = 1};
	return match_place_words(b, plain, place);
}

/* ------------------------------------------------------------------ lists */

/* Puts those of more words first; within as many the written order stays (phrase_regex()). */
static void sort_alternatives(const struct match_alt *from, struct match_alt *to, size_t n)
{
	size_t most, i, at = 0;

	for (most = MATCH_WORDS_MAX; most > 0; most--) {
		for (i = 0; i < n; i++) {
			if (from[i].most == most)
				to[at++] = from[i];
		}
	}
}

/* Compiles the alternatives into written, which has room for one more; returns how many, -1 on failure. */
static int put_alternatives(struct match_build *b, const struct phrase *phrases,
	struct match_alt *written, struct buf *plain)
{
	int n = 0;

	for (; phrases; phrases = phrases->next) {
		if (!put_alternative(b, phrases, &written[n], plain)) {
			b->failed = b->failed ? b->failed : phrases;
			return -1;
		}
		n += written[n].n_places > 0;
	}
	if (plain->len || !buf_ok(plain))
		return put_plain(b, plain, &written[n]) ? n + 1 : -1;
	return n;
}

static bool fill_list(
	struct match_build *b, const struct match_alt *written, size_t n, struct match_list *list)
{
	struct match_alt *sorted = arena_alloc(b->arena, n * sizeof(*sorted));
	size_t i;

	if (!sorted)
		return match_place_fail(b, "out of memory");
	sort_alternatives(written, sorted, n);
	for (i = 0; i < n; i++)
		sorted[i].second = match_index_second(&sorted[i]);
	list->alts = sorted;
	list->n_alts = (uint16_t)n;
	list->most = n ? sorted[0].most : 1;
	list->number = (uint16_t)++b->n_lists;
	return match_index_fill(list, b->arena, &b->begins) || match_place_fail(b, "out of memory");
}

static struct match_list *make_list(struct match_build *b, const struct phrase *phrases)
{
	struct match_list *list = NULL;
	const struct phrase *seq;
	struct match_alt *written;
	struct buf plain;
	size_t most = 1;
	int n = -1;

	for (seq = phrases; seq; seq = seq->next)
		most++;
	buf_init(&plain, SIZE_MAX / 2);
	written = calloc(most, sizeof(*written));
	if (most > UINT16_MAX || b->n_lists == MATCH_LISTS_MAX)
		match_place_fail(b, "there are too many phrases");
	else if (written)
		n = put_alternatives(b, phrases, written, &plain);
	else
		match_place_fail(b, "out of memory");
	if (n >= 0) {
		list = arena_alloc(b->arena, sizeof(*list));
		if (!list)
			match_place_fail(b, "out of memory");
		else if (!fill_list(b, written, (size_t)n, list))
			list = NULL;
	}
	buf_free(&plain);
	free(written);
	return list;
}

const struct match_list *match_build_group(struct match_build *b, const struct phrase_part *group)
{
	struct match_list *list = map_get(b->groups, group->text, group->len);

	if (list)
		return list;
	list = make_list(b, group->alts);
	if (list && map_put(b->groups, group->text, group->len, list) != 0) {
		match_place_fail(b, "out of memory");
		return NULL;
	}
	return list;
}

const struct match_list *match_build_list(
	struct match_build *b, const struct phrase *phrases, struct pattern_error *error)
{
	struct match_list *list = map_get(b->lists, (const char *)&phrases, sizeof(phrases));

	b->error = error;
	b->failed = NULL;
	if (list)
		return list;
	list = make_list(b, phrases);
	if (list && map_put(b->lists, (const char *)&phrases, sizeof(phrases), list) != 0) {
		match_place_fail(b, "out of memory");
		return NULL;
	}
	return list;
}

const struct phrase *match_build_failed(const struct match_build *b)
{
	return b->failed;
}
