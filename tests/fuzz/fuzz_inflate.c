/*
 * Fuzzes the undoing of transport compression: a stream in pieces of any length.
 *
 *	clang -std=c17 -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined -Isrc \
 *		tests/fuzz/fuzz_inflate.c src/platform/discord_inflate.c src/base/buf.c -lz -lzstd -o fuzz_inflate
 *	fuzz_inflate -max_len=20000 corpus tests/fuzz/inflate
 *
 * The first byte is the compression, z = zlib-stream, anything else zstd-stream; the second is how many
 * bytes each piece has, 0 = all in one.  The stream follows.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/discord_inflate.h"

#define MESSAGE_MAX 65536

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);            \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Feeds a copy of its own: reading beyond it is noticed. */
static enum discord_inflate_result feed(
	struct discord_inflate *in, const uint8_t *data, size_t len, struct buf *out)
{
	char *copy = malloc(len ? len : 1);
	enum discord_inflate_result result;

	CHECK(copy);
	memcpy(copy, data, len);
	result = discord_inflate_put(in, copy, len, out);
	free(copy);
	CHECK(out->len <= MESSAGE_MAX && out->cap <= 4 * MESSAGE_MAX);
	CHECK(result != DISCORD_INFLATE_WHOLE || out->len > 0);
	return result;
}

/* Decodes it all, and appends to all what came, message after message; whether nothing failed. */
static bool decode(enum discord_inflate_kind kind, const uint8_t *data, size_t size, size_t step,
	struct buf *all)
{
	struct discord_inflate *in = discord_inflate_create(kind);
	enum discord_inflate_result result = DISCORD_INFLATE_PART;
	struct buf out;
	size_t at, n;

	CHECK(in);
	buf_init(&out, MESSAGE_MAX);
	for (at = 0; at < size && result <= DISCORD_INFLATE_PART; at += n) {
		n = size - at < step ? size - at : step;
		result = feed(in, data + at, n, &out);
		if (result != DISCORD_INFLATE_WHOLE && at + n < size)
			continue;
		buf_put(all, buf_str(&out), out.len);
		buf_clear(&out);
	}
	if (result > DISCORD_INFLATE_PART) {
		buf_clear(&out);
		CHECK(feed(in, data, size, &out) == DISCORD_INFLATE_DAMAGED && !out.len);
	}
	buf_free(&out);
	discord_inflate_destroy(in);
	return result <= DISCORD_INFLATE_PART;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum discord_inflate_kind kind;
	struct buf whole, pieces;
	bool fits;

	if (size < 2)
		return 0;
	kind = data[0] == 'z' ? DISCORD_INFLATE_ZLIB : DISCORD_INFLATE_ZSTD;
	buf_init(&whole, MESSAGE_MAX);
	buf_init(&pieces, 64 * MESSAGE_MAX);
	fits = decode(kind, data + 2, size - 2, size, &whole);
	/* however it is cut, the same comes out; only the cap counts by the message */
	if (decode(kind, data + 2, size - 2, data[1] ? data[1] : size, &pieces) && fits) {
		CHECK(whole.len == pieces.len);
		CHECK(!memcmp(buf_str(&whole), buf_str(&pieces), whole.len));
	}
	buf_free(&whole);
	buf_free(&pieces);
	return 0;
}
