/* Escalations that are over, and of which something is still on its way; see escalations_own.h. */
#include <string.h>

#include "bot/escalations_own.h"

void escalations_own_settle(struct escalations *es, struct escalations_item *item,
	enum escalation_state state, const char *detail, int64_t now_ms)
{
	struct escalation *e = &item->e;
	size_t i;

	es->options.withdraw(es->options.ctx, e, e->ticket);
	es->options.withdraw(es->options.ctx, e, e->notice);
	for (i = 0; i < e->n_notices; i++)
		escalations_own_remove(es, e, &e->notices[i], now_ms);
	e->n_notices = 0;
	if (!e->notice && !e->ticket && !e->confirms) {
		escalations_own_end(es, item, state, detail);
		return;
	}
	e->state = state;
	e->due_ms = now_ms + ESCALATION_LEFT_MS;
	escalations_own_keep(es, e, escalation_state_name(state), "", detail);
	escalations_own_wake(es);
}

void escalations_own_left(struct escalations *es, struct escalations_item *item)
{
	if (item->e.notice || item->e.ticket || item->e.confirms)
		return;
	escalations_own_keep(es, &item->e, "", "", "");
	escalations_own_drop(es, item);
}

bool escalations_own_awaits(const struct escalation *e, uint64_t ticket)
{
	return e->ticket == ticket || (e->notice == ticket && escalation_is_over(e));
}

/* What became of something that was to be sent no more; of a notice that was escalations_said() tells. */
static void note_left(struct escalation *e, const struct platform_outcome *outcome)
{
	if (e->ticket == outcome->ticket)
		e->ticket = 0;
	else if (outcome->kind != PLATFORM_SENT)
		e->notice = 0;
}

void escalations_own_late(struct escalations *es, struct escalations_item *item,
	const struct platform_outcome *outcome)
{
	note_left(&item->e, outcome);
	escalations_own_left(es, item);
}

bool escalations_again(struct escalations *es, const char *account, const char *message,
	const char *purpose, uint64_t ticket)
{
	struct escalations_item *item;
	unsigned round, path;

	TAILQ_FOREACH(item, &es->items, link)
	{
		if (strcmp(item->e.account, account) == 0 &&
			strcmp(item->e.message, message) == 0 &&
			(escalation_is_notice(&item->e, purpose) ||
				escalation_is_at(&item->e, purpose, &round, &path)))
			break;
	}
	if (!item)
		return true;
	if (escalation_is_notice(&item->e, purpose))
		item->e.notice = ticket;
	else if (escalation_is_over(&item->e))
		item->e.ticket = ticket;
	return !escalation_is_over(&item->e);
}
