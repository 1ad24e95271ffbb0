/*
 * Compiling one place of a phrase: its words, look-around and patterns.  The rows of places are made in
 * match_build.c.
 */
#ifndef CORE_MATCH_PLACE_H
#define CORE_MATCH_PLACE_H

#include "base/buf.h"
#include "base/map.h"
#include "core/look.h"
#include "core/match_tree.h"
#include "core/phrase.h"
#include "core/vocab.h"

#define MATCH_LISTS_MAX 65535 /* lists and forms, which have numbers */

struct match_patterns;

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
	struct map *groups; /* by their text: "(my|his)" stands in thousands of phrases */
	struct map *looks;  /* by their text */
	struct map *places; /* patterns of places, by their source */
	size_t n_lists;
	struct buf ids;    /* words of the place that is being compiled */
	bool unknown;      /* some spelling of it is not in the vocabulary */
	struct buf begins; /* of the list that is */
	struct pattern_error *error;
	const struct phrase *failed; /* the innermost alternative that cannot be compiled */
};

/*
 * match_place_fail(b, why): keeps why as the reason of the failure.  Returns false.
 */
bool match_place_fail(struct match_build *b, const char *why);

/*
 * match_place_inside(b, part): the alternatives that a name or a group stands for; NULL for other parts.
 */
const struct phrase *match_place_inside(
	const struct match_build *b, const struct phrase_part *part);

/*
 * match_place_words(b, ids, p): makes the words whose numbers stand in ids the place's.  Returns false
 * after match_place_fail().
 */
bool match_place_words(struct match_build *b, struct buf *ids, struct match_place *p);

/*
 * match_place_is_plain(a): whether the alternative is one word that must be there, and nothing else.
 */
bool match_place_is_plain(const struct match_alt *a);

/*
 * match_place_put(b, word, end, begun, p): compiles the place from word up to end into *p, which is zeroed;
 * begun: a word that must be there stands before it.  Returns false after match_place_fail().
 */
bool match_place_put(struct match_build *b, const struct phrase_part *word,
	const struct phrase_part *end, bool begun, struct match_place *p);

#endif
