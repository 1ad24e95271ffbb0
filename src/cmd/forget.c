/* lumbard forget: erases what is kept of somebody. */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "bot/errand.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/settings.h"
#include "platform/platform.h"
#include "sys/knock.h"
#include "sys/store_tool.h"

/* That it was done, not of whom. */
static void note(struct store_tool *tool, const struct store_tool_erased *erased)
{
	char detail[64];

	snprintf(
		detail, sizeof(detail), "%u erased, %u to be erased", erased->erased, erased->kept);
	store_tool_note(tool, "",
		&(struct store_audit){.at_ms = (int64_t)time(NULL) * 1000,
			.step = "forgotten",
			.detail = detail});
}

/* What the running daemon, if there is one, remembers of them. */
static int forget_in_memory(const char *folder, const char *user)
{
	char line[DOOR_LINE_MAX], answer[DOOR_LINE_MAX];
	enum knock_result result;

	snprintf(line, sizeof(line), ERRAND_FORGET "%s", user);
	result = knock_ask(folder, line, answer, KNOCK_MS);
	if (result == KNOCK_NOBODY)
		return EX_OK;
	if (result == KNOCK_ANSWERED && strcmp(answer, ERRAND_DONE) == 0) {
		puts("The running lumbard has forgotten them, too.");
		return EX_OK;
	}
	fprintf(stderr,
		"lumbard: the running lumbard may still remember them (%s): start it anew\n",
		*answer ? answer : "it gave no answer");
	return EX_TEMPFAIL;
}

static int forget(struct store_tool *tool, const char *user)
{
	struct store_tool_erased erased;

	switch (store_tool_erase(tool, user, &erased)) {
	case STORE_TOOL_NOTHING:
		printf("Nothing is kept in %s.\n", tool->folder);
		return forget_in_memory(tool->folder, user);
	case STORE_TOOL_FAILED:
		fprintf(stderr, "lumbard: nothing is certain to be erased: %s\n", tool->why);
		return EX_IOERR;
	default: break;
	}
	note(tool, &erased);
	printf("Erased: %u.\n", erased.erased);
	if (erased.settings)
		printf("Taken back with it: %u. These are orders about them: a mute, which "
		       "/lumbard mute "
		       "renews, or their wish for quiet.\n",
			erased.settings);
	if (erased.kept)
		printf("Kept until settled: %u. An emergency is open; this is erased as soon as it "
		       "is over.\n",
			erased.kept);
	return forget_in_memory(tool->folder, user);
}

int cmd_forget(int argc, char **argv)
{
	const char *file = NULL, *user = NULL, *used;
	const struct args_option options[] = {
		{"--user", "ID", "whom: the id that the platform knows them by", NULL, &user},
		{"--config", "FILE", "the configuration; else " SETTINGS_FILE, NULL, &file},
		{0},
	};
	const struct args args = {"lumbard forget --user ID [OPTIONS]",
		"Erases what is kept of somebody, so that no byte of it is left in any file. It "
		"may "
		"be run\nbeside the daemon. The record of alerts stays: it names nobody but staff.",
		options};
	char state[PATH_MAX];
	struct store_tool tool = {.folder = NULL};
	struct config *config;
	int rest, status = args_parse(&args, argc, argv, &rest);

	if (status != ARGS_GO_ON)
		return status;
	if (rest < argc || !user || !*user || strlen(user) >= PLATFORM_ID_MAX)
		return args_refuse(&args, "forget takes --user ID and no operands");
	status = settings_load(file, &used, &config);
	if (status != EX_OK)
		return status;
	/* else somebody may be told that nothing is kept who looked in the wrong place */
	status = EX_CONFIG;
	tool.folder = settings_state(config, state, sizeof(state));
	if (tool.folder)
		status = forget(&tool, user);
	else
		puts("The configuration names no 'state': nothing is looked at. Of a systemd unit "
		     "it "
		     "is\nSTATE_DIRECTORY=/var/lib/lumbard.");
	config_free(config);
	return status;
}
