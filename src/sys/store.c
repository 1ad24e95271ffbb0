/*
 * What survives a restart; see store.h.
 *
 * The loop's side and the writer share struct pool, and the last of them to let go releases it, as in
 * resolve.c.  A thing that is asked is in one of the pool's lists or in the writer's hands; its fn and ctx
 * are the loop's alone, its result is the writer's until it is in done.
 */
#include "sys/store.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "sys/loop.h"
#include "sys/store_db.h"

#define BATCH_MAX 128 /* things in one transaction */

struct pool {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct store_ops urgent, ordinary; /* that wait */
	size_t n;                          /* in both */
	struct store_ops done;
	char why[STORE_WHY_MAX]; /* of the last transaction; "" = it went well */
	int fd;                  /* eventfd: something is in done */
	bool quit;
	unsigned refs;       /* the loop's side and the writer */
	struct store_db *db; /* the writer's alone */
};

struct store {
	struct store_options options;
	struct loop_fd *watch;
	struct pool *pool;
	pthread_t writer;
	bool has_writer;
	bool fenced;             /* another process has taken over */
	char why[STORE_WHY_MAX]; /* as the loop has been told */
	struct store_counts counts;
};

/* ------------------------------------------------------------------ what both sides share */

static struct pool *pool_create(const struct store_options *options)
{
	struct pool *pool = calloc(1, sizeof(*pool));

	if (!pool)
		return NULL;
	STAILQ_INIT(&pool->urgent);
	STAILQ_INIT(&pool->ordinary);
	STAILQ_INIT(&pool->done);
	pool->refs = 1;
	pool->db = store_db_create(options->folder, options->keep_ms,
		options->audit_ms ? options->audit_ms : options->keep_ms,
		options->retry_ms ? options->retry_ms : STORE_RETRY_MS);
	if (!pool->db)
		goto fail;
	pool->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (pool->fd < 0)
		goto fail_db;
	if (pthread_mutex_init(&pool->lock, NULL) != 0)
		goto fail_fd;
	if (pthread_cond_init(&pool->changed, NULL) != 0)
		goto fail_lock;
	return pool;
fail_lock:
	pthread_mutex_destroy(&pool->lock);
fail_fd:
	close(pool->fd);
fail_db:
	store_db_destroy(pool->db);
fail:
	free(pool);
	return NULL;
}

/* Lets go of the pool, which the caller has locked. */
static void pool_release(struct pool *pool)
{
	bool last = --pool->refs == 0;

	pthread_mutex_unlock(&pool->lock);
	if (!last)
		return;
	store_op_clear(&pool->urgent);
	store_op_clear(&pool->ordinary);
	store_op_clear(&pool->done);
	store_db_destroy(pool->db);
	pthread_cond_destroy(&pool->changed);
	pthread_mutex_destroy(&pool->lock);
	close(pool->fd);
	free(pool);
}

/* ------------------------------------------------------------------ the writer */

/* Moves what is to be done next to batch: what is urgent, or else what is not.  Returns how much. */
static size_t take_batch(struct pool *pool, struct store_ops *batch)
{
	struct store_ops *from = STAILQ_EMPTY(&pool->urgent) ? &pool->ordinary : &pool->urgent;
	struct store_op *op;
	size_t n;

	STAILQ_INIT(batch);
	for (n = 0; n < BATCH_MAX && (op = STAILQ_FIRST(from)) != NULL; n++) {
		STAILQ_REMOVE_HEAD(from, link);
		STAILQ_INSERT_TAIL(batch, op, link);
	}
	pool->n -= n;
	return n;
}

static void deliver(struct pool *pool, struct store_ops *batch)
{
	const char *why = store_db_why(pool->db);
	const uint64_t one = 1;

	snprintf(pool->why, sizeof(pool->why), "%s", why ? why : "");
	STAILQ_CONCAT(&pool->done, batch);
	/* can only fail when the counter is full, and then the loop is awake anyway */
	if (write(pool->fd, &one, sizeof(one)) < 0)
		return;
}

static void *work(void *arg)
{
	struct pool *pool = arg;
	struct store_ops batch;

	pthread_mutex_lock(&pool->lock);
	for (;;) {
		if (take_batch(pool, &batch) == 0) {
			if (pool->quit)
				break;
			pthread_cond_wait(&pool->changed, &pool->lock);
			continue;
		}
		pthread_mutex_unlock(&pool->lock);
		store_db_run(pool->db, &batch);
		pthread_mutex_lock(&pool->lock);
		deliver(pool, &batch);
	}
	pool_release(pool);
	return NULL;
}

/*
 * Starts the writer, deaf to signals: they belong to the loop, and a file that has grown to the limit of
 * the process is a failed write to it.
 */
static int start_writer(struct store *s)
{
	sigset_t all, before;

	sigfillset(&all);
	if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
		return -1;
	s->pool->refs++;
	s->has_writer = pthread_create(&s->writer, NULL, work, s->pool) == 0;
	if (!s->has_writer)
		s->pool->refs--;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return s->has_writer ? 0 : -1;
}

/* ------------------------------------------------------------------ what came of it */

static void count(struct store *s, enum store_result result)
{
	uint64_t *const counts[] = {
		[STORE_DONE] = &s->counts.done,
		[STORE_HELD] = &s->counts.held,
		[STORE_FENCED] = &s->counts.fenced,
		[STORE_FAILED] = &s->counts.failed,
	};

	(*counts[result])++;
}

/* Tells when the alarm begins and when it is over, not each time that its reason changes. */
static void tell_alarm(struct store *s, const char *why)
{
	struct log *log = loop_log(s->options.loop);
	const bool was = *s->why != '\0';

	snprintf(s->why, sizeof(s->why), "%s", why);
	if (was == (*why != '\0'))
		return;
	if (*why)
		log_error(log, "store",
			"ALARM: %s; going on from memory: a restart now may forget or repeat a "
			"reply",
			why);
	else
		log_info(log, "store", "the alarm is over: what is to survive is kept again");
	if (s->options.alarm)
		s->options.alarm(s->options.ctx, store_alarm(s));
}

static struct store_op *take_done(struct pool *pool, char why[STORE_WHY_MAX])
{
	struct store_op *op;

	pthread_mutex_lock(&pool->lock);
	op = STAILQ_FIRST(&pool->done);
	if (op)
		STAILQ_REMOVE_HEAD(&pool->done, link);
	memcpy(why, pool->why, STORE_WHY_MAX);
	pthread_mutex_unlock(&pool->lock);
	return op;
}

/* Delivers all that is done; fn must not end the store. */
static void on_done(void *ctx)
{
	char why[STORE_WHY_MAX];
	struct store *s = ctx;
	struct store_op *op;
	uint64_t n;

	if (read(s->pool->fd, &n, sizeof(n)) != (ssize_t)sizeof(n))
		return;
	while ((op = take_done(s->pool, why)) != NULL) {
		count(s, op->result);
		s->fenced = s->fenced || op->result == STORE_FENCED;
		if (op->fn)
			op->fn(op->ctx, op->result,
				op->kind == STORE_OP_DUE && op->result == STORE_DONE ? &op->due
										     : NULL);
		store_op_free(op);
	}
	if (!*why && s->fenced)
		snprintf(why, sizeof(why), "another process has taken over what is kept");
	tell_alarm(s, why);
}

/* ------------------------------------------------------------------ the loop's side */

struct store *store_create(const struct store_options *options)
{
	struct store *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->options = *options;
	s->options.folder = NULL;
	s->pool = pool_create(options);
	if (!s->pool)
		goto fail;
	s->watch = loop_fd_add(options->loop, s->pool->fd, on_done, s);
	if (!s->watch || start_writer(s) != 0)
		goto fail;
	return s;
fail:
	store_destroy(s);
	return NULL;
}

/* Waits for the writer, for a while: a disk that hangs must not keep the program from ending. */
static void end_writer(struct store *s)
{
	struct timespec until = {0};

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += STORE_DRAIN_MS / 1000;
	if (pthread_timedjoin_np(s->writer, NULL, &until) == 0)
		return;
	log_error(loop_log(s->options.loop), "store", "the disk hangs: what waits is given up");
	pthread_detach(s->writer);
}

void store_destroy(struct store *s)
{
	if (!s)
		return;
	loop_fd_remove(s->watch);
	if (s->pool) {
		pthread_mutex_lock(&s->pool->lock);
		s->pool->quit = true;
		pthread_cond_signal(&s->pool->changed);
		pool_release(s->pool);
		if (s->has_writer)
			end_writer(s);
	}
	free(s);
}

/* Hands a copy of like to the writer. */
static struct store_op *ask(struct store *s, const struct store_op *like)
{
	const size_t room = STORE_QUEUE_MAX + (like->urgent ? STORE_RESERVED : 0);
	struct store_op *op = store_op_create(like);
	bool taken = false;

	if (op) {
		pthread_mutex_lock(&s->pool->lock);
		taken = s->pool->n < room;
		if (taken) {
			STAILQ_INSERT_TAIL(
				op->urgent ? &s->pool->urgent : &s->pool->ordinary, op, link);
			s->pool->n++;
			pthread_cond_signal(&s->pool->changed);
		}
		pthread_mutex_unlock(&s->pool->lock);
	}
	if (taken)
		return op;
	s->counts.dropped++;
	store_op_free(op);
	return NULL;
}

struct store_op *store_record(struct store *s, const struct store_owner *owner,
	const struct store_entry *entry, bool lasting, store_fn *fn, void *ctx)
{
	struct store_op like = {.kind = STORE_OP_RECORD,
		.owner = *owner,
		.entry = *entry,
		.urgent = entry->emergency,
		.lasting = lasting,
		.fn = fn,
		.ctx = ctx};

	like.entry.state = STORE_OPEN;
	return ask(s, &like);
}

struct store_op *store_claim(struct store *s, const struct store_owner *owner,
	const struct store_entry *entry, store_fn *fn, void *ctx)
{
	return ask(s, &(struct store_op){.kind = STORE_OP_RECORD,
			      .owner = *owner,
			      .entry = *entry,
			      .fn = fn,
			      .ctx = ctx});
}

struct store_op *store_mark(struct store *s, const struct store_owner *owner,
	const struct store_entry *entry, store_fn *fn, void *ctx)
{
	return ask(s, &(struct store_op){.kind = STORE_OP_MARK,
			      .owner = *owner,
			      .entry = *entry,
			      .urgent = entry->emergency,
			      .fn = fn,
			      .ctx = ctx});
}

struct store_op *store_keep(struct store *s, const struct store_owner *owner,
	const struct store_value *value, store_fn *fn, void *ctx)
{
	return ask(s, &(struct store_op){.kind = STORE_OP_KEEP,
			      .owner = *owner,
			      .value = *value,
			      .lasting = true,
			      .fn = fn,
			      .ctx = ctx});
}

struct store_op *store_step(struct store *s, const struct store_owner *owner,
	const struct store_case *step, const struct store_audit *audit, store_fn *fn, void *ctx)
{
	return ask(s, &(struct store_op){.kind = STORE_OP_STEP,
			      .owner = *owner,
			      .step = *step,
			      .audit = *audit,
			      .urgent = true,
			      .lasting = true,
			      .fn = fn,
			      .ctx = ctx});
}

struct store_op *store_audit(struct store *s, const char *account, const struct store_audit *audit,
	store_fn *fn, void *ctx)
{
	return ask(s, &(struct store_op){.kind = STORE_OP_AUDIT,
			      .owner = {.account = account},
			      .audit = *audit,
			      .lasting = true,
			      .fn = fn,
			      .ctx = ctx});
}

struct store_op *store_set(struct store *s, const char *account,
	const struct store_setting *setting, store_fn *fn, void *ctx)
{
	return ask(s, &(struct store_op){.kind = STORE_OP_SET,
			      .owner = {.account = account},
			      .setting = *setting,
			      .fn = fn,
			      .ctx = ctx});
}

struct store_op *store_count(
	struct store *s, const struct store_counter *counter, store_fn *fn, void *ctx)
{
	return ask(s, &(struct store_op){
			      .kind = STORE_OP_COUNT, .counter = *counter, .fn = fn, .ctx = ctx});
}

struct store_op *store_due(
	struct store *s, const struct store_owner *owner, store_fn *fn, void *ctx)
{
	return ask(
		s, &(struct store_op){.kind = STORE_OP_DUE, .owner = *owner, .fn = fn, .ctx = ctx});
}

struct store_op *store_erase(struct store *s, const char *user, store_fn *fn, void *ctx)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_REALTIME, &now);
	return ask(s, &(struct store_op){.kind = STORE_OP_ERASE,
			      .user = user,
			      .entry = {.at_ms = (int64_t)now.tv_sec * 1000},
			      .fn = fn,
			      .ctx = ctx});
}

void store_cancel(struct store_op *op)
{
	if (op)
		op->fn = NULL;
}

const char *store_alarm(const struct store *s)
{
	return *s->why ? s->why : NULL;
}

struct store_counts store_counts(const struct store *s)
{
	return s->counts;
}

struct bound store_bound(const struct store *s)
{
	struct bound b = {"store", 0, STORE_QUEUE_MAX + STORE_RESERVED, s->counts.dropped};

	pthread_mutex_lock(&s->pool->lock);
	b.used = s->pool->n;
	pthread_mutex_unlock(&s->pool->lock);
	return b;
}
