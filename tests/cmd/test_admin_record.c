/* Tests of src/cmd/admin_record.c: what the store found, as the dashboard is told. */
#include "cmd/admin_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/config.h"
#include "bot/gaps.h"
#include "sys/store.h"

static struct buf out;

static int set_up(void **state)
{
	(void)state;
	buf_init(&out, 1 << 16);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	buf_free(&out);
	return 0;
}

static void lines(void **state)
{
	const struct store_line list[] = {
		{"main", {7, "n-1", "opened", "emergency", "sad\"dle", "", "", "a\nb"}},
		{"main", {8, "n-1", "acknowledged", "emergency", "saddle", "", "40", "<i>"}},
	};

	(void)state;
	assert_true(admin_record_lines(NULL, &out));
	assert_string_equal(buf_str(&out), "null");
	buf_clear(&out);
	assert_true(admin_record_lines(&(struct store_due){.lines = list}, &out));
	assert_string_equal(buf_str(&out), "[]");
	buf_clear(&out);
	assert_true(admin_record_lines(&(struct store_due){.lines = list, .n_lines = 2}, &out));
	assert_string_equal(buf_str(&out),
		"[{\"at\":7,\"account\":\"main\",\"number\":\"n-1\",\"step\":\"opened\","
		"\"tier\":\"emergency\",\"flags\":\"sad\\\"dle\",\"path\":\"\",\"who\":\"\","
		"\"detail\":\"a\\nb\"},"
		"{\"at\":8,\"account\":\"main\",\"number\":\"n-1\",\"step\":\"acknowledged\","
		"\"tier\":\"emergency\",\"flags\":\"saddle\",\"path\":\"\",\"who\":\"40\","
		"\"detail\":\"<i>\"}]");
}

/* Each answer once, whichever of its counters comes first, or alone. */
static void feedback(void **state)
{
	const struct store_counter list[] = {
		{0, "feedback.yes.causes.overview", 9},
		{0, "feedback.no.treatment.heat-ice", 5},
		{0, "feedback.no.causes.overview", 4},
		{0, "feedback.yes.treatment.heat-ice", 3},
		{0, "feedback.no.a", 2},
		{0, "feedback.yes.b", 2},
		{0, "feedback.no.b", 2},
		{0, "feedback.else", 1},
		{0, "intent.a", 1},
	};

	(void)state;
	assert_true(admin_record_feedback(NULL, &out));
	assert_string_equal(buf_str(&out), "null");
	buf_clear(&out);
	assert_true(admin_record_feedback(&(struct store_due){.sums = list, .n_sums = 9}, &out));
	assert_string_equal(buf_str(&out),
		"[{\"answer\":\"causes.overview\",\"yes\":9,\"no\":4},"
		"{\"answer\":\"treatment.heat-ice\",\"yes\":3,\"no\":5},"
		"{\"answer\":\"a\",\"yes\":0,\"no\":2},{\"answer\":\"b\",\"yes\":2,\"no\":2}]");
}

static void shapes(void **state)
{
	struct config *config = config_default();
	struct gaps *gaps = gaps_create(&(struct gaps_options){.config = config});

	(void)state;
	assert_non_null(gaps);
	assert_true(admin_record_shapes(NULL, &out));
	assert_string_equal(buf_str(&out), "null");
	buf_clear(&out);
	assert_true(admin_record_shapes(gaps, &out));
	assert_string_equal(buf_str(&out), "[]");
	gaps_destroy(gaps);
	config_free(config);
	admin_record_destroy(NULL);
	admin_record_soon(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(feedback, set_up, tear_down),
		cmocka_unit_test_setup_teardown(shapes, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
