/* Compiling phrases; see match_build.h. */
#include "core/match_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "core/look.h"
#include "core/match_index.h"
#include "core/match_tree.h"
#include "core/phrase_tree.h"

#define SOURCE_MAX 400000 /* bytes of an expression before PCRE2 refuses it anyway */
#define LISTS_MAX 65535
#define SPELT_BYTES                                                                                \
	128            /* of words that are written without a blank between them and what follows */
#define SPELT_MAX 1024 /* ways to spell them */

/* One pattern, or a look-around that may hold one. */
struct match_pattern {
	struct pattern *pattern;
	struct look *look;
	struct match_pattern *next;
};

struct match_build {
	struct arena *arena;
	const struct phrase_names *names;
	const struct vocab *vocab;
	struct match_patterns *patterns;
	struct map *lists;  /* of names, by the address of their phrases */
	struct map *looks;  /* by their text */
	struct map *places; /* patterns of places, by their source */
	size_t n_lists;
	struct buf ids;    /* words of the place that is being compiled */
	bool unknown;      /* some spelling of it is not in the vocabulary */
	struct buf begins; /* of the list that is */
	struct pattern_error *error;
	const struct phrase *failed; /* the innermost alternative that cannot be compiled */
};

struct match_build *match_build_create(struct arena *arena, const struct phrase_names *names,
	const struct vocab *vocab, struct match_patterns *patterns)
{
	struct match_build *b = calloc(1, sizeof(*b));

	if (!b)
		return NULL;
	*b = (struct match_build){
		.arena = arena, .names = names, .vocab = vocab, .patterns = patterns};
	b->lists = map_create();
	b->looks = map_create();
	b->places = map_create();
	buf_init(&b->ids, SIZE_MAX / 2);
	buf_init(&b->begins, SIZE_MAX / 2);
	if (b->lists && b->looks && b->places)
		return b;
	match_build_destroy(b);
	return NULL;
}

void match_build_destroy(struct match_build *b)
{
	if (!b)
		return;
	map_destroy(b->lists);
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

static bool fail(struct match_build *b, const char *why)
{
	*b->error = (struct pattern_error){.at = 0};
	snprintf(b->error->why, sizeof(b->error->why), "%s", why);
	return false;
}

static bool no_memory(struct match_build *b)
{
	return fail(b, "out of memory");
}

/* ------------------------------------------------------------------ patterns */

/* Keeps what is to be released in the end; releases it at once when memory is short. */
static bool keep(struct match_build *b, struct pattern *pattern, struct look *look)
{
	struct match_pattern *one = arena_alloc(b->arena, sizeof(*one));

	if (!one) {
		pattern_destroy(pattern);
		look_close(look);
		return no_memory(b);
	}
	*one = (struct match_pattern){pattern, look, b->patterns->first};
	b->patterns->first = one;
	return true;
}

static const struct look *make_look(struct match_build *b, const struct phrase_part *part)
{
	struct look *look = map_get(b->looks, part->text, part->len);
	struct buf source;

	if (look)
		return look;
	buf_init(&source, SOURCE_MAX);
	if (phrase_place_regex(part, part->next, b->names, &source))
		look = look_create(b->arena, source.data, source.len, b->error);
	else
		fail(b, "the expression is too long");
	buf_free(&source);
	if (!look || !keep(b, NULL, look))
		return NULL;
	if (map_put(b->looks, part->text, part->len, look) != 0) {
		no_memory(b);
		return NULL;
	}
	return look;
}

/* The pattern of a place whose words cannot be listed: it matches one whole word. */
static const struct pattern *make_pattern(
	struct match_build *b, const struct phrase_part *word, const struct phrase_part *end)
{
	struct pattern *pattern = NULL;
	struct buf source;

	buf_init(&source, SOURCE_MAX);
	buf_puts(&source, "\\G");
	phrase_place_regex(word, end, b->names, &source);
	if (!buf_puts(&source, "(?!\\S)")) {
		fail(b, "the expression is too long");
	} else {
		pattern = map_get(b->places, source.data, source.len);
		if (!pattern) {
			pattern = pattern_create(source.data, source.len, b->error);
			if (pattern && !keep(b, pattern, NULL))
				pattern = NULL;
			if (pattern && map_put(b->places, source.data, source.len, pattern) != 0) {
				no_memory(b);
				pattern = NULL;
			}
		}
	}
	buf_free(&source);
	return pattern;
}

/* ------------------------------------------------------------------ places */

static bool take_word(void *ctx, const char *s, size_t len)
{
	struct match_build *b = ctx;
	uint16_t id = vocab_find(b->vocab, s, len);

	b->unknown = b->unknown || id == VOCAB_NONE;
	return buf_put(&b->ids, &id, sizeof(id));
}

static int by_number(const void *a, const void *b)
{
	const uint16_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Makes the words that were taken the place's. */
static bool put_words(struct match_build *b, struct match_place *p)
{
	const size_t n = b->ids.len / sizeof(uint16_t);
	uint16_t *words;
	size_t i;

	p->kind = MATCH_WORDS;
	words = arena_alloc(b->arena, b->ids.len);
	if (!words)
		return no_memory(b);
	if (n)
		memcpy(words, b->ids.data, b->ids.len);
	qsort(words, n, sizeof(*words), by_number);
	for (i = 0; i < n; i++) {
		if (i == 0 || words[i] != words[i - 1])
			words[p->n_words++] = words[i];
	}
	p->of.words = words;
	if (p->n_words == 1) {
		p->kind = MATCH_WORD;
		p->of.word = words[0];
	}
	return true;
}

/* A word that the vocabulary lacks: some of those that are spelt by running groups together. */
static bool put_text(struct match_build *b, const struct phrase_part *word, struct match_place *p)
{
	p->kind = MATCH_TEXT;
	p->of.text = arena_copy(b->arena, word->text, word->len);
	p->n_words = (uint16_t)word->len;
	return p->of.text ? true : no_memory(b);
}

static bool has_look(const struct phrase_part *part, const struct phrase_part *end)
{
	for (; part != end; part = part->next) {
		if (part->kind == PHRASE_LOOK)
			return true;
	}
	return false;
}

/* What a name or a group stands for; NULL for other parts. */
static const struct phrase *inside(const struct match_build *b, const struct phrase_part *part)
{
	return part->kind == PHRASE_GROUP  ? part->alts
	       : part->kind == PHRASE_NAME ? b->names->lookup(b->names->ctx, part->text, part->len)
					   : NULL;
}

/* Whether what the parts match is always within one word. */
static bool within_word(
	const struct match_build *b, const struct phrase_part *part, const struct phrase_part *end)
{
	const struct phrase *alt;

	for (; part != end; part = part->next) {
		if (part->kind == PHRASE_BLANK)
			return false;
		/* [^a] and [\s] may match what stands between words */
		if (part->kind == PHRASE_CLASS && (memchr(part->text, '^', part->len) ||
							  memchr(part->text, '\\', part->len) ||
							  memchr(part->text, ' ', part->len)))
			return false;
		for (alt = inside(b, part); alt; alt = alt->next) {
			if (!within_word(b, alt->first, NULL))
				return false;
		}
	}
	return true;
}

/* A place of several words that run into others: the ways to spell it are a list. */
static bool put_ways(struct match_build *b, const struct phrase_part *word,
	const struct phrase_part *end, struct match_place *p)
{
	const char *why = NULL;
	const struct phrase *ways = phrase_ways(b->arena, word, end, b->names, &why);

	if (!ways)
		return fail(b, why);
	p->kind = MATCH_LIST;
	p->of.list = match_build_list(b, ways, b->error);
	return p->of.list != NULL;
}

/* A place of letters: its words, or a pattern. */
static bool put_letters(struct match_build *b, const struct phrase_part *word,
	const struct phrase_part *end, struct match_place *p)
{
	buf_clear(&b->ids);
	b->unknown = false;
	if (!has_look(word, end) &&
		phrase_place_words(word, end, b->names, take_word, b) == PHRASE_LISTED) {
		if (!b->unknown)
			return put_words(b, p);
		if (word->kind == PHRASE_LETTERS && word->next == end)
			return put_text(b, word, p);
	}
	if (!within_word(b, word, end))
		return put_ways(b, word, end, p);
	p->kind = word->kind == PHRASE_ANY && word->repeat == '+' && word->next == end
			  ? MATCH_OPEN
			  : MATCH_PATTERN;
	p->pattern = make_pattern(b, word, end);
	return p->pattern != NULL;
}

/* The look-arounds before and behind the place. */
static bool put_looks(struct match_build *b, const struct phrase_part *word,
	const struct phrase_part *first, const struct phrase_part *ahead,
	const struct phrase_part *end, struct match_place *p)
{
	const struct phrase_part *part;
	const struct look **looks;
	size_t n = 0;

	for (part = word; part != first; part = part->next)
		p->n_before++;
	for (part = ahead; part != end; part = part->next)
		p->n_after++;
	if (p->n_before + p->n_after == 0)
		return true;
	looks = arena_alloc(b->arena, (size_t)(p->n_before + p->n_after) * sizeof(*looks));
	if (!looks)
		return no_memory(b);
	p->looks = looks;
	for (part = word; part != end; part = part->next) {
		if (part == first)
			part = ahead;
		if (part == end)
			break;
		looks[n] = make_look(b, part);
		if (!looks[n++])
			return false;
	}
	return true;
}

/* Compiles the place from word up to end; begun: a word that must be there stands before it. */
static bool put_place(struct match_build *b, const struct phrase_part *word,
	const struct phrase_part *end, bool begun, struct match_place *p)
{
	const struct phrase_part *whole = phrase_whole_part(word, end),
				 *ahead = phrase_looks_ahead(word, end), *first = word;

	while (first != end && first->kind == PHRASE_LOOK)
		first = first->next;
	if (first == end)
		return fail(b, "look-around stands at a word, not alone");
	if (!put_looks(b, word, first, ahead, end, p))
		return false;
	if (!whole)
		return put_letters(b, first, ahead, p);
	p->optional = whole->optional;
	p->keeps = whole->optional && begun && p->n_after;
	p->kind = MATCH_LIST;
	p->of.list = match_build_list(b, inside(b, whole), b->error);
	return p->of.list != NULL;
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
			words += (part->kind == PHRASE_BLANK) + most_inside(b, inside(b, part)) - 1;
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
		return p->of.list->most;
	for (; word != end; word = word->next)
		words += most_inside(b, inside(b, word)) - 1;
	return words;
}

static bool put_alternative(struct match_build *b, const struct phrase *seq, struct match_alt *alt)
{
	const struct phrase_part *word, *end;
	struct match_place *places;
	bool begun = false;
	size_t n = 1, i = 0, most = 0;

	for (word = seq->first; word; word = word->next)
		n += word->kind == PHRASE_BLANK;
	places = n <= MATCH_WORDS_MAX ? arena_alloc(b->arena, n * sizeof(*places)) : NULL;
	if (!places)
		return n > MATCH_WORDS_MAX ? fail(b, "a phrase has too many words") : no_memory(b);
	for (word = seq->first; word; word = end ? end->next : NULL) {
		end = phrase_word_end(word);
		if (!put_place(b, word, end, begun, &places[i]))
			return false;
		most += most_words(b, &places[i], word, end);
		begun = begun || !places[i].optional;
		i++;
	}
	alt->places = places;
	/* what may be nothing at all ends in a blank, and matches nowhere */
	alt->n_places = begun ? (uint16_t)n : 0;
	alt->most = (uint16_t)most;
	return most <= MATCH_WORDS_MAX ? true : fail(b, "a phrase has too many words");
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

static bool put_list(struct match_build *b, const struct phrase *phrases, struct match_list *list)
{
	const struct phrase *seq;
	struct match_alt *written, *sorted;
	size_t n = 0, i = 0;

	for (seq = phrases; seq; seq = seq->next)
		n++;
	if (n > UINT16_MAX || b->n_lists == LISTS_MAX)
		return fail(b, "there are too many phrases");
	written = calloc(n, sizeof(*written));
	sorted = arena_alloc(b->arena, n * sizeof(*sorted));
	for (seq = phrases; seq && written && sorted; seq = seq->next) {
		if (!put_alternative(b, seq, &written[i++])) {
			b->failed = b->failed ? b->failed : seq;
			free(written);
			return false;
		}
	}
	if (written && sorted)
		sort_alternatives(written, sorted, n);
	free(written);
	if (!written || !sorted)
		return no_memory(b);
	list->alts = sorted;
	list->n_alts = (uint16_t)n;
	list->most = sorted[0].most;
	list->number = (uint16_t)++b->n_lists;
	return match_index_fill(list, b->arena, &b->begins) || no_memory(b);
}

const struct match_list *match_build_list(
	struct match_build *b, const struct phrase *phrases, struct pattern_error *error)
{
	struct match_list *list = map_get(b->lists, (const char *)&phrases, sizeof(phrases));

	b->error = error;
	b->failed = NULL;
	if (list)
		return list;
	list = arena_alloc(b->arena, sizeof(*list));
	if (list && !put_list(b, phrases, list))
		return NULL;
	if (!list || map_put(b->lists, (const char *)&phrases, sizeof(phrases), list) != 0) {
		no_memory(b);
		return NULL;
	}
	return list;
}

const struct phrase *match_build_failed(const struct match_build *b)
{
	return b->failed;
}
