/* The rows of what went unanswered; see store_shapes.h. */
#include "sys/store_shapes.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "sys/store_sql.h"

#define DAY_MS 86400000

const char store_shapes_schema[] =
	"CREATE TABLE shape (account TEXT NOT NULL, shape TEXT NOT NULL, n INTEGER NOT NULL,"
	" at INTEGER NOT NULL, PRIMARY KEY (account, shape)) WITHOUT ROWID;"
	"CREATE TABLE unanswered (id INTEGER PRIMARY KEY, account TEXT NOT NULL,"
	" message TEXT NOT NULL, user TEXT NOT NULL, conversation TEXT NOT NULL,"
	" shape TEXT NOT NULL, at INTEGER NOT NULL, until INTEGER NOT NULL, text TEXT NOT NULL);";

const char store_shapes_by_server[] =
	"CREATE TABLE shape_of (account TEXT NOT NULL, server TEXT NOT NULL, shape TEXT NOT NULL,"
	" n INTEGER NOT NULL, at INTEGER NOT NULL,"
	" PRIMARY KEY (account, server, shape)) WITHOUT ROWID;"
	"INSERT INTO shape_of SELECT account, '', shape, n, at FROM shape;"
	"DROP TABLE shape; ALTER TABLE shape_of RENAME TO shape;";

enum statement {
	SEEN,
	EVICT,
	KEEP,
	EVICT_TEXTS,
	UNKEEP,
	SUMS,
	FIND,
	ANSWERED,
	ANSWERED_TEXTS,
	ERASE,
	ERASE_SETTINGS,
	PRUNE,
	PRUNE_TEXTS,
	STATEMENTS,
};

static const char *const sql[STATEMENTS] = {
	[SEEN] = "INSERT INTO shape (account, server, shape, n, at) VALUES (?1, ?2, ?3, 1, ?4)"
		 " ON CONFLICT (account, server, shape) DO UPDATE SET n = n + 1, at = max(at, ?4)",
	/* what was seen least often goes, of those what was seen longest ago; never the newest */
	[EVICT] = "DELETE FROM shape WHERE account = ?1 AND (server, shape) IN"
		  " (SELECT server, shape FROM shape WHERE account = ?1"
		  " AND NOT (server = ?2 AND shape = ?3)"
		  " ORDER BY n DESC, at DESC, shape, server LIMIT -1 OFFSET ?4)",
	[KEEP] = "INSERT INTO unanswered (account, message, user, conversation, shape, at, until, "
		 "text)"
		 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[EVICT_TEXTS] = "DELETE FROM unanswered WHERE id IN (SELECT id FROM unanswered"
			" ORDER BY id DESC LIMIT -1 OFFSET ?1)",
	[UNKEEP] = "DELETE FROM unanswered WHERE account = ?1 AND message = ?2",
	[SUMS] = "SELECT name, sum(n), max(day) FROM counter WHERE day >= ?1"
		 " AND substr(name, 1, length(?2)) = ?2 GROUP BY name ORDER BY sum(n) DESC, name "
		 "LIMIT ?3",
	[FIND] = "SELECT shape, n, at, server FROM shape WHERE account = ?1"
		 " ORDER BY n DESC, at DESC, shape, server LIMIT ?2",
	[ANSWERED] = "DELETE FROM shape WHERE shape = ?1",
	[ANSWERED_TEXTS] = "DELETE FROM unanswered WHERE shape = ?1",
	[ERASE] = "DELETE FROM unanswered WHERE user = ?1",
	[ERASE_SETTINGS] = "DELETE FROM setting WHERE (place = 'user ' || ?1 OR"
			   " substr(place, 1, length(?1) + 9) = 'user ' || ?1 || ' of ')"
			   " AND name != ?2",
	[PRUNE] = "DELETE FROM shape WHERE at < ?1",
	[PRUNE_TEXTS] = "DELETE FROM unanswered WHERE until < ?1",
};

struct store_shapes {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS];
};

int store_shapes_create(sqlite3 *db, struct store_shapes **shapes)
{
	struct store_shapes *s = calloc(1, sizeof(*s));
	int code;

	*shapes = NULL;
	if (!s)
		return SQLITE_NOMEM;
	s->db = db;
	code = store_sql_prepare(db, sql, STATEMENTS, s->statements);
	if (code == SQLITE_OK)
		*shapes = s;
	else
		store_shapes_destroy(s);
	return code;
}

void store_shapes_destroy(struct store_shapes *s)
{
	if (!s)
		return;
	store_sql_finalize(s->statements, STATEMENTS);
	free(s);
}

/* ------------------------------------------------------------------ what is asked */

static int count_shape(struct store_shapes *s, const struct store_op *op)
{
	const char *const key[] = {op->owner.account, op->unanswered.server, op->unanswered.shape};
	sqlite3_stmt *st = s->statements[SEEN];
	int code;

	if (!*op->unanswered.shape)
		return SQLITE_OK;
	store_sql_texts(st, 1, key, 3);
	sqlite3_bind_int64(st, 4, op->unanswered.at_ms);
	code = store_sql_run(st);
	if (code != SQLITE_OK)
		return code;
	st = s->statements[EVICT];
	store_sql_texts(st, 1, key, 3);
	sqlite3_bind_int64(st, 4, STORE_SHAPES_MAX - 1);
	return store_sql_run(st);
}

static int keep_text(struct store_shapes *s, const struct store_op *op)
{
	const struct store_unanswered *u = &op->unanswered;
	const char *const texts[] = {
		op->owner.account, u->message, u->user, u->conversation, u->shape};
	sqlite3_stmt *st = s->statements[KEEP];
	int code;

	store_sql_texts(st, 1, texts, sizeof(texts) / sizeof(texts[0]));
	sqlite3_bind_int64(st, 6, u->at_ms);
	sqlite3_bind_int64(st, 7, u->until_ms);
	sqlite3_bind_text(st, 8, u->text, -1, SQLITE_STATIC);
	code = store_sql_run(st);
	return code == SQLITE_OK ? store_sql_run_number(s->statements[EVICT_TEXTS], STORE_TEXTS_MAX)
				 : code;
}

static int unkeep(struct store_shapes *s, struct store_op *op)
{
	const char *const key[] = {op->owner.account, op->unanswered.message};
	int code;

	store_sql_texts(s->statements[UNKEEP], 1, key, 2);
	code = store_sql_run(s->statements[UNKEEP]);
	op->scrub = sqlite3_changes(s->db) > 0;
	return code;
}

static int forget_shape(struct store_shapes *s, struct store_op *op)
{
	int code = store_sql_run_text(s->statements[ANSWERED], op->unanswered.shape);

	op->n_erased = (unsigned)sqlite3_changes(s->db);
	if (code == SQLITE_OK)
		code = store_sql_run_text(s->statements[ANSWERED_TEXTS], op->unanswered.shape);
	op->scrub = code == SQLITE_OK && sqlite3_changes(s->db) > 0;
	return code;
}

/* ------------------------------------------------------------------ what is read */

static int find_sums(struct store_shapes *s, struct store_op *op)
{
	sqlite3_stmt *st = s->statements[SUMS];
	struct store_counter *sums, *c;
	int code;

	op->arena = arena_create();
	sums = op->arena ? arena_alloc(op->arena, STORE_SUMS_MAX * sizeof(*sums)) : NULL;
	if (!sums)
		return SQLITE_NOMEM;
	op->due.sums = sums;
	sqlite3_bind_int64(st, 1, op->counter.at_ms / DAY_MS);
	sqlite3_bind_text(st, 2, op->counter.name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 3, STORE_SUMS_MAX);
	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		c = &sums[op->due.n_sums];
		c->name = store_sql_copy(op->arena, st, 0);
		c->n = sqlite3_column_int64(st, 1);
		c->at_ms = sqlite3_column_int64(st, 2) * DAY_MS;
		if (!c->name)
			return store_sql_finish(st, SQLITE_NOMEM);
		op->due.n_sums++;
	}
	return store_sql_finish(st, code);
}

int store_shapes_due(struct store_shapes *s, struct store_op *op)
{
	struct store_shape *shapes = arena_alloc(op->arena, STORE_SHAPES_MAX * sizeof(*shapes));
	sqlite3_stmt *st = s->statements[FIND];
	struct store_shape *to;
	int code;

	if (!shapes)
		return SQLITE_NOMEM;
	op->due.shapes = shapes;
	store_sql_texts(st, 1, &op->owner.account, 1);
	sqlite3_bind_int64(st, 2, STORE_SHAPES_MAX);
	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		to = &shapes[op->due.n_shapes];
		to->shape = store_sql_copy(op->arena, st, 0);
		to->n = sqlite3_column_int64(st, 1);
		to->at_ms = sqlite3_column_int64(st, 2);
		to->server = store_sql_copy(op->arena, st, 3);
		if (!to->shape || !to->server)
			return store_sql_finish(st, SQLITE_NOMEM);
		op->due.n_shapes++;
	}
	return store_sql_finish(st, code);
}

int store_shapes_do(struct store_shapes *s, struct store_op *op)
{
	int code;

	if (op->kind == STORE_OP_SUMS)
		return find_sums(s, op);
	if (op->kind == STORE_OP_UNKEEP)
		return unkeep(s, op);
	if (op->kind == STORE_OP_ANSWERED)
		return forget_shape(s, op);
	code = count_shape(s, op);
	return code == SQLITE_OK && *op->unanswered.text ? keep_text(s, op) : code;
}

/* ------------------------------------------------------------------ what is to be no more */

int store_shapes_erase(struct store_shapes *s, struct store_op *op)
{
	const char *const of[] = {op->user, op->setting.name};
	int code = store_sql_run_text(s->statements[ERASE], op->user);

	op->n_erased += (unsigned)sqlite3_changes(s->db);
	if (code != SQLITE_OK)
		return code;
	store_sql_texts(s->statements[ERASE_SETTINGS], 1, of, 2);
	code = store_sql_run(s->statements[ERASE_SETTINGS]);
	op->n_settings = (unsigned)sqlite3_changes(s->db);
	op->n_erased += op->n_settings;
	return code;
}

int store_shapes_prune(struct store_shapes *s, int64_t before_ms, int64_t now_ms)
{
	const int code = store_sql_run_number(s->statements[PRUNE], before_ms);

	return code == SQLITE_OK ? store_sql_run_number(s->statements[PRUNE_TEXTS], now_ms) : code;
}
