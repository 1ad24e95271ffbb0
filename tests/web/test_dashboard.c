/* Tests of src/web/dashboard.c: a caller in bytes of its own choosing, on the same loop. */
#include "web/dashboard.h"

#include "web/asker.h"
#include "web/web.h"

#define TOKEN "a-token-of-some-length"
#define PATHS(list) (sizeof(list) / sizeof((list)[0]))

static struct web *web;
static int acts, shows;
static char acted_by[LOGIN_WHO_MAX];
static char cookie[128], key[LOGIN_SECRET_MAX];

static void find(void *ctx, struct health *h)
{
	(void)ctx;
	health_find(h, "it", HEALTH_OK, "as it is");
}

static void measure(void *ctx, struct metrics *m)
{
	(void)ctx;
	metrics_family(m, "x", METRICS_GAUGE, "X.");
}

static bool show(void *ctx, struct buf *out)
{
	assert_ptr_equal(ctx, &w);
	shows++;
	return buf_puts(out, "{\"a\":\n1}");
}

static void count(void *ctx, struct history *h)
{
	assert_ptr_equal(ctx, &w);
	history_add(h, "g", "a", 1);
}

static const char *act(void *ctx, const char *who, const json *what, struct buf *out)
{
	assert_ptr_equal(ctx, &w);
	acts++;
	snprintf(acted_by, sizeof(acted_by), "%s", who);
	if (!json_get_string(what, "do"))
		return "that is not understood";
	buf_puts(out, "{\"done\":\"");
	buf_puts(out, json_get_string(what, "do"));
	buf_puts(out, "\"}");
	return NULL;
}

static void open_web(const char *token)
{
	web = web_create(&(struct web_options){.loop = w.loop,
		.address = "127.0.0.1",
		.healthy = find,
		.ready = find,
		.measure = measure,
		.token = token,
		.show = show,
		.count = count,
		.act = act,
		.ctx = &w});
	assert_non_null(web);
	asked_port = web_port(web);
}

static int set_up(void **state)
{
	(void)state;
	acts = shows = 0;
	cookie[0] = key[0] = '\0';
	world_open(&w, NULL);
	open_web(TOKEN);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	web_destroy(web);
	world_close(&w);
	return 0;
}

/* The answer to a POST of that body; headers come before those that every one has. */
static const char *post_as(const char *path, const char *headers, const char *body)
{
	char text[24000];
	int n = snprintf(text, sizeof(text),
		"POST %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nConnection: close\r\n%sContent-Length: "
		"%zu\r\n\r\n%s",
		path, (unsigned)asked_port, headers, strlen(body), body);

	return exchange(text, (size_t)n);
}

#define JSON_HEAD "Content-Type: application/json\r\n"

/* As the page does it. */
static const char *post(const char *path, const char *body)
{
	char headers[512];

	snprintf(headers, sizeof(headers), JSON_HEAD "Origin: http://127.0.0.1:%u\r\n%s%s%s",
		(unsigned)asked_port, *cookie ? "Cookie: " : "", cookie, *cookie ? "\r\n" : "");
	return post_as(path, headers, body);
}

#define POSTS(expected, ...)                                                                       \
	do {                                                                                       \
		const char *answer_ = post(__VA_ARGS__);                                           \
		if (!strstr(answer_, expected))                                                    \
			fail_msg("no '%s' in: %s", expected, answer_);                             \
		buf_free(&got);                                                                    \
	} while (0)

static const char *get(const char *path)
{
	char headers[300];

	snprintf(headers, sizeof(headers), "%s%s%s", *cookie ? "Cookie: " : "", cookie,
		*cookie ? "\r\n" : "");
	return ask("GET", path, headers);
}

static void log_in_as(const char *more)
{
	const char *answer, *at;
	char body[256];

	snprintf(body, sizeof(body), "{\"token\":\"" TOKEN "\"%s}", more);
	answer = post(DASHBOARD_PATH "/login", body);
	assert_non_null(strstr(answer, "HTTP/1.1 204 "));
	at = strstr(answer, "Set-Cookie: ");
	assert_non_null(at);
	assert_non_null(strstr(at, "; HttpOnly; SameSite=Strict\r\n"));
	assert_null(strstr(at, "Domain"));
	snprintf(cookie, sizeof(cookie), "%.*s", (int)strcspn(at + 12, ";"), at + 12);
	buf_free(&got);
	at = strstr(get(DASHBOARD_PATH "/session"), "\"key\":\"");
	assert_non_null(at);
	snprintf(key, sizeof(key), "%.*s", LOGIN_SECRET_MAX - 1, at + 7);
	buf_free(&got);
}

static void log_in(void)
{
	log_in_as("");
}

static const char *with_key(const char *rest)
{
	static char body[8192];

	snprintf(body, sizeof(body), "{\"key\":\"%s\"%s}", key, rest);
	return body;
}

static void used(void **state)
{
	(void)state;
	log_in();
	POSTS("{\"done\":\"something\"}", DASHBOARD_PATH "/act", with_key(",\"do\":\"something\""));
	POSTS("{\"error\":\"that is not understood\"}", DASHBOARD_PATH "/act", with_key(""));
	assert_int_equal(acts, 2);
	POSTS("204", DASHBOARD_PATH "/leave", with_key(""));
	POSTS("HTTP/1.1 401 ", DASHBOARD_PATH "/act", with_key(",\"do\":\"something\""));
	assert_int_equal(acts, 2);
	assert_int_equal(dashboard_counts(web_dashboard(web)).login.ok, 1);
	assert_true(world_logged(&w, "somebody has logged in"));
	assert_string_equal(acted_by, "session 1");
	/* with a name, which the record has */
	POSTS("HTTP/1.1 400 ", DASHBOARD_PATH "/login",
		"{\"token\":\"" TOKEN "\",\"name\":\"An\\nn\"}");
	assert_int_equal(dashboard_counts(web_dashboard(web)).login.sessions, 0);
	log_in_as(",\"name\":\"Ann\"");
	POSTS("{\"done\":\"something\"}", DASHBOARD_PATH "/act", with_key(",\"do\":\"something\""));
	assert_string_equal(acted_by, "session 3, Ann");
}

/* Without a login there is the page's own text, and nothing that lumbard knows. */
static void strangers(void **state)
{
	static const char *const paths[] = {"/session", "/events"};
	static const char *const cookies[] = {"", "Cookie: lumbard-1=x\r\n", "Cookie: lumbard-\r\n",
		"Cookie: =\r\n", "Cookie: ;;;\r\n"};
	size_t i, k;

	(void)state;
	for (i = 0; i < PATHS(paths); i++) {
		char path[64];

		snprintf(path, sizeof(path), DASHBOARD_PATH "%s", paths[i]);
		for (k = 0; k < PATHS(cookies); k++)
			ANSWERS("HTTP/1.1 401 ", "GET", path, cookies[k]);
		snprintf(cookie, sizeof(cookie), "lumbard-%u=%064d", (unsigned)asked_port, 0);
		assert_non_null(strstr(get(path), "HTTP/1.1 401 "));
		buf_free(&got);
		cookie[0] = '\0';
	}
	POSTS("HTTP/1.1 401 ", DASHBOARD_PATH "/act", "{\"key\":\"\",\"do\":\"x\"}");
	POSTS("HTTP/1.1 401 ", DASHBOARD_PATH "/leave", "{}");
	assert_int_equal(acts, 0);
	ANSWERS("<title>lumbard dashboard</title>", "GET", DASHBOARD_PATH "/", "");
	ANSWERS("HTTP/1.1 200 ", "HEAD", DASHBOARD_PATH "/dashboard.js", "");
	ANSWERS("Location: dashboard/\r\n", "GET", DASHBOARD_PATH, "");
	ANSWERS("HTTP/1.1 404 ", "GET", DASHBOARD_PATH "/../web.c", "");
	ANSWERS("HTTP/1.1 404 ", "GET", DASHBOARD_PATH "boards", "");
}

/* What another site could have a browser send, although the browser holds the cookie. */
static void other_sites(void **state)
{
	char headers[512];

	(void)state;
	log_in();
	/* without an origin, with a foreign one, as a form would send it */
	snprintf(headers, sizeof(headers), JSON_HEAD "Cookie: %s\r\n", cookie);
	assert_non_null(strstr(post_as(DASHBOARD_PATH "/act", headers, with_key(",\"do\":\"x\"")),
		"HTTP/1.1 403 "));
	buf_free(&got);
	snprintf(headers, sizeof(headers),
		JSON_HEAD "Origin: http://evil.example\r\nCookie: %s\r\n", cookie);
	assert_non_null(strstr(post_as(DASHBOARD_PATH "/act", headers, with_key(",\"do\":\"x\"")),
		"HTTP/1.1 403 "));
	buf_free(&got);
	snprintf(headers, sizeof(headers),
		"Content-Type: text/plain\r\nOrigin: http://127.0.0.1:%u\r\nCookie: %s\r\n",
		(unsigned)asked_port, cookie);
	assert_non_null(strstr(post_as(DASHBOARD_PATH "/act", headers, with_key(",\"do\":\"x\"")),
		"HTTP/1.1 415 "));
	buf_free(&got);
	/* with the cookie alone */
	POSTS("HTTP/1.1 403 ", DASHBOARD_PATH "/act", "{\"do\":\"x\"}");
	POSTS("HTTP/1.1 403 ", DASHBOARD_PATH "/act", "{\"key\":\"\",\"do\":\"x\"}");
	POSTS("HTTP/1.1 403 ", DASHBOARD_PATH "/act", "{\"key\":7,\"do\":\"x\"}");
	POSTS("HTTP/1.1 403 ", DASHBOARD_PATH "/leave", "{}");
	/* and by reading alone nothing is done */
	assert_non_null(strstr(get(DASHBOARD_PATH "/act?do=x"), "HTTP/1.1 405 "));
	buf_free(&got);
	assert_int_equal(acts, 0);
}

static void headers(void **state)
{
	static const char *const paths[] = {"/", "/session", "/nothing", "/login"};
	static const char *const wanted[] = {
		("Content-Security-Policy: default-src 'none'; script-src "
		 "'self'; style-src 'self'; connect-src 'self'; "),
		"frame-ancestors 'none'", "X-Content-Type-Options: nosniff",
		"Referrer-Policy: no-referrer", "Cache-Control: no-store",
		"Cross-Origin-Resource-Policy: same-origin"};
	char path[64];
	size_t i, k;

	(void)state;
	for (i = 0; i < PATHS(paths); i++) {
		snprintf(path, sizeof(path), DASHBOARD_PATH "%s", paths[i]);
		for (k = 0; k < PATHS(wanted); k++)
			ANSWERS(wanted[k], "GET", path, "");
	}
}

static void wrong_tokens(void **state)
{
	int i;

	(void)state;
	POSTS("HTTP/1.1 401 ", DASHBOARD_PATH "/login", "{}");
	POSTS("HTTP/1.1 401 ", DASHBOARD_PATH "/login", "{\"token\":[\"" TOKEN "\"]}");
	for (i = 2; i < LOGIN_FAILURES; i++)
		POSTS("HTTP/1.1 401 ", DASHBOARD_PATH "/login", "{\"token\":\"wrong\"}");
	POSTS("HTTP/1.1 429 ", DASHBOARD_PATH "/login", "{\"token\":\"" TOKEN "\"}");
	POSTS("Retry-After: 30\r\n", DASHBOARD_PATH "/login", "{\"token\":\"" TOKEN "\"}");
	assert_false(world_logged(&w, TOKEN));
	assert_int_equal(dashboard_counts(web_dashboard(web)).login.wrong, LOGIN_FAILURES);
	assert_int_equal(dashboard_counts(web_dashboard(web)).login.refused, 2);
}

/* Whatever is posted: one answer, nothing of it in that, and the next one is served. */
static void hostile_bodies(void **state)
{
	static const char *const bodies[] = {"", "{", "null", "[]", "7", "\"<script>\"",
		"{\"key\":\"<script>alert(1)</script>\"}", "\xff\xfe{}", "{\"do\":\"\\u0000\"}",
		"{\"key\":{\"a\":[[[[[[1]]]]]]}}", "{} {}"};
	static char large[17000];
	size_t i;

	(void)state;
	log_in();
	for (i = 0; i < PATHS(bodies); i++) {
		assert_null(strstr(post(DASHBOARD_PATH "/act", bodies[i]), "alert("));
		assert_non_null(strstr(buf_str(&got), "HTTP/1.1 40"));
		buf_free(&got);
		assert_null(strstr(post(DASHBOARD_PATH "/login", bodies[i]), "alert("));
		buf_free(&got);
	}
	memset(large, '[', sizeof(large) - 1);
	POSTS("HTTP/1.1 413 ", DASHBOARD_PATH "/act", large);
	large[WEB_BODY_MAX - 1] = '\0';
	POSTS("HTTP/1.1 400 ", DASHBOARD_PATH "/act", large);
	assert_int_equal(acts, 0);
	POSTS("{\"done\":\"x\"}", DASHBOARD_PATH "/act", with_key(",\"do\":\"x\""));
}

/* A page that is told events, beside the caller of asker.h. */
static struct {
	int fd;
	struct loop_fd *watch;
	struct buf got;
	bool ended;
} page;

static void on_told(void *ctx)
{
	char bytes[65536];
	ssize_t n;

	(void)ctx;
	while ((n = read(page.fd, bytes, sizeof(bytes))) > 0)
		buf_put(&page.got, bytes, (size_t)n);
	if (n == 0 || errno != EAGAIN) {
		page.ended = true;
		loop_fd_remove(page.watch);
		page.watch = NULL;
	}
	loop_stop(w.loop);
}

static void open_page(void)
{
	const struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons(asked_port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	char text[512];
	int n = snprintf(text, sizeof(text),
		"GET " DASHBOARD_PATH
		"/events HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: %s\r\n\r\n",
		(unsigned)asked_port, cookie);

	memset(&page, 0, sizeof(page));
	buf_init(&page.got, 1 << 22);
	page.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(page.fd, (const struct sockaddr *)&to, sizeof(to)), 0);
	page.watch = loop_fd_add(w.loop, page.fd, on_told, NULL);
	assert_int_equal(send(page.fd, text, (size_t)n, MSG_NOSIGNAL), n);
}

static void page_until(const char *part)
{
	while (!page.ended && !strstr(buf_str(&page.got), part))
		world_run(&w);
	assert_non_null(strstr(buf_str(&page.got), part));
}

/* The head, and what there is, at once; then what comes; the end with the session. */
static void told(void **state)
{
	(void)state;
	log_in();
	dashboard_record(web_dashboard(web), "{\"r\":1}", 7);
	open_page();
	page_until("event: record\ndata: {\"r\":1}\n\n");
	page_until("Content-Type: text/event-stream\r\n");
	page_until("event: state\ndata: {\"a\": 1}\n\n");
	page_until("event: history\ndata: {\"fine\"");
	assert_int_equal(dashboard_counts(web_dashboard(web)).clients, 1);
	dashboard_record(web_dashboard(web), "{\"r\":2}", 7);
	page_until("event: record\ndata: {\"r\":2}\n\n");
	POSTS("204", DASHBOARD_PATH "/leave", with_key(""));
	dashboard_record(web_dashboard(web), "{\"r\":3}", 7);
	while (!page.ended)
		world_run(&w);
	assert_null(strstr(buf_str(&page.got), "{\"r\":3}"));
	assert_int_equal(dashboard_counts(web_dashboard(web)).clients, 0);
	close(page.fd);
	buf_free(&page.got);
}

/* A further page is refused, and the metrics are still there. */
static void many_pages(void **state)
{
	struct buf pages[DASHBOARD_CLIENTS_MAX];
	int fds[DASHBOARD_CLIENTS_MAX];
	size_t i;

	(void)state;
	log_in();
	for (i = 0; i < DASHBOARD_CLIENTS_MAX; i++) {
		open_page();
		page_until("event: history");
		loop_fd_remove(page.watch);
		fds[i] = page.fd;
		pages[i] = page.got;
	}
	assert_non_null(strstr(get(DASHBOARD_PATH "/events"), "HTTP/1.1 503 "));
	buf_free(&got);
	assert_int_equal(dashboard_counts(web_dashboard(web)).turned_away, 1);
	ANSWERS("lumbard_x", "GET", "/metrics", "");
	for (i = 0; i < DASHBOARD_CLIENTS_MAX; i++) {
		close(fds[i]);
		buf_free(&pages[i]);
	}
}

static void turned_off(void **state)
{
	(void)state;
	web_destroy(web);
	open_web(NULL);
	ANSWERS("dashboard: {token: {env: DASHBOARD_TOKEN}}", "GET", DASHBOARD_PATH "/", "");
	ANSWERS("HTTP/1.1 404 ", "GET", DASHBOARD_PATH "/session", "");
	POSTS("HTTP/1.1 404 ", DASHBOARD_PATH "/login", "{\"token\":\"" TOKEN "\"}");
	POSTS("HTTP/1.1 404 ", DASHBOARD_PATH "/login", "{\"token\":\"\"}");
	assert_int_equal(dashboard_counts(NULL).clients, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(used, set_up, tear_down),
		cmocka_unit_test_setup_teardown(strangers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(other_sites, set_up, tear_down),
		cmocka_unit_test_setup_teardown(headers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(wrong_tokens, set_up, tear_down),
		cmocka_unit_test_setup_teardown(hostile_bodies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_pages, set_up, tear_down),
		cmocka_unit_test_setup_teardown(turned_off, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
