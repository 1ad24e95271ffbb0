/* Tests of src/base/fold.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

#include "base/fold.c" /* NOLINT: compiled in, for its table */

/* The text, code point by code point, folds to that one. */
static void folds(const char *text, const char *expected)
{
	uint32_t out[FOLD_MAX], cp;
	struct buf folded;
	size_t i, k, n, len = strlen(text);

	buf_init(&folded, 1000);
	for (i = 0; i < len;) {
		i += utf8_next(text + i, len - i, &cp);
		n = fold_char(cp, out);
		assert_true(n <= FOLD_MAX);
		for (k = 0; k < n; k++)
			utf8_put(&folded, out[k]);
	}
	assert_string_equal(buf_str(&folded), expected);
	buf_free(&folded);
}

static void ascii(void **state)
{
	uint32_t out[FOLD_MAX], cp;

	(void)state;
	for (cp = 0; cp < 0x80; cp++) {
		assert_int_equal(fold_char(cp, out), 1);
		assert_int_equal(out[0], cp >= 'A' && cp <= 'Z' ? cp - 'A' + 'a' : cp);
	}
}

static void disguises(void **state)
{
	static const char *const words[][2] = {
		{"N\u00fcmb", "numb"},                                /* an accent */
		{"n\u0301u\u0302mb", "numb"},                         /* stacked marks */
		{"z\u0353\u0300\u0347a\u030b\u0318l", "zal"},         /* piles of them */
		{"\uff4e\uff55\uff4d\uff42", "numb"},                 /* full width */
		{"\U0001d427\U0001d42e\U0001d426\U0001d41b", "numb"}, /* mathematical bold */
		{"\u24dd\u24e4\u24dc\u24d1", "numb"},                 /* circled */
		{"\u1d3a\u1d41\u1d39\u1d2e", "numb"},                 /* raised */
		{"sp\u0430sm", "spasm"},                              /* Cyrillic a */
		{"\u0405P\u0410\u0405\u041c", "spasm"},               /* Cyrillic capitals */
		{"b\u03b1\u03f2\u03ba", "back"},                      /* Greek */
		{"\u0299\u1d00\u1d04\u1d0b", "back"},                 /* small capitals */
		{"ba\u200bck", "back"},                               /* zero-width space */
		{"ba\u00ad\u2060ck", "back"},                         /* soft hyphen, joiner */
		{"\u202eback\u202c", "back"},                         /* direction controls */
		{"\u00bd \ufb01t \u00df \u2103", "1\u20442 fit ss \u00b0c"}, /* one to several */
		{"\u0130\u0131", "ii"},                                      /* Turkish */
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		folds(words[i][0], words[i][1]);
}

/* Every look-alike is found, in its table and behind what Unicode would make of it. */
static void lookalike_letters(void **state)
{
	uint32_t out[FOLD_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lookalikes) / sizeof(lookalikes[0]); i++) {
		assert_true(i == 0 || lookalikes[i - 1].cp < lookalikes[i].cp);
		assert_int_equal(fold_char(lookalikes[i].cp, out), 1);
		assert_int_equal(out[0], lookalikes[i].latin);
	}
	folds("\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445",
		"abekmhopctyx");
	folds("\u03b1\u03b5\u03b7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03c9",
		"aenikvoptuxw");
}

/* What is no letter in disguise stays what it is. */
static void others_stay(void **state)
{
	(void)state;
	folds("\u05d0\u4e2d\u3042", "\u05d0\u4e2d\u3042");
	folds("\u2019\u2014\u2026", "\u2019\u2014...");
	folds("\U0001f62d", "\U0001f62d");
}

static void drops(void **state)
{
	static const uint32_t nothing[] = {0x0301, 0x200b, 0x200d, 0x202e, 0xfe0f, 0x00ad, 0xfeff};
	uint32_t out[FOLD_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
		assert_int_equal(fold_char(nothing[i], out), 0);
}

/* Every number there is: within bounds, and what came of it stays as it is when it is folded again. */
static void every_code_point(void **state)
{
	uint32_t out[FOLD_MAX], again[FOLD_MAX], cp;
	size_t n, i, longest = 0, unstable = 0;

	(void)state;
	for (cp = 0; cp < 0x110000; cp++) {
		n = fold_char(cp, out);
		assert_true(n <= FOLD_MAX);
		longest = n > longest ? n : longest;
		for (i = 0; i < n; i++)
			unstable += fold_char(out[i], again) != 1 || again[0] != out[i];
	}
	assert_int_equal(longest, FOLD_MAX);
	assert_int_equal(unstable, 0);
	assert_int_equal(fold_char(0x110000, out), 0);
	assert_int_equal(fold_char(UINT32_MAX, out), 0);
}

static void kinds(void **state)
{
	static const struct {
		uint32_t cp;
		enum fold_kind kind;
	} cases[] = {{'a', FOLD_LETTER}, {0x05d0, FOLD_LETTER}, {0x4e2d, FOLD_LETTER},
		{'7', FOLD_DIGIT}, {0x0663, FOLD_DIGIT}, {0x00bd, FOLD_DIGIT},
		{'\'', FOLD_APOSTROPHE}, {0x2019, FOLD_APOSTROPHE}, {'`', FOLD_APOSTROPHE},
		{0x00b4, FOLD_APOSTROPHE}, {0x2032, FOLD_APOSTROPHE}, {'.', FOLD_PUNCTUATION},
		{'-', FOLD_PUNCTUATION}, {'_', FOLD_PUNCTUATION}, {0x201c, FOLD_PUNCTUATION},
		{0x1f62d, FOLD_SYMBOL}, {'^', FOLD_SYMBOL}, {' ', FOLD_BLANK}, {'\n', FOLD_BLANK},
		{0, FOLD_BLANK}, {0x3000, FOLD_BLANK}, {0xd800, FOLD_BLANK}, {0x10ffff, FOLD_BLANK},
		{0x110000, FOLD_BLANK}, {UINT32_MAX, FOLD_BLANK}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(fold_kind(cases[i].cp), cases[i].kind);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ascii),
		cmocka_unit_test(disguises),
		cmocka_unit_test(lookalike_letters),
		cmocka_unit_test(others_stay),
		cmocka_unit_test(drops),
		cmocka_unit_test(every_code_point),
		cmocka_unit_test(kinds),
	};

	return cmocka_run_group_tests_name("base/fold", tests, NULL, NULL);
}
