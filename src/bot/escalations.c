/* All emergencies that staff are told of; see escalations.h. */
#include "bot/escalations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "base/config.h"
#include "base/log.h"
#include "bot/alert.h"
#include "bot/escalations_own.h"
#include "bot/offers.h"

#define PATH_NAME_MAX (PLATFORM_ID_MAX + 16)

/* ------------------------------------------------------------------ life */

struct escalations *escalations_create(const struct escalations_options *options)
{
	struct escalations *es = calloc(1, sizeof(*es));

	if (!es)
		return NULL;
	es->options = *options;
	es->rules = (struct escalation_rules){
		options->config->alert_after_ms, (unsigned)options->config->alert_repeats};
	TAILQ_INIT(&es->items);
	return es;
}

void escalations_own_drop(struct escalations *es, struct escalations_item *item)
{
	TAILQ_REMOVE(&es->items, item, link);
	es->n--;
	free(item);
}

void escalations_destroy(struct escalations *es)
{
	if (!es)
		return;
	while (!TAILQ_EMPTY(&es->items))
		escalations_own_drop(es, TAILQ_FIRST(&es->items));
	free(es);
}

size_t escalations_count(const struct escalations *es)
{
	const struct escalations_item *item;
	size_t n = 0;

	TAILQ_FOREACH(item, &es->items, link)
	{
		n += !escalation_is_over(&item->e);
	}
	return n;
}

static struct escalations_item *add(struct escalations *es, const struct escalation *like)
{
	struct escalations_item *item = es->n < ESCALATIONS_MAX ? calloc(1, sizeof(*item)) : NULL;

	if (!item)
		return NULL;
	item->e = *like;
	TAILQ_INSERT_TAIL(&es->items, item, link);
	es->n++;
	return item;
}

/* ------------------------------------------------------------------ paths */

static struct config_place place_of(const struct config *config, const struct escalation *e)
{
	return config_place(config, e->account, e->server, e->conversation, e->parent);
}

bool escalations_place_path(const struct config *config, const struct config_place *place,
	unsigned i, struct escalations_path *path)
{
	*path = (struct escalations_path){.way = ESCALATIONS_CHANNEL};
	if (!place->staff_channel)
		return false;
	if (i == 0) {
		path->channel = place->staff_channel;
		path->role = place->staff_role;
		return true;
	}
	i--;
	if (i < place->n_staff_next) {
		path->channel = place->staff_next[i].channel;
		path->role = place->staff_next[i].role;
		return true;
	}
	i -= (unsigned)place->n_staff_next;
	path->way =
		config->alert_webhook.name && i == 0 ? ESCALATIONS_WEBHOOK : ESCALATIONS_COMMAND;
	if (path->way == ESCALATIONS_WEBHOOK)
		return true;
	return config->alert_command && i == (config->alert_webhook.name ? 1 : 0);
}

bool escalations_path(const struct config *config, const struct escalation *e, unsigned i,
	struct escalations_path *path)
{
	const struct config_place place = place_of(config, e);

	return escalations_place_path(config, &place, i, path);
}

static const char *name_path(const struct escalations_path *path, char out[PATH_NAME_MAX])
{
	if (path->way == ESCALATIONS_CHANNEL)
		snprintf(out, PATH_NAME_MAX, "channel %s", path->channel);
	else
		snprintf(out, PATH_NAME_MAX, "%s",
			path->way == ESCALATIONS_WEBHOOK ? "webhook" : "command");
	return out;
}

/* ------------------------------------------------------------------ the record */

void escalations_own_keep(struct escalations *es, const struct escalation *e, const char *name,
	const char *path, const char *detail)
{
	es->options.keep(es->options.ctx, e,
		&(struct escalations_step){
			.name = name, .path = path, .who = e->by, .detail = detail ? detail : ""});
}

/* What happened on the path that is under way. */
static void keep_path(
	struct escalations *es, const struct escalation *e, const char *name, const char *detail)
{
	struct escalations_path path;
	char where[PATH_NAME_MAX] = "";

	if (escalations_path(es->options.config, e, e->path, &path))
		name_path(&path, where);
	escalations_own_keep(es, e, name, where, detail);
}

void escalations_own_end(struct escalations *es, struct escalations_item *item,
	enum escalation_state state, const char *detail)
{
	item->e.state = state;
	item->e.ticket = 0;
	escalations_own_keep(es, &item->e, escalation_state_name(state), "", detail);
	escalations_own_drop(es, item);
}

/* Wishes for a tick when the next one is due. */
void escalations_own_wake(struct escalations *es)
{
	int64_t at = ESCALATION_NEVER;
	const struct escalations_item *item;

	TAILQ_FOREACH(item, &es->items, link)
	{
		if ((!item->e.ticket || escalation_is_over(&item->e)) && item->e.due_ms < at)
			at = item->e.due_ms;
	}
	if (at != ESCALATION_NEVER)
		es->options.wake(es->options.ctx, at);
}

/* ------------------------------------------------------------------ the person */

/* Says to the person what has come of it; once in a round. */
static void inform(
	struct escalations *es, struct escalation *e, enum lumbar_notice notice, int64_t now)
{
	const struct config_place place = place_of(es->options.config, e);
	char purpose[ESCALATION_PURPOSE_MAX];

	if (notice == LUMBAR_NOTICE_UNREACHED)
		snprintf(purpose, sizeof(purpose), "%snu", escalation_lead(e));
	else
		snprintf(purpose, sizeof(purpose), "%sn%02u", escalation_lead(e), e->repeats % 100);
	e->notice = es->options.say(es->options.ctx, e, false,
		&(struct platform_say){
			.conversation = e->conversation,
			.direct = e->by_command && e->may_direct ? e->user : "",
			.reply_to = e->by_command ? "" : e->message,
			.cause = e->message,
			.user = e->user,
			.text = es->options.notice(es->options.ctx, e, notice, place.region),
			.purpose = purpose,
			.deadline_ms = now + ESCALATION_INFORM_MS,
			.emergency = true,
		});
	if (e->notice)
		escalations_own_keep(es, e, "informed", "",
			notice == LUMBAR_NOTICE_UNREACHED ? "that no staff could be told"
							  : "that nobody has picked it up");
}

/* ------------------------------------------------------------------ the staff */

/* Tells staff on that path.  Returns the ticket, 0 when it was not taken. */
static uint64_t hand_on(struct escalations *es, const struct escalation *e,
	const struct escalations_path *path, int64_t now)
{
	const struct config *config = es->options.config;
	const bool channel = path->way == ESCALATIONS_CHANNEL;
	struct escalations_path further;
	char purpose[ESCALATION_PURPOSE_MAX];
	uint64_t ticket = 0;
	struct buf text, controls;
	struct alert alert = {
		.tier = e->tier,
		.flags = e->flags,
		.link = *e->server ? e->link : "",
		.conversation = e->conversation,
		.direct = *e->server && !e->by_command ? "" : e->user,
		.role = path->role,
		.format = channel ? e->format : LUMBAR_PLAIN,
		.answerable = channel,
		.buttons = e->buttons,
		.repeated = e->repeats > 0,
		.for_ms = now - e->at_ms,
	};
	struct platform_say say = {
		.conversation = path->channel,
		.cause = e->message,
		.role = path->role,
		.about = e->user,
		.purpose = purpose,
		.deadline_ms = now + ESCALATION_PATH_MS,
		.emergency = true,
	};

	if (!escalations_path(config, e, e->path + 1, &further))
		say.deadline_ms = now + ESCALATION_GIVE_UP_MS;
	escalation_purpose(e, purpose);
	buf_init(&text, ALERT_MAX);
	buf_init(&controls, CONTROLS_MAX);
	if (e->buttons)
		offers_alert(e->number, &controls);
	if (alert_write(&alert, &text)) {
		say.text = buf_str(&text);
		say.controls = buf_str(&controls);
		ticket = channel ? es->options.say(es->options.ctx, e, true, &say)
				 : es->options.page(es->options.ctx, e, path->way, say.text,
					   e->repeats ? "repeated" : "alerted");
	}
	buf_free(&text);
	buf_free(&controls);
	return ticket;
}

/* Goes on with the first path, from where it is, that takes it. */
static void tell(struct escalations *es, struct escalation *e, int64_t now)
{
	struct escalations_path path;

	for (; escalations_path(es->options.config, e, e->path, &path); e->path++) {
		e->ticket = hand_on(es, e, &path, now);
		if (e->ticket)
			return;
		keep_path(es, e, "failed", "there was no room");
	}
	log_error(es->options.log, e->account, "staff could not be told of a red flag (%s)",
		lumbar_tier_name(e->tier));
	escalation_untold(e, &es->rules, now);
	escalations_own_keep(es, e, "unreached", "", "no path has worked");
	if (e->state == ESCALATION_OPEN && !e->unreached) {
		e->unreached = true;
		inform(es, e, LUMBAR_NOTICE_UNREACHED, now);
	}
}

void escalations_begin(struct escalations *es, const struct escalation *like, int64_t now_ms)
{
	struct escalations_item *item = add(es, like);
	struct escalation once = *like;
	struct escalation *e = item ? &item->e : &once;

	e->at_ms = now_ms;
	e->due_ms = ESCALATION_NEVER;
	if (!item)
		log_error(es->options.log, e->account,
			"an alert is not followed up: too many are open");
	escalations_own_keep(es, e, "opened", "", "");
	tell(es, e, now_ms);
	escalations_own_wake(es);
}

/* ------------------------------------------------------------------ what comes of it */

static void told(struct escalations *es, struct escalation *e, const char *id, int64_t now)
{
	struct escalations_path path = {.way = ESCALATIONS_CHANNEL};
	char where[PATH_NAME_MAX];

	if (escalations_path(es->options.config, e, e->path, &path))
		log_debug(es->options.log, e->account, "staff were told by %s",
			name_path(&path, where));
	escalation_told(e, id, &es->rules, now);
	keep_path(es, e, e->state == ESCALATION_REPEATED ? "repeated" : "alerted", "");
}

static void conclude(struct escalations *es, struct escalation *e,
	const struct platform_outcome *outcome, int64_t now)
{
	e->ticket = 0;
	if (outcome->kind == PLATFORM_SENT) {
		told(es, e, outcome->id, now);
		return;
	}
	keep_path(es, e, "failed",
		outcome->kind == PLATFORM_REFUSED && outcome->reason ? outcome->reason
								     : "not in time");
	e->path++;
	tell(es, e, now);
}

void escalations_outcome(
	struct escalations *es, const struct platform_outcome *outcome, int64_t now_ms)
{
	struct escalations_item *item;

	TAILQ_FOREACH(item, &es->items, link)
	{
		if (outcome->ticket && escalations_own_awaits(&item->e, outcome->ticket))
			break;
	}
	if (!item)
		return;
	if (escalation_is_over(&item->e)) {
		escalations_own_late(es, item, outcome);
		return;
	}
	conclude(es, &item->e, outcome, now_ms);
	if (outcome->kind == PLATFORM_SENT)
		escalations_own_sign(es, item, outcome->id, now_ms);
	escalations_own_wake(es);
}

void escalations_each(const struct escalations *es, escalations_fn *fn, void *ctx)
{
	const struct escalations_item *item;

	TAILQ_FOREACH(item, &es->items, link)
	{
		if (!escalation_is_over(&item->e))
			fn(ctx, &item->e);
	}
}

/* ------------------------------------------------------------------ time */

static void advance(struct escalations *es, struct escalations_item *item, int64_t now)
{
	struct escalation *e = &item->e;

	if (escalation_is_over(e)) {
		if (e->due_ms > now)
			return;
		e->notice = e->ticket = 0;
		escalations_own_left(es, item);
		return;
	}
	switch (escalation_next(e, &es->rules, now)) {
	case ESCALATION_TELL:
		escalation_begin_round(e, false);
		tell(es, e, now);
		break;
	case ESCALATION_REPEAT:
		escalation_begin_round(e, true);
		log_warn(es->options.log, e->account, "nobody has picked up a red flag (%s)",
			lumbar_tier_name(e->tier));
		tell(es, e, now);
		inform(es, e, LUMBAR_NOTICE_SILENT, now);
		break;
	case ESCALATION_END:
		log_error(es->options.log, e->account, "a red flag (%s) was picked up by nobody",
			lumbar_tier_name(e->tier));
		e->notice = 0; /* which is true */
		escalations_own_end(es, item, ESCALATION_CLOSED,
			e->state == ESCALATION_OPEN ? "nobody could be told"
						    : "nobody has picked it up");
		break;
	default: break;
	}
}

void escalations_tick(struct escalations *es, int64_t now_ms)
{
	struct escalations_item *item, *next;

	for (item = TAILQ_FIRST(&es->items); item; item = next) {
		next = TAILQ_NEXT(item, link);
		advance(es, item, now_ms);
	}
	escalations_own_wake(es);
}

/* ------------------------------------------------------------------ what an earlier run left */

void escalations_restore(struct escalations *es, const struct escalation *like)
{
	if (!add(es, like))
		log_error(es->options.log, like->account,
			"an alert of the last run is not followed up: too many are open");
}

/* The alert of a later round was handed on, and that was not kept any more. */
static void catch_up(struct escalation *e, unsigned round, unsigned path)
{
	if (e->state != ESCALATION_OPEN)
		e->repeats += round - e->round;
	e->round = round;
	e->path = path;
}

void escalations_before(
	struct escalations *es, const struct escalations_before *before, int64_t now_ms)
{
	unsigned round, path;
	struct escalation *e;
	struct escalations_item *item;

	TAILQ_FOREACH(item, &es->items, link)
	{
		e = &item->e;
		if (!escalation_is_over(e) && strcmp(e->account, before->account) == 0 &&
			strcmp(e->message, before->message) == 0 &&
			escalation_is_at(e, before->purpose, &round, &path))
			break;
	}
	if (!item || round < e->round || (round == e->round && path < e->path))
		return;
	/* what had come of it was kept */
	if (round == e->round && path == e->path && e->state != ESCALATION_OPEN)
		return;
	catch_up(e, round, path);
	if (before->ticket)
		e->ticket = before->ticket;
	else
		conclude(es, e, before->outcome, now_ms);
}
