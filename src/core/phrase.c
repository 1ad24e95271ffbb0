/* The phrase language: parsing and PCRE2 source; see phrase.h.  Its words are in phrase_words.c. */
#include "core/phrase.h"

#include <string.h>

#include "core/phrase_tree.h"

#define NEST_MAX 12 /* parentheses within parentheses */

struct parser {
	struct arena *arena;
	const char *text;
	size_t len;
	size_t at;
	unsigned depth;
	struct phrase_error *error;
};

static struct phrase *parse_alternatives(struct parser *p);

static void *fail(struct parser *p, const char *why)
{
	if (!p->error->why) {
		p->error->why = why;
		p->error->at = p->at;
	}
	return NULL;
}

static struct phrase_part *new_part(struct parser *p, enum phrase_kind kind, size_t from)
{
	struct phrase_part *n = arena_alloc(p->arena, sizeof(*n));

	if (!n)
		return fail(p, "out of memory");
	n->kind = kind;
	n->text = p->text + from;
	n->len = p->at - from;
	return n;
}

/* Finds the end of a look-around: the parenthesis that closes the one at p->at. */
static struct phrase_part *parse_look(struct parser *p)
{
	size_t from = p->at;
	unsigned open = 0;

	for (; p->at < p->len; p->at++) {
		if (p->text[p->at] == '(')
			open++;
		else if (p->text[p->at] == ')' && --open == 0) {
			p->at++;
			return new_part(p, PHRASE_LOOK, from);
		}
	}
	return fail(p, "this look-around is not closed");
}

static struct phrase_part *parse_group(struct parser *p)
{
	const size_t from = p->at;
	struct phrase_part *n;
	struct phrase *alts;

	if (p->at + 2 < p->len && p->text[p->at + 1] == '?' && p->text[p->at + 2] != ':')
		return parse_look(p);
	if (++p->depth > NEST_MAX)
		return fail(p, "nested too deeply");
	p->at += p->at + 2 < p->len && p->text[p->at + 1] == '?' ? 3 : 1;
	alts = parse_alternatives(p);
	if (!alts)
		return NULL;
	if (p->at == p->len || p->text[p->at] != ')')
		return fail(p, "this parenthesis is not closed");
	p->at++;
	p->depth--;
	n = new_part(p, PHRASE_GROUP, from);
	if (n)
		n->alts = alts;
	return n;
}

/* {name}, [class] or \x: everything up to the byte `end` (or two bytes for an escape). */
static struct phrase_part *parse_until(struct parser *p, enum phrase_kind kind, char end)
{
	size_t from = p->at;
	const char *close = memchr(p->text + from, end, p->len - from);
	struct phrase_part *n;

	if (!close || (size_t)(close - p->text) == from + 1)
		return fail(p, "this is not closed, or empty");
	p->at = (size_t)(close - p->text) + 1;
	n = new_part(p, kind, from);
	if (n && kind == PHRASE_NAME) {
		n->text++;
		n->len -= 2;
	}
	return n;
}

static struct phrase_part *parse_escape(struct parser *p)
{
	size_t from = p->at;
	char c = p->at + 1 < p->len ? p->text[p->at + 1] : '\0';

	if (c != 'w' && c != 'd')
		return fail(p, "of the escapes only \\w and \\d are known here");
	p->at += 2;
	return new_part(p, c == 'd' ? PHRASE_DIGITS : PHRASE_ANY, from);
}

/* A letter; also a run of them, but for the last one when a ? follows it. */
static struct phrase_part *parse_letters(struct parser *p)
{
	size_t from = p->at;

	while (p->at < p->len && !strchr(" ()|{}[]\\?*+^$", p->text[p->at])) {
		if ((p->text[p->at] >= 'A' && p->text[p->at] <= 'Z') || p->text[p->at] == '\'')
			return fail(p, "words are read without capitals and apostrophes");
		p->at++;
	}
	if (p->at == from)
		return fail(p, "this character has no meaning here");
	if (p->at < p->len && p->text[p->at] == '?' && p->at - from > 1)
		p->at--;
	return new_part(p, PHRASE_LETTERS, from);
}

static struct phrase_part *parse_part(struct parser *p)
{
	switch (p->text[p->at]) {
	case ' ': p->at++; return new_part(p, PHRASE_BLANK, p->at - 1);
	case '(': return parse_group(p);
	case '{': return parse_until(p, PHRASE_NAME, '}');
	case '[': return parse_until(p, PHRASE_CLASS, ']');
	case '\\': return parse_escape(p);
	default: return parse_letters(p);
	}
}

/* ?, * or + behind a part. */
static bool parse_quantifier(struct parser *p, struct phrase_part *n)
{
	char c = p->at < p->len ? p->text[p->at] : '\0';

	if (c != '?' && c != '*' && c != '+')
		return true;
	if (c == '?' && n->kind != PHRASE_BLANK && n->kind != PHRASE_LOOK)
		n->optional = true;
	else if (c != '?' && (n->kind == PHRASE_ANY || n->kind == PHRASE_DIGITS))
		n->repeat = c;
	else
		return fail(
			p, "? goes behind letters, names and groups; * and + behind \\w and \\d");
	p->at++;
	return true;
}

/* Passes over blanks; those around an alternative mean nothing, so that long lists may be folded. */
static void skip_blanks(struct parser *p)
{
	while (p->at < p->len && p->text[p->at] == ' ')
		p->at++;
}

static bool at_end(const struct parser *p)
{
	return p->at == p->len || p->text[p->at] == '|' || p->text[p->at] == ')';
}

static struct phrase *parse_sequence(struct parser *p)
{
	struct phrase *seq = arena_alloc(p->arena, sizeof(*seq));
	struct phrase_part **end, *n;

	if (!seq)
		return fail(p, "out of memory");
	end = &seq->first;
	skip_blanks(p);
	seq->text = p->text + p->at;
	while (!at_end(p)) {
		n = parse_part(p);
		if (!n || !parse_quantifier(p, n))
			return NULL;
		if (n->kind == PHRASE_BLANK) {
			skip_blanks(p);
			if (at_end(p))
				break;
		}
		*end = n;
		end = &n->next;
		seq->len = (size_t)(p->text + p->at - seq->text);
	}
	if (!seq->first)
		return fail(p, "an alternative is empty");
	return seq;
}

static struct phrase *parse_alternatives(struct parser *p)
{
	struct phrase *list = NULL, **end = &list;

	for (;;) {
		*end = parse_sequence(p);
		if (!*end)
			return NULL;
		end = &(*end)->next;
		if (p->at == p->len || p->text[p->at] != '|')
			return list;
		p->at++;
	}
}

struct phrase *phrase_parse(
	struct arena *arena, const char *text, size_t len, struct phrase_error *error)
{
	struct parser p = {.arena = arena, .text = text, .len = len, .error = error};
	struct phrase *list;

	*error = (struct phrase_error){0};
	list = parse_alternatives(&p);
	if (list && p.at < len)
		return fail(&p, "there is a ) too many");
	return list;
}

struct phrase *phrase_append(struct phrase *list, struct phrase *more)
{
	struct phrase *last = list;

	if (!list)
		return more;
	while (last->next)
		last = last->next;
	last->next = more;
	return list;
}

/* ------------------------------------------------------------------ names */

/* Calls fn with the names inside the raw text of a look-around. */
static bool look_names(const struct phrase_part *n, phrase_word_fn *fn, void *ctx)
{
	const char *at = n->text, *end = n->text + n->len, *open, *close;

	while ((open = memchr(at, '{', (size_t)(end - at))) != NULL) {
		close = memchr(open, '}', (size_t)(end - open));
		if (!close)
			return true;
		/* {0,2} is PCRE2's, names begin with a letter */
		if (open[1] >= 'a' && !fn(ctx, open + 1, (size_t)(close - open - 1)))
			return false;
		at = close + 1;
	}
	return true;
}

bool phrase_names_each(const struct phrase *list, phrase_word_fn *fn, void *ctx)
{
	const struct phrase_part *n;
	bool more = true;

	for (; list && more; list = list->next) {
		for (n = list->first; n && more; n = n->next) {
			if (n->kind == PHRASE_NAME)
				more = fn(ctx, n->text, n->len);
			else if (n->kind == PHRASE_GROUP)
				more = phrase_names_each(n->alts, fn, ctx);
			else if (n->kind == PHRASE_LOOK)
				more = look_names(n, fn, ctx);
		}
	}
	return more;
}

/* ------------------------------------------------------------------ PCRE2 source */

static void put_name(
	const char *name, size_t len, const struct phrase_names *names, struct buf *out)
{
	const struct phrase *list = names->lookup(names->ctx, name, len);
	struct phrase_groups *groups = names->groups;
	size_t i;

	if (!list) {
		out->failed = true;
		return;
	}
	for (i = 0; groups && i < groups->count; i++) {
		if (groups->lists[i] == list) {
			buf_printf(out, "(?&n%zu)", i);
			return;
		}
	}
	if (!groups || groups->count == PHRASE_GROUPS_MAX) {
		phrase_regex(list, names, out);
		return;
	}
	i = groups->count++;
	groups->lists[i] = list;
	buf_printf(out, "(?<n%zu>", i);
	phrase_regex(list, names, out);
	buf_putc(out, ')');
}

/* A look-around: as it stands, names replaced. */
static void put_look(const struct phrase_part *n, const struct phrase_names *names, struct buf *out)
{
	/* what looks behind has to have a length, which a call has not */
	const struct phrase_names bare = {names->lookup, names->ctx, NULL};
	const char *at = n->text, *end = n->text + n->len, *close;

	for (; at < end; at++) {
		close = *at == '{' && at[1] >= 'a' ? memchr(at, '}', (size_t)(end - at)) : NULL;
		if (close) {
			put_name(at + 1, (size_t)(close - at - 1), &bare, out);
			at = close;
		} else {
			buf_putc(out, *at);
		}
	}
}

static void put_letters(const struct phrase_part *n, struct buf *out)
{
	size_t i;

	for (i = 0; i < n->len; i++) {
		if (strchr(".+*^$#-", n->text[i]))
			buf_putc(out, '\\');
		buf_putc(out, n->text[i]);
	}
}

/* One part; as_word: its ? makes the whole word optional, which put_sequence() writes. */
static void put_part(const struct phrase_part *n, const struct phrase_names *names, bool as_word,
	struct buf *out)
{
	switch (n->kind) {
	case PHRASE_LETTERS: put_letters(n, out); break;
	case PHRASE_NAME: put_name(n->text, n->len, names, out); break;
	case PHRASE_GROUP: phrase_regex(n->alts, names, out); break;
	case PHRASE_LOOK: put_look(n, names, out); break;
	default: buf_put(out, n->text, n->len); break;
	}
	if (n->repeat)
		buf_putc(out, n->repeat);
	if (n->optional && !as_word)
		buf_putc(out, '?');
}

const struct phrase_part *phrase_looks_ahead(
	const struct phrase_part *word, const struct phrase_part *end)
{
	const struct phrase_part *n, *looks = end;

	for (n = word; n != end; n = n->next) {
		if (n->kind != PHRASE_LOOK)
			looks = end;
		else if (looks == end)
			looks = n;
	}
	return looks == word ? end : looks;
}

bool phrase_place_regex(const struct phrase_part *word, const struct phrase_part *end,
	const struct phrase_names *names, struct buf *out)
{
	const struct phrase_names bare = {names->lookup, names->ctx, NULL};

	for (; word != end; word = word->next)
		put_part(word, &bare, false, out);
	return buf_ok(out);
}

/* One alternative: words joined by blanks, an optional word together with its blank. */
static void put_sequence(
	const struct phrase *seq, const struct phrase_names *names, struct buf *out)
{
	const struct phrase_part *n, *word = seq->first, *end, *ahead;
	bool begun = false; /* a word that must be there has been written */
	bool optional;

	for (; word; word = end ? end->next : NULL) {
		end = phrase_word_end(word);
		optional = phrase_word_optional(word, end);
		if (optional)
			buf_puts(out, begun ? "(?: " : "(?:");
		else if (begun)
			buf_putc(out, ' ');
		ahead = optional && begun ? phrase_looks_ahead(word, end) : end;
		for (n = word; n != ahead; n = n->next)
			put_part(n, names, optional, out);
		/* what may not follow may not follow the word before: no option is given back */
		if (optional)
			buf_puts(out, ahead != end ? "(?!\\S))?+" : begun ? ")?" : " )?");
		else
			begun = true;
		for (; n != end; n = n->next)
			put_part(n, names, optional, out);
	}
}

/* The most words that a match of the alternative can hold; a name counts by its longest phrase. */
static size_t most_words(const struct phrase *seq, const struct phrase_names *names)
{
	const struct phrase_part *n;
	const struct phrase *alt;
	size_t words = 1, inner, most;

	for (n = seq->first; n; n = n->next) {
		words += n->kind == PHRASE_BLANK;
		alt = n->kind == PHRASE_GROUP  ? n->alts
		      : n->kind == PHRASE_NAME ? names->lookup(names->ctx, n->text, n->len)
					       : NULL;
		for (most = 1; alt; alt = alt->next) {
			inner = most_words(alt, names);
			most = inner > most ? inner : most;
		}
		if (n->kind == PHRASE_GROUP || n->kind == PHRASE_NAME)
			words += most - 1;
	}
	return words;
}

/*
 * PCRE2 takes the first alternative that matches, so those of more words stand first: "hot water bottle"
 * before "hot".  Within as many words the written order stays.
 */
bool phrase_regex(const struct phrase *list, const struct phrase_names *names, struct buf *out)
{
	const struct phrase *seq;
	size_t most = 0, next = 0, words;
	bool begun = false;

	for (seq = list; seq; seq = seq->next) {
		words = most_words(seq, names);
		most = words > most ? words : most;
	}
	buf_puts(out, "(?:");
	for (; most > 0; most = next) {
		next = 0;
		for (seq = list; seq; seq = seq->next) {
			words = most_words(seq, names);
			if (words < most && words > next)
				next = words;
			if (words != most)
				continue;
			if (begun)
				buf_putc(out, '|');
			begun = true;
			put_sequence(seq, names, out);
		}
	}
	return buf_putc(out, ')');
}
