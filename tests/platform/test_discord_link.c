/* The states of the gateway and the way from a lost connection to the next one. */
#include "platform/gateway_mock.h"

static void test_asks_for_the_address_first(void **state)
{
	struct gateway_mock *gm = *state;

	gm_start(gm);
	assert_state(gm, DISCORD_ASKING);
	assert_contains(mock_last_request(gm->m)->url, "/gateway/bot");
	assert_int_equal(gm->m->n_open, 0);
	gm_answer(gm, 200, BOT("1000"));
	assert_state(gm, DISCORD_OPENING);
	assert_string_equal(gm->m->open_url, BASE QUERY);
	assert_contains(gm->m->lines, "idle -> asking");
	assert_contains(gm->m->lines, "asking -> opening");
}

static void test_a_given_address_is_not_asked_for(void **state)
{
	struct gateway_mock *gm = *state;

	gm_start(gm);
	assert_int_equal(gm->m->n_request, 0);
	assert_state(gm, DISCORD_OPENING);
	assert_string_equal(gm->m->open_url, BASE QUERY);
}

static void test_failed_question_is_asked_again(void **state)
{
	static const struct {
		int status;
		const char *body;
	} bad[] = {{500, ""}, {0, ""}, {403, "<html>"}, {200, "{"}, {200, "{}"},
		{200, "{\"url\":\"ws://evil.example\"}"}, {200, "{\"url\":7}"}};
	struct gateway_mock *gm = *state;
	size_t i;

	gm->m->random = UINT32_MAX;
	gm_start(gm);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		gm_answer(gm, bad[i].status, bad[i].body);
		assert_state(gm, DISCORD_WAITING);
		assert_int_equal(gm_wait(gm), DISCORD_LINK_BASE_MS << i);
		assert_state(gm, DISCORD_ASKING);
		assert_int_equal(gm->m->n_request, i + 2);
	}
	assert_int_equal(gm->m->n_fault, 0);
	gm_answer(gm, 200, BOT("1000"));
	assert_state(gm, DISCORD_OPENING);
}

static void test_refused_token(void **state)
{
	struct gateway_mock *gm = *state;

	gm_start(gm);
	gm_answer(gm, 401, "{\"message\":\"401: Unauthorized\",\"code\":0}");
	assert_state(gm, DISCORD_FAILED);
	assert_int_equal(gm->m->fault, PLATFORM_FAULT_TOKEN);
	assert_contains(gm->m->fault_detail, "DISCORD_TOKEN");
	assert_int_equal(discord_gateway_next(gm->g), DISCORD_GATEWAY_NEVER);
	assert_true(discord_gateway_stopped(gm->g));
}

static void test_no_identify_left(void **state)
{
	struct gateway_mock *gm = *state;

	gm_start(gm);
	gm_answer(gm, 200, BOT("0"));
	assert_state(gm, DISCORD_WAITING);
	assert_int_equal(gm->m->n_open + gm->m->n_fault, 0);
	assert_int_equal(gm_wait(gm), 7200000);
	assert_state(gm, DISCORD_ASKING);
	gm_answer(gm, 200, BOT("1000"));
	assert_state(gm, DISCORD_OPENING);
}

static void test_resume_needs_no_identify(void **state)
{
	struct gateway_mock *gm = *state;

	gm_start(gm);
	gm_answer(gm, 200, BOT("1"));
	gm_opened(gm);
	gm_frame(gm, HELLO);
	gm_frame(gm, READY);
	gm_closed(gm, 0);
	gm_wait(gm);
	assert_state(gm, DISCORD_OPENING);
	assert_string_equal(gm->m->open_url, RESUME_AT QUERY);
	assert_int_equal(gm->m->n_request, 1);
}

static void test_resume_address_that_cannot_be_opened(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	gm_closed(gm, 1006);
	gm_wait(gm);
	assert_string_equal(gm->m->open_url, RESUME_AT QUERY);
	gm_closed(gm, 0); /* a handshake that failed */
	gm_wait(gm);
	assert_string_equal(gm->m->open_url, BASE QUERY);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	assert_contains(mock_last_sent(gm->m), "\"op\":6"); /* with the same session */
	gm_frame(gm, RESUMED);
	assert_state(gm, DISCORD_READY);
}

static void test_resume_address_that_never_opens_or_greets(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	gm_closed(gm, 1006);
	gm_wait(gm);
	assert_int_equal(gm_wait(gm), DISCORD_LINK_OPEN_MS);
	assert_int_equal(gm->m->n_close, 1);
	gm_wait(gm);
	assert_string_equal(gm->m->open_url, BASE QUERY);
	gm_opened(gm);
	assert_int_equal(gm_wait(gm), DISCORD_LINK_HELLO_MS);
	assert_int_equal(gm->m->n_close, 2);
	assert_int_equal(gm->m->close_code, 4200);
	assert_state(gm, DISCORD_WAITING);
	gm_wait(gm);
	assert_string_equal(gm->m->open_url, BASE QUERY);
}

static void test_long_addresses(void **state)
{
	struct gateway_mock *gm = *state;
	char url[URL_BASE_MAX + 1], body[URL_BASE_MAX + 20];

	memset(url, 'a', sizeof(url));
	memcpy(url, "wss://gateway.discord.gg/", 25);
	url[URL_BASE_MAX] = '\0';
	gm_start(gm);
	snprintf(body, sizeof(body), "{\"url\":\"%s\"}", url);
	gm_answer(gm, 200, body);
	assert_state(gm, DISCORD_WAITING);
	gm_wait(gm);
	url[URL_BASE_MAX - 1] = '\0';
	snprintf(body, sizeof(body), "{\"url\":\"%s\"}", url);
	gm_answer(gm, 200, body);
	assert_state(gm, DISCORD_OPENING);
	/* it has a path already, which QUERY begins with */
	assert_int_equal(strlen(gm->m->open_url), URL_BASE_MAX - 1 + strlen(QUERY) - 1);
}

static void test_hello_must_come(void **state)
{
	struct gateway_mock *gm = *state;

	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, ACK);
	assert_int_equal(gm_wait(gm), DISCORD_LINK_HELLO_MS);
	assert_state(gm, DISCORD_WAITING);
	assert_int_equal(gm->m->close_code, 4200);
	assert_contains(gm->m->lines, "no HELLO");
}

static void test_connections_alternate(void **state)
{
	struct gateway_mock *gm = *state;
	int first;

	gm_ready(gm);
	first = gm->m->open_link;
	gm_frame(gm, "{\"op\":7}");
	assert_int_equal(gm->m->close_link, first);
	gm_reconnect(gm);
	assert_int_equal(gm->m->open_link, !first);
	/* the old one is heard of late */
	discord_gateway_closed(gm->g, first, 4004, gm->now);
	discord_gateway_received(gm->g, first, RESUMED, strlen(RESUMED), true, gm->now);
	discord_gateway_opened(gm->g, first, gm->now);
	assert_state(gm, DISCORD_RESUMING);
	assert_int_equal(gm->m->n_fault, 0);
}

static void test_resume_backoff(void **state)
{
	struct gateway_mock *gm = *state;
	int64_t ceiling = DISCORD_LINK_BASE_MS;
	int i;

	gm->m->random = UINT32_MAX;
	gm_ready(gm);
	for (i = 0; i < 10; i++) {
		gm_closed(gm, 0);
		assert_int_equal(gm_wait(gm), ceiling);
		assert_state(gm, DISCORD_OPENING);
		ceiling = 2 * ceiling < DISCORD_LINK_RESUME_CAP_MS ? 2 * ceiling
								   : DISCORD_LINK_RESUME_CAP_MS;
	}
}

static void test_identify_backoff(void **state)
{
	struct gateway_mock *gm = *state;
	int64_t ceiling = DISCORD_LINK_BASE_MS;
	int i;

	gm->m->random = UINT32_MAX;
	gm_start(gm);
	for (i = 0; i < 14; i++) {
		gm_closed(gm, 0);
		assert_int_equal(gm_wait(gm), ceiling);
		ceiling = 2 * ceiling < DISCORD_LINK_IDENTIFY_CAP_MS ? 2 * ceiling
								     : DISCORD_LINK_IDENTIFY_CAP_MS;
	}
	assert_int_equal(ceiling, DISCORD_LINK_IDENTIFY_CAP_MS);
}

static void test_only_a_lasting_session_resets_the_backoff(void **state)
{
	struct gateway_mock *gm = *state;

	gm->m->random = UINT32_MAX;
	gm_ready(gm);
	gm_closed(gm, 0);
	gm_reconnect(gm);
	gm_frame(gm, RESUMED);
	gm_closed(gm, 0);
	assert_int_equal(gm_wait(gm), 2 * DISCORD_LINK_BASE_MS);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	gm_frame(gm, RESUMED);
	gm->now += DISCORD_LINK_STABLE_MS;
	gm_closed(gm, 0);
	assert_int_equal(gm_wait(gm), DISCORD_LINK_BASE_MS);
}

static void test_identifies_stay_within_a_day_s_budget(void **state)
{
	struct gateway_mock *gm = *state;
	size_t identifies = 0;

	/* a server that takes every IDENTIFY and drops the session at once, and jitter at its worst */
	gm->m->random = 0;
	gm_start(gm);
	while (gm->now < T0 + DISCORD_BUDGET_DAY_MS) {
		if (gm->g->state == DISCORD_OPENING) {
			gm_opened(gm);
			gm_frame(gm, HELLO);
			identifies++;
			gm_frame(gm, READY);
			gm_closed(gm, 4007);
		}
		gm_wait(gm);
	}
	assert_true(identifies > 100 && identifies <= DISCORD_BUDGET_OWN);
	assert_int_equal(gm->m->n_fault, 0);
}

static void test_resume_that_never_ends(void **state)
{
	struct gateway_mock *gm = *state;
	int i;

	gm_ready(gm);
	gm_closed(gm, 0);
	gm_reconnect(gm);
	for (i = 0; i < 10 && gm->g->state == DISCORD_RESUMING; i++) {
		gm_wait(gm);
		gm_frame(gm, ACK);
	}
	assert_contains(gm->m->lines, "no RESUMED");
	assert_state(gm, DISCORD_WAITING);
	gm_reconnect(gm);
	assert_state(gm, DISCORD_IDENTIFYING);
}

/* An event that breaks every connection would be the first of each replay. */
static void test_a_session_that_breaks_every_connection(void **state)
{
	struct gateway_mock *gm = *state;
	int i;

	gm_ready(gm);
	gm_closed(gm, 0);
	for (i = 0; i < DISCORD_LINK_RESUMES_MAX; i++) {
		gm_reconnect(gm);
		assert_state(gm, DISCORD_RESUMING);
		gm_closed(gm, 0);
	}
	assert_contains(gm->m->lines, "no resume succeeds");
	assert_string_equal(gm->m->session, "");
	gm_reconnect(gm);
	assert_state(gm, DISCORD_IDENTIFYING);
}

static void test_a_replay_in_small_steps_goes_on(void **state)
{
	struct gateway_mock *gm = *state;
	char frame[100];
	int i;

	gm_ready(gm);
	gm_closed(gm, 0);
	for (i = 0; i < 5 * DISCORD_LINK_RESUMES_MAX; i++) {
		gm_reconnect(gm);
		assert_state(gm, DISCORD_RESUMING);
		snprintf(frame, sizeof(frame), "{\"op\":0,\"s\":%d,\"t\":\"X\"}", 2 + i / 2);
		gm_frame(gm, frame);
		gm_closed(gm, 0);
	}
	assert_lacks(gm->m->lines, "no resume succeeds");
}

static void test_a_slow_replay_is_waited_for(void **state)
{
	struct gateway_mock *gm = *state;
	char frame[100];
	int i;

	gm_ready(gm);
	gm_closed(gm, 0);
	gm_reconnect(gm);
	for (i = 0; i < 20; i++) {
		gm_wait(gm);
		gm_frame(gm, ACK);
		snprintf(frame, sizeof(frame), "{\"op\":0,\"s\":%d,\"t\":\"X\"}", 2 + i);
		gm_frame(gm, frame);
		assert_state(gm, DISCORD_RESUMING);
	}
}

static void test_in_an_outage_ready_is_waited_for(void **state)
{
	struct gateway_mock *gm = *state;
	int i;

	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	for (i = 0; i < 100; i++) {
		gm_wait(gm);
		gm_frame(gm, ACK);
		assert_state(gm, DISCORD_IDENTIFYING);
	}
	gm_frame(gm, READY);
	assert_state(gm, DISCORD_READY);
}

static void test_known_address_serves_when_the_question_fails(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	gm_closed(gm, 4009);
	while (gm->g->state == DISCORD_WAITING)
		gm_wait(gm);
	assert_state(gm, DISCORD_ASKING);
	gm_answer(gm, 503, "");
	assert_state(gm, DISCORD_OPENING);
	assert_string_equal(gm->m->open_url, BASE QUERY);
}

static void test_host_is_told_of_the_session(void **state)
{
	struct gateway_mock *gm = *state;

	gm_ready(gm);
	assert_int_equal(gm->m->n_session, 1);
	assert_contains(gm->m->session, "\"session_id\":\"sess\"");
	gm_frame(gm, "{\"op\":0,\"s\":5,\"t\":\"X\"}");
	assert_int_equal(gm->m->n_session, 1);
	gm_wait(gm); /* with the heartbeat */
	assert_int_equal(gm->m->n_session, 2);
	assert_contains(gm->m->session, "\"seq\":5");
	gm_frame(gm, ACK);
	gm_wait(gm); /* nothing new */
	assert_int_equal(gm->m->n_session, 2);
	gm_closed(gm, 4009);
	assert_string_equal(gm->m->session, "");
}

static void test_no_room_for_the_question(void **state)
{
	struct gateway_mock *gm = *state;
	char id[16];
	int i;

	for (i = 0; discord_rest_get(gm->rest, DISCORD_REST_CHANNEL, "5", T0 + 60000) == 0; i++)
		snprintf(id, sizeof(id), "%d", i);
	gm->m->random = UINT32_MAX;
	discord_gateway_start(gm->g, gm->now);
	assert_state(gm, DISCORD_WAITING);
	assert_int_equal(discord_gateway_next(gm->g), T0 + DISCORD_LINK_BASE_MS);
}

static void test_a_host_that_keeps_no_session(void **state)
{
	struct gateway_mock *gm = *state;

	gm->g->host.session = NULL;
	gm_ready(gm);
	gm_wait(gm);
	discord_gateway_stop(gm->g, gm->now);
	assert_state(gm, DISCORD_CLOSING);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, gm_setup, gm_teardown)
#define TEST_FIXED(name) cmocka_unit_test_setup_teardown(name, gm_setup_fixed, gm_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_asks_for_the_address_first),
		TEST_FIXED(test_a_given_address_is_not_asked_for),
		TEST(test_failed_question_is_asked_again),
		TEST(test_refused_token),
		TEST(test_no_identify_left),
		TEST(test_resume_needs_no_identify),
		TEST(test_resume_address_that_cannot_be_opened),
		TEST(test_resume_address_that_never_opens_or_greets),
		TEST(test_long_addresses),
		TEST_FIXED(test_hello_must_come),
		TEST_FIXED(test_connections_alternate),
		TEST_FIXED(test_resume_backoff),
		TEST_FIXED(test_identify_backoff),
		TEST_FIXED(test_only_a_lasting_session_resets_the_backoff),
		TEST_FIXED(test_identifies_stay_within_a_day_s_budget),
		TEST_FIXED(test_resume_that_never_ends),
		TEST_FIXED(test_a_session_that_breaks_every_connection),
		TEST_FIXED(test_a_replay_in_small_steps_goes_on),
		TEST_FIXED(test_a_slow_replay_is_waited_for),
		TEST_FIXED(test_in_an_outage_ready_is_waited_for),
		TEST(test_known_address_serves_when_the_question_fails),
		TEST_FIXED(test_host_is_told_of_the_session),
		TEST(test_no_room_for_the_question),
		TEST_FIXED(test_a_host_that_keeps_no_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
