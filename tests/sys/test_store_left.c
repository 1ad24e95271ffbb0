/* Tests of src/sys/store_left.c, through the rows, in memory. */
#include "sys/store_left.h"

#include "sys/rows_world.h"

/* Every field comes back as it went in. */
static void whole(void **state)
{
	struct store_entry e = entry_of("1", "r");
	const struct store_entry *found;
	struct store_op *op;

	(void)state;
	e.emergency = true;
	assert_int_equal(rows_act(STORE_OP_RECORD, &owner, &e), STORE_DONE);
	op = rows_make(STORE_OP_DUE, &owner, NULL);
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
		assert_int_equal(rows_act(STORE_OP_RECORD, &owner, &e), STORE_DONE);
	}
	op = rows_make(STORE_OP_DUE, &owner, NULL);
	assert_int_equal(store_rows_do(rows, op), SQLITE_OK);
	assert_int_equal(op->due.n, 4);
	assert_string_equal(op->due.entries[0].cause, "grave");
	assert_string_equal(op->due.entries[1].cause, "early");
	assert_string_equal(op->due.entries[2].cause, "late");
	assert_string_equal(op->due.entries[3].cause, "equal");
	store_op_free(op);
}

/* Looking writes nothing and takes nothing over; who is not known has nothing. */
static void looked(void **state)
{
	static const struct store_owner nobody = {"nobody", 0, 1};
	const struct store_entry e = entry_of("1", "r");
	struct store_op *op;
	sqlite3_int64 before;

	(void)state;
	assert_int_equal(rows_act(STORE_OP_RECORD, &owner, &e), STORE_DONE);
	store_rows_end(rows, true);
	before = sqlite3_total_changes64(db);
	op = rows_make(STORE_OP_DUE, &owner, NULL);
	assert_int_equal(store_rows_look(rows, op), SQLITE_OK);
	assert_int_equal(op->result, STORE_DONE);
	assert_int_equal(op->due.n, 1);
	assert_string_equal(op->due.entries[0].cause, "1");
	store_op_free(op);
	op = rows_make(STORE_OP_DUE, &nobody, NULL);
	assert_int_equal(store_rows_look(rows, op), SQLITE_OK);
	assert_int_equal(op->due.n, 0);
	store_op_free(op);
	assert_int_equal(sqlite3_total_changes64(db), before);
	store_left_destroy(NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(whole),
		TEST(ordered),
		TEST(looked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
