/* Tests of src/bot/escalations.c: each step, whom it reaches and what is recorded, on an invented clock. */
#include "bot/escalations_world.h"

/* Told, repeated twice with the person told so each time, closed. */
static void life(void **state)
{
	(void)state;
	escalations_begin(es, &like, NOW);
	assert_true(said.to_staff);
	assert_string_equal(said.say.conversation, "900");
	assert_string_equal(said.say.cause, "5");
	assert_string_equal(said.say.role, "55");
	assert_string_equal(said.say.user, "(null)");
	assert_string_equal(said.say.purpose, "a");
	assert_memory_equal(said.say.text, "<@&55> Red flag (emergency): saddle.", 36);
	assert_int_equal(said.say.deadline_ms, NOW + ESCALATION_PATH_MS);
	outcome(1, PLATFORM_SENT, "77", NOW + 5);
	assert_int_equal(said.wake, NOW + 5 + AFTER);
	expect_steps("opened   |alerted channel 900  |");
	escalations_tick(es, NOW + 5);
	assert_int_equal(said.n, 1);

	escalations_tick(es, NOW + 5 + AFTER);
	assert_int_equal(said.n, 3); /* the staff, and then the person */
	assert_false(said.to_staff);
	assert_int_equal(said.notice, LUMBAR_NOTICE_SILENT);
	assert_string_equal(said.say.conversation, "20");
	assert_string_equal(said.say.reply_to, "5");
	assert_string_equal(said.say.user, "30");
	assert_string_equal(said.say.role, "(null)");
	assert_string_equal(said.say.purpose, "n01");
	outcome(2, PLATFORM_SENT, "78", NOW + 10 + AFTER);
	expect_steps("informed   that nobody has picked it up|repeated channel 900  |");
	assert_int_equal(said.last.state, ESCALATION_REPEATED);

	escalations_tick(es, NOW + 10 + 2 * AFTER);
	outcome(4, PLATFORM_SENT, "79", NOW + 10 + 2 * AFTER);
	said.steps[0] = '\0';
	escalations_tick(es, NOW + 10 + 3 * AFTER);
	expect_steps("closed   nobody has picked it up|");
	assert_int_equal(said.n, 5);
	assert_int_equal(escalations_count(es), 0);
	assert_contains(mock->lines, "error main: a red flag (emergency) was picked up by nobody");
	assert_false(react("79", "main", NOW));
}

/* By a sign under any of its alerts, or a reply to one; by nobody else's event. */
static void acknowledged(void **state)
{
	struct platform_event reply = {.kind = PLATFORM_MESSAGE,
		.message = "6",
		.reply_to = "78",
		.conversation = "900",
		.server = "10",
		.user = "41"};

	(void)state;
	escalations_begin(es, &like, NOW);
	outcome(1, PLATFORM_SENT, "77", NOW);
	escalations_tick(es, NOW + AFTER);
	outcome(2, PLATFORM_SENT, "78", NOW + AFTER);
	said.steps[0] = '\0';
	assert_false(react("5", "main", NOW));
	assert_false(react("77", "other", NOW));
	reply.kind = PLATFORM_DELETED;
	assert_false(escalations_acknowledge(es, "main", &reply, NOW));
	reply.kind = PLATFORM_MESSAGE;
	reply.reply_to = NULL;
	assert_false(escalations_acknowledge(es, "main", &reply, NOW));
	assert_true(react("77", "main", NOW + AFTER));
	assert_string_equal(said.say.text, "Picked up by <@40>.");
	assert_string_equal(said.say.reply_to, "77");
	assert_string_equal(said.say.role, "(null)");
	assert_string_equal(said.say.user, "(null)");
	assert_string_equal(said.say.purpose, "k");
	expect_steps("acknowledged  40 by a reaction|");
	assert_int_equal(said.last.state, ESCALATION_ACKNOWLEDGED);
	assert_false(react("77", "main", NOW));
	assert_int_equal(escalations_count(es), 0);

	like.edited = true;
	escalations_begin(es, &like, NOW);
	assert_string_equal(said.say.purpose, "ea");
	outcome(said.tickets, PLATFORM_SENT, "80", NOW);
	reply.reply_to = "80";
	said.steps[0] = '\0';
	assert_true(escalations_acknowledge(es, "main", &reply, NOW));
	assert_string_equal(said.say.purpose, "ek");
	expect_steps("acknowledged  41 by a reply|  41 |"); /* over behind what shows it */
}

/* A round that waits to be sent when somebody picks the one before up would wake others for nothing. */
static void withdrawn(void **state)
{
	(void)state;
	escalations_begin(es, &like, NOW);
	outcome(1, PLATFORM_SENT, "77", NOW);
	escalations_tick(es, NOW + AFTER);
	assert_string_equal(said.withdrawn, "");
	assert_true(react("77", "main", NOW + AFTER));
	assert_string_equal(said.withdrawn, "2 3 "); /* nor is the person told that nobody has */
	outcome(2, PLATFORM_WITHDRAWN, "", NOW + AFTER);
	assert_int_equal(escalations_count(es), 0);
	/* where nothing waits nothing is withdrawn */
	said.withdrawn[0] = '\0';
	escalations_begin(es, &like, NOW);
	outcome(said.tickets, PLATFORM_SENT, "78", NOW);
	assert_true(react("78", "main", NOW));
	assert_string_equal(said.withdrawn, "");
}

static void count_open(void *ctx, const struct escalation *e)
{
	assert_string_equal(e->number, "n-1");
	(*(int *)ctx)++;
}

/* By its number, from elsewhere: the channel is told, and nobody is named who has no id. */
static void picked_up_elsewhere(void **state)
{
	int open = 0;

	(void)state;
	escalations_begin(es, &like, NOW);
	outcome(1, PLATFORM_SENT, "700", NOW);
	escalations_each(es, count_open, &open);
	assert_int_equal(open, 1);
	said.steps[0] = '\0';
	assert_false(escalations_pick_up(es, "n-2", "", "in the dashboard", NOW + 1));
	assert_true(escalations_pick_up(es, "n-1", "", "in the dashboard", NOW + 1));
	assert_string_equal(said.say.conversation, "900");
	assert_string_equal(said.say.reply_to, "700");
	assert_contains(said.say.text, "Picked up by somebody in lumbard's dashboard");
	expect_steps("acknowledged  dashboard in the dashboard|");
	assert_int_equal(escalations_count(es), 0);
	assert_false(escalations_pick_up(es, "n-1", "", "in the dashboard", NOW + 1));
	/* before anybody was told there is nowhere to say it */
	said.n = 0;
	escalations_begin(es, &like, NOW);
	said.n = 0;
	assert_true(escalations_pick_up(es, "n-1", "40", "by a command", NOW + 1));
	assert_int_equal(said.n, 0);
	assert_string_equal(said.last.by, "40");
}

/* Whoever needs help has not come to help: a sign of theirs ends nothing, and what they write is read. */
static void not_by_oneself(void **state)
{
	struct platform_event event = {.kind = PLATFORM_REACTED,
		.message = "77",
		.conversation = "900",
		.server = "10",
		.user = "30"};

	(void)state;
	escalations_begin(es, &like, NOW);
	outcome(1, PLATFORM_SENT, "77", NOW);
	assert_false(escalations_acknowledge(es, "main", &event, NOW));
	event.kind = PLATFORM_MESSAGE;
	event.message = "6";
	event.reply_to = "77";
	assert_false(escalations_acknowledge(es, "main", &event, NOW));
	assert_int_equal(said.n, 1);
	assert_int_equal(escalations_count(es), 1);
	assert_true(react("77", "main", NOW));
}

/* Each path in its turn; when none works the person is told so, once, and it is tried again. */
static void failing(void **state)
{
	(void)state;
	create(", webhook: {env: H}, command: /bin/page");
	escalations_begin(es, &like, NOW);
	outcome(1, PLATFORM_REFUSED, "", NOW);
	assert_string_equal(said.say.conversation, "902");
	assert_string_equal(said.say.role, "56");
	assert_string_equal(said.say.purpose, "a001");
	outcome(2, PLATFORM_EXPIRED, "", NOW);
	assert_string_equal(said.say.text,
		"webhook n-1 alerted Red flag (emergency): saddle. The person is being told what "
		"to do and whom to call; whether they do is not known. Look: "
		"https://chat.example/5");
	outcome(3, PLATFORM_REFUSED, "", NOW);
	assert_memory_equal(said.say.text, "command n-1 alerted Red", 23);
	outcome(4, PLATFORM_REFUSED, "", NOW);
	expect_steps("opened   |failed channel 900  no permission|failed channel 902  not in time|"
		     "failed webhook  no permission|failed command  no permission|"
		     "unreached   no path has worked|informed   that no staff could be told|");
	assert_false(said.to_staff);
	assert_int_equal(said.notice, LUMBAR_NOTICE_UNREACHED);
	assert_string_equal(said.say.purpose, "nu");
	assert_int_equal(said.n, 3);
	escalations_tick(es, NOW + AFTER);
	assert_string_equal(said.say.purpose, "a010");
	assert_lacks(said.say.text, "NOT PICKED UP");
	outcome(said.tickets, PLATFORM_SENT, "81", NOW + AFTER);
	expect_steps("alerted channel 900  |");
	assert_int_equal(said.n, 4);
}

/* There is no room anywhere: recorded, and tried again until it makes no sense any more. */
static void no_room(void **state)
{
	int64_t now = NOW;

	(void)state;
	said.refuses = true;
	escalations_begin(es, &like, NOW);
	expect_steps("opened   |failed channel 900  there was no room|"
		     "failed channel 902  there was no room|unreached   no path has worked|");
	while (escalations_count(es)) {
		now += AFTER;
		escalations_tick(es, now);
		assert_true(now <= NOW + ESCALATION_GIVE_UP_MS);
	}
	assert_non_null(strstr(said.steps, "|closed   nobody could be told|"));
}

/* The last path has all the time there is: a Discord that is down is waited for. */
static void patience(void **state)
{
	(void)state;
	escalations_begin(es, &like, NOW);
	outcome(1, PLATFORM_EXPIRED, "", NOW + ESCALATION_PATH_MS);
	assert_string_equal(said.say.conversation, "902");
	assert_int_equal(said.say.deadline_ms, NOW + ESCALATION_PATH_MS + ESCALATION_GIVE_UP_MS);
	/* which is not taken for an alert that nobody picks up */
	escalations_tick(es, NOW + 10 * AFTER);
	assert_int_equal(said.n, 2);
}

/* Where nobody else can follow a link, staff are told who it is. */
static void in_private(void **state)
{
	(void)state;
	like.server[0] = '\0';
	escalations_begin(es, &like, NOW);
	assert_string_equal(said.say.conversation, "901");
	assert_contains(said.say.text, "in private, by <@30>");
	assert_lacks(said.say.text, "chat.example");
}

static void begin_many(void)
{
	unsigned i;

	for (i = 0; i < ESCALATIONS_MAX; i++)
		escalations_begin(es, &like, NOW);
}

/* More than can be followed up are told all the same. */
static void too_many(void **state)
{
	(void)state;
	begin_many();
	assert_int_equal(escalations_count(es), ESCALATIONS_MAX);
	escalations_begin(es, &like, NOW);
	assert_int_equal(said.n, ESCALATIONS_MAX + 1);
	assert_int_equal(escalations_count(es), ESCALATIONS_MAX);
	assert_contains(mock->lines, "error main: an alert is not followed up: too many are open");
	escalations_restore(es, &like);
	assert_contains(mock->lines, "of the last run is not followed up");
	escalations_destroy(NULL);
}

/* ------------------------------------------------------------------ another run */

static void before(const char *purpose, uint64_t ticket, enum platform_outcome_kind kind)
{
	const struct platform_outcome result = {.kind = kind, .id = "90", .reason = "it was"};

	escalations_before(
		es, &(struct escalations_before){"main", "5", purpose, ticket, &result}, NOW);
}

/* It was not known what had become of the first alert; the entries tell. */
static void recovered(void **state)
{
	(void)state;
	like.due_ms = NOW;
	escalations_restore(es, &like);
	before("r", 0, PLATFORM_SENT);
	before("ur", 0, PLATFORM_SENT);
	assert_int_equal(said.n, 0);
	before("a", 0, PLATFORM_SENT);
	expect_steps("alerted channel 900  |");
	escalations_tick(es, NOW);
	assert_int_equal(said.n, 0);
	assert_true(react("90", "main", NOW));

	escalations_restore(es, &like); /* it is being sent again */
	before("a", 12345, PLATFORM_SENT);
	escalations_tick(es, NOW);
	assert_int_equal(escalations_count(es), 1);
	said.steps[0] = '\0';
	outcome(12345, PLATFORM_SENT, "91", NOW);
	expect_steps("alerted channel 900  |");
	assert_true(react("91", "main", NOW));

	escalations_restore(es, &like); /* it had been refused */
	said.n = 0;
	before("a", 0, PLATFORM_REFUSED);
	assert_int_equal(said.n, 1);
	assert_string_equal(said.say.conversation, "902");
}

/* Nothing had been handed on: it is now. */
static void untold(void **state)
{
	(void)state;
	like.due_ms = NOW;
	escalations_restore(es, &like);
	escalations_tick(es, NOW);
	assert_int_equal(said.n, 1);
	assert_string_equal(said.say.conversation, "900");
}

/* A repeat was under way that was not recorded any more. */
static void caught_up(void **state)
{
	(void)state;
	like.state = ESCALATION_ALERTED;
	like.due_ms = NOW;
	escalations_restore(es, &like);
	before("a", 0, PLATFORM_SENT); /* known already */
	assert_string_equal(said.steps, "");
	before("a010", 0, PLATFORM_SENT);
	assert_int_equal(said.last.repeats, 1);
	assert_int_equal(said.last.state, ESCALATION_REPEATED);
	before("a", 0, PLATFORM_REFUSED);
	assert_int_equal(said.n, 0);
	escalations_tick(es, NOW + AFTER);
	assert_string_equal(said.say.purpose, "n02");
}

/* Staff that are configured no more can be told nothing. */
static void no_place(void **state)
{
	(void)state;
	snprintf(like.server, sizeof(like.server), "20");
	like.due_ms = NOW;
	escalations_restore(es, &like);
	escalations_tick(es, NOW);
	assert_non_null(strstr(said.steps, "unreached"));
}

static void retract(const char *staff)
{
	assert_int_equal(escalations_retract(es, "main",
				 &(struct escalations_which){.number = "n-1"}, staff, NOW),
		ESCALATIONS_DONE);
	assert_int_equal(escalations_count(es), 0);
}

/* Of a false alarm nobody is told who had not been told of it, nor where nothing can be read. */
static void false_alarms(void **state)
{
	unsigned n;

	(void)state;
	escalations_begin(es, &like, NOW);
	n = (unsigned)said.n;
	retract(""); /* the alert is on its way */
	assert_int_equal(said.n, n);
	assert_string_equal(said.withdrawn, "1 ");
	create(", webhook: {env: ALERT_WEBHOOK}");
	said.refuses = true;
	escalations_begin(es, &like, NOW);
	assert_int_equal(said.paged, 1);
	said.refuses = false;
	outcome(said.tickets, PLATFORM_SENT, "", NOW);
	retract("");
	assert_int_equal(said.n, n);
	/* whom it concerns is no staff, whatever is pressed */
	escalations_begin(es, &like, NOW);
	outcome(said.tickets, PLATFORM_SENT, "77", NOW);
	retract("30");
	assert_true(said.to_staff);
	assert_contains(said.steps, "a false alarm, by the person");
	assert_string_equal(said.last.by, "");
}

/* What was asked by a command is no message: the person is told in private, where that can be. */
static void of_a_command(void **state)
{
	(void)state;
	like.by_command = like.may_direct = true;
	escalations_begin(es, &like, NOW);
	outcome(1, PLATFORM_SENT, "77", NOW);
	escalations_tick(es, NOW + AFTER);
	assert_string_equal(said.say.direct, "30");
	assert_string_equal(said.say.reply_to, "");
	retract("40");
	assert_string_equal(said.say.direct, "30");
	assert_string_equal(said.say.reply_to, "");
	assert_string_equal(said.last.by, "40");
	like.may_direct = false;
	escalations_begin(es, &like, NOW);
	outcome(said.tickets, PLATFORM_SENT, "78", NOW);
	escalations_tick(es, NOW + AFTER);
	assert_string_equal(said.say.direct, "");
	assert_string_equal(said.say.conversation, "20");
}

/* By its number where nobody reads along: before any alert, and told by a webhook alone. */
static void picked_up_unseen(void **state)
{
	unsigned n;

	(void)state;
	create(", webhook: {env: ALERT_WEBHOOK}");
	escalations_begin(es, &like, NOW);
	n = (unsigned)said.n;
	assert_false(escalations_pick_up(es, "n-2", "40", "by hand", NOW));
	assert_true(escalations_pick_up(es, "n-1", "40", "by hand", NOW));
	assert_int_equal(said.n, n);
	escalations_begin(es, &like, NOW);
	outcome(said.tickets, PLATFORM_SENT, "77", NOW);
	said.refuses = true;
	escalations_tick(es, NOW + AFTER); /* the round after it goes by the webhook */
	assert_int_equal(said.paged, 1);
	said.refuses = false;
	n = (unsigned)said.n;
	assert_true(escalations_pick_up(es, "n-1", "40", "by hand", NOW + AFTER));
	assert_int_equal(said.n, n); /* the path that is under way cannot be written to */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(life),
		TEST(acknowledged),
		TEST(picked_up_elsewhere),
		TEST(withdrawn),
		TEST(false_alarms),
		TEST(of_a_command),
		TEST(picked_up_unseen),
		TEST(not_by_oneself),
		TEST(failing),
		TEST(no_room),
		TEST(patience),
		TEST(in_private),
		TEST(too_many),
		TEST(recovered),
		TEST(untold),
		TEST(caught_up),
		TEST(no_place),
	};

	return cmocka_run_group_tests_name("bot/escalations", tests, NULL, NULL);
}
