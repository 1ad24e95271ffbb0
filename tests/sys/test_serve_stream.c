/* Tests of src/sys/serve_stream.c: answers that go on. */
#include "sys/serve_world.h"

static void open_stream(struct caller *c)
{
	caller_open(c);
	caller_ask(c, "GET /stream HTTP/1.1", "");
	caller_until(c, "data: begun\n\n");
}

/* The caller has gone, which is noticed by writing. */
static void gone(struct caller *c)
{
	caller_close(c);
	while (saw.socket) {
		serve_stream_send(saw.socket, ":\n", 2);
		world_settle(&w);
	}
	assert_int_equal(saw.closed, 1);
}

static void goes_on(void **state)
{
	struct caller c;

	(void)state;
	open_stream(&c);
	assert_non_null(strstr(buf_str(&c.got), "Content-Type: text/event-stream\r\n"));
	assert_non_null(strstr(buf_str(&c.got), "Connection: close\r\n"));
	assert_null(strstr(buf_str(&c.got), "Content-Length"));
	assert_int_equal(saw.opened, 1);
	assert_int_equal(serve_stream_send(saw.socket, "one ", 4), 0);
	assert_int_equal(serve_stream_send(saw.socket, "two", 3), 0);
	caller_until(&c, "data: begun\n\none two");
	gone(&c);
	assert_int_equal(serve_connections(server), 0);
}

/* What else the peer says is not an answer's end, nor another request. */
static void nothing_more_is_read(void **state)
{
	struct caller c;

	(void)state;
	open_stream(&c);
	caller_ask(&c, "GET /echo HTTP/1.1", "");
	world_settle(&w);
	assert_int_equal(saw.requests, 0);
	if (saw.socket) {
		assert_int_equal(serve_stream_send(saw.socket, "on", 2), 0);
		caller_until(&c, "begun\n\non");
	}
	gone(&c);
}

static void ended_by_us(void **state)
{
	struct caller c;

	(void)state;
	open_stream(&c);
	serve_stream_send(saw.socket, "never sent", 10);
	serve_stream_close(saw.socket);
	assert_int_equal(serve_stream_send(saw.socket, "too late", 8), -1);
	caller_until(&c, NULL);
	assert_null(strstr(buf_str(&c.got), "never sent"));
	while (!saw.closed)
		world_run(&w);
	caller_close(&c);
}

static void refused(void **state)
{
	struct caller c;

	(void)state;
	saw.refuse = true;
	caller_open(&c);
	caller_ask(&c, "GET /stream HTTP/1.1", "");
	caller_until(&c, NULL);
	assert_int_equal(saw.closed, 0);
	caller_close(&c);
}

/* One that takes nothing is let go, and its queue with it. */
static void takes_too_little(void **state)
{
	static char block[65536];
	struct caller c;
	int i;

	(void)state;
	memset(block, 'x', sizeof(block));
	open_stream(&c);
	loop_fd_remove(c.watch);
	c.watch = NULL;
	for (i = 0; i < 1000 && saw.socket; i++) {
		if (serve_stream_send(saw.socket, block, sizeof(block)) != 0)
			break;
		world_settle(&w);
	}
	assert_true(i < 1000);
	while (!saw.closed)
		world_run(&w);
	assert_true(world_logged(&w, "/stream takes too little"));
	close(c.fd);
	buf_free(&c.got);
}

/* Its time is not that of a request. */
static void lasts(void **state)
{
	struct timer timer = {0};
	struct caller c;

	(void)state;
	open_stream(&c);
	loop_timer_set(w.loop, &timer, loop_now() + 60, world_stop, &w);
	while (timers_armed(&timer))
		world_run(&w);
	assert_int_equal(saw.closed, 0);
	serve_stream_send(saw.socket, "still", 5);
	caller_until(&c, "still");
	gone(&c);
}

static int open_quick(void **state)
{
	request_ms = 20;
	return serve_open(state);
}

static int close_quick(void **state)
{
	request_ms = 0;
	return serve_close(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		serve_test(goes_on),
		serve_test(nothing_more_is_read),
		serve_test(ended_by_us),
		serve_test(refused),
		serve_test(takes_too_little),
		cmocka_unit_test_setup_teardown(lasts, open_quick, close_quick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
