/*
 * What the tests of src/sys/link.c have in common: a link, a peer, and what the callbacks saw.
 */
#ifndef TESTS_SYS_LINK_WORLD_H
#define TESTS_SYS_LINK_WORLD_H

#include "sys/frames.h"
#include "sys/link.h"
#include "sys/names.h"
#include "sys/peer.h"
#include "sys/resolve.h"
#include "sys/world.h"

#define MEGABYTE 1048576

static struct world w;
static struct resolve *resolve;
static struct link *l;
static struct peer peer;

/* What the callbacks saw, and what they are to do. */
static struct {
	int opened, received, closed;
	int code;
	bool was_text;
	struct buf data; /* of all messages, each followed by '|' when it is short */
	void (*on_opened)(void);
	void (*on_received)(void);
	void (*on_closed)(void);
	int stop_after; /* messages after which the loop is stopped */
} saw;

UNUSED_OK void opened(void *ctx)
{
	assert_ptr_equal(ctx, &saw);
	saw.opened++;
	if (saw.on_opened)
		saw.on_opened();
}

UNUSED_OK void received(void *ctx, const char *data, size_t len, bool is_text)
{
	assert_ptr_equal(ctx, &saw);
	saw.received++;
	saw.was_text = is_text;
	buf_put(&saw.data, data, len);
	if (len < 100)
		buf_putc(&saw.data, '|');
	if (saw.on_received)
		saw.on_received();
	if (saw.received == saw.stop_after)
		loop_stop(w.loop);
}

UNUSED_OK void closed(void *ctx, int code)
{
	assert_ptr_equal(ctx, &saw);
	saw.closed++;
	saw.code = code;
	if (saw.on_closed)
		saw.on_closed();
	loop_stop(w.loop);
}

static const struct link_callbacks callbacks = {opened, received, closed};

static uint16_t ping_s; /* of the links that are made, 0 = as always */

UNUSED_OK void make_link(int64_t connect_ms)
{
	const struct link_options options = {
		.loop = w.loop,
		.resolve = resolve,
		.user_agent = "test/1 (+x)",
		.connect_ms = connect_ms,
		.ping_s = ping_s,
	};

	l = link_create(&options, &callbacks, &saw);
	assert_non_null(l);
}

UNUSED_OK int set_up_with(const char *ca_file)
{
	world_open(&w, ca_file);
	resolve = resolve_create(w.loop);
	assert_non_null(resolve);
	memset(&saw, 0, sizeof(saw));
	memset(&peer, 0, sizeof(peer));
	buf_init(&saw.data, 4 * MEGABYTE);
	atomic_store(&names_asked, 0);
	make_link(0);
	return 0;
}

UNUSED_OK int set_up(void **state)
{
	(void)state;
	return set_up_with(NULL);
}

UNUSED_OK int tear_down(void **state)
{
	(void)state;
	link_destroy(l);
	l = NULL;
	resolve_destroy(resolve);
	buf_free(&saw.data);
	world_close(&w);
	return 0;
}

/* Starts the peer with script and opens scheme://host:port/?v=10 on it. */
UNUSED_OK void open_at(const char *scheme, const char *host, peer_script *script)
{
	int before = saw.opened + saw.closed;
	char url[128];

	peer.script = script;
	peer_start(&peer);
	snprintf(url, sizeof(url), "%s://%s:%u/?v=10", scheme, host, (unsigned)peer.port);
	assert_int_equal(link_open(l, url), 0);
	assert_int_equal(saw.opened + saw.closed, before);
}

UNUSED_OK void open_plain(peer_script *script)
{
	open_at("ws", "127.0.0.1", script);
}

/* Opens, runs until the link is closed, and looks at the code. */
UNUSED_OK void expect_closed(peer_script *script, int code)
{
	open_plain(script);
	world_run(&w);
	peer_stop(&peer);
	assert_int_equal(saw.closed, 1);
	assert_int_equal(saw.code, code);
	assert_false(link_is_open(l));
}

/* ------------------------------------------------------------------ what servers and clients do */

UNUSED_OK void echo(struct conn *c)
{
	int opcode;

	if (!peer_upgrade(c))
		return;
	while ((opcode = peer_read_frame(c)) == 1)
		peer_frame(c, 0x81, c->peer->body, c->peer->body_len);
}

UNUSED_OK void say_hello(void)
{
	assert_true(link_is_open(l));
	assert_int_equal(link_send(l, "hello", 5), 0);
	assert_int_equal(link_send(l, "", 0), 0);
	assert_int_equal(link_send(l, "there", 5), 0);
}

UNUSED_OK void fill_megabyte(char *out)
{
	size_t i;

	for (i = 0; i < MEGABYTE; i++)
		out[i] = (char)('a' + i * 7 % 26);
}

/* Once whole, once in a hundred fragments; then a small one, for which nothing may be left over. */
UNUSED_OK void megabytes(struct conn *c)
{
	char *data = malloc(MEGABYTE);
	size_t i, step = MEGABYTE / 100, n;

	fill_megabyte(data);
	if (peer_upgrade(c)) {
		peer_frame(c, 0x81, data, MEGABYTE);
		for (i = 0; i < MEGABYTE; i += n) {
			n = MEGABYTE - i < step ? MEGABYTE - i : step;
			peer_frame(c, (unsigned char)((i ? 0 : 1) | (i + n == MEGABYTE ? 0x80 : 0)),
				data + i, n);
		}
		peer_text(c, "small");
		peer_wait_gone(c);
	}
	free(data);
}

UNUSED_OK void large_send(struct conn *c)
{
	if (!peer_upgrade(c))
		return;
	c->peer->requests = peer_read_frame(c) == 1 ? (int)c->peer->body_len : -1;
	peer_text(c, "got it");
	peer_wait_gone(c);
}

UNUSED_OK void send_large(void)
{
	char *data = malloc(FRAMES_BYTES_MAX);

	memset(data, 'y', FRAMES_BYTES_MAX);
	assert_int_equal(link_send(l, data, FRAMES_BYTES_MAX), 0);
	free(data);
}

UNUSED_OK void close_4009(struct conn *c)
{
	if (!peer_upgrade(c))
		return;
	peer_text(c, "last words");
	peer_close_frame(c, 4009);
	peer_wait_gone(c);
}

UNUSED_OK void never_answer(struct conn *c)
{
	peer_read_request(c);
	peer_wait_gone(c);
}

UNUSED_OK void too_many_requests(struct conn *c)
{
	if (peer_read_request(c))
		peer_say(c, "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1.5\r\n"
			    "Content-Length: 2\r\n\r\n{}");
	peer_wait_gone(c);
}

#endif
