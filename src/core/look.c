/* Look-around of phrases; see look.h. */
#include "core/look.h"

#include <string.h>

#include "base/buf.h"

#define TEXTS_MAX 96      /* plain texts that one look-around is compared with */
#define TEXT_MAX 48       /* bytes of one */
#define NEST_MAX 8        /* groups within groups */
#define SOURCE_MAX 400000 /* bytes of an expression before PCRE2 refuses it anyway */
#define WINDOW_BEFORE 320 /* bytes in front of a place that a pattern sees of a long text */
#define OPENING_MAX 4     /* bytes of "(?<!" */

/* In a text, what stands for more than one byte; only at its far end. */
#define ANY_LETTER '\x01' /* a to z */
#define ANY_INK '\x02'    /* anything but white space */
#define ANY_BYTE '\x03'
#define NO_INK '\x04' /* white space or an end, which is not passed */

struct look_text {
	uint8_t len;
	char text[TEXT_MAX];
};

struct look {
	bool behind, negative;
	struct pattern *pattern; /* NULL: the texts are all of it */
	const char *texts;       /* each behind a byte that says how long it is */
	size_t n_texts;
};

/* ------------------------------------------------------------------ plain texts */

/* Every text that an expression matches. */
struct texts {
	struct look_text list[TEXTS_MAX];
	size_t n;
};

struct parser {
	const char *at, *end;
	bool behind;
	unsigned depth;
};

static bool add_text(struct texts *t, const struct look_text *text)
{
	if (t->n == TEXTS_MAX)
		return false;
	t->list[t->n++] = *text;
	return true;
}

static bool add_byte(struct texts *t, char c)
{
	const struct look_text one = {1, {c}};

	return add_text(t, &one);
}

static bool starts(const struct parser *p, const char *what)
{
	size_t n = strlen(what);

	return (size_t)(p->end - p->at) >= n && memcmp(p->at, what, n) == 0;
}

static bool take(struct parser *p, const char *what)
{
	if (!starts(p, what))
		return false;
	p->at += strlen(what);
	return true;
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ';
}

/* [abc], [a-z], [\s\S]; what else is a class is PCRE2's. */
static bool take_class(struct parser *p, struct texts *out)
{
	if (take(p, "[\\s\\S]"))
		return add_byte(out, ANY_BYTE);
	if (take(p, "[a-z]"))
		return add_byte(out, ANY_LETTER);
	for (p->at++; p->at < p->end && is_plain(*p->at); p->at++) {
		if (!add_byte(out, *p->at))
			return false;
	}
	return out->n > 0 && take(p, "]");
}

static bool take_alternatives(struct parser *p, struct texts *out);

static bool take_group(struct parser *p, struct texts *out)
{
	bool done;

	if (take(p, p->behind ? "(?<!\\S)" : "(?!\\S)"))
		return add_byte(out, NO_INK);
	if (!take(p, "(?:") && (starts(p, "(?") || starts(p, "(*") || !take(p, "(")))
		return false;
	if (++p->depth > NEST_MAX)
		return false;
	done = take_alternatives(p, out) && take(p, ")");
	p->depth--;
	return done;
}

/* One letter, class or group, with the ? behind it. */
static bool take_atom(struct parser *p, struct texts *out)
{
	static const struct look_text nothing = {0};

	out->n = 0;
	if (*p->at == '(') {
		if (!take_group(p, out))
			return false;
	} else if (*p->at == '[') {
		if (!take_class(p, out))
			return false;
	} else if (take(p, "\\S")) {
		add_byte(out, ANY_INK);
	} else if (is_plain(*p->at)) {
		add_byte(out, *p->at++);
	} else {
		return false;
	}
	/* which way is taken first does not matter here, but no way is given up: "?+" is PCRE2's */
	if (take(p, "?") && (starts(p, "+") || starts(p, "?") || !add_text(out, &nothing)))
		return false;
	return p->at == p->end || !strchr("*+{", *p->at);
}

/* Sets out to every text of a followed by one of b. */
static bool join(const struct texts *a, const struct texts *b, struct texts *out)
{
	struct look_text text;
	size_t i, k;

	out->n = 0;
	for (i = 0; i < a->n; i++) {
		for (k = 0; k < b->n; k++) {
			text = a->list[i];
			if ((size_t)text.len + b->list[k].len > TEXT_MAX)
				return false;
			memcpy(text.text + text.len, b->list[k].text, b->list[k].len);
			text.len = (uint8_t)(text.len + b->list[k].len);
			if (!add_text(out, &text))
				return false;
		}
	}
	return true;
}

static bool take_sequence(struct parser *p, struct texts *out)
{
	struct texts atom, joined;

	out->n = 1;
	out->list[0].len = 0;
	while (p->at < p->end && *p->at != '|' && *p->at != ')') {
		if (!take_atom(p, &atom) || !join(out, &atom, &joined))
			return false;
		out->n = joined.n;
		memcpy(out->list, joined.list, joined.n * sizeof(joined.list[0]));
	}
	return true;
}

static bool take_alternatives(struct parser *p, struct texts *out)
{
	struct texts seq;
	size_t i;

	out->n = 0;
	do {
		if (!take_sequence(p, &seq))
			return false;
		for (i = 0; i < seq.n; i++) {
			if (!add_text(out, &seq.list[i]))
				return false;
		}
	} while (take(p, "|"));
	return true;
}

/* Whether what stands for more than one byte stands at the far end alone. */
static bool is_comparable(const struct texts *t, bool behind)
{
	size_t i, k;

	for (i = 0; i < t->n; i++) {
		for (k = 0; k < t->list[i].len; k++) {
			if (t->list[i].text[k] <= NO_INK &&
				k != (behind ? 0 : (size_t)t->list[i].len - 1))
				return false;
		}
	}
	return true;
}

/* ------------------------------------------------------------------ making */

/* Splits the source into what kind it is and what stands in the parentheses. */
static bool open_look(struct look *l, const char *source, size_t len, struct parser *body)
{
	static const struct {
		char opening[OPENING_MAX + 1];
		bool behind, negative;
	} kinds[] = {{"(?<!", true, true}, {"(?<=", true, false}, {"(?!", false, true},
		{"(?=", false, false}};
	struct parser p = {.at = source, .end = source + len};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!take(&p, kinds[i].opening))
			continue;
		l->behind = p.behind = kinds[i].behind;
		l->negative = kinds[i].negative;
		p.end--;
		*body = p;
		return true;
	}
	return false;
}

static struct pattern *make_pattern(const char *source, size_t len, struct pattern_error *error)
{
	struct pattern *pattern = NULL;
	struct buf anchored;

	buf_init(&anchored, SOURCE_MAX);
	buf_puts(&anchored, "\\G");
	if (buf_put(&anchored, source, len))
		pattern = pattern_create(anchored.data, anchored.len, error);
	buf_free(&anchored);
	return pattern;
}

/* Writes the texts one behind the other; NULL when memory is short. */
static const char *pack(struct arena *arena, const struct texts *all)
{
	char packed[TEXTS_MAX * (1 + TEXT_MAX)];
	size_t i, n = 0;

	for (i = 0; i < all->n; i++) {
		packed[n++] = (char)all->list[i].len;
		memcpy(packed + n, all->list[i].text, all->list[i].len);
		n += all->list[i].len;
	}
	return arena_copy(arena, packed, n);
}

struct look *look_create(
	struct arena *arena, const char *source, size_t len, struct pattern_error *error)
{
	struct look *l = arena_alloc(arena, sizeof(*l));
	struct parser body;
	struct texts all;

	*error = (struct pattern_error){.why = "out of memory"};
	if (!l)
		return NULL;
	if (!open_look(l, source, len, &body)) {
		*error = (struct pattern_error){
			.why = "of what begins with (? there are groups and look-around here"};
		return NULL;
	}
	if (!take_alternatives(&body, &all) || body.at != body.end ||
		!is_comparable(&all, l->behind)) {
		l->pattern = make_pattern(source, len, error);
		return l->pattern ? l : NULL;
	}
	l->texts = pack(arena, &all);
	l->n_texts = all.n;
	return l->texts ? l : NULL;
}

bool look_is_jit(const struct look *l)
{
	return !l->pattern || pattern_is_jit(l->pattern);
}

void look_close(struct look *l)
{
	if (l)
		pattern_destroy(l->pattern);
}

/* ------------------------------------------------------------------ looking */

/* Whether the byte at s, or nothing when s is NULL, is what c stands for. */
static bool is_at(char c, const char *s)
{
	switch (c) {
	case ANY_LETTER: return s && *s >= 'a' && *s <= 'z';
	case ANY_INK: return s && (unsigned char)*s > ' ';
	case ANY_BYTE: return s != NULL;
	case NO_INK: return !s || (unsigned char)*s <= ' ';
	default: return s && *s == c;
	}
}

static bool stands_ahead(const char *text, size_t len, const struct reading *r, size_t at)
{
	size_t i;

	for (i = 0; i < len; i++, at++) {
		if (!is_at(text[i], at < r->text.len ? r->text.data + at : NULL))
			return false;
	}
	return true;
}

static bool stands_behind(const char *text, size_t len, const struct reading *r, size_t at)
{
	size_t i;

	for (i = len; i > 0; i--) {
		if (!is_at(text[i - 1], at > 0 ? r->text.data + at - 1 : NULL))
			return false;
		at -= at > 0;
	}
	return true;
}

void look_window(const struct reading *r, size_t at, size_t *start, size_t *end)
{
	*start = 0;
	*end = r->text.len;
	if (r->text.len <= PATTERN_SUBJECT_MAX)
		return;
	if (at > WINDOW_BEFORE)
		*start = r->words[reading_word_at(r, at - WINDOW_BEFORE)].at;
	if (*start + PATTERN_SUBJECT_MAX >= r->text.len)
		return;
	*end = *start + PATTERN_SUBJECT_MAX;
	while (*end > at && (unsigned char)r->text.data[*end] > ' ')
		(*end)--;
}

enum pattern_result look_holds(
	const struct look *l, struct pattern_matcher *m, const struct reading *r, size_t at)
{
	const char *text = l->texts;
	size_t i, len, start, end, span[2];
	bool stands = false;

	if (l->pattern) {
		look_window(r, at, &start, &end);
		return pattern_match(
			l->pattern, m, r->text.data + start, end - start, at - start, span);
	}
	for (i = 0; i < l->n_texts && !stands; i++, text += len) {
		len = (unsigned char)*text++;
		stands = l->behind ? stands_behind(text, len, r, at)
				   : stands_ahead(text, len, r, at);
	}
	return stands != l->negative ? PATTERN_MATCH : PATTERN_NONE;
}
