/*
 * The server's connections as its files see them.
 */
#ifndef SYS_SERVE_CONN_H
#define SYS_SERVE_CONN_H

#include "sys/frames.h"
#include "sys/serve.h"
#include "sys/timers.h"

#define SERVE_CONN_METHOD_MAX 8

struct lws;
struct lws_vhost;

/* What the request said; kept since libwebsockets forgets the headers after an upgrade. */
struct asked {
	char method[SERVE_CONN_METHOD_MAX];
	char path[SERVE_PATH_MAX];
	char query[SERVE_PATH_MAX];
	char host[SERVE_HEADER_MAX];
	char origin[SERVE_HEADER_MAX];
	char authorization[SERVE_HEADER_MAX];
	char user_agent[SERVE_HEADER_MAX];
	char content_type[SERVE_HEADER_MAX];
	char cookie[SERVE_COOKIE_MAX];
};

/* A connection; a WebSocket once its upgrade was accepted. */
struct serve_socket {
	struct serve_socket *next, **link; /* in the server's list */
	struct serve *serve;
	struct lws *wsi;
	struct asked asked;

	struct buf body;  /* of the request */
	uint64_t awaited; /* bytes of it that are still to come */
	bool answered;    /* the request has its answer: what else comes of it is not looked at */
	struct buf out;   /* the answer, LWS_PRE bytes in */
	size_t written;   /* of out, with those */
	bool close;       /* the connection ends after the answer */
	struct timer deadline; /* of the request */

	const struct serve_stream_type *stream; /* of an answer that goes on */
	const struct serve_socket_type *type;   /* of a WebSocket, from the upgrade on */
	void *ctx;                              /* what opened() returned */
	bool open;                              /* opened() was called, closed() was not */
	bool closing;                           /* nothing more is read or queued */
	int peer_code, own_code;                /* of close frames; 0 = none */
	char reason[SERVE_REASON_MAX + 1];
	struct frames frames; /* not yet written */
	struct buf message;   /* the pieces of the one that is coming in */
};

struct serve {
	struct serve_options options;
	struct lws_vhost *vhost;
	struct husk *husk; /* what libwebsockets knows of it */
	struct log *log;
	uint16_t port;
	struct serve_socket *first;
	size_t n;
	uint64_t turned_away;
};

/* What libwebsockets tells of a connection; see enum lws_callback_reasons. */
struct event {
	struct lws *wsi;
	void *in;
	size_t len;
};

/*
 * serve_conn_read(c): takes over what the request says.  Returns 0, or the status to refuse it with.
 */
int serve_conn_read(struct serve_socket *c);

/*
 * serve_conn_length(c): sets how much body is to come.  Returns 0, or the status to refuse it with.
 */
int serve_conn_length(struct serve_socket *c);

/*
 * serve_conn_request(c): the request, for a route's or a socket's function.
 */
struct serve_request serve_conn_request(const struct serve_socket *c);

/*
 * serve_conn_reset(c): the peer sees a reset.  The caller has libwebsockets end it.
 */
void serve_conn_reset(const struct serve_socket *c);

/*
 * serve_conn_closed(c): tells whoever has the WebSocket that it is gone, once.
 */
void serve_conn_closed(struct serve_socket *c);

/*
 * serve_conn_begin_stream(c, answer): the answer that is queued goes on.  Returns 0, or -1 when nobody
 * takes it: the caller has libwebsockets end the connection.
 */
int serve_conn_begin_stream(struct serve_socket *c, const struct serve_answer *answer);

/*
 * serve_conn_write_stream(c): writes what the peer takes of it.  Returns what libwebsockets'
 * callback has to.
 */
int serve_conn_write_stream(struct serve_socket *c);

/*
 * serve_conn_opened(c, e), serve_conn_received(c, e), serve_conn_writable(c, e), serve_conn_peer_close(c,
 * e): libwebsockets' events of a WebSocket.  They return what its callback has to.
 */
int serve_conn_opened(struct serve_socket *c, const struct event *e);
int serve_conn_received(struct serve_socket *c, const struct event *e);
int serve_conn_writable(struct serve_socket *c, const struct event *e);
int serve_conn_peer_close(struct serve_socket *c, const struct event *e);

#endif
