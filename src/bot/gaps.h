/*
 * What was asked and not answered: shapes (lumbar_shape()), how often and when last, in memory for those
 * who look at them in chat or on the dashboard, and in the store.
 */
#ifndef BOT_GAPS_H
#define BOT_GAPS_H

#include <stddef.h>
#include <stdint.h>

#include "base/bound.h"
#include "lumbar.h"

#define GAPS_MAX                                                                                   \
	512 /* shapes; then the one seen least often, and of those longest ago, is forgotten */
#define GAPS_TEXT_MAX 500 /* bytes of a text that is kept; the rest is not */

struct config;
struct gaps;
struct recall;
struct store;

struct gaps_options {
	const struct config *config; /* borrowed, as the store */
	struct store *store;         /* NULL = a restart forgets them */
	const struct recall
		*recall; /* what the last run left; NULL = nothing.  Used by gaps_create() alone */
};

/*
 * gaps_create(options): what the last run left; NULL when memory is short.  Ended with gaps_destroy().
 */
struct gaps *gaps_create(const struct gaps_options *options);

/*
 * gaps_destroy(g): releases it.  NULL is accepted.
 */
void gaps_destroy(struct gaps *g);

/* A question that was not answered; ids, and its text if that may be kept. */
struct gaps_question {
	const char *account, *shape;
	const char *conversation, *message, *user;
	const char *text; /* len bytes; not kept when keep_ms is 0 */
	size_t len;
	int64_t keep_ms; /* for so long */
	int64_t at_ms;   /* time of day */
};

/*
 * gaps_note(g, question): counts it (copied).
 */
void gaps_note(struct gaps *g, const struct gaps_question *question);

/*
 * gaps_forget(g, account, message): the message was deleted: its text, if it was kept, is removed.
 */
void gaps_forget(struct gaps *g, const char *account, const char *message);

/* What went unanswered so often. */
struct gaps_shape {
	char shape[LUMBAR_SHAPE_MAX];
	int64_t n, at_ms; /* the second: the last time, time of day */
};

/*
 * gaps_list(g, n): all of them, the one seen most often first; *n of them.  Borrowed until the next call.
 */
const struct gaps_shape *gaps_list(struct gaps *g, size_t *n);

/*
 * gaps_bound(g): how many there are.
 */
struct bound gaps_bound(const struct gaps *g);

#endif
