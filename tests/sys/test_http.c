/* Tests of src/sys/http.c over HTTP/1.1, against servers that misbehave. */
#include "sys/http_world.h"

#define MEGABYTE 1048576

/* ------------------------------------------------------------------ answers */

static void with_headers(void **state)
{
	(void)state;
	serve(say_ok);
	wanted_header = "x-ratelimit-remaining";
	ask_and_run("GET", "/api/v10/x?y=z", NULL);
	assert_int_equal(saw.status, 200);
	assert_string_equal(saw.body, "{\"id\":\"9007\"}");
	assert_int_equal(saw.body_len, 13);
	assert_string_equal(saw.error, "");
	assert_string_equal(saw.value, "4");
	wanted_header = "X-RATELIMIT-RESET-AFTER";
	ask_and_run("GET", "/api/v10/x?y=z", NULL);
	assert_string_equal(saw.value, "0.467");
	wanted_header = "retry-after";
	ask_and_run("GET", "/api/v10/x?y=z", NULL);
	assert_string_equal(saw.value, "(none)");
	assert_null(http_header(NULL, "date"));
	assert_non_null(strstr(peer.head, "GET /api/v10/x?y=z HTTP/1.1\r\n"));
	assert_non_null(strstr(peer.head, "\r\nUser-Agent: " HTTP_AGENT "\r\n"));
	assert_null(strcasestr(peer.head, "Content-Length"));
	assert_null(strcasestr(peer.head, "Content-Type"));
	assert_null(strcasestr(peer.head, "Authorization"));
	/* all three on one connection */
	assert_int_equal(atomic_load(&peer.connections), 1);
}

static void authorized(void **state)
{
	char url[64];

	(void)state;
	serve(say_ok);
	snprintf(url, sizeof(url), "http://localhost:%u/", (unsigned)peer.port);
	ask_url(url, true, LONG_MS);
	assert_int_equal(saw.status, 200);
	assert_non_null(strstr(peer.head, "\r\nAuthorization: " HTTP_SECRET "\r\n"));
	/* and not by accident on the same connection */
	ask_url(url, false, LONG_MS);
	assert_null(strcasestr(peer.head, "Authorization"));
}

static void methods(void **state)
{
	(void)state;
	serve(no_content);
	ask_and_run("DELETE", "/m", NULL);
	assert_int_equal(saw.status, 204);
	assert_string_equal(saw.body, "");
	assert_non_null(strstr(peer.head, "DELETE /m HTTP/1.1\r\n"));
	assert_null(strcasestr(peer.head, "Content-Length"));

	ask_and_run("PUT", "/reaction", NULL);
	assert_int_equal(saw.status, 204);
	assert_non_null(strstr(peer.head, "PUT /reaction HTTP/1.1\r\n"));
	assert_non_null(strstr(peer.head, "\r\nContent-Length: 0\r\n"));
	assert_null(strcasestr(peer.head, "Content-Type"));

	ask_and_run("PATCH", "/m", "{\"content\":\"x\"}");
	assert_non_null(strstr(peer.head, "PATCH /m HTTP/1.1\r\n"));
	assert_non_null(strstr(peer.head, "\r\nContent-Type: application/json\r\n"));
	assert_string_equal(peer.body, "{\"content\":\"x\"}");

	ask_and_run("POST", "/m", "{\"content\":\"y\"}");
	assert_non_null(strstr(peer.head, "POST /m HTTP/1.1\r\n"));
	assert_non_null(strstr(peer.head, "\r\nContent-Length: 15\r\n"));
	assert_string_equal(peer.body, "{\"content\":\"y\"}");
	ask_and_run("POST", "/m", NULL);
	assert_non_null(strstr(peer.head, "\r\nContent-Length: 0\r\n"));
	/* 204 did not cost a connection */
	assert_int_equal(atomic_load(&peer.connections), 1);
}

static void take_large_body(struct conn *c)
{
	char head[PEER_HEAD_MAX];
	char *data = malloc(HTTP_BODY_MAX);
	size_t n = 0;

	do {
		if (!peer_read_all(c, head + n, 1))
			break;
		head[++n] = '\0';
	} while (n < 4 || memcmp(head + n - 4, "\r\n\r\n", 4) != 0);
	if (!strcasestr(head, "Expect:") && peer_read_all(c, data, HTTP_BODY_MAX) &&
		data[HTTP_BODY_MAX - 1] == 'z')
		peer_say(c, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
	free(data);
	peer_wait_gone(c);
}

static void large_request(void **state)
{
	char *body = malloc(HTTP_BODY_MAX + 2);

	(void)state;
	memset(body, 'z', HTTP_BODY_MAX);
	body[HTTP_BODY_MAX] = '\0';
	serve(take_large_body);
	ask_and_run("POST", "/", body);
	assert_int_equal(saw.status, 201);
	strcat(body + HTTP_BODY_MAX, "z");
	ask_and_run("POST", "/", body);
	assert_int_equal(saw.status, 0);
	assert_string_equal(saw.error, "the body is too large");
	free(body);
}

static void rate_limited(struct conn *c)
{
	answer_all(c, "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1.337\r\n"
		      "Transfer-Encoding: chunked\r\n\r\n"
		      "8\r\n{\"retry_\r\n8\r\nafter\":1\r\n2\r\n.}\r\n0\r\nX-Trailer: t\r\n\r\n");
}

static void too_many_requests(void **state)
{
	(void)state;
	serve(rate_limited);
	wanted_header = "retry-after";
	ask_and_run("POST", "/", "{}");
	assert_int_equal(saw.status, 429);
	assert_string_equal(saw.value, "1.337");
	assert_string_equal(saw.body, "{\"retry_after\":1.}");
}

static void early_hints(struct conn *c)
{
	answer_all(c, "HTTP/1.1 103 Early Hints\r\nX-Which: first\r\n\r\n"
		      "HTTP/1.1 200 OK\r\nX-Which: second\r\nContent-Length: 1\r\n\r\nx");
}

static void interim_answer(void **state)
{
	(void)state;
	serve(early_hints);
	wanted_header = "x-which";
	ask_and_run("GET", "/", NULL);
	assert_int_equal(saw.status, 200);
	assert_string_equal(saw.value, "second");
}

static char redirect_to[64];

static void redirect(struct conn *c)
{
	char answer[256];

	snprintf(answer, sizeof(answer),
		"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", redirect_to);
	answer_all(c, answer);
}

static void not_followed(void **state)
{
	struct peer other = {.script = say_ok};
	char url[64];

	(void)state;
	peer_start(&other);
	snprintf(redirect_to, sizeof(redirect_to), "http://127.0.0.1:%u/", (unsigned)other.port);
	serve(redirect);
	snprintf(url, sizeof(url), "http://127.0.0.1:%u/", (unsigned)peer.port);
	wanted_header = "location";
	ask_url(url, true, LONG_MS);
	assert_int_equal(saw.status, 302);
	assert_string_equal(saw.value, redirect_to);
	peer_stop(&other);
	assert_int_equal(atomic_load(&other.connections), 0);
}

/* ------------------------------------------------------------------ no answer */

static void half_a_body(struct conn *c)
{
	if (peer_read_request(c))
		peer_say(c, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX: y\r\n\r\nhalf");
	peer_wait_gone(c);
}

static void slow_body(void **state)
{
	(void)state;
	wanted_header = "x";
	serve(half_a_body);
	ask("POST", "/", "{}", SHORT_MS);
	world_run(&w);
	expect_nothing("out of time", true);
}

static void half_and_reset(struct conn *c)
{
	if (!peer_read_request(c))
		return;
	peer_say(c, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
	shutdown(c->fd, SHUT_WR);
	peer_wait_gone(c);
}

static void cut_short(void **state)
{
	(void)state;
	serve(half_and_reset);
	ask_and_run("GET", "/", NULL);
	expect_nothing("", true);
}

static void read_and_reset(struct conn *c)
{
	if (peer_read_request(c))
		peer_reset(c);
}

static void reset_after_request(void **state)
{
	(void)state;
	serve(read_and_reset);
	ask_and_run("POST", "/", "{}");
	expect_nothing("", true);
	assert_int_equal(atomic_load(&peer.requests), 1);
}

static void nobody_there(void **state)
{
	char url[64];

	(void)state;
	snprintf(url, sizeof(url), "http://127.0.0.1:%u/", (unsigned)peer_dead_port());
	ask_url(url, true, LONG_MS);
	expect_nothing("", false);
	assert_true(saw.error[0]);
	ask_url("https://nowhere.test/", true, LONG_MS);
	expect_nothing("nowhere.test", false);
}

static void never_answer(void **state)
{
	(void)state;
	serve(NULL);
	ask("GET", "/", NULL, SHORT_MS);
	world_run(&w);
	expect_nothing("out of time", true);
	ask("GET", "/", NULL, -5);
	saw.wanted = 2;
	world_run(&w);
	assert_int_equal(saw.status, 0);
}

static size_t body_size;

static void send_body(struct conn *c)
{
	char head[128];
	char *data = calloc(1, MEGABYTE);
	size_t left = body_size, n;

	snprintf(head, sizeof(head), "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
	if (peer_read_request(c) && peer_say(c, head)) {
		for (; left; left -= n) {
			n = left < MEGABYTE ? left : MEGABYTE;
			if (!peer_write(c, data, n))
				break;
		}
	}
	free(data);
}

static void body_cap(void **state)
{
	(void)state;
	serve(send_body);
	body_size = HTTP_ANSWER_MAX;
	ask_and_run("GET", "/", NULL);
	assert_int_equal(saw.status, 200);
	assert_int_equal(saw.body_len, HTTP_ANSWER_MAX);
	body_size = HTTP_ANSWER_MAX + 1;
	ask_and_run("GET", "/", NULL);
	expect_nothing("", true);
}

static int header_lines;

static void many_headers(struct conn *c)
{
	int i;

	if (!peer_read_request(c))
		return;
	peer_say(c, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");
	for (i = 0; i < header_lines; i++) {
		if (!peer_say(c, "X-Filler: ..........................................\r\n"))
			break;
	}
	peer_say(c, "\r\n");
}

static void header_cap(void **state)
{
	(void)state;
	serve(many_headers);
	header_lines = 1000; /* 54 bytes each */
	ask_and_run("GET", "/", NULL);
	assert_int_equal(saw.status, 200);
	header_lines = 1300;
	ask_and_run("GET", "/", NULL);
	expect_nothing("", true);
}

static void no_http(struct conn *c)
{
	answer_all(c, "220 mail.example ESMTP\r\n\r\n");
}

static void not_http(void **state)
{
	(void)state;
	serve(no_http);
	ask_and_run("GET", "/", NULL);
	expect_nothing("", true);
}

/*
 * A kept-alive connection that breaks instead of an answer: libcurl repeats the request, as http.h
 * says.  This pins down what callers have to reckon with.
 */
static void hang_up_on_second(struct conn *c)
{
	if (c->number == 0) {
		if (peer_read_request(c))
			peer_say(c, "HTTP/1.1 204 No Content\r\n\r\n");
		peer_read_request(c);
		return;
	}
	no_content(c);
}

static void repeated_by_libcurl(void **state)
{
	(void)state;
	serve(hang_up_on_second);
	ask_and_run("POST", "/", "{}");
	ask_and_run("POST", "/", "{}");
	assert_int_equal(saw.status, 204);
	assert_int_equal(atomic_load(&peer.requests), 3);
	assert_int_equal(atomic_load(&peer.connections), 2);
}

/* ------------------------------------------------------------------ what is refused */

static void refused(void **state)
{
	static const struct {
		const char *url, *error;
	} cases[] = {
		{"http://discord.com/", "plain http is for this machine only"},
		{"http://192.0.2.1/", "plain http is for this machine only"},
		{"ftp://localhost/", "no valid http or https URL"},
		{"file:///etc/passwd", "no valid http or https URL"},
		{"wss://discord.com/", "no valid http or https URL"},
		{"https://user@discord.com/", "no valid http or https URL"},
		{"https://discord.com/\r\nX: y", "no valid http or https URL"},
		{"", "no valid http or https URL"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ask_url(cases[i].url, true, LONG_MS);
		expect_nothing(cases[i].error, false);
	}
	serve(say_ok);
	ask_and_run("HEAD", "/", NULL);
	expect_nothing("unknown method", false);
	ask_and_run("GET", "/", "{}");
	expect_nothing("a body with a method that takes none", false);
	assert_int_equal(atomic_load(&peer.connections), 0);
}

static void no_credentials(void **state)
{
	char url[64];

	(void)state;
	http_destroy(http);
	http = http_create(w.loop, &(struct http_options){HTTP_AGENT, NULL});
	assert_non_null(http);
	serve(say_ok);
	snprintf(url, sizeof(url), "http://127.0.0.1:%u/", (unsigned)peer.port);
	ask_url(url, true, LONG_MS);
	expect_nothing("no credentials", false);
	ask_url(url, false, LONG_MS);
	assert_int_equal(saw.status, 200);
}

static void bad_options(void **state)
{
	(void)state;
	assert_null(http_create(w.loop, &(struct http_options){"a\r\nX: y", NULL}));
	assert_null(http_create(w.loop, &(struct http_options){"a", "Bot x\r\nX: y"}));
	assert_null(http_create(w.loop, &(struct http_options){"", NULL}));
	http_destroy(NULL);
}

/* A proxy in the environment would get every request, the credentials included. */
static void no_proxy(void **state)
{
	char proxy[64];

	(void)state;
	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%u", (unsigned)peer_dead_port());
	setenv("http_proxy", proxy, 1);
	setenv("ALL_PROXY", proxy, 1);
	serve(say_ok);
	ask_and_run("GET", "/", NULL);
	unsetenv("http_proxy");
	unsetenv("ALL_PROXY");
	assert_int_equal(saw.status, 200);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(with_headers),
		TEST(authorized),
		TEST(methods),
		TEST(large_request),
		TEST(too_many_requests),
		TEST(interim_answer),
		TEST(not_followed),
		TEST(slow_body),
		TEST(cut_short),
		TEST(reset_after_request),
		TEST(nobody_there),
		TEST(never_answer),
		TEST(body_cap),
		TEST(header_cap),
		TEST(not_http),
		TEST(repeated_by_libcurl),
		TEST(refused),
		TEST(no_credentials),
		TEST(bad_options),
		TEST(no_proxy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
