/* Which of the possible readings is meant, and whether any is; see hint.h. */
#include "core/hint.h"

#include <string.h>

#include "core/ask_clause.h"
#include "core/hint_further.h"
#include "core/hint_own.h"

#define MANY_WORDS 40
#define FEW_WORDS 5

const char *hint_frame_name(enum hint_frame f)
{
	static const char *const names[HINT_FRAMES] = {[HINT_DIRECT] = "direct",
		[HINT_FAQ] = "faq",
		[HINT_AMBIENT] = "ambient",
		[HINT_ASKS] = "asks",
		[HINT_WONDERS] = "wonders",
		[HINT_SELF] = "self",
		[HINT_BACK] = "back",
		[HINT_FEW] = "few",
		[HINT_MANY] = "many",
		[HINT_SPOKE] = "spoke",
		[HINT_MENTION] = "mention"};

	return names[f];
}

void hint_frames(const struct ask_view *v, bool frames[HINT_FRAMES])
{
	frames[HINT_DIRECT] = v->channel == LUMBAR_DIRECT;
	frames[HINT_FAQ] = v->channel == LUMBAR_FAQ;
	frames[HINT_AMBIENT] = v->channel == LUMBAR_AMBIENT;
	frames[HINT_ASKS] = v->frames->asks;
	frames[HINT_WONDERS] = v->frames->wonders;
	frames[HINT_SELF] = v->frames->self;
	frames[HINT_BACK] = v->back;
	frames[HINT_FEW] = v->r->n_words <= FEW_WORDS;
	frames[HINT_MANY] = v->r->n_words > MANY_WORDS;
	frames[HINT_SPOKE] = v->spoke;
	frames[HINT_MENTION] = v->r->mentions > 0;
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

static void add_names(const struct hints *h, const struct ask_view *v, struct hint_net_sums *hidden)
{
	size_t t;

	for (t = 0; t < TERM_MAX; t++) {
		if (v->intents->weights[t] == 0 || v->hits->count[t] == 0)
			continue;
		hint_net_add(&h->net, h->net.names[is_asked(v, t) ? HINT_ASKED : HINT_TOLD][t],
			HINT_NAME_STRENGTH, hidden);
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

static void add_words(const struct hints *h, const struct ask_view *v, struct hint_net_sums *hidden)
{
	bool asked;
	size_t w;

	for (w = 0; w < v->r->n_words && w < HINT_WORDS_MAX; w++) {
		asked = ask_clause_asks(v, v->r->words[w].sentence);
		if (!was_there(v, w, asked))
			hint_net_add_word(&h->net, v->r, w, asked ? HINT_ASKED : HINT_TOLD,
				asked ? HINT_ASKED_STRENGTH : HINT_TOLD_STRENGTH, hidden);
	}
}

/*
 * "spasm symptoms": where there is little else, the rules are all there is to go by; but a few words in a
 * conversation lean on what was said before, which they do not see.
 */
static int first_points(const struct ask_view *v)
{
	if (v->r->n_words > FEW_WORDS)
		return HINT_FIRST_POINTS;
	return v->last ? HINT_FIRST_OF_LATER_POINTS : HINT_FIRST_OF_FEW_POINTS;
}

/* The points of the rules: of the best reading of each intent. */
static void add_readings(
	const struct hints *h, const struct ask_view *v, const struct asked *asked, int *sums)
{
	const struct intent *list = h->intents->list;
	const struct ask_reading *up = &asked->runner_up;
	size_t i;
	int points, up_points = 0;

	if (up->intent)
		up_points = HINT_RUNNER_UP_POINT *
			    (up->score < HINT_RULE_POINTS_MAX ? up->score : HINT_RULE_POINTS_MAX);
	for (i = 0; i < asked->count; i++) {
		points = asked->list[i].score < HINT_RULE_POINTS_MAX ? asked->list[i].score
								     : HINT_RULE_POINTS_MAX;
		points *= HINT_RULE_POINT;
		if (asked->list[i].intent == up->intent) {
			points = points > up_points ? points : up_points;
			up_points = 0;
		}
		sums[asked->list[i].intent - list] += points;
	}
	if (up_points)
		sums[up->intent - list] += up_points;
	sums[asked->list[0].intent - list] += first_points(v);
}

/* What kind of message it is, and what was spoken of before. */
static void add_frames(
	const struct hints *h, const struct ask_view *v, struct hint_net_sums *hidden)
{
	hint_net_add_frames(&h->net, v, hidden);
	if (v->concept != ASK_NO_TERM)
		hint_net_add(&h->net, h->net.talk[v->concept], HINT_NET_FULL, hidden);
	if (v->aspect != ASK_NO_TERM)
		hint_net_add(&h->net, h->net.talk[v->aspect], HINT_NET_FULL, hidden);
	if (v->last)
		hint_net_add(
			&h->net, h->net.last[v->last - h->intents->list], HINT_NET_FULL, hidden);
}

void hint_own_outputs(
	const struct hints *h, const struct hint_net_sums *hidden, size_t columns, int *sums)
{
	struct hint_net_units units;
	size_t o;
	int column;

	hint_net_end(&h->net, hidden, &units);
	for (o = 0; o < h->net.n_outputs; o++) {
		column = h->net.outputs[o].column;
		if (column >= 0 && (size_t)column < columns)
			sums[column] += hint_net_output(&h->net, o, &units);
	}
}

/* The learned intent with the highest sum; NULL when none may be answered here. */
static const struct intent *highest(
	const struct hints *h, const struct ask_view *view, const int *sums)
{
	const struct intents *in = view->intents;
	const struct intent *best = NULL;
	size_t i;

	for (i = 0; i < in->count; i++) {
		if (!h->learned[i] || (in->list[i].meta && view->channel != LUMBAR_DIRECT))
			continue;
		if (!best || sums[i] > sums[best - in->list])
			best = &in->list[i];
	}
	return best;
}

struct hinted hint_judge(
	const struct hints *h, const struct ask_view *view, const struct asked *asked)
{
	const struct intent *first = asked->count ? asked->list[0].intent : NULL;
	struct hinted out = {0};
	int sums[HINT_NET_OUTPUTS_MAX] = {0};
	struct hint_net_sums hidden, kind;

	if (!h || (first && first->answer && !h->learned[first - view->intents->list]))
		return out;
	hint_net_begin(&h->net, &hidden);
	add_frames(h, view, &hidden);
	kind = hidden;
	add_names(h, view, &hidden);
	add_words(h, view, &hidden);
	hint_own_outputs(h, &hidden, HINT_NET_OUTPUTS_MAX, sums);
	if (first)
		add_readings(h, view, asked, sums);
	out.best = highest(h, view, sums);
	if (!out.best)
		return out;
	out.known = true;
	out.speak = sums[hint_own_speak(h)];
	hint_further(h, view, asked, &kind, sums, &out);
	return out;
}
