/* Runs a program beside the loop; see spawn.h. */
#include "sys/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/loop.h"

#define FIRST_FURTHER_FD 3 /* behind standard error */

struct spawn {
	pid_t pid;
	int fd; /* pidfd: readable once it has ended */
	struct loop_fd *watch;
	struct timer timer;
	spawn_fn *fn;
	void *ctx;
};

/* ------------------------------------------------------------------ starting */

static int set_files(posix_spawn_file_actions_t *files)
{
	int error = posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0);

	if (!error)
		error = posix_spawn_file_actions_addopen(files, 1, "/dev/null", O_WRONLY, 0);
	if (!error)
		error = posix_spawn_file_actions_addopen(files, 2, "/dev/null", O_WRONLY, 0);
	if (!error)
		error = posix_spawn_file_actions_addclosefrom_np(files, FIRST_FURTHER_FD);
	return error;
}

/* A group of its own, so that it can be killed whole, and signals as every program expects them. */
static int set_attributes(posix_spawnattr_t *attributes)
{
	sigset_t none, all;
	int error;

	sigemptyset(&none);
	sigfillset(&all);
	sigdelset(&all, SIGKILL);
	sigdelset(&all, SIGSTOP);
	error = posix_spawnattr_setsigmask(attributes, &none);
	if (!error)
		error = posix_spawnattr_setsigdefault(attributes, &all);
	if (!error)
		error = posix_spawnattr_setpgroup(attributes, 0);
	if (!error)
		error = posix_spawnattr_setflags(attributes,
			POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
	return error;
}

/* Returns 0 and sets *pid, or an errno. */
static int start(const struct spawn_options *options, pid_t *pid)
{
	char *path = strdup(options->path), *const argv[] = {path, NULL};
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	int error = path ? posix_spawn_file_actions_init(&files) : ENOMEM;

	if (error)
		goto fail;
	error = posix_spawnattr_init(&attributes);
	if (error)
		goto fail_files;
	error = set_files(&files);
	if (!error)
		error = set_attributes(&attributes);
	if (!error)
		error = posix_spawn(pid, path, &files, &attributes, argv, options->env);
	posix_spawnattr_destroy(&attributes);
fail_files:
	posix_spawn_file_actions_destroy(&files);
fail:
	free(path);
	return error;
}

/* ------------------------------------------------------------------ ending */

static void release(struct spawn *s)
{
	loop_timer_cancel(&s->timer);
	loop_fd_remove(s->watch);
	close(s->fd);
	free(s);
}

/* Waits for one that has ended or was killed: that takes no time.  Returns its status. */
static int reap(struct spawn *s)
{
	int status = 0;

	while (waitpid(s->pid, &status, 0) < 0) {
		if (errno != EINTR)
			return -1;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void on_ended(void *ctx)
{
	struct spawn *s = ctx;
	spawn_fn *fn = s->fn;
	void *to = s->ctx;
	const int status = reap(s);

	release(s);
	fn(to, status);
}

static void on_late(void *ctx)
{
	const struct spawn *s = ctx;

	/* on_ended() follows */
	kill(-s->pid, SIGKILL);
}

struct spawn *spawn_start(const struct spawn_options *options, spawn_fn *fn, void *ctx)
{
	struct spawn *s = calloc(1, sizeof(*s));
	int error;

	if (!s)
		return NULL;
	/* ignored, as whoever started us may have left it, the system would throw the status away */
	signal(SIGCHLD, SIG_DFL);
	s->fn = fn;
	s->ctx = ctx;
	error = start(options, &s->pid);
	if (error) {
		free(s);
		errno = error;
		return NULL;
	}
	s->fd = pidfd_open(s->pid, 0);
	s->watch = s->fd >= 0 ? loop_fd_add(options->loop, s->fd, on_ended, s) : NULL;
	if (!s->watch) {
		error = errno;
		kill(-s->pid, SIGKILL);
		reap(s);
		if (s->fd >= 0)
			close(s->fd);
		free(s);
		errno = error;
		return NULL;
	}
	loop_timer_set(options->loop, &s->timer, loop_now() + options->timeout_ms, on_late, s);
	return s;
}

void spawn_cancel(struct spawn *s)
{
	if (!s)
		return;
	kill(-s->pid, SIGKILL);
	reap(s);
	release(s);
}
