/*
 * Transport compression of Discord's gateway, undone: one context for each connection, in which every
 * message leans on those before it.  A context that has failed once is of no use any more: its
 * connection must end, and the context with it.  The only file that sees zlib and zstd.
 * Source: discord-api-docs, events/gateway, "Transport Compression"; RFC 1950, RFC 8878.
 */
#ifndef PLATFORM_DISCORD_INFLATE_H
#define PLATFORM_DISCORD_INFLATE_H

#include <stddef.h>

#include "base/buf.h"

#define DISCORD_INFLATE_MAX 16777216  /* bytes of one message, compressed or not */
#define DISCORD_INFLATE_WINDOW_LOG 23 /* 8 MiB, as much as RFC 8878 asks a decoder to have */

struct discord_inflate;

enum discord_inflate_kind {
	DISCORD_INFLATE_ZSTD, /* zstd-stream: each piece ends a message */
	DISCORD_INFLATE_ZLIB, /* zlib-stream: a message may come in many pieces */
};

enum discord_inflate_result {
	DISCORD_INFLATE_WHOLE,   /* a message is complete */
	DISCORD_INFLATE_PART,    /* more of it must come, or there was nothing in it */
	DISCORD_INFLATE_LARGE,   /* it is larger than may be, or memory is short */
	DISCORD_INFLATE_DAMAGED, /* no such stream, or the context has failed before */
};

/*
 * discord_inflate_create(kind): a context for a new connection; NULL when memory is short.  The caller
 * owns it and ends it with discord_inflate_destroy().
 */
struct discord_inflate *discord_inflate_create(enum discord_inflate_kind kind);

/*
 * discord_inflate_destroy(in): releases it.  NULL is accepted.
 */
void discord_inflate_destroy(struct discord_inflate *in);

/*
 * discord_inflate_put(in, data, len, out): takes the next binary message of the connection, any bytes,
 * and appends what it holds to out, whose cap (buf_init()) bounds a message; the caller clears out after
 * each whole one.  After LARGE and DAMAGED out holds no message, and every later call says DAMAGED.
 */
enum discord_inflate_result discord_inflate_put(
	struct discord_inflate *in, const char *data, size_t len, struct buf *out);

#endif
