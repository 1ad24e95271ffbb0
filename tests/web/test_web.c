/* Tests of src/web/web.c: a caller in bytes of its own choosing, on the same loop. */
#include "web/web.h"

#include "web/asker.h"

static struct web *web;
static enum health_level level;
static size_t measured_bytes;

static void find(void *ctx, struct health *h)
{
	assert_ptr_equal(ctx, &w);
	health_find(h, "it", level, "as it is");
}

static void measure(void *ctx, struct metrics *m)
{
	size_t i;

	assert_ptr_equal(ctx, &w);
	metrics_family(m, "x", METRICS_GAUGE, "X.");
	for (i = 0; i < measured_bytes; i++)
		buf_putc(m->out, '\n');
	metrics_count(m, NULL, 0, 5);
}

static int set_up(void **state)
{
	(void)state;
	level = HEALTH_OK;
	measured_bytes = 0;
	world_open(&w, NULL);
	web = web_create(&(struct web_options){.loop = w.loop,
		.address = "127.0.0.1",
		.healthy = find,
		.ready = find,
		.measure = measure,
		.ctx = &w});
	assert_non_null(web);
	asked_port = web_port(web);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	web_destroy(web);
	world_close(&w);
	return 0;
}

static void health(void **state)
{
	(void)state;
	ANSWERS("HTTP/1.1 200 OK", "GET", "/healthz", "");
	ANSWERS("\"reason\":\"as it is\"", "GET", "/readyz", "");
	ANSWERS("Content-Type: application/json", "GET", "/readyz?verbose", "");
	level = HEALTH_WARN;
	ANSWERS("HTTP/1.1 200 OK", "GET", "/readyz", "");
	level = HEALTH_FAIL;
	ANSWERS("HTTP/1.1 503 ", "GET", "/readyz", "");
	ANSWERS("{\"status\":\"fail\"", "GET", "/healthz", "");
	ANSWERS("HTTP/1.1 503 ", "HEAD", "/readyz", "");
	assert_int_equal(web_counts(web).answered, 7);
	assert_int_equal(web_counts(web).refused, 0);
}

static void metrics(void **state)
{
	(void)state;
	ANSWERS("# TYPE lumbard_x gauge\nlumbard_x 5\n", "GET", "/metrics", "");
	ANSWERS("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n", "GET", "/metrics",
		"");
	/* a scraper's own habits */
	ANSWERS("lumbard_x 5\n", "GET", "/metrics",
		"Accept: application/openmetrics-text;version=1.0.0\r\nAccept-Encoding: gzip\r\n"
		"User-Agent: Prometheus/2.42.0\r\nX-Prometheus-Scrape-Timeout-Seconds: 10\r\n");
	measured_bytes = WEB_METRICS_MAX;
	ANSWERS("HTTP/1.1 500 ", "GET", "/metrics", "");
}

static void head_has_no_body(void **state)
{
	const char *answer;

	(void)state;
	answer = ask("HEAD", "/metrics", "");
	assert_non_null(strstr(answer, "200 OK"));
	assert_string_equal(strstr(answer, "\r\n\r\n"), "\r\n\r\n");
	buf_free(&got);
}

static void only_asking(void **state)
{
	static const char *const methods[] = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"};
	static const char *const paths[] = {"/", "/healthz", "/readyz", "/metrics"};
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		for (k = 0; k < sizeof(paths) / sizeof(paths[0]); k++)
			ANSWERS("HTTP/1.1 405 ", methods[i], paths[k], "Content-Length: 0\r\n");
	}
	ANSWERS("Allow: GET, HEAD\r\n", "POST", "/metrics", "Content-Length: 1\r\n\r\nx");
	assert_int_equal(web_counts(web).answered, 0);
	assert_int_equal(web_counts(web).refused, 21);
	ANSWERS("HTTP/1.1 413 ", "POST", "/metrics", "Content-Length: 16385\r\n");
}

static void other_paths(void **state)
{
	(void)state;
	ANSWERS("HTTP/1.1 200 ", "GET", "/", "");
	ANSWERS("HTTP/1.1 404 ", "GET", "/metrics/", "");
	ANSWERS("HTTP/1.1 404 ", "GET", "/debug/pprof", "");
	ANSWERS("HTTP/1.1 404 ", "GET", "/../etc/passwd", "");
	ANSWERS("X-Frame-Options: DENY", "GET", "/nothing", "");
	ANSWERS("Content-Security-Policy: default-src 'none'", "GET", "/metrics", "");
}

/* What a page in somebody's browser can make that browser ask (DNS rebinding, and across origins). */
static void foreign_pages(void **state)
{
	static const char rebound[] = "GET /metrics HTTP/1.1\r\nHost: evil.example\r\n"
				      "Connection: close\r\n\r\n";
	static const char without[] = "GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n";

	(void)state;
	assert_null(strstr(exchange(rebound, sizeof(rebound) - 1), "lumbard_x"));
	assert_non_null(strstr(buf_str(&got), " 403 "));
	buf_free(&got);
	assert_null(strstr(exchange(without, sizeof(without) - 1), "lumbard_x"));
	buf_free(&got);
	ANSWERS(" 403 ", "GET", "/metrics", "Origin: http://evil.example\r\n");
	ANSWERS(" 403 ", "GET", "/metrics", "Origin: null\r\n");
	assert_int_equal(web_counts(web).answered, 0);
}

/* What is no request ends its connection, and the next one is served. */
static void hostile_bytes(void **state)
{
	static const char *const bytes[] = {
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n",
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
		"GET\r\n\r\n",
		"GET /metrics HTTP/9.9\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
		"GET http://127.0.0.1/ HTTP/1.1\r\nConnection: close\r\n\r\n",
		"BREW /metrics HTTP/1.1\r\nConnection: close\r\n\r\n",
		"GET /%00%ff%zz HTTP/1.1\r\nConnection: close\r\n\r\n",
	};
	char *large = malloc(40000);
	size_t i;

	(void)state;
	assert_non_null(large);
	for (i = 0; i < sizeof(bytes) / sizeof(bytes[0]); i++) {
		assert_null(strstr(exchange(bytes[i], strlen(bytes[i])), "lumbard_x"));
		buf_free(&got);
	}
	memset(large, 'a', 40000);
	memcpy(large, "GET /", 5);
	assert_null(strstr(exchange(large, 40000), "200"));
	buf_free(&got);
	memcpy(large, "GET /metrics HTTP/1.1\r\nX: ", 26);
	assert_null(strstr(exchange(large, 40000), "200"));
	buf_free(&got);
	free(large);
	ANSWERS("HTTP/1.1 200 OK", "GET", "/healthz", "");
}

static void only_loopback(void **state)
{
	struct web_options o = {.loop = w.loop, .address = "0.0.0.0"};

	(void)state;
	assert_null(web_create(&o));
	o.address = "127.0.0.1";
	o.port = web_port(web);
	assert_null(web_create(&o));
	assert_true(world_logged(&w, "in use"));
	web_destroy(NULL);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(health),
		TEST(metrics),
		TEST(head_has_no_body),
		TEST(only_asking),
		TEST(other_paths),
		TEST(foreign_pages),
		TEST(hostile_bytes),
		TEST(only_loopback),
	};

	return cmocka_run_group_tests_name("web/web", tests, NULL, NULL);
}
