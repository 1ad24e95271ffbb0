/*
 * A file of hints as it stands on disk: columns with numbers, and tables of lines "word 38:21 12:-4", each
 * a word and how much it speaks for which columns.  What the tables are is known to hint_read.c and
 * hint_flag_read.c.
 */
#ifndef CORE_HINT_FILE_H
#define CORE_HINT_FILE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/yaml.h"
#include "core/hint_table.h"
#include "core/term.h"

#define HINT_FILE_COLUMNS_MAX (INTENT_MAX + 1)

struct hint_file {
	struct arena *arena;
	const struct terms *terms;
	const char *file;
	struct diag *diag;
	const struct yaml_node *map, *node; /* the whole, and what is read of it */
	int columns
		[HINT_FILE_COLUMNS_MAX]; /* the file's number of a column to the content's, -1: none */
	size_t n_columns;
	bool failed;
};

/* What the content's place of a column is; -1 for one that is not there any more. */
typedef int hint_file_column(void *ctx, const char *word, size_t len);

/* Takes in one row; `at` is the same for all of a table. */
typedef void hint_file_take(struct hint_file *f, void *at, struct hint_row row);

/*
 * hint_file_is(name, word, len): whether the word is that name.
 */
bool hint_file_is(const char *name, const char *word, size_t len);

/*
 * hint_file_fail(f, what): reports a fault, once.
 */
void hint_file_fail(struct hint_file *f, const char *what);

/*
 * hint_file_columns(f, key, find, ctx): reads the names of the columns under a key, which must be there.
 */
void hint_file_columns(struct hint_file *f, const char *key, hint_file_column *find, void *ctx);

/*
 * hint_file_row(f, key): the row of a key that is no table; empty where there is none.
 */
struct hint_row hint_file_row(struct hint_file *f, const char *key);

/*
 * hint_file_table(f, key, take, at): reads the table under a key, if there is one, row by row.
 */
void hint_file_table(struct hint_file *f, const char *key, hint_file_take *take, void *at);

/*
 * hint_file_names(f, key, rows): the same for names of the lexicon, whose rows go to their terms' places.
 */
void hint_file_names(struct hint_file *f, const char *key, struct hint_row rows[TERM_MAX]);

/*
 * hint_file_words(f, key, words): the same for words, which are put in order.
 */
void hint_file_words(struct hint_file *f, const char *key, struct hint_words *words);

/*
 * hint_file_frames(f, key, rows): the same for kinds of messages.
 */
void hint_file_frames(struct hint_file *f, const char *key, struct hint_row rows[HINT_FRAMES]);

#endif
