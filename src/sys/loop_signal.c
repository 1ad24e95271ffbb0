/* Signals by signalfd(2); see loop_signal.h. */
#include "sys/loop_signal.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

struct loop_signal {
	struct loop_fd *watch;
	int fd;
	loop_fn *fn;
	void *ctx;
};

static void on_readable(void *ctx)
{
	struct loop_signal *signal = ctx;
	struct signalfd_siginfo info;
	bool came = false;

	while (read(signal->fd, &info, sizeof(info)) == (ssize_t)sizeof(info))
		came = true;
	if (came)
		signal->fn(signal->ctx); /* may remove signal */
}

int loop_signal_defer(int signo)
{
	sigset_t set;

	sigemptyset(&set);
	return sigaddset(&set, signo) == 0 && pthread_sigmask(SIG_BLOCK, &set, NULL) == 0 ? 0 : -1;
}

struct loop_signal *loop_signal(struct loop *loop, int signo, loop_fn *fn, void *ctx)
{
	struct loop_signal *signal = calloc(1, sizeof(*signal));
	sigset_t set;

	if (!signal)
		return NULL;
	signal->fd = -1;
	signal->fn = fn;
	signal->ctx = ctx;
	if (loop_signal_defer(signo) != 0)
		goto fail;
	sigemptyset(&set);
	sigaddset(&set, signo); /* is one */
	signal->fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (signal->fd < 0)
		goto fail;
	signal->watch = loop_fd_add(loop, signal->fd, on_readable, signal);
	if (!signal->watch)
		goto fail;
	return signal;
fail:
	loop_signal_remove(signal);
	return NULL;
}

void loop_signal_remove(struct loop_signal *signal)
{
	if (!signal)
		return;
	loop_fd_remove(signal->watch);
	if (signal->fd >= 0)
		close(signal->fd);
	free(signal);
}
