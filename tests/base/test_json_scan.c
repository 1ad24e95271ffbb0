/* What is read in passing is what the parser would have found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/json_scan.h"

/* Whether all of text is one value that is taken. */
static bool taken(const char *text, struct json_scan_value *v)
{
	struct json_scan r = {text, text + strlen(text)};

	if (!json_scan_next(&r, v))
		return false;
	json_scan_blanks(&r);
	return r.at == r.end;
}

static void values(void **state)
{
	static const struct {
		const char *text;
		char kind;
		size_t len;
	} cases[] = {{"\"\"", '"', 0}, {" \"abc\" ", '"', 3}, {"\"12345678\\n90123456\"", '"', 18},
		{"0", '0', 1}, {"-0", '-', 2}, {"-12.5e-7", '-', 8}, {"10E+2", '1', 5},
		{"[]", '[', 0}, {"{}", '{', 0}, {"[1, [2], {\"a\" : {}}]", '[', 18},
		{"{\"a\":1,\"b\":[{}]}", '{', 14}};
	static const char *const words[] = {"true", "false", "null", "\t\r\n true "};
	struct json_scan_value v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(taken(cases[i].text, &v));
		assert_int_equal(v.kind, cases[i].kind);
		assert_int_equal(v.len, cases[i].len);
	}
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_true(taken(words[i], &v));
}

static void left_alone(void **state)
{
	static const char *const texts[] = {"", " ", "\"", "\"a", "\"\\", "\"\\\"", "\"\\u12\"",
		"\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\q\"", "\"\n\"", "tru",
		"nulll", "-", "01", ".5", "5.", "5e", "5e+", "+5", "1 2", "[", "[1", "[1,", "[1,]",
		"[,]", "[1}", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}", "{1:1}",
		"{\"a\" 1}", "]", "}", "12345678901234567890123456789012345678901"};
	struct json_scan_value v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(taken(texts[i], &v));
}

/* Every escape, at every place of a word of eight bytes. */
static void texts(void **state)
{
	static const char *const escapes[] = {"", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r",
		"\\t", "\\u0041", "\\u00e9", "\\u07ff", "\\u0800", "\\uD7ff", "\\ue000", "\\uFFFF",
		"\xc3\xa9", "\xff"};
	char text[64], out[64];
	struct json_scan_value v;
	size_t i, before, n;
	json *parsed;

	(void)state;
	for (i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		for (before = 0; before < 18; before++) {
			snprintf(text, sizeof(text), "\"%.*s%s%s\"", (int)before,
				"abcdefghijklmnopqr", escapes[i], before % 2 ? "stuvwxyz" : "");
			assert_true(taken(text, &v));
			n = json_scan_text(&v, out);
			assert_true(n <= v.len);
			out[n] = '\0';
			parsed = json_parse(text, strlen(text));
			assert_string_equal(out, json_string(parsed));
			json_free(parsed);
		}
	}
}

/* Any bytes that are taken are taken by the parser. */
static void any_bytes(void **state)
{
	static const char letters[] = "{}[]\",:\\u0041-+.eE null true false 0123 \n\t";
	unsigned x = 1, n_taken = 0;
	struct json_scan_value v;
	char text[16];
	json *parsed;
	int round;
	size_t i;

	(void)state;
	for (round = 0; round < 300000; round++) {
		x = x * 1103515245 + 12345;
		for (i = 0; i < 1 + (x >> 16) % 12; i++) {
			unsigned y = x = x * 1664525 + 1013904223;

			text[i] = letters[(y >> 8) % (sizeof(letters) - 1)];
		}
		text[i] = '\0';
		if (!taken(text, &v))
			continue;
		n_taken++;
		parsed = json_parse(text, strlen(text));
		assert_non_null(parsed);
		json_free(parsed);
	}
	assert_true(n_taken > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values),
		cmocka_unit_test(left_alone),
		cmocka_unit_test(texts),
		cmocka_unit_test(any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
