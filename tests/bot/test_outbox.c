/* Tests of src/bot/outbox.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

#include "bot/outbox.c" /* NOLINT: compiled in, so that its memory can run short */

static struct outbox o;

static int set_up(void **state)
{
	(void)state;
	outbox_init(&o);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	memory_left = MEMORY_PLENTY;
	outbox_clear(&o);
	assert_int_equal(o.n, 0);
	return 0;
}

static int put(uint64_t ticket, bool emergency)
{
	return outbox_put(&o, &(struct platform_say){.ticket = ticket, .emergency = emergency});
}

static void take(uint64_t ticket)
{
	struct outbox_item *item = outbox_take(&o);

	assert_non_null(item);
	assert_int_equal(item->say.ticket, ticket);
	free(item);
}

/* Everything is copied, so that the caller's strings may go. */
static void copies(void **state)
{
	char conversation[] = "1", reply_to[] = "2", cause[] = "3", user[] = "4", role[] = "5";
	char text[] = "text", purpose[] = "r", direct[] = "6", about[] = "7", note[] = "8";
	char controls[] = "c", replaces[] = "9", handle[] = "h";
	char *const all[] = {conversation, direct, reply_to, cause, user, role, text, purpose,
		about, note, controls, replaces, handle};
	const struct platform_say say = {.ticket = 77,
		.conversation = conversation,
		.direct = direct,
		.reply_to = reply_to,
		.cause = cause,
		.user = user,
		.role = role,
		.text = text,
		.purpose = purpose,
		.about = about,
		.note = note,
		.deadline_ms = 12345,
		.emergency = true,
		.controls = controls,
		.replaces = replaces,
		.handle = handle,
		.turn = PLATFORM_TURN_CHANGE,
		.in_private = true};
	struct outbox_item *item;
	size_t i;

	(void)state;
	assert_int_equal(outbox_put(&o, &say), 0);
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		memset(all[i], '#', strlen(all[i]));
	item = outbox_take(&o);
	assert_non_null(item);
	assert_int_equal(item->say.ticket, 77);
	assert_string_equal(item->say.conversation, "1");
	assert_string_equal(item->say.direct, "6");
	assert_string_equal(item->say.reply_to, "2");
	assert_string_equal(item->say.cause, "3");
	assert_string_equal(item->say.user, "4");
	assert_string_equal(item->say.role, "5");
	assert_string_equal(item->say.text, "text");
	assert_string_equal(item->say.purpose, "r");
	assert_string_equal(item->say.about, "7");
	assert_string_equal(item->say.note, "8");
	assert_int_equal(item->say.deadline_ms, 12345);
	assert_true(item->say.emergency);
	assert_string_equal(item->say.controls, "c");
	assert_string_equal(item->say.replaces, "9");
	assert_string_equal(item->say.handle, "h");
	assert_int_equal(item->say.turn, PLATFORM_TURN_CHANGE);
	assert_true(item->say.in_private);
	free(item);
	assert_null(outbox_take(&o));
}

static void missing_strings(void **state)
{
	struct outbox_item *item;

	(void)state;
	assert_int_equal(put(1, false), 0);
	item = outbox_take(&o);
	assert_non_null(item);
	assert_string_equal(item->say.conversation, "");
	assert_string_equal(item->say.purpose, "");
	free(item);
}

static void emergencies_first(void **state)
{
	(void)state;
	put(1, false);
	put(2, true);
	put(3, false);
	put(4, true);
	take(2);
	take(4);
	put(5, true);
	take(5);
	take(1);
	take(3);
	assert_null(outbox_take(&o));
	assert_int_equal(o.n, 0);
}

/* Answers fill their share and no more; emergencies have a reserve behind it, that ends as well. */
static void bounded(void **state)
{
	uint64_t i;

	(void)state;
	for (i = 0; i < OUTBOX_MAX; i++)
		assert_int_equal(put(i, false), 0);
	assert_int_equal(put(0, false), -1);
	for (i = 0; i < OUTBOX_RESERVED; i++)
		assert_int_equal(put(1000 + i, true), 0);
	assert_int_equal(put(0, true), -1);
	assert_int_equal(o.n, OUTBOX_MAX + OUTBOX_RESERVED);
	take(1000);
	assert_int_equal(put(0, false), -1);
	assert_int_equal(put(2000, true), 0);
}

/* A flood of emergencies may use it all. */
static void emergencies_alone(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < OUTBOX_MAX + OUTBOX_RESERVED; i++)
		assert_int_equal(put(1, true), 0);
	assert_int_equal(put(1, true), -1);
	assert_int_equal(put(1, false), -1);
}

static void longest(void **state)
{
	char *text = malloc(OUTBOX_TEXT_MAX + 1);
	struct platform_say say = {.text = text};

	(void)state;
	assert_non_null(text);
	memset(text, 'x', OUTBOX_TEXT_MAX);
	/* fourteen strings with their ends */
	text[OUTBOX_TEXT_MAX - 14] = '\0';
	assert_int_equal(outbox_put(&o, &say), 0);
	text[OUTBOX_TEXT_MAX - 14] = 'x';
	text[OUTBOX_TEXT_MAX - 13] = '\0';
	assert_int_equal(outbox_put(&o, &say), -1);
	assert_int_equal(o.n, 1);
	free(text);
}

static void no_memory(void **state)
{
	(void)state;
	memory_left = 0;
	assert_int_equal(put(1, true), -1);
	assert_int_equal(o.n, 0);
	memory_left = MEMORY_PLENTY;
	assert_int_equal(put(2, true), 0);
	take(2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(copies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(missing_strings, set_up, tear_down),
		cmocka_unit_test_setup_teardown(emergencies_first, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(emergencies_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(longest, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_memory, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/outbox", tests, NULL, NULL);
}
