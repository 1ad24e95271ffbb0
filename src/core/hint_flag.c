/* Red flags by what was learned; see hint_flag.h. */
#include "core/hint_flag.h"

#include <string.h>

#include "core/hint_net_read.h"

/* How strong what stands in a message is: as in the trainer (tests/understanding/hints.mjs). */
#define NAME_STRENGTH HINT_NET_FULL
#define WORD_STRENGTH 38

#define FEWEST_WORDS 4
#define LONG_WORDS 25 /* in longer messages each word counts for less */
#define DAMP_ONE 256

/* From which sum a flag is reported that no rule found. */
#define REPORTED_EMERGENCY (HINT_UNIT / 2)
#define REPORTED_URGENT 0
#define REPORTED_SEE_DOCTOR HINT_UNIT
/* Below which one is doubted that rules found: its own sum, and the highest of all flags. */
#define DOUBTED (-4 * HINT_UNIT)
#define DOUBTED_OF_SOMEBODY (-6 * HINT_UNIT)
#define DOUBTED_EMERGENCY (-6 * HINT_UNIT)
#define DOUBTED_ALL (-3 * HINT_UNIT)
#define DOUBTED_WORDS 8  /* of a message that stands for itself, at least */
#define DOUBTED_STORY 60 /* and of one in which even an emergency is doubted */
#define DOUBTED_WORDS_MAX 320

struct hint_flags {
	const struct flags *flags;
	struct hint_net net; /* its columns: places in the list of flags */
};

/* ------------------------------------------------------------------ reading */

static int find_flag(void *ctx, const char *name, size_t len)
{
	const struct hint_flags *h = ctx;
	size_t i;

	for (i = 0; i < h->flags->count; i++) {
		if (hint_net_read_is(h->flags->list[i].id, name, len))
			return (int)i;
	}
	return -1;
}

struct hint_flags *hint_flag_read(struct arena *arena, const struct flags *flags,
	const struct terms *terms, const char *file, const struct yaml_node *map, struct diag *diag)
{
	struct hint_flags *h = arena_alloc(arena, sizeof(*h));
	const struct hint_net_form form = {.terms = terms,
		.places = {[HINT_DENIED] = "not",
			[HINT_SUPPOSED] = "if",
			[HINT_PAST] = "past",
			[HINT_SAID] = "said"},
		.find = find_flag,
		.ctx = h};

	if (!h) {
		diag_error(diag, yaml_at(file, map), "out of memory");
		return NULL;
	}
	h->flags = flags;
	return hint_net_read(&h->net, arena, &form, file, map, diag) == 0 ? h : NULL;
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
static void add_names(const struct hint_flags *h, const struct ask_view *v, int less,
	struct hint_net_sums *hidden)
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
				hint_net_add(&h->net, h->net.names[s][t],
					NAME_STRENGTH * less / DAMP_ONE, hidden);
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
static void add_words(const struct hint_flags *h, const struct ask_view *v, int less,
	struct hint_net_sums *hidden)
{
	uint8_t scopes[HINT_WORDS_MAX];
	struct term_hit hit;
	size_t w;

	for (w = 0; w < v->r->n_words && w < HINT_WORDS_MAX; w++) {
		hit = (struct term_hit){(uint16_t)w, (uint16_t)w};
		scopes[w] = (uint8_t)hint_flag_scope(v->scopes, hit);
		if (!was_there(v->r, scopes, w))
			hint_net_add_word(&h->net, v->r, w, scopes[w],
				WORD_STRENGTH * less / DAMP_ONE, hidden);
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

/*
 * Whether a flag that no rule found is reported all the same: not one asked about in general, none in a
 * few words, which rules and what follows tell better, and where nobody spoke to the bot only of a
 * painful back.
 */
static bool is_reported(const struct flag *flag, const struct ask_view *v, int sum)
{
	static const int least[] = {[LUMBAR_TIER_SEE_DOCTOR] = REPORTED_SEE_DOCTOR,
		[LUMBAR_TIER_URGENT] = REPORTED_URGENT,
		[LUMBAR_TIER_EMERGENCY] = REPORTED_EMERGENCY};

	if ((v->frames->asks && !v->frames->self) || v->r->n_words < FEWEST_WORDS)
		return false;
	if (v->channel == LUMBAR_AMBIENT && !v->back_here)
		return false;
	return sum > least[flag->tier];
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

/*
 * Whether nothing in the message is a red flag to the net, so that what rules found may be doubted.
 * What somebody says in a conversation may lean on what was said before: that is looked at only where it
 * stands in front of it; and of what is very long only a part speaks.
 */
static bool may_doubt(const struct hint_flags *h, const struct ask_view *v, const int *sums)
{
	size_t o;

	if (v->r->n_words < DOUBTED_WORDS || v->r->n_words > DOUBTED_WORDS_MAX)
		return false;
	if (v->spoke && !v->joined)
		return false;
	for (o = 0; o < h->net.n_outputs; o++) {
		if (h->net.outputs[o].column >= 0 && sums[o] >= DOUBTED_ALL)
			return false;
	}
	return true;
}

/*
 * Whether one that rules report is doubted.  A cancer of years ago, or somebody's age or illness, is told
 * in half a sentence of a message about other things, and an emergency must not be lost for a few words.
 */
static bool is_doubted(const struct flag *flag, const struct flag_finding *finding,
	const struct ask_view *v, int sum)
{
	const bool stays = flag->lasting || flag->owned;

	if (finding->status != FLAG_REPORTED || (stays && sum >= DOUBTED_OF_SOMEBODY))
		return false;
	if (finding->tier == LUMBAR_TIER_EMERGENCY)
		return v->r->n_words >= DOUBTED_STORY && sum < DOUBTED_EMERGENCY;
	return sum < DOUBTED;
}

/* Doubts what rules report and the net holds for nothing. */
static void doubt(const struct hint_flags *h, const struct ask_view *v, const int *sums,
	struct flag_finding *findings)
{
	size_t o, flag;

	for (o = 0; o < h->net.n_outputs; o++) {
		if (h->net.outputs[o].column < 0)
			continue;
		flag = (size_t)h->net.outputs[o].column;
		if (is_doubted(&h->flags->list[flag], &findings[flag], v, sums[o]))
			findings[flag].status = FLAG_DOUBTED;
	}
}

/* Reports what no rule found and the net is sure of. */
static void report(const struct hint_flags *h, const struct ask_view *v, const int *sums,
	struct flag_finding *findings)
{
	struct flag_finding *finding;
	const struct flag *flag;
	size_t o;

	if (has_urgent(h->flags, findings))
		return;
	for (o = 0; o < h->net.n_outputs; o++) {
		if (h->net.outputs[o].column < 0)
			continue;
		flag = &h->flags->list[h->net.outputs[o].column];
		finding = &findings[h->net.outputs[o].column];
		if (finding->status == FLAG_ABSENT && is_reported(flag, v, sums[o]))
			*finding =
				(struct flag_finding){.status = FLAG_REPORTED, .tier = flag->tier};
	}
}

void hint_flag_weigh(
	const struct hint_flags *h, const struct ask_view *view, struct flag_finding *findings)
{
	const int less = damp(view->r->n_words);
	int sums[HINT_NET_OUTPUTS_MAX];
	struct hint_net_sums hidden;
	struct hint_net_units units;
	size_t o;

	if (!h)
		return;
	hint_net_begin(&h->net, &hidden);
	hint_net_add_frames(&h->net, view, &hidden);
	add_names(h, view, less, &hidden);
	add_words(h, view, less, &hidden);
	hint_net_end(&h->net, &hidden, &units);
	for (o = 0; o < h->net.n_outputs; o++)
		sums[o] = hint_net_output(&h->net, o, &units);
	if (may_doubt(h, view, sums))
		doubt(h, view, sums, findings);
	report(h, view, sums, findings);
}
