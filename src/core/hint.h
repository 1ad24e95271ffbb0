/*
 * Hints: how much each name of the lexicon, and each word, speaks for each intent, learned from labelled
 * messages (`make hints`, tests/understanding/hints.mjs).
 *
 * Rules find what may be asked and decide alone whether anything is answered, and every red flag.  Where
 * several readings are possible, hand-made weights choose badly between them: "hot shower, ice, who's
 * right?" holds "who".  Hints are a linear model that chooses again: for every intent the points of its
 * rules, and of all that stands in the message, are added up; the highest sum is preferred.  All numbers
 * are integers, so the same message gives the same sum everywhere.
 *
 *	hints:
 *	  intents: about.definition about.who ...     numbered from 0
 *	  asked-names: |                              in a sentence that asks
 *	    heat-ice 38:21 12:-4                      name, then intent:weight
 *	  told-names, asked-words, told-words         as asked-names; names elsewhere, and plain words
 */
#ifndef CORE_HINT_H
#define CORE_HINT_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/yaml.h"
#include "core/ask.h"
#include "core/intent.h"
#include "core/term.h"

struct hints;

/*
 * hint_read(arena, intents, terms, file, map, diag): the hints of a `hints:` map, living in arena; intents
 * and terms are complete.  Names and intents that are not there any more are passed over.  NULL after
 * findings.
 */
struct hints *hint_read(struct arena *arena, const struct intents *intents,
	const struct terms *terms, const char *file, const struct yaml_node *map,
	struct diag *diag);

/*
 * hint_prefer(hints, view, asked): the intent that is preferred to the best of what ask_find() made of the
 * view; NULL when that is it, when nothing is asked that the articles cover, or without hints (NULL).
 */
const struct intent *hint_prefer(
	const struct hints *hints, const struct ask_view *view, const struct asked *asked);

#endif
