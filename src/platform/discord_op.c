/* What the gateway's frames do; see discord_op.h. */
#include "platform/discord_op.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "platform/discord_content.h"
#include "platform/discord_wire.h"
#include "platform/snowflake.h"

#define AREA "discord"
#define REIDENTIFY_MIN_MS 1000 /* after op 9 false */
#define REIDENTIFY_MAX_MS 5000
#define SHARDS_MAX 65536
#define STALE_ADDRESS 3 /* so many op 7 in place of HELLO, and the resume address is given up */

/* One frame and the time it came. */
struct arrival {
	struct discord_frame frame;
	const char *data;
	size_t len;
	int64_t now;
};

/* ------------------------------------------------------------------ sending */

/* Sends a frame that buf holds in full; false when it was too long to be one. */
static bool send_frame(struct discord_gateway *g, struct buf *frame, int64_t now)
{
	bool fits = buf_ok(frame);

	if (fits) {
		discord_pulse_sent(&g->pulse, now);
		g->host.send(g->host.ctx, g->link, buf_str(frame), frame->len);
	}
	buf_free(frame);
	return fits;
}

static void send_heartbeat(struct discord_gateway *g, int64_t now)
{
	struct buf frame;

	buf_init(&frame, DISCORD_WIRE_MAX);
	discord_wire_heartbeat(&frame, &g->session);
	send_frame(g, &frame, now);
}

void discord_op_beat(struct discord_gateway *g, int64_t now_ms)
{
	if (!discord_pulse_beat(&g->pulse, now_ms)) {
		g->counts.unanswered++;
		log_warn(g->host.log, AREA, "no heartbeat ACK");
		discord_link_leave(g, 0, now_ms);
		return;
	}
	send_heartbeat(g, now_ms);
	if (g->session.has_seq && g->session.seq != g->saved_seq)
		discord_link_save(g);
}

/* Without this frame the connection is of no use. */
static void send_or_leave(struct discord_gateway *g, struct buf *frame, int64_t now)
{
	if (send_frame(g, frame, now))
		return;
	log_error(g->host.log, AREA, "a frame is longer than may be sent, or memory is short");
	discord_link_forget(g);
	discord_link_leave(g, 0, now);
}

static void identify(struct discord_gateway *g, int64_t now)
{
	struct buf frame;

	discord_link_forget(g); /* half a session would lend its numbers to the new one */
	buf_init(&frame, DISCORD_WIRE_MAX);
	discord_wire_identify(&frame, g->token, g->intents);
	g->counts.sessions++;
	discord_budget_spend(&g->budget, now);
	discord_link_save_budget(g, now); /* before it is sent: a run that dies now has used it */
	discord_link_enter(g, DISCORD_IDENTIFYING, DISCORD_GATEWAY_NEVER, now);
	send_or_leave(g, &frame, now);
}

static void resume(struct discord_gateway *g, int64_t now)
{
	struct buf frame;

	buf_init(&frame, DISCORD_WIRE_MAX);
	discord_wire_resume(&frame, g->token, &g->session);
	discord_link_enter(g, DISCORD_RESUMING, now + DISCORD_LINK_RESUME_MS, now);
	send_or_leave(g, &frame, now);
}

/* ------------------------------------------------------------------ events of the session */

/* Which part of the servers the session has: READY repeats what IDENTIFY asked for, nothing = all. */
static void learn_shard(struct discord_gateway *g, const json *shard)
{
	const json *id = json_first(shard), *count = id ? json_next(id) : NULL;
	int64_t i = 0, n = 1;

	if (json_is_array(shard) && count && (!json_int(id, &i) || !json_int(count, &n))) {
		i = 0;
		n = 1;
	}
	g->shard = i >= 0 && i < n && n <= SHARDS_MAX ? (unsigned)i : 0;
	g->shards = i >= 0 && i < n && n <= SHARDS_MAX ? (unsigned)n : 1;
}

static void on_ready(struct discord_gateway *g, const struct arrival *a, const json *d)
{
	const char *id;
	const int64_t since = g->had_session ? 0 : g->session.at_ms;

	discord_session_begin(&g->session, d);
	g->session.has_seq = a->frame.has_seq; /* a new session counts anew */
	g->session.seq = a->frame.seq;
	if (!g->session.user[0])
		log_warn(g->host.log, AREA, "READY does not say who we are: mentions go unnoticed");
	discord_link_enter(g, DISCORD_READY, DISCORD_GATEWAY_NEVER, a->now);
	g->futile_resumes = 0;
	learn_shard(g, json_get(d, "shard"));
	id = snowflake_get(json_get(d, "application"), "id");
	snprintf(g->application, sizeof(g->application), "%s", id ? id : "");
	if (g->begun)
		g->begun(g->ctx, g->had_session, since, a->now);
	g->had_session = true;
	discord_link_save_new(g); /* by now it is known what is yet to be read */
	discord_content_ready(g, json_get(d, "application"), a->now);
	discord_probe_ready(g, d, a->now);
}

static void on_resumed(struct discord_gateway *g, const struct arrival *a, const json *d)
{
	(void)d;
	/*
	 * What was written before this moment has just been brought: later losses are read from here; but
	 * what the run before had begun to read is read to its end.
	 */
	if (!g->had_session && g->begun)
		g->begun(g->ctx, false, g->session.behind ? g->session.at_ms : 0, a->now);
	g->had_session = true;
	g->futile_resumes = 0;
	g->counts.resumes++;
	if (!g->shards) /* an earlier run's session, which READY has told of then */
		learn_shard(g, NULL);
	discord_link_enter(g, DISCORD_READY, DISCORD_GATEWAY_NEVER, a->now);
	discord_link_save(g);
	discord_probe_ready(g, NULL, a->now);
}

static const struct {
	const char *name;
	unsigned states; /* where it means something */
	void (*handle)(struct discord_gateway *g, const struct arrival *a, const json *d);
} events[] = {
	{"READY", DISCORD_IN(DISCORD_IDENTIFYING) | DISCORD_IN(DISCORD_RESUMING), on_ready},
	{"RESUMED", DISCORD_IN(DISCORD_RESUMING), on_resumed},
};

/*
 * Part of a frame is missing.  The session is as it was before it, so that a resume brings it again: it may
 * be somebody's emergency.
 */
static void leave_damaged(struct discord_gateway *g, int64_t now)
{
	log_warn(g->host.log, AREA, "a frame without its end");
	discord_link_leave(g, 0, now);
}

/* Handles an event of the session itself; returns whether it is one. */
static bool own_event(struct discord_gateway *g, const struct arrival *a)
{
	json *whole;
	size_t i;

	for (i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		if (strcmp(events[i].name, a->frame.name) != 0)
			continue;
		if (!discord_link_in(g, events[i].states))
			return true;
		whole = json_parse(a->data, a->len);
		if (whole)
			events[i].handle(g, a, json_get(whole, "d"));
		else if (discord_frame_is_cut(a->data, a->len))
			leave_damaged(g, a->now);
		json_free(whole);
		return true;
	}
	return false;
}

/* ------------------------------------------------------------------ opcodes */

static void on_dispatch(struct discord_gateway *g, const struct arrival *a)
{
	const bool had_seq = g->session.has_seq;
	const int64_t before = g->session.seq;
	const int futile = g->futile_resumes;

	if (g->frozen)
		return;
	if (a->frame.has_seq && a->frame.seq > g->session.seq)
		g->futile_resumes = 0;
	if (a->frame.has_seq)
		discord_session_note(&g->session, a->frame.seq);
	g->event_at = a->now;
	g->counts.events++;
	if (g->state == DISCORD_RESUMING) {
		g->due_at = a->now + DISCORD_LINK_RESUME_MS;
		g->counts.replayed++;
	}
	if (own_event(g, a) || g->state == DISCORD_IDENTIFYING)
		return;
	if (g->state == DISCORD_READY)
		discord_probe_event(g, a->now);
	if (g->event(g->ctx, &a->frame, a->data, a->len, g->state == DISCORD_RESUMING))
		return;
	g->session.has_seq = had_seq;
	g->session.seq = before;
	g->futile_resumes = futile;
	leave_damaged(g, a->now);
}

static void on_heartbeat_request(struct discord_gateway *g, const struct arrival *a)
{
	if (discord_pulse_may_send(&g->pulse, a->now))
		send_heartbeat(g, a->now);
}

static void on_reconnect(struct discord_gateway *g, const struct arrival *a)
{
	if (g->state == DISCORD_GREETING && g->resume_backoff.attempt >= STALE_ADDRESS)
		discord_link_give_up_address(g);
	discord_link_leave(g, 0, a->now);
}

static void on_invalid_session(struct discord_gateway *g, const struct arrival *a)
{
	json *whole = json_parse(a->data, a->len);
	int64_t pause = 0;

	if (!json_is_true(json_get(whole, "d"))) {
		discord_link_forget(g);
		pause = backoff_between(
			REIDENTIFY_MIN_MS, REIDENTIFY_MAX_MS, g->host.random(g->host.ctx));
	}
	json_free(whole);
	discord_link_leave(g, pause, a->now);
}

static void on_hello(struct discord_gateway *g, const struct arrival *a)
{
	json *whole = json_parse(a->data, a->len);
	int64_t interval = 0;

	json_get_int(json_get(whole, "d"), "heartbeat_interval", &interval);
	json_free(whole);
	discord_pulse_begin(&g->pulse, interval, g->host.random(g->host.ctx), a->now);
	if (discord_session_held(&g->session))
		resume(g, a->now);
	else
		identify(g, a->now);
}

static void on_ack(struct discord_gateway *g, const struct arrival *a)
{
	int64_t took = discord_pulse_ack(&g->pulse, a->now);

	if (took >= 0)
		histogram_add(&g->answer, took * 1000);
}

#define GREETED                                                                                    \
	(DISCORD_IN(DISCORD_IDENTIFYING) | DISCORD_IN(DISCORD_RESUMING) | DISCORD_IN(DISCORD_READY))

static const struct {
	int64_t op;
	unsigned states; /* where it means something */
	void (*handle)(struct discord_gateway *g, const struct arrival *a);
} ops[] = {
	{0, GREETED, on_dispatch},
	{1, DISCORD_LINKED, on_heartbeat_request},
	{7, DISCORD_LINKED, on_reconnect},
	{9, DISCORD_LINKED, on_invalid_session},
	{10, DISCORD_IN(DISCORD_GREETING), on_hello},
	{11, DISCORD_LINKED, on_ack},
};

/* A stream that yields what is no JSON cannot be trusted: what comes next may be an emergency. */
static bool is_json(const char *data, size_t len)
{
	json *v = json_parse(data, len);

	json_free(v);
	return v || len == 0;
}

void discord_op_handle(struct discord_gateway *g, const char *data, size_t len, int64_t now_ms)
{
	struct arrival a = {.data = data, .len = len, .now = now_ms};
	size_t i;

	if (!discord_frame_read(&a.frame, data, len)) {
		log_debug(g->host.log, AREA, "a frame of %zu bytes without an op", len);
		if (!is_json(data, len))
			leave_damaged(g, now_ms);
		return;
	}
	for (i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		if (ops[i].op != a.frame.op)
			continue;
		if (discord_link_in(g, ops[i].states))
			ops[i].handle(g, &a);
		return;
	}
}
