/* The rows of the store; see store_rows.h. */
#include "sys/store_rows.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "sys/store_cases.h"
#include "sys/store_left.h"
#include "sys/store_places.h"
#include "sys/store_shapes.h"
#include "sys/store_sql.h"

#define OWNER_MAX 256 /* bytes of an account's name with its NUL */

const char store_rows_schema[] =
	"CREATE TABLE owner (id INTEGER PRIMARY KEY, account TEXT NOT NULL, shard INTEGER NOT NULL,"
	" shards INTEGER NOT NULL, epoch INTEGER NOT NULL, UNIQUE (account, shard, shards));"
	"CREATE TABLE entry (owner INTEGER NOT NULL, cause TEXT NOT NULL, purpose TEXT NOT NULL,"
	" user TEXT NOT NULL, ticket INTEGER NOT NULL, at INTEGER NOT NULL,"
	" until INTEGER NOT NULL, state INTEGER NOT NULL, emergency INTEGER NOT NULL,"
	" id TEXT NOT NULL, conversation TEXT NOT NULL, direct TEXT NOT NULL,"
	" reply_to TEXT NOT NULL, notify TEXT NOT NULL, role TEXT NOT NULL, text TEXT NOT NULL,"
	" note TEXT NOT NULL, UNIQUE (owner, cause, purpose));"
	"CREATE INDEX entry_at ON entry (at);"
	"CREATE INDEX entry_open ON entry (owner, emergency, at) WHERE state = 0;"
	"CREATE TABLE value (owner INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,"
	" PRIMARY KEY (owner, name)) WITHOUT ROWID;";

/* The way from each version of the schema to the next. */
static const char *const migrations[] = {
	store_rows_schema,
	store_cases_schema,
	store_shapes_schema,
	store_shapes_by_server,
	store_places_schema,
};

#define VERSION ((int)(sizeof(migrations) / sizeof(migrations[0])))

_Static_assert(STORE_OPEN == 0, "the schema's partial index says so, too");

enum statement {
	ENTER,
	EPOCH,
	RECORD,
	MARK,
	KEEP,
	ERASE,
	ERASE_LATER,
	END_FORGOTTEN,
	PRUNE,
	STATEMENTS,
};

static const char *const sql[STATEMENTS] = {
	[ENTER] = "INSERT INTO owner (account, shard, shards, epoch) VALUES (?1, ?2, ?3, 1)"
		  " ON CONFLICT (account, shard, shards) DO UPDATE SET epoch = epoch + 1"
		  " RETURNING id, epoch",
	[EPOCH] = "SELECT epoch FROM owner WHERE id = ?1",
	[RECORD] = "INSERT INTO entry (owner, " STORE_LEFT_COLUMNS
		   ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
		   " ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) ON CONFLICT DO NOTHING",
	[MARK] = "UPDATE entry SET state = ?4, id = ?5, conversation = '', direct = '',"
		 " reply_to = '', notify = '', role = '', text = '', note = ''"
		 " WHERE owner = ?1 AND cause = ?2 AND purpose = ?3 AND state = 0",
	[KEEP] = "INSERT INTO value (owner, name, value) VALUES (?1, ?2, ?3)"
		 " ON CONFLICT (owner, name) DO UPDATE SET value = ?3",
	[ERASE] = "DELETE FROM entry WHERE (user = ?1 OR notify = ?1 OR direct = ?1)"
		  " AND NOT (state = 0 AND emergency AND until > ?2) AND cause NOT IN"
		  " (SELECT message FROM escalation WHERE user = ?1 AND NOT is_over)",
	[ERASE_LATER] = "UPDATE entry SET is_forgotten = 1"
			" WHERE user = ?1 OR notify = ?1 OR direct = ?1",
	[END_FORGOTTEN] = "DELETE FROM entry WHERE owner = ?1 AND cause = ?2 AND purpose = ?3"
			  " AND is_forgotten AND state != 0",
	[PRUNE] = "DELETE FROM entry WHERE at < ?1 AND (state != 0 OR until < ?2)",
};

/* One whose rows are written under this epoch. */
struct owned {
	char account[OWNER_MAX];
	unsigned shard, shards;
	int64_t id, epoch;
	bool fresh;   /* taken over in this transaction */
	bool checked; /* the epoch still held in this transaction */
	bool fenced;  /* another has taken over */
};

struct store_rows {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS];
	struct store_left *left;
	struct store_cases *cases;
	struct store_shapes *shapes;
	struct store_places *places;
	struct owned owned[STORE_ROWS_OWNERS_MAX];
	size_t n_owned;
};

int store_rows_version(void)
{
	return VERSION;
}

int store_rows_migrate(sqlite3 *db, int from)
{
	int code = SQLITE_OK;

	for (; from < VERSION && code == SQLITE_OK; from++)
		code = sqlite3_exec(db, migrations[from], NULL, NULL, NULL);
	return code;
}

int store_rows_create(sqlite3 *db, struct store_rows **rows)
{
	struct store_rows *r = calloc(1, sizeof(*r));
	int code;

	*rows = NULL;
	if (!r)
		return SQLITE_NOMEM;
	r->db = db;
	code = store_sql_prepare(db, sql, STATEMENTS, r->statements);
	if (code == SQLITE_OK)
		code = store_left_create(db, &r->left);
	if (code == SQLITE_OK)
		code = store_cases_create(db, &r->cases);
	if (code == SQLITE_OK)
		code = store_shapes_create(db, &r->shapes);
	if (code == SQLITE_OK)
		code = store_places_create(db, &r->places);
	if (code == SQLITE_OK)
		*rows = r;
	else
		store_rows_destroy(r);
	return code;
}

void store_rows_destroy(struct store_rows *r)
{
	if (!r)
		return;
	store_sql_finalize(r->statements, STATEMENTS);
	store_left_destroy(r->left);
	store_cases_destroy(r->cases);
	store_shapes_destroy(r->shapes);
	store_places_destroy(r->places);
	free(r);
}

/* ------------------------------------------------------------------ statements */

/* Binding cannot fail here but for memory, which the step then tells as a missing value. */
static void bind_text(sqlite3_stmt *st, int at, const char *text)
{
	sqlite3_bind_text(st, at, text, -1, SQLITE_STATIC);
}

/* ------------------------------------------------------------------ owners */

static struct owned *find_owned(struct store_rows *r, const struct store_owner *owner)
{
	struct owned *o;
	size_t i;

	for (i = 0; i < r->n_owned; i++) {
		o = &r->owned[i];
		if (strcmp(o->account, owner->account) == 0 && o->shard == owner->shard &&
			o->shards == owner->shards)
			return o;
	}
	if (i == STORE_ROWS_OWNERS_MAX || strlen(owner->account) >= OWNER_MAX)
		return NULL;
	o = &r->owned[i];
	*o = (struct owned){.shard = owner->shard, .shards = owner->shards};
	memcpy(o->account, owner->account, strlen(owner->account) + 1);
	return o;
}

/* Takes the owner's rows over. */
static int enter(struct store_rows *r, struct owned *o)
{
	sqlite3_stmt *st = r->statements[ENTER];
	int code;

	bind_text(st, 1, o->account);
	sqlite3_bind_int64(st, 2, o->shard);
	sqlite3_bind_int64(st, 3, o->shards);
	code = sqlite3_step(st);
	if (code == SQLITE_ROW) {
		o->id = sqlite3_column_int64(st, 0);
		o->epoch = sqlite3_column_int64(st, 1);
		o->fresh = o->checked = true;
		o->fenced = false;
		if (o == &r->owned[r->n_owned])
			r->n_owned++;
	}
	return store_sql_finish(st, code);
}

static int check(struct store_rows *r, struct owned *o)
{
	sqlite3_stmt *st = r->statements[EPOCH];
	int code;

	sqlite3_bind_int64(st, 1, o->id);
	code = sqlite3_step(st);
	o->fenced = code != SQLITE_ROW || sqlite3_column_int64(st, 0) != o->epoch;
	o->checked = true;
	return store_sql_finish(st, code);
}

/* Sets *id to the owner's number, 0 when another process has taken over. */
static int own(struct store_rows *r, const struct store_op *op, int64_t *id)
{
	struct owned *o = find_owned(r, &op->owner);
	int code = SQLITE_OK;

	*id = 0;
	if (!o)
		return SQLITE_TOOBIG;
	if (op->kind == STORE_OP_DUE || o == &r->owned[r->n_owned])
		code = enter(r, o);
	else if (!o->checked && !o->fenced)
		code = check(r, o);
	if (code == SQLITE_OK && !o->fenced)
		*id = o->id;
	return code;
}

/* What was taken over in a transaction that came to nothing was not; it may be tried again. */
void store_rows_end(struct store_rows *r, bool kept)
{
	size_t i, n = 0;

	for (i = 0; i < r->n_owned; i++) {
		if (r->owned[i].fresh && !kept)
			continue;
		r->owned[n] = r->owned[i];
		r->owned[n].fresh = r->owned[n].checked = false;
		n++;
	}
	r->n_owned = n;
}

/* ------------------------------------------------------------------ what is asked */

static int record(struct store_rows *r, struct store_op *op, int64_t owner)
{
	const struct store_entry *e = &op->entry;
	const char *const texts[] = {e->id, e->conversation, e->direct, e->reply_to, e->notify,
		e->role, e->text, e->note};
	sqlite3_stmt *st = r->statements[RECORD];
	int code;
	size_t i;

	sqlite3_bind_int64(st, 1, owner);
	bind_text(st, 2, e->cause);
	bind_text(st, 3, e->purpose);
	bind_text(st, 4, e->user);
	sqlite3_bind_int64(st, 5, (int64_t)e->ticket);
	sqlite3_bind_int64(st, 6, e->at_ms);
	sqlite3_bind_int64(st, 7, e->until_ms);
	sqlite3_bind_int(st, 8, (int)e->state);
	sqlite3_bind_int(st, 9, e->emergency);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		bind_text(st, 10 + (int)i, texts[i]);
	code = store_sql_run(st);
	op->result = sqlite3_changes(r->db) ? STORE_DONE : STORE_HELD;
	return code;
}

static void bind_key(sqlite3_stmt *st, const struct store_op *op, int64_t owner)
{
	sqlite3_bind_int64(st, 1, owner);
	bind_text(st, 2, op->entry.cause);
	bind_text(st, 3, op->entry.purpose);
}

static int mark(struct store_rows *r, struct store_op *op, int64_t owner)
{
	sqlite3_stmt *st = r->statements[MARK];
	int code;

	bind_key(st, op, owner);
	sqlite3_bind_int(st, 4, (int)op->entry.state);
	bind_text(st, 5, op->entry.id);
	code = store_sql_run(st);
	if (code != SQLITE_OK)
		return code;
	st = r->statements[END_FORGOTTEN];
	bind_key(st, op, owner);
	code = store_sql_run(st);
	op->scrub = sqlite3_changes(r->db) > 0;
	return code;
}

static int keep(struct store_rows *r, struct store_op *op, int64_t owner)
{
	sqlite3_stmt *st = r->statements[KEEP];

	sqlite3_bind_int64(st, 1, owner);
	bind_text(st, 2, op->value.name);
	bind_text(st, 3, op->value.value);
	return store_sql_run(st);
}

static int erase(struct store_rows *r, struct store_op *op, int64_t owner)
{
	sqlite3_stmt *st = r->statements[ERASE];
	int code;

	(void)owner;
	bind_text(st, 1, op->user);
	sqlite3_bind_int64(st, 2, op->entry.at_ms);
	code = store_sql_run(st);
	op->n_erased = (unsigned)sqlite3_changes(r->db);
	if (code != SQLITE_OK)
		return code;
	st = r->statements[ERASE_LATER];
	bind_text(st, 1, op->user);
	code = store_sql_run(st);
	op->n_kept = (unsigned)sqlite3_changes(r->db);
	if (code == SQLITE_OK)
		code = store_shapes_erase(r->shapes, op);
	if (code == SQLITE_OK)
		code = store_places_erase(r->places, op);
	return code == SQLITE_OK ? store_cases_erase(r->cases, op) : code;
}

static int place(struct store_rows *r, struct store_op *op, int64_t owner)
{
	return store_places_write(r->places, op, owner);
}

static int step(struct store_rows *r, struct store_op *op, int64_t owner)
{
	return store_cases_step(r->cases, op, owner);
}

static int write_further(struct store_rows *r, struct store_op *op, int64_t owner)
{
	(void)owner;
	return op->kind >= STORE_OP_UNANSWERED ? store_shapes_do(r->shapes, op)
					       : store_cases_write(r->cases, op);
}

/* ------------------------------------------------------------------ what is due */

static int find_due(struct store_rows *r, struct store_op *op, int64_t owner)
{
	int code = store_left_find(r->left, op, owner);

	if (code == SQLITE_OK)
		code = store_shapes_due(r->shapes, op);
	if (code == SQLITE_OK)
		code = store_places_due(r->places, op, owner);
	return code == SQLITE_OK ? store_cases_due(r->cases, op, owner) : code;
}

int store_rows_look(struct store_rows *r, struct store_op *op)
{
	int64_t owner = 0;
	int code = store_left_owner(r->left, op, &owner);

	if (code == SQLITE_OK)
		code = find_due(r, op, owner);
	op->result = code == SQLITE_OK ? STORE_DONE : STORE_FAILED;
	return code;
}

int store_rows_do(struct store_rows *r, struct store_op *op)
{
	static int (*const doers[])(struct store_rows *, struct store_op *, int64_t) = {
		[STORE_OP_RECORD] = record,
		[STORE_OP_MARK] = mark,
		[STORE_OP_KEEP] = keep,
		[STORE_OP_PLACE] = place,
		[STORE_OP_DUE] = find_due,
		[STORE_OP_ERASE] = erase,
		[STORE_OP_STEP] = step,
		[STORE_OP_AUDIT] = write_further,
		[STORE_OP_SET] = write_further,
		[STORE_OP_COUNT] = write_further,
		[STORE_OP_UNANSWERED] = write_further,
		[STORE_OP_UNKEEP] = write_further,
		[STORE_OP_ANSWERED] = write_further,
		[STORE_OP_SUMS] = write_further,
		[STORE_OP_REVIEW] = write_further,
	};
	/* the rest belongs to nobody, and takes nothing over */
	const bool owned = op->kind <= STORE_OP_DUE || op->kind == STORE_OP_STEP;
	int64_t owner = 0;
	int code = SQLITE_OK;

	op->result = STORE_DONE;
	if (owned)
		code = own(r, op, &owner);
	if (code == SQLITE_OK && !owner && owned)
		op->result = STORE_FENCED;
	else if (code == SQLITE_OK)
		code = doers[op->kind](r, op, owner);
	return code;
}

int store_rows_prune(
	struct store_rows *r, int64_t before_ms, int64_t audit_before_ms, int64_t now_ms)
{
	sqlite3_stmt *st = r->statements[PRUNE];
	int code;

	sqlite3_bind_int64(st, 1, before_ms);
	sqlite3_bind_int64(st, 2, now_ms);
	code = store_sql_run(st);
	if (code == SQLITE_OK)
		code = store_shapes_prune(r->shapes, audit_before_ms, now_ms);
	if (code == SQLITE_OK)
		code = store_places_prune(r->places, before_ms);
	return code == SQLITE_OK ? store_cases_prune(r->cases, before_ms, audit_before_ms) : code;
}
