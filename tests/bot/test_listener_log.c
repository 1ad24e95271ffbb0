/* Tests of src/bot/listener_log.c: by its lines; that they hold nobody's words is seen at the end of each test. */
#include "bot/listener_world.h"

static void lines(void **state)
{
	(void)state;
	hear("100", "user-ann", EMERGENCY);
	assert_contains(w.mock->lines, "escalate: tier emergency in channel 100");
	outcome_of(0, &(struct platform_outcome){
			      .kind = PLATFORM_REFUSED, .id = "", .reason = "Missing Access"});
	assert_contains(w.mock->lines, " was refused: Missing Access");
	hear("100", "user-bob", ASKS);
	assert_false(last()->say.emergency);
	outcome_of(w.n_said - 1, &(struct platform_outcome){.kind = PLATFORM_EXPIRED, .id = ""});
	assert_contains(w.mock->lines, "an answer could not be sent in time");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lines, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/listener_log", tests, NULL, NULL);
}
