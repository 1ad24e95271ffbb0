/* What commands beside the daemon have it do; see errand.h. */
#include "bot/errand.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "bot/bot.h"
#include "sys/door.h"
#include "sys/store.h"

/* One that waits for the disk. */
struct waiting {
	TAILQ_ENTRY(waiting) link;
	struct errand *errand;
	struct door_caller *caller;
	struct store_op *op;
};

struct errand {
	struct errand_options options;
	struct door *door;
	TAILQ_HEAD(, waiting) all; /* at most one for each caller of the door */
};

static void end(struct waiting *w)
{
	TAILQ_REMOVE(&w->errand->all, w, link);
	store_cancel(w->op);
	free(w);
}

static void on_erased(void *ctx, enum store_result result, const struct store_due *due)
{
	struct waiting *w = ctx;

	(void)due;
	w->op = NULL;
	door_answer(w->caller, result == STORE_DONE ? ERRAND_DONE : ERRAND_FAILED);
	end(w);
}

/* The command has erased what was on disk; what was on its way there is erased behind it. */
static void forget(struct errand *e, struct door_caller *caller, const char *user)
{
	struct waiting *w = calloc(1, sizeof(*w));

	bot_forget(e->options.bot, user);
	if (w) {
		w->errand = e;
		w->caller = caller;
		TAILQ_INSERT_TAIL(&e->all, w, link);
		w->op = store_erase(e->options.store, user, "", on_erased, w);
		if (w->op)
			return;
		end(w);
	}
	door_answer(caller, ERRAND_FAILED);
}

/* What stands behind the verb; NULL when it is another, or nothing stands there. */
static const char *read_verb(const char *line, const char *verb)
{
	const size_t n = strlen(verb);

	return strncmp(line, verb, n) == 0 && line[n] ? line + n : NULL;
}

static void on_asked(void *ctx, struct door_caller *caller, const char *line)
{
	struct errand *e = ctx;
	const char *what = read_verb(line, ERRAND_FORGET);

	if (what) {
		forget(e, caller, what);
		return;
	}
	what = read_verb(line, ERRAND_ANSWERED);
	if (what)
		door_answer(caller,
			gaps_answered(bot_gaps(e->options.bot), what) ? ERRAND_DONE : ERRAND_NONE);
	else
		door_answer(caller, ERRAND_UNKNOWN);
}

struct errand *errand_create(const struct errand_options *options)
{
	struct errand *e = calloc(1, sizeof(*e));

	if (!e)
		return NULL;
	e->options = *options;
	TAILQ_INIT(&e->all);
	e->door = door_create(&(struct door_options){options->loop, options->folder, on_asked, e});
	if (e->door)
		return e;
	errand_destroy(e);
	return NULL;
}

void errand_destroy(struct errand *e)
{
	if (!e)
		return;
	while (!TAILQ_EMPTY(&e->all))
		end(TAILQ_FIRST(&e->all));
	door_destroy(e->door);
	free(e);
}
