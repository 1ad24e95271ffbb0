/*
 * Whether the bot can do its work in each configured channel: is it there, can the bot see it, does
 * it belong to the server that the configuration says, and may the bot write and read back there.
 */
#ifndef PLATFORM_DISCORD_CHECK_CHANNEL_H
#define PLATFORM_DISCORD_CHECK_CHANNEL_H

#include <stdint.h>

#include "platform/discord_inquiry.h"

struct discord_check_channels;

struct discord_check_channels_setup {
	struct discord_inquiry *inquiry;               /* borrowed */
	const struct platform_check_channel *channels; /* borrowed with all their strings */
	size_t n;
	void (*done)(void *ctx); /* all of them have been looked at */
	void *ctx;
};

/*
 * discord_check_channels_create(setup): copies setup; NULL when memory is short.  The caller ends
 * it with discord_check_channels_destroy().
 */
struct discord_check_channels *discord_check_channels_create(
	const struct discord_check_channels_setup *setup);

/*
 * discord_check_channels_destroy(c): releases it.  NULL is accepted.
 */
void discord_check_channels_destroy(struct discord_check_channels *c);

/*
 * discord_check_channels_start(c, user): looks at one after another for the bot whose id is user.
 * done() follows, before it returns when there is nothing to be asked, unless the inquiry ends
 * before.
 */
void discord_check_channels_start(struct discord_check_channels *c, const char *user);

/*
 * discord_check_channels_needs(c): the permissions that the bot needs: those for text channels,
 * forums and threads, and what the channels that were looked at need besides.
 */
uint64_t discord_check_channels_needs(const struct discord_check_channels *c);

#endif
