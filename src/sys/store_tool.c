/* The store's file, used by a command; see store_tool.h. */
#include "sys/store_tool.h"

#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sys/store_db.h"

#define FOREVER (INT64_MAX / 4) /* nothing is too old */
#define FIRST_WITH_AUDIT 2      /* version of the schema */
#define FIRST_WITH_SHAPES 3

static bool is_there(const struct store_tool *t)
{
	char path[PATH_MAX];

	return store_db_path(t->folder, path) == 0 && access(path, F_OK) == 0;
}

static enum store_tool_result fail(struct store_tool *t, const char *why)
{
	snprintf(t->why, sizeof(t->why), "%s", why ? why : "out of memory");
	return STORE_TOOL_FAILED;
}

/* ------------------------------------------------------------------ writing */

/* Does it, again and again while the file is locked.  What it counts is added up. */
static enum store_tool_result run(
	struct store_tool *t, const struct store_op *like, struct store_tool_erased *erased)
{
	struct store_db *d = is_there(t) ? store_db_create(t->folder, FOREVER, FOREVER, 0) : NULL;
	struct store_ops ops = STAILQ_HEAD_INITIALIZER(ops);
	struct store_op *op = d ? store_op_create(like) : NULL;
	enum store_tool_result result = STORE_TOOL_DONE;
	unsigned i;

	if (!d)
		return is_there(t) ? fail(t, NULL) : STORE_TOOL_NOTHING;
	if (op)
		STAILQ_INSERT_TAIL(&ops, op, link);
	for (i = 0; op && i < STORE_TOOL_TRIES; i++) {
		store_db_run(d, &ops);
		erased->erased += op->n_erased;
		erased->kept = op->n_kept;
		erased->settings += op->n_settings;
		if (op->result == STORE_DONE)
			break;
	}
	if (!op || op->result != STORE_DONE)
		result = fail(t, store_db_why(d));
	store_op_free(op);
	store_db_destroy(d);
	return result;
}

enum store_tool_result store_tool_erase(
	struct store_tool *t, const char *user, struct store_tool_erased *erased)
{
	struct timespec now = {0};

	*erased = (struct store_tool_erased){0};
	clock_gettime(CLOCK_REALTIME, &now); /* cannot fail for this clock */
	return run(t,
		&(struct store_op){.kind = STORE_OP_ERASE,
			.user = user,
			.entry = {.at_ms = (int64_t)now.tv_sec * 1000}},
		erased);
}

enum store_tool_result store_tool_answered(struct store_tool *t, const char *shape, unsigned *n)
{
	struct store_tool_erased erased = {0};
	const enum store_tool_result result = run(t,
		&(struct store_op){.kind = STORE_OP_ANSWERED, .unanswered = {.shape = shape}},
		&erased);

	*n = erased.erased;
	return result;
}

enum store_tool_result store_tool_note(
	struct store_tool *t, const char *account, const struct store_audit *audit)
{
	struct store_tool_erased none = {0};

	return run(t,
		&(struct store_op){
			.kind = STORE_OP_AUDIT, .owner = {.account = account}, .audit = *audit},
		&none);
}

/* ------------------------------------------------------------------ reading */

static const char *text_of(sqlite3_stmt *st, int at)
{
	const char *text = (const char *)sqlite3_column_text(st, at);

	return text ? text : "";
}

/* What is read, and whom it is passed to. */
struct reading {
	int (*read)(sqlite3 *db, const struct reading *r);
	int first; /* version of the schema that has it */
	int64_t ms;
	store_tool_fn *fn;
	store_tool_shape_fn *shape_fn;
	void *ctx;
};

/* Passes every row of the query, whose one parameter is r's time, to row(). */
static int each_row(sqlite3 *db, const char *sql, const struct reading *r,
	void (*row)(const struct reading *r, sqlite3_stmt *st))
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &st, NULL);

	if (code != SQLITE_OK)
		return code;
	sqlite3_bind_int64(st, 1, r->ms);
	while ((code = sqlite3_step(st)) == SQLITE_ROW)
		row(r, st);
	sqlite3_finalize(st);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

static void pass_line(const struct reading *r, sqlite3_stmt *st)
{
	r->fn(r->ctx, &(struct store_tool_line){
			      .audit = {sqlite3_column_int64(st, 0), text_of(st, 2), text_of(st, 3),
				      text_of(st, 4), text_of(st, 5), text_of(st, 6),
				      text_of(st, 7), text_of(st, 8)},
			      .account = text_of(st, 1),
			      .message = text_of(st, 9),
			      .link = text_of(st, 10),
		      });
}

static int read_lines(sqlite3 *db, const struct reading *r)
{
	static const char sql[] =
		"SELECT at, account, number, step, tier, flags, path, who, detail,"
		" (SELECT message FROM escalation WHERE number = audit.number),"
		" (SELECT link FROM escalation WHERE number = audit.number)"
		" FROM audit WHERE at >= ?1 ORDER BY id";

	return each_row(db, sql, r, pass_line);
}

static int version_of(sqlite3 *db, int *version)
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &st, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(st);
	if (code == SQLITE_ROW)
		*version = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return code == SQLITE_ROW ? SQLITE_OK : code;
}

static enum store_tool_result read_file(struct store_tool *t, const struct reading *r)
{
	enum store_tool_result result = STORE_TOOL_DONE;
	char path[PATH_MAX];
	sqlite3 *db = NULL;
	int code, version = 0;

	if (!is_there(t) || store_db_path(t->folder, path) != 0)
		return STORE_TOOL_NOTHING;
	code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW, NULL);
	if (code == SQLITE_OK)
		sqlite3_busy_timeout(db, STORE_TOOL_TRIES * STORE_DB_BUSY_MS);
	if (code == SQLITE_OK)
		code = version_of(db, &version);
	if (code == SQLITE_OK && version >= r->first)
		code = r->read(db, r);
	if (code != SQLITE_OK)
		result = fail(t, sqlite3_errstr(code));
	sqlite3_close(db);
	return result;
}

enum store_tool_result store_tool_read(
	struct store_tool *t, int64_t since_ms, store_tool_fn *fn, void *ctx)
{
	return read_file(t, &(struct reading){.read = read_lines,
				    .first = FIRST_WITH_AUDIT,
				    .ms = since_ms,
				    .fn = fn,
				    .ctx = ctx});
}

static void pass_shape(const struct reading *r, sqlite3_stmt *st)
{
	r->shape_fn(r->ctx, &(struct store_tool_shape){
				    text_of(st, 0),
				    text_of(st, 1),
				    sqlite3_column_int64(st, 2),
				    sqlite3_column_int64(st, 3),
				    text_of(st, 4),
				    text_of(st, 5),
			    });
}

static int read_shapes(sqlite3 *db, const struct reading *r)
{
	static const char sql[] = "SELECT account, shape, sum(n), max(at), '', '' FROM shape"
				  " GROUP BY account, shape UNION ALL"
				  " SELECT account, shape, 0, at, conversation, text FROM "
				  "unanswered WHERE until >= ?1"
				  " ORDER BY 3 DESC, 4 DESC, 2";

	return each_row(db, sql, r, pass_shape);
}

enum store_tool_result store_tool_shapes(
	struct store_tool *t, int64_t now_ms, store_tool_shape_fn *fn, void *ctx)
{
	return read_file(t, &(struct reading){.read = read_shapes,
				    .first = FIRST_WITH_SHAPES,
				    .ms = now_ms,
				    .shape_fn = fn,
				    .ctx = ctx});
}
