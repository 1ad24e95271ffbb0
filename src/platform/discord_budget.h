/*
 * How often we may IDENTIFY: a circuit breaker.  Discord resets the token of a bot that does it more than
 * 1,000 times in 24 hours, and refuses two within five seconds.  Two counts hold at the same time: what
 * Discord said is left, and our own of DISCORD_BUDGET_OWN in any 24 hours, whatever Discord said: the rest
 * stays for whoever mends what made us use so many.  A plain value.
 * Source: discord-api-docs, events/gateway, "Session Start Limit Object".
 */
#ifndef PLATFORM_DISCORD_BUDGET_H
#define PLATFORM_DISCORD_BUDGET_H

#include <stdint.h>

#include "base/buf.h"

#define DISCORD_BUDGET_DAY_MS 86400000
#define DISCORD_BUDGET_HOUR_MS 3600000
#define DISCORD_BUDGET_HOURS 25     /* that are counted apart: 24 whole ones, and the present one */
#define DISCORD_BUDGET_TEXT_MAX 512 /* bytes of a budget as text, with its NUL */
#define DISCORD_BUDGET_OWN 900      /* of ours in any 24 hours, at most */
#define DISCORD_BUDGET_SPACING_MS 5100 /* between two: five seconds and the network's whims */

struct discord_budget {
	int64_t left;                         /* as Discord said, less what was used since */
	int64_t reset_at;                     /* when that is over; 0 = nothing is counted yet */
	unsigned hours[DISCORD_BUDGET_HOURS]; /* used in the present hour, the one before, ... */
	int64_t hour_ends;                    /* 0 = nothing is counted yet */
	int64_t spaced_until;
};

/*
 * discord_budget_init(b): makes *b a full budget.
 */
void discord_budget_init(struct discord_budget *b);

/*
 * discord_budget_told(b, left, reset_after_ms, now_ms): Discord says that so many are left, and how
 * long until they are full again.
 */
void discord_budget_told(
	struct discord_budget *b, int64_t left, int64_t reset_after_ms, int64_t now_ms);

/*
 * discord_budget_when(b, now_ms): the earliest time, not before now_ms, at which one more is allowed.
 */
int64_t discord_budget_when(struct discord_budget *b, int64_t now_ms);

/*
 * discord_budget_left(b, now_ms): how many are left now, by the stricter of the two counts.
 */
int64_t discord_budget_left(const struct discord_budget *b, int64_t now_ms);

/*
 * discord_budget_spent(b, now_ms): whether the breaker is open: none is left until one of the days is over.
 */
bool discord_budget_spent(const struct discord_budget *b, int64_t now_ms);

/*
 * discord_budget_spend(b, now_ms): one is being sent.
 */
void discord_budget_spend(struct discord_budget *b, int64_t now_ms);

/*
 * discord_budget_write(b, now_ms, wall_ms, out): appends the budget as text, for another run: its times as
 * times of day, since the monotonic clock may begin anew.  Returns what the last append returned.
 */
bool discord_budget_write(
	const struct discord_budget *b, int64_t now_ms, int64_t wall_ms, struct buf *out);

/*
 * discord_budget_read(b, text, now_ms, wall_ms): takes over such a text; NULL or anything else leaves *b.
 * A time of day that went back lengthens no wait beyond what is usual.
 */
void discord_budget_read(
	struct discord_budget *b, const char *text, int64_t now_ms, int64_t wall_ms);

#endif
