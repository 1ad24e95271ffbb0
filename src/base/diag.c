/* Findings with file:line:column and a caret; see diag.h. */
#include "base/diag.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

#define DIAG_MESSAGE_MAX 1024
#define DIAG_FILE_MAX 2048   /* bytes of a file's name that are shown */
#define DIAG_EXCERPT_MAX 160 /* bytes of a source line that are shown */
/* a byte that is no character becomes three */
#define DIAG_TEXT_MAX (DIAG_FILE_MAX + 3 * DIAG_MESSAGE_MAX + 4 * DIAG_EXCERPT_MAX + 128)

void diag_source(struct diag *d, const char *text, size_t len)
{
	d->source = text;
	d->source_len = text ? len : 0;
}

/* Finds line number `line` of the source; false when there is none. */
static bool find_line(const struct diag *d, unsigned line, const char **start, size_t *len)
{
	const char *at = d->source, *end, *nl;

	if (!at || line == 0)
		return false;
	end = at + d->source_len;
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

/* Whether cp is a control character, which a terminal would act on. */
static bool is_control(uint32_t cp)
{
	return cp < ' ' || (cp >= 0x7f && cp < 0xa0);
}

/* Appends text with mark in the place of everything that could break the line or command a terminal. */
static void put_clean(struct buf *out, const char *text, size_t len, uint32_t mark)
{
	uint32_t cp;
	size_t i;

	for (i = 0; i < len;) {
		i += utf8_next(text + i, len - i, &cp);
		utf8_put(out, is_control(cp) ? mark : cp);
	}
}

/* Appends the source line and a caret under byte column col. */
static void put_excerpt(struct buf *out, const struct diag *d, const struct diag_place *at)
{
	const char *line;
	size_t len, before;

	if (at->col == 0 || !find_line(d, at->line, &line, &len) || at->col > DIAG_EXCERPT_MAX)
		return;
	len = utf8_cut(line, len, DIAG_EXCERPT_MAX);
	before = at->col - 1 < len ? at->col - 1 : len;
	buf_puts(out, "  ");
	put_clean(out, line, len, ' ');
	/* a character takes one place on the screen, however many bytes it has */
	buf_printf(out, "\n  %*s^\n", (int)(utf8_length(line, before) + at->col - 1 - before), "");
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
	buf_printf(&out, "%.*s", DIAG_FILE_MAX, at.file ? at.file : "?");
	if (at.line)
		buf_printf(&out, ":%u", at.line);
	if (at.line && at.col)
		buf_printf(&out, ":%u", at.col);
	buf_printf(&out, ": %s: ", level == DIAG_ERROR ? "error" : "warning");
	put_clean(&out, message, strlen(message), '?');
	buf_putc(&out, '\n');
	put_excerpt(&out, d, &at);
	d->sink(d->ctx, level, buf_str(&out));
	buf_free(&out);
}
