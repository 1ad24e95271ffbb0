/* What operators are told; see operators_text.h. */
#include "bot/operators_text.h"

#include <inttypes.h>
#include <string.h>

#include "bot/account.h"
#include "bot/bot.h"
#include "bot/listener.h"
#include "bot/orders.h"
#include "bot/responder.h"

#define REPLY_ROOM 500 /* characters that stand before a reply that is only shown */
#define S 1000         /* milliseconds */

/* A list of which so much is shown. */
struct listing {
	struct buf *out;
	size_t n; /* lines so far, with those that are not shown */
};

static bool next_line(struct listing *l)
{
	return l->n++ < OPERATORS_TEXT_LINES;
}

static void end_list(const struct listing *l, const char *none)
{
	if (l->n == 0)
		buf_puts(l->out, none);
	if (l->n > OPERATORS_TEXT_LINES)
		buf_printf(l->out, "... and %zu more\n", l->n - OPERATORS_TEXT_LINES);
}

/* "3 h", "5 min" */
static void put_span(struct buf *out, int64_t ms)
{
	if (ms >= (int64_t)48 * 3600 * S)
		buf_printf(out, "%" PRId64 " days", ms / ((int64_t)24 * 3600 * S));
	else if (ms >= 120 * 60 * S)
		buf_printf(out, "%" PRId64 " h", ms / (3600 * S));
	else if (ms >= 120 * S)
		buf_printf(out, "%" PRId64 " min", ms / (60 * S));
	else
		buf_printf(out, "%" PRId64 " s", ms / S);
}

/* ------------------------------------------------------------------ how it is */

static void put_accounts(const struct bot *bot, struct buf *out)
{
	struct account_status a;
	const struct platform_status *s = &a.platform_status;
	size_t i;

	for (i = 0; bot_status(bot, i, &a); i++) {
		buf_printf(out, "Account %s: %s", a.name, s->ready ? "connected" : "NOT connected");
		if (s->ready && s->heard_ms >= 0) {
			buf_puts(out, ", heard ");
			put_span(out, s->heard_ms);
			buf_puts(out, " ago");
		}
		buf_printf(out, "%s%s\n", s->trouble ? "; " : "", s->trouble ? s->trouble : "");
	}
}

static void put_content(const struct responder *responder, struct buf *out)
{
	const struct responder_state s = responder_state(responder);
	const struct lumbar_counts n = responder_counts(responder);

	buf_printf(out, "Content: generation %u, %zu intents, %zu red flags%s\n",
		responder_generation(responder), n.intents, n.flags,
		s.packaged ? "; the PACKAGED content, since the configured one has errors" : "");
	if (s.last_refused)
		buf_printf(out, "The last change was refused: %s\n", s.why);
}

/* Whose orders are shown. */
struct ordering {
	struct listing l;
	const struct interaction *is; /* only what concerns the place where that was; NULL = all */
};

static bool is_of(const char *place, const char *kind, const char *id)
{
	char own[ORDERS_PLACE_MAX];

	return *id && strcmp(place, orders_place(own, kind, id)) == 0;
}

/* Which server a channel belongs to is not known of others than the one where the command was given. */
static bool is_here(const char *place, const struct interaction *is)
{
	const char *of = strncmp(place, "user ", 5) == 0 ? strstr(place, " of ") : NULL;

	return !*place || is_of(place, "server", is->server) ||
	       is_of(place, "channel", is->conversation) || is_of(place, "channel", is->parent) ||
	       (of && strcmp(of + 4, is->server) == 0);
}

static void put_order(void *ctx, const char *place, const char *name, const char *value)
{
	struct ordering *o = ctx;
	struct listing *l = &o->l;
	const char *id = strchr(place, ' ');

	/* what members asked for themselves is theirs */
	if (strcmp(name, ORDERS_QUIET) == 0 || (o->is && !is_here(place, o->is)) || !next_line(l))
		return;
	buf_printf(l->out, "- %s", name);
	if (strcmp(name, ORDERS_MODE) == 0)
		buf_printf(l->out, " %s", value);
	if (strncmp(place, "channel ", 8) == 0)
		buf_printf(l->out, " in <#%s>", id + 1);
	else if (strncmp(place, "user ", 5) == 0)
		buf_printf(l->out, " of user %s", id + 1);
	else
		buf_printf(l->out, " of %s", *place ? place : "everything");
	if (strcmp(name, ORDERS_MODE) != 0)
		buf_printf(l->out, ", ordered by <@%s>", value);
	buf_putc(l->out, '\n');
}

static void put_here(
	const struct desk_options *desk, const struct commands_call *call, struct buf *out)
{
	static const char *const pauses[] = {
		[ORDERS_PAUSE_NONE] = "",
		[ORDERS_PAUSE_ANSWERS] = ", answers are PAUSED",
		[ORDERS_PAUSE_EVERYTHING] = ", EVERYTHING is paused, emergencies too",
	};
	const struct interaction *is = call->is;
	struct config_place place = call->place;

	orders_apply(desk->orders, call->account, is->server, is->conversation, is->parent, &place);
	buf_printf(out, "Here: mode %s, region %s%s\n", config_mode_name(place.mode),
		place.region ? place.region : "none",
		pauses[orders_pause(
			desk->orders, call->account, is->server, is->conversation, is->parent)]);
}

void operators_text_status(const struct desk_options *desk, const struct commands_call *call,
	bool all, struct buf *out)
{
	const struct listener_counts n = bot_counts(desk->bot);
	struct ordering orders = {{.out = out}, all ? NULL : call->is};

	buf_puts(out, "**lumbard " LUMBARD_VERSION "**\n");
	put_here(desk, call, out);
	put_accounts(desk->bot, out);
	put_content(desk->responder, out);
	buf_printf(out, "State: %s\n",
		!desk->store               ? "nothing is kept on disk, a restart forgets orders"
		: store_alarm(desk->store) ? store_alarm(desk->store)
					   : "kept on disk");
	buf_printf(out,
		"Since the start: %" PRIu64 " heard, %" PRIu64 " answered, %" PRIu64
		" escalated, %" PRIu64 " not understood; %zu alerts are open\n",
		n.heard, n.answered, n.escalated, n.fell_back,
		escalations_count(listener_escalations(desk->listener)));
	orders_each(desk->orders, call->account, put_order, &orders);
	end_list(&orders.l, "");
}

/* ------------------------------------------------------------------ what it would say */

void operators_text_test(const struct desk_options *desk, const struct commands_call *call,
	const char *text, enum lumbar_channel channel, struct buf *out)
{
	struct lumbar_verdict v;
	char shape[LUMBAR_SHAPE_MAX];
	const char *reply;
	size_t i;

	responder_try(desk->responder, text, strlen(text), channel, &v);
	responder_shape(desk->responder, shape, sizeof(shape));
	buf_printf(out, "**%s** in a %s channel, because %s\n", lumbar_action_name(v.action),
		lumbar_channel_name(channel), v.reason);
	if (v.tier != LUMBAR_TIER_NONE)
		buf_printf(out, "tier %s:", lumbar_tier_name(v.tier));
	for (i = 0; i < v.n_flags; i++)
		buf_printf(out, " %s", v.flags[i]);
	if (v.tier != LUMBAR_TIER_NONE)
		buf_putc(out, '\n');
	if (*shape)
		buf_printf(out, "asked: %s\n", shape);
	for (i = 0; i < v.n_intents; i++)
		buf_printf(out, "%s%s", i ? ", " : v.choices ? "offers " : "says ", v.intents[i]);
	buf_printf(out, "%s\n", v.n_intents ? "\n" : "");
	reply = responder_write(desk->responder, &v,
		&(struct lumbar_style){.format = call->abilities.format,
			.region = call->place.region,
			.max_chars = call->abilities.max_chars - REPLY_ROOM});
	buf_puts(out, *reply ? reply : "(it would say nothing)");
}

/* ------------------------------------------------------------------ lists */

void operators_text_unanswered(const struct gaps_shape *list, size_t n, struct buf *out)
{
	struct listing l = {.out = out};
	size_t i;

	if (n)
		buf_puts(out,
			"What was asked and not answered, by the names in it (`lumbard suggest` "
			"makes an intent of one; what a new word has mended, `lumbard unanswered "
			"--done` takes away):\n");
	for (i = 0; i < n; i++) {
		if (next_line(&l))
			buf_printf(out, "- %" PRId64 " times: %s\n", list[i].n, list[i].shape);
	}
	end_list(&l, "Nothing went unanswered.");
}

void operators_text_feedback(const struct store_counter *sums, size_t n, struct buf *out)
{
	struct listing l = {.out = out};
	const char *name;
	size_t i;

	if (n)
		buf_puts(out, "What people said of answers in the last 30 days:\n");
	for (i = 0; i < n; i++) {
		name = strchr(sums[i].name, '.');
		if (next_line(&l))
			buf_printf(out, "- %" PRId64 " times: %s\n", sums[i].n,
				name ? name + 1 : sums[i].name);
	}
	end_list(&l, "Nobody has said anything of an answer in the last 30 days.");
}

/* Whose alerts are shown. */
struct showing {
	struct listing l;
	const char *server;
	int64_t now_ms;
};

static void put_alert(void *ctx, const struct escalation *e)
{
	struct showing *s = ctx;

	if ((s->server && strcmp(e->server, s->server) != 0) || !next_line(&s->l))
		return;
	buf_printf(s->l.out, "- `%s` %s (%s), %s for ", e->number, lumbar_tier_name(e->tier),
		e->flags, escalation_state_name(e->state));
	put_span(s->l.out, s->now_ms - e->at_ms);
	buf_printf(s->l.out, "%s%s\n", *e->server ? " " : "", *e->server ? e->link : "");
}

void operators_text_alerts(
	const struct desk_options *desk, const char *server, int64_t now_ms, struct buf *out)
{
	struct showing s = {{.out = out}, server, now_ms};

	escalations_each(listener_escalations(desk->listener), put_alert, &s);
	end_list(&s.l, "No alert is open.");
}
