/*
 * What names and words speak for red flags, learned as the hints (hint.h) are.
 *
 * The rules (flag.h) know how people say a red flag, as far as somebody thought of it.  For what nobody
 * thought of, a net (hint_net.h) looks at names, words and what stands under which scope.  Where a
 * flag's rules find nothing and the net says that it is likelier than not, the flag is reported.  Where
 * rules report a flag and the net is sure that there is none at all in the message, it is doubted:
 * where the odds are 50 to one against it, and 20 to one against every other; an emergency only in a
 * long story, and at 400 to one.
 *
 * The file is a net (hint_net_read.h) under `flag-hints:`, whose outputs are flags, and whose places
 * are those of enum hint_scope: `said`, `not` (denied), `if` (supposed) and `past` (over).
 */
#ifndef CORE_HINT_FLAG_H
#define CORE_HINT_FLAG_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/yaml.h"
#include "core/ask.h"
#include "core/flag.h"

struct hint_flags;

/* Where something stands; what stands in several scopes counts for the first of them. */
enum hint_scope { HINT_DENIED, HINT_SUPPOSED, HINT_PAST, HINT_SAID, HINT_SCOPES };

/*
 * hint_flag_read(arena, flags, terms, file, map, diag): the hints of a `flag-hints:` map, living in
 * arena; flags and terms are complete.  Names and flags that are not there any more are passed over.
 * NULL after findings.
 */
struct hint_flags *hint_flag_read(struct arena *arena, const struct flags *flags,
	const struct terms *terms, const char *file, const struct yaml_node *map,
	struct diag *diag);

/*
 * hint_flag_weigh(hints, view, findings): changes the findings of all flags, which are those of
 * their rules; without hints (NULL) nothing.
 */
void hint_flag_weigh(
	const struct hint_flags *hints, const struct ask_view *view, struct flag_finding *findings);

/*
 * hint_flag_scope(scopes, hit): where a hit stands.  hint_flag_scope_name(s): what the file's keys
 * begin with.
 */
enum hint_scope hint_flag_scope(const struct scopes *scopes, struct term_hit hit);
const char *hint_flag_scope_name(enum hint_scope s);

#endif
