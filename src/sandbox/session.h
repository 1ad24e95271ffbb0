/*
 * One session of the sandbox's gateway: what its client is sent, and what is kept of that so that a
 * resume can play it again.  It outlives its connections.
 * Source: discord-api-docs, events/gateway, "Resuming".
 */
#ifndef SANDBOX_SESSION_H
#define SANDBOX_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SESSION_ID_MAX 33
#define SESSION_REPLAY_MAX 200 /* events kept; a client that missed more begins anew */

#define SESSION_GUILDS (1 << 0)
#define SESSION_GUILD_MEMBERS (1 << 1)
#define SESSION_GUILD_PRESENCES (1 << 8)
#define SESSION_GUILD_MESSAGES (1 << 9)
#define SESSION_GUILD_REACTIONS (1 << 10)
#define SESSION_DIRECT_MESSAGES (1 << 12)
#define SESSION_DIRECT_REACTIONS (1 << 13)
#define SESSION_MESSAGE_CONTENT (1 << 15)
#define SESSION_KNOWN_INTENTS 0x0331ffff /* bits 0 to 16, 20, 21, 24, 25 */

struct session;

/* What takes a frame to the client that holds the session. */
typedef void session_send_fn(void *ctx, const char *frame, size_t len);

/*
 * session_create(id, intents): a session without a connection; NULL when memory is short.  Ended with
 * session_destroy().
 */
struct session *session_create(const char *id, int64_t intents);

/*
 * session_destroy(s): releases it.  NULL is accepted.
 */
void session_destroy(struct session *s);

/*
 * session_id(s), session_seq(s), session_intents(s): its id; the number of the last event; what it
 * asked for.
 */
const char *session_id(const struct session *s);
int64_t session_seq(const struct session *s);
int64_t session_intents(const struct session *s);

/*
 * session_hold(s, send, ctx): events go there from now on; a NULL send means that no client is there.
 */
void session_hold(struct session *s, session_send_fn *send, void *ctx);

/*
 * session_holder(s): the ctx of whoever holds it; NULL when no client is there.
 */
void *session_holder(const struct session *s);

/*
 * session_wants(s, event, direct): whether the intents ask for that event, in a direct message or in a
 * server.  What no intent names always arrives.
 */
bool session_wants(const struct session *s, const char *event, bool direct);

/*
 * session_dispatch(s, event, data): sends the event with that JSON as its d, and keeps it.  When memory
 * is short it is lost, as an event may be.
 */
void session_dispatch(struct session *s, const char *event, const char *data);

/*
 * session_can_replay(s, seq): whether everything after that number is still kept.
 */
bool session_can_replay(const struct session *s, int64_t seq);

/*
 * session_replay(s, seq): sends everything after that number once more, then RESUMED.  Returns how many
 * events that were, without the last.
 */
int session_replay(struct session *s, int64_t seq);

#endif
