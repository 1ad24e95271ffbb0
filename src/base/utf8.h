/*
 * UTF-8 (RFC 3629): reading code points from bytes that nobody vouches for.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define UTF8_BAD 0xFFFDu /* U+FFFD REPLACEMENT CHARACTER, what invalid bytes are read as */

/*
 * utf8_next(s, len, cp): reads one code point from the len (> 0) bytes at s into *cp and returns how
 * many bytes it took (1 to 4).  Invalid bytes, overlong forms and surrogates take 1 byte and give
 * UTF8_BAD.
 */
size_t utf8_next(const char *s, size_t len, uint32_t *cp);

/*
 * utf8_put(b, cp): appends cp, UTF8_BAD when it is no scalar value.  Returns what the append returned.
 */
bool utf8_put(struct buf *b, uint32_t cp);

/*
 * utf8_valid(s, len): whether all bytes are valid UTF-8; when not, *bad (if not NULL) is the offset of
 * the first byte that is not.
 */
bool utf8_valid(const char *s, size_t len, size_t *bad);

/*
 * utf8_cut(s, len, max): the largest length of at most max bytes at which s can be cut without
 * splitting a code point.
 */
size_t utf8_cut(const char *s, size_t len, size_t max);

/*
 * utf8_length(s, len): how many code points (invalid bytes count one each).
 */
size_t utf8_length(const char *s, size_t len);

#endif
