/* What a message asks; see ask.h. */
#include "core/ask.h"

#include <string.h>

#define FRAGMENT_WORDS 5    /* a message of so few words may ask without the shape of a question */
#define INHERITED_LOSS 4    /* a concept taken over from what was said before */
#define REFERRED_LOSS 1     /* the same where the clause says "that" */
#define TALK_LOSS 5         /* from the conversation */
#define BORROWED_LOSS 1     /* an aspect from a neighbouring clause */
#define EARLIER_LOSS 2      /* from the question before */
#define UNMATCHED_LOSS 6    /* another aspect was asked than the rule answers */
#define UNASKED_LOSS 4      /* the same, asked by a neighbour of the clause */
#define SHADOW_LOSS 8       /* nothing is named by the rule where something is in the clause */
#define SEVERAL_LOSS 3      /* behind the best of several things that "both of them" means */
#define SEVERAL_SENTENCES 2 /* in which they are named */
#define META_LOSS 1         /* words for the bot where something is asked about a back */

enum source {
	SOURCE_NONE,
	SOURCE_OWN,
	SOURCE_BORROWED,
	SOURCE_EARLIER,
	SOURCE_INHERITED,
	SOURCE_TALK
};

struct scoring {
	const struct ask_view *view;
	struct asked *out;
	uint16_t terms[TERM_MAX]; /* those that intents use and the message holds */
	size_t n_terms;
	size_t width;                         /* numbers of a set of them that are used */
	sieve_set kinds[INTENT_TOPIC + 1];    /* of those, by their place in the list */
	sieve_set in_clause[ASK_CLAUSES_MAX]; /* which of them stand in the clause */
	uint8_t present[TERM_MAX];            /* enum source, for the clause being scored */
	bool own_aspect;                      /* the clause asks an aspect itself */
	bool own_topic;
	bool own_concept;
	bool own_strong; /* it names a concept that decides */
	bool borrowed;   /* it takes its aspect from a neighbour in the sentence */
	bool several;    /* it says "both of them" */
	bool refers;     /* it says "that": what was said before is as good as said here */
	bool ruled_out;  /* what is ruled out counts as well */
};

/* Whether a sentence asks: where none of the message does, what somebody believes is asked. */
static bool sentence_asks(const struct ask_view *v, size_t sentence)
{
	const struct frame *f = &v->frames->list[sentence];

	return f->asks || (!v->frames->asks && f->wonders);
}

/* ------------------------------------------------------------------ clauses */

static bool is_joint(const struct reading *r, size_t w)
{
	static const char *const words[] = {"and", "or", "but", "so", "because", "then", "plus",
		"also", "vs", "versus", "while"};
	const struct reading_word *word = &r->words[w];
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i]) == word->len &&
			memcmp(words[i], r->text.data + word->at, word->len) == 0)
			return true;
	}
	return false;
}

/* Whether word w lies inside a concept that began before it: no clause begins there. */
static bool inside_concept(const struct scoring *s, size_t w)
{
	const struct term_hit *hit;
	size_t i;

	for (i = 0; w > 0 && i < s->n_terms; i++) {
		if (s->view->intents->kinds[s->terms[i]] == INTENT_ASPECT)
			continue;
		hit = terms_hit_upto(s->view->hits, s->terms[i], w - 1);
		if (hit && hit->last >= w)
			return true;
	}
	return false;
}

static void cut_clauses(struct scoring *s)
{
	const struct reading *r = s->view->r;
	struct asked *out = s->out;
	struct ask_clause *c = NULL;
	size_t w;
	bool begins;

	for (w = 0; w < r->n_words; w++) {
		begins = w == 0 || r->words[w].before != READING_BLANK ||
			 (is_joint(r, w) && !inside_concept(s, w));
		if (begins && out->n_clauses < ASK_CLAUSES_MAX) {
			c = &out->clauses[out->n_clauses++];
			c->first = (uint16_t)w;
			c->sentence = r->words[w].sentence;
		}
		if (c)
			c->last = (uint16_t)w;
	}
}

/* ------------------------------------------------------------------ one clause */

static bool is_common(const struct scoring *s, size_t w)
{
	uint16_t id = s->view->r->words[w].id;

	return id && (vocab_get(s->view->vocab, id)->bits & VOCAB_COMMON);
}

/*
 * Whether a longer hit of its kind holds this one: in "hot water bottle" there is no water, and "stop it
 * coming back" asks for nothing that stops it.
 */
static bool inside_longer(const struct scoring *s, size_t t, struct term_hit hit)
{
	const struct term_hit *longer;
	size_t i, u;

	for (i = 0; i < s->n_terms; i++) {
		u = s->terms[i];
		if (u == t || s->view->intents->kinds[u] != s->view->intents->kinds[t])
			continue;
		longer = terms_hit_upto(s->view->hits, u, hit.first);
		if (longer && longer->last >= hit.last &&
			longer->last - longer->first > hit.last - hit.first &&
			!is_common(s, longer->first))
			return true;
	}
	return false;
}

/*
 * Enters term number i of the list into the clauses where it stands: begins there, and is a concept
 * neither ruled out nor hidden.
 */
static void enter_term(struct scoring *s, size_t i)
{
	const struct term_hits *hits = s->view->hits;
	const size_t t = s->terms[i];
	const struct term_hit *list = hits->list + hits->start[t];
	const bool concept = s->view->intents->kinds[t] == INTENT_CONCEPT;
	const uint64_t bit = UINT64_C(1) << i % 64;
	size_t k, c = 0;

	for (k = 0; k < hits->count[t]; k++) {
		while (c + 1 < s->out->n_clauses && s->out->clauses[c].last < list[k].first)
			c++;
		if (s->in_clause[c][i / 64] & bit)
			continue;
		if (concept && !s->ruled_out && scope_holds(s->view->scopes, SCOPE_NOT, list[k]))
			continue;
		if (!inside_longer(s, t, list[k]))
			s->in_clause[c][i / 64] |= bit;
	}
}

/* Finds out once which terms stand in which clause: a clause is looked at from all the others. */
static void enter_terms(struct scoring *s)
{
	size_t i;

	s->width = s->n_terms / 64 + 1;
	if (s->width > SIEVE_SET)
		s->width = SIEVE_SET;
	for (i = 0; i < s->out->n_clauses; i++)
		memset(s->in_clause[i], 0, s->width * sizeof(s->in_clause[i][0]));
	memset(s->kinds, 0, sizeof(s->kinds));
	for (i = 0; i < s->n_terms; i++) {
		s->kinds[s->view->intents->kinds[s->terms[i]]][i / 64] |= UINT64_C(1) << i % 64;
		enter_term(s, i);
	}
}

/* Notes the terms of one kind in clause c as coming from `source`.  Returns whether there are any. */
static bool note(struct scoring *s, size_t c, enum intent_kind kind, enum source source)
{
	bool any = false;
	uint64_t here;
	size_t i, t;

	for (i = 0; i < s->width; i++) {
		for (here = s->in_clause[c][i] & s->kinds[kind][i]; here; here &= here - 1) {
			t = s->terms[i * 64 + (size_t)__builtin_ctzll(here)];
			if (s->present[t] == SOURCE_NONE)
				s->present[t] = (uint8_t)source;
			s->own_strong = s->own_strong ||
					(source == SOURCE_OWN && s->view->intents->strong[t]);
			any = true;
		}
	}
	return any;
}

/* The aspect of a clause that asks none itself: its neighbours' in the sentence, or the last question's. */
static void borrow_aspect(struct scoring *s, size_t at)
{
	const struct ask_clause *clauses = s->out->clauses;
	size_t i;

	for (i = at; i-- > 0 && clauses[i].sentence == clauses[at].sentence;) {
		if (note(s, i, INTENT_ASPECT, SOURCE_BORROWED)) {
			s->borrowed = true;
			return;
		}
	}
	for (i = at + 1; i < s->out->n_clauses && clauses[i].sentence == clauses[at].sentence;
		i++) {
		if (note(s, i, INTENT_ASPECT, SOURCE_BORROWED)) {
			s->borrowed = true;
			return;
		}
	}
	for (i = at; i-- > 0;) {
		if (sentence_asks(s->view, clauses[i].sentence) &&
			note(s, i, INTENT_ASPECT, SOURCE_EARLIER))
			return;
	}
	if (s->view->aspect != ASK_NO_TERM && s->present[s->view->aspect] == SOURCE_NONE)
		s->present[s->view->aspect] = SOURCE_TALK;
}

/* Whether a clause refers by the words of term t. */
static bool refers_by(const struct scoring *s, const struct ask_clause *c, int t)
{
	const struct term_hits *hits = s->view->hits;
	const struct term_hit *list = hits->list + hits->start[t];
	size_t i;

	for (i = 0; i < hits->count[t]; i++) {
		if (list[i].first >= c->first && list[i].first <= c->last)
			return true;
	}
	return false;
}

/* The concepts of a clause that names none: those of the nearest sentence before that has some. */
static void inherit_concept(struct scoring *s, size_t at)
{
	const struct ask_clause *clauses = s->out->clauses;
	size_t i = at, sentence;
	bool found = false;

	while (i > 0 && (!found || (s->several && clauses[i - 1].sentence + SEVERAL_SENTENCES >=
							  clauses[at].sentence))) {
		sentence = clauses[i - 1].sentence;
		for (; i > 0 && clauses[i - 1].sentence == sentence; i--)
			found = note(s, i - 1, INTENT_CONCEPT, SOURCE_INHERITED) || found;
	}
	if (!found && s->view->concept != ASK_NO_TERM && !s->out->topic &&
		s->present[s->view->concept] == SOURCE_NONE)
		s->present[s->view->concept] = SOURCE_TALK;
}

/* Fills s->present for clause number `at`.  Returns false when it holds nothing of its own. */
static bool look_at(struct scoring *s, size_t at)
{
	const struct ask_clause *c = &s->out->clauses[at];
	size_t i;

	memset(s->present, SOURCE_NONE, sizeof(s->present));
	s->own_strong = false;
	s->own_concept = note(s, at, INTENT_CONCEPT, SOURCE_OWN);
	s->own_aspect = note(s, at, INTENT_ASPECT, SOURCE_OWN);
	s->own_topic = note(s, at, INTENT_TOPIC, SOURCE_OWN);
	if (!s->own_concept && !s->own_aspect && !s->own_topic)
		return false;
	s->borrowed = false;
	s->refers = refers_by(s, c, s->view->refer);
	s->several = !s->own_concept && refers_by(s, c, s->view->several);
	if (!s->own_aspect)
		borrow_aspect(s, at);
	if (!s->own_concept && (!s->own_topic || s->refers))
		inherit_concept(s, at);
	for (i = 0; i < s->n_terms; i++) {
		if (s->view->intents->kinds[s->terms[i]] == INTENT_TOPIC &&
			s->present[s->terms[i]] == SOURCE_NONE)
			s->present[s->terms[i]] = SOURCE_INHERITED;
	}
	return true;
}

static int worth(const struct scoring *s, uint16_t t)
{
	static const int loss[] = {[SOURCE_OWN] = 0,
		[SOURCE_BORROWED] = BORROWED_LOSS,
		[SOURCE_EARLIER] = EARLIER_LOSS,
		[SOURCE_INHERITED] = INHERITED_LOSS,
		[SOURCE_TALK] = TALK_LOSS};
	int weight = s->view->intents->weights[t];

	if (s->view->intents->kinds[t] == INTENT_TOPIC)
		return weight;
	if (s->refers && s->present[t] == SOURCE_INHERITED)
		return weight - REFERRED_LOSS;
	return weight > loss[s->present[t]] ? weight - loss[s->present[t]] : 1;
}

/* Scores one rule; 0 when it does not hold. */
static int score(const struct scoring *s, const struct intent *it, const struct intent_ask *ask,
	struct ask_reading *out)
{
	int sum = 0;
	size_t i;
	uint16_t t;

	*out = (struct ask_reading){
		.intent = it, .rule = ask, .concept = ASK_NO_TERM, .aspect = ASK_NO_TERM};
	for (i = 0; i < ask->n_terms; i++) {
		t = ask->terms[i];
		if (s->present[t] == SOURCE_NONE)
			return 0;
		sum += worth(s, t);
		out->own = out->own || s->present[t] == SOURCE_OWN;
		if (s->view->intents->kinds[t] == INTENT_CONCEPT) {
			out->concept = t;
			out->lent = s->present[t] == SOURCE_TALK;
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
static struct ask_reading best_rule(struct scoring *s, size_t clause, struct ask_reading *second)
{
	const struct intents *in = s->view->intents;
	struct ask_reading best = {0}, one;
	size_t i, k;
	int points;

	*second = (struct ask_reading){0};
	for (i = 0; i < in->count; i++) {
		if (in->list[i].elsewhere && s->out->topic)
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
static void keep_each(struct scoring *s, const struct ask_reading *best)
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
				s->present[one.concept] != SOURCE_INHERITED ||
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
	const struct scoring *s, const struct ask_reading *a, const struct ask_reading *b)
{
	const bool *strong = s->view->intents->strong;

	return a->score > 0 && b->score > 0 && a->concept != ASK_NO_TERM &&
	       b->concept != ASK_NO_TERM && strong[a->concept] && strong[b->concept] &&
	       s->present[a->concept] == SOURCE_OWN && s->present[b->concept] == SOURCE_OWN;
}

/* Scores the clauses of the sentences that ask (or, with all set, of every sentence). */
static void score_clauses(struct scoring *s, bool all)
{
	struct ask_reading best, second;
	size_t i;

	for (i = 0; i < s->out->n_clauses; i++) {
		if (!all && !sentence_asks(s->view, s->out->clauses[i].sentence))
			continue;
		if (!look_at(s, i))
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
		if (v->explained[i] || w->number || (!all && !sentence_asks(v, w->sentence)))
			continue;
		if (!w->id || !(vocab_get(v->vocab, w->id)->bits & VOCAB_FILLER))
			n++;
	}
	return n;
}

/*
 * What a bare concept may mean as well: "posture?" asks for a cause or for prevention, and nothing in
 * it or around it says which.
 */
static const struct intent *find_rival(const struct scoring *s)
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

static void collect_terms(struct scoring *s)
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
	struct scoring s; /* large: what needs no zeros is left without */

	s.view = view;
	s.out = out;
	s.n_terms = 0;
	s.ruled_out = false;
	out->n_clauses = out->count = 0;
	out->runner_up = (struct ask_reading){0};
	out->rival = NULL;
	out->topic = false;
	out->asks = view->frames->asks || view->frames->wonders;
	out->refers = view->hits->count[view->pronoun] > 0;
	out->fragment = view->r->n_words <= FRAGMENT_WORDS && !view->frames->self;
	collect_terms(&s);
	out->unexplained = count_unexplained(view, !out->asks);
	if (s.n_terms == 0)
		return;
	cut_clauses(&s);
	enter_terms(&s);
	score_clauses(&s, !out->asks);
	if (out->asks && out->count == 0) {
		/* "... is that it?": the question is in what was told */
		score_clauses(&s, true);
	}
	if (out->asks && out->count == 0) {
		/* "they say never to put heat on it, true?" is about heat all the same */
		s.ruled_out = true;
		enter_terms(&s);
		score_clauses(&s, false);
	}
	put_thanks_first(out);
	out->rival = find_rival(&s);
}
