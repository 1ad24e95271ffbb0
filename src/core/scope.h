/*
 * What stands in the scope of a negation, a condition, or a thing of the past.
 *
 * After NegEx and ConText (Chapman et al. 2001, Harkema et al. 2009): a trigger opens a scope to its
 * right ("no ...") or left ("... ruled out") that ends at a terminator ("but"), at the sentence's end, or
 * after a few words.  Triggers inside an idiom ("no idea", "not only") open none, nor do those that are
 * part of a finding: in "no feeling in my foot" the no IS the finding.
 *
 * The triggers are names of the lexicon:
 *	scope-not, scope-not-after, scope-if, scope-past, scope-past-after   open a scope
 *	scope-over    all that stands before it in its sentence is over ("mended since")
 *	scope-nope    alone between two stops, it negates what stands before it ("numbness? nope")
 *	scope-none    at the end of a clause, it negates all that was listed before it ("numb legs, fever,
 *	              no to both"), over commas and questions
 *	scope-asked   what somebody was asked about: a scope-nope or scope-nay behind it negates all of that
 *	scope-nay     says no to what was asked and to nothing else ("I said no", "they hadn't")
 *	scope-able    but not where it was asked what somebody still can, or whether all is well
 *	scope-answered a question whose no is the finding ("can I feel my legs? no"): a scope-nope behind it
 *	              negates nothing
 *	scope-suppose as scope-if, and "and" goes on with what is supposed
 *	scope-would   in the same sentence, or one beside it, it says that nothing of what is supposed has
 *	              happened, which goes on to the sentence's end ("if my back went and I couldn't pee,
 *	              what would I do")
 *	scope-unreal  a verb of what would be; behind a plain scope-if it is asked for there
 *	scope-real    nor does it go on where somebody tells of now
 *	scope-happened what has happened already is not supposed at all ("if I couldn't pee last night")
 *	scope-so      nor what is said to be so ("if I couldn't pee ... because I can't", "that's me")
 *	scope-idiom   the triggers inside it open nothing
 *	scope-end     ends a scope
 *	scope-new     ends a scope when it follows a comma or "and": a new statement begins
 */
#ifndef CORE_SCOPE_H
#define CORE_SCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "core/reading.h"
#include "core/term.h"

#define SCOPE_MAX 256 /* scopes of one message; more are not opened, which errs towards a finding */

enum scope_kind { SCOPE_NOT, SCOPE_NOT_AFTER, SCOPE_IF, SCOPE_PAST, SCOPE_KINDS };

struct scope {
	enum scope_kind kind;
	uint16_t first, last; /* words of the trigger */
	uint16_t from, to;    /* words in its scope */
};

struct scopes {
	struct scope list[SCOPE_MAX];
	size_t count;
};

/* The terms that open and end scopes. */
struct scope_terms {
	int not, not_after, if_, suppose, past, past_after, over, nope, none, nay, asked, able;
	int answered;
	int would, unreal, real, happened, so, idiom, end, new_;
};

/*
 * scope_terms_need(st, terms): enters them.  Returns 0, or -1 when the lexicon lacks one; *missing then
 * is its name.
 */
int scope_terms_need(struct scope_terms *st, struct terms *terms, const char **missing);

/*
 * scope_find(st, r, hits, protected, out): fills out with the scopes in the message r.  protected says
 * of each word whether it is part of a finding, so that no trigger there opens a scope.
 */
void scope_find(const struct scope_terms *st, const struct reading *r, const struct term_hits *hits,
	const bool *protected, struct scopes *out);

/*
 * scope_holds(scopes, kind, hit): whether the words of the hit stand in a scope of that kind.
 */
bool scope_holds(const struct scopes *scopes, enum scope_kind kind, struct term_hit hit);

/*
 * scope_denies(scopes, hit): whether the hit is denied by the words right before it, or by any behind it.
 */
bool scope_denies(const struct scopes *scopes, struct term_hit hit);

#endif
