/* Scopes of negation, condition and past; see scope.h. */
#include "core/scope.h"

#include <string.h>

#define REACH 8        /* words that a trigger reaches to its right */
#define REACH_BACK 8   /* and to its left */
#define ITEM 5         /* words of an item of what is denied */
#define REACH_OVER 24  /* to the left of what is wholly over, or wholly denied */
#define CLOSE 3        /* words from a denial in which nothing else is meant by it */
#define REACH_WOULD 40 /* to the right of what would be */

struct finding {
	const struct scope_terms *st;
	const struct reading *r;
	const struct term_hits *hits;
	const bool *protected;
	struct scopes *out;
};

/* Whether a hit of term t begins at word w. */
static bool hit_at(const struct term_hits *hits, int t, size_t w)
{
	const struct term_hit *hit = terms_hit_upto(hits, (size_t)t, w);

	return hit && hit->first == w;
}

static bool inside(const struct term_hits *hits, int t, struct term_hit hit)
{
	const struct term_hit *outer = terms_hit_upto(hits, (size_t)t, hit.first);

	return outer && outer->last >= hit.last;
}

static void add(
	struct finding *f, enum scope_kind kind, struct term_hit trigger, size_t from, size_t to)
{
	if (f->out->count == SCOPE_MAX || from > to)
		return;
	f->out->list[f->out->count++] =
		(struct scope){kind, trigger.first, trigger.last, (uint16_t)from, (uint16_t)to};
}

/* Whether a new statement begins at word w, which a comma or "and" stands before. */
static bool begins_statement(const struct finding *f, size_t w)
{
	return hit_at(f->hits, f->st->new_, w);
}

static bool is_word(const struct reading *r, size_t w, const char *text)
{
	const struct reading_word *word = &r->words[w];

	return word->len == strlen(text) && memcmp(r->text.data + word->at, text, word->len) == 0;
}

static bool is_and(const struct reading *r, size_t w)
{
	return is_word(r, w, "and");
}

/* Whether a scope that is open before word w ends there. */
static bool ends_at(const struct finding *f, size_t w)
{
	char before = f->r->words[w].before;

	if (before == READING_STOP || before == READING_QUESTION || before == READING_BREAK)
		return true;
	if (hit_at(f->hits, f->st->end, w))
		return true;
	if (before == READING_COMMA && begins_statement(f, w))
		return true;
	return is_and(f->r, w) && w + 1 < f->r->n_words && begins_statement(f, w + 1);
}

/* The last word that a trigger ending at word w reaches.  The items of a list count as one step. */
static size_t reach_right(const struct finding *f, size_t w)
{
	size_t steps = 0;

	while (w + 1 < f->r->n_words && steps < REACH && !ends_at(f, w + 1)) {
		w++;
		/* "no fever, chills or numb feet": every comma begins the count anew */
		steps = f->r->words[w].before == READING_COMMA ? 1 : steps + 1;
	}
	return w;
}

/* Whether what begins at word w, behind a comma, is short enough to be an item of a list. */
static bool is_item(const struct reading *r, size_t w)
{
	size_t end = w + 1;

	while (end < r->n_words && r->words[end].before == READING_BLANK && !is_and(r, end) &&
		!is_word(r, end, "or") && !is_word(r, end, "nor"))
		end++;
	return end - w <= ITEM;
}

static bool same_word(const struct reading *r, size_t a, size_t b)
{
	return r->words[a].len == r->words[b].len &&
	       memcmp(r->text.data + r->words[a].at, r->text.data + r->words[b].at,
		       r->words[a].len) == 0;
}

/*
 * The last word that a denial reaches, ending at word w: it goes on over the items of a list, "no fever,
 * chills or numb feet", and ends at a comma behind which a whole sentence is told, or the same word is said
 * again of something else: "not numb in the feet, numb in the groin".
 */
static size_t reach_denied(const struct finding *f, size_t w)
{
	size_t end = reach_right(f, w), i;

	for (i = w + 1; i <= end; i++) {
		if (f->r->words[i].before == READING_COMMA &&
			(!is_item(f->r, i) || (i > w + 1 && same_word(f->r, i, w + 1))))
			return i - 1;
	}
	return end;
}

/*
 * The last word that a time gone by reaches, ending at word w: a comma ends it, save the one that sets
 * the time itself apart.  "last year, my legs went numb" is over; in "last year it was my neck, my legs
 * are numb" the legs are not.
 */
static size_t reach_past(const struct finding *f, size_t w)
{
	size_t end = reach_right(f, w), i;

	for (i = w + 2; i <= end; i++) {
		if (f->r->words[i].before == READING_COMMA)
			return i - 1;
	}
	return end;
}

/* Whether an "and" goes on with what is supposed: "what if it got worse and my leg gave out". */
static bool supposes_on(const struct finding *f, size_t w)
{
	const char before = f->r->words[w].before;

	return is_and(f->r, w) && (before == READING_BLANK || before == READING_COMMA) &&
	       !hit_at(f->hits, f->st->end, w + 1); /* "and now" */
}

/* The last word that a supposition ending at word w reaches: every "and" begins the count anew. */
static size_t reach_supposed(const struct finding *f, size_t w)
{
	size_t end = reach_right(f, w);

	while (end + 1 < f->r->n_words && supposes_on(f, end + 1))
		end = reach_right(f, end + 1);
	return end;
}

/* Whether a hit of term t stands wholly in the words from `from` to `to`. */
static bool any_in(const struct finding *f, int t, size_t from, size_t to)
{
	const struct term_hit *list = f->hits->list + f->hits->start[t];
	size_t i;

	for (i = 0; i < f->hits->count[t]; i++) {
		if (list[i].first >= from && list[i].last <= to)
			return true;
	}
	return false;
}

/* Whether a hit of term t stands in the sentence of word w, or in up to `around` others on either side. */
static bool in_sentence(const struct finding *f, int t, size_t w, size_t around)
{
	const size_t at = f->r->words[w].sentence;
	const size_t first = at > around ? at - around : 0;
	size_t last = at + around;

	if (last >= f->r->n_sentences)
		last = f->r->n_sentences - 1;
	return any_in(f, t, f->r->sentences[first].first, f->r->sentences[last].last);
}

/*
 * The last word of what would be, supposed by a trigger that ends at word w: all that follows in the
 * sentence, up to "but", what has a day or an hour, or what would then be done.
 */
static size_t reach_would(const struct finding *f, size_t w)
{
	static const char *const ends[] = {"but", "because", "cause", "though", "although"};
	const size_t at = w;
	size_t i;

	for (; w + 1 < f->r->n_words && w - at < REACH_WOULD; w++) {
		if (f->r->words[w + 1].sentence != f->r->words[at].sentence ||
			f->r->words[w + 1].before == READING_BREAK ||
			(w > at && hit_at(f->hits, f->st->would, w + 1)))
			return w;
		for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
			if (is_word(f->r, w + 1, ends[i]))
				return w;
		}
	}
	return w;
}

/* Whether what is supposed at word w has not happened, as the sentence says what would then be. */
static bool is_unreal(const struct finding *f, size_t w)
{
	return in_sentence(f, f->st->would, w, 1) && !in_sentence(f, f->st->real, w, 0) &&
	       !in_sentence(f, f->st->happened, w, 1);
}

static bool ends_clause(const struct reading *r, size_t w)
{
	return w + 1 == r->n_words || r->words[w + 1].before != READING_BLANK;
}

/*
 * What has happened already is not supposed: "if I wet myself last night", "if I can't pee since the fall",
 * where "since" ends what the trigger reaches.
 */
static size_t unless_happened(const struct finding *f, size_t w, size_t end)
{
	size_t told = end;

	while (!ends_clause(f->r, told))
		told++;
	return any_in(f, f->st->happened, w + 1, told) ? w : end;
}

/*
 * The last word that "what if", ending at word w, reaches: where the sentence says what would then be
 * done, all that would be; else every "and" goes on with it.
 */
static size_t reach_what_if(const struct finding *f, size_t w)
{
	return is_unreal(f, w) ? reach_would(f, w) : unless_happened(f, w, reach_supposed(f, w));
}

/* The same for a plain "if", which what would be follows only in its own form: "if my back went". */
static size_t reach_if(const struct finding *f, size_t w)
{
	const size_t near = reach_right(f, w);

	return is_unreal(f, w) && any_in(f, f->st->unreal, w + 1, near)
		       ? reach_would(f, w)
		       : unless_happened(f, w, near);
}

/* The first word that a trigger beginning at word w reaches to its left. */
static size_t reach_left(const struct finding *f, size_t w)
{
	size_t steps = 0;

	while (w > 0 && steps < REACH_BACK) {
		if (f->r->words[w].before != READING_BLANK || hit_at(f->hits, f->st->end, w))
			break;
		w--;
		steps++;
	}
	return w;
}

/* The first word of what is wholly over at word w: commas do not end it, only stops and "but". */
static size_t reach_over(const struct finding *f, size_t w)
{
	const size_t at = w;
	char before;

	while (w > 0 && at - w < REACH_OVER) {
		before = f->r->words[w].before;
		if (before != READING_BLANK && before != READING_COMMA)
			break;
		if (w < at && is_word(f->r, w, "but")) /* "but it's been fine since" itself */
			break;
		w--;
	}
	return w;
}

/* Whether nothing but stops or commas surround the trigger: "numbness? nope" */
static bool stands_alone(const struct reading *r, struct term_hit hit)
{
	return hit.first > 0 && r->words[hit.first].before != READING_BLANK &&
	       ends_clause(r, hit.last);
}

static bool opens(const struct finding *f, enum scope_kind kind, struct term_hit hit)
{
	size_t w;

	for (w = hit.first; w <= hit.last; w++) {
		if (f->protected[w])
			return false;
	}
	/* what is said to be so is not supposed: "would it be bad if I couldn't pee? that's me" */
	if (kind == SCOPE_IF && in_sentence(f, f->st->so, hit.last, 1))
		return false;
	return !inside(f->hits, f->st->idiom, hit);
}

static void open_right(struct finding *f, enum scope_kind kind, int t,
	size_t (*reach)(const struct finding *f, size_t w))
{
	const struct term_hit *list = f->hits->list + f->hits->start[t];
	size_t i;

	for (i = 0; i < f->hits->count[t]; i++) {
		if (opens(f, kind, list[i]))
			add(f, kind, list[i], list[i].last + 1u, reach(f, list[i].last));
	}
}

static void open_left(struct finding *f, enum scope_kind kind, int t,
	size_t (*reach)(const struct finding *f, size_t w))
{
	const struct term_hit *list = f->hits->list + f->hits->start[t];
	size_t i;

	for (i = 0; i < f->hits->count[t]; i++) {
		if (list[i].first > 0 && opens(f, kind, list[i]))
			add(f, kind, list[i], reach(f, list[i].first), list[i].first - 1u);
	}
}

/* Whether "none" says again what words that are negative themselves said: "felt nothing. zero" */
static bool echoes(const struct finding *f, struct term_hit hit, size_t from)
{
	size_t w;

	if (f->r->words[hit.first].before == READING_QUESTION)
		return false;
	for (w = from; w < hit.first; w++) {
		if (f->protected[w])
			return true;
	}
	return false;
}

/*
 * The first word of what somebody was asked about and then denied at word w: "asked was I numb or
 * wetting myself, no".  w itself when nothing was asked, or what they still can: "asked can I feel it, no".
 */
static size_t asked_from(const struct finding *f, size_t w)
{
	const struct term_hit *asked = terms_hit_upto(f->hits, (size_t)f->st->asked, w);

	if (!asked || asked->last >= w || w - asked->last > REACH_OVER ||
		f->r->words[asked->first].sentence != f->r->words[w].sentence ||
		any_in(f, f->st->able, asked->first, w))
		return w;
	return asked->last + 1u;
}

/*
 * What is denied alone between two stops.  Of what somebody still can the no is the finding itself: "can
 * I feel my legs? no".
 */
static void open_nopes(struct finding *f)
{
	const struct term_hit *list = f->hits->list + f->hits->start[f->st->nope];
	size_t i, from, asked;

	for (i = 0; i < f->hits->count[f->st->nope]; i++) {
		if (!stands_alone(f->r, list[i]))
			continue;
		asked = asked_from(f, list[i].first - 1u);
		from = reach_left(f, list[i].first - 1u);
		if (asked < from)
			from = asked;
		if (!echoes(f, list[i], from) && !any_in(f, f->st->answered, from, list[i].first))
			add(f, SCOPE_NOT_AFTER, list[i], from, list[i].first - 1u);
	}
}

/*
 * The first word of all that is denied at word w: commas and questions do not end it, what was tried
 * does.
 */
static size_t reach_none(const struct finding *f, size_t w)
{
	const size_t at = w;
	char before;

	while (w > 0 && at - w < REACH_OVER) {
		before = f->r->words[w].before;
		if (before == READING_STOP || before == READING_BREAK || is_word(f->r, w, "but") ||
			is_word(f->r, w, "yes") || is_word(f->r, w, "tried"))
			break;
		w--;
	}
	return w;
}

/* What denies all before it does so at the end of its clause: "none of that", not "none of that helps". */
static void open_nones(struct finding *f)
{
	const struct term_hit *list = f->hits->list + f->hits->start[f->st->none];
	size_t i;

	for (i = 0; i < f->hits->count[f->st->none]; i++) {
		if (list[i].first > 0 && ends_clause(f->r, list[i].last) &&
			!inside(f->hits, f->st->idiom, list[i]))
			add(f, SCOPE_NOT_AFTER, list[i], reach_none(f, list[i].first),
				list[i].first - 1u);
	}
}

/* "I said no" denies what somebody asked about: "asked was I numb, I said no". */
static void open_nays(struct finding *f)
{
	const struct term_hit *list = f->hits->list + f->hits->start[f->st->nay];
	size_t i;

	for (i = 0; i < f->hits->count[f->st->nay]; i++) {
		if (list[i].first > 0 && ends_clause(f->r, list[i].last))
			add(f, SCOPE_NOT_AFTER, list[i], asked_from(f, list[i].first),
				list[i].first - 1u);
	}
}

void scope_find(const struct scope_terms *st, const struct reading *r, const struct term_hits *hits,
	const bool *protected, struct scopes *out)
{
	struct finding f = {st, r, hits, protected, out};

	out->count = 0;
	open_right(&f, SCOPE_NOT, st->not, reach_denied);
	open_left(&f, SCOPE_NOT_AFTER, st->not_after, reach_left);
	open_nopes(&f);
	open_nones(&f);
	open_nays(&f);
	open_right(&f, SCOPE_IF, st->if_, reach_if);
	open_right(&f, SCOPE_IF, st->suppose, reach_what_if);
	open_right(&f, SCOPE_PAST, st->past, reach_past);
	open_left(&f, SCOPE_PAST, st->past_after, reach_left);
	open_left(&f, SCOPE_PAST, st->over, reach_over);
}

bool scope_holds(const struct scopes *scopes, enum scope_kind kind, struct term_hit hit)
{
	const struct scope *s;
	size_t i;

	for (i = 0; i < scopes->count; i++) {
		s = &scopes->list[i];
		if (s->kind == kind && s->from <= hit.first && s->to >= hit.first)
			return true;
	}
	return false;
}

bool scope_denies(const struct scopes *scopes, struct term_hit hit)
{
	const struct scope *s;
	size_t i;

	for (i = 0; i < scopes->count; i++) {
		s = &scopes->list[i];
		if (s->from <= hit.first && s->to >= hit.first &&
			(s->kind == SCOPE_NOT_AFTER ||
				(s->kind == SCOPE_NOT && hit.first - s->last <= CLOSE)))
			return true;
	}
	return false;
}
