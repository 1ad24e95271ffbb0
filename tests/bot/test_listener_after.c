/*
 * Tests of src/bot/listener.c: what comes after a reply: it is refused, its message is deleted or edited;
 * and messages that were missed.
 */
#include "bot/listener_world.h"

#define MINUTE 60000
#define HOUR 3600000

static const struct platform_outcome refused = {
	.kind = PLATFORM_REFUSED, .id = "", .reason = "no", .refusal = PLATFORM_REFUSAL_PLACE};

static const struct platform_outcome *sent_as(const char *id)
{
	static struct platform_outcome sent;

	sent = (struct platform_outcome){.kind = PLATFORM_SENT, .id = id, .reason = ""};
	return &sent;
}

/* ------------------------------------------------------------------ refused */

static void a_flag_is_pursued(void **state)
{
	struct platform_event event = event_in("100", "user-a", EMERGENCY);

	(void)state;
	assert_int_equal(hear_event(&event), 2);
	w.now += 5000;
	outcome_of(0, &refused);
	assert_int_equal(w.n_said, 3);
	assert_string_equal(last()->direct, "user-a");
	assert_string_equal(last()->cause, event.message);
	assert_string_equal(last()->purpose, "dr");
	assert_string_equal(last()->text, w.said[0].text);
	assert_int_equal(last()->say.deadline_ms, NOW + LISTENER_FLAG_MS);
	outcome_of(2, &refused);
	assert_int_equal(w.n_said, 4);
	assert_string_equal(last()->conversation, "900");
	assert_string_equal(last()->role, "55");
	assert_string_equal(last()->purpose, "ur");
	assert_contains(last()->text, "https://chat.example/link");
	outcome_of(3, &refused);
	outcome_of(1, &refused); /* the first alert: then the person must not wait for staff */
	assert_int_equal(w.n_said, 5);
	assert_string_equal(last()->conversation, "100");
	assert_string_equal(last()->reply_to, event.message);
	assert_string_equal(last()->purpose, "nu");
	assert_contains(last()->text, "**Call 999 or 112");
	assert_contains(last()->text, "could not reach the staff");
	assert_contains(w.mock->lines, "a RED-FLAG reply was refused");
	assert_contains(w.mock->lines, "a staff alert was refused");
}

static void every_tier_is_pursued(void **state)
{
	static const char *const texts[] = {URGENT, SEE_DOCTOR};
	size_t i, n;

	(void)state;
	for (i = 0; i < 2; i++) {
		n = w.n_said;
		assert_int_equal(hear("101", "user-a", texts[i]), 1);
		outcome_of(n, &refused);
		assert_int_equal(w.n_said, n + 2);
		assert_string_equal(last()->direct, "user-a");
		assert_true(last()->say.emergency == (i == 0));
		outcome_of(n + 1, sent_as("1"));
		assert_int_equal(w.n_said, n + 2);
	}
}

static void nobody_is_pursued_from_a_private_place(void **state)
{
	struct platform_event event = event_in("300", "user-a", EMERGENCY);

	(void)state;
	event.server = "";
	event.direct = true;
	assert_int_equal(hear_event(&event), 1);
	outcome_of(0, &refused);
	assert_int_equal(w.n_said, 1);
	assert_contains(w.mock->lines, "there is no staff channel");
}

static void a_platform_without_private_messages(void **state)
{
	(void)state;
	w.abilities.direct = false;
	assert_int_equal(hear("100", "user-a", URGENT), 1);
	outcome_of(0, &refused);
	assert_int_equal(w.n_said, 2);
	assert_string_equal(last()->conversation, "900");
}

static void an_answer_is_not_pursued(void **state)
{
	(void)state;
	assert_int_equal(hear("100", "user-a", ASKS), 1);
	outcome_of(0, &refused);
	assert_int_equal(w.n_said, 1);
	assert_contains(w.mock->lines, "warn main: an answer was refused");
}

/* ------------------------------------------------------------------ deleted */

static struct platform_event deletion_of(const struct platform_event *event)
{
	return (struct platform_event){.kind = PLATFORM_DELETED,
		.message = event->message,
		.conversation = event->conversation,
		.parent = "",
		.server = event->server,
		.user = "",
		.title = "",
		.text = ""};
}

static void an_answer_is_taken_back(void **state)
{
	const struct platform_event event = event_in("100", "user-a", ASKS);
	const struct platform_event gone = deletion_of(&event);

	(void)state;
	assert_int_equal(hear_event(&event), 1);
	outcome_of(0, sent_as("777"));
	assert_int_equal(hear_event(&gone), 0);
	assert_int_equal(w.n_taken_back, 1);
	assert_string_equal(w.back_conversation, "100");
	assert_string_equal(w.back_message, "777");
	assert_int_equal(w.back_deadline, NOW + LISTENER_ANSWER_MS);
	hear_event(&gone);
	assert_int_equal(w.n_taken_back, 1);
	assert_int_equal(listener_counts(w.listener).taken_back, 1);
	/* it is not answered again, whatever is delivered late */
	assert_int_equal(hear_event(&event), 0);
}

static void an_answer_that_waits_is_withdrawn(void **state)
{
	const struct platform_event event = event_in("100", "user-a", ASKS);
	const struct platform_event gone = deletion_of(&event);
	const struct platform_outcome withdrawn = {
		.kind = PLATFORM_WITHDRAWN, .id = "", .reason = ""};

	(void)state;
	hear_event(&event);
	hear_event(&gone);
	assert_int_equal(w.n_taken_back, 1);
	assert_string_equal(w.back_message, "");
	assert_int_equal(w.back_ticket, w.said[0].say.ticket);
	outcome_of(0, &withdrawn);
	assert_int_equal(w.n_taken_back, 1);
	assert_int_equal(listener_counts(w.listener).taken_back, 1);
	assert_lacks(w.mock->lines, "refused");
}

static void an_answer_that_was_on_its_way_is_taken_back(void **state)
{
	const struct platform_event event = event_in("100", "user-a", ASKS);
	const struct platform_event gone = deletion_of(&event);

	(void)state;
	hear_event(&event);
	hear_event(&gone);
	outcome_of(0, sent_as("777"));
	assert_int_equal(w.n_taken_back, 2);
	assert_string_equal(w.back_conversation, "100");
	assert_string_equal(w.back_message, "777");
}

static void what_was_said_to_a_flag_stays(void **state)
{
	static const char *const texts[] = {EMERGENCY, URGENT, SEE_DOCTOR};
	struct platform_event event, gone;
	size_t i, n;

	(void)state;
	for (i = 0; i < 3; i++) {
		event = event_in("100", "user-a", texts[i]);
		n = w.n_said;
		assert_true(hear_event(&event) > 0);
		outcome_of(n, sent_as("777"));
		gone = deletion_of(&event);
		hear_event(&gone);
	}
	event = event_in("100", "user-a", "never answered");
	gone = deletion_of(&event);
	hear_event(&gone);
	assert_int_equal(w.n_taken_back, 0);
}

static void what_cannot_be_taken_back(void **state)
{
	const struct platform_event event = event_in("100", "user-a", ASKS);
	const struct platform_event gone = deletion_of(&event);

	(void)state;
	hear_event(&event);
	outcome_of(0, sent_as("777"));
	w.say_result = -1;
	hear_event(&gone);
	assert_contains(w.mock->lines, "warn main: an answer to a deleted message stays");
	assert_int_equal(listener_counts(w.listener).taken_back, 0);
}

/* ------------------------------------------------------------------ edited */

static void an_edit_that_is_seen_first(void **state)
{
	struct platform_event event = event_in("100", "user-a", EMERGENCY);

	(void)state;
	event.kind = PLATFORM_EDITED;
	assert_int_equal(hear_event(&event), 2);
	assert_string_equal(w.said[0].purpose, "e3");
	event.kind = PLATFORM_MESSAGE;
	assert_int_equal(hear_event(&event), 0);
}

static void an_edit_of_a_reply_that_was_refused(void **state)
{
	struct platform_event event = event_in("100", "user-a", URGENT);

	(void)state;
	assert_int_equal(hear_event(&event), 1);
	outcome_of(0, &refused);
	assert_string_equal(w.said[1].purpose, "dr");
	event.kind = PLATFORM_EDITED;
	event.text = EMERGENCY;
	event.text_len = strlen(EMERGENCY);
	assert_int_equal(hear_event(&event), 2);
	outcome_of(2, &refused);
	assert_string_equal(last()->purpose, "de3");
}

/* ------------------------------------------------------------------ missed */

static size_t miss(const char *channel, const char *text, int64_t age_ms)
{
	struct platform_event event = event_in(channel, "user-a", text);

	event.missed = true;
	event.age_ms = age_ms;
	return hear_event(&event);
}

static void missed_flags(void **state)
{
	(void)state;
	assert_int_equal(miss("100", EMERGENCY, 6 * HOUR), 2);
	assert_memory_equal(w.said[0].text, "**Call 999", 10);
	assert_true(strstr(w.said[0].text, "I was not connected when you wrote this") <
		    strchr(w.said[0].text, '\n'));
	assert_int_equal(w.said[0].say.deadline_ms, NOW + LISTENER_FLAG_MS);
	assert_string_equal(w.said[0].purpose, "r");
	assert_int_equal(miss("100", EMERGENCY, 6 * HOUR + 1), 0);
	assert_int_equal(miss("100", SEE_DOCTOR, 6 * HOUR), 1);
	assert_contains(last()->text, "I was not connected");
	w.config->late_ms = 0;
	assert_int_equal(miss("100", EMERGENCY, 1), 0);
	/* only what was missed is late */
	assert_int_equal(hear("101", "user-b", EMERGENCY), 2);
	assert_lacks(w.said[w.n_said - 2].text, "I was not connected");
}

static void missed_questions(void **state)
{
	(void)state;
	assert_int_equal(miss("100", ASKS, 2 * MINUTE + 1), 0);
	assert_int_equal(miss("100", ASKS, 2 * MINUTE), 1);
	assert_lacks(last()->text, "I was not connected");
	assert_int_equal(miss("102", EMERGENCY, 1), 0);
}

/* A resume brings everything that a connection lost, minutes later, too. */
static void replayed_questions(void **state)
{
	struct platform_event event = event_in("100", "user-a", ASKS);

	(void)state;
	event.replayed = true;
	event.age_ms = 2 * MINUTE + 1;
	assert_int_equal(hear_event(&event), 0);
	event.age_ms = 2 * MINUTE;
	event.message = "another";
	assert_int_equal(hear_event(&event), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_flag_is_pursued, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_tier_is_pursued, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			nobody_is_pursued_from_a_private_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_platform_without_private_messages, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_answer_is_not_pursued, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_answer_is_taken_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_answer_that_waits_is_withdrawn, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_answer_that_was_on_its_way_is_taken_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_was_said_to_a_flag_stays, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_cannot_be_taken_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_edit_that_is_seen_first, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_edit_of_a_reply_that_was_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(missed_flags, set_up, tear_down),
		cmocka_unit_test_setup_teardown(missed_questions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(replayed_questions, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/listener (after)", tests, NULL, NULL);
}
