/*
 * What hint_read.c, hint.c and hint_further.c share: the hints in memory, and how strongly each thing
 * counts.
 */
#ifndef CORE_HINT_OWN_H
#define CORE_HINT_OWN_H

#include "core/hint_net.h"

enum hint_place { HINT_ASKED, HINT_TOLD };

struct hints {
	const struct intents *intents;
	bool learned[INTENT_MAX]; /* the intents that take part */
	bool counts;              /* whether several things are asked was learned, too, */
	bool among[INTENT_MAX];   /* and of these whether each is one of them */
	struct hint_net net;      /* its columns: see below */
};

/*
 * The columns of the net: each intent at its place in the list, as if one thing were asked; then whether
 * to speak, whether several things are asked, and each intent as one of several.
 */
static inline size_t hint_own_speak(const struct hints *h)
{
	return h->intents->count;
}

static inline size_t hint_own_several(const struct hints *h)
{
	return h->intents->count + 1;
}

static inline size_t hint_own_also(const struct hints *h, size_t intent)
{
	return h->intents->count + 2 + intent;
}

/* How strong what stands in a message is, and what a point of the rules adds: as in the trainer. */
#define HINT_NAME_STRENGTH HINT_NET_FULL
#define HINT_ASKED_STRENGTH 45
#define HINT_TOLD_STRENGTH 16
#define HINT_RULE_POINT 10
#define HINT_RULE_POINTS_MAX 25
#define HINT_RUNNER_UP_POINT 5
#define HINT_FIRST_POINTS 80
#define HINT_FIRST_OF_FEW_POINTS 320
#define HINT_FIRST_OF_LATER_POINTS 160

/*
 * hint_own_outputs(h, hidden, columns, sums): adds what the net makes of the hidden sums to the sums of
 * the first so many columns.
 */
void hint_own_outputs(
	const struct hints *h, const struct hint_net_sums *hidden, size_t columns, int *sums);

#endif
