/*
 * Whether a message is for lumbard at all: what the rules say of it and what the hints (hint.h) do, held
 * against each other by where it was written.
 */
#ifndef CORE_HEED_H
#define CORE_HEED_H

#include <stdbool.h>

#include "core/decide.h"
#include "core/flag.h"

/*
 * heed_question(v, ruled): whether something is to be answered.  ruled: by the rules alone it would be.
 */
bool heed_question(const struct decide_view *v, bool ruled);

/*
 * heed_small_talk(v, flag, finding): whether a flag that needs a back stands where neither the rules nor
 * the hints find anything of our subject.
 */
bool heed_small_talk(
	const struct decide_view *v, const struct flag *flag, const struct flag_finding *finding);

#endif
