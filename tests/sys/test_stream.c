/* Bytes there and back, plain and over TLS; what link.c makes of it has tests of its own. */
#include "sys/stream.h"

#include "sys/peer.h"
#include "sys/world.h"

#define AMOUNT 4000000 /* bytes: more than the kernel's buffers hold */

static struct world w;
static struct peer peer;
static char certificates[64];
static struct stream *s;

static struct {
	int opened, failed;
	char why[128];
	size_t written, read;
	bool ended;
} saw;

/* Sends back what comes. */
static void mirror(struct conn *c)
{
	static char piece[65536];
	ssize_t n;

	while ((n = peer_read(c, piece, sizeof(piece))) > 0) {
		if (!peer_write(c, piece, (size_t)n))
			break;
	}
}

static void say_and_go(struct conn *c)
{
	peer_say(c, "bye");
}

static unsigned char letter(size_t i)
{
	return (unsigned char)('a' + i * 7 % 26);
}

static void push(void)
{
	unsigned char piece[10000];
	size_t i, n;
	ssize_t put;

	while (saw.written < AMOUNT) {
		n = AMOUNT - saw.written < sizeof(piece) ? AMOUNT - saw.written : sizeof(piece);
		for (i = 0; i < n; i++)
			piece[i] = letter(saw.written + i);
		put = stream_write(s, piece, n);
		assert_true(put >= 0);
		if (put == 0)
			return;
		saw.written += (size_t)put;
	}
}

static void pull(void)
{
	char piece[5000];
	ssize_t n = 0, i;
	int turn;

	for (turn = 0; turn < 4; turn++) {
		n = stream_read(s, piece, sizeof(piece));
		if (n <= 0)
			break;
		for (i = 0; i < n; i++)
			assert_int_equal(piece[i], letter(saw.read + (size_t)i));
		saw.read += (size_t)n;
	}
	if (n > 0)
		stream_again(s);
	if (n < 0)
		saw.ended = true;
}

static void opened(void *ctx)
{
	assert_ptr_equal(ctx, &saw);
	saw.opened++;
	push();
}

static void ready(void *ctx)
{
	(void)ctx;
	push();
	pull();
	if (saw.read == AMOUNT || saw.ended)
		loop_stop(w.loop);
}

static void failed(void *ctx, const char *why)
{
	(void)ctx;
	saw.failed++;
	snprintf(saw.why, sizeof(saw.why), "%s", why);
	stream_destroy(s);
	s = NULL;
	loop_stop(w.loop);
}

static const struct stream_callbacks callbacks = {opened, ready, failed};

static void open_to(const char *address, uint16_t port, const char *host)
{
	memset(&saw, 0, sizeof(saw));
	s = stream_open(w.loop,
		&(struct stream_to){address, port, host, host && strcmp(host, "127.0.0.1") == 0},
		&callbacks, &saw);
	assert_non_null(s);
	assert_int_equal(saw.opened + saw.failed, 0);
	world_run(&w);
}

static int set_up(void **state)
{
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/ca.pem", certificates);
	world_open(&w, path);
	memset(&peer, 0, sizeof(peer));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	stream_destroy(s);
	s = NULL;
	world_close(&w);
	return 0;
}

static void there_and_back(const char *certificate, const char *host)
{
	peer.script = mirror;
	peer.tls = certificate ? peer_tls(certificates, certificate) : NULL;
	peer_start(&peer);
	open_to("127.0.0.1", peer.port, host);
	assert_int_equal(saw.opened, 1);
	assert_int_equal(saw.read, AMOUNT);
	assert_int_equal(stream_is_layered(s), host != NULL);
	stream_destroy(s);
	s = NULL;
	peer_stop(&peer);
}

static void plain(void **state)
{
	(void)state;
	there_and_back(NULL, NULL);
}

static void over_tls(void **state)
{
	(void)state;
	there_and_back("good", "lumbard.test");
	there_and_back("good", "127.0.0.1");
}

static void wrong_certificate(void **state)
{
	(void)state;
	peer.script = mirror;
	peer.tls = peer_tls(certificates, "wrong");
	peer_start(&peer);
	open_to("127.0.0.1", peer.port, "lumbard.test");
	assert_int_equal(saw.failed, 1);
	assert_non_null(strstr(saw.why, "mismatch"));
	open_to("127.0.0.1", peer.port, "127.0.0.1");
	assert_non_null(strstr(saw.why, "mismatch"));
	peer_stop(&peer);
}

/* An empty name would match any certificate. */
static void no_name(void **state)
{
	(void)state;
	assert_null(stream_open(
		w.loop, &(struct stream_to){"127.0.0.1", 1, "", false}, &callbacks, &saw));
}

static void nobody_there(void **state)
{
	(void)state;
	open_to("127.0.0.1", peer_dead_port(), NULL);
	assert_int_equal(saw.failed, 1);
	assert_string_equal(saw.why, strerror(ECONNREFUSED));
	assert_null(stream_open(
		w.loop, &(struct stream_to){"no address", 1, NULL, false}, &callbacks, &saw));
}

static void ignore(void *ctx)
{
	(void)ctx;
}

/* What was said before the end is read before it. */
static void last_words(void **state)
{
	char piece[10];

	(void)state;
	peer.script = say_and_go;
	peer_start(&peer);
	s = stream_open(w.loop, &(struct stream_to){"127.0.0.1", peer.port, NULL, false},
		&(struct stream_callbacks){ignore, world_stop, failed}, &w);
	assert_non_null(s);
	world_run(&w);
	peer_stop(&peer);
	assert_int_equal(stream_read(s, piece, sizeof(piece)), 3);
	assert_memory_equal(piece, "bye", 3);
	assert_int_equal(stream_read(s, piece, sizeof(piece)), -1);
	assert_int_equal(stream_read(s, piece, sizeof(piece)), -1);
	assert_int_equal(stream_write(s, (const unsigned char *)"x", 1), -1);
}

static int make_certificates(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN);
	snprintf(certificates, sizeof(certificates), "/tmp/lumbard-test-XXXXXX");
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
		TEST(plain),
		TEST(over_tls),
		TEST(wrong_certificate),
		TEST(no_name),
		TEST(nobody_there),
		TEST(last_words),
	};

	return cmocka_run_group_tests(tests, make_certificates, remove_certificates);
}
