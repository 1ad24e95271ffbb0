/* Compiling one place of a phrase; see match_place.h. */
#include "core/match_place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/match_build.h"
#include "core/phrase_tree.h"

#define SOURCE_MAX 400000 /* bytes of an expression before PCRE2 refuses it anyway */

bool match_place_fail(struct match_build *b, const char *why)
{
	*b->error = (struct pattern_error){.at = 0};
	snprintf(b->error->why, sizeof(b->error->why), "%s", why);
	return false;
}

static bool no_memory(struct match_build *b)
{
	return match_place_fail(b, "out of memory");
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
		match_place_fail(b, "the expression is too long");
	buf_free(&source);
	if (!look || !keep(b, NULL, look))
		return NULL;
	if (map_put(b->looks, part->text, part->len, look) != 0) {
		no_memory(b);
		return NULL;
	}
	return look;
}

/* Compiles what is not there yet. */
static struct match_form *new_form(struct match_build *b, const char *source, size_t len)
{
	struct match_form *form = arena_alloc(b->arena, sizeof(*form));
	struct pattern *pattern;

	if (!form || b->n_lists == MATCH_LISTS_MAX) {
		match_place_fail(b, form ? "there are too many phrases" : "out of memory");
		return NULL;
	}
	pattern = pattern_create(source, len, b->error);
	if (!pattern || !keep(b, pattern, NULL))
		return NULL;
	*form = (struct match_form){pattern, (uint16_t)++b->n_lists};
	if (map_put(b->places, source, len, form) == 0)
		return form;
	no_memory(b);
	return NULL;
}

/* The form of a place whose words cannot be listed. */
static const struct match_form *make_form(
	struct match_build *b, const struct phrase_part *word, const struct phrase_part *end)
{
	struct match_form *form = NULL;
	struct buf source;

	buf_init(&source, SOURCE_MAX);
	buf_puts(&source, "\\G");
	phrase_place_regex(word, end, b->names, &source);
	if (buf_puts(&source, "(?!\\S)")) {
		form = map_get(b->places, source.data, source.len);
		if (!form)
			form = new_form(b, source.data, source.len);
	} else {
		match_place_fail(b, "the expression is too long");
	}
	buf_free(&source);
	return form;
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

/* Makes words, as many as there are numbers in ids, the place's. */
bool match_place_words(struct match_build *b, struct buf *ids, struct match_place *p)
{
	size_t n = ids->len / sizeof(uint16_t), i, kept = 0;
	uint16_t *words = (void *)ids->data;

	if (!buf_ok(ids))
		return no_memory(b);
	if (n > 1)
		qsort(words, n, sizeof(*words), by_number);
	for (i = 0; i < n; i++) {
		if (i == 0 || words[i] != words[i - 1])
			words[kept++] = words[i];
	}
	p->kind = MATCH_WORDS;
	p->n_words = (uint16_t)kept;
	if (kept == 1) {
		p->kind = MATCH_WORD;
		p->of.word = words[0];
		return true;
	}
	words = arena_alloc(b->arena, kept * sizeof(*words));
	if (!words)
		return no_memory(b);
	if (kept)
		memcpy(words, ids->data, kept * sizeof(*words));
	p->of.words = words;
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
const struct phrase *match_place_inside(const struct match_build *b, const struct phrase_part *part)
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
		for (alt = match_place_inside(b, part); alt; alt = alt->next) {
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
		return match_place_fail(b, why);
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
			return match_place_words(b, &b->ids, p);
		if (word->kind == PHRASE_LETTERS && word->next == end)
			return put_text(b, word, p);
	}
	if (!within_word(b, word, end))
		return put_ways(b, word, end, p);
	p->kind = word->kind == PHRASE_ANY && word->repeat == '+' && word->next == end
			  ? MATCH_OPEN
			  : MATCH_PATTERN;
	p->of.form = make_form(b, word, end);
	return p->of.form != NULL;
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

/* Whether the alternative is one word that must be there, and nothing else. */
bool match_place_is_plain(const struct match_alt *a)
{
	const struct match_place *p = a->places;

	return a->n_places == 1 && !p->optional && p->n_before + p->n_after == 0 &&
	       (p->kind == MATCH_WORD || p->kind == MATCH_WORDS);
}

/* Compiles the place from word up to end; begun: a word that must be there stands before it. */
bool match_place_put(struct match_build *b, const struct phrase_part *word,
	const struct phrase_part *end, bool begun, struct match_place *p)
{
	const struct phrase_part *whole = phrase_whole_part(word, end),
				 *ahead = phrase_looks_ahead(word, end), *first = word;
	const struct match_list *list;

	while (first != end && first->kind == PHRASE_LOOK)
		first = first->next;
	if (first == end)
		return match_place_fail(b, "look-around stands at a word, not alone");
	if (!put_looks(b, word, first, ahead, end, p))
		return false;
	if (!whole)
		return put_letters(b, first, ahead, p);
	p->optional = whole->optional;
	p->keeps = whole->optional && begun && p->n_after;
	if (whole->kind == PHRASE_GROUP)
		list = match_build_group(b, whole);
	else
		list = match_build_list(b, match_place_inside(b, whole), b->error);
	if (!list)
		return false;
	p->kind = MATCH_LIST;
	p->of.list = list;
	if (list->n_alts == 1 && match_place_is_plain(&list->alts[0])) {
		/* any one of some words: they are compared here */
		p->kind = list->alts[0].places[0].kind;
		p->n_words = list->alts[0].places[0].n_words;
		p->of = list->alts[0].places[0].of;
	}
	return true;
}
