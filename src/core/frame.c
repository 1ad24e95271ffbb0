/* What kind of sentence a finding stands in; see frame.h. */
#include "core/frame.h"

#include <stdlib.h>
#include <string.h>

#define CONTINUED_WORDS 8 /* a sentence of so few words may go on with the question before it */

int frame_terms_need(struct frame_terms *ft, struct terms *terms, const char **missing)
{
	const struct {
		const char *name;
		int *term;
	} needed[] = {
		{"frame-ask", &ft->ask},
		{"frame-request", &ft->request},
		{"frame-belief", &ft->belief},
		{"frame-self", &ft->self},
		{"frame-general", &ft->general},
		{"frame-study", &ft->study},
		{"frame-claim", &ft->claim},
	};
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		*needed[i].term = terms_need(terms, needed[i].name, strlen(needed[i].name));
		if (*needed[i].term < 0) {
			*missing = needed[i].name;
			return -1;
		}
	}
	return 0;
}

int frame_create(struct frames *frames)
{
	frames->list = calloc(READING_WORDS_MAX, sizeof(*frames->list));
	frames->opener = calloc(READING_WORDS_MAX, sizeof(*frames->opener));
	return frames->list && frames->opener ? 0 : -1;
}

void frame_free(struct frames *frames)
{
	free(frames->list);
	free(frames->opener);
	frames->list = NULL;
	frames->opener = NULL;
}

/* Marks the sentences in which term t stands; `member` picks what is marked. */
static void mark(const struct reading *r, const struct term_hits *hits, int t,
	struct frames *frames, bool *(*member)(struct frame *))
{
	const struct term_hit *list = hits->list + hits->start[t];
	size_t i;

	for (i = 0; i < hits->count[t]; i++)
		*member(&frames->list[r->words[list[i].first].sentence]) = true;
}

static bool *asks_of(struct frame *f)
{
	return &f->asks;
}

static bool *wonders_of(struct frame *f)
{
	return &f->wonders;
}

static bool *self_of(struct frame *f)
{
	return &f->self;
}

static bool *general_of(struct frame *f)
{
	return &f->general;
}

/* Whether the word before w only leads over to it: "and how", "so what", "ok can". */
static bool leads_over(const struct reading *r, size_t w)
{
	static const char *const words[] = {"and", "but", "so", "or", "then", "also", "ok", "okay",
		"hi", "hey", "hello", "lol", "just", "plus", "because", "wondering", "please",
		"question"};
	const struct reading_word *before = &r->words[w - 1];
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i]) == before->len &&
			memcmp(words[i], r->text.data + before->at, before->len) == 0)
			return true;
	}
	return false;
}

/* A question word asks where a sentence, or a clause in it, begins with it. */
static void mark_openers(
	const struct reading *r, const struct term_hits *hits, int t, struct frames *frames)
{
	const struct term_hit *list = hits->list + hits->start[t];
	size_t i, w;

	for (i = 0; i < hits->count[t]; i++) {
		w = list[i].first;
		if (w > 0 && r->words[w].before == READING_BLANK && !leads_over(r, w))
			continue;
		frames->list[r->words[w].sentence].asks = true;
		do
			frames->opener[w++] = true;
		while (w < r->n_words && r->words[w].before == READING_BLANK);
	}
}

/* Whether a sentence goes on where the one before it left off: "... normal? And the stiffness". */
static bool goes_on(const struct reading *r, const struct reading_sentence *s)
{
	static const char *const words[] = {"and", "or", "also", "plus", "same"};
	const struct reading_word *first = &r->words[s->first];
	size_t i;

	for (i = 0; s->last - s->first < CONTINUED_WORDS && i < sizeof(words) / sizeof(words[0]);
		i++) {
		if (strlen(words[i]) == first->len &&
			memcmp(words[i], r->text.data + first->at, first->len) == 0)
			return true;
	}
	return false;
}

void frame_find(const struct frame_terms *ft, const struct reading *r, const struct term_hits *hits,
	struct frames *frames)
{
	size_t i;

	for (i = 0; i < r->n_sentences; i++)
		frames->list[i] = (struct frame){.asks = r->sentences[i].question};
	memset(frames->opener, 0, r->n_words * sizeof(*frames->opener));
	mark_openers(r, hits, ft->ask, frames);
	mark(r, hits, ft->request, frames, asks_of);
	mark(r, hits, ft->belief, frames, wonders_of);
	mark(r, hits, ft->self, frames, self_of);
	mark(r, hits, ft->general, frames, general_of);
	frames->claim = hits->count[ft->claim] > 0;
	frames->study = hits->count[ft->study] > 0;
	frames->asks = frames->wonders = frames->self = false;
	for (i = 1; i < r->n_sentences; i++) {
		if (frames->list[i - 1].asks && goes_on(r, &r->sentences[i]))
			frames->list[i].asks = true;
	}
	for (i = 0; i < r->n_sentences; i++) {
		frames->asks = frames->asks || frames->list[i].asks;
		frames->wonders = frames->wonders || frames->list[i].wonders;
		frames->self = frames->self || frames->list[i].self;
	}
}
