/* One-shot timers; see timers.h. */
#include "sys/timers.h"

#include <stddef.h>

void timers_add(struct timers *list, struct timer *t)
{
	struct timer **at = &list->first;

	timers_remove(t);
	while (*at && (*at)->at_ms <= t->at_ms)
		at = &(*at)->next;
	t->next = *at;
	t->link = at;
	if (t->next)
		t->next->link = &t->next;
	*at = t;
}

void timers_remove(struct timer *t)
{
	if (!t->link)
		return;
	*t->link = t->next;
	if (t->next)
		t->next->link = t->link;
	t->next = NULL;
	t->link = NULL;
}

bool timers_armed(const struct timer *t)
{
	return t->link != NULL;
}

/* Moves those that are due to a list of their own: re-arming inside cannot go round for ever. */
static void take_due(struct timers *list, int64_t now_ms, struct timers *due)
{
	struct timer **end = &list->first;

	while (*end && (*end)->at_ms <= now_ms)
		end = &(*end)->next;
	if (end == &list->first)
		return;
	due->first = list->first;
	due->first->link = &due->first;
	list->first = *end;
	if (list->first)
		list->first->link = &list->first;
	*end = NULL;
}

void timers_fire(struct timers *list, int64_t now_ms)
{
	struct timers due = {0};
	struct timer *t;

	take_due(list, now_ms, &due);
	while ((t = due.first) != NULL) {
		timers_remove(t);
		t->fn(t->ctx);
	}
}

void timers_clear(struct timers *list)
{
	while (list->first)
		timers_remove(list->first);
}
