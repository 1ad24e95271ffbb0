/*
 * What a listener is made of.  For listener*.c alone.
 */
#ifndef BOT_LISTENER_OWN_H
#define BOT_LISTENER_OWN_H

#include "base/buf.h"
#include "bot/listener.h"

/* a ticket's lowest bits hold the tier and whether it is the staff's: its outcome can be judged */
#define LISTENER_TIER_BITS 2
#define LISTENER_STAFF_BIT ((uint64_t)1 << LISTENER_TIER_BITS)
#define LISTENER_TICKET_SHIFT (LISTENER_TIER_BITS + 1)
#define LISTENER_TICKET_TIER(ticket) ((enum lumbar_tier)((ticket) & (LISTENER_STAFF_BIT - 1)))

struct listener {
	struct listener_options options;
	struct cooldown *cooldown;
	struct said *said;
	struct pursuit *pursuit;
	struct buf text;       /* of a forum's starter with its title */
	struct buf key, where; /* scratch; where: the channel with its account */
	uint64_t tickets;
	struct listener_counts counts;
	struct tally *tally;
	listener_view_fn *view; /* NULL = nobody observes */
	void *view_ctx;
};

#endif
