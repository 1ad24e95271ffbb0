/*
 * REST rate limits as platforms announce them in headers, without input or output: when may this
 * request go, and what did that answer teach.
 *
 * A bucket is what a platform counts: the routes that share its name, for each major id (channel)
 * apart.  Its name and its numbers are learned from X-RateLimit-Bucket, -Limit, -Remaining and
 * -Reset-After; until then a bucket is one route's own and takes one request at a time.  Over all
 * buckets stand the account's 50 requests a second and the ledger of invalid requests.
 *
 * Source: discord-api-docs, topics/rate-limits.
 */
#ifndef PLATFORM_RATELIMIT_H
#define PLATFORM_RATELIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/platform.h"

#define RATELIMIT_BUCKETS_MAX 256         /* then the idle one that was used least lately goes */
#define RATELIMIT_ROUTES_MAX 32           /* routes whose bucket's name is remembered */
#define RATELIMIT_GLOBAL 50               /* requests a second of one account */
#define RATELIMIT_FULL_MS 1000            /* ask again so much later when no bucket is idle */
#define RATELIMIT_WAIT_MIN_MS 100         /* a 429 that names no time must not make us spin */
#define RATELIMIT_WAIT_MAX_MS 86400000    /* nobody is obeyed for longer than a day */
#define RATELIMIT_BLIND_MS 60000          /* a 429 without any time: most likely a proxy's page */
#define RATELIMIT_ANSWER_NEEDED INT64_MAX /* it can go only after an answer has come */

struct ratelimit;

/*
 * Which limit a request falls under.  Answers to interactions, below /interactions and /webhooks, are
 * outside the limit of RATELIMIT_GLOBAL.
 * Source: discord-api-docs, topics/rate-limits, "Global Rate Limit".
 */
struct ratelimit_route {
	const char *method;
	const char *path;  /* its template, the same for every id: "/channels/{}/messages" */
	const char *major; /* the id that buckets are divided by; "" if none */
};

/*
 * ratelimit_create(): a limiter that knows nothing yet; NULL when memory is short.  The caller owns it
 * and ends it with ratelimit_destroy().
 */
struct ratelimit *ratelimit_create(void);

/*
 * ratelimit_destroy(r): releases it.  NULL is accepted.
 */
void ratelimit_destroy(struct ratelimit *r);

/*
 * ratelimit_when(r, route, urgent, now_ms): the earliest time at which such a request may go: now_ms
 * when it may at once, RATELIMIT_ANSWER_NEEDED when only another's answer can tell.  An urgent request
 * does not wait for an answer, and may take the last place of a bucket of five or more, which the others
 * leave to it.
 */
int64_t ratelimit_when(
	struct ratelimit *r, const struct ratelimit_route *route, bool urgent, int64_t now_ms);

/*
 * ratelimit_begin(r, route, now_ms): counts a request that goes now.  Returns its place, to be given to
 * ratelimit_end(), or -1 when there is no room for its bucket.
 */
int ratelimit_begin(struct ratelimit *r, const struct ratelimit_route *route, int64_t now_ms);

/*
 * ratelimit_end(r, place, route, result, now_ms): learns from the answer to the request that began with
 * that place and route.  The result may hold anything, a proxy's HTML included.
 */
void ratelimit_end(struct ratelimit *r, int place, const struct ratelimit_route *route,
	const struct platform_result *result, int64_t now_ms);

/*
 * ratelimit_invalid(r, now_ms): how many invalid requests the last ten minutes saw.
 */
unsigned ratelimit_invalid(const struct ratelimit *r, int64_t now_ms);

/*
 * ratelimit_bound(r): how many buckets there are; met: no room could be made for one, so that its request
 * waited.
 */
struct bound ratelimit_bound(const struct ratelimit *r);

#endif
