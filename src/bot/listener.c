/* What becomes of something that was written; see listener.h. */
#include "bot/listener.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/config.h"
#include "base/log.h"
#include "base/lru.h"
#include "bot/alert.h"
#include "bot/cooldown.h"
#include "bot/responder.h"

#define KEY_MAX 512
#define TEXT_MAX LUMBAR_MESSAGE_MAX
#define TIER_BITS 2 /* a ticket's lowest bits hold the tier, so that its outcome can be judged */

struct listener {
	struct listener_options options;
	struct cooldown *cooldown;
	struct lru *said;      /* account and message: the tier of what was said to it */
	struct buf text;       /* of a forum's starter with its title */
	struct buf key, where; /* scratch; where: the channel with its account */
	uint64_t tickets;
	struct listener_counts counts;
	listener_view_fn *view; /* NULL = nobody observes */
	void *view_ctx;
};

/* An event on its way through. */
struct hearing {
	struct listener *listener;
	const char *account;
	struct platform_abilities abilities;
	const struct platform_event *event;
	struct config_place place;
	enum lumbar_channel channel;
	int64_t now_ms;
	struct lumbar_verdict verdict;
};

struct listener *listener_create(const struct listener_options *options)
{
	struct listener *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	l->options = *options;
	l->cooldown = cooldown_create(
		options->config->cooldown_answer_ms, options->config->cooldown_person_ms);
	l->said = lru_create(LISTENER_SAID_MAX, sizeof(enum lumbar_tier));
	buf_init(&l->text, TEXT_MAX);
	buf_init(&l->key, KEY_MAX);
	buf_init(&l->where, KEY_MAX);
	if (!l->cooldown || !l->said) {
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
	lru_destroy(l->said);
	buf_free(&l->text);
	buf_free(&l->key);
	buf_free(&l->where);
	free(l);
}

/* ------------------------------------------------------------------ whether it concerns us */

/* How the person stands to the bot there.  Returns false where the bot does not listen. */
static bool find_channel(struct hearing *h)
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

static void read_event(struct hearing *h)
{
	struct listener *l = h->listener;
	struct responder_message message = {
		.conversation = buf_str(&l->where),
		.user = h->event->user,
		.channel = h->channel,
		.now_ms = h->now_ms,
	};

	find_text(l, h->event, &message.text, &message.len);
	responder_read(l->options.responder, &message, &h->verdict);
}

/* ------------------------------------------------------------------ what was said before */

/* Where the tier of what was said to the event's message is kept; NULL when memory is short. */
static enum lumbar_tier *said_to(struct hearing *h)
{
	struct buf *key = &h->listener->key;

	buf_clear(key);
	if (!buf_printf(key, "%s %s", h->account, h->event->message))
		return NULL;
	return lru_put(h->listener->said, key->data, key->len);
}

/* Whether an FAQ answer is cooling where it would go. */
static bool answer_cools(struct hearing *h, const char *answer)
{
	return h->channel != LUMBAR_DIRECT &&
	       !cooldown_answer(
		       h->listener->cooldown, buf_str(&h->listener->where), answer, h->now_ms);
}

/* Whether the same advice to see a doctor was given to that person in that place a moment ago. */
static bool advice_cools(struct hearing *h)
{
	struct buf *key = &h->listener->key;

	buf_clear(key);
	return buf_printf(key, "%s %s", h->verdict.reply_id, h->event->user) &&
	       answer_cools(h, buf_str(key));
}

/* Takes out of the verdict's answers what was said here a moment ago.  Returns whether any is left. */
static bool cool_answers(struct hearing *h)
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
static bool cool(struct hearing *h)
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

static uint64_t next_ticket(struct listener *l, enum lumbar_tier tier)
{
	return ++l->tickets << TIER_BITS | (uint64_t)tier;
}

static void say(struct hearing *h, const struct platform_say *what)
{
	struct listener *l = h->listener;

	if (l->options.say(l->options.ctx, h->account, what) == 0)
		return;
	log_write(l->options.log, what->emergency ? LOG_ERROR : LOG_WARN, h->account,
		"a reply was not taken: too many are waiting");
	l->counts.refused++;
}

/* The word that, with the message's id, makes the reply one that is not given twice. */
static const char *purpose(const struct hearing *h)
{
	static const char *const edits[] = {"e0", "e1", "e2", "e3"};

	return h->event->kind == PLATFORM_EDITED ? edits[h->verdict.tier] : "r";
}

static void reply(struct hearing *h)
{
	const struct lumbar_style style = {
		.format = h->abilities.format,
		.region = h->place.region,
		.max_chars = h->abilities.max_chars,
	};
	const char *text = responder_write(h->listener->options.responder, &h->verdict, &style);
	const bool flag = h->verdict.tier != LUMBAR_TIER_NONE;

	if (!*text)
		return;
	say(h, &(struct platform_say){
		       .ticket = next_ticket(h->listener, h->verdict.tier),
		       .conversation = h->event->conversation,
		       .reply_to = h->event->message,
		       .user = h->event->user,
		       .text = text,
		       .purpose = purpose(h),
		       .deadline_ms = h->now_ms + (flag ? LISTENER_FLAG_MS : LISTENER_ANSWER_MS),
		       .emergency = h->verdict.tier >= LUMBAR_TIER_URGENT,
	       });
}

/* Tells the staff, where there are any, of an emergency. */
static void alert(struct hearing *h)
{
	const struct config_place *place = &h->place;
	struct buf text;

	if (h->verdict.tier != LUMBAR_TIER_EMERGENCY || !place->staff_channel)
		return;
	buf_init(&text, ALERT_MAX);
	if (alert_write(&h->verdict, h->event, place->staff_role, h->abilities.format, &text))
		say(h, &(struct platform_say){
			       .ticket = next_ticket(h->listener, h->verdict.tier),
			       .conversation = place->staff_channel,
			       .cause = h->event->message,
			       .role = place->staff_role,
			       .text = buf_str(&text),
			       .purpose = h->event->kind == PLATFORM_EDITED ? "ea" : "a",
			       .deadline_ms = h->now_ms + LISTENER_FLAG_MS,
			       .emergency = true,
		       });
	buf_free(&text);
}

static void count(struct listener *l, enum lumbar_action action)
{
	l->counts.answered += action == LUMBAR_ANSWER;
	l->counts.escalated += action == LUMBAR_ESCALATE;
	l->counts.fell_back += action == LUMBAR_FALLBACK;
}

/* Neither who wrote nor what: only that, and how gravely. */
static void log_reply(const struct hearing *h)
{
	struct log *log = h->listener->options.log;
	const struct lumbar_verdict *v = &h->verdict;

	if (v->tier != LUMBAR_TIER_NONE)
		log_info(log, h->account, "%s: tier %s in channel %s%s",
			lumbar_action_name(v->action), lumbar_tier_name(v->tier),
			h->event->conversation, v->limited ? ", a matcher at its limit" : "");
	else
		log_debug(log, h->account, "%s: %s in channel %s", lumbar_action_name(v->action),
			v->n_intents ? v->intents[0] : v->reason, h->event->conversation);
}

static void act(struct hearing *h)
{
	struct listener *l = h->listener;
	enum lumbar_tier *said = said_to(h);

	/* an edit is looked at again for what is graver than what was said to it; questions wait */
	if (h->event->kind == PLATFORM_EDITED &&
		h->verdict.tier <= (said ? *said : LUMBAR_TIER_NONE))
		return;
	if (said)
		*said = h->verdict.tier;
	if (!cool(h)) {
		l->counts.cooled++;
		return;
	}
	count(l, h->verdict.action);
	log_reply(h);
	reply(h);
	alert(h);
}

/* Acts, and tells whoever observes how it came to that. */
static void show(struct hearing *h)
{
	struct listener *l = h->listener;
	const struct lumbar_verdict verdict = h->verdict; /* acting takes out what cools */
	const uint64_t cooled = l->counts.cooled;
	char *explain = responder_explain(l->options.responder);

	if (h->verdict.action != LUMBAR_IGNORE)
		act(h);
	l->view(l->view_ctx, &(struct listener_view){h->account, h->event, &verdict,
				     l->counts.cooled != cooled, explain ? explain : ""});
	free(explain);
}

void listener_hear(struct listener *l, const char *account, struct platform_abilities abilities,
	const struct platform_event *event, int64_t now_ms)
{
	struct hearing h = {
		.listener = l,
		.account = account,
		.abilities = abilities,
		.event = event,
		.now_ms = now_ms,
	};

	if (event->kind == PLATFORM_DELETED)
		return;
	h.place = config_place(
		l->options.config, account, event->server, event->conversation, event->parent);
	if (!find_channel(&h))
		return;
	buf_clear(&l->where);
	if (!buf_printf(&l->where, "%s %s", account, event->conversation))
		return;
	l->counts.heard++;
	read_event(&h);
	if (l->view) {
		show(&h);
		return;
	}
	if (h.verdict.action != LUMBAR_IGNORE)
		act(&h);
}

void listener_observe(struct listener *l, listener_view_fn *fn, void *ctx)
{
	l->view = fn;
	l->view_ctx = ctx;
}

void listener_outcome(
	struct listener *l, const char *account, const struct platform_outcome *outcome)
{
	const enum lumbar_tier tier = (enum lumbar_tier)(outcome->ticket & ((1u << TIER_BITS) - 1));
	const enum log_level level = tier == LUMBAR_TIER_NONE ? LOG_WARN : LOG_ERROR;
	const char *what = tier == LUMBAR_TIER_NONE ? "an answer" : "a RED-FLAG reply";

	l->counts.sent += outcome->kind == PLATFORM_SENT;
	l->counts.refused += outcome->kind == PLATFORM_REFUSED;
	l->counts.expired += outcome->kind == PLATFORM_EXPIRED;
	if (outcome->kind == PLATFORM_REFUSED)
		log_write(l->options.log, level, account, "%s was refused: %s", what,
			outcome->reason);
	else if (outcome->kind == PLATFORM_EXPIRED)
		log_write(l->options.log, level, account, "%s could not be sent in time", what);
}

struct listener_counts listener_counts(const struct listener *l)
{
	return l->counts;
}
