/*
 * What was asked and not answered: shapes (lumbar_shape()), on which server, how often and when last, in
 * memory for those who look at them in chat or on the dashboard, and in the store.  A message counts once,
 * however often it is delivered; a shape that there is an answer to since is no gap any more.
 */
#ifndef BOT_GAPS_H
#define BOT_GAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bound.h"
#include "lumbar.h"
#include "platform/platform.h"

#define GAPS_MAX                                                                                   \
	512 /* shapes; then the one seen least often, and of those longest ago, is forgotten */
#define GAPS_TEXT_MAX 500  /* bytes of a text that is kept; the rest is not */
#define GAPS_SEEN_MAX 4096 /* messages that count no more; then the oldest would count again */

struct config;
struct gaps;
struct recall;
struct store;

struct gaps_options {
	const struct config *config; /* borrowed, as the store */
	struct store *store;         /* NULL = a restart forgets them */
	const struct recall
		*recall; /* what the last run left; NULL = nothing.  Used by gaps_create() alone */
	/* Whether the content has an answer to that shape; NULL = that is not known. */
	bool (*answers)(void *ctx, const char *shape);
	void *ctx;
};

/*
 * gaps_create(options): what the last run left and the content does not answer now; NULL when memory is
 * short.  Ended with gaps_destroy().
 */
struct gaps *gaps_create(const struct gaps_options *options);

/*
 * gaps_destroy(g): releases it.  NULL is accepted.
 */
void gaps_destroy(struct gaps *g);

/* A question that was not answered; ids, and its text if that may be kept. */
struct gaps_question {
	const char *account, *shape;
	const char *server; /* "" = in private */
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

/*
 * gaps_review(g): the content is another: what it answers now is no gap any more.  What had gone unanswered
 * although it seemed to be answered stays.
 */
void gaps_review(struct gaps *g);

/*
 * gaps_answered(g, shape): that one is no gap any more, on no server.  Returns whether it was.
 */
bool gaps_answered(struct gaps *g, const char *shape);

/* What went unanswered so often. */
struct gaps_shape {
	char shape[LUMBAR_SHAPE_MAX];
	char server[PLATFORM_ID_MAX]; /* "" = in private */
	int64_t n, at_ms;             /* the second: the last time, time of day */
	bool stays;                   /* it seemed to be answered when it was seen last */
};

/*
 * gaps_list(g, server, n): those of that server or, with NULL, of all places together, the one seen most
 * often first; *n of them.  Borrowed until the next call.
 */
const struct gaps_shape *gaps_list(struct gaps *g, const char *server, size_t *n);

#define GAPS_BOUNDS 2

/*
 * gaps_bounds(g, bounds): how many there are; how many messages count no more.
 */
void gaps_bounds(const struct gaps *g, struct bound bounds[GAPS_BOUNDS]);

#endif
