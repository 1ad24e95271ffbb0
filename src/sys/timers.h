/*
 * One-shot timers in the order in which they fall due.  Pure: it is told the time.  A timer belongs
 * to whoever embeds it; arming it takes no memory and cannot fail.
 */
#ifndef SYS_TIMERS_H
#define SYS_TIMERS_H

#include <stdbool.h>
#include <stdint.h>

/* A timer.  {0} is one that is not armed; the fields are the list's business. */
struct timer {
	struct timer *next;
	struct timer **link; /* what points at this one; NULL while it is not armed */
	int64_t at_ms;
	void (*fn)(void *ctx);
	void *ctx;
};

/* The armed timers.  {0} is an empty list. */
struct timers {
	struct timer *first;
};

/*
 * timers_add(list, t): arms t, whose at_ms, fn and ctx the caller has set; one that is armed
 * already is moved.  Those with the same time fall due in the order in which they were added.
 */
void timers_add(struct timers *list, struct timer *t);

/*
 * timers_remove(t): disarms t; no effect when it is not armed.
 */
void timers_remove(struct timer *t);

/*
 * timers_armed(t): whether t is waiting.
 */
bool timers_armed(const struct timer *t);

/*
 * timers_fire(list, now_ms): disarms and calls every timer with at_ms <= now_ms.  The functions may
 * add and remove timers, their own included; what they add waits for the next call, however early
 * it is.
 */
void timers_fire(struct timers *list, int64_t now_ms);

/*
 * timers_clear(list): disarms all of them.
 */
void timers_clear(struct timers *list);

#endif
