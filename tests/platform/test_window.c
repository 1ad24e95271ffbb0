/* So many in so long, to the millisecond. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "platform/window.h"

static void test_refuses_one_too_many(void **state)
{
	struct window w;
	int i;

	(void)state;
	window_init(&w, 3, 1000);
	for (i = 0; i < 3; i++) {
		assert_int_equal(window_when(&w, 0, 100 + i), 100 + i);
		window_add(&w, 100 + i);
	}
	assert_int_equal(window_when(&w, 0, 103), 1100);
	assert_int_equal(window_when(&w, 0, 1099), 1100);
	assert_int_equal(window_when(&w, 0, 1100), 1100);
	window_add(&w, 1100);
	assert_int_equal(window_when(&w, 0, 1100), 1101);
}

static void test_keeps_places_free(void **state)
{
	struct window w;

	(void)state;
	window_init(&w, 4, 1000);
	window_add(&w, 0);
	assert_int_equal(window_when(&w, 2, 10), 10);
	window_add(&w, 10);
	assert_int_equal(window_when(&w, 2, 20), 1000);
	assert_int_equal(window_when(&w, 0, 20), 20);
	window_add(&w, 20);
	assert_int_equal(window_when(&w, 2, 30), 1010);
	assert_int_equal(window_when(&w, 4, 30), INT64_MAX);
	assert_int_equal(window_when(&w, 9, 30), INT64_MAX);
}

static void test_keeps_places_free_in_a_full_window(void **state)
{
	struct window w;
	int i;

	(void)state;
	window_init(&w, 5, 1000);
	for (i = 0; i < 7; i++)
		window_add(&w, 10 * i);
	/* two may stand in the span: the one of 50 has to leave */
	assert_int_equal(window_when(&w, 3, 100), 1050);
	assert_int_equal(window_when(&w, 1, 100), 1030);
	assert_int_equal(window_when(&w, 5, 5000), INT64_MAX);
}

static void test_never_more_than_max_in_any_span(void **state)
{
	int64_t done[2000], now = 0;
	struct window w;
	size_t n, i;

	(void)state;
	window_init(&w, 50, 1000);
	for (n = 0; n < 2000; n++) {
		now = window_when(&w, 0, now + (n % 7));
		window_add(&w, now);
		done[n] = now;
	}
	for (i = 50; i < n; i++)
		assert_true(done[i] - done[i - 50] >= 1000);
}

static void test_size_is_bounded(void **state)
{
	struct window w;
	int i;

	(void)state;
	window_init(&w, 100000, 1000);
	for (i = 0; i < WINDOW_MAX; i++)
		window_add(&w, 0);
	assert_int_equal(window_when(&w, 0, 0), 1000);
	window_add(&w, 0);
	assert_int_equal(window_when(&w, 0, 0), 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refuses_one_too_many),
		cmocka_unit_test(test_keeps_places_free),
		cmocka_unit_test(test_keeps_places_free_in_a_full_window),
		cmocka_unit_test(test_never_more_than_max_in_any_span),
		cmocka_unit_test(test_size_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
