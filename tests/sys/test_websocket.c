/* Frames of any shape, in pieces of any size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sys/websocket.h"

#define MAX 100000

/* What bytes come to, a line for each event, read in pieces of step bytes. */
static char *story(const char *bytes, size_t len, size_t step)
{
	static const char *const names[] = {
		"more", "message", "ping", "pong", "close", "large", "wrong"};
	struct websocket ws;
	struct websocket_read read;
	enum websocket_event event;
	struct buf out;
	size_t i, n;

	buf_init(&out, 1 << 20);
	websocket_init(&ws, MAX);
	for (i = 0; i < len; i += n) {
		n = len - i < step ? len - i : step;
		/* of its own: reading beyond it is noticed */
		char *piece = malloc(n);
		const char *at = piece;

		assert_non_null(piece);
		memcpy(piece, bytes + i, n);
		while ((event = websocket_read(&ws, &at, piece + n, &read)) != WEBSOCKET_MORE) {
			buf_printf(&out, "%s", names[event]);
			if (event == WEBSOCKET_MESSAGE)
				buf_printf(&out, " %s %.*s", read.is_text ? "text" : "binary",
					(int)read.len, read.data);
			else if (event == WEBSOCKET_PING)
				buf_printf(&out, " %.*s", (int)read.len, read.data);
			else if (event == WEBSOCKET_CLOSE)
				buf_printf(&out, " %d", read.code);
			buf_putc(&out, '\n');
		}
		assert_ptr_equal(at, piece + n);
		free(piece);
	}
	websocket_free(&ws);
	assert_true(buf_puts(&out, ""));
	return buf_detach(&out);
}

static void expect(const char *bytes, size_t len, const char *wanted)
{
	size_t step;
	char *told;

	for (step = 1; step <= len; step++) {
		told = story(bytes, len, step);
		assert_string_equal(told, wanted);
		free(told);
	}
}

#define EXPECT(bytes, wanted) expect(bytes, sizeof(bytes) - 1, wanted)

static void messages(void **state)
{
	(void)state;
	EXPECT("\x81\x05hello", "message text hello\n");
	EXPECT("\x82\x02hi\x81\x00\x81\x03you",
		"message binary hi\nmessage text \nmessage text you\n");
	EXPECT("\x01\x04one \x89\x04ping\x00\x00\x8a\x00\x00\x04two \x80\x05three\x81\x01x",
		"ping ping\npong\nmessage text one two three\nmessage text x\n");
	EXPECT("\x02\x01"
	       "a\x80\x00\x02\x00\x80\x01"
	       "b",
		"message binary a\nmessage binary b\n");
	EXPECT("\x88\x02\x0f\xa9", "close 4009\n");
	EXPECT("\x88\x06\x03\xe8"
	       "gone\x81\x01x",
		"close 1000\nmessage text x\n");
	EXPECT("\x88\x00", "close 0\n");
	EXPECT("\x89\x00", "ping \n");
}

/* After the first of them nothing is told any more. */
static void violations(void **state)
{
	(void)state;
	EXPECT("\x83\x01x\x81\x01y", "wrong\n");          /* a reserved opcode */
	EXPECT("\x8b\x00\x81\x01y", "wrong\n");           /* another */
	EXPECT("\xc1\x01x\x81\x01y", "wrong\n");          /* compressed */
	EXPECT("\x80\x01x\x81\x01y", "wrong\n");          /* the rest of nothing */
	EXPECT("\x01\x01x\x81\x01y\x81\x01z", "wrong\n"); /* a message in a message */
	EXPECT("\x09\x01x\x81\x01y", "wrong\n");          /* a ping in pieces */
	EXPECT("\x89\x7e\x00\x80x\x81\x01y", "wrong\n");  /* a long ping */
	EXPECT("\x88\x01x\x81\x01y", "wrong\n");          /* half a code */
	EXPECT("\x81\x81"
	       "abcdx\x81\x01y",
		"wrong\n"); /* masked */
	EXPECT("\x81\x01x\x83\x00\x81\x01y", "message text x\nwrong\n");
}

static void large(void **state)
{
	static char bytes[2 * MAX + 100];
	char *told;

	(void)state;
	EXPECT("\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xffx\x81\x01y", "large\n");
	EXPECT("\x81\x7f\x00\x00\x00\x00\x00\x01\x86\xa1x\x81\x01y", "large\n");
	/* all that may be, in one frame and in two */
	memset(bytes, 'a', sizeof(bytes));
	memcpy(bytes, "\x81\x7f\x00\x00\x00\x00\x00\x01\x86\xa0", 10);
	told = story(bytes, MAX + 10, 4096);
	assert_int_equal(strlen(told), strlen("message text \n") + MAX);
	free(told);
	memcpy(bytes, "\x01\x7f\x00\x00\x00\x00\x00\x01\x86\xa0", 10);
	memcpy(bytes + MAX + 10,
		"\x80\x01"
		"a",
		3);
	told = story(bytes, MAX + 13, 4096);
	assert_string_equal(told, "large\n");
	free(told);
	/* a length of 16 bits */
	memset(bytes, 'a', 300);
	memcpy(bytes, "\x81\x7e\x01\x00", 4);
	told = story(bytes, 260, 7);
	assert_int_equal(strlen(told), strlen("message text \n") + 256);
	free(told);
}

/* What came in one piece is not copied. */
static void in_its_place(void **state)
{
	const char bytes[] = "\x81\x05hello\x81\x05there";
	const char *at = bytes, *end = bytes + sizeof(bytes) - 1;
	struct websocket_read read;
	struct websocket ws;

	(void)state;
	websocket_init(&ws, MAX);
	assert_int_equal(websocket_read(&ws, &at, end, &read), WEBSOCKET_MESSAGE);
	assert_ptr_equal(read.data, bytes + 2);
	assert_int_equal(websocket_read(&ws, &at, end, &read), WEBSOCKET_MESSAGE);
	assert_ptr_equal(read.data, bytes + 9);
	assert_null(ws.message.data);
	websocket_free(&ws);
}

/* What is held outlasts the connection. */
static void held(void **state)
{
	const char *bytes = "\x01\x02he\x80\x03llo\x01\x01w", *at = bytes, *end = bytes + 12;
	struct websocket_read read;
	struct websocket ws;
	struct buf held;

	(void)state;
	websocket_init(&ws, MAX);
	assert_int_equal(websocket_read(&ws, &at, end, &read), WEBSOCKET_MESSAGE);
	held = websocket_hold(&ws);
	websocket_free(&ws);
	assert_memory_equal(read.data, "hello", 5);
	websocket_give(&ws, &held);
	assert_int_equal(ws.message.len, 0);
	assert_int_equal(websocket_read(&ws, &at, end, &read), WEBSOCKET_MORE);
	/* another message is under way: then it is not needed any more */
	buf_init(&held, MAX);
	buf_puts(&held, "x");
	websocket_give(&ws, &held);
	assert_string_equal(buf_str(&ws.message), "w");
	websocket_free(&ws);
}

/* What we write, unmasked, is what a server would have written. */
static void written(void **state)
{
	static const size_t lengths[] = {0, 1, 125, 126, 127, 65535, 65536, 70000};
	static const unsigned char mask[4] = {1, 0x80, 0xff, 0x5a};
	static unsigned char bytes[WEBSOCKET_HEAD_MAX + 70000];
	struct websocket_read read;
	struct websocket ws;
	const char *at;
	size_t i, k, n;

	(void)state;
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		n = websocket_head(bytes, WEBSOCKET_OP_TEXT, lengths[i], mask);
		assert_memory_equal(bytes + n - 4, mask, 4);
		memset(bytes + n, 'a', lengths[i]);
		websocket_mask(bytes + n, lengths[i], mask);
		for (k = 0; k < lengths[i]; k++)
			assert_int_equal(bytes[n + k], 'a' ^ mask[k % 4]);
		websocket_mask(bytes + n, lengths[i], mask);
		assert_int_equal(bytes[1] & 0x80, 0x80);
		bytes[1] &= 0x7f;
		memmove(bytes + n - 4, bytes + n, lengths[i]);
		at = (const char *)bytes;
		websocket_init(&ws, MAX);
		assert_int_equal(websocket_read(&ws, &at, at + n - 4 + lengths[i], &read),
			WEBSOCKET_MESSAGE);
		assert_int_equal(read.len, lengths[i]);
		assert_true(read.is_text);
		websocket_free(&ws);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages),
		cmocka_unit_test(violations),
		cmocka_unit_test(large),
		cmocka_unit_test(in_its_place),
		cmocka_unit_test(held),
		cmocka_unit_test(written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
