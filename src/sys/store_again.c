/* What a disk refused, to be asked again; see store_again.h. */
#include "sys/store_again.h"

#include <string.h>

void store_again_init(struct store_again *a)
{
	*a = (struct store_again){.n = 0};
	STAILQ_INIT(&a->ops);
}

void store_again_clear(struct store_again *a)
{
	store_op_clear(&a->ops);
	a->n = 0;
}

struct store_op *store_again_take(struct store_again *a)
{
	struct store_op *op = STAILQ_FIRST(&a->ops);

	if (!op)
		return NULL;
	STAILQ_REMOVE_HEAD(&a->ops, link);
	a->n--;
	return op;
}

static bool is_same_setting(const struct store_op *a, const struct store_op *b)
{
	return strcmp(a->setting.name, b->setting.name) == 0 &&
	       strcmp(a->setting.place, b->setting.place) == 0 &&
	       strcmp(a->owner.account, b->owner.account) == 0;
}

static bool is_same_owner(const struct store_op *a, const struct store_op *b)
{
	return strcmp(a->owner.account, b->owner.account) == 0 &&
	       a->owner.shard == b->owner.shard && a->owner.shards == b->owner.shards;
}

static bool is_same_place(const struct store_op *a, const struct store_op *b)
{
	return strcmp(a->place.message, b->place.message) == 0 &&
	       strcmp(a->place.conversation, b->place.conversation) == 0 && is_same_owner(a, b);
}

static bool replaces(const struct store_op *newer, const struct store_op *older)
{
	if (newer->kind == STORE_OP_PLACE && older->kind == STORE_OP_PLACE)
		return is_same_place(newer, older);
	if (newer->kind == STORE_OP_SET && older->kind == STORE_OP_SET)
		return is_same_setting(newer, older);
	return newer->kind == STORE_OP_KEEP && older->kind == STORE_OP_KEEP &&
	       strcmp(newer->value.name, older->value.name) == 0 && is_same_owner(newer, older);
}

void store_again_asked(struct store_again *a, const struct store_op *like)
{
	struct store_op *op, *next;

	for (op = STAILQ_FIRST(&a->ops); op; op = next) {
		next = STAILQ_NEXT(op, link);
		if (!replaces(like, op))
			continue;
		STAILQ_REMOVE(&a->ops, op, store_op, link);
		a->n--;
		store_op_free(op);
	}
}

/* Whoever waits to be told of a failure has been told, and may have done without. */
static bool is_worth_it(const struct store_op *op)
{
	return op->result == STORE_FAILED && !op->fn &&
	       (op->kind == STORE_OP_MARK || op->kind == STORE_OP_KEEP ||
		       op->kind == STORE_OP_PLACE || op->kind == STORE_OP_SET ||
		       op->kind == STORE_OP_UNKEEP);
}

bool store_again_told(struct store_again *a, struct store_op *op)
{
	/* it was asked after whatever waits here: what was refused at the same time comes in its order */
	store_again_asked(a, op);
	if (!is_worth_it(op))
		return false;
	if (a->n == STORE_AGAIN_MAX) {
		a->given_up++;
		store_op_free(store_again_take(a));
	}
	STAILQ_INSERT_TAIL(&a->ops, op, link);
	a->n++;
	return true;
}
