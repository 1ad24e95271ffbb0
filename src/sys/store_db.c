/* The file behind the store; see store_db.h. */
#include "sys/store_db.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sys/store_rows.h"

#define APPLICATION 0x6c756d62 /* "lumb": whose file it is */
#define CACHE_KB 512

struct store_db {
	char folder[PATH_MAX], path[PATH_MAX];
	int64_t keep_ms, audit_ms, retry_ms;
	sqlite3 *db; /* NULL = not open */
	struct store_rows *rows;
	bool lasting;     /* what is committed now survives the loss of power */
	bool leaves_sync; /* that is somebody else's to see to */
	bool dirty;       /* bytes of something that was removed may be left */
	int64_t retry_at; /* monotonic: not opened before */
	int64_t pruned_at;
	int trouble;             /* SQLite's last result code that was one */
	char why[STORE_WHY_MAX]; /* "" = all is well */
};

static int64_t clock_ms(clockid_t clock)
{
	struct timespec now = {0};

	clock_gettime(clock, &now); /* cannot fail for these clocks */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct store_db *store_db_create(
	const char *folder, int64_t keep_ms, int64_t audit_ms, int64_t retry_ms)
{
	struct store_db *d = calloc(1, sizeof(*d));

	if (!d)
		return NULL;
	d->keep_ms = keep_ms;
	d->audit_ms = audit_ms;
	d->retry_ms = retry_ms;
	if (snprintf(d->folder, sizeof(d->folder), "%s", folder) >= PATH_MAX ||
		snprintf(d->path, sizeof(d->path), "%s/%s", folder, STORE_FILE) >= PATH_MAX) {
		free(d);
		return NULL;
	}
	return d;
}

static void close_db(struct store_db *d)
{
	store_rows_destroy(d->rows);
	sqlite3_close(d->db);
	d->rows = NULL;
	d->db = NULL;
}

void store_db_destroy(struct store_db *d)
{
	if (!d)
		return;
	close_db(d);
	free(d);
}

const char *store_db_why(const struct store_db *d)
{
	return *d->why ? d->why : NULL;
}

/* ------------------------------------------------------------------ trouble */

/* What a result code means for whoever has to mend it. */
static const struct {
	int code;
	const char *text;
} troubles[] = {
	{SQLITE_FULL, "the disk is full"},
	{SQLITE_READONLY, "it is read-only"},
	{SQLITE_PERM, "it may not be opened"},
	{SQLITE_CANTOPEN, "it cannot be opened"},
	{SQLITE_BUSY, "another process has locked it"},
	{SQLITE_LOCKED, "it is locked"},
	{SQLITE_CORRUPT, "it is damaged: move it away, and a new one is made"},
	{SQLITE_NOTADB, "it is no database: move it away, and a new one is made"},
	{SQLITE_IOERR, "it cannot be read or written"},
	{SQLITE_NOMEM, "out of memory"},
};

static void set_why(struct store_db *d, const char *text, int error)
{
	snprintf(d->why, sizeof(d->why), "%.160s: %s%s%s", d->path, text, error ? ": " : "",
		error ? strerror(error) : "");
}

/* Keeps in mind why; what may have broken the connection to the file ends it. */
static void note_trouble(struct store_db *d, int code)
{
	const char *text = "SQLite refuses it";
	size_t i;

	d->trouble = code;
	for (i = 0; i < sizeof(troubles) / sizeof(troubles[0]); i++) {
		if (troubles[i].code == (code & 0xff))
			text = troubles[i].text;
	}
	set_why(d, text, (code & 0xff) == SQLITE_IOERR && d->db ? sqlite3_system_errno(d->db) : 0);
	if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_FULL)
		return;
	close_db(d);
	d->retry_at = clock_ms(CLOCK_MONOTONIC) + d->retry_ms;
}

void store_db_doubt(struct store_db *d, int error)
{
	note_trouble(d, SQLITE_IOERR);
	set_why(d, "it cannot be read or written", error);
}

/* ------------------------------------------------------------------ opening */

/* The folder and the file, which nobody else may read.  Returns 0 or an errno. */
static int make_file(const struct store_db *d)
{
	int fd;

	if (mkdir(d->folder, 0700) != 0 && errno != EEXIST)
		return errno;
	fd = open(d->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

static int get_number(sqlite3 *db, const char *pragma, int *value)
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(db, pragma, -1, &st, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(st);
	if (code == SQLITE_ROW) {
		*value = sqlite3_column_int(st, 0);
		code = SQLITE_OK;
	}
	sqlite3_finalize(st);
	return code;
}

/* Whether every page is what it should be. */
static int check_pages(sqlite3 *db)
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &st, NULL);
	const char *text;

	if (code == SQLITE_OK)
		code = sqlite3_step(st);
	if (code == SQLITE_ROW) {
		text = (const char *)sqlite3_column_text(st, 0);
		code = text && strcmp(text, "ok") == 0 ? SQLITE_OK : SQLITE_CORRUPT;
	}
	sqlite3_finalize(st);
	return code;
}

static int exec(struct store_db *d, const char *sql)
{
	return sqlite3_exec(d->db, sql, NULL, NULL, NULL);
}

/* A file of ours with another schema is brought to ours; one that is newer or not ours is left alone. */
static int migrate(struct store_db *d)
{
	int version = 0, application = 0, code = get_number(d->db, "PRAGMA user_version", &version);
	char pragma[96];

	if (code == SQLITE_OK)
		code = get_number(d->db, "PRAGMA application_id", &application);
	if (code != SQLITE_OK)
		return code;
	if (version > store_rows_version() || (version > 0 && application != APPLICATION))
		return SQLITE_MISMATCH;
	if (version == store_rows_version())
		return SQLITE_OK;
	snprintf(pragma, sizeof(pragma), "PRAGMA user_version = %d; PRAGMA application_id = %d",
		store_rows_version(), APPLICATION);
	code = exec(d, "BEGIN IMMEDIATE");
	if (code == SQLITE_OK)
		code = store_rows_migrate(d->db, version);
	if (code == SQLITE_OK)
		code = exec(d, pragma);
	return code == SQLITE_OK ? exec(d, "COMMIT") : code;
}

int store_db_path(const char *folder, char path[PATH_MAX])
{
	char real[PATH_MAX];

	if (!realpath(folder, real))
		return errno;
	return snprintf(path, PATH_MAX, "%s/%s", real, STORE_FILE) < PATH_MAX ? 0 : ENAMETOOLONG;
}

static int open_db(struct store_db *d)
{
	const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
	char pragmas[256], path[PATH_MAX];
	int code = SQLITE_CANTOPEN;

	if (store_db_path(d->folder, path) == 0)
		code = sqlite3_open_v2(path, &d->db, flags, NULL);

	if (code != SQLITE_OK)
		return code;
	sqlite3_busy_timeout(d->db, STORE_DB_BUSY_MS);
	snprintf(pragmas, sizeof(pragmas),
		"PRAGMA cache_size = -%d; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;"
		"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
		"PRAGMA journal_size_limit = 4194304; PRAGMA trusted_schema = OFF",
		CACHE_KB);
	code = exec(d, pragmas);
	if (code == SQLITE_OK)
		code = check_pages(d->db);
	if (code == SQLITE_OK)
		code = migrate(d);
	if (code == SQLITE_OK)
		code = store_rows_create(d->db, &d->rows);
	d->lasting = false;
	return code;
}

/* Opens the file unless it is open, or was tried a moment ago.  Returns whether it is open. */
static bool be_open(struct store_db *d)
{
	int error, code;

	if (d->db)
		return true;
	if (clock_ms(CLOCK_MONOTONIC) < d->retry_at)
		return false;
	error = make_file(d);
	if (error) {
		set_why(d, "it cannot be opened", error);
		d->retry_at = clock_ms(CLOCK_MONOTONIC) + d->retry_ms;
		return false;
	}
	code = open_db(d);
	if (code == SQLITE_OK)
		return true;
	note_trouble(d, code);
	if (code == SQLITE_MISMATCH)
		set_why(d, "it was made by another program, or by a newer lumbard", 0);
	close_db(d);
	d->retry_at = clock_ms(CLOCK_MONOTONIC) + d->retry_ms;
	return false;
}

void store_db_leave_sync(struct store_db *d)
{
	d->leaves_sync = true;
}

const char *store_db_file(const struct store_db *d)
{
	return d->path;
}

void store_db_hurry(struct store_db *d)
{
	d->retry_at = 0;
}

/* ------------------------------------------------------------------ transactions */

/* Between transactions alone can it be said how lasting the next one is. */
static int begin(struct store_db *d, bool lasting)
{
	int code = SQLITE_OK;

	if (lasting != d->lasting)
		code = exec(
			d, lasting ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
	if (code == SQLITE_OK)
		d->lasting = lasting;
	return code == SQLITE_OK ? exec(d, "BEGIN IMMEDIATE") : code;
}

static int prune(struct store_db *d)
{
	const int64_t now = clock_ms(CLOCK_REALTIME);

	if (d->pruned_at && now >= d->pruned_at && now - d->pruned_at < STORE_DB_PRUNE_MS)
		return SQLITE_OK;
	d->pruned_at = now;
	return store_rows_prune(d->rows, now - d->keep_ms, now - d->audit_ms, now);
}

/* Those from first up to end (NULL = the last) have come to nothing. */
static void fail(struct store_op *first, const struct store_op *end)
{
	for (; first != end; first = STAILQ_NEXT(first, link)) {
		first->result = STORE_FAILED;
		arena_destroy(first->arena);
		first->arena = NULL;
		first->due = (struct store_due){0};
	}
}

/* Does those from first up to end in one transaction. */
static int transact(struct store_db *d, struct store_op *first, const struct store_op *end)
{
	struct store_op *op;
	bool lasting = false;
	int code;

	for (op = first; op != end; op = STAILQ_NEXT(op, link))
		lasting = lasting || (op->lasting && !d->leaves_sync);
	code = begin(d, lasting);
	if (code == SQLITE_OK)
		code = prune(d);
	for (op = first; op != end && code == SQLITE_OK; op = STAILQ_NEXT(op, link))
		code = store_rows_do(d->rows, op);
	if (code == SQLITE_OK)
		code = exec(d, "COMMIT");
	if (code != SQLITE_OK && !sqlite3_get_autocommit(d->db))
		exec(d, "ROLLBACK");
	store_rows_end(d->rows, code == SQLITE_OK);
	return code;
}

/* Writes the file anew without what was deleted, and empties the one that leads up to it. */
static int scrub(struct store_db *d)
{
	int left = -1, code = exec(d, "VACUUM");

	if (code == SQLITE_OK)
		code = get_number(d->db, "PRAGMA wal_checkpoint(TRUNCATE)", &left);
	return code == SQLITE_OK && left != 0 ? SQLITE_BUSY : code;
}

/* Scrubs where this transaction, or one before, has left something; what cannot be now is later. */
static int scrub_after(struct store_db *d, const struct store_op *first, const struct store_op *end)
{
	const bool erases = first->kind == STORE_OP_ERASE;
	int code;

	for (; first != end; first = STAILQ_NEXT(first, link))
		d->dirty = d->dirty || first->scrub;
	if (!d->dirty && !erases)
		return SQLITE_OK;
	code = scrub(d);
	d->dirty = code != SQLITE_OK;
	return erases ? code : SQLITE_OK;
}

/* Opens the file for a moment, without the shared memory that a full disk has no room for. */
static sqlite3 *open_alone(const struct store_db *d)
{
	const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
	char path[PATH_MAX];
	sqlite3 *db = NULL;
	int version = 0;

	if (store_db_path(d->folder, path) == 0 &&
		sqlite3_open_v2(path, &db, flags, NULL) == SQLITE_OK &&
		sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) == SQLITE_OK &&
		sqlite3_exec(db, "PRAGMA locking_mode = EXCLUSIVE", NULL, NULL, NULL) ==
			SQLITE_OK &&
		get_number(db, "PRAGMA user_version", &version) == SQLITE_OK &&
		version == store_rows_version())
		return db;
	sqlite3_close(db);
	return NULL;
}

static void look_alone(const struct store_db *d, struct store_op *op)
{
	struct store_rows *rows = NULL;
	sqlite3 *db = open_alone(d);

	if (db && store_rows_create(db, &rows) == SQLITE_OK)
		store_rows_look(rows, op);
	store_rows_destroy(rows);
	sqlite3_close(db);
}

/*
 * What the last run left can be read where nothing can be written: a disk that is full is no reason to
 * forget.  What is damaged, or not ours, is not looked at.
 */
static void look(struct store_db *d, struct store_op *first, const struct store_op *end)
{
	const int trouble = d->trouble & 0xff;

	if (trouble != SQLITE_FULL && trouble != SQLITE_IOERR && trouble != SQLITE_READONLY)
		return;
	for (; first != end; first = STAILQ_NEXT(first, link)) {
		if (first->kind != STORE_OP_DUE)
			continue;
		if (d->db)
			store_rows_look(d->rows, first);
		else
			look_alone(d, first);
		if (first->result != STORE_DONE)
			fail(first, STAILQ_NEXT(first, link));
	}
}

static void run_some(struct store_db *d, struct store_op *first, const struct store_op *end)
{
	int64_t before;
	int code;

	if (!be_open(d)) {
		fail(first, end);
		look(d, first, end);
		return;
	}
	before = sqlite3_total_changes64(d->db);
	code = transact(d, first, end);
	if (code == SQLITE_OK)
		code = scrub_after(d, first, end);
	if (code == SQLITE_OK) {
		/* what only looked does not show that the trouble is over */
		if (sqlite3_total_changes64(d->db) != before)
			d->why[0] = '\0';
		return;
	}
	note_trouble(d, code);
	fail(first, end);
	look(d, first, end);
}

/* An erasure is one of its own: it goes on after its transaction. */
void store_db_run(struct store_db *d, struct store_ops *ops)
{
	struct store_op *first = STAILQ_FIRST(ops), *end;

	while (first) {
		end = STAILQ_NEXT(first, link);
		while (end && first->kind != STORE_OP_ERASE && end->kind != STORE_OP_ERASE)
			end = STAILQ_NEXT(end, link);
		run_some(d, first, end);
		first = end;
	}
}
