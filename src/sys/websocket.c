/* The frames of a WebSocket connection; see websocket.h. */
#include "sys/websocket.h"

#include <string.h>

#define FINAL 0x80
#define RESERVED 0x70
#define MASKED 0x80
#define IS_CONTROL 0x08
#define LEN_16 126 /* the length follows in so many bits */
#define LEN_64 127

void websocket_init(struct websocket *ws, size_t max)
{
	*ws = (struct websocket){0};
	buf_init(&ws->message, max);
}

void websocket_free(struct websocket *ws)
{
	size_t max = ws->message.max;

	buf_free(&ws->message);
	websocket_init(ws, max);
}

/* ------------------------------------------------------------------ heads */

/* How long the head is, as far as its bytes tell. */
static size_t head_size(const struct websocket *ws)
{
	if (ws->head_len < 2)
		return 2;
	switch (ws->head[1] & ~MASKED) {
	case LEN_16: return 4;
	case LEN_64: return 10;
	default: return 2;
	}
}

/* Collects the head; false when more bytes must come. */
static bool read_head(struct websocket *ws, const char **at, const char *end)
{
	while (ws->head_len < head_size(ws)) {
		if (*at == end)
			return false;
		ws->head[ws->head_len++] = (unsigned char)*(*at)++;
	}
	return true;
}

static uint64_t payload_size(const struct websocket *ws)
{
	uint64_t n = 0;
	size_t i;

	if (ws->head_len == 2)
		return ws->head[1] & ~MASKED;
	for (i = 2; i < ws->head_len; i++)
		n = n << 8 | ws->head[i];
	return n;
}

/* Whether the frame may come now (RFC 6455 sections 5.1, 5.2, 5.4 and 5.5). */
static bool is_allowed(const struct websocket *ws)
{
	if (ws->head[0] & RESERVED || ws->head[1] & MASKED)
		return false;
	if (ws->opcode & IS_CONTROL)
		return ws->opcode <= WEBSOCKET_OP_PONG && ws->final &&
		       ws->left <= WEBSOCKET_CONTROL_MAX;
	return ws->opcode <= WEBSOCKET_OP_BINARY &&
	       ws->in_message == (ws->opcode == WEBSOCKET_OP_REST);
}

/* Looks at a head that is whole; MORE when its payload may be read. */
static enum websocket_event begin_frame(struct websocket *ws)
{
	ws->opcode = ws->head[0] & 0xf;
	ws->final = ws->head[0] & FINAL;
	ws->left = payload_size(ws);
	ws->head_len = 0;
	ws->in_frame = true;
	ws->control_len = 0;
	if (!is_allowed(ws))
		return WEBSOCKET_WRONG;
	if (ws->opcode & IS_CONTROL)
		return WEBSOCKET_MORE;
	if (!ws->in_message)
		ws->is_text = ws->opcode == WEBSOCKET_OP_TEXT;
	ws->in_one = !ws->in_message && ws->final;
	return ws->left > ws->message.max - ws->message.len ? WEBSOCKET_LARGE : WEBSOCKET_MORE;
}

/* ------------------------------------------------------------------ payloads */

static size_t there_is(const struct websocket *ws, const char *at, const char *end)
{
	return ws->left < (uint64_t)(end - at) ? (size_t)ws->left : (size_t)(end - at);
}

static enum websocket_event end_control(struct websocket *ws, struct websocket_read *read)
{
	const unsigned char *bytes = (const unsigned char *)ws->control;

	ws->in_frame = false;
	*read = (struct websocket_read){.data = ws->control, .len = ws->control_len};
	switch (ws->opcode) {
	case WEBSOCKET_OP_PING: return WEBSOCKET_PING;
	case WEBSOCKET_OP_PONG: return WEBSOCKET_PONG;
	default: break;
	}
	if (ws->control_len == 1)
		return WEBSOCKET_WRONG;
	if (ws->control_len)
		read->code = bytes[0] << 8 | bytes[1];
	return WEBSOCKET_CLOSE;
}

static enum websocket_event read_control(
	struct websocket *ws, const char **at, const char *end, struct websocket_read *read)
{
	size_t n = there_is(ws, *at, end);

	memcpy(ws->control + ws->control_len, *at, n);
	ws->control_len += n;
	ws->left -= n;
	*at += n;
	return ws->left ? WEBSOCKET_MORE : end_control(ws, read);
}

static enum websocket_event read_data(
	struct websocket *ws, const char **at, const char *end, struct websocket_read *read)
{
	size_t n = there_is(ws, *at, end);
	const char *from = *at;

	*at += n;
	ws->left -= n;
	if (ws->in_one && !ws->left) {
		ws->in_frame = false;
		*read = (struct websocket_read){from, n, ws->is_text, 0};
		return WEBSOCKET_MESSAGE;
	}
	ws->in_one = false;
	if (n && !buf_put(&ws->message, from, n))
		return WEBSOCKET_LARGE;
	if (ws->left)
		return WEBSOCKET_MORE;
	ws->in_frame = false;
	ws->in_message = !ws->final;
	if (ws->in_message)
		return WEBSOCKET_MORE;
	*read = (struct websocket_read){buf_str(&ws->message), ws->message.len, ws->is_text, 0};
	return WEBSOCKET_MESSAGE;
}

/* Reads on in the present frame, or begins the next one. */
static enum websocket_event read_on(
	struct websocket *ws, const char **at, const char *end, struct websocket_read *read)
{
	enum websocket_event event;

	if (!ws->in_frame) {
		if (!read_head(ws, at, end))
			return WEBSOCKET_MORE;
		event = begin_frame(ws);
		if (event != WEBSOCKET_MORE)
			return event;
	}
	return ws->opcode & IS_CONTROL ? read_control(ws, at, end, read)
				       : read_data(ws, at, end, read);
}

enum websocket_event websocket_read(
	struct websocket *ws, const char **at, const char *end, struct websocket_read *read)
{
	enum websocket_event event = WEBSOCKET_MORE;

	/* the last message was there in full, and nobody held it */
	if (!ws->in_frame && !ws->in_message)
		buf_clear(&ws->message);
	if (ws->ended)
		*at = end;
	/* an empty frame is whole without a further byte */
	while (event == WEBSOCKET_MORE && *at < end)
		event = read_on(ws, at, end, read);
	ws->ended = ws->ended || event == WEBSOCKET_LARGE || event == WEBSOCKET_WRONG;
	return event;
}

struct buf websocket_hold(struct websocket *ws)
{
	struct buf held = ws->message;

	/* what came in one piece is not in it: then it stays empty */
	buf_init(&ws->message, held.max);
	return held;
}

void websocket_give(struct websocket *ws, struct buf *held)
{
	if (held->cap > WEBSOCKET_KEEP_MAX || ws->message.data) {
		buf_free(held);
		return;
	}
	buf_clear(held);
	ws->message = *held;
}

/* ------------------------------------------------------------------ writing */

size_t websocket_head(unsigned char out[WEBSOCKET_HEAD_MAX], enum websocket_opcode opcode,
	size_t len, const unsigned char mask[4])
{
	size_t n = 2, i, extra = len < LEN_16 ? 0 : len < 65536 ? 2 : 8;

	out[0] = (unsigned char)(FINAL | opcode);
	out[1] = (unsigned char)(MASKED | (extra == 0 ? len : extra == 2 ? LEN_16 : LEN_64));
	for (i = 0; i < extra; i++)
		out[n++] = (unsigned char)((uint64_t)len >> (8 * (extra - 1 - i)));
	memcpy(out + n, mask, 4);
	return n + 4;
}

void websocket_mask(unsigned char *data, size_t len, const unsigned char mask[4])
{
	size_t i;

	for (i = 0; i < len; i++)
		data[i] ^= mask[i % 4];
}
