/*
 * Look-around of phrases, compiled: what must stand, or must not, before or behind a place in the text.
 *
 * Most of it is a few plain words, "(?! of)", "(?<!the |my )", and is compared byte by byte; the rest
 * is PCRE2's.
 */
#ifndef CORE_LOOK_H
#define CORE_LOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "core/pattern.h"
#include "core/reading.h"

struct look;

/*
 * look_create(arena, source, len, error): compiles one look-around, "(?!...)", "(?=...)", "(?<!...)" or
 * "(?<=...)", written in PCRE2's language with all names replaced.  NULL with *error filled when it is none
 * or memory is short.  It lives in arena, but for what look_close() releases.
 */
struct look *look_create(
	struct arena *arena, const char *source, size_t len, struct pattern_error *error);

/*
 * look_is_jit(l): whether what it needs of PCRE2, if anything, runs as machine code.
 */
bool look_is_jit(const struct look *l);

/*
 * look_close(l): releases what is not in the arena.  NULL is accepted.
 */
void look_close(struct look *l);

/*
 * look_holds(l, m, r, at): whether it holds at byte `at` of the text of r, where a word begins or ends;
 * PATTERN_NONE when it does not, PATTERN_LIMIT when a limit left that undecided.
 */
enum pattern_result look_holds(
	const struct look *l, struct pattern_matcher *m, const struct reading *r, size_t at);

/*
 * look_window(r, at, start, end): sets *start and *end to the part of the text around byte `at` that a
 * pattern is given: all of a short text.
 */
void look_window(const struct reading *r, size_t at, size_t *start, size_t *end);

#endif
