/*
 * The store's file, used by a command: at once, without a loop, and beside a daemon that may be running.
 * Nothing is taken over from that, nothing is forgotten but what is asked, and no file is made.
 */
#ifndef SYS_STORE_TOOL_H
#define SYS_STORE_TOOL_H

#include <stddef.h>

#include "sys/store.h"

#define STORE_TOOL_TRIES 50 /* each as long as a locked file is waited for */

enum store_tool_result {
	STORE_TOOL_DONE,
	STORE_TOOL_NOTHING, /* there is no such file */
	STORE_TOOL_FAILED,
};

/* Where the file is, and why it cannot be used. */
struct store_tool {
	const char *folder;
	char why[STORE_WHY_MAX]; /* set with STORE_TOOL_FAILED */
};

/* What became of what concerned somebody; kept: until it is settled; settings: of those erased. */
struct store_tool_erased {
	unsigned erased, kept, settings;
};

/*
 * store_tool_erase(t, user, erased): store_erase() without exception, done when it returns.
 */
enum store_tool_result store_tool_erase(
	struct store_tool *t, const char *user, struct store_tool_erased *erased);

/*
 * store_tool_answered(t, shape, n): store_answered(), done when it returns; *n: whether, and in how many
 * places, it was counted.
 */
enum store_tool_result store_tool_answered(struct store_tool *t, const char *shape, unsigned *n);

/*
 * store_tool_note(t, account, audit): store_audit(), done when it returns.
 */
enum store_tool_result store_tool_note(
	struct store_tool *t, const char *account, const struct store_audit *audit);

/* A line of the record; message (an id) and link are "" once its case is forgotten. */
struct store_tool_line {
	struct store_audit audit;
	const char *account, *message, *link;
};

typedef void store_tool_fn(void *ctx, const struct store_tool_line *line);

/*
 * store_tool_read(t, since_ms, fn, ctx): passes every line since that time of day to fn, in the order in
 * which they were recorded; borrowed for the call.
 */
enum store_tool_result store_tool_read(
	struct store_tool *t, int64_t since_ms, store_tool_fn *fn, void *ctx);

/* A shape that was seen n times; or, with n = 0, a text that was kept of one. */
struct store_tool_shape {
	const char *account, *shape;
	int64_t n, at_ms;
	const char *conversation, *text; /* "" but of a text */
};

typedef void store_tool_shape_fn(void *ctx, const struct store_tool_shape *shape);

/*
 * store_tool_shapes(t, now_ms, fn, ctx): passes every shape to fn, the one seen most often first, then
 * every text that may still be kept at that time of day, the newest first; borrowed for the call.
 */
enum store_tool_result store_tool_shapes(
	struct store_tool *t, int64_t now_ms, store_tool_shape_fn *fn, void *ctx);

#endif
