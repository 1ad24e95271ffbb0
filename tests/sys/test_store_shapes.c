/* Tests of src/sys/store_shapes.c, in memory. */
#include "sys/store_shapes.h"

#include "sys/rows_world.h"

/* Does it and returns it; the caller frees it. */
static struct store_op *act(const struct store_op *like)
{
	struct store_op *op = store_op_create(like);

	assert_non_null(op);
	assert_int_equal(store_rows_do(rows, op), SQLITE_OK);
	assert_int_equal(op->result, STORE_DONE);
	return op;
}

static void unanswered_on(
	const char *server, const char *account, const char *shape, int64_t at_ms, const char *text)
{
	store_op_free(act(&(struct store_op){.kind = STORE_OP_UNANSWERED,
		.owner = {.account = account},
		.unanswered = {
			at_ms, shape, server, "channel-9", text, "user-7", text, at_ms + DAY_MS}}));
}

static void unanswered(const char *account, const char *shape, int64_t at_ms, const char *text)
{
	unanswered_on("10", account, shape, at_ms, text);
}

/* Counted by account; the most frequent first. */
static void counted(void **state)
{
	struct store_op *op;

	(void)state;
	unanswered("main", "tea + ask-prevent", 100, "");
	unanswered("main", "tea", 300, "");
	unanswered("main", "tea + ask-prevent", 200, "");
	unanswered("other", "coffee", 400, "");
	unanswered("main", "", 500, "");
	op = act(&(struct store_op){.kind = STORE_OP_DUE, .owner = owner});
	assert_int_equal(op->due.n_shapes, 2);
	assert_string_equal(op->due.shapes[0].shape, "tea + ask-prevent");
	assert_int_equal(op->due.shapes[0].n, 2);
	assert_int_equal(op->due.shapes[0].at_ms, 200);
	assert_string_equal(op->due.shapes[1].shape, "tea");
	store_op_free(op);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM unanswered"), 0);
}

/* Each server has its own. */
static void by_server(void **state)
{
	struct store_op *op;

	(void)state;
	unanswered_on("10", "main", "tea", 100, "");
	unanswered_on("10", "main", "tea", 200, "");
	unanswered_on("", "main", "tea", 300, "");
	op = act(&(struct store_op){.kind = STORE_OP_DUE, .owner = owner});
	assert_int_equal(op->due.n_shapes, 2);
	assert_string_equal(op->due.shapes[0].server, "10");
	assert_int_equal(op->due.shapes[0].n, 2);
	assert_string_equal(op->due.shapes[1].server, "");
	assert_int_equal(op->due.shapes[1].at_ms, 300);
	store_op_free(op);
}

/* What there is an answer to goes everywhere, with the texts that were kept of it, and nothing else. */
static void answered(void **state)
{
	struct store_op *op;

	(void)state;
	unanswered_on("10", "main", "tea", 100, "one");
	unanswered_on("20", "other", "tea", 100, "");
	unanswered_on("10", "main", "milk", 100, "two");
	op = act(&(struct store_op){.kind = STORE_OP_ANSWERED, .unanswered = {.shape = "tea"}});
	assert_int_equal(op->n_erased, 2);
	assert_true(op->scrub);
	store_op_free(op);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM shape"), 1);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM unanswered WHERE text = 'two'"), 1);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM unanswered"), 1);
	op = act(&(struct store_op){.kind = STORE_OP_ANSWERED, .unanswered = {.shape = "tea"}});
	assert_int_equal(op->n_erased, 0);
	assert_false(op->scrub);
	store_op_free(op);
}

/* What was counted before there were servers is of none. */
static void brought_over(void **state)
{
	sqlite3 *old, *mine = db;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &old), SQLITE_OK);
	assert_int_equal(sqlite3_exec(old, store_shapes_schema, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(old, "INSERT INTO shape VALUES ('main', 'tea', 4, 9)", NULL,
				 NULL, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_exec(old, store_shapes_by_server, NULL, NULL, NULL), SQLITE_OK);
	db = old;
	assert_int_equal(rows_ask("SELECT n FROM shape WHERE account = 'main' AND server = ''"
				  " AND shape = 'tea' AND at = 9"),
		4);
	db = mine;
	assert_int_equal(sqlite3_close(old), SQLITE_OK);
}

/* The one seen least often goes, never the newest. */
static void bounded(void **state)
{
	char shape[16];
	int i;

	(void)state;
	unanswered("other", "a", 1, "");
	for (i = 0; i < STORE_SHAPES_MAX; i++) {
		snprintf(shape, sizeof(shape), "shape-%d", i);
		unanswered("main", shape, 100 + i, "");
		if (i != 7)
			unanswered("main", shape, 100 + i, "");
	}
	assert_int_equal(
		rows_ask("SELECT COUNT(*) FROM shape WHERE account = 'main'"), STORE_SHAPES_MAX);
	unanswered("main", "new", 5, "");
	assert_int_equal(
		rows_ask("SELECT COUNT(*) FROM shape WHERE account = 'main'"), STORE_SHAPES_MAX);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM shape WHERE shape = 'shape-7'"), 0);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM shape WHERE shape = 'new'"), 1);
	/* of those seen as often, the one seen longest ago */
	unanswered("main", "new", 6, "");
	unanswered("main", "newer", 7, "");
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM shape WHERE shape = 'new'"), 0);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM shape WHERE account = 'other'"), 1);
}

static void texts_bounded(void **state)
{
	char text[16];
	int i;

	(void)state;
	for (i = 0; i < STORE_TEXTS_MAX + 1; i++) {
		snprintf(text, sizeof(text), "text-%d", i);
		unanswered("main", "tea", i, text);
	}
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM unanswered"), STORE_TEXTS_MAX);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM unanswered WHERE text = 'text-0'"), 0);
}

/* A text goes with its message, with its person, and when its time is over. */
static void texts_end(void **state)
{
	struct store_op *op;

	(void)state;
	unanswered("main", "tea", 0, "one");
	unanswered("main", "tea", DAY_MS, "two");
	unanswered("main", "tea", DAY_MS, "three");
	op = act(&(struct store_op){
		.kind = STORE_OP_UNKEEP, .owner = owner, .unanswered = {.message = "three"}});
	assert_true(op->scrub);
	store_op_free(op);
	op = act(&(struct store_op){
		.kind = STORE_OP_UNKEEP, .owner = owner, .unanswered = {.message = "three"}});
	assert_false(op->scrub);
	store_op_free(op);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM unanswered"), 2);
	assert_int_equal(store_rows_prune(rows, 0, DAY_MS, DAY_MS + 1), SQLITE_OK);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM unanswered WHERE text = 'two'"), 1);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM unanswered"), 1);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM shape"), 1);
	assert_int_equal(store_rows_prune(rows, 0, DAY_MS + 1, 0), SQLITE_OK);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM shape"), 0);
}

/* Whoever is erased takes along their texts, and what was set for them under another name than is excepted. */
static void erased(void **state)
{
	struct store_op *op;

	(void)state;
	unanswered("main", "tea", 0, "one");
	store_op_free(act(&(struct store_op){.kind = STORE_OP_SET,
		.owner = owner,
		.setting = {"user user-7", "mute", "staff-1"}}));
	store_op_free(act(&(struct store_op){.kind = STORE_OP_SET,
		.owner = owner,
		.setting = {"channel 9", "pause", "staff-1"}}));
	store_op_free(act(&(struct store_op){.kind = STORE_OP_SET,
		.owner = owner,
		.setting = {"user user-7 of 10", "mute", "staff-1"}}));
	store_op_free(act(&(struct store_op){.kind = STORE_OP_SET,
		.owner = owner,
		.setting = {"user user-7", "quiet", "user-7"}}));
	op = act(&(struct store_op){
		.kind = STORE_OP_ERASE, .user = "user-7", .setting = {.name = "mute"}});
	assert_int_equal(op->n_erased, 2);
	assert_int_equal(op->n_settings, 1);
	store_op_free(op);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM setting WHERE name = 'mute'"), 2);
	op = act(&(struct store_op){.kind = STORE_OP_ERASE, .user = "user-7"});
	assert_int_equal(op->n_erased, 2);
	assert_int_equal(op->n_settings, 2);
	store_op_free(op);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM unanswered"), 0);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM setting"), 1);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM shape"), 1);
}

static void count(const char *name, int64_t day, int64_t n)
{
	store_op_free(act(
		&(struct store_op){.kind = STORE_OP_COUNT, .counter = {day * DAY_MS, name, n}}));
}

/* Sums of the days since then, of those whose names begin so. */
static void sums(void **state)
{
	struct store_op *op;

	(void)state;
	count("a.x", 1, 5);
	count("a.x", 3, 1);
	count("a.y", 2, 1);
	count("a.y", 4, 2);
	count("aax", 4, 9);
	op = act(&(struct store_op){.kind = STORE_OP_SUMS, .counter = {2 * DAY_MS, "a.", 0}});
	assert_int_equal(op->due.n_sums, 2);
	assert_string_equal(op->due.sums[0].name, "a.y");
	assert_int_equal(op->due.sums[0].n, 3);
	assert_int_equal(op->due.sums[0].at_ms, 4 * DAY_MS);
	assert_string_equal(op->due.sums[1].name, "a.x");
	assert_int_equal(op->due.sums[1].n, 1);
	store_op_free(op);
}

static void no_schema(void **state)
{
	struct store_shapes *none;
	sqlite3 *empty;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &empty), SQLITE_OK);
	assert_int_not_equal(store_shapes_create(empty, &none), SQLITE_OK);
	assert_null(none);
	sqlite3_close(empty);
	store_shapes_destroy(NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(counted),
		TEST(by_server),
		TEST(answered),
		TEST(brought_over),
		TEST(bounded),
		TEST(texts_bounded),
		TEST(texts_end),
		TEST(erased),
		TEST(sums),
		TEST(no_schema),
	};

	return cmocka_run_group_tests_name("sys/store_shapes", tests, NULL, NULL);
}
