/*
 * Names to addresses in a worker thread; see resolve.h.
 *
 * The loop's side and the worker share struct pool, and the last of them to let go releases it.  A
 * query is in one of the pool's two lists or in the worker's hands; its fn and ctx are the loop's
 * alone.
 */
#include "sys/resolve.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sys/loop.h"

struct resolve_query {
	struct resolve_query *next;
	struct resolve *owner;
	resolve_fn *fn; /* NULL: cancelled */
	void *ctx;
	struct resolve_result result;
	char name[];
};

struct queue {
	struct resolve_query *first, *last;
};

struct pool {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct queue waiting, done;
	int fd; /* eventfd: something is in done */
	bool quit;
	bool busy;     /* the worker is inside getaddrinfo() */
	unsigned refs; /* the loop's side and the worker */
};

struct resolve {
	struct loop *loop;
	struct loop_fd *watch;
	struct pool *pool;
	pthread_t worker;
	bool has_worker;
	size_t n; /* queries under way */
};

static void push(struct queue *q, struct resolve_query *query)
{
	query->next = NULL;
	if (q->last)
		q->last->next = query;
	else
		q->first = query;
	q->last = query;
}

static struct resolve_query *pop(struct queue *q)
{
	struct resolve_query *query = q->first;

	if (query) {
		q->first = query->next;
		if (!q->first)
			q->last = NULL;
	}
	return query;
}

/* ------------------------------------------------------------------ what both sides share */

static struct pool *pool_create(void)
{
	struct pool *pool = calloc(1, sizeof(*pool));

	if (!pool)
		return NULL;
	pool->refs = 1;
	pool->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (pool->fd < 0)
		goto fail;
	if (pthread_mutex_init(&pool->lock, NULL) != 0)
		goto fail_fd;
	if (pthread_cond_init(&pool->changed, NULL) != 0)
		goto fail_lock;
	return pool;
fail_lock:
	pthread_mutex_destroy(&pool->lock);
fail_fd:
	close(pool->fd);
fail:
	free(pool);
	return NULL;
}

/* Lets go of the pool, which the caller has locked. */
static void pool_release(struct pool *pool)
{
	bool last = --pool->refs == 0;
	struct resolve_query *query;

	pthread_mutex_unlock(&pool->lock);
	if (!last)
		return;
	while ((query = pop(&pool->waiting)) != NULL)
		free(query);
	while ((query = pop(&pool->done)) != NULL)
		free(query);
	pthread_cond_destroy(&pool->changed);
	pthread_mutex_destroy(&pool->lock);
	close(pool->fd);
	free(pool);
}

/* ------------------------------------------------------------------ the worker */

static void keep_addresses(const struct addrinfo *list, struct resolve_result *out)
{
	const void *bytes;

	for (; list && out->n < RESOLVE_ADDRESSES_MAX; list = list->ai_next) {
		if (list->ai_family == AF_INET)
			bytes = &((const struct sockaddr_in *)(const void *)list->ai_addr)
					 ->sin_addr;
		else if (list->ai_family == AF_INET6)
			bytes = &((const struct sockaddr_in6 *)(const void *)list->ai_addr)
					 ->sin6_addr;
		else
			continue;
		if (inet_ntop(list->ai_family, bytes, out->address[out->n], RESOLVE_ADDRESS_MAX))
			out->n++;
	}
}

static void look_up(const char *name, struct resolve_result *out)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
	struct addrinfo *list = NULL;
	int error = getaddrinfo(name, NULL, &hints, &list);

	if (error) {
		out->error = gai_strerror(error);
		return;
	}
	keep_addresses(list, out);
	freeaddrinfo(list);
	if (!out->n)
		out->error = "no address that can be used";
}

static void *work(void *arg)
{
	const uint64_t one = 1;
	struct pool *pool = arg;
	struct resolve_query *query;

	pthread_mutex_lock(&pool->lock);
	while (!pool->quit) {
		query = pop(&pool->waiting);
		if (!query) {
			pthread_cond_wait(&pool->changed, &pool->lock);
			continue;
		}
		pool->busy = true;
		pthread_mutex_unlock(&pool->lock);
		look_up(query->name, &query->result);
		pthread_mutex_lock(&pool->lock);
		pool->busy = false;
		push(&pool->done, query);
		/* can only fail when the counter is full, and then the loop is awake anyway */
		if (write(pool->fd, &one, sizeof(one)) < 0)
			continue;
	}
	pool_release(pool);
	return NULL;
}

/* Starts the worker, deaf to signals: they belong to the loop. */
static int start_worker(struct resolve *r)
{
	sigset_t all, before;

	if (r->has_worker)
		return 0;
	sigfillset(&all);
	if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
		return -1;
	r->pool->refs++;
	r->has_worker = pthread_create(&r->worker, NULL, work, r->pool) == 0;
	if (!r->has_worker)
		r->pool->refs--;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return r->has_worker ? 0 : -1;
}

/* ------------------------------------------------------------------ the loop's side */

bool resolve_known(const char *host, struct resolve_result *out)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	*out = (struct resolve_result){0};
	if (strcmp(host, "localhost") == 0) {
		memcpy(out->address[out->n++], "127.0.0.1", sizeof("127.0.0.1"));
		memcpy(out->address[out->n++], "::1", sizeof("::1"));
	} else if (strlen(host) < RESOLVE_ADDRESS_MAX &&
		   (inet_pton(AF_INET, host, bytes) == 1 ||
			   inet_pton(AF_INET6, host, bytes) == 1)) {
		memcpy(out->address[out->n++], host, strlen(host) + 1);
	}
	return out->n > 0;
}

static struct resolve_query *take_done(struct pool *pool)
{
	struct resolve_query *query;

	pthread_mutex_lock(&pool->lock);
	query = pop(&pool->done);
	pthread_mutex_unlock(&pool->lock);
	return query;
}

/* Delivers one result; the watch fires again for the next, as fn may end the resolver. */
static void on_done(void *ctx)
{
	const uint64_t one = 1;
	struct resolve *r = ctx;
	struct resolve_query *query;
	uint64_t count;

	if (read(r->pool->fd, &count, sizeof(count)) != (ssize_t)sizeof(count))
		return;
	query = take_done(r->pool);
	if (!query)
		return;
	if (write(r->pool->fd, &one, sizeof(one)) < 0)
		return;
	r->n--;
	if (query->fn)
		query->fn(query->ctx, &query->result);
	free(query);
}

struct resolve *resolve_create(struct loop *loop)
{
	struct resolve *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->loop = loop;
	r->pool = pool_create();
	if (!r->pool)
		goto fail;
	r->watch = loop_fd_add(loop, r->pool->fd, on_done, r);
	if (!r->watch)
		goto fail;
	return r;
fail:
	resolve_destroy(r);
	return NULL;
}

void resolve_destroy(struct resolve *r)
{
	bool busy;

	if (!r)
		return;
	loop_fd_remove(r->watch);
	if (r->pool) {
		pthread_mutex_lock(&r->pool->lock);
		r->pool->quit = true;
		busy = r->pool->busy;
		pthread_cond_signal(&r->pool->changed);
		pool_release(r->pool);
		if (r->has_worker && busy)
			pthread_detach(r->worker);
		else if (r->has_worker)
			pthread_join(r->worker, NULL);
	}
	free(r);
}

struct resolve_query *resolve_start(struct resolve *r, const char *name, resolve_fn *fn, void *ctx)
{
	size_t len = strlen(name) + 1;
	struct resolve_query *query;

	if (r->n == RESOLVE_QUEUE_MAX || start_worker(r) != 0)
		return NULL;
	query = calloc(1, sizeof(*query) + len);
	if (!query)
		return NULL;
	query->owner = r;
	query->fn = fn;
	query->ctx = ctx;
	memcpy(query->name, name, len);
	pthread_mutex_lock(&r->pool->lock);
	push(&r->pool->waiting, query);
	pthread_cond_signal(&r->pool->changed);
	pthread_mutex_unlock(&r->pool->lock);
	r->n++;
	return query;
}

/* Takes query out of q; whether it was there. */
static bool withdraw(struct queue *q, struct resolve_query *query)
{
	struct resolve_query *at, *prev = NULL;

	for (at = q->first; at && at != query; at = at->next)
		prev = at;
	if (!at)
		return false;
	if (prev)
		prev->next = query->next;
	else
		q->first = query->next;
	if (q->last == query)
		q->last = prev;
	return true;
}

void resolve_cancel(struct resolve_query *query)
{
	struct pool *pool;
	bool gone;

	if (!query)
		return;
	pool = query->owner->pool;
	pthread_mutex_lock(&pool->lock);
	gone = withdraw(&pool->waiting, query) || withdraw(&pool->done, query);
	pthread_mutex_unlock(&pool->lock);
	query->fn = NULL;
	if (gone) {
		query->owner->n--;
		free(query);
	}
}
