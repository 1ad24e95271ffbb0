/*
 * What becomes of the calls of discord_rest.c that are answered for good, or too late, and what they are
 * kept in.  For discord_rest.c only.
 */
#ifndef PLATFORM_DISCORD_END_H
#define PLATFORM_DISCORD_END_H

#include <stdbool.h>
#include <stdint.h>

#include "base/url.h"
#include "platform/discord_queue.h"
#include "platform/discord_rest.h"
#include "platform/platform.h"
#include "platform/ratelimit.h"

struct lru;

struct discord_rest {
	struct platform_host host;
	char api_url[URL_BASE_MAX];
	discord_rest_got *got;
	void *ctx;
	struct ratelimit *limit;
	struct discord_queue queue;
	struct lru *direct; /* user's id -> id of the channel of direct messages */
	uint64_t last_id;
	uint32_t salt; /* of nonces that no message lends its id to */
	int64_t next_ms;
	bool added; /* since the queue was last gone through */
	bool bared; /* a message went without its controls, which were refused */
	struct platform_counts counts;
	uint64_t full[DISCORD_RANKS]; /* calls that found no room */
};

/*
 * discord_end_say(r, call, what): reports what became of the message that call, which is in no queue any
 * more, was to send, and releases call.
 */
void discord_end_say(
	struct discord_rest *r, struct discord_call *call, const struct platform_outcome *what);

/*
 * discord_end_call(r, call, result, now_ms): what the result of call, an answer that is not to be waited
 * out, comes to; result is NULL when the deadline passed first.  A message may stay in the queue, to be
 * sent in another way.
 */
void discord_end_call(struct discord_rest *r, struct discord_call *call,
	const struct platform_result *result, int64_t now_ms);

/*
 * discord_end_withdrawn(r, call): a message that was withdrawn and has not arrived is gone.
 */
void discord_end_withdrawn(struct discord_rest *r, struct discord_call *call);

#endif
