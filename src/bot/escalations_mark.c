/* What was said because of an escalation, when it was a false alarm; see escalations_own.h. */
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/utf8.h"
#include "bot/alert.h"
#include "bot/escalations_own.h"

#define TEXT_MAX 16384

/* Without a text it goes; that is recorded before its case is over. */
static void change(struct escalations *es, const struct escalation *e,
	const struct escalation_message *which, const char *text, int64_t now)
{
	es->options.change(es->options.ctx, e,
		&(struct platform_say){
			.conversation = which->conversation,
			.replaces = which->id,
			.cause = which->id,
			.purpose = ESCALATION_MARK,
			.about = e->user,
			.text = text,
			.deadline_ms = now + ESCALATION_INFORM_MS,
			.emergency = !*text,
		});
}

void escalations_own_remove(struct escalations *es, const struct escalation *e,
	const struct escalation_message *message, int64_t now_ms)
{
	if (e->edits)
		change(es, e, message, "", now_ms);
}

/* Whether the reply to a command can be changed by the handle of that. */
static bool has_handle(const struct escalation *e, int64_t now)
{
	return *e->handle && now < e->at_ms + ESCALATION_HANDLE_MS;
}

/* Not recorded: it is told in a message of its own, too, and the next run has no handle. */
static void change_by_handle(struct escalations *es, const struct escalation *e, const char *text)
{
	es->options.change(es->options.ctx, e,
		&(struct platform_say){
			.handle = e->handle,
			.turn = PLATFORM_TURN_FILL,
			.user = e->user,
			.text = text,
			.deadline_ms = e->at_ms + ESCALATION_HANDLE_MS,
		});
}

/* Whether the button stands under the reply itself. */
static bool is_shown(const struct escalations_which *which)
{
	return !which->number && which->shown;
}

bool escalations_own_stays(
	const struct escalation *e, const struct escalations_which *which, int64_t now_ms)
{
	return e->edits && e->by_command && !*e->said.id && !has_handle(e, now_ms) &&
	       !is_shown(which);
}

/* What to do and whom to call stays, as under the person's own button. */
static void mark_reply(
	struct escalations *es, const struct escalation *e, bool by_staff, int64_t now)
{
	const struct config_place place =
		config_place(es->options.config, e->account, e->server, e->conversation, e->parent);
	const char *remark =
		by_staff ? "\n\n*The staff here have marked this as a false alarm. If it "
			   "is none, or anything changes, the above holds.*"
			 : "\n\n*Taken back as a false alarm. If it is none, or "
			   "anything changes, the above holds.*";
	struct buf text;

	buf_init(&text, TEXT_MAX);
	if (buf_puts(&text, es->options.reply(es->options.ctx, e, place.region,
				    utf8_length(remark, strlen(remark)))) &&
		text.len && buf_puts(&text, remark)) {
		if (*e->said.id)
			change(es, e, &e->said, buf_str(&text), now);
		else
			change_by_handle(es, e, buf_str(&text));
	}
	buf_free(&text);
}

static void mark_alert(
	struct escalations *es, const struct escalation *e, size_t i, bool by_staff, int64_t now)
{
	const struct alert alert = {
		.tier = e->tier,
		.flags = e->flags,
		.link = *e->server ? e->link : "",
		.conversation = e->conversation,
		.direct = *e->server && !e->by_command ? "" : e->user,
		.format = e->format,
	};
	struct escalation_message which;
	struct escalations_path path;
	struct buf text;

	if (!escalations_path(es->options.config, e, e->alert_paths[i], &path) ||
		path.way != ESCALATIONS_CHANNEL)
		return;
	snprintf(which.conversation, sizeof(which.conversation), "%s", path.channel);
	memcpy(which.id, e->alerts[i], sizeof(which.id));
	buf_init(&text, ALERT_MAX);
	if (alert_write(&alert, &text) &&
		buf_puts(&text, by_staff ? "\n\n*Marked as a false alarm.*"
					 : "\n\n*A false alarm, says the person.*"))
		change(es, e, &which, buf_str(&text), now);
	buf_free(&text);
}

/* Whether the reply is to be changed, and can be. */
static bool is_markable(
	const struct escalation *e, const struct escalations_which *which, int64_t now)
{
	if (*e->said.id)
		return !which->shown || strcmp(e->said.id, which->shown) != 0;
	return !is_shown(which) && has_handle(e, now);
}

void escalations_own_mark(struct escalations *es, const struct escalation *e,
	const struct escalations_which *which, bool by_staff, int64_t now_ms)
{
	const char *shown = which->shown ? which->shown : "";
	size_t i;

	if (e->edits && is_markable(e, which, now_ms))
		mark_reply(es, e, by_staff, now_ms);
	for (i = 0; e->edits && i < e->n_alerts; i++) {
		if (strcmp(e->alerts[i], shown) != 0)
			mark_alert(es, e, i, by_staff, now_ms);
	}
}

/* The rest that is for the person alone, which has the button, rather than the line for all. */
static bool is_to_be_marked(const struct escalation *e, const char *purpose)
{
	return escalation_is_reply(e, purpose) && (*purpose == 'p' || !*e->said.id);
}

/* It stands there although somebody has cared meanwhile. */
static void come_too_late(struct escalations *es, struct escalations_item *item,
	const struct escalation_message *message, int64_t now)
{
	escalations_own_remove(es, &item->e, message, now);
	item->e.notice = 0;
	escalations_own_left(es, item);
}

void escalations_said(struct escalations *es, const char *account,
	const struct escalations_said *said, int64_t now_ms)
{
	struct escalation_message message;
	struct escalations_item *item, *next;

	if (snprintf(message.conversation, PLATFORM_ID_MAX, "%s", said->conversation) >=
			PLATFORM_ID_MAX ||
		snprintf(message.id, PLATFORM_ID_MAX, "%s", said->id) >= PLATFORM_ID_MAX)
		return;
	for (item = TAILQ_FIRST(&es->items); item; item = next) {
		next = TAILQ_NEXT(item, link);
		if (strcmp(item->e.account, account) != 0 ||
			strcmp(item->e.message, said->message) != 0)
			continue;
		if (escalation_is_over(&item->e)) {
			if (escalation_is_notice(&item->e, said->purpose))
				come_too_late(es, item, &message, now_ms);
			continue;
		}
		if (is_to_be_marked(&item->e, said->purpose))
			item->e.said = message;
		else if (escalation_is_notice(&item->e, said->purpose))
			escalation_note(&item->e, &message);
		else
			continue;
		escalations_own_keep(es, &item->e, "", "", "");
	}
}
