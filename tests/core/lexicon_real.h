/*
 * The phrases of the content that is shipped, which compiled content has forgotten.
 */
#ifndef TESTS_CORE_LEXICON_REAL_H
#define TESTS_CORE_LEXICON_REAL_H

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "core/lexicon.h"

#define LEXICON_FILE_MAX (1 << 24)

static inline bool lexicon_real_file(struct arena *arena, struct lexicon *lx, const char *path)
{
	struct diag diag = {.sink = NULL};
	const struct yaml_node *words;
	FILE *in = fopen(path, "r");
	struct buf text;
	char piece[4096];
	size_t n;

	buf_init(&text, LEXICON_FILE_MAX);
	while (in && (n = fread(piece, 1, sizeof(piece), in)) > 0)
		buf_put(&text, piece, n);
	if (in)
		fclose(in);
	words = yaml_get(yaml_parse(arena, "f", buf_str(&text), text.len, &diag), "words");
	if (words)
		lexicon_read_words(lx, "f", words, &diag);
	buf_free(&text);
	return in && diag.errors == 0;
}

/*
 * lexicon_real(arena, dir): the lexicon of dir/intents, living in arena; NULL when it cannot be read.
 * The caller ends it with lexicon_destroy().
 */
static inline struct lexicon *lexicon_real(struct arena *arena, const char *dir)
{
	struct lexicon *lx = lexicon_create(arena, arena);
	bool good = lx != NULL;
	char pattern[4096];
	glob_t files;
	size_t i;

	snprintf(pattern, sizeof(pattern), "%s/intents/*.yaml", dir);
	if (!good || glob(pattern, 0, NULL, &files) != 0)
		return NULL;
	for (i = 0; i < files.gl_pathc && good; i++)
		good = lexicon_real_file(arena, lx, files.gl_pathv[i]);
	globfree(&files);
	if (good)
		return lx;
	lexicon_destroy(lx);
	return NULL;
}

#endif
