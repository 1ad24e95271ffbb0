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

static bool is_same_entry(const struct store_op *a, const struct store_op *b)
{
	return strcmp(a->entry.cause, b->entry.cause) == 0 &&
	       strcmp(a->entry.purpose, b->entry.purpose) == 0 && is_same_owner(a, b);
}

/* Whether what is older concerns whom the newer erases.  An emergency that is open must still be kept. */
static bool is_erased(const struct store_op *newer, const struct store_op *older)
{
	if (older->kind == STORE_OP_PLACE)
		return strcmp(older->place.user, newer->user) == 0;
	if (older->kind == STORE_OP_STEP)
		return older->step.over && strcmp(older->step.user, newer->user) == 0;
	return older->kind == STORE_OP_RECORD && strcmp(older->entry.user, newer->user) == 0 &&
	       !(older->entry.emergency && older->entry.state == STORE_OPEN);
}

static bool replaces(const struct store_op *newer, const struct store_op *older)
{
	if (newer->kind == STORE_OP_ERASE)
		return is_erased(newer, older);
	if (newer->kind == STORE_OP_STEP && older->kind == STORE_OP_STEP)
		return strcmp(newer->step.number, older->step.number) == 0 &&
		       is_same_owner(newer, older);
	if (newer->kind == STORE_OP_PLACE && older->kind == STORE_OP_PLACE)
		return is_same_place(newer, older);
	if (newer->kind == STORE_OP_SET && older->kind == STORE_OP_SET)
		return is_same_setting(newer, older);
	return newer->kind == STORE_OP_KEEP && older->kind == STORE_OP_KEEP &&
	       strcmp(newer->value.name, older->value.name) == 0 && is_same_owner(newer, older);
}

static void drop(struct store_again *a, struct store_op *op)
{
	STAILQ_REMOVE(&a->ops, op, store_op, link);
	a->n--;
	store_op_free(op);
}

void store_again_asked(struct store_again *a, const struct store_op *like)
{
	struct store_op *op, *next;

	for (op = STAILQ_FIRST(&a->ops); op; op = next) {
		next = STAILQ_NEXT(op, link);
		if (!replaces(like, op))
			continue;
		/* how a case was is of no use any more; that something happened then is */
		if (op->kind == STORE_OP_STEP && like->kind == STORE_OP_STEP && *op->audit.step)
			op->kind = STORE_OP_AUDIT;
		else
			drop(a, op);
	}
}

/* Whether the entry, what became of which op tells, waits here. */
static bool is_behind(const struct store_again *a, const struct store_op *op)
{
	const struct store_op *record;

	if (op->kind != STORE_OP_MARK)
		return false;
	STAILQ_FOREACH(record, &a->ops, link)
	{
		if (record->kind == STORE_OP_RECORD && is_same_entry(record, op))
			return true;
	}
	return false;
}

static bool is_worth_it(const struct store_again *a, const struct store_op *op)
{
	/* it found nothing to mark, and will */
	if (op->result == STORE_DONE)
		return !op->fn && is_behind(a, op);
	if (op->result != STORE_FAILED)
		return false;
	/* whoever waited for it has been told, and has gone on without it */
	if (op->kind == STORE_OP_RECORD)
		return true;
	return !op->fn && (op->kind == STORE_OP_MARK || op->kind == STORE_OP_KEEP ||
				  op->kind == STORE_OP_PLACE || op->kind == STORE_OP_SET ||
				  op->kind == STORE_OP_UNKEEP || op->kind == STORE_OP_STEP ||
				  op->kind == STORE_OP_AUDIT);
}

/* There is room for one more. */
static void make_room(struct store_again *a)
{
	struct store_op *op;

	if (a->n < STORE_AGAIN_MAX)
		return;
	STAILQ_FOREACH(op, &a->ops, link)
	{
		if (!op->urgent)
			break;
	}
	a->given_up++;
	drop(a, op ? op : STAILQ_FIRST(&a->ops));
}

static void put(struct store_again *a, struct store_op *op)
{
	op->fn = NULL;
	make_room(a);
	STAILQ_INSERT_TAIL(&a->ops, op, link);
	a->n++;
}

bool store_again_follows(struct store_again *a, struct store_op *op)
{
	if (op->fn || !is_behind(a, op))
		return false;
	put(a, op);
	return true;
}

bool store_again_told(struct store_again *a, struct store_op *op)
{
	/* it was asked after whatever waits here: what was refused at the same time comes in its order */
	store_again_asked(a, op);
	if (!is_worth_it(a, op))
		return false;
	put(a, op);
	return true;
}
