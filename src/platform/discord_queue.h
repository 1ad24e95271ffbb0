/*
 * What waits to be asked of Discord, and what is being asked: four ranks, each in order of arrival
 * and each bounded.  What is said to somebody in an emergency goes first, then what staff are told of it,
 * then look-ups, then everything else that is said.
 */
#ifndef PLATFORM_DISCORD_QUEUE_H
#define PLATFORM_DISCORD_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "platform/backoff.h"
#include "platform/discord_say.h"
#include "platform/snowflake.h"

#define DISCORD_QUEUE_SAYS_MAX 256     /* messages of all ranks */
#define DISCORD_QUEUE_ORDINARY_MAX 192 /* of those that are no emergencies */
#define DISCORD_QUEUE_LOOKUPS_MAX 192  /* what one deletion of a hundred messages asks for fits */

enum discord_rank {
	DISCORD_EMERGENCY,
	DISCORD_ALERT,
	DISCORD_LOOKUP,
	DISCORD_ORDINARY,
	DISCORD_RANKS
};

/* One request, from its acceptance to its outcome. */
struct discord_call {
	TAILQ_ENTRY(discord_call) link;
	enum discord_rank rank;
	int route;                  /* index into the table of routes of discord_call.c */
	char target[SNOWFLAKE_MAX]; /* id of the channel or server, "" if none */
	char second[SNOWFLAKE_MAX]; /* the second id of a route that has two, "" if none */
	uint64_t id;                /* of the request in flight */
	bool insists;               /* is made again after a failure that passes */
	bool in_flight;
	bool again;     /* it was made before: perhaps it succeeded */
	bool was_tried; /* a say's: at tried_ms at the earliest, perhaps by an earlier run */
	int64_t tried_ms;
	bool seeks;    /* a say's: it is only looked for */
	unsigned cuts; /* answers that said that it is there, and not under which id */
	char cause
		[SNOWFLAKE_MAX]; /* id of the message that brought it about, "" if none of Discord's */
	int place;               /* the rate limiter's, while in flight */
	uint64_t ticket;         /* a say's */
	char *token;             /* an interaction's, which makes the address; owned; NULL = none */
	/* id of the channel in which its message, second, is edited once the interaction is over */
	char edits_in[SNOWFLAKE_MAX]; /* "" = it is not */
	int64_t edits_until_ms;
	char *thread; /* name of the thread that a say opens or has opened; owned; NULL = none */
	char *body;   /* owned; NULL for a look-up */
	size_t body_len;
	struct discord_say_parts parts; /* of the body */
	bool bare;                      /* its controls were refused and left out */
	int64_t deadline_ms;
	int64_t not_before_ms; /* a retry waits until then */
	struct backoff backoff;
};

TAILQ_HEAD(discord_calls, discord_call);

struct discord_queue {
	struct discord_calls ranks[DISCORD_RANKS];
	size_t count[DISCORD_RANKS];
};

/*
 * discord_queue_init(q): makes *q empty.
 */
void discord_queue_init(struct discord_queue *q);

/*
 * discord_queue_clear(q): frees every call.
 */
void discord_queue_clear(struct discord_queue *q);

/*
 * discord_queue_add(q, call, evicted): takes call.  Returns 0, or -1 when there is no room: call then
 * stays the caller's.  An emergency or alert that finds the queue full drives out the ordinary message that
 * has waited longest and is not on its way; an emergency, where there is none, the alert that came last:
 * *evicted is that one, now the caller's; NULL otherwise.
 */
int discord_queue_add(
	struct discord_queue *q, struct discord_call *call, struct discord_call **evicted);

/*
 * discord_queue_remove(q, call): takes call out; it is the caller's now.
 */
void discord_queue_remove(struct discord_queue *q, struct discord_call *call);

/*
 * discord_queue_free(call): releases a call that is in no queue.  NULL is accepted.
 */
void discord_queue_free(struct discord_call *call);

/*
 * discord_queue_next(q, call): the call after call in the order in which they want to go, the first one
 * for NULL; NULL at the end.
 */
struct discord_call *discord_queue_next(
	const struct discord_queue *q, const struct discord_call *call);

/*
 * discord_queue_flying(q, id): the call in flight whose request has that id; NULL when there is none.
 */
struct discord_call *discord_queue_flying(const struct discord_queue *q, uint64_t id);

/*
 * discord_queue_said(q, ticket): the message with that ticket, waiting or on its way; NULL
 * when there is none.
 */
struct discord_call *discord_queue_said(const struct discord_queue *q, uint64_t ticket);

/*
 * discord_queue_must_wait(q, call): whether something that is to be read first in the same channel has
 * not arrived yet: parts of an answer stay in order, and nothing overtakes an emergency or an alert.  These
 * themselves wait for nobody.
 */
bool discord_queue_must_wait(const struct discord_queue *q, const struct discord_call *call);

/*
 * discord_queue_is_empty(q): whether nothing waits and nothing is in flight.
 */
bool discord_queue_is_empty(const struct discord_queue *q);

#endif
