/* The rows of what is told to staff; see store_cases.h. */
#include "sys/store_cases.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "base/arena.h"
#include "sys/store_review.h"
#include "sys/store_sql.h"

#define DAY_MS 86400000

const char store_cases_schema[] =
	"CREATE TABLE escalation (owner INTEGER NOT NULL, number TEXT NOT NULL,"
	" message TEXT NOT NULL, user TEXT NOT NULL, link TEXT NOT NULL, state TEXT NOT NULL,"
	" at INTEGER NOT NULL, is_over INTEGER NOT NULL, is_forgotten INTEGER NOT NULL DEFAULT 0,"
	" body TEXT NOT NULL, PRIMARY KEY (owner, number)) WITHOUT ROWID;"
	"CREATE INDEX escalation_at ON escalation (at);"
	"CREATE TABLE audit (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, account TEXT NOT NULL,"
	" number TEXT NOT NULL, step TEXT NOT NULL, tier TEXT NOT NULL, flags TEXT NOT NULL,"
	" path TEXT NOT NULL, who TEXT NOT NULL, detail TEXT NOT NULL);"
	"CREATE INDEX audit_at ON audit (at);"
	"CREATE TABLE setting (account TEXT NOT NULL, place TEXT NOT NULL, name TEXT NOT NULL,"
	" value TEXT NOT NULL, PRIMARY KEY (account, place, name)) WITHOUT ROWID;"
	"CREATE TABLE counter (day INTEGER NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL,"
	" PRIMARY KEY (day, name)) WITHOUT ROWID;"
	/* what is erased while it still has to be said is removed once it is */
	"ALTER TABLE entry ADD COLUMN is_forgotten INTEGER NOT NULL DEFAULT 0;";

enum statement {
	STEP,
	END_FORGOTTEN,
	FORGET_ENTRIES,
	END_ENTRIES,
	AUDIT,
	SET,
	UNSET,
	COUNT,
	FIND,
	FIND_SETTINGS,
	ERASE,
	ERASE_LATER,
	ERASE_WHO,
	LAPSE,
	PRUNE,
	PRUNE_AUDIT,
	PRUNE_COUNTER,
	STATEMENTS,
};

static const char *const sql[STATEMENTS] = {
	[STEP] = "INSERT INTO escalation (owner, number, message, user, link, state, at, is_over,"
		 " body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (owner, number) DO"
		 " UPDATE SET state = ?6, is_over = ?8, body = ?9",
	[END_FORGOTTEN] = "DELETE FROM escalation WHERE owner = ?1 AND number = ?2 AND is_over AND "
			  "is_forgotten",
	[FORGET_ENTRIES] = "UPDATE entry SET is_forgotten = 1 WHERE owner = ?1 AND cause = ?2",
	[END_ENTRIES] = "DELETE FROM entry WHERE owner = ?1 AND cause = ?2 AND state != 0",
	[AUDIT] = "INSERT INTO audit (at, account, number, step, tier, flags, path, who, detail)"
		  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[SET] = "INSERT INTO setting (account, place, name, value) VALUES (?1, ?2, ?3, ?4)"
		" ON CONFLICT (account, place, name) DO UPDATE SET value = ?4",
	[UNSET] = "DELETE FROM setting WHERE account = ?1 AND place = ?2 AND name = ?3",
	[COUNT] = "INSERT INTO counter (day, name, n) VALUES (?1, ?2, ?3)"
		  " ON CONFLICT (day, name) DO UPDATE SET n = n + ?3",
	[FIND] = "SELECT number, message, user, link, state, at, body FROM escalation"
		 " WHERE owner = ?1 AND NOT is_over ORDER BY at LIMIT ?2",
	[FIND_SETTINGS] = "SELECT place, name, value FROM setting WHERE account = ?1 LIMIT ?2",
	[ERASE] = "DELETE FROM escalation WHERE user = ?1 AND is_over",
	[ERASE_LATER] = "UPDATE escalation SET is_forgotten = 1 WHERE user = ?1",
	[ERASE_WHO] = "UPDATE audit SET who = '' WHERE who = ?1",
	[LAPSE] = "INSERT INTO audit (at, account, number, step, tier, flags, path, who, detail)"
		  " SELECT escalation.at, owner.account, number, 'lapsed', '', '', '', '',"
		  " 'nobody had closed it' FROM escalation JOIN owner ON owner.id = owner"
		  " WHERE at < ?1 AND NOT is_over",
	[PRUNE] = "DELETE FROM escalation WHERE at < ?1",
	[PRUNE_AUDIT] = "DELETE FROM audit WHERE at < ?1",
	[PRUNE_COUNTER] = "DELETE FROM counter WHERE day < ?1",
};

struct store_cases {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS];
};

int store_cases_create(sqlite3 *db, struct store_cases **cases)
{
	struct store_cases *c = calloc(1, sizeof(*c));
	int code;

	*cases = NULL;
	if (!c)
		return SQLITE_NOMEM;
	c->db = db;
	code = store_sql_prepare(db, sql, STATEMENTS, c->statements);
	if (code == SQLITE_OK)
		*cases = c;
	else
		store_cases_destroy(c);
	return code;
}

void store_cases_destroy(struct store_cases *c)
{
	if (!c)
		return;
	store_sql_finalize(c->statements, STATEMENTS);
	free(c);
}

/* ------------------------------------------------------------------ what is asked */

static int audit(struct store_cases *c, const struct store_op *op)
{
	const struct store_audit *a = &op->audit;
	const char *const texts[] = {op->owner.account, a->number, a->step, a->tier, a->flags,
		a->path, a->who, a->detail};
	sqlite3_stmt *st = c->statements[AUDIT];

	sqlite3_bind_int64(st, 1, a->at_ms);
	store_sql_texts(st, 2, texts, sizeof(texts) / sizeof(texts[0]));
	return store_sql_run(st);
}

static int run_owned(struct store_cases *c, enum statement which, int64_t owner, const char *text)
{
	sqlite3_stmt *st = c->statements[which];

	sqlite3_bind_int64(st, 1, owner);
	store_sql_texts(st, 2, &text, 1);
	return store_sql_run(st);
}

/* A case is over: if it was to be forgotten it is, with what was said because of it. */
static int forget(struct store_cases *c, struct store_op *op, int64_t owner)
{
	int code = run_owned(c, END_FORGOTTEN, owner, op->step.number);

	if (code != SQLITE_OK || sqlite3_changes(c->db) == 0)
		return code;
	op->scrub = true;
	code = run_owned(c, FORGET_ENTRIES, owner, op->step.message);
	return code == SQLITE_OK ? run_owned(c, END_ENTRIES, owner, op->step.message) : code;
}

int store_cases_step(struct store_cases *c, struct store_op *op, int64_t owner)
{
	const struct store_case *k = &op->step;
	const char *const texts[] = {k->number, k->message, k->user, k->link, k->state};
	sqlite3_stmt *st = c->statements[STEP];
	int code;

	sqlite3_bind_int64(st, 1, owner);
	store_sql_texts(st, 2, texts, sizeof(texts) / sizeof(texts[0]));
	sqlite3_bind_int64(st, 7, k->at_ms);
	sqlite3_bind_int(st, 8, k->over);
	store_sql_texts(st, 9, &k->body, 1);
	code = store_sql_run(st);
	if (code == SQLITE_OK && k->over)
		code = forget(c, op, owner);
	return code == SQLITE_OK && *op->audit.step ? audit(c, op) : code;
}

static int set(struct store_cases *c, const struct store_op *op)
{
	const struct store_setting *s = &op->setting;
	const char *const texts[] = {op->owner.account, s->place, s->name, s->value};
	sqlite3_stmt *st = c->statements[*s->value ? SET : UNSET];

	store_sql_texts(st, 1, texts, *s->value ? 4 : 3);
	return store_sql_run(st);
}

static int count(struct store_cases *c, const struct store_op *op)
{
	sqlite3_stmt *st = c->statements[COUNT];

	sqlite3_bind_int64(st, 1, op->counter.at_ms / DAY_MS);
	store_sql_texts(st, 2, &op->counter.name, 1);
	sqlite3_bind_int64(st, 3, op->counter.n);
	return store_sql_run(st);
}

int store_cases_write(struct store_cases *c, struct store_op *op)
{
	if (op->kind == STORE_OP_REVIEW)
		return store_review_do(c->db, op);
	if (op->kind == STORE_OP_AUDIT)
		return audit(c, op);
	return op->kind == STORE_OP_SET ? set(c, op) : count(c, op);
}

/* ------------------------------------------------------------------ what is due */

/* Reads the row; false when memory is short. */
static bool read_case(struct arena *arena, sqlite3_stmt *st, struct store_case *k)
{
	*k = (struct store_case){
		.number = store_sql_copy(arena, st, 0),
		.message = store_sql_copy(arena, st, 1),
		.user = store_sql_copy(arena, st, 2),
		.link = store_sql_copy(arena, st, 3),
		.state = store_sql_copy(arena, st, 4),
		.at_ms = sqlite3_column_int64(st, 5),
		.body = store_sql_copy(arena, st, 6),
	};
	return k->number && k->message && k->user && k->link && k->state && k->body;
}

static int find_cases(struct store_cases *c, struct store_op *op, int64_t owner)
{
	struct store_case *cases = arena_alloc(op->arena, STORE_CASES_MAX * sizeof(*cases));
	sqlite3_stmt *st = c->statements[FIND];
	int code;

	if (!cases)
		return SQLITE_NOMEM;
	op->due.cases = cases;
	sqlite3_bind_int64(st, 1, owner);
	sqlite3_bind_int64(st, 2, STORE_CASES_MAX);
	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		if (!read_case(op->arena, st, &cases[op->due.n_cases]))
			return store_sql_finish(st, SQLITE_NOMEM);
		op->due.n_cases++;
	}
	return store_sql_finish(st, code);
}

static int find_settings(struct store_cases *c, struct store_op *op)
{
	struct store_setting *settings =
		arena_alloc(op->arena, STORE_SETTINGS_MAX * sizeof(*settings));
	sqlite3_stmt *st = c->statements[FIND_SETTINGS];
	struct store_setting *s;
	int code;

	if (!settings)
		return SQLITE_NOMEM;
	op->due.settings = settings;
	store_sql_texts(st, 1, &op->owner.account, 1);
	sqlite3_bind_int64(st, 2, STORE_SETTINGS_MAX);
	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		s = &settings[op->due.n_settings];
		s->place = store_sql_copy(op->arena, st, 0);
		s->name = store_sql_copy(op->arena, st, 1);
		s->value = store_sql_copy(op->arena, st, 2);
		if (!s->place || !s->name || !s->value)
			return store_sql_finish(st, SQLITE_NOMEM);
		op->due.n_settings++;
	}
	return store_sql_finish(st, code);
}

int store_cases_due(struct store_cases *c, struct store_op *op, int64_t owner)
{
	const int code = find_cases(c, op, owner);

	return code == SQLITE_OK ? find_settings(c, op) : code;
}

/* ------------------------------------------------------------------ what is to be no more */

int store_cases_erase(struct store_cases *c, struct store_op *op)
{
	int code = store_sql_run_text(c->statements[ERASE], op->user);

	op->n_erased += (unsigned)sqlite3_changes(c->db);
	if (code == SQLITE_OK)
		code = store_sql_run_text(c->statements[ERASE_LATER], op->user);
	op->n_kept += (unsigned)sqlite3_changes(c->db);
	if (code == SQLITE_OK)
		code = store_sql_run_text(c->statements[ERASE_WHO], op->user);
	op->n_erased += (unsigned)sqlite3_changes(c->db);
	return code;
}

int store_cases_prune(struct store_cases *c, int64_t before_ms, int64_t audit_before_ms)
{
	int code = store_sql_run_number(c->statements[LAPSE], before_ms);

	if (code == SQLITE_OK)
		code = store_sql_run_number(c->statements[PRUNE], before_ms);
	if (code == SQLITE_OK)
		code = store_sql_run_number(c->statements[PRUNE_AUDIT], audit_before_ms);
	return code == SQLITE_OK ? store_sql_run_number(
					   c->statements[PRUNE_COUNTER], audit_before_ms / DAY_MS)
				 : code;
}
