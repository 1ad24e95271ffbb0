/*
 * A server's side of transport compression: messages go in, pieces of a stream come out.  Every function
 * is static: a test program includes what it needs.
 */
#ifndef TESTS_PLATFORM_STREAM_MOCK_H
#define TESTS_PLATFORM_STREAM_MOCK_H

#include "platform/host_mock.h"

#include <zlib.h>
#include <zstd.h>

#include "base/buf.h"
#include "platform/discord_inflate.h"

#define STREAM_MAX 20000000 /* bytes of a piece */

struct stream_mock {
	enum discord_inflate_kind kind;
	ZSTD_CCtx *zstd;
	z_stream zlib;
	struct buf out; /* the last piece */
};

/* A stream; level 0 stores with zlib and is the default with zstd. */
MOCK_STATIC struct stream_mock *stream_create(enum discord_inflate_kind kind, int level)
{
	struct stream_mock *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	s->kind = kind;
	buf_init(&s->out, STREAM_MAX);
	if (kind == DISCORD_INFLATE_ZSTD) {
		s->zstd = ZSTD_createCCtx();
		assert_non_null(s->zstd);
		ZSTD_CCtx_setParameter(s->zstd, ZSTD_c_compressionLevel, level);
	} else {
		assert_int_equal(deflateInit(&s->zlib, level), Z_OK);
	}
	return s;
}

MOCK_STATIC void stream_destroy(struct stream_mock *s)
{
	ZSTD_freeCCtx(s->zstd);
	deflateEnd(&s->zlib);
	buf_free(&s->out);
	free(s);
}

MOCK_STATIC void stream_zstd(
	struct stream_mock *s, const char *data, size_t len, ZSTD_EndDirective how)
{
	char chunk[4096];
	ZSTD_inBuffer from = {data, len, 0};
	ZSTD_outBuffer to;
	size_t left;

	do {
		to = (ZSTD_outBuffer){chunk, sizeof(chunk), 0};
		left = ZSTD_compressStream2(s->zstd, &to, &from, how);
		assert_false(ZSTD_isError(left));
		assert_true(buf_put(&s->out, chunk, to.pos));
	} while (left || from.pos < from.size);
}

MOCK_STATIC void stream_zlib(struct stream_mock *s, const char *data, size_t len, int how)
{
	unsigned char chunk[4096], *copy = malloc(len ? len : 1);

	assert_non_null(copy);
	memcpy(copy, data, len);
	s->zlib.next_in = copy;
	s->zlib.avail_in = (unsigned)len;
	do {
		s->zlib.next_out = chunk;
		s->zlib.avail_out = sizeof(chunk);
		deflate(&s->zlib, how);
		assert_true(buf_put(&s->out, chunk, sizeof(chunk) - s->zlib.avail_out));
	} while (!s->zlib.avail_out);
	free(copy);
}

/* The piece that carries the message, flushed: s->out. */
MOCK_STATIC void stream_put(struct stream_mock *s, const char *data, size_t len)
{
	buf_clear(&s->out);
	if (s->kind == DISCORD_INFLATE_ZSTD)
		stream_zstd(s, data, len, ZSTD_e_flush);
	else
		stream_zlib(s, data, len, Z_SYNC_FLUSH);
}

/* As stream_put(), and the stream ends with it. */
MOCK_STATIC void stream_finish(struct stream_mock *s, const char *data, size_t len)
{
	buf_clear(&s->out);
	if (s->kind == DISCORD_INFLATE_ZSTD)
		stream_zstd(s, data, len, ZSTD_e_end);
	else
		stream_zlib(s, data, len, Z_FINISH);
}

#endif
