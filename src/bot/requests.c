/* The REST requests of an adapter or a checker; see requests.h. */
#include "bot/requests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "sys/http.h"
#include "sys/loop.h"

#define AUTHORIZATION_MAX 4352 /* bytes of the header: a token and its scheme */

struct requests {
	struct requests_options options;
	struct http *http;
	uint64_t lost[REQUESTS_LOST_MAX]; /* could not be made: still to be told */
	size_t n_lost;
	struct timer tell;
	bool dead;
};

/* A request under way: which one of the asker's it is. */
struct asked {
	struct requests *requests;
	uint64_t id;
};

static const char *find_header(const void *headers, const char *name)
{
	return http_header(headers, name);
}

static void request_done(void *ctx, const struct http_result *result)
{
	struct asked *asked = ctx;
	struct requests *r = asked->requests;
	const struct platform_result answer = {
		.id = asked->id,
		.status = result->status,
		.maybe_sent = result->maybe_sent,
		.body = result->body,
		.body_len = result->body_len,
		.header = find_header,
		.headers = result->headers,
	};

	free(asked);
	if (r->dead)
		return;
	if (result->status == 0)
		log_debug(loop_log(r->options.loop), r->options.name, "a request had no answer: %s",
			result->error);
	r->options.answered(r->options.ctx, &answer);
}

static void tell_lost(void *ctx)
{
	struct requests *r = ctx;
	struct platform_result answer = {.body = "", .header = find_header};
	uint64_t lost[REQUESTS_LOST_MAX];
	size_t n = r->n_lost, i;

	memcpy(lost, r->lost, n * sizeof(lost[0]));
	r->n_lost = 0;
	for (i = 0; i < n; i++) {
		answer.id = lost[i];
		r->options.answered(r->options.ctx, &answer);
	}
}

void requests_make(struct requests *r, const struct platform_request *request)
{
	const struct http_request wanted = {
		.method = request->method,
		.url = request->url,
		.body = request->body,
		.body_len = request->body_len,
		.authorized = request->authorized,
		.timeout_ms = request->timeout_ms,
	};
	struct asked *asked = malloc(sizeof(*asked));

	if (asked) {
		*asked = (struct asked){r, request->id};
		if (http_request(r->http, &wanted, request_done, asked) == 0)
			return;
		free(asked);
	}
	log_error(loop_log(r->options.loop), r->options.name,
		"a request was not made: out of memory");
	if (r->n_lost < REQUESTS_LOST_MAX)
		r->lost[r->n_lost++] = request->id;
	loop_defer(r->options.loop, &r->tell, tell_lost, r);
}

struct requests *requests_create(const struct requests_options *options)
{
	struct requests *r = calloc(1, sizeof(*r));
	char authorization[AUTHORIZATION_MAX];
	int n = snprintf(authorization, sizeof(authorization), "Bot %s", options->token);

	if (!r)
		return NULL;
	r->options = *options;
	r->options.token = NULL;
	if (n > 0 && (size_t)n < sizeof(authorization))
		r->http = http_create(
			options->loop, &(struct http_options){REQUESTS_USER_AGENT, authorization});
	explicit_bzero(authorization, sizeof(authorization));
	if (!r->http) {
		free(r);
		return NULL;
	}
	return r;
}

void requests_destroy(struct requests *r)
{
	if (!r)
		return;
	loop_timer_cancel(&r->tell);
	/* what is abandoned now concerns nobody any more */
	r->dead = true;
	http_destroy(r->http);
	free(r);
}
