/* Addresses on the net; see url.h. */
#include "base/url.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#define LABEL_MAX 63 /* bytes between two dots of a DNS name (RFC 1035 section 2.3.4) */
#define AUTHORITY_MAX (URL_HOST_MAX + sizeof("[]:65535") - 1)

static const struct {
	const char *prefix;
	enum url_kind kind;
	bool encrypted;
	uint16_t port;
} schemes[] = {
	{"http://", URL_HTTP, false, 80},
	{"https://", URL_HTTP, true, 443},
	{"ws://", URL_WEBSOCKET, false, 80},
	{"wss://", URL_WEBSOCKET, true, 443},
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_name_byte(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

/* Whether every byte may stand in a URL and every % leads two hex digits. */
static bool bytes_ok(const char *s)
{
	for (; *s; s++) {
		if ((unsigned char)*s <= ' ' || (unsigned char)*s >= 0x7f ||
			strchr("\"<>\\^`{|}#", *s))
			return false;
		if (*s == '%' && !(is_hex(s[1]) && is_hex(s[2])))
			return false;
	}
	return true;
}

/* Whether name is labels of 1 to 63 bytes joined by dots. */
static bool labels_ok(const char *name)
{
	size_t n = 0;

	for (; *name; name++) {
		if (*name == '.') {
			if (n == 0)
				return false;
			n = 0;
		} else if (!is_name_byte(*name) || ++n > LABEL_MAX) {
			return false;
		}
	}
	return n > 0;
}

/*
 * Sets host_kind from host.  A name that ends in a number is an IPv4 address or nothing:
 * getaddrinfo() would read 127.1 and 2130706433 as addresses, and others would not.
 */
static bool classify_host(struct url *out)
{
	const char *last = strrchr(out->host, '.');
	struct in_addr address;

	last = last ? last + 1 : out->host;
	if (is_digit(last[0])) {
		out->host_kind = URL_IPV4;
		return inet_pton(AF_INET, out->host, &address) == 1;
	}
	out->host_kind = URL_NAME;
	return labels_ok(out->host);
}

/* Reads the decimal port at s, which must fill the string. */
static bool parse_port(const char *s, uint16_t *port)
{
	unsigned long value = 0;
	size_t n = 0;

	for (; n < 5 && is_digit(s[n]); n++)
		value = value * 10 + (unsigned long)(s[n] - '0');
	if (n == 0 || s[n] || value == 0 || value > UINT16_MAX)
		return false;
	*port = (uint16_t)value;
	return true;
}

/* Takes "host", "host:port", "[v6]" or "[v6]:port" apart; changes text. */
static bool parse_authority(char *text, struct url *out)
{
	struct in6_addr address;
	char *host = text, *rest;
	size_t i;

	if (*text == '[') {
		host = text + 1;
		rest = strchr(host, ']');
		if (!rest)
			return false;
		*rest++ = '\0';
		if (*rest && *rest != ':')
			return false;
	} else {
		rest = text + strcspn(text, ":");
	}
	if (*rest) {
		*rest++ = '\0';
		if (!parse_port(rest, &out->port))
			return false;
	}
	if (!*host || strlen(host) > URL_HOST_MAX)
		return false;
	for (i = 0; host[i]; i++) {
		out->host[i] = host[i];
		if (host[i] >= 'A' && host[i] <= 'Z')
			out->host[i] |= 'a' - 'A';
	}
	out->host[i] = '\0';
	if (host == text)
		return classify_host(out);
	out->host_kind = URL_IPV6;
	return inet_pton(AF_INET6, out->host, &address) == 1;
}

/* Finds the scheme; returns what follows "://", NULL when it is none of ours. */
static const char *parse_scheme(const char *text, struct url *out)
{
	size_t i, n;

	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		n = strlen(schemes[i].prefix);
		if (strncmp(text, schemes[i].prefix, n) == 0) {
			out->kind = schemes[i].kind;
			out->encrypted = schemes[i].encrypted;
			out->port = schemes[i].port;
			return text + n;
		}
	}
	return NULL;
}

int url_parse(const char *text, struct url *out)
{
	char authority[AUTHORITY_MAX + 1];
	size_t n;

	if (strnlen(text, URL_MAX + 1) > URL_MAX || !bytes_ok(text))
		return -1;
	text = parse_scheme(text, out);
	if (!text)
		return -1;
	n = strcspn(text, "/?");
	if (n > AUTHORITY_MAX)
		return -1;
	memcpy(authority, text, n);
	authority[n] = '\0';
	if (!parse_authority(authority, out))
		return -1;
	text += n;
	out->path[0] = '/';
	memcpy(out->path + (*text != '/'), text, strlen(text) + 1);
	return 0;
}

bool url_is_loopback(const struct url *url)
{
	switch (url->host_kind) {
	case URL_IPV4: return strncmp(url->host, "127.", 4) == 0;
	case URL_IPV6: return strcmp(url->host, "::1") == 0;
	case URL_NAME: return strcmp(url->host, "localhost") == 0;
	}
	return false;
}

void url_authority(const struct url *url, char *out)
{
	const char *host = url->host_kind == URL_IPV6 ? "localhost" : url->host;

	if (url->port == (url->encrypted ? 443 : 80))
		snprintf(out, URL_AUTHORITY_MAX, "%s", host);
	else
		snprintf(out, URL_AUTHORITY_MAX, "%s:%u", host, (unsigned)url->port);
}

bool url_trusted(const char *text, enum url_kind kind)
{
	struct url url;

	if (!text || strlen(text) >= URL_BASE_MAX || url_parse(text, &url) != 0)
		return false;
	return url.kind == kind && (url.encrypted || url_is_loopback(&url));
}

int url_query(char *out, size_t size, const char *text, const char *query)
{
	const char *host = strstr(text, "://");
	const char *glue = "/?";
	int n;

	host = host ? host + 3 : text;
	if (strchr(host, '?'))
		glue = "&";
	else if (strchr(host, '/'))
		glue = "?";
	n = snprintf(out, size, "%s%s%s", text, glue, query);
	return n > 0 && (size_t)n < size ? 0 : -1;
}
