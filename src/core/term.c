/* Terms and their hits; see term.h. */
#include "core/term.h"

#include <stdlib.h>
#include <string.h>

#include "core/sieve_fill.h"

#define SOURCE_MAX 400000 /* bytes of one expression before PCRE2 refuses it anyway */
#define OVERLAP 320       /* bytes seen in front of and behind a search: no phrase is longer */

struct term {
	struct lexicon_entry *entry;
	struct pattern *pattern;
	bool explains; /* somebody asks for it other than to rule something out */
};

struct terms {
	struct arena *arena;
	struct lexicon *lexicon;
	const struct vocab *vocab;
	struct term list[TERM_MAX];
	size_t count;
	struct sieve *sieve; /* by word, which of them can stand where */
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

static int compile_one(struct terms *ts, size_t t, struct sieve_fill *fill, struct diag *diag)
{
	struct lexicon_entry *e = ts->list[t].entry;
	struct diag_place at = yaml_at(e->file, e->node);
	struct phrase_names names = lexicon_names(ts->lexicon);
	struct phrase_groups groups = {.count = 0};
	struct pattern_error error = {"the expression is too long", 0};
	const struct phrase *bare;
	const char *text;
	struct buf source;
	size_t len;

	buf_init(&source, SOURCE_MAX);
	/* tried at the beginnings of words alone, never searched for: see try_at() */
	buf_puts(&source, "\\G");
	names.groups = &groups;
	phrase_regex(e->phrases, &names, &source);
	buf_puts(&source, "(?!\\S)");
	if (buf_ok(&source))
		ts->list[t].pattern = pattern_create(source.data, source.len, &error);
	buf_free(&source);
	if (!ts->list[t].pattern) {
		diag_error(diag, at, "'%s' does not compile: %s", e->name, error.why);
		return -1;
	}
	if (sieve_fill_term(fill, t, e->phrases, &names, &bare) == 0)
		return 0;
	if (!bare) {
		diag_error(diag, at, "'%s': out of memory", e->name);
		return -1;
	}
	text = phrase_source(bare, &len);
	diag_error(diag, at,
		"'%s': the phrase '%.*s' has no word that must be there, so it cannot be looked "
		"for",
		e->name, (int)len, text);
	return -1;
}

int terms_compile(struct terms *ts, struct diag *diag)
{
	struct sieve_fill *fill = NULL;
	int result = 0;
	size_t t;

	ts->n_words = vocab_count(ts->vocab) + 1;
	ts->sieve = sieve_create(ts->arena, ts->n_words, ts->count);
	if (ts->sieve)
		fill = sieve_fill_create(ts->sieve, ts->vocab);
	if (!fill) {
		diag_error(diag, ((struct diag_place){"intents", 0, 0}), "out of memory");
		return -1;
	}
	for (t = 0; t < ts->count; t++) {
		if (compile_one(ts, t, fill, diag) != 0)
			result = -1;
	}
	sieve_close(ts->sieve);
	sieve_fill_destroy(fill);
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

/* Appends every anchor of term t, up to the room of a subject. */
static void put_wall(const struct terms *ts, size_t t, size_t repeats, struct buf *wall)
{
	uint16_t word;

	while (repeats-- > 0) {
		for (word = 1; word < ts->n_words; word++) {
			if (sieve_has(ts->sieve, SIEVE_ANCHOR, word, t) &&
				wall->len + VOCAB_WORD_MAX + 1 < PATTERN_SUBJECT_MAX)
				buf_printf(wall, "%s%s", wall->len ? " " : "",
					vocab_get(ts->vocab, word)->text);
		}
	}
}

/* Where the next word begins behind byte `at`. */
static size_t next_word(const char *text, size_t len, size_t at)
{
	while (at < len && (unsigned char)text[at] > ' ')
		at++;
	return at < len ? at + 1 : len;
}

bool terms_affordable(const struct terms *ts, size_t t, struct pattern_matcher *m, size_t repeats)
{
	enum pattern_result found = PATTERN_NONE;
	size_t from = 0, span[2];
	struct buf wall;

	buf_init(&wall, PATTERN_SUBJECT_MAX + PATTERN_SLACK);
	put_wall(ts, t, repeats, &wall);
	pattern_pad(&wall);
	pattern_matcher_limit(m, PATTERN_LINT_LIMIT);
	while (found != PATTERN_LIMIT && from < wall.len) {
		found = pattern_match(ts->list[t].pattern, m, buf_str(&wall), wall.len, from, span);
		from = next_word(buf_str(&wall), wall.len, from);
	}
	pattern_matcher_limit(m, PATTERN_LIMIT_DEFAULT);
	buf_free(&wall);
	return found != PATTERN_LIMIT;
}

bool terms_has_anchor(const struct terms *ts, uint16_t word)
{
	size_t t;

	for (t = 0; ts->sieve && t < ts->count; t++) {
		if (sieve_has(ts->sieve, SIEVE_ANCHOR, word, t))
			return true;
	}
	return false;
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

const struct term_hit *terms_hit_upto(const struct term_hits *hits, size_t t, size_t w)
{
	const struct term_hit *list = hits->list + hits->start[t];
	size_t low = 0, high = hits->count[t], mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (list[mid].first <= w)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? &list[low - 1] : NULL;
}

/* The matcher gave up on term t: its anchors stand for it, so that nothing is overlooked. */
static void keep_anchors(
	const struct terms *ts, const struct reading *r, struct term_hits *hits, size_t t)
{
	size_t w;

	hits->limited = true;
	hits->count[t] = 0;
	for (w = 0; w < r->n_words; w++) {
		if (sieve_anchored(ts->sieve, r, w, t))
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
	size_t start, end; /* the window: what the pattern sees of the text */
	size_t until;      /* hits that begin here or later belong to the next one */
};

static void open_window(struct looking *l, size_t start)
{
	const struct reading *r = l->r;

	l->start = start;
	l->end = window_end(r, start);
	l->until = l->end == r->text.len ? l->end : l->end - OVERLAP;
	while (l->until < l->end && (unsigned char)r->text.data[l->until] > ' ')
		l->until++;
}

/*
 * Tries the term at word w, and keeps the hit; *last is set to the hit's last word, else left.  Any match
 * begins at a word, since text in front of it would be a separator and there never are two in a row.
 */
static bool try_at(struct looking *l, size_t w, size_t *last)
{
	const struct reading *r = l->r;
	size_t span[2];

	while (r->words[w].at >= l->until && l->end < r->text.len)
		/* what looks back sees what stands in front of the place where the search goes on */
		open_window(l, r->words[reading_word_at(r, l->until - OVERLAP)].at);
	switch (pattern_match(l->ts->list[l->t].pattern, l->m, r->text.data + l->start,
		l->end - l->start, r->words[w].at - l->start, span)) {
	case PATTERN_LIMIT: return false;
	case PATTERN_NONE: return true;
	default: break;
	}
	*last = reading_word_at(r, l->start + (span[1] > span[0] ? span[1] - 1 : span[0]));
	keep(l->hits, l->t, w, *last);
	return true;
}

static void find_term(const struct terms *ts, struct pattern_matcher *m, const struct reading *r,
	struct term_hits *hits, size_t t)
{
	struct looking l = {.ts = ts, .m = m, .r = r, .hits = hits, .t = t};
	size_t w, last;

	hits->start[t] = hits->used;
	hits->used += TERM_HITS_MAX;
	open_window(&l, 0);
	for (w = 0; w < r->n_words; w++) {
		if (!hits->all && !sieve_begins(ts->sieve, r, w, t))
			continue;
		last = w;
		if (!try_at(&l, w, &last)) {
			keep_anchors(ts, r, hits, t);
			return;
		}
		w = last;
	}
}

void terms_begin(const struct terms *ts, const struct reading *r, struct term_hits *hits)
{
	hits->used = 0;
	hits->limited = false;
	memset(hits->count, 0, ts->count * sizeof(hits->count[0]));
	if (hits->all)
		memset(hits->open, r->n_words ? 0xFF : 0, sizeof(hits->open));
	else
		sieve_sift(ts->sieve, r, hits->open);
	memcpy(hits->may, hits->open, sizeof(hits->may));
}

bool terms_may(const struct term_hits *hits, size_t t)
{
	return hits->may[t / 64] >> t % 64 & 1;
}

bool terms_look(const struct terms *ts, struct pattern_matcher *m, const struct reading *r,
	struct term_hits *hits, size_t t)
{
	uint64_t bit = UINT64_C(1) << t % 64;

	if (hits->open[t / 64] & bit) {
		hits->open[t / 64] &= ~bit;
		find_term(ts, m, r, hits, t);
		if (hits->count[t] == 0)
			hits->may[t / 64] &= ~bit;
	}
	return hits->count[t] > 0;
}

void terms_look_rest(const struct terms *ts, struct pattern_matcher *m, const struct reading *r,
	struct term_hits *hits)
{
	size_t t;

	for (t = 0; t < ts->count; t++) {
		if (hits->open[t / 64] == 0)
			t |= 63; /* none of these 64 */
		else
			terms_look(ts, m, r, hits, t);
	}
}

void terms_find(const struct terms *ts, struct pattern_matcher *m, const struct reading *r,
	struct term_hits *hits)
{
	terms_begin(ts, r, hits);
	terms_look_rest(ts, m, r, hits);
}
