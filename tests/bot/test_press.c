/* Tests of src/bot/press.c. */
#include "bot/cooldown.h"
#include "bot/desk_world.h"
#include "bot/press.h"
#include "bot/tally.h"

static const struct desk_said *press(const char *key, const char *chosen)
{
	struct interaction is = desk_interaction(INTERACTION_PRESSED, "30");

	is.key = key;
	is.chosen = chosen;
	is.message = "50";
	assert_int_equal(desk_do(&is), 1);
	return desk_last();
}

static void test_a_further_question(void **state)
{
	const struct desk_said *said = press("1 ask prevention.posture", "");

	(void)state;
	assert_true(said->say.in_private);
	assert_contains(said->text, "posture");
	assert_contains(said->controls, "yes prevention.posture");
}

static void test_an_answer_that_is_gone(void **state)
{
	(void)state;
	assert_contains(press("1 ask causes.of-war", "")->text, "no answer to that any more");
	assert_contains(press("1 yes causes.of-war", "")->text, "in the meantime");
	assert_contains(press("1 open", "../../etc/passwd")->text, "no answer to that any more");
}

/* An answer that somebody chose is counted like one to a question; what there is not, is not. */
static void test_counted(void **state)
{
	(void)state;
	press("1 ask prevention.posture", "");
	press("1 open", "prevention.posture");
	press("1 ask causes.of-war", "");
	assert_int_equal(listener_counts(w.listener).answered, 2);
	assert_int_equal(listener_tally(w.listener)->n_intents, 1);
	assert_int_equal(listener_tally(w.listener)->intents[0].n, 2);
}

static void test_topics(void **state)
{
	const struct desk_said *said = press("1 topics", "causes");

	(void)state;
	assert_int_equal(said->say.turn, PLATFORM_TURN_CHANGE);
	assert_contains(said->controls, "ocauses.posture\t");
	assert_contains(press("1 open", "causes.posture")->text, "posture");
}

static void test_feedback(void **state)
{
	(void)state;
	assert_contains(press("1 yes causes.posture", "")->text, "Thank you");
	assert_contains(press("1 no causes.posture", "")->text, "other words");
	assert_true(desk_last()->say.in_private);
}

/* Nothing is answered where the bot is switched off, whoever presses what was left there. */
static void test_where_it_is_off(void **state)
{
	struct interaction is = desk_interaction(INTERACTION_PRESSED, "30");

	(void)state;
	is.key = "1 ask prevention.posture";
	is.conversation = "12";
	assert_int_equal(desk_do(&is), 1);
	assert_string_equal(desk_last()->text, "I am switched off here.");
	assert_true(desk_last()->say.in_private);
	is.key = "1 open";
	is.chosen = "prevention.posture";
	assert_int_equal(desk_do(&is), 1);
	assert_string_equal(desk_last()->text, "I am switched off here.");
}

/* As many as can be asked for: whoever chooses more is told to wait, and others are not. */
static void test_many_answers(void **state)
{
	static const char *const topics[] = {"causes.posture", "prevention.posture"};
	struct interaction is = desk_interaction(INTERACTION_PRESSED, "31");
	size_t i;

	(void)state;
	for (i = 0; i < COOLDOWN_PERSON_MAX; i++)
		assert_contains(press("1 open", topics[i % 2])->text, "posture");
	assert_contains(press("1 ask causes.posture", "")->text, "ask again in a minute");
	assert_int_equal(listener_counts(w.listener).answered, COOLDOWN_PERSON_MAX);
	assert_int_equal(listener_counts(w.listener).cooled, 1);
	is.key = "1 ask causes.posture";
	desk_do(&is);
	assert_contains(desk_last()->text, "posture");
	/* nor does it keep a red flag from anybody */
	writes(PLATFORM_MESSAGE, "50", "i cant move my legs");
	assert_contains(w.said[w.n_said - 2].text, "999");
	w.now += 60000;
	assert_contains(press("1 ask causes.posture", "")->text, "posture");
}

/* The oldest votes are forgotten, and everybody is thanked. */
static void test_many_votes(void **state)
{
	struct desk_options options = {.responder = w.responder};
	struct commands *commands = commands_create(
		&(struct commands_options){w.config, &w.mock->log, desk_on_say, NULL});
	struct press *p = press_create(&options, commands);
	struct interaction is = desk_interaction(INTERACTION_PRESSED, "30");
	char message[16];
	int i;

	(void)state;
	is.key = "1 yes causes.posture";
	is.message = message;
	for (i = 0; i < PRESS_VOTES_MAX + 10; i++) {
		snprintf(message, sizeof(message), "%d", i + 1);
		w.n_said = 0;
		commands_take(commands, "main", w.abilities, &is, w.now);
		assert_contains(desk_last()->text, "Thank you");
	}
	assert_int_equal(press_bound(p).used, PRESS_VOTES_MAX);
	press_destroy(p);
	commands_destroy(commands);
}

/* Whose votes are forgotten may vote anew; nobody else. */
static void test_forgotten(void **state)
{
	struct desk_options options = {.responder = w.responder};
	struct commands *commands = commands_create(
		&(struct commands_options){w.config, &w.mock->log, desk_on_say, NULL});
	struct press *p = press_create(&options, commands);
	struct interaction is = desk_interaction(INTERACTION_PRESSED, "30");
	size_t i;

	(void)state;
	is.key = "1 yes causes.posture";
	for (i = 0; i < 4; i++) {
		is.message = i < 2 ? "50" : "51";
		is.user = i % 2 ? "30" : "31";
		commands_take(commands, "main", w.abilities, &is, w.now);
	}
	assert_int_equal(press_bound(p).used, 4);
	commands_forget(commands, "30", COMMANDS_BY_THEMSELVES);
	assert_int_equal(press_bound(p).used, 2);
	commands_forget(commands, "30", COMMANDS_BY_THEMSELVES);
	commands_forget(commands, "3", COMMANDS_BY_THEMSELVES);
	assert_int_equal(press_bound(p).used, 2);
	press_destroy(p);
	commands_destroy(commands);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_a_further_question),
		DESK_TEST(test_an_answer_that_is_gone),
		DESK_TEST(test_counted),
		DESK_TEST(test_topics),
		DESK_TEST(test_feedback),
		DESK_TEST(test_where_it_is_off),
		DESK_TEST(test_many_answers),
		DESK_TEST(test_many_votes),
		DESK_TEST(test_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
