/* lumbard drill: tells staff, on every path there is, that this is a drill. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>

#include "base/log.h"
#include "base/log_format.h"
#include "bot/drill.h"
#include "bot/secrets.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/settings.h"
#include "sys/store_tool.h"

#define CA_FILE "LUMBARD_CA_FILE"

struct printing {
	struct store_tool tool; /* its folder is NULL where nothing is kept */
	unsigned n;
};

static void print_result(void *ctx, const struct drill_result *result)
{
	struct printing *p = ctx;

	p->n++;
	printf("%-8s %s: %s%s%s\n", result->taken ? "ok" : "PROBLEM", result->account, result->path,
		result->taken ? "" : ": ", result->reason);
	fflush(stdout);
	if (p->tool.folder)
		store_tool_note(&p->tool, result->account,
			&(struct store_audit){
				.at_ms = (int64_t)time(NULL) * 1000,
				.step = "drill",
				.path = result->path,
				.detail = result->taken ? "taken" : result->reason,
			});
}

static int drill(const struct config *config, const char *server)
{
	struct log log = {.level = LOG_WARN, .sink = log_format_to_stderr};
	struct secrets *secrets = secrets_read(config, &log);
	struct printing p = {.n = 0};
	char state[PATH_MAX];
	int result;

	if (!secrets)
		return EX_CONFIG;
	p.tool.folder = settings_state(config, state, sizeof(state));
	result = drill_run(&(struct drill_options){
		.config = config,
		.tokens = secrets_tokens(secrets),
		.webhook = secrets_webhook(secrets),
		.server = server,
		.ca_file = getenv(CA_FILE),
		.log = &log,
		.say = print_result,
		.ctx = &p,
	});
	secrets_free(secrets);
	if (p.n == 0 && result >= 0)
		puts("There is nobody to be told: the configuration names no 'staff-channel' "
		     "here.");
	return result == 0 ? EX_OK : result > 0 ? EX_CONFIG : EX_UNAVAILABLE;
}

int cmd_drill(int argc, char **argv)
{
	const char *file = NULL, *server = NULL, *used;
	const struct args_option options[] = {
		{"--config", "FILE", "the configuration; else " SETTINGS_FILE, NULL, &file},
		{"--server", "ID", "the staff of that server alone", NULL, &server},
		{0},
	};
	const struct args args = {"lumbard drill [OPTIONS]",
		"Tells staff on every path of the configuration (channels with their roles, "
		"webhook, command)\nthat this is a drill, and prints whether each took it. It may "
		"be run beside the daemon.",
		options};
	struct config *config;
	int rest, status = args_parse(&args, argc, argv, &rest);

	if (status != ARGS_GO_ON)
		return status;
	if (rest < argc)
		return args_refuse(&args, "drill takes no operands");
	status = settings_load(file, &used, &config);
	if (status != EX_OK)
		return status;
	status = drill(config, server);
	config_free(config);
	return status;
}
