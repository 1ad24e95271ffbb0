/* lumbard ask: the reply that a person would see. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/buf.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/content.h"
#include "cmd/words.h"
#include "lumbar.h"

#define REPLY_MAX 65536
#define TEXT_MAX 16777216 /* more than a command line holds; the core cuts what is too long */

struct asking {
	const char *content, *region, *channel, *format;
	bool explain;
};

/* Joins the operands with blanks. */
static void join(int argc, char **argv, int from, struct buf *text)
{
	int i;

	for (i = from; i < argc; i++) {
		if (i > from)
			buf_putc(text, ' ');
		buf_puts(text, argv[i]);
	}
}

static int answer(const struct args *args, const struct asking *a, enum lumbar_channel channel,
	enum lumbar_format format, const struct buf *text)
{
	struct lumbar_content *content = content_load(a->content);
	struct lumbar_engine *engine = content ? lumbar_engine_create(content) : NULL;
	struct lumbar_message message = {
		.text = buf_str(text), .len = text->len, .channel = channel};
	static const size_t size = REPLY_MAX;
	struct lumbar_verdict verdict;
	char *reply = malloc(size), *why;
	int status = EX_OK;

	if (!engine || !reply) {
		status = content ? EX_OSERR : EX_DATAERR;
		goto done;
	}
	if (a->region && !lumbar_region_known(content, a->region)) {
		status = args_refuse(
			args, "there is no region '%s'; there are " ARGS_REGIONS, a->region);
		goto done;
	}
	lumbar_read(engine, &message, NULL, &verdict);
	if (a->explain && (why = lumbar_explain(engine)) != NULL) {
		printf("%s\n", why);
		free(why);
	}
	lumbar_reply(content, &verdict,
		&(struct lumbar_style){.format = format, .region = a->region}, reply, size);
	if (reply[0])
		puts(reply);
	else
		fprintf(stderr, "(no reply: %s)\n", verdict.reason);
done:
	free(reply);
	lumbar_engine_destroy(engine);
	lumbar_content_destroy(content);
	return status;
}

/* An option that stands behind the text, where it would be read as part of it; NULL when there is none. */
static const char *late_option(int argc, char **argv, int rest)
{
	int i;

	if (strcmp(argv[rest - 1], "--") == 0)
		return NULL;
	for (i = rest; i < argc; i++) {
		if (strncmp(argv[i], "--", 2) == 0 && argv[i][2] >= 'a' && argv[i][2] <= 'z')
			return argv[i];
	}
	return NULL;
}

int cmd_ask(int argc, char **argv)
{
	struct asking a = {0};
	const struct args_option options[] = {
		{"--channel", "KIND", "direct (the default), faq or ambient", NULL, &a.channel},
		{"--region", "REGION", "whose numbers to give: " ARGS_REGIONS, NULL, &a.region},
		{"--format", "FORMAT", "plain (the default), discord or html", NULL, &a.format},
		{"--content", "DIR", "folder that holds intents/ and responses/", NULL, &a.content},
		{"--explain", NULL, "say first what matched, where, and why it won", &a.explain,
			NULL},
		{0},
	};
	const struct args args = {"lumbard ask [OPTIONS] TEXT...",
		"Prints the reply that a person who wrote TEXT would see.", options};
	enum lumbar_channel channel = LUMBAR_DIRECT;
	enum lumbar_format format = LUMBAR_PLAIN;
	struct buf text;
	int rest, status = args_parse(&args, argc, argv, &rest);

	if (status != ARGS_GO_ON)
		return status;
	if (rest == argc)
		return args_refuse(&args, "what shall be asked?");
	if (late_option(argc, argv, rest))
		return args_refuse(&args,
			"options go before the text: %s stands behind it (write -- in front of a "
			"text that has such words)",
			late_option(argc, argv, rest));
	if (a.channel && words_channel(a.channel, &channel) != 0)
		return args_refuse(
			&args, "--channel is direct, faq or ambient, not '%s'", a.channel);
	if (a.format && words_format(a.format, &format) != 0)
		return args_refuse(&args, "--format is plain, discord or html, not '%s'", a.format);
	buf_init(&text, TEXT_MAX);
	join(argc, argv, rest, &text);
	status = answer(&args, &a, channel, format, &text);
	buf_free(&text);
	return status;
}
