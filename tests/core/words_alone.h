/* A world of words that each test begins anew, for those that need nothing beside it. */
#ifndef TESTS_CORE_WORDS_ALONE_H
#define TESTS_CORE_WORDS_ALONE_H

#include "core/words_world.h"

static struct words_world world;

static int set_up(void **state)
{
	(void)state;
	return words_open(&world);
}

static int tear_down(void **state)
{
	(void)state;
	words_close(&world);
	return 0;
}

#endif
