/* Tests of src/sys/store_rows.c, in memory. */
#include "sys/rows_world.h"

static void exec(const char *sql)
{
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* Accounts and shards have entries of their own. */
static void separate(void **state)
{
	static const struct store_owner owners[] = {
		{"main", 0, 1}, {"main", 0, 2}, {"main", 1, 2}, {"other", 0, 1}};
	const struct store_entry e = entry_of("1", "r");
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++)
		assert_int_equal(rows_act(STORE_OP_RECORD, &owners[i], &e), STORE_DONE);
	for (i = 0; i < 4; i++)
		assert_int_equal(rows_act(STORE_OP_RECORD, &owners[i], &e), STORE_HELD);
}

/* Another process takes over: each transaction finds out, and the one that was rolled back did not. */
static void epochs(void **state)
{
	struct store_entry e = entry_of("1", "r");

	(void)state;
	exec("BEGIN");
	assert_int_equal(rows_act(STORE_OP_RECORD, &owner, &e), STORE_DONE);
	exec("ROLLBACK");
	store_rows_end(rows, false);
	exec("BEGIN");
	assert_int_equal(rows_act(STORE_OP_RECORD, &owner, &e), STORE_DONE);
	exec("COMMIT");
	store_rows_end(rows, true);
	exec("UPDATE owner SET epoch = epoch + 1");
	e.cause = "2";
	assert_int_equal(rows_act(STORE_OP_RECORD, &owner, &e), STORE_FENCED);
	store_rows_end(rows, true);
	assert_int_equal(rows_act(STORE_OP_MARK, &owner, &e), STORE_FENCED);
	assert_int_equal(rows_act(STORE_OP_DUE, &owner, NULL), STORE_DONE);
	assert_int_equal(rows_act(STORE_OP_RECORD, &owner, &e), STORE_DONE);
}

/* More owners than can be, or one whose name is too long, are refused. */
static void too_many(void **state)
{
	char name[400];
	struct store_owner one = {name, 0, 1};
	struct store_op *op;
	unsigned i;

	(void)state;
	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	op = rows_make(STORE_OP_DUE, &one, NULL);
	assert_int_equal(store_rows_do(rows, op), SQLITE_TOOBIG);
	store_op_free(op);
	for (i = 0; i < STORE_ROWS_OWNERS_MAX; i++) {
		snprintf(name, sizeof(name), "account-%u", i);
		assert_int_equal(rows_act(STORE_OP_DUE, &one, NULL), STORE_DONE);
	}
	op = rows_make(STORE_OP_DUE, &owner, NULL);
	assert_int_equal(store_rows_do(rows, op), SQLITE_TOOBIG);
	store_op_free(op);
}

/* A file whose schema is not there cannot be worked with. */
static void no_schema(void **state)
{
	struct store_rows *none;
	sqlite3 *empty;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &empty), SQLITE_OK);
	assert_int_not_equal(store_rows_create(empty, &none), SQLITE_OK);
	assert_null(none);
	assert_int_not_equal(store_rows_migrate(db, 0), SQLITE_OK); /* twice */
	assert_int_equal(store_rows_migrate(db, store_rows_version()), SQLITE_OK);
	sqlite3_close(empty);
	store_rows_destroy(NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(separate),
		TEST(epochs),
		TEST(too_many),
		TEST(no_schema),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
