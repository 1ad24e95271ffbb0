/* Tests of src/bot/escalations_over.c: what was still on its way when somebody came. */
#include "bot/escalations_world.h"

/* The person is told that nobody has come, in that round: the notice has the third ticket, and that id. */
static void nobody_comes(const char *id)
{
	like.edits = true;
	escalations_begin(es, &like, NOW);
	outcome(1, PLATFORM_SENT, "77", NOW);
	escalations_tick(es, NOW + AFTER);
	outcome(2, PLATFORM_SENT, "78", NOW + AFTER);
	if (*id)
		escalations_said(
			es, "main", &(struct escalations_said){"5", "n01", "20", id}, NOW + AFTER);
	said.steps[0] = '\0';
}

/* What was said of nobody having come is true no longer, and goes; nothing waits for that. */
static void comes_after_the_notice(void **state)
{
	(void)state;
	nobody_comes("90");
	assert_true(react("78", "main", NOW + AFTER));
	assert_string_equal(said.changed, "90 in 20 to |");
	assert_string_equal(said.withdrawn, "");
	assert_int_equal(said.last.n_notices, 0);
	assert_int_equal(said.last.notice, 0);
	escalations_said(es, "main", &(struct escalations_said){"5", "n01", "20", "91"}, NOW);
	assert_string_equal(said.changed, "90 in 20 to |");
}

/* One that was on its way when somebody came goes as soon as it is there. */
static void comes_before_the_notice(void **state)
{
	(void)state;
	nobody_comes("");
	assert_true(react("78", "main", NOW + AFTER));
	assert_string_equal(said.withdrawn, "3 ");
	assert_int_equal(said.last.notice, 3); /* the next run has to know */
	assert_int_equal(said.last.state, ESCALATION_ACKNOWLEDGED);
	/* to everybody else it is over */
	assert_int_equal(escalations_count(es), 0);
	assert_false(react("78", "main", NOW + AFTER));
	assert_false(escalations_pick_up(es, "n-1", "40", "by hand", NOW + AFTER));
	assert_int_equal(escalations_retract(es, "main",
				 &(struct escalations_which){.number = "n-1"}, "", NOW + AFTER),
		ESCALATIONS_NONE);
	/* the reply's own id is of no use any more */
	escalations_said(es, "main", &(struct escalations_said){"5", "r", "20", "60"}, NOW + AFTER);
	assert_string_equal(said.changed, "");
	escalations_said(
		es, "main", &(struct escalations_said){"5", "n01", "20", "90"}, NOW + AFTER);
	assert_string_equal(said.changed, "90 in 20 to |");
	assert_int_equal(said.last.notice, 0);
	expect_steps("acknowledged  40 by a reaction|  40 |");
}

/* It was withdrawn, or nothing was heard of it: no case waits for ever. */
static void notices_that_never_come(void **state)
{
	(void)state;
	nobody_comes("");
	assert_true(react("78", "main", NOW + AFTER));
	outcome(3, PLATFORM_WITHDRAWN, "", NOW + AFTER);
	expect_steps("acknowledged  40 by a reaction|  40 |");
	said.tickets = 0;
	nobody_comes("");
	assert_true(react("78", "main", NOW + AFTER));
	assert_int_equal(said.wake, NOW + AFTER + ESCALATION_LEFT_MS);
	escalations_tick(es, NOW + AFTER + ESCALATION_LEFT_MS - 1);
	expect_steps("acknowledged  40 by a reaction|");
	escalations_tick(es, NOW + AFTER + ESCALATION_LEFT_MS);
	expect_steps("  40 |");
	assert_int_equal(said.last.notice, 0);
}

/* Nor is an alert forgotten that was on its way: a run that ends now must not leave it to the next one. */
static void comes_while_others_are_called(void **state)
{
	(void)state;
	escalations_begin(es, &like, NOW);
	outcome(1, PLATFORM_SENT, "77", NOW);
	escalations_tick(es, NOW + AFTER);
	outcome(3, PLATFORM_EXPIRED, "",
		NOW + AFTER); /* of a notice that is true it changes nothing */
	said.steps[0] = '\0';
	assert_true(react("77", "main", NOW + AFTER));
	assert_int_equal(said.last.ticket, 2);
	assert_int_equal(escalations_count(es), 0);
	outcome(3, PLATFORM_EXPIRED, "", NOW + AFTER);
	assert_int_equal(said.last.ticket, 2);
	outcome(2, PLATFORM_SENT, "78", NOW + AFTER);
	assert_int_equal(said.last.ticket, 0);
	expect_steps("acknowledged  40 by a reaction|  40 |");
	assert_false(react("78", "main", NOW + AFTER));
	/* the next run */
	like.state = ESCALATION_ACKNOWLEDGED;
	like.due_ms = NOW;
	escalations_restore(es, &like);
	escalations_before(es,
		&(struct escalations_before){"main", "5", "a010", 0,
			&(struct platform_outcome){.kind = PLATFORM_SENT, .id = "78"}},
		NOW);
	assert_false(escalations_again(es, "main", "5", "a010", 9));
	outcome(9, PLATFORM_EXPIRED, "", NOW);
	assert_true(escalations_again(es, "main", "5", "a010", 9));
}

/* Nor does the next run say such a notice, be it of a false alarm; one of a case that is open it does. */
static void notices_of_an_earlier_run(void **state)
{
	(void)state;
	like.state = ESCALATION_CLOSED;
	like.edits = true;
	like.due_ms = NOW;
	escalations_restore(es, &like);
	assert_false(escalations_again(es, "main", "5", "n01", 8));
	assert_true(escalations_again(es, "main", "5", "r", 9));
	assert_true(escalations_again(es, "main", "6", "n01", 10));
	assert_true(escalations_again(es, "other", "5", "n01", 11));
	escalations_said(es, "main", &(struct escalations_said){"5", "n01", "20", "90"}, NOW);
	assert_string_equal(said.changed, "90 in 20 to |");
	assert_true(escalations_again(es, "main", "5", "n01", 12));
	like.state = ESCALATION_REPEATED;
	memcpy(like.alerts[0], "77", 3);
	like.n_alerts = 1;
	escalations_restore(es, &like);
	assert_true(escalations_again(es, "main", "5", "n02", 13));
	assert_true(react("77", "main", NOW));
	assert_string_equal(said.withdrawn, "13 ");
}

/* What belongs to something else, or has an id that cannot be one, is kept in mind for nobody. */
static void said_of_others(void **state)
{
	static const char longest[] =
		"111111111111111111111111111111111111111111111111111111111111111111"
		"111111111111111111111111111111111111111111111111111111111111111111";

	(void)state;
	assert_true(sizeof(longest) > PLATFORM_ID_MAX);
	nobody_comes("");
	escalations_said(es, "main", &(struct escalations_said){"5", "n01", "20", longest}, NOW);
	escalations_said(es, "main", &(struct escalations_said){"5", "n01", longest, "90"}, NOW);
	escalations_said(es, "other", &(struct escalations_said){"5", "n01", "20", "90"}, NOW);
	escalations_said(es, "main", &(struct escalations_said){"6", "n01", "20", "90"}, NOW);
	escalations_said(es, "main", &(struct escalations_said){"5", "k", "20", "90"}, NOW);
	expect_steps("");
	assert_true(react("78", "main", NOW + AFTER));
	assert_string_equal(said.changed, "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(comes_after_the_notice),
		TEST(said_of_others),
		TEST(comes_before_the_notice),
		TEST(notices_that_never_come),
		TEST(comes_while_others_are_called),
		TEST(notices_of_an_earlier_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
