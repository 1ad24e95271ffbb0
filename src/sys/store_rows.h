/*
 * The rows of the store in SQLite, and what is done with them.  For store_db.c, whose transaction all of
 * this happens in.
 */
#ifndef SYS_STORE_ROWS_H
#define SYS_STORE_ROWS_H

#include <stdint.h>

#include "sys/store_op.h"

#define STORE_ROWS_OWNERS_MAX 64 /* whose rows this process writes */

struct sqlite3;
struct store_rows;

/* The first version of the schema; there are files of it, so that it never changes. */
extern const char store_rows_schema[];

/*
 * store_rows_version(): the number of the schema that this program knows.
 */
int store_rows_version(void);

/*
 * store_rows_migrate(db, from): brings the schema from that number to store_rows_version(), inside the
 * caller's transaction.  Returns a result code of SQLite.
 */
int store_rows_migrate(struct sqlite3 *db, int from);

/*
 * store_rows_create(db, rows): prepares what is done with the rows of db (borrowed) and sets *rows, which
 * is ended with store_rows_destroy().  Returns a result code of SQLite.
 */
int store_rows_create(struct sqlite3 *db, struct store_rows **rows);

/*
 * store_rows_destroy(r): releases it.  NULL is accepted.
 */
void store_rows_destroy(struct store_rows *r);

/*
 * store_rows_do(r, op): does it and sets op->result.  Returns a result code of SQLite; when it is an error
 * the transaction is to be rolled back.
 */
int store_rows_do(struct store_rows *r, struct store_op *op);

/*
 * store_rows_look(r, op): a STORE_OP_DUE that takes nothing over, and so writes nothing: what is asked next
 * of its owner will.  Sets op->result, and returns as store_rows_do().
 */
int store_rows_look(struct store_rows *r, struct store_op *op);

/*
 * store_rows_prune(r, before_ms, audit_before_ms, now_ms): removes what was recorded before that time, save
 * what is open and of use still; see store_cases_prune().  Returns a result code of SQLite.
 */
int store_rows_prune(
	struct store_rows *r, int64_t before_ms, int64_t audit_before_ms, int64_t now_ms);

/*
 * store_rows_end(r, kept): the transaction has ended; kept: with a commit.
 */
void store_rows_end(struct store_rows *r, bool kept);

#endif
