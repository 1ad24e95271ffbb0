/* Exponential delays with full jitter; see backoff.h. */
#include "platform/backoff.h"

#define DOUBLINGS_MAX 30 /* beyond it every cap is reached, and a shift would overflow */

void backoff_init(struct backoff *b, int64_t base_ms, int64_t cap_ms)
{
	*b = (struct backoff){.base_ms = base_ms, .cap_ms = cap_ms};
}

void backoff_reset(struct backoff *b)
{
	b->attempt = 0;
}

int64_t backoff_next(struct backoff *b, uint32_t random)
{
	int64_t ceiling = b->cap_ms;

	if (b->attempt < DOUBLINGS_MAX && b->base_ms <= b->cap_ms >> b->attempt)
		ceiling = b->base_ms << b->attempt;
	if (b->attempt < DOUBLINGS_MAX)
		b->attempt++;
	return backoff_between(0, ceiling, random);
}

int64_t backoff_between(int64_t low_ms, int64_t high_ms, uint32_t random)
{
	return low_ms + (int64_t)((double)(high_ms - low_ms) * ((double)random / UINT32_MAX));
}
