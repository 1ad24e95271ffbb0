/* Tests of src/bot/listener_figures.c, on the content of the working directory. */
#include "bot/listener_world.h"

#include "bot/cooldown.h"
#include "bot/tally.h"

static const struct bound *bound_of(const char *name)
{
	static struct bound bounds[LISTENER_BOUNDS];
	size_t i;

	listener_bounds(w.listener, bounds);
	for (i = 0; i < LISTENER_BOUNDS; i++) {
		if (strcmp(bounds[i].name, name) == 0)
			return &bounds[i];
	}
	fail_msg("there is no bound %s", name);
	return NULL;
}

static void counted(void **state)
{
	const struct tally *t = listener_tally(w.listener);

	(void)state;
	assert_int_equal(hear("100", "user-ann", ASKS), 1);
	assert_int_equal(hear("100", "user-ann", EMERGENCY), 2);
	assert_true(last()->say.emergency);
	assert_int_equal(listener_counts(w.listener).answered, 1);
	assert_int_equal(t->tiers[LUMBAR_TIER_NONE], 1);
	assert_int_equal(t->tiers[LUMBAR_TIER_EMERGENCY], 1);
	assert_int_equal(histogram_count(&t->read), 2);
	assert_int_equal(bound_of("said-messages")->used, 2);
	assert_int_equal(bound_of("said-messages")->limit, 4096);
	assert_int_equal(bound_of("said-messages")->met, 0);
	assert_int_equal(bound_of("cooldown-people")->used, 1);
	assert_int_equal(bound_of("cooldown-answers")->limit, COOLDOWN_KEYS_MAX);
	assert_true(bound_of("said-pending")->limit > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(counted, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/listener_figures", tests, NULL, NULL);
}
