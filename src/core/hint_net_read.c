/* Reading a net; see hint_net_read.h. */
#include "core/hint_net_read.h"

#include <stdlib.h>
#include <string.h>

#define BIAS_MAX 100000

/* A word's row before those of one word come together. */
struct found {
	struct hint_net_word word;
	bool start;
};

struct reader {
	struct hint_net *net;
	struct arena *arena;
	const struct hint_net_form *form;
	const char *file;
	struct diag *diag;
	const struct yaml_node *node;
	struct found *found;
	size_t n_found;
	size_t n_rows; /* of words */
	char *rows;    /* theirs, as they come; as many as there are lines have room */
	bool failed;
};

/* One line: what it is of, and the row. */
struct line {
	const char *kind, *name, *row;
	size_t kind_len, name_len;
};

bool hint_net_read_is(const char *name, const char *word, size_t len)
{
	return strlen(name) == len && memcmp(name, word, len) == 0;
}

static void fail(struct reader *r, const char *what)
{
	if (!r->failed)
		diag_error(r->diag, yaml_at(r->file, r->node),
			"%s: write this file with make hints", what);
	r->failed = true;
}

/* Checks a row; all are as long as the first. */
static const char *take_row(struct reader *r, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] < HINT_NET_LEAST || text[i] > HINT_NET_MOST)
			break;
	}
	if (r->net->hidden == 0 && len <= HINT_NET_HIDDEN_MAX)
		r->net->hidden = len;
	if (i < len || len == 0 || len != r->net->hidden) {
		fail(r, "a row is as many characters from ! to ~ as all the others");
		return NULL;
	}
	return text;
}

/* A copy of a row that stays when the file's text is gone. */
static const char *keep_row(struct reader *r, const char *row)
{
	const char *copy = arena_copy(r->arena, row, r->net->hidden);

	if (!copy)
		fail(r, "out of memory");
	return copy;
}

/* ------------------------------------------------------------------ outputs */

static void take_output(struct reader *r, const char *text, size_t len)
{
	const size_t name = strcspn(text, " \n");
	struct hint_net *net = r->net;
	const char *row;
	char *stop;
	long bias;

	bias = name < len ? strtol(text + name + 1, &stop, 10) : BIAS_MAX;
	if (name >= len || stop == text + name + 1 || *stop != ' ' || bias >= BIAS_MAX ||
		bias <= -BIAS_MAX) {
		fail(r, "an output is a name, a number and a row");
		return;
	}
	row = take_row(r, stop + 1, (size_t)(text + len - (stop + 1)));
	if (!row || net->n_outputs == HINT_NET_OUTPUTS_MAX) {
		fail(r, "there are too many outputs");
		return;
	}
	net->outputs[net->n_outputs].column = r->form->find(r->form->ctx, text, name);
	net->outputs[net->n_outputs].bias = (int)bias;
	net->outputs[net->n_outputs].row = keep_row(r, row);
	net->n_outputs++;
}

/* ------------------------------------------------------------------ rows */

static int find_place(const struct reader *r, const char *kind, size_t len)
{
	size_t i;

	for (i = 0; i < HINT_NET_PLACES_MAX && r->form->places[i]; i++) {
		if (hint_net_read_is(r->form->places[i], kind, len))
			return (int)i;
	}
	return -1;
}

static void take_term(struct reader *r, const struct line *l, const char **rows)
{
	size_t t;

	for (t = 0; t < terms_count(r->form->terms); t++) {
		if (hint_net_read_is(terms_name(r->form->terms, t), l->name, l->name_len)) {
			rows[t] = keep_row(r, l->row);
			return;
		}
	}
}

static void take_last(struct reader *r, const struct line *l)
{
	size_t i;

	for (i = 0; r->form->intents && i < r->form->intents->count; i++) {
		if (hint_net_read_is(r->form->intents->list[i].id, l->name, l->name_len))
			r->net->last[i] = keep_row(r, l->row);
	}
}

static void take_frame(struct reader *r, const struct line *l)
{
	size_t i;

	for (i = 0; i < HINT_FRAMES; i++) {
		if (hint_net_read_is(hint_frame_name((enum hint_frame)i), l->name, l->name_len))
			r->net->frames[i] = keep_row(r, l->row);
	}
}

/* A word's row; place < 0: wherever it stands. */
static void take_word(struct reader *r, const struct line *l, int place, bool start)
{
	struct found *f = &r->found[r->n_found++];
	uint16_t *row = place < 0 ? &f->word.any : &f->word.row[place];

	if (l->name_len > UINT16_MAX || r->n_rows == UINT16_MAX) {
		fail(r, "there are too many words");
		return;
	}
	*f = (struct found){
		.word = {.word = l->name, .len = (uint16_t)l->name_len}, .start = start};
	memcpy(r->rows + r->n_rows * r->net->hidden, l->row, r->net->hidden);
	*row = (uint16_t)++r->n_rows;
}

/* A row of a kind with a place: "asked-name", "told-word", "said-start". */
static void take_placed(struct reader *r, const struct line *l)
{
	size_t at = l->kind_len;
	const char *what;
	int place;

	while (at > 0 && l->kind[at - 1] != '-')
		at--;
	what = l->kind + at;
	place = at > 0 ? find_place(r, l->kind, at - 1) : -1;
	if (hint_net_read_is("name", what, l->kind_len - at) && place >= 0)
		take_term(r, l, r->net->names[place]);
	else if (hint_net_read_is("word", what, l->kind_len - at) && place >= 0)
		take_word(r, l, place, false);
	else if (hint_net_read_is("start", what, l->kind_len - at) && place >= 0)
		take_word(r, l, place, true);
	else
		fail(r, "there is no such kind of row");
}

static void take_line(struct reader *r, const char *text, size_t len)
{
	struct line l = {.kind = text};

	while (l.kind_len < len && text[l.kind_len] != ':')
		l.kind_len++;
	l.name = text + l.kind_len + 1;
	while (l.kind_len + 1 + l.name_len < len && l.name[l.name_len] != ' ')
		l.name_len++;
	if (l.kind_len + 1 + l.name_len >= len) {
		fail(r, "a row is a kind, a colon, a name, a blank and the weights");
		return;
	}
	l.row = take_row(r, l.name + l.name_len + 1, len - l.kind_len - l.name_len - 2);
	if (!l.row)
		return;
	if (hint_net_read_is("base", l.kind, l.kind_len))
		r->net->base = keep_row(r, l.row);
	else if (hint_net_read_is("frame", l.kind, l.kind_len))
		take_frame(r, &l);
	else if (hint_net_read_is("talk", l.kind, l.kind_len))
		take_term(r, &l, r->net->talk);
	else if (hint_net_read_is("last", l.kind, l.kind_len))
		take_last(r, &l);
	else if (hint_net_read_is("any-word", l.kind, l.kind_len))
		take_word(r, &l, -1, false);
	else
		take_placed(r, &l);
}

/* ------------------------------------------------------------------ words */

static int by_word(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	return x->start != y->start ? x->start - y->start : hint_net_order(&x->word, &y->word);
}

static void join(struct hint_net_word *to, const struct hint_net_word *from)
{
	size_t i;

	to->any = from->any ? from->any : to->any;
	for (i = 0; i < HINT_NET_PLACES_MAX; i++)
		to->row[i] = from->row[i] ? from->row[i] : to->row[i];
}

/* How many different words were found. */
static size_t count_words(const struct reader *r)
{
	size_t i, n = 0;

	for (i = 0; i < r->n_found; i++)
		n += i == 0 || by_word(&r->found[i - 1], &r->found[i]) != 0;
	return n;
}

/* Enters a word that is none of those before it. */
static void add_word(struct reader *r, struct hint_net_words *words, const struct hint_net_word *w)
{
	struct hint_net_word *to = &words->list[words->n++];

	*to = *w;
	to->word = arena_copy(r->arena, w->word, w->len);
	if (!to->word)
		fail(r, "out of memory");
}

/* Brings the rows of each word together, in order. */
static void join_words(struct reader *r)
{
	struct hint_net_words *words;
	size_t i;

	qsort(r->found, r->n_found, sizeof(*r->found), by_word);
	r->net->rows = arena_copy(r->arena, r->rows, r->n_rows * r->net->hidden);
	r->net->words.list =
		arena_alloc(r->arena, (count_words(r) + 1) * sizeof(struct hint_net_word));
	if (!r->net->words.list || !r->net->rows) {
		fail(r, "out of memory");
		return;
	}
	for (i = 0; i < r->n_found && !r->failed; i++) {
		words = r->found[i].start ? &r->net->starts : &r->net->words;
		/* the beginnings stand behind the words */
		if (!words->list)
			words->list = r->net->words.list + r->net->words.n;
		if (words->n == 0 ||
			hint_net_order(&words->list[words->n - 1], &r->found[i].word) != 0)
			add_word(r, words, &r->found[i].word);
		else
			join(&words->list[words->n - 1], &r->found[i].word);
	}
}

/* ------------------------------------------------------------------ the file */

/* Takes the lines of the text under a key.  Returns how many there are. */
static size_t each_line(struct reader *r, const struct yaml_node *map, const char *key,
	void (*take)(struct reader *, const char *, size_t))
{
	const struct yaml_node *n = yaml_get(map, key);
	const char *line;
	size_t len, lines = 0;

	r->node = n ? n : map;
	if (!n || n->kind != YAML_SCALAR) {
		fail(r, "hints have outputs and rows, each a text");
		return 0;
	}
	for (line = n->text; *line && !r->failed; line += len + (line[len] == '\n')) {
		len = strcspn(line, "\n");
		if (take && len > 0)
			take(r, line, len);
		lines++;
	}
	return lines;
}

int hint_net_read(struct hint_net *net, struct arena *arena, const struct hint_net_form *form,
	const char *file, const struct yaml_node *map, struct diag *diag)
{
	struct reader r = {
		.net = net, .arena = arena, .form = form, .file = file, .diag = diag, .node = map};
	size_t lines;

	*net = (struct hint_net){0};
	each_line(&r, map, "outputs", take_output);
	lines = each_line(&r, map, "rows", NULL);
	r.found = malloc((lines + 1) * sizeof(*r.found));
	r.rows = malloc((lines + 1) * HINT_NET_HIDDEN_MAX);
	if (!r.found || !r.rows)
		fail(&r, "out of memory");
	if (!r.failed)
		each_line(&r, map, "rows", take_line);
	if (!r.failed)
		join_words(&r);
	free(r.found);
	free(r.rows);
	return r.failed ? -1 : 0;
}
