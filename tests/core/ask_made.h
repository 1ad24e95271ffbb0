/*
 * Questions for the tests of src/core/ask*.c: a text is read on made content, and what it asks is described.
 */
#ifndef TESTS_CORE_ASK_MADE_H
#define TESTS_CORE_ASK_MADE_H

#include <stdio.h>

#include "core/ask.h"
#include "core/content_made.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static struct made made;
static struct scopes scopes;
static struct frames frames;
static struct asked asked;
static bool protected[READING_WORDS_MAX], explained[READING_WORDS_MAX];

static inline int set_up(void **state)
{
	(void)state;
	made_open(&made);
	made_good(&made);
	return frame_create(&frames);
}

static inline int tear_down(void **state)
{
	(void)state;
	frame_free(&frames);
	made_close(&made);
	return 0;
}

static inline int term(const char *name)
{
	size_t t;

	for (t = 0; name && t < terms_count(made.content->terms); t++) {
		if (strcmp(terms_name(made.content->terms, t), name) == 0)
			return (int)t;
	}
	return ASK_NO_TERM;
}

/* Marks the words that are part of a term, as engine.c does it. */
static inline void mark_explained(void)
{
	const struct term_hits *hits = made.hits;
	size_t t, i, w;

	memset(explained, 0, sizeof(explained));
	for (t = 0; t < terms_count(made.content->terms); t++) {
		for (i = hits->start[t]; i < hits->start[t] + hits->count[t]; i++) {
			for (w = hits->list[i].first; w <= hits->list[i].last; w++)
				explained[w] = true;
		}
	}
}

/* Reads a text; concept and aspect are the conversation's, NULL without. */
static inline void ask(const char *text, const char *concept, const char *aspect)
{
	const struct lumbar_content *c = made.content;

	made_read(&made, text);
	scope_find(&c->scope_terms, made.reading, made.hits, protected, &scopes);
	frame_find(&c->frame_terms, made.reading, made.hits, &frames);
	mark_explained();
	ask_find(&(struct ask_view){.intents = c->intents,
			 .r = made.reading,
			 .hits = made.hits,
			 .frames = &frames,
			 .scopes = &scopes,
			 .explained = explained,
			 .vocab = c->vocab,
			 .pronoun = c->pronoun,
			 .refer = c->refer,
			 .several = c->several,
			 .concept = term(concept),
			 .aspect = term(aspect),
			 .channel = LUMBAR_DIRECT},
		&asked);
}

/* The questions with their points: "causes.posture 16, treatment.heat 10". */
static inline const char *describe(void)
{
	static char out[1024];
	size_t i, n = 0;

	out[0] = '\0';
	for (i = 0; i < asked.count; i++)
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%s %d", i ? ", " : "",
			asked.list[i].intent->id, asked.list[i].score);
	return out;
}

static inline void expect(
	const char *text, const char *concept, const char *aspect, const char *expected)
{
	ask(text, concept, aspect);
	if (strcmp(describe(), expected) != 0)
		fail_msg("'%s': '%s', not '%s'", text, describe(), expected);
}

#endif
