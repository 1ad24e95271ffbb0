/* How often we may IDENTIFY; see discord_budget.h. */
#include "platform/discord_budget.h"

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
