/* What the daemon's parts tell the dashboard, and what it may ask of them; see admin_dashboard.h. */
#include "cmd/admin_dashboard.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/utf8.h"
#include "bot/account.h"
#include "bot/bot.h"
#include "bot/escalations.h"
#include "bot/responder.h"
#include "bot/tally.h"
#include "lumbar.h"
#include "sys/loop.h"

#define S 1000        /* milliseconds */
#define TEXT_MAX 2000 /* characters of a text that is tried: as long as a message may be */

/* ------------------------------------------------------------------ small parts */

static void comma(struct buf *out)
{
	if (out->data[out->len - 1] != '[')
		buf_putc(out, ',');
}

static void put_number(struct buf *out, const char *key, int64_t value)
{
	buf_printf(out, "%s\"%s\":%" PRId64, out->data[out->len - 1] == '{' ? "" : ",", key, value);
}

static void put_bool(struct buf *out, const char *key, bool value)
{
	buf_printf(out, ",\"%s\":%s", key, value ? "true" : "false");
}

static void put_names(struct buf *out, const char *key, const char *const *list, size_t n)
{
	size_t i;

	buf_printf(out, ",\"%s\":[", key);
	for (i = 0; i < n; i++) {
		comma(out);
		json_put_string(out, list[i], strlen(list[i]));
	}
	buf_putc(out, ']');
}

static int64_t wall_ms(void)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_REALTIME, &now); /* cannot fail for this clock */
	return (int64_t)now.tv_sec * S + now.tv_nsec / 1000000;
}

/* ------------------------------------------------------------------ the state */

/* Seconds, -1 for never. */
static int64_t seconds(int64_t ms)
{
	return ms < 0 ? -1 : ms / S;
}

/* The mean of what there was, in milliseconds. */
static void put_mean(struct buf *out, const char *key, const struct histogram *h)
{
	const uint64_t n = histogram_count(h);

	if (n)
		put_number(out, key, (int64_t)(h->sum_us / n / 1000));
	else
		buf_printf(out, ",\"%s\":null", key);
}

static void put_account(struct buf *out, const struct account_status *a)
{
	const struct platform_status *s = &a->platform_status;

	comma(out);
	buf_putc(out, '{');
	json_put(out, "name", a->name);
	json_put(out, "platform", a->platform);
	put_number(out, "shard", s->shard);
	put_number(out, "shards", s->shards);
	put_number(out, "shards_advised", s->shards_advised);
	put_bool(out, "ready", s->ready);
	json_put(out, "state", s->state);
	json_put(out, "trouble", s->trouble);
	put_number(out, "heard_s", seconds(s->heard_ms));
	put_number(out, "event_s", seconds(s->event_ms));
	put_mean(out, "heartbeat_ms", &s->answer);
	put_number(out, "losses", (int64_t)s->counts.losses);
	buf_putc(out, '}');
}

static void put_accounts(struct buf *out, const struct bot *bot)
{
	struct account_status status;
	size_t i;

	buf_puts(out, ",\"accounts\":[");
	for (i = 0; bot && bot_status(bot, i, &status); i++)
		put_account(out, &status);
	buf_putc(out, ']');
}

/* Alerts, the oldest first, of which the newest are told. */
struct alerts {
	struct buf *out;
	size_t skip;
};

static void put_escalation(void *ctx, const struct escalation *e)
{
	struct alerts *alerts = ctx;
	struct buf *out = alerts->out;

	if (alerts->skip > 0) {
		alerts->skip--;
		return;
	}
	comma(out);
	buf_putc(out, '{');
	json_put(out, "number", e->number);
	json_put(out, "account", e->account);
	json_put(out, "tier", lumbar_tier_name(e->tier));
	json_put(out, "flags", e->flags);
	json_put(out, "link", e->link);
	json_put(out, "state", escalation_state_name(e->state));
	put_number(out, "repeats", e->repeats);
	put_number(out, "age_s", seconds(loop_now() - e->at_ms));
	buf_putc(out, '}');
}

static void put_escalations(struct buf *out, const struct bot *bot)
{
	const size_t n = bot ? escalations_count(bot_escalations(bot)) : 0;
	struct alerts alerts = {out, n > ADMIN_DASHBOARD_ALERTS ? n - ADMIN_DASHBOARD_ALERTS : 0};

	put_number(out, "older", (int64_t)alerts.skip);
	buf_puts(out, ",\"escalations\":[");
	if (bot)
		escalations_each(bot_escalations(bot), put_escalation, &alerts);
	buf_putc(out, ']');
}

static void put_content(struct buf *out, const struct responder *r)
{
	const struct responder_state s = responder_state(r);
	const struct lumbar_counts n = responder_counts(r);

	buf_puts(out, ",\"content\":{");
	put_number(out, "generation", responder_generation(r));
	/* to the second: it is not to change by itself */
	put_number(out, "loaded_at", (wall_ms() - (loop_now() - s.loaded_ms)) / S * S);
	put_number(out, "intents", (int64_t)n.intents);
	put_number(out, "flags", (int64_t)n.flags);
	put_number(out, "answers", (int64_t)n.answers);
	put_number(out, "reloads", (int64_t)s.reloads);
	put_number(out, "refused", (int64_t)s.refused);
	put_bool(out, "last_refused", s.last_refused);
	put_bool(out, "packaged", s.packaged);
	json_put(out, "findings", responder_findings(r));
	buf_putc(out, '}');
}

bool admin_dashboard_show(
	const struct daemon_parts *parts, const struct health *health, struct buf *out)
{
	buf_puts(out, "{\"version\":\"" LUMBARD_VERSION "\"");
	put_number(out, "uptime_s", (loop_now() - parts->started_ms) / S);
	buf_puts(out, ",\"health\":");
	health_write(health, out);
	put_accounts(out, parts->bot);
	put_escalations(out, parts->bot);
	put_content(out, parts->responder);
	return buf_putc(out, '}');
}

/* ------------------------------------------------------------------ counters */

void admin_dashboard_count(const struct daemon_parts *parts, struct history *history)
{
	struct account_status status;
	const struct tally *t;
	uint64_t events = 0;
	size_t i;

	if (!parts->bot)
		return;
	for (i = 0; bot_status(parts->bot, i, &status); i++)
		events += status.platform_status.counts.events;
	t = bot_tally(parts->bot);
	history_add(history, "flow", "events", events);
	history_add(history, "flow", "read", histogram_count(&t->read));
	history_add(history, "flow", "replies", bot_counts(parts->bot).sent);
	for (i = 0; i < TALLY_TIERS; i++)
		history_add(history, "tier", lumbar_tier_name((enum lumbar_tier)i), t->tiers[i]);
	for (i = 0; i < t->n_intents; i++)
		history_add(history, "answer", t->intents[i].name, t->intents[i].n);
}

/* ------------------------------------------------------------------ what is asked */

static const char *acknowledge(
	const struct daemon_parts *parts, const char *who, const json *ask, struct buf *out)
{
	const char *number = json_get_string(ask, "number");

	if (!parts->bot || !number ||
		!escalations_pick_up(bot_escalations(parts->bot), number, "", who, loop_now()))
		return "that alert is not open any more";
	return buf_puts(out, "{}") ? NULL : "out of memory";
}

/* The channel of that name; addressed without one. */
static enum lumbar_channel channel_of(const char *name)
{
	static const enum lumbar_channel channels[] = {LUMBAR_DIRECT, LUMBAR_FAQ, LUMBAR_AMBIENT};
	size_t i;

	for (i = 0; name && i < sizeof(channels) / sizeof(channels[0]); i++) {
		if (strcmp(lumbar_channel_name(channels[i]), name) == 0)
			return channels[i];
	}
	return LUMBAR_DIRECT;
}

static void put_why(struct buf *out, const struct lumbar_verdict *v, const char *explain)
{
	buf_puts(out, ",\"why\":{");
	json_put(out, "action", lumbar_action_name(v->action));
	json_put(out, "tier", lumbar_tier_name(v->tier));
	json_put(out, "reason", v->reason);
	json_put(out, "explain", explain);
	put_names(out, "intents", v->intents, v->n_intents);
	put_names(out, "flags", v->flags, v->n_flags);
	buf_putc(out, '}');
}

static const char *try_text(
	const struct daemon_parts *parts, const char *who, const json *ask, struct buf *out)
{
	const char *text = json_get_string(ask, "text");
	struct lumbar_verdict verdict;
	char *explain;
	size_t len;

	(void)who;
	if (!text || !*text)
		return "there is nothing to read in it";
	len = strlen(text);
	if (!utf8_valid(text, len, NULL))
		return "that is no text";
	if (utf8_length(text, len) > TEXT_MAX)
		return "that is too long";
	responder_try(
		parts->responder, text, len, channel_of(json_get_string(ask, "channel")), &verdict);
	explain = responder_explain(parts->responder);
	buf_putc(out, '{');
	json_put(out, "reply",
		responder_write(parts->responder, &verdict,
			&(struct lumbar_style){.region = json_get_string(ask, "region")}));
	put_why(out, &verdict, explain ? explain : "");
	free(explain);
	return buf_putc(out, '}') ? NULL : "out of memory";
}

static const char *reload(
	const struct daemon_parts *parts, const char *who, const json *ask, struct buf *out)
{
	const bool ok = responder_reload(parts->responder) == 0;

	(void)who;
	(void)ask;
	if (ok && parts->bot)
		gaps_review(bot_gaps(parts->bot));
	return buf_printf(out, "{\"ok\":%s}", ok ? "true" : "false") ? NULL : "out of memory";
}

const char *admin_dashboard_act(
	const struct daemon_parts *parts, const char *who, const json *ask, struct buf *out)
{
	static const struct {
		const char *what;
		const char *(*fn)(const struct daemon_parts *parts, const char *who,
			const json *ask, struct buf *out);
	} table[] = {
		{"acknowledge", acknowledge},
		{"try", try_text},
		{"reload", reload},
	};
	const char *what = json_get_string(ask, "do");
	size_t i;

	for (i = 0; what && i < sizeof(table) / sizeof(table[0]); i++) {
		if (strcmp(table[i].what, what) == 0)
			return table[i].fn(parts, who, ask, out);
	}
	return "that is not understood";
}
