/* The bounded queue of outgoing messages; see frames.h. */
#include "sys/frames.h"

#include <stdlib.h>
#include <string.h>

int frames_push(struct frames *q, const char *data, size_t len)
{
	struct frame *f;

	if (q->n == FRAMES_MAX || len > FRAMES_BYTES_MAX - q->bytes)
		return -1;
	f = calloc(1, sizeof(*f) + FRAMES_HEADROOM + len);
	if (!f)
		return -1;
	f->len = len;
	if (len)
		memcpy(f->data + FRAMES_HEADROOM, data, len);
	if (q->last)
		q->last->next = f;
	else
		q->first = f;
	q->last = f;
	q->n++;
	q->bytes += len;
	return 0;
}

struct frame *frames_pop(struct frames *q)
{
	struct frame *f = q->first;

	if (!f)
		return NULL;
	q->first = f->next;
	if (!q->first)
		q->last = NULL;
	q->n--;
	q->bytes -= f->len;
	return f;
}

void frames_clear(struct frames *q)
{
	struct frame *f;

	while ((f = frames_pop(q)) != NULL)
		free(f);
}
