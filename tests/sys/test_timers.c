/* Tests of src/sys/timers.c. */
#include "sys/timers.h"

#include "sys/world.h"

static struct timers list;
static char order[32];

/* Each timer's ctx is its letter; some do more when they fire. */
static struct timer a, b, c;

static void note(void *ctx)
{
	strcat(order, ctx);
}

static void set(struct timer *t, int64_t at, void (*fn)(void *), const char *letter)
{
	static char letters[8][2];
	static unsigned next;
	char *copy = letters[next++ % 8];

	strcpy(copy, letter);
	t->at_ms = at;
	t->fn = fn;
	t->ctx = copy;
	timers_add(&list, t);
}

static int fresh(void **state)
{
	(void)state;
	timers_clear(&list);
	order[0] = '\0';
	return 0;
}

static void in_order(void **state)
{
	(void)state;
	set(&b, 20, note, "b");
	set(&c, 20, note, "c");
	set(&a, 10, note, "a");
	timers_fire(&list, 9);
	assert_string_equal(order, "");
	timers_fire(&list, 10);
	assert_string_equal(order, "a");
	assert_false(timers_armed(&a));
	timers_fire(&list, 30);
	assert_string_equal(order, "abc");
	assert_null(list.first);
}

static void moved_and_removed(void **state)
{
	(void)state;
	set(&a, 10, note, "a");
	set(&b, 20, note, "b");
	set(&c, 30, note, "c");
	set(&a, 25, note, "A");
	timers_remove(&b);
	timers_remove(&b);
	assert_false(timers_armed(&b));
	timers_fire(&list, 100);
	assert_string_equal(order, "Ac");
}

static void kill_b(void *ctx)
{
	note(ctx);
	timers_remove(&b);
}

static void rearm_a(void *ctx)
{
	note(ctx);
	set(&a, 0, note, "x");
	set(&c, 0, note, "y");
}

/* A timer may remove one that is due in the same round; what it adds waits for the next. */
static void changes_inside(void **state)
{
	(void)state;
	set(&a, 1, kill_b, "a");
	set(&b, 2, note, "b");
	set(&c, 3, note, "c");
	timers_fire(&list, 5);
	assert_string_equal(order, "ac");

	order[0] = '\0';
	set(&a, 1, rearm_a, "a");
	set(&b, 2, note, "b");
	timers_fire(&list, 5);
	assert_string_equal(order, "ab");
	timers_fire(&list, 5);
	assert_string_equal(order, "abxy");
}

static void cleared(void **state)
{
	(void)state;
	set(&a, 1, note, "a");
	set(&b, 2, note, "b");
	timers_clear(&list);
	assert_false(timers_armed(&a));
	assert_false(timers_armed(&b));
	timers_fire(&list, 5);
	assert_string_equal(order, "");
	timers_remove(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(in_order, fresh),
		cmocka_unit_test_setup(moved_and_removed, fresh),
		cmocka_unit_test_setup(changes_inside, fresh),
		cmocka_unit_test_setup(cleared, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
