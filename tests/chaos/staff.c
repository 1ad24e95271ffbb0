/* The staff: some alerts are picked up, by a reaction or a reply, after a while. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "chaos/chaos.h"

#define SOON_MS 5000 /* what was on its way has arrived by then */
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

static bool is_for(const struct post *p, char word)
{
	return p->purpose[strchr("ef", p->purpose[0]) && p->purpose[1]] == word;
}

/* Of the same case: of the message, or of an edit of it. */
static bool is_same_case(const struct post *p, const struct post *q)
{
	const bool edits = strchr("ef", p->purpose[0]) != NULL;

	return p->cause == q->cause && edits == (strchr("ef", q->purpose[0]) != NULL) &&
	       (!edits || p->purpose[0] == q->purpose[0]);
}

/*
 * Once the others have read that somebody came, nobody is called any more, and the person is not told that
 * nobody has: not by a run that was begun since either, unless the disk could not be told.
 */
static void check_taken(const struct post *taken)
{
	const struct message *m = people_find(taken->cause);
	const struct post *q;

	tally.taken++;
	if (!m || m->unrecorded || m->excused || m->garbled || storm.garbled)
		return;
	for (q = people.posts; q < people.posts + people.n_posts; q++) {
		if (is_same_case(taken, q) && q->at > taken->at + SOON_MS &&
			(is_for(q, 'a') || is_for(q, 'n')))
			chaos_violation("%s to %" PRIu64 " after others have read of it",
				q->purpose, q->cause);
		if (is_same_case(taken, q) && is_for(q, 'n') && q->told && !q->deleted)
			chaos_violation("%s to %" PRIu64 " stands although somebody came",
				q->purpose, q->cause);
	}
	if (!m->edited && pages_after(taken->cause, taken->at))
		chaos_violation("%" PRIu64 " is paged after others have read of it", taken->cause);
}

void staff_check(bool calm)
{
	const struct post *p, *q;

	for (p = people.posts; p < people.posts + people.n_posts; p++) {
		if (is_for(p, 'k'))
			check_taken(p);
	}
	for (p = people.posts; calm && p < people.posts + people.n_posts; p++) {
		for (q = people.posts; p->signed_at && q < people.posts + people.n_posts; q++) {
			if (q->cause == p->cause && q->at > p->signed_at + 5000 &&
				q->purpose[q->purpose[0] == 'e'] != 'k')
				chaos_violation("%s to %" PRIu64 " after it was picked up",
					q->purpose, q->cause);
		}
	}
}
