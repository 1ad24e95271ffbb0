/*
 * CommonMark to what a platform shows, by way of cmark's syntax tree (the only file that sees it).
 */
#ifndef CORE_RENDER_H
#define CORE_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "lumbar.h"

/*
 * render_markdown(text, len, format, out): appends the text in that format.  Paragraphs and list items
 * begin on lines of their own; nothing stands in front or behind.  Signs that the format would take for
 * markup are escaped.  Returns whether all of it was appended.
 */
bool render_markdown(const char *text, size_t len, enum lumbar_format format, struct buf *out);

/*
 * render_plain(text, format, out): appends a text without markup of its own, escaped for the format.
 * Returns what the last append returned.
 */
bool render_plain(const char *text, enum lumbar_format format, struct buf *out);

/*
 * render_features(text, len, fn, ctx): calls fn for every kind of markup in the text that answers must
 * not use (headings, links, images, HTML, code, quotes, tables are none of CommonMark's), with its name
 * and line.  For content checks.
 */
void render_features(const char *text, size_t len,
	void (*fn)(void *ctx, const char *what, unsigned line), void *ctx);

#endif
