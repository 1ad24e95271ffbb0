/*
 * How often we may IDENTIFY.  Discord resets the token of a bot that does it more than 1,000 times in
 * 24 hours, and refuses two within five seconds.  A plain value.
 * Source: discord-api-docs, events/gateway, "Session Start Limit Object".
 */
#ifndef PLATFORM_DISCORD_BUDGET_H
#define PLATFORM_DISCORD_BUDGET_H

#include <stdint.h>

#include "base/buf.h"

#define DISCORD_BUDGET_DAY_MS 86400000
#define DISCORD_BUDGET_TEXT_MAX 256    /* bytes of a budget as text, with its NUL */
#define DISCORD_BUDGET_OWN 900         /* a day, where Discord has not told how many are left */
#define DISCORD_BUDGET_SPACING_MS 5100 /* between two: five seconds and the network's whims */

struct discord_budget {
	int64_t left;
	int64_t reset_at; /* 0 = nothing is counted yet */
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
