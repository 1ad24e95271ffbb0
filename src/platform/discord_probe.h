/*
 * Whether a connection that is there still brings events.  Heartbeats may go on being acknowledged on one
 * that has lost its session at the other end; then nothing comes any more, and nobody notices.  So a
 * session that was silent for some minutes is asked for something whose answer is an event: the bot itself
 * as a member of one of its servers.  Where no event comes, the connection is given up and the session
 * resumed, which brings what was missed.  For discord_gateway.c and discord_op.c only.
 *
 *	silent --asked--> an event: it lives, and is asked again after the same silence
 *	             '--> none: it is left; the next silence may last twice as long
 *
 * Where no server is known, nothing can be asked: the connection is made anew after a longer silence, which
 * comes to the same.
 * Source: discord-api-docs, events/gateway-events, "Request Guild Members"; by user ids it needs no intent.
 */
#ifndef PLATFORM_DISCORD_PROBE_H
#define PLATFORM_DISCORD_PROBE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"
#include "platform/snowflake.h"

#define DISCORD_PROBE_SILENT_MS 300000      /* without an event, and it is asked */
#define DISCORD_PROBE_SILENT_MAX_MS 4800000 /* the longest silence, where asking was in vain */
#define DISCORD_PROBE_BLIND_MS 7200000      /* the same where nothing can be asked */
#define DISCORD_PROBE_ANSWER_MS 30000       /* for the answer */
#define DISCORD_PROBE_AGAIN_MS 1000         /* when no more frames may be sent now */

struct discord_gateway;

/* A plain value. */
struct discord_probe {
	char server[SNOWFLAKE_MAX]; /* that is asked about, "" = none is known */
	int64_t silent_ms;
	int64_t due_at; /* to ask, or to give up; DISCORD_GATEWAY_NEVER = neither */
	bool asked;
};

/*
 * discord_probe_init(p): makes *p a probe of no connection.
 */
void discord_probe_init(struct discord_probe *p);

/*
 * discord_probe_server(p, server): the bot is in the server of that id; what is none is ignored.
 */
void discord_probe_server(struct discord_probe *p, const char *server);

/*
 * discord_probe_ready(g, d, now_ms): a session became usable; d is READY's, NULL after a resume.
 */
void discord_probe_ready(struct discord_gateway *g, const json *d, int64_t now_ms);

/*
 * discord_probe_event(g, now_ms): an event of a usable session came.
 */
void discord_probe_event(struct discord_gateway *g, int64_t now_ms);

/*
 * discord_probe_due(g): when discord_probe_tick() is due; DISCORD_GATEWAY_NEVER if it is not.
 */
int64_t discord_probe_due(const struct discord_gateway *g);

/*
 * discord_probe_tick(g, now_ms): it was silent for too long: asks, or gives the connection up.
 */
void discord_probe_tick(struct discord_gateway *g, int64_t now_ms);

#endif
