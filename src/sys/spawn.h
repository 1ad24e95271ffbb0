/*
 * Runs a program of the operator's beside the loop, with an environment of its own and nothing else of
 * ours: no arguments, no descriptors, no signals blocked.
 */
#ifndef SYS_SPAWN_H
#define SYS_SPAWN_H

#include <stdint.h>

struct loop;
struct spawn;

struct spawn_options {
	struct loop *loop;
	const char *path;   /* of the program; looked for nowhere else */
	char *const *env;   /* "NAME=value", NULL at the end: all that it gets */
	int64_t timeout_ms; /* then it is killed with all that it has started */
};

/* The program has ended with that status; -1 when a signal ended it. */
typedef void spawn_fn(void *ctx, int status);

/*
 * spawn_start(options, fn, ctx): runs it (everything is copied) and calls fn(ctx, ...) once, later, by the
 * loop.  Returns what spawn_cancel() takes, valid until fn is called; NULL, with errno set, when it cannot
 * be run.
 */
struct spawn *spawn_start(const struct spawn_options *options, spawn_fn *fn, void *ctx);

/*
 * spawn_cancel(s): kills it; fn is not called.  NULL is accepted.
 */
void spawn_cancel(struct spawn *s);

#endif
