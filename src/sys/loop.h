/*
 * The event loop: one libwebsockets context, one thread.  Whatever happens in the daemon happens in
 * a function that the loop called: a timer, a readable file descriptor, an event of a
 * connection.  None of these functions may block.
 */
#ifndef SYS_LOOP_H
#define SYS_LOOP_H

#include <stddef.h>
#include <stdint.h>

#include "sys/timers.h"

struct log;
struct loop;
struct loop_fd;
struct tls;

/* What the loop calls: ctx is what was given along with it. */
typedef void loop_fn(void *ctx);

struct loop_options {
	struct log *log;     /* borrowed; may be NULL */
	const char *ca_file; /* PEM file with the only authorities to trust; NULL = the system's */
};

/*
 * loop_create(options): a loop, with the process prepared for it: SIGPIPE ignored, the proxy
 * variables of the environment (which libwebsockets would follow even to loopback) removed,
 * libwebsockets' log turned to options->log.  Returns NULL with a log line when ca_file is no use
 * or memory is short.  The caller ends it with loop_destroy().
 */
struct loop *loop_create(const struct loop_options *options);

/*
 * loop_destroy(loop): disarms every timer and releases the loop.  Whatever was created on it must
 * be destroyed first; not to be called from a function that the loop called.  NULL is accepted.
 */
void loop_destroy(struct loop *loop);

/*
 * loop_run(loop): calls functions as things happen until loop_stop().  Returns 0, or -1 when
 * libwebsockets cannot go on.
 */
int loop_run(struct loop *loop);

/*
 * loop_stop(loop): makes the running loop_run() return after the current function, or the next one
 * at once.
 */
void loop_stop(struct loop *loop);

/*
 * loop_now(): milliseconds of the monotonic clock.
 */
int64_t loop_now(void);

/*
 * loop_now_us(): the same in microseconds.
 */
int64_t loop_now_us(void);

/*
 * loop_timer_set(loop, timer, at_ms, fn, ctx): calls fn(ctx) once, as soon as loop_now() has
 * reached at_ms, never from inside loop_timer_set().  An armed timer is set anew.  The caller owns
 * timer ({0} at first) and cancels it before its memory goes.
 */
void loop_timer_set(struct loop *loop, struct timer *timer, int64_t at_ms, loop_fn *fn, void *ctx);

/*
 * loop_timer_cancel(timer): fn will not be called; no effect on one that is not armed.
 */
void loop_timer_cancel(struct timer *timer);

/*
 * loop_defer(loop, timer, fn, ctx): calls fn(ctx) once the function that the loop is in has
 * returned, so that it may free what is on the stack now.  Deferred functions run in the order of
 * deferring.
 */
void loop_defer(struct loop *loop, struct timer *timer, loop_fn *fn, void *ctx);

/*
 * loop_fd_add(loop, fd, fn, ctx): calls fn(ctx) whenever fd can be read (its end counts) until
 * loop_fd_remove(); fn reads what there is.  fd stays the caller's, who closes it after
 * loop_fd_remove(): the loop watches, and later closes, a duplicate.  Both become non-blocking.
 * Returns NULL when memory or descriptors are short.
 */
struct loop_fd *loop_fd_add(struct loop *loop, int fd, loop_fn *fn, void *ctx);

/*
 * loop_fd_remove(watch): fn will not be called again; watch is gone.  Allowed inside fn.  NULL is
 * accepted.
 */
void loop_fd_remove(struct loop_fd *watch);

/*
 * loop_log(loop): the log that was given at creation, may be NULL.  Borrowed.
 */
struct log *loop_log(const struct loop *loop);

/*
 * loop_tls(loop): the TLS settings of every outgoing connection.  Borrowed.
 */
const struct tls *loop_tls(const struct loop *loop);

/* ------------------------- for the files of this folder that speak to libwebsockets themselves */

struct lws;
struct lws_context;
struct lws_vhost;

#define LOOP_PROTOCOL "loop" /* local_protocol_name of the client vhost's connections */

/*
 * What receives the events of one libwebsockets connection (its opaque_user_data).  reason is an
 * enum lws_callback_reasons, the result what its callback would return.
 */
struct loop_client {
	int (*event)(struct loop_client *self, struct lws *wsi, int reason, void *in, size_t len);
};

/*
 * loop_context(loop), loop_client_vhost(loop): the libwebsockets context, on which further vhosts
 * may be created, and the vhost of outgoing connections.  Borrowed.
 */
struct lws_context *loop_context(const struct loop *loop);
struct lws_vhost *loop_client_vhost(const struct loop *loop);

/*
 * loop_drop(wsi): ends a connection whose events went to a loop_client, which hears no more of
 * it.  It is gone once libwebsockets has control again, since it may be on the stack now.
 */
void loop_drop(struct lws *wsi);

#endif
