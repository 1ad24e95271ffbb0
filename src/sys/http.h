/*
 * REST requests by libcurl's multi interface inside the loop: HTTP/2 over TLS on one connection,
 * HTTP/1.1 with kept-alive connections otherwise.  https, and plain http to this machine only; TLS
 * is always verified, redirects are answers like any other, the environment's proxies are not used.
 *
 * One thing that libcurl does on its own: when a kept-alive connection breaks before the first byte
 * of an answer, it sends the request once more on a new one.  A request that must not happen twice
 * needs a key of its own (Discord: nonce).
 */
#ifndef SYS_HTTP_H
#define SYS_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HTTP_FLIGHT_MAX 64            /* requests under way at the same time */
#define HTTP_QUEUE_MAX 1024           /* requests waiting for one of those to end */
#define HTTP_ANSWER_MAX 4194304       /* bytes of an answer's body */
#define HTTP_ANSWER_HEADERS_MAX 65536 /* bytes of an answer's headers */
#define HTTP_BODY_MAX 1048576         /* bytes of a request's body */
#define HTTP_CONNECT_MS 10000
#define HTTP_TIMEOUT_MAX_MS 3600000 /* longer deadlines are cut to this */
#define HTTP_UNACKED_MS 15000 /* a connection whose peer acknowledges nothing for so long is dead */

struct http;
struct loop;

struct http_options {
	const char *user_agent;    /* copied */
	const char *authorization; /* value of the Authorization header, copied; NULL = none */
};

struct http_request {
	const char *method; /* "GET", "POST", "PUT", "PATCH", "DELETE" */
	const char *url;    /* absolute */
	const char *body;   /* JSON, or NULL; none with GET */
	size_t body_len;
	bool authorized;    /* send the Authorization header */
	int64_t timeout_ms; /* from http_request() to the answer's last byte, waiting included */
};

/* What became of a request; everything in it is borrowed for the call. */
struct http_result {
	int status;        /* HTTP status; 0 = no whole answer came */
	bool maybe_sent;   /* with status 0: the server may have acted on the request */
	const char *error; /* with status 0: why, for people; "" otherwise */
	const char *body;  /* NUL-terminated, "" when empty */
	size_t body_len;
	const void *headers; /* for http_header(); NULL with status 0 */
};

typedef void http_fn(void *ctx, const struct http_result *result);

/*
 * http_create(loop, options): a client on loop (borrowed, outlives it), which trusts whom the loop
 * trusts.  Returns NULL when an option holds bytes that cannot stand in a header, or memory or
 * descriptors are short.  The caller ends it with http_destroy().
 */
struct http *http_create(struct loop *loop, const struct http_options *options);

/*
 * http_destroy(http): abandons every request; their functions are called, with status 0, before it
 * returns.  Allowed inside such a function.  NULL is accepted.
 */
void http_destroy(struct http *http);

/*
 * http_request(http, request, done, ctx): makes a request (all of it copied) and calls done(ctx,
 * result) exactly once whatever happens, later, on the loop.  What cannot even be sent (an address
 * that is refused, a method that is not known, HTTP_FLIGHT_MAX and HTTP_QUEUE_MAX used up) is a
 * result with status 0 like any other.  Returns 0; -1, and done is not called, when memory is short
 * or http is being destroyed.
 */
int http_request(struct http *http, const struct http_request *request, http_fn *done, void *ctx);

/*
 * http_cancel_all(http): abandons every request that is open now; their functions are called with
 * status 0, later, on the loop.
 */
void http_cancel_all(struct http *http);

/*
 * http_header(headers, name): the value of the answer's header of that name, in whatever case; NULL
 * when there is none, or headers is NULL.  Borrowed as headers is.
 */
const char *http_header(const void *headers, const char *name);

#endif
