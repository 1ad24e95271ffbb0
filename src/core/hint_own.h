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
	struct hint_net net; /* its columns: places in the list of intents; behind it, `speak` */
};

/* How strong what stands in a message is, and what a point of the rules adds: as in the trainer. */
#define HINT_NAME_STRENGTH HINT_NET_FULL
#define HINT_ASKED_STRENGTH 45
#define HINT_TOLD_STRENGTH 16
#define HINT_RULE_POINT 10
#define HINT_RULE_POINTS_MAX 25
#define HINT_RUNNER_UP_POINT 5
#define HINT_FIRST_POINTS 80
#define HINT_FIRST_OF_FEW_POINTS 320

/*
 * hint_own_outputs(h, hidden, sums): adds what the net makes of the hidden sums to the sums of all
 * intents, and of speaking behind them.
 */
void hint_own_outputs(const struct hints *h, const struct hint_net_sums *hidden, int *sums);

#endif
