/* Tests of src/base/buf.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

#include "base/buf.c" /* NOLINT: compiled in, so that its memory can run short */

static struct buf b;

static int tear_down(void **state)
{
	(void)state;
	memory_left = MEMORY_PLENTY;
	buf_free(&b);
	return 0;
}

static void holds(const char *expected)
{
	assert_string_equal(buf_str(&b), expected);
	assert_int_equal(b.len, strlen(expected));
}

static void nothing_yet(void **state)
{
	(void)state;
	buf_init(&b, 10);
	holds("");
	assert_null(b.data);
	assert_int_equal(b.cap, 0);
	assert_true(buf_ok(&b));
	buf_cut(&b, 0);
	buf_drop(&b, 5);
	buf_clear(&b);
	holds("");
	buf_free(NULL);
}

static void appends(void **state)
{
	(void)state;
	buf_init(&b, 1000);
	assert_true(buf_puts(&b, "one"));
	assert_true(buf_putc(&b, ' '));
	assert_true(buf_put(&b, "two!", 3));
	assert_true(buf_printf(&b, " %d%s", 3, ""));
	assert_true(buf_put(&b, NULL, 0));
	assert_true(buf_puts(&b, ""));
	holds("one two 3");
	assert_true(buf_put(&b, "\0x", 2));
	assert_int_equal(b.len, 11);
	assert_memory_equal(b.data, "one two 3\0x", 12);
}

static void grows(void **state)
{
	char text[700];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	buf_init(&b, 100000);
	buf_puts(&b, "a");
	assert_true(buf_printf(&b, "%s", text));
	assert_true(buf_puts(&b, text));
	assert_int_equal(b.len, 1 + 2 * 699);
	assert_true(b.cap > b.len);
	assert_memory_equal(b.data + 700, text, 700);
}

/* Up to the cap and not a byte beyond, by every way of appending. */
static void cap(void **state)
{
	(void)state;
	buf_init(&b, 5);
	assert_true(buf_puts(&b, "1234"));
	assert_false(buf_puts(&b, "56"));
	holds("1234");
	assert_false(buf_ok(&b));
	/* once failed, nothing more is taken, though it would fit */
	assert_false(buf_putc(&b, '5'));
	assert_false(buf_put(&b, NULL, 0));
	holds("1234");
	buf_clear(&b);
	assert_true(buf_ok(&b));
	holds("");
	assert_true(buf_printf(&b, "%s", "12345"));
	assert_false(buf_printf(&b, "%s", "6"));
	holds("12345");
	assert_false(buf_printf(&b, "%s", ""));
	buf_clear(&b);
	assert_true(buf_put(&b, "12345", 5));
	assert_false(buf_putc(&b, '6'));
	holds("12345");
}

static void cap_of_nothing(void **state)
{
	(void)state;
	buf_init(&b, 0);
	assert_true(buf_puts(&b, ""));
	assert_false(buf_putc(&b, 'x'));
	holds("");
}

/* Sizes near the end of all numbers are refused like others that are too large. */
static void huge(void **state)
{
	volatile size_t all = SIZE_MAX; /* so that no compiler sees what is asked for */

	(void)state;
	buf_init(&b, SIZE_MAX);
	assert_true(buf_putc(&b, 'x'));
	assert_false(buf_put(&b, "y", all));
	holds("x");
	buf_clear(&b);
	assert_false(buf_put(&b, "y", all - 1));
	buf_clear(&b);
	assert_false(buf_put(&b, "y", all / 2 + 1));
	holds("");
}

static void no_memory(void **state)
{
	char text[300] = {0};

	(void)state;
	buf_init(&b, 1000);
	memory_left = 0;
	assert_false(buf_puts(&b, "x"));
	assert_null(b.data);
	holds("");
	assert_null(buf_detach(&b));
	memory_left = MEMORY_PLENTY;
	/* detaching left a buffer that can be used */
	assert_true(buf_puts(&b, "x"));
	memory_left = 0;
	memset(text, 'y', sizeof(text) - 1);
	assert_false(buf_puts(&b, text));
	assert_false(buf_ok(&b));
	holds("x");
	buf_clear(&b);
	assert_false(buf_printf(&b, "%s", text));
	holds("");
}

static void cut_and_drop(void **state)
{
	(void)state;
	buf_init(&b, 100);
	buf_puts(&b, "0123456789");
	buf_cut(&b, 10);
	buf_cut(&b, 11);
	holds("0123456789");
	buf_cut(&b, 8);
	holds("01234567");
	buf_drop(&b, 0);
	buf_drop(&b, 3);
	holds("34567");
	buf_puts(&b, "x");
	holds("34567x");
	buf_drop(&b, 6);
	holds("");
	buf_puts(&b, "y");
	buf_drop(&b, SIZE_MAX);
	holds("");
	buf_puts(&b, "z");
	buf_cut(&b, 0);
	holds("");
}

static void detach(void **state)
{
	char *s;

	(void)state;
	buf_init(&b, 10);
	buf_puts(&b, "abc");
	s = buf_detach(&b);
	assert_string_equal(s, "abc");
	free(s);
	holds("");
	assert_null(b.data);
	assert_int_equal(b.max, 10);
	/* of an empty one: an empty string */
	s = buf_detach(&b);
	assert_string_equal(s, "");
	free(s);
	assert_false(buf_puts(&b, "more than ten"));
	assert_null(buf_detach(&b));
	assert_true(buf_ok(&b));
	holds("");
}

static void freed(void **state)
{
	(void)state;
	buf_init(&b, 3);
	buf_puts(&b, "abc");
	buf_puts(&b, "d");
	buf_free(&b);
	assert_true(buf_ok(&b));
	holds("");
	assert_true(buf_puts(&b, "abc"));
	assert_false(buf_puts(&b, "d"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(nothing_yet, tear_down),
		cmocka_unit_test_teardown(appends, tear_down),
		cmocka_unit_test_teardown(grows, tear_down),
		cmocka_unit_test_teardown(cap, tear_down),
		cmocka_unit_test_teardown(cap_of_nothing, tear_down),
		cmocka_unit_test_teardown(huge, tear_down),
		cmocka_unit_test_teardown(no_memory, tear_down),
		cmocka_unit_test_teardown(cut_and_drop, tear_down),
		cmocka_unit_test_teardown(detach, tear_down),
		cmocka_unit_test_teardown(freed, tear_down),
	};

	return cmocka_run_group_tests_name("base/buf", tests, NULL, NULL);
}
