/* What is counted by day; see daily.h. */
#include "bot/daily.h"

#include <stdio.h>

#include "sys/store.h"

#define NAME_MAX_BYTES (DAILY_SERVER_MAX + 128) /* of a counter's name with its NUL */

static void count(struct store *store, int64_t at_ms, const char *name)
{
	store_count(store, &(struct store_counter){at_ms, name, 1}, NULL, NULL);
}

void daily_acted(struct store *store, int64_t at_ms, const struct lumbar_verdict *verdict)
{
	char name[NAME_MAX_BYTES];
	size_t i;

	if (!store)
		return;
	snprintf(name, sizeof(name), "%s.%s", lumbar_action_name(verdict->action),
		lumbar_tier_name(verdict->tier));
	count(store, at_ms, name);
	for (i = 0; i < verdict->n_intents; i++) {
		snprintf(name, sizeof(name), "intent.%s", verdict->intents[i]);
		count(store, at_ms, name);
	}
}

const char *daily_server(char out[DAILY_SERVER_MAX], const char *server)
{
	snprintf(out, DAILY_SERVER_MAX, "of %s " DAILY_FEEDBACK, server);
	return out;
}

void daily_voted(struct store *store, int64_t at_ms, const struct daily_vote *vote)
{
	char name[NAME_MAX_BYTES], server[DAILY_SERVER_MAX];
	const char *how = vote->helped ? "yes" : "no";

	if (!store)
		return;
	snprintf(name, sizeof(name), DAILY_FEEDBACK "%s.%s", how, vote->intent);
	count(store, at_ms, name);
	if (!*vote->server)
		return;
	snprintf(name, sizeof(name), "%s%s.%s", daily_server(server, vote->server), how,
		vote->intent);
	count(store, at_ms, name);
}
