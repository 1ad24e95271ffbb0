/* Tests of src/bot/takeback.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

#include "bot/takeback.c" /* NOLINT: compiled in, so that its memory can run short */

static struct takebacks t;

static int set_up(void **state)
{
	(void)state;
	takeback_init(&t);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	memory_left = MEMORY_PLENTY;
	takeback_clear(&t);
	assert_int_equal(t.n, 0);
	return 0;
}

static int put(uint64_t ticket, const char *message)
{
	return takeback_put(&t, &(struct takeback){"20", message, ticket, 12345});
}

static void copied_and_in_order(void **state)
{
	char message[] = "99";
	struct takeback_item *item;

	(void)state;
	assert_int_equal(put(1, message), 0);
	assert_int_equal(put(2, ""), 0);
	memset(message, '#', strlen(message));
	item = takeback_take(&t);
	assert_int_equal(item->back.ticket, 1);
	assert_string_equal(item->back.conversation, "20");
	assert_string_equal(item->back.message, "99");
	assert_int_equal(item->back.deadline_ms, 12345);
	free(item);
	item = takeback_take(&t);
	assert_int_equal(item->back.ticket, 2);
	free(item);
	assert_null(takeback_take(&t));
}

static void bounded(void **state)
{
	char id[PLATFORM_ID_MAX + 1];
	int i;

	(void)state;
	memset(id, '1', sizeof(id));
	id[PLATFORM_ID_MAX] = '\0';
	assert_int_equal(put(1, id), -1);
	id[PLATFORM_ID_MAX - 1] = '\0';
	assert_int_equal(put(1, id), 0);
	for (i = 1; i < TAKEBACK_MAX; i++)
		assert_int_equal(put(1, "99"), 0);
	assert_int_equal(put(1, "99"), -1);
	free(takeback_take(&t));
	memory_left = 0;
	assert_int_equal(put(1, "99"), -1);
	assert_int_equal(t.n, TAKEBACK_MAX - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(copied_and_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/takeback", tests, NULL, NULL);
}
