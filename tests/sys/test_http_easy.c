/* Tests of src/sys/http_easy.c: whom http.c trusts, and how it speaks HTTP/2 (to Node). */
#include "sys/http_easy.h"

#include <sys/wait.h>

#include "sys/http_world.h"

static char certificates[64];

static const char *certificate(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", certificates, name);
	return path;
}

static int with_ca(void **state)
{
	(void)state;
	return http_set_up_with(certificate("ca.pem"), HTTP_SECRET);
}

static int with_stranger(void **state)
{
	(void)state;
	return http_set_up_with(certificate("stranger.pem"), HTTP_SECRET);
}

/* ------------------------------------------------------------------ certificates */

static void over_tls(const char *host, const char *name, bool accepted)
{
	char url[128];

	memset(&peer, 0, sizeof(peer));
	peer.tls = peer_tls(certificates, name);
	serve(say_ok);
	snprintf(url, sizeof(url), "https://%s:%u/", host, (unsigned)peer.port);
	ask_url(url, true, LONG_MS);
	assert_int_equal(saw.status, accepted ? 200 : 0);
	if (!accepted)
		assert_false(saw.maybe_sent);
	peer_stop(&peer);
	/* the credentials went to nobody who is not who it claims to be */
	assert_int_equal(atomic_load(&peer.requests), accepted);
	peer.port = 0;
}

static void right_authority(void **state)
{
	(void)state;
	over_tls("lumbard.test", "good", true);
	over_tls("localhost", "good", true);
	over_tls("two.test", "good", true);
	over_tls("127.0.0.1", "good", true);
}

static void wrong_host(void **state)
{
	(void)state;
	over_tls("lumbard.test", "wrong", false);
	assert_non_null(strstr(saw.error, "lumbard.test"));
	over_tls("127.0.0.1", "wrong", false);
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

/* A handshake that never ends is a matter of the deadline, and nothing was sent. */
static void silent_tls(void **state)
{
	char url[64];

	(void)state;
	serve(NULL);
	snprintf(url, sizeof(url), "https://127.0.0.1:%u/", (unsigned)peer.port);
	ask_url(url, true, SHORT_MS);
	assert_int_equal(saw.status, 0);
	assert_false(saw.maybe_sent);
}

static void old_tls(void **state)
{
	char url[64];

	(void)state;
	peer.tls = peer_tls(certificates, "good");
	SSL_CTX_set_security_level(peer.tls, 0);
	SSL_CTX_set_min_proto_version(peer.tls, TLS1_VERSION);
	SSL_CTX_set_max_proto_version(peer.tls, TLS1_1_VERSION);
	serve(say_ok);
	snprintf(url, sizeof(url), "https://lumbard.test:%u/", (unsigned)peer.port);
	ask_url(url, true, LONG_MS);
	assert_int_equal(saw.status, 0);
	assert_int_equal(atomic_load(&peer.requests), 0);
}

/* ------------------------------------------------------------------ HTTP/2 */

static struct {
	FILE *in; /* closing it ends the server */
	pid_t pid;
	unsigned port;
} node;

static int start_node(void **state)
{
	char script[256], key[128];
	int to[2], from[2];
	FILE *out;

	(void)state;
	snprintf(script, sizeof(script), "%.*sh2_peer.mjs",
		(int)(strrchr(__FILE__, '/') + 1 - __FILE__), __FILE__);
	snprintf(key, sizeof(key), "%s", certificate("good.key"));
	if (pipe(to) != 0 || pipe(from) != 0)
		return -1;
	node.pid = fork();
	if (node.pid == 0) {
		dup2(to[0], 0);
		dup2(from[1], 1);
		close(to[1]);
		close(from[0]);
		execlp("node", "node", script, certificate("good.pem"), key, (char *)NULL);
		_exit(127);
	}
	close(to[0]);
	close(from[1]);
	node.in = fdopen(to[1], "w");
	out = fdopen(from[0], "r");
	if (fscanf(out, "%u", &node.port) != 1)
		return -1;
	fclose(out);
	return with_ca(state);
}

static int stop_node(void **state)
{
	fclose(node.in);
	kill(node.pid, SIGKILL);
	waitpid(node.pid, NULL, 0);
	return tear_down(state);
}

static void ask_node(const char *method, const char *path, const char *body, int64_t timeout_ms)
{
	char url[128];
	const struct http_request request = {
		.method = method,
		.url = url,
		.body = body,
		.body_len = body ? strlen(body) : 0,
		.authorized = true,
		.timeout_ms = timeout_ms,
	};

	snprintf(url, sizeof(url), "https://lumbard.test:%u%s", node.port, path);
	assert_int_equal(http_request(http, &request, on_done, NULL), 0);
}

static void node_and_run(const char *method, const char *path, const char *body)
{
	saw.wanted = saw.done + 1;
	ask_node(method, path, body, LONG_MS);
	world_run(&w);
}

static void h2_headers(void **state)
{
	(void)state;
	wanted_header = "X-RateLimit-Bucket";
	node_and_run("PATCH", "/hello", "{\"a\":1}");
	assert_int_equal(saw.status, 200);
	assert_string_equal(saw.body, "PATCH {\"a\":1} sessions=1 requests=1");
	assert_string_equal(saw.value, "abcd1234");
	wanted_header = "x-saw-authorization";
	node_and_run("GET", "/hello", NULL);
	assert_string_equal(saw.value, HTTP_SECRET);
	wanted_header = "x-saw-agent";
	node_and_run("GET", "/hello", NULL);
	assert_string_equal(saw.value, HTTP_AGENT);
	wanted_header = "x-saw-type";
	node_and_run("PUT", "/hello", NULL);
	assert_string_equal(saw.value, "none");
	node_and_run("POST", "/hello", "{}");
	assert_string_equal(saw.value, "application/json");
	wanted_header = "retry-after";
	node_and_run("DELETE", "/none", NULL);
	assert_int_equal(saw.status, 204);
	node_and_run("GET", "/hello", NULL);
	assert_string_equal(saw.value, "0.25");
	assert_string_equal(saw.body, "GET  sessions=1 requests=7");
}

static void h2_multiplexed(void **state)
{
	int i;

	(void)state;
	saw.wanted = 50;
	for (i = 0; i < 50; i++)
		ask_node("POST", "/hello", "{}", LONG_MS);
	world_run(&w);
	assert_int_equal(saw.with_status, 50);
	node_and_run("GET", "/hello", NULL);
	assert_string_equal(saw.body, "GET  sessions=1 requests=51");
}

/* After a request that got no answer in time the next one takes a new connection. */
static void h2_silent(void **state)
{
	(void)state;
	node_and_run("GET", "/hello", NULL);
	saw.wanted = 2;
	ask_node("POST", "/silent", "{}", 4 * SHORT_MS);
	world_run(&w);
	assert_int_equal(saw.status, 0);
	assert_string_equal(saw.error, "out of time");
	assert_true(saw.maybe_sent);
	node_and_run("GET", "/hello", NULL);
	assert_string_equal(saw.body, "GET  sessions=2 requests=3");
}

static void h2_broken(void **state)
{
	(void)state;
	node_and_run("POST", "/reset", "{}");
	assert_int_equal(saw.status, 0);
	assert_true(saw.maybe_sent);
	node_and_run("GET", "/goaway", NULL);
	assert_int_equal(saw.status, 200);
	assert_string_equal(saw.body, "bye");
	node_and_run("GET", "/hello", NULL);
	assert_int_equal(saw.status, 200);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(right_authority, with_ca, tear_down),
		cmocka_unit_test_setup_teardown(wrong_host, with_ca, tear_down),
		cmocka_unit_test_setup_teardown(unknown_authority, with_stranger, tear_down),
		cmocka_unit_test_setup_teardown(system_authorities_only, set_up, tear_down),
		cmocka_unit_test_setup_teardown(silent_tls, with_ca, tear_down),
		cmocka_unit_test_setup_teardown(old_tls, with_ca, tear_down),
		cmocka_unit_test_setup_teardown(h2_headers, start_node, stop_node),
		cmocka_unit_test_setup_teardown(h2_multiplexed, start_node, stop_node),
		cmocka_unit_test_setup_teardown(h2_silent, start_node, stop_node),
		cmocka_unit_test_setup_teardown(h2_broken, start_node, stop_node),
	};

	return cmocka_run_group_tests(tests, make_certificates, remove_certificates);
}
