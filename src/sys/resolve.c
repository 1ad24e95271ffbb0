/*
 * Names to addresses in a worker thread; see resolve.h.
 *
 * The loop's side and the worker share struct pool, and the last of them to let go releases it
 * (worker.h).  A query is in one of the pool's two lists or in the worker's hands; its fn and ctx are the
 * loop's alone.
 */
#include "sys/resolve.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "sys/loop.h"
#include "sys/worker.h"

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
	struct worker base; /* see there for what both sides hold */
	struct queue waiting, done;
	bool busy; /* the worker is inside getaddrinfo() */
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

static void pool_end(struct worker *base)
{
	struct pool *pool = (struct pool *)(void *)base;
	struct resolve_query *query;

	while ((query = pop(&pool->waiting)) != NULL)
		free(query);
	while ((query = pop(&pool->done)) != NULL)
		free(query);
	free(pool);
}

static struct pool *pool_create(void)
{
	struct pool *pool = calloc(1, sizeof(*pool));

	if (pool && worker_init(&pool->base, pool_end) == 0)
		return pool;
	free(pool);
	return NULL;
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
	struct pool *pool = arg;
	struct resolve_query *query;

	pthread_mutex_lock(&pool->base.lock);
	while (!pool->base.quit) {
		query = pop(&pool->waiting);
		if (!query) {
			pthread_cond_wait(&pool->base.changed, &pool->base.lock);
			continue;
		}
		pool->busy = true;
		pthread_mutex_unlock(&pool->base.lock);
		look_up(query->name, &query->result);
		pthread_mutex_lock(&pool->base.lock);
		pool->busy = false;
		push(&pool->done, query);
		worker_tell(&pool->base);
	}
	worker_release(&pool->base);
	return NULL;
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

	pthread_mutex_lock(&pool->base.lock);
	query = pop(&pool->done);
	pthread_mutex_unlock(&pool->base.lock);
	return query;
}

/* Delivers one result; the watch fires again for the next, as fn may end the resolver. */
static void on_done(void *ctx)
{
	struct resolve *r = ctx;
	struct resolve_query *query;

	if (!worker_told(&r->pool->base))
		return;
	query = take_done(r->pool);
	if (!query)
		return;
	worker_tell(&r->pool->base);
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
	r->watch = loop_fd_add(loop, r->pool->base.fd, on_done, r);
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
		pthread_mutex_lock(&r->pool->base.lock);
		busy = r->pool->busy;
		worker_quit(&r->pool->base);
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

	if (r->n == RESOLVE_QUEUE_MAX)
		return NULL;
	r->has_worker = r->has_worker || worker_start(&r->pool->base, &r->worker, work) == 0;
	if (!r->has_worker)
		return NULL;
	query = calloc(1, sizeof(*query) + len);
	if (!query)
		return NULL;
	query->owner = r;
	query->fn = fn;
	query->ctx = ctx;
	memcpy(query->name, name, len);
	pthread_mutex_lock(&r->pool->base.lock);
	push(&r->pool->waiting, query);
	pthread_cond_signal(&r->pool->base.changed);
	pthread_mutex_unlock(&r->pool->base.lock);
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
	pthread_mutex_lock(&pool->base.lock);
	gone = withdraw(&pool->waiting, query) || withdraw(&pool->done, query);
	pthread_mutex_unlock(&pool->base.lock);
	query->fn = NULL;
	if (gone) {
		query->owner->n--;
		free(query);
	}
}
