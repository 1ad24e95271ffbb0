/*
 * What a bot's token looks like on Discord, and what people paste in its place.
 * Source: discord-api-docs, reference, "Authentication".
 */
#ifndef PLATFORM_DISCORD_TOKEN_H
#define PLATFORM_DISCORD_TOKEN_H

/*
 * discord_token_doubt(token): see platform_adapter.doubt.  Whether a token is right is known to Discord
 * alone: what looks odd is tried all the same.
 */
const char *discord_token_doubt(const char *token);

#endif
