/*
 * What Discord's error codes say about a message that it did not take.
 * Source: discord-api-docs, topics/opcodes-and-status-codes, "JSON Error Codes".
 */
#ifndef PLATFORM_DISCORD_REFUSAL_H
#define PLATFORM_DISCORD_REFUSAL_H

#include "platform/platform.h"

/*
 * discord_refusal_kind(code): what kind of refusal that code is; PLATFORM_REFUSAL_OTHER for 0 and every
 * code that tells nothing about what else may be tried.
 */
enum platform_refusal discord_refusal_kind(int code);

/*
 * discord_refusal_blames(result, code): of which parts that it can be said without (discord_say.h) the
 * message may be taken once they are left out, as a set; all of them where the message was not liked (400)
 * and Discord does not say why.  0 where it would be refused again.  The body may be anything.
 */
unsigned discord_refusal_blames(const struct platform_result *result, int code);

#endif
