/* The configuration of a run; see settings.h. */
#include "cmd/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "sys/file.h"

#define STATE_FOLDERS "STATE_DIRECTORY" /* what systemd gives a unit (systemd.exec(5)) */

static void print_finding(void *ctx, enum diag_level level, const char *text)
{
	(void)ctx;
	(void)level;
	fputs(text, stderr);
}

static int read_config(const char *file, struct config **config)
{
	struct diag diag = {.sink = print_finding};
	struct file_why why;
	struct buf text;
	int status = EX_OK;

	buf_init(&text, SETTINGS_FILE_MAX);
	if (file_read(file, &text, &why) != 0) {
		fprintf(stderr, "lumbard: the configuration %s: %s\n", file, why.text);
		status = EX_NOINPUT;
	} else {
		*config = config_parse(file, buf_str(&text), text.len, &diag);
		status = *config ? EX_OK : EX_CONFIG;
	}
	buf_free(&text);
	return status;
}

static void take_environment(struct config *config)
{
	const char *api = getenv("DISCORD_API"), *gateway = getenv("DISCORD_GATEWAY");
	size_t i;

	for (i = 0; i < config->n_accounts; i++) {
		if (strcmp(config->accounts[i].platform, "discord") != 0)
			continue;
		if (api && *api)
			config->accounts[i].api = api;
		if (gateway && *gateway)
			config->accounts[i].gateway = gateway;
	}
}

int settings_load(const char *file, const char **used, struct config **config)
{
	int status;

	if (!file && access(SETTINGS_FILE, F_OK) == 0)
		file = SETTINGS_FILE;
	*used = file;
	*config = NULL;
	if (file) {
		status = read_config(file, config);
		if (status != EX_OK)
			return status;
	} else {
		*config = config_default();
		if (!*config)
			return EX_OSERR;
	}
	take_environment(*config);
	return EX_OK;
}

const char *settings_state(const struct config *config, char *room, size_t size)
{
	const char *folders = getenv(STATE_FOLDERS);

	if (config->state)
		return config->state;
	if (!folders || !*folders ||
		snprintf(room, size, "%.*s", (int)strcspn(folders, ":"), folders) >= (int)size)
		return NULL;
	return room;
}
