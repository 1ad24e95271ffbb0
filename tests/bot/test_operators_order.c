/* Tests of src/bot/operators_order.c. */
#include "bot/operators_world.h"

static void pauses(void **state)
{
	(void)state;
	assert_contains(GIVE(SERVER, "lumbard pause"), "Answers are paused in <#11>. Emergencies");
	assert_contains(desk_last()->text, "A restart forgets it");
	assert_int_equal(operators_hear("30", ASKS), 0);
	assert_true(operators_hear("30", EMERGENCY) >= 1);
	assert_contains(GIVE(SERVER, "lumbard status"), "answers are PAUSED");
	assert_contains(desk_last()->text, "- pause in <#11>, ordered by <@" SERVER ">");
	assert_contains(GIVE(ALL, "lumbard resume"), "Resumed: <#11>.");
	assert_contains(GIVE(ALL, "lumbard resume"), "There was no pause of <#11>");
	assert_int_equal(operators_hear("30", ASKS), 1);
	assert_contains(GIVE1(SERVER, "lumbard pause", "where", "server"), "this server");
	assert_int_equal(operators_hear("30", ASKS), 0);
}

/* Only when it is confirmed; then nobody is answered at all. */
static void everything(void **state)
{
	(void)state;
	assert_contains(GIVE1(ALL, "lumbard pause", "where", "everything"), "confirm:True");
	assert_contains(give(ALL, "lumbard pause", "where", "everything", "confirm", "false"),
		"confirm:True");
	assert_int_equal(orders_bound(orders).used, 0);
	assert_contains(give(ALL, "lumbard pause", "where", "everything", "confirm", "true"),
		"**Nobody is answered, emergencies neither**");
	assert_int_equal(operators_hear("30", EMERGENCY), 0);
	assert_contains(GIVE(ALL, "lumbard status"), "EVERYTHING is paused, emergencies too");
	assert_contains(
		GIVE1(ALL, "lumbard resume", "where", "everything"), "Resumed: everything.");
	assert_true(operators_hear("30", EMERGENCY) >= 1);
}

/* A title that was chosen, and a button, are answers like others: what was ordered holds for them. */
static void chosen(void **state)
{
	struct interaction is = desk_interaction(INTERACTION_COMMAND, "30");
	struct interaction press = desk_interaction(INTERACTION_PRESSED, "30");
	struct lumbar_topic topic;

	(void)state;
	assert_true(responder_topics(w.responder, &topic, 1) >= 1);
	is.command = "back ask";
	is.conversation = press.conversation = "11";
	is.values[is.n_values++] = (struct interaction_value){"question", topic.title};
	press.key = "1 open";
	press.chosen = topic.intent;
	assert_int_equal(desk_do(&is), 1);
	assert_false(desk_last()->say.in_private);
	GIVE(SERVER, "lumbard pause");
	assert_int_equal(desk_do(&is), 1);
	assert_contains(desk_last()->text, "I do not answer questions here");
	assert_int_equal(desk_do(&press), 1);
	assert_contains(desk_last()->text, "I do not answer questions here");
	GIVE(SERVER, "lumbard resume");
	GIVE1(SERVER, "lumbard mute", "user", "30");
	assert_int_equal(desk_do(&is), 1);
	assert_contains(desk_last()->text, "I do not answer questions here");
	GIVE1(SERVER, "lumbard unmute", "user", "30");
	assert_int_equal(desk_do(&is), 1);
	assert_false(desk_last()->say.in_private);
	give(ALL, "lumbard pause", "where", "everything", "confirm", "true");
	assert_int_equal(desk_do(&is), 1);
	assert_string_equal(desk_last()->text, "I am switched off here.");
	assert_int_equal(desk_do(&press), 1);
	assert_string_equal(desk_last()->text, "I am switched off here.");
}

/* What needs the portal's switch is refused while that is off, with the steps. */
static void modes(void **state)
{
	(void)state;
	assert_contains(GIVE1(SERVER, "lumbard mode", "mode", "mention"), "<#11>: mention mode.");
	assert_int_equal(operators_hear("30", ASKS), 0);
	portal.content = PLATFORM_CONTENT_SHUT;
	assert_contains(GIVE1(SERVER, "lumbard mode", "mode", "faq"),
		"I may not. Turn it on in the portal.");
	assert_int_equal(operators_hear("30", ASKS), 0);
	portal.content = PLATFORM_CONTENT_UNKNOWN;
	assert_contains(GIVE1(SERVER, "lumbard mode", "mode", "ambient"), "again in a few seconds");
	assert_int_equal(portal.asked, 2);
	assert_int_equal(portal.wanted, 0);
	portal.content = PLATFORM_CONTENT_OPEN;
	assert_contains(GIVE1(SERVER, "lumbard mode", "mode", "faq"), "<#11>: faq mode.");
	assert_int_equal(portal.wanted, 1);
	assert_int_equal(operators_hear("30", ASKS), 1);
	assert_contains(GIVE1(SERVER, "lumbard mode", "mode", "off"),
		"Nobody is answered there, emergencies");
	assert_int_equal(operators_hear("30", EMERGENCY), 0);
	assert_contains(
		GIVE1(SERVER, "lumbard mode", "mode", "configured"), "again the configured");
	assert_int_equal(operators_hear("30", ASKS), 1);
	assert_contains(GIVE1(SERVER, "lumbard mode", "mode", "nonsense"), "A mode is");
	assert_contains(
		give(ALL, "lumbard mode", "mode", "faq", "where", "everything"), "A mode is");
}

/* Everywhere, or where an operator of one server gives the order: there. */
static void mutes(void **state)
{
	(void)state;
	assert_contains(GIVE1(ALL, "lumbard mute", "user", "30"), "<@30> gets no answers");
	assert_int_equal(operators_hear("30", ASKS), 0);
	assert_true(operators_hear("30", EMERGENCY) >= 1);
	assert_true(orders_silent_to(orders, "main", "20", "30"));
	assert_contains(GIVE1(ALL, "lumbard unmute", "user", "30"), "<@30> is answered again.");
	assert_int_equal(operators_hear("30", ASKS), 1);
	assert_contains(GIVE1(SERVER, "lumbard mute", "user", "31"), "<@31> gets no answers");
	assert_int_equal(operators_hear("31", ASKS), 0);
	assert_false(orders_silent_to(orders, "main", "20", "31"));
	assert_contains(GIVE(ALL, "lumbard mute"), "Who?");
	/* whom it is about the log does not tell */
	assert_lacks(w.mock->lines, "31");
	/* whoever may order everything ends a server's, too; the other way round it is said what holds */
	GIVE1(SERVER, "lumbard mute", "user", "30");
	assert_contains(GIVE1(ALL, "lumbard unmute", "user", "30"), "<@30> is answered again.");
	assert_int_equal(operators_hear("30", ASKS), 1);
	GIVE1(ALL, "lumbard mute", "user", "30");
	assert_contains(GIVE1(SERVER, "lumbard unmute", "user", "30"), "still muted everywhere");
	assert_int_equal(operators_hear("30", ASKS), 0);
}

/* There is no channel in private; and there may be too many orders. */
static void odd_places(void **state)
{
	struct interaction is = desk_interaction(INTERACTION_COMMAND, ALL);
	char place[ORDERS_PLACE_MAX], id[16];
	size_t i;

	(void)state;
	is.server = "";
	is.command = "lumbard pause";
	desk_do(&is);
	assert_contains(desk_last()->text, "There is no channel here");
	for (i = 0; i < ORDERS_MAX; i++) {
		snprintf(id, sizeof(id), "%zu", i);
		orders_set(orders, "main", orders_place(place, "user", id), ORDERS_MUTE, "1");
	}
	assert_contains(GIVE(ALL, "lumbard pause"), "Too many orders hold already");
	assert_contains(GIVE(ALL, "lumbard status"), "... and 1009 more");
	assert_true(strlen(desk_last()->text) <= 2000);
}

/* Who has it all forgotten is muted all the same: that was decided about them.  An operator may lift it so. */
static void forgotten(void **state)
{
	struct interaction is = desk_interaction(INTERACTION_COMMAND, "30");

	(void)state;
	GIVE1(SERVER, "lumbard mute", "user", "30");
	GIVE1(ALL, "lumbard mute", "user", "30");
	GIVE1(ALL, "lumbard mute", "user", "31");
	is.command = "back quiet";
	is.values[is.n_values++] = (struct interaction_value){"state", "on"};
	desk_do(&is);
	assert_int_equal(operators_hear("30", ASKS), 0);
	is.command = "back forget";
	is.n_values = 0;
	desk_do(&is);
	assert_contains(
		desk_last()->text, "What operators decided about you, such as a mute, is kept.");
	assert_int_equal(operators_hear("30", ASKS), 0);
	desk_forget(w.desk, "30");
	assert_int_equal(operators_hear("30", ASKS), 1);
	assert_int_equal(operators_hear("31", ASKS), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		OPERATORS_TEST(pauses),
		OPERATORS_TEST(everything),
		OPERATORS_TEST(chosen),
		OPERATORS_TEST(modes),
		OPERATORS_TEST(mutes),
		OPERATORS_TEST(forgotten),
		OPERATORS_TEST(odd_places),
	};

	return cmocka_run_group_tests_name("bot/operators_order", tests, NULL, NULL);
}
