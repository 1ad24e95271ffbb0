/* Tests of src/bot/erasure.c without a store; with one: tests/system/commands.test.mjs. */
#include "bot/desk_world.h"
#include "bot/erasure.h"

static void test_without_a_store(void **state)
{
	const struct desk_said *said = desk_command("back forget");

	(void)state;
	assert_contains(said->text, "On disk I keep nothing");
	assert_true(said->say.in_private);
	assert_int_equal(said->say.turn, PLATFORM_TURN_ANSWER);
}

static void test_life(void **state)
{
	struct erasure *e = erasure_create(&(struct desk_options){.responder = w.responder}, NULL);

	(void)state;
	assert_non_null(e);
	erasure_destroy(e);
	erasure_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_without_a_store),
		DESK_TEST(test_life),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
