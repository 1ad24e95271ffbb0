/* Tests of src/base/map.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

#include "base/map.c" /* NOLINT: compiled in, so that its memory can run short */

#define MANY 5000

static int values[MANY];
static struct map *m;

static int set_up(void **state)
{
	(void)state;
	m = map_create();
	assert_non_null(m);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	memory_left = MEMORY_PLENTY;
	map_destroy(m);
	return 0;
}

static void empty(void **state)
{
	(void)state;
	assert_int_equal(map_count(m), 0);
	assert_null(map_get(m, "a", 1));
	assert_null(map_get(m, "", 0));
	map_destroy(NULL);
}

/* A key is its bytes, all of them and no more: NULs count, case counts, so does the length. */
static void keys_are_bytes(void **state)
{
	static const struct {
		const char *key;
		size_t len;
	} keys[] = {{"", 0}, {"a", 1}, {"A", 1}, {"ab", 2}, {"a\0", 2}, {"a\0b", 3}, {"\xff", 1}};
	char text[] = "key that its owner changes";
	size_t i, n = sizeof(keys) / sizeof(keys[0]);

	(void)state;
	for (i = 0; i < n; i++)
		assert_int_equal(map_put(m, keys[i].key, keys[i].len, &values[i]), 0);
	assert_int_equal(map_count(m), n);
	for (i = 0; i < n; i++)
		assert_ptr_equal(map_get(m, keys[i].key, keys[i].len), &values[i]);
	assert_null(map_get(m, "abc", 3));
	assert_int_equal(map_put(m, text, 3, &values[0]), 0);
	memset(text, 'x', sizeof(text));
	assert_ptr_equal(map_get(m, "key", 3), &values[0]);
}

static void replaces(void **state)
{
	(void)state;
	assert_int_equal(map_put(m, "a", 1, &values[0]), 0);
	assert_int_equal(map_put(m, "a", 1, &values[1]), 0);
	assert_int_equal(map_count(m), 1);
	assert_ptr_equal(map_get(m, "a", 1), &values[1]);
}

static void holds_many(void **state)
{
	char key[16];
	int i;

	(void)state;
	for (i = 0; i < MANY; i++) {
		snprintf(key, sizeof(key), "%d", i);
		assert_int_equal(map_put(m, key, strlen(key), &values[i]), 0);
	}
	assert_int_equal(map_count(m), MANY);
	for (i = 0; i < MANY; i++) {
		snprintf(key, sizeof(key), "%d", i);
		assert_ptr_equal(map_get(m, key, strlen(key)), &values[i]);
	}
}

/* Whichever allocation fails: a put says so, loses nothing that was there, and may be tried again. */
static void no_memory(void **state)
{
	char key[16];
	size_t left;
	int i, refused = 0;

	(void)state;
	memory_left = 0;
	assert_null(map_create());
	for (left = 0; left < 4; left++) {
		memory_left = left;
		for (i = 0; i < 400; i++) {
			snprintf(key, sizeof(key), "%zu %d", left, i);
			if (map_put(m, key, strlen(key), &values[i]) == 0)
				continue;
			refused++;
			assert_null(map_get(m, key, strlen(key)));
			memory_left = MEMORY_PLENTY;
			assert_int_equal(map_put(m, key, strlen(key), &values[i]), 0);
			memory_left = left;
		}
		assert_int_equal(map_count(m), 400 * (left + 1));
	}
	assert_true(refused > 400);
	memory_left = 0;
	assert_int_equal(map_put(m, "0 7", 3, &values[9]), 0);
	assert_ptr_equal(map_get(m, "0 7", 3), &values[9]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(empty, set_up, tear_down),
		cmocka_unit_test_setup_teardown(keys_are_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(replaces, set_up, tear_down),
		cmocka_unit_test_setup_teardown(holds_many, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_memory, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("base/map", tests, NULL, NULL);
}
