/* What each opcode does, in each state. */
#include "platform/gateway_mock.h"

static void test_hello_without_a_session_identifies(void **state)
{
	struct gateway_mock *gm = *state;

	gm_start(gm);
	gm_opened(gm);
	assert_int_equal(gm->m->n_send, 0);
	gm_frame(gm, HELLO);
	assert_state(gm, DISCORD_IDENTIFYING);
	assert_int_equal(gm->m->n_send, 1);
	assert_contains(mock_last_sent(gm->m), "\"op\":2");
	assert_contains(mock_last_sent(gm->m), "\"intents\":4608");
	assert_contains(mock_last_sent(gm->m), TOKEN);
	assert_lacks(gm->m->lines, TOKEN);
}

static void test_ready(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	assert_true(gm->m->is_ready);
	assert_int_equal(gm->m->n_ready, 1);
	assert_string_equal(discord_gateway_user(gm->g), "900");
	assert_int_equal(gm->n_events, 0);
	gm_frame(gm, READY); /* once is enough */
	assert_int_equal(gm->m->n_ready, 1);
	assert_int_equal(gm->n_events, 0);
}

/* Which part of the servers the session has, as Discord tells it; nothing told is all of them. */
static void test_shards(void **state)
{
	static const struct {
		const char *shard;
		unsigned i, n;
	} cases[] = {
		{"[1,4]", 1, 4},
		{"[0,1]", 0, 1},
		{"null", 0, 1},
		{"[]", 0, 1},
		{"[4,4]", 0, 1},
		{"[-1,4]", 0, 1},
		{"[0,70000]", 0, 1},
		{"[\"1\",4]", 0, 1},
		{"{\"a\":1}", 0, 1},
	};
	struct gateway_mock *gm = *state;
	struct platform_status status;
	char frame[256];
	size_t i;

	discord_gateway_status(gm->g, gm->now, &status);
	assert_int_equal(status.shards, 0);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (i == 0) {
			gm_start(gm);
			gm_opened(gm);
			gm_frame(gm, HELLO);
		} else {
			gm_reconnect(gm);
		}
		snprintf(frame, sizeof(frame),
			"{\"t\":\"READY\",\"s\":1,\"op\":0,\"d\":{\"user\":{\"id\":\"900\"},"
			"\"shard\":%s}}",
			cases[i].shard);
		gm_frame(gm, frame);
		discord_gateway_status(gm->g, gm->now, &status);
		assert_int_equal(status.shard, cases[i].i);
		assert_int_equal(status.shards, cases[i].n);
		gm_closed(gm, 0);
	}
}

static void test_odd_readies(void **state)
{
	struct gateway_mock *gm = *state;

	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	gm_frame(gm, "{\"t\":\"READY\",\"s\":1,\"op\":0,\"d\":}");
	assert_state(gm, DISCORD_IDENTIFYING);
	gm_frame(gm, "{\"t\":\"READY\",\"s\":1,\"op\":0,\"d\":{\"user\":{\"id\":900}}}");
	assert_state(gm, DISCORD_READY);
	assert_string_equal(discord_gateway_user(gm->g), "");
	assert_contains(gm->m->lines, "who we are");
	/* without a session id there is nothing to resume */
	gm_closed(gm, 0);
	gm_reconnect(gm);
	assert_state(gm, DISCORD_IDENTIFYING);
}

static void test_sequence_zero_is_not_none(void **state)
{
	struct gateway_mock *gm = *state;

	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	gm_wait(gm);
	assert_string_equal(mock_last_sent(gm->m), "{\"op\":1,\"d\":null}");
	gm_frame(gm, ACK);
	gm_frame(gm, "{\"t\":\"READY\",\"s\":0,\"op\":0,\"d\":{\"session_id\":\"sess\"}}");
	gm_wait(gm);
	assert_string_equal(mock_last_sent(gm->m), "{\"op\":1,\"d\":0}");
	gm_closed(gm, 0);
	gm_reconnect(gm);
	assert_state(gm, DISCORD_RESUMING);
	assert_contains(mock_last_sent(gm->m), "\"seq\":0");
}

static void test_sequence_numbers_have_64_bits(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	gm_frame(gm, "{\"op\":0,\"s\":9007199254740993,\"t\":\"X\",\"d\":{}}");
	gm_wait(gm);
	assert_string_equal(mock_last_sent(gm->m), "{\"op\":1,\"d\":9007199254740993}");
	gm_closed(gm, 0);
	gm_reconnect(gm);
	assert_contains(mock_last_sent(gm->m), "\"seq\":9007199254740993}");
}

/* Discord would end the connection for it: the frame is not sent, and the session given up. */
static void test_a_frame_that_is_too_long_is_not_sent(void **state)
{
	char token[501], ready[4096];
	struct gateway_mock *gm;
	size_t sent, n;
	int i;

	(void)state;
	memset(token, 1, sizeof(token) - 1); /* each of them six bytes as JSON */
	token[sizeof(token) - 1] = '\0';
	gm = gm_create(&(struct platform_account){.token = token, .gateway_url = BASE});
	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	n = (size_t)snprintf(
		ready, sizeof(ready), "{\"op\":0,\"s\":1,\"t\":\"READY\",\"d\":{\"session_id\":\"");
	for (i = 0; i < 250; i++)
		n += (size_t)snprintf(ready + n, sizeof(ready) - n, "\\u0001");
	snprintf(ready + n, sizeof(ready) - n, "\"}}");
	gm_frame(gm, ready);
	assert_state(gm, DISCORD_READY);
	gm_closed(gm, 0);
	sent = gm->m->n_send;
	gm_reconnect(gm);
	assert_int_equal(gm->m->n_send, sent);
	assert_contains(gm->m->lines, "longer than may be sent");
	gm_reconnect(gm);
	assert_state(gm, DISCORD_IDENTIFYING);
	gm_destroy(gm);
}

static void test_heartbeats(void **state)
{
	struct gateway_mock *gm = *state;

	gm->m->random = UINT32_MAX / 4;
	gm_ready(gm);
	assert_int_equal(gm_wait(gm), 9999);
	assert_string_equal(mock_last_sent(gm->m), "{\"op\":1,\"d\":1}");
	gm_frame(gm, "{\"op\":11,\"d\":{}}");
	gm_frame(gm, "{\"op\":0,\"s\":77,\"t\":\"X\",\"d\":{}}");
	assert_int_equal(gm_wait(gm), 40000);
	assert_string_equal(mock_last_sent(gm->m), "{\"op\":1,\"d\":77}");
}

static void test_a_heartbeat_is_answered_at_once(void **state)
{
	struct gateway_mock *gm = *state;
	int64_t next;

	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, "{\"op\":1,\"d\":null}"); /* even before HELLO */
	assert_string_equal(mock_last_sent(gm->m), "{\"op\":1,\"d\":null}");
	gm_frame(gm, HELLO);
	gm_frame(gm, READY);
	next = discord_gateway_next(gm->g);
	gm_frame(gm, "{\"op\":1}");
	assert_string_equal(mock_last_sent(gm->m), "{\"op\":1,\"d\":1}");
	assert_int_equal(gm->m->n_send, 3);
	assert_int_equal(discord_gateway_next(gm->g), next); /* the timer goes on */
}

static void test_a_flood_of_heartbeat_requests(void **state)
{
	struct gateway_mock *gm = *state;
	size_t before;
	int i;

	gm->m->random = UINT32_MAX;
	gm_ready(gm);
	for (i = 0; i < 500; i++)
		gm_frame(gm, "{\"op\":1}");
	assert_int_equal(gm->m->n_send, 120 - 4);
	before = gm->m->n_send;
	gm_wait(gm); /* our own heartbeat still finds room */
	assert_int_equal(gm->m->n_send, before + 1);
	gm->now += 60001;
	gm_frame(gm, "{\"op\":1}");
	assert_int_equal(gm->m->n_send, before + 2);
}

static void test_zombie(void **state)
{
	struct gateway_mock *gm = *state;

	gm->m->random = UINT32_MAX / 2;
	gm_ready(gm);
	gm_wait(gm); /* a heartbeat, and no ACK */
	gm_frame(gm, "{\"op\":0,\"s\":5,\"t\":\"X\",\"d\":{}}");
	gm_wait(gm);
	assert_int_equal(gm->m->n_close, 1);
	assert_int_equal(gm->m->close_code, 4200);
	assert_false(gm->m->is_ready);
	gm_reconnect(gm);
	assert_string_equal(gm->m->open_url, RESUME_AT QUERY);
	assert_state(gm, DISCORD_RESUMING);
	assert_contains(mock_last_sent(gm->m), "\"seq\":5");
}

static void test_resume(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	gm_frame(gm, "{\"op\":0,\"s\":4,\"t\":\"MESSAGE_CREATE\",\"d\":{}}");
	assert_false(gm->replayed);
	gm_closed(gm, 0);
	assert_false(gm->m->is_ready);
	gm_reconnect(gm);
	assert_state(gm, DISCORD_RESUMING);
	assert_contains(mock_last_sent(gm->m), "\"op\":6");
	assert_contains(mock_last_sent(gm->m), "\"session_id\":\"sess\"");
	assert_contains(mock_last_sent(gm->m), "\"seq\":4");
	gm_frame(gm, "{\"op\":0,\"s\":5,\"t\":\"MESSAGE_CREATE\",\"d\":{}}");
	assert_true(gm->replayed);
	assert_false(gm->m->is_ready);
	gm_frame(gm, RESUMED);
	assert_state(gm, DISCORD_READY);
	assert_true(gm->m->is_ready);
	assert_contains(gm->m->session, "\"seq\":9,");
	gm_frame(gm, "{\"op\":0,\"s\":10,\"t\":\"MESSAGE_CREATE\",\"d\":{}}");
	assert_false(gm->replayed);
	assert_int_equal(gm->n_events, 3);
}

static void test_an_event_without_its_end_is_asked_for_again(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	gm_frame(gm, "{\"op\":0,\"s\":4,\"t\":\"MESSAGE_CREATE\",\"d\":{}}");
	gm->event_is_cut = true;
	gm_frame(gm, "{\"op\":0,\"s\":5,\"t\":\"MESSAGE_CREATE\",\"d\":{");
	assert_state(gm, DISCORD_WAITING);
	assert_int_equal(gm->m->close_code, 4200);
	gm_reconnect(gm);
	assert_contains(mock_last_sent(gm->m), "\"seq\":4");
}

/* Some bytes that are no JSON tell that a stream is broken; JSON that means nothing is not looked at. */
static void test_what_is_no_json_is_not_trusted(void **state)
{
	static const char *const harmless[] = {"", "null", "[]", "{}", "\"op\"", "{\"op\":\"0\"}"};
	static const char *const broken[] = {"\x05\xfe 79 bytes of nothing", " ", "}", "-", "\"",
		"\"\\u", "{op:0}", "{\"op\":NaN}", "// a comment", "<html></html>"};
	struct gateway_mock *gm = *state;
	size_t i;

	gm_ready(gm);
	for (i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++) {
		gm_frame(gm, harmless[i]);
		assert_state(gm, DISCORD_READY);
	}
	for (i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		gm_frame(gm, broken[i]);
		assert_state(gm, DISCORD_WAITING);
		gm_reconnect(gm);
		assert_state(gm, DISCORD_RESUMING); /* what was in it comes again */
		gm_frame(gm, "{\"op\":0,\"s\":9,\"t\":\"RESUMED\",\"d\":{}}");
		assert_state(gm, DISCORD_READY);
	}
}

/* Otherwise the replay would begin with it for ever. */
static void test_an_event_that_is_always_cut_ends_the_session(void **state)
{
	struct gateway_mock *gm = *state;
	int i;

	gm_ready(gm);
	gm->event_is_cut = true;
	gm_frame(gm, "{\"op\":0,\"s\":5,\"t\":\"MESSAGE_CREATE\",\"d\":{");
	for (i = 0; i < DISCORD_LINK_RESUMES_MAX; i++) {
		gm_reconnect(gm);
		assert_state(gm, DISCORD_RESUMING);
		gm_frame(gm, "{\"op\":0,\"s\":5,\"t\":\"MESSAGE_CREATE\",\"d\":{");
	}
	gm_reconnect(gm);
	assert_state(gm, DISCORD_IDENTIFYING);
}

static void test_frames_without_their_end(void **state)
{
	static const char *const frames[] = {"{\"op\"", "{\"t\":\"MESSAGE_CRE",
		"{\"t\":\"X\",\"s\":3,",
		"{\"t\":\"READY\",\"s\":1,\"op\":0,\"d\":{\"session_id\":\"se"};
	struct gateway_mock *gm = *state;
	size_t i;

	gm_start(gm);
	for (i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
		while (gm->g->state == DISCORD_WAITING)
			gm_wait(gm);
		gm_opened(gm);
		gm_frame(gm, HELLO);
		assert_state(gm, DISCORD_IDENTIFYING);
		gm_frame(gm, frames[i]);
		assert_state(gm, DISCORD_WAITING);
	}
}

static void test_resume_answered_by_ready(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	gm_frame(gm, "{\"op\":0,\"s\":500,\"t\":\"X\",\"d\":{}}");
	gm_closed(gm, 0);
	gm_reconnect(gm);
	gm_frame(gm, READY);
	assert_state(gm, DISCORD_READY);
	gm_wait(gm);
	assert_string_equal(mock_last_sent(gm->m), "{\"op\":1,\"d\":1}"); /* counted anew */
}

static void test_reconnect(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	gm_frame(gm, "{\"op\":7,\"d\":null}");
	assert_int_equal(gm->m->close_code, 4200);
	gm_reconnect(gm);
	assert_string_equal(gm->m->open_url, RESUME_AT QUERY);
	assert_state(gm, DISCORD_RESUMING);
}

static void test_reconnect_before_hello(void **state)
{
	struct gateway_mock *gm = *state;
	int i;

	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, "{\"op\":7}");
	assert_state(gm, DISCORD_WAITING);
	gm_reconnect(gm);
	assert_state(gm, DISCORD_IDENTIFYING);
	gm_frame(gm, READY);
	gm_frame(gm, "{\"op\":7}");
	gm_wait(gm);
	gm_opened(gm);
	gm_frame(gm, "{\"op\":7}");
	gm_wait(gm);
	assert_string_equal(gm->m->open_url, RESUME_AT QUERY);
	/* a resume address that never does anything else is given up */
	for (i = 0; i < 2; i++) {
		gm_opened(gm);
		gm_frame(gm, "{\"op\":7}");
		gm_wait(gm);
	}
	assert_string_equal(gm->m->open_url, BASE QUERY);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	assert_state(gm, DISCORD_RESUMING);
}

static void test_invalid_session_that_may_resume(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	gm_frame(gm, "{\"op\":9,\"d\":true}");
	assert_state(gm, DISCORD_WAITING);
	gm_reconnect(gm);
	assert_state(gm, DISCORD_RESUMING);
	assert_string_equal(gm->m->open_url, RESUME_AT QUERY);
}

static void test_invalid_session_that_is_over(void **state)
{
	static const char *const texts[] = {
		"{\"op\":9,\"d\":false}", "{\"op\":9}", "{\"op\":9,\"d\":1}", "{\"op\":9,\"d\":"};
	struct gateway_mock *gm = *state;
	size_t i;

	gm_ready(gm);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		gm->now += DISCORD_LINK_STABLE_MS;
		gm->m->random = i % 2 ? UINT32_MAX : 0;
		gm_frame(gm, texts[i]);
		assert_string_equal(gm->m->session, "");
		assert_int_equal(gm_wait(gm), i % 2 ? 5000 : 1000);
		assert_string_equal(gm->m->open_url, BASE QUERY);
		gm_opened(gm);
		gm_frame(gm, HELLO);
		assert_state(gm, DISCORD_IDENTIFYING);
		gm_frame(gm, READY);
	}
}

static void test_refused_resume(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	gm->now += 10000;
	gm_closed(gm, 0);
	gm_reconnect(gm);
	gm_frame(gm, "{\"op\":9,\"d\":false}");
	assert_int_equal(gm_wait(gm), 1000);
	assert_string_equal(gm->m->open_url, BASE QUERY);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	assert_state(gm, DISCORD_IDENTIFYING);
	gm_wait(gm);
	assert_string_equal(mock_last_sent(gm->m), "{\"op\":1,\"d\":null}");
}

static void test_two_identifies_are_never_within_five_seconds(void **state)
{
	struct gateway_mock *gm = *state;
	int64_t first = gm->now;

	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	gm_frame(gm, "{\"op\":9,\"d\":false}");
	gm_reconnect(gm);
	assert_state(gm, DISCORD_IDENTIFYING);
	assert_true(gm->now >= first + 5000);
}

static void test_unknown_things_are_ignored(void **state)
{
	static const char *const frames[] = {
		"{\"op\":2}",
		"{\"op\":12,\"d\":{}}",
		"{\"op\":4611686018427387904}",
		"{\"op\":0,\"t\":\"PRESENCE_UPDATE\",\"d\":{}}",
		"{\"op\":0,\"s\":3,\"t\":\"NEW_EVENT_OF_2031\",\"d\":[],\"new\":1}",
		"{\"op\":0,\"s\":4,\"t\":null}",
		"{\"op\":0}",
		"{\"op\":10,\"d\":{\"heartbeat_interval\":1}}",
		"{\"op\":0,\"s\":6,\"t\":\"RESUMED\",\"d\":{}}",
	};
	struct gateway_mock *gm = *state;
	int64_t next;
	size_t i;

	gm_ready(gm);
	next = discord_gateway_next(gm->g);
	for (i = 0; i < sizeof(frames) / sizeof(frames[0]); i++)
		gm_frame(gm, frames[i]);
	assert_state(gm, DISCORD_READY);
	assert_int_equal(discord_gateway_next(gm->g), next);
	assert_int_equal(gm->m->n_send, 1);
	assert_int_equal(gm->g->session.seq, 6);
}

static void test_events_before_ready_are_not_passed_on(void **state)
{
	struct gateway_mock *gm = *state;

	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, "{\"op\":0,\"s\":3,\"t\":\"MESSAGE_CREATE\",\"d\":{}}");
	gm_frame(gm, HELLO);
	gm_frame(gm, "{\"op\":0,\"s\":3,\"t\":\"MESSAGE_CREATE\",\"d\":{}}");
	gm_frame(gm, RESUMED);
	assert_state(gm, DISCORD_IDENTIFYING);
	assert_int_equal(gm->n_events, 0);
}

static void test_hello_of_any_kind(void **state)
{
	static const char *const texts[] = {"{\"op\":10}",
		"{\"op\":10,\"d\":", "{\"op\":10,\"d\":[]}",
		"{\"op\":10,\"d\":{\"heartbeat_interval\":\"5\"}}",
		"{\"op\":10,\"d\":{\"heartbeat_interval\":-1}}"};
	struct gateway_mock *gm;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		gm = gm_create(&(struct platform_account){.token = TOKEN, .gateway_url = BASE});
		gm->m->random = UINT32_MAX;
		gm_start(gm);
		gm_opened(gm);
		gm_frame(gm, texts[i]);
		assert_state(gm, DISCORD_IDENTIFYING);
		assert_int_equal(gm_wait(gm), DISCORD_PULSE_MS);
		gm_destroy(gm);
	}
}

#define READY_FLAGS(flags)                                                                         \
	"{\"t\":\"READY\",\"s\":1,\"op\":0,\"d\":{\"session_id\":\"sess\",\"user\":{\"id\":\"9\"}" \
	","                                                                                        \
	"\"application\":{\"id\":\"901\"" flags "}}}"

/* What the log says when content is wanted and READY is that. */
static struct gateway_mock *with_content(const char *ready)
{
	struct gateway_mock *gm = gm_create(&(struct platform_account){
		.token = TOKEN, .gateway_url = BASE, .wants_content = true});

	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	gm_frame(gm, ready);
	discord_rest_pump(gm->rest, gm->now);
	return gm;
}

static void test_content_that_will_not_come(void **state)
{
	struct gateway_mock *gm = with_content(READY_FLAGS(",\"flags\":0"));

	(void)state;
	assert_contains(gm->m->lines, "Message Content Intent is off");
	assert_int_equal(gm->m->n_request, 0);
	gm_destroy(gm);
	gm = with_content(READY_FLAGS(",\"flags\":524288"));
	assert_lacks(gm->m->lines, "Message Content Intent is off");
	gm_destroy(gm);
}

static void test_content_when_ready_does_not_say(void **state)
{
	struct gateway_mock *gm = with_content(READY_FLAGS(""));

	(void)state;
	assert_contains(mock_last_request(gm->m)->url, "/applications/@me");
	gm_answer(gm, 200, "{\"flags\":0}");
	assert_contains(gm->m->lines, "Message Content Intent is off");
	gm_destroy(gm);
	gm = with_content(READY_FLAGS(",\"flags\":\"0\""));
	gm_answer(gm, 404, "");
	assert_lacks(gm->m->lines, "Message Content Intent is off");
	assert_state(gm, DISCORD_READY);
	gm_destroy(gm);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, gm_setup_fixed, gm_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_hello_without_a_session_identifies),
		TEST(test_ready),
		TEST(test_shards),
		TEST(test_odd_readies),
		TEST(test_sequence_zero_is_not_none),
		TEST(test_sequence_numbers_have_64_bits),
		cmocka_unit_test(test_a_frame_that_is_too_long_is_not_sent),
		TEST(test_heartbeats),
		TEST(test_a_heartbeat_is_answered_at_once),
		TEST(test_a_flood_of_heartbeat_requests),
		TEST(test_zombie),
		TEST(test_resume),
		TEST(test_an_event_without_its_end_is_asked_for_again),
		TEST(test_what_is_no_json_is_not_trusted),
		TEST(test_an_event_that_is_always_cut_ends_the_session),
		TEST(test_frames_without_their_end),
		TEST(test_resume_answered_by_ready),
		TEST(test_reconnect),
		TEST(test_reconnect_before_hello),
		TEST(test_invalid_session_that_may_resume),
		TEST(test_invalid_session_that_is_over),
		TEST(test_refused_resume),
		TEST(test_two_identifies_are_never_within_five_seconds),
		TEST(test_unknown_things_are_ignored),
		TEST(test_events_before_ready_are_not_passed_on),
		cmocka_unit_test(test_hello_of_any_kind),
		cmocka_unit_test(test_content_that_will_not_come),
		cmocka_unit_test(test_content_when_ready_does_not_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
