/*
 * lumbard run --check --online: asks the platforms whether every account of the configuration can do what
 * it is configured for.
 */
#ifndef BOT_CHECKUP_H
#define BOT_CHECKUP_H

#include <stdbool.h>

#include "platform/platform.h"

struct config;
struct log;

#define CHECKUP_CHANNELS_MAX 8192 /* of one account; the rest is not looked at, which is told */

/* What receives the findings, line by line. */
typedef void checkup_say_fn(void *ctx, enum platform_check_level level, const char *text);

struct checkup_options {
	const struct config *config;
	const char *const *tokens; /* of its accounts */
	const char *ca_file;       /* see struct loop_options */
	struct log *log;
	checkup_say_fn *say;
	void *ctx;
};

/*
 * checkup_run(options): asks, account by account, and passes every finding to say().  Returns 0 when all
 * is right, 1 when something is not, -1 when it could not be asked.
 */
int checkup_run(const struct checkup_options *options);

#endif
