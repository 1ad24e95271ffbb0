/* What else a message asks; see hint_further.h. */
#include "core/hint_further.h"

#include <string.h>

#include "core/ask_clause.h"

/*
 * How far an intent has to lead the best one in a clause of its own, and how far it may lie behind in the
 * whole message: where one question is seen, and where there are several.
 */
#define LEAD_ONE (5 * HINT_UNIT / 2)
#define BEHIND_ONE (4 * HINT_UNIT)
#define LEAD_SEVERAL HINT_UNIT
#define BEHIND_SEVERAL (15 * HINT_UNIT / 2)

/* From which sums on several things are asked, in a few words and in more, and an intent is one of them. */
#define SEVERAL_OF_FEW 0
#define FEW_WORDS 8
#define SEVERAL (-HINT_UNIT)
#define ALSO (-7 * HINT_UNIT / 2)

#define CLAUSES_MAX 24 /* that are looked at */
#define NO_LEAD (-1)

/* Whether any hit of a term begins in the clause. */
static bool stands_in(const struct ask_view *v, size_t t, const struct ask_clause *c)
{
	const struct term_hit *hit = terms_hit_upto(v->hits, t, c->last);

	return hit && hit->first >= c->first;
}

/* What was seen of the clauses. */
struct clauses {
	const struct hints *h;
	const struct ask_view *v;
	const struct asked *asked;
	const struct hint_net_sums *kind;
	size_t best;          /* the intent of the whole message */
	size_t questions;     /* clauses that ask something by themselves */
	int lead[INTENT_MAX]; /* by how much an intent led the best one at most; NO_LEAD: never */
};

/* Adds what the names of a clause say.  Returns whether there are any. */
static bool add_names(struct clauses *cs, const struct ask_clause *c, struct hint_net_sums *hidden)
{
	const struct ask_view *v = cs->v;
	bool any = false, asks = v->frames->opener[c->first];
	size_t t;

	for (t = 0; t < TERM_MAX; t++) {
		if (v->intents->weights[t] == 0 || v->hits->count[t] == 0 || !stands_in(v, t, c))
			continue;
		any = true;
		asks = asks || v->intents->kinds[t] == INTENT_ASPECT;
		hint_net_add(
			&cs->h->net, cs->h->net.names[HINT_ASKED][t], HINT_NAME_STRENGTH, hidden);
	}
	cs->questions += asks;
	return any;
}

/* Finds what clause number c speaks for. */
static void look(struct clauses *cs, size_t c)
{
	const struct ask_clause *clause = &cs->asked->clauses[c];
	const struct intents *in = cs->v->intents;
	struct hint_net_sums hidden = *cs->kind;
	int sums[INTENT_MAX] = {0}, points;
	size_t i, top = cs->best;

	if (!add_names(cs, clause, &hidden))
		return;
	for (i = clause->first; i <= clause->last && i < HINT_WORDS_MAX; i++)
		hint_net_add_word(
			&cs->h->net, cs->v->r, i, HINT_ASKED, HINT_ASKED_STRENGTH, &hidden);
	hint_own_outputs(cs->h, &hidden, in->count, sums);
	for (i = 0; i < cs->asked->count; i++) {
		points = cs->asked->list[i].score;
		points = points < HINT_RULE_POINTS_MAX ? points : HINT_RULE_POINTS_MAX;
		if (cs->asked->list[i].clause == c)
			sums[cs->asked->list[i].intent - in->list] += HINT_RULE_POINT * points;
	}
	for (i = 0; i < in->count; i++) {
		if (cs->h->learned[i] && sums[i] > sums[top] &&
			(!in->list[i].meta || cs->v->channel == LUMBAR_DIRECT))
			top = i;
	}
	if (top != cs->best && sums[top] - sums[cs->best] > cs->lead[top])
		cs->lead[top] = sums[top] - sums[cs->best];
}

static bool is_named(const struct hinted *out, const struct intent *intent)
{
	size_t i;

	for (i = 0; i < out->n_further; i++) {
		if (out->further[i] == intent)
			return true;
	}
	return out->best == intent;
}

/* The likeliest intent among several that is not named yet, with its sum; the count: there is none. */
static size_t likeliest(
	const struct hints *h, const struct ask_view *v, const int *also, const struct hinted *out)
{
	const struct intents *in = v->intents;
	size_t i, top = in->count;

	for (i = 0; i < in->count; i++) {
		if (h->among[i] && !is_named(out, &in->list[i]) &&
			(!in->list[i].meta || v->channel == LUMBAR_DIRECT) &&
			(top == in->count || also[i] > also[top]))
			top = i;
	}
	return top;
}

/* Adds what the net makes of the whole message, where it holds that several things are asked. */
static void add_likely(const struct hints *h, const struct ask_view *v, const struct asked *asked,
	const int *sums, struct hinted *out)
{
	const struct intents *in = v->intents;
	int also[INTENT_MAX], points;
	const int least = v->r->n_words > FEW_WORDS ? SEVERAL : SEVERAL_OF_FEW;
	size_t i, intent;

	if (!h->counts || sums[hint_own_several(h)] < least)
		return;
	memcpy(also, sums + hint_own_also(h, 0), in->count * sizeof(*also));
	for (i = 0; i < asked->count; i++) {
		intent = (size_t)(asked->list[i].intent - in->list);
		points = asked->list[i].score;
		points = points < HINT_RULE_POINTS_MAX ? points : HINT_RULE_POINTS_MAX;
		points = sums[hint_own_also(h, intent)] + HINT_RULE_POINT * points;
		also[intent] = also[intent] > points ? also[intent] : points;
	}
	while (out->n_further < HINT_FURTHER_MAX) {
		i = likeliest(h, v, also, out);
		if (i == in->count || also[i] < ALSO)
			return;
		out->further[out->n_further++] = &in->list[i];
	}
}

void hint_further(const struct hints *h, const struct ask_view *view, const struct asked *asked,
	const struct hint_net_sums *kind, const int *sums, struct hinted *out)
{
	const struct intents *in = view->intents;
	struct clauses cs = {.h = h, .v = view, .asked = asked, .kind = kind};
	int least, behind;
	size_t i, c, top;

	cs.best = (size_t)(out->best - in->list);
	for (i = 0; i < in->count; i++)
		cs.lead[i] = NO_LEAD;
	for (c = 0; c < asked->n_clauses && c < CLAUSES_MAX; c++) {
		if (ask_clause_asks(view, asked->clauses[c].sentence))
			look(&cs, c);
	}
	least = cs.questions > 1 ? LEAD_SEVERAL : LEAD_ONE;
	behind = cs.questions > 1 ? BEHIND_SEVERAL : BEHIND_ONE;
	while (out->n_further < HINT_FURTHER_MAX) {
		for (i = 0, top = in->count; i < in->count; i++) {
			if (cs.lead[i] > least && sums[i] + behind > sums[cs.best] &&
				(top == in->count || cs.lead[i] > cs.lead[top]))
				top = i;
		}
		if (top == in->count)
			break;
		cs.lead[top] = NO_LEAD;
		out->further[out->n_further++] = &in->list[top];
	}
	add_likely(h, view, asked, sums, out);
}
