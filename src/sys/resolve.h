/*
 * Host names to addresses without keeping the loop waiting: getaddrinfo() runs in one worker
 * thread, which is started with the first name.  libwebsockets would call it on the loop.
 */
#ifndef SYS_RESOLVE_H
#define SYS_RESOLVE_H

#include <stdbool.h>
#include <stddef.h>

struct loop;
struct resolve;
struct resolve_query;

#define RESOLVE_ADDRESSES_MAX 8 /* addresses of a name that are looked at */
#define RESOLVE_ADDRESS_MAX 46  /* bytes of an address in text with its NUL (INET6_ADDRSTRLEN) */
#define RESOLVE_QUEUE_MAX 64    /* queries that may be under way */

/* The addresses of a name, in the order in which to try them (RFC 6724). */
struct resolve_result {
	size_t n; /* 0: error says why */
	char address[RESOLVE_ADDRESSES_MAX][RESOLVE_ADDRESS_MAX];
	const char *error; /* a constant */
};

/* What receives a result; it is valid during the call only. */
typedef void resolve_fn(void *ctx, const struct resolve_result *result);

/*
 * resolve_known(host, out): sets *out for a host that needs no looking up: an IPv4 or IPv6 address,
 * or localhost (RFC 6761 section 6.3).  Returns whether it is one.
 */
bool resolve_known(const char *host, struct resolve_result *out);

/*
 * resolve_create(loop): a resolver that delivers on loop; NULL when memory or descriptors are
 * short.  The caller ends it with resolve_destroy(), before the loop.
 */
struct resolve *resolve_create(struct loop *loop);

/*
 * resolve_destroy(r): forgets every query; no function is called any more.  Does not wait: a worker
 * that still sits in getaddrinfo() clears up after itself when that returns.  NULL is accepted.
 */
void resolve_destroy(struct resolve *r);

/*
 * resolve_start(r, name, fn, ctx): looks name up and calls fn(ctx, result) once, on the loop,
 * later.  Returns the query, valid until fn is called; NULL when RESOLVE_QUEUE_MAX are under way or
 * memory is short, and fn is not called then.
 */
struct resolve_query *resolve_start(struct resolve *r, const char *name, resolve_fn *fn, void *ctx);

/*
 * resolve_cancel(query): fn will not be called; query is gone.  NULL is accepted.
 */
void resolve_cancel(struct resolve_query *query);

#endif
