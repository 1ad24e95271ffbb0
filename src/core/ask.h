/*
 * What a message asks: its clauses held against the intents.
 *
 * A message is cut into clauses.  A clause that asks something is scored against every rule of every
 * intent: the weights of the terms that stand in it are added up.  What a clause leaves out it takes
 * over, at a discount: the aspect from its neighbours ("heat or ice, and stretching?"), the concept
 * from what was said before ("I sit all day.  Could that be it?") or from the conversation ("and how do
 * i prevent it?").  The best rule of each clause wins; another clause's winner is a second question.
 *
 * The words of the questions that nothing explains are counted: "what helps against acne" has the shape
 * of our questions and is none.
 */
#ifndef CORE_ASK_H
#define CORE_ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/frame.h"
#include "core/intent.h"
#include "core/reading.h"
#include "core/scope.h"
#include "core/term.h"
#include "lumbar.h"

#define ASK_CLAUSES_MAX 256 /* clauses of a message; the rest of a longer one counts as one */
#define ASK_LIST_MAX 16     /* questions of one message */
#define ASK_NO_TERM -1

struct ask_clause {
	uint16_t first, last; /* words */
	uint16_t sentence;
};

/* One question as understood. */
struct ask_reading {
	const struct intent *intent; /* NULL: nothing */
	const struct intent_ask *rule;
	int score;
	uint16_t clause;
	int concept, aspect; /* terms that it is made of, ASK_NO_TERM without */
	bool own;            /* the clause itself holds its concept or aspect */
	bool asks;           /* the clause itself asks its aspect */
	bool lent;           /* its concept is one of the conversation */
};

struct ask_view {
	const struct intents *intents;
	const struct reading *r;
	const struct term_hits *hits;
	const struct frames *frames;
	const struct scopes *scopes;
	const bool *explained; /* by word: it is part of some term */
	const struct vocab *vocab;
	int pronoun; /* the term of words such as "these", which stand for what is spoken of */
	int refer;   /* the term of words such as "that", which refer to what was said */
	int several; /* and of "both of them", which refer to several things */
	int concept, aspect;       /* of the conversation's last question, ASK_NO_TERM without */
	const struct intent *last; /* what was answered last in the conversation; NULL: nothing */
	enum lumbar_channel channel;
	bool back;      /* a painful back is spoken of, here or in the conversation */
	bool back_here; /* here */
	bool spoke;     /* the bot has answered this person lately */
	bool joined;    /* these are several messages in a row */
};

struct asked {
	struct ask_clause clauses[ASK_CLAUSES_MAX];
	size_t n_clauses;
	struct ask_reading list[ASK_LIST_MAX]; /* the best first; each intent once */
	size_t count;
	struct ask_reading runner_up;   /* the best that did not win its clause */
	const struct intent *preferred; /* to the best of the list, by the hints; NULL: none */
	const struct intent *rival;     /* what the best may mean as well; NULL: nothing */
	bool beside;   /* the best is chosen before what is not covered: "acupuncture or ice" */
	bool refers;   /* words such as "these" speak of what is known */
	bool asks;     /* something is asked */
	bool topic;    /* a back is spoken of in the message */
	bool fragment; /* a few words without a sentence around them */
	size_t unexplained; /* content words of the questions that nothing explains */
};

/*
 * ask_find(view, out): fills *out.
 */
void ask_find(const struct ask_view *view, struct asked *out);

#endif
