/*
 * What somebody who looks after the bot looks through: the newest lines of the record.  For store_cases.c,
 * as part of what it does.
 */
#ifndef SYS_STORE_REVIEW_H
#define SYS_STORE_REVIEW_H

#include "sys/store_op.h"

struct sqlite3;

/*
 * store_review_do(db, op): does a STORE_OP_REVIEW.  Returns a result code of SQLite.
 */
int store_review_do(struct sqlite3 *db, struct store_op *op);

#endif
