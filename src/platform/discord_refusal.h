/*
 * What Discord's error codes say about a message that it did not take.
 * Source: discord-api-docs, topics/opcodes-and-status-codes, "JSON Error Codes".
 */
#ifndef PLATFORM_DISCORD_REFUSAL_H
#define PLATFORM_DISCORD_REFUSAL_H

#include <stdbool.h>

#include "platform/platform.h"

/*
 * discord_refusal_kind(code): what kind of refusal that code is; PLATFORM_REFUSAL_OTHER for 0 and every
 * code that tells nothing about what else may be tried.
 */
enum platform_refusal discord_refusal_kind(int code);

/*
 * discord_refusal_of_reference(result, code): whether the message was refused only because of the one
 * that it refers to: said beside it, it may be taken.  The body may be anything.
 */
bool discord_refusal_of_reference(const struct platform_result *result, int code);

#endif
