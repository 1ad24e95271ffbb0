/* Tests of src/sys/store_db.c: the file itself, and what may be wrong with it. */
#include "sys/store_db.h"

#include "sys/store_rows.h"
#include "sys/store_world.h"

#define RETRY_MS 1

static struct world w;
static struct store_db *d;
static atomic_uint syncs;

/* SQLite's way to the disk: counted. */
__attribute__((visibility("default"))) int fdatasync(int fd)
{
	atomic_fetch_add(&syncs, 1);
	return fsync(fd);
}

static void reopen(const char *folder)
{
	store_db_destroy(d);
	d = store_db_create(folder, DAY_MS, DAY_MS, RETRY_MS);
	assert_non_null(d);
}

static int set_up(void **state)
{
	(void)state;
	disk_take_over();
	world_init_log(&w);
	world_make_dir(&w);
	reopen(w.dir);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	store_db_destroy(d);
	d = NULL;
	world_close(&w);
	return 0;
}

/* Does one thing; its result. */
static enum store_result run(const struct store_op *like, struct store_op **out)
{
	struct store_ops ops = STAILQ_HEAD_INITIALIZER(ops);
	struct store_op *op = store_op_create(like);
	enum store_result result;

	assert_non_null(op);
	STAILQ_INSERT_TAIL(&ops, op, link);
	store_db_run(d, &ops);
	result = op->result;
	if (out)
		*out = op;
	else
		store_op_free(op);
	return result;
}

static enum store_result record_at(const char *cause, int64_t at_ms, bool lasting)
{
	struct store_entry e = entry_of(cause, "r");

	e.at_ms = at_ms;
	e.until_ms = at_ms + 60000;
	return run(
		&(struct store_op){
			.kind = STORE_OP_RECORD, .owner = owner, .entry = e, .lasting = lasting},
		NULL);
}

static enum store_result record(const char *cause)
{
	return record_at(cause, wall_now(), false);
}

static size_t count_due(void)
{
	struct store_op *op;
	size_t n;

	assert_int_equal(
		run(&(struct store_op){.kind = STORE_OP_DUE, .owner = owner}, &op), STORE_DONE);
	n = op->due.n;
	store_op_free(op);
	return n;
}

static void exec(const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(world_path(&w, STORE_FILE), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* A missing folder is made; nobody else may look into it. */
static void made(void **state)
{
	const char *folder = world_path(&w, "state"), *file = world_path(&w, "state/" STORE_FILE);
	struct stat st;

	(void)state;
	reopen(folder);
	assert_int_equal(record("1"), STORE_DONE);
	assert_null(store_db_why(d));
	assert_int_equal(stat(folder, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	store_db_destroy(NULL);
}

/* The folder may be a link, as systemd makes one; the file itself may not (see unusable). */
static void linked(void **state)
{
	char path[PATH_MAX];

	(void)state;
	assert_int_equal(mkdir(world_path(&w, "private"), 0700), 0);
	assert_int_equal(symlink("private", world_path(&w, "link")), 0);
	reopen(world_path(&w, "link"));
	assert_int_equal(record("1"), STORE_DONE);
	assert_null(store_db_why(d));
	assert_int_equal(access(world_path(&w, "private/" STORE_FILE), F_OK), 0);
	assert_int_equal(store_db_path(world_path(&w, "link"), path), 0);
	assert_non_null(strstr(path, "/private/" STORE_FILE));
	assert_int_equal(store_db_path(world_path(&w, "nowhere"), path), ENOENT);
}

/* What cannot be used is left as it is, and told. */
static void unusable(void **state)
{
	char garbage[5000], path[PATH_MAX];

	(void)state;
	memset(garbage, 'x', sizeof(garbage));
	garbage[sizeof(garbage) - 1] = '\0';
	world_write(world_path(&w, STORE_FILE), garbage);
	assert_int_equal(record("1"), STORE_FAILED);
	assert_non_null(strstr(store_db_why(d), "it is no database: move it away"));
	assert_true(file_holds(world_path(&w, STORE_FILE), garbage));

	/* no folder can be made there */
	snprintf(path, sizeof(path), "%s/state", world_path(&w, STORE_FILE));
	reopen(path);
	assert_int_equal(record("1"), STORE_FAILED);
	assert_non_null(strstr(store_db_why(d), "it cannot be opened: Not a directory"));

	/* a link may lead anywhere */
	assert_int_equal(mkdir(world_path(&w, "link"), 0700), 0);
	assert_int_equal(symlink("/dev/null", world_path(&w, "link/" STORE_FILE)), 0);
	reopen(world_path(&w, "link"));
	assert_int_equal(record("1"), STORE_FAILED);
	memset(path, 'x', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	assert_null(store_db_create(path, DAY_MS, DAY_MS, RETRY_MS));
}

/* A file whose pages are damaged is found out when it is opened. */
static void damaged(void **state)
{
	FILE *f;
	int i;

	(void)state;
	for (i = 0; i < 200; i++) {
		char cause[16];

		snprintf(cause, sizeof(cause), "%d", i);
		assert_int_equal(record(cause), STORE_DONE);
	}
	reopen(w.dir);
	f = fopen(world_path(&w, STORE_FILE), "r+b");
	assert_non_null(f);
	assert_int_equal(fseek(f, 4096 * 2, SEEK_SET), 0);
	for (i = 0; i < 4096 * 4; i++)
		fputc(0xa5, f);
	fclose(f);
	assert_int_equal(record("new"), STORE_FAILED);
	assert_non_null(strstr(store_db_why(d), "it is damaged: move it away"));
	/* which mends it */
	assert_int_equal(unlink(world_path(&w, STORE_FILE)), 0);
	while (record("new") == STORE_FAILED)
		;
	assert_int_equal(count_due(), 1);
}

/* A newer schema, or another program's file, is not touched. */
static void foreign(void **state)
{
	char back[96];

	(void)state;
	snprintf(back, sizeof(back), "PRAGMA user_version = %d; PRAGMA application_id = 7",
		store_rows_version());
	assert_int_equal(record("1"), STORE_DONE);
	reopen(w.dir);
	exec("PRAGMA user_version = 99");
	assert_int_equal(record("2"), STORE_FAILED);
	assert_non_null(strstr(store_db_why(d), "a newer lumbard"));
	exec(back);
	reopen(w.dir);
	assert_int_equal(record("2"), STORE_FAILED);
	exec("PRAGMA application_id = 1819635042");
	reopen(w.dir);
	assert_int_equal(record("2"), STORE_DONE);
	assert_int_equal(count_due(), 2);
}

/* FNV-1a, 64 bits. */
static uint64_t sum(const char *s)
{
	uint64_t n = 14695981039346656037u;

	for (; *s; s++)
		n = (n ^ (unsigned char)*s) * 1099511628211u;
	return n;
}

/* There are files of the first version: what made them must never change. */
static void first_version(void **state)
{
	(void)state;
	assert_int_equal(sum(store_rows_schema), 0x3bc3f11d89ed7b67u);
}

/* A file of the first version, as a crash left it: with an emergency that may not have been sent. */
static void make_first_version(void)
{
	char sql[1024];

	exec("PRAGMA journal_mode = WAL");
	exec(store_rows_schema);
	exec("PRAGMA application_id = 1819635042; PRAGMA user_version = 1");
	snprintf(sql, sizeof(sql),
		"INSERT INTO owner VALUES (1, 'main', 0, 1, 4);"
		"INSERT INTO value VALUES (1, 'session', '{}');"
		"INSERT INTO entry VALUES (1, '5', 'r', 'user-7', 3, %lld, %lld, 0, 1, '', 'c', '',"
		" '5', 'user-7', '', 'Call 999', '{}'), (1, '6', 'r', 'user-8', 0, %lld, 0, 1, 0,"
		" '77', '', '', '', '', '', '', '');",
		(long long)wall_now(), (long long)wall_now() + 60000, (long long)wall_now());
	exec(sql);
}

/* What an older lumbard left is taken up whole, and can be worked with as what is new. */
static void migrated(void **state)
{
	struct store_entry e = entry_of("5", "r");
	struct store_op *op;

	(void)state;
	make_first_version();
	assert_int_equal(
		run(&(struct store_op){.kind = STORE_OP_DUE, .owner = owner}, &op), STORE_DONE);
	assert_null(store_db_why(d));
	assert_int_equal(op->due.n, 2);
	assert_string_equal(op->due.entries[0].text, "Call 999");
	assert_true(op->due.entries[0].emergency);
	assert_string_equal(op->due.entries[1].id, "77");
	assert_int_equal(op->due.n_values, 1);
	assert_string_equal(op->due.values[0].value, "{}");
	assert_int_equal(op->due.n_cases, 0);
	store_op_free(op);
	assert_int_equal(
		run(&(struct store_op){.kind = STORE_OP_RECORD, .owner = owner, .entry = e}, NULL),
		STORE_HELD);
	assert_int_equal(run(&(struct store_op){.kind = STORE_OP_STEP,
				     .owner = owner,
				     .lasting = true,
				     .step = {.number = "n-1", .at_ms = wall_now()},
				     .audit = {.step = "opened"}},
				 NULL),
		STORE_DONE);
	/* who is erased is found in what is old */
	assert_int_equal(run(&(struct store_op){.kind = STORE_OP_ERASE, .user = "user-8"}, NULL),
		STORE_DONE);
	assert_int_equal(count_due(), 1);
	assert_int_equal(folder_holds(&w, "user-8"), 0);
	/* and once it is done it is done */
	reopen(w.dir);
	assert_int_equal(count_due(), 1);
}

/* A migration that fails half-way leaves the file as it was: what stands in its way can be mended. */
static void not_migrated(void **state)
{
	(void)state;
	make_first_version();
	exec("CREATE TABLE counter (a)");
	assert_int_equal(record("7"), STORE_FAILED);
	assert_non_null(store_db_why(d));
	exec("DROP TABLE counter");
	exec("CREATE TABLE audit (a)"); /* which would fail if a part had stayed */
	exec("DROP TABLE audit");
	while (record("7") == STORE_FAILED)
		;
	assert_int_equal(count_due(), 3);
}

/* A step of a case survives the loss of power. */
static void cases_last(void **state)
{
	unsigned before;

	(void)state;
	assert_int_equal(record("1"), STORE_DONE);
	before = atomic_load(&syncs);
	assert_int_equal(record("2"), STORE_DONE);
	assert_int_equal(atomic_load(&syncs), before);
	assert_int_equal(run(&(struct store_op){.kind = STORE_OP_STEP,
				     .owner = owner,
				     .lasting = true,
				     .step = {.number = "n-1", .at_ms = wall_now()},
				     .audit = {.step = "opened"}},
				 NULL),
		STORE_DONE);
	assert_true(atomic_load(&syncs) > before);
}

static void locked(void **state)
{
	sqlite3 *other;

	(void)state;
	assert_int_equal(record("1"), STORE_DONE);
	assert_int_equal(sqlite3_open(world_path(&w, STORE_FILE), &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(record("2"), STORE_FAILED);
	assert_non_null(strstr(store_db_why(d), "another process has locked it"));
	assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
	assert_int_equal(record("2"), STORE_DONE);
	assert_null(store_db_why(d));
}

/* Where we may not write; root may write everywhere, so that the test is somebody else for a while. */
static void read_only(void **state)
{
	const uid_t me = geteuid();

	(void)state;
	assert_int_equal(chmod(w.dir, 0555), 0);
	if (me == 0)
		assert_int_equal(seteuid(65534), 0);
	assert_int_equal(record("1"), STORE_FAILED);
	if (me == 0)
		assert_int_equal(seteuid(me), 0);
	assert_non_null(strstr(store_db_why(d), "it cannot be opened: Permission denied"));
	assert_int_equal(chmod(w.dir, 0755), 0);
	while (record("1") == STORE_FAILED)
		;
	assert_null(store_db_why(d));
}

/* What is lasting reaches the disk before it is told; the rest when the system likes. */
static void lasting(void **state)
{
	unsigned before;

	(void)state;
	assert_int_equal(record("0"), STORE_DONE);
	before = atomic_load(&syncs);
	assert_int_equal(record_at("1", wall_now(), false), STORE_DONE);
	assert_int_equal(record_at("2", wall_now(), false), STORE_DONE);
	assert_int_equal(atomic_load(&syncs), before);
	assert_int_equal(record_at("3", wall_now(), true), STORE_DONE);
	assert_true(atomic_load(&syncs) > before);
	before = atomic_load(&syncs);
	assert_int_equal(record_at("4", wall_now(), false), STORE_DONE);
	assert_int_equal(atomic_load(&syncs), before);
}

/* Too old is what was recorded so long ago, unless it is open and of use still. */
static void pruned(void **state)
{
	const int64_t old = wall_now() - DAY_MS - 60000;
	struct store_entry open = entry_of("open", "r");

	(void)state;
	open.at_ms = old;
	assert_int_equal(record_at("old", old, false), STORE_DONE);
	assert_int_equal(record_at("young", wall_now() - DAY_MS / 2, false), STORE_DONE);
	assert_int_equal(
		run(&(struct store_op){.kind = STORE_OP_RECORD, .owner = owner, .entry = open},
			NULL),
		STORE_DONE);
	assert_int_equal(count_due(), 3); /* the next look is in an hour, or at the next start */
	reopen(w.dir);
	assert_int_equal(count_due(), 2);
}

/* What one transaction holds fails together; an erasure is one of its own. */
static void together(void **state)
{
	static const enum store_op_kind kinds[] = {
		STORE_OP_RECORD, STORE_OP_DUE, STORE_OP_ERASE, STORE_OP_RECORD, STORE_OP_DUE};
	struct store_ops ops = STAILQ_HEAD_INITIALIZER(ops);
	struct store_op *op;
	size_t i;

	(void)state;
	assert_int_equal(count_due(), 0);
	for (i = 0; i < 5; i++) {
		op = store_op_create(&(struct store_op){.kind = kinds[i],
			.owner = owner,
			.entry = entry_of(i ? "2" : "1", "r"),
			.user = "user-7"});
		assert_non_null(op);
		STAILQ_INSERT_TAIL(&ops, op, link);
	}
	atomic_store(&disk_error, ENOSPC);
	store_db_run(d, &ops);
	atomic_store(&disk_error, 0);
	STAILQ_FOREACH(op, &ops, link)
	{
		assert_true(op->result == STORE_FAILED || op->kind != STORE_OP_RECORD);
		assert_int_equal(op->due.n, 0);
	}
	assert_int_equal(count_due(), 0);
	store_db_run(d, &ops);
	STAILQ_FOREACH(op, &ops, link)
	assert_int_equal(op->result, STORE_DONE);
	store_op_clear(&ops);
	assert_int_equal(count_due(), 1);
}

/* The disk is full when a run begins: what the last one left is told all the same, and the alarm raised. */
static void full_at_the_start(void **state)
{
	struct store_op *op;

	(void)state;
	assert_int_equal(record("1"), STORE_DONE);
	reopen(w.dir);
	atomic_store(&disk_error, ENOSPC);
	assert_int_equal(
		run(&(struct store_op){.kind = STORE_OP_DUE, .owner = owner}, &op), STORE_DONE);
	assert_int_equal(op->due.n, 1);
	assert_string_equal(op->due.entries[0].cause, "1");
	store_op_free(op);
	assert_non_null(store_db_why(d));
	assert_int_equal(record("2"), STORE_FAILED);
	atomic_store(&disk_error, 0);
	/* what is written next takes over */
	while (record("2") == STORE_FAILED)
		;
	assert_null(store_db_why(d));
	assert_int_equal(count_due(), 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(made),
		TEST(linked),
		TEST(unusable),
		TEST(damaged),
		TEST(foreign),
		TEST(first_version),
		TEST(migrated),
		TEST(not_migrated),
		TEST(cases_last),
		TEST(locked),
		TEST(read_only),
		TEST(lasting),
		TEST(pruned),
		TEST(together),
		TEST(full_at_the_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
