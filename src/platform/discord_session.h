/*
 * What it takes to go on with a gateway session on another connection, or in another run.  A plain
 * value.  Source: discord-api-docs, events/gateway, "Resuming".
 */
#ifndef PLATFORM_DISCORD_SESSION_H
#define PLATFORM_DISCORD_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/url.h"
#include "platform/snowflake.h"

#define DISCORD_SESSION_ID_MAX 256    /* bytes of a session's id with its NUL */
#define DISCORD_SESSION_TEXT_MAX 4096 /* bytes of a session as text */

struct discord_session {
	char id[DISCORD_SESSION_ID_MAX]; /* "" = no session */
	char url[URL_BASE_MAX];          /* where to resume; "" = at the gateway's own address */
	char user[SNOWFLAKE_MAX];        /* who we are; survives the session */
	bool has_seq;                    /* seq is one: 0 may be */
	int64_t seq;                     /* of the last event */
	bool behind;                     /* what came after at_ms was not all read when it began */
	int64_t at_ms; /* time of day up to which all was dealt with, 0 = unknown; survives it */
};

/*
 * discord_session_begin(s, ready): a new session from the d of READY; an untrusted address (url.h) and
 * ids that are none are left out.  Keeps the sequence number.
 */
void discord_session_begin(struct discord_session *s, const json *ready);

/*
 * discord_session_forget(s): there is no session any more; who we are stays, and up to when there was one.
 */
void discord_session_forget(struct discord_session *s);

/*
 * discord_session_held(s): whether there is a session that can be resumed.
 */
bool discord_session_held(const struct discord_session *s);

/*
 * discord_session_note(s, seq): an event with that number came.  The number never goes back.
 */
void discord_session_note(struct discord_session *s, int64_t seq);

/*
 * discord_session_write(s, intents, b): appends the session as text: when there is none, up to when there
 * was one, nothing if that is unknown.  intents are those it was begun with.  Returns what the last append
 * to b returned.
 */
bool discord_session_write(const struct discord_session *s, unsigned intents, struct buf *b);

/*
 * discord_session_read(s, intents, text): reads such a text (NULL or anything else is no session).
 * Returns false, leaving no session in *s, when it is damaged or was begun with other intents; up to when
 * there was one is read all the same.
 */
bool discord_session_read(struct discord_session *s, unsigned intents, const char *text);

#endif
