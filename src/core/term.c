/* Terms and their hits; see term.h. */
#include "core/term.h"

#include <stdlib.h>
#include <string.h>

#define SOURCE_MAX 400000 /* bytes of one expression before PCRE2 refuses it anyway */
#define OVERLAP 320       /* bytes seen in front of and behind a search: no phrase is longer */

struct term {
	struct lexicon_entry *entry;
	struct pattern *pattern;
	bool explains; /* somebody asks for it other than to rule something out */
};

/* The terms that one word is an anchor of, as a list. */
struct anchor {
	uint16_t term;
	struct anchor *next;
};

struct terms {
	struct arena *arena;
	struct lexicon *lexicon;
	const struct vocab *vocab;
	struct term list[TERM_MAX];
	size_t count;
	struct anchor **anchors; /* by word of the vocabulary */
	struct anchor *numbers;  /* of any number */
	size_t n_words;
};

struct terms *terms_create(struct arena *arena, struct lexicon *lexicon, const struct vocab *vocab)
{
	struct terms *ts = arena_alloc(arena, sizeof(*ts));

	if (!ts)
		return NULL;
	ts->arena = arena;
	ts->lexicon = lexicon;
	ts->vocab = vocab;
	return ts;
}

void terms_destroy(struct terms *ts)
{
	size_t t;

	for (t = 0; ts && t < ts->count; t++)
		pattern_destroy(ts->list[t].pattern);
}

int terms_need_against(struct terms *ts, const char *name, size_t len)
{
	struct lexicon_entry *e = lexicon_find(ts->lexicon, name, len);

	if (!e)
		return -1;
	e->used = true;
	if (e->term >= 0)
		return e->term;
	if (ts->count == TERM_MAX)
		return -1;
	ts->list[ts->count].entry = e;
	e->term = (int)ts->count++;
	return e->term;
}

int terms_need(struct terms *ts, const char *name, size_t len)
{
	int t = terms_need_against(ts, name, len);

	if (t >= 0)
		ts->list[t].explains = true;
	return t;
}

bool terms_explains(const struct terms *ts, size_t t)
{
	return ts->list[t].explains;
}

/* ------------------------------------------------------------------ compiling */

struct indexing {
	struct terms *ts;
	uint16_t term;
};

static bool is_common(void *ctx, const char *s, size_t len)
{
	const struct terms *ts = ctx;
	uint16_t id = vocab_find(ts->vocab, s, len);

	/* numbers are rare in what people write, single figures among words of a phrase rarer still */
	return id && (vocab_get(ts->vocab, id)->bits & VOCAB_COMMON);
}

static bool add_anchor(void *ctx, const char *s, size_t len)
{
	struct indexing *x = ctx;
	struct terms *ts = x->ts;
	bool number = len == 1 && s[0] == PHRASE_NUMBER[0];
	struct anchor **list = number ? &ts->numbers : &ts->anchors[vocab_find(ts->vocab, s, len)];
	struct anchor *a;

	/* a term's anchors come in one go, so its own entry would be the newest */
	if (*list && (*list)->term == x->term)
		return true;
	a = arena_alloc(ts->arena, sizeof(*a));
	if (!a)
		return false;
	a->term = x->term;
	a->next = *list;
	*list = a;
	return true;
}

static int compile_one(struct terms *ts, size_t t, struct diag *diag)
{
	struct lexicon_entry *e = ts->list[t].entry;
	struct diag_place at = yaml_at(e->file, e->node);
	struct phrase_names names = lexicon_names(ts->lexicon);
	const struct phrase_common common = {is_common, ts};
	struct indexing x = {ts, (uint16_t)t};
	struct pattern_error error = {"the expression is too long", 0};
	const struct phrase *bare;
	const char *text;
	struct buf source;
	size_t len;

	buf_init(&source, SOURCE_MAX);
	buf_puts(&source, "(?<!\\S)");
	phrase_regex(e->phrases, &names, &source);
	buf_puts(&source, "(?!\\S)");
	if (buf_ok(&source))
		ts->list[t].pattern = pattern_create(source.data, source.len, &error);
	buf_free(&source);
	if (!ts->list[t].pattern) {
		diag_error(diag, at, "'%s' does not compile: %s", e->name, error.why);
		return -1;
	}
	bare = phrase_anchors(e->phrases, &names, &common, add_anchor, &x);
	if (!bare)
		return 0;
	text = phrase_source(bare, &len);
	diag_error(diag, at,
		"'%s': the phrase '%.*s' has no word that must be there, so it cannot be looked "
		"for",
		e->name, (int)len, text);
	return -1;
}

int terms_compile(struct terms *ts, struct diag *diag)
{
	int result = 0;
	size_t t;

	ts->n_words = vocab_count(ts->vocab) + 1;
	ts->anchors = arena_alloc(ts->arena, ts->n_words * sizeof(*ts->anchors));
	if (!ts->anchors) {
		diag_error(diag, ((struct diag_place){"intents", 0, 0}), "out of memory");
		return -1;
	}
	for (t = 0; t < ts->count; t++) {
		if (compile_one(ts, t, diag) != 0)
			result = -1;
	}
	return result;
}

size_t terms_count(const struct terms *ts)
{
	return ts->count;
}

const char *terms_name(const struct terms *ts, size_t t)
{
	return ts->list[t].entry->name;
}

bool terms_jit(const struct terms *ts)
{
	size_t t;

	for (t = 0; t < ts->count; t++) {
		if (!pattern_is_jit(ts->list[t].pattern))
			return false;
	}
	return true;
}

struct diag_place terms_place(const struct terms *ts, size_t t)
{
	return yaml_key_at(ts->list[t].entry->file, ts->list[t].entry->node);
}

/* Whether term t is in the list. */
static bool is_anchor(const struct anchor *a, size_t t)
{
	while (a && a->term != t)
		a = a->next;
	return a != NULL;
}

/* Appends every anchor of term t, up to the room of a subject. */
static void put_wall(const struct terms *ts, size_t t, size_t repeats, struct buf *wall)
{
	uint16_t word;

	while (repeats-- > 0) {
		for (word = 1; word < ts->n_words; word++) {
			if (is_anchor(ts->anchors[word], t) &&
				wall->len + VOCAB_WORD_MAX + 1 < PATTERN_SUBJECT_MAX)
				buf_printf(wall, "%s%s", wall->len ? " " : "",
					vocab_get(ts->vocab, word)->text);
		}
	}
}

bool terms_affordable(const struct terms *ts, size_t t, struct pattern_matcher *m, size_t repeats)
{
	size_t from = 0, span[2];
	enum pattern_result found;
	struct buf wall;

	buf_init(&wall, PATTERN_SUBJECT_MAX + PATTERN_SLACK);
	put_wall(ts, t, repeats, &wall);
	pattern_pad(&wall);
	pattern_matcher_limit(m, PATTERN_LINT_LIMIT);
	do {
		found = pattern_match(ts->list[t].pattern, m, buf_str(&wall), wall.len, from, span);
		from = found == PATTERN_MATCH && span[1] > from ? span[1] : from + 1;
	} while (found == PATTERN_MATCH && from < wall.len);
	pattern_matcher_limit(m, PATTERN_LIMIT_DEFAULT);
	buf_free(&wall);
	return found != PATTERN_LIMIT;
}

bool terms_has_anchor(const struct terms *ts, uint16_t word)
{
	return word < ts->n_words && ts->anchors[word] != NULL;
}

/* ------------------------------------------------------------------ finding */

struct term_hits *terms_hits_create(const struct terms *ts)
{
	struct term_hits *hits = calloc(1, sizeof(*hits));

	if (!hits)
		return NULL;
	hits->list = calloc((ts->count + 1) * TERM_HITS_MAX, sizeof(*hits->list));
	if (!hits->list) {
		free(hits);
		return NULL;
	}
	return hits;
}

void terms_hits_destroy(struct term_hits *hits)
{
	if (!hits)
		return;
	free(hits->list);
	free(hits);
}

/* Keeps one more hit of term t.  In a wall of them the first and the last half are kept. */
static void keep(struct term_hits *hits, size_t t, size_t first, size_t last)
{
	struct term_hit *own = hits->list + hits->start[t];
	uint16_t n = hits->count[t];

	if (n && own[n - 1].first == first && own[n - 1].last == last)
		return;
	if (n == TERM_HITS_MAX) {
		memmove(own + n / 2, own + n / 2 + 1, (size_t)(n / 2 - 1) * sizeof(*own));
		n--;
	}
	own[n] = (struct term_hit){(uint16_t)first, (uint16_t)last};
	hits->count[t] = (uint16_t)(n + 1);
}

/* The matcher gave up on term t: its anchors stand for it, so that nothing is overlooked. */
static void keep_anchors(
	const struct terms *ts, const struct reading *r, struct term_hits *hits, size_t t)
{
	size_t w;

	hits->limited = true;
	hits->count[t] = 0;
	for (w = 0; w < r->n_words; w++) {
		if (is_anchor(ts->anchors[r->words[w].id], t) ||
			(r->words[w].number && is_anchor(ts->numbers, t)))
			keep(hits, t, w, w);
	}
}

/* Where a window that begins at byte `from` ends: at the end of a word. */
static size_t window_end(const struct reading *r, size_t from)
{
	size_t end = from + PATTERN_SUBJECT_MAX;

	if (end >= r->text.len)
		return r->text.len;
	while (end > from + OVERLAP && (unsigned char)r->text.data[end] > ' ')
		end--;
	return end;
}

/* The search for one term in a message. */
struct looking {
	const struct terms *ts;
	struct pattern_matcher *m;
	const struct reading *r;
	struct term_hits *hits;
	size_t t;
	size_t from; /* where it goes on: behind the last hit */
};

/* Finds the hits that begin before `until`; later ones are left to the next window. */
static bool find_in_window(struct looking *l, size_t start, size_t end, size_t until)
{
	const struct pattern *p = l->ts->list[l->t].pattern;
	const char *text = l->r->text.data + start;
	enum pattern_result found = PATTERN_NONE;
	size_t span[2], first;

	while (l->from < until) {
		found = pattern_match(p, l->m, text, end - start, l->from - start, span);
		if (found != PATTERN_MATCH || start + span[0] >= until)
			break;
		first = reading_word_at(l->r, start + span[0]);
		keep(l->hits, l->t, first, reading_word_at(l->r, start + span[1] - 1));
		l->from = start + (span[1] > span[0] ? span[1] : span[1] + 1);
	}
	return found != PATTERN_LIMIT;
}

static void find_term(const struct terms *ts, struct pattern_matcher *m, const struct reading *r,
	struct term_hits *hits, size_t t)
{
	struct looking l = {ts, m, r, hits, t, 0};
	size_t start = 0, end, until;

	hits->start[t] = hits->used;
	hits->count[t] = 0;
	hits->used += TERM_HITS_MAX;
	for (;;) {
		end = window_end(r, start);
		until = end == r->text.len ? end : end - OVERLAP;
		while (until < end && (unsigned char)r->text.data[until] > ' ')
			until++;
		if (!find_in_window(&l, start, end, until)) {
			keep_anchors(ts, r, hits, t);
			return;
		}
		if (end == r->text.len)
			return;
		l.from = l.from > until ? l.from : until;
		/* what looks back sees what stands in front of the place where the search goes on */
		start = r->words[reading_word_at(r, until - OVERLAP)].at;
	}
}

static void want(const struct anchor *a, uint64_t wanted[TERM_MAX / 64])
{
	for (; a; a = a->next)
		wanted[a->term / 64] |= UINT64_C(1) << a->term % 64;
}

void terms_find(const struct terms *ts, struct pattern_matcher *m, const struct reading *r,
	struct term_hits *hits)
{
	uint64_t wanted[TERM_MAX / 64] = {0};
	size_t i, t;

	hits->used = 0;
	hits->limited = false;
	memset(hits->count, 0, ts->count * sizeof(hits->count[0]));
	for (i = 0; i < r->n_words; i++) {
		if (r->words[i].id)
			want(ts->anchors[r->words[i].id], wanted);
		if (r->words[i].number)
			want(ts->numbers, wanted);
	}
	for (t = 0; t < ts->count; t++) {
		if (r->n_words && (hits->all || (wanted[t / 64] >> t % 64 & 1)))
			find_term(ts, m, r, hits, t);
	}
}
