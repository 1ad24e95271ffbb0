/*
 * How counters have grown over time, for charts: each in two rings of steps, a fine one of the last minutes
 * and a coarse one of the last day.  No input or output: it is told the time.  Bounded in series and steps.
 */
#ifndef WEB_HISTORY_H
#define WEB_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define HISTORY_SERIES_MAX 160   /* counters by name; a further one is not shown */
#define HISTORY_NAME_MAX 80      /* bytes of a name with its NUL; a longer one is cut */
#define HISTORY_FINE 90          /* steps */
#define HISTORY_FINE_MS 10000    /* of so many milliseconds: 15 minutes */
#define HISTORY_COARSE 96        /* and of: */
#define HISTORY_COARSE_MS 900000 /* a day */

struct history;

/*
 * history_create(now_ms): nothing has been counted; NULL when memory is short.  Ended with
 * history_destroy().
 */
struct history *history_create(int64_t now_ms);

/*
 * history_destroy(h): releases it.  NULL is accepted.
 */
void history_destroy(struct history *h);

/*
 * history_tick(h, now_ms): what is added from now on belongs to this time.  Time does not go back.
 */
void history_tick(struct history *h, int64_t now_ms);

/*
 * history_add(h, group, name, total): a counter of that group is at total; what it has grown by since it
 * was added last counts now.  One that is smaller than before has begun anew.
 */
void history_add(struct history *h, const char *group, const char *name, uint64_t total);

/*
 * history_write(h, out): appends a JSON object: for "fine" and "coarse" their step_s, since_s (the seconds
 * since the present step began) and a list of series, each with group, name and the counts of its steps,
 * the oldest first, the present one last.  A series without any is left out.  Returns what the last append
 * returned.
 */
bool history_write(const struct history *h, struct buf *out);

#endif
