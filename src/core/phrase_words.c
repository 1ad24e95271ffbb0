/* The phrase language: the words of a phrase, and its anchors; see phrase.h. */
#include <string.h>

#include "core/phrase.h"
#include "core/phrase_tree.h"

#define SPELLINGS_MAX 4096 /* of one word place */
#define WORD_MAX 64        /* bytes of one word */
#define COMMON_COST 1000   /* a common word makes a place this much worse as an anchor */

/* The spellings of one word place are walked depth first; what comes after a group is kept here. */
struct follow {
	const struct phrase_part *part;
	const struct phrase_part *end;
	const struct follow *up;
};

struct walk {
	const struct phrase_names *names;
	phrase_word_fn *fn;
	void *ctx;
	char word[WORD_MAX];
	size_t count;
	bool open;    /* the place has \w: its spellings cannot be listed */
	bool empty;   /* it may be spelt with no letter at all */
	bool stopped; /* fn said so, or there are too many */
};

static void walk(struct walk *w, size_t len, const struct follow *at);

static void finish_word(struct walk *w, size_t len)
{
	if (len == 0) {
		w->empty = true;
		return;
	}
	if (++w->count > SPELLINGS_MAX || !w->fn(w->ctx, w->word, len))
		w->stopped = true;
}

/* Adds n bytes to the word and goes on. */
static void walk_text(
	struct walk *w, size_t len, const char *text, size_t n, const struct follow *next)
{
	if (len + n > WORD_MAX) {
		w->stopped = true;
		return;
	}
	memcpy(w->word + len, text, n);
	walk(w, len + n, next);
}

static void walk_class(
	struct walk *w, size_t len, const struct phrase_part *n, const struct follow *next)
{
	size_t i;
	char c;

	for (i = 1; i + 1 < n->len && !w->stopped; i++) {
		if (n->text[i] == '^') {
			w->open = true;
			return;
		}
		walk_text(w, len, n->text + i, 1, next);
		if (i + 3 < n->len && n->text[i + 1] == '-') {
			for (c = (char)(n->text[i] + 1); c <= n->text[i + 2] && !w->stopped; c++)
				walk_text(w, len, &c, 1, next);
			i += 2;
		}
	}
}

static void walk_alternatives(
	struct walk *w, size_t len, const struct phrase *alts, const struct follow *next)
{
	struct follow inner;

	for (; alts && !w->stopped; alts = alts->next) {
		inner = (struct follow){alts->first, NULL, next};
		walk(w, len, &inner);
	}
}

static void walk(struct walk *w, size_t len, const struct follow *at)
{
	const struct phrase_part *n;
	struct follow next;

	while (at && at->part == at->end)
		at = at->up;
	if (!at) {
		finish_word(w, len);
		return;
	}
	n = at->part;
	next = (struct follow){n->next, at->end, at->up};
	if (n->optional)
		walk(w, len, &next);
	switch (n->kind) {
	case PHRASE_LETTERS: walk_text(w, len, n->text, n->len, &next); break;
	case PHRASE_CLASS: walk_class(w, len, n, &next); break;
	case PHRASE_GROUP: walk_alternatives(w, len, n->alts, &next); break;
	case PHRASE_NAME:
		walk_alternatives(w, len, w->names->lookup(w->names->ctx, n->text, n->len), &next);
		break;
	case PHRASE_LOOK: walk(w, len, &next); break;
	default: w->open = true; break; /* \w, and blanks inside a word */
	}
}

/* Whether the word place holds \d anywhere: then it stands for a number. */
static bool has_digits(const struct phrase_part *word, const struct phrase_part *end)
{
	for (; word != end; word = word->next) {
		if (word->kind == PHRASE_DIGITS)
			return true;
	}
	return false;
}

/* Lists the spellings of one word place made of letters.  Returns false when they are open or stopped. */
static bool spell_place(
	struct walk *w, const struct phrase_part *word, const struct phrase_part *end)
{
	struct follow start = {word, end, NULL};

	w->count = 0;
	w->open = w->empty = false;
	if (has_digits(word, end)) {
		w->stopped = !w->fn(w->ctx, PHRASE_NUMBER, strlen(PHRASE_NUMBER));
		return !w->stopped;
	}
	walk(w, 0, &start);
	return !w->open && !w->stopped;
}

enum phrase_listing phrase_place_words(const struct phrase_part *word,
	const struct phrase_part *end, const struct phrase_names *names, phrase_word_fn *fn,
	void *ctx)
{
	struct walk w = {.names = names, .fn = fn, .ctx = ctx};

	if (has_digits(word, end))
		return PHRASE_OPEN;
	if (spell_place(&w, word, end) && !w.empty)
		return PHRASE_LISTED;
	return w.stopped ? PHRASE_EXCESS : PHRASE_OPEN;
}

static const struct phrase *alternatives(
	const struct phrase_part *whole, const struct phrase_names *names)
{
	return whole->kind == PHRASE_GROUP ? whole->alts
					   : names->lookup(names->ctx, whole->text, whole->len);
}

int phrase_words(
	const struct phrase *list, const struct phrase_names *names, phrase_word_fn *fn, void *ctx)
{
	const struct phrase_part *word, *end, *whole;
	struct walk w = {.names = names, .fn = fn, .ctx = ctx};

	for (; list; list = list->next) {
		for (word = list->first; word; word = end ? end->next : NULL) {
			end = phrase_word_end(word);
			whole = phrase_whole_part(word, end);
			if (whole) {
				if (phrase_words(alternatives(whole, names), names, fn, ctx) != 0)
					return -1;
			} else if (!spell_place(&w, word, end) && w.stopped) {
				return -1;
			}
		}
	}
	return 0;
}

/* ------------------------------------------------------------------ anchors */

struct pricing {
	const struct phrase_common *common;
	size_t cost;
};

static bool price_word(void *ctx, const char *s, size_t len)
{
	struct pricing *p = ctx;

	p->cost += p->common->is_common(p->common->ctx, s, len) ? COMMON_COST : 1;
	return true;
}

struct anchoring {
	const struct phrase_names *names;
	const struct phrase_common *common;
	phrase_word_fn *fn;
	void *ctx;
};

static const struct phrase *anchors(const struct anchoring *a, const struct phrase *list);

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whether whatever is spelt from the part n on begins with a digit. */
static bool begins_with_digit(const struct phrase_part *n, const struct phrase_part *end)
{
	const struct phrase *alt;

	for (; n != end; n = n->next) {
		switch (n->kind) {
		case PHRASE_DIGITS: break;
		case PHRASE_LETTERS:
			if (!is_digit(n->text[0]))
				return false;
			break;
		case PHRASE_CLASS: /* [3-5], [123] */
			if (strspn(n->text + 1, "0123456789-") != n->len - 2)
				return false;
			break;
		case PHRASE_GROUP:
			for (alt = n->alts; alt; alt = alt->next) {
				if (!begins_with_digit(alt->first, NULL))
					return false;
			}
			break;
		case PHRASE_LOOK: continue;
		default: return false;
		}
		if (!n->optional && n->repeat != '*')
			return true;
	}
	return false;
}

/* What it would cost to take this place's spellings as anchors; 0 when it cannot be done. */
static size_t place_cost(
	const struct anchoring *a, const struct phrase_part *word, const struct phrase_part *end)
{
	struct pricing p = {a->common, 0};
	struct walk w = {.names = a->names, .fn = price_word, .ctx = &p};
	const struct phrase_part *whole = phrase_whole_part(word, end);
	const struct anchoring pricing = {a->names, a->common, price_word, &p};

	if (phrase_word_optional(word, end))
		return 0;
	/* "l6" is no number to the reading, and any of its spellings may stand there */
	if (has_digits(word, end) && !begins_with_digit(word, end))
		return 0;
	if (whole)
		return anchors(&pricing, alternatives(whole, a->names)) ? 0 : p.cost;
	return spell_place(&w, word, end) ? p.cost : 0;
}

static bool take_place(
	const struct anchoring *a, const struct phrase_part *word, const struct phrase_part *end)
{
	struct walk w = {.names = a->names, .fn = a->fn, .ctx = a->ctx};
	const struct phrase_part *whole = phrase_whole_part(word, end);

	if (whole)
		return anchors(a, alternatives(whole, a->names)) == NULL;
	return spell_place(&w, word, end);
}

/* Every alternative gives the spellings of its cheapest place. */
static const struct phrase *anchors(const struct anchoring *a, const struct phrase *list)
{
	const struct phrase_part *word, *end, *best;
	size_t cost, least;

	for (; list; list = list->next) {
		best = NULL;
		least = 0;
		for (word = list->first; word; word = end ? end->next : NULL) {
			end = phrase_word_end(word);
			cost = place_cost(a, word, end);
			if (cost && (!best || cost < least)) {
				best = word;
				least = cost;
			}
		}
		if (!best || !take_place(a, best, phrase_word_end(best)))
			return list;
	}
	return NULL;
}

const struct phrase *phrase_anchors(const struct phrase *list, const struct phrase_names *names,
	const struct phrase_common *common, phrase_word_fn *fn, void *ctx)
{
	const struct anchoring a = {names, common, fn, ctx};

	return anchors(&a, list);
}

/* ------------------------------------------------------------------ beginnings */

struct beginning {
	const struct phrase_names *names;
	phrase_begin_fn *fn;
	void *ctx;
	unsigned place;
	bool stopped; /* fn said so */
};

static bool give_word(void *ctx, const char *s, size_t len)
{
	struct beginning *b = ctx;

	b->stopped = b->stopped || !b->fn(b->ctx, b->place, s, len);
	return !b->stopped;
}

/* The spellings of one word place; any word, where they cannot be listed. */
static void give_place(struct beginning *b, unsigned place, const struct phrase_part *word,
	const struct phrase_part *end)
{
	struct walk w = {.names = b->names, .fn = give_word, .ctx = b};
	/* what holds digits is given as a number, which a word is when it begins with one */
	bool listed = !has_digits(word, end) || begins_with_digit(word, end);

	b->place = place;
	if (!listed || !spell_place(&w, word, end) || w.empty)
		give_word(b, NULL, 0);
}

static bool all_optional(const struct phrase_part *word)
{
	const struct phrase_part *end;

	for (; word; word = end ? end->next : NULL) {
		end = phrase_word_end(word);
		if (!phrase_word_optional(word, end))
			return false;
	}
	return true;
}

static void give_list(struct beginning *b, const struct phrase *list, unsigned place);

/* Gives one place's words; those of a name or group that begin a longer alternative of it are not alone. */
static void give_one(struct beginning *b, const struct phrase_part *word,
	const struct phrase_part *end, unsigned place)
{
	const struct phrase_part *whole = phrase_whole_part(word, end);

	if (whole)
		give_list(b, alternatives(whole, b->names), place);
	else if (place)
		give_place(b, place, word, end);
}

/* Gives the words with which what stands from the place `word` on may begin. */
static void give_begin(struct beginning *b, const struct phrase_part *word, unsigned place)
{
	const struct phrase_part *end, *rest;

	for (; word && !b->stopped; word = rest) {
		end = phrase_word_end(word);
		rest = end ? end->next : NULL;
		give_one(b, word, end,
			all_optional(rest) ? place
					   : place & ~(unsigned)(PHRASE_ALONE | PHRASE_LEFT));
		if (!phrase_word_optional(word, end))
			return;
	}
}

static void give_list(struct beginning *b, const struct phrase *list, unsigned place)
{
	for (; list && !b->stopped; list = list->next)
		give_begin(b, list->first, place);
}

/*
 * Gives the pairs with which a match may begin: those inside the first place, and a word that is all of
 * that place with one that begins what follows it.
 */
static void give_pairs(struct beginning *b, const struct phrase *list)
{
	const struct phrase_part *word, *end, *whole, *rest;

	for (; list && !b->stopped; list = list->next) {
		for (word = list->first; word && !b->stopped; word = rest) {
			end = phrase_word_end(word);
			rest = end ? end->next : NULL;
			whole = phrase_whole_part(word, end);
			if (whole)
				give_pairs(b, alternatives(whole, b->names));
			if (rest) {
				give_one(b, word, end, PHRASE_LEFT);
				give_begin(b, rest, PHRASE_RIGHT);
				b->place = 0;
				give_word(b, NULL, 0);
			}
			if (!phrase_word_optional(word, end))
				break;
		}
	}
}

bool phrase_begins(
	const struct phrase *list, const struct phrase_names *names, phrase_begin_fn *fn, void *ctx)
{
	struct beginning b = {.names = names, .fn = fn, .ctx = ctx};

	give_list(&b, list, PHRASE_FIRST | PHRASE_ALONE);
	give_pairs(&b, list);
	return !b.stopped;
}

/* ------------------------------------------------------------------ what else is asked */

const char *phrase_source(const struct phrase *alternative, size_t *len)
{
	*len = alternative->len;
	return alternative->text;
}

/* Whether a word place is open: \w+, alone or in a group. */
static bool is_open(const struct phrase_part *word, const struct phrase_part *end)
{
	const struct phrase_part *whole = phrase_whole_part(word, end);
	const struct phrase *alt;

	if (!whole || whole->kind != PHRASE_GROUP)
		return word != end && word->kind == PHRASE_ANY;
	for (alt = whole->alts; alt; alt = alt->next) {
		if (alt->first->kind == PHRASE_ANY)
			return true;
	}
	return false;
}

size_t phrase_gap(const struct phrase *list)
{
	const struct phrase_part *word, *end;
	size_t most = 0, run;

	for (; list; list = list->next) {
		run = 0;
		for (word = list->first; word; word = end ? end->next : NULL) {
			end = phrase_word_end(word);
			run = is_open(word, end) ? run + 1 : 0;
			most = run > most ? run : most;
		}
	}
	return most;
}
