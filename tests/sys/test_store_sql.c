/* Tests of src/sys/store_sql.c, in memory. */
#include "sys/store_sql.h"

#include "base/arena.h"
#include "sys/store_world.h"

static sqlite3 *db;

static int set_up(void **state)
{
	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db, "CREATE TABLE t (a UNIQUE, b)", NULL, NULL, NULL), SQLITE_OK);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	/* nothing was left prepared */
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return 0;
}

static void run_and_copied(void **state)
{
	static const char *const sql[] = {"INSERT INTO t VALUES (?1, ?2)",
		"SELECT a, b, NULL FROM t WHERE a = ?1", "DELETE FROM t WHERE a = ?1"};
	const char *const texts[] = {"one", "first"};
	sqlite3_stmt *st[3] = {NULL};
	struct arena *arena = arena_create();

	(void)state;
	assert_non_null(arena);
	assert_int_equal(store_sql_prepare(db, sql, 3, st), SQLITE_OK);
	store_sql_texts(st[0], 1, texts, 2);
	assert_int_equal(store_sql_run(st[0]), SQLITE_OK);
	store_sql_texts(st[0], 1, texts, 2);
	assert_int_equal(store_sql_run(st[0]), SQLITE_CONSTRAINT);
	/* which leaves no binding behind, and nothing in the way of the next run */
	assert_int_equal(store_sql_run(st[0]), SQLITE_OK);
	store_sql_texts(st[1], 1, texts, 1);
	assert_int_equal(sqlite3_step(st[1]), SQLITE_ROW);
	assert_string_equal(store_sql_copy(arena, st[1], 1), "first");
	assert_null(store_sql_copy(arena, st[1], 2));
	assert_int_equal(store_sql_finish(st[1], SQLITE_ROW), SQLITE_OK);
	assert_int_equal(store_sql_finish(st[1], SQLITE_NOMEM), SQLITE_NOMEM);
	assert_int_equal(store_sql_run_text(st[2], "one"), SQLITE_OK);
	assert_int_equal(sqlite3_changes(db), 1);
	assert_int_equal(store_sql_run_number(st[2], 7), SQLITE_OK);
	assert_int_equal(sqlite3_changes(db), 0);
	store_sql_finalize(st, 3);
	arena_destroy(arena);
}

/* What was prepared before the one that is wrong is ended like all. */
static void what_is_wrong(void **state)
{
	static const char *const sql[] = {"SELECT a FROM t", "SELECT nothing FROM t"};
	sqlite3_stmt *st[2] = {NULL};

	(void)state;
	assert_int_equal(store_sql_prepare(db, sql, 2, st), SQLITE_ERROR);
	assert_non_null(st[0]);
	assert_null(st[1]);
	store_sql_finalize(st, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(run_and_copied, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_wrong, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("sys/store_sql", tests, NULL, NULL);
}
