/* A thread that works for the loop; see worker.h. */
#include "sys/worker.h"

#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

int worker_init(struct worker *w, void (*end)(struct worker *w))
{
	*w = (struct worker){.refs = 1, .end = end};
	w->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (w->fd < 0)
		return -1;
	if (pthread_mutex_init(&w->lock, NULL) != 0)
		goto fail;
	if (pthread_cond_init(&w->changed, NULL) != 0)
		goto fail_lock;
	return 0;
fail_lock:
	pthread_mutex_destroy(&w->lock);
fail:
	close(w->fd);
	return -1;
}

int worker_start(struct worker *w, pthread_t *thread, void *(*work)(void *w))
{
	sigset_t all, before;
	bool started;

	sigfillset(&all);
	if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
		return -1;
	/* nobody else holds it as long as there is no thread */
	w->refs++;
	started = pthread_create(thread, NULL, work, w) == 0;
	if (!started)
		w->refs--;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started ? 0 : -1;
}

void worker_tell(struct worker *w)
{
	const uint64_t one = 1;

	/* can only fail when the counter is full, and then the loop is awake anyway */
	if (write(w->fd, &one, sizeof(one)) < 0)
		return;
}

bool worker_told(struct worker *w)
{
	uint64_t n;

	return read(w->fd, &n, sizeof(n)) == (ssize_t)sizeof(n);
}

void worker_quit(struct worker *w)
{
	w->quit = true;
	pthread_cond_signal(&w->changed);
	worker_release(w);
}

void worker_release(struct worker *w)
{
	const bool last = --w->refs == 0;

	pthread_mutex_unlock(&w->lock);
	if (!last)
		return;
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	close(w->fd);
	w->end(w);
}
