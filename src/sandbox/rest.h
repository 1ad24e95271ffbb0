/*
 * The sandbox's REST API: who may ask, limits, scripted trouble, and the table of routes.  No sockets:
 * a request goes in, an answer comes out.
 * Source: discord-api-docs, reference and topics/rate-limits.
 */
#ifndef SANDBOX_REST_H
#define SANDBOX_REST_H

#include "sandbox/model.h"
#include "sys/serve.h"

#define REST_PREFIX "/api/v"
#define REST_FAULTS_MAX 16 /* that wait for their request */
#define REST_RULES_MAX 8   /* routes whose limit was changed */
#define REST_POST "POST /channels/{channel}/messages"

struct registry;
struct gateway;
struct interactions;
struct rest;

struct rest_options {
	struct model *model;     /* borrowed, as the next */
	struct gateway *gateway; /* for its token, its switches and its events */
	const char *gateway_url; /* borrowed, as the next */
	struct registry *commands;
	struct interactions *interactions;
	/* A request was answered: see struct gateway_options. */
	void (*happened)(void *ctx, const char *event, const char *text, const char *data);
	void *ctx;
};

/* Trouble for a request that is still to come. */
struct rest_fault {
	char route[96];    /* REST_POST */
	int status;        /* that it is answered with, without effect; 0 = as usual */
	char scope[8];     /* of a 429: "user", "global", "shared" */
	int64_t retry_ms;  /* of a 429 */
	bool loses_answer; /* it has its effect, but the connection ends without an answer */
};

/*
 * rest_create(options): the API; NULL when memory is short.  Ended with rest_destroy().
 */
struct rest *rest_create(const struct rest_options *options);

/*
 * rest_destroy(r): releases it.  NULL is accepted.
 */
void rest_destroy(struct rest *r);

/*
 * rest_answer(r, request, answer): answers one request.
 */
void rest_answer(struct rest *r, const struct serve_request *request, struct serve_answer *answer);

/*
 * rest_trouble(r, fault): the next request to that route meets it.  Returns -1 when too many wait.
 */
int rest_trouble(struct rest *r, const struct rest_fault *fault);

/*
 * rest_limit(r, route, limit, per_ms): that route's rate limit from now on.  Returns -1 when too many
 * were changed.
 */
int rest_limit(struct rest *r, const char *route, int limit, int64_t per_ms);

/* ------------------------------------------------------------------ for the routes' files */

#include "base/json.h"

#define REST_PARAMS_MAX 3

/* A request on its way through a route. */
struct rest_call {
	struct rest *rest;
	struct model *model;
	const struct serve_request *request;
	struct serve_answer *answer;
	char params[REST_PARAMS_MAX]
		   [SERVE_HEADER_MAX]; /* what stands for {...} in the path, in order */
	json *body;                    /* of POST and PATCH: an object; of PUT: anything, or NULL */
	struct buf note;               /* further members of what is told of the request */
};

/* A route's function: fills the answer's body and returns the status. */
typedef int rest_fn(struct rest_call *call);

/*
 * rest_options(r): what it was created with.  Borrowed.
 */
const struct rest_options *rest_options(const struct rest *r);

/*
 * rest_shows_content(r): whether the portal's switch shows the bot everybody's words.
 */
bool rest_shows_content(const struct rest *r);

/*
 * rest_seen(r, nonce), rest_keep(r, nonce, message): the message of the bot's that had that nonce a few
 * minutes ago, NULL when there is none; and remembering one.
 */
const struct model_message *rest_seen(struct rest *r, const char *nonce);
void rest_keep(struct rest *r, const char *nonce, const struct model_message *message);

#endif
