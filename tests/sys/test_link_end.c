/* Tests of src/sys/link.c: closing, overflow, and destruction at any moment. */
#include "sys/link_world.h"

/* ------------------------------------------------------------------ ends by us */

static void close_ack(struct conn *c)
{
	if (peer_upgrade(c))
		peer_await_close(c);
}

static void send_and_close(void)
{
	int i;

	for (i = 0; i < 100; i++)
		assert_int_equal(link_send(l, "x", 1), 0);
	assert_int_equal(link_send(l, "last", 4), 0);
	link_close(l, 4000);
	assert_int_equal(link_send(l, "late", 4), -1);
	assert_int_equal(saw.closed, 0);
}

static char before_close[16];

static void remember_last(struct conn *c)
{
	int opcode;

	if (!peer_upgrade(c))
		return;
	while ((opcode = peer_read_frame(c)) == 1) {
		atomic_fetch_add(&c->peer->requests, 1);
		memcpy(before_close, c->peer->body, sizeof(before_close));
	}
	peer_text(c, "not heard any more");
	peer_close_frame(c, (unsigned)c->peer->close_code);
	peer_wait_gone(c);
}

/* What was sent before the close arrives before it, whole and in order. */
static void own_close(void **state)
{
	(void)state;
	saw.on_opened = send_and_close;
	expect_closed(remember_last, 0);
	assert_int_equal(peer.close_code, 4000);
	assert_int_equal(atomic_load(&peer.requests), 1 + 101);
	assert_string_equal(before_close, "last");
	assert_int_equal(saw.received, 0);
}

static void close_with_1006(void)
{
	link_close(l, 99);
	link_close(l, 4000);
}

static void bad_close_code(void **state)
{
	(void)state;
	saw.on_opened = close_with_1006;
	expect_closed(close_ack, 0);
	assert_int_equal(peer.close_code, 1000);
}

static void ignore_close(struct conn *c)
{
	if (!peer_upgrade(c))
		return;
	/* reads the close frame, says nothing, and does not go either */
	while (peer_read_frame(c) != 8)
		;
	peer_wait_gone(c);
}

static void close_4000(void)
{
	link_close(l, 4000);
}

static void forced_close(void **state)
{
	(void)state;
	saw.on_opened = close_4000;
	expect_closed(ignore_close, 0);
	assert_true(world_logged(&w, "out of time while closing"));
	assert_int_equal(peer.close_code, 4000);
}

/* Both sides close at the same time. */
static void close_crossing(struct conn *c)
{
	if (peer_upgrade(c))
		peer_close_frame(c, 4009);
	peer_await_close(c);
}

static void crossing_closes(void **state)
{
	(void)state;
	saw.on_opened = close_4000;
	open_plain(close_crossing);
	world_run(&w);
	peer_stop(&peer);
	assert_int_equal(saw.closed, 1);
	assert_true(saw.code == 0 || saw.code == 4009);
}

static void three_messages(struct conn *c)
{
	if (!peer_upgrade(c))
		return;
	setsockopt(c->fd, IPPROTO_TCP, TCP_CORK, &(int){1}, sizeof(int));
	peer_frame(c, 0x01, "one", 3);
	peer_frame(c, 0x80, "", 0);
	peer_text(c, "two");
	peer_text(c, "three");
	setsockopt(c->fd, IPPROTO_TCP, TCP_CORK, &(int){0}, sizeof(int));
	peer_await_close(c);
}

/* What came in the same segment is not heard any more. */
static void closed_by_a_message(void **state)
{
	(void)state;
	saw.on_received = close_4000;
	expect_closed(three_messages, 0);
	assert_string_equal(buf_str(&saw.data), "one|");
}

static void close_before_open(void **state)
{
	(void)state;
	open_plain(never_answer);
	link_close(l, 1000);
	assert_int_equal(saw.closed, 0);
	world_run(&w);
	assert_int_equal(saw.closed, 1);
	/* idle now: nothing happens */
	link_close(l, 1000);
	world_settle(&w);
	assert_int_equal(saw.closed, 1);
	peer_stop(&peer);
}

static void overflow_number(void)
{
	int before = saw.closed, i;

	for (i = 0; i < FRAMES_MAX; i++)
		assert_int_equal(link_send(l, "x", 1), 0);
	assert_int_equal(link_send(l, "x", 1), -1);
	assert_int_equal(link_send(l, "x", 1), -1);
	assert_false(link_is_open(l));
	assert_int_equal(saw.closed, before);
}

static void overflow_bytes(void)
{
	char *data = calloc(1, FRAMES_BYTES_MAX);

	assert_int_equal(link_send(l, data, FRAMES_BYTES_MAX), 0);
	assert_int_equal(link_send(l, data, 1), -1);
	free(data);
}

static void queue_overflow(void **state)
{
	(void)state;
	saw.on_opened = overflow_number;
	expect_closed(close_ack, 0);
	assert_true(world_logged(&w, "takes too little"));
	saw.closed = 0;
	saw.on_opened = overflow_bytes;
	expect_closed(close_ack, 0);
	assert_int_equal(peer.close_code, 0);
}

/* A peer that reads nothing: the kernel's buffers fill, then ours, then it ends. */
static void never_read(struct conn *c)
{
	int size = 4096;

	setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (!peer_upgrade(c))
		return;
	while (poll(&(struct pollfd){.fd = c->fd, .events = POLLRDHUP}, 1, -1) < 0)
		;
}

static struct timer pump;

static void pump_more(void *ctx)
{
	static char data[65536];

	(void)ctx;
	if (link_is_open(l) && link_send(l, data, sizeof(data)) == 0)
		loop_timer_set(w.loop, &pump, 0, pump_more, NULL);
}

static void start_pump(void)
{
	pump_more(NULL);
}

static void slow_reader(void **state)
{
	(void)state;
	saw.on_opened = start_pump;
	expect_closed(never_read, 0);
	assert_true(world_logged(&w, "takes too little"));
}

static void large_outgoing(void **state)
{
	(void)state;
	saw.on_opened = send_large;
	saw.stop_after = 1;
	open_plain(large_send);
	world_run(&w);
	assert_string_equal(buf_str(&saw.data), "got it|");
	link_destroy(l);
	l = NULL;
	peer_stop(&peer);
	assert_int_equal(atomic_load(&peer.requests), FRAMES_BYTES_MAX);
	assert_int_equal(peer.body[4000], 'y');
}

/* ------------------------------------------------------------------ destruction */

static struct timer waiter;

static void stop_when_gone(void *ctx)
{
	(void)ctx;
	if (atomic_load(&peer.running))
		loop_timer_set(w.loop, &waiter, loop_now() + 1, stop_when_gone, NULL);
	else
		loop_stop(w.loop);
}

/* Runs the loop until the peer has seen the end of the connection. */
static void run_until_gone(void)
{
	loop_defer(w.loop, &waiter, stop_when_gone, NULL);
	world_run(&w);
	world_settle(&w);
}

static void destroy(void)
{
	link_destroy(l);
	l = NULL;
	loop_stop(w.loop);
}

static void destroyed_when_opened(void **state)
{
	(void)state;
	saw.on_opened = destroy;
	open_plain(three_messages);
	world_run(&w);
	run_until_gone();
	peer_stop(&peer);
	assert_int_equal(saw.received + saw.closed, 0);
}

static void destroyed_by_a_message(void **state)
{
	(void)state;
	saw.on_received = destroy;
	open_plain(three_messages);
	world_run(&w);
	run_until_gone();
	peer_stop(&peer);
	assert_int_equal(saw.received, 1);
	assert_int_equal(saw.closed, 0);
}

static void destroyed_when_closed(void **state)
{
	(void)state;
	saw.on_closed = destroy;
	open_plain(close_4009);
	world_run(&w);
	run_until_gone();
	peer_stop(&peer);
	assert_int_equal(saw.closed, 1);
	assert_int_equal(saw.code, 4009);
}

static void destroyed_when_it_fails(void **state)
{
	(void)state;
	saw.on_closed = destroy;
	open_plain(too_many_requests);
	world_run(&w);
	run_until_gone();
	peer_stop(&peer);
	assert_int_equal(saw.closed, 1);

	make_link(0);
	open_plain(close_ack);
	saw.on_opened = overflow_number;
	world_run(&w);
	run_until_gone();
	peer_stop(&peer);
	assert_int_equal(saw.closed, 2);
}

/* At whatever moment of the handshake: after so many turns of the loop. */
static void destroyed_at_any_time(void **state)
{
	struct timer timer = {0};
	int turns, i;

	(void)state;
	for (turns = 0; turns < 12; turns++) {
		if (!l)
			make_link(0);
		open_plain(three_messages);
		for (i = 0; i < turns; i++) {
			loop_timer_set(w.loop, &timer, loop_now() + (i & 1), world_stop, &w);
			world_run(&w);
		}
		link_destroy(l);
		l = NULL;
		run_until_gone();
		peer_stop(&peer);
		memset(&peer, 0, sizeof(peer));
	}
	assert_int_equal(saw.closed, 0);
	link_destroy(NULL);
}

static void reopen(void)
{
	char url[64];

	if (saw.closed == 3)
		return;
	snprintf(url, sizeof(url), "ws://127.0.0.1:%u/", (unsigned)peer.port);
	assert_int_equal(link_open(l, url), 0);
}

static struct timer stopper;

static void stop_if_done(void *ctx)
{
	(void)ctx;
	if (saw.closed == 3)
		loop_stop(w.loop);
	else
		loop_timer_set(w.loop, &stopper, loop_now() + 1, stop_if_done, NULL);
}

static void opened_again_inside(void **state)
{
	(void)state;
	saw.on_closed = reopen;
	open_plain(close_4009);
	loop_timer_set(w.loop, &stopper, loop_now(), stop_if_done, NULL);
	while (saw.closed < 3)
		world_run(&w);
	loop_timer_cancel(&stopper);
	peer_stop(&peer);
	assert_int_equal(saw.opened, 3);
	assert_int_equal(saw.closed, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(own_close),
		TEST(bad_close_code),
		TEST(forced_close),
		TEST(crossing_closes),
		TEST(closed_by_a_message),
		TEST(close_before_open),
		TEST(queue_overflow),
		TEST(slow_reader),
		TEST(large_outgoing),
		TEST(destroyed_when_opened),
		TEST(destroyed_by_a_message),
		TEST(destroyed_when_closed),
		TEST(destroyed_when_it_fails),
		TEST(destroyed_at_any_time),
		TEST(opened_again_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
