/* The buttons and menus under answers; see press.h. */
#include "bot/press.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/lru.h"
#include "base/siphash.h"
#include "bot/daily.h"
#include "bot/desk.h"
#include "bot/feedback.h"
#include "bot/menu.h"
#include "bot/offers.h"
#include "bot/responder.h"

struct press {
	struct desk_options desk;
	struct lru *votes; /* two hashes: of the message, and of the person */
	uint8_t salt[SIPHASH_KEY];
};

/* ------------------------------------------------------------------ answers */

const char *press_excuse(enum listener_did did)
{
	switch (did) {
	case LISTENER_SAID: return NULL;
	case LISTENER_OFF: return "I am switched off here.";
	case LISTENER_QUIET: return "I do not answer questions here for now.";
	case LISTENER_COOLED: return "That was a lot at once. Please ask again in a minute.";
	case LISTENER_BEFORE: return "I have dealt with that one already.";
	default: return "I have nothing to say to that.";
	}
}

/* Whether the person gets answers there; who does not is told so. */
static bool may_answer(const struct desk_options *desk, const struct commands_call *call)
{
	const struct interaction *is = call->is;
	const char *why = press_excuse(listener_allows(desk->listener, call->account,
		&(struct platform_event){.kind = PLATFORM_MESSAGE,
			.conversation = is->conversation,
			.parent = is->parent,
			.server = is->server,
			.user = is->user,
			.direct = is->direct,
			.handle = is->handle}));

	if (why)
		commands_tell(call, why);
	return !why;
}

void press_answer(const struct desk_options *desk, const struct commands_call *call,
	const char *intent, bool to_all)
{
	struct responder *r = desk->responder;
	const struct lumbar_verdict verdict = {
		.action = LUMBAR_ANSWER, .n_intents = 1, .intents = {intent}, .reason = "chosen"};
	const struct lumbar_style style = {
		.format = call->abilities.format,
		.region = call->place.region,
		.max_chars = call->abilities.max_chars,
	};
	struct buf controls;
	const char *why;

	if (!may_answer(desk, call))
		return;
	if (!responder_title(r, intent)) {
		commands_tell(call,
			"I have no answer to that any more. **/back topics** shows what I "
			"can answer.");
		return;
	}
	why = press_excuse(listener_chose(
		desk->listener, call->account, call->is->user, &verdict, call->now_ms));
	if (why) {
		commands_tell(call, why);
		return;
	}
	buf_init(&controls, CONTROLS_MAX);
	if (call->abilities.buttons)
		offers_answer(r, intent, &controls);
	commands_reply(call, &(struct commands_reply){.text = responder_write(r, &verdict, &style),
				     .controls = buf_str(&controls),
				     .to_all = to_all});
	buf_free(&controls);
}

/* Whoever presses reads it: the others have seen the question's own answer. */
static void press_ask(void *ctx, const struct commands_call *call, const char *intent)
{
	const struct press *p = ctx;

	press_answer(&p->desk, call, intent, call->is->direct);
}

static void press_open(void *ctx, const struct commands_call *call, const char *rest)
{
	(void)rest;
	press_ask(ctx, call, call->is->chosen);
}

static void press_topics(void *ctx, const struct commands_call *call, const char *rest)
{
	const struct press *p = ctx;
	struct buf controls;

	(void)rest;
	buf_init(&controls, CONTROLS_MAX);
	menu_topics(p->desk.responder, call->is->chosen, &controls);
	commands_change(call, "What would you like to know?", buf_str(&controls));
	buf_free(&controls);
}

/* ------------------------------------------------------------------ whether it helped */

/* Whether that person has not voted on that message in this run.  Nobody's id is kept. */
static bool is_first(struct press *p, const struct listener_vote *vote)
{
	const uint64_t key[] = {siphash(p->salt, vote->message, strlen(vote->message)),
		siphash(p->salt, vote->user, strlen(vote->user))};

	if (lru_get(p->votes, (const char *)key, sizeof(key)))
		return false;
	lru_put(p->votes, (const char *)key, sizeof(key));
	return true;
}

/* Whether the second half of a key is that hash. */
static bool is_of(const void *ctx, const char *key, size_t len)
{
	return len == 2 * sizeof(uint64_t) &&
	       memcmp(key + sizeof(uint64_t), ctx, sizeof(uint64_t)) == 0;
}

static void forget(void *ctx, const char *user, enum commands_by by)
{
	struct press *p = ctx;
	const uint64_t who = siphash(p->salt, user, strlen(user));

	(void)by;
	lru_remove_if(p->votes, is_of, &who);
}

/* By answer, server and day, and nothing else. */
static void count_vote(void *ctx, const struct listener_vote *vote)
{
	struct press *p = ctx;

	if (responder_title(p->desk.responder, vote->intent) && is_first(p, vote) && p->desk.store)
		daily_voted(p->desk.store, p->desk.wall(p->desk.ctx),
			&(struct daily_vote){vote->server, vote->intent, vote->helped});
}

static void vote(struct press *p, const struct commands_call *call, const char *intent, bool helped)
{
	if (!responder_title(p->desk.responder, intent)) {
		commands_tell(call, "Thank you. I have changed that answer in the meantime.");
		return;
	}
	count_vote(p, &(struct listener_vote){
			      call->is->message, call->is->user, call->is->server, intent, helped});
	commands_tell(call, helped ? FEEDBACK_THANKS_YES : FEEDBACK_THANKS_NO);
}

static void press_yes(void *ctx, const struct commands_call *call, const char *intent)
{
	vote(ctx, call, intent, true);
}

static void press_no(void *ctx, const struct commands_call *call, const char *intent)
{
	vote(ctx, call, intent, false);
}

/* ------------------------------------------------------------------ the group */

static const struct commands_verb verbs[] = {
	{"ask", press_ask},
	{"open", press_open},
	{"topics", press_topics},
	{"yes", press_yes},
	{"no", press_no},
};

struct press *press_create(const struct desk_options *options, struct commands *commands)
{
	struct press *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->desk = *options;
	p->votes = lru_create(PRESS_VOTES_MAX, 1);
	if (p->votes && getrandom(p->salt, sizeof(p->salt), 0) == (ssize_t)sizeof(p->salt) &&
		commands_add(commands, &(struct commands_group){.verbs = verbs,
					       .n_verbs = sizeof(verbs) / sizeof(verbs[0]),
					       .forget = forget,
					       .ctx = p}) == 0) {
		if (options->listener)
			listener_vote_to(options->listener, count_vote, p);
		return p;
	}
	press_destroy(p);
	return NULL;
}

void press_destroy(struct press *p)
{
	if (!p)
		return;
	if (p->desk.listener)
		listener_vote_to(p->desk.listener, NULL, NULL);
	lru_destroy(p->votes);
	free(p);
}

struct bound press_bound(const struct press *p)
{
	return lru_bound(p->votes, "votes");
}
