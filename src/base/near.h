/*
 * What somebody may have meant who wrote a word that is not known.
 */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include "base/buf.h"

#define NEAR_MAX 32 /* bytes of a word; a longer one is near to none */

/* The search for the nearest word; the caller sets word and leaves the rest zero. */
struct near {
	const char *word; /* as it was written */
	const char *best; /* the nearest so far; NULL = none is near */
	unsigned slips;   /* that lie between the two */
};

/*
 * near_try(near, known): looks whether known is near: at most one slip in three letters, letter
 * case apart.  known is borrowed.
 */
void near_try(struct near *near, const char *known);

/*
 * near_put(near, out): appends " (did you mean 'best'?)", nothing when none is near.
 */
void near_put(const struct near *near, struct buf *out);

#endif
