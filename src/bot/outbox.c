/* Messages on their way to an adapter; see outbox.h. */
#include "bot/outbox.h"

#include <stdlib.h>
#include <string.h>

/* The strings of a message. */
static const size_t strings[] = {
	offsetof(struct platform_say, conversation),
	offsetof(struct platform_say, direct),
	offsetof(struct platform_say, reply_to),
	offsetof(struct platform_say, cause),
	offsetof(struct platform_say, user),
	offsetof(struct platform_say, role),
	offsetof(struct platform_say, text),
	offsetof(struct platform_say, purpose),
	offsetof(struct platform_say, about),
	offsetof(struct platform_say, note),
	offsetof(struct platform_say, controls),
	offsetof(struct platform_say, replaces),
	offsetof(struct platform_say, handle),
	offsetof(struct platform_say, thread),
};

#define STRINGS (sizeof(strings) / sizeof(strings[0]))

static const char *get_string(const struct platform_say *say, size_t i)
{
	const char *s;

	memcpy(&s, (const char *)say + strings[i], sizeof(s));
	return s ? s : "";
}

static void set_string(struct platform_say *say, size_t i, const char *s)
{
	memcpy((char *)say + strings[i], &s, sizeof(s));
}

void outbox_init(struct outbox *o)
{
	STAILQ_INIT(&o->urgent);
	STAILQ_INIT(&o->other);
	o->n = 0;
}

struct outbox_item *outbox_copy(const struct platform_say *say)
{
	struct outbox_item *item;
	size_t i, len, bytes = 0;
	char *to;

	for (i = 0; i < STRINGS; i++)
		bytes += strlen(get_string(say, i)) + 1;
	if (bytes > OUTBOX_TEXT_MAX)
		return NULL;
	item = malloc(sizeof(*item) + bytes);
	if (!item)
		return NULL;
	item->say = *say;
	to = item->text;
	for (i = 0; i < STRINGS; i++) {
		len = strlen(get_string(say, i)) + 1;
		memcpy(to, get_string(say, i), len);
		set_string(&item->say, i, to);
		to += len;
	}
	return item;
}

int outbox_put(struct outbox *o, const struct platform_say *say)
{
	struct outbox_item *item;

	if (o->n >= OUTBOX_MAX + (say->emergency ? OUTBOX_RESERVED : 0)) {
		o->refused++;
		return -1;
	}
	item = outbox_copy(say);
	if (!item)
		return -1;
	if (say->emergency)
		STAILQ_INSERT_TAIL(&o->urgent, item, link);
	else
		STAILQ_INSERT_TAIL(&o->other, item, link);
	o->n++;
	return 0;
}

struct outbox_item *outbox_take(struct outbox *o)
{
	struct outbox_item *item = STAILQ_FIRST(&o->urgent);

	if (item) {
		STAILQ_REMOVE_HEAD(&o->urgent, link);
	} else {
		item = STAILQ_FIRST(&o->other);
		if (!item)
			return NULL;
		STAILQ_REMOVE_HEAD(&o->other, link);
	}
	o->n--;
	return item;
}

void outbox_clear(struct outbox *o)
{
	struct outbox_item *item;

	while ((item = outbox_take(o)) != NULL)
		free(item);
}
