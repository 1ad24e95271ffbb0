/* The sandbox's gateway; see gateway.h. */
#include "sandbox/gateway.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox/gateway_conn.h"
#include "sandbox/gateway_login.h"
#include "sandbox/gateway_op.h"
#include "sandbox/rights.h"
#include "sandbox/shape.h"

/* ------------------------------------------------------------------ in */

static void expect_heartbeat(struct gateway_conn *c)
{
	int64_t patience = 2 * c->heartbeat_ms;

	if (patience < GATEWAY_PATIENCE_MS)
		patience = GATEWAY_PATIENCE_MS;
	c->overdue_ms = c->gateway->options.clock() + patience;
}

static void on_heartbeat(struct gateway_conn *c, const json *payload)
{
	const json *d = json_get(payload, "d");
	int64_t seq = 0;

	if (!json_is_null(d) && !json_get_int(payload, "d", &seq)) {
		gateway_conn_close(c, GATEWAY_OP_CLOSE_DECODE);
		return;
	}
	expect_heartbeat(c);
	if (c->gateway->settings.traces)
		gateway_conn_tell(c->gateway, "heartbeat", "heartbeat",
			"{\"seq\":%" PRId64 ",\"sent\":%" PRId64 "}", seq,
			c->session ? session_seq(c->session) : 0);
	if (c->gateway->settings.acks)
		gateway_conn_send(c, GATEWAY_OP_ACK, "null");
}

static bool too_many(struct gateway_conn *c)
{
	const int64_t now = c->gateway->options.clock();
	int64_t *slot = &c->sends[c->n_sends++ % GATEWAY_SENDS_MAX];
	const bool full = c->n_sends > GATEWAY_SENDS_MAX && *slot > now - GATEWAY_SENDS_MS;

	*slot = now;
	return full;
}

/* Nobody uses the members here: that the answer comes is what is wanted of it. */
static void on_request_members(struct gateway_conn *c, const json *d)
{
	const char *guild = json_get_string(d, "guild_id");
	struct buf data;

	if (!c->session) {
		gateway_conn_close(c, GATEWAY_OP_CLOSE_NOT_AUTHENTICATED);
		return;
	}
	buf_init(&data, GATEWAY_PAYLOAD_MAX * 2);
	buf_putc(&data, '{');
	json_put(&data, "guild_id", guild ? guild : "");
	if (buf_puts(&data, ",\"members\":[],\"chunk_index\":0,\"chunk_count\":1}"))
		session_dispatch(c->session, "GUILD_MEMBERS_CHUNK", buf_str(&data));
	buf_free(&data);
}

static void handle(struct gateway_conn *c, const json *payload, int64_t op)
{
	switch (op) {
	case GATEWAY_OP_HEARTBEAT: on_heartbeat(c, payload); break;
	case GATEWAY_OP_IDENTIFY: gateway_login_identify(c, json_get(payload, "d")); break;
	case GATEWAY_OP_RESUME: gateway_login_resume(c, json_get(payload, "d")); break;
	case GATEWAY_OP_PRESENCE:
	case GATEWAY_OP_VOICE_STATE:
	case GATEWAY_OP_REQUEST_MEMBERS: on_request_members(c, json_get(payload, "d")); break;
	case GATEWAY_OP_SOUNDBOARD:
	case GATEWAY_OP_CHANNEL_INFO:
		if (!c->session)
			gateway_conn_close(c, GATEWAY_OP_CLOSE_NOT_AUTHENTICATED);
		break;
	default: gateway_conn_close(c, GATEWAY_OP_CLOSE_OPCODE);
	}
}

void gateway_receive(struct gateway_conn *c, const char *data, size_t len, bool is_text)
{
	json *payload;
	int64_t op;

	if (c->closing || c->silent)
		return;
	if (!is_text || len > GATEWAY_PAYLOAD_MAX) {
		gateway_conn_close(c, GATEWAY_OP_CLOSE_DECODE);
		return;
	}
	if (too_many(c)) {
		gateway_conn_close(c, GATEWAY_OP_CLOSE_RATE);
		return;
	}
	payload = json_parse(data, len);
	if (json_get_int(payload, "op", &op))
		handle(c, payload, op);
	else
		gateway_conn_close(c, GATEWAY_OP_CLOSE_DECODE);
	json_free(payload);
}

/* ------------------------------------------------------------------ connections */

static void greet(struct gateway_conn *c, const struct gateway_place *place)
{
	char d[64];

	if (strcmp(place->version, "10") != 0) {
		gateway_conn_close(c, GATEWAY_OP_CLOSE_VERSION);
		return;
	}
	if (strcmp(place->encoding, "json") != 0) {
		gateway_conn_close(c, GATEWAY_OP_CLOSE_DECODE);
		return;
	}
	snprintf(d, sizeof(d), "{\"heartbeat_interval\":%" PRId64 ",\"_trace\":[]}",
		c->heartbeat_ms);
	gateway_conn_send(c, GATEWAY_OP_HELLO, d);
}

struct gateway_conn *gateway_open(struct gateway *g, const struct gateway_place *place,
	const struct gateway_wire *wire, void *ctx)
{
	const enum squeeze_kind kind = squeeze_kind(place->compress);
	struct gateway_conn *c;

	if (g->n_conns == GATEWAY_CONNECTIONS_MAX)
		return NULL;
	c = calloc(1, sizeof(*c));
	if (!c)
		return NULL;
	c->gateway = g;
	c->wire = wire;
	c->ctx = ctx;
	c->host = place->host;
	c->heartbeat_ms = g->settings.heartbeat_ms;
	if (kind != SQUEEZE_NONE) {
		c->squeeze = squeeze_create(kind);
		if (!c->squeeze) {
			free(c);
			return NULL;
		}
	}
	c->next = g->conns;
	g->conns = c;
	g->n_conns++;
	expect_heartbeat(c);
	gateway_conn_tell(g, "connection",
		kind == SQUEEZE_NONE ? "a client connects" : "a client connects, compressed",
		"{\"host\":\"%s\"}", c->host);
	greet(c, place);
	return c;
}

/* A client that says 1000 or 1001 gives its session up. */
static void leave_session(struct gateway_conn *c, int code)
{
	if (!c->session)
		return;
	if (!c->closing && (code == 1000 || code == 1001))
		gateway_conn_forget(c->gateway, c->session);
	else
		gateway_conn_release(c->session);
}

void gateway_closed(struct gateway_conn *c, int code)
{
	struct gateway *g = c->gateway;
	struct gateway_conn **at = &g->conns;
	const char *by = c->closing ? "server" : code ? "client" : "network";
	const int told = c->closing && c->own_code ? c->own_code : code ? code : 1006;
	char text[GATEWAY_CONN_LINE_MAX];

	leave_session(c, code);
	while (*at != c)
		at = &(*at)->next;
	*at = c->next;
	g->n_conns--;
	snprintf(text, sizeof(text), "connection closed by the %s: %d %s", by, told,
		gateway_op_reason(told));
	gateway_conn_tell(g, "closed", text, "{\"code\":%d,\"by\":\"%s\",\"host\":\"%s\"}", told,
		by, c->host);
	squeeze_destroy(c->squeeze);
	free(c);
}

void gateway_tick(struct gateway *g)
{
	const int64_t now = g->options.clock();
	struct gateway_conn *c;

	for (c = g->conns; c; c = c->next) {
		if (c->closing)
			continue;
		if (c->overdue_ms <= now)
			gateway_conn_close(c, GATEWAY_OP_CLOSE_TIMEOUT);
		else if (c->leave_ms && c->leave_ms <= now)
			gateway_conn_close(c, GATEWAY_OP_CLOSE_UNKNOWN);
	}
}

/* ------------------------------------------------------------------ events */

void gateway_event(
	struct gateway *g, const char *event, const char *data, const struct model_channel *channel)
{
	const struct model *m = g->options.model;
	const bool direct = channel->type == MODEL_DIRECT;
	size_t i;

	if (!rights_may(m, m->bot, channel, RIGHTS_VIEW_CHANNEL))
		return;
	for (i = 0; i < g->n_sessions; i++) {
		if (session_wants(g->sessions[i], event, direct))
			session_dispatch(g->sessions[i], event, data);
	}
}

/* A message, which not every session is shown the words of. */
static void show_message(struct gateway *g, const char *event, const struct model_message *message)
{
	const struct model *m = g->options.model;
	const bool direct = message->channel->type == MODEL_DIRECT;
	struct buf data;
	size_t i;

	if (!rights_may(m, m->bot, message->channel, RIGHTS_VIEW_CHANNEL))
		return;
	buf_init(&data, GATEWAY_CONN_DATA_MAX);
	for (i = 0; i < g->n_sessions; i++) {
		if (!session_wants(g->sessions[i], event, direct))
			continue;
		buf_clear(&data);
		if (shape_message(&data, m, message, SHAPE_GATEWAY,
			    session_intents(g->sessions[i]) & SESSION_MESSAGE_CONTENT))
			session_dispatch(g->sessions[i], event, buf_str(&data));
	}
	buf_free(&data);
}

void gateway_message(
	struct gateway *g, enum model_change change, const struct model_message *message)
{
	static const char *const events[] = {
		[MODEL_NEW] = "MESSAGE_CREATE",
		[MODEL_EDITED] = "MESSAGE_UPDATE",
	};
	char data[GATEWAY_CONN_LINE_MAX];
	int n;

	if (change != MODEL_REMOVED) {
		show_message(g, events[change], message);
		return;
	}
	n = snprintf(data, sizeof(data), "{\"id\":\"%" PRIu64 "\",\"channel_id\":\"%" PRIu64 "\"",
		message->id, message->channel->id);
	if (message->channel->type == MODEL_DIRECT)
		snprintf(data + n, sizeof(data) - (size_t)n, "}");
	else
		snprintf(data + n, sizeof(data) - (size_t)n, ",\"guild_id\":\"%" PRIu64 "\"}",
			g->options.model->guild);
	gateway_event(g, "MESSAGE_DELETE", data, message->channel);
}

void gateway_channel(struct gateway *g, const struct model_channel *channel)
{
	const bool is_thread = channel->type == MODEL_THREAD;
	struct buf data;

	if (channel->type == MODEL_DIRECT)
		return;
	buf_init(&data, GATEWAY_CONN_DATA_MAX);
	if (shape_channel(
		    &data, g->options.model, channel, is_thread ? ",\"newly_created\":true" : ""))
		gateway_event(
			g, is_thread ? "THREAD_CREATE" : "CHANNEL_CREATE", buf_str(&data), channel);
	buf_free(&data);
}

void gateway_reaction(struct gateway *g, const struct model_message *message,
	const struct model_user *user, const char *emoji, bool is_added)
{
	const struct model *m = g->options.model;
	const struct model_channel *channel = message->channel;
	struct buf data;

	buf_init(&data, GATEWAY_CONN_DATA_MAX);
	buf_putc(&data, '{');
	shape_id(&data, "user_id", user->id);
	shape_id(&data, "channel_id", channel->id);
	shape_id(&data, "message_id", message->id);
	if (is_added)
		shape_id(&data, "message_author_id", message->author->id);
	shape_emoji(&data, emoji);
	if (channel->type != MODEL_DIRECT) {
		shape_id(&data, "guild_id", m->guild);
		if (is_added) {
			buf_puts(&data, ",\"member\":");
			shape_member(&data, m, user, true);
		}
	}
	if (buf_puts(&data, ",\"type\":0,\"burst\":false}"))
		gateway_event(g, is_added ? "MESSAGE_REACTION_ADD" : "MESSAGE_REACTION_REMOVE",
			buf_str(&data), channel);
	buf_free(&data);
}

void gateway_interaction(struct gateway *g, const char *data)
{
	size_t i;

	for (i = 0; i < g->n_sessions; i++)
		session_dispatch(g->sessions[i], "INTERACTION_CREATE", data);
}

int gateway_ready(const struct gateway *g)
{
	int n = 0;
	size_t i;

	for (i = 0; i < g->n_sessions; i++)
		n += session_holder(g->sessions[i]) != NULL;
	return n;
}

/* ------------------------------------------------------------------ trouble */

void gateway_reconnect(struct gateway *g)
{
	struct gateway_conn *c;

	for (c = g->conns; c; c = c->next) {
		gateway_conn_send(c, GATEWAY_OP_RECONNECT, "null");
		c->leave_ms = g->options.clock() + GATEWAY_LEAVE_MS;
	}
}

void gateway_ask(struct gateway *g)
{
	struct gateway_conn *c;

	for (c = g->conns; c; c = c->next)
		gateway_conn_send(c, GATEWAY_OP_HEARTBEAT, "null");
}

void gateway_invalidate(struct gateway *g, bool resumable)
{
	struct gateway_conn *c;
	struct session *s;

	for (c = g->conns; c; c = c->next) {
		s = c->session;
		if (!s)
			continue;
		if (resumable)
			gateway_conn_release(s);
		else
			gateway_conn_forget(g, s);
		gateway_conn_send(c, GATEWAY_OP_INVALID_SESSION, resumable ? "true" : "false");
	}
	if (!resumable)
		gateway_forget(g);
}

void gateway_forget(struct gateway *g)
{
	while (g->n_sessions)
		gateway_conn_forget(g, g->sessions[0]);
}

void gateway_drop(struct gateway *g)
{
	struct gateway_conn *c;

	for (c = g->conns; c; c = c->next)
		gateway_conn_drop(c);
}

void gateway_silence(struct gateway *g)
{
	struct gateway_conn *c;

	for (c = g->conns; c; c = c->next)
		c->silent = true;
}

void gateway_close(struct gateway *g, int code)
{
	struct gateway_conn *c;

	for (c = g->conns; c; c = c->next)
		gateway_conn_close(c, code);
}

/* ------------------------------------------------------------------ life */

struct gateway *gateway_create(const struct gateway_options *options)
{
	struct gateway *g = calloc(1, sizeof(*g));

	if (!g)
		return NULL;
	g->options = *options;
	g->settings = (struct gateway_settings){
		.token = "",
		.resume_url = "",
		.message_content = true,
		.acks = true,
		.heartbeat_ms = GATEWAY_HEARTBEAT_MS,
	};
	return g;
}

void gateway_destroy(struct gateway *g)
{
	size_t i;

	if (!g)
		return;
	for (i = 0; i < g->n_sessions; i++)
		session_destroy(g->sessions[i]);
	free(g);
}

struct gateway_settings *gateway_settings(struct gateway *g)
{
	return &g->settings;
}
