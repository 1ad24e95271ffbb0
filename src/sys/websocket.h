/*
 * The frames of a WebSocket connection as its client reads and writes them, without any input or output
 * (RFC 6455 section 5).  libwebsockets looks at every byte of a message by itself, which costs more than
 * parsing and understanding it; this copies nothing that came in one piece.
 */
#ifndef SYS_WEBSOCKET_H
#define SYS_WEBSOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define WEBSOCKET_HEAD_MAX 14     /* bytes before a payload, as we write them */
#define WEBSOCKET_CONTROL_MAX 125 /* bytes of a close, ping or pong */
#define WEBSOCKET_KEEP_MAX 65536  /* bytes of memory that are kept for the next message in pieces */

enum websocket_opcode {
	WEBSOCKET_OP_REST = 0,
	WEBSOCKET_OP_TEXT = 1,
	WEBSOCKET_OP_BINARY = 2,
	WEBSOCKET_OP_CLOSE = 8,
	WEBSOCKET_OP_PING = 9,
	WEBSOCKET_OP_PONG = 10,
};

/* What was read. */
enum websocket_event {
	WEBSOCKET_MORE,    /* nothing whole: more bytes must come */
	WEBSOCKET_MESSAGE, /* a message, to be had by websocket_hold() */
	WEBSOCKET_PING,
	WEBSOCKET_PONG,
	WEBSOCKET_CLOSE,
	WEBSOCKET_LARGE, /* a message larger than may be, or memory is short */
	WEBSOCKET_WRONG, /* no such frame, or not there */
};

struct websocket_read {
	const char *data; /* the message, or a ping's payload */
	size_t len;
	bool is_text;
	int code; /* of a close, 0 = none */
};

struct websocket {
	unsigned char head[10];
	size_t head_len;
	unsigned char opcode; /* of the present frame */
	bool final;
	bool in_frame;
	uint64_t left;      /* bytes of its payload that are still to come */
	bool in_message;    /* a message has begun in an earlier frame */
	bool in_one;        /* the present frame is all of a message, and none of it is copied */
	bool is_text;       /* that message */
	bool ended;         /* after LARGE and WRONG nothing can be told any more */
	struct buf message; /* what came of it so far, when it comes in pieces */
	char control[WEBSOCKET_CONTROL_MAX];
	size_t control_len;
};

/*
 * websocket_init(ws, max): *ws is at the beginning of a connection, of which no message may be larger
 * than max bytes.  Allocates nothing.
 */
void websocket_init(struct websocket *ws, size_t max);

/*
 * websocket_free(ws): releases what was assembled; *ws is at the beginning again.
 */
void websocket_free(struct websocket *ws);

/*
 * websocket_read(ws, at, end, read): reads from *at on, which moves behind what was read, until something
 * is whole or end is reached.  *read then says what there is, borrowed from the bytes or ws until the next
 * call.  Any bytes may come.  After LARGE and WRONG it reads on and finds nothing.
 */
enum websocket_event websocket_read(
	struct websocket *ws, const char **at, const char *end, struct websocket_read *read);

/*
 * websocket_hold(ws), websocket_give(ws, held): take the memory of the message that was just read away
 * from ws, so that it outlasts websocket_free(), and give it back, whatever became of ws meanwhile.
 */
struct buf websocket_hold(struct websocket *ws);
void websocket_give(struct websocket *ws, struct buf *held);

/*
 * websocket_head(out, opcode, len, mask): writes the head of a whole frame with so large a payload.
 * Returns its length.
 */
size_t websocket_head(unsigned char out[WEBSOCKET_HEAD_MAX], enum websocket_opcode opcode,
	size_t len, const unsigned char mask[4]);

/*
 * websocket_mask(data, len, mask): masks a payload in its place.
 */
void websocket_mask(unsigned char *data, size_t len, const unsigned char mask[4]);

#endif
