/* What is known of channels; see discord_cache.h. */
#include "platform/discord_cache.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#define CHAINS 1024 /* a power of two; four entries each when the cache is full */

struct node {
	struct discord_cache_entry entry;
	struct node *next; /* in its chain */
	TAILQ_ENTRY(node) age;
};

TAILQ_HEAD(nodes, node);

struct discord_cache {
	struct node *chains[CHAINS];
	struct nodes by_age; /* the one used last stands first */
	size_t count;
	uint64_t forgotten;
};

struct discord_cache *discord_cache_create(void)
{
	struct discord_cache *c = calloc(1, sizeof(*c));

	if (c)
		TAILQ_INIT(&c->by_age);
	return c;
}

/* The chain of that id: ids of one moment differ in their lowest bits, those of one second above. */
static struct node **chain_of(struct discord_cache *c, uint64_t id)
{
	return &c->chains[(id ^ id >> 22 ^ id >> 32) & (CHAINS - 1)];
}

static struct node *find(struct discord_cache *c, uint64_t id)
{
	struct node *n = *chain_of(c, id);

	while (n && n->entry.id != id)
		n = n->next;
	return n;
}

static void drop(struct discord_cache *c, struct node *n)
{
	struct node **at = chain_of(c, n->entry.id);

	while (*at != n)
		at = &(*at)->next;
	*at = n->next;
	TAILQ_REMOVE(&c->by_age, n, age);
	c->count--;
	free(n->entry.name);
	free(n);
}

static void forget_oldest(struct discord_cache *c)
{
	c->forgotten++;
	drop(c, TAILQ_LAST(&c->by_age, nodes));
}

void discord_cache_destroy(struct discord_cache *c)
{
	if (!c)
		return;
	while (!TAILQ_EMPTY(&c->by_age))
		drop(c, TAILQ_FIRST(&c->by_age));
	free(c);
}

const struct discord_cache_entry *discord_cache_get(
	struct discord_cache *c, uint64_t id, int64_t now_ms)
{
	struct node *n = find(c, id);

	if (!n)
		return NULL;
	if (n->entry.type == DISCORD_CACHE_UNKNOWN && n->entry.until <= now_ms) {
		drop(c, n);
		return NULL;
	}
	TAILQ_REMOVE(&c->by_age, n, age);
	TAILQ_INSERT_HEAD(&c->by_age, n, age);
	return &n->entry;
}

int discord_cache_put(struct discord_cache *c, const struct discord_cache_entry *known)
{
	struct node *n = calloc(1, sizeof(*n)), *old, **chain;

	if (!n)
		return -1;
	n->entry = *known;
	n->entry.name = strdup(known->name ? known->name : "");
	if (!n->entry.name) {
		free(n);
		return -1;
	}
	old = find(c, known->id);
	if (old)
		drop(c, old);
	else if (c->count == DISCORD_CACHE_MAX)
		forget_oldest(c);
	chain = chain_of(c, known->id);
	n->next = *chain;
	*chain = n;
	TAILQ_INSERT_HEAD(&c->by_age, n, age);
	c->count++;
	return 0;
}

struct bound discord_cache_bound(const struct discord_cache *c)
{
	return (struct bound){"channels", c->count, DISCORD_CACHE_MAX, c->forgotten};
}
