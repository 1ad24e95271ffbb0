/*
 * Whom to talk to: http, https, ws and wss URLs, parsed strictly.  libwebsockets writes control
 * bytes into the request as they stand and cuts long paths silently, so whatever is odd is refused
 * here.
 */
#ifndef SYS_ENDPOINT_H
#define SYS_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#define ENDPOINT_MAX 1900 /* bytes of a whole URL: libwebsockets cuts the request line near 2,030 */
#define ENDPOINT_HOST_MAX 253 /* bytes of a DNS name (RFC 1035 section 2.3.4) */

enum endpoint_scheme { ENDPOINT_HTTP, ENDPOINT_HTTPS, ENDPOINT_WS, ENDPOINT_WSS };

enum endpoint_host { ENDPOINT_NAME, ENDPOINT_IPV4, ENDPOINT_IPV6 };

struct endpoint {
	enum endpoint_scheme scheme;
	enum endpoint_host kind;          /* what host is */
	char host[ENDPOINT_HOST_MAX + 1]; /* lower case; an IPv6 address without its brackets */
	uint16_t port;                    /* the scheme's own (80, 443) when the URL names none */
	char path[ENDPOINT_MAX + 1];      /* path and query as written; begins with '/' */
};

/*
 * endpoint_parse(text, out): takes the URL text apart into *out (RFC 3986, of it only what we
 * use).  Returns 0, or -1 for another scheme, more than ENDPOINT_MAX bytes, an empty or malformed
 * host, user information, a port outside 1 to 65535, a fragment, or a byte that may not stand in a
 * URL; *out is then undefined.
 */
int endpoint_parse(const char *text, struct endpoint *out);

/*
 * endpoint_is_tls(to): whether the scheme is https or wss.
 */
bool endpoint_is_tls(const struct endpoint *to);

/*
 * endpoint_is_websocket(to): whether the scheme is ws or wss.
 */
bool endpoint_is_websocket(const struct endpoint *to);

/*
 * endpoint_is_loopback(to): whether the host is this machine and nothing else: localhost (RFC 6761
 * section 6.3), 127.0.0.0/8 or ::1.
 */
bool endpoint_is_loopback(const struct endpoint *to);

#endif
