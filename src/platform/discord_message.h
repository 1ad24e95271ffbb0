/*
 * Discord's message objects as events of the platform.  The strings of an event are borrowed from the
 * JSON it was read from.  Source: discord-api-docs, resources/message and events/gateway-events.
 */
#ifndef PLATFORM_DISCORD_MESSAGE_H
#define PLATFORM_DISCORD_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"
#include "platform/platform.h"

#define DISCORD_MESSAGE_UNTOLD (-1) /* the event does not tell the channel's type */
#define DISCORD_MESSAGE_LINK_MAX 96 /* bytes of a message's address with its NUL */

/*
 * discord_message_read(d, self, event): the d of MESSAGE_CREATE as *event.  Returns false when it is not
 * what a person wrote: another type than 0 and 19; a bot, a webhook, the system or self (our id, ""
 * when unknown) as the author; ids that are none.  Our mention stays in the text; parent, title and
 * link are "".
 */
bool discord_message_read(const json *d, const char *self, struct platform_event *event);

/*
 * discord_message_edit(d, self, event): the same for MESSAGE_UPDATE, false also for one that changed no
 * text (a link's preview was added).
 */
bool discord_message_edit(const json *d, const char *self, struct platform_event *event);

/*
 * discord_message_deleted(d, id, event): that the message with that id is gone, from the d of
 * MESSAGE_DELETE or MESSAGE_DELETE_BULK.  Returns false when an id is none.
 */
bool discord_message_deleted(const json *d, const char *id, struct platform_event *event);

/*
 * discord_message_reaction(d, self, event): somebody's reaction, from the d of MESSAGE_REACTION_ADD.
 * Returns false when it is our own or another bot's, under a message that is not ours as far as is told,
 * or an id is none.
 */
bool discord_message_reaction(const json *d, const char *self, struct platform_event *event);

/*
 * discord_message_link(event, link): writes the address at which Discord's clients show the message; ""
 * when it is deleted, or an id is longer than Discord's are.
 */
void discord_message_link(const struct platform_event *event, char link[DISCORD_MESSAGE_LINK_MAX]);

/*
 * discord_message_channel_type(d): the channel's type when the event tells it, else
 * DISCORD_MESSAGE_UNTOLD.
 */
int64_t discord_message_channel_type(const json *d);

#endif
