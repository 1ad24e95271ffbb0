/*
 * The rows of the store that tell where the next run has to read: channels of direct messages, and
 * messages that waited when this one ended.  Ids, never texts.  For store_rows.c.
 */
#ifndef SYS_STORE_PLACES_H
#define SYS_STORE_PLACES_H

#include <stdint.h>

#include "sys/store_op.h"

struct sqlite3;
struct store_places;

/* The way to these rows from the schema before. */
extern const char store_places_schema[];

/*
 * store_places_create(db, places): prepares what is done with the rows of db (borrowed) and sets *places,
 * which is ended with store_places_destroy().  Returns a result code of SQLite.
 */
int store_places_create(struct sqlite3 *db, struct store_places **places);

/*
 * store_places_destroy(p): releases it.  NULL is accepted.
 */
void store_places_destroy(struct store_places *p);

/*
 * store_places_write(p, op, owner): does a STORE_OP_PLACE.  Returns a result code of SQLite.
 */
int store_places_write(struct store_places *p, struct store_op *op, int64_t owner);

/*
 * store_places_due(p, op, owner): finds the owner's.  Returns a result code of SQLite.
 */
int store_places_due(struct store_places *p, struct store_op *op, int64_t owner);

/*
 * store_places_erase(p, op): removes those of that person.  Returns a result code of SQLite.
 */
int store_places_erase(struct store_places *p, struct store_op *op);

/*
 * store_places_prune(p, before_ms): removes those where nothing has happened since.  Returns a result code
 * of SQLite.
 */
int store_places_prune(struct store_places *p, int64_t before_ms);

#endif
