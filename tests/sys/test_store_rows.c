/* Tests of src/sys/store_rows.c, in memory. */
#include "sys/rows_world.h"

static void exec(const char *sql)
{
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static struct store_op *make(
	enum store_op_kind kind, const struct store_owner *whose, const struct store_entry *e)
{
	struct store_op *op = store_op_create(&(struct store_op){
		.kind = kind, .owner = *whose, .entry = e ? *e : (struct store_entry){0}});

	assert_non_null(op);
	return op;
}

static enum store_result act(
	enum store_op_kind kind, const struct store_owner *whose, const struct store_entry *e)
{
	struct store_op *op = make(kind, whose, e);
	enum store_result result;

	assert_int_equal(store_rows_do(rows, op), SQLITE_OK);
	result = op->result;
	store_op_free(op);
	return result;
}

/* Every field comes back as it went in. */
static void whole(void **state)
{
	struct store_entry e = entry_of("1", "r");
	const struct store_entry *found;
	struct store_op *op;

	(void)state;
	e.emergency = true;
	assert_int_equal(act(STORE_OP_RECORD, &owner, &e), STORE_DONE);
	op = make(STORE_OP_DUE, &owner, NULL);
	assert_int_equal(store_rows_do(rows, op), SQLITE_OK);
	assert_int_equal(op->due.n, 1);
	found = op->due.entries;
	assert_string_equal(found->cause, "1");
	assert_string_equal(found->purpose, "r");
	assert_string_equal(found->user, "user-7");
	assert_string_equal(found->conversation, "conversation-1");
	assert_string_equal(found->direct, "direct-1");
	assert_string_equal(found->reply_to, "reply-1");
	assert_string_equal(found->notify, "notify-1");
	assert_string_equal(found->role, "role-1");
	assert_string_equal(found->text, "a text of ours");
	assert_string_equal(found->note, "a note");
	assert_string_equal(found->id, "");
	assert_int_equal(found->ticket, e.ticket);
	assert_int_equal(found->at_ms, e.at_ms);
	assert_int_equal(found->until_ms, e.until_ms);
	assert_int_equal(found->state, STORE_OPEN);
	assert_true(found->emergency);
	store_op_free(op);
}

/* Emergencies first, then in the order of their times. */
static void ordered(void **state)
{
	static const char *const causes[] = {"late", "early", "grave", "equal"};
	static const int64_t times[] = {300, 100, 200, 300};
	struct store_entry e = entry_of("", "r");
	struct store_op *op;
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		e.cause = causes[i];
		e.at_ms = times[i];
		e.emergency = i == 2;
		assert_int_equal(act(STORE_OP_RECORD, &owner, &e), STORE_DONE);
	}
	op = make(STORE_OP_DUE, &owner, NULL);
	assert_int_equal(store_rows_do(rows, op), SQLITE_OK);
	assert_int_equal(op->due.n, 4);
	assert_string_equal(op->due.entries[0].cause, "grave");
	assert_string_equal(op->due.entries[1].cause, "early");
	assert_string_equal(op->due.entries[2].cause, "late");
	assert_string_equal(op->due.entries[3].cause, "equal");
	store_op_free(op);
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
		assert_int_equal(act(STORE_OP_RECORD, &owners[i], &e), STORE_DONE);
	for (i = 0; i < 4; i++)
		assert_int_equal(act(STORE_OP_RECORD, &owners[i], &e), STORE_HELD);
}

/* Another process takes over: each transaction finds out, and the one that was rolled back did not. */
static void epochs(void **state)
{
	struct store_entry e = entry_of("1", "r");

	(void)state;
	exec("BEGIN");
	assert_int_equal(act(STORE_OP_RECORD, &owner, &e), STORE_DONE);
	exec("ROLLBACK");
	store_rows_end(rows, false);
	exec("BEGIN");
	assert_int_equal(act(STORE_OP_RECORD, &owner, &e), STORE_DONE);
	exec("COMMIT");
	store_rows_end(rows, true);
	exec("UPDATE owner SET epoch = epoch + 1");
	e.cause = "2";
	assert_int_equal(act(STORE_OP_RECORD, &owner, &e), STORE_FENCED);
	store_rows_end(rows, true);
	assert_int_equal(act(STORE_OP_MARK, &owner, &e), STORE_FENCED);
	assert_int_equal(act(STORE_OP_DUE, &owner, NULL), STORE_DONE);
	assert_int_equal(act(STORE_OP_RECORD, &owner, &e), STORE_DONE);
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
	op = make(STORE_OP_DUE, &one, NULL);
	assert_int_equal(store_rows_do(rows, op), SQLITE_TOOBIG);
	store_op_free(op);
	for (i = 0; i < STORE_ROWS_OWNERS_MAX; i++) {
		snprintf(name, sizeof(name), "account-%u", i);
		assert_int_equal(act(STORE_OP_DUE, &one, NULL), STORE_DONE);
	}
	op = make(STORE_OP_DUE, &owner, NULL);
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
		TEST(whole),
		TEST(ordered),
		TEST(separate),
		TEST(epochs),
		TEST(too_many),
		TEST(no_schema),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
