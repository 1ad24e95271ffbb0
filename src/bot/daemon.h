/*
 * The daemon: loop, content, bot, signals and watched files put together, from start to exit.
 */
#ifndef BOT_DAEMON_H
#define BOT_DAEMON_H

struct bot;
struct config;
struct log;
struct loop;
struct responder;

/* Who shares the daemon's loop: the sandbox. */
struct daemon_guest {
	/* The loop is there, the bot is not.  Returns 0, or an exit status (sysexits.h). */
	int (*begin)(void *ctx, struct loop *loop);
	/* The bot is about to be started. */
	void (*meet)(void *ctx, struct bot *bot, struct responder *responder);
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
