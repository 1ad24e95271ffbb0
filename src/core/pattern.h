/*
 * Regular expressions over PCRE2 (the only file that sees it), with limits on what one may cost.
 *
 * The interpreter is used, with a slower but equal result, where the system forbids just-in-time
 * code.  Under JIT PCRE2 counts its match limit anew from every start offset, so the cost of a call is
 * bounded by the limit times the length: subjects are short windows (PATTERN_SUBJECT_MAX).
 */
#ifndef CORE_PATTERN_H
#define CORE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#define PATTERN_SUBJECT_MAX 2000    /* bytes of a subject */
#define PATTERN_SLACK 16            /* bytes behind it that are looked at */
#define PATTERN_LIMIT_DEFAULT 10000 /* steps from one start offset */
#define PATTERN_LINT_LIMIT 2000 /* what content is held to: an ordinary phrase needs under 100 */

struct buf;
struct pattern;
struct pattern_matcher;

struct pattern_error {
	char why[160];
	size_t at; /* byte of the source */
};

/*
 * pattern_create(source, len, error): compiles the source (UTF, UCP).  NULL with *error filled when it
 * is no valid expression or memory is short.  Immutable: threads may share it.  The caller ends it
 * with pattern_destroy().
 */
struct pattern *pattern_create(const char *source, size_t len, struct pattern_error *error);

/*
 * pattern_destroy(p): releases it.  NULL is accepted.
 */
void pattern_destroy(struct pattern *p);

/*
 * pattern_is_jit(p): whether it runs as machine code.
 */
bool pattern_is_jit(const struct pattern *p);

/*
 * pattern_matcher_create(): one thread's working memory for matching; NULL when memory is short.  The
 * caller ends it with pattern_matcher_destroy().
 */
struct pattern_matcher *pattern_matcher_create(void);

/*
 * pattern_matcher_destroy(m): releases it.  NULL is accepted.
 */
void pattern_matcher_destroy(struct pattern_matcher *m);

/*
 * pattern_matcher_limit(m, steps): how many steps a match may take from one start offset.
 */
void pattern_matcher_limit(struct pattern_matcher *m, unsigned steps);

enum pattern_result { PATTERN_NONE, PATTERN_MATCH, PATTERN_LIMIT };

/*
 * pattern_pad(text): puts PATTERN_SLACK zeros behind the content of text, whose length stays.  JIT code
 * looks at 16 bytes at once; it finds nothing behind the end, but what it reads had better be there.
 */
void pattern_pad(struct buf *text);

/*
 * pattern_match(p, m, text, len, from, span): looks for the first match at or behind byte `from` of the
 * len bytes (valid UTF-8, of a padded text) and sets span[0] and span[1] to where it begins and ends.
 * PATTERN_LIMIT when a limit ended the search undecided.
 */
enum pattern_result pattern_match(const struct pattern *p, struct pattern_matcher *m,
	const char *text, size_t len, size_t from, size_t span[2]);

#endif
