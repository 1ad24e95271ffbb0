/*
 * One outgoing WebSocket connection (RFC 6455) as an object that can be opened again and again.
 *
 *	            a                  b                   c
 *	   idle -------> resolving ------> connecting ------> open
 *	    ^                |                 |               |  |
 *	    |                | e               | e           f |  | d
 *	    +----------------+-----------------+---------------+  +---> closing
 *	    |                                                              |
 *	    +--------------------------------------------------------------+ f
 *
 *	a  link_open(); an address or localhost needs no resolving
 *	b  the name has addresses
 *	c  the server accepted the upgrade: opened(), then received() for each message
 *	d  link_close(), too much to send, too much received
 *	e  no address, refused, out of time
 *	f  closed by the peer, connection lost; our close acknowledged, or LINK_CLOSE_MS old
 *
 * Edges e and f call closed(), after which the link is idle: once for each link_open() that
 * returned 0.  The functions are called by the loop only, never from inside a link_ function, and
 * may use every link_ function, link_destroy() included.  TLS is always verified; redirects are not
 * followed; no extension is offered; a peer silent for 40 s, be it but a pong, is given up.
 */
#ifndef SYS_LINK_H
#define SYS_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINK_MESSAGE_MAX 16777216 /* bytes of a message that comes in; a larger one closes (1009) */
#define LINK_CONNECT_MS 10000     /* from link_open() to opened() */
#define LINK_ADDRESS_MS 3000      /* for one address while there are others to try */
#define LINK_CLOSE_MS 2000        /* for the peer to acknowledge our close */
#define LINK_PING_S 30    /* a silent peer is pinged, and given up after a third of that more */
#define LINK_HOST_MAX 110 /* libwebsockets cuts a longer host name, TLS check included */

struct link;
struct loop;
struct resolve;

struct link_options {
	struct loop *loop;
	struct resolve *resolve;
	const char *user_agent; /* copied */
	int64_t connect_ms;     /* 0 = LINK_CONNECT_MS */
	uint16_t ping_s;        /* 0 = LINK_PING_S */
};

struct link_callbacks {
	/* The upgrade succeeded: link_send() may be used. */
	void (*opened)(void *ctx);
	/* One whole message, valid during the call; is_text is false for a binary one. */
	void (*received)(void *ctx, const char *data, size_t len, bool is_text);
	/*
	 * The connection is gone, or never came to be.  code is the one of the peer's close frame,
	 * 0 without one (and after our own link_close()).  libwebsockets 4.1 reports 1012 to 1014
	 * as 1002.
	 */
	void (*closed)(void *ctx, int code);
};

/*
 * link_create(options, callbacks, ctx): an idle link; NULL when memory is short or user_agent holds
 * bytes that cannot stand in a header.  loop and resolve are borrowed and outlive it.  The caller
 * ends it with link_destroy().
 */
struct link *link_create(
	const struct link_options *options, const struct link_callbacks *callbacks, void *ctx);

/*
 * link_destroy(link): drops the connection without a close frame and without closed(), releases
 * link.  Allowed inside its callbacks.  NULL is accepted.
 */
void link_destroy(struct link *link);

/*
 * link_open(link, url): begins to connect.  Returns 0, or -1 with a log line, and closed() does not
 * follow, when link is not idle or url is no ws or wss URL, plain ws to another host than this
 * machine, wss to a literal IPv6 address (libwebsockets would not verify that), or its host name is
 * longer than LINK_HOST_MAX.
 */
int link_open(struct link *link, const char *url);

/*
 * link_send(link, data, len): queues a copy of the len bytes as one text message.  Returns 0; or -1
 * when link is not open, or when the peer takes so little that the queue (FRAMES_MAX,
 * FRAMES_BYTES_MAX) is full: then the link is dropped with a log line and closed() follows.
 */
int link_send(struct link *link, const char *data, size_t len);

/*
 * link_close(link, code): sends what is queued, then a close frame with code (1000 to 4999; others
 * become 1000), and drops the connection when the peer has not acknowledged it after
 * LINK_CLOSE_MS.  closed() follows; received() does not any more.  No effect on a link that is idle
 * or closing.
 */
void link_close(struct link *link, int code);

/*
 * link_is_open(link): whether link_send() may be used.
 */
bool link_is_open(const struct link *link);

#endif
