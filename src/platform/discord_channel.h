/*
 * Delivers what happened in a channel once it is known whether that channel is a thread, and of which
 * channel; threads and forum posts are under their parent's rules.  Without the intent GUILDS nobody
 * tells, so that an unknown channel is looked up once; what happens in it meanwhile is held, in order.
 * A look-up that fails, takes too long or finds no room holds up nothing: then the event is delivered
 * without a parent.  What is held is read by the next run if this one dies: see discord_held.h.
 */
#ifndef PLATFORM_DISCORD_CHANNEL_H
#define PLATFORM_DISCORD_CHANNEL_H

#include <stdbool.h>
#include <stdint.h>

#include "platform/discord_rest.h"
#include "platform/platform.h"

#define DISCORD_CHANNEL_LOOKUP_MS 3000 /* somebody may be waiting for help */
#define DISCORD_CHANNEL_AGAIN_MS 60000 /* before a failed look-up is tried again */
#define DISCORD_CHANNEL_DOUBT_MS 30000 /* for one that nothing new waits for, less than the above */

struct discord_channel;

/*
 * discord_channel_create(host, rest, wants_content): knows nothing yet; looks up through rest, which must
 * outlive it, and delivers to host (copied).  wants_content: every channel matters, not only where we
 * are addressed.  NULL when memory is short.  The caller owns it and ends it with
 * discord_channel_destroy().
 */
struct discord_channel *discord_channel_create(
	const struct platform_host *host, struct discord_rest *rest, bool wants_content);

/*
 * discord_channel_listen(c): from now on every channel matters.
 */
void discord_channel_listen(struct discord_channel *c);

/*
 * discord_channel_observe(c, fn, ctx): fn is told of every event before it is delivered, with all that is
 * known of its channel.
 */
typedef void discord_channel_delivered(void *ctx, const struct platform_event *event);
void discord_channel_observe(struct discord_channel *c, discord_channel_delivered *fn, void *ctx);

/*
 * discord_channel_destroy(c): releases it and what it holds.  NULL is accepted.
 */
void discord_channel_destroy(struct discord_channel *c);

/*
 * discord_channel_take(c, event, type, now_ms): delivers the event, now or later.  type is its channel's
 * when known, else DISCORD_MESSAGE_UNTOLD.
 */
void discord_channel_take(struct discord_channel *c, const struct platform_event *event,
	int64_t type, int64_t now_ms);

/*
 * discord_channel_told(c, answer, now_ms): the answer to a DISCORD_REST_CHANNEL.
 */
void discord_channel_told(
	struct discord_channel *c, const struct discord_rest_answer *answer, int64_t now_ms);

/*
 * discord_channel_holds(c): whether an event waits for a look-up, be it that it was delivered without one.
 */
bool discord_channel_holds(const struct discord_channel *c);

/*
 * discord_channel_awaits(c, message): whether it holds an event of the message of that id.
 */
bool discord_channel_awaits(const struct discord_channel *c, const char *message);

/*
 * discord_channel_stop(c, now_ms): delivers all that is yet to be delivered, as it is.  What was delivered
 * without knowing its channel is held on to the end: another run must be sent it again.
 */
void discord_channel_stop(struct discord_channel *c, int64_t now_ms);

/*
 * discord_channel_status(c, status): adds how full is what it holds and knows.
 */
void discord_channel_status(const struct discord_channel *c, struct platform_status *status);

#endif
