/* Terms and their hits; see term.h. */
#include "core/term.h"

#include <stdlib.h>
#include <string.h>

#include "core/match_build.h"
#include "core/sieve_fill.h"

struct term {
	struct lexicon_entry *entry;
	const struct match_list *phrases;
	bool explains; /* somebody asks for it other than to rule something out */
};

struct terms {
	struct arena *arena;
	struct lexicon *lexicon;
	const struct vocab *vocab;
	struct term list[TERM_MAX];
	size_t count;
	struct match_patterns patterns;
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
	if (ts)
		match_build_release(&ts->patterns);
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

static int compile_one(struct terms *ts, size_t t, struct match_build *build,
	struct sieve_fill *fill, struct diag *diag)
{
	struct lexicon_entry *e = ts->list[t].entry;
	struct diag_place at = e->at;
	struct phrase_names names = lexicon_names(ts->lexicon);
	struct pattern_error error;
	const struct phrase *bare;
	const char *text = "";
	size_t len = 0;

	ts->list[t].phrases = match_build_list(build, e->phrases, &error);
	if (!ts->list[t].phrases) {
		if (match_build_failed(build))
			text = phrase_source(match_build_failed(build), &len);
		diag_error(diag, at, "'%s' does not compile: %s, in '%.*s'", e->name, error.why,
			(int)len, text);
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
	const struct phrase_names names = lexicon_names(ts->lexicon);
	struct match_build *build = match_build_create(ts->arena, &names, ts->vocab, &ts->patterns);
	struct sieve_fill *fill = NULL;
	int result = 0;
	bool room;
	size_t t;

	ts->n_words = vocab_count(ts->vocab) + 1;
	ts->sieve = build ? sieve_create(ts->arena, ts->n_words, ts->count) : NULL;
	if (ts->sieve)
		fill = sieve_fill_create(ts->sieve, ts->vocab);
	for (t = 0; fill && t < ts->count; t++) {
		if (compile_one(ts, t, build, fill, diag) != 0)
			result = -1;
	}
	room = fill && sieve_close(ts->sieve) == 0;
	if (!room) {
		diag_error(diag, ((struct diag_place){"intents", 0, 0}), "out of memory");
		result = -1;
	}
	sieve_fill_destroy(fill);
	match_build_destroy(build);
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
	return match_build_jit(&ts->patterns);
}

struct diag_place terms_place(const struct terms *ts, size_t t)
{
	return ts->list[t].entry->key;
}

/* Appends one word to a wall. */
static void put_brick(const struct vocab *vocab, uint16_t id, struct reading *wall)
{
	const struct vocab_word word = vocab_get(vocab, id);

	if (wall->n_words == READING_WORDS_MAX)
		return;
	if (wall->n_words)
		buf_putc(&wall->text, READING_BLANK);
	wall->words[wall->n_words++] = (struct reading_word){
		.at = (uint32_t)wall->text.len, .id = id, .len = word.len, .before = READING_BLANK};
	buf_put(&wall->text, word.text, word.len);
}

/* Makes wall a message of every anchor of term t, up to the room of a subject. */
static void put_wall(const struct terms *ts, size_t t, size_t repeats, struct reading *wall)
{
	uint16_t word;

	while (repeats-- > 0 && wall->text.len + VOCAB_WORD_MAX + 1 < PATTERN_SUBJECT_MAX) {
		for (word = 1; word < ts->n_words; word++) {
			if (sieve_has(ts->sieve, SIEVE_ANCHOR, word, t) &&
				wall->text.len + VOCAB_WORD_MAX + 1 < PATTERN_SUBJECT_MAX)
				put_brick(ts->vocab, word, wall);
		}
	}
	pattern_pad(&wall->text);
}

bool terms_affordable(const struct terms *ts, size_t t, struct pattern_matcher *m, size_t repeats)
{
	struct match_work *work = match_work_create();
	struct reading *wall = reading_create();
	enum pattern_result found = work && wall ? PATTERN_NONE : PATTERN_LIMIT;
	size_t w, last;

	if (found != PATTERN_LIMIT) {
		put_wall(ts, t, repeats, wall);
		match_begin(work);
		pattern_matcher_limit(m, PATTERN_LINT_LIMIT);
		for (w = 0; w < wall->n_words && found != PATTERN_LIMIT; w++)
			found = match_at(work, ts->list[t].phrases, m, wall, w, &last);
		pattern_matcher_limit(m, PATTERN_LIMIT_DEFAULT);
	}
	match_work_destroy(work);
	reading_destroy(wall);
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
	hits->work = match_work_create();
	if (!hits->list || !hits->work) {
		terms_hits_destroy(hits);
		return NULL;
	}
	return hits;
}

void terms_hits_destroy(struct term_hits *hits)
{
	if (!hits)
		return;
	match_work_destroy(hits->work);
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

/* Begins the list of the hits of term t. */
static void open_list(struct term_hits *hits, size_t t)
{
	hits->start[t] = hits->used;
	hits->used += TERM_HITS_MAX;
	hits->next[t] = 0;
}

/* Tries term t at word w, unless the word is in a hit of it; false when a limit ended the search for it. */
static bool try_at(const struct terms *ts, struct pattern_matcher *m, const struct reading *r,
	struct term_hits *hits, size_t t, size_t w)
{
	size_t last;

	if (w < hits->next[t])
		return true;
	switch (match_at(hits->work, ts->list[t].phrases, m, r, w, &last)) {
	case PATTERN_LIMIT: keep_anchors(ts, r, hits, t); return false;
	case PATTERN_NONE: return true;
	default: break;
	}
	keep(hits, t, w, last);
	hits->next[t] = (uint16_t)(last + 1);
	return true;
}

static void find_term(const struct terms *ts, struct pattern_matcher *m, const struct reading *r,
	struct term_hits *hits, size_t t)
{
	size_t w;

	open_list(hits, t);
	for (w = 0; w < r->n_words; w++) {
		if ((hits->all || sieve_begins(ts->sieve, r, w, t)) &&
			!try_at(ts, m, r, hits, t, w))
			return;
	}
}

/* Tries all terms of the set `looking` at word w; those that a limit ended leave it. */
static void try_all_at(const struct terms *ts, struct pattern_matcher *m, const struct reading *r,
	struct term_hits *hits, sieve_set looking, size_t w)
{
	sieve_set begin;
	size_t i, t;

	if (hits->all)
		memcpy(begin, looking, sizeof(begin));
	else
		sieve_begin_all(ts->sieve, r, w, looking, begin);
	for (i = 0; i <= (ts->count - 1) / 64; i++) {
		for (; begin[i]; begin[i] &= begin[i] - 1) {
			t = i * 64 + (size_t)__builtin_ctzll(begin[i]);
			if (!try_at(ts, m, r, hits, t, w))
				looking[i] &= ~(UINT64_C(1) << t % 64);
		}
	}
}

void terms_begin(const struct terms *ts, const struct reading *r, struct term_hits *hits)
{
	match_begin(hits->work);
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
	sieve_set looking = {0};
	size_t t, w;

	for (t = 0; t < ts->count; t++) {
		if (!(hits->open[t / 64] >> t % 64 & 1))
			continue;
		open_list(hits, t);
		looking[t / 64] |= UINT64_C(1) << t % 64;
	}
	memset(hits->open, 0, sizeof(hits->open));
	/* word by word, and not term by term: what names have in common is then found once and at hand */
	for (w = 0; w < r->n_words && ts->count; w++)
		try_all_at(ts, m, r, hits, looking, w);
	for (t = 0; t < ts->count; t++) {
		if (hits->count[t] == 0)
			hits->may[t / 64] &= ~(UINT64_C(1) << t % 64);
	}
}

void terms_find(const struct terms *ts, struct pattern_matcher *m, const struct reading *r,
	struct term_hits *hits)
{
	terms_begin(ts, r, hits);
	terms_look_rest(ts, m, r, hits);
}
