/* Tests of src/sys/frames.c. */
#include "sys/frames.h"

#include "sys/world.h"

static void in_order(void **state)
{
	struct frames q = {0};
	struct frame *f;

	(void)state;
	assert_int_equal(frames_push(&q, "one", 3), 0);
	assert_int_equal(frames_push(&q, NULL, 0), 0);
	assert_int_equal(frames_push(&q, "three", 5), 0);
	f = frames_pop(&q);
	assert_int_equal(f->len, 3);
	assert_memory_equal(f->data + FRAMES_HEADROOM, "one", 3);
	free(f);
	f = frames_pop(&q);
	assert_int_equal(f->len, 0);
	free(f);
	assert_int_equal(frames_push(&q, "four", 4), 0);
	f = frames_pop(&q);
	assert_memory_equal(f->data + FRAMES_HEADROOM, "three", 5);
	free(f);
	f = frames_pop(&q);
	assert_memory_equal(f->data + FRAMES_HEADROOM, "four", 4);
	free(f);
	assert_null(frames_pop(&q));
	assert_int_equal(q.bytes, 0);
	assert_int_equal(q.n, 0);
}

static void bounded(void **state)
{
	char *large = calloc(1, FRAMES_BYTES_MAX + 1);
	struct frames q = {0};
	size_t i;

	(void)state;
	assert_non_null(large);
	for (i = 0; i < FRAMES_MAX; i++)
		assert_int_equal(frames_push(&q, "x", 1), 0);
	assert_int_equal(frames_push(&q, "x", 1), -1);
	frames_clear(&q);
	assert_null(q.first);

	assert_int_equal(frames_push(&q, large, FRAMES_BYTES_MAX + 1), -1);
	assert_int_equal(frames_push(&q, large, FRAMES_BYTES_MAX), 0);
	assert_int_equal(frames_push(&q, NULL, 0), 0);
	assert_int_equal(frames_push(&q, "x", 1), -1);
	frames_clear(&q);
	assert_int_equal(frames_push(&q, "x", 1), 0);
	frames_clear(&q);
	free(large);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_order),
		cmocka_unit_test(bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
