/*
 * A thread that works for the loop: what both sides hold of it, which is a lock, a way to wake either, and
 * who lets go last.  A struct worker is the first member of whatever the two sides share, and lives as long
 * as the last of them wants it: the loop's side may end while the thread still hangs in a call.
 */
#ifndef SYS_WORKER_H
#define SYS_WORKER_H

#include <pthread.h>
#include <stdbool.h>

struct worker {
	pthread_mutex_t lock;   /* of everything that is shared */
	pthread_cond_t changed; /* there is something to do, or quit */
	int fd;                 /* eventfd: the loop has something to fetch */
	bool quit;
	unsigned refs;
	void (*end)(struct worker *w); /* releases what it is the first member of */
};

/*
 * worker_init(w, end): sets *w up, held once, by the loop's side.  Returns 0, or -1 when memory or
 * descriptors are short: then there is nothing to release in it, and end will not be called.
 */
int worker_init(struct worker *w, void (*end)(struct worker *w));

/*
 * worker_start(w, thread, work): starts work(w) in a thread of its own, which holds w until it calls
 * worker_release().  It is deaf to signals: they belong to the loop, and a file that has grown to the limit
 * of the process is a failed write to it.  Returns 0 and sets *thread, or -1.
 */
int worker_start(struct worker *w, pthread_t *thread, void *(*work)(void *w));

/*
 * worker_tell(w): the loop's descriptor becomes readable.
 */
void worker_tell(struct worker *w);

/*
 * worker_told(w): whether it was; it is not any more.
 */
bool worker_told(struct worker *w);

/*
 * worker_quit(w): the loop's side, which holds the lock, lets go; the thread is told to quit.  The lock is
 * released.
 */
void worker_quit(struct worker *w);

/*
 * worker_release(w): whoever holds the lock lets go of w; the last one ends it.
 */
void worker_release(struct worker *w);

#endif
