/* Tests of src/bot/retract.c. */
#include "bot/alarm_world.h"

#define LOSS "my back hurts and i have lost a lot of weight without trying"

static void test_by_the_person(void **state)
{
	char key[INTERACTION_KEY_MAX];
	struct interaction is;

	(void)state;
	alarm();
	is = pressing(key_of(0, "False alarm", key), "30");
	assert_int_equal(desk_do(&is), 2);
	assert_string_equal(w.said[2].conversation, "19"); /* the staff are told */
	assert_contains(w.said[2].text, "false alarm");
	assert_int_equal(desk_last()->say.turn, PLATFORM_TURN_CHANGE);
	assert_contains(desk_last()->text, "**Call 999 now.**\n\nMore of it.\n\n*Taken back");
	assert_string_equal(desk_last()->controls, "");
	/* hence recorded, under the id of the press: whoever presses again is answered again */
	assert_string_equal(desk_last()->replaces, "60");
	assert_string_equal(desk_last()->conversation, "14");
	assert_string_equal(desk_last()->cause, is.id);
	assert_string_equal(desk_last()->purpose, ESCALATION_MARK);
	assert_true(desk_last()->say.deadline_ms >= w.now + ESCALATION_INFORM_MS);
	assert_false(desk_last()->say.ticket & COMMANDS_TICKET);
	assert_int_equal(escalations_count(listener_escalations(w.listener)), 0);
}

/* What that person alone sees stands in no channel: no later run could change it. */
static void test_under_what_is_private(void **state)
{
	char key[INTERACTION_KEY_MAX];
	struct interaction is;

	(void)state;
	alarm();
	is = pressing(key_of(0, "False alarm", key), "30");
	is.in_private = true;
	desk_do(&is);
	assert_int_equal(desk_last()->say.turn, PLATFORM_TURN_CHANGE);
	assert_contains(desk_last()->text, "Taken back");
	assert_string_equal(desk_last()->replaces, "");
	assert_string_equal(desk_last()->purpose, "");
}

static void test_under_an_alert(void **state)
{
	char key[INTERACTION_KEY_MAX];
	struct interaction is;

	(void)state;
	alarm();
	is = pressing(key_of(1, "I take it", key), "31");
	desk_do(&is);
	assert_string_equal(desk_last()->replaces, "60");
	assert_string_equal(desk_last()->cause, is.id);
	assert_string_equal(desk_last()->purpose, ESCALATION_MARK);
	assert_string_equal(desk_last()->controls, "");
}

static void test_by_staff_and_by_nobody_else(void **state)
{
	char key[INTERACTION_KEY_MAX];
	struct interaction is;

	(void)state;
	alarm();
	is = pressing(key_of(0, "False alarm", key), "31");
	assert_int_equal(desk_do(&is), 1);
	assert_contains(desk_last()->text, "Only the person");
	assert_int_equal(escalations_count(listener_escalations(w.listener)), 1);
	is = pressing(key, "31");
	is.roles[0] = "41";
	is.n_roles = 1;
	assert_int_equal(desk_do(&is), 2);
	assert_string_equal(w.said[3].user, "30"); /* the person is told */
	assert_int_equal(escalations_count(listener_escalations(w.listener)), 0);
}

/* Somebody's message was grave after an edit: what takes back the milder reply leaves the emergency open. */
static void test_of_an_edited_message(void **state)
{
	char milder[INTERACTION_KEY_MAX], graver[INTERACTION_KEY_MAX];
	struct interaction is;

	(void)state;
	writes(PLATFORM_MESSAGE, "50", LOSS);
	key_of(w.n_said - 1, "False alarm", milder);
	writes(PLATFORM_EDITED, "50", LEGS);
	key_of(w.n_said - 2, "False alarm", graver);
	assert_int_equal(escalations_count(listener_escalations(w.listener)), 1);
	is = pressing(milder, "30");
	assert_int_equal(desk_do(&is), 1);
	assert_int_equal(escalations_count(listener_escalations(w.listener)), 1);
	is = pressing(graver, "30");
	desk_do(&is);
	assert_int_equal(escalations_count(listener_escalations(w.listener)), 0);
}

/* Two edits of a message, each graver than what was before: each reply has a button of its own. */
static void test_of_two_edits(void **state)
{
	char milder[INTERACTION_KEY_MAX], graver[INTERACTION_KEY_MAX];
	struct interaction is;

	(void)state;
	writes(PLATFORM_EDITED, "50", LOSS);
	key_of(w.n_said - 1, "False alarm", milder);
	writes(PLATFORM_EDITED, "50", LEGS);
	key_of(w.n_said - 2, "False alarm", graver);
	assert_string_not_equal(milder, graver);
	is = pressing(milder, "30");
	desk_do(&is);
	assert_int_equal(escalations_count(listener_escalations(w.listener)), 1);
	/* an earlier version's button names any edit */
	is = pressing("1 oops 50 30 e", "30");
	desk_do(&is);
	assert_int_equal(escalations_count(listener_escalations(w.listener)), 0);
}

static void test_a_long_reply_keeps_its_first_line(void **state)
{
	char key[INTERACTION_KEY_MAX], text[2100] = "Call 999.\n";
	struct interaction is;
	size_t n = strlen(text);

	(void)state;
	alarm();
	is = pressing(key_of(0, "False alarm", key), "30");
	memset(text + n, 'x', 1980);
	text[n + 1000] = '\n';
	is.text = text;
	desk_do(&is);
	assert_true(strlen(desk_last()->text) <= 2000);
	assert_memory_equal(desk_last()->text, "Call 999.\nxxx", 13);
	assert_contains(desk_last()->text, "Taken back");
}

static void test_keys_that_are_none(void **state)
{
	static const char *const keys[] = {
		"1 oops", "1 oops 5", "1 oops  30", "1 take", "1 false x"};
	struct interaction is;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		is = pressing(keys[i], "30");
		assert_int_equal(desk_do(&is), 1);
		assert_true(desk_last()->say.turn != PLATFORM_TURN_CHANGE);
	}
}

/* Of a long reply that goes on with that. */
static void press_under(const char *more, char *text, size_t size)
{
	static const char first[] = "**Call 999 now.** Say that you cannot feel your legs.";
	char key[INTERACTION_KEY_MAX];
	struct interaction is;
	size_t n = (size_t)snprintf(text, size, "%s", first);

	while (n < 1990)
		n += (size_t)snprintf(text + n, size - n, "%s", more);
	alarm();
	is = pressing(key_of(0, "False alarm", key), "30");
	is.text = text;
	desk_do(&is);
	assert_memory_equal(desk_last()->text, first, sizeof(first) - 1);
	assert_contains(desk_last()->text, "Taken back as a false alarm");
}

/* What cannot lose a line stays whole: the platform refuses it rather than that a number is cut. */
static void test_a_long_line(void **state)
{
	char text[4096];

	(void)state;
	press_under(" and on", text, sizeof(text));
	assert_memory_equal(desk_last()->text, text, strlen(text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_by_the_person),
		DESK_TEST(test_under_what_is_private),
		DESK_TEST(test_under_an_alert),
		DESK_TEST(test_a_long_line),
		DESK_TEST(test_by_staff_and_by_nobody_else),
		DESK_TEST(test_of_an_edited_message),
		DESK_TEST(test_of_two_edits),
		DESK_TEST(test_a_long_reply_keeps_its_first_line),
		DESK_TEST(test_keys_that_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
