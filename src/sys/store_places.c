/* The rows of where is to be read; see store_places.h. */
#include "sys/store_places.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "sys/store_sql.h"

const char store_places_schema[] =
	"CREATE TABLE place (owner INTEGER NOT NULL, conversation TEXT NOT NULL,"
	" message TEXT NOT NULL, server TEXT NOT NULL, user TEXT NOT NULL, at INTEGER NOT NULL,"
	" PRIMARY KEY (owner, conversation, message)) WITHOUT ROWID;";

enum statement { KEEP, EVICT, REMOVE, FIND, ERASE, PRUNE, STATEMENTS };

/* a message that waits is in more need than a channel where nothing may have been written */
#define BY_NEED " ORDER BY message = '', at DESC"

static const char *const sql[STATEMENTS] = {
	[KEEP] = "INSERT INTO place (owner, conversation, message, server, user, at)"
		 " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (owner, conversation, message)"
		 " DO UPDATE SET user = ?5, at = ?6",
	[EVICT] = "DELETE FROM place WHERE owner = ?1 AND (conversation, message) IN"
		  " (SELECT conversation, message FROM place WHERE owner = ?1" BY_NEED
		  " LIMIT -1 OFFSET ?2)",
	[REMOVE] = "DELETE FROM place WHERE owner = ?1 AND conversation = ?2 AND message = ?3",
	[FIND] =
		"SELECT conversation, message, server, user, at FROM place WHERE owner = ?1" BY_NEED
		" LIMIT ?2",
	[ERASE] = "DELETE FROM place WHERE user = ?1",
	[PRUNE] = "DELETE FROM place WHERE at < ?1",
};

struct store_places {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS];
};

int store_places_create(sqlite3 *db, struct store_places **places)
{
	struct store_places *p = calloc(1, sizeof(*p));
	int code;

	*places = NULL;
	if (!p)
		return SQLITE_NOMEM;
	p->db = db;
	code = store_sql_prepare(db, sql, STATEMENTS, p->statements);
	if (code == SQLITE_OK)
		*places = p;
	else
		store_places_destroy(p);
	return code;
}

void store_places_destroy(struct store_places *p)
{
	if (!p)
		return;
	store_sql_finalize(p->statements, STATEMENTS);
	free(p);
}

static int keep(struct store_places *p, const struct store_place *place, int64_t owner)
{
	const char *const texts[] = {
		place->conversation, place->message, place->server, place->user};
	sqlite3_stmt *st = p->statements[KEEP];
	int code;

	sqlite3_bind_int64(st, 1, owner);
	store_sql_texts(st, 2, texts, 4);
	sqlite3_bind_int64(st, 6, place->at_ms);
	code = store_sql_run(st);
	if (code != SQLITE_OK)
		return code;
	st = p->statements[EVICT];
	sqlite3_bind_int64(st, 1, owner);
	sqlite3_bind_int64(st, 2, STORE_PLACES_MAX);
	return store_sql_run(st);
}

int store_places_write(struct store_places *p, struct store_op *op, int64_t owner)
{
	const char *const key[] = {op->place.conversation, op->place.message};
	sqlite3_stmt *st = p->statements[REMOVE];

	if (!op->place.over)
		return keep(p, &op->place, owner);
	sqlite3_bind_int64(st, 1, owner);
	store_sql_texts(st, 2, key, 2);
	return store_sql_run(st);
}

int store_places_due(struct store_places *p, struct store_op *op, int64_t owner)
{
	struct store_place *places = arena_alloc(op->arena, STORE_PLACES_MAX * sizeof(*places));
	sqlite3_stmt *st = p->statements[FIND];
	struct store_place *to;
	int code;

	if (!places)
		return SQLITE_NOMEM;
	op->due.places = places;
	sqlite3_bind_int64(st, 1, owner);
	sqlite3_bind_int64(st, 2, STORE_PLACES_MAX);
	while ((code = sqlite3_step(st)) == SQLITE_ROW) {
		to = &places[op->due.n_places];
		*to = (struct store_place){
			.conversation = store_sql_copy(op->arena, st, 0),
			.message = store_sql_copy(op->arena, st, 1),
			.server = store_sql_copy(op->arena, st, 2),
			.user = store_sql_copy(op->arena, st, 3),
			.at_ms = sqlite3_column_int64(st, 4),
		};
		if (!to->conversation || !to->message || !to->server || !to->user)
			return store_sql_finish(st, SQLITE_NOMEM);
		op->due.n_places++;
	}
	return store_sql_finish(st, code);
}

int store_places_erase(struct store_places *p, struct store_op *op)
{
	const int code = store_sql_run_text(p->statements[ERASE], op->user);

	op->n_erased += (unsigned)sqlite3_changes(p->db);
	return code;
}

int store_places_prune(struct store_places *p, int64_t before_ms)
{
	return store_sql_run_number(p->statements[PRUNE], before_ms);
}
