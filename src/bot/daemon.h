/*
 * The daemon: loop, content, bot, signals and watched files put together, from start to exit.
 */
#ifndef BOT_DAEMON_H
#define BOT_DAEMON_H

#include <stdbool.h>
#include <stdint.h>

struct alive;
struct bot;
struct config;
struct log;
struct loop;
struct responder;
struct store;

/* What the daemon is made of, for a guest; what is not there yet, or not wanted, is NULL. */
struct daemon_parts {
	struct loop *loop;
	struct responder *responder;
	struct store *store;
	struct bot *bot;
	struct alive *alive;
	const struct log *log;
	int64_t started_ms; /* on loop_now()'s clock */
	bool stopping;
};

/* Who shares the daemon's loop: the sandbox, the admin server. */
struct daemon_guest {
	/*
	 * The loop is there, the bot is not.  parts (borrowed until end() has returned) tells what is
	 * there from now on.  Returns 0, or an exit status (sysexits.h).
	 */
	int (*begin)(void *ctx, const struct daemon_parts *parts);
	/* The bot is about to be started. */
	void (*meet)(void *ctx);
	/* The bot is gone, the loop is not; called in any case. */
	void (*end)(void *ctx);
	void *ctx;
};

struct daemon_options {
	const struct config *config;
	const char *folder; /* content: see struct responder_options */
	const char *overlay;
	const char *packaged;
	const char *ca_file; /* see struct loop_options */
	const char *state;   /* folder of what survives a restart; NULL = nothing does */
	const char *const
		*tokens; /* of the accounts, in their order; NULL = where the configuration says */
	const char *webhook;              /* with tokens: at which staff are told; NULL = none */
	const struct daemon_guest *guest; /* NULL = none */
	struct log *log;
};

/*
 * daemon_run(options): connects every account and stays until SIGTERM, SIGINT or a fault that cannot be
 * mended.  SIGHUP, and every change of the content's files, reloads the content.  Returns the exit
 * status (sysexits.h).
 */
int daemon_run(const struct daemon_options *options);

/*
 * daemon_check(options): whether daemon_run() could start: content, regions, tokens.  A token that is
 * missing is only told, since a configuration is often checked where its secrets are not.  Returns the
 * exit status, after log lines.
 */
int daemon_check(const struct daemon_options *options);

#endif
