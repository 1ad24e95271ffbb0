/*
 * Whether the text of messages that are not addressed to the bot comes.  Where Discord refuses the
 * intent that asks for it, the bot goes on without: it answers mentions and direct messages, raises an
 * alarm, and looks every hour whether the switch has been turned on.  For discord_gateway.c and
 * discord_op.c only.
 * Source: discord-api-docs, events/gateway, "Message Content Intent".
 */
#ifndef PLATFORM_DISCORD_CONTENT_H
#define PLATFORM_DISCORD_CONTENT_H

#include <stdbool.h>
#include <stdint.h>

#include "platform/discord_link.h"

/* How somebody allows it. */
#define DISCORD_CONTENT_STEPS                                                                      \
	"Turn on \"Message Content Intent\" at https://discord.com/developers/applications "       \
	"> your application > Bot > Privileged Gateway Intents"

#define DISCORD_CONTENT_ALARM_MS 3600000 /* between two alarms */

/*
 * discord_content_give_up(g, code, now_ms): the gateway has closed with that code because of the intents.
 * Returns true when they were more than the bot can do without: it now does, and the alarm is raised;
 * false when there was nothing to be given up.
 */
bool discord_content_give_up(struct discord_gateway *g, int code, int64_t now_ms);

/*
 * discord_content_ready(g, application, now_ms): READY came, with that application object (NULL if
 * none): warns when it says that message content, which is wanted, will not come; asks where it does
 * not say.
 */
void discord_content_ready(struct discord_gateway *g, const json *application, int64_t now_ms);

/*
 * discord_content_told(g, application, now_ms): the answer to GET /applications/@me, NULL if none.
 * Where the content was given up and may be had now, the connection ends for one that asks for it.
 */
void discord_content_told(struct discord_gateway *g, const json *application, int64_t now_ms);

/*
 * discord_content_want(g, want, now_ms): from now on the content is wanted, for which the connection may
 * end and another is begun; without want Discord is only asked whether it may be had.
 */
void discord_content_want(struct discord_gateway *g, bool want, int64_t now_ms);

/*
 * discord_content_due(g): when discord_content_tick() is due; DISCORD_GATEWAY_NEVER if it is not.
 */
int64_t discord_content_due(const struct discord_gateway *g);

/*
 * discord_content_tick(g, now_ms): an hour has gone by since the last alarm.
 */
void discord_content_tick(struct discord_gateway *g, int64_t now_ms);

#endif
