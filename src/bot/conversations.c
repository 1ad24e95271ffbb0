/* What is remembered of conversations; see conversations.h. */
#include "bot/conversations.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/lru.h"
#include "base/siphash.h"

struct conversations {
	struct lru *talks;
	uint8_t salt[SIPHASH_KEY];
};

struct conversations *conversations_create(void)
{
	struct conversations *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->talks = lru_create(CONVERSATIONS_MAX, sizeof(struct lumbar_talk));
	if (!c->talks || getrandom(c->salt, sizeof(c->salt), 0) != (ssize_t)sizeof(c->salt)) {
		conversations_destroy(c);
		return NULL;
	}
	return c;
}

void conversations_destroy(struct conversations *c)
{
	if (!c)
		return;
	lru_destroy(c->talks);
	free(c);
}

/* Two keyed hashes: of the channel, and of the person. */
static void make_key(
	const struct conversations *c, const char *channel, const char *user, uint64_t key[2])
{
	key[0] = siphash(c->salt, channel, strlen(channel));
	key[1] = siphash(c->salt, user, strlen(user));
}

struct lumbar_talk conversations_get(struct conversations *c, const char *channel, const char *user)
{
	const struct lumbar_talk *kept;
	uint64_t key[2];

	make_key(c, channel, user, key);
	kept = lru_get(c->talks, (const char *)key, sizeof(key));
	return kept ? *kept : (struct lumbar_talk){0};
}

void conversations_keep(struct conversations *c, const char *channel, const char *user,
	const struct lumbar_talk *talk)
{
	static const struct lumbar_talk empty;
	struct lumbar_talk *kept;
	uint64_t key[2];

	make_key(c, channel, user, key);
	if (memcmp(talk, &empty, sizeof(empty)) == 0) {
		lru_remove(c->talks, (const char *)key, sizeof(key));
		return;
	}
	kept = lru_put(c->talks, (const char *)key, sizeof(key));
	if (kept)
		*kept = *talk;
}

void conversations_forget(struct conversations *c, const char *channel, const char *user)
{
	uint64_t key[2];

	make_key(c, channel, user, key);
	lru_remove(c->talks, (const char *)key, sizeof(key));
}

/* Whether the second half of a key is that hash. */
static bool is_of(const void *ctx, const char *key, size_t len)
{
	return len == 2 * sizeof(uint64_t) &&
	       memcmp(key + sizeof(uint64_t), ctx, sizeof(uint64_t)) == 0;
}

void conversations_forget_person(struct conversations *c, const char *user)
{
	uint64_t key[2];

	make_key(c, "", user, key);
	lru_remove_if(c->talks, is_of, &key[1]);
}

struct bound conversations_bound(const struct conversations *c)
{
	return lru_bound(c->talks, "conversations");
}
