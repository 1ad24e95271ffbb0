/*
 * The phrase language in which content names what people write.
 *
 * A phrase is one part of a message, such as '{cant} feel {my}? legs?'.  It is PCRE2 in words:
 *
 *	leg legs?          words, letters made optional by ?
 *	(numb|dead) leg    alternatives, of one or several words
 *	(my|his)? leg      a word in parentheses or braces made optional, its blank included
 *	{leg}              all phrases of that name in the lexicon
 *	[ao] \w+ \d+       classes; any word; a number
 *	back(?! to)        PCRE2's look-around, as it is
 *
 * Words are as the reader leaves them: lower case, no apostrophes, no punctuation between them.  There
 * are no gaps: a phrase matches neighbouring words, and what belongs together over a distance is for
 * rules to say (rule.h).  From a phrase come its PCRE2 source, the words it is made of (the reader
 * never corrects those away), and its anchors: words of which any match must hold one.
 */
#ifndef CORE_PHRASE_H
#define CORE_PHRASE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

#define PHRASE_NUMBER "#" /* stands for any number among words and anchors */

struct phrase_part; /* see phrase_tree.h */
struct phrase;      /* one alternative: a sequence of words; they form lists */

/* What is wrong with a phrase, and at which byte of it. */
struct phrase_error {
	const char *why;
	size_t at;
};

/*
 * phrase_parse(arena, text, len, error): the alternatives that the len bytes stand for, as a list that
 * lives in arena; NULL with *error filled when they are not a phrase.
 */
struct phrase *phrase_parse(
	struct arena *arena, const char *text, size_t len, struct phrase_error *error);

/*
 * phrase_append(list, more): joins two lists of alternatives; list may be NULL.  Returns the list.
 */
struct phrase *phrase_append(struct phrase *list, struct phrase *more);

/* How the phrases behind {name} are found: NULL when the lexicon has no such name. */
typedef const struct phrase *phrase_lookup_fn(void *ctx, const char *name, size_t len);

/* What receives words: s is not NUL-terminated and valid during the call only; false stops. */
typedef bool phrase_word_fn(void *ctx, const char *s, size_t len);

#define PHRASE_GROUPS_MAX                                                                          \
	64 /* names that one pattern writes once; more are written out each time */

/* The lists that a pattern has written as a group of its own. */
struct phrase_groups {
	const struct phrase *lists[PHRASE_GROUPS_MAX];
	size_t count;
};

struct phrase_names {
	phrase_lookup_fn *lookup;
	void *ctx;
	struct phrase_groups *groups; /* NULL: a name is written out wherever it stands */
};

/*
 * phrase_names_each(list, fn, ctx): calls fn with every {name} that the list refers to.  Returns false
 * when fn stopped it.
 */
bool phrase_names_each(const struct phrase *list, phrase_word_fn *fn, void *ctx);

/*
 * phrase_regex(list, names, out): appends the PCRE2 source of the alternatives to out, in a group.
 * Every name must be known and free of cycles.  With names->groups, which begin empty with each pattern,
 * a name is written out once and called from then on: small words such as {adv} stand in a long list a
 * hundred times.  Returns what the last append returned.
 */
bool phrase_regex(const struct phrase *list, const struct phrase_names *names, struct buf *out);

/*
 * phrase_words(list, names, fn, ctx): calls fn with every word that a match can hold, PHRASE_NUMBER for
 * numbers; words of open form (\w+) are passed over.  Returns 0; -1 when one place has more than
 * 4,096 spellings, or fn stopped it.
 */
int phrase_words(
	const struct phrase *list, const struct phrase_names *names, phrase_word_fn *fn, void *ctx);

/* Which words are common, and so poor anchors. */
struct phrase_common {
	phrase_word_fn *is_common;
	void *ctx;
};

/*
 * phrase_anchors(list, names, common, fn, ctx): calls fn with the anchors, for each alternative those
 * of the word place with the fewest and least common spellings.  Returns NULL; when an alternative has
 * no anchor at all, or fn stopped it, that alternative (the innermost that can be named).
 */
const struct phrase *phrase_anchors(const struct phrase *list, const struct phrase_names *names,
	const struct phrase_common *common, phrase_word_fn *fn, void *ctx);

/* Where a word may stand in a match, as bits. */
enum phrase_place {
	PHRASE_FIRST = 1,
	PHRASE_ALONE = 2, /* with PHRASE_FIRST: it may be all of the match */
	PHRASE_LEFT = 4,  /* first, with any of the next PHRASE_RIGHT words behind it */
	PHRASE_RIGHT = 8,
};

/*
 * What receives them: s is NULL where any word may stand.  After the words of each set of pairs it is
 * called with place 0.  False stops.
 */
typedef bool phrase_begin_fn(void *ctx, unsigned place, const char *s, size_t len);

/*
 * phrase_begins(list, names, fn, ctx): calls fn with the words that a match may begin with, then with the
 * pairs of words that one of several words may begin with, as sets of left and right ones.  No match
 * begins otherwise, but more may be given than there are.  Look-around is not looked at.  Returns false
 * when fn stopped it.
 */
bool phrase_begins(const struct phrase *list, const struct phrase_names *names, phrase_begin_fn *fn,
	void *ctx);

/*
 * phrase_gap(list): the most open words (\w+) that stand in a row in any alternative.
 */
size_t phrase_gap(const struct phrase *list);

/*
 * phrase_source(alternative, len): the alternative as it was written, *len bytes without the blanks
 * around it; borrowed from the text that was parsed.  For findings.
 */
const char *phrase_source(const struct phrase *alternative, size_t *len);

/* ------------------------------------------------------------------ for who compiles them */

/* Whether the spellings of a word place can be listed. */
enum phrase_listing {
	PHRASE_LISTED,
	PHRASE_OPEN,  /* no: digits, \w, or something that may be spelt with no letter at all */
	PHRASE_EXCESS /* no: there are too many, or fn stopped it */
};

/*
 * phrase_place_words(word, end, names, fn, ctx): calls fn with the spellings of the word place of letters
 * from word up to end; they may have been given in part when the result is not PHRASE_LISTED.
 */
enum phrase_listing phrase_place_words(const struct phrase_part *word,
	const struct phrase_part *end, const struct phrase_names *names, phrase_word_fn *fn,
	void *ctx);

/*
 * phrase_place_regex(word, end, names, out): appends the PCRE2 source of the parts from word up to end, of
 * one word place or of a look-around; names are written out.  Returns what the last append returned.
 */
bool phrase_place_regex(const struct phrase_part *word, const struct phrase_part *end,
	const struct phrase_names *names, struct buf *out);

/*
 * phrase_looks_ahead(word, end): the look-arounds with which the word place ends; end when it ends with
 * none, or is nothing else.
 */
const struct phrase_part *phrase_looks_ahead(
	const struct phrase_part *word, const struct phrase_part *end);

/*
 * phrase_ways(arena, word, end, names, why): the ways to spell a word place of letters that holds groups of
 * several words, "(dead lift|deadlift)s?", as alternatives of plain words in the order in which PCRE2 tries
 * them, living in arena; NULL with *why filled when it holds more than letters.
 */
struct phrase *phrase_ways(struct arena *arena, const struct phrase_part *word,
	const struct phrase_part *end, const struct phrase_names *names, const char **why);

#endif
