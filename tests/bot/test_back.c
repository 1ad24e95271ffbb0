/* Tests of src/bot/back.c. */
#include "bot/desk_world.h"

static void test_about(void **state)
{
	const struct desk_said *said = desk_command("back about");

	(void)state;
	assert_true(said->say.in_private);
	assert_contains(said->text, "not a doctor");
	assert_contains(said->text, "999"); /* the number of that place */
}

static void test_privacy(void **state)
{
	const struct desk_said *said = desk_command("back privacy");

	(void)state;
	assert_true(said->say.in_private);
	assert_contains(said->text, "I do not store what you write");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_about),
		DESK_TEST(test_privacy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
