/* Red flags by what was learned; see hint_flag.h. */
#include "core/hint_flag.h"

#include <string.h>

#include "core/hint_file.h"

/* What one point of each counts in a sum: the trainer's scales (tests/understanding/hints.mjs). */
#define NAME_POINT 20
#define WORD_POINT 12
#define FRAME_POINT 10
#define BASE_POINT 20

#define FEWEST_WORDS 4
#define LONG_WORDS 25 /* in longer messages each word counts for less */
#define DAMP_ONE 256

/* From which sum a flag is reported that no rule found, and below which one is doubted that they did. */
#define REPORTED_SOON (HINT_UNIT / 2) /* for an emergency, and what is urgent */
#define REPORTED_SEE_DOCTOR HINT_UNIT
#define DOUBTED_URGENT (-6 * HINT_UNIT) /* below which one that can wait so long is doubted */
#define DOUBTED_SEE_DOCTOR (-4 * HINT_UNIT)
#define STORY_WORDS 20

struct hint_flags {
	const struct flags *flags;
	bool learned[FLAG_MAX];
	struct hint_row base;
	struct hint_row frames[HINT_FRAMES];
	struct hint_row names[HINT_SCOPES][TERM_MAX];
	struct hint_words words[HINT_SCOPES];
};

/* ------------------------------------------------------------------ reading */

static int find_flag(void *ctx, const char *word, size_t len)
{
	struct hint_flags *h = ctx;
	size_t i;

	for (i = 0; i < h->flags->count; i++) {
		if (hint_file_is(h->flags->list[i].id, word, len)) {
			h->learned[i] = true;
			return (int)i;
		}
	}
	return -1;
}

struct hint_flags *hint_flag_read(struct arena *arena, const struct flags *flags,
	const struct terms *terms, const char *file, const struct yaml_node *map, struct diag *diag)
{
	static const char *const names[HINT_SCOPES] = {
		"not-names", "if-names", "past-names", "names"};
	static const char *const words[HINT_SCOPES] = {
		"not-words", "if-words", "past-words", "words"};
	struct hint_file f = {.arena = arena,
		.terms = terms,
		.file = file,
		.diag = diag,
		.map = map,
		.node = map};
	struct hint_flags *h = arena_alloc(arena, sizeof(*h));
	size_t i;

	if (!h) {
		hint_file_fail(&f, "out of memory");
		return NULL;
	}
	h->flags = flags;
	hint_file_columns(&f, "flags", find_flag, h);
	h->base = hint_file_row(&f, "base");
	hint_file_frames(&f, "frames", h->frames);
	for (i = 0; i < HINT_SCOPES; i++) {
		hint_file_names(&f, names[i], h->names[i]);
		hint_file_words(&f, words[i], &h->words[i]);
	}
	return f.failed ? NULL : h;
}

/* ------------------------------------------------------------------ weighing */

const char *hint_flag_scope_name(enum hint_scope s)
{
	static const char *const names[HINT_SCOPES] = {"not-", "if-", "past-", ""};

	return names[s];
}

enum hint_scope hint_flag_scope(const struct scopes *scopes, struct term_hit hit)
{
	return scope_holds(scopes, SCOPE_NOT, hit)    ? HINT_DENIED
	       : scope_holds(scopes, SCOPE_IF, hit)   ? HINT_SUPPOSED
	       : scope_holds(scopes, SCOPE_PAST, hit) ? HINT_PAST
						      : HINT_SAID;
}

/* Adds what the names say, each once in each scope. */
static void add_names(const struct hint_flags *h, const struct ask_view *v, int *sums)
{
	bool seen[HINT_SCOPES];
	enum hint_scope s;
	size_t t, i;

	for (t = 0; t < TERM_MAX; t++) {
		if (v->hits->count[t] == 0)
			continue;
		memset(seen, 0, sizeof(seen));
		for (i = 0; i < v->hits->count[t]; i++) {
			s = hint_flag_scope(v->scopes, v->hits->list[v->hits->start[t] + i]);
			if (!seen[s])
				hint_table_add(&h->names[s][t], NAME_POINT, sums);
			seen[s] = true;
		}
	}
}

/* Whether a word stood in the message before, in the same scope. */
static bool was_there(const struct reading *r, const uint8_t *scopes, size_t w)
{
	const char *text = r->text.data;
	size_t i;

	for (i = 0; i < w; i++) {
		if (scopes[i] == scopes[w] && r->words[i].len == r->words[w].len &&
			memcmp(text + r->words[i].at, text + r->words[w].at, r->words[w].len) == 0)
			return true;
	}
	return false;
}

/* The same for words. */
static void add_words(const struct hint_flags *h, const struct ask_view *v, int *sums)
{
	uint8_t scopes[HINT_WORDS_MAX];
	const struct hint_row *row;
	struct term_hit hit;
	size_t w;

	for (w = 0; w < v->r->n_words && w < HINT_WORDS_MAX; w++) {
		hit = (struct term_hit){(uint16_t)w, (uint16_t)w};
		scopes[w] = (uint8_t)hint_flag_scope(v->scopes, hit);
		row = hint_table_word(&h->words[scopes[w]], v->r, w);
		if (row && !was_there(v->r, scopes, w))
			hint_table_add(row, WORD_POINT, sums);
	}
}

/* The square root, rounded down. */
static int root(int n)
{
	int x = 0;

	while ((x + 1) * (x + 1) <= n)
		x++;
	return x;
}

/* How much the words of a message count: less and less in a long one, in parts of DAMP_ONE. */
static int damp(size_t n_words)
{
	if (n_words <= LONG_WORDS)
		return DAMP_ONE;
	return DAMP_ONE * 16 * root(LONG_WORDS) / root(256 * (int)n_words);
}

static void add_frames(const struct hint_flags *h, const struct ask_view *v, int *sums)
{
	bool frames[HINT_FRAMES];
	size_t i;

	hint_table_add(&h->base, BASE_POINT, sums);
	hint_frames(v, frames);
	for (i = 0; i < HINT_FRAMES; i++) {
		if (frames[i])
			hint_table_add(&h->frames[i], FRAME_POINT, sums);
	}
}

/*
 * Whether a flag that no rule found is reported all the same: not one asked about in general, none in a
 * few words, which rules and what follows tell better, and where nobody spoke to the bot only of a painful
 * back.
 */
static bool is_reported(const struct flag *flag, const struct ask_view *v, int sum)
{
	if ((v->frames->asks && !v->frames->self) || v->r->n_words < FEWEST_WORDS)
		return false;
	if (v->channel == LUMBAR_AMBIENT && !v->back_here)
		return false;
	return sum > (flag->tier > LUMBAR_TIER_SEE_DOCTOR ? REPORTED_SOON : REPORTED_SEE_DOCTOR);
}

/* Whether the rules report something that must not wait: then nothing has to be added. */
static bool has_urgent(const struct flags *flags, const struct flag_finding *findings)
{
	size_t i;

	for (i = 0; i < flags->count; i++) {
		if (findings[i].status == FLAG_REPORTED &&
			findings[i].tier > LUMBAR_TIER_SEE_DOCTOR)
			return true;
	}
	return false;
}

/* Whether one that rules found is doubted: only in a story, which stands for itself. */
static bool is_doubted(const struct flag_finding *finding, const struct ask_view *v, int sum)
{
	return finding->tier < LUMBAR_TIER_EMERGENCY && v->r->n_words >= STORY_WORDS && !v->spoke &&
	       sum < (finding->tier == LUMBAR_TIER_URGENT ? DOUBTED_URGENT : DOUBTED_SEE_DOCTOR);
}

void hint_flag_weigh(const struct hint_flags *h, const struct flags *flags,
	const struct ask_view *view, struct flag_finding *findings)
{
	int sums[FLAG_MAX] = {0}, frames[FLAG_MAX] = {0}, sum;
	const bool urgent = has_urgent(flags, findings);
	const int less = damp(view->r->n_words);
	size_t i;

	if (!h)
		return;
	add_frames(h, view, frames);
	add_names(h, view, sums);
	add_words(h, view, sums);
	for (i = 0; i < flags->count; i++) {
		if (!h->learned[i])
			continue;
		sum = frames[i] + (int)((int64_t)sums[i] * less / DAMP_ONE);
		if (findings[i].status == FLAG_ABSENT && !urgent &&
			is_reported(&flags->list[i], view, sum))
			findings[i] = (struct flag_finding){
				.status = FLAG_REPORTED, .tier = flags->list[i].tier};
		else if (findings[i].status == FLAG_REPORTED && is_doubted(&findings[i], view, sum))
			findings[i].status = FLAG_DOUBTED;
	}
}
