/* The states of a gateway and the way to the next connection; see discord_link.h. */
#include "platform/discord_link.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>

#include "base/log.h"
#include "platform/discord_close.h"

#define AREA "discord"
#define NEVER DISCORD_GATEWAY_NEVER

static void not_opened(struct discord_gateway *g, int64_t now);
static void not_greeted(struct discord_gateway *g, int64_t now);
static void not_resumed(struct discord_gateway *g, int64_t now);
static void closed_enough(struct discord_gateway *g, int64_t now);

/* What a state is called, and what is done when it has lasted too long. */
static const struct {
	const char *name;
	void (*late)(struct discord_gateway *g, int64_t now);
} states[] = {
	[DISCORD_IDLE] = {"idle", NULL},
	[DISCORD_WAITING] = {"waiting", discord_link_connect},
	[DISCORD_ASKING] = {"asking", NULL},
	[DISCORD_OPENING] = {"opening", not_opened},
	[DISCORD_GREETING] = {"greeting", not_greeted},
	[DISCORD_IDENTIFYING] = {"identifying",
		NULL}, /* in an outage READY comes late, but comes */
	[DISCORD_RESUMING] = {"resuming", not_resumed},
	[DISCORD_READY] = {"ready", NULL},
	[DISCORD_CLOSING] = {"closing", closed_enough},
	[DISCORD_STOPPED] = {"stopped", NULL},
	[DISCORD_FAILED] = {"failed", NULL},
};

const char *discord_link_state(const struct discord_gateway *g)
{
	return states[g->state].name;
}

bool discord_link_in(const struct discord_gateway *g, unsigned set)
{
	return (DISCORD_IN(g->state) & set) != 0;
}

void discord_link_enter(
	struct discord_gateway *g, enum discord_state state, int64_t due_at, int64_t now_ms)
{
	if (g->state != state)
		log_debug(g->host.log, AREA, "%s -> %s", states[g->state].name, states[state].name);
	if (state == DISCORD_READY && g->state != DISCORD_READY) {
		g->ready_at = now_ms;
		g->host.ready(g->host.ctx, true);
	} else if (state != DISCORD_READY && g->state == DISCORD_READY) {
		g->host.ready(g->host.ctx, false);
	}
	if (!(DISCORD_IN(state) & DISCORD_LINKED))
		discord_transport_drop(&g->transport);
	g->state = state;
	g->due_at = due_at;
}

void discord_link_fail(
	struct discord_gateway *g, enum platform_fault fault, const char *detail, int64_t now_ms)
{
	discord_pulse_stop(&g->pulse);
	discord_link_enter(g, DISCORD_FAILED, NEVER, now_ms);
	g->host.fault(g->host.ctx, fault, detail);
}

/* ------------------------------------------------------------------ the session */

static bool holds(const struct discord_gateway *g)
{
	return discord_session_held(&g->session) && g->holds && g->holds(g->ctx);
}

void discord_link_note_since(struct discord_gateway *g)
{
	int64_t at;

	if (!g->since || g->state != DISCORD_READY || g->frozen)
		return;
	at = g->since(g->ctx, &g->session.behind);
	/* what is held came after what had been dealt with by then */
	if (!g->session.at_ms || !holds(g))
		g->session.at_ms = at;
}

void discord_link_save(struct discord_gateway *g)
{
	if (holds(g))
		return;
	discord_link_save_new(g);
}

void discord_link_save_new(struct discord_gateway *g)
{
	struct buf text;

	discord_link_note_since(g);
	g->saved_seq = g->session.has_seq ? g->session.seq : -1;
	if (!g->host.session)
		return;
	buf_init(&text, DISCORD_SESSION_TEXT_MAX);
	/* a run that was told of none must not blot out one that merely could not be read */
	if (discord_session_write(&g->session, g->intents, &text) && (text.len || g->kept)) {
		g->kept = true;
		g->host.session(g->host.ctx, buf_str(&text));
	}
	buf_free(&text);
}

void discord_link_save_budget(struct discord_gateway *g, int64_t now_ms)
{
	struct buf text;

	if (!g->host.budget)
		return;
	buf_init(&text, DISCORD_BUDGET_TEXT_MAX - 1);
	if (discord_budget_write(&g->budget, now_ms, g->host.wall(g->host.ctx), &text))
		g->host.budget(g->host.ctx, buf_str(&text));
	buf_free(&text);
}

void discord_link_forget(struct discord_gateway *g)
{
	bool held = discord_session_held(&g->session);

	discord_session_forget(&g->session);
	if (held)
		discord_link_save(g);
}

/* ------------------------------------------------------------------ connecting */

static void open_link(struct discord_gateway *g, const char *url, int64_t now)
{
	char full[URL_MAX];

	if (url_query(full, sizeof(full), url, discord_transport_query(&g->transport)) < 0) {
		discord_link_give_up_address(g);
		discord_link_lost(g, 0, now);
		return;
	}
	g->link = !g->link;
	discord_transport_begin(&g->transport);
	discord_link_enter(g, DISCORD_OPENING, now + DISCORD_LINK_OPEN_MS, now);
	g->host.open(g->host.ctx, g->link, full);
}

/* Waits until an IDENTIFY is allowed; returns false when it is already, or none is needed. */
static bool wait_for_budget(struct discord_gateway *g, int64_t now)
{
	int64_t at = discord_budget_when(&g->budget, now);

	if (discord_session_held(&g->session) || at <= now)
		return false;
	if (at - now > DISCORD_BUDGET_SPACING_MS)
		log_error(g->host.log, AREA,
			"ALARM: no IDENTIFY left for today: not connected for another %" PRId64
			" s.  Something makes sessions end again and again; more of them would "
			"cost the token",
			(at - now) / 1000);
	discord_link_enter(g, DISCORD_WAITING, at, now);
	return true;
}

/* Every new session asks first: the answer tells how many more Discord will bear. */
static void ask(struct discord_gateway *g, int64_t now)
{
	discord_link_enter(g, DISCORD_ASKING, NEVER, now);
	if (discord_rest_get(g->rest, DISCORD_REST_GATEWAY, "", now + DISCORD_LINK_ASK_MS) < 0)
		discord_link_lost(g, 0, now);
}

void discord_link_connect(struct discord_gateway *g, int64_t now_ms)
{
	bool held = discord_session_held(&g->session);

	if (held && g->session.url[0])
		open_link(g, g->session.url, now_ms);
	else if (wait_for_budget(g, now_ms))
		return;
	else if (g->fixed || (held && g->base[0]))
		open_link(g, g->base, now_ms);
	else
		ask(g, now_ms);
}

/* ------------------------------------------------------------------ losing */

/* What breaks every connection may be an event that each replay begins with. */
static void note_resume(struct discord_gateway *g)
{
	if (g->state != DISCORD_RESUMING || ++g->futile_resumes < DISCORD_LINK_RESUMES_MAX)
		return;
	log_warn(g->host.log, AREA, "no resume succeeds: the session is given up");
	g->futile_resumes = 0;
	discord_link_forget(g);
}

void discord_link_lost(struct discord_gateway *g, int64_t pause_ms, int64_t now_ms)
{
	struct backoff *backoff = &g->identify_backoff;
	int64_t wait;

	g->counts.losses++;
	g->heard_at = NEVER;
	discord_pulse_stop(&g->pulse);
	if (g->ready_at != NEVER && now_ms - g->ready_at >= DISCORD_LINK_STABLE_MS) {
		backoff_reset(&g->resume_backoff);
		backoff_reset(&g->identify_backoff);
		discord_transport_steady(&g->transport);
	}
	g->ready_at = NEVER;
	note_resume(g);
	if (g->frozen) {
		discord_link_save(g);
		discord_link_enter(g, DISCORD_STOPPED, NEVER, now_ms);
		return;
	}
	if (discord_session_held(&g->session))
		backoff = &g->resume_backoff;
	wait = backoff_next(backoff, g->host.random(g->host.ctx));
	discord_link_enter(
		g, DISCORD_WAITING, now_ms + (wait > pause_ms ? wait : pause_ms), now_ms);
}

void discord_link_leave(struct discord_gateway *g, int64_t pause_ms, int64_t now_ms)
{
	g->host.close(g->host.ctx, g->link, DISCORD_CLOSE_RESUMABLE);
	discord_link_lost(g, pause_ms, now_ms);
}

void discord_link_give_up_address(struct discord_gateway *g)
{
	if (!g->session.url[0])
		return;
	log_warn(g->host.log, AREA, "the resume address cannot be used");
	g->session.url[0] = '\0';
}

/* ------------------------------------------------------------------ too late */

static void not_opened(struct discord_gateway *g, int64_t now)
{
	discord_link_give_up_address(g);
	discord_link_leave(g, 0, now);
}

static void not_greeted(struct discord_gateway *g, int64_t now)
{
	log_warn(g->host.log, AREA, "no HELLO");
	not_opened(g, now);
}

static void not_resumed(struct discord_gateway *g, int64_t now)
{
	log_warn(g->host.log, AREA, "no RESUMED");
	discord_link_forget(g);
	discord_link_leave(g, 0, now);
}

static void closed_enough(struct discord_gateway *g, int64_t now)
{
	discord_link_enter(g, DISCORD_STOPPED, NEVER, now);
}

void discord_link_late(struct discord_gateway *g, int64_t now_ms)
{
	if (states[g->state].late)
		states[g->state].late(g, now_ms);
}

/* ------------------------------------------------------------------ GET /gateway/bot */

static void told_budget(struct discord_gateway *g, const json *limit, int64_t now)
{
	int64_t left, reset_after = 0;

	if (!json_get_int(limit, "remaining", &left))
		return;
	json_get_int(limit, "reset_after", &reset_after);
	discord_budget_told(&g->budget, left, reset_after, now);
	discord_link_save_budget(g, now);
	log_info(g->host.log, AREA, "%" PRId64 " IDENTIFY left", left);
}

/* Takes over what the answer tells; returns whether the gateway's address is known now. */
static bool learn_address(
	struct discord_gateway *g, const struct discord_rest_answer *answer, int64_t now)
{
	const char *url = json_get_string(answer->body, "url");
	int64_t shards;

	if (answer->status == 200 && url_trusted(url, URL_WEBSOCKET)) {
		snprintf(g->base, sizeof(g->base), "%s", url);
		if (json_get_int(answer->body, "shards", &shards) && shards > 0 &&
			shards <= UINT_MAX)
			g->shards_advised = (unsigned)shards;
		told_budget(g, json_get(answer->body, "session_start_limit"), now);
		return true;
	}
	log_warn(g->host.log, AREA, "GET /gateway/bot: status %d%s", answer->status,
		answer->status == 200 ? ", no usable address" : "");
	return g->base[0] != '\0';
}

void discord_link_told(
	struct discord_gateway *g, const struct discord_rest_answer *answer, int64_t now_ms)
{
	if (g->state != DISCORD_ASKING)
		return;
	if (answer->status == 401)
		discord_link_fail(
			g, PLATFORM_FAULT_TOKEN, discord_close_find(4004)->detail, now_ms);
	else if (!learn_address(g, answer, now_ms))
		discord_link_lost(g, 0, now_ms);
	else if (!wait_for_budget(g, now_ms))
		open_link(g, g->base, now_ms);
}
