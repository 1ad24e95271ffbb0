/*
 * A bounded map from strings to values that forgets the least recently used: conversations,
 * cooldowns, ids already seen.  Over uthash, as map.h.
 */
#ifndef BASE_LRU_H
#define BASE_LRU_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bound.h"

struct lru;

/*
 * lru_create(max, size): an empty map of at most max (> 0) values, of size bytes each; NULL when memory is
 * short.  The caller ends it with lru_destroy().
 */
struct lru *lru_create(size_t max, size_t size);

/*
 * lru_destroy(l): releases it with its values.  NULL is accepted.
 */
void lru_destroy(struct lru *l);

/*
 * lru_get(l, key, len): the value under the len bytes of key, which thereby becomes the most recent;
 * NULL when there is none.  Valid until the next lru_put() or lru_remove().
 */
void *lru_get(struct lru *l, const char *key, size_t len);

/*
 * lru_put(l, key, len): the value under that key, zeroed when it is new; the least recent one is
 * forgotten when there are more than max.  NULL when memory is short.  Valid as lru_get() says.
 */
void *lru_put(struct lru *l, const char *key, size_t len);

/*
 * lru_put_sized(l, key, len, size): the same with so many bytes for this value; when it had another size,
 * what of it has room stays, and what is new is zeroed.
 */
void *lru_put_sized(struct lru *l, const char *key, size_t len, size_t size);

/*
 * lru_remove(l, key, len): forgets that key.
 */
void lru_remove(struct lru *l, const char *key, size_t len);

/*
 * lru_remove_if(l, is, ctx): forgets every key of which is(ctx, key, len) says so.
 */
void lru_remove_if(
	struct lru *l, bool (*is)(const void *ctx, const char *key, size_t len), const void *ctx);

/*
 * lru_count(l): how many values there are.
 */
size_t lru_count(const struct lru *l);

/*
 * lru_bound(l, name): how full it is, and how much it forgot for want of room.
 */
struct bound lru_bound(const struct lru *l, const char *name);

#endif
