/*
 * One REST request on its way, as http.c keeps it: copied, checked, and in exactly one list.
 */
#ifndef SYS_HTTP_CALL_H
#define SYS_HTTP_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "sys/http.h"
#include "sys/timers.h"

struct curl_slist;
struct http_calls;

#define HTTP_CALL_DETAIL_MAX 256 /* bytes that libcurl may write there (CURL_ERROR_SIZE) */

struct http_call {
	struct http_call *next, **link;
	struct http_calls *list; /* the one it is in */
	struct http *http;
	http_fn *done;
	void *ctx;
	struct timer deadline;
	const char *method; /* a constant; NULL = not one that is known */
	char *url;
	char *body; /* NULL = none, not even an empty one */
	size_t body_len;
	bool authorized;
	bool plain;                /* http, to this machine */
	void *easy;                /* libcurl's handle, once there was one */
	struct curl_slist *fields; /* headers of the request */
	struct buf answer;
	size_t header_bytes; /* of the answer */
	const char *error;   /* why it cannot be made, or was abandoned: a constant */
	char detail[HTTP_CALL_DETAIL_MAX];
};

/* A list of calls in the order in which they came.  http_calls_init() first. */
struct http_calls {
	struct http_call *first, **end;
	size_t n;
};

/*
 * http_calls_init(list): makes *list empty.
 */
void http_calls_init(struct http_calls *list);

/*
 * http_calls_add(list, call): puts call, which is in no list, at the end.
 */
void http_calls_add(struct http_calls *list, struct http_call *call);

/*
 * http_calls_take(call): takes call out of its list.
 */
void http_calls_take(struct http_call *call);

/*
 * http_call_create(request): a call with a copy of request; where request cannot be made whatever
 * happens, its error says why.  NULL when memory is short.  The caller ends it with
 * http_call_free().
 */
struct http_call *http_call_create(const struct http_request *request);

/*
 * http_call_free(call): releases it, except easy and fields, which are libcurl's.  NULL is
 * accepted.
 */
void http_call_free(struct http_call *call);

#endif
