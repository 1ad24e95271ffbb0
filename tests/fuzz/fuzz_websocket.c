/*
 * Fuzzes what a WebSocket server may send: the answer to an upgrade, then frames.  However the bytes are cut
 * into pieces, they come to the same.
 *
 *	clang -std=c17 -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined -Isrc \
 *		tests/fuzz/fuzz_websocket.c src/sys/websocket.c src/sys/websocket_hello.c src/base/buf.c \
 *		src/base/url.c -lcrypto -o fuzz_websocket
 *	fuzz_websocket -max_len=4096 corpus tests/fuzz/websocket
 *
 * The first byte says how long the pieces are; 0: the rest is the answer, to the key of RFC 6455 section 1.3.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sys/websocket.h"
#include "sys/websocket_hello.h"

#define MESSAGE_MAX 1000 /* so that it is reached */
#define PRIME 1099511628211u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition))                                                                  \
			abort();                                                                   \
	} while (0)

static uint64_t mix(uint64_t hash, const void *data, size_t len)
{
	const unsigned char *bytes = data;
	size_t i;

	for (i = 0; i < len; i++)
		hash = (hash ^ bytes[i]) * PRIME;
	return hash;
}

/* A hash of all that is told of the frames, read in pieces of step bytes. */
static uint64_t frames(const char *data, size_t len, size_t step)
{
	struct websocket ws;
	struct websocket_read read;
	enum websocket_event event;
	uint64_t hash = 0;
	struct buf held;
	size_t i, n;

	websocket_init(&ws, MESSAGE_MAX);
	for (i = 0; i < len; i += n) {
		n = len - i < step ? len - i : step;
		char *piece = malloc(n);
		const char *at = piece;

		CHECK(piece);
		memcpy(piece, data + i, n);
		while ((event = websocket_read(&ws, &at, piece + n, &read)) != WEBSOCKET_MORE) {
			CHECK(at > piece && at <= piece + n);
			hash = mix(hash, &event, sizeof(event));
			if (event == WEBSOCKET_MESSAGE) {
				CHECK(read.len <= MESSAGE_MAX);
				held = websocket_hold(&ws);
				hash = mix(hash, read.data, read.len);
				hash = mix(hash, &read.is_text, sizeof(read.is_text));
				websocket_give(&ws, &held);
			} else if (event == WEBSOCKET_PING || event == WEBSOCKET_PONG) {
				CHECK(read.len <= WEBSOCKET_CONTROL_MAX);
				hash = mix(hash, read.data, read.len);
			} else if (event == WEBSOCKET_CLOSE) {
				hash = mix(hash, &read.code, sizeof(read.code));
			}
		}
		CHECK(at == piece + n);
		free(piece);
	}
	websocket_free(&ws);
	return hash;
}

static void answer(const char *data, size_t len)
{
	char *copy = malloc(len + 1);
	size_t head_len;
	unsigned status;

	CHECK(copy);
	memcpy(copy, data, len);
	switch (websocket_hello_read(copy, len, "dGhlIHNhbXBsZSBub25jZQ==", &head_len, &status)) {
	case WEBSOCKET_HELLO_ACCEPTED: CHECK(status == 101 && head_len <= len); break;
	case WEBSOCKET_HELLO_REFUSED: CHECK(status != 101 && status && head_len <= len); break;
	case WEBSOCKET_HELLO_MORE: CHECK(head_len == 0); break;
	default: break;
	}
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *rest = (const char *)data + 1;

	if (!size)
		return 0;
	if (!*data)
		answer(rest, size - 1);
	else
		CHECK(frames(rest, size - 1, *data) == frames(rest, size - 1, size));
	return 0;
}
