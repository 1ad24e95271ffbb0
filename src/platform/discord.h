/*
 * Discord: one gateway session and its REST API as an adapter of the platform.
 */
#ifndef PLATFORM_DISCORD_H
#define PLATFORM_DISCORD_H

#include "platform/platform.h"

#define DISCORD_API_URL "https://discord.com/api/v10"

/* Intents: discord-api-docs, events/gateway, "List of Intents". */
#define DISCORD_INTENT_GUILD_MESSAGES (1u << 9)
#define DISCORD_INTENT_GUILD_MESSAGE_REACTIONS (1u << 10)
#define DISCORD_INTENT_DIRECT_MESSAGE_REACTIONS (1u << 13)
#define DISCORD_INTENT_DIRECT_MESSAGES (1u << 12)
#define DISCORD_INTENT_MESSAGE_CONTENT (1u << 15) /* privileged: asked for when it is wanted */

extern const struct platform_adapter discord_adapter;

#endif
