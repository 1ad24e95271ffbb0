/*
 * What is counted by day in the store: what was done, by action, tier and answer, and what people said of
 * answers; never by person.
 */
#ifndef BOT_DAILY_H
#define BOT_DAILY_H

#include <stdbool.h>
#include <stdint.h>

#include "lumbar.h"
#include "platform/platform.h"

#define DAILY_FEEDBACK "feedback." /* all of it; then "yes." or "no.", and the answer */
#define DAILY_SERVER_MAX (PLATFORM_ID_MAX + 32)

struct store;

/*
 * daily_acted(store, at_ms, verdict): counts what was said; nothing without a store.
 */
void daily_acted(struct store *store, int64_t at_ms, const struct lumbar_verdict *verdict);

/* What somebody said of an answer. */
struct daily_vote {
	const char *server; /* id of where that was; "" = in private */
	const char *intent;
	bool helped;
};

/*
 * daily_voted(store, at_ms, vote): counts it for everybody and, where it was on a server, for that one;
 * nothing without a store.
 */
void daily_voted(struct store *store, int64_t at_ms, const struct daily_vote *vote);

/*
 * daily_server(out, server): what the names of that server's own counters of feedback begin with.  Returns
 * out.
 */
const char *daily_server(char out[DAILY_SERVER_MAX], const char *server);

#endif
