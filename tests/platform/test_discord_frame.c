/* Finding op, s and t in frames, honest and other. */
#include "platform/host_mock.h"

#include "base/json.h"
#include "platform/discord_frame.h"

static bool read(struct discord_frame *f, const char *text)
{
	return discord_frame_read(f, text, strlen(text));
}

static void test_the_usual_order(void **state)
{
	struct discord_frame f;

	(void)state;
	assert_true(read(&f, "{\"t\":\"MESSAGE_CREATE\",\"s\":42,\"op\":0,\"d\":{\"op\":9}}"));
	assert_int_equal(f.op, 0);
	assert_true(f.has_seq);
	assert_int_equal(f.seq, 42);
	assert_string_equal(f.name, "MESSAGE_CREATE");
}

static void test_d_first(void **state)
{
	struct discord_frame f;

	(void)state;
	assert_true(
		read(&f, " { \"d\" : {\"a\":[1,{\"s\":\"}]\\\"\\\\\"}],\"op\":5,\"t\":\"X\"} ,\n"
			 "\"op\":0,\t\"s\" : 7 , \"t\" : \"READY\" } "));
	assert_int_equal(f.op, 0);
	assert_int_equal(f.seq, 7);
	assert_string_equal(f.name, "READY");
}

static void test_zero_is_a_number_and_null_is_none(void **state)
{
	struct discord_frame f;

	(void)state;
	assert_true(read(&f, "{\"op\":0,\"s\":0,\"t\":\"X\"}"));
	assert_true(f.has_seq);
	assert_int_equal(f.seq, 0);
	assert_true(read(&f, "{\"op\":11,\"s\":null,\"t\":null,\"d\":null}"));
	assert_false(f.has_seq);
	assert_string_equal(f.name, "");
	assert_true(read(&f, "{\"op\":11}"));
	assert_false(f.has_seq);
}

static void test_large_numbers(void **state)
{
	struct discord_frame f;

	(void)state;
	assert_true(read(&f, "{\"op\":0,\"s\":9007199254740993}"));
	assert_int_equal(f.seq, 9007199254740993);
	assert_true(read(&f, "{\"op\":0,\"s\":99999999999999999999999}"));
	assert_false(f.has_seq);
	assert_true(read(&f, "{\"op\":0,\"s\":-5}"));
	assert_false(f.has_seq);
	assert_true(read(&f, "{\"op\":0,\"s\":1.5}"));
	assert_false(f.has_seq);
	assert_true(read(&f, "{\"op\":0,\"s\":1e3}"));
	assert_false(f.has_seq);
}

static void test_wrong_types(void **state)
{
	struct discord_frame f;

	(void)state;
	assert_false(read(&f, "{\"op\":\"0\"}"));
	assert_false(read(&f, "{\"op\":null}"));
	assert_false(read(&f, "{\"op\":-1}"));
	assert_false(read(&f, "{\"op\":-}"));
	assert_false(read(&f, "{\"op\":}"));
	assert_false(read(&f, "{\"op\":[0]}"));
	assert_false(read(&f, "{\"op\":true}"));
	assert_false(read(&f, "{\"o\\u0070\":0}"));
	assert_true(read(&f, "{\"op\":0,\"s\":\"5\",\"t\":7}"));
	assert_false(f.has_seq);
	assert_string_equal(f.name, "");
}

static void test_the_first_of_equal_keys_counts(void **state)
{
	struct discord_frame f;

	(void)state;
	assert_true(read(&f, "{\"op\":1,\"op\":2,\"s\":3,\"s\":4,\"t\":\"A\",\"t\":\"B\"}"));
	assert_int_equal(f.op, 1);
	assert_int_equal(f.seq, 3);
	assert_string_equal(f.name, "A");
}

static void test_long_names_are_unknown(void **state)
{
	struct discord_frame f;
	char text[300] = "{\"t\":\"";

	(void)state;
	memset(text + strlen(text), 'A', 200);
	strcat(text, "\",\"op\":0}");
	assert_true(read(&f, text));
	assert_string_equal(f.name, "");
}

static void test_no_objects(void **state)
{
	static const char *const bad[] = {"", " ", "{", "{}", "[]", "[{\"op\":0}]", "null",
		"\"op\"", "{\"op\"", "{\"op\":", "{op:0}", "{\"op\" 0}", "{\"d\":{\"op\":0}",
		"{\"d\":\"\\", "{\"d\":[[[[", "{\"d\":\"}", "op", "\xff\xfe", "{\"x\":1 \"op\":0}",
		"{,\"op\":0}"};
	struct discord_frame f;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(read(&f, bad[i]));
	assert_false(discord_frame_read(&f, "", 0));
}

static void test_every_cut_of_a_frame(void **state)
{
	static const char text[] =
		"{\"d\":{\"a\":[1,\"\\\"]\"]},\"t\":\"MESSAGE_CREATE\",\"s\":42,\"op\":0}";
	struct discord_frame f;
	size_t len;
	char *copy;

	(void)state;
	for (len = 0; len < sizeof(text); len++) {
		copy = malloc(len ? len : 1); /* so that reading beyond it is noticed */
		assert_non_null(copy);
		memcpy(copy, text, len);
		discord_frame_read(&f, copy, len);
		free(copy);
	}
}

static void test_deep_nesting(void **state)
{
	size_t depth = 500000, len = 2 * depth + 64, n;
	char *text = malloc(len);
	struct discord_frame f;

	(void)state;
	assert_non_null(text);
	n = (size_t)sprintf(text, "{\"d\":");
	memset(text + n, '[', depth);
	memset(text + n + depth, ']', depth);
	sprintf(text + n + 2 * depth, ",\"op\":3}");
	assert_true(read(&f, text));
	assert_int_equal(f.op, 3);
	text[n + depth] = '\0';
	assert_false(read(&f, text));
	free(text);
}

/* Wherever the parser sees an object with an op, so do we, and it is the same one. */
static void test_agrees_with_the_parser(void **state)
{
	static const char alphabet[] = "{}[]\",:\\ opst0123456789.-enul\n";
	char text[41];
	struct discord_frame f;
	unsigned seed = 1, n, i, agreed = 0;
	int64_t op;
	json *v;

	(void)state;
	for (n = 0; n < 200000; n++) {
		size_t len = (size_t)snprintf(text, sizeof(text), n % 2 ? "{\"op\":" : "{\"s\":5,");
		for (i = (unsigned)len; i < 40; i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
		}
		text[40] = '\0';
		text[len + (seed >> 8) % (40 - len)] = '}';
		v = json_parse(text, strcspn(text, "}") + 1);
		if (json_get_int(v, "op", &op) && op >= 0 && !strpbrk(text, ".e")) {
			assert_true(discord_frame_read(&f, text, strcspn(text, "}") + 1));
			assert_int_equal(f.op, op);
			agreed++;
		}
		json_free(v);
	}
	assert_true(agreed > 100);
}

static bool is_cut(const char *text)
{
	return discord_frame_is_cut(text, strlen(text));
}

static void test_what_is_cut(void **state)
{
	static const char whole[] = " {\"t\":\"X\",\"s\":1,\"op\":0,\"d\":{\"a\":[\"}\\\"\",{}]}} ";
	size_t len;

	(void)state;
	for (len = 2; len < sizeof(whole) - 2; len++)
		assert_true(discord_frame_is_cut(whole, len));
	assert_false(is_cut(whole));
	/* wrong, but not for want of an end: it would come again as it is */
	assert_false(is_cut("{\"op\":0,\"t\":\"X\",\"d\":{\"content\":\"\\ud800\"}}"));
	assert_false(is_cut("{\"op\":0,\"d\":{\"content\":}}"));
	assert_false(is_cut("{]"));
	assert_false(is_cut(""));
	assert_false(is_cut("  "));
	assert_false(is_cut("nul"));
	assert_false(is_cut("\"op"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_usual_order),
		cmocka_unit_test(test_d_first),
		cmocka_unit_test(test_zero_is_a_number_and_null_is_none),
		cmocka_unit_test(test_large_numbers),
		cmocka_unit_test(test_wrong_types),
		cmocka_unit_test(test_the_first_of_equal_keys_counts),
		cmocka_unit_test(test_long_names_are_unknown),
		cmocka_unit_test(test_no_objects),
		cmocka_unit_test(test_every_cut_of_a_frame),
		cmocka_unit_test(test_deep_nesting),
		cmocka_unit_test(test_agrees_with_the_parser),
		cmocka_unit_test(test_what_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
