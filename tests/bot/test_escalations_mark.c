/* Tests of src/bot/escalations_mark.c: what was said says that it was a false alarm. */
#include "bot/alarm_world.h"

#include "base/utf8.h"

#define AFTER 600000 /* as configured by default */

/* What the i-th message came to: it stands there under that id. */
static void sent(size_t i, const char *where, const char *id)
{
	listener_outcome(w.listener, "main",
		&(struct platform_outcome){.ticket = w.said[i].say.ticket,
			.kind = PLATFORM_SENT,
			.id = id,
			.conversation = where,
			.reason = ""},
		w.now);
}

/* Which of those that were said is another form of the message of that id; DESK_SAID_MAX = none. */
static size_t find_changed(const char *id)
{
	size_t i;

	for (i = 0; i < w.n_said; i++) {
		/* what has a handle is changed by a press */
		if (strcmp(w.said[i].replaces, id) == 0 && !*w.said[i].handle)
			return i;
	}
	return DESK_SAID_MAX;
}

static const struct desk_said *changed(const char *id)
{
	const size_t i = find_changed(id);

	if (i >= DESK_SAID_MAX)
		fail_msg("%s is as it was", id);
	return &w.said[i % DESK_SAID_MAX];
}

static void assert_as_it_was(const char *id)
{
	assert_int_equal(find_changed(id), DESK_SAID_MAX);
}

/* Nobody has picked it up: the person is told so, and staff once more. */
static void nobody_comes(void)
{
	const size_t n = w.n_said;

	w.now += AFTER;
	listener_tick(w.listener, w.now);
	assert_int_equal(w.n_said, n + 2);
	sent(n, "19", "61");
	sent(n + 1, "11", "71");
}

static void test_by_staff(void **state)
{
	char key[INTERACTION_KEY_MAX];
	struct interaction is;

	(void)state;
	alarm();
	sent(0, "11", "70");
	nobody_comes();
	is = pressing(key_of(1, "False alarm", key), "31"); /* under the first alert, 60 */
	desk_do(&is);
	assert_string_equal(changed("70")->conversation, "11");
	assert_contains(changed("70")->text, "999");
	assert_contains(changed("70")->text, "The staff here have marked this as a false alarm");
	assert_string_equal(changed("70")->controls, "");
	/* hence recorded, under its own id */
	assert_string_equal(changed("70")->cause, "70");
	assert_string_equal(changed("70")->purpose, ESCALATION_MARK);
	assert_true(utf8_length(changed("70")->text, strlen(changed("70")->text)) <= 2000);
	/* the other alert loses its buttons, and calls nobody */
	assert_string_equal(changed("61")->conversation, "19");
	assert_contains(changed("61")->text, "Marked as a false alarm");
	assert_contains(changed("61")->text, "https://chat.example/50");
	assert_lacks(changed("61")->text, "<@&");
	assert_lacks(changed("61")->text, "pick it up");
	/* the one whose button it was is changed by its press */
	assert_as_it_was("60");
	assert_string_equal(changed("71")->text, "");
	assert_string_equal(changed("71")->conversation, "11");
}

static void test_by_the_person(void **state)
{
	char key[INTERACTION_KEY_MAX];
	struct interaction is;

	(void)state;
	alarm();
	sent(0, "11", "70");
	nobody_comes();
	is = pressing(key_of(0, "False alarm", key), "30");
	is.message = "70";
	desk_do(&is);
	assert_as_it_was("70");
	assert_contains(changed("60")->text, "says the person");
	assert_contains(changed("61")->text, "says the person");
	assert_string_equal(changed("71")->text, "");
	assert_string_equal(changed("71")->conversation, "11");
}

/* Of two halves the one that has the button says it. */
static void test_of_what_was_said_in_private(void **state)
{
	char key[INTERACTION_KEY_MAX];
	struct interaction is;

	(void)state;
	writes(PLATFORM_MESSAGE, "50", "my back hurts and i cant pee any more");
	assert_int_equal(w.n_said, 3);
	sent(1, "11", "70"); /* the line for all */
	sent(0, "77", "72");
	sent(2, "19", "60");
	is = pressing(key_of(2, "False alarm", key), "31");
	desk_do(&is);
	assert_as_it_was("70");
	assert_string_equal(changed("72")->conversation, "77");
	assert_contains(changed("72")->text, "peeing");
}

static void test_where_nothing_can_be_changed(void **state)
{
	char key[INTERACTION_KEY_MAX];
	struct interaction is;

	(void)state;
	w.abilities.edit = false;
	alarm();
	sent(0, "11", "70");
	is = pressing(key_of(1, "False alarm", key), "31");
	desk_do(&is);
	assert_as_it_was("70");
}

/* Somebody gives a command with that in it; the reply went to them alone, without an id. */
static void alarm_by_command(void)
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
		.text_len = strlen(LEGS),
		.addressed = true,
		.handle = "handle of 50",
		.in_private = true};

	assert_int_equal(
		listener_hear(w.listener, "main", w.abilities, &event, w.now), LISTENER_SAID);
	assert_int_equal(w.n_said, 2);
	sent(0, "", "");
	sent(1, "19", "60");
}

/* Which of those that were said fills in the reply to a command; DESK_SAID_MAX = none. */
static size_t find_filled(void)
{
	size_t i;

	for (i = 0; i < w.n_said; i++) {
		if (w.said[i].say.turn == PLATFORM_TURN_FILL)
			return i;
	}
	return DESK_SAID_MAX;
}

/* The staff press under their alert; what the person is told of it. */
static const struct desk_said *marked_by_staff(void)
{
	const size_t n = w.n_said;
	char key[INTERACTION_KEY_MAX];
	struct interaction is = pressing(key_of(1, "False alarm", key), "31");

	desk_do(&is);
	assert_contains(w.said[n].text, "The staff here have marked this as a false alarm");
	return &w.said[n];
}

static void test_of_a_command(void **state)
{
	const struct desk_said *told;
	size_t i;

	(void)state;
	alarm_by_command();
	told = marked_by_staff();
	assert_lacks(told->text, "stays as it was");
	i = find_filled();
	assert_true(i < DESK_SAID_MAX);
	assert_string_equal(w.said[i].handle, "handle of 50");
	assert_contains(w.said[i].text, "999");
	assert_contains(w.said[i].text, "The staff here have marked this as a false alarm");
	assert_string_equal(w.said[i].controls, "");
	/* the next run has no handle: it is not recorded */
	assert_string_equal(w.said[i].purpose, "");
}

/* A platform keeps nothing open for so long. */
static void test_of_a_command_long_ago(void **state)
{
	(void)state;
	alarm_by_command();
	w.now += ESCALATION_HANDLE_MS;
	assert_contains(marked_by_staff()->text, "stays as it was");
	assert_int_equal(find_filled(), DESK_SAID_MAX);
}

/* Staff press under the reply itself, which all can see: it is changed by that. */
static void test_of_a_command_under_its_reply(void **state)
{
	char key[INTERACTION_KEY_MAX];
	struct interaction is;
	size_t n;

	(void)state;
	alarm_by_command();
	w.now += ESCALATION_HANDLE_MS;
	n = w.n_said;
	is = pressing(key_of(0, "False alarm", key), "31");
	is.message = "70";
	is.manages = true;
	desk_do(&is);
	assert_lacks(w.said[n].text, "stays as it was");
	assert_int_equal(find_filled(), DESK_SAID_MAX);
	assert_int_equal(desk_last()->say.turn, PLATFORM_TURN_CHANGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_by_staff),
		DESK_TEST(test_by_the_person),
		DESK_TEST(test_of_what_was_said_in_private),
		DESK_TEST(test_where_nothing_can_be_changed),
		DESK_TEST(test_of_a_command),
		DESK_TEST(test_of_a_command_long_ago),
		DESK_TEST(test_of_a_command_under_its_reply),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
