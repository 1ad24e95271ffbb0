/* Tests of src/cmd/today.c. */
#include "cmd/today.h"

#include "platform/host_mock.h"

static void days(void **state)
{
	char day[TODAY_MAX];

	(void)state;
	today_of(0, day);
	assert_string_equal(day, "1970-01-01");
	today_of(86399999, day);
	assert_string_equal(day, "1970-01-01");
	today_of(INT64_C(1795000000000), day);
	assert_string_equal(day, "2026-11-18");
	today(day);
	assert_int_equal(strlen(day), 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days),
	};

	return cmocka_run_group_tests_name("cmd/today", tests, NULL, NULL);
}
