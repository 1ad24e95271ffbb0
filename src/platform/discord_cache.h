/*
 * What is known of channels: their type, and for threads their name and the channel they belong to.
 * Bounded: the one that was asked for least lately gives way.
 */
#ifndef PLATFORM_DISCORD_CACHE_H
#define PLATFORM_DISCORD_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bound.h"

#include "platform/snowflake.h"

#define DISCORD_CACHE_MAX 4096
#define DISCORD_CACHE_UNKNOWN (-1) /* the type of a channel that could not be looked up */

/* What is known of one channel. */
struct discord_cache_entry {
	uint64_t id;
	int64_t type;
	char parent[SNOWFLAKE_MAX]; /* "" if none */
	char *name;                 /* "" if none */
	int64_t until;              /* an entry of unknown type is asked for again then */
};

struct discord_cache;

/*
 * discord_cache_create(): an empty cache; NULL when memory is short.  The caller owns it and ends it
 * with discord_cache_destroy().
 */
struct discord_cache *discord_cache_create(void);

/*
 * discord_cache_destroy(c): releases it.  NULL is accepted.
 */
void discord_cache_destroy(struct discord_cache *c);

/*
 * discord_cache_get(c, id, now_ms): what is known of that channel, NULL when nothing is.  Borrowed until
 * the next call that changes c.
 */
const struct discord_cache_entry *discord_cache_get(
	struct discord_cache *c, uint64_t id, int64_t now_ms);

/*
 * discord_cache_put(c, known): remembers a copy of known, whose name may be NULL, in place of what was
 * known of that channel.  Returns 0, or -1 when memory is short.
 */
int discord_cache_put(struct discord_cache *c, const struct discord_cache_entry *known);

/*
 * discord_cache_bound(c): how full it is, and how many channels it forgot for want of room.
 */
struct bound discord_cache_bound(const struct discord_cache *c);

#endif
