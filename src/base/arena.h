/*
 * Memory that is given out piece by piece and released all at once: compiled content and parsed
 * YAML live in one each.  Pieces are zeroed, and aligned for pointers and numbers of 64 bits; texts stand
 * close together.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

/*
 * arena_create(): a new, empty arena; NULL when memory is short.  The caller owns it and ends it with
 * arena_destroy().
 */
struct arena *arena_create(void);

/*
 * arena_destroy(a): releases the arena and every piece of it.  NULL is accepted.
 */
void arena_destroy(struct arena *a);

/*
 * arena_alloc(a, n): n zeroed bytes that live as long as a; NULL when memory is short.
 */
void *arena_alloc(struct arena *a, size_t n);

/*
 * arena_copy(a, s, n): a NUL-terminated copy of the n bytes at s; NULL when memory is short.
 */
char *arena_copy(struct arena *a, const char *s, size_t n);

/*
 * arena_bytes(a): how many bytes a has taken from the system.
 */
size_t arena_bytes(const struct arena *a);

#endif
