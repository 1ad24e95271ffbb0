/* Tests of src/base/lru.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

#include "base/lru.c" /* NOLINT: compiled in, so that its memory can run short */

static struct lru *l;

static int tear_down(void **state)
{
	(void)state;
	memory_left = MEMORY_PLENTY;
	lru_destroy(l);
	l = NULL;
	return 0;
}

static void put(const char *key, int value)
{
	int *kept = lru_put(l, key, strlen(key));

	assert_non_null(kept);
	*kept = value;
}

/* The values of one-letter keys in the order of the keys; -1 for one that is forgotten. */
static void holds(const char *keys, const int *expected)
{
	const int *kept;
	size_t i;

	for (i = 0; keys[i]; i++) {
		kept = lru_get(l, keys + i, 1);
		assert_int_equal(kept ? *kept : -1, expected[i]);
	}
}

static void open_of(size_t max)
{
	l = lru_create(max, sizeof(int));
	assert_non_null(l);
}

static void empty(void **state)
{
	(void)state;
	open_of(3);
	assert_int_equal(lru_count(l), 0);
	assert_null(lru_get(l, "a", 1));
	lru_remove(l, "a", 1);
	lru_destroy(NULL);
}

static void keeps_values(void **state)
{
	(void)state;
	open_of(3);
	assert_int_equal(*(int *)lru_put(l, "a", 1), 0);
	put("a", 5);
	put("", 6);
	*(int *)lru_put(l, "a\0b", 3) = 7;
	assert_int_equal(*(int *)lru_put(l, "a", 1), 5);
	assert_int_equal(lru_count(l), 3);
	assert_int_equal(*(int *)lru_get(l, "", 0), 6);
	assert_int_equal(*(int *)lru_get(l, "a\0b", 3), 7);
	assert_null(lru_get(l, "a\0", 2));
	lru_remove(l, "a", 1);
	assert_null(lru_get(l, "a", 1));
	assert_int_equal(lru_count(l), 2);
	/* a new one begins with zeroes, whatever its key held before */
	assert_int_equal(*(int *)lru_put(l, "a", 1), 0);
}

static void forgets_the_least_recent(void **state)
{
	(void)state;
	open_of(3);
	put("a", 1);
	put("b", 2);
	put("c", 3);
	assert_non_null(lru_get(l, "a", 1));
	put("d", 4);
	assert_int_equal(lru_count(l), 3);
	holds("bacd", (const int[]){-1, 1, 3, 4});
	/* putting is using, too; looking for what is not there is not */
	put("a", 5);
	assert_null(lru_get(l, "x", 1));
	put("e", 6);
	put("f", 7);
	holds("acdef", (const int[]){5, -1, -1, 6, 7});
}

static void of_one(void **state)
{
	(void)state;
	open_of(1);
	put("a", 1);
	put("a", 2);
	holds("a", (const int[]){2});
	put("b", 3);
	holds("ab", (const int[]){-1, 3});
	assert_int_equal(lru_count(l), 1);
	lru_remove(l, "b", 1);
	assert_int_equal(lru_count(l), 0);
	put("c", 4);
	holds("c", (const int[]){4});
}

/* Values are aligned for whatever they hold, and of the size that was asked for. */
static void large_values(void **state)
{
	unsigned char *kept;
	size_t i;

	(void)state;
	l = lru_create(10, 1000);
	assert_non_null(l);
	for (i = 0; i < 20; i++) {
		kept = lru_put(l, (const char *)&i, sizeof(i));
		assert_non_null(kept);
		assert_int_equal((uintptr_t)kept % alignof(max_align_t), 0);
		memset(kept, (int)i, 1000);
	}
	for (i = 10; i < 20; i++) {
		kept = lru_get(l, (const char *)&i, sizeof(i));
		assert_non_null(kept);
		assert_int_equal(kept[0], i);
		assert_int_equal(kept[999], i);
	}
}

/* A value that grows or shrinks keeps its key and what has room. */
static void sized_values(void **state)
{
	unsigned char *kept;

	(void)state;
	open_of(2);
	put("other", 9);
	kept = lru_put_sized(l, "key", 3, 8);
	assert_non_null(kept);
	memcpy(kept, "12345678", 8);
	kept = lru_put_sized(l, "key", 3, 100);
	assert_non_null(kept);
	assert_int_equal((uintptr_t)kept % alignof(max_align_t), 0);
	assert_memory_equal(kept, "12345678\0\0", 10);
	assert_int_equal(kept[99], 0);
	assert_ptr_equal(lru_get(l, "key", 3), kept);
	kept = lru_put_sized(l, "key", 3, 3);
	assert_memory_equal(kept, "123", 3);
	kept = lru_put_sized(l, "key", 3, 5);
	assert_memory_equal(kept, "123\0\0", 5);
	kept = lru_put_sized(l, "key", 3, 0);
	assert_non_null(kept);
	assert_non_null(lru_get(l, "key", 3));
	assert_int_equal(lru_count(l), 2);
	assert_int_equal(*(int *)lru_get(l, "other", 5), 9);
	/* without memory it is forgotten, as if it had been the least recent */
	memory_left = 0;
	assert_null(lru_put_sized(l, "key", 3, 4000));
	memory_left = MEMORY_PLENTY;
	assert_null(lru_get(l, "key", 3));
	assert_int_equal(lru_count(l), 1);
}

static void holds_many(void **state)
{
	char key[16];
	int i;

	(void)state;
	open_of(1000);
	for (i = 0; i < 5000; i++) {
		snprintf(key, sizeof(key), "%d", i);
		put(key, i);
	}
	assert_int_equal(lru_count(l), 1000);
	assert_null(lru_get(l, "3999", 4));
	assert_int_equal(*(int *)lru_get(l, "4000", 4), 4000);
	assert_int_equal(*(int *)lru_get(l, "4999", 4), 4999);
}

/* Whichever allocation fails: a put says so, there are never more than max, and it may be tried again. */
static void no_memory(void **state)
{
	char key[16];
	size_t left;
	int i, refused = 0;

	(void)state;
	memory_left = 0;
	assert_null(lru_create(3, sizeof(int)));
	for (left = 0; left < 5; left++) {
		memory_left = MEMORY_PLENTY;
		lru_destroy(l);
		open_of(300);
		for (i = 0; i < 400; i++) {
			snprintf(key, sizeof(key), "%zu %d", left, i);
			memory_left = left;
			if (!lru_put(l, key, strlen(key))) {
				refused++;
				memory_left = MEMORY_PLENTY;
				assert_null(lru_get(l, key, strlen(key)));
				put(key, i);
			}
			memory_left = MEMORY_PLENTY;
			assert_true(lru_count(l) <= 300);
			assert_non_null(lru_get(l, key, strlen(key)));
		}
	}
	assert_true(refused >= 400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(empty, tear_down),
		cmocka_unit_test_teardown(keeps_values, tear_down),
		cmocka_unit_test_teardown(forgets_the_least_recent, tear_down),
		cmocka_unit_test_teardown(of_one, tear_down),
		cmocka_unit_test_teardown(large_values, tear_down),
		cmocka_unit_test_teardown(sized_values, tear_down),
		cmocka_unit_test_teardown(holds_many, tear_down),
		cmocka_unit_test_teardown(no_memory, tear_down),
	};

	return cmocka_run_group_tests_name("base/lru", tests, NULL, NULL);
}
