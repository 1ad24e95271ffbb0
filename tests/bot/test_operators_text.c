/* Tests of src/bot/operators_text.c: lists that are long, and how the bot is. */
#include "bot/operators_text.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		OPERATORS_TEST(lists),
		OPERATORS_TEST(status),
	};

	return cmocka_run_group_tests_name("bot/operators_text", tests, NULL, NULL);
}
