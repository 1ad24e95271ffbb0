/*
 * What the tests of the operators' commands have in common: a desk with operators, orders and gaps, and a bot
 * that is played.
 */
#ifndef TESTS_BOT_OPERATORS_WORLD_H
#define TESTS_BOT_OPERATORS_WORLD_H

#include "bot/desk_world.h"

#include <stdio.h>

#include "bot/account.h"
#include "bot/bot.h"
#include "bot/gaps.h"
#include "bot/orders.h"

#define ALL "50"    /* may order everything */
#define SERVER "51" /* may order server 10, by a role */
#define NOBODY "52"
#define ROLE "60"

static struct orders *orders;
static struct gaps *gaps;
static struct {
	enum platform_content content;
	unsigned asked, wanted;
	bool away;        /* not connected */
	int64_t heard_ms; /* 0 = five seconds */
	const char *trouble;
} portal;

/* ------------------------------------------------------------------ a bot that is played */

bool bot_status(const struct bot *b, size_t i, struct account_status *status)
{
	(void)b;
	*status = (struct account_status){.name = "main",
		.platform_status = {.ready = !portal.away,
			.heard_ms = portal.heard_ms ? portal.heard_ms : 5000,
			.trouble = portal.trouble,
			.content = portal.content,
			.content_steps = "Turn it on in the portal"}};
	return i == 0;
}

struct listener_counts bot_counts(const struct bot *b)
{
	(void)b;
	return listener_counts(w.listener);
}

void bot_listen(struct bot *b, const char *account, bool want)
{
	(void)b;
	assert_string_equal(account, "main");
	portal.asked += !want;
	portal.wanted += want;
}

/* What staff were told in another way, the last of each. */
static struct {
	uint64_t webhook, command; /* tickets */
	unsigned n;
	char text[512], step[16];
	int result;
} paged;

static int operators_page(void *ctx, const char *account, const struct listener_page *page)
{
	(void)ctx;
	assert_string_equal(account, "main");
	*(page->to_command ? &paged.command : &paged.webhook) = page->ticket;
	paged.n++;
	mock_copy(paged.text, sizeof(paged.text), page->text);
	mock_copy(paged.step, sizeof(paged.step), page->step);
	return paged.result;
}

/* ------------------------------------------------------------------ the desk */

static void operators_keep(
	void *ctx, const struct escalation *e, const struct escalations_step *step)
{
	(void)ctx;
	(void)e;
	(void)step;
}

static void operators_wake(void *ctx, int64_t at_ms)
{
	(void)ctx;
	(void)at_ms;
}

static int operators_set_up(void **state)
{
	static const char text[] =
		"accounts: [{name: main, platform: discord, token: {env: DISCORD_TOKEN}}]\n"
		"cooldown: {answer: 0s, person: 0s}\n"
		"operators: [{id: '" ALL "'}]\n"
		"alerts: {webhook: {env: ALERT_WEBHOOK}, command: /bin/true}\n"
		"servers:\n"
		"  - {id: '10', region: uk, staff-channel: '19', staff-role: '41', staff-next: "
		"[{channel: "
		"'18'}],\n"
		"     operators: [{id: '" ROLE "'}], channels: [{id: '11', mode: faq}]}\n"
		"  - {id: '20', staff-channel: '29'}\n";
	struct diag diag = {.sink = NULL};

	desk_set_up(state);
	desk_destroy(w.desk);
	listener_destroy(w.listener);
	config_free(w.config);
	portal.content = PLATFORM_CONTENT_OPEN;
	portal.asked = portal.wanted = 0;
	portal.away = false;
	portal.heard_ms = 0;
	portal.trouble = NULL;
	w.config = config_parse("test.yaml", text, sizeof(text) - 1, &diag);
	assert_non_null(w.config);
	orders = orders_create(&(struct orders_options){.config = w.config});
	gaps = gaps_create(&(struct gaps_options){.config = w.config});
	w.listener = listener_create(&(struct listener_options){.config = w.config,
		.responder = w.responder,
		.log = &w.mock->log,
		.say = desk_on_say,
		.take_back = desk_on_take_back,
		.kept = operators_keep,
		.wake = operators_wake,
		.orders = orders});
	w.desk = desk_create(&(struct desk_options){.config = w.config,
		.responder = w.responder,
		.listener = w.listener,
		.orders = orders,
		.gaps = gaps,
		.log = &w.mock->log,
		.say = desk_on_say,
		.page = operators_page,
		.wall = desk_wall});
	memset(&paged, 0, sizeof(paged));
	assert_true(orders && gaps && w.listener && w.desk);
	return 0;
}

static int operators_tear_down(void **state)
{
	desk_tear_down(state);
	orders_destroy(orders);
	gaps_destroy(gaps);
	return 0;
}

/* A command of that person in channel 11 of server 10, with up to two values; what was answered to them alone. */
MOCK_STATIC const char *give(const char *user, const char *command, const char *name,
	const char *value, const char *name2, const char *value2)
{
	struct interaction is = desk_interaction(INTERACTION_COMMAND, user);

	is.command = command;
	is.conversation = "11";
	if (strcmp(user, SERVER) == 0) {
		is.roles[0] = "61";
		is.roles[1] = ROLE;
		is.n_roles = 2;
	}
	if (name)
		is.values[is.n_values++] = (struct interaction_value){name, value};
	if (name2)
		is.values[is.n_values++] = (struct interaction_value){name2, value2};
	assert_true(desk_do(&is) >= 1);
	assert_true(desk_last()->say.in_private);
	assert_string_equal(desk_last()->handle, "handle");
	return desk_last()->text;
}

#define GIVE(user, command) give(user, command, NULL, NULL, NULL, NULL)
#define GIVE1(user, command, name, value) give(user, command, name, value, NULL, NULL)

/* A message in channel 11 of server 10; how many things are said to it. */
MOCK_STATIC size_t operators_hear(const char *user, const char *text)
{
	const size_t before = w.n_said;
	char id[32];
	const struct platform_event event = {.kind = PLATFORM_MESSAGE,
		.message = id,
		.conversation = "11",
		.parent = "",
		.server = "10",
		.user = user,
		.title = "",
		.link = "https://chat.example/link",
		.text = text,
		.text_len = strlen(text)};

	snprintf(id, sizeof(id), "m%u", ++w.interactions);
	listener_hear(w.listener, "main", w.abilities, &event, w.now);
	return w.n_said - before;
}

#define ASKS "what causes back spasms?"
#define EMERGENCY "i cant move my legs, my back hurts"

#define OPERATORS_TEST(name)                                                                       \
	cmocka_unit_test_setup_teardown(name, operators_set_up, operators_tear_down)

#endif
