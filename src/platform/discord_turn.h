/*
 * What is said elsewhere than in a new message: as the answer to an interaction, or in place of a message
 * of ours.  These requests are made with the interaction's own token and stand outside the limit of the
 * whole account.  A token answers for 3 seconds, and fills in and adds for 15 minutes.
 * Source: discord-api-docs, interactions/receiving-and-responding.
 */
#ifndef PLATFORM_DISCORD_TURN_H
#define PLATFORM_DISCORD_TURN_H

#include <stdint.h>

#include "platform/discord_queue.h"
#include "platform/discord_rest.h"

#define DISCORD_TURN_MS 2800 /* an interaction is answered within so long of its arrival, or not */
#define DISCORD_TURN_LATER_MS 840000 /* and further messages within so long */

/*
 * discord_turn_handle(out, id, application, token): writes the handle of an interaction.  Returns whether
 * they are what they should be: a token that may not stand in an address is none.
 */
bool discord_turn_handle(char out[INTERACTION_HANDLE_MAX], const char *id, const char *application,
	const char *token);

/*
 * discord_turn_queue(r, say, now_ms): discord_rest_say() for what has a handle or replaces a message.
 */
int discord_turn_queue(struct discord_rest *r, const struct platform_say *say, int64_t now_ms);

/*
 * discord_turn_edits(call): the interaction of call is over.  Returns whether the message is edited
 * instead, in its channel, which is what call asks for from then on.
 */
bool discord_turn_edits(struct discord_call *call);

#endif
