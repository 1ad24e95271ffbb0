/* The gateway from outside: close codes, faults, stopping, and frames of any bytes. */
#include "platform/gateway_mock.h"
#include "platform/stream_mock.h"

static void test_codes_that_resume(void **state)
{
	static const int codes[] = {0, 1000, 1001, 1006, 1012, 4000, 4001, 4002, 4005, 4008, 4321};
	struct gateway_mock *gm = *state;
	size_t i;

	gm_ready(gm);
	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		gm_closed(gm, codes[i]);
		assert_false(gm->m->is_ready);
		if (codes[i] == 4008)
			assert_int_equal(gm->g->due_at - gm->now, 10000);
		gm_reconnect(gm);
		assert_state(gm, DISCORD_RESUMING);
		gm_frame(gm, RESUMED);
		assert_true(gm->m->is_ready);
	}
	assert_int_equal(gm->m->n_fault, 0);
	assert_int_equal(gm->m->n_close, 0);
}

static void test_codes_that_identify(void **state)
{
	static const int codes[] = {4003, 4007, 4009};
	struct gateway_mock *gm = *state;
	size_t i;

	gm_ready(gm);
	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		gm_closed(gm, codes[i]);
		gm_reconnect(gm);
		assert_state(gm, DISCORD_IDENTIFYING);
		assert_string_equal(gm->m->open_url, BASE QUERY);
		gm_frame(gm, READY);
	}
	assert_int_equal(gm->m->n_fault, 0);
}

static void test_codes_that_are_fatal(void **state)
{
	static const struct {
		int code;
		enum platform_fault fault;
		const char *says;
	} cases[] = {
		{4004, PLATFORM_FAULT_TOKEN, "Reset Token"},
		{4010, PLATFORM_FAULT_CONFIG, "4010"},
		{4011, PLATFORM_FAULT_SERVICE, "4011"},
		{4012, PLATFORM_FAULT_SERVICE, "4012"},
		{4013, PLATFORM_FAULT_CONFIG, "4013"},
		{4014, PLATFORM_FAULT_CONFIG, "4014"},
	};
	struct gateway_mock *gm;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		gm = gm_create(&(struct platform_account){.token = TOKEN, .gateway_url = BASE});
		gm_start(gm);
		gm_opened(gm);
		gm_frame(gm, HELLO);
		gm_closed(gm, cases[i].code);
		assert_state(gm, DISCORD_FAILED);
		assert_int_equal(gm->m->n_fault, 1);
		assert_int_equal(gm->m->fault, cases[i].fault);
		assert_contains(gm->m->fault_detail, cases[i].says);
		assert_int_equal(discord_gateway_next(gm->g), DISCORD_GATEWAY_NEVER);
		gm_closed(gm, 0);
		gm_frame(gm, HELLO);
		discord_gateway_tick(gm->g, gm->now + 1000000);
		discord_gateway_stop(gm->g, gm->now);
		assert_state(gm, DISCORD_FAILED);
		assert_int_equal(gm->m->n_open, 1);
		gm_destroy(gm);
	}
}

static void test_accounts_that_cannot_work(void **state)
{
	static char long_token[600];
	const struct {
		struct platform_account account;
		enum platform_fault fault;
	} cases[] = {
		{{.token = NULL, .gateway_url = BASE}, PLATFORM_FAULT_TOKEN},
		{{.token = "", .gateway_url = BASE}, PLATFORM_FAULT_TOKEN},
		{{.token = long_token, .gateway_url = BASE}, PLATFORM_FAULT_TOKEN},
		{{.token = TOKEN, .gateway_url = "ws://gateway.example"}, PLATFORM_FAULT_CONFIG},
		{{.token = TOKEN, .gateway_url = "https://gateway.example"}, PLATFORM_FAULT_CONFIG},
		{{.token = TOKEN, .gateway_url = ""}, PLATFORM_FAULT_CONFIG},
	};
	struct gateway_mock *gm;
	size_t i;

	(void)state;
	memset(long_token, 'x', sizeof(long_token) - 1);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		gm = gm_create(&cases[i].account);
		gm_start(gm);
		assert_state(gm, DISCORD_FAILED);
		assert_int_equal(gm->m->fault, cases[i].fault);
		assert_int_equal(gm->m->n_open, 0);
		gm_destroy(gm);
	}
}

static void test_loopback_may_be_plain(void **state)
{
	struct gateway_mock *gm = gm_create(&(struct platform_account){
		.token = TOKEN, .gateway_url = "ws://127.0.0.1:8080/gateway"});

	(void)state;
	gm_start(gm);
	assert_string_equal(gm->m->open_url,
		"ws://127.0.0.1:8080/gateway?v=10&encoding=json&compress=zstd-stream");
	gm_destroy(gm);
}

static void test_stop_keeps_the_session(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	gm_frame(gm, "{\"op\":0,\"s\":12,\"t\":\"X\",\"d\":{}}");
	discord_gateway_stop(gm->g, gm->now);
	assert_int_equal(gm->m->close_code, 4200);
	assert_false(gm->m->is_ready);
	assert_false(discord_gateway_stopped(gm->g));
	assert_contains(gm->m->session, "\"seq\":12");
	discord_gateway_stop(gm->g, gm->now);
	assert_int_equal(gm->m->n_close, 1);
	gm_closed(gm, 4200);
	assert_true(discord_gateway_stopped(gm->g));
	assert_int_equal(discord_gateway_next(gm->g), DISCORD_GATEWAY_NEVER);
}

static void test_stop_does_not_wait_for_ever(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	discord_gateway_stop(gm->g, gm->now);
	assert_int_equal(gm_wait(gm), DISCORD_LINK_CLOSING_MS);
	assert_true(discord_gateway_stopped(gm->g));
}

static void test_stop_without_a_connection(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	gm_closed(gm, 0);
	discord_gateway_stop(gm->g, gm->now);
	assert_true(discord_gateway_stopped(gm->g));
	assert_contains(gm->m->session, "\"session_id\":\"sess\"");
	discord_gateway_tick(gm->g, gm->now + 100000);
	assert_int_equal(gm->m->n_open, 1);
}

static void test_frozen_events_are_left_for_the_next_resume(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	discord_gateway_freeze(gm->g, gm->now);
	gm_frame(gm, "{\"op\":0,\"s\":12,\"t\":\"MESSAGE_CREATE\",\"d\":{}}");
	assert_int_equal(gm->n_events, 0);
	gm_wait(gm); /* but the connection is kept */
	assert_string_equal(mock_last_sent(gm->m), "{\"op\":1,\"d\":1}");
	discord_gateway_stop(gm->g, gm->now);
	assert_contains(gm->m->session, "\"seq\":1,");
}

static void test_frozen_while_asking(void **state)
{
	struct gateway_mock *gm = gm_create(&(struct platform_account){.token = TOKEN});

	(void)state;
	gm_start(gm);
	discord_gateway_freeze(gm->g, gm->now);
	assert_true(discord_gateway_stopped(gm->g));
	gm_answer(gm, 200, BOT("1000"));
	assert_int_equal(gm->m->n_open, 0);
	gm_destroy(gm);
}

static void test_frozen_connection_that_breaks(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	gm_frame(gm, "{\"op\":0,\"s\":12,\"t\":\"X\",\"d\":{}}");
	discord_gateway_freeze(gm->g, gm->now);
	gm_closed(gm, 0);
	assert_true(discord_gateway_stopped(gm->g));
	assert_contains(gm->m->session, "\"seq\":12,");
}

static void test_goes_on_where_the_last_run_ended(void **state)
{
	struct gateway_mock *gm = *state, *next;
	struct platform_account account = {.token = TOKEN};

	gm_ready(gm);
	discord_gateway_stop(gm->g, gm->now);
	account.session = gm->m->session;
	next = gm_create(&account);
	assert_string_equal(discord_gateway_user(next->g), "900");
	gm_start(next);
	assert_int_equal(next->m->n_request, 0);
	assert_string_equal(next->m->open_url, RESUME_AT QUERY);
	/* its address is gone, and no other is known yet */
	gm_closed(next, 0);
	gm_wait(next);
	assert_state(next, DISCORD_ASKING);
	gm_answer(next, 200, BOT("0"));
	assert_string_equal(next->m->open_url, BASE QUERY);
	gm_opened(next);
	gm_frame(next, HELLO);
	assert_state(next, DISCORD_RESUMING);
	gm_destroy(next);
}

/* What was spent is known to the next run before the IDENTIFY is sent, and holds there. */
static void test_goes_on_with_the_last_run_s_budget(void **state)
{
	struct gateway_mock *gm = gm_create(&(struct platform_account){.token = TOKEN}), *next;
	struct platform_account account = {.token = TOKEN, .gateway_url = BASE};

	(void)state;
	gm_start(gm);
	gm_answer(gm, 200, BOT("1"));
	assert_contains(gm->m->budget, "\"left\":1,");
	gm_opened(gm);
	gm_frame(gm, HELLO);
	assert_contains(gm->m->budget, "\"left\":0,");
	account.budget = gm->m->budget;
	next = gm_create(&account);
	next->m->wall = gm->m->wall;
	gm_start(next);
	assert_state(next, DISCORD_WAITING);
	assert_contains(next->m->lines, "no IDENTIFY left");
	assert_int_equal(gm_wait(next), 7200000);
	assert_state(next, DISCORD_OPENING);
	gm_destroy(next);
	gm_destroy(gm);
}

static void test_start_twice_and_events_out_of_place(void **state)
{
	struct gateway_mock *gm = *state;

	gm_opened(gm);
	gm_frame(gm, HELLO);
	gm_closed(gm, 4004);
	assert_state(gm, DISCORD_IDLE);
	gm_start(gm);
	gm_start(gm);
	assert_int_equal(gm->m->n_open, 1);
	gm_frame(gm, HELLO); /* before opened() */
	discord_gateway_opened(gm->g, !gm->m->open_link, gm->now);
	assert_state(gm, DISCORD_OPENING);
	gm_opened(gm);
	gm_opened(gm);
	assert_state(gm, DISCORD_GREETING);
	discord_gateway_destroy(NULL);
}

/* A frame of len bytes that ends where its memory ends, so that reading beyond it is noticed. */
static void exact_frame(struct gateway_mock *gm, const char *data, size_t len)
{
	char *copy = malloc(len ? len : 1);

	assert_non_null(copy);
	memcpy(copy, data, len);
	discord_gateway_received(gm->g, gm->m->open_link, copy, len, true, gm->now);
	free(copy);
}

static void test_every_cut_of_every_frame(void **state)
{
	static const char *const frames[] = {HELLO, READY, RESUMED, ACK, "{\"op\":9,\"d\":true}"};
	struct gateway_mock *gm = *state;
	size_t i, len;

	gm_start(gm);
	for (i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
		for (len = 0; len < strlen(frames[i]); len++) {
			if (gm->g->state == DISCORD_WAITING)
				gm_wait(gm);
			gm_opened(gm);
			exact_frame(gm, frames[i], len);
		}
	}
	assert_int_equal(gm->m->n_fault, 0);
}

static void test_huge_and_deep_frames(void **state)
{
	enum { SIZE = 1 << 20 };
	static const char *const heads[] = {"{\"t\":\"READY\",\"s\":2,\"op\":0,\"d\":",
		"{\"op\":10,\"d\":", "{\"op\":9,\"d\":", "{\"d\":"};
	static const char fills[] = {'[', '{', '"', 'x', '9', '\\', ' ', '\0'};
	struct gateway_mock *gm = *state;
	char *text = malloc(SIZE);
	size_t i, j;

	assert_non_null(text);
	gm_start(gm);
	for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		for (j = 0; j < sizeof(fills); j++) {
			if (gm->g->state == DISCORD_WAITING)
				gm_wait(gm);
			gm_opened(gm);
			memset(text, fills[j], SIZE);
			memcpy(text, heads[i], strlen(heads[i]));
			exact_frame(gm, text, SIZE);
		}
	}
	free(text);
	assert_int_equal(gm->m->n_fault, 0);
}

static void test_random_bytes(void **state)
{
	static const char *const begins[] = {"", "{\"op\":", "{\"t\":\"READY\",\"op\":0,\"d\":{",
		"{\"op\":10,\"d\":{\"heartbeat_interval\":"};
	struct gateway_mock *gm = *state;
	unsigned seed = 7, i, n;
	char bytes[200];
	size_t len;

	gm_ready(gm);
	for (n = 0; n < 10000; n++) {
		len = strlen(begins[n % 4]);
		memcpy(bytes, begins[n % 4], len);
		for (i = 0; i < n % 100; i++) {
			seed = seed * 1103515245 + 12345;
			bytes[len++] = (char)(seed >> 16);
		}
		if (gm->g->state == DISCORD_WAITING)
			gm_wait(gm);
		gm_opened(gm);
		exact_frame(gm, bytes, len);
	}
	assert_int_equal(gm->m->n_fault, 0);
}

/* ------------------------------------------------------------------ compression */

static void squeezed(struct gateway_mock *gm, struct stream_mock *s, const char *text)
{
	stream_put(s, text, strlen(text));
	gm_bytes(gm, s->out.data, s->out.len);
}

/* From waiting or opening to HELLO on a new connection that is compressed that way. */
static struct stream_mock *squeezed_hello(struct gateway_mock *gm, enum discord_inflate_kind kind)
{
	struct stream_mock *s = stream_create(kind, 3);

	while (gm->g->state == DISCORD_WAITING)
		gm_wait(gm);
	gm_opened(gm);
	squeezed(gm, s, HELLO);
	return s;
}

static void test_compressed_from_hello_to_resumed(void **state)
{
	struct gateway_mock *gm = *state;
	struct stream_mock *s;

	gm_start(gm);
	s = squeezed_hello(gm, DISCORD_INFLATE_ZSTD);
	squeezed(gm, s, READY);
	assert_state(gm, DISCORD_READY);
	squeezed(gm, s, "{\"op\":0,\"s\":2,\"t\":\"MESSAGE_CREATE\",\"d\":{}}");
	gm_frame(gm, "{\"op\":0,\"s\":3,\"t\":\"MESSAGE_CREATE\",\"d\":{}}"); /* text between */
	squeezed(gm, s, "{\"op\":0,\"s\":4,\"t\":\"MESSAGE_CREATE\",\"d\":{}}");
	assert_int_equal(gm->n_events, 3);
	squeezed(gm, s, "{\"op\":7,\"d\":null}");
	stream_destroy(s);
	s = squeezed_hello(gm, DISCORD_INFLATE_ZSTD); /* a stream of its own */
	assert_string_equal(gm->m->open_url, RESUME_AT QUERY);
	assert_state(gm, DISCORD_RESUMING);
	squeezed(gm, s, RESUMED);
	assert_state(gm, DISCORD_READY);
	stream_destroy(s);
}

static void test_damaged_data_ends_the_connection(void **state)
{
	struct gateway_mock *gm = *state;
	struct stream_mock *s;

	gm_start(gm);
	s = squeezed_hello(gm, DISCORD_INFLATE_ZSTD);
	squeezed(gm, s, READY);
	gm_bytes(gm, "zzzzzzzz", 8);
	assert_int_equal(gm->m->close_code, 4200);
	assert_contains(gm->m->lines, "damaged");
	squeezed(gm, s, RESUMED); /* nothing of it is read any more */
	assert_state(gm, DISCORD_WAITING);
	stream_destroy(s);
	s = squeezed_hello(gm, DISCORD_INFLATE_ZSTD);
	assert_string_equal(gm->m->open_url, RESUME_AT QUERY);
	assert_state(gm, DISCORD_RESUMING);
	stream_destroy(s);
}

static void test_bomb_ends_the_connection(void **state)
{
	char *zeros = calloc(1, DISCORD_INFLATE_MAX + 1);
	struct gateway_mock *gm = *state;
	struct stream_mock *s;

	assert_non_null(zeros);
	gm_start(gm);
	s = squeezed_hello(gm, DISCORD_INFLATE_ZSTD);
	squeezed(gm, s, READY);
	stream_put(s, zeros, DISCORD_INFLATE_MAX + 1);
	gm_bytes(gm, s->out.data, s->out.len);
	assert_int_equal(gm->m->close_code, 4200);
	assert_contains(gm->m->lines, "a message is too large");
	stream_destroy(s);
	s = squeezed_hello(gm, DISCORD_INFLATE_ZSTD);
	assert_state(gm, DISCORD_RESUMING);
	stream_destroy(s);
	free(zeros);
}

/* A server that has another compression than the one asked for, and one that has none of ours. */
static void test_compression_that_cannot_be_decoded(void **state)
{
	struct gateway_mock *gm = *state;
	struct stream_mock *s;

	gm_start(gm);
	assert_string_equal(gm->m->open_url, BASE QUERY);
	s = squeezed_hello(gm, DISCORD_INFLATE_ZLIB);
	assert_state(gm, DISCORD_WAITING);
	stream_destroy(s);
	s = squeezed_hello(gm, DISCORD_INFLATE_ZLIB);
	assert_string_equal(gm->m->open_url, BASE "/?v=10&encoding=json&compress=zlib-stream");
	squeezed(gm, s, READY);
	assert_state(gm, DISCORD_READY);
	gm_closed(gm, 0);
	stream_destroy(s);
	gm_wait(gm);
	gm_opened(gm);
	gm_bytes(gm, HELLO, strlen(HELLO)); /* as it is, but not as text */
	assert_state(gm, DISCORD_WAITING);
	gm_wait(gm);
	gm_opened(gm);
	assert_contains(gm->m->open_url, "/?v=10&encoding=json");
	assert_lacks(gm->m->open_url, "compress");
	gm_bytes(gm, HELLO, strlen(HELLO));
	assert_state(gm, DISCORD_RESUMING);
}

static void test_zlib_over_many_frames(void **state)
{
	struct gateway_mock *gm = *state;
	struct stream_mock *s;
	size_t at;

	gm_start(gm);
	s = squeezed_hello(gm, DISCORD_INFLATE_ZLIB);
	stream_destroy(s);
	s = squeezed_hello(gm, DISCORD_INFLATE_ZLIB);
	stream_put(s, READY, strlen(READY));
	for (at = 0; at < s->out.len; at++) {
		assert_state(gm, DISCORD_IDENTIFYING);
		gm_bytes(gm, s->out.data + at, 1);
	}
	assert_state(gm, DISCORD_READY);
	stream_destroy(s);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, gm_setup_fixed, gm_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_codes_that_resume),
		TEST(test_codes_that_identify),
		cmocka_unit_test(test_codes_that_are_fatal),
		cmocka_unit_test(test_accounts_that_cannot_work),
		cmocka_unit_test(test_loopback_may_be_plain),
		TEST(test_stop_keeps_the_session),
		TEST(test_goes_on_with_the_last_run_s_budget),
		TEST(test_stop_does_not_wait_for_ever),
		TEST(test_stop_without_a_connection),
		TEST(test_frozen_events_are_left_for_the_next_resume),
		cmocka_unit_test(test_frozen_while_asking),
		TEST(test_frozen_connection_that_breaks),
		TEST(test_goes_on_where_the_last_run_ended),
		TEST(test_start_twice_and_events_out_of_place),
		TEST(test_every_cut_of_every_frame),
		TEST(test_huge_and_deep_frames),
		TEST(test_random_bytes),
		TEST(test_compressed_from_hello_to_resumed),
		TEST(test_damaged_data_ends_the_connection),
		TEST(test_bomb_ends_the_connection),
		TEST(test_compression_that_cannot_be_decoded),
		TEST(test_zlib_over_many_frames),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
