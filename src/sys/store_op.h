/*
 * One thing that is asked of the store, on its way from the loop to the writer and back.  For store*.c.
 */
#ifndef SYS_STORE_OP_H
#define SYS_STORE_OP_H

#include <sys/queue.h>

#include "base/arena.h"
#include "sys/store.h"

enum store_op_kind {
	STORE_OP_RECORD, /* claims as well */
	STORE_OP_MARK,
	STORE_OP_KEEP,
	STORE_OP_PLACE,
	STORE_OP_DUE,
	STORE_OP_ERASE,
	STORE_OP_STEP,
	STORE_OP_AUDIT,
	STORE_OP_SET,
	STORE_OP_COUNT,
	STORE_OP_REVIEW,
	STORE_OP_UNANSWERED,
	STORE_OP_UNKEEP,
	STORE_OP_ANSWERED,
	STORE_OP_SUMS,
};

struct store_op {
	STAILQ_ENTRY(store_op) link;
	store_fn *fn; /* NULL = nobody wants to know; this and ctx are the loop's alone */
	void *ctx;
	enum store_op_kind kind;
	bool urgent, lasting;
	struct store_owner owner; /* its strings, as all others, are in text */
	struct store_entry entry;
	struct store_value value;
	const char *user; /* who is erased; what is set of them under setting.name is not */
	struct store_case step;
	struct store_audit audit;
	struct store_setting setting;
	struct store_counter counter;
	struct store_unanswered unanswered;
	struct store_place place;
	/* by the writer: */
	enum store_result result;
	struct store_due due;
	struct arena *arena; /* what due lives in; NULL = nothing */
	bool scrub;          /* something was removed of which no byte may be left */
	unsigned n_erased, n_kept;
	unsigned n_settings; /* of those erased */
	char text[];
};

STAILQ_HEAD(store_ops, store_op);

/*
 * store_op_create(like): a copy of like and its strings, NULL ones as ""; NULL when they are longer than
 * STORE_TEXT_MAX or memory is short.  Ended with store_op_free().
 */
struct store_op *store_op_create(const struct store_op *like);

/*
 * store_op_free(op): releases it and what is due.  NULL is accepted.
 */
void store_op_free(struct store_op *op);

/*
 * store_op_clear(ops): releases all of them.
 */
void store_op_clear(struct store_ops *ops);

#endif
