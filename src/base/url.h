/*
 * Addresses on the net: http, https, ws and wss URLs, parsed strictly.  They come from
 * configurations and from peers, and the bot's credentials are sent to them; libwebsockets writes
 * control bytes into the request as they stand and cuts long paths silently.  So whatever is odd is
 * refused here.
 */
#ifndef BASE_URL_H
#define BASE_URL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define URL_MAX 1900     /* bytes of a whole URL: libwebsockets cuts the request line near 2,030 */
#define URL_HOST_MAX 253 /* bytes of a DNS name (RFC 1035 section 2.3.4) */
#define URL_AUTHORITY_MAX (URL_HOST_MAX + 8) /* bytes, with the NUL, of a host and port */
#define URL_BASE_MAX 512 /* bytes, with the NUL, of an address that others are made from */

enum url_kind { URL_HTTP, URL_WEBSOCKET };

enum url_host { URL_NAME, URL_IPV4, URL_IPV6 };

struct url {
	enum url_kind kind;
	bool encrypted;              /* https or wss */
	enum url_host host_kind;     /* what host is */
	char host[URL_HOST_MAX + 1]; /* lower case; an IPv6 address without its brackets */
	uint16_t port;               /* the scheme's own (80, 443) when the URL names none */
	char path[URL_MAX + 1];      /* path and query as written; begins with '/' */
};

/*
 * url_parse(text, out): takes the URL text apart into *out (RFC 3986, of it only what we use).
 * Returns 0, or -1 for another scheme (they are in lower case), more than URL_MAX bytes, an empty
 * or malformed host, user information, a port outside 1 to 65535, a fragment, or a byte that may
 * not stand in a URL; *out is then undefined.
 */
int url_parse(const char *text, struct url *out);

/*
 * url_is_loopback(url): whether the host is this machine and nothing else: localhost (RFC 6761
 * section 6.3), 127.0.0.0/8 or ::1.
 */
bool url_is_loopback(const struct url *url);

/*
 * url_authority(url, out): writes what the Host header of a request to it says (RFC 9110 section 7.2) to
 * the URL_AUTHORITY_MAX bytes at out: the host, and the port where it is not the scheme's own.  For an
 * IPv6 address, which libwebsockets would cut at its first colon, that is localhost.
 */
void url_authority(const struct url *url, char *out);

/*
 * url_trusted(text, kind): whether text is a URL of that kind, shorter than URL_BASE_MAX, to which
 * credentials may be sent: encrypted, or on a loopback host.  NULL is not.
 */
bool url_trusted(const char *text, enum url_kind kind);

/*
 * url_query(out, size, text, query): writes the URL text with query ("v=10&encoding=json") added to
 * the size bytes at out: after "/?" when text has no path, after "&" when it has a query already.
 * Returns 0, or -1 when it does not fit: it needs three bytes more than the two together.
 */
int url_query(char *out, size_t size, const char *text, const char *query);

#endif
