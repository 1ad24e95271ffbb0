/* Discord's gateway: sessions that outlive connections, each with everything that it has yet to bring. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "chaos/chaos.h"
#include "sandbox/squeeze.h"

#define SESSIONS_MAX 64
#define DISPATCHES_MAX 1024
#define PEERS_MAX 64
#define INTERVAL_MS 41250
#define SILENT_MS 90000 /* a client that sends nothing for so long is gone */
#define SPACING_MS 5000 /* between two IDENTIFYs */

struct dispatch {
	char *json; /* of d */
	char name[32];
	struct message *brings;
	bool edition; /* whether it brings what was edited */
};

struct session {
	char id[24];
	struct peer *peer; /* NULL = nobody is connected */
	int64_t left_at;
	bool over;
	struct dispatch dispatches[DISPATCHES_MAX]; /* [i] has the number i + 1 */
	size_t n;
	unsigned life; /* of the bot that began it */
};

struct peer {
	struct link *link; /* NULL = it has gone without a word */
	struct session *session;
	struct squeeze *squeeze;
	int64_t heard_at;
	struct timer hello, silent;
	bool used;
	bool mute; /* it brings no events any more, whatever it seems */
};

static struct {
	struct session *sessions[SESSIONS_MAX];
	size_t n_sessions;
	struct peer peers[PEERS_MAX];
	int64_t identified_at;
	unsigned identifies; /* of this storm */
	bool cut_next;
	struct dispatch swapped; /* waits for the one that goes before it */
	bool swap_next;
	struct timer swap_over;
} server;

struct weather weather;

/* ------------------------------------------------------------------ sending */

void server_send(struct peer *peer, const char *text, struct message *brings)
{
	struct buf out;

	if (!peer->link)
		return;
	if (!peer->squeeze) {
		net_data(peer->link, text, strlen(text), true, brings);
		return;
	}
	buf_init(&out, 1 << 20);
	if (squeeze_add(peer->squeeze, text, strlen(text), &out) == 0)
		net_data(peer->link, buf_str(&out), out.len, false, brings);
	buf_free(&out);
}

static void send_dispatch(struct peer *peer, const struct dispatch *d, size_t number, bool cut)
{
	struct buf frame;

	buf_init(&frame, 1 << 20);
	buf_printf(&frame, "{\"t\":\"%s\",\"s\":%zu,\"op\":0,\"d\":%s}", d->name, number, d->json);
	if (cut)
		buf_cut(&frame, frame.len - (size_t)chaos_between(1, (int64_t)strlen(d->json) / 2));
	server_send(peer, buf_str(&frame),
		cut || (d->brings && d->edition != d->brings->edited) ? NULL : d->brings);
	buf_free(&frame);
}

void server_link_op(struct peer *peer, int op, bool d)
{
	char frame[64];

	snprintf(frame, sizeof(frame), "{\"op\":%d,\"d\":%s}", op,
		op == 9 && d ? "true"
		: op == 9    ? "false"
			     : "null");
	server_send(peer, frame, NULL);
}

/* ------------------------------------------------------------------ sessions */

static bool is_over(const struct session *s)
{
	return s->over || (!s->peer && storm.now - s->left_at > CHAOS_RESUME_MS);
}

bool server_has_session(void)
{
	size_t i;

	for (i = 0; i < server.n_sessions; i++) {
		if (!is_over(server.sessions[i]))
			return true;
	}
	return false;
}

bool server_holds(const struct message *m)
{
	size_t i, k;

	for (i = 0; i < server.n_sessions; i++) {
		if (is_over(server.sessions[i]))
			continue;
		for (k = 0; k < server.sessions[i]->n; k++) {
			if (server.sessions[i]->dispatches[k].brings == m)
				return true;
		}
	}
	return false;
}

void server_mute(struct peer *peer)
{
	peer->mute = true;
}

bool server_serves(void)
{
	size_t i;

	for (i = 0; i < server.n_sessions; i++) {
		if (server.sessions[i]->peer && server.sessions[i]->peer->link)
			return true;
	}
	return false;
}

static void detach(struct peer *peer)
{
	if (peer->session) {
		peer->session->peer = NULL;
		peer->session->left_at = storm.now;
	}
	peer->session = NULL;
}

static void end_peer(struct peer *peer)
{
	detach(peer);
	squeeze_destroy(peer->squeeze);
	timers_remove(&peer->hello);
	timers_remove(&peer->silent);
	*peer = (struct peer){0};
}

void server_gone(struct peer *peer)
{
	end_peer(peer);
}

void server_deaf(struct peer *peer)
{
	peer->link = NULL;
}

void server_close(struct peer *peer, int code)
{
	struct link *link = peer->link;

	if (code == 4007 || code == 4009 || code == 4003) {
		if (peer->session)
			peer->session->over = true;
		else /* it speaks of the one that was to be resumed */
			server_forget_sessions();
	}
	end_peer(peer);
	if (link)
		net_closed(link, code);
}

void server_forget_sessions(void)
{
	size_t i;

	for (i = 0; i < server.n_sessions; i++)
		server.sessions[i]->over = true;
}

static void append(struct session *s, const struct dispatch *d)
{
	if (s->n == DISPATCHES_MAX) {
		s->over = true;
		return;
	}
	s->dispatches[s->n] = *d;
	s->dispatches[s->n++].json = strdup(d->json);
	if (s->peer)
		send_dispatch(
			s->peer, &s->dispatches[s->n - 1], s->n, server.cut_next && d->brings);
}

static void dispatch_to_all(const struct dispatch *d)
{
	size_t i;

	for (i = 0; i < server.n_sessions; i++) {
		if (!is_over(server.sessions[i]))
			append(server.sessions[i], d);
	}
	if (d->brings)
		server.cut_next = false;
}

static void swap_over(void *ctx)
{
	(void)ctx;
	server.swap_next = false;
	if (!server.swapped.json)
		return;
	timers_remove(&server.swap_over);
	dispatch_to_all(&server.swapped);
	free(server.swapped.json);
	server.swapped.json = NULL;
}

void server_dispatch(const char *event, const char *object, struct message *brings)
{
	struct dispatch d = {.brings = brings, .edition = brings && brings->edited};

	d.json = (char *)(uintptr_t)object;
	snprintf(d.name, sizeof(d.name), "%s", event);
	if (server.swap_next && !server.swapped.json) {
		server.swapped = d;
		server.swapped.json = strdup(object);
		chaos_at(&storm.world, &server.swap_over, 1500, swap_over, NULL);
		return;
	}
	dispatch_to_all(&d);
	swap_over(NULL);
}

void server_again(void)
{
	struct session *s;
	size_t i;

	for (i = 0; i < server.n_sessions; i++) {
		s = server.sessions[i];
		if (!is_over(s) && s->n > 1)
			append(s, &s->dispatches[(size_t)chaos_between(1, (int64_t)s->n - 1)]);
	}
}

void server_swap(void)
{
	server.swap_next = true;
}

void server_cut_next(void)
{
	server.cut_next = true;
}

/* ------------------------------------------------------------------ what the bot sends */

static void begin_session(struct peer *peer)
{
	struct dispatch ready = {.name = "READY"};
	struct session *s;
	char object[512];
	bool had = false;
	size_t i;

	for (i = 0; i < server.n_sessions; i++)
		had = had || server.sessions[i]->life == storm.life;
	if (server.n_sessions == SESSIONS_MAX || !(s = calloc(1, sizeof(*s)))) {
		server_close(peer, 4000);
		return;
	}
	server.sessions[server.n_sessions++] = s;
	s->life = storm.life;
	snprintf(s->id, sizeof(s->id), "s%zu", server.n_sessions);
	detach(peer);
	peer->session = s;
	s->peer = peer;
	tally.sessions++;
	people_excuse(had);
	storm.fast = storm.wall_error > 4000;
	snprintf(object, sizeof(object),
		"{\"v\":10,\"session_id\":\"%s\",\"resume_gateway_url\":\"wss://resume.example\","
		"\"user\":{\"id\":\"" CHAOS_SELF "\"},\"guilds\":[],"
		"\"application\":{\"id\":\"901\",\"flags\":%d}}",
		s->id, 1 << 18);
	ready.json = object;
	append(s, &ready);
}

static void on_identify(struct peer *peer)
{
	bool too_soon = server.identified_at && storm.now - server.identified_at < SPACING_MS;

	chaos_tell("IDENTIFY");
	server.identified_at = storm.now;
	if (++server.identifies > 1000)
		chaos_violation("more than 1000 IDENTIFY");
	if (too_soon)
		server_link_op(peer, 9, false);
	else
		begin_session(peer);
}

static struct session *find_session(const char *id)
{
	size_t i;

	for (i = 0; id && i < server.n_sessions; i++) {
		if (strcmp(server.sessions[i]->id, id) == 0)
			return server.sessions[i];
	}
	return NULL;
}

static void on_resume(struct peer *peer, const json *d)
{
	static struct dispatch resumed = {.name = "RESUMED"};
	struct session *s = find_session(json_get_string(d, "session_id"));
	int64_t seq = -1;
	size_t i;

	json_get_int(d, "seq", &seq);
	chaos_tell("RESUME %s from %" PRId64, s ? s->id : "?", seq);
	if (!s || is_over(s) || seq < 0 || (size_t)seq > s->n) {
		server_link_op(peer, 9, false);
		return;
	}
	if (s->peer)
		server_close(s->peer, 4000);
	tally.resumes++;
	s->peer = peer;
	peer->session = s;
	for (i = (size_t)seq; i < s->n; i++)
		send_dispatch(peer, &s->dispatches[i], i + 1, false);
	resumed.json = (char *)(uintptr_t) "{}";
	append(s, &resumed);
}

/* The members that were asked for: whoever asks wants to see that events still come. */
static void on_probe(struct peer *peer, const json *d)
{
	static struct dispatch chunk = {.name = "GUILD_MEMBERS_CHUNK"};
	const char *guild = json_get_string(d, "guild_id");
	char object[160];

	if (!peer->session)
		return;
	snprintf(object, sizeof(object),
		"{\"guild_id\":\"%s\",\"members\":[],\"chunk_index\":0,\"chunk_count\":1}",
		guild ? guild : "");
	chunk.json = object;
	append(peer->session, &chunk);
}

void server_hear(struct peer *peer, const char *data, size_t len)
{
	json *frame = json_parse(data, len);
	int64_t op = -1;

	peer->heard_at = storm.now;
	json_get_int(frame, "op", &op);
	switch (op) {
	case 1:
		if (storm.now >= weather.no_ack_until)
			server_link_op(peer, 11, false);
		break;
	case 2: on_identify(peer); break;
	case 6: on_resume(peer, json_get(frame, "d")); break;
	case 8: on_probe(peer, json_get(frame, "d")); break;
	default: chaos_violation("a frame that is none: %.*s", (int)len, data);
	}
	json_free(frame);
}

/* ------------------------------------------------------------------ connections */

static void greet(void *ctx)
{
	struct peer *peer = ctx;
	char hello[80];

	if (storm.now < weather.op7_until) {
		server_link_op(peer, 7, false);
		return;
	}
	snprintf(
		hello, sizeof(hello), "{\"op\":10,\"d\":{\"heartbeat_interval\":%d}}", INTERVAL_MS);
	server_send(peer, hello, NULL);
}

/* A client that has gone without a word is noticed at last. */
static void look(void *ctx)
{
	struct peer *peer = ctx;

	if (storm.now - peer->heard_at >= SILENT_MS) {
		chaos_tell("Discord gives up a silent connection");
		server_close(peer, 4000);
		return;
	}
	chaos_at(&storm.world, &peer->silent, 5000, look, peer);
}

struct peer *server_accept(struct link *link, const char *url)
{
	enum squeeze_kind kind = SQUEEZE_NONE;
	struct peer *peer = NULL;
	size_t i;

	for (i = 0; i < PEERS_MAX && !peer; i++) {
		if (!server.peers[i].used)
			peer = &server.peers[i];
	}
	if (!peer) {
		chaos_violation("too many connections");
		return NULL;
	}
	if (!strstr(url, "v=10&encoding=json"))
		chaos_violation("a connection without its query");
	if (weather.transport && strstr(url, "compress=zstd-stream"))
		kind = weather.transport == 2 ? SQUEEZE_ZLIB : SQUEEZE_ZSTD;
	else if (weather.transport && strstr(url, "compress=zlib-stream"))
		kind = SQUEEZE_ZLIB;
	*peer = (struct peer){.link = link, .used = true, .heard_at = storm.now};
	peer->squeeze = kind == SQUEEZE_ZSTD || strstr(url, "zlib") ? squeeze_create(kind) : NULL;
	chaos_at(&storm.world, &peer->silent, 5000, look, peer);
	if (storm.now >= weather.no_hello_until)
		chaos_at(&storm.world, &peer->hello,
			storm.now < weather.late_hello_until ? chaos_between(1000, 25000)
							     : chaos_between(1, 50),
			greet, peer);
	return peer;
}

struct peer *server_peer(void)
{
	size_t i;

	for (i = 0; i < PEERS_MAX; i++) {
		if (server.peers[i].used && server.peers[i].link &&
			server.peers[i].link == net_link())
			return &server.peers[i];
	}
	return NULL;
}

/* ------------------------------------------------------------------ life */

void server_begin(void)
{
	memset(&server, 0, sizeof(server));
	memset(&weather, 0, sizeof(weather));
}

void server_end(void)
{
	size_t i, k;

	for (i = 0; i < PEERS_MAX; i++) {
		if (server.peers[i].used)
			end_peer(&server.peers[i]);
	}
	for (i = 0; i < server.n_sessions; i++) {
		for (k = 0; k < server.sessions[i]->n; k++)
			free(server.sessions[i]->dispatches[k].json);
		free(server.sessions[i]);
	}
	free(server.swapped.json);
}
