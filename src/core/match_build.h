/*
 * Compiles phrases into what match.h follows.
 */
#ifndef CORE_MATCH_BUILD_H
#define CORE_MATCH_BUILD_H

#include "base/arena.h"
#include "core/match.h"
#include "core/phrase.h"
#include "core/vocab.h"

struct match_build;

/* What is compiled and not in the arena: the patterns of PCRE2.  Begins as {0}. */
struct match_patterns {
	struct match_pattern *first;
};

/*
 * match_build_create(arena, names, vocab, patterns): compiles into arena and *patterns (all borrowed).  The
 * words of the phrases must stand in vocab (lexicon_vocabulary()).  NULL when memory is short.  Ended
 * with match_build_destroy(); what it compiled stays.
 */
struct match_build *match_build_create(struct arena *arena, const struct phrase_names *names,
	const struct vocab *vocab, struct match_patterns *patterns);

/*
 * match_build_destroy(b): ends the building.  NULL is accepted.
 */
void match_build_destroy(struct match_build *b);

/*
 * match_build_list(b, phrases, error): the alternatives compiled, once for the same list; NULL with *error
 * filled when one cannot be.  Names must be known and free of cycles.
 */
const struct match_list *match_build_list(
	struct match_build *b, const struct phrase *phrases, struct pattern_error *error);

/*
 * match_build_group(b, group): the same for a group, compiled once for all that are written alike.
 */
const struct match_list *match_build_group(struct match_build *b, const struct phrase_part *group);

/*
 * match_build_failed(b): the innermost alternative for which the last match_build_list() returned NULL;
 * NULL when it was for none.
 */
const struct phrase *match_build_failed(const struct match_build *b);

/*
 * match_build_release(p): releases them.
 */
void match_build_release(struct match_patterns *p);

/*
 * match_build_jit(p): whether all of them run as machine code.
 */
bool match_build_jit(const struct match_patterns *p);

#endif
