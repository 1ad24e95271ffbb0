/*
 * Prospects: whether a message can lead to anything, found out with as few patterns as can be.
 *
 * Most of what people write to each other holds no rule of ours.  A rule needs a hit of every term it is
 * made of, so its terms are looked for one after the other, and the first that is missing ends it.
 * Nothing is decided here that is not decided again by the rules themselves: "no" means that they would
 * find nothing, "yes" that they are to be asked.
 */
#ifndef CORE_PROSPECT_H
#define CORE_PROSPECT_H

#include <stdbool.h>

#include "core/content.h"

/* A rule of a red flag. */
struct prospect_rule {
	uint16_t flag, rule;
};

/* For each group of rules the terms without one of which none of the group holds. */
struct prospect_keys {
	size_t width; /* numbers in a set that are used */
	sieve_set gates;
	sieve_set flags; /* of all of them, */
	sieve_set intents[INTENT_MAX];
	/* whose rules stand here by their first terms: those of t from starts[t] up to starts[t + 1] */
	const struct prospect_rule *rules;
	uint16_t starts[TERM_MAX + 1];
};

/*
 * prospect_keys_create(c): the keys of the rules of c, which are complete, living in its arena; NULL when
 * memory is short.
 */
struct prospect_keys *prospect_keys_create(const struct lumbar_content *c);

/* A message whose scan is done (terms_begin()). */
struct prospect {
	const struct lumbar_content *content;
	struct pattern_matcher *matcher;
	const struct reading *r;
	struct term_hits *hits;
};

/*
 * prospect_back(p, channel): whether a painful back is spoken of: whether a rule of the topic holds, or a
 * spasm is spoken of where the topic is implied.
 */
bool prospect_back(const struct prospect *p, enum lumbar_channel channel);

/*
 * prospect_named(p): whether a back is spoken of at all: "how do you lift without wrecking your back".
 */
bool prospect_named(const struct prospect *p);

/*
 * prospect_flag(p, channel, back_known): whether a rule of any red flag that would be heeded there holds,
 * whatever is then said of it, in a message that itself speaks of no painful back.
 */
bool prospect_flag(const struct prospect *p, enum lumbar_channel channel, bool back_known);

/*
 * prospect_question(p, concept, aspect): whether the terms of any rule of an intent stand in the message,
 * anywhere.  concept and aspect, ASK_NO_TERM without, are terms that the conversation lends it.
 */
bool prospect_question(const struct prospect *p, int concept, int aspect);

#endif
