/*
 * What somebody may have meant who wrote a word that is not known.  Private to config_*.c.
 */
#ifndef BASE_CONFIG_NEAR_H
#define BASE_CONFIG_NEAR_H

#include "base/buf.h"

/* The search for the nearest word; the caller sets word and leaves the rest zero. */
struct config_near {
	const char *word; /* as it was written */
	const char *best; /* the nearest so far; NULL = none is near */
	unsigned slips;   /* that lie between the two */
};

/*
 * config_near_try(near, known): looks whether known is near: at most one slip in three letters, letter
 * case apart.  known is borrowed.
 */
void config_near_try(struct config_near *near, const char *known);

/*
 * config_near_put(near, out): appends " (did you mean 'best'?)", nothing when none is near.
 */
void config_near_put(const struct config_near *near, struct buf *out);

#endif
