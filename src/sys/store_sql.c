/* What the files of the store's rows do with prepared statements; see store_sql.h. */
#include "sys/store_sql.h"

#include <sqlite3.h>

#include "base/arena.h"

int store_sql_prepare(sqlite3 *db, const char *const *sql, size_t n, sqlite3_stmt **statements)
{
	int code = SQLITE_OK;
	size_t i;

	for (i = 0; i < n && code == SQLITE_OK; i++)
		code = sqlite3_prepare_v3(
			db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &statements[i], NULL);
	return code;
}

void store_sql_finalize(sqlite3_stmt *const *statements, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		sqlite3_finalize(statements[i]);
}

void store_sql_texts(sqlite3_stmt *st, int at, const char *const *texts, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		sqlite3_bind_text(st, at + (int)i, texts[i], -1, SQLITE_STATIC);
}

int store_sql_finish(sqlite3_stmt *st, int code)
{
	const int reset = sqlite3_reset(st);

	sqlite3_clear_bindings(st);
	return code == SQLITE_ROW || code == SQLITE_DONE ? reset : code;
}

int store_sql_run(sqlite3_stmt *st)
{
	return store_sql_finish(st, sqlite3_step(st));
}

int store_sql_run_text(sqlite3_stmt *st, const char *text)
{
	store_sql_texts(st, 1, &text, 1);
	return store_sql_run(st);
}

int store_sql_run_number(sqlite3_stmt *st, int64_t number)
{
	sqlite3_bind_int64(st, 1, number);
	return store_sql_run(st);
}

const char *store_sql_copy(struct arena *arena, sqlite3_stmt *st, int column)
{
	const char *text = (const char *)sqlite3_column_text(st, column);

	return text ? arena_copy(arena, text, (size_t)sqlite3_column_bytes(st, column)) : NULL;
}
