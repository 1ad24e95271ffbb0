/*
 * The daemon's log: one line an event, "time level area: message".  A logger is a value that is
 * handed down, so nothing here is global; tests put in their own sink.  Message text, user names and
 * tokens are never logged; as a second wall, secrets registered with log_secret() are masked.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stddef.h>
#include <stdint.h>

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

#define LOG_SECRETS_MAX 18 /* secrets that one logger masks; more are refused */
#define LOG_LEVELS (LOG_DEBUG + 1)
#define LOG_BURST 1000      /* lines of one level that may come at once, */
#define LOG_RATE 50         /* and in a second of the long run; what is beyond it is left out */
#define LOG_DEBUG_FACTOR 20 /* so many times more of the level debug */

/* What receives a finished line, without a newline; line is valid during the call only. */
typedef void log_sink(void *ctx, enum log_level level, const char *line);

/* How many lines of a level there were, and how many there may be. */
struct log_rate {
	uint64_t written, left_out;
	uint64_t silent; /* left out since the last one that was written */
	int64_t room;    /* lines that may come now */
	int64_t at_ms;   /* when that was; 0 = none has come */
};

/*
 * A logger, for one thread.  The caller sets level, sink and ctx, perhaps now, and leaves the rest zero.
 * Each level has a rate of its own, so that no flood of the others keeps an error out.
 */
struct log {
	enum log_level level; /* lines above it are dropped */
	log_sink *sink;       /* NULL: nothing is written */
	void *ctx;
	int64_t (*now)(void); /* milliseconds of a monotonic clock; NULL = the system's */
	struct log_rate rates[LOG_LEVELS];
	const char *secrets[LOG_SECRETS_MAX]; /* borrowed */
	size_t n_secrets;
};

/*
 * log_write(l, level, area, fmt, ...): writes one line.  area is the part of the program ("gateway").
 * Control bytes become '?', a line is cut at 1,024 bytes, errno is preserved.  Beyond the level's rate
 * nothing is written; the next line says how many were left out.  l may be NULL.
 */
void log_write(struct log *l, enum log_level level, const char *area, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

#define log_error(l, area, ...) log_write((l), LOG_ERROR, (area), __VA_ARGS__)
#define log_warn(l, area, ...) log_write((l), LOG_WARN, (area), __VA_ARGS__)
#define log_info(l, area, ...) log_write((l), LOG_INFO, (area), __VA_ARGS__)
#define log_debug(l, area, ...) log_write((l), LOG_DEBUG, (area), __VA_ARGS__)

/*
 * log_secret(l, secret): from now on secret (borrowed, at least 8 bytes) appears as "[secret]" in
 * every line.  Returns 0, or -1 when it is too short or there are LOG_SECRETS_MAX already.
 */
int log_secret(struct log *l, const char *secret);

/*
 * log_forget_secrets(l): forgets all of them, so that their memory may go.
 */
void log_forget_secrets(struct log *l);

/*
 * log_level_parse(word, level): sets *level from "error", "warn", "info" or "debug".  Returns 0, or -1
 * for another word.
 */
int log_level_parse(const char *word, enum log_level *level);

/*
 * log_level_name(level): its word.
 */
const char *log_level_name(enum log_level level);

#endif
