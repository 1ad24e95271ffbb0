/* A bounded map that forgets the least recently used; see lru.h. */
#include "base/lru.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* uthash ends the process when memory is short, unless it is told to carry on */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(obj) ((obj)->failed = true)
#include <uthash.h>

struct entry {
	UT_hash_handle
		hh; /* uthash keeps the order of insertion: the first entry is the least recent */
	uint32_t size;
	bool failed;
	alignas(max_align_t) unsigned char value[]; /* size bytes, then the key */
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
	free(e);
}

void lru_destroy(struct lru *l)
{
	while (l && l->entries)
		drop(l, l->entries);
	free(l);
}

/* Puts an entry at the end of the order.  False when memory is short: the entry is then gone. */
static bool append(struct lru *l, struct entry *e, size_t len, unsigned hash)
{
	e->failed = false;
	HASH_ADD_KEYPTR_BYHASHVALUE(hh, l->entries, e->value + e->size, len, hash, e);
	if (!e->failed)
		return true;
	free(e);
	return false;
}

static unsigned hash_of(const char *key, size_t len)
{
	unsigned hash;

	HASH_VALUE(key, len, hash);
	return hash;
}

static struct entry *find(const struct lru *l, const char *key, size_t len, unsigned hash)
{
	struct entry *e;

	HASH_FIND_BYHASHVALUE(hh, l->entries, key, len, hash, e);
	return e;
}

void *lru_get(struct lru *l, const char *key, size_t len)
{
	const unsigned hash = hash_of(key, len);
	struct entry *e = find(l, key, len, hash);

	if (!e)
		return NULL;
	HASH_DEL(l->entries, e);
	return append(l, e, len, hash) ? e->value : NULL;
}

/* An entry that stands nowhere, with room for size bytes; NULL when memory is short: it is then gone. */
static struct entry *resize(struct entry *e, size_t len, size_t size)
{
	struct entry *resized;

	if (e->size == size)
		return e;
	if (size < e->size)
		memmove(e->value + size, e->value + e->size, len + 1);
	resized = realloc(e, sizeof(*e) + size + len + 1);
	if (!resized) {
		free(e);
		return NULL;
	}
	if (size > resized->size) {
		memmove(resized->value + size, resized->value + resized->size, len + 1);
		memset(resized->value + resized->size, 0, size - resized->size);
	}
	resized->size = (uint32_t)size;
	return resized;
}

static struct entry *new_entry(const char *key, size_t len, size_t size)
{
	struct entry *e = calloc(1, sizeof(*e) + size + len + 1);

	if (!e)
		return NULL;
	e->size = (uint32_t)size;
	memcpy(e->value + size, key, len);
	return e;
}

void *lru_put_sized(struct lru *l, const char *key, size_t len, size_t size)
{
	const unsigned hash = hash_of(key, len);
	struct entry *e = find(l, key, len, hash);

	if (e) {
		HASH_DEL(l->entries, e);
		e = resize(e, len, size);
	} else {
		e = new_entry(key, len, size);
	}
	if (!e || !append(l, e, len, hash))
		return NULL;
	if (HASH_COUNT(l->entries) > l->max) {
		l->forgotten++;
		drop(l, l->entries);
	}
	return e->value;
}

void *lru_put(struct lru *l, const char *key, size_t len)
{
	return lru_put_sized(l, key, len, l->size);
}

void lru_remove(struct lru *l, const char *key, size_t len)
{
	struct entry *e = find(l, key, len, hash_of(key, len));

	if (e)
		drop(l, e);
}

void lru_remove_if(
	struct lru *l, bool (*is)(const void *ctx, const char *key, size_t len), const void *ctx)
{
	struct entry *e, *next;

	HASH_ITER(hh, l->entries, e, next)
	{
		if (is(ctx, e->hh.key, e->hh.keylen))
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
