/* Tests of src/sys/worker.c. */
#include "sys/worker.h"

#include "sys/world.h"

#include <poll.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>

struct shared {
	struct worker base;
	unsigned wanted, made; /* under the lock */
	bool deaf;             /* the worker's thread blocks the signal of a full file */
	sem_t in_call, goes_on;
};

static struct shared shared;
static atomic_uint ended;

static void end(struct worker *w)
{
	assert_ptr_equal(w, &shared.base);
	atomic_fetch_add(&ended, 1);
}

/* Makes what is wanted until it is told to quit. */
static void *work(void *arg)
{
	struct shared *s = arg;
	sigset_t blocked;

	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	pthread_mutex_lock(&s->base.lock);
	s->deaf = sigismember(&blocked, SIGXFSZ) == 1 && sigismember(&blocked, SIGTERM) == 1;
	while (!s->base.quit) {
		if (s->wanted == s->made) {
			pthread_cond_wait(&s->base.changed, &s->base.lock);
			continue;
		}
		s->made++;
		worker_tell(&s->base);
	}
	worker_release(&s->base);
	return NULL;
}

/* A call that hangs. */
static void *hang(void *arg)
{
	struct shared *s = arg;

	sem_post(&s->in_call);
	while (sem_wait(&s->goes_on) != 0)
		;
	pthread_mutex_lock(&s->base.lock);
	worker_release(&s->base);
	return NULL;
}

static int set_up(void **state)
{
	(void)state;
	memset(&shared, 0, sizeof(shared));
	atomic_store(&ended, 0);
	sem_init(&shared.in_call, 0, 0);
	sem_init(&shared.goes_on, 0, 0);
	return worker_init(&shared.base, end);
}

static void let_go(void)
{
	pthread_mutex_lock(&shared.base.lock);
	worker_quit(&shared.base);
}

static void works(void **state)
{
	struct pollfd p = {.fd = shared.base.fd, .events = POLLIN};
	pthread_t thread;

	(void)state;
	assert_false(worker_told(&shared.base));
	assert_int_equal(worker_start(&shared.base, &thread, work), 0);
	pthread_mutex_lock(&shared.base.lock);
	shared.wanted = 1;
	pthread_cond_signal(&shared.base.changed);
	pthread_mutex_unlock(&shared.base.lock);
	assert_int_equal(poll(&p, 1, 60000), 1);
	assert_true(worker_told(&shared.base));
	assert_false(worker_told(&shared.base));
	pthread_mutex_lock(&shared.base.lock);
	assert_int_equal(shared.made, 1);
	assert_true(shared.deaf);
	pthread_mutex_unlock(&shared.base.lock);
	let_go();
	pthread_join(thread, NULL);
	assert_int_equal(atomic_load(&ended), 1);
}

/* What is shared outlives a loop's side that cannot wait. */
static void outlived(void **state)
{
	pthread_t thread;

	(void)state;
	assert_int_equal(worker_start(&shared.base, &thread, hang), 0);
	while (sem_wait(&shared.in_call) != 0)
		;
	let_go();
	assert_int_equal(atomic_load(&ended), 0);
	sem_post(&shared.goes_on);
	pthread_join(thread, NULL);
	assert_int_equal(atomic_load(&ended), 1);
}

/* Without a thread the loop's side is the last. */
static void alone(void **state)
{
	(void)state;
	let_go();
	assert_int_equal(atomic_load(&ended), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(works, set_up),
		cmocka_unit_test_setup(outlived, set_up),
		cmocka_unit_test_setup(alone, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
