/*
 * What is to be taken back from a platform: copied and bounded.  It waits, as what is said does (outbox.h),
 * until the adapter may be called.
 */
#ifndef BOT_TAKEBACK_H
#define BOT_TAKEBACK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "platform/platform.h"

#define TAKEBACK_MAX 256

/* Something that was said, and is to be no more. */
struct takeback {
	const char *conversation;
	const char *
		message; /* its id; "" = it may not have been sent yet: it is withdrawn by its ticket */
	uint64_t ticket;
	int64_t deadline_ms; /* absolute: then it stays */
};

struct takeback_item {
	STAILQ_ENTRY(takeback_item) link;
	struct takeback back; /* its strings are below */
	char conversation[PLATFORM_ID_MAX], message[PLATFORM_ID_MAX];
};

struct takebacks {
	STAILQ_HEAD(takeback_list, takeback_item) list;
	size_t n;
	uint64_t refused; /* there was no room, or the ids were too long */
};

/*
 * takeback_init(t): makes *t empty.
 */
void takeback_init(struct takebacks *t);

/*
 * takeback_put(t, back): takes a copy.  Returns 0, or -1 when there is no room, an id is too long or memory
 * is short.
 */
int takeback_put(struct takebacks *t, const struct takeback *back);

/*
 * takeback_take(t): the one that waits longest, to be released with free(); NULL when there is none.
 */
struct takeback_item *takeback_take(struct takebacks *t);

/*
 * takeback_clear(t): releases all of them.
 */
void takeback_clear(struct takebacks *t);

#endif
