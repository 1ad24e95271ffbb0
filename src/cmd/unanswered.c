/* lumbard unanswered: prints what was asked and not answered. */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "base/json.h"
#include "bot/errand.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/settings.h"
#include "cmd/today.h"
#include "lumbar.h"
#include "sys/knock.h"
#include "sys/store_tool.h"

#define LINE_MAX_BYTES 65536

struct printing {
	bool json, texts;
	size_t n;
	bool failed;
};

static void print_json(struct printing *p, const struct store_tool_shape *s, const char *day)
{
	struct buf out;

	buf_init(&out, LINE_MAX_BYTES);
	buf_putc(&out, '{');
	json_put(&out, "shape", s->shape);
	json_put(&out, "account", s->account);
	json_put(&out, "last", day);
	if (s->n) {
		buf_printf(&out, ",\"n\":%" PRId64, s->n);
	} else {
		json_put(&out, "conversation", s->conversation);
		json_put(&out, "text", s->text);
	}
	if (!buf_puts(&out, "}\n") || fputs(buf_str(&out), stdout) == EOF)
		p->failed = true;
	buf_free(&out);
}

/* For a terminal: what would move its cursor is not shown. */
static void print_text(const char *text)
{
	for (; *text; text++)
		putchar((unsigned char)*text < ' ' || *text == 0x7f ? ' ' : *text);
	putchar('\n');
}

static void on_shape(void *ctx, const struct store_tool_shape *s)
{
	struct printing *p = ctx;
	char day[TODAY_MAX];

	today_of(s->at_ms, day);
	if (p->json) {
		print_json(p, s, day);
	} else if (s->n) {
		if (p->n++ == 0)
			puts("times  last        shape");
		printf("%5" PRId64 "  %-10s  %s\n", s->n, day, s->shape);
	} else {
		if (!p->texts)
			puts("\nlast        channel               text, where it may be kept");
		p->texts = true;
		printf("%-10s  %-20s  ", day, s->conversation);
		print_text(s->text);
	}
}

static int print_all(const char *folder, bool as_json)
{
	struct store_tool tool = {.folder = folder};
	struct printing p = {.json = as_json};

	if (folder && store_tool_shapes(&tool, (int64_t)time(NULL) * 1000, on_shape, &p) ==
			      STORE_TOOL_FAILED) {
		fprintf(stderr, "lumbard: %s cannot be read: %s\n", folder, tool.why);
		return EX_IOERR;
	}
	if (!as_json && p.n)
		puts("\nlumbard suggest SHAPE prints a new intent for one of them, and it is "
		     "listed no\n"
		     "longer once that has an answer. Where you added a word, what is asked with "
		     "it "
		     "has\n"
		     "another shape from then on, which these names cannot tell: lumbard "
		     "unanswered\n"
		     "--done SHAPE takes the old one away.");
	else if (!as_json)
		puts(folder ? "Nothing went unanswered."
			    : "The configuration names no 'state': nothing is kept.");
	return p.failed || fflush(stdout) != 0 ? EX_IOERR : EX_OK;
}

/* There is an answer to that shape now, or is not meant to be: it is no longer listed, by nobody. */
static int end_shape(const char *folder, const char *shape)
{
	struct store_tool tool = {.folder = folder};
	char line[DOOR_LINE_MAX], answer[DOOR_LINE_MAX];
	unsigned n = 0;

	if (!folder) {
		puts("The configuration names no 'state': nothing is kept.");
		return EX_CONFIG;
	}
	/* the running daemon first: it may be about to count one more */
	snprintf(line, sizeof(line), ERRAND_ANSWERED "%s", shape);
	if (knock_ask(folder, line, answer, KNOCK_MS) == KNOCK_SILENT)
		fputs("lumbard: the running lumbard gave no answer, and lists it until it is "
		      "started anew\n",
			stderr);
	if (store_tool_answered(&tool, shape, &n) == STORE_TOOL_FAILED) {
		fprintf(stderr, "lumbard: %s cannot be written: %s\n", folder, tool.why);
		return EX_IOERR;
	}
	if (n == 0 && strcmp(answer, ERRAND_DONE) != 0) {
		fprintf(stderr, "lumbard: '%s' is no shape that went unanswered\n", shape);
		return EX_DATAERR;
	}
	printf("'%s' is no longer listed.\n", shape);
	return EX_OK;
}

int cmd_unanswered(int argc, char **argv)
{
	const char *file = NULL, *shape = NULL, *used;
	bool as_json = false;
	const struct args_option options[] = {
		{"--config", "FILE", "the configuration; else " SETTINGS_FILE, NULL, &file},
		{"--json", NULL, "JSON lines", &as_json, NULL},
		{"--done", "SHAPE", "list that one no longer: it has an answer, or needs none",
			NULL, &shape},
		{0},
	};
	const struct args args = {"lumbard unanswered [OPTIONS]",
		"Prints which questions were not answered: not their text, but the names of the "
		"lexicon in\n"
		"them, how often, and when last.  The text only of channels with "
		"'keep-unanswered'.  It may\n"
		"be run beside the daemon.",
		options};
	const char *folder;
	char state[PATH_MAX];
	struct config *config;
	int rest, status = args_parse(&args, argc, argv, &rest);

	if (status != ARGS_GO_ON)
		return status;
	if (rest < argc || (shape && (!*shape || strlen(shape) >= LUMBAR_SHAPE_MAX)))
		return args_refuse(
			&args, shape ? "that is no shape" : "unanswered takes no operands");
	status = settings_load(file, &used, &config);
	if (status != EX_OK)
		return status;
	folder = settings_state(config, state, sizeof(state));
	status = shape ? end_shape(folder, shape) : print_all(folder, as_json);
	config_free(config);
	return status;
}
