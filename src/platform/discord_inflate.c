/* Transport compression of Discord's gateway, undone; see discord_inflate.h. */
#include "platform/discord_inflate.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST /* zlib then takes its input as const */
#include <zlib.h>
#include <zstd.h>

#define CHUNK 16384
#define SUFFIX "\x00\x00\xff\xff" /* of an empty stored block: what a flush ends with */
#define SUFFIX_LEN 4
#define AT_BLOCK_END 128 /* z_stream.data_type: between two blocks, and no bit is left over */

struct method {
	bool (*begin)(struct discord_inflate *in);
	void (*end)(struct discord_inflate *in);
	enum discord_inflate_result (*put)(
		struct discord_inflate *in, const char *data, size_t len, struct buf *out);
};

struct discord_inflate {
	const struct method *method;
	bool failed;
	ZSTD_DCtx *zstd;
	z_stream zlib;
	char tail[SUFFIX_LEN]; /* the last bytes that came, over all pieces */
	unsigned char chunk[CHUNK];
};

/* ------------------------------------------------------------------ zstd-stream */

static bool begin_zstd(struct discord_inflate *in)
{
	in->zstd = ZSTD_createDCtx();
	return in->zstd && !ZSTD_isError(ZSTD_DCtx_setParameter(
				   in->zstd, ZSTD_d_windowLogMax, DISCORD_INFLATE_WINDOW_LOG));
}

static void end_zstd(struct discord_inflate *in)
{
	ZSTD_freeDCtx(in->zstd);
}

/* The zstd frame goes on over all messages; each is flushed, so that all of it is to be had at once. */
static enum discord_inflate_result put_zstd(
	struct discord_inflate *in, const char *data, size_t len, struct buf *out)
{
	ZSTD_inBuffer from = {data, len, 0};
	ZSTD_outBuffer to;

	do {
		to = (ZSTD_outBuffer){in->chunk, sizeof(in->chunk), 0};
		if (ZSTD_isError(ZSTD_decompressStream(in->zstd, &to, &from)))
			return DISCORD_INFLATE_DAMAGED;
		if (!buf_put(out, in->chunk, to.pos))
			return DISCORD_INFLATE_LARGE;
	} while (from.pos < from.size || to.pos == to.size);
	return out->len ? DISCORD_INFLATE_WHOLE : DISCORD_INFLATE_PART;
}

/* ------------------------------------------------------------------ zlib-stream */

static bool begin_zlib(struct discord_inflate *in)
{
	return inflateInit(&in->zlib) == Z_OK;
}

static void end_zlib(struct discord_inflate *in)
{
	inflateEnd(&in->zlib); /* one that was never begun is told apart by zlib */
}

static void keep_tail(struct discord_inflate *in, const char *data, size_t len)
{
	size_t n = len < SUFFIX_LEN ? len : SUFFIX_LEN;

	memmove(in->tail, in->tail + n, SUFFIX_LEN - n);
	memcpy(in->tail + SUFFIX_LEN - n, data + len - n, n);
}

/* Whether a flush has just ended; the same bytes within a block are none. */
static bool is_flushed(const struct discord_inflate *in, int data_type)
{
	return memcmp(in->tail, SUFFIX, SUFFIX_LEN) == 0 && data_type == AT_BLOCK_END;
}

static enum discord_inflate_result put_zlib(
	struct discord_inflate *in, const char *data, size_t len, struct buf *out)
{
	z_stream *z = &in->zlib;
	int status, data_type = 0;

	if (!len)
		return DISCORD_INFLATE_PART;
	z->next_in = (const unsigned char *)data;
	z->avail_in = (uInt)len;
	do {
		z->next_out = in->chunk;
		z->avail_out = sizeof(in->chunk);
		status = inflate(z, Z_SYNC_FLUSH);
		if (status != Z_OK &&
			status != Z_BUF_ERROR) /* a stream that ends is wrong as well */
			return DISCORD_INFLATE_DAMAGED;
		if (status == Z_OK) /* a call that found nothing to do does not tell it */
			data_type = z->data_type;
		if (!buf_put(out, in->chunk, sizeof(in->chunk) - z->avail_out))
			return DISCORD_INFLATE_LARGE;
	} while (z->avail_in || !z->avail_out);
	keep_tail(in, data, len);
	return is_flushed(in, data_type) && out->len ? DISCORD_INFLATE_WHOLE : DISCORD_INFLATE_PART;
}

/* ------------------------------------------------------------------ either */

static const struct method methods[] = {
	[DISCORD_INFLATE_ZSTD] = {begin_zstd, end_zstd, put_zstd},
	[DISCORD_INFLATE_ZLIB] = {begin_zlib, end_zlib, put_zlib},
};

struct discord_inflate *discord_inflate_create(enum discord_inflate_kind kind)
{
	struct discord_inflate *in = calloc(1, sizeof(*in));

	if (!in)
		return NULL;
	in->method = &methods[kind];
	memset(in->tail, 1, sizeof(in->tail)); /* no part of the suffix */
	if (in->method->begin(in))
		return in;
	discord_inflate_destroy(in);
	return NULL;
}

void discord_inflate_destroy(struct discord_inflate *in)
{
	if (!in)
		return;
	in->method->end(in);
	free(in);
}

enum discord_inflate_result discord_inflate_put(
	struct discord_inflate *in, const char *data, size_t len, struct buf *out)
{
	enum discord_inflate_result result = DISCORD_INFLATE_DAMAGED;

	if (len > DISCORD_INFLATE_MAX)
		result = DISCORD_INFLATE_LARGE;
	else if (!in->failed)
		result = in->method->put(in, data, len, out);
	if (result == DISCORD_INFLATE_LARGE || result == DISCORD_INFLATE_DAMAGED)
		in->failed = true;
	return result;
}
