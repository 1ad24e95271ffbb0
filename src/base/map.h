/*
 * A map from strings to pointers, over uthash (the only file that sees it).
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stddef.h>

struct map;

/*
 * map_create(): an empty map; NULL when memory is short.  The caller ends it with map_destroy().
 */
struct map *map_create(void);

/*
 * map_destroy(m): releases the map and its copies of the keys; the values are the caller's.  NULL is
 * accepted.
 */
void map_destroy(struct map *m);

/*
 * map_put(m, key, len, value): stores value (not NULL) under the len bytes of key, replacing an older
 * one.  Returns 0, or -1 when memory is short.
 */
int map_put(struct map *m, const char *key, size_t len, void *value);

/*
 * map_get(m, key, len): the value stored under the key; NULL when there is none.
 */
void *map_get(const struct map *m, const char *key, size_t len);

/*
 * map_count(m): how many keys there are.
 */
size_t map_count(const struct map *m);

#endif
