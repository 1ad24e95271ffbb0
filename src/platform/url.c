/* Which addresses a token may be sent to; see url.h. */
#include "platform/url.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct scheme {
	enum url_kind kind;
	const char *text;
	bool encrypted;
};

static const struct scheme schemes[] = {
	{URL_HTTP, "https://", true},
	{URL_HTTP, "http://", false},
	{URL_WEBSOCKET, "wss://", true},
	{URL_WEBSOCKET, "ws://", false},
};

static const struct scheme *find_scheme(const char *url, enum url_kind kind)
{
	size_t i;

	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		if (schemes[i].kind == kind &&
			strncasecmp(url, schemes[i].text, strlen(schemes[i].text)) == 0)
			return &schemes[i];
	}
	return NULL;
}

/* Whether the n bytes at s are digits that make a number of at most max. */
static bool is_number(const char *s, size_t n, unsigned max)
{
	unsigned value = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9' || i == 5)
			return false;
		value = value * 10 + (unsigned)(s[i] - '0');
	}
	return n > 0 && value <= max;
}

/* Whether host is 127.a.b.c: nothing else, since "127.0.0.1.example.org" is somebody's name. */
static bool is_loopback4(const char *host, size_t len)
{
	const char *end = host + len, *dot;
	int part;

	if (len < 4 || memcmp(host, "127.", 4) != 0)
		return false;
	for (part = 0; part < 4; part++) {
		dot = part < 3 ? memchr(host, '.', (size_t)(end - host)) : end;
		if (!dot || !is_number(host, (size_t)(dot - host), 255))
			return false;
		host = dot + 1;
	}
	return true;
}

static bool is_loopback(const char *host, size_t len)
{
	return (len == 9 && strncasecmp(host, "localhost", 9) == 0) ||
	       (len == 5 && memcmp(host, "[::1]", 5) == 0) || is_loopback4(host, len);
}

/* The length of the host in the n bytes of host and port at s, 0 when they are neither. */
static size_t host_length(const char *s, size_t n)
{
	const char *port, *close;

	if (n && s[0] == '[') {
		close = memchr(s, ']', n);
		port = close ? close + 1 : NULL;
		if (!port || (port < s + n && *port != ':'))
			return 0;
	} else {
		port = memchr(s, ':', n);
		if (!port)
			port = s + n;
	}
	if (port < s + n && !is_number(port + 1, n - (size_t)(port - s) - 1, 65535))
		return 0;
	return (size_t)(port - s);
}

static bool is_clean(const char *url)
{
	for (; *url; url++) {
		if ((unsigned char)*url <= ' ' || (unsigned char)*url >= 0x7f || *url == '\\')
			return false;
	}
	return true;
}

bool url_trusted(const char *url, enum url_kind kind)
{
	const struct scheme *scheme;
	const char *host;
	size_t n, len;

	if (!url || strlen(url) >= URL_MAX || !is_clean(url))
		return false;
	scheme = find_scheme(url, kind);
	if (!scheme)
		return false;
	host = url + strlen(scheme->text);
	n = strcspn(host, "/?#");
	len = host_length(host, n);
	if (!len || memchr(host, '@', n) || strchr(host, '#'))
		return false;
	return scheme->encrypted || is_loopback(host, len);
}

int url_query(char *out, size_t size, const char *url, const char *query)
{
	const char *host = strstr(url, "://");
	const char *glue = "/?";
	int n;

	host = host ? host + 3 : url;
	if (strchr(host, '?'))
		glue = "&";
	else if (strchr(host, '/'))
		glue = "?";
	n = snprintf(out, size, "%s%s%s", url, glue, query);
	return n > 0 && (size_t)n < size ? 0 : -1;
}
