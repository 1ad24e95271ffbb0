/*
 * The incoming side of Discord: one gateway session, kept alive over as many connections as it takes.
 *
 *	                  .--> identifying --g--.
 *	                  f                     v
 *	 opening --e--> greeting               ready
 *	   ^  ^           i                     ^
 *	   |  |           '--> resuming -----j--'
 *	   c  d
 *	   |  |          h: lost, from every state above
 *	   |  '------- waiting <--------------------------
 *	   |            ^   |
 *	   |            b   d
 *	   |            |   v
 *	   '----------- asking <--a-- idle
 *
 *	a  start(): no address was given, so ask for it: GET /gateway/bot (else as d)
 *	b  no answer, or no IDENTIFY left: wait
 *	c  an address and an IDENTIFY left: host.open()
 *	d  the wait is over: resume where a session is held; else ask again, or open the given address
 *	e  opened(); HELLO must come in time
 *	f  HELLO, no session: IDENTIFY is sent        g  READY: host.ready(true)
 *	i  HELLO, a session: RESUME is sent           j  RESUMED (or READY): host.ready(true)
 *	h  lost: closed() with a code that is not fatal, op 7, op 9, no HELLO, no ACK between two
 *	   heartbeats, no RESUMED, a frame without its end, no event although asked (discord_probe.h).
 *	   We close with 4200 where the peer has not, and wait with full jitter; a resume address that
 *	   could not be used is not tried again.
 *
 *	Not drawn: from anywhere, a fatal close code or a refused token leads to failed (host.fault()),
 *	and discord_gateway_stop() to closing and, with closed(), to stopped.
 *
 * Connections alternate between link 0 and link 1, so that a late closed() of the one before is not
 * taken for the present one's.  Sources: discord-api-docs, events/gateway and events/gateway-events.
 */
#ifndef PLATFORM_DISCORD_GATEWAY_H
#define PLATFORM_DISCORD_GATEWAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/discord_frame.h"
#include "platform/discord_rest.h"
#include "platform/platform.h"

#define DISCORD_GATEWAY_NEVER INT64_MAX
#define DISCORD_GATEWAY_GRACE_MS 10000 /* for what two heartbeats' answers may be late */

struct discord_gateway;

/*
 * An event (op 0) of a usable session that the gateway itself has no use for.  Returns false when part
 * of it is missing: then it counts as one that has not come.
 */
typedef bool discord_gateway_event(
	void *ctx, const struct discord_frame *frame, const char *data, size_t len, bool replayed);

/*
 * A session has begun; again: after another, which was lost with the events that it had yet to bring.
 * since_ms: an earlier run had dealt with all that was written up to that time of day, and what came then
 * is brought by no session; 0 = there is nothing of the kind.
 */
typedef void discord_gateway_begun(void *ctx, bool again, int64_t since_ms, int64_t now_ms);

/* What a gateway is made of; everything is copied save rest, which must outlive it. */
struct discord_gateway_setup {
	const struct platform_host *host;
	const struct platform_account *account;
	struct discord_rest *rest;
	unsigned intents;
	discord_gateway_event *event;
	discord_gateway_begun *begun; /* NULL = nobody wants to know */
	/*
	 * Whether an event that was passed on has not been dealt with: another run must be sent it again,
	 * so that its number is not kept yet.  NULL = every one is dealt with at once.
	 */
	bool (*holds)(void *ctx);
	/*
	 * The time of day up to which all that was written has been dealt with; *behind: something is being
	 * read that was written before the session.  NULL = it is not known.
	 */
	int64_t (*since)(void *ctx, bool *behind);
	void *ctx;
};

/*
 * discord_gateway_create(setup): an idle gateway; NULL when memory is short.  The caller owns it and
 * ends it with discord_gateway_destroy().
 */
struct discord_gateway *discord_gateway_create(const struct discord_gateway_setup *setup);

/*
 * discord_gateway_destroy(g): releases it; asks the host for nothing.  NULL is accepted.
 */
void discord_gateway_destroy(struct discord_gateway *g);

/*
 * discord_gateway_start(g, now_ms): connect.
 */
void discord_gateway_start(struct discord_gateway *g, int64_t now_ms);

/*
 * discord_gateway_opened(g, link, now_ms), discord_gateway_closed(g, link, code, now_ms): as in
 * struct platform_adapter.
 */
void discord_gateway_opened(struct discord_gateway *g, int link, int64_t now_ms);
void discord_gateway_closed(struct discord_gateway *g, int link, int code, int64_t now_ms);

/*
 * discord_gateway_received(g, link, data, len, is_text, now_ms): one frame, any bytes; a binary one may be
 * compressed.
 */
void discord_gateway_received(struct discord_gateway *g, int link, const char *data, size_t len,
	bool is_text, int64_t now_ms);

/*
 * discord_gateway_told(g, answer, now_ms): the answer to a DISCORD_REST_GATEWAY or _APPLICATION.
 */
void discord_gateway_told(
	struct discord_gateway *g, const struct discord_rest_answer *answer, int64_t now_ms);

/*
 * discord_gateway_tick(g, now_ms): does what is due.
 */
void discord_gateway_tick(struct discord_gateway *g, int64_t now_ms);

/*
 * discord_gateway_next(g): when something is due; DISCORD_GATEWAY_NEVER if nothing is.
 */
int64_t discord_gateway_next(const struct discord_gateway *g);

/*
 * discord_gateway_freeze(g, now_ms): from now on events are left for the next resume: not passed on and
 * not counted.  A connection is kept, but none is made any more.
 */
void discord_gateway_freeze(struct discord_gateway *g, int64_t now_ms);

/*
 * discord_gateway_stop(g, now_ms): close so that the session stays resumable, and never come back.
 */
void discord_gateway_stop(struct discord_gateway *g, int64_t now_ms);

/*
 * discord_gateway_stopped(g): whether it is stopped or has failed for good.
 */
bool discord_gateway_stopped(const struct discord_gateway *g);

/*
 * discord_gateway_reads(g): whether the text of messages that are not addressed to us is asked for.
 */
bool discord_gateway_reads(const struct discord_gateway *g);

/*
 * discord_gateway_server(g, server): an event came from the server of that id, "" = from none.
 */
void discord_gateway_server(struct discord_gateway *g, const char *server);

/*
 * discord_gateway_user(g): our own id, "" before the first READY.  Borrowed.
 */
const char *discord_gateway_user(const struct discord_gateway *g);

/*
 * discord_gateway_application(g): the id of our application; our own, which is the same for all but very
 * old ones, until a READY has told it.  Borrowed.
 */
const char *discord_gateway_application(const struct discord_gateway *g);

/*
 * discord_gateway_listen(g, want, now_ms): see platform_adapter.listen.
 */
void discord_gateway_listen(struct discord_gateway *g, bool want, int64_t now_ms);

/*
 * discord_gateway_status(g, now_ms, status): fills what concerns the gateway.
 */
void discord_gateway_status(
	const struct discord_gateway *g, int64_t now_ms, struct platform_status *status);

#endif
