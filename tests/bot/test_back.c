/* Tests of src/bot/back.c. */
#include "bot/desk_world.h"

#include "base/utf8.h"

static void test_about(void **state)
{
	const struct desk_said *said = desk_command("back about");

	(void)state;
	assert_true(said->say.in_private);
	/* what it is, where it has that from, and what it cannot do */
	assert_contains(said->text, "not a doctor");
	assert_contains(said->text, "Back Spasm Causes");
	assert_contains(said->text, "miss warning signs");
	assert_contains(said->text, "only understand English");
	assert_contains(said->text, "999"); /* the number of that place */
}

static void test_privacy(void **state)
{
	const struct desk_said *said = desk_command("back privacy");

	(void)state;
	assert_true(said->say.in_private);
	assert_contains(said->text, "I do not store what you write");
}

static void test_topics(void **state)
{
	const struct desk_said *said = desk_command("back topics");

	(void)state;
	assert_true(said->say.in_private);
	assert_contains(said->controls, "ocauses\t");
	w.abilities.buttons = false;
	said = desk_command("back topics");
	assert_true(said->say.in_private);
	assert_string_equal(said->controls, "");
	assert_contains(said->text, "\nCauses: ");
	assert_contains(said->text, "/back ask");
	assert_true(utf8_length(said->text, strlen(said->text)) <= 2000);
	w.abilities.max_chars = 60; /* a platform for which no list is short enough */
	assert_contains(desk_command("back topics")->text, "own words");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_about),
		DESK_TEST(test_privacy),
		DESK_TEST(test_topics),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
