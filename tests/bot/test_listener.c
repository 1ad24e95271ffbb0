/* Tests of src/bot/listener.c: whether something is said, and what. */
#include "base/utf8.h"
#include "bot/listener_world.h"

static void modes(void **state)
{
	enum { PLAIN, MENTIONED, DIRECT };
	static const struct {
		const char *channel;
		int how;
		const char *text;
		size_t said; /* with the alert to the staff, where there are any */
	} cases[] = {
		{"100", PLAIN, ASKS, 1},
		{"101", PLAIN, ASKS_HEAT, 1},
		{"101", PLAIN, NOTHING, 0},
		{"100", PLAIN, NOTHING, 0},
		{"100", MENTIONED, NOTHING, 1},
		{"102", PLAIN, ASKS, 0},
		{"102", MENTIONED, ASKS, 0},
		{"102", MENTIONED, EMERGENCY, 0},
		{"103", PLAIN, ASKS, 0},
		{"103", PLAIN, EMERGENCY, 0},
		{"103", MENTIONED, ASKS, 1},
		{"103", MENTIONED, EMERGENCY, 2},
		{"104", PLAIN, ASKS, 0},
		{"104", MENTIONED, ASKS, 1},
		{"101", PLAIN, EMERGENCY, 2},
		{"200", PLAIN, EMERGENCY, 1},
		{"300", DIRECT, ASKS, 1},
		{"300", DIRECT, NOTHING, 1},
		{"300", DIRECT, EMERGENCY, 1},
	};
	struct platform_event event;
	char user[32];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(user, sizeof(user), "user-%zu", i);
		event = event_in(cases[i].channel, user, cases[i].text);
		event.addressed = cases[i].how == MENTIONED;
		event.direct = cases[i].how == DIRECT;
		if (event.direct)
			event.server = "";
		n = hear_event(&event);
		if (n != cases[i].said)
			fail_msg("case %zu: %zu said, not %zu", i, n, cases[i].said);
	}
}

static void an_answer(void **state)
{
	const struct platform_event event = event_in("100", "user-a", ASKS);

	(void)state;
	assert_int_equal(hear_event(&event), 1);
	assert_string_equal(last()->conversation, "100");
	assert_string_equal(last()->reply_to, event.message);
	assert_string_equal(last()->user, "user-a");
	assert_string_equal(last()->role, "(null)");
	assert_string_equal(last()->purpose, "r");
	assert_int_equal(last()->say.deadline_ms, NOW + LISTENER_ANSWER_MS);
	assert_false(last()->say.emergency);
	assert_contains(last()->text, "**");
}

static void an_emergency(void **state)
{
	const struct platform_event event = event_in("100", "user-a", EMERGENCY);
	const struct said *reply = &w.said[0], *alert = &w.said[1];

	(void)state;
	assert_int_equal(hear_event(&event), 2);
	assert_string_equal(reply->conversation, "100");
	assert_string_equal(reply->reply_to, event.message);
	assert_contains(reply->text, "Call 999");
	assert_int_equal(reply->say.deadline_ms, NOW + LISTENER_FLAG_MS);
	assert_true(reply->say.emergency);
	/* the staff: once for this message, with the role to be called, and nothing of what was written */
	assert_string_equal(alert->conversation, "900");
	assert_string_equal(alert->cause, event.message);
	assert_string_equal(alert->reply_to, "(null)");
	assert_string_equal(alert->user, "(null)");
	assert_string_equal(alert->role, "55");
	assert_string_equal(alert->purpose, "a");
	assert_true(alert->say.emergency);
	assert_contains(alert->text, "https://chat.example/link");
	assert_lacks(alert->text, "numb and");
	assert_lacks(alert->text, "user-a");
	assert_true(alert->say.ticket != reply->say.ticket);
}

/* A reply is as long as the platform takes; the first line of an emergency is whole all the same. */
static void short_replies(void **state)
{
	(void)state;
	assert_int_equal(hear("100", "user-a", ASKS), 1);
	assert_true(utf8_length(last()->text, strlen(last()->text)) > 300);
	w.abilities.max_chars = 300;
	assert_int_equal(hear("101", "user-a", ASKS), 1);
	assert_true(utf8_length(last()->text, strlen(last()->text)) <= 300);
	assert_int_equal(hear("200", "user-a", EMERGENCY), 1);
	assert_true(utf8_length(last()->text, strlen(last()->text)) <= 300);
	assert_contains(last()->text, "Call your local emergency number now");
}

static void numbers_of_the_place(void **state)
{
	struct platform_event event;

	(void)state;
	hear("100", "user-a", EMERGENCY);
	assert_contains(w.said[0].text, "Call 999");
	event = event_in("101", "user-a", EMERGENCY);
	hear_event(&event);
	assert_contains(w.said[2].text, "Call 911");
	/* a thread has those of its channel */
	event = event_in("150", "user-a", EMERGENCY);
	event.parent = "100";
	assert_int_equal(hear_event(&event), 2);
	assert_contains(w.said[4].text, "Call 999");
	event = event_in("300", "user-a", EMERGENCY);
	event.server = "";
	event.direct = true;
	assert_int_equal(hear_event(&event), 1);
	assert_contains(last()->text, "Call 111");
	hear("200", "user-a", EMERGENCY);
	assert_contains(last()->text, "Call your local emergency number");
}

/* Urgent and see-doctor replies are red-flag replies, but staff are called for emergencies alone. */
static void lesser_flags(void **state)
{
	(void)state;
	assert_int_equal(hear("100", "user-a", URGENT), 1);
	assert_true(last()->say.emergency);
	assert_int_equal(last()->say.deadline_ms, NOW + LISTENER_FLAG_MS);
	assert_int_equal(hear("100", "user-a", SEE_DOCTOR), 1);
	assert_false(last()->say.emergency);
	assert_int_equal(last()->say.deadline_ms, NOW + LISTENER_FLAG_MS);
}

/* A post in a forum is its title and its text. */
static void forum_post(void **state)
{
	struct platform_event event = event_in("101", "user-a", "what can i do about them?");

	(void)state;
	assert_int_equal(hear_event(&event), 0);
	event = event_in("101", "user-b", "what can i do about them?");
	event.title = "Back spasms";
	assert_int_equal(hear_event(&event), 1);
	event = event_in("101", "user-c", "please read the title");
	event.title = EMERGENCY;
	assert_int_equal(hear_event(&event), 2);
}

/* What stands behind NULs is read; text that is far too long is read as far as the core reads. */
static void any_bytes(void **state)
{
	static const char nul[] = "hello\0 " EMERGENCY;
	static char wall[LUMBAR_MESSAGE_MAX + 100];
	struct platform_event event = event_in("100", "user-a", "");

	(void)state;
	event.text = nul;
	event.text_len = sizeof(nul) - 1;
	assert_int_equal(hear_event(&event), 2);
	memset(wall, '.', sizeof(wall));
	memcpy(wall, EMERGENCY, strlen(EMERGENCY));
	event = event_in("100", "user-b", "");
	event.text = wall;
	event.text_len = sizeof(wall);
	assert_int_equal(hear_event(&event), 2);
	/* a title that no longer fits before it does not cost the text */
	event = event_in("100", "user-c", "");
	event.text = wall;
	event.text_len = sizeof(wall);
	event.title = "A title";
	assert_int_equal(hear_event(&event), 2);
	event = event_in("100", "user-d", "\xff\xfe\x80");
	assert_int_equal(hear_event(&event), 0);
}

static void edits(void **state)
{
	struct platform_event event = event_in("100", "user-a", ASKS);
	static const struct {
		const char *text;
		size_t said;
		const char *purpose; /* of the reply */
	} steps[] = {
		{ASKS_HEAT, 0, NULL}, /* questions wait */
		{SEE_DOCTOR, 1, "e1"},
		{SEE_DOCTOR, 0, NULL},
		{URGENT, 1, "e2"},
		{SEE_DOCTOR, 0, NULL}, /* less grave than what was said */
		{EMERGENCY, 2, "e3"},
		{EMERGENCY, 0, NULL},
		{ASKS, 0, NULL},
	};
	size_t i, before;

	(void)state;
	assert_int_equal(hear_event(&event), 1);
	event.kind = PLATFORM_EDITED;
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		event.text = steps[i].text;
		event.text_len = strlen(event.text);
		before = w.n_said;
		assert_int_equal(hear_event(&event), steps[i].said);
		if (steps[i].purpose)
			assert_string_equal(w.said[before].purpose, steps[i].purpose);
	}
	assert_string_equal(last()->purpose, "ea");
	/* an edit of something that was never answered, or not seen, counts in full */
	event = event_in("100", "user-a", EMERGENCY);
	event.kind = PLATFORM_EDITED;
	assert_int_equal(hear_event(&event), 2);
}

static void deleted(void **state)
{
	struct platform_event event = event_in("100", "user-a", EMERGENCY);

	(void)state;
	event.kind = PLATFORM_DELETED;
	event.text = event.title = event.user = NULL;
	event.text_len = 0;
	assert_int_equal(hear_event(&event), 0);
	assert_int_equal(listener_counts(w.listener).heard, 0);
	listener_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(modes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_emergency, set_up, tear_down),
		cmocka_unit_test_setup_teardown(short_replies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(numbers_of_the_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lesser_flags, set_up, tear_down),
		cmocka_unit_test_setup_teardown(forum_post, set_up, tear_down),
		cmocka_unit_test_setup_teardown(any_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(edits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(deleted, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/listener", tests, NULL, NULL);
}
