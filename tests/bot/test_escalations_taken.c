/* Tests of src/bot/escalations_taken.c by buttons; reactions and replies: test_escalations.c. */
#include "bot/alarm_world.h"

static void test_taken_by_a_button(void **state)
{
	char key[INTERACTION_KEY_MAX];
	struct interaction is;

	(void)state;
	alarm();
	is = pressing(key_of(1, "I take it", key), "30");
	assert_int_equal(desk_do(&is), 1);
	assert_contains(desk_last()->text, "somebody else has to");
	is = pressing(key, "31");
	assert_int_equal(desk_do(&is), 2);
	assert_string_equal(w.said[3].reply_to, "60");
	assert_contains(w.said[3].text, "Picked up by <@31>");
	assert_int_equal(escalations_count(listener_escalations(w.listener)), 0);
	is = pressing(key, "32");
	assert_int_equal(desk_do(&is), 1);
	assert_contains(desk_last()->text, "not open any more");
}

/* Somebody reacts to, or answers, an alert whose sending has had no answer yet. */
static void sign(const char *alert, const char *user, const char *conversation, bool reacts)
{
	const struct platform_event event = {
		.kind = reacts ? PLATFORM_REACTED : PLATFORM_MESSAGE,
		.message = reacts ? alert : "77",
		.reply_to = reacts ? "" : alert,
		.conversation = conversation,
		.parent = "",
		.server = "10",
		.user = user,
		.title = "",
		.text = "",
	};

	listener_hear(w.listener, "main", w.abilities, &event, w.now);
}

/* The alert is there, and its id comes late: who has come by then has come. */
static void take_before_its_id_is_known(bool reacts)
{
	const struct platform_event event = {.kind = PLATFORM_MESSAGE,
		.message = "50",
		.conversation = "11",
		.parent = "",
		.server = "10",
		.user = "30",
		.title = "",
		.link = "",
		.text = LEGS,
		.text_len = strlen(LEGS)};
	struct platform_outcome outcome = {.kind = PLATFORM_SENT, .id = "60", .reason = ""};
	char other[16];
	int i;

	sign("60", "31", "19", reacts); /* nothing is on its way */
	listener_hear(w.listener, "main", w.abilities, &event, w.now);
	assert_int_equal(w.n_said, 2);
	sign("60", "31", "19", reacts);
	sign("61", "32", "19", reacts); /* under something else */
	sign("60", "30", "19", reacts); /* the person themself */
	sign("60", "33", "12", reacts); /* elsewhere */
	assert_int_equal(escalations_count(listener_escalations(w.listener)), 1);
	outcome.ticket = w.said[1].say.ticket;
	listener_outcome(w.listener, "main", &outcome, w.now);
	assert_int_equal(escalations_count(listener_escalations(w.listener)), 0);
	assert_contains(w.said[2].text, "Picked up by <@31>");
	/* the oldest of too many counts for nothing */
	w.n_said = 0;
	writes(PLATFORM_MESSAGE, "51", LEGS);
	for (i = 0; i <= ESCALATIONS_SIGNS_MAX; i++) {
		snprintf(other, sizeof(other), "%d", 600 + i);
		sign(other, "31", "19", reacts);
	}
	outcome = (struct platform_outcome){
		.ticket = w.said[1].say.ticket, .kind = PLATFORM_SENT, .id = "600", .reason = ""};
	listener_outcome(w.listener, "main", &outcome, w.now);
	assert_int_equal(escalations_count(listener_escalations(w.listener)), 1);
}

static void test_taken_early_by_a_reaction(void **state)
{
	(void)state;
	take_before_its_id_is_known(true);
}

static void test_taken_early_by_a_reply(void **state)
{
	(void)state;
	take_before_its_id_is_known(false);
}

static void test_false_by_a_button(void **state)
{
	char key[INTERACTION_KEY_MAX];
	struct interaction is;

	(void)state;
	alarm();
	is = pressing(key_of(1, "False alarm", key), "31");
	assert_int_equal(desk_do(&is), 2);
	assert_string_equal(w.said[2].user, "30");
	assert_string_equal(w.said[2].reply_to, "50");
	assert_contains(w.said[2].text, "still holds");
	assert_contains(desk_last()->text, "Marked as a false alarm");
}

/* Whoever it is about does not speak for the staff, wherever the button is pressed. */
static void test_false_by_the_person(void **state)
{
	char key[INTERACTION_KEY_MAX];
	struct interaction is;

	(void)state;
	alarm();
	is = pressing(key_of(1, "False alarm", key), "30");
	assert_int_equal(desk_do(&is), 2);
	assert_string_equal(w.said[2].conversation, "19");
	assert_contains(w.said[2].text, "The person says that this was a false alarm");
	assert_int_equal(escalations_count(listener_escalations(w.listener)), 0);
}

static void test_by_number_or_message(void **state)
{
	struct escalations *es = listener_escalations(w.listener);

	(void)state;
	alarm();
	assert_int_equal(escalations_retract(es, "main",
				 &(struct escalations_which){.message = "51"}, "", w.now),
		ESCALATIONS_NONE);
	assert_int_equal(escalations_retract(es, "other",
				 &(struct escalations_which){.message = "50"}, "", w.now),
		ESCALATIONS_NONE);
	assert_int_equal(escalations_retract(es, "main",
				 &(struct escalations_which){.message = "50"}, "", w.now),
		ESCALATIONS_DONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_taken_by_a_button),
		DESK_TEST(test_taken_early_by_a_reaction),
		DESK_TEST(test_taken_early_by_a_reply),
		DESK_TEST(test_false_by_a_button),
		DESK_TEST(test_false_by_the_person),
		DESK_TEST(test_by_number_or_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
