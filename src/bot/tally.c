/* How often and how fast; see tally.h. */
#include "bot/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/loop.h"

struct tally *tally_create(void)
{
	return calloc(1, sizeof(struct tally));
}

void tally_destroy(struct tally *t)
{
	free(t);
}

void tally_begin(struct tally *t)
{
	t->begun_us = loop_now_us();
}

/* Counts a name in the list of *n; returns false when there is no room for one more. */
static bool count_name(struct tally_named *list, size_t *n, const char *name)
{
	size_t i;

	for (i = 0; i < *n; i++) {
		if (strncmp(list[i].name, name, TALLY_NAME_MAX - 1) == 0) {
			list[i].n++;
			return true;
		}
	}
	if (*n == TALLY_NAMES_MAX)
		return false;
	snprintf(list[*n].name, TALLY_NAME_MAX, "%s", name);
	list[(*n)++].n = 1;
	return true;
}

void tally_read(struct tally *t, const struct lumbar_verdict *verdict)
{
	size_t i;

	histogram_add(&t->read, loop_now_us() - t->begun_us);
	t->tiers[verdict->tier]++;
	t->actions[verdict->action]++;
	t->limited += verdict->limited;
	for (i = 0; i < verdict->n_flags; i++) {
		if (!count_name(t->flags, &t->n_flags, verdict->flags[i]))
			t->other_flags++;
	}
}

void tally_chose(struct tally *t, const struct lumbar_verdict *verdict)
{
	size_t i;

	for (i = 0; i < verdict->n_intents && !verdict->choices; i++) {
		if (!count_name(t->intents, &t->n_intents, verdict->intents[i]))
			t->other_intents++;
	}
}

void tally_said(
	struct tally *t, const struct lumbar_verdict *verdict, uint64_t ticket, int64_t now_ms)
{
	tally_chose(t, verdict);
	t->waiting[t->next].ticket = ticket;
	t->waiting[t->next].at_ms = now_ms;
	t->waiting[t->next].urgent = verdict->tier >= LUMBAR_TIER_URGENT;
	t->next = (t->next + 1) % TALLY_WAITING_MAX;
}

void tally_outcome(struct tally *t, const struct platform_outcome *outcome, int64_t now_ms)
{
	size_t i;

	for (i = 0; i < TALLY_WAITING_MAX; i++) {
		if (t->waiting[i].ticket != outcome->ticket || !outcome->ticket)
			continue;
		if (outcome->kind == PLATFORM_SENT)
			histogram_add(t->waiting[i].urgent ? &t->urgent : &t->answers,
				(now_ms - t->waiting[i].at_ms) * 1000);
		t->waiting[i].ticket = 0;
		return;
	}
}
