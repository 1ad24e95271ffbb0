/*
 * Messages on their way to an adapter: copied, bounded, emergencies before everything else.  What is
 * heard is heard inside a call of the adapter, which must not be called back from there, so what is
 * said waits here until that call has returned.
 */
#ifndef BOT_OUTBOX_H
#define BOT_OUTBOX_H

#include <stddef.h>
#include <sys/queue.h>

#include "platform/platform.h"

#define OUTBOX_MAX 256        /* messages that may wait */
#define OUTBOX_RESERVED 256   /* further ones, for emergencies alone */
#define OUTBOX_TEXT_MAX 65536 /* bytes of one message's strings */

struct outbox_item {
	STAILQ_ENTRY(outbox_item) link;
	struct platform_say say; /* its strings are in text */
	char text[];
};

struct outbox {
	STAILQ_HEAD(outbox_list, outbox_item) urgent, other;
	size_t n;
	uint64_t refused; /* there was no room */
};

/*
 * outbox_init(o): makes *o an empty outbox.
 */
void outbox_init(struct outbox *o);

/*
 * outbox_put(o, say): takes a copy.  Returns 0, or -1 when there is no room or no memory.
 */
int outbox_put(struct outbox *o, const struct platform_say *say);

/*
 * outbox_copy(say): a copy of say with its strings, NULL ones as "", to be released with free(); NULL when
 * they are too long or memory is short.
 */
struct outbox_item *outbox_copy(const struct platform_say *say);

/*
 * outbox_take(o): the next message, to be released with free(); NULL when there is none.
 */
struct outbox_item *outbox_take(struct outbox *o);

/*
 * outbox_clear(o): releases all of them.
 */
void outbox_clear(struct outbox *o);

#endif
