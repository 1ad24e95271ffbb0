/* What lies outside the articles; see outside.h. */
#include "core/outside.h"

#include "core/ask_clause.h"
#include "core/vocab.h"

#define SHORT_WORDS 10   /* a message of so few words asks what it names */
#define LINE_WORDS 25    /* a message of so few words speaks of one thing */
#define CERTAIN_SCORE 14 /* an aspect that is asked so plainly that it needs no concept */

/* How a word stands to what the articles cover. */
enum sense {
	SENSE_NONE,    /* it says nothing of its own: a small word, the back itself */
	SENSE_STRANGE, /* nothing explains it */
	SENSE_OUTSIDE, /* it is part of something that is named as not covered */
	SENSE_COVERED, /* or of something that is covered */
};

struct search {
	const struct outside_terms *terms;
	const struct ask_view *view;
	const struct intent *report;
	bool complaint; /* what stands in the place is a complaint: any aspect is asked of those */
};

/* ------------------------------------------------------------------ terms */

static bool uses(const struct intent *it, size_t t)
{
	size_t i, k;

	for (i = 0; i < it->n_asks; i++) {
		for (k = 0; k < it->asks[i].n_terms; k++) {
			if (it->asks[i].terms[k] == t)
				return true;
		}
	}
	return false;
}

/*
 * Whether a term names a thing for an intent: some rule of it needs no other concept.  "Worth it" says
 * something beside a doctor, and nothing by itself.
 */
static bool names(const struct search *s, const struct intent *it, size_t t)
{
	const struct intents *in = s->view->intents;
	bool here, other;
	size_t i, k;

	for (i = 0; i < it->n_asks; i++) {
		here = other = false;
		for (k = 0; k < it->asks[i].n_terms; k++) {
			here = here || it->asks[i].terms[k] == t;
			other = other || (it->asks[i].terms[k] != t &&
						 in->kinds[it->asks[i].terms[k]] == INTENT_CONCEPT);
		}
		if (here && !other)
			return true;
	}
	return false;
}

/* What a term of the intents makes of the words that it stands on. */
static enum sense sense_of(const struct search *s, size_t t)
{
	const struct intents *in = s->view->intents;
	enum sense sense = SENSE_NONE;
	size_t i;

	/* what relief is asked with, "does ... help", is asked of anything */
	if (in->kinds[t] == INTENT_TOPIC || uses(s->report, t))
		return SENSE_NONE;
	for (i = 0; i < in->count; i++) {
		if (!names(s, &in->list[i], t))
			continue;
		if (in->list[i].answer)
			return SENSE_COVERED;
		sense = SENSE_OUTSIDE;
	}
	return sense;
}

static bool holds(const struct ask_view *v, size_t t, size_t w)
{
	const struct term_hit *hit = terms_hit_upto(v->hits, t, w);

	return hit && hit->last >= w;
}

/* Whether the back, or a word for what is done with things, explains a word. */
static bool is_plain(const struct search *s, size_t w)
{
	const struct intents *in = s->view->intents;
	const struct reading_word *word = &s->view->r->words[w];
	size_t t;

	if (word->number || holds(s->view, (size_t)s->terms->plain, w))
		return true;
	if (word->id && (vocab_get(s->view->vocab, word->id).bits & VOCAB_FILLER))
		return true;
	for (t = 0; t < TERM_MAX; t++) {
		if (in->weights[t] && in->kinds[t] == INTENT_TOPIC && s->view->hits->count[t] &&
			holds(s->view, t, w))
			return true;
	}
	return false;
}

/* ------------------------------------------------------------------ places */

/*
 * What the terms of one sense make of a place: their longest hit there; NULL without.  "Trigger point
 * therapy" is longer than the trigger in it.
 */
static const struct term_hit *longest(
	const struct search *s, struct term_hit place, enum sense sense)
{
	const struct intents *in = s->view->intents;
	const struct term_hit *hit, *best = NULL;
	size_t t;

	for (t = 0; t < TERM_MAX; t++) {
		if (in->weights[t] == 0 || s->view->hits->count[t] == 0 ||
			(s->complaint && in->kinds[t] == INTENT_ASPECT))
			continue;
		hit = terms_hit_upto(s->view->hits, t, place.last);
		if (!hit || hit->last < place.first || sense_of(s, t) != sense)
			continue;
		if (!best || hit->last - hit->first > best->last - best->first)
			best = hit;
	}
	return best;
}

static bool any_strange(const struct search *s, struct term_hit place)
{
	size_t w;

	for (w = place.first; w <= place.last; w++) {
		if (!is_plain(s, w))
			return true;
	}
	return false;
}

/* Whether a place stands in what is asked: in a sentence that asks, or in a line that holds little else. */
static bool is_asked(const struct search *s, const struct asked *a, struct term_hit place)
{
	if (!a->asks)
		return s->view->r->n_words <= SHORT_WORDS;
	return ask_clause_asks(s->view, s->view->r->words[place.last].sentence);
}

static bool any_asked(const struct search *s, const struct asked *a, int t)
{
	const struct term_hits *hits = s->view->hits;
	size_t i;

	for (i = 0; i < hits->count[t]; i++) {
		if (is_asked(s, a, hits->list[hits->start[t] + i]))
			return true;
	}
	return false;
}

/* What stands in a place: what is named there, else whether a word of it is strange. */
static enum sense look(const struct search *s, struct term_hit place)
{
	const struct term_hit *in = longest(s, place, SENSE_COVERED),
			      *out = longest(s, place, SENSE_OUTSIDE);

	if (in && (!out || out->last - out->first <= in->last - in->first))
		return SENSE_COVERED;
	if (in || out)
		return SENSE_OUTSIDE;
	return any_strange(s, place) ? SENSE_STRANGE : SENSE_NONE;
}

/* Whether clause number c holds word w. */
static bool in_clause(const struct asked *a, size_t c, size_t w)
{
	return a->clauses[c].first <= w && w <= a->clauses[c].last;
}

/*
 * Whether something that the articles cover is asked beside what stands in a place: a thing that is named,
 * or what another clause asks of the back.
 */
static bool asks_covered(const struct search *s, const struct asked *a, struct term_hit place)
{
	const struct ask_reading *one;
	size_t i;

	for (i = 0; i < a->count; i++) {
		one = &a->list[i];
		if (!one->intent->answer || one->intent == s->report || one->intent->meta ||
			!one->own)
			continue;
		if (one->concept != ASK_NO_TERM || one->score >= CERTAIN_SCORE ||
			!in_clause(a, one->clause, place.last))
			return true;
	}
	return false;
}

/* Whether something outside stands in any of the places that term t marks, and nothing covered does. */
static bool any_outside(const struct search *s, const struct asked *a, int t)
{
	const struct term_hits *hits = s->view->hits;
	struct term_hit place;
	bool found = false;
	enum sense sense;
	size_t i;

	for (i = 0; i < hits->count[t]; i++) {
		place = hits->list[hits->start[t] + i];
		if (!is_asked(s, a, place))
			continue;
		sense = look(s, place);
		if (sense == SENSE_COVERED || (sense != SENSE_NONE && asks_covered(s, a, place)))
			return false;
		found = found || sense != SENSE_NONE;
	}
	return found;
}

/* Whether the rules find nothing but a thing that is named as not covered, and asked about. */
static bool asks_uncovered(const struct search *s, const struct asked *a)
{
	const struct term_hits *hits = s->view->hits;
	const struct ask_reading *best = &a->list[0];
	const int t = s->terms->complaint;
	struct term_hit place;
	size_t i;

	if (a->count == 0 || best->intent->answer || !best->own)
		return false;
	if (!best->intent->elsewhere)
		return (best->rule->has_aspect || a->fragment) &&
		       !asks_covered(s, a, hits->list[hits->start[best->concept]]);
	/* a neck is not the back; a knee may bend to lift, and counts where a complaint stands */
	if (s->view->channel == LUMBAR_DIRECT && !s->view->back &&
		any_asked(s, a, s->terms->part) &&
		!asks_covered(s, a, hits->list[hits->start[best->concept]]))
		return true;
	for (i = 0; i < hits->count[t]; i++) {
		place = hits->list[hits->start[t] + i];
		if (is_asked(s, a, place) && look(s, place) == SENSE_OUTSIDE)
			return true;
	}
	return false;
}

/* Whether a complaint is asked about in strange words, among others that are covered: "a weak password". */
static bool any_doubted(const struct search *s, const struct asked *a, int t)
{
	const struct term_hits *hits = s->view->hits;
	struct term_hit place;
	size_t i;

	for (i = 0; i < hits->count[t]; i++) {
		place = hits->list[hits->start[t] + i];
		if (is_asked(s, a, place) && any_strange(s, place))
			return true;
	}
	return false;
}

enum outside outside_find(const struct outside_terms *terms, const struct ask_view *view,
	const struct asked *asked, const struct intent *report)
{
	const struct search treatment = {terms, view, report, false},
			    complaint = {terms, view, report, true};

	if (view->channel == LUMBAR_AMBIENT && !view->back_here)
		return OUTSIDE_NO;
	if (asks_uncovered(&complaint, asked) || any_outside(&treatment, asked, terms->treatment))
		return OUTSIDE_SURE;
	/* where nothing is said of a back, and the channel does not imply it */
	if (view->channel != LUMBAR_DIRECT || asked->topic || view->back)
		return OUTSIDE_NO;
	/* "rotator cuff tear, do i rest it" is none of our rest */
	if ((view->hits->count[terms->elsewhere] > 0 && view->r->n_words <= LINE_WORDS) ||
		any_outside(&complaint, asked, terms->complaint))
		return OUTSIDE_SURE;
	return any_doubted(&complaint, asked, terms->complaint) ? OUTSIDE_DOUBTED : OUTSIDE_NO;
}
