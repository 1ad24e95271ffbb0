/* What waits to be written to a WebSocket connection; see websocket_out.h. */
#include "sys/websocket_out.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

_Static_assert(FRAMES_HEADROOM >= WEBSOCKET_HEAD_MAX, "the head is written before the message");

void websocket_out_clear(struct websocket_out *o)
{
	frames_clear(&o->queue);
	free(o->frame);
	*o = (struct websocket_out){0};
}

int websocket_out_text(struct websocket_out *o, const char *data, size_t len)
{
	return frames_push(&o->queue, data, len);
}

void websocket_out_ping(struct websocket_out *o)
{
	o->ping_due = true;
}

void websocket_out_pong(struct websocket_out *o, const char *data, size_t len)
{
	o->pong_len = len < sizeof(o->pong) ? len : sizeof(o->pong);
	memcpy(o->pong, data, o->pong_len);
	o->pong_due = true;
}

void websocket_out_close(struct websocket_out *o, int code)
{
	o->code = code;
	o->close_due = true;
}

/*
 * A mask keeps a page in a browser from writing what a proxy would take for a request; we write no
 * stranger's bytes, so that one without random bytes would do no harm.
 */
static void make_mask(unsigned char mask[4])
{
	if (getrandom(mask, 4, GRND_NONBLOCK) != 4)
		memset(mask, 0x5a, 4);
}

static void put_control(
	struct websocket_out *o, enum websocket_opcode opcode, const void *data, size_t len)
{
	unsigned char mask[4];
	size_t head;

	make_mask(mask);
	head = websocket_head(o->control, opcode, len, mask);
	memcpy(o->control + head, data, len);
	websocket_mask(o->control + head, len, mask);
	o->at = o->control;
	o->left = head + len;
}

static void put_message(struct websocket_out *o, struct frame *frame)
{
	unsigned char head[WEBSOCKET_HEAD_MAX], mask[4];
	size_t n;

	make_mask(mask);
	n = websocket_head(head, WEBSOCKET_OP_TEXT, frame->len, mask);
	websocket_mask(frame->data + FRAMES_HEADROOM, frame->len, mask);
	memcpy(frame->data + FRAMES_HEADROOM - n, head, n);
	o->frame = frame;
	o->at = frame->data + FRAMES_HEADROOM - n;
	o->left = n + frame->len;
}

static void put_close(struct websocket_out *o)
{
	const unsigned char code[2] = {(unsigned char)(o->code >> 8), (unsigned char)o->code};

	put_control(o, WEBSOCKET_OP_CLOSE, code, sizeof(code));
}

bool websocket_out_next(struct websocket_out *o)
{
	struct frame *frame;

	if (o->left)
		return true;
	if (o->pong_due) {
		o->pong_due = false;
		put_control(o, WEBSOCKET_OP_PONG, o->pong, o->pong_len);
	} else if (o->ping_due) {
		o->ping_due = false;
		put_control(o, WEBSOCKET_OP_PING, "", 0);
	} else if ((frame = frames_pop(&o->queue)) != NULL) {
		put_message(o, frame);
	} else if (o->close_due) {
		o->close_due = false;
		put_close(o);
	}
	return o->left > 0;
}

void websocket_out_wrote(struct websocket_out *o, size_t n)
{
	o->at += n;
	o->left -= n;
	if (o->left)
		return;
	free(o->frame);
	o->frame = NULL;
}
