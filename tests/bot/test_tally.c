/* Tests of src/bot/tally.c. */
#include "bot/tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct tally *t;

static int set_up(void **state)
{
	(void)state;
	t = tally_create();
	return t ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	tally_destroy(t);
	tally_destroy(NULL);
	return 0;
}

static void what_was_read(void **state)
{
	struct lumbar_verdict v = {.action = LUMBAR_ESCALATE,
		.tier = LUMBAR_TIER_EMERGENCY,
		.limited = true,
		.n_flags = 2,
		.flags = {"a", "b"}};

	(void)state;
	tally_begin(t);
	tally_read(t, &v);
	v.n_flags = 1;
	v.limited = false;
	tally_begin(t);
	tally_read(t, &v);
	assert_int_equal(t->tiers[LUMBAR_TIER_EMERGENCY], 2);
	assert_int_equal(t->actions[LUMBAR_ESCALATE], 2);
	assert_int_equal(t->limited, 1);
	assert_int_equal(t->n_flags, 2);
	assert_string_equal(t->flags[0].name, "a");
	assert_int_equal(t->flags[0].n, 2);
	assert_int_equal(t->flags[1].n, 1);
	assert_int_equal(histogram_count(&t->read), 2);
}

static void how_long_replies_took(void **state)
{
	const struct lumbar_verdict answer = {.n_intents = 1, .intents = {"x"}};
	const struct lumbar_verdict flag = {.tier = LUMBAR_TIER_URGENT};
	const struct lumbar_verdict choices = {.n_intents = 1, .intents = {"x"}, .choices = true};
	struct platform_outcome outcome = {.kind = PLATFORM_SENT};

	(void)state;
	tally_said(t, &answer, 7, 1000);
	tally_said(t, &flag, 8, 1000);
	tally_said(t, &choices, 9, 1000);
	assert_int_equal(t->n_intents, 1);
	assert_int_equal(t->intents[0].n, 1); /* what was only offered was not answered */
	outcome.ticket = 8;
	tally_outcome(t, &outcome, 1250);
	assert_int_equal(histogram_count(&t->urgent), 1);
	assert_int_equal(t->urgent.sum_us, 250000);
	tally_outcome(t, &outcome, 9999); /* once */
	outcome.ticket = 7;
	outcome.kind = PLATFORM_REFUSED;
	tally_outcome(t, &outcome, 1300);
	outcome.kind = PLATFORM_SENT;
	tally_outcome(t, &outcome, 1300);
	outcome.ticket = 0;
	tally_outcome(t, &outcome, 1300);
	assert_int_equal(histogram_count(&t->urgent), 1);
	assert_int_equal(histogram_count(&t->answers), 0);
}

static void bounded(void **state)
{
	struct platform_outcome outcome = {.kind = PLATFORM_SENT, .ticket = 1};
	struct lumbar_verdict v = {.n_intents = 1, .n_flags = 1};
	char name[2 * TALLY_NAME_MAX];
	size_t i;

	(void)state;
	for (i = 1; i <= TALLY_WAITING_MAX + 1; i++) {
		snprintf(name, sizeof(name), "%zu-%0*d", i, TALLY_NAME_MAX, 0);
		v.intents[0] = v.flags[0] = name;
		tally_read(t, &v);
		tally_said(t, &v, i, 0);
	}
	assert_int_equal(t->n_intents, TALLY_NAMES_MAX);
	assert_int_equal(t->other_intents, TALLY_WAITING_MAX + 1 - TALLY_NAMES_MAX);
	assert_int_equal(t->other_flags, TALLY_WAITING_MAX + 1 - TALLY_NAMES_MAX);
	/* the oldest's time is not taken any more */
	tally_outcome(t, &outcome, 5);
	assert_int_equal(histogram_count(&t->answers), 0);
	outcome.ticket = 2;
	tally_outcome(t, &outcome, 5);
	assert_int_equal(histogram_count(&t->answers), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(how_long_replies_took, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/tally", tests, NULL, NULL);
}
