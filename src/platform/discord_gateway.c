/* The incoming side of Discord; see discord_gateway.h. */
#include "platform/discord_gateway.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "platform/discord.h"
#include "platform/discord_close.h"
#include "platform/discord_content.h"
#include "platform/discord_link.h"
#include "platform/discord_op.h"

#define AREA "discord"
#define NEVER DISCORD_GATEWAY_NEVER
#define TOKEN_MAX 512 /* bytes: however escaped, IDENTIFY stays within a frame */
#define OPEN_STATES (DISCORD_IN(DISCORD_OPENING) | DISCORD_LINKED)

static void take_account(struct discord_gateway *g, const struct platform_account *account)
{
	g->wants_content = account->wants_content;
	g->fixed = account->gateway_url != NULL;
	if (g->fixed)
		snprintf(g->base, sizeof(g->base), "%s", account->gateway_url);
	g->kept = account->session && *account->session;
	if (discord_session_read(&g->session, g->intents, account->session))
		log_info(g->host.log, AREA, "going on with the last run's session");
	if (account->budget && strlen(account->budget) < sizeof(g->last_budget))
		snprintf(g->last_budget, sizeof(g->last_budget), "%s", account->budget);
	g->token = strdup(account->token ? account->token : "");
}

struct discord_gateway *discord_gateway_create(const struct discord_gateway_setup *setup)
{
	struct discord_gateway *g = calloc(1, sizeof(*g));

	if (!g)
		return NULL;
	g->host = *setup->host;
	g->rest = setup->rest;
	g->event = setup->event;
	g->begun = setup->begun;
	g->holds = setup->holds;
	g->since = setup->since;
	g->ctx = setup->ctx;
	g->intents = setup->intents;
	g->due_at = g->ready_at = g->alarm_at = NEVER;
	g->heard_at = g->event_at = NEVER;
	g->saved_seq = -1;
	g->link = 1; /* the first connection takes the other */
	discord_transport_init(&g->transport);
	discord_pulse_stop(&g->pulse);
	discord_probe_init(&g->probe);
	discord_budget_init(&g->budget);
	backoff_init(&g->resume_backoff, DISCORD_LINK_BASE_MS, DISCORD_LINK_RESUME_CAP_MS);
	backoff_init(&g->identify_backoff, DISCORD_LINK_BASE_MS, DISCORD_LINK_IDENTIFY_CAP_MS);
	take_account(g, setup->account);
	if (!g->token) {
		discord_gateway_destroy(g);
		return NULL;
	}
	return g;
}

void discord_gateway_destroy(struct discord_gateway *g)
{
	if (!g)
		return;
	discord_transport_end(&g->transport);
	free(g->token);
	free(g);
}

void discord_gateway_start(struct discord_gateway *g, int64_t now_ms)
{
	if (g->state != DISCORD_IDLE)
		return;
	discord_budget_read(&g->budget, g->last_budget, now_ms, g->host.wall(g->host.ctx));
	if (!g->token[0])
		discord_link_fail(g, PLATFORM_FAULT_TOKEN,
			"There is no bot token: set DISCORD_TOKEN.", now_ms);
	else if (strlen(g->token) > TOKEN_MAX)
		discord_link_fail(g, PLATFORM_FAULT_TOKEN,
			"DISCORD_TOKEN is too long to be a bot token.", now_ms);
	else if (g->fixed && !url_trusted(g->base, URL_WEBSOCKET))
		discord_link_fail(g, PLATFORM_FAULT_CONFIG,
			"The gateway address must begin with wss://, or with ws:// on this machine "
			"(127.0.0.1, ::1, localhost).",
			now_ms);
	else
		discord_link_connect(g, now_ms);
}

void discord_gateway_opened(struct discord_gateway *g, int link, int64_t now_ms)
{
	if (link == g->link && g->state == DISCORD_OPENING)
		discord_link_enter(g, DISCORD_GREETING, now_ms + DISCORD_LINK_HELLO_MS, now_ms);
}

void discord_gateway_received(struct discord_gateway *g, int link, const char *data, size_t len,
	bool is_text, int64_t now_ms)
{
	const char *text;
	size_t text_len;

	if (link != g->link || !discord_link_in(g, DISCORD_LINKED))
		return;
	g->heard_at = now_ms;
	g->counts.frames++;
	g->counts.bytes += len;
	switch (discord_transport_take(&g->transport, data, len, is_text, &text, &text_len)) {
	case DISCORD_TRANSPORT_WHOLE:
		g->counts.plain_bytes += text_len;
		discord_op_handle(g, text, text_len, now_ms);
		break;
	case DISCORD_TRANSPORT_PART: break;
	case DISCORD_TRANSPORT_LARGE:
		g->counts.too_large++;
		log_warn(g->host.log, AREA, "a message is too large");
		discord_link_leave(g, 0, now_ms);
		break;
	case DISCORD_TRANSPORT_DAMAGED:
		g->counts.damaged++;
		log_warn(g->host.log, AREA, "compressed data is damaged");
		discord_link_leave(g, 0, now_ms);
		break;
	}
}

static void peer_closed(struct discord_gateway *g, int code, int64_t now)
{
	const struct discord_close *close = discord_close_find(code);

	log_info(g->host.log, AREA, "closed by the peer: %d, %s", code, close->name);
	if (close->way == DISCORD_CLOSE_FATAL ||
		(close->way == DISCORD_CLOSE_INTENTS && !discord_content_give_up(g, code, now))) {
		discord_link_fail(g, close->fault, close->detail, now);
		return;
	}
	if (!discord_link_in(g, DISCORD_LINKED) || g->state == DISCORD_GREETING)
		discord_link_give_up_address(g);
	if (close->way != DISCORD_CLOSE_RESUME)
		discord_link_forget(g);
	discord_link_lost(g, close->pause_ms, now);
}

void discord_gateway_closed(struct discord_gateway *g, int link, int code, int64_t now_ms)
{
	if (link != g->link)
		return;
	if (g->state == DISCORD_CLOSING)
		discord_link_enter(g, DISCORD_STOPPED, NEVER, now_ms);
	else if (discord_link_in(g, OPEN_STATES))
		peer_closed(g, code, now_ms);
}

void discord_gateway_told(
	struct discord_gateway *g, const struct discord_rest_answer *answer, int64_t now_ms)
{
	if (answer->route == DISCORD_REST_APPLICATION)
		discord_content_told(g, answer->body, now_ms);
	else
		discord_link_told(g, answer, now_ms);
}

void discord_gateway_tick(struct discord_gateway *g, int64_t now_ms)
{
	if (g->pulse.beat_at <= now_ms)
		discord_op_beat(g, now_ms);
	if (g->due_at <= now_ms)
		discord_link_late(g, now_ms);
	if (discord_content_due(g) <= now_ms)
		discord_content_tick(g, now_ms);
	if (discord_probe_due(g) <= now_ms)
		discord_probe_tick(g, now_ms);
}

int64_t discord_gateway_next(const struct discord_gateway *g)
{
	int64_t at = g->pulse.beat_at < g->due_at ? g->pulse.beat_at : g->due_at;
	int64_t look_at = discord_content_due(g), ask_at = discord_probe_due(g);

	if (look_at < at)
		at = look_at;
	return ask_at < at ? ask_at : at;
}

void discord_gateway_freeze(struct discord_gateway *g, int64_t now_ms)
{
	discord_link_note_since(g);
	g->frozen = true;
	if (!discord_gateway_stopped(g) &&
		!discord_link_in(g, OPEN_STATES | DISCORD_IN(DISCORD_CLOSING)))
		discord_link_lost(g, 0, now_ms);
}

void discord_gateway_stop(struct discord_gateway *g, int64_t now_ms)
{
	discord_gateway_freeze(g, now_ms);
	if (!discord_link_in(g, OPEN_STATES))
		return;
	discord_link_save(g);
	discord_pulse_stop(&g->pulse);
	discord_link_enter(g, DISCORD_CLOSING, now_ms + DISCORD_LINK_CLOSING_MS, now_ms);
	g->host.close(g->host.ctx, g->link, DISCORD_CLOSE_RESUMABLE);
}

bool discord_gateway_stopped(const struct discord_gateway *g)
{
	return discord_link_in(g, DISCORD_IN(DISCORD_STOPPED) | DISCORD_IN(DISCORD_FAILED));
}

bool discord_gateway_reads(const struct discord_gateway *g)
{
	return (g->intents & DISCORD_INTENT_MESSAGE_CONTENT) != 0;
}

void discord_gateway_server(struct discord_gateway *g, const char *server)
{
	discord_probe_server(&g->probe, server);
}

const char *discord_gateway_application(const struct discord_gateway *g)
{
	return g->application[0] ? g->application : g->session.user;
}

const char *discord_gateway_user(const struct discord_gateway *g)
{
	return g->session.user;
}

void discord_gateway_listen(struct discord_gateway *g, bool want, int64_t now_ms)
{
	discord_content_want(g, want, now_ms);
}

/* What people should look at although the connection may be there. */
static const char *trouble(const struct discord_gateway *g, int64_t now)
{
	if (g->state == DISCORD_FAILED)
		return "it cannot go on: the log says why";
	if (g->alarm_at != NEVER)
		return "the application may not read message content: channels that are listened "
		       "to go unheard";
	if (discord_budget_spent(&g->budget, now))
		return "no IDENTIFY is left for today";
	return NULL;
}

static int64_t since(int64_t at, int64_t now)
{
	return at == NEVER ? -1 : now - at;
}

void discord_gateway_status(
	const struct discord_gateway *g, int64_t now_ms, struct platform_status *status)
{
	status->ready = g->state == DISCORD_READY;
	status->state = discord_link_state(g);
	status->trouble = trouble(g, now_ms);
	status->heard_ms = since(g->heard_at, now_ms);
	status->event_ms = since(g->event_at, now_ms);
	status->silent_ms = 2 * g->pulse.interval_ms + DISCORD_GATEWAY_GRACE_MS;
	status->content = g->content;
	status->content_steps = DISCORD_CONTENT_STEPS;
	status->starts_left = discord_budget_left(&g->budget, now_ms);
	status->shard = g->shard;
	status->shards = g->shards;
	status->shards_advised = g->shards_advised;
	status->answer = g->answer;
	status->counts = g->counts;
}
