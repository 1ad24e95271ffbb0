/* Tests of src/sys/serve_http.c. */
#include "sys/serve_http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void own_names(void **state)
{
	(void)state;
	assert_true(serve_http_host_ok("127.0.0.1:8080", SERVE_ADDRESS, 8080));
	assert_true(serve_http_host_ok("localhost:8080", SERVE_ADDRESS, 8080));
	assert_false(serve_http_host_ok("localhost:8081", SERVE_ADDRESS, 8080));
	assert_false(serve_http_host_ok("localhost", SERVE_ADDRESS, 8080));
	/* the port that goes without saying */
	assert_true(serve_http_host_ok("localhost", SERVE_ADDRESS, 80));
	assert_true(serve_http_host_ok("127.0.0.1:80", SERVE_ADDRESS, 80));
	assert_false(serve_http_host_ok("evil.example", SERVE_ADDRESS, 80));
	assert_false(serve_http_host_ok("", SERVE_ADDRESS, 8080));
	assert_true(serve_http_origin_ok("", SERVE_ADDRESS, 8080));
	assert_true(serve_http_origin_ok("http://127.0.0.1:8080", SERVE_ADDRESS, 8080));
	assert_false(serve_http_origin_ok("https://127.0.0.1:8080", SERVE_ADDRESS, 8080));
	assert_false(serve_http_origin_ok("http://127.0.0.1:8080/", SERVE_ADDRESS, 8080));
	assert_false(serve_http_origin_ok("null", SERVE_ADDRESS, 8080));
	/* one that listens elsewhere on this machine */
	assert_true(serve_http_host_ok("127.0.0.2:8080", "127.0.0.2", 8080));
	assert_false(serve_http_host_ok("127.0.0.1:8080", "127.0.0.2", 8080));
	assert_true(serve_http_origin_ok("http://127.0.0.2:8080", "127.0.0.2", 8080));
}

static void routes(void **state)
{
	static const struct serve_route table[] = {
		{"/", NULL, NULL}, {"/api/*", NULL, NULL}, {"/page", NULL, NULL}};

	(void)state;
	assert_ptr_equal(serve_http_route(table, 3, "/"), &table[0]);
	assert_ptr_equal(serve_http_route(table, 3, "/api/v10/x"), &table[1]);
	assert_ptr_equal(serve_http_route(table, 3, "/api/"), &table[1]);
	assert_ptr_equal(serve_http_route(table, 3, "/page"), &table[2]);
	assert_null(serve_http_route(table, 3, "/page/"));
	assert_null(serve_http_route(table, 3, "/api"));
	assert_null(serve_http_route(table, 3, ""));
}

static void heads(void **state)
{
	struct serve_answer answer = {.status = 200, .type = "text/plain"};
	struct buf out;

	(void)state;
	buf_init(&out, SERVE_HTTP_HEAD_MAX);
	buf_init(&answer.headers, SERVE_HEADERS_MAX);
	buf_init(&answer.body, 100);
	buf_puts(&answer.body, "hi");
	assert_true(serve_header(&answer, "X-A", "b"));
	assert_true(serve_http_head(&answer, true, &out));
	assert_string_equal(buf_str(&out),
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n"
		"Connection: close\r\nX-A: b\r\n\r\n");
	assert_false(serve_header(&answer, "X-B", "c\nd"));
	assert_false(buf_ok(&answer.headers));
	serve_http_error(&answer, 404);
	assert_true(buf_ok(&answer.headers));
	assert_string_equal(buf_str(&answer.body), "404 Not Found\n");
	answer = (struct serve_answer){
		.status = 204, .headers = answer.headers, .body = answer.body};
	buf_clear(&out);
	serve_http_head(&answer, false, &out);
	assert_string_equal(buf_str(&out), "HTTP/1.1 204 No Content\r\n\r\n");
	buf_free(&out);
	buf_free(&answer.headers);
	buf_free(&answer.body);
}

static void queries(void **state)
{
	const struct serve_request request = {.query = "v=10&encoding=json&e=&x"};
	char out[5];

	(void)state;
	assert_true(serve_query(&request, "v", out, sizeof(out)));
	assert_string_equal(out, "10");
	assert_true(serve_query(&request, "encoding", out, sizeof(out)));
	assert_string_equal(out, "json");
	assert_false(serve_query(&request, "encoding", out, 4));
	assert_string_equal(out, "");
	assert_true(serve_query(&request, "e", out, sizeof(out)));
	assert_string_equal(out, "");
	assert_false(serve_query(&request, "x", out, sizeof(out)));
	assert_false(serve_query(&request, "en", out, sizeof(out)));
}

static void cookies(void **state)
{
	const struct serve_request request = {.cookie = "; a=1;bc=23; d=; e; f=x=y;  a=2"};
	char out[5];

	(void)state;
	assert_true(serve_cookie(&request, "a", out, sizeof(out)));
	assert_string_equal(out, "1");
	assert_true(serve_cookie(&request, "bc", out, sizeof(out)));
	assert_string_equal(out, "23");
	assert_true(serve_cookie(&request, "d", out, sizeof(out)));
	assert_string_equal(out, "");
	assert_true(serve_cookie(&request, "f", out, sizeof(out)));
	assert_string_equal(out, "x=y");
	assert_false(serve_cookie(&request, "e", out, sizeof(out)));
	assert_false(serve_cookie(&request, "b", out, sizeof(out)));
	assert_false(serve_cookie(&request, "f", out, 3));
	assert_string_equal(out, "");
	assert_false(serve_cookie(&(struct serve_request){.cookie = ""}, "a", out, sizeof(out)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_names),
		cmocka_unit_test(routes),
		cmocka_unit_test(heads),
		cmocka_unit_test(queries),
		cmocka_unit_test(cookies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
