/*
 * The forms in which a line of the log is written: as people read it, or as the programs that collect logs
 * do.
 * Source of logfmt: brandur.org/logfmt; of the priorities: sd-daemon(3).
 */
#ifndef BASE_LOG_FORMAT_H
#define BASE_LOG_FORMAT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/log.h"

enum log_format {
	LOG_FORMAT_TEXT,   /* 2026-11-22T10:00:00Z info daemon: it is running */
	LOG_FORMAT_LOGFMT, /* time=2026-11-22T10:00:00Z level=info area=daemon msg="it is running" */
	LOG_FORMAT_JSON,   /* {"time":"...","level":"info","area":"daemon","msg":"it is running"} */
};

/* How log_format_to_stderr() writes. */
struct log_format_options {
	enum log_format format;
	bool journal; /* journald reads: it has the time, and takes the level from the line's beginning */
};

/*
 * log_format_parse(word, format): sets *format from "text", "logfmt" or "json".  Returns 0, or -1 for
 * another word.
 */
int log_format_parse(const char *word, enum log_format *format);

/*
 * log_format_line(options, level, line, when, out): appends the line that a sink was given, with its line
 * end; when is a time.  Returns what the last append returned.
 */
bool log_format_line(const struct log_format_options *options, enum log_level level,
	const char *line, const char *when, struct buf *out);

/*
 * log_format_to_stderr(ctx, level, line): a sink: the line and its time to standard error; ctx is a const
 * struct log_format_options *, NULL = all zero.
 */
log_sink log_format_to_stderr;

#endif
