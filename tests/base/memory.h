/*
 * Memory that runs short when a test says so.  A test includes this and then the .c file that it is
 * about, which thereby allocates through it.
 */
#ifndef TESTS_BASE_MEMORY_H
#define TESTS_BASE_MEMORY_H

#include <stdint.h>
#include <stdlib.h>

#define MEMORY_PLENTY SIZE_MAX
#define MEMORY_MOST                                                                                \
	((size_t)1 << 32) /* more at once is never given: sanitizers end at such a wish */

static size_t memory_left = MEMORY_PLENTY; /* how many allocations still succeed */

static inline int memory_is_short(size_t n)
{
	if (memory_left == 0 || n > MEMORY_MOST)
		return 1;
	if (memory_left != MEMORY_PLENTY)
		memory_left--;
	return 0;
}

static inline void *memory_malloc(size_t n)
{
	return memory_is_short(n) ? NULL : malloc(n);
}

static inline void *memory_calloc(size_t count, size_t size)
{
	return memory_is_short(count && size > SIZE_MAX / count ? SIZE_MAX : count * size)
		       ? NULL
		       : calloc(count, size);
}

static inline void *memory_realloc(void *p, size_t n)
{
	return memory_is_short(n) ? NULL : realloc(p, n);
}

#define malloc memory_malloc
#define calloc memory_calloc
#define realloc memory_realloc

#endif
