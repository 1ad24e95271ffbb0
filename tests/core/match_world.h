/*
 * What the tests of compiled phrases have in common: a little content, and the phrases of its name t compiled.
 */
#ifndef TESTS_CORE_MATCH_WORLD_H
#define TESTS_CORE_MATCH_WORLD_H

#include "core/match_build.h"
#include "core/words_world.h"

static struct words_world world;
static struct pattern_matcher *matcher;
static struct match_work *work;
static struct reading *reading;
static struct match_patterns patterns;

static inline int set_up(void **state)
{
	(void)state;
	patterns = (struct match_patterns){0};
	matcher = pattern_matcher_create();
	work = match_work_create();
	reading = reading_create();
	return words_open(&world) == 0 && matcher && work && reading ? 0 : -1;
}

static inline int tear_down(void **state)
{
	(void)state;
	match_build_release(&patterns);
	reading_destroy(reading);
	match_work_destroy(work);
	pattern_matcher_destroy(matcher);
	words_close(&world);
	return 0;
}

/* The alternatives of the name t of the content, compiled; NULL when they cannot be. */
static inline const struct match_list *compile(struct pattern_error *error)
{
	struct phrase_names names = lexicon_names(world.lexicon);
	struct match_build *b = match_build_create(world.arena, &names, world.vocab, &patterns);
	const struct lexicon_entry *e = lexicon_find(world.lexicon, "t", 1);
	const struct match_list *list;

	assert_true(b && e);
	list = match_build_list(b, e->phrases, error);
	assert_true(!list || match_build_list(b, e->phrases, error) == list);
	assert_true(!list == (match_build_failed(b) != NULL));
	match_build_destroy(b);
	return list;
}

#endif
