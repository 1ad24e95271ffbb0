/* Tests of src/base/histogram.c. */
#include "base/histogram.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void spans(void **state)
{
	struct histogram h = {0};

	(void)state;
	assert_int_equal(histogram_count(&h), 0);
	histogram_add(&h, -5);
	histogram_add(&h, 0);
	histogram_add(&h, 10);
	assert_int_equal(h.counts[0], 3);
	histogram_add(&h, 11);
	histogram_add(&h, 25);
	assert_int_equal(h.counts[1], 2);
	histogram_add(&h, 60000000);
	assert_int_equal(h.counts[HISTOGRAM_BOUNDS - 1], 1);
	histogram_add(&h, 60000001);
	histogram_add(&h, INT64_C(1) << 40);
	assert_int_equal(h.counts[HISTOGRAM_BOUNDS], 2);
	assert_int_equal(histogram_count(&h), 8);
	assert_int_equal(h.sum_us, 46 + 60000000 + 60000001 + (UINT64_C(1) << 40));
}

static void bounds_rise(void **state)
{
	size_t i;

	(void)state;
	for (i = 1; i < HISTOGRAM_BOUNDS; i++)
		assert_true(histogram_bound(i) > histogram_bound(i - 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spans),
		cmocka_unit_test(bounds_rise),
	};

	return cmocka_run_group_tests_name("base/histogram", tests, NULL, NULL);
}
