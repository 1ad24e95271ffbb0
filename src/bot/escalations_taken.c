/* Escalations that somebody picks up or takes back; see escalations.h. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "bot/alert.h"
#include "bot/escalations_own.h"

#define DASHBOARD "dashboard" /* who somebody there is, for the record */

#define MARKED                                                                                     \
	"The staff here have marked this as a false alarm. If it is none, or anything changes, "   \
	"what I wrote still holds: call that number."
#define STAYS                                                                                      \
	" (My reply to your command stays as it was: after some minutes I can no longer change "   \
	"such a reply.)"

/* Shows the others that somebody has. */
static void confirm(struct escalations *es, const struct escalation *e,
	const struct escalations_taking *by, int64_t now)
{
	char purpose[ESCALATION_PURPOSE_MAX];
	struct buf text;

	snprintf(purpose, sizeof(purpose), "%sk", escalation_lead(e));
	buf_init(&text, ALERT_MAX);
	if (alert_write_taken(by->user, e->format, &text))
		es->options.say(es->options.ctx, e, true,
			&(struct platform_say){
				.conversation = by->conversation,
				.reply_to = by->alert,
				.cause = e->message,
				.about = e->user,
				.text = buf_str(&text),
				.purpose = purpose,
				.deadline_ms = now + ESCALATION_PATH_MS,
				.emergency = true,
			});
	buf_free(&text);
}

static void pick_up(struct escalations *es, struct escalations_item *item, const char *by,
	const char *how, int64_t now)
{
	snprintf(item->e.by, sizeof(item->e.by), "%s", by);
	log_info(es->options.log, item->e.account, "a red flag (%s) was picked up",
		lumbar_tier_name(item->e.tier));
	escalations_own_settle(es, item, ESCALATION_ACKNOWLEDGED, how, now);
}

static void take(struct escalations *es, struct escalations_item *item,
	const struct escalations_taking *by, const char *how, int64_t now)
{
	/*
	 * Kept first: whoever reads that it was picked up is not called again by a restart.  It is over
	 * behind that: what is recorded to show it has to go with the case where the person is to be
	 * forgotten.
	 */
	item->e.confirms = true;
	pick_up(es, item, by->user, how, now);
	confirm(es, &item->e, by, now);
	item->e.confirms = false;
	escalations_own_left(es, item);
}

static bool is_it(const struct escalation *e, const struct escalations_which *which)
{
	if (escalation_is_over(e))
		return false;
	if (which->number)
		return strcmp(e->number, which->number) == 0;
	if (strcmp(e->message, which->message) != 0 || e->edited != which->edited)
		return false;
	return !e->edited || which->tier == LUMBAR_TIER_NONE || which->tier == e->tier;
}

static struct escalations_item *find(
	const struct escalations *es, const char *account, const struct escalations_which *which)
{
	struct escalations_item *item;

	TAILQ_FOREACH(item, &es->items, link)
	{
		if (strcmp(item->e.account, account) == 0 && is_it(&item->e, which))
			break;
	}
	return item;
}

enum escalations_found escalations_take(struct escalations *es, const char *account,
	const char *number, const struct escalations_taking *by, int64_t now_ms)
{
	struct escalations_item *item =
		find(es, account, &(struct escalations_which){.number = number});

	if (!item)
		return ESCALATIONS_NONE;
	if (strcmp(item->e.user, by->user) == 0)
		return ESCALATIONS_OWN;
	take(es, item, by, "by a button", now_ms);
	return ESCALATIONS_DONE;
}

/* Tells the staff that were told, or the person, that it was a false alarm. */
static void tell(struct escalations *es, const struct escalation *e, bool to_staff,
	struct platform_say *say, int64_t now)
{
	char purpose[ESCALATION_PURPOSE_MAX];

	snprintf(purpose, sizeof(purpose), "%sx%c", escalation_lead(e), to_staff ? 's' : 'p');
	say->cause = e->message;
	say->about = e->user;
	say->purpose = purpose;
	say->deadline_ms = now + ESCALATION_INFORM_MS;
	say->emergency = true;
	es->options.say(es->options.ctx, e, to_staff, say);
}

static void tell_staff(struct escalations *es, const struct escalation *e, int64_t now)
{
	struct escalations_path path;

	if (!e->n_alerts || !escalations_path(es->options.config, e, e->path, &path) ||
		path.way != ESCALATIONS_CHANNEL)
		return;
	tell(es, e, true,
		&(struct platform_say){
			.conversation = path.channel,
			.reply_to = e->alerts[e->n_alerts - 1],
			.text = "The person says that this was a false alarm. Nobody has to pick "
				"it up; "
				"looking after them does no harm.",
		},
		now);
}

static void tell_person(struct escalations *es, const struct escalation *e,
	const struct escalations_which *which, int64_t now)
{
	tell(es, e, false,
		&(struct platform_say){
			.conversation = e->conversation,
			.direct = e->by_command && e->may_direct ? e->user : "",
			.reply_to = e->by_command ? "" : e->message,
			.user = e->user,
			.text = escalations_own_stays(e, which, now) ? MARKED STAYS : MARKED,
		},
		now);
}

enum escalations_found escalations_retract(struct escalations *es, const char *account,
	const struct escalations_which *which, const char *staff, int64_t now_ms)
{
	struct escalations_item *item = find(es, account, which);

	if (!item)
		return ESCALATIONS_NONE;
	/* whoever it is about speaks for nobody else */
	if (strcmp(item->e.user, staff) == 0)
		staff = "";
	log_info(es->options.log, account, "a red flag (%s) was taken back as a false alarm",
		lumbar_tier_name(item->e.tier));
	if (*staff) {
		snprintf(item->e.by, sizeof(item->e.by), "%s", staff);
		tell_person(es, &item->e, which, now_ms);
	} else {
		tell_staff(es, &item->e, now_ms);
	}
	escalations_own_mark(es, &item->e, which, *staff != '\0', now_ms);
	escalations_own_settle(es, item, ESCALATION_CLOSED,
		*staff ? "a false alarm, by staff" : "a false alarm, by the person", now_ms);
	return ESCALATIONS_DONE;
}

/* Whether that is a channel of an alert whose id is not known yet. */
static bool is_awaited(const struct escalations *es, const char *account, const char *conversation)
{
	const struct escalations_item *item;
	struct escalations_path path;

	TAILQ_FOREACH(item, &es->items, link)
	{
		if (item->e.ticket && !escalation_is_over(&item->e) &&
			strcmp(item->e.account, account) == 0 &&
			escalations_path(es->options.config, &item->e, item->e.path, &path) &&
			path.way == ESCALATIONS_CHANNEL && strcmp(path.channel, conversation) == 0)
			return true;
	}
	return false;
}

/* A sign under something that may turn out to be an alert. */
static void note_sign(struct escalations *es, const char *account,
	const struct platform_event *event, const char *alert)
{
	struct escalations_sign *sign;

	if (strlen(alert) >= PLATFORM_ID_MAX || strlen(event->user) >= PLATFORM_ID_MAX ||
		strlen(event->conversation) >= PLATFORM_ID_MAX ||
		!is_awaited(es, account, event->conversation))
		return;
	if (es->n_signs == ESCALATIONS_SIGNS_MAX) {
		es->n_signs--;
		memmove(es->signs, es->signs + 1, es->n_signs * sizeof(es->signs[0]));
	}
	sign = &es->signs[es->n_signs++];
	snprintf(sign->account, sizeof(sign->account), "%s", account);
	memcpy(sign->alert, alert, strlen(alert) + 1);
	memcpy(sign->user, event->user, strlen(event->user) + 1);
	memcpy(sign->conversation, event->conversation, strlen(event->conversation) + 1);
	sign->reacted = event->kind == PLATFORM_REACTED;
}

static const char *name_sign(bool reacted)
{
	return reacted ? "by a reaction" : "by a reply";
}

bool escalations_own_sign(
	struct escalations *es, struct escalations_item *item, const char *alert, int64_t now_ms)
{
	struct escalations_sign sign;
	size_t i;

	for (i = 0; i < es->n_signs; i++) {
		sign = es->signs[i];
		if (strcmp(sign.account, item->e.account) != 0 || strcmp(sign.alert, alert) != 0 ||
			strcmp(sign.user, item->e.user) == 0)
			continue;
		take(es, item, &(struct escalations_taking){sign.user, sign.conversation, alert},
			name_sign(sign.reacted), now_ms);
		return true;
	}
	return false;
}

bool escalations_acknowledge(struct escalations *es, const char *account,
	const struct platform_event *event, int64_t now_ms)
{
	const bool reacted = event->kind == PLATFORM_REACTED;
	const char *alert = reacted ? event->message : event->reply_to;
	struct escalations_item *item;

	if (!alert || !*alert || event->kind == PLATFORM_DELETED)
		return false;
	TAILQ_FOREACH(item, &es->items, link)
	{
		if (!escalation_is_over(&item->e) && strcmp(item->e.account, account) == 0 &&
			escalation_has_alert(&item->e, alert))
			break;
	}
	if (!item)
		note_sign(es, account, event, alert);
	/* whoever needs help has not come to help */
	if (!item || strcmp(item->e.user, event->user) == 0)
		return false;
	take(es, item, &(struct escalations_taking){event->user, event->conversation, alert},
		name_sign(reacted), now_ms);
	return true;
}

bool escalations_pick_up(
	struct escalations *es, const char *number, const char *by, const char *how, int64_t now_ms)
{
	struct escalations_path path;
	struct escalations_item *item;

	TAILQ_FOREACH(item, &es->items, link)
	{
		if (!escalation_is_over(&item->e) && strcmp(item->e.number, number) == 0)
			break;
	}
	if (!item)
		return false;
	/* those who were told in a channel see there that somebody has */
	if (item->e.n_alerts &&
		escalations_path(es->options.config, &item->e, item->e.path, &path) &&
		path.way == ESCALATIONS_CHANNEL)
		confirm(es, &item->e,
			&(struct escalations_taking){
				by, path.channel, item->e.alerts[item->e.n_alerts - 1]},
			now_ms);
	pick_up(es, item, *by ? by : DASHBOARD, how, now_ms);
	return true;
}
