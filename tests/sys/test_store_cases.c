/* Tests of src/sys/store_cases.c, in memory. */
#include "sys/store_cases.h"

#include "sys/rows_world.h"

#define DAY 86400000

/* Does it and returns it; the caller frees it. */
static struct store_op *act(const struct store_op *like)
{
	struct store_op *op = store_op_create(like);

	assert_non_null(op);
	assert_int_equal(store_rows_do(rows, op), SQLITE_OK);
	assert_int_equal(op->result, STORE_DONE);
	return op;
}

static bool step(const char *number, const char *state, bool over, int64_t at_ms)
{
	struct store_op *op = act(&(struct store_op){.kind = STORE_OP_STEP,
		.owner = owner,
		.step = {number, "5", "user-7", "a link", state, "a body", at_ms, over},
		.audit = {at_ms, number, state, "emergency", "saddle", "channel 9",
			over ? "staff-1" : "", "a detail"}});
	const bool scrub = op->scrub;

	store_op_free(op);
	return scrub;
}

static void do_one(const struct store_op *like)
{
	store_op_free(act(like));
}

/* A case is one row, however often it changes; every step is a line of the record. */
static void steps(void **state)
{
	struct store_op *op;

	(void)state;
	step("n-2", "open", false, 200);
	step("n-1", "open", false, 100);
	step("n-1", "alerted", false, 100);
	op = act(&(struct store_op){.kind = STORE_OP_DUE, .owner = owner});
	assert_int_equal(op->due.n_cases, 2);
	assert_string_equal(op->due.cases[0].number, "n-1");
	assert_string_equal(op->due.cases[0].message, "5");
	assert_string_equal(op->due.cases[0].user, "user-7");
	assert_string_equal(op->due.cases[0].link, "a link");
	assert_string_equal(op->due.cases[0].state, "alerted");
	assert_string_equal(op->due.cases[0].body, "a body");
	assert_int_equal(op->due.cases[0].at_ms, 100);
	store_op_free(op);
	assert_false(step("n-1", "acknowledged", true, 100));
	op = act(&(struct store_op){.kind = STORE_OP_DUE, .owner = owner});
	assert_int_equal(op->due.n_cases, 1);
	store_op_free(op);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM audit WHERE account = 'main'"), 4);
	assert_int_equal(
		rows_ask("SELECT COUNT(*) FROM audit WHERE who = 'staff-1' AND flags = 'saddle'"
			 " AND tier = 'emergency' AND path = 'channel 9' AND detail = 'a detail'"),
		1);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM escalation"), 2);
}

/* Who is erased is in no case that is over; an open one goes when it is. */
static void erased(void **state)
{
	struct store_entry e = entry_of("5", "r");
	struct store_op *op;

	(void)state;
	step("n-1", "acknowledged", true, 100);
	step("n-2", "open", false, 100);
	e.state = STORE_SENT;
	do_one(&(struct store_op){.kind = STORE_OP_RECORD, .owner = owner, .entry = e});
	op = act(&(struct store_op){.kind = STORE_OP_ERASE, .user = "user-7"});
	assert_int_equal(op->n_erased, 1);
	assert_int_equal(op->n_kept, 2);
	store_op_free(op);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM escalation"), 1);
	/* so that it is not answered again meanwhile */
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM entry"), 1);
	assert_false(step("n-2", "repeated", false, 100));
	e.state = STORE_OPEN;
	e.purpose = "k";
	do_one(&(struct store_op){.kind = STORE_OP_RECORD, .owner = owner, .entry = e});
	assert_true(step("n-2", "closed", true, 100));
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM escalation"), 0);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM entry"), 1);
	e.state = STORE_SENT;
	op = act(&(struct store_op){.kind = STORE_OP_MARK, .owner = owner, .entry = e});
	assert_true(op->scrub);
	store_op_free(op);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM entry"), 0);
	/* the record stays; it has never named anybody but staff, who can be erased as well */
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM audit"), 4);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM audit WHERE who != ''"), 2);
	op = act(&(struct store_op){.kind = STORE_OP_ERASE, .user = "staff-1"});
	assert_int_equal(op->n_erased, 2);
	store_op_free(op);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM audit WHERE who != ''"), 0);
}

/* An emergency that is still to be said is said first. */
static void erased_later(void **state)
{
	struct store_entry e = entry_of("5", "r");
	struct store_op *op;

	(void)state;
	e.emergency = true;
	do_one(&(struct store_op){.kind = STORE_OP_RECORD, .owner = owner, .entry = e});
	e.purpose = "old";
	e.until_ms = 5;
	do_one(&(struct store_op){.kind = STORE_OP_RECORD, .owner = owner, .entry = e});
	op = act(&(struct store_op){
		.kind = STORE_OP_ERASE, .user = "user-7", .entry = {.at_ms = wall_now()}});
	assert_int_equal(op->n_erased, 1);
	assert_int_equal(op->n_kept, 1);
	store_op_free(op);
	e.purpose = "r";
	e.state = STORE_SENT;
	op = act(&(struct store_op){.kind = STORE_OP_MARK, .owner = owner, .entry = e});
	assert_true(op->scrub);
	store_op_free(op);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM entry"), 0);
}

static void set_one(const char *account, const char *place, const char *name, const char *value)
{
	do_one(&(struct store_op){.kind = STORE_OP_SET,
		.owner = {.account = account},
		.setting = {place, name, value}});
}

static void settings(void **state)
{
	struct store_op *op;

	(void)state;
	set_one("main", "", "paused", "no");
	set_one("main", "", "paused", "yes");
	set_one("main", "100", "muted", "yes");
	set_one("main", "100", "muted", "");
	set_one("other", "", "paused", "no");
	/* nobody's entries are taken over by that */
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM owner"), 0);
	op = act(&(struct store_op){.kind = STORE_OP_DUE, .owner = owner});
	assert_int_equal(op->due.n_settings, 1);
	assert_string_equal(op->due.settings[0].place, "");
	assert_string_equal(op->due.settings[0].name, "paused");
	assert_string_equal(op->due.settings[0].value, "yes");
	store_op_free(op);
}

static void counters(void **state)
{
	static const int64_t times[] = {DAY - 1, DAY, DAY + 5, 2 * DAY - 1};
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++)
		do_one(&(struct store_op){
			.kind = STORE_OP_COUNT, .counter = {times[i], "intent.x", 2}});
	assert_int_equal(rows_ask("SELECT n FROM counter WHERE day = 0"), 2);
	assert_int_equal(rows_ask("SELECT n FROM counter WHERE day = 1 AND name = 'intent.x'"), 6);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM owner"), 0);
}

/* What is old goes; a case that nobody had closed leaves a line. */
static void pruned(void **state)
{
	(void)state;
	step("n-1", "open", false, DAY);
	step("n-2", "closed", true, DAY);
	step("n-3", "open", false, 3 * DAY);
	do_one(&(struct store_op){.kind = STORE_OP_COUNT, .counter = {0, "x", 1}});
	assert_int_equal(store_rows_prune(rows, 2 * DAY, DAY, 4 * DAY), SQLITE_OK);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM escalation"), 1);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM audit"), 4);
	assert_int_equal(
		rows_ask("SELECT COUNT(*) FROM audit WHERE step = 'lapsed' AND number = 'n-1'"), 1);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM counter"), 0);
	assert_int_equal(store_rows_prune(rows, 2 * DAY, 2 * DAY, 4 * DAY), SQLITE_OK);
	assert_int_equal(rows_ask("SELECT COUNT(*) FROM audit"), 1);
}

static void no_schema(void **state)
{
	struct store_cases *none;
	sqlite3 *empty;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &empty), SQLITE_OK);
	assert_int_not_equal(store_cases_create(empty, &none), SQLITE_OK);
	assert_null(none);
	sqlite3_close(empty);
	store_cases_destroy(NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(steps),
		TEST(erased),
		TEST(erased_later),
		TEST(settings),
		TEST(counters),
		TEST(pruned),
		TEST(no_schema),
	};

	return cmocka_run_group_tests_name("sys/store_cases", tests, NULL, NULL);
}
