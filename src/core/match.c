/* Where phrases stand in a message; see match.h. */
#include "core/match.h"

#include <stdlib.h>
#include <string.h>

#include "core/look.h"
#include "core/match_tree.h"

#define MEMO 4096 /* findings that are remembered; a newer one takes the place of an older */

/* Where a list ends that begins at a word: how many words it takes, the preferred way first. */
struct ends {
	uint8_t n;
	bool limited; /* a limit left it undecided */
	uint8_t words[MATCH_WORDS_MAX];
};

struct memo {
	uint32_t message;
	uint16_t list, word;
	struct ends ends;
};

struct match_work {
	uint32_t message; /* its number: what is remembered of others is void */
	struct memo memo[MEMO];
};

/* One message being matched. */
struct matching {
	struct match_work *work;
	struct pattern_matcher *matcher;
	const struct reading *r;
};

/*
 * The words that a row of places has come to, the preferred way first: the next word as long as no word is
 * certain, since a place that may be missing takes the blank behind it along; then the last one.
 */
struct front {
	size_t n;
	uint16_t at[MATCH_WORDS_MAX + 1];
	bool limited;
};

struct match_work *match_work_create(void)
{
	return calloc(1, sizeof(struct match_work));
}

void match_work_destroy(struct match_work *k)
{
	free(k);
}

void match_begin(struct match_work *k)
{
	if (++k->message == 0) {
		memset(k->memo, 0, sizeof(k->memo));
		k->message = 1;
	}
}

/* ------------------------------------------------------------------ one place */

static void add_end(struct ends *ends, size_t words)
{
	size_t i;

	for (i = 0; i < ends->n; i++) {
		if (ends->words[i] == words)
			return;
	}
	/* no list is compiled that could be longer */
	if (ends->n < MATCH_WORDS_MAX)
		ends->words[ends->n++] = (uint8_t)words;
}

static void add_spot(struct front *f, size_t at)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		if (f->at[i] == at)
			return;
	}
	if (f->n <= MATCH_WORDS_MAX)
		f->at[f->n++] = (uint16_t)at;
}

static bool has_blank_before(const struct reading *r, size_t w)
{
	return w < r->n_words && r->words[w].before == READING_BLANK;
}

static size_t end_of(const struct reading *r, size_t w)
{
	return r->words[w].at + r->words[w].len;
}

static bool has_word(const struct match_place *p, uint16_t id)
{
	size_t low = 0, high = p->n_words, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (p->of.words[mid] == id)
			return true;
		if (p->of.words[mid] < id)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

static struct memo *memo_of(const struct matching *x, uint16_t number, size_t w)
{
	return &x->work->memo[(number * 61u + w) & (MEMO - 1)];
}

static bool is_remembered(const struct matching *x, const struct memo *m, uint16_t number, size_t w)
{
	return m->message == x->work->message && m->list == number && m->word == w;
}

static void remember(const struct matching *x, struct memo *m, uint16_t number, size_t w,
	const struct ends *ends)
{
	*m = (struct memo){x->work->message, number, (uint16_t)w, *ends};
}

/* Whether the place's pattern matches all of word w. */
static bool has_form(
	const struct matching *x, const struct match_form *form, size_t w, bool *limited)
{
	struct memo *m = memo_of(x, form->number, w);
	struct ends ends = {.n = 0};
	size_t start, end, span[2];

	if (!is_remembered(x, m, form->number, w)) {
		look_window(x->r, x->r->words[w].at, &start, &end);
		switch (pattern_match(form->pattern, x->matcher, x->r->text.data + start,
			end - start, x->r->words[w].at - start, span)) {
		case PATTERN_LIMIT: ends.limited = true; break;
		case PATTERN_NONE: break;
		default: ends.n = span[1] + start == end_of(x->r, w);
		}
		remember(x, m, form->number, w, &ends);
	}
	*limited = *limited || m->ends.limited;
	return m->ends.n > 0;
}

/* \w+: letters and digits; what is not ASCII is for PCRE2 to know. */
static bool is_open(const struct matching *x, const struct match_place *p, size_t w, bool *limited)
{
	const char *s = x->r->text.data + x->r->words[w].at;
	size_t i;

	for (i = 0; i < x->r->words[w].len; i++) {
		if ((unsigned char)s[i] & 0x80)
			return has_form(x, p->of.form, w, limited);
		if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') || s[i] == '_'))
			return false;
	}
	return true;
}

/* Whether n look-arounds all hold at a byte of the text. */
static bool looks_hold(const struct matching *x, const struct look *const *looks, size_t n,
	size_t at, bool *limited)
{
	size_t i;

	for (i = 0; i < n; i++) {
		switch (look_holds(looks[i], x->matcher, x->r, at)) {
		case PATTERN_LIMIT: *limited = true; return false;
		case PATTERN_NONE: return false;
		default: break;
		}
	}
	return true;
}

static bool holds_before(
	const struct matching *x, const struct match_place *p, size_t w, bool *limited)
{
	return p->n_before == 0 || looks_hold(x, p->looks, p->n_before, x->r->words[w].at, limited);
}

static bool holds_behind(
	const struct matching *x, const struct match_place *p, size_t w, bool *limited)
{
	return p->n_after == 0 ||
	       looks_hold(x, p->looks + p->n_before, p->n_after, end_of(x->r, w), limited);
}

static void find_ends(const struct matching *x, const struct match_list *list, size_t w, bool first,
	struct ends *out);

/* Sets out to where the place ends when it begins at word w; what looks behind it is not asked. */
static void place_ends(
	const struct matching *x, const struct match_place *p, size_t w, struct ends *out)
{
	const uint16_t id = x->r->words[w].id;
	bool is = false;

	out->n = 0;
	out->limited = false;
	switch ((enum match_kind)p->kind) {
	case MATCH_WORD: is = p->of.word == id; break;
	case MATCH_WORDS: is = has_word(p, id); break;
	case MATCH_TEXT:
		is = x->r->words[w].len == p->n_words &&
		     memcmp(x->r->text.data + x->r->words[w].at, p->of.text, p->n_words) == 0;
		break;
	case MATCH_OPEN: is = is_open(x, p, w, &out->limited); break;
	case MATCH_PATTERN: is = has_form(x, p->of.form, w, &out->limited); break;
	case MATCH_LIST: find_ends(x, p->of.list, w, false, out); break;
	}
	if (is)
		add_end(out, 1);
	if (out->n > 0 && !holds_before(x, p, w, &out->limited))
		out->n = 0;
}

/* ------------------------------------------------------------------ a row of places */

/* Goes through one place from `at`, in every way. */
static void pass(const struct matching *x, const struct match_place *p, bool begun, size_t at,
	struct front *to)
{
	const size_t w = begun ? at + 1 : at;
	struct ends ends;
	size_t i, last;

	ends.n = 0;
	ends.limited = false;
	if (!begun || has_blank_before(x->r, w))
		place_ends(x, p, w, &ends);
	for (i = 0; i < ends.n; i++) {
		last = w + ends.words[i] - 1;
		if (!p->keeps && !holds_behind(x, p, last, &ends.limited))
			continue;
		if (begun || !p->optional)
			add_spot(to, last);
		else if (has_blank_before(x->r, last + 1))
			add_spot(to, last + 1);
		if (p->keeps)
			break;
	}
	to->limited = to->limited || ends.limited;
	if (p->optional && !(p->keeps && ends.n))
		add_spot(to, at);
}

/* What may not stand behind a place that may be missing may not stand behind the word before it. */
static void drop_forbidden(const struct matching *x, const struct match_place *p, struct front *f)
{
	size_t i, n = 0;

	for (i = 0; i < f->n; i++) {
		if (holds_behind(x, p, f->at[i], &f->limited))
			f->at[n++] = f->at[i];
	}
	f->n = n;
}

/* Adds where the alternative ends when it begins at word w. */
static void follow(const struct matching *x, const struct match_alt *a, size_t w, struct ends *out)
{
	struct front fronts[2], *here = &fronts[0], *next = &fronts[1], *spare;
	bool begun = false;
	size_t i, k;

	here->n = 1;
	here->at[0] = (uint16_t)w;
	here->limited = false;
	for (i = 0; i < a->n_places && here->n; i++) {
		next->n = 0;
		next->limited = here->limited;
		for (k = 0; k < here->n; k++)
			pass(x, &a->places[i], begun, here->at[k], next);
		if (a->places[i].keeps)
			drop_forbidden(x, &a->places[i], next);
		begun = begun || !a->places[i].optional;
		spare = here;
		here = next;
		next = spare;
	}
	for (k = 0; k < here->n; k++)
		add_end(out, here->at[k] - w + 1);
	out->limited = out->limited || here->limited;
}

/* ------------------------------------------------------------------ a list */

/* Sets *from and *to to the alternatives that begin with that word. */
static void find_begins(const struct match_list *list, uint16_t id, size_t *from, size_t *to)
{
	size_t low = 0, high = list->n_begins, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (list->begins[mid].word < id)
			low = mid + 1;
		else
			high = mid;
	}
	*from = low;
	while (low < list->n_begins && list->begins[low].word == id)
		low++;
	*to = low;
}

/* Follows the alternatives that may begin at word w, in their order; `first`: one end will do. */
static void follow_all(const struct matching *x, const struct match_list *list, size_t w,
	bool first, struct ends *out)
{
	size_t i, to, loose = 0, alt;
	uint64_t second = 0;

	if (has_blank_before(x->r, w + 1))
		second = match_second(x->r->words[w + 1].id);
	out->n = 0;
	out->limited = false;
	find_begins(list, x->r->words[w].id, &i, &to);
	while ((i < to || loose < list->n_loose) && !(first && (out->n || out->limited))) {
		if (loose == list->n_loose || (i < to && list->begins[i].alt < list->loose[loose]))
			alt = list->begins[i++].alt;
		else
			alt = list->loose[loose++];
		if (list->alts[alt].second == UINT64_MAX || (list->alts[alt].second & second))
			follow(x, &list->alts[alt], w, out);
	}
}

static void find_ends(const struct matching *x, const struct match_list *list, size_t w, bool first,
	struct ends *out)
{
	struct memo *m = memo_of(x, list->number, w);

	if (is_remembered(x, m, list->number, w)) {
		*out = m->ends;
		return;
	}
	follow_all(x, list, w, first, out);
	/* where one end was looked for others may ask for more; and the slot may be another's by now */
	if (!first)
		remember(x, m, list->number, w, out);
}

enum pattern_result match_at(struct match_work *k, const struct match_list *list,
	struct pattern_matcher *m, const struct reading *r, size_t w, size_t *last)
{
	const struct matching x = {k, m, r};
	struct ends ends;

	find_ends(&x, list, w, true, &ends);
	if (ends.limited)
		return PATTERN_LIMIT;
	if (ends.n == 0)
		return PATTERN_NONE;
	*last = w + ends.words[0] - 1;
	return PATTERN_MATCH;
}
