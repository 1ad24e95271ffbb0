/*
 * Which events a session brings: what is asked for with its IDENTIFY, and what is asked for later.
 * Source: discord-api-docs, events/gateway, "Gateway Intents".
 */
#ifndef PLATFORM_DISCORD_INTENTS_H
#define PLATFORM_DISCORD_INTENTS_H

#include <stdint.h>

#include "platform/discord_link.h"

/*
 * discord_intents_of(account): what that account needs.
 */
unsigned discord_intents_of(const struct platform_account *account);

/*
 * discord_intents_add(g, more, now_ms): asks for those as well, for which another session is begun.
 */
void discord_intents_add(struct discord_gateway *g, unsigned more, int64_t now_ms);

/*
 * discord_intents_signs(g, now_ms): signs under what we said matter from now on, in servers and in direct
 * messages.  Nothing happens where they are asked for already, or nothing is to be begun any more.
 */
void discord_intents_signs(struct discord_gateway *g, int64_t now_ms);

#endif
