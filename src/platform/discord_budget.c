/* How often we may IDENTIFY; see discord_budget.h. */
#include "platform/discord_budget.h"

#include <inttypes.h>
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

int64_t discord_budget_when(struct discord_budget *b, int64_t now_ms)
{
	int64_t at = b->spaced_until > now_ms ? b->spaced_until : now_ms;

	if (b->reset_at && now_ms >= b->reset_at) {
		b->left = DISCORD_BUDGET_OWN;
		b->reset_at = 0;
	}
	return b->left <= 0 && b->reset_at > at ? b->reset_at : at;
}

void discord_budget_spend(struct discord_budget *b, int64_t now_ms)
{
	if (!b->reset_at)
		b->reset_at = now_ms + DISCORD_BUDGET_DAY_MS;
	b->left--;
	b->spaced_until = now_ms + DISCORD_BUDGET_SPACING_MS;
}

bool discord_budget_write(
	const struct discord_budget *b, int64_t now_ms, int64_t wall_ms, struct buf *out)
{
	return buf_printf(out,
		"{\"left\":%" PRId64 ",\"reset_at\":%" PRId64 ",\"spaced_until\":%" PRId64 "}",
		b->left, b->reset_at ? b->reset_at - now_ms + wall_ms : 0,
		b->spaced_until - now_ms + wall_ms);
}

/* The time of day `at` on the monotonic clock, at most `most` from now. */
static int64_t to_monotonic(int64_t at, int64_t now, int64_t wall, int64_t most)
{
	int64_t left = at - wall;

	return now + (left < 0 ? 0 : left > most ? most : left);
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
	}
	json_free(v);
}
