/* One REST request on its way; see http_call.h. */
#include "sys/http_call.h"

#include <stdlib.h>
#include <string.h>

#include "base/url.h"

/* Methods, and whether one without a body says "Content-Length: 0" (RFC 9110 section 8.6). */
static const struct method {
	const char *name;
	bool takes_body;
	bool wants_body;
} methods[] = {
	{"GET", false, false},
	{"POST", true, true},
	{"PUT", true, true},
	{"PATCH", true, true},
	{"DELETE", true, false},
};

void http_calls_init(struct http_calls *list)
{
	*list = (struct http_calls){.end = &list->first};
}

void http_calls_add(struct http_calls *list, struct http_call *call)
{
	call->list = list;
	call->next = NULL;
	call->link = list->end;
	*list->end = call;
	list->end = &call->next;
	list->n++;
}

void http_calls_take(struct http_call *call)
{
	*call->link = call->next;
	if (call->next)
		call->next->link = call->link;
	else
		call->list->end = call->link;
	call->list->n--;
	call->list = NULL;
}

static const struct method *find_method(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (strcmp(name, methods[i].name) == 0)
			return &methods[i];
	}
	return NULL;
}

/* Why the request cannot be made; NULL when it can. */
static const char *objection(
	struct http_call *call, const struct http_request *request, const struct method *method)
{
	struct url to;

	if (!method)
		return "unknown method";
	if (request->body && !method->takes_body)
		return "a body with a method that takes none";
	if (request->body && request->body_len > HTTP_BODY_MAX)
		return "the body is too large";
	if (url_parse(request->url, &to) != 0 || to.kind != URL_HTTP)
		return "no valid http or https URL";
	call->plain = !to.encrypted;
	if (call->plain && !url_is_loopback(&to))
		return "plain http is for this machine only, use https";
	return NULL;
}

/* Copies what libcurl will need; returns 0, or -1 when memory is short. */
static int copy_parts(
	struct http_call *call, const struct http_request *request, const struct method *method)
{
	size_t len = request->body ? request->body_len : 0;

	call->method = method->name;
	call->url = strdup(request->url);
	if (!call->url)
		return -1;
	if (!request->body && !method->wants_body)
		return 0;
	call->body = malloc(len + 1);
	if (!call->body)
		return -1;
	if (len)
		memcpy(call->body, request->body, len);
	call->body[len] = '\0';
	call->body_len = len;
	return 0;
}

struct http_call *http_call_create(const struct http_request *request)
{
	const struct method *method = find_method(request->method);
	struct http_call *call = calloc(1, sizeof(*call));

	if (!call)
		return NULL;
	buf_init(&call->answer, HTTP_ANSWER_MAX);
	call->authorized = request->authorized;
	call->error = objection(call, request, method);
	if (!call->error && copy_parts(call, request, method) != 0) {
		http_call_free(call);
		return NULL;
	}
	return call;
}

void http_call_free(struct http_call *call)
{
	if (!call)
		return;
	buf_free(&call->answer);
	free(call->url);
	free(call->body);
	free(call);
}
