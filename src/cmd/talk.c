/* lumbard talk: a conversation in the terminal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/content.h"
#include "cmd/words.h"
#include "lumbar.h"

#define REPLY_MAX 65536
#define REGION_MAX 16

struct talking {
	struct lumbar_content *content;
	struct lumbar_engine *engine;
	struct lumbar_talk talk;
	enum lumbar_channel channel;
	char region[REGION_MAX];
	bool explain;
	bool prompts; /* somebody sits in front of it */
	bool over;
	char reply[REPLY_MAX];
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ------------------------------------------------------------------ commands of the conversation */

static void say_help(struct talking *t, const char *word)
{
	(void)t;
	(void)word;
	puts("/explain        say with each reply why it was given; again: stop that\n"
	     "/region uk      whose numbers to give: uk us ca ie eu au nz\n"
	     "/channel faq    where you write: direct, faq or ambient\n"
	     "/new            forget what was said\n"
	     "/quit           leave (so does ctrl-d)");
}

static void set_region(struct talking *t, const char *word)
{
	if (!lumbar_region_known(t->content, word)) {
		printf("There is no region '%s'. Numbers are known for uk us ca ie eu au nz.\n",
			word);
		return;
	}
	snprintf(t->region, sizeof(t->region), "%s", word);
	printf("Numbers are now those of %s.\n", t->region);
}

static void set_channel(struct talking *t, const char *word)
{
	if (words_channel(word, &t->channel) != 0)
		puts("A channel is direct, faq or ambient.");
	else
		printf("The channel is now %s.\n", word);
}

static void toggle_explain(struct talking *t, const char *word)
{
	(void)word;
	t->explain = !t->explain;
	puts(t->explain ? "Replies are now explained." : "Replies are no longer explained.");
}

static void forget(struct talking *t, const char *word)
{
	(void)word;
	t->talk = (struct lumbar_talk){0};
	puts("A new conversation.");
}

static void leave(struct talking *t, const char *word)
{
	(void)word;
	t->over = true;
}

static void command(struct talking *t, const char *line)
{
	static const struct {
		const char *name;
		void (*run)(struct talking *t, const char *word);
	} commands[] = {{"/help", say_help}, {"/region", set_region}, {"/channel", set_channel},
		{"/explain", toggle_explain}, {"/new", forget}, {"/quit", leave}, {"/exit", leave}};
	size_t n = strcspn(line, " "), i;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strlen(commands[i].name) == n && memcmp(commands[i].name, line, n) == 0) {
			commands[i].run(t, line + n + strspn(line + n, " "));
			return;
		}
	}
	printf("There is no command %.*s.\n", (int)n, line);
	say_help(t, NULL);
}

/* ------------------------------------------------------------------ talking */

static void reply_to(struct talking *t, const char *line, size_t len)
{
	struct lumbar_message message = {
		.text = line, .len = len, .channel = t->channel, .now_ms = now_ms()};
	struct lumbar_verdict verdict;
	char *why;

	lumbar_read(t->engine, &message, &t->talk, &verdict);
	if (t->explain && (why = lumbar_explain(t->engine)) != NULL) {
		printf("%s", why);
		free(why);
	}
	lumbar_reply(t->content, &verdict,
		&(struct lumbar_style){
			.format = LUMBAR_PLAIN, .region = t->region[0] ? t->region : NULL},
		t->reply, sizeof(t->reply));
	if (t->reply[0])
		printf("\n%s\n\n", t->reply);
	else
		printf("(silence: %s)\n", verdict.reason);
}

static void welcome(const struct talking *t)
{
	struct lumbar_counts n = lumbar_content_counts(t->content);

	if (!t->prompts)
		return;
	printf("lumbard answers questions about back spasms (%zu answers, %zu red flags).\n"
	       "It is not a doctor. In an emergency call your local emergency number.\n\n"
	       "Try:  what causes back spasms?\n"
	       "      and how do i stop them coming back\n"
	       "      both my legs went numb and i cant pee\n"
	       "/help lists what else can be done here, /quit leaves.\n\n",
		n.intents, n.flags);
}

static void converse(struct talking *t)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	welcome(t);
	while (!t->over) {
		if (t->prompts)
			fputs("you> ", stdout);
		fflush(stdout);
		n = getline(&line, &room, stdin);
		if (n < 0)
			break;
		while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			line[--n] = '\0';
		if (line[0] == '/')
			command(t, line);
		else if (n > 0)
			reply_to(t, line, (size_t)n);
	}
	if (t->prompts)
		puts("Goodbye.");
	free(line);
}

int cmd_talk(int argc, char **argv)
{
	const char *folder = NULL, *region = NULL, *channel = NULL;
	bool explain = false;
	const struct args_option options[] = {
		{"--channel", "KIND", "direct (the default), faq or ambient", NULL, &channel},
		{"--region", "REGION", "whose numbers to give: " ARGS_REGIONS, NULL, &region},
		{"--content", "DIR", "folder that holds intents/ and responses/", NULL, &folder},
		{"--explain", NULL, "say with each reply why it was given", &explain, NULL},
		{0},
	};
	const struct args args = {"lumbard talk [OPTIONS]",
		"A conversation in the terminal; reads one message a line.", options};
	struct talking *t;
	int rest, status = args_parse(&args, argc, argv, &rest);

	if (status != ARGS_GO_ON)
		return status;
	if (rest < argc)
		return args_refuse(&args, "talk takes no text: it reads what you type");
	t = calloc(1, sizeof(*t));
	if (!t)
		return EX_OSERR;
	t->explain = explain;
	t->prompts = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	if (channel && words_channel(channel, &t->channel) != 0) {
		free(t);
		return args_refuse(&args, "--channel is direct, faq or ambient, not '%s'", channel);
	}
	t->content = content_load(folder);
	t->engine = t->content ? lumbar_engine_create(t->content) : NULL;
	status = t->engine ? 0 : t->content ? EX_OSERR : EX_DATAERR;
	if (status == 0 && region && !lumbar_region_known(t->content, region))
		status = args_refuse(
			&args, "there is no region '%s'; there are " ARGS_REGIONS, region);
	if (status == 0) {
		snprintf(t->region, sizeof(t->region), "%s", region ? region : "");
		converse(t);
	}
	lumbar_engine_destroy(t->engine);
	lumbar_content_destroy(t->content);
	free(t);
	return status;
}
