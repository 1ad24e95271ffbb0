/* What operators have to do with alerts; see operators_alert.h. */
#include "bot/operators_alert.h"

#include <stdio.h>
#include <string.h>

#include "bot/listener.h"
#include "bot/operators_own.h"
#include "bot/operators_text.h"

void operators_alert_list(void *ctx, const struct commands_call *call)
{
	struct operators *o = ctx;
	const enum config_right right = operators_own_right(o, call);
	struct buf out;

	if (!operators_own_may(o, call, CONFIG_RIGHT_SERVER))
		return;
	operators_own_record(o, call, "", "");
	buf_init(&out, OPERATORS_OWN_TEXT_MAX);
	operators_text_alerts(
		&o->desk, right == CONFIG_RIGHT_ALL ? NULL : call->is->server, call->now_ms, &out);
	operators_own_tell(call, &out);
}

/* Who picks up which one. */
struct taking {
	const struct commands_call *call;
	const char *number,
		*server; /* the second: id of the only one whose they may pick up; NULL = any */
	bool may;
};

/* Whoever needs help has not come to help. */
static void look_whether(void *ctx, const struct escalation *e)
{
	struct taking *t = ctx;

	t->may = t->may ||
		 (strcmp(e->number, t->number) == 0 && strcmp(e->account, t->call->account) == 0 &&
			 strcmp(e->user, t->call->is->user) != 0 &&
			 (!t->server || strcmp(e->server, t->server) == 0));
}

void operators_alert_ack(void *ctx, const struct commands_call *call)
{
	struct operators *o = ctx;
	struct escalations *es = listener_escalations(o->desk.listener);
	struct taking t = {
		.call = call,
		.number = commands_value(call, "number"),
		.server =
			operators_own_right(o, call) == CONFIG_RIGHT_ALL ? NULL : call->is->server,
	};

	if (!operators_own_may(o, call, CONFIG_RIGHT_SERVER))
		return;
	escalations_each(es, look_whether, &t);
	if (!t.may ||
		!escalations_pick_up(es, t.number, call->is->user, "by a command", call->now_ms)) {
		commands_tell(call, "There is no open alert of that number that you can pick up: "
				    "`/lumbard escalations` lists them.");
		return;
	}
	operators_own_record(o, call, "", t.number);
	commands_tell(call, "Thank you. The others are told that you have picked it up.");
}

static void add_number(void *ctx, const struct escalation *e)
{
	char label[CONTROLS_CHOICE_MAX];

	snprintf(label, sizeof(label), "%s: %s", e->number, lumbar_tier_name(e->tier));
	controls_add(ctx, CONTROLS_CHOICE, e->number, label);
}

void operators_alert_suggest(
	void *ctx, const struct commands_call *call, const char *typed, struct buf *choices)
{
	struct operators *o = ctx;

	(void)typed;
	if (operators_own_right(o, call) == CONFIG_RIGHT_ALL)
		escalations_each(listener_escalations(o->desk.listener), add_number, choices);
}
