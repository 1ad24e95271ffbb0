/* The server's answers that go on; see serve.h. */
#include <libwebsockets.h>
#include <stdlib.h>

#include "base/log.h"
#include "sys/serve_conn.h"

int serve_conn_begin_stream(struct serve_socket *c, const struct serve_answer *answer)
{
	const struct serve_request request = serve_conn_request(c);

	c->stream = answer->stream;
	c->ctx = c->stream->opened(answer->stream_ctx, c, &request);
	c->open = c->ctx != NULL;
	return c->open ? 0 : -1;
}

int serve_conn_write_stream(struct serve_socket *c)
{
	struct frame *frame;
	bool written;

	/* it has no end, and so no time in which to reach it */
	lws_set_timeout(c->wsi, NO_PENDING_TIMEOUT, 0);
	while (c->frames.first && !lws_send_pipe_choked(c->wsi)) {
		frame = frames_pop(&c->frames);
		written = lws_write(c->wsi, frame->data + FRAMES_HEADROOM, frame->len,
				  LWS_WRITE_HTTP) >= (int)frame->len;
		free(frame);
		if (!written)
			return -1;
	}
	if (c->frames.first)
		lws_callback_on_writable(c->wsi);
	else
		/*
		 * While an answer is under way libwebsockets neither reads on nor sees the end, but is
		 * woken for both again and again.  So it does not listen while there is nothing to write,
		 * which it could not do then, and that the peer has gone shows when there is.
		 */
		lws_rx_flow_control(c->wsi, 0);
	return 0;
}

int serve_stream_send(struct serve_socket *stream, const char *data, size_t len)
{
	if (stream->closing)
		return -1;
	if (frames_push(&stream->frames, data, len) != 0) {
		log_warn(stream->serve->log, "serve", "%s takes too little: dropped",
			stream->asked.path);
		serve_stream_close(stream);
		return -1;
	}
	lws_rx_flow_control(stream->wsi, 1);
	lws_callback_on_writable(stream->wsi);
	return 0;
}

void serve_stream_close(struct serve_socket *stream)
{
	stream->closing = true;
	frames_clear(&stream->frames);
	lws_set_timeout(stream->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
}
