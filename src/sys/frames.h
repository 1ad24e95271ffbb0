/*
 * What waits to be written to a link or a socket: whole messages, in order, bounded in number and bytes.
 */
#ifndef SYS_FRAMES_H
#define SYS_FRAMES_H

#include <stdbool.h>
#include <stddef.h>

#define FRAMES_MAX 1024 /* messages that may wait: what one read of 64 KB can bring about */
#define FRAMES_BYTES_MAX 1048576 /* bytes that they may hold together */
#define FRAMES_HEADROOM 16 /* bytes before a message that its writer may overwrite (LWS_PRE) */

struct frame {
	struct frame *next;
	size_t len;
	bool is_binary;       /* false unless who pushed it sets it in q->last */
	unsigned char data[]; /* FRAMES_HEADROOM bytes, then the message */
};

/* {0} is an empty queue. */
struct frames {
	struct frame *first;
	struct frame *last;
	size_t n;
	size_t bytes;
};

/*
 * frames_push(q, data, len): puts a copy of the len bytes at the end.  Returns 0, or -1 when a
 * bound would be passed or memory is short.
 */
int frames_push(struct frames *q, const char *data, size_t len);

/*
 * frames_pop(q): takes the first message out, to be released with free(); NULL when there is none.
 */
struct frame *frames_pop(struct frames *q);

/*
 * frames_clear(q): forgets everything.
 */
void frames_clear(struct frames *q);

#endif
