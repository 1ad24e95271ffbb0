/* Tests of src/web/history.c, on an invented clock. */
#include "web/history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

#define NOW 7777777

static struct history *h;

static int set_up(void **state)
{
	(void)state;
	h = history_create(NOW);
	assert_non_null(h);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	history_destroy(h);
	return 0;
}

/* The last n counts of a series, as they are written: "0,1,2"; "" when it is not there. */
static const char *counts(const char *ring, const char *name, int n)
{
	static char text[4096];
	const char *from, *end, *at;
	struct buf out;
	char key[256];
	json *all;

	buf_init(&out, 1 << 20);
	assert_true(history_write(h, &out));
	all = json_parse(buf_str(&out), out.len);
	assert_non_null(all);
	json_free(all);
	text[0] = '\0';
	snprintf(key, sizeof(key), "\"%s\":{", ring);
	from = strstr(buf_str(&out), key);
	end = strcmp(ring, "fine") == 0 ? strstr(from, "\"coarse\"") : from + strlen(from);
	snprintf(key, sizeof(key), "\"name\":\"%s\",\"n\":[", name);
	from = strstr(from, key);
	if (from && from < end) {
		end = strchr(from + strlen(key), ']');
		for (at = end; n > 0 && at[-1] != '['; n -= at[-1] == ',')
			at--;
		at += at[0] == ',';
		snprintf(text, sizeof(text), "%.*s", (int)(end - at), at);
	}
	buf_free(&out);
	return text;
}

static void grows(void **state)
{
	(void)state;
	history_add(h, "g", "a", 3);
	history_add(h, "g", "a", 5);
	assert_string_equal(counts("fine", "a", 2), "0,5");
	history_tick(h, NOW + HISTORY_FINE_MS);
	history_add(h, "g", "a", 6);
	assert_string_equal(counts("fine", "a", 3), "0,5,1");
	assert_string_equal(counts("coarse", "a", 2), "0,6");
	history_tick(h, NOW + 4 * HISTORY_FINE_MS);
	history_add(h, "g", "a", 6);
	assert_string_equal(counts("fine", "a", 5), "5,1,0,0,0");
	/* a counter that begins anew */
	history_add(h, "g", "a", 2);
	assert_string_equal(counts("fine", "a", 2), "0,2");
	/* time does not go back */
	history_tick(h, NOW);
	assert_string_equal(counts("fine", "a", 2), "0,2");
}

static void forgets(void **state)
{
	(void)state;
	history_add(h, "g", "a", 3);
	history_tick(h, NOW + (HISTORY_FINE - 1) * (int64_t)HISTORY_FINE_MS);
	assert_memory_equal(counts("fine", "a", HISTORY_FINE - 1), "0,0,", 4);
	history_tick(h, NOW + HISTORY_FINE * (int64_t)HISTORY_FINE_MS);
	assert_string_equal(counts("fine", "a", 1), "");
	assert_string_not_equal(counts("coarse", "a", 1), "");
	history_tick(h, NOW + 1000 * (int64_t)HISTORY_COARSE_MS);
	assert_string_equal(counts("coarse", "a", 1), "");
	history_add(h, "g", "a", 4);
	assert_string_equal(counts("coarse", "a", 2), "0,1");
}

static void groups(void **state)
{
	(void)state;
	history_add(h, "g", "a", 1);
	history_add(h, "other", "a", 2);
	history_add(h, "g", "\"quoted\\", 2);
	assert_string_equal(counts("fine", "a", 1), "1");
}

static void bounded(void **state)
{
	char name[2 * HISTORY_NAME_MAX];
	int i;

	(void)state;
	for (i = 0; i < HISTORY_SERIES_MAX + 5; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		history_add(h, "g", name, 1);
	}
	assert_string_equal(counts("fine", "n0", 1), "1");
	snprintf(name, sizeof(name), "n%d", HISTORY_SERIES_MAX - 1);
	assert_string_equal(counts("fine", name, 1), "1");
	snprintf(name, sizeof(name), "n%d", HISTORY_SERIES_MAX);
	assert_string_equal(counts("fine", name, 1), "");
}

static void long_names(void **state)
{
	char name[2 * HISTORY_NAME_MAX];

	(void)state;
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	history_add(h, "g", name, 1);
	history_add(h, "g", name, 2);
	name[HISTORY_NAME_MAX - 1] = '\0';
	assert_string_equal(counts("fine", name, 1), "2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(grows, set_up, tear_down),
		cmocka_unit_test_setup_teardown(forgets, set_up, tear_down),
		cmocka_unit_test_setup_teardown(groups, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_names, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
