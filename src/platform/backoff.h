/*
 * How long to wait before the next attempt: exponential with full jitter, so that many clients that
 * lost the same server do not come back at the same moment.  A plain value; randomness is handed in.
 */
#ifndef PLATFORM_BACKOFF_H
#define PLATFORM_BACKOFF_H

#include <stdint.h>

struct backoff {
	int64_t base_ms; /* ceiling of the first delay */
	int64_t cap_ms;  /* no ceiling is above it */
	unsigned attempt;
};

/*
 * backoff_init(b, base_ms, cap_ms): makes *b a backoff whose delays are below base_ms at first, below
 * twice as much each time, and never above cap_ms.
 */
void backoff_init(struct backoff *b, int64_t base_ms, int64_t cap_ms);

/*
 * backoff_reset(b): things went well: begin anew with base_ms.
 */
void backoff_reset(struct backoff *b);

/*
 * backoff_next(b, random): the next delay in milliseconds, evenly spread from 0 to the ceiling of this
 * attempt by the 32 random bits; counts the attempt.
 */
int64_t backoff_next(struct backoff *b, uint32_t random);

/*
 * backoff_between(low_ms, high_ms, random): a duration evenly spread over low_ms to high_ms (not
 * negative, the first not above the second).
 */
int64_t backoff_between(int64_t low_ms, int64_t high_ms, uint32_t random);

#endif
