/*
 * Whether Discord lets an account do what it is configured for: the token, the switches of the
 * developer portal, the gateway, and the bot's permissions in each channel; and the link that
 * invites the bot with what it needs.
 */
#ifndef PLATFORM_DISCORD_CHECK_H
#define PLATFORM_DISCORD_CHECK_H

#include "platform/platform.h"

extern const struct platform_checker discord_checker;

#endif
