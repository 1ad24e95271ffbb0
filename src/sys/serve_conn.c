/* What a connection of the server asks for; see serve_conn.h. */
#include "sys/serve_conn.h"

#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "sys/serve_http.h"

/* Copies a header; returns false when it does not fit.  An absent one is "". */
static bool copy_header(struct lws *wsi, enum lws_token_indexes token, char *out, size_t size)
{
	int n = lws_hdr_total_length(wsi, token);

	out[0] = '\0';
	if (n <= 0)
		return true;
	return (size_t)n < size && lws_hdr_copy(wsi, out, (int)size, token) >= 0;
}

/* The query's parts, which libwebsockets has taken apart, with '&' between them again. */
static bool copy_query(struct lws *wsi, char *out, size_t size)
{
	size_t at = 0;
	int i, n;

	for (i = 0; (n = lws_hdr_fragment_length(wsi, WSI_TOKEN_HTTP_URI_ARGS, i)) > 0; i++) {
		if ((size_t)n + 2 > size - at)
			return false;
		if (i)
			out[at++] = '&';
		n = lws_hdr_copy_fragment(
			wsi, out + at, (int)(size - at), WSI_TOKEN_HTTP_URI_ARGS, i);
		if (n < 0)
			return false;
		at += (size_t)n;
	}
	out[at] = '\0';
	return true;
}

static bool copy_target(struct serve_socket *c)
{
	static const struct {
		enum lws_token_indexes token;
		const char *method;
	} methods[] = {
		{WSI_TOKEN_GET_URI, "GET"},
		{WSI_TOKEN_POST_URI, "POST"},
		{WSI_TOKEN_PATCH_URI, "PATCH"},
		{WSI_TOKEN_PUT_URI, "PUT"},
		{WSI_TOKEN_DELETE_URI, "DELETE"},
		{WSI_TOKEN_HEAD_URI, "HEAD"},
		{WSI_TOKEN_OPTIONS_URI, "OPTIONS"},
	};
	size_t i;

	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (lws_hdr_total_length(c->wsi, methods[i].token) == 0)
			continue;
		memcpy(c->asked.method, methods[i].method, strlen(methods[i].method) + 1);
		return copy_header(c->wsi, methods[i].token, c->asked.path, SERVE_PATH_MAX) &&
		       copy_query(c->wsi, c->asked.query, SERVE_PATH_MAX);
	}
	return true;
}

/* Takes over what the request says.  Returns 0, or the status to refuse it with. */
int serve_conn_read(struct serve_socket *c)
{
	const struct serve_options *o = &c->serve->options;
	struct asked *a = &c->asked;
	const struct {
		enum lws_token_indexes token;
		char *out;
	} headers[] = {
		{WSI_TOKEN_HOST, a->host},
		{WSI_TOKEN_ORIGIN, a->origin},
		{WSI_TOKEN_HTTP_AUTHORIZATION, a->authorization},
		{WSI_TOKEN_HTTP_USER_AGENT, a->user_agent},
		{WSI_TOKEN_HTTP_CONTENT_TYPE, a->content_type},
	};
	size_t i;

	*a = (struct asked){0};
	if (!copy_header(c->wsi, WSI_TOKEN_HTTP_COOKIE, a->cookie, SERVE_COOKIE_MAX))
		a->cookie[0] = '\0';
	if (!copy_target(c))
		return 414;
	for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		if (!copy_header(c->wsi, headers[i].token, headers[i].out, SERVE_HEADER_MAX))
			return 431;
	}
	if (!serve_http_host_ok(a->host, o->address, c->serve->port) ||
		!serve_http_origin_ok(a->origin, o->address, c->serve->port))
		return 403;
	return 0;
}

int serve_conn_length(struct serve_socket *c)
{
	char digits[24], *end;

	c->awaited = 0;
	if (lws_hdr_total_length(c->wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0)
		return 411;
	if (!copy_header(c->wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH, digits, sizeof(digits)))
		return 400;
	if (!digits[0]) {
		/* libwebsockets goes on to wait for the body of such a request, though there is none */
		c->close = c->close || *c->asked.method == 'P';
		return 0;
	}
	if (digits[strspn(digits, "0123456789")])
		return 400;
	c->awaited = strtoull(digits, &end, 10);
	return c->awaited > c->serve->options.body_max ? 413 : 0;
}

struct serve_request serve_conn_request(const struct serve_socket *c)
{
	const struct asked *a = &c->asked;

	return (struct serve_request){
		.method = a->method,
		.path = a->path,
		.query = a->query,
		.authorization = a->authorization,
		.user_agent = a->user_agent,
		.content_type = a->content_type,
		.origin = a->origin,
		.cookie = a->cookie,
		.body = buf_str(&c->body),
		.body_len = c->body.len,
	};
}

/* The peer sees a reset: Linux disconnects a TCP socket so that is asked to connect to nothing. */
void serve_conn_reset(const struct serve_socket *c)
{
	const struct sockaddr nothing = {.sa_family = AF_UNSPEC};

	(void)connect(lws_get_socket_fd(c->wsi), &nothing, sizeof(nothing));
}
