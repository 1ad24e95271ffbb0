/* What is kept of somebody is erased; see erasure.h. */
#include "bot/erasure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/random.h>

#include "base/lru.h"
#include "base/siphash.h"
#include "bot/desk.h"
#include "bot/orders.h"
#include "sys/loop.h"
#include "sys/store.h"

/* It is a decision of others, which nobody takes back by being forgotten. */
#define DECIDED " What operators decided about you, such as a mute, is kept."

/* One that is under way. */
struct asked {
	TAILQ_ENTRY(asked) link;
	struct erasure *erasure;
	struct store_op *op;
	struct commands_promise promise;
	uint64_t who;
};

struct erasure {
	struct desk_options desk;
	struct commands *commands;
	TAILQ_HEAD(, asked) all;
	size_t n;
	uint64_t turned_away;
	struct lru *people; /* hash of a person -> when they asked, monotonic; no id is kept */
	uint8_t salt[SIPHASH_KEY];
};

struct erasure *erasure_create(const struct desk_options *options, struct commands *commands)
{
	struct erasure *e = calloc(1, sizeof(*e));

	if (!e)
		return NULL;
	e->desk = *options;
	e->commands = commands;
	TAILQ_INIT(&e->all);
	e->people = lru_create(ERASURE_PEOPLE_MAX, sizeof(int64_t));
	if (e->people && getrandom(e->salt, sizeof(e->salt), 0) == (ssize_t)sizeof(e->salt))
		return e;
	erasure_destroy(e);
	return NULL;
}

static void end(struct asked *a)
{
	TAILQ_REMOVE(&a->erasure->all, a, link);
	a->erasure->n--;
	store_cancel(a->op);
	free(a);
}

void erasure_destroy(struct erasure *e)
{
	if (!e)
		return;
	while (!TAILQ_EMPTY(&e->all))
		end(TAILQ_FIRST(&e->all));
	lru_destroy(e->people);
	free(e);
}

/* Whether the person had it done a moment ago; says when they may ask again. */
static bool is_too_soon(struct erasure *e, const struct commands_call *call, uint64_t who)
{
	const int64_t *at = lru_get(e->people, (const char *)&who, sizeof(who));
	const int64_t left = at ? *at + ERASURE_AGAIN_MS - call->now_ms : 0;
	char text[256];

	if (left <= 0)
		return false;
	snprintf(text, sizeof(text),
		"You had me erase what I keep of you a moment ago, which takes my storage a while. "
		"For what has come since, please ask again in %d min.",
		(int)(left / 60000 + 1));
	commands_tell(call, text);
	return true;
}

/* It counts from when it was asked for; one that came to nothing does not. */
static void note(struct erasure *e, uint64_t who, const int64_t *at)
{
	int64_t *known;

	if (!at) {
		lru_remove(e->people, (const char *)&who, sizeof(who));
		return;
	}
	known = lru_put(e->people, (const char *)&who, sizeof(who));
	if (known)
		*known = *at;
}

static void on_erased(void *ctx, enum store_result result, const struct store_due *due)
{
	struct asked *a = ctx;
	struct erasure *e = a->erasure;

	(void)due;
	a->op = NULL;
	commands_keep(e->commands, &a->promise,
		result == STORE_DONE ? "What I kept of you is erased. If an emergency of yours is "
				       "still open, what "
				       "belongs to it goes as soon as it is over." DECIDED
				     : "I could not erase it: my storage cannot be used just now. "
				       "Please try again "
				       "later, or ask the staff here.",
		loop_now());
	if (result != STORE_DONE)
		note(e, a->who, NULL);
	else
		store_audit(e->desk.store, a->promise.account,
			&(struct store_audit){.at_ms = e->desk.wall(e->desk.ctx),
				.step = "forgotten",
				.detail = "by the person, in chat"},
			NULL, NULL);
	end(a);
}

void erasure_bounds(const struct erasure *e, struct bound bounds[ERASURE_BOUNDS])
{
	bounds[0] = (struct bound){"erasures", e->n, ERASURE_MAX, e->turned_away};
	bounds[1] = lru_bound(e->people, "erasure-people");
}

void erasure_begin(struct erasure *e, const struct commands_call *call)
{
	const uint64_t who = siphash(e->salt, call->is->user, strlen(call->is->user));
	struct asked *a;

	commands_forget(e->commands, call->is->user, COMMANDS_BY_THEMSELVES);
	if (!e->desk.store) {
		commands_tell(call,
			"What I remembered of you is forgotten. On disk I keep nothing." DECIDED);
		return;
	}
	if (is_too_soon(e, call, who))
		return;
	a = e->n < ERASURE_MAX ? calloc(1, sizeof(*a)) : NULL;
	if (!a) {
		e->turned_away++;
		commands_tell(call, "Too many ask for that at once. Please try again in a minute.");
		return;
	}
	a->erasure = e;
	a->who = who;
	TAILQ_INSERT_TAIL(&e->all, a, link);
	e->n++;
	commands_promise(call, &a->promise);
	a->op = store_erase(e->desk.store, call->is->user, ORDERS_MUTE, on_erased, a);
	if (a->op) {
		note(e, who, &call->now_ms);
		return;
	}
	commands_keep(e->commands, &a->promise,
		"I could not erase it: too much is waiting. Please try again in a minute.",
		call->now_ms);
	end(a);
}
