/*
 * The lexicon: names for groups of phrases ("leg", "cant-feel"), from the `words:` maps of the content.
 */
#ifndef CORE_LEXICON_H
#define CORE_LEXICON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/yaml.h"
#include "core/phrase.h"
#include "core/vocab.h"

/* One name and what it stands for. */
struct lexicon_entry {
	const char *name;
	struct diag_place key, at;  /* where it and its phrases are written */
	struct phrase *phrases;     /* NULL once forgotten */
	size_t gap;                 /* their phrase_gap() */
	bool used;                  /* some phrase or rule refers to it */
	int term;                   /* its place among the terms, -1 when no rule needs it */
	struct lexicon_entry *next; /* in order of definition */
};

struct lexicon;

/*
 * lexicon_create(arena, phrases): an empty lexicon living in arena, its phrases in the arena `phrases`;
 * NULL when memory is short.
 */
struct lexicon *lexicon_create(struct arena *arena, struct arena *phrases);

/*
 * lexicon_forget(lx): from now on it has no phrases, and their arena may go: once they are compiled
 * nobody needs them, and they take up more than all the rest.
 */
void lexicon_forget(struct lexicon *lx);

/*
 * lexicon_destroy(lx): releases what is not in the arena.  NULL is accepted.
 */
void lexicon_destroy(struct lexicon *lx);

/*
 * lexicon_read_lacking(lx, file, map, diag): takes in what of such a map is not defined yet, with a
 * warning.  Returns 0, or -1 after findings.
 */
int lexicon_read_lacking(
	struct lexicon *lx, const char *file, const struct yaml_node *map, struct diag *diag);

/*
 * lexicon_read_words(lx, file, map, diag): takes in the `words:` map of a file.  Returns 0, or -1 after
 * findings.
 */
int lexicon_read_words(
	struct lexicon *lx, const char *file, const struct yaml_node *map, struct diag *diag);

/*
 * lexicon_check(lx, diag): after all words are read: every name that a phrase refers to must exist, and
 * none may contain itself.  Returns 0, or -1 after findings.
 */
int lexicon_check(struct lexicon *lx, struct diag *diag);

/*
 * lexicon_find(lx, name, len): the entry of that name; NULL when there is none.
 */
struct lexicon_entry *lexicon_find(const struct lexicon *lx, const char *name, size_t len);

/*
 * lexicon_first(lx): the first entry in order of definition; NULL when there is none.
 */
struct lexicon_entry *lexicon_first(const struct lexicon *lx);

/*
 * lexicon_names(lx): how phrases find their names.
 */
struct phrase_names lexicon_names(const struct lexicon *lx);

/*
 * lexicon_vocabulary(lx, vocab, diag): enters the words of all phrases into vocab.  Returns 0, or -1
 * after findings.
 */
int lexicon_vocabulary(struct lexicon *lx, struct vocab *vocab, struct diag *diag);

#endif
