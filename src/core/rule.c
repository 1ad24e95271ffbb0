/* Rules over the places where terms stand; see rule.h. */
#include "core/rule.h"

#include <string.h>

#define AND 40   /* words between what belongs together in a message */
#define NEAR 6   /* words between two terms that are near each other */
#define THEN 4   /* words between a term and the one that follows it */
#define UNLESS 9 /* words between a match and what rules it out */
#define WITH 24  /* words between what belongs together in a sentence: some people use no stops */
#define NEAR_ACROSS 2   /* the same across the end of a sentence */
#define MATCHES_MAX 512 /* ways that are looked at: bounds the cost of a wall of words */
#define TAKEN_MAX 65536 /* beginnings of ways that are followed, for the same reason */

/* ------------------------------------------------------------------ parsing */

struct parser {
	struct rule *rule;
	struct terms *terms;
	struct diag_place at;
	struct diag *diag;
};

static size_t next_word(const char **text, const char **word)
{
	size_t len;

	*text += strspn(*text, " ");
	*word = *text;
	len = strcspn(*text, " ");
	*text += len;
	return len;
}

static bool is_word(const char *s, size_t len, const char *word)
{
	return strlen(word) == len && memcmp(s, word, len) == 0;
}

static int find_link(const char *s, size_t len, enum rule_link *link)
{
	static const struct {
		const char *word;
		enum rule_link link;
	} links[] = {
		{"near", RULE_NEAR}, {"then", RULE_THEN}, {"with", RULE_WITH}, {"and", RULE_AND}};
	size_t i;

	for (i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		if (is_word(s, len, links[i].word)) {
			*link = links[i].link;
			return 0;
		}
	}
	return -1;
}

typedef int need_fn(struct terms *ts, const char *name, size_t len);

/* Reads the name of a term; returns its number, -1 after a finding. */
static int parse_term(struct parser *p, need_fn *need, const char **text)
{
	const char *word;
	size_t len = next_word(text, &word);
	int t = len ? need(p->terms, word, len) : -1;

	if (t < 0 && len)
		diag_error(p->diag, p->at, "'%.*s' is not defined in the lexicon", (int)len, word);
	else if (t < 0)
		diag_error(p->diag, p->at, "the rule '%s' ends where a name is expected",
			p->rule->text);
	return t;
}

static int parse_unless(struct parser *p, const char **text)
{
	const char *word;
	size_t len;
	int t;

	do {
		t = parse_term(p, terms_need_against, text);
		if (t < 0)
			return -1;
		if (p->rule->n_unless == RULE_UNLESS_MAX) {
			diag_error(p->diag, p->at, "too many names behind 'unless'");
			return -1;
		}
		p->rule->unless[p->rule->n_unless++] = (uint16_t)t;
		len = next_word(text, &word);
	} while (is_word(word, len, "or"));
	if (len == 0)
		return 0;
	diag_error(p->diag, p->at, "behind 'unless' names are joined by 'or', not '%.*s'", (int)len,
		word);
	return -1;
}

int rule_parse(struct rule *rule, struct terms *terms, const char *text, struct diag_place at,
	struct diag *diag)
{
	struct parser p = {rule, terms, at, diag};
	enum rule_link link = RULE_START;
	const char *word;
	size_t len;
	int t;

	*rule = (struct rule){.text = text};
	for (;;) {
		t = parse_term(&p, terms_need, &text);
		if (t < 0)
			return -1;
		if (rule->n_steps == RULE_STEPS_MAX) {
			diag_error(diag, at, "the rule has too many steps");
			return -1;
		}
		rule->steps[rule->n_steps].link = link;
		rule->steps[rule->n_steps++].term = (uint16_t)t;
		len = next_word(&text, &word);
		if (len == 0)
			return 0;
		if (is_word(word, len, "unless"))
			return parse_unless(&p, &text);
		if (find_link(word, len, &link) != 0) {
			diag_error(diag, at, "'%.*s' is none of near, then, with, and, unless",
				(int)len, word);
			return -1;
		}
	}
}

/* ------------------------------------------------------------------ matching */

struct search {
	const struct rule *rule;
	const struct reading *r;
	const struct term_hits *hits;
	int implied;
	rule_match_fn *fn;
	void *ctx;
	struct rule_match match;
	size_t looked_at;
	size_t taken;
	bool stopped;
};

static size_t sentence_of(const struct reading *r, size_t word)
{
	return r->words[word].sentence;
}

/* Words between two hits; 0 when they touch or overlap. */
static size_t distance(struct term_hit a, struct term_hit b)
{
	if (a.last < b.first)
		return (size_t)(b.first - a.last - 1);
	if (b.last < a.first)
		return (size_t)(a.first - b.last - 1);
	return 0;
}

/* Whether hit b stands to the span a as the link wants it. */
static bool linked(
	const struct reading *r, enum rule_link link, struct term_hit a, struct term_hit b)
{
	bool same = sentence_of(r, a.last) == sentence_of(r, b.first) ||
		    sentence_of(r, a.first) == sentence_of(r, b.last);

	switch (link) {
	case RULE_NEAR: return distance(a, b) <= (same ? NEAR : NEAR_ACROSS);
	case RULE_THEN: return b.first > a.last && distance(a, b) <= (same ? THEN : 0);
	case RULE_WITH: return same && distance(a, b) <= WITH;
	default: return true;
	}
}

/* Whether a comma stands between two hits. */
static bool comma_between(const struct reading *r, struct term_hit a, struct term_hit b)
{
	size_t w = a.last < b.first ? a.last : b.last, end = a.last < b.first ? b.first : a.first;

	while (w < end) {
		if (r->words[++w].before == READING_COMMA)
			return true;
	}
	return false;
}

/*
 * Whether a term that the rule must not meet bears on the match: it stands in a sentence of it, no comma
 * and few words away.  "dead leg from sitting" is about sitting; in "been sitting all day, and my leg is
 * dead" it is small talk, and a red flag must not go by because of it.
 */
static bool excluded(const struct search *s)
{
	const struct term_hit *list;
	size_t from = sentence_of(s->r, s->match.span.first),
	       to = sentence_of(s->r, s->match.span.last);
	size_t u, i, at;

	for (u = 0; u < s->rule->n_unless; u++) {
		list = s->hits->list + s->hits->start[s->rule->unless[u]];
		for (i = 0; i < s->hits->count[s->rule->unless[u]]; i++) {
			at = sentence_of(s->r, list[i].first);
			if (at >= from && at <= to && distance(s->match.span, list[i]) <= UNLESS &&
				!comma_between(s->r, s->match.span, list[i]))
				return true;
		}
	}
	return false;
}

static void step(struct search *s, size_t n);

static void take(struct search *s, size_t n, struct term_hit hit)
{
	struct term_hit span = s->match.span;

	if (++s->taken > TAKEN_MAX) {
		s->stopped = true;
		return;
	}
	s->match.hits[n] = hit;
	if (n == 0) {
		s->match.span = hit;
	} else if (s->rule->steps[n].link != RULE_AND) {
		if (hit.first < span.first)
			s->match.span.first = hit.first;
		if (hit.last > span.last)
			s->match.span.last = hit.last;
	}
	step(s, n + 1);
	s->match.span = span;
}

/* One place of a term behind `and` stands for all of them; what is implied needs none. */
static void add_and(struct search *s, size_t n, uint16_t t)
{
	const struct term_hit *list = s->hits->list + s->hits->start[t];
	size_t i;

	for (i = 0; i < s->hits->count[t]; i++) {
		if (n == 0 || distance(s->match.span, list[i]) <= AND) {
			take(s, n, list[i]);
			return;
		}
	}
	if (s->implied == t)
		take(s, n, s->match.hits[0]);
}

static void step(struct search *s, size_t n)
{
	const struct term_hit *list;
	uint16_t t;
	size_t i;

	if (s->stopped)
		return;
	if (n == s->rule->n_steps) {
		if (++s->looked_at > MATCHES_MAX || (!excluded(s) && !s->fn(s->ctx, &s->match)))
			s->stopped = true;
		return;
	}
	t = s->rule->steps[n].term;
	if (s->rule->steps[n].link == RULE_AND) {
		add_and(s, n, t);
		return;
	}
	list = s->hits->list + s->hits->start[t];
	for (i = 0; i < s->hits->count[t] && !s->stopped; i++) {
		if (n == 0 || linked(s->r, s->rule->steps[n].link, s->match.span, list[i]))
			take(s, n, list[i]);
	}
}

void rule_each(const struct rule *rule, const struct reading *r, const struct term_hits *hits,
	int implied, rule_match_fn *fn, void *ctx)
{
	struct search s = {
		.rule = rule, .r = r, .hits = hits, .implied = implied, .fn = fn, .ctx = ctx};
	size_t i;

	/* every term must be there at all before places are compared */
	for (i = 0; i < rule->n_steps; i++) {
		if (hits->count[rule->steps[i].term] == 0 &&
			!(rule->steps[i].link == RULE_AND && implied == rule->steps[i].term))
			return;
	}
	step(&s, 0);
}
