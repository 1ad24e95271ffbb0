/*
 * What the last run left, handed to those who go on with it: what was said, what is to be said again, and
 * the escalations that are open.
 */
#ifndef BOT_TAKEUP_H
#define BOT_TAKEUP_H

#include "platform/platform.h"
#include "sys/store.h"

struct journal;
struct listener;
struct log;
struct recall;

struct takeup {
	const struct recall *recall; /* all are borrowed; NULL = nothing is known */
	struct listener *listener;
	struct journal *journal;
	struct log *log;
};

/*
 * takeup_account(to, account, abilities): takes up what is that account's; before it is connected.
 */
void takeup_account(
	const struct takeup *to, const char *account, struct platform_abilities abilities);

/*
 * takeup_values(recall, account, to, places): fills in what the adapter itself handed to its next run, and
 * whether signs matter;
 * recall may be NULL.  to's strings are recall's then, and its places are in `places`.
 */
void takeup_values(const struct recall *recall, const char *account, struct platform_account *to,
	struct platform_place places[STORE_PLACES_MAX]);

#endif
