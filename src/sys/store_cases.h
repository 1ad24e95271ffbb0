/*
 * The rows of what is told to staff: cases and their record; and settings and counters.  For store_rows.c,
 * as part of what it does.
 */
#ifndef SYS_STORE_CASES_H
#define SYS_STORE_CASES_H

#include <stdint.h>

#include "sys/store_op.h"

struct sqlite3;
struct store_cases;

/* What the second version of the schema adds. */
extern const char store_cases_schema[];

/*
 * store_cases_create(db, cases): prepares what is done with those rows of db (borrowed) and sets *cases,
 * which is ended with store_cases_destroy().  Returns a result code of SQLite.
 */
int store_cases_create(struct sqlite3 *db, struct store_cases **cases);

/*
 * store_cases_destroy(c): releases it.  NULL is accepted.
 */
void store_cases_destroy(struct store_cases *c);

/*
 * store_cases_step(c, op, owner): a STORE_OP_STEP of that owner.  Sets op->scrub when a case is over that
 * was to be forgotten.  This one and those below return a result code of SQLite.
 */
int store_cases_step(struct store_cases *c, struct store_op *op, int64_t owner);

/*
 * store_cases_write(c, op): a STORE_OP_AUDIT, _SET, _COUNT or _REVIEW.
 */
int store_cases_write(struct store_cases *c, struct store_op *op);

/*
 * store_cases_due(c, op, owner): the owner's open cases and the account's settings, into op->due.
 */
int store_cases_due(struct store_cases *c, struct store_op *op, int64_t owner);

/*
 * store_cases_erase(c, op): removes op->user: every case that is over; one that is open is removed once it
 * is; and who picked one up.  Adds to op->n_erased and op->n_kept.
 */
int store_cases_erase(struct store_cases *c, struct store_op *op);

/*
 * store_cases_prune(c, before_ms, audit_before_ms): removes cases that were begun before the one time, and
 * what was recorded and counted before the other.  A case that nobody had closed by then leaves a line.
 */
int store_cases_prune(struct store_cases *c, int64_t before_ms, int64_t audit_before_ms);

#endif
