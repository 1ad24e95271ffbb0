/*
 * Rate limits of the sandbox's REST API: a bucket a route and channel, and one for everything.
 * Source: discord-api-docs, topics/rate-limits.
 */
#ifndef SANDBOX_BUCKETS_H
#define SANDBOX_BUCKETS_H

#include <stdbool.h>
#include <stdint.h>

#define BUCKETS_MAX 1024  /* routes and channels that are counted at the same time */
#define BUCKETS_GLOBAL 50 /* requests a second of everything */

struct buckets;

/* So many requests in so many milliseconds. */
struct buckets_rule {
	int limit;
	int64_t per_ms;
	bool is_apart; /* they do not count among everything */
};

/* What became of a request. */
struct buckets_count {
	bool over;       /* it is refused */
	bool is_global;  /* by the bucket for everything: there are no figures of the route's */
	int left;        /* requests that the window still allows */
	int64_t wait_ms; /* until it ends */
};

/*
 * buckets_create(): no requests so far; NULL when memory is short.  Ended with buckets_destroy().
 */
struct buckets *buckets_create(void);

/*
 * buckets_destroy(b): releases it.  NULL is accepted.
 */
void buckets_destroy(struct buckets *b);

/*
 * buckets_take(b, key, rule, now_ms): counts a request for that key, the route and its channel.
 */
struct buckets_count buckets_take(
	struct buckets *b, const char *key, const struct buckets_rule *rule, int64_t now_ms);

#endif
