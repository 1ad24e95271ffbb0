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
		DESK_TEST(test_false_by_a_button),
		DESK_TEST(test_false_by_the_person),
		DESK_TEST(test_by_number_or_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
