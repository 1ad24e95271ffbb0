/* lumbard: subcommands. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/near.h"
#include "cmd/cmd.h"
#include "sys/loop_signal.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
	bool reloads; /* on SIGHUP */
} commands[] = {
	{"run", cmd_run, "the daemon: connect to the chat platforms of the configuration", true},
	{"sandbox", cmd_sandbox,
		"try everything in the browser: a chat server of its own, no account", true},
	{"ask", cmd_ask, "print the reply to one message; --explain says why", false},
	{"talk", cmd_talk, "a conversation in the terminal", false},
	{"classify", cmd_classify, "a filter: messages as JSON lines in, verdicts out", false},
	{"drill", cmd_drill, "tell staff, on every path there is, that this is a drill", false},
	{"audit", cmd_audit, "print what was told to staff, and what came of it", false},
	{"forget", cmd_forget, "erase what is kept of somebody", false},
	{"check", cmd_check, "is the content (intents/, responses/) right?", false},
	{"diff", cmd_diff, "what another version of the content understands otherwise", false},
	{"unanswered", cmd_unanswered, "print what was asked and not answered", false},
	{"suggest", cmd_suggest, "print a new intent for what was not answered", false},
	{"new", cmd_new, "make the files of a new intent", false},
	{"privacy-notice", cmd_notice, "print a notice to post where the bot is", false},
};

static void print_help(FILE *to)
{
	size_t i;

	fputs("lumbard " LUMBARD_VERSION ": answers questions about back spasms in chats, and "
	      "sends people with red flags to a "
	      "doctor.\n\nUsage: lumbard COMMAND [OPTIONS]\n\n",
		to);
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fprintf(to, "  %-14s %s\n", commands[i].name, commands[i].help);
	fputs("\n'lumbard COMMAND --help' tells more.  It is not a medical device.\n", to);
}

static int refuse(const char *word)
{
	struct near near = {.word = word};
	struct buf meant;
	size_t i;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		near_try(&near, commands[i].name);
	buf_init(&meant, 2 * NEAR_MAX + 32);
	near_put(&near, &meant);
	fprintf(stderr, "lumbard: there is no command '%s'%s; 'lumbard --help' lists them\n", word,
		buf_str(&meant));
	buf_free(&meant);
	return EX_USAGE;
}

int main(int argc, char **argv)
{
	size_t i;

	if (argc < 2) {
		print_help(stderr);
		return EX_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
		strcmp(argv[1], "help") == 0) {
		print_help(stdout);
		return 0;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("lumbard " LUMBARD_VERSION);
		return 0;
	}
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strcmp(argv[1], commands[i].name) != 0)
			continue;
		/* a reload that is asked for this early is one as soon as there is something to reload */
		if (commands[i].reloads)
			loop_signal_defer(SIGHUP);
		return commands[i].run(argc - 1, argv + 1);
	}
	return refuse(argv[1]);
}
