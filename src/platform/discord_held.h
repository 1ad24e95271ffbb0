/*
 * Events that wait until their channel is known, each with a copy of all it points to.  Which messages
 * they are of is told to the host as long as they wait: a run that dies meanwhile may leave a session
 * behind that does not bring them any more.  For discord_channel.c.
 */
#ifndef PLATFORM_DISCORD_HELD_H
#define PLATFORM_DISCORD_HELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "platform/platform.h"

#define DISCORD_HELD_MAX 256         /* events */
#define DISCORD_HELD_BYTES (1 << 20) /* and their text in all */

struct discord_held_event {
	TAILQ_ENTRY(discord_held_event) link;
	struct platform_event event;
	uint64_t channel;
	uint64_t waits_for; /* the channel that is being looked up: its own or its parent */
	bool told; /* the look-up failed, and it was delivered as it is: again if that is a thread */
	size_t bytes;
	char text[];
};

struct discord_held {
	struct platform_host host;
	TAILQ_HEAD(, discord_held_event) events; /* in the order in which they came */
	size_t n, bytes;
};

/*
 * discord_held_init(h, host): nothing is held; what is will be told to host (copied).
 */
void discord_held_init(struct discord_held *h, const struct platform_host *host);

/*
 * discord_held_clear(h): releases all, and asks the host for nothing: the next run has to read it.
 */
void discord_held_clear(struct discord_held *h);

/*
 * discord_held_add(h, event, channel, waits_for): holds a copy of the event, whose ids are Discord's;
 * what was told gives way, the oldest first.  Returns it, h's; NULL when there is no room.
 */
struct discord_held_event *discord_held_add(struct discord_held *h,
	const struct platform_event *event, uint64_t channel, uint64_t waits_for);

/*
 * discord_held_done(h, e): e has been dealt with, and is released.
 */
void discord_held_done(struct discord_held *h, struct discord_held_event *e);

/*
 * discord_held_drop(h, e): e is released without that: the next run may read it.
 */
void discord_held_drop(struct discord_held *h, struct discord_held_event *e);

/*
 * discord_held_first(h, channel): the first event of that channel that is yet to be delivered, NULL when
 * there is none.
 */
const struct discord_held_event *discord_held_first(const struct discord_held *h, uint64_t channel);

/*
 * discord_held_doubts(h, channel): whether something of that channel was delivered without knowing what
 * it is: it is being looked up.
 */
bool discord_held_doubts(const struct discord_held *h, uint64_t channel);

/*
 * discord_held_has(h, message): whether an event of the message of that id is held.
 */
bool discord_held_has(const struct discord_held *h, const char *message);

#endif
