/*
 * So many in so long: a sliding window over the times of what was done, exact to the millisecond.
 * A plain value.
 */
#ifndef PLATFORM_WINDOW_H
#define PLATFORM_WINDOW_H

#include <stddef.h>
#include <stdint.h>

#define WINDOW_MAX 120 /* the largest number that a window can allow */

struct window {
	int64_t span_ms;
	size_t max; /* allowed in any span */
	size_t count;
	size_t head; /* where the next time goes */
	int64_t at[WINDOW_MAX];
};

/*
 * window_init(w, max, span_ms): makes *w an empty window that allows max (at most WINDOW_MAX) in any
 * span_ms.
 */
void window_init(struct window *w, size_t max, int64_t span_ms);

/*
 * window_when(w, keep, now_ms): the earliest time, not before now_ms, at which one more fits while
 * keep places stay free; INT64_MAX when keep leaves none at all.
 */
int64_t window_when(const struct window *w, size_t keep, int64_t now_ms);

/*
 * window_add(w, now_ms): one was done now.  One too many is counted in place of the oldest.
 */
void window_add(struct window *w, int64_t now_ms);

#endif
