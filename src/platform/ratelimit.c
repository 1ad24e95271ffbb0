/* REST rate limits; see ratelimit.h. */
#include "platform/ratelimit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "platform/ledger.h"
#include "platform/window.h"

#define NAME_MAX_LEN 96   /* bytes of a bucket's name, ours or the platform's, with its NUL */
#define BODY_MAX 65536    /* a 429's body beyond it is no JSON of ours */
#define SPARE_FROM 5      /* buckets this large keep one place for what is urgent */
#define NEW_WINDOW_MS 250 /* a reset that moved by more belongs to the next window */
#define GLOBAL_SPAN_MS 1000

struct route {
	char own[NAME_MAX_LEN];    /* "POST /channels/{}/messages" */
	char bucket[NAME_MAX_LEN]; /* the platform's name for the bucket behind it */
};

struct bucket {
	bool used;
	bool known; /* limit, remaining and reset_at mean something */
	char name[NAME_MAX_LEN];
	char major[PLATFORM_ID_MAX];
	int limit;
	int remaining; /* until reset_at; below 0 when more are in flight */
	int in_flight;
	int64_t reset_at;
	int64_t blocked_until; /* by a 429 */
	int64_t touched;
};

struct ratelimit {
	struct window global;
	struct ledger ledger;
	int64_t global_until; /* by a 429 */
	size_t n_routes;
	struct route routes[RATELIMIT_ROUTES_MAX];
	struct bucket buckets[RATELIMIT_BUCKETS_MAX];
	uint64_t full; /* there was no room for one more */
};

struct ratelimit *ratelimit_create(void)
{
	struct ratelimit *r = calloc(1, sizeof(*r));

	if (r)
		window_init(&r->global, RATELIMIT_GLOBAL, GLOBAL_SPAN_MS);
	return r;
}

void ratelimit_destroy(struct ratelimit *r)
{
	free(r);
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* ------------------------------------------------------------------ names */

static void own_name(char name[NAME_MAX_LEN], const struct ratelimit_route *route)
{
	snprintf(name, NAME_MAX_LEN, "%s %s", route->method, route->path);
}

static struct route *find_route(struct ratelimit *r, const char *own)
{
	size_t i;

	for (i = 0; i < r->n_routes; i++) {
		if (strcmp(r->routes[i].own, own) == 0)
			return &r->routes[i];
	}
	return NULL;
}

/* The name of the bucket that route falls into, as far as it is known. */
static void bucket_name(
	struct ratelimit *r, char name[NAME_MAX_LEN], const struct ratelimit_route *route)
{
	const struct route *known;

	own_name(name, route);
	known = find_route(r, name);
	if (known)
		memcpy(name, known->bucket, NAME_MAX_LEN);
}

static struct bucket *find_bucket(struct ratelimit *r, const char *name, const char *major)
{
	size_t i;

	for (i = 0; i < RATELIMIT_BUCKETS_MAX; i++) {
		if (r->buckets[i].used && strcmp(r->buckets[i].major, major) == 0 &&
			strcmp(r->buckets[i].name, name) == 0)
			return &r->buckets[i];
	}
	return NULL;
}

/* ------------------------------------------------------------------ room */

/* Whether forgetting b loses nothing. */
static bool is_idle(const struct bucket *b, int64_t now)
{
	return !b->in_flight && b->reset_at <= now && b->blocked_until <= now;
}

/* An unused bucket, or the idle one that was used least lately; NULL when there is none. */
static struct bucket *find_room(struct ratelimit *r, int64_t now)
{
	struct bucket *oldest = NULL;
	size_t i;

	for (i = 0; i < RATELIMIT_BUCKETS_MAX; i++) {
		if (!r->buckets[i].used)
			return &r->buckets[i];
		if (is_idle(&r->buckets[i], now) &&
			(!oldest || r->buckets[i].touched < oldest->touched))
			oldest = &r->buckets[i];
	}
	return oldest;
}

/* The bucket of that name and major id, made when it is missing; NULL when there is no room. */
static struct bucket *take_bucket(
	struct ratelimit *r, const char *name, const char *major, int64_t now)
{
	struct bucket *b = find_bucket(r, name, major);

	if (!b) {
		b = find_room(r, now);
		if (!b) {
			r->full++;
			return NULL;
		}
		*b = (struct bucket){.used = true};
		snprintf(b->name, sizeof(b->name), "%s", name);
		snprintf(b->major, sizeof(b->major), "%s", major);
	}
	b->touched = now;
	return b;
}

/* ------------------------------------------------------------------ asking */

static int64_t bucket_when(const struct bucket *b, bool urgent, int64_t now)
{
	int left = now >= b->reset_at ? b->limit - b->in_flight : b->remaining;
	int spare = !urgent && b->limit >= SPARE_FROM ? 1 : 0;

	if (b->blocked_until > now)
		return b->blocked_until;
	if (!b->known)
		return b->in_flight && !urgent ? RATELIMIT_ANSWER_NEEDED : now;
	if (left > spare)
		return now;
	return now >= b->reset_at ? RATELIMIT_ANSWER_NEEDED : b->reset_at;
}

/* Whether a route answers an interaction, within the seconds that those have. */
static bool is_interaction(const struct ratelimit_route *route)
{
	return strncmp(route->path, "/interactions/", 14) == 0 ||
	       strncmp(route->path, "/webhooks/", 10) == 0;
}

int64_t ratelimit_when(
	struct ratelimit *r, const struct ratelimit_route *route, bool urgent, int64_t now_ms)
{
	int64_t at = later(now_ms, r->global_until);
	char name[NAME_MAX_LEN];
	const struct bucket *b;

	if (!is_interaction(route))
		at = later(at, window_when(&r->global, 0, now_ms));
	at = later(at, ledger_when(&r->ledger, now_ms));
	bucket_name(r, name, route);
	b = find_bucket(r, name, route->major);
	if (b)
		return later(at, bucket_when(b, urgent, now_ms));
	return find_room(r, now_ms) ? at : later(at, now_ms + RATELIMIT_FULL_MS);
}

int ratelimit_begin(struct ratelimit *r, const struct ratelimit_route *route, int64_t now_ms)
{
	char name[NAME_MAX_LEN];
	struct bucket *b;

	bucket_name(r, name, route);
	b = take_bucket(r, name, route->major, now_ms);
	if (!b)
		return -1;
	b->remaining--;
	b->in_flight++;
	if (!is_interaction(route))
		window_add(&r->global, now_ms);
	return (int)(b - r->buckets);
}

/* ------------------------------------------------------------------ learning */

static const char *header(const struct platform_result *result, const char *name)
{
	return result->header ? result->header(result->headers, name) : NULL;
}

/* Seconds with a fraction as milliseconds, rounded up, within what is obeyed. */
static int64_t to_ms(double seconds)
{
	double ms = ceil(seconds * 1000.0);

	return ms < RATELIMIT_WAIT_MAX_MS ? (int64_t)ms : RATELIMIT_WAIT_MAX_MS;
}

/* Reads a header that is a number of seconds; false when it is absent or something else (a date). */
static bool header_seconds(const struct platform_result *result, const char *name, double *seconds)
{
	const char *text = header(result, name);
	char *end;

	if (!text || !*text)
		return false;
	*seconds = strtod(text, &end);
	return *end == '\0' && isfinite(*seconds) && *seconds >= 0;
}

static bool header_count(const struct platform_result *result, const char *name, int *count)
{
	double n;

	if (!header_seconds(result, name, &n) || n > 1000000 || n != floor(n))
		return false;
	*count = (int)n;
	return true;
}

/* Remembers that route's bucket has that name, and renames the buckets it has used so far. */
static void learn_name(struct ratelimit *r, const char *own, const char *name)
{
	struct route *route = find_route(r, own);
	char before[NAME_MAX_LEN];
	struct bucket *b;

	if (!route && r->n_routes == RATELIMIT_ROUTES_MAX)
		return;
	if (!route) {
		route = &r->routes[r->n_routes++];
		snprintf(route->own, sizeof(route->own), "%s", own);
		snprintf(route->bucket, sizeof(route->bucket), "%s", own);
	}
	memcpy(before, route->bucket, sizeof(before));
	snprintf(route->bucket, sizeof(route->bucket), "%s", name);
	if (strcmp(before, own) != 0)
		return; /* that name may be shared with other routes */
	for (b = r->buckets; b < r->buckets + RATELIMIT_BUCKETS_MAX; b++) {
		if (b->used && strcmp(b->name, own) == 0 && !find_bucket(r, name, b->major))
			memcpy(b->name, route->bucket, sizeof(b->name));
	}
}

/* Learns the bucket's name from an answer; returns the bucket that the answer speaks of. */
static struct bucket *learn_bucket(struct ratelimit *r, struct bucket *b,
	const struct ratelimit_route *route, const struct platform_result *result, int64_t now)
{
	const char *name = header(result, "x-ratelimit-bucket");
	char known[NAME_MAX_LEN], own[NAME_MAX_LEN];
	struct bucket *named;

	if (!name || !*name || strlen(name) >= NAME_MAX_LEN)
		return b;
	own_name(own, route);
	bucket_name(r, known, route);
	if (strcmp(known, name) != 0)
		learn_name(r, own, name);
	named = take_bucket(r, name, route->major, now);
	return named ? named : b;
}

/* Takes over limit, remaining and reset; answers may come in another order than they were given. */
static void learn_limits(struct bucket *b, const struct platform_result *result, int64_t now)
{
	int limit, remaining;
	int64_t reset_at;
	double after;

	if (!header_count(result, "x-ratelimit-limit", &limit) || limit < 1 ||
		!header_count(result, "x-ratelimit-remaining", &remaining) ||
		!header_seconds(result, "x-ratelimit-reset-after", &after))
		return;
	reset_at = now + to_ms(after);
	if (!b->known || now >= b->reset_at || reset_at > b->reset_at + NEW_WINDOW_MS)
		b->remaining = remaining - b->in_flight;
	else if (remaining < b->remaining)
		b->remaining = remaining;
	b->known = true;
	b->limit = limit;
	b->reset_at = later(b->reset_at, reset_at);
}

/* What a 429 says, from its body and its headers. */
struct refusal {
	bool is_global;
	bool is_shared;
	int64_t wait_ms;
};

static void read_refusal(struct refusal *f, const struct platform_result *result)
{
	const char *scope = header(result, "x-ratelimit-scope");
	const char *global = header(result, "x-ratelimit-global");
	bool fits = result->body && result->body_len <= BODY_MAX;
	json *body = fits ? json_parse(result->body, result->body_len) : NULL;
	bool is_page = !json_is_object(body) && !scope && !header(result, "x-ratelimit-limit");
	double seconds = 0;

	if (!json_get_double(body, "retry_after", &seconds) || seconds <= 0) {
		if (!header_seconds(result, "retry-after", &seconds) &&
			!header_seconds(result, "x-ratelimit-reset-after", &seconds))
			seconds = RATELIMIT_BLIND_MS / 1000.0;
	}
	*f = (struct refusal){
		/* a page without any of the API's marks comes from the proxy before it, for us all */
		.is_global = is_page || (scope && strcmp(scope, "global") == 0) ||
			     (global && strcmp(global, "true") == 0) ||
			     json_is_true(json_get(body, "global")),
		.is_shared = scope && strcmp(scope, "shared") == 0,
		.wait_ms = later(to_ms(seconds), RATELIMIT_WAIT_MIN_MS),
	};
	json_free(body);
}

static void obey(struct ratelimit *r, struct bucket *b, const struct refusal *f, int64_t now)
{
	if (!f->is_shared)
		ledger_add(&r->ledger, now);
	if (f->is_global)
		r->global_until = later(r->global_until, now + f->wait_ms);
	else
		b->blocked_until = later(b->blocked_until, now + f->wait_ms);
}

void ratelimit_end(struct ratelimit *r, int place, const struct ratelimit_route *route,
	const struct platform_result *result, int64_t now_ms)
{
	struct bucket *b = &r->buckets[place];
	struct refusal refusal;

	if (b->in_flight)
		b->in_flight--;
	if (!result->status)
		return;
	b = learn_bucket(r, b, route, result, now_ms);
	learn_limits(b, result, now_ms);
	if (result->status == 429) {
		read_refusal(&refusal, result);
		obey(r, b, &refusal, now_ms);
	} else if (result->status == 401 || result->status == 403) {
		ledger_add(&r->ledger, now_ms);
	}
}

unsigned ratelimit_invalid(const struct ratelimit *r, int64_t now_ms)
{
	return ledger_count(&r->ledger, now_ms);
}

struct bound ratelimit_bound(const struct ratelimit *r)
{
	struct bound b = {"rate-buckets", 0, RATELIMIT_BUCKETS_MAX, r->full};
	size_t i;

	for (i = 0; i < RATELIMIT_BUCKETS_MAX; i++)
		b.used += r->buckets[i].used;
	return b;
}
