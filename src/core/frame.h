/*
 * Frames: what kind of sentence a finding stands in.  Is something asked, and of whom: of the person
 * who writes (or somebody they care for), or of people in general?
 *
 * From these names of the lexicon:
 *	frame-ask      words with which a question begins ("can", "what", "any tips")
 *	frame-request  words that ask wherever they stand ("need advice", "please help")
 *	frame-belief   words of a guess or plan, which asks whether it is right ("guess i should", "my aunt
 *	               swears"); it counts where nothing else in the message asks
 *	frame-self     the person, or somebody they write for ("i", "my", "my dad")
 *	frame-general  words of a general question ("can spasms cause", "a symptom of", "in theory")
 *	frame-study    words of somebody who asks out of interest ("for an essay", "just curious")
 *	frame-claim    words that make a general question a report ("that is me", "i have both")
 *	frame-anyone   words that ask it of people in general from there on ("does it ever leave people")
 *	frame-other    somebody else, where it matters who has what ("my mate", "he")
 *	frame-writer   the writer ("i", "me")
 *	frame-own-back, frame-their-back   whose back is spoken of
 */
#ifndef CORE_FRAME_H
#define CORE_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/reading.h"
#include "core/term.h"

struct frame_terms {
	int ask, request, belief, self, general, anyone, study, claim, other, writer, own_back,
		their_back;
};

/* Whom a word is about: somebody else who was named shortly before, or the writer, whom it names. */
enum frame_who { FRAME_NOBODY, FRAME_OTHER, FRAME_WRITER };

/* One sentence's frame. */
struct frame {
	bool asks;    /* it is a question or a request */
	bool wonders; /* it says what somebody believes, and hopes to hear whether it is so */
	bool self;    /* it is about somebody in particular */
	bool general; /* it asks about people in general */
};

struct frames {
	struct frame *list;  /* by sentence */
	bool *opener;        /* by word: its clause begins with a question word */
	enum frame_who *who; /* by word */
	bool *anyone;        /* by word: asked of people in general */
	bool asks;           /* some sentence does */
	bool wonders;
	bool self;
	bool claim;
	bool study;    /* somebody asks out of interest */
	bool own_back; /* the writer's own back is spoken of, and nobody else's */
};

/*
 * frame_terms_need(ft, terms, missing): enters the terms.  Returns 0, or -1 when the lexicon lacks one;
 * *missing then is its name.
 */
int frame_terms_need(struct frame_terms *ft, struct terms *terms, const char **missing);

/*
 * frame_create(frames): room for the sentences of any message.  Returns 0, or -1 when memory is short.
 * Ended with frame_free().
 */
int frame_create(struct frames *frames);
void frame_free(struct frames *frames);

/*
 * frame_find(ft, r, hits, frames): fills frames for the message r.
 */
void frame_find(const struct frame_terms *ft, const struct reading *r, const struct term_hits *hits,
	struct frames *frames);

#endif
