/*
 * What the tests of the phrase language have in common: names, and phrases in memory of exactly their
 * size, so that reading beyond one is noticed.
 */
#ifndef TESTS_CORE_WORDS_PHRASES_H
#define TESTS_CORE_WORDS_PHRASES_H

#include "core/phrase.h"
#include "core/words_arena.h"
#include "core/words_world.h"

#define WORDS_NAMES_MAX 16

struct words_phrases {
	struct arena *arena;
	struct {
		const char *name;
		struct phrase *list;
	} table[WORDS_NAMES_MAX];
	size_t count;
	struct phrase_names names;
};

static inline const struct phrase *words_lookup(void *ctx, const char *name, size_t len)
{
	const struct words_phrases *p = ctx;
	size_t i;

	for (i = 0; i < p->count; i++) {
		if (strlen(p->table[i].name) == len && memcmp(p->table[i].name, name, len) == 0)
			return p->table[i].list;
	}
	return NULL;
}

static inline int words_phrases_open(struct words_phrases *p)
{
	*p = (struct words_phrases){.arena = arena_create()};
	p->names = (struct phrase_names){words_lookup, p, NULL};
	return p->arena ? 0 : -1;
}

static inline void words_phrases_close(struct words_phrases *p)
{
	arena_destroy(p->arena);
}

/* Parses the len bytes; they live as long as the arena. */
static inline struct phrase *words_parse_bytes(
	struct words_phrases *p, const char *text, size_t len, struct phrase_error *error)
{
	char *exact = arena_alloc(p->arena, len);

	assert_non_null(exact);
	if (len)
		memcpy(exact, text, len);
	return phrase_parse(p->arena, exact, len, error);
}

/* Parses a phrase that must be one. */
static inline struct phrase *words_parse(struct words_phrases *p, const char *text)
{
	struct phrase_error error;
	struct phrase *list = words_parse_bytes(p, text, strlen(text), &error);

	if (!list)
		print_error("'%s': %s\n", text, error.why);
	assert_non_null(list);
	assert_null(error.why);
	return list;
}

static inline void words_name(struct words_phrases *p, const char *name, const char *text)
{
	assert_true(p->count < WORDS_NAMES_MAX);
	p->table[p->count].name = name;
	p->table[p->count++].list = words_parse(p, text);
}

/* What keeps the words it is given, with a blank between them; stops behind `most` of them. */
struct words_list {
	struct buf text;
	size_t count;
	size_t most;
};

static inline bool words_keep(void *ctx, const char *s, size_t len)
{
	struct words_list *l = ctx;

	if (l->count)
		buf_putc(&l->text, ' ');
	buf_put(&l->text, s, len);
	return ++l->count < l->most;
}

static inline struct words_list words_list(void)
{
	struct words_list l = {.most = SIZE_MAX};

	buf_init(&l.text, (size_t)1 << 20);
	return l;
}

#endif
