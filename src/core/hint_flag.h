/*
 * What names and words speak for red flags, learned as the hints (hint.h) are.
 *
 * The rules (flag.h) know how people say a red flag, as far as somebody thought of it.  For what
 * nobody thought of, every flag has a linear model over names, words and what stands under which
 * scope: where a flag's rules find nothing and the model is sure, the flag is reported.  Where rules
 * report a flag that is no emergency and the model is sure of the contrary, it is doubted.  Nothing
 * takes an emergency back.
 *
 *	flag-hints:
 *	  flags: numbness weakness ...          numbered from 0
 *	  base, frames                          as in hint.h
 *	  names: |                              what is said; not-names: what is denied; if-names: what is
 *	    leg 0:21 1:13                       supposed; past-names: what is over
 *	  words: |                              and not-words, if-words, past-words
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
 * hint_flag_weigh(hints, flags, view, findings): changes the findings of all flags, which are those of
 * their rules; without hints (NULL) nothing.
 */
void hint_flag_weigh(const struct hint_flags *hints, const struct flags *flags,
	const struct ask_view *view, struct flag_finding *findings);

/*
 * hint_flag_scope(scopes, hit): where a hit stands.  hint_flag_scope_name(s): what the file's keys
 * begin with.
 */
enum hint_scope hint_flag_scope(const struct scopes *scopes, struct term_hit hit);
const char *hint_flag_scope_name(enum hint_scope s);

#endif
