/*
 * Escalations as the store keeps them, so that they go on after a restart, and the record of what was done.
 */
#ifndef BOT_CASEBOOK_H
#define BOT_CASEBOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "bot/escalations.h"

#define CASEBOOK_BODY_MAX 4096 /* bytes of an escalation as text */

struct store;
struct store_case;

/* Both clocks at one moment. */
struct casebook_time {
	int64_t now_ms, wall_ms; /* monotonic; of the day */
};

/*
 * casebook_write(store, e, step, time): keeps the escalation as it now is, and the step for the record.
 * A NULL store keeps nothing.
 */
void casebook_write(struct store *store, const struct escalation *e,
	const struct escalations_step *step, const struct casebook_time *time);

/*
 * casebook_read(kept, account, time, e): reads what was kept of that account's; returns whether it can be.
 * What should have been done while nobody was there is due now.
 */
bool casebook_read(const struct store_case *kept, const char *account,
	const struct casebook_time *time, struct escalation *e);

#endif
