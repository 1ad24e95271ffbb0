/* Findings with file:line:column and a caret; see diag.h. */
#include "base/diag.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

#define DIAG_MESSAGE_MAX 1024
#define DIAG_TEXT_MAX 4096
#define DIAG_EXCERPT_MAX 160 /* bytes of a source line that are shown */

void diag_source(struct diag *d, const char *text, size_t len)
{
	d->source = text;
	d->source_len = text ? len : 0;
}

/* Finds line number `line` of the source; false when there is none. */
static bool find_line(const struct diag *d, unsigned line, const char **start, size_t *len)
{
	const char *at = d->source, *end = d->source + d->source_len, *nl;

	if (!d->source || line == 0)
		return false;
	while (--line > 0) {
		nl = memchr(at, '\n', (size_t)(end - at));
		if (!nl)
			return false;
		at = nl + 1;
	}
	nl = memchr(at, '\n', (size_t)(end - at));
	*start = at;
	*len = (size_t)((nl ? nl : end) - at);
	return true;
}

/* Appends the source line and a caret under byte column col. */
static void put_excerpt(struct buf *out, const struct diag *d, const struct diag_place *at)
{
	const char *line;
	size_t len, i;

	if (at->col == 0 || !find_line(d, at->line, &line, &len) || at->col > DIAG_EXCERPT_MAX)
		return;
	if (len > DIAG_EXCERPT_MAX)
		len = DIAG_EXCERPT_MAX;
	buf_puts(out, "  ");
	for (i = 0; i < len; i++)
		buf_putc(out, (unsigned char)line[i] < ' ' ? ' ' : line[i]);
	buf_puts(out, "\n  ");
	for (i = 0; i + 1 < at->col; i++) {
		/* continuation bytes take no column of their own on a terminal */
		if (i >= len || ((unsigned char)line[i] & 0xC0) != 0x80)
			buf_putc(out, ' ');
	}
	buf_puts(out, "^\n");
}

void diag_report(struct diag *d, enum diag_level level, struct diag_place at, const char *fmt, ...)
{
	char message[DIAG_MESSAGE_MAX];
	struct buf out;
	va_list ap;

	if (level == DIAG_ERROR)
		d->errors++;
	else
		d->warnings++;
	if (!d->sink)
		return;
	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	buf_init(&out, DIAG_TEXT_MAX);
	buf_puts(&out, at.file ? at.file : "?");
	if (at.line)
		buf_printf(&out, ":%u", at.line);
	if (at.line && at.col)
		buf_printf(&out, ":%u", at.col);
	buf_printf(&out, ": %s: %s\n", level == DIAG_ERROR ? "error" : "warning", message);
	put_excerpt(&out, d, &at);
	d->sink(d->ctx, level, buf_str(&out));
	buf_free(&out);
}
