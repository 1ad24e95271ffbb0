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
	assert_string_equal(op->kind == STORE_OP_KEEP ? op->value.value : op->entry.cause, word);
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

static struct store_op record(const char *cause, const char *user, bool emergency)
{
	return (struct store_op){.kind = STORE_OP_RECORD,
		.owner = owner,
		.urgent = emergency,
		.entry = {.cause = cause, .purpose = "r", .user = user, .emergency = emergency}};
}

/* What is said is recorded although it has been said meanwhile, and what became of it comes behind that. */
static void records(void **state)
{
	struct store_op entry = record("1", "4", true), sent = mark("1"), other = mark("2"), *op;

	(void)state;
	entry.fn = on_told;
	assert_true(told(&entry, STORE_FAILED));
	assert_false(told(&other, STORE_DONE));
	assert_true(told(&sent, STORE_DONE)); /* it found nothing to mark */
	assert_int_equal(a.n, 2);
	op = store_again_take(&a);
	assert_int_equal(op->kind, STORE_OP_RECORD);
	assert_null(op->fn); /* who waited for it has been told */
	store_op_free(op);
	assert_next("1");
	assert_false(told(&sent, STORE_DONE));
	assert_false(told(&entry, STORE_DONE));
	assert_false(told(&entry, STORE_HELD));
	assert_false(told(&entry, STORE_FENCED));
}

static void follows(void **state)
{
	const struct store_op entry = record("1", "4", true), sent = mark("1"), other = mark("2");
	struct store_op *op = store_op_create(&sent);

	(void)state;
	assert_false(store_again_follows(&a, op));
	assert_true(told(&entry, STORE_FAILED));
	op->fn = on_told; /* who asks is told by the disk alone */
	assert_false(store_again_follows(&a, op));
	op->fn = NULL;
	assert_true(store_again_follows(&a, op));
	op = store_op_create(&other);
	assert_false(store_again_follows(&a, op));
	store_op_free(op);
	op = store_op_create(&entry);
	assert_false(store_again_follows(&a, op));
	store_op_free(op);
	assert_int_equal(a.n, 2);
}

static struct store_op step(const char *number, const char *name, bool over)
{
	return (struct store_op){.kind = STORE_OP_STEP,
		.owner = owner,
		.urgent = true,
		.step = {.number = number, .user = "4", .over = over},
		.audit = {.number = number, .step = name}};
}

/* A case is what was said of it last; that each step was taken is on record all the same. */
static void cases(void **state)
{
	const struct store_op opened = step("a", "opened", false), silent = step("a", "", false),
			      alerted = step("a", "alerted", false),
			      another = step("b", "opened", false),
			      line = {.kind = STORE_OP_AUDIT, .audit = {.step = "retracted"}};
	static const enum store_op_kind kinds[] = {
		STORE_OP_AUDIT, STORE_OP_STEP, STORE_OP_STEP, STORE_OP_AUDIT};
	struct store_op *op;
	size_t i;

	(void)state;
	assert_true(told(&opened, STORE_FAILED));
	assert_true(told(&silent, STORE_FAILED));
	assert_true(told(&another, STORE_FAILED));
	assert_true(told(&alerted, STORE_FAILED));
	assert_true(told(&line, STORE_FAILED));
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		op = store_again_take(&a);
		assert_int_equal(op->kind, kinds[i]);
		store_op_free(op);
	}
	assert_int_equal(a.n, 0);
}

/* Of whoever is erased nothing is written afterwards; what still has to be kept is. */
static void erased(void **state)
{
	const struct store_op erase = {.kind = STORE_OP_ERASE, .user = "4"},
			      answer = record("1", "4", false), flag = record("2", "4", true),
			      other = record("3", "5", false), over = step("a", "closed", true),
			      open = step("b", "opened", false),
			      place = {.kind = STORE_OP_PLACE,
				      .owner = owner,
				      .place = {.message = "6", .user = "4"}};

	(void)state;
	assert_true(told(&answer, STORE_FAILED));
	assert_true(told(&flag, STORE_FAILED));
	assert_true(told(&other, STORE_FAILED));
	assert_true(told(&over, STORE_FAILED));
	assert_true(told(&open, STORE_FAILED));
	assert_true(told(&place, STORE_FAILED));
	assert_false(told(&erase, STORE_DONE));
	assert_int_equal(a.n, 3);
	assert_next("2");
	assert_next("3");
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

/* What is urgent stays as long as anything else can go. */
static void reserved(void **state)
{
	struct store_op one;
	char cause[16];
	int i;

	(void)state;
	for (i = 0; i < STORE_AGAIN_MAX + 2; i++) {
		snprintf(cause, sizeof(cause), "%d", i);
		one = record(cause, "4", i != 3);
		assert_true(told(&one, STORE_FAILED));
	}
	assert_int_equal(a.n, STORE_AGAIN_MAX);
	assert_int_equal(a.given_up, 2);
	assert_next("1"); /* the third went first, then the oldest */
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
		TEST(reserved),
		TEST(records),
		TEST(follows),
		TEST(cases),
		TEST(erased),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
