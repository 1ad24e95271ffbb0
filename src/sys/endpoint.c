/* Taking URLs apart; see endpoint.h. */
#include "sys/endpoint.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

#define LABEL_MAX 63 /* bytes between two dots of a DNS name (RFC 1035 section 2.3.4) */
#define AUTHORITY_MAX (ENDPOINT_HOST_MAX + sizeof("[]:65535") - 1)

static const struct {
	const char *prefix;
	uint16_t port;
} schemes[] = {
	[ENDPOINT_HTTP] = {"http://", 80},
	[ENDPOINT_HTTPS] = {"https://", 443},
	[ENDPOINT_WS] = {"ws://", 80},
	[ENDPOINT_WSS] = {"wss://", 443},
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
 * Sets kind from host.  A name that ends in a number is an IPv4 address or nothing: getaddrinfo()
 * would read 127.1 and 2130706433 as addresses, and others would not.
 */
static bool classify_host(struct endpoint *out)
{
	const char *last = strrchr(out->host, '.');
	struct in_addr address;

	last = last ? last + 1 : out->host;
	if (is_digit(last[0])) {
		out->kind = ENDPOINT_IPV4;
		return inet_pton(AF_INET, out->host, &address) == 1;
	}
	out->kind = ENDPOINT_NAME;
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
static bool parse_authority(char *text, struct endpoint *out)
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
	if (!*host || strlen(host) > ENDPOINT_HOST_MAX)
		return false;
	for (i = 0; host[i]; i++) {
		out->host[i] = host[i];
		if (host[i] >= 'A' && host[i] <= 'Z')
			out->host[i] |= 'a' - 'A';
	}
	out->host[i] = '\0';
	if (host == text)
		return classify_host(out);
	out->kind = ENDPOINT_IPV6;
	return inet_pton(AF_INET6, out->host, &address) == 1;
}

/* Finds the scheme; returns what follows "://", NULL when it is none of ours. */
static const char *parse_scheme(const char *text, struct endpoint *out)
{
	size_t i, n;

	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		n = strlen(schemes[i].prefix);
		if (strncmp(text, schemes[i].prefix, n) == 0) {
			out->scheme = (enum endpoint_scheme)i;
			out->port = schemes[i].port;
			return text + n;
		}
	}
	return NULL;
}

int endpoint_parse(const char *text, struct endpoint *out)
{
	char authority[AUTHORITY_MAX + 1];
	size_t n;

	if (strnlen(text, ENDPOINT_MAX + 1) > ENDPOINT_MAX || !bytes_ok(text))
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

bool endpoint_is_tls(const struct endpoint *to)
{
	return to->scheme == ENDPOINT_HTTPS || to->scheme == ENDPOINT_WSS;
}

bool endpoint_is_websocket(const struct endpoint *to)
{
	return to->scheme == ENDPOINT_WS || to->scheme == ENDPOINT_WSS;
}

bool endpoint_is_loopback(const struct endpoint *to)
{
	switch (to->kind) {
	case ENDPOINT_IPV4: return strncmp(to->host, "127.", 4) == 0;
	case ENDPOINT_IPV6: return strcmp(to->host, "::1") == 0;
	case ENDPOINT_NAME: return strcmp(to->host, "localhost") == 0;
	}
	return false;
}
