/* A map from strings to pointers; see map.h. */
#include "base/map.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* uthash ends the process when memory is short, unless it is told to carry on */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(obj) ((obj)->failed = true)
#include <uthash.h>

struct entry {
	UT_hash_handle hh;
	void *value;
	bool failed;
	char key[];
};

struct map {
	struct entry *entries;
};

struct map *map_create(void)
{
	return calloc(1, sizeof(struct map));
}

void map_destroy(struct map *m)
{
	struct entry *e, *next;

	if (!m)
		return;
	HASH_ITER(hh, m->entries, e, next)
	{
		HASH_DEL(m->entries, e);
		free(e);
	}
	free(m);
}

static struct entry *find(const struct map *m, const char *key, size_t len)
{
	struct entry *e;

	HASH_FIND(hh, m->entries, key, len, e);
	return e;
}

int map_put(struct map *m, const char *key, size_t len, void *value)
{
	struct entry *e = find(m, key, len);

	if (e) {
		e->value = value;
		return 0;
	}
	e = calloc(1, sizeof(*e) + len + 1);
	if (!e)
		return -1;
	memcpy(e->key, key, len);
	e->value = value;
	HASH_ADD(hh, m->entries, key[0], len, e);
	if (e->failed) {
		free(e);
		return -1;
	}
	return 0;
}

void *map_get(const struct map *m, const char *key, size_t len)
{
	struct entry *e = find(m, key, len);

	return e ? e->value : NULL;
}

size_t map_count(const struct map *m)
{
	return HASH_COUNT(m->entries);
}
