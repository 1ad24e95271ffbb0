/*
 * Discord's interaction objects as those of the platform.  Everything in one comes from a stranger's
 * client by way of Discord, and is bounded and looked at before it is passed on.
 * Source: discord-api-docs, interactions/receiving-and-responding.
 */
#ifndef PLATFORM_DISCORD_INTERACTION_H
#define PLATFORM_DISCORD_INTERACTION_H

#include <stdbool.h>

#include "base/json.h"
#include "platform/discord_message.h"
#include "platform/platform.h"
#include "platform/snowflake.h"

/* An interaction, and what its strings are kept in that stand nowhere in the JSON. */
struct discord_interaction {
	struct interaction is;
	char handle[INTERACTION_HANDLE_MAX];
	char command[INTERACTION_COMMAND_MAX];
	char link[DISCORD_MESSAGE_LINK_MAX];
	char numbers[INTERACTION_VALUES_MAX][24]; /* of values that are no strings */
};

/*
 * discord_interaction_read(d, in): the d of INTERACTION_CREATE as *in, whose strings are borrowed from the
 * JSON and from *in.  Returns false when it is none that we answer: another type, an id that is none, a
 * token that may not stand in an address, a key or a text that is too long.
 */
bool discord_interaction_read(const json *d, struct discord_interaction *in);

#endif
