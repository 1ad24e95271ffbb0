/* The server's WebSockets; see serve.h. */
#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/utf8.h"
#include "sys/loop.h"
#include "sys/serve_conn.h"

#define TOO_BIG 1009 /* close code: message too big (RFC 6455 section 7.4.1) */

_Static_assert(FRAMES_HEADROOM >= LWS_PRE, "lws_write() writes the frame's head there");

int serve_conn_opened(struct serve_socket *c, const struct event *e)
{
	struct serve_request request;

	(void)e;
	request = serve_conn_request(c);
	c->ctx = c->type->opened(c->serve->options.ctx, c, &request);
	c->open = c->ctx != NULL;
	return c->open ? 0 : -1;
}

int serve_conn_received(struct serve_socket *c, const struct event *e)
{
	size_t more = lws_remaining_packet_payload(e->wsi);

	if (c->closing || !c->open)
		return 0;
	if (lws_is_first_fragment(e->wsi))
		buf_clear(&c->message);
	if (more > c->message.max || !buf_put(&c->message, e->in, e->len)) {
		serve_socket_close(c, TOO_BIG, "message too big");
		return 0;
	}
	if (!lws_is_final_fragment(e->wsi) || more)
		return 0;
	c->type->received(
		c->ctx, buf_str(&c->message), c->message.len, !lws_frame_is_binary(e->wsi));
	return 0;
}

/* Writes the oldest message.  Returns 0, or -1 when the connection is lost. */
static int write_frame(struct serve_socket *c, struct lws *wsi)
{
	struct frame *frame = frames_pop(&c->frames);
	const enum lws_write_protocol kind = frame->is_binary ? LWS_WRITE_BINARY : LWS_WRITE_TEXT;
	const bool written =
		lws_write(wsi, frame->data + FRAMES_HEADROOM, frame->len, kind) >= (int)frame->len;

	free(frame);
	return written ? 0 : -1;
}

/* As many messages as the peer takes; the last thing to be written is our close frame. */
int serve_conn_writable(struct serve_socket *c, const struct event *e)
{
	while (c->frames.first) {
		if (write_frame(c, e->wsi) != 0)
			return -1;
		if (lws_send_pipe_choked(e->wsi))
			break;
	}
	if (c->frames.first || c->own_code)
		lws_callback_on_writable(e->wsi);
	if (c->frames.first || !c->own_code || lws_partial_buffered(e->wsi))
		return 0;
	lws_close_reason(e->wsi, (enum lws_close_status)c->own_code, (unsigned char *)c->reason,
		strlen(c->reason));
	c->own_code = 0;
	return -1;
}

int serve_conn_peer_close(struct serve_socket *c, const struct event *e)
{
	const unsigned char *bytes = e->in;

	if (!c->closing)
		c->peer_code = e->len >= 2 ? bytes[0] << 8 | bytes[1] : 0;
	return 0;
}

void serve_conn_closed(struct serve_socket *c)
{
	if (!c->open)
		return;
	c->open = false;
	if (c->stream)
		c->stream->closed(c->ctx);
	else
		c->type->closed(c->ctx, c->peer_code);
}

/* ------------------------------------------------------------------ sockets */

int serve_socket_send(struct serve_socket *socket, const char *data, size_t len, bool is_text)
{
	if (socket->closing)
		return -1;
	if (frames_push(&socket->frames, data, len) != 0) {
		log_warn(socket->serve->log, "serve", "%s takes too little: dropped",
			socket->asked.path);
		serve_socket_drop(socket);
		return -1;
	}
	socket->frames.last->is_binary = !is_text;
	lws_callback_on_writable(socket->wsi);
	return 0;
}

void serve_socket_close(struct serve_socket *socket, int code, const char *reason)
{
	size_t n = utf8_cut(reason, strlen(reason), SERVE_REASON_MAX);

	if (socket->closing)
		return;
	socket->closing = true;
	socket->own_code = code;
	memcpy(socket->reason, reason, n);
	lws_callback_on_writable(socket->wsi);
}

void serve_socket_drop(struct serve_socket *socket)
{
	socket->closing = true;
	socket->own_code = 0;
	frames_clear(&socket->frames);
	serve_conn_reset(socket);
	lws_set_timeout(socket->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
}
