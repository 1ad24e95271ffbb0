/* A small HTTP and WebSocket server over libwebsockets; see serve.h. */
#include "sys/serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libwebsockets.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/log.h"
#include "sys/loop.h"
#include "sys/serve_conn.h"
#include "sys/serve_http.h"

#define RX_BUFFER 16384 /* bytes of a WebSocket message that are handed over at once */
#define CHUNK 32768     /* bytes of an answer that are written at once */
#define PROTOCOL "serve"
#define DRAIN_MAX 16777216 /* bytes of a refused body that are still read */
#define KEEPALIVE_SECS 60

/* What libwebsockets knows of a server; it goes with the vhost, a little later than that. */
struct husk {
	struct serve *serve; /* NULL once it was destroyed */
};

/* ------------------------------------------------------------------ connections */

static struct serve_socket *create_socket(struct serve *s, struct lws *wsi)
{
	struct serve_socket *c;

	if (s->n == s->options.connections_max) {
		s->turned_away++;
		log_warn(s->log, "serve", "more than %zu connections: one is refused",
			s->options.connections_max);
		return NULL;
	}
	c = calloc(1, sizeof(*c));
	if (!c)
		return NULL;
	c->serve = s;
	c->wsi = wsi;
	buf_init(&c->body, s->options.body_max);
	buf_init(&c->out, LWS_PRE + SERVE_HTTP_HEAD_MAX + SERVE_ANSWER_MAX);
	c->next = s->first;
	c->link = &s->first;
	if (c->next)
		c->next->link = &c->next;
	s->first = c;
	s->n++;
	lws_set_opaque_user_data(wsi, c);
	return c;
}

/* libwebsockets hears no more of it than that its connection is to go. */
static void free_socket(struct serve_socket *c)
{
	loop_timer_cancel(&c->deadline);
	lws_set_opaque_user_data(c->wsi, NULL);
	*c->link = c->next;
	if (c->next)
		c->next->link = c->link;
	c->serve->n--;
	buf_free(&c->body);
	buf_free(&c->out);
	buf_free(&c->message);
	frames_clear(&c->frames);
	free(c);
}

/* ------------------------------------------------------------------ answering */

/* Puts the answer in c->out, to be written when the peer takes it. */
static int queue_answer(struct serve_socket *c, struct serve_answer *answer)
{
	static const char room[LWS_PRE];

	if (!buf_ok(&answer->headers) || !buf_ok(&answer->body))
		serve_http_error(answer, 500);
	buf_clear(&c->out);
	buf_put(&c->out, room, LWS_PRE);
	serve_http_head(answer, c->close, &c->out);
	if (strcmp(c->asked.method, "HEAD") != 0)
		buf_put(&c->out, buf_str(&answer->body), answer->body.len);
	c->written = LWS_PRE;
	c->answered = true;
	if (!buf_ok(&c->out))
		return -1;
	lws_callback_on_writable(c->wsi);
	return 0;
}

static void init_answer(struct serve_answer *answer)
{
	*answer = (struct serve_answer){.status = 200};
	buf_init(&answer->headers, SERVE_HEADERS_MAX);
	buf_init(&answer->body, SERVE_ANSWER_MAX);
}

static void free_answer(struct serve_answer *answer)
{
	buf_free(&answer->headers);
	buf_free(&answer->body);
}

/* Refuses; what else the peer had to say is not waited for. */
static int refuse(struct serve_socket *c, int status)
{
	struct serve_answer answer;
	int result;

	init_answer(&answer);
	serve_http_error(&answer, status);
	c->close = true;
	result = queue_answer(c, &answer);
	free_answer(&answer);
	return result;
}

static int answer_request(struct serve_socket *c)
{
	const struct serve_options *o = &c->serve->options;
	const struct serve_route *route = serve_http_route(o->routes, o->n_routes, c->asked.path);
	const struct serve_request request = serve_conn_request(c);
	struct serve_answer answer;
	int result;

	init_answer(&answer);
	if (!route)
		serve_http_error(&answer, 404);
	else if (!route->request)
		serve_http_error(&answer, 426);
	else
		route->request(o->ctx, &request, &answer);
	if (answer.drop)
		serve_conn_reset(c);
	c->close = c->close || answer.stream;
	result = answer.drop ? -1 : queue_answer(c, &answer);
	if (result == 0 && answer.stream)
		result = serve_conn_begin_stream(c, &answer);
	free_answer(&answer);
	return result;
}

/* ------------------------------------------------------------------ events of HTTP */

/* Refuses an upgrade, in the words of libwebsockets, which ends the connection then. */
static int refuse_upgrade(struct serve_socket *c, int status)
{
	return lws_return_http_status(c->wsi, (unsigned)status, NULL) < 0 ? -1 : 1;
}

/* Somebody dribbles a request, or does not take the answer. */
static void end_slow(void *ctx)
{
	struct serve_socket *c = ctx;

	lws_set_timeout(c->wsi, PENDING_TIMEOUT_HTTP_CONTENT, LWS_TO_KILL_ASYNC);
}

static void set_deadline(struct serve *s, struct serve_socket *c)
{
	const int64_t ms = s->options.request_ms ? s->options.request_ms : SERVE_REQUEST_MS;

	loop_timer_set(s->options.loop, &c->deadline, loop_now() + ms, end_slow, c);
}

/* Counted from here on: one that never says a word would hold a descriptor, too. */
static int on_accepted(struct serve *s, struct serve_socket *c, const struct event *e)
{
	return c || create_socket(s, e->wsi) ? 0 : -1;
}

static int on_upgrade(struct serve *s, struct serve_socket *c, const struct event *e)
{
	const struct serve_route *route;
	int status;

	if (!c)
		c = create_socket(s, e->wsi);
	if (!c || !e->in || strcmp(e->in, "websocket") != 0)
		return -1;
	status = serve_conn_read(c);
	if (!status && strcmp(c->asked.method, "GET") != 0)
		status = 405;
	if (status)
		return refuse_upgrade(c, status);
	route = serve_http_route(s->options.routes, s->options.n_routes, c->asked.path);
	if (!route || !route->socket)
		return refuse_upgrade(c, route ? 400 : 404);
	c->type = route->socket;
	buf_init(&c->message, c->type->message_max);
	return 0;
}

static int on_request(struct serve *s, struct serve_socket *c, const struct event *e)
{
	int status, wrong_length;

	if (!c)
		c = create_socket(s, e->wsi);
	if (!c)
		return -1;
	buf_clear(&c->body);
	c->answered = false;
	set_deadline(s, c);
	status = serve_conn_read(c);
	wrong_length = serve_conn_length(c);
	if (status || wrong_length)
		return refuse(c, status ? status : wrong_length);
	return c->awaited ? 0 : answer_request(c);
}

static int on_body(struct serve *s, struct serve_socket *c, const struct event *e)
{
	(void)s;
	if (!c)
		return -1;
	c->awaited -= e->len < c->awaited ? e->len : c->awaited;
	if (c->answered)
		return 0;
	return buf_put(&c->body, e->in, e->len) ? 0 : refuse(c, 413);
}

/* What was refused is closed once all of it has come: before, a reset could overtake the answer. */
static int on_body_end(struct serve *s, struct serve_socket *c, const struct event *e)
{
	(void)s;
	(void)e;
	if (!c)
		return -1;
	c->awaited = 0;
	if (!c->answered)
		return answer_request(c);
	return c->close && c->written >= c->out.len ? -1 : 0;
}

static int on_http_writable(struct serve *s, struct serve_socket *c, const struct event *e)
{
	size_t left, n;

	(void)s;
	if (c && c->stream && c->written >= c->out.len)
		return serve_conn_write_stream(c);
	if (!c || !c->answered || c->written >= c->out.len)
		return 0;
	left = c->out.len - c->written;
	n = left < CHUNK ? left : CHUNK;
	if (lws_write(e->wsi, (unsigned char *)c->out.data + c->written, n,
		    n == left && !c->stream ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) < 0)
		return -1;
	c->written += n;
	if (c->written < c->out.len) {
		lws_callback_on_writable(e->wsi);
		return 0;
	}
	buf_free(&c->out);
	if (!c->awaited)
		loop_timer_cancel(&c->deadline);
	if (c->stream)
		return serve_conn_write_stream(c);
	if (c->close && c->awaited && c->awaited <= DRAIN_MAX)
		return 0;
	return c->close || lws_http_transaction_completed(e->wsi) ? -1 : 0;
}

/* ------------------------------------------------------------------ events of WebSockets */

static int on_opened(struct serve *s, struct serve_socket *c, const struct event *e)
{
	(void)s;
	return c ? serve_conn_opened(c, e) : -1;
}

static int on_received(struct serve *s, struct serve_socket *c, const struct event *e)
{
	(void)s;
	return c ? serve_conn_received(c, e) : -1;
}

static int on_writable(struct serve *s, struct serve_socket *c, const struct event *e)
{
	(void)s;
	return c ? serve_conn_writable(c, e) : -1;
}

static int on_peer_close(struct serve *s, struct serve_socket *c, const struct event *e)
{
	(void)s;
	return c ? serve_conn_peer_close(c, e) : -1;
}

static int on_gone(struct serve *s, struct serve_socket *c, const struct event *e)
{
	(void)s;
	(void)e;
	if (!c)
		return 0;
	serve_conn_closed(c);
	free_socket(c);
	return 0;
}

/* The server that the connection belongs to; NULL once it was destroyed, or before it was made. */
static struct serve *serve_of(struct lws *wsi)
{
	struct lws_vhost *vhost = lws_get_vhost(wsi);
	const struct lws_protocols *protocol = lws_vhost_name_to_protocol(vhost, PROTOCOL);
	const struct husk *husk = protocol ? lws_protocol_vh_priv_get(vhost, protocol) : NULL;

	return husk ? husk->serve : NULL;
}

static int on_event(
	struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len)
{
	static const struct {
		enum lws_callback_reasons reason;
		int (*fn)(struct serve *s, struct serve_socket *c, const struct event *e);
	} table[] = {
		{LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED, on_accepted},
		{LWS_CALLBACK_HTTP_CONFIRM_UPGRADE, on_upgrade},
		{LWS_CALLBACK_HTTP, on_request},
		{LWS_CALLBACK_HTTP_BODY, on_body},
		{LWS_CALLBACK_HTTP_BODY_COMPLETION, on_body_end},
		{LWS_CALLBACK_HTTP_WRITEABLE, on_http_writable},
		{LWS_CALLBACK_ESTABLISHED, on_opened},
		{LWS_CALLBACK_RECEIVE, on_received},
		{LWS_CALLBACK_SERVER_WRITEABLE, on_writable},
		{LWS_CALLBACK_WS_PEER_INITIATED_CLOSE, on_peer_close},
		{LWS_CALLBACK_CLOSED, on_gone},
		{LWS_CALLBACK_CLOSED_HTTP, on_gone},
		{LWS_CALLBACK_WSI_DESTROY, on_gone},
	};
	const struct event e = {wsi, in, len};
	struct serve *s;
	size_t i;

	(void)user;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (table[i].reason != reason)
			continue;
		s = serve_of(wsi);
		return s ? table[i].fn(s, lws_get_opaque_user_data(wsi), &e) : -1;
	}
	return 0;
}

/* ------------------------------------------------------------------ the server */

static const struct lws_protocols protocols[] = {
	{PROTOCOL, on_event, 0, RX_BUFFER, 0, NULL, 0},
	{NULL, NULL, 0, 0, 0, NULL, 0},
};

/*
 * Why the port cannot be had, which libwebsockets does not tell; 0 when it can.  An address that others
 * can reach never is: the server part of libwebsockets 4.1 is not fit for strangers.
 */
static int try_port(const char *address, uint16_t port)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
	int fd, on = 1, why = 0;

	if (inet_pton(AF_INET, address, &to.sin_addr) != 1 ||
		ntohl(to.sin_addr.s_addr) >> 24 != IN_LOOPBACKNET)
		return EADDRNOTAVAIL;
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return errno;
	/* as libwebsockets does: what waits for a late packet is not in the way */
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
		bind(fd, (const struct sockaddr *)&to, sizeof(to)) != 0 || listen(fd, 1) != 0)
		why = errno;
	close(fd);
	return why;
}

static int listen_on(struct serve *s)
{
	const struct lws_context_creation_info info = {
		.port = s->options.port,
		.iface = s->options.address,
		/* with IPv6 it would listen on every address, whatever iface says */
		.options = LWS_SERVER_OPTION_DISABLE_IPV6,
		.vhost_name = "serve",
		.protocols = protocols,
		.keepalive_timeout = KEEPALIVE_SECS,
		.timeout_secs = 20,
	};
	const struct lws_protocols *protocol;

	s->vhost = lws_create_vhost(loop_context(s->options.loop), &info);
	if (!s->vhost)
		return -1;
	protocol = lws_vhost_name_to_protocol(s->vhost, PROTOCOL);
	s->husk =
		protocol ? lws_protocol_vh_priv_zalloc(s->vhost, protocol, sizeof(*s->husk)) : NULL;
	if (!s->husk) {
		lws_vhost_destroy(s->vhost);
		return -1;
	}
	s->husk->serve = s;
	s->port = (uint16_t)lws_get_vhost_listen_port(s->vhost);
	return 0;
}

struct serve *serve_create(const struct serve_options *options)
{
	struct serve *s = calloc(1, sizeof(*s));
	struct serve_options *o;
	int why;

	if (!s)
		return NULL;
	s->options = *options;
	s->log = loop_log(options->loop);
	o = &s->options;
	if (!o->address)
		o->address = SERVE_ADDRESS;
	if (!o->connections_max)
		o->connections_max = SERVE_CONNECTIONS_MAX;
	if (!o->body_max)
		o->body_max = SERVE_BODY_MAX;
	why = try_port(o->address, o->port);
	if (!why && listen_on(s) == 0)
		return s;
	log_error(s->log, "serve", "cannot listen on %s:%u: %s", o->address, (unsigned)o->port,
		why ? strerror(why) : "libwebsockets refuses");
	free(s);
	return NULL;
}

void serve_destroy(struct serve *s)
{
	struct lws *wsi;

	if (!s)
		return;
	s->husk->serve = NULL;
	while (s->first) {
		wsi = s->first->wsi;
		serve_conn_closed(s->first);
		free_socket(s->first);
		lws_set_timeout(wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
	}
	lws_vhost_destroy(s->vhost);
	free(s);
}

uint16_t serve_port(const struct serve *s)
{
	return s->port;
}

size_t serve_connections(const struct serve *s)
{
	return s->n;
}

uint64_t serve_turned_away(const struct serve *s)
{
	return s->turned_away;
}
