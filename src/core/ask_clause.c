/* What stands in a clause; see ask_clause.h. */
#include "core/ask_clause.h"

#include <string.h>

#define SEVERAL_SENTENCES 2 /* in which "both of them" are named */

bool ask_clause_asks(const struct ask_view *view, size_t sentence)
{
	const struct frame *f = &view->frames->list[sentence];

	return f->asks || (!view->frames->asks && f->wonders);
}

/* ------------------------------------------------------------------ clauses */

static bool is_one_of(const struct reading *r, size_t w, const char *const *words, size_t n)
{
	const struct reading_word *word = &r->words[w];
	size_t i;

	for (i = 0; i < n; i++) {
		if (strlen(words[i]) == word->len &&
			memcmp(words[i], r->text.data + word->at, word->len) == 0)
			return true;
	}
	return false;
}

static bool is_joint(const struct reading *r, size_t w)
{
	static const char *const words[] = {"and", "or", "but", "so", "because", "then", "plus",
		"also", "vs", "versus", "while"};

	return is_one_of(r, w, words, sizeof(words) / sizeof(words[0]));
}

bool ask_clause_chooses(const struct ask_view *view, const struct ask_clause *clause)
{
	static const char *const words[] = {"or", "vs", "versus"};

	return is_one_of(view->r, clause->first, words, sizeof(words) / sizeof(words[0]));
}

/* Whether word w lies inside a concept that began before it: no clause begins there. */
static bool inside_concept(const struct ask_scoring *s, size_t w)
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

static void cut(struct ask_scoring *s)
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

static bool is_common(const struct ask_scoring *s, size_t w)
{
	uint16_t id = s->view->r->words[w].id;

	return id && (vocab_get(s->view->vocab, id).bits & VOCAB_COMMON);
}

/*
 * Whether a longer hit of its kind holds this one: in "hot water bottle" there is no water, and "stop it
 * coming back" asks for nothing that stops it.
 */
static bool inside_longer(const struct ask_scoring *s, size_t t, struct term_hit hit)
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
static void enter_term(struct ask_scoring *s, size_t i)
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
void ask_clause_enter(struct ask_scoring *s)
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
static bool note(struct ask_scoring *s, size_t c, enum intent_kind kind, enum ask_source source)
{
	bool any = false;
	uint64_t here;
	size_t i, t;

	for (i = 0; i < s->width; i++) {
		for (here = s->in_clause[c][i] & s->kinds[kind][i]; here; here &= here - 1) {
			t = s->terms[i * 64 + (size_t)__builtin_ctzll(here)];
			if (s->present[t] == ASK_SOURCE_NONE)
				s->present[t] = (uint8_t)source;
			s->own_strong = s->own_strong ||
					(source == ASK_SOURCE_OWN && s->view->intents->strong[t]);
			any = true;
		}
	}
	return any;
}

/* The aspect of a clause that asks none itself: its neighbours' in the sentence, or the last question's. */
static void borrow_aspect(struct ask_scoring *s, size_t at)
{
	const struct ask_clause *clauses = s->out->clauses;
	size_t i;

	for (i = at; i-- > 0 && clauses[i].sentence == clauses[at].sentence;) {
		if (note(s, i, INTENT_ASPECT, ASK_SOURCE_BORROWED)) {
			s->borrowed = true;
			return;
		}
	}
	for (i = at + 1; i < s->out->n_clauses && clauses[i].sentence == clauses[at].sentence;
		i++) {
		if (note(s, i, INTENT_ASPECT, ASK_SOURCE_BORROWED)) {
			s->borrowed = true;
			return;
		}
	}
	for (i = at; i-- > 0;) {
		if (ask_clause_asks(s->view, clauses[i].sentence) &&
			note(s, i, INTENT_ASPECT, ASK_SOURCE_EARLIER))
			return;
	}
	if (s->view->aspect != ASK_NO_TERM && s->present[s->view->aspect] == ASK_SOURCE_NONE)
		s->present[s->view->aspect] = ASK_SOURCE_TALK;
}

/* Whether a clause refers by the words of term t. */
static bool refers_by(const struct ask_scoring *s, const struct ask_clause *c, int t)
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
static void inherit_concept(struct ask_scoring *s, size_t at)
{
	const struct ask_clause *clauses = s->out->clauses;
	size_t i = at, sentence;
	bool found = false;

	while (i > 0 && (!found || (s->several && clauses[i - 1].sentence + SEVERAL_SENTENCES >=
							  clauses[at].sentence))) {
		sentence = clauses[i - 1].sentence;
		for (; i > 0 && clauses[i - 1].sentence == sentence; i--)
			found = note(s, i - 1, INTENT_CONCEPT, ASK_SOURCE_INHERITED) || found;
	}
	if (!found && s->view->concept != ASK_NO_TERM && !s->out->topic &&
		s->present[s->view->concept] == ASK_SOURCE_NONE)
		s->present[s->view->concept] = ASK_SOURCE_TALK;
}

/* Fills s->present for clause number `at`.  Returns false when it holds nothing of its own. */
bool ask_clause_look(struct ask_scoring *s, size_t at)
{
	const struct ask_clause *c = &s->out->clauses[at];
	size_t i;

	memset(s->present, ASK_SOURCE_NONE, sizeof(s->present));
	s->own_strong = false;
	s->own_concept = note(s, at, INTENT_CONCEPT, ASK_SOURCE_OWN);
	s->own_aspect = note(s, at, INTENT_ASPECT, ASK_SOURCE_OWN);
	s->own_topic = note(s, at, INTENT_TOPIC, ASK_SOURCE_OWN);
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
			s->present[s->terms[i]] == ASK_SOURCE_NONE)
			s->present[s->terms[i]] = ASK_SOURCE_INHERITED;
	}
	return true;
}

void ask_clause_cut(struct ask_scoring *s)
{
	cut(s);
	ask_clause_enter(s);
}
