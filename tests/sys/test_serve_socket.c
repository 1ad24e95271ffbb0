/* Tests of src/sys/serve_socket.c: WebSockets. */
#include "sys/serve_world.h"

static void echo(void **state)
{
	struct caller c;

	(void)state;
	caller_upgrade(&c, "/socket?v=10&encoding=json");
	assert_int_equal(saw.opened, 1);
	assert_string_equal(saw.query, "v=10&encoding=json");
	caller_frame(&c, 0x81, "hello", 5);
	caller_until(&c, "\x81\x05hello");
	assert_true(saw.was_text);
	caller_frame(&c, 0x82, "\x01\x02", 2);
	caller_until(&c, "\x82\x02\x01\x02");
	assert_false(saw.was_text);
	caller_frame(&c, 0x01, "in ", 3);
	caller_frame(&c, 0x89, "ping", 4);
	caller_frame(&c, 0x80, "pieces", 6);
	caller_until(&c, "\x81\x09in pieces");
	caller_frame(&c, 0x81, "", 0);
	while (saw.received < 4)
		world_settle(&w);
	assert_int_equal(saw.message.len, 0);
	caller_frame(&c, 0x88, "\x10\x68", 2); /* 4200 */
	world_run(&w);
	while (!saw.closed)
		world_run(&w);
	assert_int_equal(saw.code, 4200);
	caller_close(&c);
}

static void too_big(void **state)
{
	char big[MESSAGE_MAX + 1];
	struct caller c;

	(void)state;
	memset(big, 'x', sizeof(big));
	caller_upgrade(&c, "/socket");
	caller_frame(&c, 0x81, big, MESSAGE_MAX);
	while (saw.received < 1)
		world_settle(&w);
	buf_clear(&c.got);
	caller_frame(&c, 0x81, big, MESSAGE_MAX + 1);
	caller_until(&c, "\x03\xf1message too big"); /* 1009 */
	assert_int_equal(saw.received, 1);
	caller_close(&c);
	while (!saw.closed)
		world_run(&w);
	assert_int_equal(saw.code, 0);
}

static void too_big_in_pieces(void **state)
{
	char big[MESSAGE_MAX];
	struct caller c;

	(void)state;
	memset(big, 'x', sizeof(big));
	caller_upgrade(&c, "/socket");
	caller_frame(&c, 0x01, big, MESSAGE_MAX);
	caller_frame(&c, 0x80, "x", 1);
	caller_until(&c, "\x03\xf1message too big");
	assert_int_equal(saw.received, 0);
	caller_close(&c);
	while (!saw.closed)
		world_run(&w);
}

static void close_it(void)
{
	serve_socket_send(saw.socket, "last", 4, true);
	serve_socket_close(saw.socket, 4004, "Authentication failed.");
	serve_socket_close(saw.socket, 4000, "once is enough");
	assert_int_equal(serve_socket_send(saw.socket, "too late", 8, true), -1);
}

static void closed_by_us(void **state)
{
	struct caller c;

	(void)state;
	saw.on_received = close_it;
	caller_upgrade(&c, "/socket");
	caller_frame(&c, 0x81, "x", 1);
	caller_until(&c, "\x0f\xa4"
			 "Authentication failed.");
	assert_memory_equal(c.got.data, "\x81\x04last\x88\x18", 8);
	caller_frame(&c, 0x81, "not heard", 9);
	caller_frame(&c, 0x88, "\x0f\xa4", 2);
	while (!saw.closed)
		world_run(&w);
	assert_int_equal(saw.received, 1);
	caller_close(&c);
}

static void drop_it(void)
{
	serve_socket_send(saw.socket, "never sent", 10, true);
	serve_socket_drop(saw.socket);
}

static void dropped_by_us(void **state)
{
	struct caller c;

	(void)state;
	saw.on_received = drop_it;
	caller_upgrade(&c, "/socket");
	caller_frame(&c, 0x81, "x", 1);
	caller_until(&c, NULL);
	assert_true(c.was_reset);
	assert_int_equal(c.got.len, 0);
	while (!saw.closed)
		world_run(&w);
	caller_close(&c);
}

static void flood(void)
{
	static const char block[65536];
	int i;

	for (i = 0; i <= FRAMES_MAX; i++) {
		if (serve_socket_send(saw.socket, block, sizeof(block), false) != 0)
			return;
	}
	fail_msg("the queue has no bound");
}

static void a_peer_who_takes_nothing(void **state)
{
	struct caller c;

	(void)state;
	saw.on_received = flood;
	caller_upgrade(&c, "/socket");
	caller_frame(&c, 0x81, "x", 1);
	while (!saw.closed)
		world_run(&w);
	assert_non_null(strstr(buf_str(&w.lines), "/socket takes too little: dropped"));
	caller_close(&c);
}

static void refused(void **state)
{
	struct caller c;

	(void)state;
	saw.refuse = true;
	caller_upgrade(&c, "/socket");
	caller_until(&c, NULL);
	assert_int_equal(saw.closed, 0);
	caller_close(&c);
	caller_open(&c);
	caller_ask(&c,
		"GET /echo HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
		"");
	caller_until(&c, "\r\n\r\n");
	assert_non_null(strstr(buf_str(&c.got), " 400"));
	caller_close(&c);
	caller_open(&c);
	caller_ask(&c, "GET /socket HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade", "");
	caller_until(&c, NULL);
	caller_close(&c);
	assert_int_equal(saw.opened, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		serve_test(echo),
		serve_test(too_big),
		serve_test(too_big_in_pieces),
		serve_test(closed_by_us),
		serve_test(dropped_by_us),
		serve_test(a_peer_who_takes_nothing),
		serve_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
