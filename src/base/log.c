/* The daemon's log; see log.h. */
#include "base/log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
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

/* Takes the beginning of a secret, at least `least` bytes of it, off the end of a line that cut it. */
static void mask_cut(const struct log *l, char *line, size_t least)
{
	size_t len = strlen(line), most = 0, i, n;

	for (i = 0; i < l->n_secrets; i++) {
		n = strlen(l->secrets[i]) - 1;
		if (n > len)
			n = len;
		while (n > most && memcmp(line + len - n, l->secrets[i], n) != 0)
			n--;
		if (n > most)
			most = n;
	}
	if (most >= least)
		line[len - most] = '\0';
}

/* Overwrites what would break the line or command a terminal. */
static void mask_controls(char *line)
{
	unsigned char *c;

	for (c = (unsigned char *)line; *c; c++) {
		if (c[0] == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0) /* U+0080 to U+009F */
			c[0] = c[1] = '?';
		else if (c[0] < ' ' || c[0] == 0x7f)
			c[0] = '?';
	}
}

static int64_t system_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail for this clock */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Whether one more line of that level may be written now; then it counts as written. */
static bool may_write(struct log *l, enum log_level level)
{
	const int64_t factor = level == LOG_DEBUG ? LOG_DEBUG_FACTOR : 1;
	const int64_t burst = LOG_BURST * factor, rate = LOG_RATE * factor;
	const int64_t now = l->now ? l->now() : system_now();
	struct log_rate *r = &l->rates[level];
	int64_t gone = now - r->at_ms;

	if (!r->at_ms || gone > burst * 1000 / rate) {
		r->room = burst;
		r->at_ms = now;
	} else if (gone * rate >= 1000) {
		r->room += gone * rate / 1000;
		r->at_ms += gone * rate / 1000 * 1000 / rate;
		if (r->room > burst)
			r->room = burst;
	}
	if (r->room <= 0) {
		r->left_out++;
		r->silent++;
		return false;
	}
	r->room--;
	r->written++;
	return true;
}

/* After a flood: how much of it is not there. */
static void tell_silence(struct log *l, enum log_level level)
{
	char line[LOG_LINE_MAX];
	struct log_rate *r = &l->rates[level];

	if (!r->silent)
		return;
	snprintf(line, sizeof(line),
		"%s log: %" PRIu64 " lines like this were left out: too many came", names[level],
		r->silent);
	r->silent = 0;
	l->sink(l->ctx, level, line);
}

void log_write(struct log *l, enum log_level level, const char *area, const char *fmt, ...)
{
	char line[LOG_LINE_MAX];
	int saved = errno, n, m;
	va_list ap;

	if (!l || !l->sink || level > l->level || !may_write(l, level))
		return;
	tell_silence(l, level);
	n = snprintf(line, sizeof(line), "%s %s: ", names[level], area);
	if (n > 0 && (size_t)n < sizeof(line)) {
		va_start(ap, fmt);
		m = vsnprintf(line + n, sizeof(line) - (size_t)n, fmt, ap);
		va_end(ap);
		n += m > 0 ? m : 0;
	}
	mask_secrets(l, line);
	/* a line that ends here may have been cut by whoever wrote it, where chance beginnings are many */
	mask_cut(l, line, (size_t)n >= sizeof(line) ? 1 : LOG_SECRET_MIN);
	mask_controls(line);
	l->sink(l->ctx, level, line);
	errno = saved;
}

int log_secret(struct log *l, const char *secret)
{
	size_t i, n = strlen(secret);

	if (n < LOG_SECRET_MIN || l->n_secrets == LOG_SECRETS_MAX)
		return -1;
	/* the longest first: a secret may hold another */
	for (i = l->n_secrets++; i > 0 && strlen(l->secrets[i - 1]) < n; i--)
		l->secrets[i] = l->secrets[i - 1];
	l->secrets[i] = secret;
	return 0;
}

void log_forget_secrets(struct log *l)
{
	l->n_secrets = 0;
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
