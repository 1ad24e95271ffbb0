/* The daemon's log; see log.h. */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define LOG_LINE_MAX 1024
#define LOG_SECRET_MIN 8 /* shorter strings would blank ordinary words */

static const char *const names[] = {"error", "warn", "info", "debug"};

/* Overwrites every secret in the line: its first bytes by the mask, the rest closed up. */
static void mask_secrets(const struct log *l, char *line)
{
	static const char mask[] = "[secret]";
	size_t i, n;
	char *at;

	for (i = 0; i < l->n_secrets; i++) {
		n = strlen(l->secrets[i]);
		for (at = line; (at = strstr(at, l->secrets[i])) != NULL; at += sizeof(mask) - 1) {
			memcpy(at, mask, sizeof(mask) - 1);
			memmove(at + sizeof(mask) - 1, at + n, strlen(at + n) + 1);
		}
	}
}

void log_write(struct log *l, enum log_level level, const char *area, const char *fmt, ...)
{
	char line[LOG_LINE_MAX];
	int saved = errno, n;
	va_list ap;
	char *c;

	if (!l || !l->sink || level > l->level)
		return;
	n = snprintf(line, sizeof(line), "%s %s: ", names[level], area);
	if (n > 0 && (size_t)n < sizeof(line)) {
		va_start(ap, fmt);
		vsnprintf(line + n, sizeof(line) - (size_t)n, fmt, ap);
		va_end(ap);
	}
	mask_secrets(l, line);
	for (c = line; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	}
	l->sink(l->ctx, level, line);
	errno = saved;
}

int log_secret(struct log *l, const char *secret)
{
	if (strlen(secret) < LOG_SECRET_MIN || l->n_secrets == LOG_SECRETS_MAX)
		return -1;
	l->secrets[l->n_secrets++] = secret;
	return 0;
}

int log_level_parse(const char *word, enum log_level *level)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(word, names[i]) == 0) {
			*level = (enum log_level)i;
			return 0;
		}
	}
	return -1;
}

const char *log_level_name(enum log_level level)
{
	return names[level];
}

void log_to_stderr(void *ctx, enum log_level level, const char *line)
{
	static const int priority[] = {3, 4, 6, 7}; /* sd-daemon(3) */
	char when[32] = "";
	time_t now = time(NULL);
	struct tm tm;

	if (ctx) {
		fprintf(stderr, "<%d>%s\n", priority[level], line);
		return;
	}
	if (gmtime_r(&now, &tm))
		strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm);
	fprintf(stderr, "%s %s\n", when, line);
}
