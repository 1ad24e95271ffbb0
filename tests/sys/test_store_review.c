/* Tests of src/sys/store_review.c, in memory. */
#include "sys/store_review.h"

#include "sys/rows_world.h"

static struct store_op *act(const struct store_op *like)
{
	struct store_op *op = store_op_create(like);

	assert_non_null(op);
	assert_int_equal(store_rows_do(rows, op), SQLITE_OK);
	assert_int_equal(op->result, STORE_DONE);
	return op;
}

static void record(const char *account, const char *step, int64_t at_ms)
{
	store_op_free(act(&(struct store_op){.kind = STORE_OP_AUDIT,
		.owner = {.account = account},
		.audit = {at_ms, "n-1", step, "emergency", "saddle", "channel 9", "40", "why"}}));
}

static void nothing(void **state)
{
	struct store_op *op = act(&(struct store_op){.kind = STORE_OP_REVIEW});

	(void)state;
	assert_int_equal(op->due.n_lines, 0);
	store_op_free(op);
}

/* Of all accounts, the newest first. */
static void everything(void **state)
{
	struct store_op *op;

	(void)state;
	record("main", "opened", 100);
	record("second", "alerted", 200);
	op = act(&(struct store_op){.kind = STORE_OP_REVIEW});
	assert_int_equal(op->due.n_lines, 2);
	assert_string_equal(op->due.lines[0].account, "second");
	assert_string_equal(op->due.lines[0].audit.step, "alerted");
	assert_int_equal(op->due.lines[0].audit.at_ms, 200);
	assert_string_equal(op->due.lines[0].audit.number, "n-1");
	assert_string_equal(op->due.lines[0].audit.tier, "emergency");
	assert_string_equal(op->due.lines[0].audit.flags, "saddle");
	assert_string_equal(op->due.lines[0].audit.path, "channel 9");
	assert_string_equal(op->due.lines[0].audit.who, "40");
	assert_string_equal(op->due.lines[0].audit.detail, "why");
	/* again, as after a transaction that came to nothing: the same */
	assert_int_equal(store_rows_do(rows, op), SQLITE_OK);
	assert_int_equal(op->due.n_lines, 2);
	store_op_free(op);
}

static void bounded(void **state)
{
	struct store_op *op;
	int i;

	(void)state;
	for (i = 0; i < STORE_REVIEW_MAX + 5; i++)
		record("main", "opened", i);
	op = act(&(struct store_op){.kind = STORE_OP_REVIEW});
	assert_int_equal(op->due.n_lines, STORE_REVIEW_MAX);
	assert_int_equal(op->due.lines[0].audit.at_ms, STORE_REVIEW_MAX + 4);
	store_op_free(op);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(everything, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
