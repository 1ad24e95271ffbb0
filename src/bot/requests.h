/*
 * The REST requests that an adapter or a checker wants made, joined to the HTTP client: what was asked
 * comes back as its result, whatever happens.
 */
#ifndef BOT_REQUESTS_H
#define BOT_REQUESTS_H

#include "platform/platform.h"

/* Discord wants a name, an address and a version (API reference, "User Agent"). */
#define REQUESTS_USER_AGENT "DiscordBot (https://github.com/lumbard/lumbard, " LUMBARD_VERSION ")"

#define REQUESTS_LOST_MAX 512 /* that could not even be made; an adapter keeps fewer open */

struct loop;
struct requests;

struct requests_options {
	struct loop *loop; /* borrowed */
	const char *name;  /* of the account, for logs; borrowed */
	const char *token; /* its credentials; copied */
	/* What became of a request; called by the loop, never from inside requests_make(). */
	void (*answered)(void *ctx, const struct platform_result *result);
	void *ctx;
};

/*
 * requests_create(options): makes requests in the name of an account; NULL when the token cannot stand
 * in a header or memory is short.  Ended with requests_destroy().
 */
struct requests *requests_create(const struct requests_options *options);

/*
 * requests_destroy(r): abandons what is under way; answered() is not called any more.  NULL is accepted.
 */
void requests_destroy(struct requests *r);

/*
 * requests_make(r, request): makes a request (copied); answered() follows.
 */
void requests_make(struct requests *r, const struct platform_request *request);

#endif
