/*
 * The server's HTTP without a connection: whose host a request names, which route it wants, how an
 * answer is written.
 */
#ifndef SYS_SERVE_HTTP_H
#define SYS_SERVE_HTTP_H

#include "sys/serve.h"

#define SERVE_HTTP_HEAD_MAX (SERVE_HEADERS_MAX + 512) /* bytes of an answer's head */

/*
 * serve_http_host_ok(host, address, port): whether the Host header is this server's: its address and port,
 * or localhost:PORT.
 */
bool serve_http_host_ok(const char *host, const char *address, uint16_t port);

/*
 * serve_http_origin_ok(origin, address, port): whether the Origin header is absent ("") or one of this
 * server's pages.
 */
bool serve_http_origin_ok(const char *origin, const char *address, uint16_t port);

/*
 * serve_http_route(routes, n, path): the first route that fits; NULL when none does.
 */
const struct serve_route *serve_http_route(
	const struct serve_route *routes, size_t n, const char *path);

/*
 * serve_http_head(answer, close, out): appends status line and headers; close says that the connection
 * ends afterwards.  Returns what the last append returned.
 */
bool serve_http_head(const struct serve_answer *answer, bool close, struct buf *out);

/*
 * serve_http_error(answer, status): makes the answer that status, with its words as text and nothing of
 * what it was.
 */
void serve_http_error(struct serve_answer *answer, int status);

#endif
