/* One outgoing WebSocket connection; see link.h. */
#include "sys/link.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "sys/header.h"
#include "sys/link_connect.h"
#include "sys/link_own.h"

#define TOO_BIG 1009 /* close codes: message too big, protocol error (RFC 6455 section 7.4.1) */
#define PROTOCOL 1002
#define READS_MAX 16 /* reads before others have their turn */

/* ------------------------------------------------------------------ life */

static void release(struct link *link)
{
	websocket_free(&link->ws);
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

const char *link_own_state_name(const struct link *link)
{
	static const char *const names[] = {"idle", "resolving", "connecting", "open", "closing"};

	return names[link->state];
}

void link_own_enter(struct link *link, enum link_own_state state)
{
	link->state = state;
	log_debug(link->log, "link", "%s: %s", link->to.host, link_own_state_name(link));
}

void link_own_drop(struct link *link)
{
	stream_destroy(link->stream);
	link->stream = NULL;
}

/* Back to idle, with nothing left behind. */
static void reset(struct link *link)
{
	loop_timer_cancel(&link->step);
	loop_timer_cancel(&link->limit);
	loop_timer_cancel(&link->flush);
	loop_timer_cancel(&link->pulse);
	resolve_cancel(link->query);
	link->query = NULL;
	link_own_drop(link);
	websocket_out_clear(&link->out);
	websocket_free(&link->ws);
	link->turn++;
	link_own_enter(link, IDLE);
}

void link_own_finish(struct link *link, int code)
{
	reset(link);
	link->depth++;
	link->on.closed(link->ctx, code);
	(void)leave(link);
}

static void finish_lost(void *ctx)
{
	link_own_finish(ctx, 0);
}

void link_own_give_up(struct link *link)
{
	reset(link);
	link->state = CLOSING;
	loop_defer(link->loop, &link->step, finish_lost, link);
}

/* ------------------------------------------------------------------ writing */

/* Writes what the kernel takes; false when the connection has ended. */
static bool write_out(struct link *link)
{
	ssize_t n;

	while (websocket_out_next(&link->out)) {
		n = stream_write(link->stream, link->out.at, link->out.left);
		if (n <= 0)
			return n == 0;
		websocket_out_wrote(&link->out, (size_t)n);
	}
	return true;
}

static void flush(void *ctx);

static void flush_soon(struct link *link)
{
	loop_defer(link->loop, &link->flush, flush, link);
}

/* ------------------------------------------------------------------ whether the peer is there */

static void look_after(void *ctx)
{
	struct link *link = ctx;
	int64_t now = loop_now(), due = link->heard_ms + link->ping_ms;

	if (due > now) {
		link->pinged = false;
	} else if (!link->pinged) {
		link->pinged = true;
		websocket_out_ping(&link->out);
		flush_soon(link);
		due = now + link->hang_up_ms;
	} else {
		log_warn(link->log, "link", "%s: silent, and answers no ping", link->to.host);
		link_own_finish(link, 0);
		return;
	}
	loop_timer_set(link->loop, &link->pulse, due, look_after, link);
}

/* ------------------------------------------------------------------ what comes in */

/* The peer ends it: it is told that we saw that, as far as it still listens. */
static void end_with(struct link *link, int own_code, int code)
{
	frames_clear(&link->out.queue);
	websocket_out_close(&link->out, own_code);
	(void)write_out(link);
	link_own_finish(link, code);
}

static void deliver(struct link *link, const struct websocket_read *read)
{
	/* the callback may destroy the link, or end it and open it again */
	struct buf held = websocket_hold(&link->ws);

	link->on.received(link->ctx, read->data, read->len, read->is_text);
	websocket_give(&link->ws, &held);
}

/* Does what the peer said. */
static void take_event(
	struct link *link, enum websocket_event event, const struct websocket_read *read)
{
	const bool is_ours = link->state == CLOSING;

	switch (event) {
	case WEBSOCKET_MESSAGE:
		if (!is_ours)
			deliver(link, read);
		break;
	case WEBSOCKET_PING:
		websocket_out_pong(&link->out, read->data, read->len);
		flush_soon(link);
		break;
	case WEBSOCKET_CLOSE:
		if (is_ours)
			link_own_finish(link, 0);
		else
			end_with(link, read->code ? read->code : 1000, read->code);
		break;
	case WEBSOCKET_LARGE:
		log_warn(link->log, "link", "%s: a message is too large", link->to.host);
		link_close(link, TOO_BIG);
		break;
	case WEBSOCKET_WRONG:
		log_warn(link->log, "link", "%s: what comes is no WebSocket", link->to.host);
		end_with(link, PROTOCOL, 0);
		break;
	default: break;
	}
}

/* Takes what was read; false when the connection, or the link, is another one now. */
static bool take_bytes(struct link *link, const char *at, const char *end)
{
	const unsigned turn = link->turn;
	enum websocket_event event = WEBSOCKET_PONG;
	struct websocket_read read;
	bool same;

	link->depth++;
	while (event != WEBSOCKET_MORE && link->turn == turn) {
		event = websocket_read(&link->ws, &at, end, &read);
		take_event(link, event, &read);
	}
	same = link->turn == turn;
	return leave(link) && same;
}

/* ------------------------------------------------------------------ the upgrade */

void link_own_begin(struct link *link, size_t head_len)
{
	const unsigned turn = link->turn;
	const int64_t now = loop_now();
	bool same;

	loop_timer_cancel(&link->limit);
	link->pinged = false;
	link->heard_ms = now;
	loop_timer_set(link->loop, &link->pulse, now + link->ping_ms, look_after, link);
	link_own_enter(link, OPEN);
	link->depth++;
	link->on.opened(link->ctx);
	same = link->turn == turn;
	if (leave(link) && same)
		(void)take_bytes(link, link->in + head_len, /* frames may come with the answer */
			link->in + link->n_in);
}

/* Reads what there is; false when the connection, or the link, is another one now. */
static bool read_in(struct link *link)
{
	ssize_t n;
	int i;

	for (i = 0; i < READS_MAX; i++) {
		n = stream_read(link->stream, link->in, sizeof(link->in));
		if (n == 0)
			return true;
		if (n < 0) {
			link_own_finish(link, 0);
			return false;
		}
		link->heard_ms = loop_now();
		if (!take_bytes(link, link->in, link->in + n))
			return false;
		/* what the kernel holds it tells of itself */
		if (!stream_is_layered(link->stream))
			return true;
	}
	stream_again(link->stream);
	return true;
}

/* Where nothing can be written any more, the peer may have said why before it went. */
static void flush(void *ctx)
{
	struct link *link = ctx;

	if (!write_out(link) && read_in(link))
		link_own_finish(link, 0);
}

void link_own_ready(void *ctx)
{
	struct link *link = ctx;

	const bool writes = link->state == CONNECTING || write_out(link);

	if (link->state == CONNECTING)
		link_connect_answered(link);
	else if (read_in(link) && !writes)
		link_own_finish(link, 0);
}

/* ------------------------------------------------------------------ the rest of the interface */

void link_own_late(void *ctx)
{
	struct link *link = ctx;

	log_warn(link->log, "link", "%s: out of time while %s", link->to.host,
		link_own_state_name(link));
	link_own_finish(link, 0);
}

struct link *link_create(
	const struct link_options *options, const struct link_callbacks *callbacks, void *ctx)
{
	struct link *link;
	int64_t ping_s = options->ping_s ? options->ping_s : LINK_PING_S;

	if (!header_value_ok(options->user_agent))
		return NULL;
	link = calloc(1, sizeof(*link));
	if (!link)
		return NULL;
	link->loop = options->loop;
	link->log = loop_log(options->loop);
	link->resolve = options->resolve;
	link->on = *callbacks;
	link->ctx = ctx;
	link->connect_ms = options->connect_ms ? options->connect_ms : LINK_CONNECT_MS;
	link->ping_ms = ping_s * 1000;
	link->hang_up_ms = link->ping_ms / 3;
	websocket_init(&link->ws, LINK_MESSAGE_MAX);
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
	if (websocket_out_text(&link->out, data, len) != 0) {
		log_error(link->log, "link", "%s: takes too little of what is sent: dropped",
			link->to.host);
		link_own_give_up(link);
		return -1;
	}
	flush_soon(link);
	return 0;
}

void link_close(struct link *link, int code)
{
	switch (link->state) {
	case IDLE:
	case CLOSING: break;
	case RESOLVING:
	case CONNECTING: link_own_give_up(link); break;
	case OPEN:
		link_own_enter(link, CLOSING);
		websocket_out_close(&link->out, code >= 1000 && code <= 4999 ? code : 1000);
		flush_soon(link);
		loop_timer_set(
			link->loop, &link->limit, loop_now() + LINK_CLOSE_MS, link_own_late, link);
		break;
	}
}

bool link_is_open(const struct link *link)
{
	return link->state == OPEN;
}
