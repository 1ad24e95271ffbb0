/* A bounded map that forgets the least recently used; see lru.h. */
#include "base/lru.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* uthash ends the process when memory is short, unless it is told to carry on */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(obj) ((obj)->failed = true)
#include <uthash.h>

struct entry {
	UT_hash_handle
		hh; /* uthash keeps the order of insertion: the first entry is the least recent */
	char *key;
	bool failed;
	alignas(max_align_t) unsigned char value[];
};

struct lru {
	struct entry *entries;
	size_t max;
	size_t size;
	uint64_t forgotten;
};

struct lru *lru_create(size_t max, size_t size)
{
	struct lru *l = calloc(1, sizeof(*l));

	if (l) {
		l->max = max;
		l->size = size;
	}
	return l;
}

static void drop(struct lru *l, struct entry *e)
{
	HASH_DEL(l->entries, e);
	free(e->key);
	free(e);
}

void lru_destroy(struct lru *l)
{
	while (l && l->entries)
		drop(l, l->entries);
	free(l);
}

/* Puts an entry at the end of the order.  False when memory is short: the entry is then gone. */
static bool append(struct lru *l, struct entry *e, size_t len)
{
	e->failed = false;
	HASH_ADD_KEYPTR(hh, l->entries, e->key, len, e);
	if (!e->failed)
		return true;
	free(e->key);
	free(e);
	return false;
}

static struct entry *find(const struct lru *l, const char *key, size_t len)
{
	struct entry *e;

	HASH_FIND(hh, l->entries, key, len, e);
	return e;
}

void *lru_get(struct lru *l, const char *key, size_t len)
{
	struct entry *e = find(l, key, len);

	if (!e)
		return NULL;
	HASH_DEL(l->entries, e);
	return append(l, e, len) ? e->value : NULL;
}

void *lru_put(struct lru *l, const char *key, size_t len)
{
	void *value = lru_get(l, key, len);
	struct entry *e;

	if (value)
		return value;
	e = calloc(1, sizeof(*e) + l->size);
	if (!e)
		return NULL;
	e->key = malloc(len + 1);
	if (!e->key) {
		free(e);
		return NULL;
	}
	memcpy(e->key, key, len);
	e->key[len] = '\0';
	if (!append(l, e, len))
		return NULL;
	if (HASH_COUNT(l->entries) > l->max) {
		l->forgotten++;
		drop(l, l->entries);
	}
	return e->value;
}

void lru_remove(struct lru *l, const char *key, size_t len)
{
	struct entry *e = find(l, key, len);

	if (e)
		drop(l, e);
}

void lru_remove_if(
	struct lru *l, bool (*is)(const void *ctx, const char *key, size_t len), const void *ctx)
{
	struct entry *e, *next;

	HASH_ITER(hh, l->entries, e, next)
	{
		if (is(ctx, e->key, e->hh.keylen))
			drop(l, e);
	}
}

size_t lru_count(const struct lru *l)
{
	return HASH_COUNT(l->entries);
}

struct bound lru_bound(const struct lru *l, const char *name)
{
	return (struct bound){name, lru_count(l), l->max, l->forgotten};
}
