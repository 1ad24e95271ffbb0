/* Tests of src/sys/memory.c: large pieces are the system's own, however many were released before. */
#include "sys/memory.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void large_pieces(void **state)
{
	struct mallinfo2 before, with, after;
	void *large;

	(void)state;
	memory_lean();
	/* without it this would be the end of such pieces */
	large = malloc(1 << 20);
	assert_non_null(large);
	free(large);
	before = mallinfo2();
	large = malloc(500000);
	assert_non_null(large);
	with = mallinfo2();
	free(large);
	after = mallinfo2();
	if (with.uordblks == 0 && with.hblks == 0)
		skip(); /* a sanitizer's malloc() counts nothing */
	assert_int_equal(with.hblks, before.hblks + 1);
	assert_int_equal(after.hblks, before.hblks);
	memory_trim();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(large_pieces),
	};

	return cmocka_run_group_tests_name("sys/memory", tests, NULL, NULL);
}
