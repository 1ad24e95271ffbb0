/* Nothing is delivered twice, and an edit is something of its own. */
#include "platform/host_mock.h"

#include "platform/discord_seen.h"

static struct discord_seen *seen;

static int setup(void **state)
{
	(void)state;
	seen = calloc(1, sizeof(*seen));
	return seen ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	free(seen);
	return 0;
}

static bool before(enum platform_event_kind kind, const char *message, const char *text)
{
	struct platform_event e = {.kind = kind,
		.message = message,
		.user = "4",
		.text = text,
		.text_len = strlen(text)};

	return discord_seen_before(seen, &e);
}

static void test_messages(void **state)
{
	(void)state;
	assert_false(before(PLATFORM_MESSAGE, "1", "a"));
	assert_true(before(PLATFORM_MESSAGE, "1", "a"));
	assert_false(before(PLATFORM_MESSAGE, "2", "a"));
	assert_true(before(PLATFORM_MESSAGE, "1", "other"));
}

/* A replay brings old ones behind new ones, and they need not come in order. */
static void test_in_any_order(void **state)
{
	static const char *const ids[] = {"50", "70", "10", "18446744073709551615", "60"};
	size_t i, n = sizeof(ids) / sizeof(ids[0]);

	(void)state;
	for (i = 0; i < n; i++)
		assert_false(before(PLATFORM_MESSAGE, ids[i], "a"));
	for (i = 0; i < n; i++)
		assert_true(before(PLATFORM_MESSAGE, ids[i], "a"));
	assert_false(before(PLATFORM_MESSAGE, "65", "a"));
}

static void test_edits(void **state)
{
	(void)state;
	assert_false(before(PLATFORM_MESSAGE, "1", "a"));
	assert_true(before(PLATFORM_EDITED, "1", "a")); /* nothing changed */
	assert_false(before(PLATFORM_EDITED, "1", "b"));
	assert_true(before(PLATFORM_EDITED, "1", "b"));
	assert_false(before(PLATFORM_EDITED, "1", "a"));
	assert_true(before(PLATFORM_MESSAGE, "1", "a"));
}

static void test_an_edit_of_what_was_not_seen(void **state)
{
	(void)state;
	assert_false(before(PLATFORM_EDITED, "1", ""));
	assert_true(before(PLATFORM_EDITED, "1", ""));
	assert_false(before(PLATFORM_MESSAGE, "1", "a"));
}

static void test_deletions_take_no_place(void **state)
{
	char id[32];
	int i;

	(void)state;
	assert_false(before(PLATFORM_MESSAGE, "1", "a"));
	for (i = 0; i < 2 * DISCORD_SEEN_MAX; i++) {
		snprintf(id, sizeof(id), "%d", 1000 + i);
		assert_false(before(PLATFORM_DELETED, id, ""));
	}
	assert_false(before(PLATFORM_DELETED, "1", ""));
	assert_true(before(PLATFORM_DELETED, "1", ""));
	assert_true(before(PLATFORM_MESSAGE, "1", "a"));
}

static void test_the_oldest_is_forgotten(void **state)
{
	char id[32];
	int i;

	(void)state;
	for (i = 0; i < DISCORD_SEEN_MAX; i++) {
		snprintf(id, sizeof(id), "%d", 1 + i);
		assert_false(before(PLATFORM_MESSAGE, id, "a"));
	}
	assert_true(before(PLATFORM_MESSAGE, "1", "a"));
	assert_false(before(PLATFORM_MESSAGE, "5000", "a"));
	assert_false(before(PLATFORM_MESSAGE, "1", "a"));
	assert_true(before(PLATFORM_MESSAGE, "5000", "a"));
}

static void test_who_wrote_it(void **state)
{
	(void)state;
	before(PLATFORM_MESSAGE, "1", "a");
	assert_true(discord_seen_wrote(seen, "4", "1"));
	assert_false(discord_seen_wrote(seen, "5", "1"));
	assert_true(discord_seen_wrote(seen, "5", "2")); /* nobody knows better */
	assert_false(discord_seen_wrote(seen, "", "1"));
	assert_false(discord_seen_wrote(seen, NULL, "1"));
	assert_false(discord_seen_wrote(seen, "4", ""));
	assert_false(discord_seen_wrote(seen, "4", NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_messages),
		TEST(test_in_any_order),
		TEST(test_edits),
		TEST(test_an_edit_of_what_was_not_seen),
		TEST(test_deletions_take_no_place),
		TEST(test_the_oldest_is_forgotten),
		TEST(test_who_wrote_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
