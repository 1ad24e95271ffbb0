/* Tests of src/bot/operators_drill.c. */
#include "bot/operators_world.h"

#include "bot/operators_own.h"

/* A drill in channel 11 of server 10; how much is said of it at once. */
static size_t drill(const char *user, const char *server)
{
	struct interaction is = desk_interaction(INTERACTION_COMMAND, user);

	is.command = "lumbard drill";
	is.conversation = "11";
	is.server = server;
	if (strcmp(user, SERVER) == 0) {
		is.roles[0] = ROLE;
		is.n_roles = 1;
	}
	return desk_do(&is);
}

static void become(uint64_t ticket, enum platform_outcome_kind kind, const char *reason)
{
	assert_true(desk_outcome(w.desk, "main",
		&(struct platform_outcome){
			.ticket = ticket, .kind = kind, .id = "1", .reason = reason}));
}

/* Every way that an emergency there would go is tried, and what became of each is told when all is known. */
static void every_way(void **state)
{
	(void)state;
	assert_int_equal(drill(ALL, "10"), 3);
	assert_int_equal(w.said[0].say.turn, PLATFORM_TURN_LATER);
	assert_string_equal(w.said[1].conversation, "19");
	assert_contains(w.said[1].text, "DRILL: nobody is in danger");
	assert_string_equal(w.said[2].conversation, "18");
	assert_int_equal(paged.n, 2);
	assert_true(paged.webhook && paged.command && paged.webhook != paged.command);
	assert_contains(paged.text, "DRILL: nobody is in danger");
	assert_string_equal(paged.step, "drill");
	become(w.said[2].say.ticket, PLATFORM_REFUSED, "Missing Access");
	become(paged.webhook, PLATFORM_REFUSED, "the webhook answered 500");
	become(w.said[1].say.ticket, PLATFORM_SENT, "");
	become(w.said[1].say.ticket, PLATFORM_SENT, ""); /* counts once */
	assert_int_equal(w.n_said, 3);
	become(paged.command, PLATFORM_SENT, "");
	assert_int_equal(w.n_said, 4);
	assert_int_equal(desk_last()->say.turn, PLATFORM_TURN_FILL);
	assert_true(desk_last()->say.in_private);
	assert_string_equal(desk_last()->user, ALL);
	assert_contains(desk_last()->text, "- <#19>: taken\n- <#18>: NOT taken: Missing Access\n"
					   "- webhook: NOT taken: the webhook answered 500\n"
					   "- command: taken\n");
	assert_contains(desk_last()->text, "taken by 2 of 4");
	become(paged.command, PLATFORM_SENT, ""); /* it is over */
	assert_int_equal(w.n_said, 4);
}

/* What is for all servers is not tried by who may order one alone. */
static void of_one_server(void **state)
{
	(void)state;
	assert_int_equal(drill(SERVER, "10"), 3);
	assert_int_equal(paged.n, 0);
	become(w.said[1].say.ticket, PLATFORM_SENT, "");
	become(w.said[2].say.ticket, PLATFORM_EXPIRED, "");
	assert_contains(desk_last()->text, "- <#18>: NOT taken: not in time\n");
	assert_contains(desk_last()->text, "Webhook and command were not tried");
	assert_int_equal(drill(NOBODY, "10"), 1);
	assert_contains(desk_last()->text, "That is for operators");
	assert_int_equal(drill(ALL, "30"), 1);
	assert_contains(desk_last()->text, "No staff are configured here");
}

/* What cannot be handed on is told at once. */
static void not_handed_on(void **state)
{
	(void)state;
	paged.result = -1;
	drill(ALL, "20");
	assert_int_equal(w.n_said, 2);
	become(w.said[1].say.ticket, PLATFORM_SENT, "");
	assert_contains(desk_last()->text, "- webhook: NOT taken: it cannot be tried\n"
					   "- command: NOT taken: it cannot be tried\n");
	assert_contains(desk_last()->text, "taken by 1 of 3");
}

/* Each is a message of its own, as the next drill's are; so many are under way at once. */
static void bounded(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < OPERATORS_OWN_DRILLS_MAX; i++)
		assert_int_equal(drill(SERVER, "10"), 3);
	assert_int_not_equal(w.said[1].say.ticket, w.said[2].say.ticket);
	assert_int_not_equal(w.said[1].say.ticket, w.said[4].say.ticket);
	assert_int_equal(drill(SERVER, "10"), 1);
	assert_contains(desk_last()->text, "Other drills are under way");
	become(w.said[4].say.ticket, PLATFORM_SENT, "");
	become(w.said[5].say.ticket, PLATFORM_SENT, "");
	assert_contains(desk_last()->text, "taken by 2 of 2");
	assert_int_equal(drill(SERVER, "10"), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		OPERATORS_TEST(every_way),
		OPERATORS_TEST(of_one_server),
		OPERATORS_TEST(not_handed_on),
		OPERATORS_TEST(bounded),
	};

	return cmocka_run_group_tests_name("bot/operators_drill", tests, NULL, NULL);
}
