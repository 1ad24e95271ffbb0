/*
 * Where an account's next run has to read, in the store: what its adapter tells, and what the last run
 * left.
 */
#ifndef BOT_PLACES_H
#define BOT_PLACES_H

#include <stddef.h>
#include <stdint.h>

#include "platform/platform.h"
#include "sys/store.h"

struct recall;

/*
 * places_note(store, account, place, over, at_ms): keeps it; over: removes it.  at_ms is the time of day.
 * store may be NULL: then nothing is kept.
 */
void places_note(struct store *store, const char *account, const struct platform_place *place,
	bool over, int64_t at_ms);

/*
 * places_list(recall, account, places): fills in what the last run left; recall may be NULL.  Returns how
 * many; their strings are recall's.
 */
size_t places_list(const struct recall *recall, const char *account,
	struct platform_place places[STORE_PLACES_MAX]);

#endif
