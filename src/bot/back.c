/* What members are offered; see back.h. */
#include "bot/back.h"

#include <stdlib.h>
#include <string.h>

#include "bot/commands.h"
#include "bot/desk.h"
#include "bot/erasure.h"
#include "bot/listener.h"
#include "bot/menu.h"
#include "bot/orders.h"
#include "bot/press.h"
#include "bot/responder.h"

#define QUESTION_MAX 2000 /* characters, as a message */
#define TOPICS_MAX 16384  /* bytes of the list of them */

struct back {
	struct desk_options desk;
	struct erasure *erasure;
};

/* ------------------------------------------------------------------ texts */

/* A text of the content, for the person alone. */
static void tell_text(const struct back *b, const struct commands_call *call, const char *id)
{
	const struct lumbar_style style = {
		.format = call->abilities.format,
		.region = call->place.region,
		.max_chars = call->abilities.max_chars,
	};

	commands_tell(call, responder_text(b->desk.responder, id, &style));
}

/* As whoever asks what it is is answered: with the articles. */
static void run_about(void *ctx, const struct commands_call *call)
{
	static const struct lumbar_verdict about = {.action = LUMBAR_ANSWER,
		.n_intents = 1,
		.intents = {"meta.about-bot"},
		.reason = "chosen"};
	const struct back *b = ctx;
	const struct lumbar_style style = {
		.format = call->abilities.format,
		.region = call->place.region,
		.max_chars = call->abilities.max_chars,
	};

	if (responder_title(b->desk.responder, about.intents[0]))
		commands_tell(call, responder_write(b->desk.responder, &about, &style));
	else
		tell_text(b, call, "meta/about-bot");
}

static void run_privacy(void *ctx, const struct commands_call *call)
{
	tell_text(ctx, call, "meta/privacy");
}

/* ------------------------------------------------------------------ questions */

/* As a message that was written to the bot: red flags in it are seen, and staff are told. */
static enum listener_did hear(
	const struct back *b, const struct commands_call *call, const struct platform_event *event)
{
	return listener_hear(b->desk.listener, call->account, call->abilities, event, call->now_ms);
}

static void run_ask(void *ctx, const struct commands_call *call)
{
	const struct back *b = ctx;
	const struct interaction *is = call->is;
	const char *question = commands_value(call, "question"), *why;
	const char *intent = menu_find(b->desk.responder, question);

	if (intent) {
		press_answer(&b->desk, call, intent, !commands_is_on(call, "private"));
		return;
	}
	why = press_excuse(hear(ctx, call,
		&(struct platform_event){
			.kind = PLATFORM_MESSAGE,
			.message = is->id,
			.conversation = is->conversation,
			.parent = is->parent,
			.server = is->server,
			.user = is->user,
			.title = "",
			.link = "",
			.reply_to = "",
			.text = question,
			.text_len = strlen(question),
			.direct = is->direct,
			.addressed = true,
			.replayed = is->replayed,
			.handle = is->handle,
			.in_private = commands_is_on(call, "private"),
		}));
	if (why)
		commands_tell(call, why);
}

/* Somebody wants a message answered: it is, where it stands, as if it had been written to the bot. */
static void run_point(void *ctx, const struct commands_call *call)
{
	const struct interaction *is = call->is;
	const char *why;

	if (!is->by_person) {
		commands_tell(call, "I answer people, not bots.");
		return;
	}
	why = press_excuse(hear(ctx, call,
		&(struct platform_event){
			.kind = PLATFORM_MESSAGE,
			.message = is->message,
			.conversation = is->conversation,
			.parent = is->parent,
			.server = is->server,
			.user = is->author,
			.title = "",
			.link = is->link,
			.reply_to = "",
			.text = is->text,
			.text_len = strlen(is->text),
			.direct = is->direct,
			.addressed = true,
			.replayed = is->replayed,
		}));
	commands_tell(call, why ? why : "I am answering it there.");
}

static void suggest_question(
	void *ctx, const struct commands_call *call, const char *typed, struct buf *choices)
{
	const struct back *b = ctx;

	(void)call;
	menu_suggest(b->desk.responder, typed, choices);
}

/* For where there are no menus. */
static void tell_topics(const struct back *b, const struct commands_call *call)
{
	const size_t max = call->abilities.max_chars;
	struct buf text;

	buf_init(&text, TOPICS_MAX);
	commands_tell(call, menu_list(b->desk.responder, max ? max : TOPICS_MAX, &text)
				    ? buf_str(&text)
				    : "Ask me in your own words, with **/back ask**.");
	buf_free(&text);
}

static void run_topics(void *ctx, const struct commands_call *call)
{
	const struct back *b = ctx;
	struct buf controls;

	if (!call->abilities.buttons) {
		tell_topics(b, call);
		return;
	}
	buf_init(&controls, CONTROLS_MAX);
	menu_topics(b->desk.responder, "", &controls);
	commands_reply(call, &(struct commands_reply){.text = "What would you like to know about?",
				     .controls = buf_str(&controls)});
	buf_free(&controls);
}

/* ------------------------------------------------------------------ what is kept of somebody */

static void run_forget(void *ctx, const struct commands_call *call)
{
	const struct back *b = ctx;

	erasure_begin(b->erasure, call);
}

/* In memory; a wish for quiet is kept of somebody like everything else, a mute was decided about them. */
static void forget(void *ctx, const char *user, enum commands_by by)
{
	const struct back *b = ctx;

	responder_forget(b->desk.responder, user);
	if (b->desk.orders)
		orders_forget(
			b->desk.orders, user, by == COMMANDS_BY_THEMSELVES ? ORDERS_MUTE : "");
}

static void run_quiet(void *ctx, const struct commands_call *call)
{
	const struct back *b = ctx;
	const bool on = strcmp(commands_value(call, "state"), "off") != 0;
	char place[ORDERS_PLACE_MAX];

	if (!b->desk.orders || orders_set(b->desk.orders, call->account,
				       orders_place(place, "user", call->is->user), ORDERS_QUIET,
				       on ? call->is->user : "") != 0)
		commands_tell(call, "I could not take that down: there are too many such wishes.");
	else if (on)
		commands_tell(call,
			"I will not answer you any more, save where something sounds "
			"urgent. **/back ask** still works; **/back quiet off** undoes it.");
	else
		commands_tell(call, "I will answer you again.");
}

/* ------------------------------------------------------------------ the group */

static const char *const on_off[] = {"on", "off", NULL};

static const struct interaction_option ask_options[] = {
	{.name = "question",
		.what = "In your own words, or choose one",
		.required = true,
		.suggests = true,
		.max_chars = QUESTION_MAX},
	{.name = "private", .what = "Only you see the answer", .type = INTERACTION_SWITCH},
};

static const struct interaction_option quiet_options[] = {
	{.name = "state", .what = "on: no answers to you", .required = true, .choices = on_off},
};

static const struct commands_entry entries[] = {
	{.offer = {.name = "back", .what = "Questions about back spasms"}},
	{.offer = {.name = "back ask",
		 .what = "Ask about back spasms",
		 .options = ask_options,
		 .n_options = 2},
		.run = run_ask,
		.suggest = suggest_question},
	{.offer = {.name = "back topics", .what = "Look through what I can answer"},
		.run = run_topics},
	{.offer = {.name = "back about",
		 .what = "What I am, where my answers come from, and what I cannot do"},
		.run = run_about},
	{.offer = {.name = "back privacy", .what = "What I keep of what you write, and what not"},
		.run = run_privacy},
	{.offer = {.name = "back forget", .what = "Erase what I keep of you"}, .run = run_forget},
	{.offer = {.name = "back quiet",
		 .what = "Stop answering me; warnings in what sounds urgent go on",
		 .options = quiet_options,
		 .n_options = 1},
		.run = run_quiet},
	{.offer = {.name = "Answer this", .on_message = true}, .run = run_point},
};

struct back *back_create(const struct desk_options *options, struct commands *commands)
{
	struct back *b = calloc(1, sizeof(*b));

	if (!b)
		return NULL;
	b->desk = *options;
	b->erasure = erasure_create(options, commands);
	if (b->erasure &&
		commands_add(commands, &(struct commands_group){.entries = entries,
					       .n_entries = sizeof(entries) / sizeof(entries[0]),
					       .forget = forget,
					       .ctx = b}) == 0)
		return b;
	back_destroy(b);
	return NULL;
}

void back_destroy(struct back *b)
{
	if (!b)
		return;
	erasure_destroy(b->erasure);
	free(b);
}

void back_bounds(const struct back *b, struct bound bounds[ERASURE_BOUNDS])
{
	erasure_bounds(b->erasure, bounds);
}
