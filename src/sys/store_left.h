/*
 * What the store holds for a run to begin with: entries and values.  For store_rows.c.
 */
#ifndef SYS_STORE_LEFT_H
#define SYS_STORE_LEFT_H

#include <stdint.h>

#include "sys/store_op.h"

struct sqlite3;
struct store_left;

/* Those of an entry, in the order in which they are read and written. */
#define STORE_LEFT_COLUMNS                                                                         \
	"cause, purpose, user, ticket, at, until, state, emergency, id, conversation, direct, "    \
	"reply_to, notify, role, text, note"

/*
 * store_left_create(db, left): prepares what is read of the rows of db (borrowed) and sets *left, which is
 * ended with store_left_destroy().  Returns a result code of SQLite.
 */
int store_left_create(struct sqlite3 *db, struct store_left **left);

/*
 * store_left_destroy(l): releases it.  NULL is accepted.
 */
void store_left_destroy(struct store_left *l);

/*
 * store_left_owner(l, op, id): sets *id to the number of op's owner, 0 when there is none yet.  Returns a
 * result code of SQLite.
 */
int store_left_owner(struct store_left *l, const struct store_op *op, int64_t *id);

/*
 * store_left_find(l, op, owner): makes op->arena, and finds the owner's entries and values in it.  Returns
 * a result code of SQLite.
 */
int store_left_find(struct store_left *l, struct store_op *op, int64_t owner);

#endif
