/* Memory released all at once; see arena.h. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BLOCK 65536 /* bytes of an ordinary block; a larger piece gets a block of its own */

struct block {
	struct block *next;
	size_t used;
	size_t size;
	alignas(max_align_t) unsigned char data[];
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

static struct block *add_block(struct arena *a, size_t need)
{
	size_t size = need > ARENA_BLOCK ? need : ARENA_BLOCK;
	struct block *b;

	if (size > SIZE_MAX - sizeof(*b))
		return NULL;
	b = calloc(1, sizeof(*b) + size);
	if (!b)
		return NULL;
	b->size = size;
	b->next = a->blocks;
	a->blocks = b;
	a->bytes += sizeof(*b) + size;
	return b;
}

void *arena_alloc(struct arena *a, size_t n)
{
	size_t need = (n + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	struct block *b = a->blocks;
	void *piece;

	if (need < n)
		return NULL;
	if (!b || b->size - b->used < need) {
		b = add_block(a, need);
		if (!b)
			return NULL;
	}
	piece = b->data + b->used;
	b->used += need;
	return piece;
}

char *arena_copy(struct arena *a, const char *s, size_t n)
{
	char *copy = n < SIZE_MAX ? arena_alloc(a, n + 1) : NULL;

	if (copy && n)
		memcpy(copy, s, n);
	return copy;
}

size_t arena_bytes(const struct arena *a)
{
	return a->bytes;
}
