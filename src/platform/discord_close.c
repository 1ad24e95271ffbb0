/* What to do after each close code of Discord's gateway; see discord_close.h. */
#include "platform/discord_close.h"

#include <stddef.h>

#define PORTAL "https://discord.com/developers/applications"
#define RATE_PAUSE_MS 10000

static const struct discord_close closes[] = {
	{.code = 1000, .name = "closed"},
	{.code = 1001, .name = "going away"},
	{.code = 4000, .name = "unknown error"},
	{.code = 4001, .name = "unknown opcode"},
	{.code = 4002, .name = "decode error"},
	{.code = 4003, .way = DISCORD_CLOSE_IDENTIFY, .name = "not authenticated"},
	{.code = 4004,
		.way = DISCORD_CLOSE_FATAL,
		.name = "authentication failed",
		.fault = PLATFORM_FAULT_TOKEN,
		.detail = "Discord refuses the bot token (4004). Get a new one at " PORTAL
			  " > your application > Bot > Reset Token, and put it where the "
			  "configuration "
			  "says (by default the environment variable DISCORD_TOKEN)."},
	{.code = 4005, .name = "already authenticated"},
	{.code = 4007, .way = DISCORD_CLOSE_IDENTIFY, .name = "invalid sequence number"},
	{.code = 4008, .pause_ms = RATE_PAUSE_MS, .name = "rate limited"},
	{.code = 4009, .way = DISCORD_CLOSE_IDENTIFY, .name = "session timed out"},
	{.code = 4010,
		.way = DISCORD_CLOSE_FATAL,
		.name = "invalid shard",
		.fault = PLATFORM_FAULT_CONFIG,
		.detail = "Discord refuses the shard (4010). lumbard uses one connection for all "
			  "servers; if the gateway address leads to a proxy that shards, give "
			  "Discord's own."},
	{.code = 4011,
		.way = DISCORD_CLOSE_FATAL,
		.name = "sharding required",
		.fault = PLATFORM_FAULT_SERVICE,
		.detail =
			"The bot is in more servers than Discord allows on one connection (4011). "
			"lumbard uses one connection: take the bot out of some servers, or run a "
			"second application for them."},
	{.code = 4012,
		.way = DISCORD_CLOSE_FATAL,
		.name = "invalid API version",
		.fault = PLATFORM_FAULT_SERVICE,
		.detail = "The gateway does not speak version 10 of Discord's API any more (4012). "
			  "Install a newer lumbard."},
	{.code = 4013,
		.way = DISCORD_CLOSE_INTENTS,
		.name = "invalid intents",
		.fault = PLATFORM_FAULT_CONFIG,
		.detail = "The gateway does not know the intents that were asked for (4013). Check "
			  "that the gateway address is Discord's, or install a newer lumbard."},
	{.code = 4014,
		.way = DISCORD_CLOSE_INTENTS,
		.name = "disallowed intents",
		.fault = PLATFORM_FAULT_CONFIG,
		.detail = "The gateway disallows intents that no switch of the developer portal is "
			  "for (4014). Check that the gateway address is Discord's."},
};

const struct discord_close *discord_close_find(int code)
{
	static const struct discord_close lost = {.name = "connection lost"};
	static const struct discord_close unknown = {.name = "unknown code"};
	size_t i;

	for (i = 0; i < sizeof(closes) / sizeof(closes[0]); i++) {
		if (closes[i].code == code)
			return &closes[i];
	}
	return code == 0 || code == 1006 ? &lost : &unknown;
}
