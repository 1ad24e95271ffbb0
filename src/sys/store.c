/*
 * What survives a restart; see store.h.
 *
 * The loop's side, the writer and the syncer share struct pool, and the last of them to let go releases it
 * (worker.h).  A thing that is asked is in one of the pool's lists or in the hands of a thread; its fn and
 * ctx are the loop's alone, its result is the threads' until it is in done.
 *
 *	urgent, ordinary --writer--> done
 *	                      '--lasting--> written --syncer--> done
 *
 * A sync takes milliseconds, and on a bad day a second: what need not survive the loss of power does not
 * wait behind one.
 */
#include "sys/store.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "sys/loop.h"
#include "sys/store_again.h"
#include "sys/store_db.h"
#include "sys/store_request.h"
#include "sys/store_sync.h"
#include "sys/worker.h"

#define BATCH_MAX 128 /* things in one transaction */

struct pool {
	struct worker base;                /* see there for what both sides hold */
	struct store_ops urgent, ordinary; /* that wait */
	struct store_ops written;          /* that are to be lasting, and are not yet */
	size_t n;                          /* in these three, and in the syncer's hands */
	struct store_ops done;
	pthread_cond_t syncs;    /* something is written, or no more will be */
	bool all_written;        /* nothing more will be */
	int sync_error;          /* errno of a sync that failed, 0 = none has; for the writer */
	bool hurries;            /* what waits is asked for the last time */
	char why[STORE_WHY_MAX]; /* of the last transaction; "" = it went well */
	struct store_db *db;     /* the writer's alone */
};

struct store {
	struct store_options options;
	struct loop_fd *watch;
	struct pool *pool;
	pthread_t writer, syncer;
	bool has_writer, has_syncer;
	bool fenced; /* another process has taken over */
	struct store_again again;
	struct timer retry;      /* asks again */
	size_t flying;           /* things that were asked, and not told yet */
	bool overdue;            /* retry has come while there were some */
	char why[STORE_WHY_MAX]; /* as the loop has been told */
	struct store_counts counts;
};

/* ------------------------------------------------------------------ what both sides share */

static void pool_end(struct worker *base)
{
	struct pool *pool = (struct pool *)(void *)base;

	store_op_clear(&pool->urgent);
	store_op_clear(&pool->ordinary);
	store_op_clear(&pool->written);
	store_op_clear(&pool->done);
	store_db_destroy(pool->db);
	pthread_cond_destroy(&pool->syncs);
	free(pool);
}

static struct pool *pool_create(const struct store_options *options)
{
	struct pool *pool = calloc(1, sizeof(*pool));

	if (!pool)
		return NULL;
	STAILQ_INIT(&pool->urgent);
	STAILQ_INIT(&pool->ordinary);
	STAILQ_INIT(&pool->written);
	STAILQ_INIT(&pool->done);
	if (pthread_cond_init(&pool->syncs, NULL) != 0)
		goto fail;
	pool->db = store_db_create(options->folder, options->keep_ms,
		options->audit_ms ? options->audit_ms : options->keep_ms,
		options->retry_ms ? options->retry_ms : STORE_RETRY_MS);
	if (pool->db && worker_init(&pool->base, pool_end) == 0) {
		store_db_leave_sync(pool->db);
		return pool;
	}
	store_db_destroy(pool->db);
	pthread_cond_destroy(&pool->syncs);
fail:
	free(pool);
	return NULL;
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

/* Whether op waits for a sync.  One that was there before may wait for one as well. */
static bool is_synced(const struct store_op *op)
{
	return op->lasting && (op->result == STORE_DONE || op->result == STORE_HELD);
}

/* Hands on what was done: to the loop, or to the syncer first. */
static void deliver(struct pool *pool, struct store_ops *batch)
{
	const char *why = store_db_why(pool->db);
	struct store_op *op;

	snprintf(pool->why, sizeof(pool->why), "%s", why ? why : "");
	while ((op = STAILQ_FIRST(batch)) != NULL) {
		STAILQ_REMOVE_HEAD(batch, link);
		if (is_synced(op)) {
			pool->n++;
			STAILQ_INSERT_TAIL(&pool->written, op, link);
		} else {
			STAILQ_INSERT_TAIL(&pool->done, op, link);
		}
	}
	if (!STAILQ_EMPTY(&pool->written))
		pthread_cond_signal(&pool->syncs);
	worker_tell(&pool->base);
}

/* Does a batch, or sees to it that a file that could not be synced is not relied on. */
static void do_batch(struct pool *pool, struct store_ops *batch, int sync_error)
{
	pthread_mutex_unlock(&pool->base.lock);
	if (sync_error)
		store_db_doubt(pool->db, sync_error);
	else
		store_db_run(pool->db, batch);
	pthread_mutex_lock(&pool->base.lock);
	deliver(pool, batch);
}

static void *work(void *arg)
{
	struct pool *pool = arg;
	struct store_ops batch = STAILQ_HEAD_INITIALIZER(batch);
	int error;

	pthread_mutex_lock(&pool->base.lock);
	for (;;) {
		/* there is no later any more */
		if (pool->hurries)
			store_db_hurry(pool->db);
		pool->hurries = false;
		error = pool->sync_error;
		pool->sync_error = 0;
		if (error || take_batch(pool, &batch) > 0) {
			do_batch(pool, &batch, error);
			continue;
		}
		if (pool->base.quit)
			break;
		pthread_cond_wait(&pool->base.changed, &pool->base.lock);
	}
	pool->all_written = true;
	pthread_cond_signal(&pool->syncs);
	worker_release(&pool->base);
	return NULL;
}

/* ------------------------------------------------------------------ the syncer */

/* Whoever waits for these is told: they last, or, with an errno, they may not. */
static void deliver_synced(struct pool *pool, struct store_ops *batch, int error)
{
	struct store_op *op;

	STAILQ_FOREACH(op, batch, link)
	{
		if (error)
			op->result = STORE_FAILED;
		pool->n--;
	}
	if (error) {
		pool->sync_error = error;
		pthread_cond_signal(&pool->base.changed);
	}
	STAILQ_CONCAT(&pool->done, batch);
	worker_tell(&pool->base);
}

/* One sync is enough for all that was written when it begins. */
static void *sync_written(void *arg)
{
	struct pool *pool = arg;
	struct store_ops batch = STAILQ_HEAD_INITIALIZER(batch);
	int error;

	pthread_mutex_lock(&pool->base.lock);
	for (;;) {
		if (STAILQ_EMPTY(&pool->written)) {
			if (pool->all_written)
				break;
			pthread_cond_wait(&pool->syncs, &pool->base.lock);
			continue;
		}
		STAILQ_CONCAT(&batch, &pool->written);
		pthread_mutex_unlock(&pool->base.lock);
		error = store_sync_log(store_db_file(pool->db));
		pthread_mutex_lock(&pool->base.lock);
		deliver_synced(pool, &batch, error);
	}
	worker_release(&pool->base);
	return NULL;
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

	pthread_mutex_lock(&pool->base.lock);
	op = STAILQ_FIRST(&pool->done);
	if (op)
		STAILQ_REMOVE_HEAD(&pool->done, link);
	memcpy(why, pool->why, STORE_WHY_MAX);
	pthread_mutex_unlock(&pool->base.lock);
	return op;
}

static bool has_found(const struct store_op *op)
{
	return (op->kind == STORE_OP_DUE || op->kind == STORE_OP_SUMS ||
		       op->kind == STORE_OP_REVIEW) &&
	       op->result == STORE_DONE;
}

/* Lines op up for the writer, which is woken. */
static void line_up(struct pool *pool, struct store_op *op)
{
	STAILQ_INSERT_TAIL(op->urgent ? &pool->urgent : &pool->ordinary, op, link);
	pool->n++;
	pthread_cond_signal(&pool->base.changed);
}

/* Asks the disk again for what it refused; it is bounded by itself, and needs no room in the queue. */
static void ask_again(struct store *s)
{
	struct store_op *op;

	s->overdue = false;
	pthread_mutex_lock(&s->pool->base.lock);
	while ((op = store_again_take(&s->again)) != NULL) {
		line_up(s->pool, op);
		s->flying++;
	}
	pthread_mutex_unlock(&s->pool->base.lock);
}

/* What is asked again must not come behind something newer that is on its way: it waits for that. */
static void on_retry(void *ctx)
{
	struct store *s = ctx;

	if (s->flying == 0)
		ask_again(s);
	else
		s->overdue = true;
}

/* works: the disk has taken something. */
static void plan_again(struct store *s, bool works)
{
	if (s->again.n == 0)
		return;
	if (s->flying == 0 && (works || s->overdue))
		ask_again(s);
	else if (!timers_armed(&s->retry))
		loop_timer_set(
			s->options.loop, &s->retry, loop_now() + s->options.retry_ms, on_retry, s);
}

/* Delivers all that is done; fn must not end the store. */
static void on_done(void *ctx)
{
	char why[STORE_WHY_MAX];
	struct store *s = ctx;
	struct store_op *op;
	bool works = false;

	if (!worker_told(&s->pool->base))
		return;
	while ((op = take_done(s->pool, why)) != NULL) {
		s->flying--;
		count(s, op->result);
		works = works || (op->result == STORE_DONE && !has_found(op));
		s->fenced = s->fenced || op->result == STORE_FENCED;
		if (op->fn)
			op->fn(op->ctx, op->result, has_found(op) ? &op->due : NULL);
		if (!store_again_told(&s->again, op))
			store_op_free(op);
	}
	plan_again(s, works);
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
	s->options.retry_ms = options->retry_ms ? options->retry_ms : STORE_RETRY_MS;
	store_again_init(&s->again);
	s->pool = pool_create(options);
	if (!s->pool)
		goto fail;
	s->watch = loop_fd_add(options->loop, s->pool->base.fd, on_done, s);
	s->has_writer = s->watch && worker_start(&s->pool->base, &s->writer, work) == 0;
	if (!s->has_writer)
		goto fail;
	s->has_syncer = worker_start(&s->pool->base, &s->syncer, sync_written) == 0;
	if (!s->has_syncer)
		goto fail;
	return s;
fail:
	store_destroy(s);
	return NULL;
}

/* Waits for the thread, until then.  Returns whether it has ended. */
static bool end_thread(pthread_t thread, const struct timespec *until)
{
	if (pthread_timedjoin_np(thread, NULL, until) == 0)
		return true;
	pthread_detach(thread);
	return false;
}

/* Waits for the threads, for a while: a disk that hangs must not keep the program from ending. */
static void end_threads(struct store *s)
{
	struct timespec until = {0};
	bool ended = true;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += STORE_DRAIN_MS / 1000;
	if (s->has_writer)
		ended = end_thread(s->writer, &until);
	if (s->has_syncer)
		ended = end_thread(s->syncer, &until) && ended;
	if (!ended)
		log_error(loop_log(s->options.loop), "store",
			"the disk hangs: what waits is given up");
}

void store_destroy(struct store *s)
{
	if (!s)
		return;
	loop_fd_remove(s->watch);
	loop_timer_cancel(&s->retry);
	if (s->pool) {
		pthread_mutex_lock(&s->pool->base.lock);
		s->pool->hurries = true;
		pthread_mutex_unlock(&s->pool->base.lock);
		ask_again(s);
		pthread_mutex_lock(&s->pool->base.lock);
		worker_quit(&s->pool->base);
		end_threads(s);
	}
	free(s);
}

struct store_op *store_request_queue(struct store *s, const struct store_op *like)
{
	const size_t room = STORE_QUEUE_MAX + (like->urgent ? STORE_RESERVED : 0);
	struct store_op *op = store_op_create(like);
	bool taken = false;

	if (op && store_again_follows(&s->again, op))
		return op;
	/* whoever is erased is so from what waits here as well */
	if (op && op->kind == STORE_OP_ERASE)
		ask_again(s);
	if (op) {
		pthread_mutex_lock(&s->pool->base.lock);
		taken = s->pool->n < room;
		if (taken)
			line_up(s->pool, op);
		pthread_mutex_unlock(&s->pool->base.lock);
	}
	if (taken) {
		s->flying++;
		store_again_asked(&s->again, op);
		return op;
	}
	s->counts.dropped++;
	store_op_free(op);
	return NULL;
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
	struct bound b = {"store", 0, STORE_QUEUE_MAX + STORE_RESERVED,
		s->counts.dropped + s->again.given_up};

	pthread_mutex_lock(&s->pool->base.lock);
	b.used = s->pool->n;
	pthread_mutex_unlock(&s->pool->base.lock);
	return b;
}
