/*
 * The rows of the store that belong to what went unanswered, and what is read of the counters.  For
 * store_rows.c.
 */
#ifndef SYS_STORE_SHAPES_H
#define SYS_STORE_SHAPES_H

#include "sys/store_op.h"

struct sqlite3;
struct store_shapes;

/* The way to these rows from the schema before. */
extern const char store_shapes_schema[];

/* And from that one on: shapes are counted by server, those so far as of none. */
extern const char store_shapes_by_server[];

/*
 * store_shapes_create(db, shapes): prepares what is done with the rows of db (borrowed) and sets *shapes,
 * which is ended with store_shapes_destroy().  Returns a result code of SQLite.
 */
int store_shapes_create(struct sqlite3 *db, struct store_shapes **shapes);

/*
 * store_shapes_destroy(s): releases it.  NULL is accepted.
 */
void store_shapes_destroy(struct store_shapes *s);

/*
 * store_shapes_do(s, op): does a STORE_OP_UNANSWERED, _UNKEEP, _ANSWERED or _SUMS.  Returns a result code
 * of SQLite.
 */
int store_shapes_do(struct store_shapes *s, struct store_op *op);

/*
 * store_shapes_due(s, op): finds the account's shapes.  Returns a result code of SQLite.
 */
int store_shapes_due(struct store_shapes *s, struct store_op *op);

/*
 * store_shapes_erase(s, op): removes texts of that person, and what was set for them
 * under another name than op->setting.name (counted in op->n_settings, too).  Returns a result
 * code of SQLite.
 */
int store_shapes_erase(struct store_shapes *s, struct store_op *op);

/*
 * store_shapes_prune(s, before_ms, now_ms): removes shapes that were last seen before the first, and texts
 * whose time is over.  Returns a result code of SQLite.
 */
int store_shapes_prune(struct store_shapes *s, int64_t before_ms, int64_t now_ms);

#endif
