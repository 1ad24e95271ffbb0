/* Tests of src/sys/loop_signal.c. */
#include "sys/loop_signal.h"

#include <signal.h>

#include "sys/world.h"

static struct world w;
static struct timer timer;
static struct loop_signal *hup, *term;
static int hups, terms;

static void on_hup(void *ctx)
{
	(void)ctx;
	hups++;
}

static void on_term(void *ctx)
{
	(void)ctx;
	terms++;
	loop_stop(w.loop);
}

static int set_up(void **state)
{
	(void)state;
	hups = terms = 0;
	world_open(&w, NULL);
	hup = loop_signal(w.loop, SIGHUP, on_hup, NULL);
	term = loop_signal(w.loop, SIGTERM, on_term, NULL);
	assert_non_null(hup);
	assert_non_null(term);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	loop_signal_remove(hup);
	loop_signal_remove(term);
	world_close(&w);
	return 0;
}

/* What comes before anybody listens comes then. */
static void deferred(void **state)
{
	struct loop_signal *usr;

	(void)state;
	assert_int_equal(loop_signal_defer(SIGUSR1), 0);
	kill(getpid(), SIGUSR1);
	usr = loop_signal(w.loop, SIGUSR1, on_hup, NULL);
	assert_non_null(usr);
	world_settle(&w);
	assert_int_equal(hups, 1);
	loop_signal_remove(usr);
	assert_int_equal(loop_signal_defer(-1), -1);
}

static void each_its_own(void **state)
{
	(void)state;
	kill(getpid(), SIGHUP);
	world_settle(&w);
	assert_int_equal(hups, 1);
	assert_int_equal(terms, 0);
	kill(getpid(), SIGTERM);
	world_run(&w);
	assert_int_equal(terms, 1);
	kill(getpid(), SIGHUP);
	kill(getpid(), SIGTERM);
	world_run(&w);
	world_settle(&w);
	assert_int_equal(hups, 2);
	assert_int_equal(terms, 2);
}

static void raise_term(void *ctx)
{
	(void)ctx;
	kill(getpid(), SIGTERM);
}

/* A signal wakes a loop that has nothing else to wait for. */
static void wakes(void **state)
{
	(void)state;
	loop_timer_set(w.loop, &timer, loop_now() + 5, raise_term, NULL);
	world_run(&w);
	assert_int_equal(terms, 1);
}

static void removes_itself(void *ctx)
{
	(void)ctx;
	hups++;
	loop_signal_remove(hup);
	hup = NULL;
}

static void removal_inside(void **state)
{
	(void)state;
	loop_signal_remove(hup);
	hup = loop_signal(w.loop, SIGHUP, removes_itself, NULL);
	assert_non_null(hup);
	kill(getpid(), SIGHUP);
	world_settle(&w);
	assert_int_equal(hups, 1);
	assert_null(hup);
	/* blocked for good: nothing happens, and nobody dies of it */
	kill(getpid(), SIGHUP);
	world_settle(&w);
	assert_int_equal(hups, 1);
}

static void no_signal(void **state)
{
	(void)state;
	assert_null(loop_signal(w.loop, 0, on_hup, NULL));
	assert_null(loop_signal(w.loop, 1000, on_hup, NULL));
	loop_signal_remove(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_its_own, set_up, tear_down),
		cmocka_unit_test_setup_teardown(deferred, set_up, tear_down),
		cmocka_unit_test_setup_teardown(wakes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(removal_inside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_signal, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
