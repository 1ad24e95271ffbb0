/*
 * Noticing that files have changed, by inotify(7): one call some time after the last change,
 * however a change is made: written in place, renamed into place, a folder or a symbolic link
 * replaced, removed and made again.
 */
#ifndef SYS_WATCH_H
#define SYS_WATCH_H

#include <stddef.h>

#include "sys/loop.h"

#define WATCH_PATHS_MAX 16     /* paths of one watch */
#define WATCH_FOLDERS_MAX 1024 /* folders that they may come to; the rest is not watched */
#define WATCH_DEPTH_MAX 8      /* folders within each other below a path */
#define WATCH_QUIET_MS 200     /* without a change, before it is told */
#define WATCH_LATEST_MS 2000   /* after the first change it is told in any case */

struct watch;

/*
 * watch_create(loop, paths, n, fn, ctx): calls fn(ctx) after changes to the n files and folders
 * (with all below them, without names that begin with a dot), which need not exist yet.  A file
 * that is being written counts when it is closed.  What fn then reads is watched already, so
 * nothing is missed; fn may be called without a change.  Paths are copied; relative ones belong to
 * the working directory.  Returns NULL with a log line when there are too many, or memory or
 * descriptors are short.  The caller ends it with watch_destroy().
 */
struct watch *watch_create(
	struct loop *loop, const char *const *paths, size_t n, loop_fn *fn, void *ctx);

/*
 * watch_destroy(watch): fn is not called any more.  Allowed inside fn.  NULL is accepted.
 */
void watch_destroy(struct watch *watch);

#endif
