/*
 * What the channels of a server that the configuration does not name deny the bot, of what holds in all of
 * them: to open threads.  For discord_check_channel.c.
 * Source: discord-api-docs, resources/guild, "Get Guild Channels".
 */
#ifndef PLATFORM_DISCORD_CHECK_UNNAMED_H
#define PLATFORM_DISCORD_CHECK_UNNAMED_H

#include <stddef.h>

#include "platform/discord_check_server.h"

#define DISCORD_CHECK_UNNAMED_MAX 10 /* channels that are said by name; further ones are counted */

/* The channels that are named, which are looked at by themselves. */
struct discord_check_named {
	const struct platform_check_channel *list; /* borrowed */
	size_t n;
};

/*
 * discord_check_unnamed_say(q, server, named, channels): says in which of the channels, the list that the
 * server gave, the bot may write and not open threads.
 */
void discord_check_unnamed_say(struct discord_inquiry *q, const struct discord_check_server *server,
	const struct discord_check_named *named, const json *channels);

#endif
