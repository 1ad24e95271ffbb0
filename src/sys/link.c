/* One outgoing WebSocket connection over libwebsockets; see link.h. */
#include "sys/link.h"

#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/url.h"
#include "sys/frames.h"
#include "sys/header.h"
#include "sys/loop.h"
#include "sys/resolve.h"

#define KEEP_MAX 65536 /* bytes of reassembly memory that are kept for the next message */
#define TOO_BIG 1009   /* close code: message too big (RFC 6455 section 7.4.1) */

_Static_assert(FRAMES_HEADROOM >= LWS_PRE, "lws_write() writes the frame's head there");

enum state { IDLE, RESOLVING, CONNECTING, OPEN, CLOSING };

static const char *const state_names[] = {"idle", "resolving", "connecting", "open", "closing"};

struct link {
	struct loop_client client; /* first: libwebsockets' events come in through it */
	struct loop *loop;
	struct log *log;
	struct resolve *resolve;
	struct link_callbacks on;
	void *ctx;
	char *user_agent;
	int64_t connect_ms;
	lws_retry_bo_t liveness;

	enum state state;
	struct url to;
	struct resolve_query *query; /* while resolving */
	struct resolve_result addresses;
	size_t next_address;
	struct lws *wsi; /* from connecting on */
	bool starting;   /* libwebsockets is being asked for a connection: its result says it all */
	bool asked;      /* the upgrade request was written: no other address is tried */
	int peer_code;   /* of the peer's close frame */
	int own_code;    /* of ours; 0 once it was handed over */
	struct frames out;  /* not yet written */
	struct buf message; /* the pieces of the message that is coming in */
	struct timer step;  /* the next thing to do: try an address, tell that the link is gone */
	struct timer limit; /* for connecting, then for closing */

	unsigned depth; /* how many of our functions that call out are on the stack */
	bool dead;      /* destroyed while depth > 0: the last of them releases it */
};

/* ------------------------------------------------------------------ life */

static void release(struct link *link)
{
	buf_free(&link->message);
	free(link->user_agent);
	free(link);
}

/* Undoes one depth++; whether link is still there. */
static bool leave(struct link *link)
{
	link->depth--;
	if (!link->dead)
		return true;
	if (link->depth == 0)
		release(link);
	return false;
}

static void set_state(struct link *link, enum state state)
{
	link->state = state;
	log_debug(link->log, "link", "%s: %s", link->to.host, state_names[state]);
}

/* Ends the connection, of which nothing will be heard any more. */
static void drop_connection(struct link *link)
{
	if (link->wsi)
		loop_drop(link->wsi);
	link->wsi = NULL;
}

/* Back to idle, with nothing left behind. */
static void reset(struct link *link)
{
	loop_timer_cancel(&link->step);
	loop_timer_cancel(&link->limit);
	resolve_cancel(link->query);
	link->query = NULL;
	drop_connection(link);
	frames_clear(&link->out);
	buf_free(&link->message);
	set_state(link, IDLE);
}

/* Edges e and f: to be called by the loop only. */
static void finish(struct link *link, int code)
{
	reset(link);
	link->depth++;
	link->on.closed(link->ctx, code);
	(void)leave(link);
}

static void finish_lost(void *ctx)
{
	finish(ctx, 0);
}

/* Drops the connection; closed() follows once the loop has control again. */
static void give_up(struct link *link)
{
	reset(link);
	link->state = CLOSING;
	loop_defer(link->loop, &link->step, finish_lost, link);
}

/* ------------------------------------------------------------------ connecting */

static void start_connection(struct link *link, const char *address)
{
	const struct url *to = &link->to;
	char host[URL_AUTHORITY_MAX];
	const struct lws_client_connect_info info = {
		.context = loop_context(link->loop),
		.vhost = loop_client_vhost(link->loop),
		.address = address,
		/* the certificate is checked against it, up to a colon: it must not be empty */
		.host = host,
		.port = to->port,
		.path = to->path,
		.ssl_connection =
			(to->encrypted ? LCCSCF_USE_SSL : 0) | LCCSCF_HTTP_NO_FOLLOW_REDIRECT,
		.local_protocol_name = LOOP_PROTOCOL,
		.alpn = "http/1.1",
		.ietf_version_or_minus_one = -1,
		.retry_and_idle_policy = &link->liveness,
		.opaque_user_data = &link->client,
		.pwsi = &link->wsi,
	};

	url_authority(to, host);
	link->asked = false;
	link->starting = true;
	if (!lws_client_connect_via_info(&info))
		link->wsi = NULL;
	link->starting = false;
}

/* Tries the next address; every failure but the last ends up here again. */
static void try_address(void *ctx)
{
	struct link *link = ctx;

	drop_connection(link);
	link->depth++;
	while (!link->wsi && link->next_address < link->addresses.n)
		start_connection(link, link->addresses.address[link->next_address++]);
	if (!leave(link))
		return;
	if (!link->wsi) {
		log_warn(link->log, "link", "cannot connect to %s", link->to.host);
		finish(link, 0);
		return;
	}
	if (link->next_address < link->addresses.n)
		loop_timer_set(
			link->loop, &link->step, loop_now() + LINK_ADDRESS_MS, try_address, link);
}

static void on_resolved(void *ctx, const struct resolve_result *result)
{
	struct link *link = ctx;

	link->query = NULL;
	if (!result->n) {
		log_warn(link->log, "link", "cannot resolve %s: %s", link->to.host, result->error);
		finish(link, 0);
		return;
	}
	link->addresses = *result;
	set_state(link, CONNECTING);
	try_address(link);
}

static void on_limit(void *ctx)
{
	struct link *link = ctx;

	log_warn(link->log, "link", "%s: out of time while %s", link->to.host,
		state_names[link->state]);
	finish(link, link->peer_code);
}

/* Why a link may not be made to it; NULL when it may. */
static const char *objection(const struct url *to)
{
	if (to->kind != URL_WEBSOCKET)
		return "no ws or wss URL";
	if (!to->encrypted && !url_is_loopback(to))
		return "plain ws is for this machine only, use wss";
	if (to->encrypted && to->host_kind == URL_IPV6)
		return "wss to a literal IPv6 address cannot be verified, use a name";
	if (strlen(to->host) > LINK_HOST_MAX)
		return "the host name is too long";
	return NULL;
}

int link_open(struct link *link, const char *url)
{
	const char *why;

	if (link->state != IDLE) {
		log_error(
			link->log, "link", "%s: opened again before it was closed", link->to.host);
		return -1;
	}
	why = url_parse(url, &link->to) == 0 ? objection(&link->to) : "not a valid URL";
	if (why) {
		/* not the URL itself: some carry a ticket */
		log_error(link->log, "link", "cannot open a link: %s", why);
		link->to.host[0] = '\0';
		return -1;
	}
	link->next_address = 0;
	link->peer_code = link->own_code = 0;
	if (resolve_known(link->to.host, &link->addresses)) {
		set_state(link, CONNECTING);
		loop_defer(link->loop, &link->step, try_address, link);
	} else {
		set_state(link, RESOLVING);
		link->query = resolve_start(link->resolve, link->to.host, on_resolved, link);
		if (!link->query) {
			log_warn(link->log, "link", "cannot resolve %s: too much to do",
				link->to.host);
			give_up(link);
			return 0;
		}
	}
	loop_timer_set(link->loop, &link->limit, loop_now() + link->connect_ms, on_limit, link);
	return 0;
}

/* ------------------------------------------------------------------ events */

struct event {
	struct lws *wsi;
	void *in;
	size_t len;
};

static int on_append_header(struct link *link, const struct event *e)
{
	unsigned char **at = e->in;
	const char *value = link->user_agent;

	link->asked = true;
	loop_timer_cancel(&link->step);
	return lws_add_http_header_by_token(e->wsi, WSI_TOKEN_HTTP_USER_AGENT,
		       (const unsigned char *)value, (int)strlen(value), at, *at + e->len)
		       ? -1
		       : 0;
}

/* What the server said instead of 101. */
static int on_answer(struct link *link, const struct event *e)
{
	unsigned status = lws_http_client_http_response(e->wsi);

	if (status != 101)
		log_warn(link->log, "link", "%s refused the upgrade with status %u", link->to.host,
			status);
	return 0;
}

static int on_failed(struct link *link, const struct event *e)
{
	lws_set_opaque_user_data(e->wsi, NULL);
	link->wsi = NULL;
	if (link->starting)
		return 0;
	log_warn(link->log, "link", "%s (%s): %.*s", link->to.host,
		link->next_address ? link->addresses.address[link->next_address - 1] : "",
		e->in ? (int)e->len : 0, e->in ? (const char *)e->in : "");
	if (link->asked || link->next_address == link->addresses.n)
		finish(link, 0);
	else
		loop_defer(link->loop, &link->step, try_address, link);
	return 0;
}

static int on_opened(struct link *link, const struct event *e)
{
	(void)e;
	loop_timer_cancel(&link->step);
	loop_timer_cancel(&link->limit);
	set_state(link, OPEN);
	link->on.opened(link->ctx);
	return 0;
}

/* Passes the message on and gives its memory back when it was a large one. */
static void deliver(struct link *link, bool is_text)
{
	struct buf message = link->message;

	/* the callback may destroy the link, or end it and open it again */
	buf_init(&link->message, LINK_MESSAGE_MAX);
	link->on.received(link->ctx, buf_str(&message), message.len, is_text);
	if (message.cap > KEEP_MAX || link->dead || link->message.data) {
		buf_free(&message);
		return;
	}
	buf_clear(&message);
	link->message = message;
}

static int on_received(struct link *link, const struct event *e)
{
	size_t room = LINK_MESSAGE_MAX - link->message.len;
	size_t more = lws_remaining_packet_payload(e->wsi);
	bool whole = lws_is_final_fragment(e->wsi) && !more;
	bool is_text = !lws_frame_is_binary(e->wsi);

	if (link->state != OPEN)
		return 0;
	/* behind a long backlog the pong that is waited for may be far away */
	lws_validity_confirmed(e->wsi);
	if (lws_is_first_fragment(e->wsi) && whole) {
		link->on.received(link->ctx, e->in, e->len, is_text);
		return 0;
	}
	if (e->len > room || more > room - e->len || !buf_put(&link->message, e->in, e->len)) {
		log_warn(link->log, "link", "%s: a message is too large", link->to.host);
		link_close(link, TOO_BIG);
		return 0;
	}
	if (whole)
		deliver(link, is_text);
	return 0;
}

/* One frame for each event; the last thing to be written is our close frame. */
static int on_writable(struct link *link, const struct event *e)
{
	struct frame *frame = frames_pop(&link->out);
	bool written;

	if (frame) {
		written = lws_write(e->wsi, frame->data + FRAMES_HEADROOM, frame->len,
				  LWS_WRITE_TEXT) >= (int)frame->len;
		free(frame);
		if (!written)
			return -1;
		if (link->out.first || link->own_code)
			lws_callback_on_writable(e->wsi);
		return 0;
	}
	if (!link->own_code)
		return 0;
	lws_close_reason(e->wsi, (enum lws_close_status)link->own_code, NULL, 0);
	link->own_code = 0;
	return -1;
}

static int on_peer_close(struct link *link, const struct event *e)
{
	const unsigned char *bytes = e->in;

	link->peer_code = e->len >= 2 ? bytes[0] << 8 | bytes[1] : 0;
	return 0;
}

static int on_closed(struct link *link, const struct event *e)
{
	lws_set_opaque_user_data(e->wsi, NULL);
	link->wsi = NULL;
	if (!link->starting)
		finish(link, link->peer_code);
	return 0;
}

static int on_event(struct loop_client *client, struct lws *wsi, int reason, void *in, size_t len)
{
	static const struct {
		int reason;
		int (*fn)(struct link *link, const struct event *e);
	} table[] = {
		{LWS_CALLBACK_CLIENT_RECEIVE, on_received},
		{LWS_CALLBACK_CLIENT_WRITEABLE, on_writable},
		{LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER, on_append_header},
		{LWS_CALLBACK_ESTABLISHED_CLIENT_HTTP, on_answer},
		{LWS_CALLBACK_CLIENT_ESTABLISHED, on_opened},
		{LWS_CALLBACK_CLIENT_CONNECTION_ERROR, on_failed},
		{LWS_CALLBACK_WS_PEER_INITIATED_CLOSE, on_peer_close},
		{LWS_CALLBACK_CLIENT_CLOSED, on_closed},
		{LWS_CALLBACK_CLOSED_CLIENT_HTTP, on_closed},
	};
	struct link *link = lws_container_of(client, struct link, client);
	const struct event e = {wsi, in, len};
	int result = 0;
	size_t i;

	link->depth++;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (table[i].reason == reason)
			result = table[i].fn(link, &e);
	}
	(void)leave(link);
	return result;
}

/* ------------------------------------------------------------------ the rest of the interface */

struct link *link_create(
	const struct link_options *options, const struct link_callbacks *callbacks, void *ctx)
{
	struct link *link;
	uint16_t ping_s;

	if (!header_value_ok(options->user_agent))
		return NULL;
	link = calloc(1, sizeof(*link));
	if (!link)
		return NULL;
	link->client.event = on_event;
	link->loop = options->loop;
	link->log = loop_log(options->loop);
	link->resolve = options->resolve;
	link->on = *callbacks;
	link->ctx = ctx;
	link->connect_ms = options->connect_ms ? options->connect_ms : LINK_CONNECT_MS;
	ping_s = options->ping_s ? options->ping_s : LINK_PING_S;
	link->liveness.secs_since_valid_ping = ping_s;
	link->liveness.secs_since_valid_hangup = (uint16_t)(ping_s + ping_s / 3 + (ping_s < 3));
	buf_init(&link->message, LINK_MESSAGE_MAX);
	link->user_agent = strdup(options->user_agent);
	if (link->user_agent)
		return link;
	link_destroy(link);
	return NULL;
}

void link_destroy(struct link *link)
{
	if (!link)
		return;
	reset(link);
	link->dead = true;
	if (link->depth == 0)
		release(link);
}

int link_send(struct link *link, const char *data, size_t len)
{
	if (link->state != OPEN)
		return -1;
	if (frames_push(&link->out, data, len) != 0) {
		log_error(link->log, "link", "%s: takes too little of what is sent: dropped",
			link->to.host);
		give_up(link);
		return -1;
	}
	lws_callback_on_writable(link->wsi);
	return 0;
}

void link_close(struct link *link, int code)
{
	switch (link->state) {
	case IDLE:
	case CLOSING: break;
	case RESOLVING:
	case CONNECTING: give_up(link); break;
	case OPEN:
		set_state(link, CLOSING);
		link->own_code = code >= 1000 && code <= 4999 ? code : 1000;
		lws_callback_on_writable(link->wsi);
		loop_timer_set(
			link->loop, &link->limit, loop_now() + LINK_CLOSE_MS, on_limit, link);
		break;
	}
}

bool link_is_open(const struct link *link)
{
	return link->state == OPEN;
}
