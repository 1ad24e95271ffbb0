/*
 * What stands in a clause of a message, and what it takes over from elsewhere: the inner half of ask.h.
 */
#ifndef CORE_ASK_CLAUSE_H
#define CORE_ASK_CLAUSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/ask.h"
#include "core/sieve.h"

/* Where a term of the clause that is looked at comes from. */
enum ask_source {
	ASK_SOURCE_NONE,
	ASK_SOURCE_OWN,
	ASK_SOURCE_BORROWED,
	ASK_SOURCE_EARLIER,
	ASK_SOURCE_INHERITED,
	ASK_SOURCE_TALK
};

/* A message on its way; view and out are the caller's. */
struct ask_scoring {
	const struct ask_view *view;
	struct asked *out;
	uint16_t terms[TERM_MAX]; /* those that intents use and the message holds */
	size_t n_terms;
	size_t width;                         /* numbers of a set of them that are used */
	sieve_set kinds[INTENT_TOPIC + 1];    /* of those, by their place in the list */
	sieve_set in_clause[ASK_CLAUSES_MAX]; /* which of them stand in the clause */
	uint8_t present[TERM_MAX];            /* enum ask_source, for the clause being scored */
	bool own_aspect;                      /* the clause asks an aspect itself */
	bool own_topic;
	bool own_concept;
	bool own_strong; /* it names a concept that decides */
	bool borrowed;   /* it takes its aspect from a neighbour in the sentence */
	bool several;    /* it says "both of them" */
	bool refers;     /* it says "that": what was said before is as good as said here */
	bool ruled_out;  /* what is ruled out counts as well */
};

/*
 * ask_clause_cut(s): cuts the message of s->view into the clauses of s->out and enters which of s->terms,
 * which are complete, stand in which.
 */
void ask_clause_cut(struct ask_scoring *s);

/*
 * ask_clause_enter(s): enters the terms anew, after s->ruled_out has changed.
 */
void ask_clause_enter(struct ask_scoring *s);

/*
 * ask_clause_look(s, at): fills s->present and what follows it for clause number at.  Returns false when
 * the clause holds nothing of its own.
 */
bool ask_clause_look(struct ask_scoring *s, size_t at);

/*
 * ask_clause_chooses(view, clause): whether a clause offers a choice beside the one in front of it: it
 * begins with "or" or "versus".
 */
bool ask_clause_chooses(const struct ask_view *view, const struct ask_clause *clause);

/*
 * ask_clause_asks(view, sentence): whether a sentence asks; where none of the message does, what somebody
 * believes is asked.
 */
bool ask_clause_asks(const struct ask_view *view, size_t sentence);

#endif
