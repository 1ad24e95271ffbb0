/* Tests of src/base/arena.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

#include "base/arena.c" /* NOLINT: compiled in, so that its memory can run short */

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_create();
	return a ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	memory_left = MEMORY_PLENTY;
	arena_destroy(a);
	return 0;
}

static void is_zero(const unsigned char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		assert_int_equal(p[i], 0);
}

static void empty(void **state)
{
	(void)state;
	assert_int_equal(arena_bytes(a), 0);
	arena_destroy(NULL);
}

/* Pieces of all sizes: aligned, zeroed, and none in the other's bytes. */
static void pieces(void **state)
{
	static unsigned char *piece[3000];
	size_t i;

	(void)state;
	for (i = 0; i < 3000; i++) {
		piece[i] = arena_alloc(a, i);
		assert_non_null(piece[i]);
		assert_int_equal((uintptr_t)piece[i] % alignof(uint64_t), 0);
		is_zero(piece[i], i);
		memset(piece[i], (int)(i % 251 + 1), i);
	}
	for (i = 0; i < 3000; i++) {
		if (i > 0) {
			assert_int_equal(piece[i][0], i % 251 + 1);
			assert_int_equal(piece[i][i - 1], i % 251 + 1);
		}
	}
	assert_true(arena_bytes(a) >= 3000 * 2999 / 2);
}

static void block_edges(void **state)
{
	unsigned char *p, *q;

	(void)state;
	p = arena_alloc(a, 16);
	q = arena_alloc(a, ARENA_BLOCK - 16);
	assert_ptr_equal(q, p + 16);
	assert_true(arena_bytes(a) < 2 * ARENA_BLOCK);
	/* full to the last byte: the next piece opens a block */
	p = arena_alloc(a, 1);
	assert_non_null(p);
	assert_true(arena_bytes(a) > 2 * ARENA_BLOCK);
	is_zero(p, 16);
	q = arena_alloc(a, 3 * ARENA_BLOCK);
	is_zero(q, 3 * ARENA_BLOCK);
	memset(q, 1, 3 * ARENA_BLOCK);
	assert_true(arena_bytes(a) > 5 * ARENA_BLOCK);
	/* the large piece has a block of its own: the one before is filled on */
	assert_ptr_equal(arena_alloc(a, 1), p + alignof(uint64_t));
}

static void copies(void **state)
{
	const char *s;

	(void)state;
	s = arena_copy(a, "abcdef", 3);
	assert_string_equal(s, "abc");
	s = arena_copy(a, "x\0y", 3);
	assert_memory_equal(s, "x\0y", 4);
	s = arena_copy(a, NULL, 0);
	assert_string_equal(s, "");
	/* close together, and what follows is aligned again */
	assert_ptr_equal(arena_copy(a, "z", 1), s + 1);
	assert_int_equal((uintptr_t)arena_alloc(a, 1) % alignof(uint64_t), 0);
}

/* Sizes near the end of all numbers are refused, and the arena stays usable. */
static void huge(void **state)
{
	size_t before, i;

	(void)state;
	arena_alloc(a, 1);
	before = arena_bytes(a);
	for (i = 0; i < 200; i++)
		assert_null(arena_alloc(a, SIZE_MAX - i));
	assert_null(arena_alloc(a, SIZE_MAX / 2));
	assert_null(arena_copy(a, "x", SIZE_MAX));
	assert_int_equal(arena_bytes(a), before);
	assert_non_null(arena_alloc(a, 100));
}

static void no_memory(void **state)
{
	(void)state;
	memory_left = 0;
	assert_null(arena_create());
	assert_null(arena_alloc(a, 1));
	assert_null(arena_copy(a, "x", 1));
	assert_int_equal(arena_bytes(a), 0);
	memory_left = 1;
	assert_non_null(arena_alloc(a, 1));
	/* what is left of the block needs no memory */
	assert_string_equal(arena_copy(a, "x", 1), "x");
	assert_null(arena_alloc(a, ARENA_BLOCK));
	assert_string_equal(arena_copy(a, "y", 1), "y");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(empty, set_up, tear_down),
		cmocka_unit_test_setup_teardown(pieces, set_up, tear_down),
		cmocka_unit_test_setup_teardown(block_edges, set_up, tear_down),
		cmocka_unit_test_setup_teardown(copies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(huge, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_memory, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
