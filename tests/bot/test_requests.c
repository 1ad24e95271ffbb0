/* Tests of src/bot/requests.c, with a peer on this machine. */
#include "platform/host_mock.h"
#include "sys/peer.h"
#include "sys/world.h"

#include "base/memory.h"

#include "bot/requests.c" /* NOLINT: compiled in, so that its memory can run short */

static struct world w;
static struct peer peer;
static struct requests *r;
static char url[64];

static struct {
	unsigned n, wanted; /* the loop ends after so many */
	uint64_t ids[REQUESTS_LOST_MAX + 8];
	int status;
	bool maybe_sent;
	char body[64], note[64];
	void (*then)(void);
} saw;

static void on_answered(void *ctx, const struct platform_result *result)
{
	const char *note = result->header(result->headers, "x-note");

	assert_ptr_equal(ctx, &w);
	if (saw.n < sizeof(saw.ids) / sizeof(saw.ids[0]))
		saw.ids[saw.n] = result->id;
	saw.n++;
	saw.status = result->status;
	saw.maybe_sent = result->maybe_sent;
	snprintf(saw.body, sizeof(saw.body), "%.*s", (int)result->body_len, result->body);
	snprintf(saw.note, sizeof(saw.note), "%s", note ? note : "(none)");
	if (saw.then)
		saw.then();
	if (saw.n == saw.wanted)
		loop_stop(w.loop);
}

static struct requests *create(const char *token)
{
	return requests_create(&(struct requests_options){w.loop, "main", token, on_answered, &w});
}

static int set_up(void **state)
{
	char token[] = "hunter2-hunter2";

	(void)state;
	memset(&saw, 0, sizeof(saw));
	memset(&peer, 0, sizeof(peer));
	saw.wanted = 1;
	world_open(&w, NULL);
	r = create(token);
	assert_non_null(r);
	/* it was copied */
	memset(token, '#', sizeof(token) - 1);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	memory_left = MEMORY_PLENTY;
	requests_destroy(r);
	if (peer.port)
		peer_stop(&peer);
	assert_false(world_logged(&w, "hunter2"));
	world_close(&w);
	return 0;
}

static void serve(peer_script *script)
{
	peer.script = script;
	peer_start(&peer);
	snprintf(url, sizeof(url), "http://127.0.0.1:%u/x", (unsigned)peer.port);
}

static void make(uint64_t id, const char *body, bool authorized)
{
	requests_make(r, &(struct platform_request){.id = id,
				 .method = body ? "POST" : "GET",
				 .url = url,
				 .body = body,
				 .body_len = body ? strlen(body) : 0,
				 .authorized = authorized,
				 .timeout_ms = 60000});
}

static void script_answer(struct conn *c)
{
	while (peer_read_request(c))
		peer_say(
			c, "HTTP/1.1 429 Too Many\r\nX-Note: 1.5\r\nContent-Length: 4\r\n\r\nslow");
}

static void an_answer(void **state)
{
	(void)state;
	serve(script_answer);
	make(7, "{\"a\":1}", true);
	assert_int_equal(saw.n, 0);
	world_run(&w);
	assert_int_equal(saw.ids[0], 7);
	assert_int_equal(saw.status, 429);
	assert_string_equal(saw.body, "slow");
	assert_string_equal(saw.note, "1.5");
	assert_string_equal(peer.body, "{\"a\":1}");
	assert_contains(peer.head, "uthorization: Bot hunter2-hunter2\r\n");
	assert_contains(peer.head, "DiscordBot (https://");
}

static void without_credentials(void **state)
{
	(void)state;
	serve(script_answer);
	make(8, NULL, false);
	world_run(&w);
	assert_int_equal(saw.status, 429);
	assert_lacks(peer.head, "hunter2");
}

static void script_hang_up(struct conn *c)
{
	peer_read_request(c);
}

/* Whatever happens, there is a result: nobody there, an address that is none, an end before the answer. */
static void no_answer(void **state)
{
	(void)state;
	snprintf(url, sizeof(url), "http://127.0.0.1:%u/", (unsigned)peer_dead_port());
	make(1, NULL, true);
	world_run(&w);
	assert_int_equal(saw.status, 0);
	assert_false(saw.maybe_sent);
	assert_string_equal(saw.note, "(none)");
	strcpy(url, "gopher://127.0.0.1/");
	saw.wanted = 2;
	make(2, NULL, true);
	assert_int_equal(saw.n, 1);
	world_run(&w);
	assert_int_equal(saw.ids[1], 2);
	serve(script_hang_up);
	saw.wanted = 3;
	make(3, "{}", true);
	world_run(&w);
	assert_int_equal(saw.ids[2], 3);
	assert_int_equal(saw.status, 0);
	assert_true(saw.maybe_sent);
	assert_contains(buf_str(&w.lines), "a request had no answer");
}

static void bad_tokens(void **state)
{
	char token[5000];

	(void)state;
	assert_null(create("two\r\nlines"));
	assert_null(create("caf\xc3\xa9"));
	memset(token, 'x', sizeof(token) - 1);
	token[sizeof(token) - 1] = '\0';
	assert_null(create(token));
	memory_left = 0;
	assert_null(create("hunter2-hunter2"));
	requests_destroy(NULL);
}

static void script_wait(struct conn *c)
{
	peer_read_request(c);
	peer_wait_gone(c);
}

/* What is abandoned is not told. */
static void destroyed(void **state)
{
	uint64_t i;

	(void)state;
	serve(script_wait);
	for (i = 0; i < 100; i++)
		make(i, NULL, true);
	memory_left = 0;
	make(i, NULL, true);
	memory_left = MEMORY_PLENTY;
	world_settle(&w);
	assert_int_equal(saw.n, 1); /* the one that was never made */
	requests_destroy(r);
	r = NULL;
	world_settle(&w);
	assert_int_equal(saw.n, 1);
}

static void ask_again(void)
{
	if (saw.n == 1) {
		memory_left = 0;
		make(99, NULL, true);
		memory_left = MEMORY_PLENTY;
	}
}

/* Requests that could not be made are told, later, in their order; one made while they are is too. */
static void no_memory(void **state)
{
	uint64_t i;

	(void)state;
	strcpy(url, "http://127.0.0.1/");
	memory_left = 0;
	for (i = 0; i < 3; i++)
		make(i, NULL, true);
	memory_left = MEMORY_PLENTY;
	assert_int_equal(saw.n, 0);
	saw.then = ask_again;
	saw.wanted = 4;
	world_run(&w);
	assert_int_equal(saw.n, 4);
	for (i = 0; i < 3; i++)
		assert_int_equal(saw.ids[i], i);
	assert_int_equal(saw.ids[3], 99);
	assert_int_equal(saw.status, 0);
	assert_false(saw.maybe_sent);
	assert_string_equal(saw.note, "(none)");
	assert_contains(buf_str(&w.lines), "error main: a request was not made");
}

static void no_memory_for_many(void **state)
{
	uint64_t i;

	(void)state;
	strcpy(url, "http://127.0.0.1/");
	memory_left = 0;
	for (i = 0; i < REQUESTS_LOST_MAX + 1; i++)
		make(i, NULL, true);
	memory_left = MEMORY_PLENTY;
	saw.wanted = 0;
	world_settle(&w);
	assert_int_equal(saw.n, REQUESTS_LOST_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_credentials, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bad_tokens, set_up, tear_down),
		cmocka_unit_test_setup_teardown(destroyed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_memory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_memory_for_many, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/requests", tests, NULL, NULL);
}
