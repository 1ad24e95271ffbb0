/* Tests of src/sys/link.c: messages, and what servers that misbehave send. */
#include "sys/link_world.h"

/* ------------------------------------------------------------------ messages */

static void handshake_and_echo(void **state)
{
	(void)state;
	saw.on_opened = say_hello;
	saw.stop_after = 3;
	open_plain(echo);
	assert_false(link_is_open(l));
	world_run(&w);
	assert_int_equal(saw.opened, 1);
	assert_string_equal(buf_str(&saw.data), "hello||there|");
	assert_true(saw.was_text);
	peer_stop(&peer);
	assert_non_null(strstr(peer.head, "GET /?v=10 HTTP/1.1\r\n"));
	assert_non_null(strstr(peer.head, "\r\nHost: 127.0.0.1:"));
	assert_non_null(strcasestr(peer.head, "\r\nUser-Agent: test/1 (+x)\r\n"));
	assert_null(strcasestr(peer.head, "Sec-WebSocket-Extensions"));
	assert_null(strcasestr(peer.head, "Sec-WebSocket-Protocol"));
	assert_null(strcasestr(peer.head, "Origin"));
	world_run(&w);
	assert_int_equal(saw.closed, 1);
	assert_int_equal(saw.code, 0);
}

/* The first message comes in the same segment as the answer, the next byte by byte. */
static void dribble(struct conn *c)
{
	static const char message[] =
		"\x81\x7e\x00\x80"
		"................................................................"
		"................................................................";
	size_t i;

	if (!peer_read_request(c))
		return;
	setsockopt(c->fd, IPPROTO_TCP, TCP_CORK, &(int){1}, sizeof(int));
	peer_accept_upgrade(c);
	peer_text(c, "early");
	setsockopt(c->fd, IPPROTO_TCP, TCP_CORK, &(int){0}, sizeof(int));
	for (i = 0; i < sizeof(message) - 1; i++)
		peer_write(c, message + i, 1);
	peer_text(c, "end");
	peer_wait_gone(c);
}

static void in_pieces(void **state)
{
	(void)state;
	saw.stop_after = 3;
	open_plain(dribble);
	world_run(&w);
	assert_int_equal(saw.data.len, strlen("early|") + 128 + strlen("end|"));
	assert_memory_equal(saw.data.data, "early|....", 10);
	link_destroy(l);
	l = NULL;
	peer_stop(&peer);
}

static void fragments(struct conn *c)
{
	if (!peer_upgrade(c))
		return;
	peer_frame(c, 0x01, "one ", 4);
	peer_frame(c, 0x89, "ping", 4);
	peer_frame(c, 0x00, "", 0);
	/* the pong overtakes the rest of the message */
	c->peer->close_code = peer_read_frame(c) == 10 && strcmp(c->peer->body, "ping") == 0;
	peer_frame(c, 0x00, "two ", 4);
	peer_frame(c, 0x80, "three", 5);
	peer_frame(c, 0x02, "\x01", 1);
	peer_frame(c, 0x80, "\x02", 1);
	peer_wait_gone(c);
}

static void fragmented_with_ping(void **state)
{
	(void)state;
	saw.stop_after = 2;
	open_plain(fragments);
	world_run(&w);
	assert_string_equal(buf_str(&saw.data), "one two three|\x01\x02|");
	assert_false(saw.was_text);
	link_destroy(l);
	l = NULL;
	peer_stop(&peer);
	assert_int_equal(peer.close_code, 1);
}

/* Answers no ping, but goes on sending; then nothing any more. */
static void busy(struct conn *c)
{
	int i;

	if (!peer_upgrade(c))
		return;
	for (i = 0; i < 3 && peer_read_frame(c) == 9; i++)
		peer_text(c, "busy");
	peer_wait_gone(c);
}

/* What comes is life, as a pong is: it may wait behind more than can be read in ten seconds. */
static void a_backlog_is_no_silence(void **state)
{
	(void)state;
	link_destroy(l);
	ping_s = 1;
	make_link(0);
	ping_s = 0;
	open_plain(busy);
	world_run(&w);
	assert_int_equal(saw.received, 3);
	assert_int_equal(saw.closed, 1);
	link_destroy(l);
	l = NULL;
	peer_stop(&peer);
}

static void large_messages(void **state)
{
	char *data = malloc(MEGABYTE);

	(void)state;
	fill_megabyte(data);
	saw.stop_after = 3;
	open_plain(megabytes);
	world_run(&w);
	assert_int_equal(saw.data.len, 2 * MEGABYTE + 6);
	assert_memory_equal(saw.data.data, data, MEGABYTE);
	assert_memory_equal(saw.data.data + MEGABYTE, data, MEGABYTE);
	assert_string_equal(saw.data.data + (size_t)(2 * MEGABYTE), "small|");
	link_destroy(l);
	l = NULL;
	peer_stop(&peer);
	free(data);
}

/* A frame that says that it is larger than the cap: no need to wait for all of it. */
static void claim_too_much(struct conn *c)
{
	unsigned char head[10];

	if (!peer_upgrade(c))
		return;
	peer_write(c, head, peer_frame_head(head, 0x81, LINK_MESSAGE_MAX + 1));
	peer_write(c, "x", 1);
	/* libwebsockets tells of a frame by the 64 KB */
	char *piece = calloc(1, 65536);
	peer_write(c, piece, 65536);
	free(piece);
	peer_await_close(c);
}

static void too_large_a_frame(void **state)
{
	(void)state;
	expect_closed(claim_too_much, 0);
	assert_int_equal(peer.close_code, 1009);
	assert_int_equal(saw.received, 0);
	assert_true(world_logged(&w, "a message is too large"));
}

static void fragments_without_end(struct conn *c)
{
	char *data = calloc(1, MEGABYTE);
	int i;

	if (peer_upgrade(c)) {
		peer_frame(c, 0x02, data, MEGABYTE);
		for (i = 0; i < LINK_MESSAGE_MAX / MEGABYTE; i++)
			peer_frame(c, 0x00, data, MEGABYTE);
		peer_await_close(c);
	}
	free(data);
}

static void too_many_fragments(void **state)
{
	(void)state;
	expect_closed(fragments_without_end, 0);
	assert_int_equal(peer.close_code, 1009);
	assert_int_equal(saw.received, 0);
}

/* ------------------------------------------------------------------ ends by the peer */

static void close_1012(struct conn *c)
{
	if (peer_upgrade(c))
		peer_close_frame(c, 1012);
	peer_wait_gone(c);
}

static void close_without_code(struct conn *c)
{
	if (peer_upgrade(c))
		peer_frame(c, 0x88, "", 0);
	peer_wait_gone(c);
}

static void close_codes(void **state)
{
	(void)state;
	expect_closed(close_4009, 4009);
	assert_string_equal(buf_str(&saw.data), "last words|");
	saw.closed = 0;
	/* libwebsockets 4.1 hides this one */
	expect_closed(close_1012, 1002);
	saw.closed = 0;
	expect_closed(close_without_code, 0);
	assert_int_equal(saw.opened, 3);
}

static void upgrade_and_reset(struct conn *c)
{
	if (peer_upgrade(c))
		peer_reset(c);
}

static void reset_at_once(struct conn *c)
{
	peer_reset(c);
}

static void request_and_reset(struct conn *c)
{
	if (peer_read_request(c))
		peer_reset(c);
}

static void resets(void **state)
{
	(void)state;
	expect_closed(upgrade_and_reset, 0);
	assert_int_equal(saw.opened, 1);
	saw.closed = 0;
	expect_closed(reset_at_once, 0);
	saw.closed = 0;
	expect_closed(request_and_reset, 0);
	assert_int_equal(saw.opened, 1);
}

static void half_an_answer(struct conn *c)
{
	peer_read_request(c);
	peer_say(c, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: webso");
	peer_wait_gone(c);
}

static void half_open(void **state)
{
	(void)state;
	link_destroy(l);
	make_link(50);
	expect_closed(never_answer, 0);
	assert_true(world_logged(&w, "out of time while connecting"));
	saw.closed = 0;
	expect_closed(half_an_answer, 0);
	/* TCP is established by the kernel, and nobody is there */
	saw.closed = 0;
	expect_closed(NULL, 0);
	assert_int_equal(saw.opened, 0);
}

static uint16_t elsewhere;

static void redirect(struct conn *c)
{
	char text[200];

	if (!peer_read_request(c))
		return;
	snprintf(text, sizeof(text),
		"HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:%u/\r\n"
		"Content-Length: 0\r\n\r\n",
		(unsigned)elsewhere);
	peer_say(c, text);
	peer_wait_gone(c);
}

static void refusals(void **state)
{
	struct peer other = {.script = echo};

	(void)state;
	expect_closed(too_many_requests, 0);
	assert_true(world_logged(&w, "refused the upgrade with status 429"));
	peer_start(&other);
	elsewhere = other.port;
	saw.closed = 0;
	expect_closed(redirect, 0);
	peer_stop(&other);
	assert_int_equal(atomic_load(&other.connections), 0);
	assert_int_equal(saw.opened, 0);
}

static void wrong_accept(struct conn *c)
{
	if (peer_read_request(c))
		peer_say(c, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
			    "Connection: Upgrade\r\n"
			    "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n");
	peer_wait_gone(c);
}

static void no_http(struct conn *c)
{
	if (peer_read_request(c))
		peer_say(c, "220 mail.example ESMTP\r\n\r\n");
	peer_wait_gone(c);
}

static void long_headers(struct conn *c)
{
	int i;

	if (!peer_read_request(c))
		return;
	peer_say(c, "HTTP/1.1 101 Switching Protocols\r\n");
	for (i = 0; i < 2000; i++)
		peer_say(c, "X-Filler: .............................................\r\n");
	peer_say(c, "\r\n");
	peer_wait_gone(c);
}

static void bad_answers(void **state)
{
	static peer_script *const scripts[] = {wrong_accept, no_http, long_headers};
	size_t i;

	(void)state;
	link_destroy(l);
	make_link(1000);
	for (i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		saw.closed = 0;
		expect_closed(scripts[i], 0);
	}
	assert_int_equal(saw.opened, 0);
}

/* Frames that RFC 6455 forbids, by number. */
static size_t violation;

static void violate(struct conn *c)
{
	static const struct {
		size_t n;
		const char *bytes;
	} frames[] = {
		{3, "\x83\x01x"},          /* reserved opcode */
		{3, "\xc1\x01x"},          /* compressed, which was not agreed on */
		{3, "\x80\x01x"},          /* a continuation of nothing */
		{6, "\x01\x01x\x81\x01y"}, /* a message inside a message */
		{3, "\x09\x01x"},          /* a fragmented ping */
		{4, "\x89\x7e\x00\x80"},   /* a long ping */
		{10, "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"}, /* 2^64 - 1 bytes */
		{2, "\x88\x01"}, /* half a close code, and the end */
		{1, "\x81"},     /* half a frame, and the end */
	};

	violation = violation % (sizeof(frames) / sizeof(frames[0]));
	if (peer_upgrade(c))
		peer_write(c, frames[violation].bytes, frames[violation].n);
	shutdown(c->fd, SHUT_WR);
	peer_wait_gone(c);
}

static void violations(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 9; i++) {
		violation = i;
		saw.closed = 0;
		open_plain(violate);
		world_run(&w);
		peer_stop(&peer);
		assert_int_equal(saw.closed, 1);
	}
	assert_int_equal(saw.received, 0);
}

static unsigned seed;

static void noise(struct conn *c)
{
	unsigned char bytes[2000];
	unsigned x = seed;
	size_t i;

	for (i = 0; i < sizeof(bytes); i++) {
		x = x * 1103515245 + 12345;
		bytes[i] = (unsigned char)(x >> 16);
	}
	bytes[0] = 0x81; /* the first frame is fine, so that more than one byte is looked at */
	bytes[1] &= 0x7d;
	if (peer_upgrade(c))
		peer_write(c, bytes, sizeof(bytes));
	shutdown(c->fd, SHUT_WR);
	peer_wait_gone(c);
}

static void any_bytes(void **state)
{
	(void)state;
	for (seed = 1; seed <= 100; seed++) {
		saw.closed = 0;
		open_plain(noise);
		world_run(&w);
		peer_stop(&peer);
		assert_int_equal(saw.closed, 1);
	}
	assert_int_equal(saw.opened, 100);
}

static void nobody_there(void **state)
{
	char url[64];

	(void)state;
	snprintf(url, sizeof(url), "ws://localhost:%u/", (unsigned)peer_dead_port());
	assert_int_equal(link_open(l, url), 0);
	assert_int_equal(saw.closed, 0);
	world_run(&w);
	assert_int_equal(saw.closed, 1);
	assert_int_equal(saw.code, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(handshake_and_echo),
		TEST(in_pieces),
		TEST(fragmented_with_ping),
		TEST(a_backlog_is_no_silence),
		TEST(large_messages),
		TEST(too_large_a_frame),
		TEST(too_many_fragments),
		TEST(close_codes),
		TEST(resets),
		TEST(half_open),
		TEST(refusals),
		TEST(bad_answers),
		TEST(violations),
		TEST(any_bytes),
		TEST(nobody_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
