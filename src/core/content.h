/*
 * Compiled content: everything that the files of intents/ and responses/ say, cross-checked and ready
 * to be used.  Immutable.
 */
#ifndef CORE_CONTENT_H
#define CORE_CONTENT_H

#include "base/arena.h"
#include "base/diag.h"
#include "core/answer.h"
#include "core/flag.h"
#include "core/frame.h"
#include "core/hint.h"
#include "core/hint_flag.h"
#include "core/intent.h"
#include "core/lexicon.h"
#include "core/outside.h"
#include "core/scope.h"
#include "core/spell.h"
#include "core/term.h"
#include "core/vocab.h"
#include "lumbar.h"

#define CONTENT_GATES_MAX 64 /* rules that say when a painful back is spoken of */

struct prospect_keys;

struct lumbar_content {
	struct arena *arena;
	struct lexicon *lexicon;
	struct vocab *vocab;
	struct spell *spell;
	struct terms *terms;
	struct scope_terms scope_terms;
	struct frame_terms frame_terms;
	struct flags *flags;
	struct intents *intents;
	struct hints *hints;           /* NULL: none */
	struct hint_flags *flag_hints; /* NULL: none */
	struct answers *answers;
	struct prospect_keys *keys;
	struct rule gates[CONTENT_GATES_MAX]; /* any of them: a painful back is spoken of */
	size_t n_gates;
	int topic;   /* the term of the topic */
	int other;   /* the term of other parts of the body and other illnesses */
	int pronoun; /* the term of words that stand for what is spoken of */
	int body;    /* the term of the words for the back */
	int on;      /* of messages that only ask on: "how often?" */
	int several; /* of words that refer to several things: "do those both help" */
	int turn;    /* of those that turn to something else: "different question" */
	int named;   /* the term of somebody's back, */
	int figure;  /* of backs that are none, "watch your back", */
	int fine;    /* and of those that nothing ails */
	int spasm;   /* the term of the words for a spasm */
	int pick_first, pick_second,
		pick_third;           /* the terms of words that choose what was offered */
	int refer;                    /* the term of words that refer to what was said */
	struct outside_terms outside; /* of places where a thing is asked about */
	const struct intent *report;  /* what a report without a question is answered with */
	const struct intent *worry;   /* and a general question about a red flag */
};

/*
 * content_build(sources, n, diag): compiles the files, without the safety set.  NULL after findings.
 * Ended with lumbar_content_destroy().
 */
struct lumbar_content *content_build(
	const struct lumbar_source *sources, size_t n, struct diag *diag);

/*
 * content_free(c): releases it.  NULL and half-built ones are accepted.
 */
void content_free(struct lumbar_content *c);

#endif
