/* Tests of src/sys/http.c: many requests, cancelling, and what may be done inside a callback. */
#include "sys/http_world.h"

/* ------------------------------------------------------------------ many */

static void fifty_at_once(void **state)
{
	int i;

	(void)state;
	peer.parallel = true;
	serve(say_ok);
	saw.wanted = 50;
	for (i = 0; i < 50; i++)
		ask(i % 2 ? "GET" : "POST", "/", i % 2 ? NULL : "{}", LONG_MS);
	world_run(&w);
	assert_int_equal(saw.with_status, 50);
	assert_int_equal(atomic_load(&peer.requests), 50);
}

/* Nobody answers: some are on their way, some wait, the others are told at once. */
static void queue_overflow(void **state)
{
	int i, all = HTTP_FLIGHT_MAX + HTTP_QUEUE_MAX + 10;

	(void)state;
	serve(NULL);
	for (i = 0; i < HTTP_FLIGHT_MAX; i++)
		ask("GET", "/", NULL, LONG_MS);
	world_settle(&w);
	for (i = 0; i < HTTP_QUEUE_MAX; i++)
		ask("GET", "/", NULL, LONG_MS);
	world_settle(&w);
	assert_int_equal(saw.done, 0);
	saw.wanted = 10;
	for (i = 0; i < 10; i++)
		ask("GET", "/", NULL, LONG_MS);
	world_run(&w);
	assert_int_equal(saw.done, 10);
	expect_nothing("too many requests are waiting", false);

	http_cancel_all(http);
	assert_int_equal(saw.done, 10);
	saw.wanted = all;
	world_run(&w);
	assert_int_equal(saw.done, all);
	assert_int_equal(saw.with_status, 0);
}

static void deadline_while_waiting(void **state)
{
	int i;

	(void)state;
	serve(NULL);
	for (i = 0; i < HTTP_FLIGHT_MAX; i++)
		ask("GET", "/", NULL, LONG_MS);
	ask("GET", "/", NULL, SHORT_MS);
	world_run(&w);
	assert_int_equal(saw.done, 1);
	expect_nothing("out of time while waiting for its turn", false);
}

/* What waits gets its turn as soon as something ends. */
static void queue_moves_on(void **state)
{
	int i, all = 3 * HTTP_FLIGHT_MAX;

	(void)state;
	peer.parallel = true;
	serve(no_content);
	saw.wanted = all;
	for (i = 0; i < all; i++)
		ask("DELETE", "/", NULL, LONG_MS);
	world_run(&w);
	assert_int_equal(saw.with_status, all);
}

static void say_hold(struct conn *c)
{
	peer_read_request(c);
	peer_wait_gone(c);
}

static struct timer watcher;

/* Waits until the request has arrived. */
static void stop_when_arrived(void *ctx)
{
	(void)ctx;
	if (atomic_load(&peer.requests))
		loop_stop(w.loop);
	else
		loop_timer_set(w.loop, &watcher, loop_now() + 1, stop_when_arrived, NULL);
}

static void cancelled(void **state)
{
	(void)state;
	serve(say_hold);
	ask("POST", "/", "{}", LONG_MS);
	stop_when_arrived(NULL);
	world_run(&w);
	ask("POST", "/", "{}", LONG_MS);
	http_cancel_all(http);
	http_cancel_all(http);
	assert_int_equal(saw.done, 0);
	saw.wanted = 2;
	world_run(&w);
	expect_nothing("cancelled", false);
	/* in the order in which they were made, the first one with the server already */
	assert_string_equal(saw.fates, "sn");
	peer_stop(&peer);
	/* and the client goes on */
	memset(&peer, 0, sizeof(peer));
	serve(say_ok);
	ask_and_run("GET", "/", NULL);
	assert_int_equal(saw.status, 200);
}

/* ------------------------------------------------------------------ inside a callback */

static void ask_again(void)
{
	if (saw.done < 3)
		ask("GET", "/", NULL, LONG_MS);
}

static void request_inside(void **state)
{
	(void)state;
	serve(say_ok);
	saw.then = ask_again;
	saw.wanted = 3;
	ask("GET", "/", NULL, LONG_MS);
	world_run(&w);
	assert_int_equal(saw.with_status, 3);
}

static void cancel_inside_once(void)
{
	saw.then = NULL;
	http_cancel_all(http);
}

static void cancel_inside(void **state)
{
	int i;

	(void)state;
	peer.parallel = true;
	serve(say_ok);
	saw.then = cancel_inside_once;
	saw.wanted = 20;
	for (i = 0; i < 20; i++)
		ask("GET", "/", NULL, LONG_MS);
	world_run(&w);
	assert_int_equal(saw.done, 20);
	assert_true(saw.with_status >= 1);
}

static void destroy_once(void)
{
	struct http *gone = http;

	if (!gone)
		return;
	http = NULL;
	http_destroy(gone);
}

/* Each of them is told, whichever callback ends the client. */
static void destroy_inside(void **state)
{
	int i;

	(void)state;
	peer.parallel = true;
	serve(say_ok);
	saw.then = destroy_once;
	saw.wanted = 101;
	for (i = 0; i < 100; i++)
		ask("GET", "/", NULL, LONG_MS);
	ask("HEAD", "/", NULL, LONG_MS);
	world_run(&w);
	assert_int_equal(saw.done, 101);
	world_settle(&w);
	assert_int_equal(saw.done, 101);
}

static void refuse_when_dying(void)
{
	const struct http_request request = {.method = "GET", .url = "http://localhost/"};

	assert_int_equal(http_request(http, &request, on_done, NULL), -1);
}

static void destroy_with_requests(void **state)
{
	(void)state;
	serve(say_hold);
	ask("POST", "/", "{}", LONG_MS);
	stop_when_arrived(NULL);
	world_run(&w);
	ask("POST", "/", "{}", LONG_MS);
	saw.then = refuse_when_dying;
	http_destroy(http);
	http = NULL;
	assert_int_equal(saw.done, 2);
	expect_nothing("shutting down", false);
}

/* ------------------------------------------------------------------ names */

static struct timer tick;
static int ticks;

static void on_tick(void *ctx)
{
	(void)ctx;
	ticks++;
	loop_timer_set(w.loop, &tick, loop_now() + 1, on_tick, NULL);
}

/* The name does not answer: neither its wait nor its end holds the loop up. */
static void slow_name(void **state)
{
	(void)state;
	ticks = 0;
	on_tick(NULL);
	ask_url("https://slow.test/", true, 5 * SHORT_MS);
	expect_nothing("out of time", false);
	assert_int_equal(atomic_load(&names_asked), 1);
	assert_true(ticks > 10);
	http_destroy(http);
	http = NULL;
	loop_timer_cancel(&tick);
	names_release();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(slow_name), /* first: libcurl's thread ends some time after it */
		TEST(fifty_at_once),
		TEST(queue_overflow),
		TEST(deadline_while_waiting),
		TEST(queue_moves_on),
		TEST(cancelled),
		TEST(request_inside),
		TEST(cancel_inside),
		TEST(destroy_inside),
		TEST(destroy_with_requests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
