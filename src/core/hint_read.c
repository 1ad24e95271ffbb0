/* The hints' file; see hint_read.h. */
#include "core/hint_read.h"

#include <stdlib.h>
#include <string.h>

#include "core/hint_table.h"

#define WEIGHT_MAX 1000 /* of one hint: more is a slip of whoever wrote the file */

static const char SPEAK[] = "speak"; /* the column that is no intent */

struct reader {
	struct hints *h;
	struct arena *arena;
	const struct terms *terms;
	const char *file;
	struct diag *diag;
	const struct yaml_node *node;
	int columns[INTENT_MAX +
		    1]; /* the file's number of an intent to the content's, -1 without */
	size_t n_columns;
	bool failed;
};

static void fail(struct reader *r, const char *what)
{
	if (!r->failed)
		diag_error(r->diag, yaml_at(r->file, r->node),
			"%s: write this file with make hints", what);
	r->failed = true;
}

static bool is(const char *name, const char *word, size_t len)
{
	return strlen(name) == len && memcmp(name, word, len) == 0;
}

/* The content's place of a column of the file; -1 for an intent that is not there any more. */
static int find_column(const struct reader *r, const char *word, size_t len)
{
	const struct intents *in = r->h->intents;
	size_t i;

	if (is(SPEAK, word, len))
		return (int)in->count;
	for (i = 0; i < in->count; i++) {
		if (is(in->list[i].id, word, len) && in->list[i].answer)
			return (int)i;
	}
	return -1;
}

static void read_columns(struct reader *r, const char *text)
{
	size_t len;
	int column;

	for (;; text += len) {
		text += strspn(text, " \n");
		len = strcspn(text, " \n");
		if (len == 0)
			return;
		if (r->n_columns == sizeof(r->columns) / sizeof(r->columns[0])) {
			fail(r, "there are too many intents");
			return;
		}
		column = find_column(r, text, len);
		if (column >= 0 && (size_t)column < r->h->intents->count)
			r->h->learned[column] = true;
		r->columns[r->n_columns++] = column;
	}
}

/* Reads "38:21 12:-4" up to the end of the line into pairs; returns how many. */
static size_t read_pairs(struct reader *r, const char *line, size_t len, struct hint_pair *pairs)
{
	const char *end = line + len;
	char *stop;
	size_t n = 0;
	long column, weight;

	while (line < end) {
		column = strtol(line, &stop, 10);
		if (stop == line || *stop != ':' || column < 0 || (size_t)column >= r->n_columns) {
			fail(r, "a hint is a number of an intent, a colon and a weight");
			return 0;
		}
		line = stop + 1;
		weight = strtol(line, &stop, 10);
		if (stop == line || stop > end || weight > WEIGHT_MAX || weight < -WEIGHT_MAX) {
			fail(r, "a weight is a number up to 1000");
			return 0;
		}
		if (r->columns[column] >= 0)
			pairs[n++] =
				(struct hint_pair){(uint16_t)r->columns[column], (int16_t)weight};
		line = stop;
		while (line < end && *line == ' ')
			line++;
	}
	return n;
}

/* Reads the pairs of a line into a row of that word.  Every pair is at least "0:1 ". */
static struct hint_row read_row(
	struct reader *r, const char *word, size_t word_len, const char *line, size_t len)
{
	struct hint_pair *pairs = arena_alloc(r->arena, (len / 3 + 1) * sizeof(*pairs));

	if (!pairs) {
		fail(r, "out of memory");
		return (struct hint_row){0};
	}
	return (struct hint_row){word, word_len, pairs, read_pairs(r, line, len, pairs)};
}

/* ------------------------------------------------------------------ what a row is for */

typedef void take_row(struct reader *r, struct hint_row row);

static void take_name(struct reader *r, struct hint_row *rows, struct hint_row row)
{
	size_t t;

	for (t = 0; t < terms_count(r->terms); t++) {
		if (is(terms_name(r->terms, t), row.word, row.len)) {
			rows[t] = row;
			return;
		}
	}
}

static void take_asked_name(struct reader *r, struct hint_row row)
{
	take_name(r, r->h->names[HINT_ASKED], row);
}

static void take_told_name(struct reader *r, struct hint_row row)
{
	take_name(r, r->h->names[HINT_TOLD], row);
}

static void take_talk(struct reader *r, struct hint_row row)
{
	take_name(r, r->h->talk, row);
}

static void take_last(struct reader *r, struct hint_row row)
{
	size_t i;

	for (i = 0; i < r->h->intents->count; i++) {
		if (is(r->h->intents->list[i].id, row.word, row.len))
			r->h->last[i] = row;
	}
}

static void take_frame(struct reader *r, struct hint_row row)
{
	size_t i;

	for (i = 0; i < HINT_FRAMES; i++) {
		if (is(hint_frame_name((enum hint_frame)i), row.word, row.len))
			r->h->frames[i] = row;
	}
}

static void take_asked_word(struct reader *r, struct hint_row row)
{
	r->h->words[HINT_ASKED][r->h->n_words[HINT_ASKED]++] = row;
}

static void take_told_word(struct reader *r, struct hint_row row)
{
	r->h->words[HINT_TOLD][r->h->n_words[HINT_TOLD]++] = row;
}

/* ------------------------------------------------------------------ the file */

static void read_table(struct reader *r, take_row *take, const char *text)
{
	const char *line;
	size_t len, word, skip;

	for (line = text; *line && !r->failed; line += len + (line[len] == '\n')) {
		len = strcspn(line, "\n");
		word = strcspn(line, " \n");
		skip = word < len ? word + 1 : len;
		if (len > 0)
			take(r, read_row(r, line, word, line + skip, len - skip));
	}
}

static void read_words(struct reader *r, enum hint_place place, const char *text)
{
	const char *line;
	size_t n = 1;

	for (line = text; *line; line++)
		n += *line == '\n';
	r->h->words[place] = arena_alloc(r->arena, n * sizeof(struct hint_row));
	if (!r->h->words[place]) {
		fail(r, "out of memory");
		return;
	}
	read_table(r, place == HINT_ASKED ? take_asked_word : take_told_word, text);
	qsort(r->h->words[place], r->h->n_words[place], sizeof(struct hint_row), hint_table_order);
}

/* The text under a key; NULL where there is none. */
static const char *find_text(struct reader *r, const struct yaml_node *map, const char *key)
{
	const struct yaml_node *n = yaml_get(map, key);

	if (!n)
		return NULL;
	r->node = n;
	if (n->kind == YAML_SCALAR)
		return n->text;
	fail(r, "a table of hints is a text");
	return NULL;
}

static void read_tables(struct reader *r, const struct yaml_node *map)
{
	static const struct {
		const char *key;
		take_row *take;
	} tables[] = {{"asked-names", take_asked_name}, {"told-names", take_told_name},
		{"talk", take_talk}, {"last", take_last}, {"frames", take_frame}};
	const char *text = find_text(r, map, "base");
	size_t i;

	if (text)
		r->h->base = read_row(r, text, 0, text, strlen(text));
	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		text = find_text(r, map, tables[i].key);
		if (text)
			read_table(r, tables[i].take, text);
	}
	text = find_text(r, map, "asked-words");
	if (text)
		read_words(r, HINT_ASKED, text);
	text = find_text(r, map, "told-words");
	if (text)
		read_words(r, HINT_TOLD, text);
}

struct hints *hint_read(struct arena *arena, const struct intents *intents,
	const struct terms *terms, const char *file, const struct yaml_node *map, struct diag *diag)
{
	struct reader r = {.h = arena_alloc(arena, sizeof(*r.h)),
		.arena = arena,
		.terms = terms,
		.file = file,
		.diag = diag,
		.node = map};
	const struct yaml_node *columns = yaml_get(map, "intents");

	if (!r.h || !columns || columns->kind != YAML_SCALAR) {
		fail(&r, r.h ? "hints need the list 'intents:'" : "out of memory");
		return NULL;
	}
	r.h->intents = intents;
	read_columns(&r, columns->text);
	read_tables(&r, map);
	return r.failed ? NULL : r.h;
}
