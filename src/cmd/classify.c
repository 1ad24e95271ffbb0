/* lumbard classify: a filter, one JSON object a line in and one a line out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/json.h"
#include "bot/conversations.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/content.h"
#include "cmd/words.h"
#include "lumbar.h"

#define REPLY_MAX 65536
#define LINE_MAX_BYTES (16 * 1024 * 1024)

struct filter {
	struct lumbar_content *content;
	struct lumbar_engine *engine;
	struct conversations *conversations;
	const char *region;
	struct buf out;
	char reply[REPLY_MAX];
	size_t line;
	bool failed; /* some line was no message */
};

static void put_list(struct buf *out, const char *key, const char *const *list, size_t n)
{
	size_t i;

	buf_printf(out, ",\"%s\":[", key);
	for (i = 0; i < n; i++) {
		if (i)
			buf_putc(out, ',');
		json_put_string(out, list[i], strlen(list[i]));
	}
	buf_putc(out, ']');
}

/* Appends the line of a message that was none; an id that does not fit is left out. */
static void put_refusal(struct buf *out, const char *id)
{
	buf_clear(out);
	buf_putc(out, '{');
	json_put(out, "id", id);
	buf_puts(out, ",\"action\":\"ignore\",\"intents\":[],\"flags\":[],\"tier\":\"none\","
		      "\"reply\":\"\"}\n");
	if (!buf_ok(out) && id)
		put_refusal(out, NULL);
}

/*
 * A line that is no message still has its line of output, with its id where that could be read (else
 * NULL): whoever reads along must lose neither count nor the message.
 */
static void refuse(struct filter *f, const char *id, const char *why)
{
	fprintf(stderr, "standard input:%zu: error: %s\n", f->line, why);
	put_refusal(&f->out, id);
	fputs(buf_str(&f->out), stdout);
	fflush(stdout);
	f->failed = true;
}

/* Writes the line of one verdict. */
static void put_verdict(struct filter *f, const char *id, const struct lumbar_verdict *v)
{
	struct buf *out = &f->out;

	buf_clear(out);
	buf_putc(out, '{');
	json_put(out, "id", id);
	json_put(out, "action", lumbar_action_name(v->action));
	/* what is only offered beside a fallback is no answer */
	put_list(out, "intents", v->intents, v->action == LUMBAR_FALLBACK ? 0 : v->n_intents);
	put_list(out, "flags", v->flags, v->n_flags);
	json_put(out, "tier", lumbar_tier_name(v->tier));
	json_put(out, "reply", f->reply);
	if (!buf_puts(out, "}\n")) {
		refuse(f, NULL, "the member \"id\" is too long, or memory is short");
		return;
	}
	fwrite(out->data, 1, out->len, stdout);
	fflush(stdout);
}

static void classify(struct filter *f, const char *line, size_t len)
{
	json *in = json_parse(line, len);
	const char *text = json_get_string(in, "text"), *user = json_get_string(in, "user");
	const char *conversation = json_get_string(in, "conversation");
	const char *id = json_get_string(in, "id");
	struct lumbar_message message = {.channel = LUMBAR_DIRECT};
	struct lumbar_verdict verdict;
	struct lumbar_talk talk;

	if (!json_is_object(in))
		refuse(f, NULL, "this is not a JSON object");
	else if (!text)
		refuse(f, id, "the member \"text\" is missing, or not a string");
	else if (json_get(in, "channel") &&
		 words_channel(json_get_string(in, "channel"), &message.channel) != 0)
		refuse(f, id, "\"channel\" is direct, faq or ambient");
	else {
		message.text = text;
		message.len = strlen(text);
		if (conversation)
			talk = conversations_get(f->conversations, conversation, user ? user : "");
		lumbar_read(f->engine, &message, conversation ? &talk : NULL, &verdict);
		if (conversation)
			conversations_keep(f->conversations, conversation, user ? user : "", &talk);
		lumbar_reply(f->content, &verdict, &(struct lumbar_style){.region = f->region},
			f->reply, sizeof(f->reply));
		put_verdict(f, id, &verdict);
	}
	json_free(in);
}

static int filter(struct filter *f)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	while ((n = getline(&line, &room, stdin)) >= 0) {
		f->line++;
		if (n > LINE_MAX_BYTES)
			refuse(f, NULL, "the line is longer than 16 MiB");
		else if (strspn(line, " \t\r\n") < (size_t)n)
			classify(f, line, (size_t)n);
	}
	free(line);
	if (ferror(stdin) || ferror(stdout))
		return EX_IOERR;
	return f->failed ? EX_DATAERR : 0;
}

int cmd_classify(int argc, char **argv)
{
	const char *folder = NULL, *region = NULL;
	bool scan_off = false;
	const struct args_option options[] = {
		{"--region", "REGION", "whose numbers to give: " ARGS_REGIONS, NULL, &region},
		{"--content", "DIR", "folder that holds intents/ and responses/", NULL, &folder},
		{"--no-scan", NULL, "run every pattern (slow; the verdicts are the same)",
			&scan_off, NULL},
		{0},
	};
	const struct args args = {"lumbard classify [OPTIONS]",
		"A filter. Reads one JSON object a line: {\"id\", \"channel\": "
		"\"direct|faq|ambient\",\n"
		"\"user\", \"conversation\", \"text\"}. Writes one a line, in the same order: "
		"{\"id\",\n"
		"\"action\": \"answer|escalate|ignore|fallback\", \"intents\", \"flags\", "
		"\"tier\", \"reply\"}.",
		options};
	struct filter *f;
	int rest, status = args_parse(&args, argc, argv, &rest);

	if (status != ARGS_GO_ON)
		return status;
	if (rest < argc)
		return args_refuse(&args, "classify reads its messages from standard input");
	f = calloc(1, sizeof(*f));
	if (!f)
		return EX_OSERR;
	f->region = region;
	f->content = content_load(folder);
	f->engine = f->content ? lumbar_engine_create(f->content) : NULL;
	f->conversations = conversations_create();
	buf_init(&f->out, REPLY_MAX * 8);
	status = !f->content ? EX_DATAERR : !f->engine || !f->conversations ? EX_OSERR : 0;
	if (status == 0 && region && !lumbar_region_known(f->content, region))
		status = args_refuse(
			&args, "there is no region '%s'; there are " ARGS_REGIONS, region);
	if (status == 0) {
		lumbar_engine_scan(f->engine, !scan_off);
		status = filter(f);
	}
	buf_free(&f->out);
	conversations_destroy(f->conversations);
	lumbar_engine_destroy(f->engine);
	lumbar_content_destroy(f->content);
	free(f);
	return status;
}
