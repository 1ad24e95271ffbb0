/*
 * Reading the hints of questions (hint.h): a net (hint_net_read.h) whose outputs are `speak` and
 * intents, and whose places are `asked` and `told`.
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
 * hint_read(arena, intents, terms, file, map, diag): the hints of a `hints:` map, living in arena;
 * intents and terms are complete.  Names and intents that are not there any more are passed over.  NULL
 * after findings.
 */
struct hints *hint_read(struct arena *arena, const struct intents *intents,
	const struct terms *terms, const char *file, const struct yaml_node *map,
	struct diag *diag);

#endif
