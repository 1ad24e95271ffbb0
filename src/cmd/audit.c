/* lumbard audit: prints what was told to staff, and what came of it. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "base/json.h"
#include "cmd/args.h"
#include "cmd/cmd.h"
#include "cmd/settings.h"
#include "sys/store_tool.h"

#define LINE_MAX_BYTES 65536
#define TIME_MAX 32
#define COLUMNS 11
#define DAY_S 86400

/* What is printed, and how. */
struct printing {
	bool csv;
	bool failed;
};

static const char *const names[COLUMNS] = {"at", "account", "number", "step", "tier", "flags",
	"path", "who", "detail", "message", "link"};

static void list_values(
	const struct store_tool_line *line, char at[TIME_MAX], const char *values[COLUMNS])
{
	const struct store_audit *a = &line->audit;
	const char *const list[COLUMNS] = {at, line->account, a->number, a->step, a->tier, a->flags,
		a->path, a->who, a->detail, line->message, line->link};
	const time_t seconds = (time_t)(a->at_ms / 1000);
	struct tm when = {0};

	gmtime_r(&seconds, &when);
	strftime(at, TIME_MAX, "%Y-%m-%dT%H:%M:%SZ", &when);
	memcpy(values, list, sizeof(list));
}

/* RFC 4180; and what a spreadsheet would take for a formula is made a text. */
static void put_cell(struct buf *out, const char *s)
{
	buf_putc(out, '"');
	if (*s && strchr("=+-@\t\r", *s))
		buf_putc(out, '\'');
	for (; *s; s++) {
		if (*s == '"')
			buf_putc(out, '"');
		buf_putc(out, *s);
	}
	buf_putc(out, '"');
}

static void print_line(void *ctx, const struct store_tool_line *line)
{
	struct printing *p = ctx;
	const char *values[COLUMNS];
	char at[TIME_MAX];
	struct buf out;
	size_t i;

	list_values(line, at, values);
	buf_init(&out, LINE_MAX_BYTES);
	if (!p->csv)
		buf_putc(&out, '{');
	for (i = 0; i < COLUMNS; i++) {
		if (!p->csv) {
			json_put(&out, names[i], values[i]);
			continue;
		}
		if (i)
			buf_putc(&out, ',');
		put_cell(&out, values[i]);
	}
	if (!buf_puts(&out, p->csv ? "\r\n" : "}\n") || fputs(buf_str(&out), stdout) == EOF)
		p->failed = true;
	buf_free(&out);
}

static int print_all(const char *folder, bool csv, int64_t since_ms)
{
	struct printing p = {.csv = csv};
	struct store_tool tool = {.folder = folder};
	size_t i;

	for (i = 0; csv && i < COLUMNS; i++)
		printf("%s%s", names[i], i + 1 < COLUMNS ? "," : "\r\n");
	if (folder && store_tool_read(&tool, since_ms, print_line, &p) == STORE_TOOL_FAILED) {
		fprintf(stderr, "lumbard: %s cannot be read: %s\n", folder, tool.why);
		return EX_IOERR;
	}
	return p.failed || fflush(stdout) != 0 ? EX_IOERR : EX_OK;
}

/* A number of days; -1 when it is none. */
static long read_days(const char *text)
{
	char *rest;
	long n = strtol(text, &rest, 10);

	return *rest || rest == text || n < 0 || n > 100000 ? -1 : n;
}

int cmd_audit(int argc, char **argv)
{
	const char *file = NULL, *days = NULL, *used;
	bool csv = false;
	const struct args_option options[] = {
		{"--config", "FILE", "the configuration; else " SETTINGS_FILE, NULL, &file},
		{"--days", "N", "the last N days alone", NULL, &days},
		{"--csv", NULL, "comma-separated values; else JSON lines", &csv, NULL},
		{0},
	};
	const struct args args = {"lumbard audit [OPTIONS]",
		"Prints every step of every alert: when, where, what came of it, who picked it up. "
		"It names\nnobody else. It may be run beside the daemon.",
		options};
	char state[PATH_MAX];
	struct config *config;
	int64_t since_ms = 0;
	int rest, status = args_parse(&args, argc, argv, &rest);

	if (status != ARGS_GO_ON)
		return status;
	if (rest < argc)
		return args_refuse(&args, "audit takes no operands");
	if (days && read_days(days) < 0)
		return args_refuse(&args, "--days is a whole number");
	if (days)
		since_ms = ((int64_t)time(NULL) - read_days(days) * (int64_t)DAY_S) * 1000;
	status = settings_load(file, &used, &config);
	if (status != EX_OK)
		return status;
	status = print_all(settings_state(config, state, sizeof(state)), csv, since_ms);
	config_free(config);
	return status;
}
