/* Tests of src/sys/link.c: what it connects to, and whom it trusts. */
#include "sys/link_world.h"

#define LABEL "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" /* two are too long */

static char certificates[64];

/* ------------------------------------------------------------------ addresses */

static void refused_urls(void **state)
{
	static const char *const urls[] = {
		"ws://discord.com/",
		"ws://192.0.2.1/",
		"http://localhost/",
		"https://discord.com/",
		"wss://[::1]/",
		"wss://[2001:db8::1]/",
		"wss://",
		"wss://:443/",
		"wss://user@discord.com/",
		"wss://discord.com/\r\nX: y",
		"wss://" LABEL "." LABEL ".test/",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		buf_clear(&w.lines);
		assert_int_equal(link_open(l, urls[i]), -1);
		assert_true(world_logged(&w, "error link: cannot open a link: "));
	}
	world_settle(&w);
	assert_int_equal(saw.closed, 0);
}

static void secrets_not_logged(void **state)
{
	(void)state;
	assert_int_equal(link_open(l, "ws://discord.com/?ticket=hunter2-hunter2"), -1);
	open_plain(too_many_requests);
	world_run(&w);
	peer_stop(&peer);
	assert_false(world_logged(&w, "hunter2"));
	assert_false(world_logged(&w, "v=10"));
}

static void opened_twice(void **state)
{
	(void)state;
	open_plain(echo);
	assert_int_equal(link_open(l, "ws://localhost/"), -1);
	assert_int_equal(link_send(l, "x", 1), -1);
	link_destroy(l);
	l = NULL;
	peer_stop(&peer);
}

static void bad_user_agent(void **state)
{
	const struct link_options options = {
		.loop = w.loop, .resolve = resolve, .user_agent = "a\r\nX-Evil: b"};

	(void)state;
	assert_null(link_create(&options, &callbacks, &saw));
}

static void by_localhost(void **state)
{
	(void)state;
	saw.on_opened = say_hello;
	saw.stop_after = 3;
	open_at("ws", "localhost", echo);
	world_run(&w);
	link_destroy(l);
	l = NULL;
	peer_stop(&peer);
	assert_non_null(strstr(peer.head, "\r\nHost: localhost:"));
}

static void no_such_name(void **state)
{
	(void)state;
	assert_int_equal(link_open(l, "wss://nowhere.test/"), 0);
	world_run(&w);
	assert_int_equal(saw.closed, 1);
	assert_true(world_logged(&w, "cannot resolve nowhere.test: "));
}

static struct timer tick;
static int ticks;

static void on_tick(void *ctx)
{
	(void)ctx;
	ticks++;
	loop_timer_set(w.loop, &tick, loop_now() + 1, on_tick, NULL);
}

/* The name never answers; the loop goes on all the same, and the link gives up in time. */
static void slow_name(void **state)
{
	(void)state;
	ticks = 0;
	link_destroy(l);
	make_link(100);
	assert_int_equal(link_open(l, "wss://slow.test/"), 0);
	on_tick(NULL);
	world_run(&w);
	loop_timer_cancel(&tick);
	assert_int_equal(saw.closed, 1);
	assert_true(ticks > 10);
	assert_true(world_logged(&w, "out of time while resolving"));
	names_release();
}

/* ------------------------------------------------------------------ TLS */

static int with_ca(void **state)
{
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/ca.pem", certificates);
	return set_up_with(path);
}

static int with_stranger(void **state)
{
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/stranger.pem", certificates);
	return set_up_with(path);
}

static void over_tls(const char *host, const char *certificate, bool accepted)
{
	memset(&peer, 0, sizeof(peer));
	peer.tls = peer_tls(certificates, certificate);
	saw.opened = saw.received = saw.closed = 0;
	saw.on_opened = say_hello;
	saw.stop_after = 3;
	open_at("wss", host, echo);
	world_run(&w);
	assert_int_equal(saw.opened, accepted);
	assert_int_equal(saw.received, accepted ? 3 : 0);
	assert_int_equal(saw.closed, !accepted);
	if (accepted) {
		link_close(l, 1000);
		world_run(&w);
	}
	peer_stop(&peer);
	/* nothing was said to a server that is not who it claims to be */
	assert_int_equal(atomic_load(&peer.requests), accepted);
}

static void right_authority(void **state)
{
	(void)state;
	over_tls("lumbard.test", "good", true);
	assert_non_null(strstr(peer.head, "\r\nHost: lumbard.test:"));
	over_tls("localhost", "good", true);
	over_tls("127.0.0.1", "good", true);
	/* nobody listens at the first address of this name */
	over_tls("two.test", "good", true);
	assert_int_equal(atomic_load(&peer.connections), 1);
	assert_true(world_logged(&w, "two.test"));
}

static void wrong_host(void **state)
{
	(void)state;
	over_tls("lumbard.test", "wrong", false);
	over_tls("127.0.0.1", "wrong", false);
	assert_true(world_logged(&w, "mismatch"));
}

/* Whoever refuses the upgrade at one address of a name would refuse it at the next. */
static void asked_once(void **state)
{
	(void)state;
	peer.tls = peer_tls(certificates, "good");
	open_at("wss", "twice.test", too_many_requests);
	world_run(&w);
	assert_int_equal(saw.closed, 1);
	peer_stop(&peer);
	assert_int_equal(atomic_load(&peer.connections), 1);
}

static void unknown_authority(void **state)
{
	(void)state;
	over_tls("lumbard.test", "good", false);
}

static void system_authorities_only(void **state)
{
	(void)state;
	over_tls("lumbard.test", "good", false);
}

/* libwebsockets' own context would trust the authorities in ../share of the working directory. */
static void share_is_not_trusted(void **state)
{
	char command[512], before[512], work[128];

	(void)state;
	assert_non_null(getcwd(before, sizeof(before)));
	snprintf(command, sizeof(command),
		"cd %s && mkdir share work && cp ca.pem share && "
		"ln -s ca.pem share/$(openssl x509 -hash -noout -in ca.pem).0",
		certificates);
	assert_int_equal(system(command), 0);
	snprintf(work, sizeof(work), "%s/work", certificates);
	assert_int_equal(chdir(work), 0);
	set_up_with(NULL);
	over_tls("lumbard.test", "good", false);
	assert_int_equal(chdir(before), 0);
}

static void silent_tls(void **state)
{
	(void)state;
	link_destroy(l);
	make_link(50);
	open_at("wss", "127.0.0.1", NULL);
	world_run(&w);
	assert_int_equal(saw.closed, 1);
	peer_stop(&peer);
}

static void large_over_tls(void **state)
{
	(void)state;
	peer.tls = peer_tls(certificates, "good");
	saw.stop_after = 3;
	open_at("wss", "lumbard.test", megabytes);
	world_run(&w);
	assert_int_equal(saw.data.len, 2 * MEGABYTE + 6);
	link_destroy(l);
	l = NULL;
	peer_stop(&peer);

	make_link(0);
	memset(&peer, 0, sizeof(peer));
	buf_clear(&saw.data);
	saw.received = 0;
	saw.on_opened = send_large;
	saw.stop_after = 1;
	peer.tls = peer_tls(certificates, "good");
	open_at("wss", "lumbard.test", large_send);
	world_run(&w);
	link_destroy(l);
	l = NULL;
	peer_stop(&peer);
	assert_int_equal(atomic_load(&peer.requests), FRAMES_BYTES_MAX);
}

static int make_certificates(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN);
	strcpy(certificates, "/tmp/lumbard-test-XXXXXX");
	if (!mkdtemp(certificates))
		return -1;
	peer_make_certificates(certificates);
	return 0;
}

static int remove_certificates(void **state)
{
	(void)state;
	return nftw(certificates, world_remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(refused_urls),
		TEST(secrets_not_logged),
		TEST(opened_twice),
		TEST(bad_user_agent),
		TEST(by_localhost),
		TEST(no_such_name),
		TEST(slow_name),
		TEST(system_authorities_only),
		TEST(silent_tls),
		cmocka_unit_test_teardown(share_is_not_trusted, tear_down),
		cmocka_unit_test_setup_teardown(right_authority, with_ca, tear_down),
		cmocka_unit_test_setup_teardown(wrong_host, with_ca, tear_down),
		cmocka_unit_test_setup_teardown(asked_once, with_ca, tear_down),
		cmocka_unit_test_setup_teardown(large_over_tls, with_ca, tear_down),
		cmocka_unit_test_setup_teardown(unknown_authority, with_stranger, tear_down),
	};

	return cmocka_run_group_tests(tests, make_certificates, remove_certificates);
}
