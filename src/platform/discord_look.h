/*
 * A message that may have been sent, and so long ago that Discord no longer knows its nonce: what was
 * written behind the message that brought it about is read first.  For discord_rest.c and discord_end.c.
 *
 * Source: discord-api-docs, resources/message, "Create Message": a nonce holds for "the past few minutes".
 */
#ifndef PLATFORM_DISCORD_LOOK_H
#define PLATFORM_DISCORD_LOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "platform/discord_queue.h"
#include "platform/platform.h"

#define DISCORD_LOOK_AFTER_MS 240000 /* Discord has been seen to know a nonce for five minutes */

enum discord_look {
	DISCORD_LOOK_FOUND,
	DISCORD_LOOK_NONE,
	DISCORD_LOOK_UNSURE, /* nothing could be read, or more was written than one page holds */
};

/*
 * discord_look_wanted(call, now_ms): whether the message of call is to be looked for before it is sent, or
 * instead of that.
 */
bool discord_look_wanted(const struct discord_call *call, int64_t now_ms);

/*
 * discord_look_read(call, result, id): whether the page that result brings (NULL = none came) holds the
 * message of call; its id is written when it does.
 */
enum discord_look discord_look_read(const struct discord_call *call,
	const struct platform_result *result, char id[PLATFORM_ID_MAX]);

#endif
