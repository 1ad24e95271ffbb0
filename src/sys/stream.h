/*
 * One outgoing connection as a stream of bytes: TCP, with TLS where a host is to prove itself.  Nothing
 * blocks.  libwebsockets has such a thing only below its own parsers, and its raw client cannot do TLS.
 */
#ifndef SYS_STREAM_H
#define SYS_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define STREAM_HOST_MAX 253 /* bytes of a name whose certificate is asked for */

struct loop;
struct stream;

struct stream_to {
	const char *address; /* IPv4 or IPv6, as text */
	uint16_t port;
	const char *host;     /* whose certificate the peer has to show; NULL = without TLS */
	bool host_is_address; /* IPv4 */
};

/* What the loop calls, never from inside a stream_ function; each may call stream_destroy(). */
struct stream_callbacks {
	void (*opened)(void *ctx); /* it may be written and read */
	void (*ready)(void *ctx);  /* there may be something to read, or room to write again */
	void (*failed)(
		void *ctx, const char *why); /* could not be opened; why is valid meanwhile */
};

/*
 * stream_open(loop, to, on, ctx): begins to connect; opened() or failed() follows.  NULL when that
 * cannot even be begun.  to and on are needed during the call only, the strings included.  The caller
 * ends it with stream_destroy().
 */
struct stream *stream_open(struct loop *loop, const struct stream_to *to,
	const struct stream_callbacks *on, void *ctx);

/*
 * stream_destroy(s): ends the connection.  NULL is accepted.
 */
void stream_destroy(struct stream *s);

/*
 * stream_read(s, out, size): reads at most size (> 0) bytes.  Returns how many, 0 when there is nothing
 * now, -1 when the connection has ended.  Where stream_is_layered() there may be more although less
 * than size was read, of which ready() does not tell: read on, or call stream_again().
 */
ssize_t stream_read(struct stream *s, char *out, size_t size);

/*
 * stream_is_layered(s): whether bytes may wait above the kernel, as they do with TLS.
 */
bool stream_is_layered(const struct stream *s);

/*
 * stream_again(s): has ready() called once the loop has looked after others.
 */
void stream_again(struct stream *s);

/*
 * stream_write(s, data, len): writes some of the len (> 0) bytes.  Returns how many; 0 when there is no
 * room now: then ready() tells of room, and the same bytes come first; -1 when the connection has
 * ended.
 */
ssize_t stream_write(struct stream *s, const unsigned char *data, size_t len);

#endif
