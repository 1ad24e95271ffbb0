/* Tests of src/bot/conversations.c. */
#include "bot/conversations.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct lumbar_talk empty;
static struct conversations *c;

static int set_up(void **state)
{
	(void)state;
	c = conversations_create();
	assert_non_null(c);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	conversations_destroy(c);
	return 0;
}

static void keep(const char *channel, const char *user, int64_t mark)
{
	const struct lumbar_talk talk = {.last_ms = mark, .concept = 7, .has_topic = 1};

	conversations_keep(c, channel, user, &talk);
}

/* The mark that was kept, 0 for an empty conversation. */
static int64_t kept(const char *channel, const char *user)
{
	const struct lumbar_talk talk = conversations_get(c, channel, user);

	if (talk.last_ms == 0)
		assert_memory_equal(&talk, &empty, sizeof(empty));
	else
		assert_int_equal(talk.concept, 7);
	return talk.last_ms;
}

/* One for each person in each channel, and the border between the two counts. */
static void one_each(void **state)
{
	static const char *const names[][2] = {{"main 1", "ann"}, {"main 1", "bob"},
		{"main 2", "ann"}, {"ann", "main 1"}, {"main 1a", "nn"}, {"main 1ann", ""},
		{"", ""}};
	const int n = sizeof(names) / sizeof(names[0]);
	int i;

	(void)state;
	for (i = 0; i < n; i++) {
		assert_int_equal(kept(names[i][0], names[i][1]), 0);
		keep(names[i][0], names[i][1], i + 1);
	}
	for (i = 0; i < n; i++)
		assert_int_equal(kept(names[i][0], names[i][1]), i + 1);
}

static void replaced_and_forgotten(void **state)
{
	(void)state;
	keep("channel", "ann", 1);
	keep("channel", "bob", 2);
	keep("channel", "ann", 3);
	assert_int_equal(kept("channel", "ann"), 3);
	conversations_forget(c, "channel", "ann");
	conversations_forget(c, "channel", "nobody");
	assert_int_equal(kept("channel", "ann"), 0);
	assert_int_equal(kept("channel", "bob"), 2);
	/* keeping an empty one is forgetting */
	conversations_keep(c, "channel", "bob", &empty);
	assert_int_equal(kept("channel", "bob"), 0);
	conversations_destroy(NULL);
}

/* Somebody is forgotten everywhere, and nobody else. */
static void one_person(void **state)
{
	(void)state;
	keep("channel", "ann", 1);
	keep("another", "ann", 2);
	keep("channel", "bob", 3);
	conversations_forget_person(c, "ann");
	assert_int_equal(kept("channel", "ann"), 0);
	assert_int_equal(kept("another", "ann"), 0);
	assert_int_equal(kept("channel", "bob"), 3);
}

static void least_recent_goes(void **state)
{
	char user[32];
	int i;

	(void)state;
	for (i = 0; i < CONVERSATIONS_MAX; i++) {
		snprintf(user, sizeof(user), "%d", i);
		keep("channel", user, i + 1);
	}
	assert_int_equal(kept("channel", "0"), 1);
	/* people with whom there is no conversation push nobody out, nor does asking for one */
	for (i = 0; i < 100; i++) {
		snprintf(user, sizeof(user), "stranger %d", i);
		conversations_keep(c, "channel", user, &empty);
		assert_int_equal(kept("channel", user), 0);
	}
	assert_int_equal(kept("channel", "1"), 2);
	keep("channel", "one more", 5);
	assert_int_equal(kept("channel", "2"), 0);
	assert_int_equal(kept("channel", "0"), 1);
	assert_int_equal(kept("channel", "1"), 2);
	assert_int_equal(kept("channel", "one more"), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_each, set_up, tear_down),
		cmocka_unit_test_setup_teardown(replaced_and_forgotten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_person, set_up, tear_down),
		cmocka_unit_test_setup_teardown(least_recent_goes, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/conversations", tests, NULL, NULL);
}
