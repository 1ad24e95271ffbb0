/*
 * How many invalid requests an address has made of late.  Discord bans an address for a while at
 * 10,000 answers of 401, 403 or 429 within ten minutes; this counts them and says stop before that.
 * A plain value.  Source: discord-api-docs, topics/rate-limits, "Invalid Request Limit".
 */
#ifndef PLATFORM_LEDGER_H
#define PLATFORM_LEDGER_H

#include <stdint.h>

#define LEDGER_REFUSE 8000    /* at so many nothing is asked any more */
#define LEDGER_SPAN_MS 600000 /* ten minutes */
#define LEDGER_SLICES 60      /* counted in slices of the span: ten seconds each */

struct ledger {
	int64_t slice; /* number of the newest slice since time 0 */
	unsigned count[LEDGER_SLICES];
};

/*
 * ledger_add(l, now_ms): one more invalid request.  A zeroed struct is an empty ledger.
 */
void ledger_add(struct ledger *l, int64_t now_ms);

/*
 * ledger_count(l, now_ms): how many there were within the span.
 */
unsigned ledger_count(const struct ledger *l, int64_t now_ms);

/*
 * ledger_when(l, now_ms): when to ask next: now_ms, or the end of the refusal.
 */
int64_t ledger_when(const struct ledger *l, int64_t now_ms);

#endif
