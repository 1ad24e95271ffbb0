/*
 * What the tests of words and phrases have in common: a little content, read from YAML as content.c
 * does it, and what is found wrong with it.
 */
#ifndef TESTS_CORE_WORDS_WORLD_H
#define TESTS_CORE_WORDS_WORLD_H

#include "base/findings.h"
#include "base/yaml.h"
#include "core/lexicon.h"
#include "core/spell.h"
#include "core/spelling.h"
#include "core/vocab.h"

#define WORDS_COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct words_world {
	struct findings found;
	struct arena *arena;
	struct lexicon *lexicon;
	struct vocab *vocab;
	struct spell *spell;
};

static inline int words_open(struct words_world *w)
{
	*w = (struct words_world){0};
	findings_open(&w->found);
	w->arena = arena_create();
	if (!w->arena)
		return -1;
	w->lexicon = lexicon_create(w->arena, w->arena);
	w->vocab = vocab_create(w->arena);
	return w->lexicon && w->vocab ? 0 : -1;
}

static inline void words_close(struct words_world *w)
{
	lexicon_destroy(w->lexicon);
	arena_destroy(w->arena);
	findings_close(&w->found);
}

/* The tree of a YAML text; findings about what it holds come without the line and the caret. */
static inline const struct yaml_node *words_yaml(struct words_world *w, const char *text)
{
	const struct yaml_node *root =
		yaml_parse(w->arena, "f", text, strlen(text), &w->found.diag);

	diag_source(&w->found.diag, NULL, 0);
	if (!root)
		print_error("%s", buf_str(&w->found.text));
	assert_non_null(root);
	return root;
}

/* The findings so far are exactly these, and are forgotten. */
static inline void words_found(struct words_world *w, const char *expected)
{
	assert_string_equal(buf_str(&w->found.text), expected);
	assert_int_equal(w->found.diag.errors > 0, expected[0] != '\0');
	buf_clear(&w->found.text);
	w->found.diag.errors = 0;
}

/*
 * Reads the sections `spelling:` and `words:`, and makes the vocabulary and the index for mending of
 * them.  There must be nothing wrong with them.
 */
static inline void words_content(struct words_world *w, const char *text)
{
	const struct yaml_node *root = words_yaml(w, text);
	const struct yaml_node *spelling = yaml_get(root, "spelling");
	const struct yaml_node *words = yaml_get(root, "words");

	if (spelling)
		spelling_read(w->vocab, "f", spelling, &w->found.diag);
	if (words)
		lexicon_read_words(w->lexicon, "f", words, &w->found.diag);
	lexicon_check(w->lexicon, &w->found.diag);
	lexicon_vocabulary(w->lexicon, w->vocab, &w->found.diag);
	words_found(w, "");
	w->spell = spell_create(w->arena, w->vocab);
	assert_non_null(w->spell);
}

/* The number of a word that the vocabulary must have. */
static inline uint16_t words_id(const struct words_world *w, const char *word)
{
	uint16_t id = vocab_find(w->vocab, word, strlen(word));

	if (!id)
		print_error("no word '%s'\n", word);
	assert_int_not_equal(id, VOCAB_NONE);
	return id;
}

#endif
