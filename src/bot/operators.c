/* What those who run the bot are offered; see operators.h. */
#include "bot/operators.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "bot/daily.h"
#include "bot/operators_alert.h"
#include "bot/operators_drill.h"
#include "bot/operators_order.h"
#include "bot/operators_own.h"
#include "bot/operators_text.h"
#include "bot/responder.h"
#include "sys/loop.h"

/* ------------------------------------------------------------------ who may */

enum config_right operators_own_right(const struct operators *o, const struct commands_call *call)
{
	const struct config *config = o->desk.config;
	const struct interaction *is = call->is;
	enum config_right right = config_right(config, call->account, is->server, is->user),
			  of_role;
	size_t i;

	for (i = 0; i < is->n_roles; i++) {
		of_role = config_right(config, call->account, is->server, is->roles[i]);
		if (of_role > right)
			right = of_role;
	}
	return right;
}

/* Whether the person may; who may not is told so, and by whom that is changed. */
bool operators_own_may(
	const struct operators *o, const struct commands_call *call, enum config_right needed)
{
	const enum config_right right = operators_own_right(o, call);

	if (right >= needed)
		return true;
	log_info(o->desk.log, call->account, "%s was refused to somebody who is no operator%s",
		call->is->command, right == CONFIG_RIGHT_NONE ? "" : " of everything");
	commands_tell(call,
		right == CONFIG_RIGHT_NONE
			? "That is for operators of this bot. Whoever runs it names them in its "
			  "configuration (`operators`)."
			: "That concerns more than this server: it is for operators of "
			  "everything, who are named at the top of the configuration "
			  "(`operators`).");
	return false;
}

/* Every use is recorded: who, what, where; never what was typed. */
void operators_own_record(const struct operators *o, const struct commands_call *call,
	const char *path, const char *detail)
{
	const char *name = strchr(call->is->command, ' ');

	log_info(o->desk.log, call->account, "an operator: %s%s%s", call->is->command,
		*detail ? ": " : "", detail);
	if (o->desk.store)
		store_audit(o->desk.store, call->account,
			&(struct store_audit){
				.at_ms = o->desk.wall(o->desk.ctx),
				.step = name ? name + 1 : call->is->command,
				.path = path,
				.who = call->is->user,
				.detail = detail,
			},
			NULL, NULL);
}

/* ------------------------------------------------------------------ looking */

/* Answers with a text that is made by the functions of operators_text.h; what is too long is cut. */
void operators_own_tell(const struct commands_call *call, struct buf *out)
{
	size_t most = call->abilities.max_chars;

	/* as many bytes are never more characters */
	if (most && out->len > most) {
		buf_cut(out, most - 4);
		while (out->len && ((unsigned char)out->data[out->len - 1] & 0xc0) == 0x80)
			buf_cut(out, out->len - 1);
		if (out->len && (unsigned char)out->data[out->len - 1] >= 0xc0)
			buf_cut(out, out->len - 1);
		buf_puts(out, "...");
	}
	commands_tell(call, buf_str(out));
	buf_free(out);
}

static void run_status(void *ctx, const struct commands_call *call)
{
	struct operators *o = ctx;
	struct buf out;

	if (!operators_own_may(o, call, CONFIG_RIGHT_SERVER))
		return;
	operators_own_record(o, call, "", "");
	buf_init(&out, OPERATORS_OWN_TEXT_MAX);
	operators_text_status(
		&o->desk, call, operators_own_right(o, call) == CONFIG_RIGHT_ALL, &out);
	operators_own_tell(call, &out);
}

/* The kind of channel that is tried: the given one, or that of the place. */
static enum lumbar_channel tried_channel(const struct commands_call *call)
{
	const char *word = commands_value(call, "as");
	int c;

	for (c = LUMBAR_DIRECT; c <= LUMBAR_AMBIENT; c++) {
		if (strcmp(word, lumbar_channel_name((enum lumbar_channel)c)) == 0)
			return (enum lumbar_channel)c;
	}
	return LUMBAR_DIRECT;
}

static void run_test(void *ctx, const struct commands_call *call)
{
	struct operators *o = ctx;
	struct buf out;

	if (!operators_own_may(o, call, CONFIG_RIGHT_SERVER))
		return;
	operators_own_record(o, call, "", "");
	buf_init(&out, OPERATORS_OWN_TEXT_MAX);
	operators_text_test(
		&o->desk, call, commands_value(call, "text"), tried_channel(call), &out);
	operators_own_tell(call, &out);
}

/* The server whose alone they see; NULL = all. */
static const char *own_server(const struct operators *o, const struct commands_call *call)
{
	return operators_own_right(o, call) == CONFIG_RIGHT_ALL ? NULL : call->is->server;
}

static void run_unanswered(void *ctx, const struct commands_call *call)
{
	const struct gaps_shape *list;
	struct operators *o = ctx;
	struct buf out;
	size_t n;

	if (!operators_own_may(o, call, CONFIG_RIGHT_SERVER))
		return;
	operators_own_record(o, call, "", "");
	list = gaps_list(o->desk.gaps, own_server(o, call), &n);
	buf_init(&out, OPERATORS_OWN_TEXT_MAX);
	operators_text_unanswered(list, n, &out);
	operators_own_tell(call, &out);
}

/* ------------------------------------------------------------------ feedback, which the store knows */

static void on_sums(void *ctx, enum store_result result, const struct store_due *due)
{
	struct operators_own_waiting *w = ctx;
	struct buf out;

	w->op = NULL;
	buf_init(&out, OPERATORS_OWN_TEXT_MAX);
	if (result == STORE_DONE && due)
		operators_text_feedback(due->sums, due->n_sums, &out);
	else
		buf_puts(&out, "The disk cannot be read now.");
	commands_keep(w->operators->commands, &w->promise, buf_str(&out), loop_now());
	buf_free(&out);
}

static struct operators_own_waiting *find_free(struct operators *o)
{
	size_t i;

	for (i = 0; i < OPERATORS_OWN_WAITING_MAX; i++) {
		if (!o->waiting[i].op)
			return &o->waiting[i];
	}
	return NULL;
}

static void run_feedback(void *ctx, const struct commands_call *call)
{
	struct operators *o = ctx;
	struct operators_own_waiting *w = find_free(o);
	const char *server = own_server(o, call);
	char prefix[DAILY_SERVER_MAX];

	if (!operators_own_may(o, call, CONFIG_RIGHT_SERVER))
		return;
	operators_own_record(o, call, "", "");
	if (!o->desk.store) {
		commands_tell(call, "Nothing is kept: the configuration names no `state`.");
		return;
	}
	if (w) {
		w->operators = o;
		w->op = store_sums(o->desk.store,
			server ? daily_server(prefix, server) : DAILY_FEEDBACK,
			o->desk.wall(o->desk.ctx) - OPERATORS_SINCE_MS, on_sums, w);
	}
	if (w && w->op)
		commands_promise(call, &w->promise);
	else
		commands_tell(call, "Too much waits for the disk now. Please try again.");
}

/* ------------------------------------------------------------------ content, alerts */

static void run_reload(void *ctx, const struct commands_call *call)
{
	struct operators *o = ctx;
	struct responder_state s;
	struct buf out;

	if (!operators_own_may(o, call, CONFIG_RIGHT_ALL))
		return;
	if (responder_reload(o->desk.responder) == 0)
		gaps_review(o->desk.gaps);
	s = responder_state(o->desk.responder);
	operators_own_record(o, call, "", s.last_refused ? "refused" : "");
	buf_init(&out, OPERATORS_OWN_TEXT_MAX);
	if (s.last_refused)
		buf_printf(&out,
			"Not reloaded, the content that was there stays in use:\n```\n%s\n```",
			s.why);
	else
		buf_printf(
			&out, "Reloaded: generation %u.", responder_generation(o->desk.responder));
	operators_own_tell(call, &out);
}

/* ------------------------------------------------------------------ the table */

static const char *const wheres[] = {"channel", "server", "everything", NULL};
static const char *const places[] = {"channel", "server", NULL};
static const char *const modes[] = {"faq", "ambient", "mention", "off", "configured", NULL};
static const char *const channels[] = {"direct", "faq", "ambient", NULL};

#define WHERE(list)                                                                                \
	{                                                                                          \
		.name = "where", .what = "Where it holds; else this channel", .choices = (list)    \
	}

static const struct interaction_option pause_options[] = {
	WHERE(wheres),
	{.name = "confirm",
		.what = "Needed for everything: emergencies are not answered either",
		.type = INTERACTION_SWITCH},
};
static const struct interaction_option resume_options[] = {WHERE(wheres)};
static const struct interaction_option mode_options[] = {
	{.name = "mode", .what = "When I speak", .required = true, .choices = modes},
	WHERE(places),
};
static const struct interaction_option user_options[] = {
	{.name = "user", .what = "Who", .type = INTERACTION_USER, .required = true},
};
static const struct interaction_option test_options[] = {
	{.name = "text", .what = "What somebody writes", .required = true, .max_chars = 1500},
	{.name = "as", .what = "In which kind of channel; else direct", .choices = channels},
};
static const struct interaction_option ack_options[] = {
	{.name = "number",
		.what = "Of the alert",
		.required = true,
		.suggests = true,
		.max_chars = 23},
};

#define OPTIONS(list) .options = (list), .n_options = sizeof(list) / sizeof((list)[0])

static const struct commands_entry entries[] = {
	{.offer = {.name = "lumbard", .what = "For those who run this bot", .for_staff = true}},
	{.offer = {.name = "lumbard status", .what = "How I am, and what holds here"},
		.run = run_status},
	{.offer = {.name = "lumbard pause",
		 .what = "Give no answers here; red flags go on",
		 OPTIONS(pause_options)},
		.run = operators_order_pause},
	{.offer = {.name = "lumbard resume", .what = "End a pause", OPTIONS(resume_options)},
		.run = operators_order_resume},
	{.offer = {.name = "lumbard mode", .what = "When I speak here", OPTIONS(mode_options)},
		.run = operators_order_mode},
	{.offer = {.name = "lumbard mute",
		 .what = "Give somebody no answers; red flags go on",
		 OPTIONS(user_options)},
		.run = operators_order_mute},
	{.offer = {.name = "lumbard unmute",
		 .what = "Answer somebody again",
		 OPTIONS(user_options)},
		.run = operators_order_unmute},
	{.offer = {.name = "lumbard test",
		 .what = "What I would say to a text, and why",
		 OPTIONS(test_options)},
		.run = run_test},
	{.offer = {.name = "lumbard unanswered", .what = "What was asked and not answered"},
		.run = run_unanswered},
	{.offer = {.name = "lumbard feedback", .what = "What people said of my answers"},
		.run = run_feedback},
	{.offer = {.name = "lumbard reload", .what = "Read the content again"}, .run = run_reload},
	{.offer = {.name = "lumbard escalations", .what = "Alerts that nobody has picked up"},
		.run = operators_alert_list},
	{.offer = {.name = "lumbard ack", .what = "Pick up an alert", OPTIONS(ack_options)},
		.run = operators_alert_ack,
		.suggest = operators_alert_suggest},
	{.offer = {.name = "lumbard drill",
		 .what = "Try every way to tell the staff here: a drill"},
		.run = operators_drill_begin},
};

struct operators *operators_create(const struct desk_options *options, struct commands *commands)
{
	struct operators *o = calloc(1, sizeof(*o));

	if (!o)
		return NULL;
	o->desk = *options;
	o->commands = commands;
	if (commands_add(commands, &(struct commands_group){.entries = entries,
					   .n_entries = sizeof(entries) / sizeof(entries[0]),
					   .outcome = operators_drill_outcome,
					   .ctx = o}) == 0)
		return o;
	operators_destroy(o);
	return NULL;
}

void operators_destroy(struct operators *o)
{
	size_t i;

	if (!o)
		return;
	for (i = 0; i < OPERATORS_OWN_WAITING_MAX; i++)
		store_cancel(o->waiting[i].op);
	operators_drill_end(o);
	free(o);
}
