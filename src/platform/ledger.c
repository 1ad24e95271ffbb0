/* Invalid requests of late; see ledger.h. */
#include "platform/ledger.h"

#include <stddef.h>

#define SLICE_MS (LEDGER_SPAN_MS / LEDGER_SLICES)

/* The count of slice number n, 0 when it is outside the span that ends with slice newest. */
static unsigned count_of(const struct ledger *l, int64_t n, int64_t newest)
{
	if (n > l->slice || n <= l->slice - LEDGER_SLICES || n <= newest - LEDGER_SLICES || n < 0)
		return 0;
	return l->count[n % LEDGER_SLICES];
}

void ledger_add(struct ledger *l, int64_t now_ms)
{
	int64_t now = now_ms / SLICE_MS, n;

	if (now > l->slice + LEDGER_SLICES)
		l->slice = now - LEDGER_SLICES;
	for (n = l->slice + 1; n <= now; n++)
		l->count[n % LEDGER_SLICES] = 0;
	if (now > l->slice)
		l->slice = now;
	l->count[l->slice % LEDGER_SLICES]++;
}

unsigned ledger_count(const struct ledger *l, int64_t now_ms)
{
	int64_t now = now_ms / SLICE_MS, n;
	unsigned sum = 0;

	for (n = now - LEDGER_SLICES + 1; n <= now; n++)
		sum += count_of(l, n, now);
	return sum;
}

int64_t ledger_when(const struct ledger *l, int64_t now_ms)
{
	int64_t now = now_ms / SLICE_MS, n;
	unsigned sum = ledger_count(l, now_ms);

	for (n = now - LEDGER_SLICES + 1; sum >= LEDGER_REFUSE && n <= now; n++) {
		sum -= count_of(l, n, now);
		if (sum < LEDGER_REFUSE)
			return (n + LEDGER_SLICES) * SLICE_MS;
	}
	return now_ms;
}
