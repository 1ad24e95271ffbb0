/* What is kept of somebody is erased; see erasure.h. */
#include "bot/erasure.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "bot/desk.h"
#include "sys/loop.h"
#include "sys/store.h"

/* One that is under way. */
struct asked {
	TAILQ_ENTRY(asked) link;
	struct erasure *erasure;
	struct store_op *op;
	struct commands_promise promise;
};

struct erasure {
	struct desk_options desk;
	struct commands *commands;
	TAILQ_HEAD(, asked) all;
	size_t n;
	uint64_t turned_away;
};

struct erasure *erasure_create(const struct desk_options *options, struct commands *commands)
{
	struct erasure *e = calloc(1, sizeof(*e));

	if (!e)
		return NULL;
	e->desk = *options;
	e->commands = commands;
	TAILQ_INIT(&e->all);
	return e;
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
	free(e);
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
				       "belongs to it goes as soon as it is over."
				     : "I could not erase it: my storage cannot be used just now. "
				       "Please try again "
				       "later, or ask the staff here.",
		loop_now());
	if (result == STORE_DONE)
		store_audit(e->desk.store, a->promise.account,
			&(struct store_audit){.at_ms = e->desk.wall(e->desk.ctx),
				.step = "forgotten",
				.detail = "by the person, in chat"},
			NULL, NULL);
	end(a);
}

struct bound erasure_bound(const struct erasure *e)
{
	return (struct bound){"erasures", e->n, ERASURE_MAX, e->turned_away};
}

void erasure_begin(struct erasure *e, const struct commands_call *call)
{
	struct asked *a;

	commands_forget(e->commands, call->is->user);
	if (!e->desk.store) {
		commands_tell(
			call, "What I remembered of you is forgotten. On disk I keep nothing.");
		return;
	}
	a = e->n < ERASURE_MAX ? calloc(1, sizeof(*a)) : NULL;
	if (!a) {
		e->turned_away++;
		commands_tell(call, "Too many ask for that at once. Please try again in a minute.");
		return;
	}
	a->erasure = e;
	TAILQ_INSERT_TAIL(&e->all, a, link);
	e->n++;
	commands_promise(call, &a->promise);
	a->op = store_erase(e->desk.store, call->is->user, on_erased, a);
	if (a->op)
		return;
	commands_keep(e->commands, &a->promise,
		"I could not erase it: too much is waiting. Please try again in a minute.",
		call->now_ms);
	end(a);
}
