/*
 * How a WebSocket connection begins: the request to upgrade and its answer, without any input or output
 * (RFC 6455 section 4).  No extension and no subprotocol is offered.
 */
#ifndef SYS_WEBSOCKET_HELLO_H
#define SYS_WEBSOCKET_HELLO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/url.h"

#define WEBSOCKET_HELLO_KEY 25       /* bytes of a key with its NUL */
#define WEBSOCKET_HELLO_MAX 16384    /* bytes of an answer's head */
#define WEBSOCKET_HELLO_ASK_MAX 4096 /* bytes of a request */

enum websocket_hello {
	WEBSOCKET_HELLO_MORE,     /* the answer's head is not whole yet */
	WEBSOCKET_HELLO_ACCEPTED, /* what follows it are frames */
	WEBSOCKET_HELLO_REFUSED,  /* another status than 101 */
	WEBSOCKET_HELLO_ODD,      /* no answer to our request */
};

/*
 * websocket_hello_key(key): makes a new key; false when the kernel has no random bytes.
 */
bool websocket_hello_key(char key[WEBSOCKET_HELLO_KEY]);

/*
 * websocket_hello_ask(out, to, user_agent, key): appends the request for to, whose parts and user_agent
 * may stand in a header.  Returns what the last append returned.
 */
bool websocket_hello_ask(struct buf *out, const struct url *to, const char *user_agent,
	const char key[WEBSOCKET_HELLO_KEY]);

/*
 * websocket_hello_read(data, len, key, head_len, status): judges the answer to the request with that
 * key, of which len bytes, any bytes, have come.  *head_len is the length of its head when that is
 * whole, *status what it says then, 0 when that is odd.
 */
enum websocket_hello websocket_hello_read(const char *data, size_t len,
	const char key[WEBSOCKET_HELLO_KEY], size_t *head_len, unsigned *status);

#endif
