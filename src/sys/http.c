/*
 * REST by libcurl's multi interface inside the loop; see http.h.
 *
 * libcurl tells us which sockets it waits for and until when.  The sockets go into an epoll set,
 * whose own descriptor the loop watches; the time is one timer.  A call is in one of three lists:
 * waiting, active (libcurl has it) or lost (only its function is still to be called).  Functions
 * are called from the loop alone, never while libcurl is on the stack.
 */
#include "sys/http.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "sys/header.h"
#include "sys/http_call.h"
#include "sys/http_easy.h"
#include "sys/loop.h"

#define EVENTS 64   /* sockets looked at in one go */
#define IDLE_MAX 16 /* connections that libcurl keeps for later */

struct http {
	struct loop *loop;
	CURLM *multi;
	int epoll;
	struct loop_fd *watch;
	struct timer tick; /* libcurl's time */
	struct timer work; /* calls to start or to end */
	char *user_agent;
	char *authorization;
	struct http_easy_policy policy; /* with pointers to the two */
	struct http_calls waiting, active, lost;
	unsigned depth; /* how many of our functions that call out are on the stack */
	bool dead;      /* destroyed while depth > 0: the last of them releases it */
};

/* ------------------------------------------------------------------ ends of calls */

static void release(struct http *http)
{
	/* closing its connections must not set timers any more */
	if (http->multi)
		curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, NULL);
	curl_multi_cleanup(http->multi);
	if (http->epoll >= 0)
		close(http->epoll);
	if (http->authorization)
		explicit_bzero(http->authorization, strlen(http->authorization));
	free(http->authorization);
	free(http->user_agent);
	free(http);
	curl_global_cleanup();
}

/* Undoes one depth++; whether http is still of use. */
static bool leave(struct http *http)
{
	http->depth--;
	if (!http->dead)
		return true;
	if (http->depth == 0)
		release(http);
	return false;
}

/* Whether any byte of the request left this machine. */
static bool was_sent(const struct http_call *call)
{
	long bytes = 0;

	return call->easy &&
	       curl_easy_getinfo(call->easy, CURLINFO_REQUEST_SIZE, &bytes) == CURLE_OK &&
	       bytes > 0;
}

/* Takes the call out of its list and away from libcurl. */
static void detach(struct http_call *call)
{
	if (call->list == &call->http->active)
		curl_multi_remove_handle(call->http->multi, call->easy);
	http_calls_take(call);
	loop_timer_cancel(&call->deadline);
}

/* Ends the call: with an answer, or with status 0 for the reason error. */
static void finish(struct http_call *call, long status, const char *error)
{
	struct http_result result = {.status = (int)status, .error = "", .body = ""};

	detach(call);
	if (status) {
		result.body = buf_str(&call->answer);
		result.body_len = call->answer.len;
		result.headers = call;
	} else {
		result.error = error;
		result.maybe_sent = was_sent(call);
	}
	call->done(call->ctx, &result);
	http_easy_free(call);
	http_call_free(call);
}

const char *http_header(const void *headers, const char *name)
{
	const struct http_call *call = headers;
	struct curl_header *found;

	if (!call || curl_easy_header(call->easy, name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK)
		return NULL;
	return found->value;
}

static void work(void *ctx);

static void work_soon(struct http *http)
{
	if (!timers_armed(&http->work))
		loop_defer(http->loop, &http->work, work, http);
}

static void on_deadline(void *ctx)
{
	struct http_call *call = ctx;
	struct http *http = call->http;

	http->depth++;
	/* a connection that went silent must not get the next request too */
	if (call->easy)
		curl_easy_setopt(call->easy, CURLOPT_FORBID_REUSE, 1L);
	finish(call, 0, call->easy ? "out of time" : "out of time while waiting for its turn");
	if (leave(http))
		work_soon(http);
}

/* ------------------------------------------------------------------ what libcurl calls */

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *ctx, void *known)
{
	struct http *http = ctx;
	struct epoll_event event = {.data.fd = fd};

	(void)easy;
	(void)known;
	if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
		event.events |= EPOLLIN;
	if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
		event.events |= EPOLLOUT;
	if (what == CURL_POLL_REMOVE)
		epoll_ctl(http->epoll, EPOLL_CTL_DEL, fd, NULL);
	else if (epoll_ctl(http->epoll, EPOLL_CTL_MOD, fd, &event) != 0 &&
		 (errno != ENOENT || epoll_ctl(http->epoll, EPOLL_CTL_ADD, fd, &event) != 0))
		return -1;
	return 0;
}

static void collect(struct http *http);

static void on_tick(void *ctx)
{
	struct http *http = ctx;
	int running;

	curl_multi_socket_action(http->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	collect(http);
}

static int on_time(CURLM *multi, long after_ms, void *ctx)
{
	struct http *http = ctx;

	(void)multi;
	if (after_ms < 0)
		loop_timer_cancel(&http->tick);
	else
		loop_timer_set(http->loop, &http->tick, loop_now() + after_ms, on_tick, http);
	return 0;
}

/* ------------------------------------------------------------------ driving libcurl */

/* Hands a waiting call to libcurl; returns 0, or -1 and it still waits. */
static int start(struct http *http, struct http_call *call)
{
	if (http_easy_create(call, &http->policy) != 0)
		return -1;
	if (curl_multi_add_handle(http->multi, call->easy) != CURLM_OK) {
		http_easy_free(call);
		return -1;
	}
	http_calls_take(call);
	http_calls_add(&http->active, call);
	return 0;
}

/* Ends the calls that are lost and starts those for which there is room. */
static void work(void *ctx)
{
	struct http *http = ctx;
	struct http_call *call;

	http->depth++;
	while (!http->dead && (call = http->lost.first) != NULL)
		finish(call, 0, call->error);
	while (!http->dead && http->active.n < HTTP_FLIGHT_MAX &&
		(call = http->waiting.first) != NULL) {
		if (start(http, call) != 0)
			finish(call, 0, "libcurl refused the request");
	}
	leave(http);
}

/* Ends the calls that libcurl is done with. */
static void collect(struct http *http)
{
	struct http_call *call;
	CURLMsg *message;
	CURLcode code;
	long status;
	int left;

	http->depth++;
	while (!http->dead && (message = curl_multi_info_read(http->multi, &left)) != NULL) {
		code = message->data.result;
		call = NULL;
		status = 0;
		if (curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &call) != CURLE_OK ||
			!call)
			continue;
		if (code == CURLE_OK)
			curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
		finish(call, status, call->detail[0] ? call->detail : curl_easy_strerror(code));
	}
	if (leave(http))
		work_soon(http);
}

static void on_readable(void *ctx)
{
	struct http *http = ctx;
	struct epoll_event events[EVENTS];
	int n = epoll_wait(http->epoll, events, EVENTS, 0), i, flags, running;

	for (i = 0; i < n; i++) {
		flags = 0;
		if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
			flags |= CURL_CSELECT_IN;
		if (events[i].events & EPOLLOUT)
			flags |= CURL_CSELECT_OUT;
		if (events[i].events & EPOLLERR)
			flags |= CURL_CSELECT_ERR;
		curl_multi_socket_action(http->multi, events[i].data.fd, flags, &running);
	}
	collect(http);
}

/* ------------------------------------------------------------------ the rest of the interface */

static int set_up_multi(struct http *http)
{
	CURLM *multi = http->multi = curl_multi_init();
	bool ok = multi != NULL;

	ok = ok && curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket) == CURLM_OK;
	ok = ok && curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, http) == CURLM_OK;
	ok = ok && curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_time) == CURLM_OK;
	ok = ok && curl_multi_setopt(multi, CURLMOPT_TIMERDATA, http) == CURLM_OK;
	ok = ok && curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)IDLE_MAX) == CURLM_OK;
	return ok ? 0 : -1;
}

static int copy_options(struct http *http, const struct http_options *options)
{
	struct buf field;

	if (!header_value_ok(options->user_agent))
		return -1;
	http->user_agent = strdup(options->user_agent);
	if (!http->user_agent)
		return -1;
	if (!options->authorization)
		return 0;
	if (!header_value_ok(options->authorization))
		return -1;
	buf_init(&field, strlen(options->authorization) + sizeof("Authorization: "));
	buf_printf(&field, "Authorization: %s", options->authorization);
	http->authorization = buf_detach(&field);
	return http->authorization ? 0 : -1;
}

struct http *http_create(struct loop *loop, const struct http_options *options)
{
	struct http *http;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return NULL;
	http = calloc(1, sizeof(*http));
	if (!http) {
		curl_global_cleanup();
		return NULL;
	}
	http->loop = loop;
	http_calls_init(&http->waiting);
	http_calls_init(&http->active);
	http_calls_init(&http->lost);
	http->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (http->epoll < 0 || copy_options(http, options) != 0 || set_up_multi(http) != 0)
		goto fail;
	http->policy = (struct http_easy_policy){
		.user_agent = http->user_agent,
		.authorization = http->authorization,
		.tls = loop_tls(loop),
	};
	http->watch = loop_fd_add(loop, http->epoll, on_readable, http);
	if (!http->watch)
		goto fail;
	return http;
fail:
	log_error(loop_log(loop), "http", "cannot be set up");
	http_destroy(http);
	return NULL;
}

static struct http_call *first_call(const struct http *http)
{
	if (http->lost.first)
		return http->lost.first;
	return http->active.first ? http->active.first : http->waiting.first;
}

void http_destroy(struct http *http)
{
	struct http_call *call;

	if (!http || http->dead)
		return;
	http->dead = true;
	http->depth++;
	while ((call = first_call(http)) != NULL)
		finish(call, 0, call->error ? call->error : "shutting down");
	loop_fd_remove(http->watch);
	loop_timer_cancel(&http->tick);
	loop_timer_cancel(&http->work);
	leave(http);
}

int http_request(struct http *http, const struct http_request *request, http_fn *done, void *ctx)
{
	int64_t ms = request->timeout_ms < HTTP_TIMEOUT_MAX_MS ? request->timeout_ms
							       : HTTP_TIMEOUT_MAX_MS;
	struct http_call *call;

	if (http->dead)
		return -1;
	call = http_call_create(request);
	if (!call)
		return -1;
	call->http = http;
	call->done = done;
	call->ctx = ctx;
	if (!call->error && call->authorized && !http->authorization)
		call->error = "there are no credentials to send";
	if (!call->error && http->waiting.n == HTTP_QUEUE_MAX)
		call->error = "too many requests are waiting";
	http_calls_add(call->error ? &http->lost : &http->waiting, call);
	if (!call->error)
		loop_timer_set(http->loop, &call->deadline, loop_now() + ms, on_deadline, call);
	work_soon(http);
	return 0;
}

void http_cancel_all(struct http *http)
{
	struct http_call *call;

	while ((call = http->active.first ? http->active.first : http->waiting.first) != NULL) {
		detach(call);
		call->error = "cancelled";
		http_calls_add(&http->lost, call);
	}
	work_soon(http);
}
