/*
 * What waits to be written to a WebSocket connection, as the bytes that go out, without any output:
 * messages in order, answers to pings before them, and a close behind them.
 */
#ifndef SYS_WEBSOCKET_OUT_H
#define SYS_WEBSOCKET_OUT_H

#include <stdbool.h>
#include <stddef.h>

#include "sys/frames.h"
#include "sys/websocket.h"

struct websocket_out {
	struct frames queue;
	const unsigned char *at; /* bytes of the present frame that are yet to be written */
	size_t left;
	struct frame *frame; /* whose they are, NULL = control */
	unsigned char control[WEBSOCKET_HEAD_MAX + WEBSOCKET_CONTROL_MAX];
	char pong[WEBSOCKET_CONTROL_MAX]; /* of the last ping: one answer is enough */
	size_t pong_len;
	bool pong_due, ping_due, close_due;
	int code; /* of the close */
};

/*
 * websocket_out_clear(o): forgets everything; {0} is such a one.
 */
void websocket_out_clear(struct websocket_out *o);

/*
 * websocket_out_text(o, data, len): a copy of the len bytes waits as a text message.  Returns 0, or -1
 * when there is no room (sys/frames.h).
 */
int websocket_out_text(struct websocket_out *o, const char *data, size_t len);

/*
 * websocket_out_ping(o), websocket_out_pong(o, data, len), websocket_out_close(o, code): a ping; the
 * answer to one, of WEBSOCKET_CONTROL_MAX bytes at most; and a close, behind which nothing is written
 * any more.
 */
void websocket_out_ping(struct websocket_out *o);
void websocket_out_pong(struct websocket_out *o, const char *data, size_t len);
void websocket_out_close(struct websocket_out *o, int code);

/*
 * websocket_out_next(o): whether o->left bytes at o->at are to be written now; websocket_out_wrote(o,
 * n): n of them were.
 */
bool websocket_out_next(struct websocket_out *o);
void websocket_out_wrote(struct websocket_out *o, size_t n);

#endif
