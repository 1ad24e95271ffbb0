/* The tables of a file of hints; see hint_file.h. */
#include "core/hint_file.h"

#include <stdlib.h>
#include <string.h>

#define WEIGHT_MAX 1000 /* of one hint: more is a slip of whoever wrote the file */

bool hint_file_is(const char *name, const char *word, size_t len)
{
	return strlen(name) == len && memcmp(name, word, len) == 0;
}

void hint_file_fail(struct hint_file *f, const char *what)
{
	if (!f->failed)
		diag_error(f->diag, yaml_at(f->file, f->node),
			"%s: write this file with make hints", what);
	f->failed = true;
}

/* The text under a key; NULL where there is none. */
static const char *find_text(struct hint_file *f, const char *key)
{
	const struct yaml_node *n = yaml_get(f->map, key);

	if (!n)
		return NULL;
	f->node = n;
	if (n->kind == YAML_SCALAR)
		return n->text;
	hint_file_fail(f, "a table of hints is a text");
	return NULL;
}

void hint_file_columns(struct hint_file *f, const char *key, hint_file_column *find, void *ctx)
{
	const struct yaml_node *n = yaml_get(f->map, key);
	const char *text;
	size_t len;

	if (!n || n->kind != YAML_SCALAR) {
		hint_file_fail(f, "hints need a list of what they speak for");
		return;
	}
	for (text = n->text;; text += len) {
		text += strspn(text, " \n");
		len = strcspn(text, " \n");
		if (len == 0)
			return;
		if (f->n_columns == HINT_FILE_COLUMNS_MAX) {
			hint_file_fail(f, "there are too many columns");
			return;
		}
		f->columns[f->n_columns++] = find(ctx, text, len);
	}
}

/* Reads "38:21 12:-4" up to the end of the line into pairs; returns how many. */
static size_t read_pairs(struct hint_file *f, const char *line, size_t len, struct hint_pair *pairs)
{
	const char *end = line + len;
	char *stop;
	size_t n = 0;
	long column, weight;

	while (line < end) {
		column = strtol(line, &stop, 10);
		if (stop == line || *stop != ':' || column < 0 || (size_t)column >= f->n_columns) {
			hint_file_fail(f, "a hint is the number of a column, a colon and a weight");
			return 0;
		}
		line = stop + 1;
		weight = strtol(line, &stop, 10);
		if (stop == line || stop > end || weight > WEIGHT_MAX || weight < -WEIGHT_MAX) {
			hint_file_fail(f, "a weight is a number up to 1000");
			return 0;
		}
		if (f->columns[column] >= 0)
			pairs[n++] =
				(struct hint_pair){(uint16_t)f->columns[column], (int16_t)weight};
		line = stop;
		while (line < end && *line == ' ')
			line++;
	}
	return n;
}

/* Reads the pairs of a line into a row of that word.  Every pair is at least "0:1 ". */
static struct hint_row read_row(
	struct hint_file *f, const char *word, size_t word_len, const char *line, size_t len)
{
	struct hint_pair *pairs = arena_alloc(f->arena, (len / 3 + 1) * sizeof(*pairs));

	if (!pairs) {
		hint_file_fail(f, "out of memory");
		return (struct hint_row){0};
	}
	return (struct hint_row){word, word_len, pairs, read_pairs(f, line, len, pairs)};
}

struct hint_row hint_file_row(struct hint_file *f, const char *key)
{
	const char *text = find_text(f, key);

	return text ? read_row(f, text, 0, text, strlen(text)) : (struct hint_row){0};
}

void hint_file_table(struct hint_file *f, const char *key, hint_file_take *take, void *at)
{
	const char *line = find_text(f, key);
	size_t len, word, skip;

	for (; line && *line && !f->failed; line += len + (line[len] == '\n')) {
		len = strcspn(line, "\n");
		word = strcspn(line, " \n");
		skip = word < len ? word + 1 : len;
		if (len > 0)
			take(f, at, read_row(f, line, word, line + skip, len - skip));
	}
}

static void take_name(struct hint_file *f, void *at, struct hint_row row)
{
	struct hint_row *rows = at;
	size_t t;

	for (t = 0; t < terms_count(f->terms); t++) {
		if (hint_file_is(terms_name(f->terms, t), row.word, row.len)) {
			rows[t] = row;
			return;
		}
	}
}

void hint_file_names(struct hint_file *f, const char *key, struct hint_row rows[TERM_MAX])
{
	hint_file_table(f, key, take_name, rows);
}

static void take_word(struct hint_file *f, void *at, struct hint_row row)
{
	struct hint_words *words = at;

	(void)f;
	words->list[words->n++] = row;
}

void hint_file_words(struct hint_file *f, const char *key, struct hint_words *words)
{
	const char *text = find_text(f, key), *line;
	size_t n = 1;

	for (line = text; line && *line; line++)
		n += *line == '\n';
	words->list = text ? arena_alloc(f->arena, n * sizeof(struct hint_row)) : NULL;
	if (!text)
		return;
	if (!words->list) {
		hint_file_fail(f, "out of memory");
		return;
	}
	hint_file_table(f, key, take_word, words);
	qsort(words->list, words->n, sizeof(struct hint_row), hint_table_order);
}

static void take_frame(struct hint_file *f, void *at, struct hint_row row)
{
	struct hint_row *rows = at;
	size_t i;

	(void)f;
	for (i = 0; i < HINT_FRAMES; i++) {
		if (hint_file_is(hint_frame_name((enum hint_frame)i), row.word, row.len))
			rows[i] = row;
	}
}

void hint_file_frames(struct hint_file *f, const char *key, struct hint_row rows[HINT_FRAMES])
{
	hint_file_table(f, key, take_frame, rows);
}
