/* The door of the running daemon; see door.h. */
#include "sys/door.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "sys/loop.h"

struct door_caller {
	TAILQ_ENTRY(door_caller) link;
	struct door *door;
	int fd; /* -1 = they have left */
	struct loop_fd *watch;
	struct timer timer;
	bool asked; /* an answer is owed */
};

struct door {
	struct door_options options;
	int fd;
	struct loop_fd *watch;
	struct sockaddr_un at;
	struct stat made; /* what stands there, as long as it is ours */
	TAILQ_HEAD(, door_caller) callers;
	size_t n;
};

/* ------------------------------------------------------------------ who comes */

/* They are gone, whoever left. */
static void part(struct door_caller *c)
{
	loop_timer_cancel(&c->timer);
	loop_fd_remove(c->watch);
	c->watch = NULL;
	if (c->fd >= 0) {
		shutdown(c->fd, SHUT_RDWR); /* at once: the loop closes its duplicate later */
		close(c->fd);
	}
	c->fd = -1;
}

static void end(struct door_caller *c)
{
	part(c);
	TAILQ_REMOVE(&c->door->callers, c, link);
	c->door->n--;
	free(c);
}

static void on_silence(void *ctx)
{
	end(ctx);
}

/* They said something, or left. */
static void on_said(void *ctx)
{
	struct door_caller *c = ctx;
	char line[DOOR_LINE_MAX];
	const ssize_t n = recv(c->fd, line, sizeof(line) - 1, MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (c->asked) { /* one line is all that is heard; who leaves needs no answer */
		if (n <= 0)
			part(c);
		return;
	}
	if (n <= 0) {
		end(c);
		return;
	}
	line[n] = '\0';
	line[strcspn(line, "\n")] = '\0';
	loop_timer_cancel(&c->timer);
	c->asked = true;
	c->door->options.asked(c->door->options.ctx, c, line);
}

static void on_knock(void *ctx)
{
	struct door *d = ctx;
	const int fd = accept4(d->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct door_caller *c = fd >= 0 && d->n < DOOR_CALLERS_MAX ? calloc(1, sizeof(*c)) : NULL;

	if (!c) {
		if (fd >= 0)
			close(fd);
		return;
	}
	c->door = d;
	c->fd = fd;
	TAILQ_INSERT_TAIL(&d->callers, c, link);
	d->n++;
	c->watch = loop_fd_add(d->options.loop, fd, on_said, c);
	if (c->watch)
		loop_timer_set(d->options.loop, &c->timer, loop_now() + DOOR_MS, on_silence, c);
	else
		end(c);
}

void door_answer(struct door_caller *caller, const char *line)
{
	/* who does not take it at once has left, or is none of ours */
	if (caller->fd >= 0)
		(void)send(caller->fd, line, strlen(line), MSG_DONTWAIT | MSG_NOSIGNAL);
	end(caller);
}

/* ------------------------------------------------------------------ the door */

/* Returns 0, or an errno. */
static int set_up(struct door *d)
{
	d->at.sun_family = AF_UNIX;
	if (snprintf(d->at.sun_path, sizeof(d->at.sun_path), "%s/" DOOR_FILE, d->options.folder) >=
		(int)sizeof(d->at.sun_path))
		return ENAMETOOLONG;
	if (mkdir(d->options.folder, 0700) != 0 && errno != EEXIST)
		return errno;
	d->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* for its owner alone from the beginning, whatever the umask is */
	if (d->fd < 0 || fchmod(d->fd, 0600) != 0)
		return errno;
	/* an earlier run's: one folder is for one daemon */
	if (unlink(d->at.sun_path) != 0 && errno != ENOENT)
		return errno;
	if (bind(d->fd, (const struct sockaddr *)(const void *)&d->at, sizeof(d->at)) != 0 ||
		stat(d->at.sun_path, &d->made) != 0 || listen(d->fd, DOOR_CALLERS_MAX) != 0)
		return errno;
	d->watch = loop_fd_add(d->options.loop, d->fd, on_knock, d);
	return d->watch ? 0 : ENOMEM;
}

struct door *door_create(const struct door_options *options)
{
	struct door *d = calloc(1, sizeof(*d));
	int error;

	if (!d)
		return NULL;
	d->options = *options;
	d->fd = -1;
	TAILQ_INIT(&d->callers);
	error = set_up(d);
	d->options.folder = NULL;
	if (!error)
		return d;
	log_warn(loop_log(options->loop), "door",
		"no socket for commands beside the daemon in %s: %s", options->folder,
		strerror(error));
	door_destroy(d);
	return NULL;
}

/* Whether what stands there is still ours: the next run may have put its own there. */
static bool is_ours(const struct door *d)
{
	struct stat now;

	return d->made.st_ino != 0 && stat(d->at.sun_path, &now) == 0 &&
	       now.st_ino == d->made.st_ino && now.st_dev == d->made.st_dev;
}

void door_destroy(struct door *d)
{
	if (!d)
		return;
	while (!TAILQ_EMPTY(&d->callers))
		end(TAILQ_FIRST(&d->callers));
	loop_fd_remove(d->watch);
	if (is_ours(d))
		unlink(d->at.sun_path);
	if (d->fd >= 0)
		close(d->fd);
	free(d);
}
