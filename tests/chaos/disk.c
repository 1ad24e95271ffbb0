/*
 * The store of src/sys/store.h without its thread: the real rows (store_rows.c) in memory, done one
 * transaction after the other on the invented clock, by a disk that can be slow, full, or lose power.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "chaos/chaos.h"
#include "sys/loop.h"
#include "sys/store_again.h"
#include "sys/store_request.h"
#include "sys/store_rows.h"

#define BATCH_MAX 128
#define EARLIER_MS 60000 /* a run reads from that long before the last one's end, and more */

struct store {
	struct store_options options;
	struct store_ops urgent, ordinary, batch, done;
	size_t n;
	bool busy;
	struct timer commit, tell, retry;
	size_t flying; /* as in src/sys/store.c */
	bool overdue;
	struct store_again again;
	struct store_rows *rows;
	char why[64], told[64];
	bool misdated; /* the newest session, as storm.misdated */
	struct store_counts counts;
};

/* What is on the disk; it outlives every run of the bot. */
static struct {
	sqlite3 *db;
	unsigned char *safe; /* what a loss of power leaves */
	sqlite3_int64 n_safe;
	bool full;
	int64_t slow_until, slow_ms;
} disk;

/* ------------------------------------------------------------------ the disk */

static void exec(const char *sql)
{
	if (sqlite3_exec(disk.db, sql, NULL, NULL, NULL) != SQLITE_OK)
		chaos_violation("the disk: %s: %s", sql, sqlite3_errmsg(disk.db));
}

void disk_sync(void)
{
	sqlite3_free(disk.safe);
	disk.safe = sqlite3_serialize(disk.db, "main", &disk.n_safe, 0);
}

void disk_begin(void)
{
	memset(&disk, 0, sizeof(disk));
	if (sqlite3_open(":memory:", &disk.db) != SQLITE_OK)
		chaos_violation("no disk");
	if (store_rows_migrate(disk.db, 0) != SQLITE_OK)
		chaos_violation("no tables");
	disk_sync();
}

void disk_end(void)
{
	sqlite3_close(disk.db);
	sqlite3_free(disk.safe);
	memset(&disk, 0, sizeof(disk));
}

void disk_full(bool is_full)
{
	disk.full = is_full;
}

bool disk_takes(void)
{
	return !disk.full;
}

void disk_slow(int64_t until, int64_t ms)
{
	disk.slow_until = until;
	disk.slow_ms = ms;
}

void disk_lose_power(void)
{
	unsigned char *copy = sqlite3_malloc64((sqlite3_uint64)disk.n_safe);

	if (!copy)
		return;
	memcpy(copy, disk.safe, (size_t)disk.n_safe);
	sqlite3_deserialize(disk.db, "main", copy, disk.n_safe, disk.n_safe,
		SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
}

static unsigned count(const char *sql, int64_t value)
{
	sqlite3_stmt *st = NULL;
	unsigned n = 0;

	if (sqlite3_prepare_v2(disk.db, sql, -1, &st, NULL) == SQLITE_OK) {
		sqlite3_bind_int64(st, 1, value);
		if (sqlite3_step(st) == SQLITE_ROW)
			n = (unsigned)sqlite3_column_int(st, 0);
	}
	sqlite3_finalize(st);
	return n;
}

bool disk_has(uint64_t cause)
{
	/* the lowest bits of a ticket are the tier: see listener.h */
	return count("SELECT count(*) FROM entry WHERE cause = CAST(?1 AS TEXT) AND ticket & 3 > 1",
		       (int64_t)cause) > 0;
}

bool disk_awaits(uint64_t message)
{
	return count("SELECT count(*) FROM place WHERE message = CAST(?1 AS TEXT)",
		       (int64_t)message) > 0;
}

bool disk_knows(const char *channel)
{
	return count("SELECT count(*) FROM place WHERE message = '' AND conversation = "
		     "CAST(?1 AS TEXT)",
		       (int64_t)strtoull(channel, NULL, 10)) > 0;
}

unsigned disk_open_entries(void)
{
	return count("SELECT count(*) FROM entry WHERE state = ?1", STORE_OPEN);
}

/* ------------------------------------------------------------------ transactions */

/* This run of the bot could not read what the last one left. */
static void forget(void)
{
	storm.amnesia = true;
	people_excuse_all();
}

static bool is_session(const struct store_op *op)
{
	return op->kind == STORE_OP_KEEP && strcmp(op->value.name, "session") == 0;
}

/* The message that op tells something of, NULL = none. */
static struct message *about(const struct store_op *op)
{
	const char *id = op->kind == STORE_OP_RECORD || op->kind == STORE_OP_MARK ? op->entry.cause
			 : op->kind == STORE_OP_STEP                              ? op->step.message
										  : "";

	return *id ? people_find(strtoull(id, NULL, 10)) : NULL;
}

static const char *purpose_of(const struct store_op *op)
{
	return op->kind == STORE_OP_STEP ? "step" : op->entry.purpose;
}

/* What is not on the disk, although it was asked; at_last: nor will it be asked again. */
static void note_loss(const struct store_ops *ops, bool at_last)
{
	const struct store_op *op;
	struct message *m;

	STAILQ_FOREACH(op, ops, link)
	{
		m = about(op);
		if (m && at_last)
			m->unrecorded = true;
		else if (m && op->kind != STORE_OP_MARK)
			people_refused(m, purpose_of(op));
		storm.session_lost = storm.session_lost || is_session(op);
	}
}

static void fail_batch(struct store *s)
{
	struct store_op *op;

	note_loss(&s->batch, false);
	STAILQ_FOREACH(op, &s->batch, link)
	{
		op->result = STORE_FAILED;
		/* what is there can still be read */
		if (op->kind == STORE_OP_DUE && store_rows_look(s->rows, op) != SQLITE_OK)
			forget();
	}
	snprintf(s->why, sizeof(s->why), "the disk is full");
}

static void note_record(const struct store_op *op)
{
	struct message *m = op->kind != STORE_OP_MARK ? about(op) : NULL;

	if (m)
		people_recorded(m, purpose_of(op));
}

static void transact(struct store *s)
{
	struct store_op *op;
	bool lasting = false;

	if (disk.full) {
		fail_batch(s);
		return;
	}
	exec("BEGIN");
	STAILQ_FOREACH(op, &s->batch, link)
	{
		lasting = lasting || op->lasting;
		if (is_session(op)) {
			storm.session_lost = false;
			storm.kept = true;
			storm.misdated = s->misdated;
		}
		if (store_rows_do(s->rows, op) != SQLITE_OK)
			chaos_violation("the disk: %s", sqlite3_errmsg(disk.db));
		note_record(op);
	}
	exec("COMMIT");
	store_rows_end(s->rows, true);
	s->why[0] = '\0';
	if (lasting)
		disk_sync();
}

static void begin_batch(struct store *s);

static void line_up(struct store *s, struct store_op *op)
{
	STAILQ_INSERT_TAIL(op->urgent ? &s->urgent : &s->ordinary, op, link);
	s->n++;
	begin_batch(s);
}

static void ask_again(struct store *s)
{
	struct store_op *op;

	s->overdue = false;
	while ((op = store_again_take(&s->again)) != NULL) {
		s->flying++;
		line_up(s, op);
	}
}

static void on_retry(void *ctx)
{
	struct store *s = ctx;

	if (s->flying == 0)
		ask_again(s);
	else
		s->overdue = true;
}

static void plan_again(struct store *s, bool works)
{
	if (s->again.n == 0)
		return;
	if (s->flying == 0 && (works || s->overdue))
		ask_again(s);
	else if (!timers_armed(&s->retry))
		chaos_at(&storm.own, &s->retry, STORE_RETRY_MS, on_retry, s);
}

static void on_tell(void *ctx)
{
	struct store *s = ctx;
	struct store_op *op;
	bool works = false;

	while ((op = STAILQ_FIRST(&s->done)) != NULL) {
		STAILQ_REMOVE_HEAD(&s->done, link);
		s->flying--;
		works = works || (op->result == STORE_DONE && op->kind != STORE_OP_DUE);
		s->counts.done += op->result == STORE_DONE;
		s->counts.held += op->result == STORE_HELD;
		s->counts.failed += op->result == STORE_FAILED;
		if (op->fn)
			op->fn(op->ctx, op->result,
				op->kind == STORE_OP_DUE && op->result == STORE_DONE ? &op->due
										     : NULL);
		if (!store_again_told(&s->again, op))
			store_op_free(op);
	}
	plan_again(s, works);
	memcpy(s->told, s->why, sizeof(s->told));
}

static void on_commit(void *ctx)
{
	struct store *s = ctx;

	transact(s);
	STAILQ_CONCAT(&s->done, &s->batch);
	s->busy = false;
	/* the loop is told a moment later: a run may die between */
	chaos_at(&storm.inbox, &s->tell, chaos_between(0, 3), on_tell, s);
	begin_batch(s);
}

static void begin_batch(struct store *s)
{
	struct store_ops *from = STAILQ_EMPTY(&s->urgent) ? &s->ordinary : &s->urgent;
	struct store_op *op;
	int64_t ms = storm.now < disk.slow_until ? disk.slow_ms : 3;
	size_t n;

	if (s->busy || STAILQ_EMPTY(from))
		return;
	for (n = 0; n < BATCH_MAX && (op = STAILQ_FIRST(from)) != NULL; n++) {
		STAILQ_REMOVE_HEAD(from, link);
		STAILQ_INSERT_TAIL(&s->batch, op, link);
	}
	s->n -= n;
	s->busy = true;
	chaos_at(&storm.world, &s->commit, chaos_between(0, ms), on_commit, s);
}

/* ------------------------------------------------------------------ the store */

struct store *store_create(const struct store_options *options)
{
	struct store *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->options = *options;
	STAILQ_INIT(&s->urgent);
	STAILQ_INIT(&s->ordinary);
	STAILQ_INIT(&s->batch);
	STAILQ_INIT(&s->done);
	store_again_init(&s->again);
	if (store_rows_create(disk.db, &s->rows) != SQLITE_OK)
		chaos_violation("no rows");
	return s;
}

void disk_die(struct store *s)
{
	timers_remove(&s->commit);
	timers_remove(&s->tell);
	note_loss(&s->urgent, true);
	note_loss(&s->ordinary, true);
	note_loss(&s->batch, true);
	note_loss(&s->again.ops, true);
	store_again_clear(&s->again);
	timers_remove(&s->retry);
	store_op_clear(&s->urgent);
	store_op_clear(&s->ordinary);
	store_op_clear(&s->batch);
	store_op_clear(&s->done);
	store_rows_destroy(s->rows);
	free(s);
}

void store_destroy(struct store *s)
{
	if (!s)
		return;
	STAILQ_CONCAT(&s->batch, &s->urgent);
	STAILQ_CONCAT(&s->batch, &s->ordinary);
	STAILQ_CONCAT(&s->batch, &s->again.ops);
	s->again.n = 0;
	if (!STAILQ_EMPTY(&s->batch))
		transact(s);
	store_op_clear(&s->batch);
	disk_die(s);
}

struct store_op *store_request_queue(struct store *s, const struct store_op *like)
{
	struct store_op *op = NULL;

	if (s->n < STORE_QUEUE_MAX + (like->urgent ? STORE_RESERVED : 0))
		op = store_op_create(like);
	if (is_session(like))
		s->misdated = storm.wall_error > EARLIER_MS && !storm.anchored;
	if (!op) {
		s->counts.dropped++;
		return NULL;
	}
	if (store_again_follows(&s->again, op))
		return op;
	s->flying++;
	store_again_asked(&s->again, op);
	line_up(s, op);
	return op;
}

void store_cancel(struct store_op *op)
{
	if (!op)
		return;
	/* the start has waited for it long enough */
	if (op->kind == STORE_OP_DUE && op->fn)
		forget();
	op->fn = NULL;
}

const char *store_alarm(const struct store *s)
{
	return *s->told ? s->told : NULL;
}

struct store_counts store_counts(const struct store *s)
{
	return s->counts;
}

struct bound store_bound(const struct store *s)
{
	return (struct bound){"store", s->n, STORE_QUEUE_MAX + STORE_RESERVED, s->counts.dropped};
}
