/* Tests of src/base/json.c. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

#include "base/json.c" /* NOLINT: compiled in, so that its memory can run short */

/* Parses bytes that have no NUL behind them. */
static json *parse_bytes(const char *text, size_t len)
{
	char *copy = malloc(len ? len : 1);
	json *v;

	assert_non_null(copy);
	memcpy(copy, text, len);
	v = json_parse(copy, len);
	free(copy);
	return v;
}

static json *parse(const char *text)
{
	return parse_bytes(text, strlen(text));
}

static void one_value_only(void **state)
{
	static const char *const good[] = {
		"{}", "[]", "null", "0", "\"\"", " \t\r\n{} \t\r\n", "[1,2]", "{\"a\":{\"a\":[]}}"};
	static const char *const bad[] = {"", " ", "{", "}", "[1,]", "{\"a\"}", "{} x", "{}{}",
		"{},", "nul", "'a'", "\"a", "{a:1}", "{\"a\":1}]", "\"\\x\"", "\"\\u12\"",
		"\"\\ud800\""};
	size_t i;
	json *v;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		v = parse(good[i]);
		if (!v)
			fail_msg("'%s' was refused", good[i]);
		json_free(v);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		v = parse(bad[i]);
		if (v)
			fail_msg("'%s' was taken", bad[i]);
	}
	json_free(NULL);
}

/* A tower of brackets is refused, not followed to the end of the stack. */
static void deep(void **state)
{
	static char text[200000];

	(void)state;
	memset(text, '[', sizeof(text));
	assert_null(json_parse(text, sizeof(text)));
	memset(text + sizeof(text) / 2, ']', sizeof(text) / 2);
	assert_null(json_parse(text, sizeof(text)));
}

/* A NUL, escaped or not, cannot hide what stands behind it. */
static void nul_hides_nothing(void **state)
{
	static const char *const texts[][2] = {
		{"{\"text\":\"fine\\u0000 but numb\"}", "fine  but numb"},
		{"{\"text\":\"\\u0000\\u0000x\\u0000\"}", "  x "},
		{"{\"text\":\"not one: \\\\u0000\"}", "not one: \\u0000"},
		{"{\"text\":\"one: \\\\\\u0000.\"}", "one: \\ ."},
		{"{\"te\\u0000xt\":\"hidden\",\"text\":\"seen\"}", "seen"},
	};
	static const char raw[] = "{\"text\":\"fine\0 but numb\"}";
	static const char before[] = "\0{}", behind[] = "{}\0";
	size_t i;
	json *v;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		v = parse(texts[i][0]);
		assert_non_null(v);
		assert_string_equal(json_get_string(v, "text"), texts[i][1]);
		json_free(v);
	}
	assert_null(parse_bytes(raw, sizeof(raw) - 1));
	assert_null(parse_bytes(before, sizeof(before) - 1));
	assert_null(parse_bytes(behind, sizeof(behind) - 1));
}

static void members(void **state)
{
	json *v = parse("{\"id\":\"1\",\"ID\":\"2\",\"n\":null,\"t\":true,\"f\":false,"
			"\"one\":1,\"id\":\"3\",\"l\":[\"a\",[],{}]}");
	const json *l;
	size_t n = 0;

	(void)state;
	assert_non_null(v);
	assert_string_equal(json_get_string(v, "ID"), "2");
	assert_string_equal(json_get_string(v, "id"), "1");
	assert_null(json_get(v, "Id"));
	assert_null(json_get_string(v, "n"));
	assert_null(json_get_string(v, "one"));
	assert_true(json_is_null(json_get(v, "n")));
	assert_true(json_is_true(json_get(v, "t")));
	assert_false(json_is_true(json_get(v, "f")));
	assert_false(json_is_true(json_get(v, "one")));
	assert_true(json_is_object(v) && !json_is_array(v));
	l = json_get(v, "l");
	assert_true(json_is_array(l) && !json_is_object(l));
	assert_null(json_get(l, "id"));
	assert_string_equal(json_string(json_first(l)), "a");
	assert_true(json_is_array(json_next(json_first(l))));
	assert_null(json_first(json_next(json_first(l))));
	assert_null(json_next(json_next(json_next(json_first(l)))));
	for (l = json_first(v); l; l = json_next(l))
		n++;
	assert_int_equal(n, 8);
	assert_null(json_first(json_get(v, "id")));
	json_free(v);
}

/* Keys that begin alike, and the empty one, are told apart. */
static void members_alike(void **state)
{
	json *v = parse("{\"i\":\"1\",\"idx\":\"2\",\"\":\"3\",\"id\":\"4\"}");

	(void)state;
	assert_string_equal(json_get_string(v, "id"), "4");
	assert_string_equal(json_get_string(v, "i"), "1");
	assert_string_equal(json_get_string(v, ""), "3");
	assert_null(json_get(v, "ids"));
	json_free(v);
	v = parse("{}");
	assert_null(json_get(v, ""));
	json_free(v);
}

static void nothing(void **state)
{
	int64_t i = 7;
	double d = 7;

	(void)state;
	assert_null(json_get(NULL, "a"));
	assert_null(json_first(NULL));
	assert_null(json_next(NULL));
	assert_null(json_string(NULL));
	assert_null(json_get_string(NULL, "a"));
	assert_false(json_get_int(NULL, "a", &i));
	assert_false(json_get_double(NULL, "a", &d));
	assert_false(json_is_true(NULL) || json_is_object(NULL) || json_is_array(NULL) ||
		     json_is_null(NULL));
	assert_int_equal(i, 7);
}

static void numbers(void **state)
{
	static const struct {
		const char *text;
		bool is_int, is_double;
		int64_t value;
	} cases[] = {
		{"0", true, true, 0},
		{"-41250", true, true, -41250},
		{"1e3", true, true, 1000},
		{"9007199254740992", true, true, 9007199254740992},
		{"-9007199254740992", true, true, -9007199254740992},
		{"9007199254740994", false, true, 0},
		{"1e300", false, true, 0},
		{"0.5", false, true, 0},
		{"1e999", false, false, 0},
		{"-1e999", false, false, 0},
		{"\"5\"", false, false, 0},
		{"true", false, false, 0},
		{"null", false, false, 0},
	};
	char text[64];
	int64_t value;
	double d;
	size_t i;
	json *v;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text), "{\"n\":%s}", cases[i].text);
		v = parse(text);
		assert_non_null(v);
		value = 77;
		d = 77;
		assert_int_equal(json_get_int(v, "n", &value), cases[i].is_int);
		assert_true(value == (cases[i].is_int ? cases[i].value : 77));
		assert_int_equal(json_get_double(v, "n", &d), cases[i].is_double);
		assert_int_equal(d != 77, cases[i].is_double);
		json_free(v);
	}
}

static void writes(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *written;
	} cases[] = {
		{"", 0, "\"\""},
		{"a \"b\" \\ /", 9, "\"a \\\"b\\\" \\\\ /\""},
		{"\n\r\t", 3, "\"\\n\\r\\t\""},
		{"\0\x01\x1f\x7f", 4, "\"\\u0000\\u0001\\u001f\\u007f\""},
		{"\xc3\xa9\xf0\x9f\x98\xad", 6, "\"\xc3\xa9\xf0\x9f\x98\xad\""},
		{"a\xff\xc3", 3, "\"a\xef\xbf\xbd\xef\xbf\xbd\""},
		{"\xed\xa0\x80", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
		{"abc", 2, "\"ab\""},
	};
	struct buf b;
	size_t i;

	(void)state;
	buf_init(&b, 100);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&b);
		assert_true(json_put_string(&b, cases[i].bytes, cases[i].len));
		assert_string_equal(buf_str(&b), cases[i].written);
	}
	buf_clear(&b);
	buf_putc(&b, '{');
	assert_true(json_put(&b, "a", "1\n"));
	assert_true(json_put(&b, "k\"", NULL));
	buf_puts(&b, ",\"o\":{");
	assert_true(json_put(&b, "b", ""));
	assert_string_equal(buf_str(&b), "{\"a\":\"1\\n\",\"k\\\"\":null,\"o\":{\"b\":\"\"");
	buf_free(&b);
}

/* Up to the buffer's cap and not a byte beyond; what no longer fits is told. */
static void writes_within_bounds(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 6);
	assert_true(json_put_string(&b, "abcd", 4));
	buf_clear(&b);
	assert_false(json_put_string(&b, "abcde", 5));
	buf_clear(&b);
	assert_false(json_put(&b, "key", "v"));
	assert_true(b.len <= 6);
	buf_free(&b);
}

/* What is written is read again as it was, whatever it holds. */
static void there_and_back(void **state)
{
	char text[0x600];
	struct buf b;
	uint32_t cp;
	json *v;

	(void)state;
	buf_init(&b, 100000);
	for (cp = 1; cp < 0x300; cp++)
		utf8_put(&b, cp);
	assert_true(b.len < sizeof(text));
	strcpy(text, buf_str(&b));
	buf_clear(&b);
	buf_putc(&b, '{');
	json_put(&b, "t", text);
	buf_putc(&b, '}');
	v = parse_bytes(b.data, b.len);
	assert_non_null(v);
	assert_string_equal(json_get_string(v, "t"), text);
	json_free(v);
	buf_free(&b);
}

static void values(void **state)
{
	static const char text[] =
		"{ \"a\": [1, -2.5, true, false, null, \"x\\u0001\\\"\"], \"b\": {}, \"c\": [],"
		" \"n\": 9007199254740991, \"d\": {\"a\": {}} }";
	static const char bytes[] = "[\"\xff\", 1e999]";
	struct buf b;
	json *v = json_parse(text, strlen(text));

	(void)state;
	buf_init(&b, 1000);
	assert_true(json_put_value(&b, v));
	assert_string_equal(buf_str(&b),
		"{\"a\":[1,-2.5,true,false,null,\"x\\u0001\\\"\"],\"b\":{},\"c\":[],"
		"\"n\":9007199254740991,\"d\":{\"a\":{}}}");
	json_free(v);
	buf_clear(&b);
	v = json_parse(bytes, strlen(bytes));
	json_put_value(&b, v);
	json_put_value(&b, NULL);
	assert_string_equal(buf_str(&b), "[\"\xef\xbf\xbd\",null]null");
	json_free(v);
	buf_free(&b);
}

static void no_memory(void **state)
{
	static const char text[] = "{\"text\":\"a\\u0000b\"}";

	(void)state;
	memory_left = 0;
	assert_null(json_parse(text, strlen(text)));
	memory_left = MEMORY_PLENTY;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_value_only),
		cmocka_unit_test(deep),
		cmocka_unit_test(nul_hides_nothing),
		cmocka_unit_test(members),
		cmocka_unit_test(members_alike),
		cmocka_unit_test(nothing),
		cmocka_unit_test(numbers),
		cmocka_unit_test(writes),
		cmocka_unit_test(writes_within_bounds),
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(values),
		cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests_name("base/json", tests, NULL, NULL);
}
