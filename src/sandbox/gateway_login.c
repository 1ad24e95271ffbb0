/* Logging in to the sandbox's gateway; see gateway_login.h. */
#include "sandbox/gateway_login.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "sandbox/gateway_conn.h"
#include "sandbox/gateway_op.h"
#include "sandbox/shape.h"

static struct session *find_session(const struct gateway *g, const char *id)
{
	size_t i;

	for (i = 0; i < g->n_sessions; i++) {
		if (strcmp(session_id(g->sessions[i]), id) == 0)
			return g->sessions[i];
	}
	return NULL;
}

static void make_room(struct gateway *g)
{
	size_t i;

	for (i = 0; i < g->n_sessions; i++) {
		if (!session_holder(g->sessions[i])) {
			gateway_conn_forget(g, g->sessions[i]);
			return;
		}
	}
}

/* Session ids are secrets: whoever has one and the token can take the session over. */
static int make_id(char *id)
{
	unsigned char bytes[(SESSION_ID_MAX - 1) / 2];
	size_t i;

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return -1;
	for (i = 0; i < sizeof(bytes); i++)
		snprintf(id + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

/* ------------------------------------------------------------------ logging in */

static bool valid_shard(const json *shard)
{
	const json *id = json_first(shard), *count = id ? json_next(id) : NULL;

	/* one process, one server: only [0, n] makes sense here, and json.h reads no bare numbers */
	return !shard || (json_is_array(shard) && id && count && !json_next(count));
}

/* The code to close with; 0 when the IDENTIFY is right. */
static int objection(const struct gateway *g, const json *d, int64_t *intents)
{
	const char *token = json_get_string(d, "token");
	const int64_t privileged = SESSION_GUILD_MEMBERS | SESSION_GUILD_PRESENCES |
				   (g->settings.message_content ? 0 : SESSION_MESSAGE_CONTENT);

	if (!token || !json_is_object(json_get(d, "properties")))
		return GATEWAY_OP_CLOSE_DECODE;
	if (strcmp(token, g->settings.token) != 0)
		return GATEWAY_OP_CLOSE_AUTHENTICATION;
	if (!valid_shard(json_get(d, "shard")))
		return GATEWAY_OP_CLOSE_SHARD;
	if (!json_get_int(d, "intents", intents) || *intents < 0 ||
		*intents & ~(int64_t)SESSION_KNOWN_INTENTS)
		return GATEWAY_OP_CLOSE_INTENTS;
	return *intents & privileged ? GATEWAY_OP_CLOSE_DISALLOWED : 0;
}

static void put_ready(const struct gateway *g, const struct session *s, struct buf *b)
{
	const struct model *m = g->options.model;

	buf_puts(b, "{\"v\":10,\"user_settings\":{},\"user\":");
	shape_self(b, m);
	buf_puts(b, ",\"session_type\":\"normal\"");
	json_put(b, "session_id", session_id(s));
	json_put(b, "resume_gateway_url", g->settings.resume_url);
	buf_printf(b,
		",\"relationships\":[],\"private_channels\":[],\"presences\":[],\"guilds\":[{"
		"\"id\":"
		"\"%" PRIu64 "\",\"unavailable\":true}],\"guild_join_requests\":[],"
		"\"geo_ordered_rtc_regions\":[],\"application\":{\"id\":\"%" PRIu64
		"\",\"flags\":%d},\"_trace\":[]}",
		m->guild, m->bot->id, g->settings.message_content ? 1 << 19 : 0);
}

static void start(struct gateway_conn *c, int64_t intents)
{
	struct gateway *g = c->gateway;
	char id[SESSION_ID_MAX];
	struct session *s;
	struct buf data;

	if (g->n_sessions == GATEWAY_SESSIONS_MAX)
		make_room(g);
	s = g->n_sessions < GATEWAY_SESSIONS_MAX && make_id(id) == 0 ? session_create(id, intents)
								     : NULL;
	if (!s) {
		gateway_conn_close(c, GATEWAY_OP_CLOSE_UNKNOWN);
		return;
	}
	g->sessions[g->n_sessions++] = s;
	gateway_conn_attach(c, s);
	buf_init(&data, GATEWAY_CONN_DATA_MAX);
	put_ready(g, s, &data);
	session_dispatch(s, "READY", buf_str(&data));
	if (session_wants(s, "GUILD_CREATE", false)) {
		buf_clear(&data);
		shape_created(&data, g->options.model);
		session_dispatch(s, "GUILD_CREATE", buf_str(&data));
	}
	buf_free(&data);
	gateway_conn_tell(g, "ready", "IDENTIFY accepted: READY was sent",
		"{\"session\":\"%s\",\"intents\":%" PRId64 ",\"host\":\"%s\"}", id, intents,
		c->host);
}

void gateway_login_identify(struct gateway_conn *c, const json *d)
{
	int64_t intents = 0;
	char text[GATEWAY_CONN_LINE_MAX];
	int code;

	if (c->session) {
		gateway_conn_close(c, GATEWAY_OP_CLOSE_ALREADY_AUTHENTICATED);
		return;
	}
	code = objection(c->gateway, d, &intents);
	if (code)
		snprintf(text, sizeof(text), "IDENTIFY refused: %d %s", code,
			gateway_op_reason(code));
	else
		snprintf(text, sizeof(text), "IDENTIFY with intents %" PRId64, intents);
	gateway_conn_tell(c->gateway, "identify", text,
		"{\"intents\":%" PRId64 ",\"refused\":%d,\"host\":\"%s\"}", intents, code, c->host);
	if (code)
		gateway_conn_close(c, code);
	else
		start(c, intents);
}

/* ------------------------------------------------------------------ resuming */

static void refuse_resume(struct gateway_conn *c, struct session *s)
{
	if (s)
		gateway_conn_forget(c->gateway, s);
	gateway_conn_send(c, GATEWAY_OP_INVALID_SESSION, "false");
}

static void go_on(struct gateway_conn *c, struct session *s, int64_t seq)
{
	struct gateway_conn *old = session_holder(s);
	char text[GATEWAY_CONN_LINE_MAX];
	int n;

	if (old) {
		gateway_conn_release(s);
		gateway_conn_close(old, GATEWAY_OP_CLOSE_UNKNOWN);
	}
	gateway_conn_attach(c, s);
	n = session_replay(s, seq);
	snprintf(text, sizeof(text), "RESUME accepted, %d event%s replayed", n, n == 1 ? "" : "s");
	gateway_conn_tell(c->gateway, "resumed", text,
		"{\"session\":\"%s\",\"replayed\":%d,\"host\":\"%s\"}", session_id(s), n, c->host);
}

void gateway_login_resume(struct gateway_conn *c, const json *d)
{
	const char *token = json_get_string(d, "token"), *id = json_get_string(d, "session_id");
	struct session *s;
	int64_t seq;

	if (c->session) {
		gateway_conn_close(c, GATEWAY_OP_CLOSE_ALREADY_AUTHENTICATED);
		return;
	}
	if (!token || !id || !json_get_int(d, "seq", &seq)) {
		gateway_conn_close(c, GATEWAY_OP_CLOSE_DECODE);
		return;
	}
	if (strcmp(token, c->gateway->settings.token) != 0) {
		gateway_conn_close(c, GATEWAY_OP_CLOSE_AUTHENTICATION);
		return;
	}
	s = find_session(c->gateway, id);
	gateway_conn_tell(c->gateway, "resume",
		s ? "RESUME of a session" : "RESUME of an unknown session",
		"{\"known\":%s,\"host\":\"%s\"}", s ? "true" : "false", c->host);
	if (s && seq > session_seq(s)) {
		gateway_conn_forget(c->gateway, s);
		gateway_conn_close(c, GATEWAY_OP_CLOSE_SEQ);
	} else if (!s || seq < 0 || !session_can_replay(s, seq)) {
		refuse_resume(c, s);
	} else {
		go_on(c, s, seq);
	}
}
