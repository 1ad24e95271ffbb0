/* What waits to be asked of Discord; see discord_queue.h. */
#include "platform/discord_queue.h"

#include <stdlib.h>
#include <string.h>

void discord_queue_init(struct discord_queue *q)
{
	int rank;

	for (rank = 0; rank < DISCORD_RANKS; rank++) {
		TAILQ_INIT(&q->ranks[rank]);
		q->count[rank] = 0;
	}
}

void discord_queue_clear(struct discord_queue *q)
{
	struct discord_call *call;

	while ((call = discord_queue_next(q, NULL)) != NULL) {
		discord_queue_remove(q, call);
		discord_queue_free(call);
	}
}

/*
 * The ordinary message that has waited longest and can still be taken back; for an emergency also the
 * alert that came last: staff can be told later, or in another way.
 */
static struct discord_call *find_victim(const struct discord_queue *q, enum discord_rank rank)
{
	struct discord_call *call;

	if (rank != DISCORD_EMERGENCY && rank != DISCORD_ALERT)
		return NULL;
	TAILQ_FOREACH(call, &q->ranks[DISCORD_ORDINARY], link)
	{
		if (!call->in_flight)
			return call;
	}
	call = rank == DISCORD_EMERGENCY ? TAILQ_LAST(&q->ranks[DISCORD_ALERT], discord_calls)
					 : NULL;
	while (call && call->in_flight)
		call = TAILQ_PREV(call, discord_calls, link);
	return call;
}

static bool has_room(const struct discord_queue *q, enum discord_rank rank)
{
	size_t says =
		q->count[DISCORD_EMERGENCY] + q->count[DISCORD_ALERT] + q->count[DISCORD_ORDINARY];

	switch (rank) {
	case DISCORD_LOOKUP: return q->count[rank] < DISCORD_QUEUE_LOOKUPS_MAX;
	case DISCORD_ORDINARY:
		return q->count[rank] < DISCORD_QUEUE_ORDINARY_MAX && says < DISCORD_QUEUE_SAYS_MAX;
	default: return says < DISCORD_QUEUE_SAYS_MAX;
	}
}

int discord_queue_add(
	struct discord_queue *q, struct discord_call *call, struct discord_call **evicted)
{
	*evicted = NULL;
	if (!has_room(q, call->rank)) {
		*evicted = find_victim(q, call->rank);
		if (!*evicted)
			return -1;
		discord_queue_remove(q, *evicted);
	}
	TAILQ_INSERT_TAIL(&q->ranks[call->rank], call, link);
	q->count[call->rank]++;
	return 0;
}

void discord_queue_remove(struct discord_queue *q, struct discord_call *call)
{
	TAILQ_REMOVE(&q->ranks[call->rank], call, link);
	q->count[call->rank]--;
}

void discord_queue_free(struct discord_call *call)
{
	if (!call)
		return;
	free(call->token);
	free(call->thread);
	free(call->body);
	free(call);
}

struct discord_call *discord_queue_next(
	const struct discord_queue *q, const struct discord_call *call)
{
	struct discord_call *next = call ? TAILQ_NEXT(call, link) : TAILQ_FIRST(&q->ranks[0]);
	int rank = call ? (int)call->rank : 0;

	while (!next && ++rank < DISCORD_RANKS)
		next = TAILQ_FIRST(&q->ranks[rank]);
	return next;
}

struct discord_call *discord_queue_flying(const struct discord_queue *q, uint64_t id)
{
	struct discord_call *call = NULL;

	while ((call = discord_queue_next(q, call)) != NULL) {
		if (call->in_flight && call->id == id)
			return call;
	}
	return NULL;
}

struct discord_call *discord_queue_said(const struct discord_queue *q, uint64_t ticket)
{
	struct discord_call *call = NULL;

	while ((call = discord_queue_next(q, call)) != NULL) {
		if (call->rank != DISCORD_LOOKUP && call->ticket == ticket)
			return call;
	}
	return NULL;
}

/*
 * Whether two go to the same place: where the first to come is to be the first to arrive.  What has a token
 * belongs to an interaction, whatever else goes to its application.
 */
static bool share_place(const struct discord_call *a, const struct discord_call *b)
{
	if (a->token || b->token)
		return a->token && b->token && strcmp(a->token, b->token) == 0;
	return strcmp(a->target, b->target) == 0;
}

bool discord_queue_must_wait(const struct discord_queue *q, const struct discord_call *call)
{
	const struct discord_call *other;
	int rank;

	if (call->rank != DISCORD_ORDINARY)
		return false;
	for (rank = DISCORD_EMERGENCY; rank <= DISCORD_ALERT; rank++) {
		TAILQ_FOREACH(other, &q->ranks[rank], link)
		{
			if (share_place(other, call))
				return true;
		}
	}
	for (other = TAILQ_FIRST(&q->ranks[DISCORD_ORDINARY]); other && other != call;
		other = TAILQ_NEXT(other, link)) {
		if (share_place(other, call))
			return true;
	}
	return false;
}

bool discord_queue_is_empty(const struct discord_queue *q)
{
	return !discord_queue_next(q, NULL);
}
