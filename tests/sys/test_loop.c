/* Tests of src/sys/loop.c. */
#include "sys/loop.h"

#include <fcntl.h>
#include <libwebsockets.h>
#include <signal.h>
#include <sys/socket.h>

#include "sys/world.h"

static struct world w;
static char order[64];
static char a[] = "a", b[] = "b", c[] = "c", r[] = "r", x[] = "x";

static int set_up(void **state)
{
	(void)state;
	world_open(&w, NULL);
	order[0] = '\0';
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

static void note(void *ctx)
{
	strcat(order, ctx);
}

/* ------------------------------------------------------------------ timers */

static struct timer first, second, third, fourth;

static void timers_in_order(void **state)
{
	int64_t now = loop_now();

	(void)state;
	loop_timer_set(w.loop, &third, now + 12, world_stop, &w);
	loop_timer_set(w.loop, &second, now + 8, note, b);
	loop_timer_set(w.loop, &first, now - 5, note, a);
	loop_timer_set(w.loop, &fourth, now + 6, note, x);
	loop_timer_cancel(&fourth);
	world_run(&w);
	assert_string_equal(order, "ab");
	assert_true(loop_now() >= now + 12);
}

static void distant_timers(void **state)
{
	(void)state;
	loop_timer_set(w.loop, &first, INT64_MAX, note, x);
	loop_timer_set(w.loop, &second, loop_now() + 1, world_stop, &w);
	world_run(&w);
	assert_string_equal(order, "");
	loop_timer_cancel(&first);
}

static void never_inside(void *ctx)
{
	loop_timer_set(w.loop, &second, 0, note, b);
	loop_timer_set(w.loop, &third, 0, world_stop, &w);
	note(ctx);
}

static void timers_fire_later(void **state)
{
	(void)state;
	loop_timer_set(w.loop, &first, loop_now(), never_inside, a);
	assert_string_equal(order, "");
	world_run(&w);
	assert_string_equal(order, "ab");
}

static void deferred_in_order(void **state)
{
	(void)state;
	loop_timer_set(w.loop, &fourth, loop_now() - 1000, world_stop, &w);
	loop_defer(w.loop, &first, note, a);
	loop_defer(w.loop, &second, note, b);
	loop_defer(w.loop, &third, note, c);
	world_run(&w);
	assert_string_equal(order, "abc");
}

/* What is on the stack may be given up for release by something deferred. */
static void release_later(void *ctx)
{
	char *memory = ctx;

	loop_defer(w.loop, &second, free, memory);
	loop_defer(w.loop, &third, world_stop, &w);
	memory[0] = 'x';
}

static void defer_frees(void **state)
{
	(void)state;
	loop_defer(w.loop, &first, release_later, malloc(8));
	world_run(&w);
}

static void stop_is_remembered(void **state)
{
	(void)state;
	loop_stop(w.loop);
	world_run(&w);
	loop_defer(w.loop, &first, world_stop, &w);
	world_run(&w);
}

/* ------------------------------------------------------------------ file descriptors */

static int pipe_fds[2];
static struct loop_fd *watch;

static void read_piece(void *ctx)
{
	char text[8];
	ssize_t n = read(pipe_fds[0], text, sizeof(text) - 1);

	(void)ctx;
	if (n < 0)
		return;
	text[n] = '\0';
	strcat(order, n ? text : "(end)");
	if (n == 0 || strchr(text, '.'))
		loop_stop(w.loop);
}

static void descriptor(void **state)
{
	(void)state;
	assert_int_equal(pipe2(pipe_fds, O_CLOEXEC), 0);
	watch = loop_fd_add(w.loop, pipe_fds[0], read_piece, NULL);
	assert_non_null(watch);
	assert_int_equal(write(pipe_fds[1], "one two three.", 14), 14);
	world_run(&w);
	assert_string_equal(order, "one two three.");
	/* the end of a pipe is a hang-up without anything to read */
	close(pipe_fds[1]);
	world_run(&w);
	assert_string_equal(order, "one two three.(end)");
	loop_fd_remove(watch);
	/* ours was never closed by the loop */
	assert_int_equal(fcntl(pipe_fds[0], F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	close(pipe_fds[0]);
}

static void remove_itself(void *ctx)
{
	note(ctx);
	loop_fd_remove(watch);
	watch = NULL;
	loop_defer(w.loop, &first, world_stop, &w);
}

static void removal_inside(void **state)
{
	(void)state;
	assert_int_equal(pipe2(pipe_fds, O_CLOEXEC), 0);
	watch = loop_fd_add(w.loop, pipe_fds[0], remove_itself, r);
	assert_int_equal(write(pipe_fds[1], "x", 1), 1);
	world_run(&w);
	world_settle(&w);
	/* never read, and yet not told again */
	assert_string_equal(order, "r");
	close(pipe_fds[0]);
	close(pipe_fds[1]);
}

/* Two descriptors become readable together; the function of either removes the other. */
static int pairs[2][2];
static struct loop_fd *watches[2];

static void remove_other(void *ctx)
{
	int me = ctx == &pairs[0] ? 0 : 1;

	note(r);
	loop_fd_remove(watches[!me]);
	loop_fd_remove(watches[me]);
	watches[0] = watches[1] = NULL;
	loop_defer(w.loop, &first, world_stop, &w);
}

static void removal_of_another(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		assert_int_equal(pipe2(pairs[i], O_CLOEXEC), 0);
		watches[i] = loop_fd_add(w.loop, pairs[i][0], remove_other, &pairs[i]);
		assert_int_equal(write(pairs[i][1], "x", 1), 1);
	}
	world_run(&w);
	world_settle(&w);
	assert_string_equal(order, "r");
	for (i = 0; i < 2; i++) {
		close(pairs[i][0]);
		close(pairs[i][1]);
	}
}

static void bad_descriptor(void **state)
{
	(void)state;
	assert_null(loop_fd_add(w.loop, -1, note, NULL));
	assert_true(world_logged(&w, "Bad file descriptor"));
	loop_fd_remove(NULL);
}

/* ------------------------------------------------------------------ the process */

static void environment(void **state)
{
	struct loop *other;
	struct sigaction action;

	(void)state;
	setenv("http_proxy", "127.0.0.1:1", 1);
	setenv("HTTPS_PROXY", "http://127.0.0.1:1", 1);
	other = loop_create(&(struct loop_options){.log = &w.log});
	assert_non_null(other);
	assert_null(getenv("http_proxy"));
	assert_null(getenv("HTTPS_PROXY"));
	assert_int_equal(sigaction(SIGPIPE, NULL, &action), 0);
	assert_true(action.sa_handler == SIG_IGN);
	loop_destroy(other);
}

static void lws_log(void **state)
{
	struct loop *loop;

	(void)state;
	assert_true(world_logged(&w, "debug lws: "));
	buf_clear(&w.lines);
	w.log.level = LOG_WARN;
	loop = loop_create(&(struct loop_options){.log = &w.log});
	assert_int_equal(w.lines.len, 0);
	_lws_log(LLL_ERR, "something %s\n", "broke");
	assert_string_equal(buf_str(&w.lines), "warn lws: something broke\n");
	loop_destroy(loop);
	/* whose log has gone with it */
	buf_clear(&w.lines);
	_lws_log(LLL_ERR, "late\n");
	assert_int_equal(w.lines.len, 0);
}

static void no_authorities(void **state)
{
	(void)state;
	assert_null(loop_create(
		&(struct loop_options){.log = &w.log, .ca_file = "/nonexistent/ca.pem"}));
	assert_true(world_logged(&w, "cannot load certificate authorities from /nonexistent"));
	assert_null(loop_create(&(struct loop_options){.log = &w.log, .ca_file = "/dev/null"}));
	loop_destroy(NULL);
}

/* Something armed when the loop goes can still be cancelled. */
static void armed_at_the_end(void **state)
{
	struct loop *loop = loop_create(&(struct loop_options){.log = NULL});

	(void)state;
	assert_non_null(loop);
	loop_defer(loop, &first, note, x);
	loop_timer_set(loop, &second, loop_now() + 1000, note, x);
	loop_destroy(loop);
	loop_timer_cancel(&first);
	loop_timer_cancel(&second);
	assert_string_equal(order, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(timers_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(distant_timers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(timers_fire_later, set_up, tear_down),
		cmocka_unit_test_setup_teardown(deferred_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(defer_frees, set_up, tear_down),
		cmocka_unit_test_setup_teardown(stop_is_remembered, set_up, tear_down),
		cmocka_unit_test_setup_teardown(descriptor, set_up, tear_down),
		cmocka_unit_test_setup_teardown(removal_inside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(removal_of_another, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bad_descriptor, set_up, tear_down),
		cmocka_unit_test_setup_teardown(environment, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lws_log, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_authorities, set_up, tear_down),
		cmocka_unit_test_setup_teardown(armed_at_the_end, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
