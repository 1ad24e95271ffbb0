/* Tests of src/bot/operators_alert.c. */
#include "bot/operators_world.h"

#include "bot/escalations.h"

static void take_number(void *ctx, const struct escalation *e)
{
	snprintf(ctx, ESCALATION_NUMBER_MAX, "%s", e->number);
}

/* An alert is listed, can be picked up once, and not by whom it is about. */
static void picked_up(void **state)
{
	char number[ESCALATION_NUMBER_MAX];

	(void)state;
	assert_contains(GIVE(ALL, "lumbard escalations"), "No alert is open.");
	assert_int_equal(operators_hear(SERVER, EMERGENCY), 2);
	assert_string_equal(desk_last()->conversation, "19");
	listener_outcome(w.listener, "main",
		&(struct platform_outcome){
			.ticket = desk_last()->say.ticket, .kind = PLATFORM_SENT, .id = "alert"},
		w.now);
	escalations_each(listener_escalations(w.listener), take_number, number);
	assert_contains(GIVE(ALL, "lumbard escalations"), number);
	assert_contains(desk_last()->text, "emergency (");
	assert_contains(desk_last()->text, "https://chat.example/link");
	assert_contains(GIVE1(SERVER, "lumbard ack", "number", number), "no open alert");
	assert_contains(GIVE1(ALL, "lumbard ack", "number", "x"), "no open alert");
	assert_contains(GIVE1(ALL, "lumbard ack", "number", number), "Thank you.");
	/* the others are told, where they were alerted */
	assert_string_equal(w.said[w.n_said - 2].conversation, "19");
	assert_contains(w.said[w.n_said - 2].text, "<@" ALL ">");
	assert_contains(GIVE(ALL, "lumbard escalations"), "No alert is open.");
	assert_contains(GIVE1(ALL, "lumbard ack", "number", number), "no open alert");
}

/* Who may order one server sees and picks up what is of that one alone. */
static void of_another_server(void **state)
{
	char number[ESCALATION_NUMBER_MAX];
	struct platform_event event = {.kind = PLATFORM_MESSAGE,
		.message = "m",
		.conversation = "21",
		.parent = "",
		.server = "20",
		.user = "30",
		.title = "",
		.link = "https://chat.example/other",
		.text = EMERGENCY,
		.text_len = strlen(EMERGENCY),
		.addressed = true};

	(void)state;
	listener_hear(w.listener, "main", w.abilities, &event, w.now);
	escalations_each(listener_escalations(w.listener), take_number, number);
	assert_contains(GIVE(SERVER, "lumbard escalations"), "No alert is open.");
	assert_contains(GIVE1(SERVER, "lumbard ack", "number", number), "no open alert");
	assert_contains(GIVE(ALL, "lumbard escalations"), "https://chat.example/other");
}

static void suggested(void **state)
{
	struct interaction is = desk_interaction(INTERACTION_COMPLETE, ALL);
	char number[ESCALATION_NUMBER_MAX];

	(void)state;
	operators_hear("30", EMERGENCY);
	escalations_each(listener_escalations(w.listener), take_number, number);
	is.command = "lumbard ack";
	is.focused = "number";
	desk_do(&is);
	assert_contains(desk_last()->controls, number);
	is.user = NOBODY;
	desk_do(&is);
	assert_string_equal(desk_last()->controls, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		OPERATORS_TEST(picked_up),
		OPERATORS_TEST(of_another_server),
		OPERATORS_TEST(suggested),
	};

	return cmocka_run_group_tests_name("bot/operators_alert", tests, NULL, NULL);
}
