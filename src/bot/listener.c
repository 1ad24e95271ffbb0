/* What becomes of something that was written; see listener.h. */
#include "bot/listener.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "bot/cooldown.h"
#include "bot/escalations.h"
#include "bot/feedback.h"
#include "bot/listener_log.h"
#include "bot/listener_order.h"
#include "bot/listener_own.h"
#include "bot/listener_reply.h"
#include "bot/listener_staff.h"
#include "bot/pursuit.h"
#include "bot/responder.h"
#include "bot/said.h"
#include "bot/tally.h"

#define KEY_MAX 512
#define TEXT_MAX LUMBAR_MESSAGE_MAX
struct listener *listener_create(const struct listener_options *options)
{
	struct listener *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	l->options = *options;
	l->cooldown = cooldown_create(
		options->config->cooldown_answer_ms, options->config->cooldown_person_ms);
	l->said = said_create();
	l->feedback = feedback_create();
	l->tally = tally_create();
	l->pursuit = pursuit_create(&(struct pursuit_options){options->log, listener_own_pass, l,
		listener_staff_reached, options->config, listener_staff_page});
	buf_init(&l->text, TEXT_MAX);
	buf_init(&l->key, KEY_MAX);
	buf_init(&l->where, KEY_MAX);
	l->escalations = listener_staff_create(l);
	if (!l->cooldown || !l->said || !l->feedback || !l->pursuit || !l->tally ||
		!l->escalations) {
		listener_destroy(l);
		return NULL;
	}
	return l;
}

void listener_destroy(struct listener *l)
{
	if (!l)
		return;
	cooldown_destroy(l->cooldown);
	said_destroy(l->said);
	feedback_destroy(l->feedback);
	pursuit_destroy(l->pursuit);
	tally_destroy(l->tally);
	escalations_destroy(l->escalations);
	buf_free(&l->text);
	buf_free(&l->key);
	buf_free(&l->where);
	free(l);
}

/* ------------------------------------------------------------------ whether it concerns us */

/* How the person stands to the bot there.  Returns false where the bot does not listen. */
static bool find_channel(struct listener_hearing *h)
{
	const struct platform_event *event = h->event;

	if (h->place.mode == CONFIG_MODE_OFF)
		return false;
	if (event->direct || event->addressed)
		h->channel = LUMBAR_DIRECT;
	else if (h->place.mode == CONFIG_MODE_FAQ)
		h->channel = LUMBAR_FAQ;
	else if (h->place.mode == CONFIG_MODE_AMBIENT)
		h->channel = LUMBAR_AMBIENT;
	else
		return false;
	return true;
}

/* What the person wrote: with the title, where it begins a post in a forum. */
static void find_text(
	struct listener *l, const struct platform_event *event, const char **text, size_t *len)
{
	*text = event->text;
	*len = event->text_len;
	if (!event->title || !*event->title)
		return;
	buf_clear(&l->text);
	if (!buf_puts(&l->text, event->title) || !buf_puts(&l->text, "\n\n") ||
		!buf_put(&l->text, event->text, event->text_len))
		return;
	*text = buf_str(&l->text);
	*len = l->text.len;
}

static void read_event(struct listener_hearing *h)
{
	struct listener *l = h->listener;
	struct responder_message message = {
		.conversation = buf_str(&l->where),
		.user = h->event->user,
		.channel = h->channel,
		/* hours lie between what was missed */
		.now_ms = h->now_ms - (h->event->missed ? h->event->age_ms : 0),
	};

	find_text(l, h->event, &message.text, &message.len);
	tally_begin(l->tally);
	responder_read(l->options.responder, &message, &h->verdict);
	tally_read(l->tally, &h->verdict);
	listener_order_note(l, &(struct listener_order_read){
				       h->account, h->event, &h->place, h->channel, &h->verdict});
}

/* ------------------------------------------------------------------ what was said before */

/* Whether an FAQ answer is cooling where it would go. */
static bool answer_cools(struct listener_hearing *h, const char *answer)
{
	return h->channel != LUMBAR_DIRECT &&
	       !cooldown_answer(
		       h->listener->cooldown, buf_str(&h->listener->where), answer, h->now_ms);
}

/* Whether the same advice to see a doctor was given to that person in that place a moment ago. */
static bool advice_cools(struct listener_hearing *h)
{
	struct buf *key = &h->listener->key;

	buf_clear(key);
	return buf_printf(key, "%s %s", h->verdict.reply_id, h->event->user) &&
	       answer_cools(h, buf_str(key));
}

/* Takes out of the verdict's answers what was said here a moment ago.  Returns whether any is left. */
static bool cool_answers(struct listener_hearing *h)
{
	struct lumbar_verdict *v = &h->verdict;
	size_t i, n = 0;

	for (i = 0; i < v->n_intents; i++) {
		if (!answer_cools(h, v->intents[i]))
			v->intents[n++] = v->intents[i];
	}
	if (v->action == LUMBAR_ANSWER && n == 0)
		return false;
	if (v->action == LUMBAR_FALLBACK && answer_cools(h, "fallback"))
		return false;
	v->n_intents = n;
	return true;
}

/* Whether anything is to be said now; the verdict then holds what. */
static bool cool(struct listener_hearing *h)
{
	struct listener *l = h->listener;
	struct buf *person = &l->key;

	if (h->verdict.tier >= LUMBAR_TIER_URGENT)
		return true;
	if (h->verdict.tier == LUMBAR_TIER_SEE_DOCTOR)
		return !advice_cools(h);
	buf_clear(person);
	if (!buf_printf(person, "%s %s", h->account, h->event->user))
		return cool_answers(h);
	/* the person first: an answer that is kept from one of them was not given to the others */
	if (!cooldown_person(l->cooldown, buf_str(person), h->now_ms) || !cool_answers(h))
		return false;
	cooldown_answered(l->cooldown, buf_str(person), h->now_ms);
	return true;
}

/* ------------------------------------------------------------------ saying it */

bool listener_own_is_command(const struct platform_event *event)
{
	return event->handle && *event->handle;
}

uint64_t listener_own_ticket(struct listener *l, enum lumbar_tier tier, bool to_staff)
{
	return ++l->tickets << LISTENER_TICKET_SHIFT | (to_staff ? LISTENER_STAFF_BIT : 0) |
	       (uint64_t)tier;
}

uint64_t listener_own_pass(void *ctx, const char *account, enum lumbar_tier tier, bool to_staff,
	const struct platform_say *what)
{
	struct listener *l = ctx;
	struct platform_say say = *what;

	say.ticket = listener_own_ticket(l, tier, to_staff);
	if (l->options.say(l->options.ctx, account, &say) == 0)
		return say.ticket;
	log_write(l->options.log, say.emergency ? LOG_ERROR : LOG_WARN, account,
		"%s was not taken: too many are waiting", to_staff ? "a staff alert" : "a reply");
	l->counts.refused++;
	return 0;
}

/* Tells the staff, where there are any, of an emergency. */
static void alert(struct listener_hearing *h)
{
	if (listener_staff_wanted(&h->place, h->verdict.tier))
		listener_staff_begin(h->listener,
			&(struct listener_staff_heard){
				h->account, h->abilities, h->event, &h->verdict},
			h->now_ms);
}

static void count(struct listener *l, const struct lumbar_verdict *verdict)
{
	const enum lumbar_action action = verdict->action;

	if (l->options.acted)
		l->options.acted(l->options.ctx, verdict);
	l->counts.answered += action == LUMBAR_ANSWER;
	l->counts.escalated += action == LUMBAR_ESCALATE;
	l->counts.fell_back += action == LUMBAR_FALLBACK;
}

enum listener_did listener_chose(struct listener *l, const char *account, const char *user,
	const struct lumbar_verdict *verdict, int64_t now_ms)
{
	struct buf *person = &l->key;
	bool known;

	buf_clear(person);
	known = buf_printf(person, "%s %s", account, user);
	if (known && !cooldown_person(l->cooldown, buf_str(person), now_ms)) {
		l->counts.cooled++;
		return LISTENER_COOLED;
	}
	if (known)
		cooldown_answered(l->cooldown, buf_str(person), now_ms);
	count(l, verdict);
	tally_chose(l->tally, verdict);
	return LISTENER_SAID;
}

/* Whether there is nothing to be said any more, or again. */
static bool is_settled(const struct listener_hearing *h, const struct said_to *said)
{
	const enum lumbar_tier tier = h->verdict.tier;

	if (tier == LUMBAR_TIER_NONE && h->event->age_ms > LISTENER_OLD_MS)
		return true;
	/* an edit is looked at again for what is graver than what was said to it; questions wait */
	if (h->event->kind == PLATFORM_EDITED)
		return tier <= (said ? said->tier : LUMBAR_TIER_NONE);
	/* a message whose edit was seen first */
	return said && (said->spoken || said->gone) && tier <= said->tier;
}

/* Nothing is said to it, nor will be after a restart, when nothing is known to cool any more. */
static void settle(const struct listener_hearing *h)
{
	const struct listener_options *o = &h->listener->options;

	if (o->settled)
		o->settled(o->ctx, h->account,
			&(struct listener_settled){.message = h->event->message,
				.user = h->event->user,
				.purpose = listener_reply_purpose(h),
				.ticket = (uint64_t)h->verdict.tier});
}

/*
 * The run that recorded the reply may have died before it recorded the alert.  Where it had not, the
 * alert's key is in the store, and it is not said again.
 */
static void alert_again(struct listener_hearing *h, struct said_to *said)
{
	if (!said || said->unalerted != listener_reply_purpose(h)[0])
		return;
	said->unalerted = 0;
	alert(h);
}

static enum listener_did act(struct listener_hearing *h)
{
	struct listener *l = h->listener;
	struct said_to *said = said_take(l->said, h->account, h->event->message);
	enum listener_did kept = LISTENER_QUIET;

	if (is_settled(h, said)) {
		alert_again(h, said);
		return LISTENER_BEFORE;
	}
	if (said) {
		said->tier = h->verdict.tier;
		said->known = true;
	}
	if (listener_order_leave(l, h->account, h->event, &h->verdict))
		kept = cool(h) ? LISTENER_SAID : LISTENER_COOLED;
	if (kept != LISTENER_SAID) {
		l->counts.cooled++;
		settle(h);
		return kept;
	}
	if (said)
		said->spoken = true;
	count(l, &h->verdict);
	listener_log_reply(l, h->account, &h->verdict, h->event->conversation);
	listener_reply_say(h);
	alert(h);
	return LISTENER_SAID;
}

/* Acts, and tells whoever observes how it came to that. */
static enum listener_did show(struct listener_hearing *h)
{
	enum listener_did did = LISTENER_NOTHING;
	struct listener *l = h->listener;
	const struct lumbar_verdict verdict = h->verdict; /* acting takes out what cools */
	const uint64_t cooled = l->counts.cooled;
	char *explain = responder_explain(l->options.responder);

	if (h->verdict.action != LUMBAR_IGNORE)
		did = act(h);
	l->view(l->view_ctx, &(struct listener_view){h->account, h->event, &verdict,
				     l->counts.cooled != cooled, explain ? explain : ""});
	free(explain);
	return did;
}

/* ------------------------------------------------------------------ what is deleted */

static void remove_answer(struct listener *l, const char *account, const struct said_to *said,
	const char *conversation, int64_t now)
{
	const struct takeback back = {
		.conversation = *said->thread ? said->thread : conversation,
		.message = said->answer_id,
		.ticket = said->answer,
		.deadline_ms = now + LISTENER_ANSWER_MS,
	};

	if (l->options.take_back(l->options.ctx, account, &back) == 0)
		l->counts.taken_back += *said->answer_id != '\0';
	else
		log_warn(l->options.log, account,
			"an answer to a deleted message stays in channel %s", conversation);
}

/* An answer without its question is of no use to anybody; what was said to a red flag stays. */
static void hear_deleted(
	struct listener *l, const char *account, const struct platform_event *event, int64_t now)
{
	struct said_to *said = said_find(l->said, account, event->message);

	if (!said || said->gone)
		return;
	said->gone = true;
	if (said->answer)
		remove_answer(l, account, said, event->conversation, now);
}

/* ------------------------------------------------------------------ what the platform tells */

/*
 * Whether a message that was read late, with another text than its first one, is dealt with as an edit: it
 * was dealt with under the first, or may have been by a run that lost what it recorded; then the key of
 * a first reply is used up, and the platform would take ours for a repetition.
 */
static bool is_edit(const struct listener_hearing *h)
{
	const struct said_to *said;

	if (!h->event->edited || h->event->kind != PLATFORM_MESSAGE)
		return false;
	said = said_find(h->listener->said, h->account, h->event->message);
	return h->verdict.tier > LUMBAR_TIER_NONE || (said && said->known);
}

enum listener_did listener_hear(struct listener *l, const char *account,
	struct platform_abilities abilities, const struct platform_event *event, int64_t now_ms)
{
	struct listener_hearing h = {
		.listener = l,
		.account = account,
		.abilities = abilities,
		.event = event,
		.now_ms = now_ms,
	};
	struct platform_event edit = *event;

	if (escalations_acknowledge(l->escalations, account, event, now_ms) ||
		listener_own_vote(l, account, event, now_ms) || event->kind == PLATFORM_REACTED)
		return LISTENER_NOTHING;
	if (event->kind != PLATFORM_MESSAGE)
		listener_order_forget(l, account, event);
	if (event->kind == PLATFORM_DELETED) {
		hear_deleted(l, account, event, now_ms);
		return LISTENER_NOTHING;
	}
	if (event->missed && event->age_ms > l->options.config->late_ms)
		return LISTENER_NOTHING;
	if (!listener_order_place(l, account, event, &h.place) || !find_channel(&h))
		return LISTENER_OFF;
	buf_clear(&l->where);
	if (!buf_printf(&l->where, "%s %s", account, event->conversation))
		return LISTENER_NOTHING;
	l->counts.heard++;
	read_event(&h);
	if (is_edit(&h)) {
		edit.kind = PLATFORM_EDITED;
		h.event = &edit;
	}
	if (l->view)
		return show(&h);
	return h.verdict.action == LUMBAR_IGNORE ? LISTENER_NOTHING : act(&h);
}

void listener_observe(struct listener *l, listener_view_fn *fn, void *ctx)
{
	l->view = fn;
	l->view_ctx = ctx;
}

void listener_outcome(struct listener *l, const char *account,
	const struct platform_outcome *outcome, int64_t now_ms)
{
	char conversation[PLATFORM_ID_MAX];
	const struct feedback_answer *rateable;
	const struct said_to *left;

	l->counts.sent += outcome->kind == PLATFORM_SENT;
	l->counts.refused += outcome->kind == PLATFORM_REFUSED;
	l->counts.expired += outcome->kind == PLATFORM_EXPIRED;
	l->counts.taken_back += outcome->kind == PLATFORM_WITHDRAWN;
	listener_log_outcome(l, account, outcome);
	tally_outcome(l->tally, outcome, now_ms);
	pursuit_outcome(l->pursuit, outcome, now_ms);
	escalations_outcome(l->escalations, outcome, now_ms);
	rateable = feedback_outcome(l->feedback, account, outcome);
	if (rateable && l->options.settled)
		l->options.settled(l->options.ctx, account,
			&(struct listener_settled){.message = outcome->id,
				.user = rateable->user,
				.purpose = LISTENER_RATEABLE,
				.note = rateable->intent});
	left = said_outcome(l->said, account, outcome, conversation);
	if (left)
		remove_answer(l, account, left, conversation, now_ms);
}

void listener_forget(struct listener *l, const char *user)
{
	cooldown_forget(l->cooldown, user);
}

void listener_tick(struct listener *l, int64_t now_ms)
{
	escalations_tick(l->escalations, now_ms);
}
