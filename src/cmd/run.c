/* lumbard run: the daemon. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/log.h"
#include "base/log_format.h"
#include "bot/checkup.h"
#include "bot/daemon.h"
#include "bot/secrets.h"
#include "cmd/admin.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/content.h"
#include "cmd/settings.h"
#include "sys/harden.h"
#include "sys/memory.h"
#include "sys/notify.h"

#define CA_FILE "LUMBARD_CA_FILE" /* PEM file of the only authorities to trust: tests, proxies */

struct run {
	const char *file, *folder, *level, *format, *at; /* of the command line */
	bool check, online;
	struct config *config;
	struct log log;
	struct log_format_options log_format;
	char content[PATH_MAX + 64];
	char packaged[PATH_MAX + 64];
	char state[PATH_MAX];
	struct daemon_options options;
	struct daemon_guest guest;
	struct admin *admin; /* NULL = none is wanted */
};

/* Finds the content: the one asked for, with the packaged one to fall back on. */
static int find_content(struct run *r)
{
	const char *given = r->folder ? r->folder : r->config->content;

	if (content_folder(given, r->content, sizeof(r->content)) != 0)
		return EX_NOINPUT;
	r->options.folder = r->content;
	r->options.overlay = given ? NULL : CONTENT_OVERLAY;
	if (content_packaged(r->packaged, sizeof(r->packaged)) == 0)
		r->options.packaged = r->packaged;
	return EX_OK;
}

/* ------------------------------------------------------------------ the admin server, as a guest */

static int begin(void *ctx, const struct daemon_parts *parts)
{
	struct run *r = ctx;

	return admin_open(r->admin, parts);
}

static void meet(void *ctx)
{
	(void)ctx;
}

static void end(void *ctx)
{
	struct run *r = ctx;

	admin_close(r->admin);
}

static int set_up_admin(struct run *r)
{
	int status = admin_create(r->at ? r->at : r->config->admin, &r->log, &r->admin);

	r->guest = (struct daemon_guest){begin, meet, end, r};
	r->options.guest = &r->guest;
	return status;
}

/* ------------------------------------------------------------------ the run */

static int set_up(struct run *r, const struct args *args)
{
	const char *used;
	int status = settings_load(r->file, &used, &r->config);

	if (status != EX_OK)
		return status;
	r->log.level = r->config->log_level;
	if (r->level && log_level_parse(r->level, &r->log.level) != 0)
		return args_refuse(args, "--log is error, warn, info or debug");
	if (log_format_parse(
		    r->format ? r->format : r->config->log_format, &r->log_format.format) != 0)
		return args_refuse(args, "--log-format is text, logfmt or json");
	r->log_format.journal = notify_is_journal();
	r->log.sink = log_format_to_stderr;
	r->log.ctx = &r->log_format;
	r->options.config = r->config;
	r->options.log = &r->log;
	r->options.ca_file = getenv(CA_FILE);
	if (!r->check)
		log_info(&r->log, "daemon", "lumbard %s, configuration: %s", LUMBARD_VERSION,
			used ? used : "none, the defaults");
	r->options.state = settings_state(r->config, r->state, sizeof(r->state));
	status = find_content(r);
	return status == EX_OK ? set_up_admin(r) : status;
}

static int print_config(const struct run *r)
{
	struct buf text;
	int status = EX_OSERR;

	buf_init(&text, SETTINGS_FILE_MAX);
	if (config_print(r->config, &text)) {
		fputs(buf_str(&text), stdout);
		status = EX_OK;
	}
	buf_free(&text);
	return status;
}

static void print_finding(void *ctx, enum platform_check_level level, const char *text)
{
	static const char *const words[] = {
		[PLATFORM_CHECK_OK] = "ok",
		[PLATFORM_CHECK_WARNING] = "warning",
		[PLATFORM_CHECK_PROBLEM] = "PROBLEM",
	};

	(void)ctx;
	printf("%-8s %s\n", words[level], text);
	fflush(stdout);
}

static int check_online(struct run *r)
{
	struct secrets *secrets = secrets_read(r->config, &r->log);
	int result;

	if (!secrets)
		return EX_CONFIG;
	puts("");
	result = checkup_run(&(struct checkup_options){r->config, secrets_tokens(secrets),
		r->options.ca_file, &r->log, print_finding, NULL});
	secrets_free(secrets);
	return result == 0 ? EX_OK : result > 0 ? EX_CONFIG : EX_UNAVAILABLE;
}

/* What can be known without connecting, and with --online what the platform says. */
static int check(struct run *r)
{
	int status = daemon_check(&r->options);

	if (status == EX_OK)
		status = print_config(r);
	if (status == EX_OK && r->online)
		status = check_online(r);
	return status;
}

/* Secrets are taken out of the environment once they are known: nobody else is to find them there. */
static void hide_secrets(const struct config *config)
{
	size_t i;

	for (i = 0; i < config->n_accounts; i++) {
		if (config->accounts[i].token.kind == CONFIG_SECRET_ENV)
			harden_forget(config->accounts[i].token.name);
	}
	if (config->alert_webhook.name && config->alert_webhook.kind == CONFIG_SECRET_ENV)
		harden_forget(config->alert_webhook.name);
	if (config->dashboard_token.name && config->dashboard_token.kind == CONFIG_SECRET_ENV)
		harden_forget(config->dashboard_token.name);
}

static int run_daemon(struct run *r)
{
	struct secrets *secrets;
	int status;

	memory_lean();
	harden_process(&r->log);
	secrets = secrets_read(r->config, &r->log);
	if (!secrets)
		return EX_CONFIG;
	hide_secrets(r->config);
	r->options.tokens = secrets_tokens(secrets);
	r->options.webhook = secrets_webhook(secrets);
	admin_token(r->admin, secrets_dashboard(secrets));
	status = daemon_run(&r->options);
	secrets_free(secrets);
	return status;
}

int cmd_run(int argc, char **argv)
{
	struct run r = {0};
	const struct args_option options[] = {
		{"--config", "FILE", "the configuration; else " SETTINGS_FILE ", else defaults",
			NULL, &r.file},
		{"--content", "DIR", "folder that holds intents/ and responses/", NULL, &r.folder},
		{"--log", "LEVEL", "error, warn, info or debug; else the configuration's", NULL,
			&r.level},
		{"--log-format", "FORMAT", "text, logfmt or json; else the configuration's", NULL,
			&r.format},
		{"--admin", "ADDRESS",
			"where to show health and metrics, such as 127.0.0.1:9464; else the "
			"configuration's",
			NULL, &r.at},
		{"--check", NULL, "say whether the configuration is right, print what it comes to",
			&r.check, NULL},
		{"--online", NULL, "with --check: ask the platforms as well (token, permissions)",
			&r.online, NULL},
		{0},
	};
	const struct args args = {"lumbard run [OPTIONS]",
		"Connects to the chat platforms of the configuration and stays. Enough for "
		"Discord:\n"
		"\n"
		"  DISCORD_TOKEN=... lumbard run\n"
		"\n"
		"SIGHUP and changed files reload the content; SIGTERM and SIGINT end it.",
		options};
	int rest, status = args_parse(&args, argc, argv, &rest);

	if (status != ARGS_GO_ON)
		return status;
	if (rest < argc)
		return args_refuse(&args, "run takes no operands");
	if (r.online && !r.check)
		return args_refuse(&args, "--online belongs to --check");
	status = set_up(&r, &args);
	if (status == EX_OK)
		status = r.check ? check(&r) : run_daemon(&r);
	admin_destroy(r.admin);
	config_free(r.config);
	return status;
}
