/* What the tests of the store's rows have in common: a database in memory, opened for each test. */
#ifndef TESTS_SYS_ROWS_WORLD_H
#define TESTS_SYS_ROWS_WORLD_H

#include "sys/store_rows.h"
#include "sys/store_world.h"

static sqlite3 *db;
static struct store_rows *rows;

static int set_up(void **state)
{
	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(store_rows_migrate(db, 0), SQLITE_OK);
	assert_int_equal(store_rows_create(db, &rows), SQLITE_OK);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	store_rows_destroy(rows);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return 0;
}

UNUSED_OK struct store_op *rows_make(
	enum store_op_kind kind, const struct store_owner *whose, const struct store_entry *e)
{
	struct store_op *op = store_op_create(&(struct store_op){
		.kind = kind, .owner = *whose, .entry = e ? *e : (struct store_entry){0}});

	assert_non_null(op);
	return op;
}

/* The number that a query gives. */
UNUSED_OK int64_t rows_ask(const char *sql)
{
	sqlite3_stmt *st;
	int64_t n;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return n;
}

UNUSED_OK enum store_result rows_act(
	enum store_op_kind kind, const struct store_owner *whose, const struct store_entry *e)
{
	struct store_op *op = rows_make(kind, whose, e);
	enum store_result result;

	assert_int_equal(store_rows_do(rows, op), SQLITE_OK);
	result = op->result;
	store_op_free(op);
	return result;
}

#endif
