/* Which of the possible readings is meant; see hint.h. */
#include "core/hint.h"

#include <stdlib.h>
#include <string.h>

#include "core/ask_clause.h"

#define WEIGHT_MAX 1000    /* of one hint: more is a slip of whoever wrote the file */
#define HINT_WORDS_MAX 512 /* words of a message that are looked at */

/* What one point of each counts in a sum: the trainer's scales (tests/understanding/hints.mjs). */
#define RULE_POINT 16
#define RULE_POINTS_MAX 25
#define RUNNER_UP_POINT 8
#define FIRST_POINTS 160
#define NAME_POINT 20
#define ASKED_WORD_POINT 14
#define TOLD_WORD_POINT 5

#define HESITATION 160 /* by so much another intent has to lead what the rules put first */

enum place { PLACE_ASKED, PLACE_TOLD, PLACES };

struct pair {
	uint16_t intent; /* place in the content's list */
	int16_t weight;
};

struct row {
	const char *word;
	size_t len;
	const struct pair *pairs;
	size_t n;
};

struct hints {
	const struct intents *intents;
	bool learned[INTENT_MAX]; /* the intents that take part */
	struct row names[PLACES][TERM_MAX];
	struct row *words[PLACES]; /* by word */
	size_t n_words[PLACES];
};

/* ------------------------------------------------------------------ reading */

struct reader {
	struct hints *h;
	struct arena *arena;
	const struct terms *terms;
	const char *file;
	struct diag *diag;
	const struct yaml_node *node;
	int columns[INTENT_MAX]; /* the file's number of an intent to the content's, -1 without */
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

static void read_columns(struct reader *r, const char *text)
{
	const struct intents *in = r->h->intents;
	size_t len, i;

	for (;; text += len) {
		text += strspn(text, " \n");
		len = strcspn(text, " \n");
		if (len == 0)
			return;
		if (r->n_columns == INTENT_MAX) {
			fail(r, "there are too many intents");
			return;
		}
		r->columns[r->n_columns] = -1;
		for (i = 0; i < in->count; i++) {
			if (strlen(in->list[i].id) != len ||
				memcmp(in->list[i].id, text, len) != 0 || !in->list[i].answer ||
				in->list[i].meta)
				continue;
			r->columns[r->n_columns] = (int)i;
			r->h->learned[i] = true;
		}
		r->n_columns++;
	}
}

/* Reads "38:21 12:-4" up to the end of the line into pairs; returns how many. */
static size_t read_pairs(struct reader *r, const char *line, size_t len, struct pair *pairs)
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
			pairs[n++] = (struct pair){(uint16_t)r->columns[column], (int16_t)weight};
		line = stop;
		while (line < end && *line == ' ')
			line++;
	}
	return n;
}

/* Reads one line of a table: a name or word, and its pairs.  Every pair is at least "0:1 ". */
static struct row read_row(struct reader *r, const char *line, size_t len)
{
	const size_t name = strcspn(line, " \n");
	const size_t skip = name < len ? name + 1 : len;
	struct pair *pairs = arena_alloc(r->arena, (len / 3 + 1) * sizeof(*pairs));

	if (!pairs) {
		fail(r, "out of memory");
		return (struct row){0};
	}
	return (struct row){line, name < len ? name : len, pairs,
		read_pairs(r, line + skip, len - skip, pairs)};
}

static void take_name(struct reader *r, enum place place, struct row row)
{
	const char *name;
	size_t t;

	for (t = 0; t < terms_count(r->terms); t++) {
		name = terms_name(r->terms, t);
		if (strlen(name) == row.len && memcmp(name, row.word, row.len) == 0)
			r->h->names[place][t] = row;
	}
}

static int by_word(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	const size_t len = x->len < y->len ? x->len : y->len;
	const int order = memcmp(x->word, y->word, len);

	return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

static void read_table(struct reader *r, enum place place, bool words, const char *text)
{
	const char *line;
	size_t n = 0, len;
	struct row row;

	for (line = text; *line; line++)
		n += *line == '\n';
	if (words) {
		r->h->words[place] = arena_alloc(r->arena, (n + 1) * sizeof(struct row));
		if (!r->h->words[place]) {
			fail(r, "out of memory");
			return;
		}
	}
	for (line = text; *line && !r->failed; line += len + (line[len] == '\n')) {
		len = strcspn(line, "\n");
		if (len == 0)
			continue;
		row = read_row(r, line, len);
		if (words)
			r->h->words[place][r->h->n_words[place]++] = row;
		else
			take_name(r, place, row);
	}
	if (words)
		qsort(r->h->words[place], r->h->n_words[place], sizeof(struct row), by_word);
}

struct hints *hint_read(struct arena *arena, const struct intents *intents,
	const struct terms *terms, const char *file, const struct yaml_node *map, struct diag *diag)
{
	static const struct {
		const char *key;
		enum place place;
		bool words;
	} tables[] = {{"asked-names", PLACE_ASKED, false}, {"told-names", PLACE_TOLD, false},
		{"asked-words", PLACE_ASKED, true}, {"told-words", PLACE_TOLD, true}};
	struct reader r = {.h = arena_alloc(arena, sizeof(*r.h)),
		.arena = arena,
		.terms = terms,
		.file = file,
		.diag = diag,
		.node = map};
	const struct yaml_node *columns = yaml_get(map, "intents"), *n;
	size_t i;

	if (!r.h || !columns || columns->kind != YAML_SCALAR) {
		fail(&r, r.h ? "hints need the list 'intents:'" : "out of memory");
		return NULL;
	}
	r.h->intents = intents;
	read_columns(&r, columns->text);
	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		n = yaml_get(map, tables[i].key);
		if (!n)
			continue;
		r.node = n;
		if (n->kind != YAML_SCALAR)
			fail(&r, "a table of hints is a text");
		else
			read_table(&r, tables[i].place, tables[i].words, n->text);
	}
	return r.failed ? NULL : r.h;
}

/* ------------------------------------------------------------------ choosing */

static void add_row(const struct row *row, int points, int *sums)
{
	size_t i;

	for (i = 0; i < row->n; i++)
		sums[row->pairs[i].intent] += points * row->pairs[i].weight;
}

/* Whether any hit of a term stands in a sentence that asks. */
static bool is_asked(const struct ask_view *v, size_t t)
{
	size_t i;

	for (i = 0; i < v->hits->count[t]; i++) {
		if (ask_clause_asks(
			    v, v->r->words[v->hits->list[v->hits->start[t] + i].first].sentence))
			return true;
	}
	return false;
}

static void add_names(const struct hints *h, const struct ask_view *v, int *sums)
{
	size_t t;

	for (t = 0; t < TERM_MAX; t++) {
		if (v->intents->weights[t] == 0 || v->hits->count[t] == 0)
			continue;
		add_row(&h->names[is_asked(v, t) ? PLACE_ASKED : PLACE_TOLD][t], NAME_POINT, sums);
	}
}

/* Whether a word stood in the message before, in the same kind of place: it counts once. */
static bool was_there(const struct ask_view *v, size_t w, bool asked)
{
	const struct reading_word *words = v->r->words;
	const char *text = v->r->text.data;
	size_t i;

	for (i = 0; i < w; i++) {
		if (words[i].len == words[w].len &&
			memcmp(text + words[i].at, text + words[w].at, words[w].len) == 0 &&
			ask_clause_asks(v, words[i].sentence) == asked)
			return true;
	}
	return false;
}

static void add_words(const struct hints *h, const struct ask_view *v, int *sums)
{
	const struct row *row;
	struct row key;
	bool asked;
	size_t w;
	enum place place;

	for (w = 0; w < v->r->n_words && w < HINT_WORDS_MAX; w++) {
		asked = ask_clause_asks(v, v->r->words[w].sentence);
		place = asked ? PLACE_ASKED : PLACE_TOLD;
		key = (struct row){
			.word = v->r->text.data + v->r->words[w].at, .len = v->r->words[w].len};
		row = h->n_words[place] ? bsearch(&key, h->words[place], h->n_words[place],
						  sizeof(key), by_word)
					: NULL;
		if (row && !was_there(v, w, asked))
			add_row(row, asked ? ASKED_WORD_POINT : TOLD_WORD_POINT, sums);
	}
}

/* The points of the rules: of the best reading of each intent. */
static void add_readings(const struct hints *h, const struct asked *asked, int *sums)
{
	const struct intent *list = h->intents->list;
	const struct ask_reading *up = &asked->runner_up;
	size_t i;
	int points, up_points = 0;

	if (up->intent)
		up_points = RUNNER_UP_POINT *
			    (up->score < RULE_POINTS_MAX ? up->score : RULE_POINTS_MAX);
	for (i = 0; i < asked->count; i++) {
		points = asked->list[i].score < RULE_POINTS_MAX ? asked->list[i].score
								: RULE_POINTS_MAX;
		points *= RULE_POINT;
		if (asked->list[i].intent == up->intent) {
			points = points > up_points ? points : up_points;
			up_points = 0;
		}
		sums[asked->list[i].intent - list] += points;
	}
	if (up_points)
		sums[up->intent - list] += up_points;
	sums[asked->list[0].intent - list] += FIRST_POINTS;
}

const struct intent *hint_prefer(
	const struct hints *hints, const struct ask_view *view, const struct asked *asked)
{
	const struct intents *in = view->intents;
	int sums[INTENT_MAX] = {0};
	size_t i, best, first;

	if (!hints || asked->count == 0 || !asked->list[0].intent->answer ||
		asked->list[0].intent->meta || asked->rival)
		return NULL;
	best = first = (size_t)(asked->list[0].intent - in->list);
	if (!hints->learned[best])
		return NULL;
	add_readings(hints, asked, sums);
	add_names(hints, view, sums);
	add_words(hints, view, sums);
	for (i = 0; i < in->count; i++) {
		if (hints->learned[i] && sums[i] > sums[best] + (best == first ? HESITATION : 0))
			best = i;
	}
	return &in->list[best] == asked->list[0].intent ? NULL : &in->list[best];
}
