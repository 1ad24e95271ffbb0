/* Tests of src/bot/operators_text.c: lists that are long, and how the bot is. */
#include "bot/operators_text.h"

#include "base/utf8.h"
#include "bot/operators_world.h"

static void lists(void **state)
{
	struct gaps_shape shapes[OPERATORS_TEXT_LINES + 2] = {{.n = 3}};
	const struct store_counter sums[] = {{0, "feedback.helpful prevention.lifting", 4}};
	struct buf out;
	size_t i;

	(void)state;
	buf_init(&out, 8192);
	for (i = 0; i < OPERATORS_TEXT_LINES + 2; i++)
		snprintf(shapes[i].shape, sizeof(shapes[i].shape), "shape-%zu", i);
	operators_text_unanswered(shapes, OPERATORS_TEXT_LINES + 2, &out);
	assert_contains(buf_str(&out), "lumbard unanswered --done");
	assert_contains(buf_str(&out), "- 3 times: shape-0\n");
	assert_contains(buf_str(&out), "shape-14\n... and 2 more\n");
	buf_clear(&out);
	operators_text_unanswered(shapes, OPERATORS_TEXT_LINES, &out);
	assert_lacks(buf_str(&out), "more");
	buf_clear(&out);
	operators_text_feedback(sums, 1, &out);
	assert_contains(buf_str(&out), "- 4 times: helpful prevention.lifting\n");
	buf_clear(&out);
	operators_text_feedback(sums, 0, &out);
	assert_contains(buf_str(&out), "Nobody has said anything");
	buf_free(&out);
}

static void status(void **state)
{
	const char *text = GIVE(ALL, "lumbard status");

	(void)state;
	assert_contains(text, "**lumbard ");
	assert_contains(text, "Here: mode faq, region uk\n");
	assert_contains(text, "Account main: connected, heard 5 s ago\n");
	assert_contains(text, "Content: generation 1, ");
	assert_contains(text, "State: nothing is kept on disk");
	assert_contains(
		text, "0 heard, 0 answered, 0 escalated, 0 not understood; 0 alerts are open");
}

/* How long ago, in a unit that says something; and what is wrong. */
static void accounts(void **state)
{
	static const struct {
		int64_t ms;
		const char *text;
	} cases[] = {{119000, "heard 119 s ago"}, {120000, "heard 2 min ago"},
		{7199000, "heard 119 min ago"}, {7200000, "heard 2 h ago"},
		{172799000, "heard 47 h ago"}, {172800000, "heard 2 days ago"}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		portal.heard_ms = cases[i].ms;
		assert_contains(GIVE(ALL, "lumbard status"), cases[i].text);
	}
	portal.heard_ms = -1; /* nothing so far */
	assert_contains(GIVE(ALL, "lumbard status"), "Account main: connected\n");
	portal.away = true;
	portal.trouble = "the token is refused";
	assert_contains(
		GIVE(ALL, "lumbard status"), "Account main: NOT connected; the token is refused\n");
}

/* What is longer than a message may be is cut between two characters, and says so. */
static void cut(void **state)
{
	const char *text;
	size_t most, bad;

	(void)state;
	portal.away = true;
	portal.trouble = "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80";
	text = GIVE(ALL, "lumbard status");
	for (most = strlen(text) - 1; most > 60; most--) {
		w.abilities.max_chars = most;
		text = GIVE(ALL, "lumbard status");
		assert_true(strlen(text) <= most);
		assert_true(utf8_valid(text, strlen(text), &bad));
		assert_string_equal(text + strlen(text) - 3, "...");
		w.n_said = 0;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		OPERATORS_TEST(lists),
		OPERATORS_TEST(status),
		OPERATORS_TEST(accounts),
		OPERATORS_TEST(cut),
	};

	return cmocka_run_group_tests_name("bot/operators_text", tests, NULL, NULL);
}
