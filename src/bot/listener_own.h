/*
 * What a listener is made of.  For listener*.c alone.
 */
#ifndef BOT_LISTENER_OWN_H
#define BOT_LISTENER_OWN_H

#include "base/buf.h"
#include "base/config.h"
#include "bot/listener.h"

/* purpose under which it is kept that a question went unanswered; what is said to it later has another */
#define LISTENER_COUNTED "u"

/* a ticket's lowest bits hold the tier and whether it is the staff's: its outcome can be judged */
#define LISTENER_TIER_BITS 2
#define LISTENER_STAFF_BIT ((uint64_t)1 << LISTENER_TIER_BITS)
#define LISTENER_TICKET_SHIFT (LISTENER_TIER_BITS + 1)
#define LISTENER_TICKET_TIER(ticket) ((enum lumbar_tier)((ticket) & (LISTENER_STAFF_BIT - 1)))

struct listener {
	struct listener_options options;
	struct cooldown *cooldown;
	struct said *said;
	struct feedback *feedback;
	struct pursuit *pursuit;
	struct escalations *escalations;
	struct buf text;       /* of a forum's starter with its title */
	struct buf key, where; /* scratch; where: the channel with its account */
	uint64_t tickets;
	struct listener_counts counts;
	struct tally *tally;
	listener_vote_fn *vote; /* NULL = nobody counts */
	void *vote_ctx;
	listener_view_fn *view; /* NULL = nobody observes */
	void *view_ctx;
};

/* An event on its way through. */
struct listener_hearing {
	struct listener *listener;
	const char *account;
	struct platform_abilities abilities;
	const struct platform_event *event;
	struct config_place place;
	enum lumbar_channel channel;
	int64_t now_ms;
	struct lumbar_verdict verdict;
};

/*
 * listener_own_is_command(event): whether it was written as a command.
 */
bool listener_own_is_command(const struct platform_event *event);

/*
 * listener_own_ticket(l, tier, to_staff): a ticket for something that is said.
 */
uint64_t listener_own_ticket(struct listener *l, enum lumbar_tier tier, bool to_staff);

/*
 * listener_own_pass(l, account, tier, to_staff, what): gives what is said a ticket and hands it on.
 * Returns the ticket, 0 when there was no room.
 */
uint64_t listener_own_pass(void *l, const char *account, enum lumbar_tier tier, bool to_staff,
	const struct platform_say *what);

/*
 * listener_own_vote(l, account, event, now_ms): whether the event says that an answer helped, or did not:
 * then that is counted, and whoever wrote it is thanked.
 */
bool listener_own_vote(struct listener *l, const char *account, const struct platform_event *event,
	int64_t now_ms);

#endif
