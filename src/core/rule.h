/*
 * Rules: which terms, how far apart, make a finding.
 *
 *	numb near leg                 within six words of each other
 *	leg then numb                 numb begins within four words behind leg
 *	fever with back               in the same sentence, at most 24 words between
 *	chest-pain and back           anywhere in the message (or the conversation, for the topic)
 *	numb near leg unless cold     not when cold stands close by in the sentence, no comma between
 *
 * Order and nearness are decided here, over the places where terms stand, so that no pattern needs a
 * gap.
 */
#ifndef CORE_RULE_H
#define CORE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "core/reading.h"
#include "core/term.h"

#define RULE_STEPS_MAX 5
#define RULE_UNLESS_MAX 4

enum rule_link { RULE_START, RULE_NEAR, RULE_THEN, RULE_WITH, RULE_AND };

struct rule {
	struct {
		enum rule_link link;
		uint16_t term;
	} steps[RULE_STEPS_MAX];
	size_t n_steps;
	uint16_t unless[RULE_UNLESS_MAX];
	size_t n_unless;
	const char *text; /* as written */
};

/* One way in which a rule holds: the hits of its steps. */
struct rule_match {
	struct term_hit hits[RULE_STEPS_MAX];
	struct term_hit
		span; /* from the first word to the last, of all steps but those behind `and` */
};

/*
 * rule_parse(rule, terms, text, at, diag): reads a rule, whose terms are entered.  text (borrowed) must
 * outlive it.  Returns 0, or -1 after a finding at `at`.
 */
int rule_parse(struct rule *rule, struct terms *terms, const char *text, struct diag_place at,
	struct diag *diag);

/* Receives the ways in which a rule holds; false stops the search. */
typedef bool rule_match_fn(void *ctx, const struct rule_match *match);

/*
 * rule_each(rule, r, hits, implied, fn, ctx): calls fn for the ways in which the rule holds in the
 * message.  implied, -1 for none, is a term that an `and` step finds fulfilled without a hit (the topic,
 * when the conversation has it).
 */
void rule_each(const struct rule *rule, const struct reading *r, const struct term_hits *hits,
	int implied, rule_match_fn *fn, void *ctx);

#endif
