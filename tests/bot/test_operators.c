/* Tests of src/bot/operators.c: who may, and what is looked at. */
#include "bot/operators_world.h"

static const char *const commands[] = {"lumbard status", "lumbard pause", "lumbard resume",
	"lumbard mode", "lumbard mute", "lumbard unmute", "lumbard test", "lumbard unanswered",
	"lumbard feedback", "lumbard reload", "lumbard escalations", "lumbard ack",
	"lumbard drill"};

/* Every command is refused to others, says so, and changes nothing. */
static void refused(void **state)
{
	const unsigned generation = responder_generation(w.responder);
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		assert_contains(GIVE(NOBODY, commands[i]), "for operators of this bot");
		assert_int_equal(desk_last()->controls[0], '\0');
	}
	assert_int_equal(orders_bound(orders).used, 0);
	assert_int_equal(responder_generation(w.responder), generation);
	assert_int_equal(w.n_said, sizeof(commands) / sizeof(commands[0]));
	/* and each of them is offered */
	desk_offers(w.desk, &n);
	assert_true(n > sizeof(commands) / sizeof(commands[0]));
}

/* Whoever may order one server may not order everything. */
static void of_one_server(void **state)
{
	(void)state;
	assert_contains(GIVE(SERVER, "lumbard status"), "Here: mode faq");
	assert_contains(GIVE(SERVER, "lumbard reload"), "more than this server");
	assert_contains(give(SERVER, "lumbard pause", "where", "everything", "confirm", "true"),
		"more than this server");
	assert_contains(
		GIVE1(SERVER, "lumbard resume", "where", "everything"), "more than this server");
	assert_int_equal(orders_bound(orders).used, 0);
}

/* What was ordered elsewhere, and of whom, is no business of theirs. */
static void orders_elsewhere(void **state)
{
	const char *text;

	(void)state;
	orders_set(orders, "main", "channel 11", ORDERS_PAUSE, ALL);
	orders_set(orders, "main", "channel 21", ORDERS_PAUSE, ALL);
	orders_set(orders, "main", "server 20", ORDERS_MODE, "off");
	orders_set(orders, "main", "user 77", ORDERS_MUTE, ALL);
	orders_set(orders, "main", "user 78 of 20", ORDERS_MUTE, "79");
	orders_set(orders, "main", "user 78 of 10", ORDERS_MUTE, "51");
	text = GIVE(ALL, "lumbard status");
	assert_contains(text, "- pause in <#21>");
	assert_contains(text, "of user 77");
	assert_contains(text, "of user 78 of 20");
	text = GIVE(SERVER, "lumbard status");
	assert_contains(text, "- pause in <#11>");
	assert_contains(text, "of user 78 of 10");
	assert_lacks(text, "<#21>");
	assert_lacks(text, "server 20");
	assert_lacks(text, "77");
	assert_lacks(text, "of 20");
	assert_lacks(text, "79");
}

static void tested(void **state)
{
	const char *text;

	(void)state;
	text = GIVE1(ALL, "lumbard test", "text", EMERGENCY);
	assert_contains(text, "**escalate** in a direct channel");
	assert_contains(text, "tier emergency: ");
	assert_contains(text, "**Call 999");
	text = give(ALL, "lumbard test", "text", "lol nice", "as", "ambient");
	assert_contains(text, "**ignore** in a ambient channel");
	assert_contains(text, "(it would say nothing)");
	/* it alerts nobody, and is remembered nowhere */
	assert_int_equal(w.n_said, 2);
	assert_lacks(w.mock->lines, "legs");
	assert_lacks(w.mock->lines, "lol");
}

static void note(const char *server, const char *message, const char *shape)
{
	gaps_note(gaps,
		&(struct gaps_question){
			.account = "main", .shape = shape, .server = server, .message = message});
}

static void unanswered(void **state)
{
	(void)state;
	assert_contains(GIVE(ALL, "lumbard unanswered"), "Nothing went unanswered.");
	note("10", "1", "tea + ask-dose");
	assert_contains(GIVE(ALL, "lumbard unanswered"), "- 1 times: tea + ask-dose");
	/* who may order one server sees what was asked there alone */
	note("20", "2", "tea + ask-dose");
	note("20", "3", "milk + ask-dose");
	assert_contains(GIVE(ALL, "lumbard unanswered"), "- 2 times: tea + ask-dose");
	assert_contains(desk_last()->text, "milk");
	assert_contains(GIVE(SERVER, "lumbard unanswered"), "- 1 times: tea + ask-dose");
	assert_lacks(desk_last()->text, "milk");
}

static void reloaded(void **state)
{
	(void)state;
	assert_contains(GIVE(ALL, "lumbard reload"), "Reloaded: generation 2.");
	assert_contains(GIVE(ALL, "lumbard feedback"), "the configuration names no `state`");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		OPERATORS_TEST(refused),
		OPERATORS_TEST(of_one_server),
		OPERATORS_TEST(orders_elsewhere),
		OPERATORS_TEST(tested),
		OPERATORS_TEST(unanswered),
		OPERATORS_TEST(reloaded),
	};

	return cmocka_run_group_tests_name("bot/operators", tests, NULL, NULL);
}
