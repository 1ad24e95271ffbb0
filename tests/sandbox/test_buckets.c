/* Tests of src/sandbox/buckets.c. */
#include "sandbox/buckets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const struct buckets_rule rule = {2, 1000, false};
static const struct buckets_rule apart = {1, 1000, true};

static void a_window_after_the_other(void **state)
{
	struct buckets *b = buckets_create();
	struct buckets_count c = buckets_take(b, "POST 1", &rule, 5000);

	(void)state;
	assert_false(c.over);
	assert_int_equal(c.left, 1);
	assert_int_equal(c.wait_ms, 1000);
	c = buckets_take(b, "POST 1", &rule, 5400);
	assert_int_equal(c.left, 0);
	c = buckets_take(b, "POST 1", &rule, 5500);
	assert_true(c.over);
	assert_false(c.is_global);
	assert_int_equal(c.wait_ms, 500);
	assert_false(buckets_take(b, "POST 2", &rule, 5500).over);
	assert_false(buckets_take(b, "POST 1", &rule, 6000).over);
	buckets_destroy(b);
}

static void everything_has_a_limit_too(void **state)
{
	struct buckets *b = buckets_create();
	struct buckets_count c;
	char key[16];
	int i;

	(void)state;
	for (i = 0; i < BUCKETS_GLOBAL; i++) {
		snprintf(key, sizeof(key), "GET %d", i);
		assert_false(buckets_take(b, key, &rule, 100).over);
	}
	c = buckets_take(b, "GET other", &rule, 100);
	assert_true(c.over);
	assert_true(c.is_global);
	assert_false(buckets_take(b, "POST answer", &apart, 100).over);
	assert_true(buckets_take(b, "POST answer", &apart, 100).over);
	assert_false(buckets_take(b, "GET other", &rule, 1100).over);
	buckets_destroy(b);
	buckets_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_window_after_the_other),
		cmocka_unit_test(everything_has_a_limit_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
