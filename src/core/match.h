/*
 * Where phrases stand in a message: compiled, they are matched word by word.
 *
 * The reader gives every word its number, so a phrase is a row of places with the numbers that may
 * stand there, and PCRE2 is asked only for what is written in its own language: look-around, and words of
 * open form.  A name is a list of its own that all phrases share, and where it ends when it begins
 * at a given word does not depend on who asks: that is found once and remembered.  So what a message
 * costs grows with its words, not with the ways to read them, and the result is the one that PCRE2's
 * search with the source of phrase_regex() has.
 */
#ifndef CORE_MATCH_H
#define CORE_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/pattern.h"
#include "core/reading.h"

#define MATCH_WORDS_MAX 30 /* words of one match */

struct match_list; /* alternatives, compiled: immutable, threads may share them */
struct match_work; /* one thread's working memory */

/*
 * match_work_create(): working memory for messages of any length; NULL when memory is short.  The
 * caller ends it with match_work_destroy().
 */
struct match_work *match_work_create(void);

/*
 * match_work_destroy(k): releases it.  NULL is accepted.
 */
void match_work_destroy(struct match_work *k);

/*
 * match_begin(k): forgets what was found; to be called when the message is another.
 */
void match_begin(struct match_work *k);

/*
 * match_at(k, list, m, r, w, last): whether any alternative stands at word w of the message r, up to the
 * end of a word, which *last is set to.  PATTERN_LIMIT when a pattern's limit left that undecided.
 */
enum pattern_result match_at(struct match_work *k, const struct match_list *list,
	struct pattern_matcher *m, const struct reading *r, size_t w, size_t *last);

#endif
