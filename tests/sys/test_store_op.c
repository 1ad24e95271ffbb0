/* Tests of src/sys/store_op.c. */
#include "sys/store_op.h"

#include "sys/store_world.h"

/* A copy has strings of its own, and "" for those that are not there. */
static void copied(void **state)
{
	char cause[] = "cause";
	const struct store_op like = {.kind = STORE_OP_MARK,
		.lasting = true,
		.owner = {"main", 1, 2},
		.entry = {.cause = cause, .ticket = 5},
		.value = {"name", "value"}};
	struct store_op *op = store_op_create(&like);

	(void)state;
	assert_non_null(op);
	cause[0] = 'x';
	assert_string_equal(op->entry.cause, "cause");
	assert_string_equal(op->entry.text, "");
	assert_string_equal(op->user, "");
	assert_string_equal(op->owner.account, "main");
	assert_string_equal(op->value.value, "value");
	assert_int_equal(op->owner.shards, 2);
	assert_int_equal(op->entry.ticket, 5);
	assert_true(op->lasting);
	store_op_free(op);
	store_op_free(NULL);
}

static void too_long(void **state)
{
	char *text = malloc(STORE_TEXT_MAX + 1);

	(void)state;
	assert_non_null(text);
	memset(text, 'x', STORE_TEXT_MAX);
	text[STORE_TEXT_MAX] = '\0';
	assert_null(store_op_create(&(struct store_op){.entry = {.text = text}}));
	text[STORE_TEXT_MAX / 2] = '\0';
	store_op_free(store_op_create(&(struct store_op){.entry = {.text = text}}));
	free(text);
}

static void cleared(void **state)
{
	struct store_ops ops = STAILQ_HEAD_INITIALIZER(ops);
	struct store_op *op;
	int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		op = store_op_create(&(struct store_op){.kind = STORE_OP_DUE});
		assert_non_null(op);
		op->arena = arena_create();
		STAILQ_INSERT_TAIL(&ops, op, link);
	}
	store_op_clear(&ops);
	assert_true(STAILQ_EMPTY(&ops));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copied),
		cmocka_unit_test(too_long),
		cmocka_unit_test(cleared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
