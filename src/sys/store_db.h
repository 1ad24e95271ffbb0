/*
 * The file behind the store: SQLite, opened when there is something to do, in transactions that hold many
 * things.  For store.c, whose thread is the only one that uses it.
 */
#ifndef SYS_STORE_DB_H
#define SYS_STORE_DB_H

#include <limits.h>
#include <stdint.h>

#include "sys/store_op.h"

#define STORE_DB_BUSY_MS 100      /* a file that others have locked is waited for so long */
#define STORE_DB_PRUNE_MS 3600000 /* between two looks for what is too old */

struct store_db;

/*
 * store_db_create(folder, keep_ms, audit_ms, retry_ms): see struct store_options; nothing is opened yet.
 * NULL when memory is short.  Ended with store_db_destroy().
 */
struct store_db *store_db_create(
	const char *folder, int64_t keep_ms, int64_t audit_ms, int64_t retry_ms);

/*
 * store_db_destroy(d): closes the file.  NULL is accepted.
 */
void store_db_destroy(struct store_db *d);

/*
 * store_db_hurry(d): a file that could not be opened is tried again at once, for the last time.
 */
void store_db_hurry(struct store_db *d);

/*
 * store_db_leave_sync(d): from now on what is lasting is not so yet when store_db_run() returns: it is once
 * store_sync_log() has been called, for store_db_file().
 */
void store_db_leave_sync(struct store_db *d);

/*
 * store_db_file(d): the file's path, which any thread may read.
 */
const char *store_db_file(const struct store_db *d);

/*
 * store_db_doubt(d, error): that could not be done, for that errno: the file is closed, and opened again
 * later, as after any other failed write.
 */
void store_db_doubt(struct store_db *d, int error);

/*
 * store_db_run(d, ops): does all of ops in their order and sets their results: those that one transaction
 * holds fail together.
 */
void store_db_run(struct store_db *d, struct store_ops *ops);

/*
 * store_db_why(d): why the last transaction failed, NULL when it did not.
 */
const char *store_db_why(const struct store_db *d);

/*
 * store_db_path(folder, path): the file's path without a link in the folder's: where systemd keeps it
 * (StateDirectory= with DynamicUser=) there is one, and SQLite is told to follow none, so that the file
 * itself is none.  Returns 0, or an errno when there is no such folder.
 */
int store_db_path(const char *folder, char path[PATH_MAX]);

#endif
