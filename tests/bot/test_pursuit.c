/* Tests of src/bot/pursuit.c: each step once, in time, with a purpose of its own. */
#include "bot/pursuit.h"

#include "base/config.h"
#include "bot/said_mock.h"

#define NOW 1000000
#define DEADLINE (NOW + 3600000)
#define FIRST 1000 /* the ticket of the reply itself */

static struct host_mock *mock; /* for its log */
static struct pursuit *p;
static struct pursuit_reply reply;
static struct platform_say original;
static struct config config;
static struct config_place place;

/* What was paged last. */
static struct {
	size_t n;
	bool refuses, to_command;
	char text[512], link[64];
} paged;

/* What was said last. */
static struct {
	size_t n;
	bool refuses;
	bool to_staff;
	enum lumbar_tier tier;
	struct said_mock say;
	char account[64];
} said;

static uint64_t on_say(void *ctx, const char *account, enum lumbar_tier tier, bool to_staff,
	const struct platform_say *say)
{
	assert_ptr_equal(ctx, &said);
	said.n++;
	said.to_staff = to_staff;
	said.tier = tier;
	mock_copy(said.account, sizeof(said.account), account);
	said_mock_keep(&said.say, say);
	return said.refuses ? 0 : FIRST + said.n;
}

static uint64_t on_page(void *ctx, const char *account, const struct pursuit_page *page)
{
	assert_ptr_equal(ctx, &said);
	assert_string_equal(account, "main");
	assert_int_equal(page->tier, LUMBAR_TIER_EMERGENCY);
	paged.n++;
	paged.to_command = page->to_command;
	mock_copy(paged.text, sizeof(paged.text), page->text);
	mock_copy(paged.link, sizeof(paged.link), page->link);
	return paged.refuses ? 0 : FIRST + 100 + paged.n;
}

static int set_up(void **state)
{
	(void)state;
	memset(&said, 0, sizeof(said));
	mock = mock_create();
	memset(&paged, 0, sizeof(paged));
	memset(&config, 0, sizeof(config));
	place = (struct config_place){.staff_channel = "900", .staff_role = "55"};
	p = pursuit_create(
		&(struct pursuit_options){&mock->log, on_say, &said, NULL, &config, on_page});
	assert_non_null(p);
	original = (struct platform_say){
		.ticket = FIRST,
		.conversation = "20",
		.reply_to = "5",
		.user = "30",
		.text = "**Call 999**",
		.purpose = "e3",
		.deadline_ms = DEADLINE,
		.emergency = true,
	};
	reply = (struct pursuit_reply){
		.account = "main",
		.said = &original,
		.tier = LUMBAR_TIER_EMERGENCY,
		.format = LUMBAR_DISCORD,
		.link = "https://chat.example/5",
		.may_direct = true,
		.place = &place,
	};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	pursuit_destroy(p);
	assert_lacks(mock->lines, "Call 999");
	mock_destroy(mock);
	return 0;
}

static void outcome(uint64_t ticket, enum platform_outcome_kind kind, enum platform_refusal refusal,
	int64_t now)
{
	pursuit_outcome(p,
		&(struct platform_outcome){.ticket = ticket,
			.kind = kind,
			.id = "",
			.reason = "no",
			.refusal = refusal},
		now);
}

static void refuse(uint64_t ticket)
{
	outcome(ticket, PLATFORM_REFUSED, PLATFORM_REFUSAL_PLACE, NOW);
}

static void sent(void **state)
{
	(void)state;
	pursuit_begin(p, &reply);
	assert_int_equal(pursuit_count(p), 1);
	outcome(FIRST + 7, PLATFORM_SENT, 0, NOW);
	assert_int_equal(pursuit_count(p), 1);
	outcome(FIRST, PLATFORM_SENT, 0, NOW);
	assert_int_equal(pursuit_count(p), 0);
	refuse(FIRST);
	assert_int_equal(said.n, 0);
	assert_string_equal(mock->lines, "");
	pursuit_destroy(NULL);
}

static void said_in_private(void **state)
{
	static const enum platform_refusal refusals[] = {PLATFORM_REFUSAL_OTHER,
		PLATFORM_REFUSAL_PLACE, PLATFORM_REFUSAL_TEXT, PLATFORM_REFUSAL_PERSON};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		said.n = 0;
		pursuit_begin(p, &reply);
		outcome(FIRST, PLATFORM_REFUSED, refusals[i], NOW + 5);
		assert_int_equal(said.n, 1);
		assert_string_equal(said.account, "main");
		assert_string_equal(said.say.direct, "30");
		assert_string_equal(said.say.user, "30");
		assert_string_equal(said.say.conversation, "");
		assert_string_equal(said.say.reply_to, "");
		assert_string_equal(said.say.cause, "5");
		assert_string_equal(said.say.purpose, "de3");
		assert_string_equal(said.say.text, "**Call 999**");
		assert_int_equal(said.say.deadline_ms, DEADLINE);
		assert_true(said.say.emergency);
		assert_false(said.to_staff);
		outcome(FIRST + 1, PLATFORM_SENT, 0, NOW + 9);
		assert_int_equal(pursuit_count(p), 0);
		assert_int_equal(said.n, 1);
	}
}

static void assert_staff_told(size_t n, int64_t now)
{
	assert_int_equal(said.n, n);
	assert_true(said.to_staff);
	assert_string_equal(said.say.conversation, "900");
	assert_string_equal(said.say.direct, "(null)");
	assert_string_equal(said.say.cause, "5");
	assert_string_equal(said.say.user, "(null)");
	assert_string_equal(said.say.role, "55");
	assert_string_equal(said.say.purpose, "ue3");
	assert_contains(said.say.text, "<@&55> Could not reach the person");
	assert_contains(said.say.text, "https://chat.example/5");
	assert_lacks(said.say.text, "999");
	assert_int_equal(said.say.deadline_ms, now + PURSUIT_STAFF_MS);
	assert_true(said.say.emergency);
	if (!said.refuses)
		outcome(FIRST + said.n, PLATFORM_SENT, 0, now);
	assert_int_equal(pursuit_count(p), 0);
}

/* Where a path does not take it, it goes along the next one, under a key of its own, as an alert does. */
static void along_all_paths(void **state)
{
	static const struct config_staff next[] = {{"901", NULL}, {"902", "56"}};

	(void)state;
	place.staff_next = next;
	place.n_staff_next = 2;
	config.alert_webhook.name = (char[]){"HOOK"};
	config.alert_command = (char[]){"/bin/page"};
	reply.may_direct = false;
	pursuit_begin(p, &reply);
	refuse(FIRST);
	assert_string_equal(said.say.conversation, "900");
	assert_string_equal(said.say.purpose, "ue3");
	assert_true(said.say.deadline_ms < NOW + PURSUIT_STAFF_MS);
	refuse(FIRST + 1);
	assert_string_equal(said.say.conversation, "901");
	assert_string_equal(said.say.role, "(null)");
	assert_string_equal(said.say.purpose, "u1e3");
	outcome(FIRST + 2, PLATFORM_EXPIRED, 0, NOW);
	assert_string_equal(said.say.conversation, "902");
	assert_contains(said.say.text, "<@&56> Could not reach the person");
	refuse(FIRST + 3);
	assert_int_equal(paged.n, 1);
	assert_false(paged.to_command);
	assert_contains(paged.text, "Could not reach the person");
	assert_lacks(paged.text, "<@");
	assert_string_equal(paged.link, "https://chat.example/5");
	refuse(FIRST + 101);
	assert_int_equal(paged.n, 2);
	assert_true(paged.to_command);
	assert_int_equal(pursuit_count(p), 1);
	outcome(FIRST + 102, PLATFORM_SENT, 0, NOW);
	assert_int_equal(pursuit_count(p), 0);
	assert_int_equal(said.n, 3);
	assert_lacks(mock->lines, "could not be told");
}

/* When none takes it the operator finds that in the log. */
static void along_no_path(void **state)
{
	(void)state;
	config.alert_webhook.name = (char[]){"HOOK"};
	reply.may_direct = false;
	said.refuses = paged.refuses = true;
	pursuit_begin(p, &reply);
	refuse(FIRST);
	assert_int_equal(said.n, 1);
	assert_int_equal(paged.n, 1);
	assert_int_equal(pursuit_count(p), 0);
	assert_contains(mock->lines, "the staff could not be told");
}

static void staff_are_told(void **state)
{
	(void)state;
	pursuit_begin(p, &reply);
	refuse(FIRST);
	outcome(FIRST + 1, PLATFORM_REFUSED, PLATFORM_REFUSAL_PERSON, NOW + 9);
	assert_staff_told(2, NOW + 9);
	/* nothing follows a staff alert */
	refuse(FIRST + 2);
	assert_int_equal(said.n, 2);
	assert_contains(mock->lines, "could not be reached: telling the staff");
}

static void too_late(void **state)
{
	(void)state;
	/* there */
	pursuit_begin(p, &reply);
	outcome(FIRST, PLATFORM_EXPIRED, 0, DEADLINE);
	assert_staff_told(1, DEADLINE);
	/* when it was refused there in the last moment */
	pursuit_begin(p, &reply);
	outcome(FIRST, PLATFORM_REFUSED, PLATFORM_REFUSAL_PLACE, DEADLINE);
	assert_staff_told(2, DEADLINE);
	/* in private */
	said.n = 0;
	pursuit_begin(p, &reply);
	refuse(FIRST);
	outcome(FIRST + 1, PLATFORM_EXPIRED, 0, DEADLINE);
	assert_staff_told(2, DEADLINE);
}

static void no_room(void **state)
{
	(void)state;
	pursuit_begin(p, &reply);
	outcome(FIRST, PLATFORM_REFUSED, PLATFORM_REFUSAL_ROOM, NOW);
	assert_staff_told(1, NOW);
	/* nor for the private message */
	pursuit_begin(p, &reply);
	said.n = 0;
	said.refuses = true;
	refuse(FIRST);
	assert_staff_told(2, NOW);
}

/* What is of no use any more is not said in another way, and alarms nobody. */
static void recalled(void **state)
{
	struct platform_say said_again = *reply.said;

	(void)state;
	pursuit_begin(p, &reply);
	assert_int_equal(pursuit_recall(p, FIRST + 7), FIRST + 7);
	refuse(FIRST); /* said in private now */
	assert_int_equal(said.n, 1);
	assert_int_not_equal(pursuit_recall(p, FIRST), FIRST);
	outcome(pursuit_recall(p, FIRST), PLATFORM_WITHDRAWN, 0, NOW);
	assert_int_equal(pursuit_count(p), 0);
	said_again.seek = true;
	reply.said = &said_again;
	pursuit_begin(p, &reply);
	outcome(FIRST, PLATFORM_EXPIRED, 0, NOW);
	assert_int_equal(pursuit_count(p), 0);
	assert_int_equal(said.n, 1);
	assert_lacks(mock->lines, "could not be reached");
}

static void without_a_private_way(void **state)
{
	(void)state;
	reply.may_direct = false;
	pursuit_begin(p, &reply);
	refuse(FIRST);
	assert_staff_told(1, NOW);
}

/* A command, or a direct message: there is nothing that staff could look at. */
static void without_a_link(void **state)
{
	(void)state;
	reply.may_direct = false;
	reply.link = "";
	pursuit_begin(p, &reply);
	refuse(FIRST);
	assert_contains(said.say.text, "It was <@30>: please write to them.");
}

static void without_staff(void **state)
{
	(void)state;
	reply.may_direct = false;
	place.staff_channel = place.staff_role = NULL;
	pursuit_begin(p, &reply);
	refuse(FIRST);
	assert_int_equal(said.n, 0);
	assert_int_equal(pursuit_count(p), 0);
	assert_contains(mock->lines, "could not be reached; there is no staff channel");
}

/* Everything is a copy but the staff's ids; what says no more where is said by the channel. */
static void copies(void **state)
{
	char account[] = "main", link[PURSUIT_LINK_MAX + 1], conversation[] = "20";

	(void)state;
	memset(link, 'x', sizeof(link));
	link[PURSUIT_LINK_MAX] = '\0';
	reply.account = account;
	reply.link = link;
	reply.tier = LUMBAR_TIER_SEE_DOCTOR;
	original.conversation = conversation;
	original.emergency = false;
	pursuit_begin(p, &reply);
	memset(account, '#', strlen(account));
	memset(conversation, '#', strlen(conversation));
	memset(&original, 0, sizeof(original));
	outcome(FIRST, PLATFORM_EXPIRED, 0, NOW);
	assert_string_equal(said.account, "main");
	assert_int_equal(said.tier, LUMBAR_TIER_SEE_DOCTOR);
	assert_contains(said.say.text, "(see-doctor)");
	assert_contains(said.say.text, "Look: <#20>");
	assert_false(said.say.emergency);
}

static void bounded(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < PURSUIT_MAX; i++) {
		original.ticket = i + 1;
		pursuit_begin(p, &reply);
	}
	assert_string_equal(mock->lines, "");
	original.ticket = PURSUIT_MAX + 1;
	pursuit_begin(p, &reply);
	assert_int_equal(pursuit_count(p), PURSUIT_MAX);
	assert_contains(mock->lines, "not followed up");
	refuse(PURSUIT_MAX + 1);
	assert_int_equal(said.n, 0);
	refuse(1);
	assert_int_equal(said.n, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sent, set_up, tear_down),
		cmocka_unit_test_setup_teardown(said_in_private, set_up, tear_down),
		cmocka_unit_test_setup_teardown(staff_are_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(along_all_paths, set_up, tear_down),
		cmocka_unit_test_setup_teardown(along_no_path, set_up, tear_down),
		cmocka_unit_test_setup_teardown(too_late, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_room, set_up, tear_down),
		cmocka_unit_test_setup_teardown(recalled, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_a_private_way, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_a_link, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_staff, set_up, tear_down),
		cmocka_unit_test_setup_teardown(copies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/pursuit", tests, NULL, NULL);
}
