/* The staff: some alerts are picked up, by a reaction or a reply, after a while. */
#include <inttypes.h>
#include <stdio.h>

#include "chaos/chaos.h"

#define STAFF_USER "1600000000000000001"

static void pick_up(void *ctx)
{
	struct post *p = ctx;
	const bool reacts = chaos_chance(50);
	char object[512];

	p->signed_at = storm.now;
	chaos_tell("the staff %s %" PRIu64, reacts ? "react to" : "reply to", p->id);
	if (reacts)
		snprintf(object, sizeof(object),
			"{\"message_id\":\"%" PRIu64 "\",\"channel_id\":\"" CHAOS_STAFF
			"\",\"guild_id\":\"" CHAOS_SERVER "\",\"user_id\":\"" STAFF_USER
			"\",\"message_author_id\":\"" CHAOS_SELF "\"}",
			p->id);
	else
		snprintf(object, sizeof(object),
			"{\"id\":\"%" PRIu64 "\",\"channel_id\":\"" CHAOS_STAFF
			"\",\"guild_id\":\"" CHAOS_SERVER
			"\",\"type\":19,\"content\":\"on my way\",\"author\":{\"id\":\"" STAFF_USER
			"\"},\"mentions\":[],\"message_reference\":{\"message_id\":\"%" PRIu64
			"\"}}",
			people_next_id(), p->id);
	server_dispatch(reacts ? "MESSAGE_REACTION_ADD" : "MESSAGE_CREATE", object, NULL);
}

void staff_told(struct post *p)
{
	const bool of_edit = p->purpose[0] == 'e';

	if (p->purpose[of_edit] == 'a' && chaos_chance(40))
		chaos_at(&storm.world, &p->timer, chaos_between(10, 900000), pick_up, p);
}

void staff_check(bool calm)
{
	const struct post *p, *q;

	for (p = people.posts; calm && p < people.posts + people.n_posts; p++) {
		for (q = people.posts; p->signed_at && q < people.posts + people.n_posts; q++) {
			if (q->cause == p->cause && q->at > p->signed_at + 5000 &&
				q->purpose[q->purpose[0] == 'e'] != 'k')
				chaos_violation("%s to %" PRIu64 " after it was picked up",
					q->purpose, q->cause);
		}
	}
}
