/* Ids are decimal strings of at most 64 bits, nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <string.h>

#include "platform/snowflake.h"

static void test_valid(void **state)
{
	static const char *const good[] = {"1", "9", "175928847299117063", "18446744073709551615"};
	static const char *const bad[] = {"", "0", "007", "-1", "+1", " 1", "1 ", "1a", "0x10",
		"1e5", "1.0", "18446744073709551616", "99999999999999999999",
		"184467440737095516150",
		"999999999999999999999999999999999999999999999999999999999999999999999999"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(snowflake_valid(good[i]));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(snowflake_valid(bad[i]));
	assert_false(snowflake_valid(NULL));
}

static void test_parse_keeps_all_64_bits(void **state)
{
	uint64_t id = 5;

	(void)state;
	assert_true(snowflake_parse("18446744073709551615", &id));
	assert_true(id == UINT64_MAX);
	assert_true(snowflake_parse("9007199254740993", &id));
	assert_true(id == 9007199254740993u);
	assert_false(snowflake_parse("x", &id));
	assert_true(id == 9007199254740993u);
}

static void test_time_of_creation(void **state)
{
	int64_t ms = 7;

	(void)state;
	/* the example of Discord's own reference */
	assert_true(snowflake_time("175928847299117063", &ms));
	assert_int_equal(ms, 1462015105796);
	assert_true(snowflake_time("1", &ms));
	assert_int_equal(ms, 1420070400000);
	assert_true(snowflake_time("18446744073709551615", &ms));
	assert_int_equal(ms, 1420070400000 + 4398046511103);
	ms = 7;
	assert_false(snowflake_time("2016-04-30", &ms));
	assert_int_equal(ms, 7);
}

static void test_age(void **state)
{
	int64_t ms;

	(void)state;
	assert_true(snowflake_time("175928847299117063", &ms));
	assert_int_equal(snowflake_age("175928847299117063", ms + 5), 5);
	assert_int_equal(snowflake_age("175928847299117063", ms - 5), 0);
	assert_int_equal(snowflake_age("none", ms), 0);
}

static void test_ids_of_a_time(void **state)
{
	static const int64_t times[] = {1420070400001, 1462015105796, 1800000000000};
	char id[SNOWFLAKE_MAX];
	int64_t ms;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		snprintf(id, sizeof(id), "%llu", (unsigned long long)snowflake_at(times[i]));
		assert_true(snowflake_time(id, &ms));
		assert_int_equal(ms, times[i]);
		snprintf(id, sizeof(id), "%llu", (unsigned long long)snowflake_at(times[i]) - 1);
		assert_true(snowflake_time(id, &ms));
		assert_int_equal(ms, times[i] - 1);
	}
	assert_int_equal(snowflake_at(1420070400000), 1);
	assert_int_equal(snowflake_at(0), 1);
	assert_int_equal(snowflake_at(INT64_MIN), 1);
}

static void test_numbers_are_refused(void **state)
{
	static const char text[] = "{\"s\":\"175928847299117063\",\"n\":175928847299117063,\"o\":{}"
				   ",\"z\":null,\"w\":\"x\"}";
	json *v = json_parse(text, strlen(text));

	(void)state;
	assert_string_equal(snowflake_get(v, "s"), "175928847299117063");
	assert_null(snowflake_get(v, "n"));
	assert_null(snowflake_get(v, "o"));
	assert_null(snowflake_get(v, "z"));
	assert_null(snowflake_get(v, "w"));
	assert_null(snowflake_get(v, "absent"));
	assert_null(snowflake_get(NULL, "s"));
	json_free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_parse_keeps_all_64_bits),
		cmocka_unit_test(test_time_of_creation),
		cmocka_unit_test(test_age),
		cmocka_unit_test(test_ids_of_a_time),
		cmocka_unit_test(test_numbers_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
