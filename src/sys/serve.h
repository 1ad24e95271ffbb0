/*
 * A small HTTP/1.1 and WebSocket server on the loop, for this machine only: it listens on 127.0.0.1, or
 * another of the loopback addresses, and nowhere else.  Since every page that the browser has open can
 * reach those too, a request whose Host or Origin is not this server's own is refused with 403 before any
 * route sees it.
 *
 * Requests are answered while they are asked: a route's function fills the answer.  What takes time
 * belongs on a WebSocket.  Functions of a socket are called by the loop only, never from inside a
 * serve_ function.
 */
#ifndef SYS_SERVE_H
#define SYS_SERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define SERVE_ADDRESS "127.0.0.1"
#define SERVE_ADDRESS_MAX 16      /* bytes of an address with its NUL (INET_ADDRSTRLEN) */
#define SERVE_CONNECTIONS_MAX 128 /* at once; further ones are closed as they come */
#define SERVE_REQUEST_MS                                                                           \
	30000 /* from a request to the end of its answer; then the connection goes */
#define SERVE_BODY_MAX 1048576 /* bytes of a request's body; a larger one gets 413 */
#define SERVE_PATH_MAX 1024    /* bytes of a path, and of a query, with the NUL; else 414 */
#define SERVE_HEADER_MAX 512   /* bytes, with the NUL, of a header that is kept; else 431 */
#define SERVE_COOKIE_MAX                                                                           \
	4096 /* likewise of all cookies, which other servers of this machine set, too; else none */
#define SERVE_ANSWER_MAX 8388608 /* bytes of an answer's body; a larger one becomes 500 */
#define SERVE_HEADERS_MAX 4096   /* bytes of an answer's own headers; more become 500 */
#define SERVE_REASON_MAX 123     /* bytes of a close frame's reason (RFC 6455 section 5.5) */

struct loop;
struct serve;
struct serve_socket;
struct serve_stream_type;

/* A request; valid during the call.  What is absent is "". */
struct serve_request {
	const char *method; /* "GET"; for an upgrade too */
	const char *path;   /* decoded; begins with '/' */
	const char *query;  /* decoded: "a=b&c=d" */
	const char *authorization;
	const char *user_agent;
	const char *content_type;
	const char *origin; /* this server's own, or absent: others are refused */
	const char *cookie; /* all of them: "a=b; c=d" */
	const char *body;
	size_t body_len;
};

/* What a request is answered with.  A route's function sets what differs from an empty 200. */
struct serve_answer {
	int status;
	const char *type; /* Content-Type; NULL = none; borrowed until the function has returned */
	struct buf headers; /* see serve_header() */
	struct buf body;
	bool drop;                              /* the connection is reset instead of an answer */
	const struct serve_stream_type *stream; /* it goes on after its body; NULL = not */
	void *stream_ctx;                       /* for its opened() */
};

typedef void serve_fn(void *ctx, const struct serve_request *request, struct serve_answer *answer);

/* What becomes of an answer that goes on until somebody ends it, such as one of text/event-stream. */
struct serve_stream_type {
	/*
	 * The route's function has returned.  Returns what closed() is given as ctx; NULL drops the
	 * connection, and closed() does not follow.
	 */
	void *(*opened)(
		void *ctx, struct serve_socket *stream, const struct serve_request *request);
	/* The connection is gone, and stream with it; noticed only while something is sent. */
	void (*closed)(void *ctx);
};

/* What becomes of a WebSocket. */
struct serve_socket_type {
	size_t message_max; /* bytes of a message that comes in; a larger one closes (1009) */
	/*
	 * The upgrade was accepted.  Returns what the other functions are given as ctx; NULL drops
	 * the connection, and closed() does not follow.
	 */
	void *(*opened)(
		void *ctx, struct serve_socket *socket, const struct serve_request *request);
	/* One whole message, valid during the call and followed by a NUL. */
	void (*received)(void *ctx, const char *data, size_t len, bool is_text);
	/*
	 * The connection is gone, and socket with it.  code is the one of the peer's close frame, 0
	 * without one and after our own serve_socket_close() or serve_socket_drop().
	 */
	void (*closed)(void *ctx, int code);
};

/*
 * What stands at a path.  A path that ends in '*' stands for all that begins like it; the first that fits
 * counts.
 */
struct serve_route {
	const char *path;
	serve_fn *request;                      /* NULL: a request gets 426 */
	const struct serve_socket_type *socket; /* NULL: an upgrade gets 400 */
};

struct serve_options {
	struct loop *loop;   /* borrowed */
	const char *address; /* 127.0.0.0/8; NULL = SERVE_ADDRESS; borrowed until loop_destroy() */
	uint16_t port;       /* 0 = any that is free */
	const struct serve_route *routes; /* borrowed */
	size_t n_routes;
	void *ctx;              /* for the routes' functions */
	int64_t request_ms;     /* 0 = SERVE_REQUEST_MS */
	size_t connections_max; /* 0 = SERVE_CONNECTIONS_MAX */
	size_t body_max;        /* bytes of a request's body; 0 = SERVE_BODY_MAX */
};

/*
 * serve_create(options): a server that listens; NULL with a log line that says why not (port in use, no
 * right to it, an address that is not of this machine alone, memory).  Ended with serve_destroy().
 */
struct serve *serve_create(const struct serve_options *options);

/*
 * serve_destroy(s): stops listening and drops every connection; closed() is called for every WebSocket
 * before it returns.  Not to be called from inside a route's or a socket's function.  NULL is accepted.
 */
void serve_destroy(struct serve *s);

/*
 * serve_port(s): where it listens.
 */
uint16_t serve_port(const struct serve *s);

/*
 * serve_connections(s): how many connections there are.
 */
size_t serve_connections(const struct serve *s);

/*
 * serve_header(answer, name, value): adds a header.  Returns false, and the answer becomes a 500, when
 * value could not stand in a header or there are more than SERVE_HEADERS_MAX bytes of them.
 */
bool serve_header(struct serve_answer *answer, const char *name, const char *value);

/*
 * serve_query(request, name, out, size): copies the query's value of that name to the size bytes at out.
 * Returns false, with *out "", when there is none or it does not fit.
 */
bool serve_query(const struct serve_request *request, const char *name, char *out, size_t size);

/*
 * serve_cookie(request, name, out, size): as serve_query(), of the cookie of that name.
 */
bool serve_cookie(const struct serve_request *request, const char *name, char *out, size_t size);

/*
 * serve_stream_send(stream, data, len): queues a copy as what comes next.  Returns 0; or -1 when the stream
 * is closing, or the peer takes so little that the queue (FRAMES_MAX, FRAMES_BYTES_MAX) is full: then the
 * connection is dropped and closed() follows.
 */
int serve_stream_send(struct serve_socket *stream, const char *data, size_t len);

/*
 * serve_stream_close(stream): ends it without what is still queued; closed() follows.
 */
void serve_stream_close(struct serve_socket *stream);

/*
 * serve_socket_send(socket, data, len, is_text): queues a copy as one message.  Returns 0; or -1 when
 * the socket is closing, or the peer takes so little that the queue (FRAMES_MAX, FRAMES_BYTES_MAX) is
 * full: then the connection is dropped and closed() follows.
 */
int serve_socket_send(struct serve_socket *socket, const char *data, size_t len, bool is_text);

/*
 * serve_socket_close(socket, code, reason): sends what is queued and then a close frame with code (1000
 * to 4999) and reason (cut at SERVE_REASON_MAX).  received() is not called any more, closed() follows.
 */
void serve_socket_close(struct serve_socket *socket, int code, const char *reason);

/*
 * serve_socket_drop(socket): resets the connection, without a close frame; closed() follows.
 */
void serve_socket_drop(struct serve_socket *socket);

/*
 * serve_turned_away(s): how many connections there was no room for.
 */
uint64_t serve_turned_away(const struct serve *s);

#endif
