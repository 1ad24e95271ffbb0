/* The event loop over libwebsockets; see loop.h. */
#include "sys/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <libwebsockets.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "sys/tls.h"

#define FDS_MAX 1024 /* descriptors that libwebsockets handles */
#define SERVICE_BUFFER                                                                             \
	65536             /* bytes read at once; libwebsockets' 4 KB cost ten times the syscalls */
#define HEADERS_MAX 16384 /* bytes of an answer's headers; the default of 4 KB is too small */
#define CONNECT_SECS 10   /* libwebsockets' own limits, behind those of our objects */
#define HANDSHAKE_SECS 20
#define WAKE_MAX_US 3600000000 /* one hour: later timers are looked at again then */

struct loop {
	struct lws_context *lws;
	struct lws_vhost *client;
	struct tls *tls;
	struct log *log;
	struct timers timers;
	lws_sorted_usec_list_t wake; /* fires when the first of timers is due */
	bool stopping;
};

struct loop_fd {
	struct loop_client client; /* first: events come in through it */
	struct lws *wsi;           /* NULL once the descriptor hung up */
	loop_fn *fn;
	void *ctx;
};

/*
 * libwebsockets has one log for the whole process and hands its function no pointer: the one
 * mutable global of this folder.
 */
static struct log *lws_log;

/* ------------------------------------------------------------------ libwebsockets */

/* What a peer did wrong is an error to libwebsockets and a warning to us. */
static void write_log(int level, const char *line)
{
	size_t n = strcspn(line, "\r\n");

	log_write(lws_log, level & (LLL_ERR | LLL_WARN) ? LOG_WARN : LOG_DEBUG, "lws", "%.*s",
		(int)n, line);
}

static void take_log(struct log *log)
{
	int levels = LLL_ERR | LLL_WARN;

	if (log && log->level >= LOG_DEBUG)
		levels |= LLL_NOTICE | LLL_USER;
	lws_log = log;
	lws_set_log_level(levels, write_log);
}

static void clear_proxy(void)
{
	static const char *const names[] = {"http_proxy", "HTTP_PROXY", "https_proxy",
		"HTTPS_PROXY", "all_proxy", "ALL_PROXY", "socks_proxy"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
}

/*
 * Events for which a loop_client is looked up.  The others come with connections that are half
 * made, or none at all, and have to be answered with 0: this callback is also asked to judge
 * certificates.
 */
static bool is_for_client(enum lws_callback_reasons reason)
{
	switch ((int)reason) {
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
	case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
	case LWS_CALLBACK_ESTABLISHED_CLIENT_HTTP:
	case LWS_CALLBACK_CLOSED_CLIENT_HTTP:
	case LWS_CALLBACK_CLIENT_ESTABLISHED:
	case LWS_CALLBACK_CLIENT_RECEIVE:
	case LWS_CALLBACK_CLIENT_WRITEABLE:
	case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
	case LWS_CALLBACK_CLIENT_CLOSED:
	case LWS_CALLBACK_RAW_RX_FILE:
	case LWS_CALLBACK_RAW_CLOSE_FILE: return true;
	default: return false;
	}
}

/*
 * Events at which a connection that nobody owns any more is told to go.  It was to be killed
 * anyway, but some of libwebsockets' changes of state clear that.
 */
static bool is_stray(enum lws_callback_reasons reason)
{
	return reason == LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER ||
	       reason == LWS_CALLBACK_CLIENT_ESTABLISHED || reason == LWS_CALLBACK_CLIENT_RECEIVE ||
	       reason == LWS_CALLBACK_CLIENT_WRITEABLE;
}

static int on_event(
	struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len)
{
	struct loop_client *client;

	(void)user;
	if (!is_for_client(reason))
		return 0;
	client = lws_get_opaque_user_data(wsi);
	if (!client)
		return is_stray(reason) ? -1 : 0;
	return client->event(client, wsi, (int)reason, in, len);
}

static const struct lws_protocols protocols[] = {
	{LOOP_PROTOCOL, on_event, 0, SERVICE_BUFFER, 0, NULL, 0},
	{NULL, NULL, 0, 0, 0, NULL, 0},
};

static int create_context(struct loop *loop)
{
	struct lws_context_creation_info info = {
		.port = CONTEXT_PORT_NO_LISTEN,
		.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT,
		.timeout_secs = HANDSHAKE_SECS,
		.fd_limit_per_thread = FDS_MAX,
		.max_http_header_data = HEADERS_MAX,
		.pt_serv_buf_size = SERVICE_BUFFER,
	};

	loop->lws = lws_create_context(&info);
	if (!loop->lws)
		return -1;
	info.vhost_name = "client";
	info.protocols = protocols;
	info.connect_timeout_secs = CONNECT_SECS;
	info.provided_client_ssl_ctx = tls_context(loop->tls);
	loop->client = lws_create_vhost(loop->lws, &info);
	return loop->client ? 0 : -1;
}

/* ------------------------------------------------------------------ life */

struct loop *loop_create(const struct loop_options *options)
{
	struct loop *loop = calloc(1, sizeof(*loop));

	if (!loop)
		return NULL;
	loop->log = options->log;
	clear_proxy();
	take_log(loop->log);
	loop->tls = tls_create(options->ca_file, loop->log);
	if (!loop->tls)
		goto fail;
	if (create_context(loop) != 0) {
		log_error(loop->log, "loop", "libwebsockets could not be started");
		goto fail;
	}
	return loop;
fail:
	loop_destroy(loop);
	return NULL;
}

void loop_destroy(struct loop *loop)
{
	if (!loop)
		return;
	timers_clear(&loop->timers);
	lws_sul_cancel(&loop->wake);
	if (loop->lws)
		lws_context_destroy(loop->lws);
	tls_destroy(loop->tls);
	if (lws_log == loop->log)
		lws_log = NULL;
	free(loop);
}

int loop_run(struct loop *loop)
{
	int result = 0;

	while (!loop->stopping && result == 0)
		result = lws_service(loop->lws, 0) < 0 ? -1 : 0;
	loop->stopping = false;
	return result;
}

void loop_stop(struct loop *loop)
{
	loop->stopping = true;
	/* lws_service() goes on waiting after a timer, whatever the timer's function wanted */
	lws_cancel_service(loop->lws);
}

struct log *loop_log(const struct loop *loop)
{
	return loop->log;
}

const struct tls *loop_tls(const struct loop *loop)
{
	return loop->tls;
}

struct lws_context *loop_context(const struct loop *loop)
{
	return loop->lws;
}

struct lws_vhost *loop_client_vhost(const struct loop *loop)
{
	return loop->client;
}

void loop_drop(struct lws *wsi)
{
	lws_set_opaque_user_data(wsi, NULL);
	lws_set_timeout(wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
}

/* ------------------------------------------------------------------ timers */

int64_t loop_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t loop_now(void)
{
	return loop_now_us() / 1000;
}

static void arm(struct loop *loop);

static void on_wake(lws_sorted_usec_list_t *wake)
{
	struct loop *loop = lws_container_of(wake, struct loop, wake);

	timers_fire(&loop->timers, loop_now());
	arm(loop);
}

/* Has libwebsockets call on_wake() when the first timer is due, or before. */
static void arm(struct loop *loop)
{
	int64_t us = WAKE_MAX_US;

	if (!loop->timers.first)
		return;
	if (loop->timers.first->at_ms - loop_now() < WAKE_MAX_US / 1000)
		us = loop->timers.first->at_ms * 1000 - loop_now_us();
	lws_sul_schedule(loop->lws, 0, &loop->wake, on_wake, us > 0 ? us : 1);
}

void loop_timer_set(struct loop *loop, struct timer *timer, int64_t at_ms, loop_fn *fn, void *ctx)
{
	timers_remove(timer);
	timer->at_ms = at_ms;
	timer->fn = fn;
	timer->ctx = ctx;
	timers_add(&loop->timers, timer);
	if (loop->timers.first == timer)
		arm(loop);
}

void loop_timer_cancel(struct timer *timer)
{
	timers_remove(timer);
}

void loop_defer(struct loop *loop, struct timer *timer, loop_fn *fn, void *ctx)
{
	loop_timer_set(loop, timer, 0, fn, ctx);
}

/* ------------------------------------------------------------------ file descriptors */

static int on_fd_event(
	struct loop_client *client, struct lws *wsi, int reason, void *in, size_t len)
{
	struct loop_fd *watch = lws_container_of(client, struct loop_fd, client);

	(void)in;
	(void)len;
	if (reason == LWS_CALLBACK_RAW_CLOSE_FILE) {
		/* hung up: libwebsockets forgets it, but its owner has yet to read the end */
		lws_set_opaque_user_data(wsi, NULL);
		watch->wsi = NULL;
	}
	watch->fn(watch->ctx); /* may remove the watch */
	return 0;
}

struct loop_fd *loop_fd_add(struct loop *loop, int fd, loop_fn *fn, void *ctx)
{
	struct loop_fd *watch = calloc(1, sizeof(*watch));
	lws_adopt_desc_t info = {
		.vh = loop->client,
		.type = LWS_ADOPT_RAW_FILE_DESC,
		.vh_prot_name = LOOP_PROTOCOL,
	};

	if (!watch)
		return NULL;
	watch->client.event = on_fd_event;
	watch->fn = fn;
	watch->ctx = ctx;
	info.opaque = &watch->client;
	/* libwebsockets closes what it adopted, except when adoption fails half way */
	info.fd.filefd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (info.fd.filefd >= 0)
		watch->wsi = lws_adopt_descriptor_vhost_via_info(&info);
	if (!watch->wsi) {
		log_error(loop->log, "loop", "cannot watch a descriptor: %s", strerror(errno));
		free(watch);
		return NULL;
	}
	return watch;
}

void loop_fd_remove(struct loop_fd *watch)
{
	if (!watch)
		return;
	if (watch->wsi)
		loop_drop(watch->wsi);
	free(watch);
}
