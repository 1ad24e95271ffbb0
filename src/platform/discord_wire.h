/*
 * The frames that we send to Discord's gateway.
 * Source: discord-api-docs, events/gateway-events, "Send Events".
 */
#ifndef PLATFORM_DISCORD_WIRE_H
#define PLATFORM_DISCORD_WIRE_H

#include <stdbool.h>

#include "base/buf.h"
#include "platform/discord_session.h"

#define DISCORD_WIRE_MAX 4096 /* bytes of a frame; a longer one ends the connection (4002) */
#define DISCORD_WIRE_QUERY "v=10&encoding=json"

/*
 * discord_wire_heartbeat(b, s): op 1 with the last sequence number of s, null when there is none.  Each
 * of these appends to b and returns what the last append returned: false when the frame would be longer
 * than b may hold.
 */
bool discord_wire_heartbeat(struct buf *b, const struct discord_session *s);

/*
 * discord_wire_identify(b, token, intents): op 2.
 */
bool discord_wire_identify(struct buf *b, const char *token, unsigned intents);

/*
 * discord_wire_resume(b, token, s): op 6 for the session s.
 */
bool discord_wire_resume(struct buf *b, const char *token, const struct discord_session *s);

/*
 * discord_wire_request_member(b, server, user): op 8 for one member of the server; both are ids.
 */
bool discord_wire_request_member(struct buf *b, const char *server, const char *user);

#endif
