/* Memory released all at once; see arena.h. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BLOCK 65536 /* bytes of an ordinary block; a larger piece gets a block of its own */

struct block {
	struct block *next;
	size_t used;
	size_t size;
	unsigned char data[]; /* aligned as the numbers before it are */
};

struct arena {
	struct block *blocks; /* the first one is being filled */
	size_t bytes;
};

struct arena *arena_create(void)
{
	return calloc(1, sizeof(struct arena));
}

void arena_destroy(struct arena *a)
{
	struct block *b, *next;

	if (!a)
		return;
	for (b = a->blocks; b; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}

/* Adds a block.  One for a large piece alone stands behind the one that is being filled. */
static struct block *add_block(struct arena *a, size_t need)
{
	const bool alone = need >= ARENA_BLOCK / 4;
	const size_t size = alone ? need : ARENA_BLOCK;
	struct block **at = alone && a->blocks ? &a->blocks->next : &a->blocks, *b;

	if (size > SIZE_MAX - sizeof(*b))
		return NULL;
	b = calloc(1, sizeof(*b) + size);
	if (!b)
		return NULL;
	b->size = size;
	b->next = *at;
	*at = b;
	a->bytes += sizeof(*b) + size;
	return b;
}

/* n bytes at a multiple of `align` */
static void *take(struct arena *a, size_t n, size_t align)
{
	struct block *b = a->blocks;
	size_t at = b ? (b->used + align - 1) & ~(align - 1) : 0;

	if (!b || at > b->size || b->size - at < n) {
		b = add_block(a, n);
		if (!b)
			return NULL;
		at = 0;
	}
	b->used = at + n;
	return b->data + at;
}

void *arena_alloc(struct arena *a, size_t n)
{
	return take(a, n, alignof(struct block));
}

char *arena_copy(struct arena *a, const char *s, size_t n)
{
	char *copy = n < SIZE_MAX ? take(a, n + 1, 1) : NULL;

	if (copy && n)
		memcpy(copy, s, n);
	return copy;
}

size_t arena_bytes(const struct arena *a)
{
	return a->bytes;
}
