/* How often we may IDENTIFY; see discord_budget.h. */
#include "platform/discord_budget.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"

void discord_budget_init(struct discord_budget *b)
{
	*b = (struct discord_budget){.left = DISCORD_BUDGET_OWN};
}

void discord_budget_told(
	struct discord_budget *b, int64_t left, int64_t reset_after_ms, int64_t now_ms)
{
	if (reset_after_ms < 0)
		reset_after_ms = 0;
	if (reset_after_ms > DISCORD_BUDGET_DAY_MS)
		reset_after_ms = DISCORD_BUDGET_DAY_MS;
	b->left = left;
	b->reset_at = now_ms + reset_after_ms;
}

/* Days and hours that are over are forgotten. */
static void renew(struct discord_budget *b, int64_t now)
{
	int n;

	if (b->reset_at && now >= b->reset_at) {
		b->left = DISCORD_BUDGET_OWN;
		b->reset_at = 0;
	}
	for (n = 0; b->hour_ends && now >= b->hour_ends && n < DISCORD_BUDGET_HOURS; n++) {
		memmove(b->hours + 1, b->hours, sizeof(b->hours) - sizeof(b->hours[0]));
		b->hours[0] = 0;
		b->hour_ends += DISCORD_BUDGET_HOUR_MS;
	}
	if (now >= b->hour_ends)
		b->hour_ends = 0;
}

static int64_t own(const struct discord_budget *b)
{
	int64_t n = 0;
	int i;

	for (i = 0; i < DISCORD_BUDGET_HOURS; i++)
		n += b->hours[i];
	return n;
}

/* When our own count allows one more; 0 when it does now. */
static int64_t own_when(const struct discord_budget *b)
{
	int64_t n = own(b);
	int i;

	if (n < DISCORD_BUDGET_OWN)
		return 0;
	for (i = DISCORD_BUDGET_HOURS - 1; i > 0 && n >= DISCORD_BUDGET_OWN; i--)
		n -= b->hours[i];
	/* the hour i + 1 has to go, or the present one where all others are not enough */
	if (n < DISCORD_BUDGET_OWN)
		i++;
	return b->hour_ends + (DISCORD_BUDGET_HOURS - 1 - i) * DISCORD_BUDGET_HOUR_MS;
}

int64_t discord_budget_when(struct discord_budget *b, int64_t now_ms)
{
	int64_t at = b->spaced_until > now_ms ? b->spaced_until : now_ms, own_at;

	renew(b, now_ms);
	if (b->left <= 0 && b->reset_at > at)
		at = b->reset_at;
	own_at = own_when(b);
	return own_at > at ? own_at : at;
}

int64_t discord_budget_left(const struct discord_budget *b, int64_t now_ms)
{
	struct discord_budget today = *b;
	int64_t left;

	renew(&today, now_ms);
	left = DISCORD_BUDGET_OWN - own(&today);
	if (today.left < left)
		left = today.left;
	return left < 0 ? 0 : left;
}

bool discord_budget_spent(const struct discord_budget *b, int64_t now_ms)
{
	return discord_budget_left(b, now_ms) == 0;
}

void discord_budget_spend(struct discord_budget *b, int64_t now_ms)
{
	renew(b, now_ms);
	if (!b->reset_at)
		b->reset_at = now_ms + DISCORD_BUDGET_DAY_MS;
	if (!b->hour_ends)
		b->hour_ends = now_ms + DISCORD_BUDGET_HOUR_MS;
	b->left--;
	b->hours[0]++;
	b->spaced_until = now_ms + DISCORD_BUDGET_SPACING_MS;
}

bool discord_budget_write(
	const struct discord_budget *b, int64_t now_ms, int64_t wall_ms, struct buf *out)
{
	int i;

	buf_printf(out,
		"{\"left\":%" PRId64 ",\"reset_at\":%" PRId64 ",\"spaced_until\":%" PRId64
		",\"hour_ends\":%" PRId64,
		b->left, b->reset_at ? b->reset_at - now_ms + wall_ms : 0,
		b->spaced_until - now_ms + wall_ms,
		b->hour_ends ? b->hour_ends - now_ms + wall_ms : 0);
	for (i = 0; i < DISCORD_BUDGET_HOURS; i++) {
		if (b->hours[i])
			buf_printf(out, ",\"h%d\":%u", i, b->hours[i]);
	}
	return buf_putc(out, '}');
}

/* The time of day `at` on the monotonic clock, at most `most` from now. */
static int64_t to_monotonic(int64_t at, int64_t now, int64_t wall, int64_t most)
{
	int64_t left = at - wall;

	return now + (left < 0 ? 0 : left > most ? most : left);
}

/* Our own count, which older texts lack. */
static void read_own(struct discord_budget *b, const json *v, int64_t now, int64_t wall)
{
	char name[8];
	int64_t n, ends;
	int i;

	if (!json_get_int(v, "hour_ends", &ends) || !ends)
		return;
	/* an hour may have gone by long ago: then it is over, not just now */
	b->hour_ends = ends - wall < DISCORD_BUDGET_HOUR_MS ? now + ends - wall
							    : now + DISCORD_BUDGET_HOUR_MS;
	for (i = 0; i < DISCORD_BUDGET_HOURS; i++) {
		snprintf(name, sizeof(name), "h%d", i);
		if (json_get_int(v, name, &n) && n > 0 && n <= DISCORD_BUDGET_OWN)
			b->hours[i] = (unsigned)n;
	}
}

void discord_budget_read(
	struct discord_budget *b, const char *text, int64_t now_ms, int64_t wall_ms)
{
	json *v = text ? json_parse(text, strlen(text)) : NULL;
	int64_t left, reset_at, spaced_until;

	if (json_get_int(v, "left", &left) && json_get_int(v, "reset_at", &reset_at) &&
		json_get_int(v, "spaced_until", &spaced_until) && left <= DISCORD_BUDGET_OWN * 2) {
		b->left = left;
		b->reset_at =
			reset_at ? to_monotonic(reset_at, now_ms, wall_ms, DISCORD_BUDGET_DAY_MS)
				 : 0;
		b->spaced_until =
			to_monotonic(spaced_until, now_ms, wall_ms, DISCORD_BUDGET_SPACING_MS);
		read_own(b, v, now_ms, wall_ms);
	}
	json_free(v);
}
