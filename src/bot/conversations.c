/* What is remembered of conversations; see conversations.h. */
#include "bot/conversations.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/lru.h"
#include "base/siphash.h"

/* Room for what was said grows by so many bytes. */
#define ROOM 64

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

/* How many bytes of talk are kept: of what was said no more than there is. */
static size_t size_of(const struct lumbar_talk *talk)
{
	const size_t said = ((size_t)talk->n_recent + ROOM - 1) / ROOM * ROOM;
	const size_t size = offsetof(struct lumbar_talk, recent) + said;

	return size < sizeof(*talk) ? size : sizeof(*talk);
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
	struct lumbar_talk talk = {0};
	const struct lumbar_talk *kept;
	uint64_t key[2];

	make_key(c, channel, user, key);
	kept = lru_get(c->talks, (const char *)key, sizeof(key));
	if (kept)
		memcpy(&talk, kept, size_of(kept));
	return talk;
}

void conversations_keep(struct conversations *c, const char *channel, const char *user,
	const struct lumbar_talk *talk)
{
	static const struct lumbar_talk empty;
	const size_t size = size_of(talk);
	void *kept;
	uint64_t key[2];

	make_key(c, channel, user, key);
	if (memcmp(talk, &empty, sizeof(empty)) == 0) {
		lru_remove(c->talks, (const char *)key, sizeof(key));
		return;
	}
	kept = lru_put_sized(c->talks, (const char *)key, sizeof(key), size);
	if (kept)
		memcpy(kept, talk, size);
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
