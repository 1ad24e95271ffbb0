/* Delays grow, stay below their cap, and cover their whole range. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "platform/backoff.h"

static void test_ceiling_doubles_up_to_the_cap(void **state)
{
	struct backoff b;

	(void)state;
	backoff_init(&b, 1000, 60000);
	assert_int_equal(backoff_next(&b, UINT32_MAX), 1000);
	assert_int_equal(backoff_next(&b, UINT32_MAX), 2000);
	assert_int_equal(backoff_next(&b, UINT32_MAX), 4000);
	assert_int_equal(backoff_next(&b, UINT32_MAX), 8000);
	assert_int_equal(backoff_next(&b, UINT32_MAX), 16000);
	assert_int_equal(backoff_next(&b, UINT32_MAX), 32000);
	assert_int_equal(backoff_next(&b, UINT32_MAX), 60000);
	assert_int_equal(backoff_next(&b, UINT32_MAX), 60000);
}

static void test_jitter_is_full(void **state)
{
	struct backoff b;

	(void)state;
	backoff_init(&b, 1000, 60000);
	assert_int_equal(backoff_next(&b, 0), 0);
	assert_int_equal(backoff_next(&b, UINT32_MAX / 2), 999);
	assert_int_equal(backoff_next(&b, UINT32_MAX / 4 * 3), 2999);
}

static void test_many_attempts_stay_at_the_cap(void **state)
{
	struct backoff b;
	int i;

	(void)state;
	backoff_init(&b, 1, INT64_MAX / 2);
	for (i = 0; i < 200; i++)
		assert_true(backoff_next(&b, UINT32_MAX) > 0);
	backoff_init(&b, 500, 500);
	for (i = 0; i < 200; i++)
		assert_int_equal(backoff_next(&b, UINT32_MAX), 500);
}

static void test_reset_begins_anew(void **state)
{
	struct backoff b;

	(void)state;
	backoff_init(&b, 10, 1000);
	backoff_next(&b, 0);
	backoff_next(&b, 0);
	backoff_reset(&b);
	assert_int_equal(backoff_next(&b, UINT32_MAX), 10);
}

static void test_between_includes_both_ends(void **state)
{
	(void)state;
	assert_int_equal(backoff_between(1000, 5000, 0), 1000);
	assert_int_equal(backoff_between(1000, 5000, UINT32_MAX), 5000);
	assert_int_equal(backoff_between(7, 7, 12345), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ceiling_doubles_up_to_the_cap),
		cmocka_unit_test(test_jitter_is_full),
		cmocka_unit_test(test_many_attempts_stay_at_the_cap),
		cmocka_unit_test(test_reset_begins_anew),
		cmocka_unit_test(test_between_includes_both_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
