/* What is to be taken back; see takeback.h. */
#include "bot/takeback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void takeback_init(struct takebacks *t)
{
	STAILQ_INIT(&t->list);
	t->n = 0;
}

int takeback_put(struct takebacks *t, const struct takeback *back)
{
	struct takeback_item *item;

	if (t->n == TAKEBACK_MAX || strlen(back->conversation) >= PLATFORM_ID_MAX ||
		strlen(back->message) >= PLATFORM_ID_MAX) {
		t->refused++;
		return -1;
	}
	item = malloc(sizeof(*item));
	if (!item)
		return -1;
	item->back = *back;
	snprintf(item->conversation, sizeof(item->conversation), "%s", back->conversation);
	snprintf(item->message, sizeof(item->message), "%s", back->message);
	item->back.conversation = item->conversation;
	item->back.message = item->message;
	STAILQ_INSERT_TAIL(&t->list, item, link);
	t->n++;
	return 0;
}

struct takeback_item *takeback_take(struct takebacks *t)
{
	struct takeback_item *item = STAILQ_FIRST(&t->list);

	if (!item)
		return NULL;
	STAILQ_REMOVE_HEAD(&t->list, link);
	t->n--;
	return item;
}

void takeback_clear(struct takebacks *t)
{
	struct takeback_item *item;

	while ((item = takeback_take(t)) != NULL)
		free(item);
}
