/* Tests of src/base/utf8.c. */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Reads one code point from memory of exactly that size: reading beyond it is noticed. */
static size_t next(const char *s, size_t len, uint32_t *cp)
{
	char *copy = malloc(len);
	size_t n;

	assert_non_null(copy);
	memcpy(copy, s, len);
	n = utf8_next(copy, len, cp);
	free(copy);
	return n;
}

static void reads(const char *s, size_t len, size_t taken, uint32_t expected)
{
	uint32_t cp = 0xdead;

	assert_int_equal(next(s, len, &cp), taken);
	assert_int_equal(cp, expected);
}

static void valid(void **state)
{
	(void)state;
	reads("a", 1, 1, 'a');
	reads("\0", 1, 1, 0);
	reads("\x7f", 1, 1, 0x7f);
	reads("\xc2\x80", 2, 2, 0x80);
	reads("\xdf\xbf", 2, 2, 0x7ff);
	reads("\xe0\xa0\x80", 3, 3, 0x800);
	reads("\xed\x9f\xbf", 3, 3, 0xd7ff);
	reads("\xee\x80\x80", 3, 3, 0xe000);
	reads("\xef\xbf\xbd", 3, 3, 0xfffd);
	reads("\xef\xbf\xbf", 3, 3, 0xffff);
	reads("\xf0\x90\x80\x80", 4, 4, 0x10000);
	reads("\xf4\x8f\xbf\xbf", 4, 4, 0x10ffff);
	reads("\xc3\xa9x", 3, 2, 0xe9);
}

static void invalid(void **state)
{
	static const struct {
		const char *s;
		size_t len;
	} bad[] = {
		{"\x80", 1},
		{"\xbf", 1},
		{"\xc0\x80", 2},
		{"\xc1\xbf", 2},
		{"\xc3", 1},
		{"\xc3x", 2},
		{"\xc3\xc3", 2},
		{"\xe0\x80\x80", 3},
		{"\xe0\x9f\xbf", 3},
		{"\xe6\x97", 2},
		{"\xe6\x97x", 3},
		{"\xe6x\x97", 3},
		{"\xed\xa0\x80", 3},
		{"\xed\xbf\xbf", 3},
		{"\xef\xbf", 2},
		{"\xef\xbfx", 3},
		{"\xf0\x80\x80\x80", 4},
		{"\xf0\x8f\xbf\xbf", 4},
		{"\xf0\x9f\x99", 3},
		{"\xf4\x90\x80\x80", 4},
		{"\xf5\x80\x80\x80", 4},
		{"\xf8\x88\x80\x80\x80", 5},
		{"\xfe", 1},
		{"\xff", 1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		reads(bad[i].s, bad[i].len, 1, UTF8_BAD);
		assert_false(utf8_valid(bad[i].s, bad[i].len, NULL));
	}
}

/* What is written is read as what it was, for all there is. */
static void there_and_back(void **state)
{
	struct buf b;
	uint32_t cp, back;

	(void)state;
	buf_init(&b, 4);
	for (cp = 0; cp <= 0x10ffff; cp++) {
		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		buf_clear(&b);
		assert_true(utf8_put(&b, cp));
		assert_int_equal(utf8_next(b.data, b.len, &back), b.len);
		assert_int_equal(back, cp);
		assert_true(utf8_valid(b.data, b.len, NULL));
		assert_int_equal(utf8_length(b.data, b.len), 1);
	}
	buf_free(&b);
}

static void written(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	assert_true(utf8_put(&b, 0xd800));
	assert_true(utf8_put(&b, 0x110000));
	assert_true(utf8_put(&b, UINT32_MAX));
	assert_string_equal(buf_str(&b), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	/* all of a character or nothing of it */
	assert_false(utf8_put(&b, 0xe9));
	assert_int_equal(b.len, 9);
	buf_free(&b);
}

static void validity(void **state)
{
	size_t bad = 77;

	(void)state;
	assert_true(utf8_valid("", 0, &bad));
	assert_true(utf8_valid("a\xc3\xa9\xef\xbf\xbd", 6, &bad));
	assert_int_equal(bad, 77);
	assert_false(utf8_valid("a\xc3\xa9\xff", 4, &bad));
	assert_int_equal(bad, 3);
	assert_false(utf8_valid("ab\xe6\x97", 4, &bad));
	assert_int_equal(bad, 2);
	assert_false(utf8_valid("\xa9", 1, &bad));
	assert_int_equal(bad, 0);
}

static void cuts(void **state)
{
	static const char text[] =
		"a\xc3\xa9\xe6\x97\xa5\xf0\x9f\x99\x82"; /* 1, 2, 3 and 4 bytes */
	static const size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
	size_t max;

	(void)state;
	for (max = 0; max < sizeof(expected) / sizeof(expected[0]); max++)
		assert_int_equal(utf8_cut(text, 10, max), expected[max]);
	assert_int_equal(utf8_cut("", 0, 5), 0);
	assert_int_equal(utf8_cut("abc", 3, SIZE_MAX), 3);
}

/* Bytes that are no character can be cut anywhere: the cut never comes back empty-handed. */
static void cuts_in_rubbish(void **state)
{
	char text[100];
	size_t max;

	(void)state;
	memset(text, 0x80, sizeof(text));
	for (max = 0; max < sizeof(text); max++)
		assert_int_equal(utf8_cut(text, sizeof(text), max), max);
	/* a lead byte with too many continuations: the character ends before the cut */
	assert_int_equal(utf8_cut("\xc3\xa9\xa9\xa9\xa9", 5, 4), 4);
	assert_int_equal(utf8_cut("\xc3\xa9\xa9\xa9\xa9", 5, 3), 3);
	assert_int_equal(utf8_cut("\xc3\xa9\xa9\xa9\xa9", 5, 1), 0);
	/* an overlong form and a surrogate are bytes as well */
	assert_int_equal(utf8_cut("\xc0\x80", 2, 1), 1);
	assert_int_equal(utf8_cut("\xed\xa0\x80", 3, 2), 2);
	assert_int_equal(utf8_cut("\xf0\x9f\x99", 3, 2), 2);
}

static void lengths(void **state)
{
	(void)state;
	assert_int_equal(utf8_length("", 0), 0);
	assert_int_equal(utf8_length("a\xc3\xa9\xe6\x97\xa5\xf0\x9f\x99\x82", 10), 4);
	assert_int_equal(utf8_length("\x80\x80\xe6\x97", 4), 4);
	assert_int_equal(utf8_length("\0\0", 2), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(valid),
		cmocka_unit_test(invalid),
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(written),
		cmocka_unit_test(validity),
		cmocka_unit_test(cuts),
		cmocka_unit_test(cuts_in_rubbish),
		cmocka_unit_test(lengths),
	};

	return cmocka_run_group_tests_name("base/utf8", tests, NULL, NULL);
}
