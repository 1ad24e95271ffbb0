/* One thing that is asked of the store; see store_op.h. */
#include "sys/store_op.h"

#include <stdlib.h>
#include <string.h>

/* The strings of a thing. */
static const size_t strings[] = {
	offsetof(struct store_op, owner.account),
	offsetof(struct store_op, entry.cause),
	offsetof(struct store_op, entry.purpose),
	offsetof(struct store_op, entry.user),
	offsetof(struct store_op, entry.id),
	offsetof(struct store_op, entry.conversation),
	offsetof(struct store_op, entry.direct),
	offsetof(struct store_op, entry.reply_to),
	offsetof(struct store_op, entry.notify),
	offsetof(struct store_op, entry.role),
	offsetof(struct store_op, entry.text),
	offsetof(struct store_op, entry.note),
	offsetof(struct store_op, value.name),
	offsetof(struct store_op, value.value),
	offsetof(struct store_op, user),
	offsetof(struct store_op, step.number),
	offsetof(struct store_op, step.message),
	offsetof(struct store_op, step.user),
	offsetof(struct store_op, step.link),
	offsetof(struct store_op, step.state),
	offsetof(struct store_op, step.body),
	offsetof(struct store_op, audit.number),
	offsetof(struct store_op, audit.step),
	offsetof(struct store_op, audit.tier),
	offsetof(struct store_op, audit.flags),
	offsetof(struct store_op, audit.path),
	offsetof(struct store_op, audit.who),
	offsetof(struct store_op, audit.detail),
	offsetof(struct store_op, setting.place),
	offsetof(struct store_op, setting.name),
	offsetof(struct store_op, setting.value),
	offsetof(struct store_op, counter.name),
	offsetof(struct store_op, unanswered.shape),
	offsetof(struct store_op, unanswered.server),
	offsetof(struct store_op, unanswered.conversation),
	offsetof(struct store_op, unanswered.message),
	offsetof(struct store_op, unanswered.user),
	offsetof(struct store_op, unanswered.text),
	offsetof(struct store_op, place.conversation),
	offsetof(struct store_op, place.server),
	offsetof(struct store_op, place.message),
	offsetof(struct store_op, place.user),
};

#define STRINGS (sizeof(strings) / sizeof(strings[0]))

static const char *get_string(const struct store_op *op, size_t i)
{
	const char *s;

	memcpy(&s, (const char *)op + strings[i], sizeof(s));
	return s ? s : "";
}

static void set_string(struct store_op *op, size_t i, const char *s)
{
	memcpy((char *)op + strings[i], &s, sizeof(s));
}

struct store_op *store_op_create(const struct store_op *like)
{
	struct store_op *op;
	size_t i, len, bytes = 0;
	char *to;

	for (i = 0; i < STRINGS; i++)
		bytes += strlen(get_string(like, i)) + 1;
	if (bytes > STORE_TEXT_MAX)
		return NULL;
	op = malloc(sizeof(*op) + bytes);
	if (!op)
		return NULL;
	*op = *like;
	to = op->text;
	for (i = 0; i < STRINGS; i++) {
		len = strlen(get_string(like, i)) + 1;
		memcpy(to, get_string(like, i), len);
		set_string(op, i, to);
		to += len;
	}
	return op;
}

void store_op_free(struct store_op *op)
{
	if (!op)
		return;
	arena_destroy(op->arena);
	free(op);
}

void store_op_clear(struct store_ops *ops)
{
	struct store_op *op;

	while ((op = STAILQ_FIRST(ops)) != NULL) {
		STAILQ_REMOVE_HEAD(ops, link);
		store_op_free(op);
	}
}
