/* Tests of src/sys/serve.c: requests and answers. */
#include "sys/serve_world.h"

static void one_after_the_other(void **state)
{
	struct caller c;

	(void)state;
	caller_open(&c);
	caller_ask(&c, "GET /echo?a=1&b=%26x HTTP/1.1\r\nUser-Agent: me", "");
	caller_until(&c, "GET /echo 0");
	assert_non_null(strstr(buf_str(&c.got), "HTTP/1.1 200 OK\r\n"));
	assert_non_null(strstr(buf_str(&c.got), "Content-Length: 11\r\n"));
	assert_non_null(strstr(buf_str(&c.got), "Content-Type: text/plain\r\n"));
	assert_non_null(strstr(buf_str(&c.got), "X-Agent: me\r\n"));
	assert_string_equal(saw.query, "a=1&b=&x");
	caller_ask(&c, "PATCH /under/way HTTP/1.1\r\nContent-Length: 5", "hello");
	caller_until(&c, "PATCH /under/way 5");
	assert_string_equal(buf_str(&saw.body), "hello");
	caller_ask(&c, "DELETE /echo HTTP/1.1", "");
	caller_until(&c, "DELETE /echo 0");
	caller_ask(&c, "POST /echo HTTP/1.1\r\nContent-Length: 0", "");
	caller_until(&c, "POST /echo 0");
	caller_ask(&c, "GET /empty HTTP/1.1", "");
	caller_until(&c, "204 No Content\r\n");
	caller_ask(&c, "GET /nothing HTTP/1.1", "");
	caller_until(&c, "404 Not Found\n");
	caller_ask(&c, "GET /socket HTTP/1.1", "");
	caller_until(&c, "426 Upgrade Required\n");
	caller_ask(&c, "GET /wrong HTTP/1.1", "");
	caller_until(&c, "500 Internal Server Error\n");
	assert_null(strstr(buf_str(&c.got), "X-More"));
	assert_false(c.ended);
	caller_close(&c);
}

/* A request that may have a body and has none is the last of its connection; an upgrade is a GET. */
static void without_a_length(void **state)
{
	struct caller c;

	(void)state;
	caller_open(&c);
	caller_ask(&c, "POST /echo HTTP/1.1", "");
	caller_until(&c, "POST /echo 0");
	assert_non_null(strstr(buf_str(&c.got), "Connection: close\r\n"));
	caller_close(&c);
}

static int open_hasty(void **state)
{
	int result;

	request_ms = 50;
	result = serve_open(state);
	request_ms = 0;
	return result;
}

/* Who dribbles a request, or does not take the answer, is not waited for. */
static void slow_callers(void **state)
{
	struct caller body, answer;

	(void)state;
	caller_open(&body);
	caller_ask(&body, "POST /echo HTTP/1.1\r\nContent-Length: 5", "h");
	while (!body.ended)
		world_run(&w);
	assert_int_equal(body.got.len, 0);
	caller_close(&body);
	/* one that keeps to the time is not held up by what it asks next */
	caller_open(&answer);
	caller_ask(&answer, "GET /echo HTTP/1.1", "");
	caller_until(&answer, "GET /echo 0");
	assert_false(answer.ended);
	caller_close(&answer);
}

static void large_answers(void **state)
{
	struct caller c;

	(void)state;
	caller_open(&c);
	caller_ask(&c, "GET /big HTTP/1.1\r\nConnection: close", "");
	caller_until(&c, NULL);
	assert_non_null(strstr(buf_str(&c.got), "Content-Length: 300000\r\n"));
	assert_true(c.got.len > 300000);
	assert_memory_equal(c.got.data + c.got.len - 10, "000029999\n", 10);
	caller_close(&c);
}

static void large_bodies(void **state)
{
	struct caller c;
	char head[128], *body = calloc(1, SERVE_BODY_MAX + 1);

	(void)state;
	memset(body, 'x', SERVE_BODY_MAX + 1);
	caller_open(&c);
	snprintf(head, sizeof(head), "POST /echo HTTP/1.1\r\nContent-Length: %d", SERVE_BODY_MAX);
	caller_ask(&c, head, "");
	caller_put(&c, body, SERVE_BODY_MAX);
	caller_until(&c, "POST /echo 1048576");
	caller_close(&c);
	caller_open(&c);
	snprintf(head, sizeof(head), "POST /echo HTTP/1.1\r\nContent-Length: %d",
		SERVE_BODY_MAX + 1);
	caller_ask(&c, head, "");
	caller_until(&c, "\r\n\r\n");
	assert_non_null(strstr(buf_str(&c.got), "413 Content Too Large"));
	assert_non_null(strstr(buf_str(&c.got), "Connection: close"));
	/* it goes on sending, and is not reset before it has read the answer */
	caller_put(&c, body, SERVE_BODY_MAX + 1);
	caller_until(&c, NULL);
	assert_false(c.was_reset);
	caller_close(&c);
	caller_open(&c);
	caller_ask(&c, "POST /echo HTTP/1.1\r\nContent-Length: 99999999999", "");
	caller_until(&c, NULL);
	assert_non_null(strstr(buf_str(&c.got), "413"));
	caller_close(&c);
	assert_int_equal(saw.requests, 1);
	free(body);
}

static void reset_instead_of_an_answer(void **state)
{
	struct caller c;

	(void)state;
	caller_open(&c);
	caller_ask(&c, "GET /drop HTTP/1.1", "");
	caller_until(&c, NULL);
	assert_int_equal(c.got.len, 0);
	assert_true(c.was_reset);
	caller_close(&c);
}

static void port_in_use(void **state)
{
	const struct serve_options options = {
		.loop = w.loop, .port = serve_port(server), .routes = routes, .n_routes = 1};

	(void)state;
	assert_null(serve_create(&options));
	assert_non_null(strstr(buf_str(&w.lines), "Address already in use"));
}

/* Linux has all of 127.0.0.0/8: whoever listens on every address is found at another of them. */
static void this_machine_only(void **state)
{
	const struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons(serve_port(server)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1)};
	const struct sockaddr_in6 to6 = {.sin6_family = AF_INET6,
		.sin6_port = htons(serve_port(server)),
		.sin6_addr = IN6ADDR_LOOPBACK_INIT};
	int fd = socket(AF_INET, SOCK_STREAM, 0), fd6 = socket(AF_INET6, SOCK_STREAM, 0);

	(void)state;
	assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof(to)), -1);
	assert_int_equal(errno, ECONNREFUSED);
	if (fd6 >= 0)
		assert_int_equal(connect(fd6, (const struct sockaddr *)&to6, sizeof(to6)), -1);
	close(fd);
	close(fd6);
}

static void connections_are_bounded(void **state)
{
	static struct caller callers[SERVE_CONNECTIONS_MAX];
	struct caller late;
	int i;

	(void)state;
	for (i = 0; i < SERVE_CONNECTIONS_MAX; i++) {
		caller_open(&callers[i]);
		caller_ask(&callers[i], "GET /empty HTTP/1.1", "");
		caller_until(&callers[i], "204");
	}
	caller_open(&late);
	caller_ask(&late, "GET /empty HTTP/1.1", "");
	caller_until(&late, NULL);
	assert_int_equal(late.got.len, 0);
	caller_close(&late);
	for (i = 0; i < SERVE_CONNECTIONS_MAX; i++)
		caller_close(&callers[i]);
}

/* Whoever says nothing counts, too. */
static void silent_connections_are_bounded(void **state)
{
	struct caller callers[3], late;
	size_t i;

	(void)state;
	serve_destroy(server);
	server = serve_create(&(struct serve_options){.loop = w.loop,
		.routes = routes,
		.n_routes = sizeof(routes) / sizeof(routes[0]),
		.ctx = &saw,
		.connections_max = 3});
	assert_non_null(server);
	for (i = 0; i < 3; i++) {
		caller_open(&callers[i]);
		world_settle(&w);
		assert_int_equal(serve_connections(server), i + 1);
	}
	caller_open(&late);
	caller_until(&late, NULL);
	assert_int_equal(late.got.len, 0);
	caller_close(&late);
	for (i = 0; i < 3; i++)
		caller_close(&callers[i]);
	world_settle(&w);
	assert_int_equal(serve_connections(server), 0);
}

/* Another loopback address is possible, one that others can reach is not. */
static void addresses(void **state)
{
	static const char *const wrong[] = {"0.0.0.0", "192.0.2.1", "128.0.0.1", "lo", "::1", ""};
	struct serve_options options = {.loop = w.loop, .routes = routes, .n_routes = 1};
	struct serve *other;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		options.address = wrong[i];
		assert_null(serve_create(&options));
	}
	options.address = "127.0.0.2";
	other = serve_create(&options);
	assert_non_null(other);
	assert_int_not_equal(serve_port(other), 0);
	serve_destroy(other);
}

static void small_bodies(void **state)
{
	struct caller c;

	(void)state;
	serve_destroy(server);
	server = serve_create(&(struct serve_options){.loop = w.loop,
		.routes = routes,
		.n_routes = sizeof(routes) / sizeof(routes[0]),
		.ctx = &saw,
		.body_max = 10});
	assert_non_null(server);
	caller_open(&c);
	caller_ask(&c, "POST /echo HTTP/1.1\r\nContent-Length: 11", "hello there");
	caller_until(&c, "413");
	caller_close(&c);
	caller_open(&c);
	caller_ask(&c, "POST /echo HTTP/1.1\r\nContent-Length: 10", "hello you!");
	caller_until(&c, "POST /echo 10");
	caller_close(&c);
}

static void a_caller_who_leaves(void **state)
{
	struct caller c;

	(void)state;
	caller_open(&c);
	caller_ask(&c, "POST /echo HTTP/1.1\r\nContent-Length: 100", "half");
	world_settle(&w);
	caller_close(&c);
	world_settle(&w);
	caller_open(&c);
	caller_put(&c, "GET /ec", 7);
	world_settle(&w);
	caller_close(&c);
	world_settle(&w);
	assert_int_equal(saw.requests, 0);
	assert_int_not_equal(caller_status("\x16\x03\x01\x02garbage\r\n\r\n"), 200);
}

/* Destroyed with everything open; the teardown does it once more for nothing. */
static void destroyed_in_the_middle(void **state)
{
	struct caller a, b;

	(void)state;
	caller_upgrade(&a, "/socket");
	caller_open(&b);
	caller_ask(&b, "POST /echo HTTP/1.1\r\nContent-Length: 100", "half");
	world_settle(&w);
	serve_destroy(server);
	server = NULL;
	assert_int_equal(saw.closed, 1);
	caller_until(&a, NULL);
	caller_until(&b, NULL);
	caller_close(&a);
	caller_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		serve_test(one_after_the_other),
		serve_test(without_a_length),
		cmocka_unit_test_setup_teardown(slow_callers, open_hasty, serve_close),
		serve_test(large_answers),
		serve_test(large_bodies),
		serve_test(reset_instead_of_an_answer),
		serve_test(port_in_use),
		serve_test(this_machine_only),
		serve_test(connections_are_bounded),
		serve_test(silent_connections_are_bounded),
		serve_test(addresses),
		serve_test(small_bodies),
		serve_test(a_caller_who_leaves),
		serve_test(destroyed_in_the_middle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
