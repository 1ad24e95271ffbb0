/* Tests of src/sys/store_again.c. */
#include "sys/store_again.h"

#include "sys/store_world.h"

static struct store_again a;

static int set_up(void **state)
{
	(void)state;
	store_again_init(&a);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	store_again_clear(&a);
	assert_int_equal(a.n, 0);
	return 0;
}

static void on_told(void *ctx, enum store_result what, const struct store_due *found)
{
	(void)ctx;
	(void)what;
	(void)found;
}

/* Tells of a thing that came back so; whether it waits now. */
static bool told(const struct store_op *like, enum store_result result)
{
	struct store_op *op = store_op_create(like);

	assert_non_null(op);
	op->result = result;
	if (store_again_told(&a, op))
		return true;
	store_op_free(op);
	return false;
}

static struct store_op keep(const char *account, const char *name, const char *value)
{
	return (struct store_op){
		.kind = STORE_OP_KEEP, .owner = {account, 0, 1}, .value = {name, value}};
}

static struct store_op mark(const char *cause)
{
	return (struct store_op){
		.kind = STORE_OP_MARK, .owner = owner, .entry = {.cause = cause, .purpose = "r"}};
}

/* A place is in either order what was said of it last. */
static void places(void **state)
{
	struct store_op place = {.kind = STORE_OP_PLACE,
		.owner = owner,
		.place = {.conversation = "20", .message = "60", .user = "4"}};

	(void)state;
	assert_true(told(&place, STORE_FAILED));
	place.place.over = true;
	assert_true(told(&place, STORE_FAILED));
	assert_int_equal(a.n, 1);
	place.place.message = "61";
	assert_true(told(&place, STORE_FAILED));
	place.owner.account = "other";
	assert_true(told(&place, STORE_FAILED));
	assert_int_equal(a.n, 3);
}

/* What comes next is the thing of that cause or value. */
static void assert_next(const char *word)
{
	struct store_op *op = store_again_take(&a);

	assert_non_null(op);
	assert_string_equal(op->kind == STORE_OP_MARK ? op->entry.cause : op->value.value, word);
	store_op_free(op);
}

static void which(void **state)
{
	struct store_op waited_for = mark("3");
	const struct store_op first = mark("1"), second = mark("2"), value = keep("main", "s", "v");

	(void)state;
	waited_for.fn = on_told;
	assert_true(told(&first, STORE_FAILED));
	assert_true(told(&value, STORE_FAILED));
	assert_false(told(&second, STORE_DONE));
	assert_false(told(&second, STORE_FENCED)); /* it is another's to tell */
	assert_false(told(&waited_for, STORE_FAILED));
	assert_false(told(&(struct store_op){.kind = STORE_OP_COUNT}, STORE_FAILED));
	assert_int_equal(a.n, 2);
	assert_next("1");
	assert_next("v");
	assert_null(store_again_take(&a));
}

/* An old value must not come after a newer one, be that refused, written or only asked. */
static void replaced(void **state)
{
	const struct store_op older = keep("main", "s", "1"), newer = keep("main", "s", "2"),
			      another = keep("main", "b", "3"), other = keep("other", "s", "4");

	(void)state;
	told(&older, STORE_FAILED);
	told(&another, STORE_FAILED);
	told(&other, STORE_FAILED);
	told(&newer, STORE_FAILED);
	assert_int_equal(a.n, 3);
	assert_next("3");
	assert_next("4");
	assert_next("2");
	told(&older, STORE_FAILED);
	assert_false(told(&newer, STORE_DONE));
	assert_int_equal(a.n, 0);
	told(&older, STORE_FAILED);
	store_again_asked(&a, &newer);
	assert_int_equal(a.n, 0);
}

static struct store_op set(
	const char *account, const char *place, const char *name, const char *value)
{
	return (struct store_op){.kind = STORE_OP_SET,
		.owner = {.account = account},
		.setting = {place, name, value}};
}

/* Who has ended a pause must not find it again after a restart; nor may what was to be erased stay. */
static void orders(void **state)
{
	const struct store_op pause = set("main", "", "pause", "1"),
			      resume = set("main", "", "pause", ""),
			      mode = set("main", "", "mode", "faq"),
			      there = set("main", "server 1", "pause", "1"),
			      other = set("other", "", "pause", "1"),
			      unkeep = {.kind = STORE_OP_UNKEEP,
				      .owner = {.account = "main"},
				      .unanswered = {.message = "5"}};

	(void)state;
	assert_true(told(&pause, STORE_FAILED));
	assert_true(told(&mode, STORE_FAILED));
	assert_true(told(&there, STORE_FAILED));
	assert_true(told(&other, STORE_FAILED));
	assert_true(told(&resume, STORE_FAILED));
	assert_int_equal(a.n, 4);
	store_again_asked(&a, &pause);
	assert_int_equal(a.n, 3);
	assert_true(told(&unkeep, STORE_FAILED));
	assert_int_equal(a.n, 4);
}

static void bounded(void **state)
{
	struct store_op one;
	char cause[16];
	int i;

	(void)state;
	for (i = 0; i < STORE_AGAIN_MAX + 2; i++) {
		snprintf(cause, sizeof(cause), "%d", i);
		one = mark(cause);
		assert_true(told(&one, STORE_FAILED));
	}
	assert_int_equal(a.n, STORE_AGAIN_MAX);
	assert_int_equal(a.given_up, 2);
	assert_next("2");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(which),
		TEST(replaced),
		TEST(places),
		TEST(orders),
		TEST(bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
