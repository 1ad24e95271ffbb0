/*
 * What the tests of src/sys/serve*.c have in common: a server with a few routes, and callers that speak
 * to it in bytes of their own choosing, on the same loop.
 */
#ifndef TESTS_SYS_SERVE_WORLD_H
#define TESTS_SYS_SERVE_WORLD_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "sys/frames.h"
#include "sys/serve.h"
#include "sys/world.h"

#define MESSAGE_MAX 1000 /* bytes of a WebSocket message */

static struct world w;
static struct serve *server;

/* What the routes and sockets saw, and what they are to do. */
static struct {
	int requests, opened, received, closed;
	int code;
	struct buf body; /* of the last request */
	char query[256];
	struct buf message; /* the last one */
	bool was_text, refuse;
	struct serve_socket *socket;
	void (*on_received)(void);
} saw;

/* Somebody who speaks to the server. */
struct caller {
	int fd;
	struct loop_fd *watch;
	struct buf got;
	const char *until; /* the loop is stopped once that was got; NULL = at the end */
	bool ended, was_reset;
};

/* ------------------------------------------------------------------ the server */

UNUSED_OK void answer_echo(
	void *ctx, const struct serve_request *request, struct serve_answer *answer)
{
	assert_ptr_equal(ctx, &saw);
	saw.requests++;
	buf_clear(&saw.body);
	buf_put(&saw.body, request->body, request->body_len);
	snprintf(saw.query, sizeof(saw.query), "%s", request->query);
	answer->type = "text/plain";
	serve_header(answer, "X-Agent", *request->user_agent ? request->user_agent : "none");
	buf_printf(&answer->body, "%s %s %zu", request->method, request->path, request->body_len);
}

UNUSED_OK void answer_big(
	void *ctx, const struct serve_request *request, struct serve_answer *answer)
{
	int i;

	(void)ctx;
	(void)request;
	for (i = 0; i < 30000; i++)
		buf_printf(&answer->body, "%09d\n", i);
}

UNUSED_OK void answer_empty(
	void *ctx, const struct serve_request *request, struct serve_answer *answer)
{
	(void)ctx;
	(void)request;
	answer->status = 204;
}

UNUSED_OK void answer_drop(
	void *ctx, const struct serve_request *request, struct serve_answer *answer)
{
	(void)ctx;
	(void)request;
	answer->drop = true;
}

UNUSED_OK void answer_wrong(
	void *ctx, const struct serve_request *request, struct serve_answer *answer)
{
	(void)ctx;
	(void)request;
	serve_header(answer, "X-Split", "a\r\nX-More: b");
}

UNUSED_OK void *stream_opened(
	void *ctx, struct serve_socket *stream, const struct serve_request *request)
{
	assert_ptr_equal(ctx, &saw);
	assert_string_equal(request->path, "/stream");
	saw.opened++;
	saw.socket = stream;
	return saw.refuse ? NULL : &saw;
}

UNUSED_OK void stream_closed(void *ctx)
{
	assert_ptr_equal(ctx, &saw);
	saw.closed++;
	saw.socket = NULL;
	if (w.loop)
		loop_stop(w.loop);
}

static const struct serve_stream_type stream_type = {stream_opened, stream_closed};

UNUSED_OK void answer_stream(
	void *ctx, const struct serve_request *request, struct serve_answer *answer)
{
	(void)request;
	answer->type = "text/event-stream";
	answer->stream = &stream_type;
	answer->stream_ctx = ctx;
	buf_puts(&answer->body, "data: begun\n\n");
}

UNUSED_OK void *socket_opened(
	void *ctx, struct serve_socket *socket, const struct serve_request *request)
{
	assert_ptr_equal(ctx, &saw);
	saw.opened++;
	saw.socket = socket;
	snprintf(saw.query, sizeof(saw.query), "%s", request->query);
	return saw.refuse ? NULL : &saw;
}

UNUSED_OK void socket_received(void *ctx, const char *data, size_t len, bool is_text)
{
	assert_ptr_equal(ctx, &saw);
	assert_int_equal(data[len], '\0');
	saw.received++;
	saw.was_text = is_text;
	buf_clear(&saw.message);
	buf_put(&saw.message, data, len);
	if (saw.on_received)
		saw.on_received();
	else
		serve_socket_send(saw.socket, data, len, is_text);
}

UNUSED_OK void socket_closed(void *ctx, int code)
{
	assert_ptr_equal(ctx, &saw);
	saw.closed++;
	saw.code = code;
	saw.socket = NULL;
	if (w.loop)
		loop_stop(w.loop);
}

static const struct serve_socket_type socket_type = {
	MESSAGE_MAX, socket_opened, socket_received, socket_closed};

static int64_t request_ms; /* of the server that is opened next */

static const struct serve_route routes[] = {
	{"/echo", answer_echo, NULL},
	{"/big", answer_big, NULL},
	{"/empty", answer_empty, NULL},
	{"/drop", answer_drop, NULL},
	{"/wrong", answer_wrong, NULL},
	{"/stream", answer_stream, NULL},
	{"/socket", NULL, &socket_type},
	{"/under/*", answer_echo, NULL},
};

UNUSED_OK int serve_open(void **state)
{
	(void)state;
	memset(&saw, 0, sizeof(saw));
	buf_init(&saw.body, SERVE_BODY_MAX);
	buf_init(&saw.message, MESSAGE_MAX);
	world_open(&w, NULL);
	server = serve_create(&(struct serve_options){.loop = w.loop,
		.routes = routes,
		.n_routes = sizeof(routes) / sizeof(routes[0]),
		.ctx = &saw,
		.request_ms = request_ms});
	assert_non_null(server);
	return 0;
}

UNUSED_OK int serve_close(void **state)
{
	(void)state;
	serve_destroy(server);
	server = NULL;
	world_close(&w);
	buf_free(&saw.body);
	buf_free(&saw.message);
	return 0;
}

#define serve_test(fn) cmocka_unit_test_setup_teardown(fn, serve_open, serve_close)

/* ------------------------------------------------------------------ callers */

UNUSED_OK void caller_read(void *ctx)
{
	struct caller *c = ctx;
	char bytes[65536];
	ssize_t n;

	while ((n = read(c->fd, bytes, sizeof(bytes))) > 0)
		buf_put(&c->got, bytes, (size_t)n);
	if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		c->was_reset = n < 0;
		c->ended = true;
		loop_fd_remove(c->watch);
		c->watch = NULL;
		loop_stop(w.loop);
	} else if (c->until && c->got.data &&
		   memmem(c->got.data, c->got.len, c->until, strlen(c->until))) {
		loop_stop(w.loop);
	}
}

UNUSED_OK void caller_open(struct caller *c)
{
	const struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons(serve_port(server)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	*c = (struct caller){.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
	buf_init(&c->got, 1 << 24);
	assert_int_equal(connect(c->fd, (const struct sockaddr *)&to, sizeof(to)), 0);
	c->watch = loop_fd_add(w.loop, c->fd, caller_read, c);
	assert_non_null(c->watch);
}

UNUSED_OK void caller_close(struct caller *c)
{
	loop_fd_remove(c->watch);
	close(c->fd);
	buf_free(&c->got);
}

/* Sends the bytes, letting the server read in between. */
UNUSED_OK void caller_put(struct caller *c, const void *data, size_t len)
{
	const char *at = data;
	ssize_t n;

	while (len && !c->ended) {
		n = send(c->fd, at, len, MSG_NOSIGNAL);
		if (n < 0 && errno != EAGAIN)
			return;
		if (n > 0) {
			at += n;
			len -= (size_t)n;
		} else {
			world_settle(&w);
		}
	}
}

/* Runs the loop until the part has come, or the connection's end. */
UNUSED_OK void caller_until(struct caller *c, const char *part)
{
	c->until = part;
	if (part && c->got.data && memmem(c->got.data, c->got.len, part, strlen(part)))
		return;
	while (!c->ended &&
		!(part && c->got.data && memmem(c->got.data, c->got.len, part, strlen(part))))
		world_run(&w);
}

/* Sends a request with that head (without Host and the empty line) and body. */
UNUSED_OK void caller_ask(struct caller *c, const char *head, const char *body)
{
	char text[8192];
	int n = snprintf(text, sizeof(text), "%s\r\nHost: 127.0.0.1:%u\r\n\r\n%s", head,
		(unsigned)serve_port(server), body);

	caller_put(c, text, (size_t)n);
}

/* The status of the answer to a whole request in bytes, after which the connection is closed. */
UNUSED_OK int caller_status(const char *request)
{
	struct caller c;
	int status = 0;

	caller_open(&c);
	caller_put(&c, request, strlen(request));
	caller_until(&c, "\r\n\r\n");
	if (c.got.len)
		assert_int_equal(sscanf(buf_str(&c.got), "HTTP/1.%*d %d", &status), 1);
	caller_close(&c);
	return status;
}

/* ------------------------------------------------------------------ WebSockets */

UNUSED_OK void caller_upgrade(struct caller *c, const char *path)
{
	char head[512];

	caller_open(c);
	snprintf(head, sizeof(head),
		"GET %s HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
		path);
	caller_ask(c, head, "");
	caller_until(c, "\r\n\r\n");
	assert_non_null(strstr(buf_str(&c->got), "101"));
	buf_clear(&c->got);
}

/* A frame with that first byte; its mask is zero, so the payload stands as it is. */
UNUSED_OK void caller_frame(struct caller *c, int first, const void *data, size_t len)
{
	unsigned char head[14] = {(unsigned char)first, 0x80};
	size_t n = 2;

	if (len < 126) {
		head[1] |= (unsigned char)len;
	} else {
		head[1] |= 126;
		head[n++] = (unsigned char)(len >> 8);
		head[n++] = (unsigned char)len;
	}
	caller_put(c, head, n + 4);
	caller_put(c, data, len);
}

#endif
