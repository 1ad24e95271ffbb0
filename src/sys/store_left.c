/* What the store holds for a run to begin with; see store_left.h. */
#include "sys/store_left.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "sys/store_sql.h"

enum statement { FIND_OWNER, FIND_OPEN, FIND_SETTLED, FIND_VALUES, STATEMENTS };

static const char *const sql[STATEMENTS] = {
	[FIND_OWNER] = "SELECT id FROM owner WHERE account = ?1 AND shard = ?2 AND shards = ?3",
	[FIND_OPEN] = "SELECT " STORE_LEFT_COLUMNS " FROM entry WHERE owner = ?1 AND state = 0"
		      " ORDER BY emergency DESC, at, rowid LIMIT ?2",
	[FIND_SETTLED] = "SELECT " STORE_LEFT_COLUMNS " FROM entry WHERE owner = ?1 AND state != 0"
			 " ORDER BY at DESC LIMIT ?2",
	[FIND_VALUES] = "SELECT name, value FROM value WHERE owner = ?1 LIMIT ?2",
};

struct store_left {
	sqlite3_stmt *statements[STATEMENTS];
};

int store_left_create(sqlite3 *db, struct store_left **left)
{
	struct store_left *l = calloc(1, sizeof(*l));
	int code;

	*left = NULL;
	if (!l)
		return SQLITE_NOMEM;
	code = store_sql_prepare(db, sql, STATEMENTS, l->statements);
	if (code == SQLITE_OK)
		*left = l;
	else
		store_left_destroy(l);
	return code;
}

void store_left_destroy(struct store_left *l)
{
	if (!l)
		return;
	store_sql_finalize(l->statements, STATEMENTS);
	free(l);
}

int store_left_owner(struct store_left *l, const struct store_op *op, int64_t *id)
{
	sqlite3_stmt *st = l->statements[FIND_OWNER];
	int code;

	*id = 0;
	sqlite3_bind_text(st, 1, op->owner.account, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 2, op->owner.shard);
	sqlite3_bind_int64(st, 3, op->owner.shards);
	code = sqlite3_step(st);
	if (code == SQLITE_ROW)
		*id = sqlite3_column_int64(st, 0);
	return store_sql_finish(st, code);
}

/* Reads the row; false when memory is short. */
static bool read_entry(struct arena *arena, sqlite3_stmt *st, struct store_entry *e)
{
	const char **const texts[] = {&e->id, &e->conversation, &e->direct, &e->reply_to,
		&e->notify, &e->role, &e->text, &e->note};
	bool ok;
	size_t i;

	e->cause = store_sql_copy(arena, st, 0);
	e->purpose = store_sql_copy(arena, st, 1);
	e->user = store_sql_copy(arena, st, 2);
	e->ticket = (uint64_t)sqlite3_column_int64(st, 3);
	e->at_ms = sqlite3_column_int64(st, 4);
	e->until_ms = sqlite3_column_int64(st, 5);
	e->state = (enum store_state)sqlite3_column_int(st, 6);
	e->emergency = sqlite3_column_int(st, 7) != 0;
	ok = e->cause && e->purpose && e->user;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		*texts[i] = store_sql_copy(arena, st, 8 + (int)i);
		ok = ok && *texts[i];
	}
	return ok;
}

static int find_entries(
	struct store_op *op, sqlite3_stmt *st, int64_t owner, size_t max, struct store_entry *into)
{
	int code;

	sqlite3_bind_int64(st, 1, owner);
	sqlite3_bind_int64(st, 2, (int64_t)max);
	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		if (!read_entry(op->arena, st, &into[op->due.n]))
			return store_sql_finish(st, SQLITE_NOMEM);
		op->due.n++;
	}
	return store_sql_finish(st, code);
}

static int find_values(struct store_op *op, sqlite3_stmt *st, int64_t owner)
{
	struct store_value *values =
		arena_alloc(op->arena, STORE_VALUES_MAX * sizeof(struct store_value));
	struct store_value *v;
	int code;

	if (!values)
		return SQLITE_NOMEM;
	op->due.values = values;
	sqlite3_bind_int64(st, 1, owner);
	sqlite3_bind_int64(st, 2, STORE_VALUES_MAX);
	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		v = &values[op->due.n_values];
		v->name = store_sql_copy(op->arena, st, 0);
		v->value = store_sql_copy(op->arena, st, 1);
		if (!v->name || !v->value)
			return store_sql_finish(st, SQLITE_NOMEM);
		op->due.n_values++;
	}
	return store_sql_finish(st, code);
}

int store_left_find(struct store_left *l, struct store_op *op, int64_t owner)
{
	struct store_entry *entries;
	int code;

	arena_destroy(op->arena); /* of a look that came to nothing */
	op->due = (struct store_due){0};
	op->arena = arena_create();
	entries = op->arena ? arena_alloc(op->arena,
				      (STORE_OPEN_MAX + STORE_SETTLED_MAX) * sizeof(*entries))
			    : NULL;
	if (!entries)
		return SQLITE_NOMEM;
	op->due.entries = entries;
	code = find_entries(op, l->statements[FIND_OPEN], owner, STORE_OPEN_MAX, entries);
	if (code == SQLITE_OK)
		code = find_entries(
			op, l->statements[FIND_SETTLED], owner, STORE_SETTLED_MAX, entries);
	return code == SQLITE_OK ? find_values(op, l->statements[FIND_VALUES], owner) : code;
}
