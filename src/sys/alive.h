/*
 * Whether the loop is alive: a timer that looks how late it comes, asks whoever created it whether all is
 * well, and only then feeds the service manager's watchdog (notify.h).  A loop that hangs does not come
 * here, and one that runs but no longer does what it is there for is not passed off as alive.
 */
#ifndef SYS_ALIVE_H
#define SYS_ALIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/histogram.h"

#define ALIVE_MS                                                                                   \
	1000 /* from one look to the next; half the watchdog's time where that is shorter */

struct alive;
struct loop;

struct alive_options {
	struct loop *loop;       /* borrowed */
	bool (*well)(void *ctx); /* called at every look: whether the watchdog may be fed */
	void *ctx;
};

struct alive_status {
	bool well;           /* at the last look */
	int64_t looked_ms;   /* since then; a loop that is alive has been there a moment ago */
	int64_t late_ms;     /* how late the last look was */
	int64_t watchdog_ms; /* 0 = there is none */
	uint64_t looks, ill; /* ill: of them, not well */
	struct histogram late;
};

/*
 * alive_create(options): begins to look; NULL when memory is short.  Ended with alive_destroy().
 */
struct alive *alive_create(const struct alive_options *options);

/*
 * alive_destroy(a): looks no more.  NULL is accepted.
 */
void alive_destroy(struct alive *a);

/*
 * alive_status(a): what was seen.
 */
struct alive_status alive_status(const struct alive *a);

#endif
