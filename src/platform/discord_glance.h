/*
 * The MESSAGE_CREATE that almost every frame is, read in one go: what somebody wrote who neither mentions
 * anybody nor replies.  It reads no more than it can prove: that the whole frame is JSON, and that the
 * parser and discord_message_read() would find the very same event in it.  Whatever else it may be is left
 * to them; so this changes nothing but what an event costs, which is a sixth.
 */
#ifndef PLATFORM_DISCORD_GLANCE_H
#define PLATFORM_DISCORD_GLANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/platform.h"
#include "platform/snowflake.h"

#define DISCORD_GLANCE_TEXT_MAX 8192 /* bytes of a text: 2,000 characters fit, however escaped */

struct discord_glance {
	struct platform_event event; /* its strings stand below */
	int64_t channel_type;        /* as discord_message_channel_type() has it */
	char message[SNOWFLAKE_MAX], channel[SNOWFLAKE_MAX], server[SNOWFLAKE_MAX];
	char author[SNOWFLAKE_MAX];
	char text[DISCORD_GLANCE_TEXT_MAX + 1];
};

/*
 * discord_glance_read(g, data, len, self): reads the frame of len bytes, any bytes, whose t is
 * MESSAGE_CREATE, as g->event, which borrows from g.  self is our id, "" when unknown.  Returns false when
 * the frame has to be parsed to know what it is; g then holds nothing of use.
 */
bool discord_glance_read(struct discord_glance *g, const char *data, size_t len, const char *self);

#endif
