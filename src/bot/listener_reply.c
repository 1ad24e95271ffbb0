/* What a listener says to what it heard; see listener_reply.h. */
#include "bot/listener_reply.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#include "bot/feedback.h"
#include "bot/listener_note.h"
#include "bot/listener_staff.h"
#include "bot/offers.h"
#include "bot/pursuit.h"
#include "bot/responder.h"
#include "bot/said.h"
#include "bot/tally.h"

#define PURPOSE_MAX 8
#define LONG 600     /* characters: a longer answer may go into a thread */
#define NAME_ROOM 40 /* characters that the name of the person takes where it must be said */

const char *listener_reply_purpose(const struct listener_hearing *h)
{
	static const char *const edits[] = {"e0", "e1", "e2", "e3"};

	return h->event->kind == PLATFORM_EDITED ? edits[h->verdict.tier] : "r";
}

/* Keeps in mind what is needed when the outcome of a reply is told, or its message is deleted. */
static void follow(struct listener_hearing *h, const struct platform_say *reply)
{
	const struct platform_event *event = h->event;

	if (h->verdict.tier == LUMBAR_TIER_NONE) {
		said_answered(h->listener->said, h->account, event->message, event->conversation,
			reply->ticket);
		if (h->verdict.action == LUMBAR_ANSWER && h->verdict.n_intents &&
			!h->verdict.choices)
			feedback_said(h->listener->feedback, reply->ticket, h->verdict.intents[0],
				event->user, reply->controls && *reply->controls);
	} else {
		pursuit_begin(h->listener->pursuit,
			&(struct pursuit_reply){
				.account = h->account,
				.said = reply,
				.tier = h->verdict.tier,
				.format = h->abilities.format,
				.link = event->direct ? "" : event->link,
				.may_direct = h->abilities.direct && !event->direct,
				.place = &h->place,
			});
	}
}

static struct lumbar_style style_of(const struct listener_hearing *h)
{
	const enum lumbar_tier tier = h->verdict.tier;
	const size_t room = listener_own_is_command(h->event) ? NAME_ROOM : 0;

	return (struct lumbar_style){
		.format = h->abilities.format,
		.region = h->place.region,
		.max_chars = h->abilities.max_chars ? h->abilities.max_chars - room : 0,
		.late = tier != LUMBAR_TIER_NONE && h->event->missed,
		.staff = listener_staff_wanted(&h->place, tier),
	};
}

/*
 * The name of the thread into which the answer goes, the title of what it answers; "" = none.  A thread is
 * for answers that would fill a channel, and never for a red flag, which all are to see who can help.
 */
static const char *thread_of(const struct listener_hearing *h, const char *text)
{
	const struct platform_event *event = h->event;
	const struct lumbar_verdict *v = &h->verdict;
	const char *title;

	if (!h->place.threads || !h->abilities.threads || event->direct ||
		(event->parent && *event->parent) || listener_own_is_command(event) ||
		v->tier != LUMBAR_TIER_NONE || v->action != LUMBAR_ANSWER || v->choices ||
		!v->n_intents || utf8_length(text, strlen(text)) <= LONG)
		return "";
	title = responder_title(h->listener->options.responder, v->intents[0]);
	return title ? title : "";
}

static void say(struct listener_hearing *h, struct platform_say *what)
{
	const enum lumbar_tier tier = h->verdict.tier;
	const bool flag = tier != LUMBAR_TIER_NONE;
	char note[LISTENER_NOTE_MAX];

	if (!*what->text)
		return;
	what->cause = h->event->message;
	if (flag)
		what->note = listener_note_write(note, h->event);
	what->deadline_ms = h->now_ms + (flag ? LISTENER_FLAG_MS : LISTENER_ANSWER_MS);
	what->emergency = tier >= LUMBAR_TIER_URGENT;
	what->ticket = listener_own_pass(h->listener, h->account, tier, false, what);
	if (what->ticket && *what->user)
		follow(h, what);
	what->note = ""; /* which is gone */
}

/* To everybody, where the rest is said to the person: what to do and whom to call. */
static void say_openly(struct listener_hearing *h, bool to_message)
{
	struct lumbar_style style = style_of(h);
	char purpose[PURPOSE_MAX];

	snprintf(purpose, sizeof(purpose), "o%s", listener_reply_purpose(h));
	say(h, &(struct platform_say){
		       .conversation = h->event->conversation,
		       .reply_to = to_message ? h->event->message : "",
		       .user = to_message ? h->event->user : "",
		       .text = responder_notice(h->listener->options.responder,
			       LUMBAR_NOTICE_PRIVATE, h->verdict.reply_id, &style),
		       .purpose = to_message ? listener_reply_purpose(h) : purpose,
	       });
}

/* The rest, to the person who wrote before others. */
static void say_in_private(struct listener_hearing *h, struct platform_say *what)
{
	char purpose[PURPOSE_MAX];

	snprintf(purpose, sizeof(purpose), "p%s", listener_reply_purpose(h));
	what->direct = h->event->user;
	what->purpose = purpose;
	say(h, what);
}

void listener_reply_say(struct listener_hearing *h)
{
	struct responder *responder = h->listener->options.responder;
	const struct platform_event *event = h->event;
	const bool is_command = listener_own_is_command(event);
	const bool discreet =
		!event->direct && responder_private(responder, h->verdict.reply_id) != NULL;
	const struct lumbar_style style = style_of(h);
	struct platform_say what = {
		.conversation = event->conversation,
		.reply_to = is_command ? "" : event->message,
		.user = event->user,
		.purpose = listener_reply_purpose(h),
		.handle = is_command ? event->handle : "",
		.in_private = is_command && (event->in_private || discreet),
	};
	struct buf controls;

	buf_init(&controls, CONTROLS_MAX);
	if (h->abilities.buttons)
		offers_under(responder, &h->verdict, event, &controls);
	what.controls = buf_str(&controls);
	what.text = responder_write(responder, &h->verdict, &style);
	what.thread = thread_of(h, what.text);
	/* recorded in this order: whoever sees the line for all gets the rest, whatever happens between */
	if (discreet && !is_command && h->abilities.direct)
		say_in_private(h, &what);
	else
		say(h, &what);
	if (what.ticket)
		tally_said(h->listener->tally, &h->verdict, what.ticket, h->now_ms);
	buf_free(&controls);
	if (discreet && is_command && !event->in_private)
		say_openly(h, false);
	else if (discreet && !is_command && h->abilities.direct)
		say_openly(h, true);
}
