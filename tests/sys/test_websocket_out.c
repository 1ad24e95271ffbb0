/* The order of what is written, in pieces of any size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sys/websocket_out.h"

/* Takes all that is to be written, so many bytes at a time, and tells it: opcode and payload of each frame. */
static char *written(struct websocket_out *o, size_t step)
{
	unsigned char bytes[4096];
	struct buf told;
	size_t n = 0, i = 0, k, len;

	while (websocket_out_next(o)) {
		len = o->left < step ? o->left : step;
		assert_true(n + len <= sizeof(bytes));
		memcpy(bytes + n, o->at, len);
		n += len;
		websocket_out_wrote(o, len);
	}
	buf_init(&told, 4096);
	while (i < n) {
		len = bytes[i + 1] & 0x7f;
		assert_true(len < 126 && bytes[i] & 0x80 && bytes[i + 1] & 0x80);
		buf_printf(&told, "%d ", bytes[i] & 0xf);
		for (k = 0; k < len; k++)
			buf_putc(&told, (char)(bytes[i + 6 + k] ^ bytes[i + 2 + k % 4]));
		buf_putc(&told, '\n');
		i += 6 + len;
	}
	assert_int_equal(i, n);
	return buf_detach(&told);
}

static void in_order(void **state)
{
	size_t step;

	(void)state;
	for (step = 1; step < 60; step++) {
		struct websocket_out o = {0};
		char *told;

		websocket_out_close(&o, 0x4142);
		assert_int_equal(websocket_out_text(&o, "one", 3), 0);
		assert_int_equal(websocket_out_text(&o, "", 0), 0);
		websocket_out_ping(&o);
		websocket_out_pong(&o, "old", 3);
		websocket_out_pong(&o, "new", 3);
		told = written(&o, step);
		assert_string_equal(told, "10 new\n9 \n1 one\n1 \n8 AB\n");
		free(told);
		assert_false(websocket_out_next(&o));
		websocket_out_clear(&o);
	}
}

/* A frame that is half written is finished first. */
static void half_written(void **state)
{
	struct websocket_out o = {0};
	char *told;

	(void)state;
	websocket_out_text(&o, "message", 7);
	assert_true(websocket_out_next(&o));
	assert_int_equal(o.left, 6 + 7);
	websocket_out_pong(&o, "pong", 4);
	assert_true(websocket_out_next(&o));
	assert_int_equal(o.left, 6 + 7);
	told = written(&o, 100);
	assert_string_equal(told, "1 message\n10 pong\n");
	free(told);
	websocket_out_text(&o, "lost", 4);
	assert_true(websocket_out_next(&o));
	websocket_out_clear(&o);
	assert_false(websocket_out_next(&o));
}

static void bounded(void **state)
{
	struct websocket_out o = {0};
	size_t i;

	(void)state;
	for (i = 0; i < FRAMES_MAX; i++)
		assert_int_equal(websocket_out_text(&o, "x", 1), 0);
	assert_int_equal(websocket_out_text(&o, "x", 1), -1);
	websocket_out_clear(&o);
	assert_int_equal(websocket_out_text(&o, "x", 1), 0);
	websocket_out_clear(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_order),
		cmocka_unit_test(half_written),
		cmocka_unit_test(bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
