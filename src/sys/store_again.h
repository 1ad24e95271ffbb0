/*
 * What a disk refused and is asked of it again: entries and what became of them, cases and lines of the
 * record, values, settings, places, and that a text is to go.  They are true however late they are written,
 * save a case, value, setting or place that a newer one has replaced, and what concerns somebody who was
 * erased meanwhile.  What became of an entry never overtakes the entry.  For the store's engine.
 */
#ifndef SYS_STORE_AGAIN_H
#define SYS_STORE_AGAIN_H

#include "sys/store_op.h"

#define STORE_AGAIN_MAX 512 /* things; then the oldest that is not urgent is given up */

struct store_again {
	struct store_ops ops; /* in the order in which they were asked */
	size_t n;
	uint64_t given_up;
};

/*
 * store_again_init(a): nothing waits.
 */
void store_again_init(struct store_again *a);

/*
 * store_again_clear(a): gives up all of it.
 */
void store_again_clear(struct store_again *a);

/*
 * store_again_told(a, op): op has come back from the disk.  Returns whether it will be asked again: then it
 * is a's; it is the caller's otherwise.
 */
bool store_again_told(struct store_again *a, struct store_op *op);

/*
 * store_again_asked(a, like): like is asked anew: what it replaces need not be asked again, save the line
 * of the record that a case's earlier step has.
 */
void store_again_asked(struct store_again *a, const struct store_op *like);

/*
 * store_again_follows(a, op): op is asked anew.  Returns whether it is what became of an entry that waits
 * here: then it waits behind that and is a's; it is the caller's otherwise.
 */
bool store_again_follows(struct store_again *a, struct store_op *op);

/*
 * store_again_take(a): the first of it, which is the caller's; NULL when nothing waits.
 */
struct store_op *store_again_take(struct store_again *a);

#endif
