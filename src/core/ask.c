/* What a message asks; see ask.h. */
#include "core/ask.h"

#include <string.h>

#include "core/ask_clause.h"

#define FRAGMENT_WORDS 5 /* a message of so few words may ask without the shape of a question */
#define INHERITED_LOSS 4 /* a concept taken over from what was said before */
#define REFERRED_LOSS 1  /* the same where the clause says "that" */
#define TALK_LOSS 5      /* from the conversation */
#define BORROWED_LOSS 1  /* an aspect from a neighbouring clause */
#define EARLIER_LOSS 2   /* from the question before */
#define UNMATCHED_LOSS 6 /* another aspect was asked than the rule answers */
#define UNASKED_LOSS 4   /* the same, asked by a neighbour of the clause */
#define SHADOW_LOSS 8    /* nothing is named by the rule where something is in the clause */
#define SEVERAL_LOSS 3   /* behind the best of several things that "both of them" means */
#define BESIDE_SCORE 10  /* a thing that is named as plainly as one that is not covered beside it */
#define META_LOSS 1      /* words for the bot where something is asked about a back */

/* ------------------------------------------------------------------ one clause */

static int worth(const struct ask_scoring *s, uint16_t t)
{
	static const int loss[] = {[ASK_SOURCE_OWN] = 0,
		[ASK_SOURCE_BORROWED] = BORROWED_LOSS,
		[ASK_SOURCE_EARLIER] = EARLIER_LOSS,
		[ASK_SOURCE_INHERITED] = INHERITED_LOSS,
		[ASK_SOURCE_TALK] = TALK_LOSS};
	int weight = s->view->intents->weights[t];

	if (s->view->intents->kinds[t] == INTENT_TOPIC)
		return weight;
	if (s->refers && s->present[t] == ASK_SOURCE_INHERITED)
		return weight - REFERRED_LOSS;
	return weight > loss[s->present[t]] ? weight - loss[s->present[t]] : 1;
}

/* Scores one rule; 0 when it does not hold. */
static int score(const struct ask_scoring *s, const struct intent *it, const struct intent_ask *ask,
	struct ask_reading *out)
{
	int sum = 0;
	size_t i;
	uint16_t t;

	*out = (struct ask_reading){
		.intent = it, .rule = ask, .concept = ASK_NO_TERM, .aspect = ASK_NO_TERM};
	for (i = 0; i < ask->n_terms; i++) {
		t = ask->terms[i];
		if (s->present[t] == ASK_SOURCE_NONE)
			return 0;
		sum += worth(s, t);
		out->own = out->own || s->present[t] == ASK_SOURCE_OWN;
		if (s->view->intents->kinds[t] == INTENT_CONCEPT) {
			out->concept = t;
			out->lent = s->present[t] == ASK_SOURCE_TALK;
		}
		if (s->view->intents->kinds[t] == INTENT_ASPECT)
			out->aspect = t;
	}
	if (!out->own)
		return 0;
	if (it->meta && s->out->topic && s->out->asks)
		sum -= META_LOSS;
	if (s->own_strong && !ask->has_concept && !it->meta)
		sum -= SHADOW_LOSS;
	if (!ask->has_aspect && !it->strong &&
		(s->own_aspect || (s->borrowed && it->answer && !it->meta)))
		sum -= s->own_aspect ? UNMATCHED_LOSS : UNASKED_LOSS;
	return sum;
}

/* The best rule for the clause that s->present describes; *second is the best of another intent. */
static struct ask_reading best_rule(
	struct ask_scoring *s, size_t clause, struct ask_reading *second)
{
	const struct intents *in = s->view->intents;
	struct ask_reading best = {0}, one;
	size_t i, k;
	int points;
	/* "is this a doctor thing": what is asked in a channel is not asked about the bot */
	bool of_bot = s->view->channel == LUMBAR_DIRECT ||
		      !ask_clause_asks(s->view, s->out->clauses[clause].sentence);

	*second = (struct ask_reading){0};
	for (i = 0; i < in->count; i++) {
		if (in->list[i].meta ? !of_bot : in->list[i].elsewhere && s->out->topic)
			continue;
		for (k = 0; k < in->list[i].n_asks; k++) {
			points = score(s, &in->list[i], &in->list[i].asks[k], &one);
			one.score = points;
			one.clause = (uint16_t)clause;
			one.asks = s->own_aspect && one.aspect != ASK_NO_TERM;
			if (one.score > best.score) {
				if (best.intent != one.intent)
					*second = best;
				best = one;
			} else if (one.score > second->score && one.intent != best.intent) {
				*second = one;
			}
		}
	}
	return best;
}

/* ------------------------------------------------------------------ all clauses */

/* Keeps a reading in order of score; an intent that is there already keeps the better one. */
static void keep(struct asked *out, const struct ask_reading *reading)
{
	size_t i, at;

	for (i = 0; i < out->count; i++) {
		if (out->list[i].intent != reading->intent)
			continue;
		if (out->list[i].score >= reading->score)
			return;
		memmove(&out->list[i], &out->list[i + 1],
			(out->count - i - 1) * sizeof(out->list[0]));
		out->count--;
		break;
	}
	for (at = 0; at < out->count && out->list[at].score >= reading->score; at++)
		;
	if (at == ASK_LIST_MAX)
		return;
	if (out->count < ASK_LIST_MAX)
		out->count++;
	memmove(&out->list[at + 1], &out->list[at], (out->count - at - 1) * sizeof(out->list[0]));
	out->list[at] = *reading;
}

/* Whether the first hits of two terms share a word. */
static bool overlap(const struct term_hits *hits, int a, int b)
{
	const struct term_hit x = hits->list[hits->start[a]], y = hits->list[hits->start[b]];

	return x.first <= y.last && y.first <= x.last;
}

/* "Do those both help?": the same is asked of everything that was named. */
static void keep_each(struct ask_scoring *s, const struct ask_reading *best)
{
	const struct intents *in = s->view->intents;
	struct ask_reading one;
	size_t i, k;
	int points;

	for (i = 0; best->concept != ASK_NO_TERM && i < in->count; i++) {
		for (k = 0; k < in->list[i].n_asks; k++) {
			points = score(s, &in->list[i], &in->list[i].asks[k], &one);
			if (points + SEVERAL_LOSS < best->score || one.aspect != best->aspect ||
				one.concept == ASK_NO_TERM ||
				s->present[one.concept] != ASK_SOURCE_INHERITED ||
				overlap(s->view->hits, one.concept, best->concept))
				continue;
			one.score = points;
			one.clause = best->clause;
			one.asks = best->asks;
			keep(s->out, &one);
		}
	}
}

/* Whether a clause names two things so plainly that both are asked about: "a physio or a chiropractor". */
static bool names_both(
	const struct ask_scoring *s, const struct ask_reading *a, const struct ask_reading *b)
{
	const bool *strong = s->view->intents->strong;

	return a->score > 0 && b->score > 0 && a->concept != ASK_NO_TERM &&
	       b->concept != ASK_NO_TERM && strong[a->concept] && strong[b->concept] &&
	       s->present[a->concept] == ASK_SOURCE_OWN && s->present[b->concept] == ASK_SOURCE_OWN;
}

/* Scores the clauses of the sentences that ask (or, with all set, of every sentence). */
static void score_clauses(struct ask_scoring *s, bool all)
{
	struct ask_reading best, second;
	size_t i;

	for (i = 0; i < s->out->n_clauses; i++) {
		if (!all && !ask_clause_asks(s->view, s->out->clauses[i].sentence))
			continue;
		if (!ask_clause_look(s, i))
			continue;
		best = best_rule(s, i, &second);
		if (best.score > 0)
			keep(s->out, &best);
		if (s->several && best.score > 0)
			keep_each(s, &best);
		if (names_both(s, &best, &second))
			keep(s->out, &second);
		if (second.score > s->out->runner_up.score)
			s->out->runner_up = second;
	}
}

/* Counts the words that carry content and that no term explains, in what is asked. */
static size_t count_unexplained(const struct ask_view *v, bool all)
{
	const struct reading_word *w;
	size_t i, n = 0;

	for (i = 0; i < v->r->n_words; i++) {
		w = &v->r->words[i];
		if (v->explained[i] || w->number || (!all && !ask_clause_asks(v, w->sentence)))
			continue;
		if (!w->id || !(vocab_get(v->vocab, w->id).bits & VOCAB_FILLER))
			n++;
	}
	return n;
}

/*
 * What a bare concept may mean as well: "posture?" asks for a cause or for prevention, and nothing in
 * it or around it says which.
 */
static const struct intent *find_rival(const struct ask_scoring *s)
{
	const struct ask_reading *best = &s->out->list[0];
	const struct intents *in = s->view->intents;
	size_t i, k;

	if (s->out->count != 1 || !s->out->fragment || best->rule->n_terms != 1)
		return NULL;
	for (i = 0; i < in->count; i++) {
		for (k = 0; k < in->list[i].n_offered_for; k++) {
			if (in->list[i].offered_for[k] == best->concept && in->list[i].answer &&
				&in->list[i] != best->intent)
				return &in->list[i];
		}
	}
	return NULL;
}

/* "Thanks, off to find the heating pad": where nothing is asked, thanks are thanks. */
static void put_thanks_first(struct asked *out)
{
	struct ask_reading thanks;
	size_t i;

	for (i = 1; i < out->count && !(out->list[i].intent->meta && out->list[i].intent->strong);
		i++)
		;
	if (out->asks || out->topic || i >= out->count)
		return;
	thanks = out->list[i];
	memmove(&out->list[1], &out->list[0], i * sizeof(out->list[0]));
	out->list[0] = thanks;
}

/* Whether two readings are a choice: their clauses are neighbours, and the second begins with "or". */
static bool is_choice(
	const struct ask_scoring *s, const struct ask_reading *a, const struct ask_reading *b)
{
	const size_t from = a->clause < b->clause ? a->clause : b->clause;
	const size_t to = a->clause < b->clause ? b->clause : a->clause;

	return to == from + 1 && ask_clause_chooses(s->view, &s->out->clauses[to]);
}

/* Whether a reading is of a thing that is covered, or (covered unset) of one that is named as not so. */
static bool names(const struct ask_reading *a, bool covered)
{
	if (a->intent->meta || a->intent->elsewhere || !a->own || a->concept == ASK_NO_TERM)
		return false;
	return covered ? a->intent->answer && a->score >= BESIDE_SCORE : !a->intent->answer;
}

/* "Heat or acupuncture?": what is covered is answered, whatever stands beside it. */
static void put_covered_first(const struct ask_scoring *s)
{
	struct asked *out = s->out;
	struct ask_reading covered;
	size_t i;

	if (out->count == 0 || !names(&out->list[0], false))
		return;
	for (i = 1; i < out->count; i++) {
		if (names(&out->list[i], true) && is_choice(s, &out->list[0], &out->list[i]))
			break;
	}
	if (i == out->count)
		return;
	out->beside = true;
	covered = out->list[i];
	memmove(&out->list[1], &out->list[0], i * sizeof(out->list[0]));
	out->list[0] = covered;
}

static void collect_terms(struct ask_scoring *s)
{
	const struct intents *in = s->view->intents;
	size_t t;

	for (t = 0; t < TERM_MAX; t++) {
		if (in->weights[t] == 0 || s->view->hits->count[t] == 0)
			continue;
		s->terms[s->n_terms++] = (uint16_t)t;
		if (in->kinds[t] == INTENT_TOPIC)
			s->out->topic = true;
	}
}

void ask_find(const struct ask_view *view, struct asked *out)
{
	struct ask_scoring s; /* large: what needs no zeros is left without */

	s.view = view;
	s.out = out;
	s.n_terms = 0;
	s.ruled_out = false;
	out->n_clauses = out->count = 0;
	out->runner_up = (struct ask_reading){0};
	out->rival = NULL;
	out->preferred = NULL;
	out->topic = false;
	out->beside = false;
	out->asks = view->frames->asks || view->frames->wonders;
	out->refers = view->hits->count[view->pronoun] > 0;
	out->fragment = view->r->n_words <= FRAGMENT_WORDS && !view->frames->self;
	collect_terms(&s);
	out->unexplained = count_unexplained(view, !out->asks);
	if (s.n_terms == 0)
		return;
	ask_clause_cut(&s);
	score_clauses(&s, !out->asks);
	if (out->asks && out->count == 0) {
		/* "... is that it?": the question is in what was told */
		score_clauses(&s, true);
	}
	if (out->asks && out->count == 0) {
		/* "they say never to put heat on it, true?" is about heat all the same */
		s.ruled_out = true;
		ask_clause_enter(&s);
		score_clauses(&s, false);
	}
	put_thanks_first(out);
	put_covered_first(&s);
	out->rival = find_rival(&s);
}
