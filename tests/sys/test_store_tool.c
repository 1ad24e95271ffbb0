/* Tests of src/sys/store_tool.c, beside a file that somebody else has open. */
#include "sys/store_tool.h"

#include "sys/store_db.h"
#include "sys/store_world.h"

static struct world w;
static struct store_tool tool;
static struct store_db *d; /* a daemon's */
static char lines[2048];   /* "step number detail message link|" */

static int set_up(void **state)
{
	(void)state;
	disk_take_over();
	world_init_log(&w);
	world_make_dir(&w);
	tool = (struct store_tool){.folder = w.dir};
	d = store_db_create(w.dir, DAY_MS, DAY_MS, 1);
	assert_non_null(d);
	lines[0] = '\0';
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	store_db_destroy(d);
	world_close(&w);
	return 0;
}

static enum store_result run(const struct store_op *like)
{
	struct store_ops ops = STAILQ_HEAD_INITIALIZER(ops);
	struct store_op *op = store_op_create(like);
	enum store_result result;

	assert_non_null(op);
	STAILQ_INSERT_TAIL(&ops, op, link);
	store_db_run(d, &ops);
	result = op->result;
	store_op_free(op);
	return result;
}

static void step(const char *number, const char *name, bool over)
{
	assert_int_equal(run(&(struct store_op){.kind = STORE_OP_STEP,
				 .owner = owner,
				 .step = {number, "message-5", "user-7", "link-5", name, "",
					 wall_now(), over},
				 .audit = {wall_now(), number, name, "emergency", "saddle", "", "",
					 "of it"}}),
		STORE_DONE);
}

static void on_line(void *ctx, const struct store_tool_line *line)
{
	const size_t len = strlen(lines);

	assert_ptr_equal(ctx, &w);
	assert_true(!*line->account || strcmp(line->account, "main") == 0);
	snprintf(lines + len, sizeof(lines) - len, "%s %s %s %s %s|", line->audit.step,
		line->audit.number, line->audit.detail, line->message, line->link);
}

static void expect(const char *text)
{
	lines[0] = '\0';
	assert_int_equal(store_tool_read(&tool, 0, on_line, &w), STORE_TOOL_DONE);
	assert_string_equal(lines, text);
}

/* Where there is no file none is made. */
static void nothing(void **state)
{
	struct store_tool_erased erased;

	(void)state;
	assert_int_equal(store_tool_erase(&tool, "user-7", &erased), STORE_TOOL_NOTHING);
	assert_int_equal(store_tool_note(&tool, "main", &(struct store_audit){.step = "x"}),
		STORE_TOOL_NOTHING);
	assert_int_equal(store_tool_read(&tool, 0, on_line, &w), STORE_TOOL_NOTHING);
	assert_int_equal(access(world_path(&w, STORE_FILE), F_OK), -1);
}

static void read_back(void **state)
{
	(void)state;
	step("n-1", "opened", false);
	assert_int_equal(
		store_tool_note(&tool, "main",
			&(struct store_audit){.at_ms = 5, .step = "drill", .detail = "ok"}),
		STORE_TOOL_DONE);
	expect("opened n-1 of it message-5 link-5|drill  ok  |");
	lines[0] = '\0';
	assert_int_equal(store_tool_read(&tool, 6, on_line, &w), STORE_TOOL_DONE);
	assert_string_equal(lines, "opened n-1 of it message-5 link-5|");
	/* whose entries they were they still are */
	step("n-1", "alerted", false);
}

/* Nothing old is removed on the way, whatever the daemon keeps. */
static void keeps_what_is_old(void **state)
{
	struct store_entry e = entry_of("1", "r");
	struct store_tool_erased erased;

	(void)state;
	e.at_ms = 7;
	e.until_ms = 8;
	step("n-1", "opened", false);
	assert_int_equal(
		run(&(struct store_op){.kind = STORE_OP_RECORD, .owner = owner, .entry = e}),
		STORE_DONE);
	assert_int_equal(store_tool_erase(&tool, "nobody", &erased), STORE_TOOL_DONE);
	assert_int_equal(erased.erased, 0);
	assert_int_equal(erased.kept, 0);
	assert_true(folder_holds(&w, "conversation-1") > 0);
}

static void erased(void **state)
{
	struct store_tool_erased erased;

	(void)state;
	step("n-1", "opened", false);
	step("n-1", "closed", true);
	step("n-2", "opened", false);
	assert_true(folder_holds(&w, "user-7") > 0);
	assert_int_equal(store_tool_erase(&tool, "user-7", &erased), STORE_TOOL_DONE);
	assert_int_equal(erased.erased, 1);
	assert_int_equal(erased.kept, 1);
	expect("opened n-1 of it  |closed n-1 of it  |opened n-2 of it message-5 link-5|");
	step("n-2", "closed", true);
	assert_int_equal(folder_holds(&w, "user-7"), 0);
	assert_int_equal(folder_holds(&w, "message-5"), 0);
	assert_int_equal(folder_holds(&w, "link-5"), 0);
}

static void on_shape(void *ctx, const struct store_tool_shape *shape)
{
	const size_t len = strlen(lines);

	assert_ptr_equal(ctx, &w);
	snprintf(lines + len, sizeof(lines) - len, "%s %s %d %s %s|", shape->account, shape->shape,
		(int)shape->n, shape->conversation, shape->text);
}

static void shapes(void **state)
{
	const struct store_unanswered once = {5, "tea", "", "", "", "", "", 0};
	const struct store_unanswered kept = {
		6, "milk", "10", "9", "1", "user-7", "is milk ok", wall_now()};

	(void)state;
	assert_int_equal(store_tool_shapes(&tool, 0, on_shape, &w), STORE_TOOL_NOTHING);
	run(&(struct store_op){.kind = STORE_OP_UNANSWERED, .owner = owner, .unanswered = once});
	run(&(struct store_op){.kind = STORE_OP_UNANSWERED, .owner = owner, .unanswered = kept});
	run(&(struct store_op){.kind = STORE_OP_UNANSWERED, .owner = owner, .unanswered = kept});
	assert_int_equal(store_tool_shapes(&tool, 0, on_shape, &w), STORE_TOOL_DONE);
	assert_string_equal(lines,
		"main milk 2  |main tea 1  |main milk 0 9 is milk ok|main milk 0 9 is milk ok|");
	/* a text is not shown for longer than it may be kept, whether it is gone or not */
	lines[0] = '\0';
	assert_int_equal(
		store_tool_shapes(&tool, kept.until_ms + 1, on_shape, &w), STORE_TOOL_DONE);
	assert_string_equal(lines, "main milk 2  |main tea 1  |");
}

/* Locked for good, or no store at all: told, not taken for done. */
static void refused(void **state)
{
	struct store_tool_erased erased;
	sqlite3 *other;

	(void)state;
	step("n-1", "opened", false);
	assert_int_equal(sqlite3_open(world_path(&w, STORE_FILE), &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(store_tool_erase(&tool, "user-7", &erased), STORE_TOOL_FAILED);
	assert_non_null(strstr(tool.why, "another process has locked it"));
	assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
	store_db_destroy(d);
	d = NULL;
	world_write(world_path(&w, STORE_FILE), "this is no database, and is long enough for that");
	assert_int_equal(store_tool_read(&tool, 0, on_line, &w), STORE_TOOL_FAILED);
	assert_true(*tool.why);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(nothing),
		TEST(read_back),
		TEST(shapes),
		TEST(keeps_what_is_old),
		TEST(erased),
		TEST(refused),
	};

	return cmocka_run_group_tests_name("sys/store_tool", tests, NULL, NULL);
}
