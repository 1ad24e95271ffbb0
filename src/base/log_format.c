/* The forms of the log's lines; see log_format.h. */
#include "base/log_format.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/json.h"

#define LINE_MAX_BYTES 8192 /* of a line of 1,024 whose every byte is escaped */

/* A line's parts: "level area: message". */
struct parts {
	const char *area, *message;
	size_t area_len;
};

static struct parts take_apart(enum log_level level, const char *line)
{
	const char *name = log_level_name(level), *area = line, *end;
	const size_t n = strlen(name);

	if (strncmp(line, name, n) == 0 && line[n] == ' ')
		area += n + 1;
	end = strstr(area, ": ");
	if (!end)
		return (struct parts){"", area, 0};
	return (struct parts){area, end + 2, (size_t)(end - area)};
}

/* A value of logfmt, always in quotes: what has no blank today may have one tomorrow. */
static void put_quoted(struct buf *out, const char *s)
{
	buf_putc(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			buf_putc(out, '\\');
		buf_putc(out, *s);
	}
	buf_putc(out, '"');
}

static void put_logfmt(struct buf *out, const struct log_format_options *o, enum log_level level,
	const char *when, const struct parts *p)
{
	if (!o->journal)
		buf_printf(out, "time=%s ", when);
	buf_printf(out, "level=%s area=", log_level_name(level));
	buf_put(out, p->area, p->area_len);
	buf_puts(out, " msg=");
	put_quoted(out, p->message);
}

static void put_json(struct buf *out, const struct log_format_options *o, enum log_level level,
	const char *when, const struct parts *p)
{
	buf_putc(out, '{');
	if (!o->journal)
		json_put(out, "time", when);
	json_put(out, "level", log_level_name(level));
	buf_puts(out, ",\"area\":");
	json_put_string(out, p->area, p->area_len);
	json_put(out, "msg", p->message);
	buf_putc(out, '}');
}

int log_format_parse(const char *word, enum log_format *format)
{
	static const char *const words[] = {"text", "logfmt", "json"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(word, words[i]) == 0) {
			*format = (enum log_format)i;
			return 0;
		}
	}
	return -1;
}

bool log_format_line(const struct log_format_options *options, enum log_level level,
	const char *line, const char *when, struct buf *out)
{
	static const int priority[] = {3, 4, 6, 7}; /* sd-daemon(3) */
	const struct parts parts = take_apart(level, line);

	if (options->journal)
		buf_printf(out, "<%d>", priority[level]);
	if (options->format == LOG_FORMAT_LOGFMT)
		put_logfmt(out, options, level, when, &parts);
	else if (options->format == LOG_FORMAT_JSON)
		put_json(out, options, level, when, &parts);
	else if (options->journal)
		buf_puts(out, line);
	else
		buf_printf(out, "%s %s", when, line);
	return buf_putc(out, '\n');
}

void log_format_to_stderr(void *ctx, enum log_level level, const char *line)
{
	static const struct log_format_options plain;
	const struct log_format_options *options = ctx ? ctx : &plain;
	char when[32] = "";
	time_t now = time(NULL);
	struct buf out;
	struct tm tm;

	if (gmtime_r(&now, &tm))
		strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm);
	buf_init(&out, LINE_MAX_BYTES);
	/* without memory for it a line is better than none */
	fputs(log_format_line(options, level, line, when, &out) ? buf_str(&out) : line, stderr);
	buf_free(&out);
}
