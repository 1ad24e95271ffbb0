/* A drill that an operator orders; see operators_drill.h. */
#include "bot/operators_drill.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bot/alert.h"
#include "bot/drill.h"
#include "bot/listener.h"
#include "bot/orders.h"
#include "sys/loop.h"
#include "sys/store.h"

#define WEBHOOK "webhook" /* paths, as the record names them */
#define COMMAND "command"
#define REASON_MAX 96 /* bytes of a reason with its NUL: all of them fit into a message */
#define STEPS_MAX (1 + CONFIG_STAFF_NEXT_MAX + 2) /* staff, the next ones, webhook and command */

/* One way that is tried. */
struct step {
	uint64_t ticket;
	char path[ORDERS_PLACE_MAX];
	char reason[REASON_MAX]; /* why it was not taken; "" when it was */
	bool done;
};

struct operators_drill {
	struct commands_promise promise;
	struct step steps[STEPS_MAX];
	size_t n, n_done;
	bool others; /* there are ways that whoever ordered it may not try */
};

/* ------------------------------------------------------------------ what became of it */

static void put_step(struct buf *out, const struct step *s)
{
	if (strncmp(s->path, "channel ", 8) == 0)
		buf_printf(out, "- <#%s>", s->path + 8);
	else
		buf_printf(out, "- %s", s->path);
	buf_printf(out, ": %s%s\n", *s->reason ? "NOT taken: " : "taken", s->reason);
}

/* Tells whoever ordered it, and releases it. */
static void tell(struct operators *o, struct operators_drill **slot)
{
	const struct operators_drill *d = *slot;
	size_t i, taken = 0;
	struct buf out;

	buf_init(&out, OPERATORS_OWN_TEXT_MAX);
	for (i = 0; i < d->n; i++) {
		put_step(&out, &d->steps[i]);
		taken += !*d->steps[i].reason;
	}
	buf_printf(&out,
		"The drill was taken by %zu of %zu. Look whether it arrives, and whether the role "
		"is pinged.%s",
		taken, d->n,
		d->others ? " Webhook and command were not tried: they are for all servers, "
			    "and operators of everything try them."
			  : "");
	commands_keep(o->commands, &d->promise, buf_str(&out), loop_now());
	buf_free(&out);
	free(*slot);
	*slot = NULL;
}

static void conclude(struct operators *o, struct operators_drill **slot, struct step *s, bool taken,
	const char *reason)
{
	struct operators_drill *d = *slot;

	s->done = true;
	if (!taken)
		snprintf(s->reason, sizeof(s->reason), "%s", reason && *reason ? reason : "?");
	if (o->desk.store)
		store_audit(o->desk.store, d->promise.account,
			&(struct store_audit){
				.at_ms = o->desk.wall(o->desk.ctx),
				.step = "drill",
				.path = s->path,
				.who = d->promise.user,
				.detail = taken ? "taken" : s->reason,
			},
			NULL, NULL);
	if (++d->n_done == d->n)
		tell(o, slot);
}

void operators_drill_outcome(void *ctx, const char *account, const struct platform_outcome *outcome)
{
	struct operators *o = ctx;
	struct operators_drill *d;
	size_t i, k;

	(void)account; /* tickets are the process's */
	for (i = 0; i < OPERATORS_OWN_DRILLS_MAX; i++) {
		d = o->drills[i];
		for (k = 0; d && k < d->n; k++) {
			if (d->steps[k].ticket != outcome->ticket || d->steps[k].done)
				continue;
			conclude(o, &o->drills[i], &d->steps[k], outcome->kind == PLATFORM_SENT,
				outcome->kind == PLATFORM_REFUSED ? outcome->reason
								  : "not in time");
			return;
		}
	}
}

/* ------------------------------------------------------------------ trying */

static struct step *add(struct operators_drill *d, const char *path)
{
	struct step *s = &d->steps[d->n++];

	snprintf(s->path, sizeof(s->path), "%s", path);
	return s;
}

static void say(struct operators *o, const struct commands_call *call, struct operators_drill *d,
	const struct config_staff *staff)
{
	char path[ORDERS_PLACE_MAX];
	struct step *s = add(d, orders_place(path, "channel", staff->channel));
	struct buf text;

	buf_init(&text, ALERT_MAX);
	if (alert_write_drill(staff->role, call->abilities.format, &text))
		s->ticket = commands_say(o->commands, call->account,
			&(struct platform_say){
				.conversation = staff->channel,
				.role = staff->role,
				.text = buf_str(&text),
				.deadline_ms = call->now_ms + DRILL_MS,
				.emergency = true,
			});
	buf_free(&text);
}

static void page(struct operators *o, const struct commands_call *call, struct operators_drill *d,
	const char *path)
{
	const uint64_t ticket = commands_ticket(o->commands);
	struct step *s = add(d, path);
	struct buf text;

	buf_init(&text, ALERT_MAX);
	if (o->desk.page && alert_write_drill(NULL, LUMBAR_PLAIN, &text) &&
		o->desk.page(o->desk.ctx, call->account,
			&(struct listener_page){.ticket = ticket,
				.to_command = strcmp(path, COMMAND) == 0,
				.text = buf_str(&text),
				.tier = "none",
				.flags = "",
				.link = "",
				.number = "",
				.step = "drill"}) == 0)
		s->ticket = ticket;
	buf_free(&text);
}

/* In the order in which an emergency there would go. */
static void try_all(
	struct operators *o, const struct commands_call *call, struct operators_drill *d)
{
	const struct config *config = o->desk.config;
	const struct config_place *p = &call->place;
	const bool all = operators_own_right(o, call) == CONFIG_RIGHT_ALL;
	size_t i;

	say(o, call, d, &(struct config_staff){p->staff_channel, p->staff_role});
	for (i = 0; i < p->n_staff_next; i++)
		say(o, call, d, &p->staff_next[i]);
	if (all && config->alert_webhook.name)
		page(o, call, d, WEBHOOK);
	if (all && config->alert_command)
		page(o, call, d, COMMAND);
	d->others = !all && (config->alert_webhook.name || config->alert_command);
}

static struct operators_drill **find_free(struct operators *o)
{
	size_t i;

	for (i = 0; i < OPERATORS_OWN_DRILLS_MAX; i++) {
		if (!o->drills[i])
			return &o->drills[i];
	}
	return NULL;
}

void operators_drill_begin(void *ctx, const struct commands_call *call)
{
	struct operators *o = ctx;
	struct operators_drill **slot = find_free(o), *d;
	size_t i, n;

	if (!operators_own_may(o, call, CONFIG_RIGHT_SERVER))
		return;
	if (!call->place.staff_channel) {
		commands_tell(call,
			"No staff are configured here (`staff-channel`): nobody would be told of "
			"an emergency.");
		return;
	}
	d = slot ? calloc(1, sizeof(*d)) : NULL;
	if (!d) {
		commands_tell(call, "Other drills are under way. Please try again in a minute.");
		return;
	}
	*slot = d;
	operators_own_record(o, call, "", "begun");
	commands_promise(call, &d->promise);
	try_all(o, call, d);
	/* what was not handed on has no outcome; the last of them ends it */
	for (i = 0, n = d->n; i < n && *slot == d; i++) {
		if (!d->steps[i].ticket)
			conclude(o, slot, &d->steps[i], false, "it cannot be tried");
	}
}

void operators_drill_end(struct operators *o)
{
	size_t i;

	for (i = 0; i < OPERATORS_OWN_DRILLS_MAX; i++) {
		free(o->drills[i]);
		o->drills[i] = NULL;
	}
}
