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

#endif
