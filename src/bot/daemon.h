/*
 * The daemon: loop, content, bot, signals and watched files put together, from start to exit.
 */
#ifndef BOT_DAEMON_H
#define BOT_DAEMON_H

struct config;
struct log;

struct daemon_options {
	const struct config *config;
	const char *folder; /* content: see struct responder_options */
	const char *overlay;
	const char *packaged;
	const char *ca_file; /* see struct loop_options */
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
