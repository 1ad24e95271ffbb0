/*
 * The file of the hints (hint.h), as `make hints` writes it:
 *
 *	hints:
 *	  intents: speak about.definition ...         numbered from 0
 *	  base: 0:-12 1:4                             before anything is looked at
 *	  asked-names: |                              in a sentence that asks
 *	    heat-ice 38:21 12:-4                      name, then intent:weight
 *	  told-names, asked-words, told-words         as asked-names; names elsewhere, and plain words
 *	  frames, talk, last                          what kind of message it is, and what the conversation
 *	                                              was about: names, and the intent answered last
 */
#ifndef CORE_HINT_READ_H
#define CORE_HINT_READ_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/yaml.h"
#include "core/hint.h"
#include "core/intent.h"
#include "core/term.h"

/*
 * hint_read(arena, intents, terms, file, map, diag): the hints of a `hints:` map, living in arena; intents
 * and terms are complete.  Names and intents that are not there any more are passed over.  NULL after
 * findings.
 */
struct hints *hint_read(struct arena *arena, const struct intents *intents,
	const struct terms *terms, const char *file, const struct yaml_node *map,
	struct diag *diag);

#endif
