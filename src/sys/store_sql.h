/*
 * What the files of the store's rows do with prepared statements.  For store_*.c alone.
 */
#ifndef SYS_STORE_SQL_H
#define SYS_STORE_SQL_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct sqlite3;
struct sqlite3_stmt;

/*
 * store_sql_prepare(db, sql, n, statements): prepares the n statements, to be kept; those at `statements`
 * are NULL before.  Returns SQLite's result code; store_sql_finalize() ends them whatever that is.
 */
int store_sql_prepare(
	struct sqlite3 *db, const char *const *sql, size_t n, struct sqlite3_stmt **statements);

/*
 * store_sql_finalize(statements, n): ends them; NULLs among them are accepted.
 */
void store_sql_finalize(struct sqlite3_stmt *const *statements, size_t n);

/*
 * store_sql_texts(st, at, texts, n): binds n texts (borrowed until the run ends) from parameter `at` on.
 * That cannot fail but for memory, which the step then tells as a missing value.
 */
void store_sql_texts(struct sqlite3_stmt *st, int at, const char *const *texts, size_t n);

/*
 * store_sql_finish(st, code): ends a run whose last step gave that code.  Returns the result code,
 * SQLITE_OK when a row or the end had come.
 */
int store_sql_finish(struct sqlite3_stmt *st, int code);

/*
 * store_sql_run(st): one step, and the end; as above.  With store_sql_run_text() and store_sql_run_number()
 * its only parameter is bound first.
 */
int store_sql_run(struct sqlite3_stmt *st);
int store_sql_run_text(struct sqlite3_stmt *st, const char *text);
int store_sql_run_number(struct sqlite3_stmt *st, int64_t number);

/*
 * store_sql_copy(arena, st, column): a copy of the row's text in that column; NULL when there is none or
 * memory is short.
 */
const char *store_sql_copy(struct arena *arena, struct sqlite3_stmt *st, int column);

#endif
