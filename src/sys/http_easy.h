/*
 * What we ask of libcurl for one request: its parts, and the policy that every request has in
 * common.
 */
#ifndef SYS_HTTP_EASY_H
#define SYS_HTTP_EASY_H

struct http_call;
struct tls;

/* What is the same for all requests of a client; borrowed by them. */
struct http_easy_policy {
	const char *user_agent;
	const char *authorization; /* the whole header, "Authorization: ..."; NULL = none */
	const struct tls *tls;
};

/*
 * http_easy_create(call, policy): makes call->easy, a libcurl handle that does what call wants,
 * writes the answer into call, and has call as its CURLOPT_PRIVATE.  policy outlives it.  Returns
 * 0, or -1 when memory is short or libcurl refuses.
 */
int http_easy_create(struct http_call *call, struct http_easy_policy *policy);

/*
 * http_easy_free(call): releases the handle, which must not be in use, if there is one.
 */
void http_easy_free(struct http_call *call);

#endif
