/*
 * Growable bytes with a hard cap.  The one way in which this program builds strings: a buffer never
 * grows past its cap, and once an append failed every later one fails too, so that a caller may
 * append many times and look at buf_ok() once.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data; /* always NUL-terminated when not NULL; len does not count the NUL */
	size_t len;
	size_t cap; /* bytes allocated */
	size_t max; /* bytes of content that it may ever hold */
	bool failed;
};

/*
 * buf_init(b, max): makes *b an empty buffer that may hold at most max bytes.  Allocates nothing.
 */
void buf_init(struct buf *b, size_t max);

/*
 * buf_free(b): releases the bytes and leaves *b empty with the same cap, ready for use.  NULL is
 * accepted.
 */
void buf_free(struct buf *b);

/*
 * buf_clear(b): forgets the content and a failure, keeps the memory.
 */
void buf_clear(struct buf *b);

/*
 * buf_put(b, data, n): appends n bytes.  Returns false, leaving the content as it was, when the cap
 * would be passed or memory is short; b->failed then stays set until buf_clear().
 */
bool buf_put(struct buf *b, const void *data, size_t n);

/*
 * buf_puts(b, s): appends the NUL-terminated s.  Fails as buf_put() does.
 */
bool buf_puts(struct buf *b, const char *s);

/*
 * buf_putc(b, c): appends one byte.  Fails as buf_put() does.
 */
bool buf_putc(struct buf *b, char c);

/*
 * buf_printf(b, fmt, ...): appends formatted text.  Fails as buf_put() does.
 */
bool buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * buf_cut(b, len): shortens the content to len bytes; a len beyond the end changes nothing.
 */
void buf_cut(struct buf *b, size_t len);

/*
 * buf_drop(b, n): removes the first n bytes (all of them when n is larger).
 */
void buf_drop(struct buf *b, size_t n);

/*
 * buf_ok(b): whether every append since buf_init() or buf_clear() went well.
 */
bool buf_ok(const struct buf *b);

/*
 * buf_str(b): the content as a NUL-terminated string, "" when empty.  Borrowed: valid until the next
 * change of b.
 */
const char *buf_str(const struct buf *b);

/*
 * buf_detach(b): hands the bytes (NUL-terminated, never NULL unless memory is short) to the caller,
 * who frees them with free(); b is empty afterwards.  Returns NULL when an append had failed.
 */
char *buf_detach(struct buf *b);

#endif
