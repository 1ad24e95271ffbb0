/* Rate limits of the sandbox's REST API; see buckets.h. */
#include "sandbox/buckets.h"

#include <stdlib.h>
#include <string.h>

#include "base/lru.h"

static const struct buckets_rule everything = {BUCKETS_GLOBAL, 1000, false};

struct window {
	int64_t until_ms;
	int used;
};

struct buckets {
	struct lru *windows;
	struct window global;
};

struct buckets *buckets_create(void)
{
	struct buckets *b = calloc(1, sizeof(*b));

	if (!b)
		return NULL;
	b->windows = lru_create(BUCKETS_MAX, sizeof(struct window));
	if (b->windows)
		return b;
	free(b);
	return NULL;
}

void buckets_destroy(struct buckets *b)
{
	if (!b)
		return;
	lru_destroy(b->windows);
	free(b);
}

static struct buckets_count take(struct window *w, const struct buckets_rule *rule, int64_t now_ms)
{
	if (w->until_ms <= now_ms)
		*w = (struct window){.until_ms = now_ms + rule->per_ms};
	if (w->used <= rule->limit)
		w->used++;
	return (struct buckets_count){
		.over = w->used > rule->limit,
		.left = w->used < rule->limit ? rule->limit - w->used : 0,
		.wait_ms = w->until_ms - now_ms,
	};
}

struct buckets_count buckets_take(
	struct buckets *b, const char *key, const struct buckets_rule *rule, int64_t now_ms)
{
	struct buckets_count all = {.over = false};
	struct window *w;

	if (!rule->is_apart)
		all = take(&b->global, &everything, now_ms);
	all.is_global = true;
	if (all.over)
		return all;
	w = lru_put(b->windows, key, strlen(key));
	return w ? take(w, rule, now_ms) : (struct buckets_count){.left = rule->limit};
}
