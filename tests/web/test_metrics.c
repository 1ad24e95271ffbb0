/* Tests of src/web/metrics.c. */
#include "web/metrics.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct buf out;
static struct metrics m;

static int set_up(void **state)
{
	(void)state;
	buf_init(&out, 100000);
	m = (struct metrics){.out = &out};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	buf_free(&out);
	return 0;
}

static void families(void **state)
{
	(void)state;
	metrics_family(&m, "up", METRICS_GAUGE, "Whether it is.");
	assert_true(metrics_count(&m, NULL, 0, 1));
	metrics_family(&m, "said_total", METRICS_COUNTER, "How much.");
	metrics_count(&m, &(struct metrics_label){"tier", "none"}, 1, UINT64_MAX);
	assert_true(
		metrics_value(&m, (const struct metrics_label[]){{"a", "1"}, {"b", "2"}}, 2, 0.25));
	assert_string_equal(buf_str(&out),
		"# HELP lumbard_up Whether it is.\n"
		"# TYPE lumbard_up gauge\n"
		"lumbard_up 1\n"
		"# HELP lumbard_said_total How much.\n"
		"# TYPE lumbard_said_total counter\n"
		"lumbard_said_total{tier=\"none\"} 18446744073709551615\n"
		"lumbard_said_total{a=\"1\",b=\"2\"} 0.25\n");
}

/* A value of a label cannot end it. */
static void hostile_labels(void **state)
{
	(void)state;
	metrics_family(&m, "x", METRICS_GAUGE, "X.");
	buf_clear(&out);
	metrics_count(&m, &(struct metrics_label){"l", "a\"} 1\nb \\ \xc3\xa4"}, 1, 2);
	assert_string_equal(buf_str(&out), "lumbard_x{l=\"a\\\"} 1\\nb \\\\ \xc3\xa4\"} 2\n");
}

static void odd_values(void **state)
{
	(void)state;
	metrics_family(&m, "x", METRICS_GAUGE, "X.");
	buf_clear(&out);
	metrics_value(&m, NULL, 0, (double)NAN);
	metrics_value(&m, NULL, 0, (double)INFINITY);
	metrics_value(&m, NULL, 0, -(double)INFINITY);
	metrics_value(&m, NULL, 0, -1);
	metrics_value(&m, NULL, 0, 1795381234.5); /* a time of day keeps its seconds */
	assert_string_equal(buf_str(&out), "lumbard_x NaN\nlumbard_x +Inf\nlumbard_x -Inf\n"
					   "lumbard_x -1\nlumbard_x 1795381234.5\n");
}

static void histograms(void **state)
{
	struct histogram h = {0};

	(void)state;
	histogram_add(&h, 5);
	histogram_add(&h, 20);
	histogram_add(&h, 90000000);
	metrics_family(&m, "took_seconds", METRICS_HISTOGRAM, "X.");
	buf_clear(&out);
	metrics_spans(&m, &(struct metrics_label){"a", "\""}, 1, &h);
	assert_non_null(strstr(buf_str(&out),
		"lumbard_took_seconds_bucket{a=\"\\\"\",le=\"1e-05\"} 1\n"
		"lumbard_took_seconds_bucket{a=\"\\\"\",le=\"2.5e-05\"} 2\n"));
	assert_non_null(
		strstr(buf_str(&out), "lumbard_took_seconds_bucket{a=\"\\\"\",le=\"60\"} 2\n"
				      "lumbard_took_seconds_bucket{a=\"\\\"\",le=\"+Inf\"} 3\n"
				      "lumbard_took_seconds_sum{a=\"\\\"\"} 90.000025\n"
				      "lumbard_took_seconds_count{a=\"\\\"\"} 3\n"));
	buf_clear(&out);
	metrics_spans(&m, NULL, 0, &h);
	assert_non_null(strstr(buf_str(&out), "lumbard_took_seconds_bucket{le=\"+Inf\"} 3\n"
					      "lumbard_took_seconds_sum 90.000025\n"
					      "lumbard_took_seconds_count 3\n"));
}

static void no_room(void **state)
{
	(void)state;
	buf_free(&out);
	buf_init(&out, 20);
	assert_false(metrics_family(&m, "x", METRICS_GAUGE, "X."));
	assert_false(metrics_count(&m, NULL, 0, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(families, set_up, tear_down),
		cmocka_unit_test_setup_teardown(hostile_labels, set_up, tear_down),
		cmocka_unit_test_setup_teardown(odd_values, set_up, tear_down),
		cmocka_unit_test_setup_teardown(histograms, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_room, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("web/metrics", tests, NULL, NULL);
}
