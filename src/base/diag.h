/*
 * Findings about a file that a person wrote (content, configuration), reported the same way wherever
 * they are found: file:line:column, what is wrong, how to mend it, and the line with a caret.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stddef.h>

enum diag_level { DIAG_WARNING, DIAG_ERROR };

/* Where something stands: line and column count from 1; line 0 = the file as a whole. */
struct diag_place {
	const char *file;
	unsigned line;
	unsigned col;
};

/*
 * What receives a finding.  text is the whole finding, ready to print: one line
 * "file:line:col: error: message", and, where the source is known, the source line and a caret line;
 * it ends with a newline and is valid during the call only.
 */
typedef void diag_sink(void *ctx, enum diag_level level, const char *text);

/* A collector of findings; the caller sets sink and ctx and leaves the rest zero. */
struct diag {
	diag_sink *sink; /* NULL: findings are only counted */
	void *ctx;
	unsigned errors;
	unsigned warnings;
	const char *source; /* the text of the file being read, for the caret; see diag_source() */
	size_t source_len;
};

/*
 * diag_source(d, text, len): the bytes of the file whose findings follow, so that they can show the
 * line; borrowed until the next call or the last finding.  NULL forgets it.
 */
void diag_source(struct diag *d, const char *text, size_t len);

/*
 * diag_report(d, level, at, fmt, ...): counts and passes on one finding.  Cannot fail: a message that
 * would not fit into 1,024 bytes is cut.
 */
void diag_report(struct diag *d, enum diag_level level, struct diag_place at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* The two levels by name. */
#define diag_error(d, at, ...) diag_report((d), DIAG_ERROR, (at), __VA_ARGS__)
#define diag_warning(d, at, ...) diag_report((d), DIAG_WARNING, (at), __VA_ARGS__)

#endif
