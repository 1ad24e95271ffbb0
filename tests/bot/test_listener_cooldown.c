/* Tests of src/bot/listener.c: what is not said again, what is said whatever happens, and what is told. */
#include "bot/listener_world.h"

static void same_answer(void **state)
{
	(void)state;
	assert_int_equal(hear("100", "user-a", ASKS), 1);
	assert_int_equal(hear("100", "user-b", ASKS), 0);
	assert_int_equal(hear("100", "user-b", ASKS_HEAT), 1);
	assert_int_equal(hear("101", "user-b", ASKS), 1);
	w.now += ANSWER_MS - 1;
	assert_int_equal(hear("100", "user-c", ASKS), 0);
	w.now++;
	assert_int_equal(hear("100", "user-c", ASKS), 1);
	assert_int_equal(listener_counts(w.listener).cooled, 2);
	assert_int_equal(listener_counts(w.listener).answered, 4);
}

/* Who talks to the bot is answered, again and again up to the limit for one person. */
static void addressed(void **state)
{
	struct platform_event event;
	int i;

	(void)state;
	for (i = 0; i < 8; i++) {
		event = event_in("103", "user-a", ASKS);
		event.addressed = true;
		assert_int_equal(hear_event(&event), i < 6);
	}
	event = event_in("103", "user-b", ASKS);
	event.addressed = true;
	assert_int_equal(hear_event(&event), 1);
	/* an emergency of that person passes */
	event = event_in("103", "user-a", EMERGENCY);
	event.addressed = true;
	assert_int_equal(hear_event(&event), 2);
	w.now += PERSON_MS;
	event = event_in("103", "user-a", ASKS);
	event.addressed = true;
	assert_int_equal(hear_event(&event), 1);
}

/* Of two answers, the one that was given a moment ago is left out. */
static void half_of_it(void **state)
{
	static const char both[] = "does heat help my back spasm? and how do i sit?";
	char first[4096];

	(void)state;
	assert_int_equal(hear("100", "user-a", both), 1);
	strcpy(first, last()->text);
	assert_int_equal(hear("100", "user-b", both), 0);
	assert_int_equal(hear("101", "user-b", ASKS_HEAT), 1);
	assert_int_equal(hear("101", "user-c", both), 1);
	assert_true(strlen(last()->text) < strlen(first));
}

static void fallbacks(void **state)
{
	struct platform_event event;
	int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		event = event_in("103", "user-a", NOTHING);
		event.addressed = true;
		assert_int_equal(hear_event(&event), 1);
	}
	assert_int_equal(listener_counts(w.listener).fell_back, 2);
}

/* What one person had too much of is still new to the others. */
static void kept_from_one_is_not_given(void **state)
{
	struct platform_event event;
	int i;

	(void)state;
	for (i = 0; i < 6; i++) {
		event = event_in("103", "user-a", ASKS);
		event.addressed = true;
		assert_int_equal(hear_event(&event), 1);
	}
	assert_int_equal(hear("100", "user-a", ASKS_HEAT), 0);
	assert_int_equal(hear("100", "user-b", ASKS_HEAT), 1);
}

/* And what was kept from a person because it cooled does not count against them. */
static void cooled_is_not_counted(void **state)
{
	int i;

	(void)state;
	assert_int_equal(hear("100", "user-b", ASKS), 1);
	for (i = 0; i < 8; i++)
		assert_int_equal(hear("100", "user-a", ASKS), 0);
	assert_int_equal(hear("100", "user-a", ASKS_HEAT), 1);
}

/* Nothing holds back an emergency, crisis or urgent reply, however often it is the same one. */
static void flags_pass(void **state)
{
	static const char *const texts[] = {EMERGENCY, URGENT, "i want to die"};
	struct platform_event event;
	size_t i;

	(void)state;
	for (i = 0; i < 24; i++)
		/* the last of them is nothing to be named before others: what to do, and the rest */
		assert_int_equal(hear("200", "user-a", texts[i % 3]), i % 3 == 2 ? 2 : 1);
	assert_int_equal(listener_counts(w.listener).escalated, 24);
	/* nor does a person's limit, or a reply that they had before it */
	for (i = 0; i < 7; i++) {
		event = event_in("200", "user-a", ASKS);
		event.addressed = true;
		assert_int_equal(hear_event(&event), i < 6);
	}
	assert_int_equal(listener_counts(w.listener).cooled, 1);
	w.n_said = 0;
	for (i = 0; i < 3; i++)
		assert_int_equal(hear("200", "user-a", texts[i]), i == 2 ? 2 : 1);
	assert_int_equal(listener_counts(w.listener).cooled, 1);
}

/* The advice to see a doctor is not repeated to the same person in the same place; to others it is. */
static void advice(void **state)
{
	struct platform_event event = event_in("100", "user-a", SEE_DOCTOR);

	(void)state;
	assert_int_equal(hear_event(&event), 1);
	assert_int_equal(hear("100", "user-a", SEE_DOCTOR), 0);
	/* who talks to the bot is told again */
	event = event_in("100", "user-a", SEE_DOCTOR);
	event.addressed = true;
	assert_int_equal(hear_event(&event), 1);
	assert_int_equal(hear("100", "user-b", SEE_DOCTOR), 1);
	assert_int_equal(hear("101", "user-a", SEE_DOCTOR), 1);
	w.now += ANSWER_MS;
	assert_int_equal(hear("100", "user-a", SEE_DOCTOR), 1);
}

/* An account that takes nothing any more: counted and told, an emergency as an error. */
static void no_room(void **state)
{
	(void)state;
	w.say_result = -1;
	assert_int_equal(hear("100", "user-a", ASKS), 0);
	assert_contains(w.mock->lines, "warn main: a reply was not taken");
	assert_lacks(w.mock->lines, "error main:");
	assert_int_equal(hear("100", "user-a", EMERGENCY), 0);
	assert_contains(w.mock->lines, "error main: a reply was not taken");
	/* the answer, the reply, its alert, and that there is none */
	assert_int_equal(listener_counts(w.listener).refused, 4);
}

static void outcome(uint64_t ticket, enum platform_outcome_kind kind)
{
	w.mock->lines[0] = '\0';
	listener_outcome(w.listener, "main",
		&(struct platform_outcome){
			.ticket = ticket, .kind = kind, .id = "1", .reason = "missing permission"},
		w.now);
}

static void outcomes(void **state)
{
	uint64_t answer, flag;

	(void)state;
	hear("100", "user-a", ASKS);
	answer = last()->say.ticket;
	hear("200", "user-a", EMERGENCY);
	flag = last()->say.ticket;
	outcome(answer, PLATFORM_SENT);
	outcome(flag, PLATFORM_SENT);
	assert_string_equal(w.mock->lines, "");
	outcome(answer, PLATFORM_REFUSED);
	assert_string_equal(
		w.mock->lines, "warn main: an answer was refused: missing permission\n");
	outcome(flag, PLATFORM_REFUSED);
	assert_string_equal(
		w.mock->lines, "error main: a RED-FLAG reply was refused: missing permission\n");
	outcome(answer, PLATFORM_EXPIRED);
	assert_string_equal(w.mock->lines, "warn main: an answer could not be sent in time\n");
	outcome(flag, PLATFORM_EXPIRED);
	assert_string_equal(
		w.mock->lines, "error main: a RED-FLAG reply could not be sent in time\n");
	assert_int_equal(listener_counts(w.listener).sent, 2);
	assert_int_equal(listener_counts(w.listener).refused, 2);
	assert_int_equal(listener_counts(w.listener).expired, 2);
}

static void log_lines(void **state)
{
	(void)state;
	hear("100", "user-a", ASKS);
	assert_contains(w.mock->lines, "debug main: answer: causes.overview in channel 100\n");
	hear("100", "user-a", EMERGENCY);
	assert_contains(w.mock->lines, "info main: escalate: tier emergency in channel 100\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(same_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(addressed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(half_of_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(fallbacks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(kept_from_one_is_not_given, set_up, tear_down),
		cmocka_unit_test_setup_teardown(cooled_is_not_counted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(flags_pass, set_up, tear_down),
		cmocka_unit_test_setup_teardown(advice, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_room, set_up, tear_down),
		cmocka_unit_test_setup_teardown(outcomes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(log_lines, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/listener, cooldowns", tests, NULL, NULL);
}
