/* What kind of sentence a finding stands in; see frame.h. */
#include "core/frame.h"

#include <stdlib.h>
#include <string.h>

#define CONTINUED_WORDS 8 /* a sentence of so few words may go on with the question before it */
#define WRITER_REACH 10   /* words in which the writer may come into what somebody else does */
#define OTHER_REACH 5u    /* words behind somebody else's name that are about them */

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
		{"frame-anyone", &ft->anyone},
		{"frame-other", &ft->other},
		{"frame-writer", &ft->writer},
		{"frame-own-back", &ft->own_back},
		{"frame-their-back", &ft->their_back},
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
	frames->who = calloc(READING_WORDS_MAX, sizeof(*frames->who));
	frames->anyone = calloc(READING_WORDS_MAX, sizeof(*frames->anyone));
	return frames->list && frames->opener && frames->who && frames->anyone ? 0 : -1;
}

void frame_free(struct frames *frames)
{
	free(frames->list);
	free(frames->opener);
	free(frames->who);
	free(frames->anyone);
	frames->list = NULL;
	frames->opener = NULL;
	frames->who = NULL;
	frames->anyone = NULL;
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

/* Whether the writer has part in what is told close behind word w: "he ran into me". */
static bool writer_in_it(const struct reading *r, size_t w)
{
	static const char *const words[] = {"me", "us", "we", "myself", "ourselves"};
	const uint16_t sentence = r->words[w].sentence;
	const size_t end = w + WRITER_REACH;
	size_t i;

	for (; w < r->n_words && w < end && r->words[w].sentence == sentence; w++) {
		for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
			if (strlen(words[i]) == r->words[w].len &&
				memcmp(words[i], r->text.data + r->words[w].at, r->words[w].len) ==
					0)
				return true;
		}
	}
	return false;
}

/* What names somebody else is about them for a few words, until a stop, a comma or the writer. */
static void mark_other(const struct reading *r, struct term_hit hit, enum frame_who *who)
{
	size_t w;

	if (writer_in_it(r, hit.first))
		return;
	for (w = hit.first; w < r->n_words && w <= hit.last + OTHER_REACH; w++) {
		if (who[w] == FRAME_WRITER || (w > hit.last && r->words[w].before != READING_BLANK))
			return;
		who[w] = FRAME_OTHER;
	}
}

/* From the words that ask it of people in general to the sentence's end. */
static void mark_anyone(const struct frame_terms *ft, const struct reading *r,
	const struct term_hits *hits, bool *anyone)
{
	const struct term_hit *list = hits->list + hits->start[ft->anyone];
	size_t i, w;

	memset(anyone, 0, r->n_words * sizeof(*anyone));
	for (i = 0; i < hits->count[ft->anyone]; i++) {
		for (w = list[i].first; w <= r->sentences[r->words[list[i].first].sentence].last;
			w++)
			anyone[w] = true;
	}
}

static void mark_who(const struct frame_terms *ft, const struct reading *r,
	const struct term_hits *hits, enum frame_who *who)
{
	const struct term_hit *list = hits->list + hits->start[ft->writer];
	size_t i, w;

	for (i = 0; i < r->n_words; i++)
		who[i] = FRAME_NOBODY;
	for (i = 0; i < hits->count[ft->writer]; i++) {
		for (w = list[i].first; w <= list[i].last; w++)
			who[w] = FRAME_WRITER;
	}
	list = hits->list + hits->start[ft->other];
	for (i = 0; i < hits->count[ft->other]; i++)
		mark_other(r, list[i], who);
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
	mark_who(ft, r, hits, frames->who);
	mark_anyone(ft, r, hits, frames->anyone);
	frames->own_back = hits->count[ft->own_back] > 0 && hits->count[ft->their_back] == 0;
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
