/*
 * Noticing changes by inotify(7); see watch.h.
 *
 * inotify watches inodes, people think in paths.  So for every path each folder above it is watched
 * for the one name that leads on, and the folders at and below it for everything.  After every
 * change the whole set is made anew, before fn is called: that covers folders that came, went or
 * were replaced, and an overflow of the kernel's queue, without any bookkeeping.
 */
#include "sys/watch.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "sys/file.h"

#define EVENTS_SIZE 16384
#define RETRY_MS 10000 /* when the set could not be made anew */
#define CHANGES                                                                                    \
	(IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB |        \
		IN_ONLYDIR)

/* A folder that is watched.  The same inode can have several. */
struct place {
	int wd;
	char *path;
	char *name; /* the one name that counts in it; NULL = all */
};

struct watch {
	struct loop *loop;
	loop_fn *fn;
	void *ctx;
	int fd;
	struct loop_fd *readable;
	struct timer quiet;
	int64_t latest_ms; /* when the pending changes are told in any case; 0 = none pending */
	char *paths[WATCH_PATHS_MAX];
	size_t n_paths;
	struct place *places;
	size_t n_places;
	int why; /* errno of a folder that could not be watched; 0 = all are */
};

/* ------------------------------------------------------------------ the set of folders */

static void disarm(struct watch *watch)
{
	size_t i;

	loop_fd_remove(watch->readable);
	watch->readable = NULL;
	if (watch->fd >= 0)
		close(watch->fd);
	watch->fd = -1;
	for (i = 0; i < watch->n_places; i++) {
		free(watch->places[i].path);
		free(watch->places[i].name);
	}
	watch->n_places = 0;
}

/* Watches the folder path, if there is one, for changes to name; NULL = to anything. */
static void add_place(struct watch *watch, const char *path, const char *name)
{
	struct place place = {.path = strdup(path), .name = name ? strdup(name) : NULL};

	errno = ENOSPC;
	if (place.path && (place.name || !name) && watch->n_places < WATCH_FOLDERS_MAX)
		place.wd = inotify_add_watch(watch->fd, path, CHANGES);
	else
		place.wd = -1;
	if (place.wd >= 0) {
		watch->places[watch->n_places++] = place;
		return;
	}
	if (errno != ENOENT && errno != ENOTDIR)
		watch->why = errno;
	free(place.path);
	free(place.name);
}

/* Watches the folder path and those below it; a file is watched by the folder that it is in. */
static void add_below(struct watch *watch, const char *path, unsigned depth)
{
	char child[PATH_MAX];
	struct file_list list;
	struct file_why why;
	size_t i;

	add_place(watch, path, NULL);
	if (depth == WATCH_DEPTH_MAX || watch->why || file_list(path, &list, &why) != 0)
		return;
	for (i = 0; i < list.n; i++) {
		if (!list.entries[i].is_folder || list.entries[i].name[0] == '.')
			continue;
		if (snprintf(child, sizeof(child), "%s/%s", path, list.entries[i].name) <
			(int)sizeof(child))
			add_below(watch, child, depth + 1);
	}
	file_list_free(&list);
}

/* Watches each folder above path for the name that leads on to it. */
static void add_above(struct watch *watch, const char *path)
{
	char folder[PATH_MAX];
	char *slash, *name;

	memcpy(folder, path, strlen(path) + 1);
	while ((slash = strrchr(folder, '/')) != NULL) {
		*slash = '\0';
		name = slash + 1;
		add_place(watch, folder[0] ? folder : "/", name);
	}
	if (folder[0])
		add_place(watch, ".", folder);
}

static void on_events(void *ctx);

static int arm(struct watch *watch)
{
	char real[PATH_MAX];
	size_t i;

	watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (watch->fd < 0)
		return -1;
	watch->readable = loop_fd_add(watch->loop, watch->fd, on_events, watch);
	if (!watch->readable)
		return -1;
	watch->why = 0;
	for (i = 0; i < watch->n_paths; i++) {
		add_above(watch, watch->paths[i]);
		/* where symbolic links lead */
		if (realpath(watch->paths[i], real) && strcmp(real, watch->paths[i]) != 0)
			add_above(watch, real);
		add_below(watch, watch->paths[i], 0);
	}
	if (watch->why)
		log_warn(loop_log(watch->loop), "watch", "some folders are not watched: %s",
			strerror(watch->why));
	return 0;
}

/* ------------------------------------------------------------------ changes */

enum weight { NOTHING, UNFINISHED, CHANGE };

/* A file that was just made is empty and counts when its writer closes it; a link is complete. */
static enum weight weigh_new(const struct place *place, const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	if (snprintf(path, sizeof(path), "%s/%s", place->path, name) < (int)sizeof(path) &&
		lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1)
		return UNFINISHED;
	return CHANGE;
}

static enum weight weigh_at(const struct place *place, const struct inotify_event *event)
{
	/* about the folder itself: the one above says more */
	if (!event->len)
		return NOTHING;
	if (place->name ? strcmp(place->name, event->name) != 0 : event->name[0] == '.')
		return NOTHING;
	return event->mask & IN_CREATE ? weigh_new(place, event->name) : CHANGE;
}

static enum weight weigh(const struct watch *watch, const struct inotify_event *event)
{
	enum weight most = event->mask & (IN_Q_OVERFLOW | IN_UNMOUNT) ? CHANGE : NOTHING, w;
	size_t i;

	for (i = 0; i < watch->n_places && most < CHANGE; i++) {
		if (watch->places[i].wd == event->wd) {
			w = weigh_at(&watch->places[i], event);
			most = w > most ? w : most;
		}
	}
	return most;
}

/* The changes have come to rest, or gone on for too long. */
static void tell(void *ctx)
{
	struct watch *watch = ctx;

	watch->latest_ms = 0;
	disarm(watch);
	if (arm(watch) != 0) {
		log_error(loop_log(watch->loop), "watch", "cannot watch: %s", strerror(errno));
		loop_timer_set(watch->loop, &watch->quiet, loop_now() + RETRY_MS, tell, watch);
	}
	watch->fn(watch->ctx); /* may end the watch */
}

static void changed(struct watch *watch, enum weight weight)
{
	int64_t now = loop_now(), at = now + WATCH_QUIET_MS;

	if (weight == UNFINISHED && watch->latest_ms)
		return;
	if (!watch->latest_ms)
		watch->latest_ms = now + WATCH_LATEST_MS;
	/* a file that had no name when it was written (O_TMPFILE) is not closed under its new one */
	if (weight == UNFINISHED || at > watch->latest_ms)
		at = watch->latest_ms;
	loop_timer_set(watch->loop, &watch->quiet, at, tell, watch);
}

static void on_events(void *ctx)
{
	_Alignas(struct inotify_event) char events[EVENTS_SIZE];
	struct watch *watch = ctx;
	const struct inotify_event *event;
	enum weight most = NOTHING, w;
	ssize_t n;
	char *at;

	while ((n = read(watch->fd, events, sizeof(events))) > 0) {
		for (at = events; at < events + n; at += sizeof(*event) + event->len) {
			event = (const struct inotify_event *)(const void *)at;
			w = weigh(watch, event);
			most = w > most ? w : most;
		}
	}
	if (most != NOTHING)
		changed(watch, most);
}

/* ------------------------------------------------------------------ life */

/* A copy of path without slashes at its end. */
static char *copy_path(const char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		n--;
	return n && n < PATH_MAX ? strndup(path, n) : NULL;
}

struct watch *watch_create(
	struct loop *loop, const char *const *paths, size_t n, loop_fn *fn, void *ctx)
{
	struct watch *watch = calloc(1, sizeof(*watch));

	if (!watch)
		return NULL;
	watch->loop = loop;
	watch->fn = fn;
	watch->ctx = ctx;
	watch->fd = -1;
	watch->places = calloc(WATCH_FOLDERS_MAX, sizeof(*watch->places));
	if (!watch->places || n > WATCH_PATHS_MAX)
		goto fail;
	for (; watch->n_paths < n; watch->n_paths++) {
		watch->paths[watch->n_paths] = copy_path(paths[watch->n_paths]);
		if (!watch->paths[watch->n_paths])
			goto fail;
	}
	if (arm(watch) != 0)
		goto fail;
	return watch;
fail:
	log_error(loop_log(loop), "watch", "files cannot be watched for changes");
	watch_destroy(watch);
	return NULL;
}

void watch_destroy(struct watch *watch)
{
	size_t i;

	if (!watch)
		return;
	loop_timer_cancel(&watch->quiet);
	disarm(watch);
	for (i = 0; i < watch->n_paths; i++)
		free(watch->paths[i]);
	free(watch->places);
	free(watch);
}
