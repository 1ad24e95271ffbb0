/* Orders that hold; see operators_order.h. */
#include "bot/operators_order.h"

#include <stdio.h>
#include <string.h>

#include "bot/account.h"
#include "bot/bot.h"
#include "bot/operators_own.h"
#include "bot/orders.h"
#include "sys/store.h"

#define WORDS_MAX 160

/* ------------------------------------------------------------------ where an order holds */

/* A place that was named with a command. */
struct where {
	char place[ORDERS_PLACE_MAX];
	char words[WORDS_MAX]; /* for people */
	bool everything;
};

/* Reads it: the channel, unless something else is named.  Returns false after an answer. */
static bool find_where(const struct commands_call *call, struct where *w)
{
	const char *word = commands_value(call, "where");
	const struct interaction *is = call->is;

	w->everything = strcmp(word, "everything") == 0;
	if (w->everything) {
		w->place[0] = '\0';
		snprintf(w->words, sizeof(w->words), "everything");
		return true;
	}
	if (!*is->server) {
		commands_tell(call,
			"There is no channel here: say where it is to hold, or say it there.");
		return false;
	}
	if (strcmp(word, "server") == 0) {
		orders_place(w->place, "server", is->server);
		snprintf(w->words, sizeof(w->words), "this server");
	} else {
		orders_place(w->place, "channel", is->conversation);
		snprintf(w->words, sizeof(w->words), "<#%s>", is->conversation);
	}
	return true;
}

/* Gives the order.  Returns whether it holds; else that was told. */
static bool order(const struct operators *o, const struct commands_call *call, const char *place,
	const char *name, const char *value)
{
	if (orders_set(o->desk.orders, call->account, place, name, value) == 0)
		return true;
	commands_tell(
		call, "Too many orders hold already: take some back first (`/lumbard status`).");
	return false;
}

/* What is to be added where a restart forgets it. */
static const char *lasting(const struct operators *o)
{
	if (!o->desk.store)
		return " A restart forgets it: no `state` is configured.";
	return store_alarm(o->desk.store) ? " A restart may forget it: the disk cannot be used now."
					  : "";
}

/* ------------------------------------------------------------------ pausing */

void operators_order_pause(void *ctx, const struct commands_call *call)
{
	struct operators *o = ctx;
	struct where w;
	char text[512];

	if (!operators_own_may(o, call, CONFIG_RIGHT_SERVER) || !find_where(call, &w) ||
		(w.everything && !operators_own_may(o, call, CONFIG_RIGHT_ALL)))
		return;
	if (w.everything && !commands_is_on(call, "confirm")) {
		commands_tell(call,
			"That stops **everything**, replies to emergencies too, on every server "
			"of this account. If that is meant: `/lumbard pause where:everything "
			"confirm:True`.");
		return;
	}
	if (!order(o, call, w.place, ORDERS_PAUSE, call->is->user))
		return;
	operators_own_record(o, call, w.place, w.everything ? "everything, confirmed" : "answers");
	snprintf(text, sizeof(text),
		w.everything ? "Paused: %s. **Nobody is answered, emergencies neither**, until "
			       "`/lumbard "
			       "resume where:everything`.%s"
			     : "Answers are paused in %s. Emergencies and other red flags are "
			       "answered all "
			       "the same. `/lumbard resume` ends it.%s",
		w.words, lasting(o));
	commands_tell(call, text);
}

void operators_order_resume(void *ctx, const struct commands_call *call)
{
	struct operators *o = ctx;
	struct where w;
	char text[512];
	bool was;

	if (!operators_own_may(o, call, CONFIG_RIGHT_SERVER) || !find_where(call, &w) ||
		(w.everything && !operators_own_may(o, call, CONFIG_RIGHT_ALL)))
		return;
	was = *orders_get(o->desk.orders, call->account, w.place, ORDERS_PAUSE);
	if (!order(o, call, w.place, ORDERS_PAUSE, ""))
		return;
	operators_own_record(o, call, w.place, was ? "" : "it was not paused");
	snprintf(text, sizeof(text),
		was ? "Resumed: %s.%s"
		    : "There was no pause of %s; `/lumbard status` tells which there are.",
		w.words,
		o->desk.store && store_alarm(o->desk.store)
			? " A restart may pause it again: the disk cannot be used now."
			: "");
	commands_tell(call, text);
}

/* ------------------------------------------------------------------ modes */

static const char *content_steps(
	const struct operators *o, const char *account, enum platform_content *content)
{
	struct account_status a;
	size_t i;

	for (i = 0; bot_status(o->desk.bot, i, &a); i++) {
		if (strcmp(a.name, account) != 0)
			continue;
		*content = a.platform_status.content;
		return a.platform_status.content_steps;
	}
	*content = PLATFORM_CONTENT_UNKNOWN;
	return NULL;
}

/*
 * Whether all messages may be read, for modes that need it.  Where the platform has not said so it is
 * asked, and whoever gives the order may try again.
 */
static bool may_listen(const struct operators *o, const struct commands_call *call)
{
	enum platform_content content;
	const char *steps = content_steps(o, call->account, &content);
	char text[512];

	if (content == PLATFORM_CONTENT_OPEN)
		return true;
	bot_listen(o->desk.bot, call->account, false);
	if (content == PLATFORM_CONTENT_SHUT)
		snprintf(text, sizeof(text),
			"That mode reads messages that do not mention me, which I may not. %s. "
			"Then give "
			"the order again, in a minute.",
			steps ? steps : "Allow it");
	else
		snprintf(text, sizeof(text),
			"That mode reads messages that do not mention me. I am asking whether I "
			"may: please "
			"give the order again in a few seconds.");
	commands_tell(call, text);
	return false;
}

void operators_order_mode(void *ctx, const struct commands_call *call)
{
	const char *word = commands_value(call, "mode");
	const bool as_configured = strcmp(word, "configured") == 0;
	enum config_mode mode = CONFIG_MODE_UNSET;
	struct operators *o = ctx;
	struct where w;
	char text[512];
	bool listens;

	if (!operators_own_may(o, call, CONFIG_RIGHT_SERVER) || !find_where(call, &w))
		return;
	if (w.everything || (!as_configured && config_mode_read(word, &mode) != 0)) {
		commands_tell(call,
			"A mode is faq, ambient, mention or off, or configured; of this channel "
			"or this server.");
		return;
	}
	listens = mode == CONFIG_MODE_FAQ || mode == CONFIG_MODE_AMBIENT;
	if (listens && !may_listen(o, call))
		return;
	if (!order(o, call, w.place, ORDERS_MODE, as_configured ? "" : word))
		return;
	if (listens)
		bot_listen(o->desk.bot, call->account, true);
	operators_own_record(o, call, w.place, word);
	snprintf(text, sizeof(text), "%s: %s mode.%s%s", w.words,
		as_configured ? "again the configured" : word,
		mode == CONFIG_MODE_OFF ? " **Nobody is answered there, emergencies neither.**"
					: "",
		lasting(o));
	commands_tell(call, text);
}

/* ------------------------------------------------------------------ people */

/* Of one server where the operator is one of it alone. */
static const char *muted_place(const struct operators *o, const struct commands_call *call,
	const char *user, char place[ORDERS_PLACE_MAX])
{
	if (operators_own_right(o, call) == CONFIG_RIGHT_ALL)
		return orders_place(place, "user", user);
	return orders_place_at(place, user, call->is->server);
}

/* Takes back what an operator of everything ordered of that server alone, too. */
static bool unmute_here(
	const struct operators *o, const struct commands_call *call, const char *user)
{
	char place[ORDERS_PLACE_MAX];

	orders_place_at(place, user, call->is->server);
	return !*orders_get(o->desk.orders, call->account, place, ORDERS_MUTE) ||
	       order(o, call, place, ORDERS_MUTE, "");
}

static void tell_unmuted(
	const struct operators *o, const struct commands_call *call, const char *user)
{
	char place[ORDERS_PLACE_MAX], text[512];
	const bool still = *orders_get(
		o->desk.orders, call->account, orders_place(place, "user", user), ORDERS_MUTE);

	snprintf(text, sizeof(text),
		still ? "<@%s> is still muted everywhere: that is for operators of everything."
		      : "<@%s> is answered again.",
		user);
	commands_tell(call, text);
}

static void mute(struct operators *o, const struct commands_call *call, bool on)
{
	const char *user = commands_value(call, "user");
	char place[ORDERS_PLACE_MAX], text[512];

	if (!operators_own_may(o, call, CONFIG_RIGHT_SERVER))
		return;
	if (!*user || strlen(user) >= PLATFORM_ID_MAX) {
		commands_tell(call, "Who?");
		return;
	}
	muted_place(o, call, user, place);
	if (!order(o, call, place, ORDERS_MUTE, on ? call->is->user : "") ||
		(!on && !unmute_here(o, call, user)))
		return;
	/* not whom: the record names nobody but staff */
	operators_own_record(o, call, "", "");
	if (!on) {
		tell_unmuted(o, call, user);
		return;
	}
	snprintf(text, sizeof(text),
		"<@%s> gets no answers from me any more. Replies to emergencies and other red "
		"flags go on. `/lumbard unmute` ends it.%s",
		user, lasting(o));
	commands_tell(call, text);
}

void operators_order_mute(void *ctx, const struct commands_call *call)
{
	mute(ctx, call, true);
}

void operators_order_unmute(void *ctx, const struct commands_call *call)
{
	mute(ctx, call, false);
}
