/*
 * Escalations on an invented clock, and what they asked for last.
 */
#ifndef TESTS_BOT_ESCALATIONS_WORLD_H
#define TESTS_BOT_ESCALATIONS_WORLD_H

#include "bot/escalations.h"

#include "base/config.h"
#include "bot/said_mock.h"

#define NOW 1000000
#define AFTER 600000
#define LOG_TEXT 4096

static struct host_mock *mock; /* for its log */
static struct config *config;
static struct escalations *es;
static struct escalation like;

static struct {
	size_t n, paged;
	bool refuses, refuses_pages;
	bool to_staff;
	enum lumbar_notice notice;
	struct said_mock say;
	int64_t wake;
	char steps[LOG_TEXT]; /* "name path who detail|" */
	uint64_t tickets;
	char withdrawn[64];     /* tickets */
	char changed[64];       /* "id to text|" */
	struct escalation last; /* as it was kept */
} said;

MOCK_STATIC uint64_t on_say(
	void *ctx, const struct escalation *e, bool to_staff, const struct platform_say *say)
{
	assert_ptr_equal(ctx, &said);
	assert_string_equal(e->account, "main");
	assert_true(say->emergency);
	if (said.refuses)
		return 0;
	said.n++;
	said.to_staff = to_staff;
	said_mock_keep(&said.say, say);
	return ++said.tickets;
}

MOCK_STATIC uint64_t on_page(void *ctx, const struct escalation *e, enum escalations_way way,
	const char *text, const char *step)
{
	assert_ptr_equal(ctx, &said);
	if (said.refuses_pages)
		return 0;
	said.paged++;
	snprintf(said.say.text, sizeof(said.say.text), "%s %s %s %s",
		way == ESCALATIONS_WEBHOOK ? "webhook" : "command", e->number, step, text);
	return ++said.tickets;
}

MOCK_STATIC void on_withdraw(void *ctx, const struct escalation *e, uint64_t ticket)
{
	assert_ptr_equal(ctx, &said);
	const size_t len = strlen(said.withdrawn);

	assert_ptr_equal(ctx, &said);
	assert_string_equal(e->number, "n-1");
	if (ticket)
		snprintf(said.withdrawn + len, sizeof(said.withdrawn) - len, "%d ", (int)ticket);
}

MOCK_STATIC void on_change(void *ctx, const struct escalation *e, const struct platform_say *say)
{
	const size_t len = strlen(said.changed);

	assert_ptr_equal(ctx, &said);
	assert_string_equal(e->number, "n-1");
	assert_string_equal(say->cause, say->replaces);
	assert_true(say->emergency || *say->text);
	snprintf(said.changed + len, sizeof(said.changed) - len, "%s in %s to %s|", say->replaces,
		say->conversation, say->text);
}

MOCK_STATIC const char *on_notice(
	void *ctx, const struct escalation *e, enum lumbar_notice notice, const char *region)
{
	assert_ptr_equal(ctx, &said);
	assert_string_equal(e->reply, "flags/saddle");
	assert_string_equal(region, "uk");
	said.notice = notice;
	return "Call 999";
}

MOCK_STATIC void on_keep(void *ctx, const struct escalation *e, const struct escalations_step *step)
{
	const size_t len = strlen(said.steps);

	assert_ptr_equal(ctx, &said);
	said.last = *e;
	snprintf(said.steps + len, sizeof(said.steps) - len, "%s %s %s %s|", step->name, step->path,
		step->who, step->detail);
}

MOCK_STATIC void on_wake(void *ctx, int64_t at_ms)
{
	assert_ptr_equal(ctx, &said);
	said.wake = at_ms;
}

MOCK_STATIC void create(const char *alerts)
{
	struct diag silent = {0};
	char text[1024];

	snprintf(text, sizeof(text),
		"accounts: [{name: main, platform: discord, token: {env: T}}]\n"
		"alerts: {after: 10m, repeats: 2%s}\n"
		"direct: {region: uk, staff-channel: '901'}\n"
		"servers:\n"
		"  - id: '10'\n"
		"    region: uk\n"
		"    staff-channel: '900'\n"
		"    staff-role: '55'\n"
		"    staff-next: [{channel: '902', role: '56'}]\n"
		"  - {id: '20', region: uk}\n",
		alerts);
	escalations_destroy(es);
	config_free(config);
	config = config_parse("test", text, strlen(text), &silent);
	assert_non_null(config);
	es = escalations_create(&(struct escalations_options){.config = config,
		.log = &mock->log,
		.say = on_say,
		.page = on_page,
		.withdraw = on_withdraw,
		.change = on_change,
		.notice = on_notice,
		.keep = on_keep,
		.wake = on_wake,
		.ctx = &said});
	assert_non_null(es);
}

MOCK_STATIC int set_up(void **state)
{
	(void)state;
	memset(&said, 0, sizeof(said));
	mock = mock_create();
	create("");
	like = (struct escalation){
		.number = "n-1",
		.account = "main",
		.message = "5",
		.user = "30",
		.conversation = "20",
		.server = "10",
		.link = "https://chat.example/5",
		.flags = "saddle",
		.reply = "flags/saddle",
		.tier = LUMBAR_TIER_EMERGENCY,
		.format = LUMBAR_DISCORD,
		.max_chars = 2000,
	};
	return 0;
}

MOCK_STATIC int tear_down(void **state)
{
	(void)state;
	escalations_destroy(es);
	es = NULL;
	config_free(config);
	config = NULL;
	/* never who, nor what */
	assert_lacks(mock->lines, "saddle");
	assert_lacks(mock->lines, "chat.example");
	mock_destroy(mock);
	return 0;
}

MOCK_STATIC void outcome(
	uint64_t ticket, enum platform_outcome_kind kind, const char *id, int64_t now)
{
	escalations_outcome(es,
		&(struct platform_outcome){
			.ticket = ticket, .kind = kind, .id = id, .reason = "no permission"},
		now);
}

MOCK_STATIC bool react(const char *message, const char *account, int64_t now)
{
	return escalations_acknowledge(es, account,
		&(struct platform_event){.kind = PLATFORM_REACTED,
			.message = message,
			.conversation = "900",
			.server = "10",
			.user = "40"},
		now);
}

MOCK_STATIC void expect_steps(const char *steps)
{
	assert_string_equal(said.steps, steps);
	said.steps[0] = '\0';
}

#endif
