/* How a gateway payload travels; see squeeze.h. */
#define ZLIB_CONST /* zlib then only reads what it is given to read */
#include "sandbox/squeeze.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#define CHUNK 4096

struct squeeze {
	enum squeeze_kind kind;
	z_stream zlib;
	ZSTD_CCtx *zstd;
};

enum squeeze_kind squeeze_kind(const char *name)
{
	if (strcmp(name, "zlib-stream") == 0)
		return SQUEEZE_ZLIB;
	return strcmp(name, "zstd-stream") == 0 ? SQUEEZE_ZSTD : SQUEEZE_NONE;
}

struct squeeze *squeeze_create(enum squeeze_kind kind)
{
	struct squeeze *s = calloc(1, sizeof(*s));
	bool fine = false;

	if (!s)
		return NULL;
	s->kind = kind;
	if (kind == SQUEEZE_ZLIB) {
		fine = deflateInit(&s->zlib, Z_DEFAULT_COMPRESSION) == Z_OK;
	} else if (kind == SQUEEZE_ZSTD) {
		s->zstd = ZSTD_createCCtx();
		fine = s->zstd != NULL;
	}
	if (fine)
		return s;
	free(s);
	return NULL;
}

void squeeze_destroy(struct squeeze *s)
{
	if (!s)
		return;
	if (s->kind == SQUEEZE_ZLIB)
		deflateEnd(&s->zlib);
	ZSTD_freeCCtx(s->zstd);
	free(s);
}

static int add_zlib(struct squeeze *s, const char *data, size_t len, struct buf *out)
{
	z_stream *z = &s->zlib;
	Bytef chunk[CHUNK];

	z->next_in = (const Bytef *)data;
	z->avail_in = (uInt)len;
	do {
		z->next_out = chunk;
		z->avail_out = CHUNK;
		if (deflate(z, Z_SYNC_FLUSH) == Z_STREAM_ERROR ||
			!buf_put(out, chunk, CHUNK - z->avail_out))
			return -1;
	} while (z->avail_out == 0);
	return 0;
}

static int add_zstd(struct squeeze *s, const char *data, size_t len, struct buf *out)
{
	ZSTD_inBuffer in = {data, len, 0};
	char chunk[CHUNK];
	size_t left;

	do {
		ZSTD_outBuffer to = {chunk, CHUNK, 0};

		left = ZSTD_compressStream2(s->zstd, &to, &in, ZSTD_e_flush);
		if (ZSTD_isError(left) || !buf_put(out, chunk, to.pos))
			return -1;
	} while (left > 0);
	return 0;
}

int squeeze_add(struct squeeze *s, const char *data, size_t len, struct buf *out)
{
	return s->kind == SQUEEZE_ZLIB ? add_zlib(s, data, len, out) : add_zstd(s, data, len, out);
}
