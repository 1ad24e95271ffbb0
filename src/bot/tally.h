/*
 * How often and how fast: what was read by its tier, what was said by answer, and how long both took.  No
 * ids of people or places, no text.
 */
#ifndef BOT_TALLY_H
#define BOT_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/histogram.h"
#include "lumbar.h"
#include "platform/platform.h"

#define TALLY_TIERS (LUMBAR_TIER_EMERGENCY + 1)
#define TALLY_ACTIONS (LUMBAR_FALLBACK + 1)
#define TALLY_NAMES_MAX 256    /* answers and flags that are counted by name; others go together */
#define TALLY_NAME_MAX 64      /* bytes of a name with its NUL; a longer one is cut */
#define TALLY_WAITING_MAX 1024 /* of what was said, whose time is taken; then the oldest's is not */

/* What was said, or found, so often. */
struct tally_named {
	char name[TALLY_NAME_MAX];
	uint64_t n;
};

struct tally {
	uint64_t tiers[TALLY_TIERS], actions[TALLY_ACTIONS]; /* of messages that were read */
	uint64_t limited; /* of them: a matcher was at its limit, and anchors decided */
	struct tally_named intents[TALLY_NAMES_MAX], flags[TALLY_NAMES_MAX];
	size_t n_intents, n_flags;
	uint64_t other_intents, other_flags; /* beyond those */
	struct histogram read;               /* from a message's text to its verdict */
	struct histogram answers, urgent;    /* from a message to its reply on the platform */
	int64_t begun_us;
	struct {
		uint64_t ticket; /* 0 = none */
		int64_t at_ms;
		bool urgent;
	} waiting[TALLY_WAITING_MAX]; /* a ring */
	size_t next;
};

/*
 * tally_create(): nothing has been counted; NULL when memory is short.  Ended with tally_destroy().
 */
struct tally *tally_create(void);

/*
 * tally_destroy(t): releases it.  NULL is accepted.
 */
void tally_destroy(struct tally *t);

/*
 * tally_begin(t), tally_read(t, verdict): a message is about to be read; has been, and that is its verdict.
 */
void tally_begin(struct tally *t);
void tally_read(struct tally *t, const struct lumbar_verdict *verdict);

/*
 * tally_chose(t, verdict): its answers were given to somebody who chose them.
 */
void tally_chose(struct tally *t, const struct lumbar_verdict *verdict);

/*
 * tally_said(t, verdict, ticket, now_ms): a reply with that ticket is on its way.
 */
void tally_said(
	struct tally *t, const struct lumbar_verdict *verdict, uint64_t ticket, int64_t now_ms);

/*
 * tally_outcome(t, outcome, now_ms): what became of it.
 */
void tally_outcome(struct tally *t, const struct platform_outcome *outcome, int64_t now_ms);

#endif
