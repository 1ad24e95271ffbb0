/*
 * Which addresses a token may be sent to: encrypted ones, and plain ones on this very machine.
 */
#ifndef PLATFORM_URL_H
#define PLATFORM_URL_H

#include <stdbool.h>
#include <stddef.h>

#define URL_MAX 512 /* bytes of an address with its NUL; a longer one is refused */

enum url_kind { URL_HTTP, URL_WEBSOCKET };

/*
 * url_trusted(url, kind): whether url is an address of that kind (https or http, wss or ws) with a
 * host, without a user name, blanks or control bytes, shorter than URL_MAX, and, when it is not
 * encrypted, on a loopback host (127.0.0.0/8, ::1, localhost).  NULL is not.
 */
bool url_trusted(const char *url, enum url_kind kind);

/*
 * url_query(out, size, url, query): writes url with query ("v=10&encoding=json") added to the size bytes
 * at out: after "/?" when url has no path, after "&" when it has a query already.  Returns 0, or -1
 * when it does not fit: it needs three bytes more than the two together.
 */
int url_query(char *out, size_t size, const char *url, const char *query);

#endif
