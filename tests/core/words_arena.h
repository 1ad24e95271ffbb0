/*
 * An arena that runs short when a test says so, and that gives every piece memory of its own: writing
 * or reading beyond one is noticed.  A test that includes this uses it in the place of base/arena.c.
 */
#ifndef TESTS_CORE_WORDS_ARENA_H
#define TESTS_CORE_WORDS_ARENA_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define WORDS_PLENTY SIZE_MAX

struct words_piece {
	struct words_piece *next;
	void *data;
};

struct arena {
	struct words_piece *pieces;
	size_t bytes;
};

static size_t words_left = WORDS_PLENTY; /* how many pieces are still given out */

struct arena *arena_create(void)
{
	return calloc(1, sizeof(struct arena));
}

void arena_destroy(struct arena *a)
{
	struct words_piece *p, *next;

	for (p = a ? a->pieces : NULL; p; p = next) {
		next = p->next;
		free(p->data);
		free(p);
	}
	free(a);
}

void *arena_alloc(struct arena *a, size_t n)
{
	struct words_piece *p;

	if (words_left == 0)
		return NULL;
	if (words_left != WORDS_PLENTY)
		words_left--;
	p = calloc(1, sizeof(*p));
	if (p)
		p->data = calloc(1, n ? n : 1);
	if (!p || !p->data) {
		free(p);
		return NULL;
	}
	p->next = a->pieces;
	a->pieces = p;
	a->bytes += n;
	return p->data;
}

char *arena_copy(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	if (copy && n)
		memcpy(copy, s, n);
	return copy;
}

size_t arena_bytes(const struct arena *a)
{
	return a->bytes;
}

#endif
