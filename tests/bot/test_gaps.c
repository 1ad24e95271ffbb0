/* Tests of src/bot/gaps.c, in memory. */
#include "bot/gaps.h"

#include <stdio.h>

#include "base/config.h"
#include "platform/host_mock.h"

static struct config *config;
static struct gaps *g;

static int set_up(void **state)
{
	(void)state;
	config = config_default();
	assert_non_null(config);
	g = gaps_create(&(struct gaps_options){.config = config});
	return g ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	gaps_destroy(g);
	config_free(config);
	return 0;
}

static void note(const char *shape, int64_t at_ms)
{
	gaps_note(g, &(struct gaps_question){.account = "main",
			     .shape = shape,
			     .conversation = "9",
			     .message = "1",
			     .user = "2",
			     .text = "a text",
			     .len = 6,
			     .keep_ms = 1,
			     .at_ms = at_ms});
}

static void listed(void **state)
{
	const struct gaps_shape *list;
	size_t n;

	(void)state;
	note("tea", 5);
	note("milk", 6);
	note("water", 7);
	note("tea", 3);
	note("", 9);
	list = gaps_list(g, &n);
	assert_int_equal(n, 3);
	assert_string_equal(list[0].shape, "tea");
	assert_int_equal(list[0].n, 2);
	assert_int_equal(list[0].at_ms, 5);
	assert_string_equal(list[1].shape, "water");
	assert_string_equal(list[2].shape, "milk");
	gaps_forget(g, "main", "1");
	gaps_destroy(NULL);
}

/* The lightest goes: seen least often, and of those longest ago. */
static void bounded(void **state)
{
	const struct gaps_shape *list;
	char shape[16];
	size_t n, i;

	(void)state;
	for (i = 0; i < GAPS_MAX; i++) {
		snprintf(shape, sizeof(shape), "shape-%zu", i);
		note(shape, (int64_t)i);
		if (i != 7)
			note(shape, (int64_t)i);
	}
	note("new", 1);
	list = gaps_list(g, &n);
	assert_int_equal(n, GAPS_MAX);
	for (i = 0; i < n; i++)
		assert_string_not_equal(list[i].shape, "shape-7");
	assert_string_equal(list[n - 1].shape, "new");
	assert_int_equal(gaps_bound(g).met, 1);
	assert_int_equal(gaps_bound(g).used, GAPS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(listed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/gaps", tests, NULL, NULL);
}
