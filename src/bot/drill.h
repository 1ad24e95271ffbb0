/*
 * lumbard drill: tells staff, on every path of the configuration, that this is a drill, and whether that
 * was taken.  Nothing is listened to meanwhile, and a daemon that runs is not disturbed.
 */
#ifndef BOT_DRILL_H
#define BOT_DRILL_H

#include <stdbool.h>

#define DRILL_MS 30000      /* each path has so long */
#define DRILL_PATHS_MAX 512 /* the rest is not tried, which is told */

struct config;
struct log;

/* What became of one path. */
struct drill_result {
	const char *account;
	const char *path; /* "channel 123", "webhook", "command" */
	bool taken;
	const char *reason; /* why it was not */
};

typedef void drill_say_fn(void *ctx, const struct drill_result *result);

struct drill_options {
	const struct config *config; /* borrowed, as all of it */
	const char *const *tokens;   /* of its accounts */
	const char *webhook;         /* NULL = none */
	const char *server;          /* id: that one's paths alone; NULL = all */
	const char *ca_file;         /* see struct loop_options */
	struct log *log;
	drill_say_fn *say;
	void *ctx;
};

/*
 * drill_run(options): tries every path once, and passes what became of it to say().  Returns 0 when all of
 * them took it, 1 when one did not or there is none, -1 when it could not be tried.
 */
int drill_run(const struct drill_options *options);

#endif
