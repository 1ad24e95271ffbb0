/*
 * What the tests of src/sys/http.c have in common: a client, a peer, and what became of requests.
 */
#ifndef TESTS_SYS_HTTP_WORLD_H
#define TESTS_SYS_HTTP_WORLD_H

#include "sys/http.h"
#include "sys/names.h"
#include "sys/peer.h"
#include "sys/world.h"

#define LONG_MS 60000 /* a deadline that no test reaches */
#define SHORT_MS 60   /* one that a test waits for */
#define HTTP_AGENT "test/1 (+x)"
#define HTTP_SECRET "Bot hunter2-hunter2"

static struct world w;
static struct http *http;
static struct peer peer;

/* The last result, copied, and counts of all. */
static struct {
	int done, wanted; /* the loop stops after so many */
	int status;
	bool maybe_sent;
	char error[256];
	char body[4096];
	size_t body_len;
	char value[4096]; /* of the header that was asked for */
	int with_status;  /* results with a status above 0 */
	char fates[64];   /* of each: 'a'nswered, 's'ent perhaps, 'n'ot sent */
	void (*then)(void);
} saw;

static const char *wanted_header;

UNUSED_OK void on_done(void *ctx, const struct http_result *result)
{
	const char *value;

	(void)ctx;
	saw.done++;
	saw.status = result->status;
	saw.with_status += result->status > 0;
	saw.maybe_sent = result->maybe_sent;
	if (saw.done < (int)sizeof(saw.fates))
		saw.fates[saw.done - 1] = result->status ? 'a' : result->maybe_sent ? 's' : 'n';
	snprintf(saw.error, sizeof(saw.error), "%s", result->error);
	snprintf(saw.body, sizeof(saw.body), "%s", result->body);
	saw.body_len = result->body_len;
	value = wanted_header ? http_header(result->headers, wanted_header) : NULL;
	snprintf(saw.value, sizeof(saw.value), "%s", value ? value : "(none)");
	if (saw.then)
		saw.then();
	if (saw.done == saw.wanted)
		loop_stop(w.loop);
}

UNUSED_OK int http_set_up_with(const char *ca_file, const char *authorization)
{
	const struct http_options options = {HTTP_AGENT, authorization};

	world_open(&w, ca_file);
	memset(&saw, 0, sizeof(saw));
	memset(&peer, 0, sizeof(peer));
	saw.wanted = 1;
	wanted_header = NULL;
	atomic_store(&names_asked, 0);
	http = http_create(w.loop, &options);
	assert_non_null(http);
	return 0;
}

UNUSED_OK int set_up(void **state)
{
	(void)state;
	return http_set_up_with(NULL, HTTP_SECRET);
}

UNUSED_OK int tear_down(void **state)
{
	(void)state;
	saw.then = NULL;
	http_destroy(http);
	http = NULL;
	if (peer.port)
		peer_stop(&peer);
	assert_false(world_logged(&w, "hunter2"));
	world_close(&w);
	return 0;
}

UNUSED_OK void serve(peer_script *script)
{
	peer.script = script;
	peer_start(&peer);
}

/* Makes a request to the peer; nothing is done inside. */
UNUSED_OK void ask(const char *method, const char *path, const char *body, int64_t timeout_ms)
{
	struct http_request request = {
		.method = method,
		.body = body,
		.body_len = body ? strlen(body) : 0,
		.timeout_ms = timeout_ms,
	};
	int before = saw.done;
	char url[256];

	snprintf(url, sizeof(url), "http://127.0.0.1:%u%s", (unsigned)peer.port, path);
	request.url = url;
	assert_int_equal(http_request(http, &request, on_done, NULL), 0);
	assert_int_equal(saw.done, before);
}

/* Makes one request and runs until it is done. */
UNUSED_OK void ask_and_run(const char *method, const char *path, const char *body)
{
	saw.wanted = saw.done + 1;
	ask(method, path, body, LONG_MS);
	world_run(&w);
	assert_int_equal(saw.done, saw.wanted);
}

/* Makes one request to any URL and runs until it is done. */
UNUSED_OK void ask_url(const char *url, bool authorized, int64_t timeout_ms)
{
	const struct http_request request = {
		.method = "GET", .url = url, .authorized = authorized, .timeout_ms = timeout_ms};
	int before = saw.done;

	saw.wanted = before + 1;
	assert_int_equal(http_request(http, &request, on_done, NULL), 0);
	assert_int_equal(saw.done, before);
	world_run(&w);
	assert_int_equal(saw.done, before + 1);
}

/* Answers every request of a connection with the bytes of answer. */
UNUSED_OK void answer_all(struct conn *c, const char *answer)
{
	while (peer_read_request(c) && peer_say(c, answer))
		;
}

UNUSED_OK void say_ok(struct conn *c)
{
	answer_all(c, "HTTP/1.1 200 OK\r\nContent-Length: 13\r\nX-RateLimit-Remaining: 4\r\n"
		      "X-Ratelimit-Reset-After: 0.467\r\nDate: today\r\n\r\n{\"id\":\"9007\"}");
}

UNUSED_OK void no_content(struct conn *c)
{
	answer_all(c, "HTTP/1.1 204 No Content\r\n\r\n");
}

UNUSED_OK void expect_nothing(const char *error, bool maybe_sent)
{
	assert_int_equal(saw.status, 0);
	assert_int_equal(saw.maybe_sent, maybe_sent);
	assert_non_null(strstr(saw.error, error));
	assert_string_equal(saw.body, "");
	assert_int_equal(saw.body_len, 0);
	assert_string_equal(saw.value, "(none)");
}

#endif
