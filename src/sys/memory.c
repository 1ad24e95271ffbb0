/* How memory is kept; see memory.h. */
#include "sys/memory.h"

#include <malloc.h>

#define LARGE 65536 /* bytes; a block of an arena is a little more */

void memory_lean(void)
{
	mallopt(M_MMAP_THRESHOLD, LARGE);
}

void memory_trim(void)
{
	malloc_trim(0);
}
