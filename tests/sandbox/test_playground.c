/* Tests of src/sandbox/playground.c: the page's files and its socket, over the wire. */
#include "sandbox/playground.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/json.h"
#include "sys/world.h"

static struct world w;
static struct playground *p;

/* Somebody who speaks to it; the loop runs until the part has come, or the end. */
struct caller {
	int fd;
	struct loop_fd *watch;
	struct buf got;
	const char *until;
	bool ended;
};

static bool got(const struct caller *c, const char *part)
{
	return c->got.data && memmem(c->got.data, c->got.len, part, strlen(part));
}

static void on_read(void *ctx)
{
	struct caller *c = ctx;
	char bytes[65536];
	ssize_t n;

	while ((n = read(c->fd, bytes, sizeof(bytes))) > 0)
		buf_put(&c->got, bytes, (size_t)n);
	if (n == 0) {
		c->ended = true;
		loop_fd_remove(c->watch);
		c->watch = NULL;
	}
	if (c->ended || got(c, c->until))
		loop_stop(w.loop);
}

static void open_caller(struct caller *c)
{
	const struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons(playground_port(p)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	*c = (struct caller){.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), .until = "\n"};
	buf_init(&c->got, 1 << 24);
	assert_int_equal(connect(c->fd, (const struct sockaddr *)&to, sizeof(to)), 0);
	c->watch = loop_fd_add(w.loop, c->fd, on_read, c);
	assert_non_null(c->watch);
}

static void close_caller(struct caller *c)
{
	loop_fd_remove(c->watch);
	close(c->fd);
	buf_free(&c->got);
}

static void wait_for(struct caller *c, const char *part)
{
	c->until = part;
	while (!c->ended && !got(c, part))
		world_run(&w);
	assert_true(got(c, part));
}

static void ask(struct caller *c, const char *head)
{
	char text[1024];
	int n = snprintf(text, sizeof(text), "%s\r\nHost: 127.0.0.1:%u\r\n\r\n", head,
		(unsigned)playground_port(p));

	assert_int_equal(send(c->fd, text, (size_t)n, MSG_NOSIGNAL), n);
}

static void open_page(struct caller *c)
{
	open_caller(c);
	ask(c, "GET /page HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
	       "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
	wait_for(c, "\"generation\":");
	assert_true(got(c, "{\"type\":\"state\""));
	buf_clear(&c->got);
}

/* A text frame of under 64 KiB whose mask is zero. */
static void say(struct caller *c, const char *text)
{
	const size_t len = strlen(text);
	const unsigned char head[8] = {
		0x81, 0x80 | 126, (unsigned char)(len >> 8), (unsigned char)len};

	assert_int_equal(send(c->fd, head, sizeof(head), MSG_NOSIGNAL), sizeof(head));
	assert_int_equal(send(c->fd, text, len, MSG_NOSIGNAL), len);
}

static int set_up(void **state)
{
	(void)state;
	world_open(&w, NULL);
	p = playground_create(w.loop, 0);
	assert_non_null(p);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	playground_destroy(p);
	world_close(&w);
	return 0;
}

static void files(void **state)
{
	struct caller c;

	(void)state;
	open_caller(&c);
	ask(&c, "GET / HTTP/1.1");
	wait_for(&c, "</html>");
	assert_true(got(&c, "Content-Security-Policy: default-src 'none'; script-src 'self';"));
	assert_true(got(&c, "X-Content-Type-Options: nosniff\r\n"));
	assert_true(got(&c, "Content-Type: text/html; charset=utf-8\r\n"));
	buf_clear(&c.got);
	ask(&c, "GET /page.js HTTP/1.1");
	wait_for(&c, "Content-Type: text/javascript; charset=utf-8\r\n");
	ask(&c, "GET /page/../../etc/passwd HTTP/1.1");
	wait_for(&c, "404 Not Found");
	buf_clear(&c.got);
	ask(&c, "DELETE / HTTP/1.1");
	wait_for(&c, "405 Method Not Allowed");
	close_caller(&c);
}

static void a_page(void **state)
{
	struct caller c;

	(void)state;
	open_page(&c);
	say(&c, "{\"type\":\"send\",\"ref\":\"1\",\"channel\":\"1300000000000000022\",\"user\":"
		"\"1300000000000000011\",\"text\":\"hello\"}");
	wait_for(&c, "\"text\":\"hello\"");
	say(&c, "{\"type\":\"nothing\",\"ref\":\"2\"}");
	wait_for(&c, "\"ref\":\"2\"}");
	say(&c, "no json");
	wait_for(&c, "{\"type\":\"error\",\"text\":\"that is no JSON\",\"ref\":null}");
	say(&c, "{\"type\":\"direct\",\"user\":\"1300000000000000011\"}");
	wait_for(&c, "\"kind\":\"direct\"");
	say(&c, "{\"type\":\"play\",\"what\":\"drop\"}");
	wait_for(&c, "{\"type\":\"log\"");
	close_caller(&c);
}

static void what_the_bot_tells(void **state)
{
	const char *const none[] = {NULL};
	struct page_show_why why = {UINT64_C(1300000000000000022), 0, "ignore", "none",
		"nobody asked", "", none, none, 0, 0};
	struct caller c;

	(void)state;
	open_page(&c);
	playground_why(p, &why, 0);
	wait_for(&c, "\"type\":\"why\"");
	playground_content(p, &(struct page_show_content){1, 2, 3, 4});
	playground_reloaded(p, false, "a.yaml:1:1: error: x");
	wait_for(&c, "\"ok\":false,\"text\":\"a.yaml:1:1: error: x\",\"generation\":4}");
	close_caller(&c);
}

static void pages_are_bounded(void **state)
{
	static struct caller pages[PLAYGROUND_PAGES_MAX];
	struct caller late;
	int i;

	(void)state;
	for (i = 0; i < PLAYGROUND_PAGES_MAX; i++)
		open_page(&pages[i]);
	open_caller(&late);
	ask(&late, "GET /page HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
		   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
	late.until = "\"state\"";
	while (!late.ended && !got(&late, late.until))
		world_run(&w);
	assert_false(got(&late, "\"state\""));
	close_caller(&late);
	for (i = 0; i < PLAYGROUND_PAGES_MAX; i++)
		close_caller(&pages[i]);
}

static void a_message_that_is_too_large(void **state)
{
	char *text = calloc(1, 40001);
	struct caller c;

	(void)state;
	memset(text, ' ', 40000);
	open_page(&c);
	say(&c, text);
	wait_for(&c, "message too big");
	close_caller(&c);
	free(text);
}

static void port_in_use(void **state)
{
	(void)state;
	assert_null(playground_create(w.loop, playground_port(p)));
	assert_true(world_logged(&w, "Address already in use"));
}

static void addresses(void **state)
{
	char expected[64];

	(void)state;
	snprintf(expected, sizeof(expected), "http://127.0.0.1:%u/api/v10",
		(unsigned)playground_port(p));
	assert_string_equal(playground_api(p), expected);
	snprintf(expected, sizeof(expected), "ws://127.0.0.1:%u/gateway",
		(unsigned)playground_port(p));
	assert_string_equal(playground_gateway(p), expected);
	assert_true(strlen(playground_token()) > 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(files, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_page, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_the_bot_tells, set_up, tear_down),
		cmocka_unit_test_setup_teardown(pages_are_bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_message_that_is_too_large, set_up, tear_down),
		cmocka_unit_test_setup_teardown(port_in_use, set_up, tear_down),
		cmocka_unit_test_setup_teardown(addresses, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
