/* Tests of src/sys/serve_conn.c: what a request may say. */
#include "sys/serve_world.h"

/* The status of a request with those header lines after its first. */
static int status_of(const char *first, const char *headers)
{
	char *text = malloc(8192);
	int status;

	snprintf(text, 8192, "%s\r\n%s\r\n", first, headers);
	status = caller_status(text);
	free(text);
	return status;
}

static void hosts(void **state)
{
	static const struct {
		const char *host;
		int status;
	} cases[] = {{"127.0.0.1:%u", 200}, {"localhost:%u", 200}, {"evil.example:%u", 403},
		{"127.0.0.1", 403}, {"localhost", 403}, {"127.0.0.1:%u.evil.example", 403},
		{"[::1]:%u", 403}, {"127.0.0.1:1%u", 403}};
	char host[64], line[96];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *at = strstr(cases[i].host, "%u");

		snprintf(host, sizeof(host), "%.*s", at ? (int)(at - cases[i].host) : 60,
			cases[i].host);
		if (at)
			snprintf(host + strlen(host), 32, "%u%s", (unsigned)serve_port(server),
				at + 2);
		snprintf(line, sizeof(line), "Host: %s\r\n", host);
		assert_int_equal(status_of("GET /echo HTTP/1.1", line), cases[i].status);
	}
	assert_int_equal(status_of("GET /echo HTTP/1.1", ""), 403);
}

static void origins(void **state)
{
	char headers[256];
	const unsigned port = serve_port(server);

	(void)state;
	snprintf(headers, sizeof(headers), "Host: 127.0.0.1:%u\r\nOrigin: http://evil.example\r\n",
		port);
	assert_int_equal(status_of("POST /echo HTTP/1.1", headers), 403);
	snprintf(headers, sizeof(headers), "Host: 127.0.0.1:%u\r\nOrigin: null\r\n", port);
	assert_int_equal(status_of("GET /echo HTTP/1.1", headers), 403);
	snprintf(headers, sizeof(headers), "Host: 127.0.0.1:%u\r\nOrigin: http://localhost:%u\r\n",
		port, port);
	assert_int_equal(status_of("GET /echo HTTP/1.1", headers), 200);
	snprintf(headers, sizeof(headers),
		"Host: 127.0.0.1:%u\r\nOrigin: http://evil.example\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
		port);
	assert_int_equal(status_of("GET /socket HTTP/1.1", headers), 403);
	assert_int_equal(saw.opened, 0);
}

static void lengths(void **state)
{
	static const struct {
		const char *headers;
		int status;
	} cases[] = {
		{"Content-Length: -1\r\n", 400},
		{"Content-Length: 0x10\r\n", 400},
		{"Content-Length: 99999999999999999999999999\r\n", 400},
		{"Content-Length: 99999999999\r\n", 413},
		{"Transfer-Encoding: chunked\r\n", 411},
	};
	char headers[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(headers, sizeof(headers), "Host: 127.0.0.1:%u\r\n%s",
			(unsigned)serve_port(server), cases[i].headers);
		assert_int_equal(status_of("POST /echo HTTP/1.1", headers), cases[i].status);
	}
	assert_int_equal(saw.requests, 0);
}

static void long_things(void **state)
{
	char *text = calloc(1, 8192), *long_one = calloc(1, 4096);
	const unsigned port = serve_port(server);

	(void)state;
	memset(long_one, 'x', SERVE_PATH_MAX);
	snprintf(
		text, 8192, "GET /under/%s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", long_one, port);
	assert_int_equal(caller_status(text), 414);
	snprintf(text, 8192, "GET /echo?%s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", long_one, port);
	assert_int_equal(caller_status(text), 414);
	memset(long_one + SERVE_HEADER_MAX, 0, 4096 - SERVE_HEADER_MAX);
	snprintf(text, 8192, "GET /echo HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nUser-Agent: %s\r\n\r\n",
		port, long_one);
	assert_int_equal(caller_status(text), 431);
	assert_int_equal(saw.requests, 0);
	free(text);
	free(long_one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		serve_test(hosts),
		serve_test(origins),
		serve_test(lengths),
		serve_test(long_things),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
