/* The server's HTTP without a connection; see serve_http.h. */
#include "sys/serve_http.h"

#include <stdio.h>
#include <string.h>

#include "sys/header.h"

static const struct {
	int status;
	const char *words;
} statuses[] = {
	{200, "OK"},
	{201, "Created"},
	{204, "No Content"},
	{303, "See Other"},
	{400, "Bad Request"},
	{401, "Unauthorized"},
	{403, "Forbidden"},
	{404, "Not Found"},
	{405, "Method Not Allowed"},
	{411, "Length Required"},
	{413, "Content Too Large"},
	{414, "URI Too Long"},
	{415, "Unsupported Media Type"},
	{426, "Upgrade Required"},
	{429, "Too Many Requests"},
	{431, "Request Header Fields Too Large"},
	{500, "Internal Server Error"},
	{502, "Bad Gateway"},
	{503, "Service Unavailable"},
};

static const char *words_of(int status)
{
	size_t i;

	for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		if (statuses[i].status == status)
			return statuses[i].words;
	}
	return "Unknown";
}

bool serve_http_host_ok(const char *host, const char *address, uint16_t port)
{
	char own[32];

	snprintf(own, sizeof(own), "%s:%u", address, (unsigned)port);
	if (strcmp(host, own) == 0)
		return true;
	snprintf(own, sizeof(own), "localhost:%u", (unsigned)port);
	if (strcmp(host, own) == 0)
		return true;
	/* the port that goes without saying */
	return port == 80 && (strcmp(host, address) == 0 || strcmp(host, "localhost") == 0);
}

bool serve_http_origin_ok(const char *origin, const char *address, uint16_t port)
{
	static const char scheme[] = "http://";

	if (!*origin)
		return true;
	return strncmp(origin, scheme, sizeof(scheme) - 1) == 0 &&
	       serve_http_host_ok(origin + sizeof(scheme) - 1, address, port);
}

const struct serve_route *serve_http_route(
	const struct serve_route *routes, size_t n, const char *path)
{
	size_t i, len;

	for (i = 0; i < n; i++) {
		len = strlen(routes[i].path);
		if (len && routes[i].path[len - 1] == '*') {
			if (strncmp(routes[i].path, path, len - 1) == 0)
				return &routes[i];
		} else if (strcmp(routes[i].path, path) == 0) {
			return &routes[i];
		}
	}
	return NULL;
}

bool serve_http_head(const struct serve_answer *answer, bool close, struct buf *out)
{
	buf_printf(out, "HTTP/1.1 %d %s\r\n", answer->status, words_of(answer->status));
	/* 204 has no body, and says so by having no length (RFC 9110 section 8.6); nor has a stream */
	if (answer->status != 204 && !answer->stream)
		buf_printf(out, "Content-Length: %zu\r\n", answer->body.len);
	if (answer->type)
		buf_printf(out, "Content-Type: %s\r\n", answer->type);
	if (close)
		buf_puts(out, "Connection: close\r\n");
	buf_puts(out, buf_str(&answer->headers));
	return buf_puts(out, "\r\n");
}

void serve_http_error(struct serve_answer *answer, int status)
{
	buf_clear(&answer->headers);
	buf_clear(&answer->body);
	answer->status = status;
	answer->type = "text/plain";
	answer->drop = false;
	answer->stream = NULL;
	buf_printf(&answer->body, "%d %s\n", status, words_of(status));
}

bool serve_header(struct serve_answer *answer, const char *name, const char *value)
{
	if (!header_value_ok(value)) {
		answer->headers.failed = true;
		return false;
	}
	return buf_printf(&answer->headers, "%s: %s\r\n", name, value);
}

bool serve_query(const struct serve_request *request, const char *name, char *out, size_t size)
{
	const size_t len = strlen(name);
	const char *at = request->query;
	size_t n;

	out[0] = '\0';
	for (; *at; at += n + (at[n] == '&')) {
		n = strcspn(at, "&");
		if (n <= len || strncmp(at, name, len) != 0 || at[len] != '=')
			continue;
		if (n - len - 1 >= size)
			return false;
		memcpy(out, at + len + 1, n - len - 1);
		out[n - len - 1] = '\0';
		return true;
	}
	return false;
}

bool serve_cookie(const struct serve_request *request, const char *name, char *out, size_t size)
{
	const size_t len = strlen(name);
	const char *at = request->cookie;
	size_t n;

	out[0] = '\0';
	for (at += strspn(at, "; "); *at; at += n + strspn(at + n, "; ")) {
		n = strcspn(at, ";");
		if (n <= len || strncmp(at, name, len) != 0 || at[len] != '=')
			continue;
		if (n - len - 1 >= size)
			return false;
		memcpy(out, at + len + 1, n - len - 1);
		out[n - len - 1] = '\0';
		return true;
	}
	return false;
}
