/* A connection that brings nothing any more is noticed, although its heartbeats are acknowledged. */
#include "platform/gateway_mock.h"

#include "platform/discord_probe.h"

#define READY_IN                                                                                   \
	"{\"t\":\"READY\",\"s\":1,\"op\":0,\"d\":{\"session_id\":\"sess\","                        \
	"\"resume_gateway_url\":\"" RESUME_AT "\",\"user\":{\"id\":\"900\"},"                      \
	"\"guilds\":[{\"id\":\"70\",\"unavailable\":true},{\"id\":\"71\"}],"                       \
	"\"application\":{\"id\":\"901\",\"flags\":0}}}"
#define EVENT "{\"t\":\"TYPING_START\",\"s\":2,\"op\":0,\"d\":{}}"
#define CHUNK "{\"t\":\"GUILD_MEMBERS_CHUNK\",\"s\":3,\"op\":0,\"d\":{}}"

/* A session that begins with that READY. */
static struct gateway_mock *begin(const char *ready)
{
	struct gateway_mock *gm =
		gm_create(&(struct platform_account){.token = TOKEN, .gateway_url = BASE});

	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	gm_frame(gm, ready);
	assert_state(gm, DISCORD_READY);
	return gm;
}

/* Lets time go by with heartbeats that are acknowledged, until that frame is sent or the link closed. */
static int64_t until(struct gateway_mock *gm, const char *frame)
{
	const int64_t from = gm->now;
	const size_t closes = gm->m->n_close;

	while (gm->now - from < 4 * (int64_t)DISCORD_PROBE_BLIND_MS) {
		gm_wait(gm);
		if (gm->m->n_close != closes || gm->g->state != DISCORD_READY)
			break;
		if (frame && strstr(mock_last_sent(gm->m), frame))
			break;
		gm_frame(gm, ACK);
	}
	return gm->now - from;
}

static void asked_and_answered(void **state)
{
	struct gateway_mock *gm = begin(READY_IN);
	struct platform_status s;
	int i;

	(void)state;
	for (i = 1; i <= 3; i++) {
		assert_int_equal(until(gm, "\"op\":8"), DISCORD_PROBE_SILENT_MS);
		assert_string_equal(mock_last_sent(gm->m), "{\"op\":8,\"d\":{\"guild_id\":\"70\","
							   "\"limit\":1,\"user_ids\":[\"900\"]}}");
		gm->now += 100;
		gm_frame(gm, CHUNK);
		discord_gateway_status(gm->g, gm->now, &s);
		assert_int_equal(s.counts.probes, i);
		assert_int_equal(s.counts.probes_lost, 0);
		assert_int_equal(s.event_ms, 0);
	}
	assert_state(gm, DISCORD_READY);
	assert_int_equal(gm->m->n_close, 0);
	gm_destroy(gm);
}

/* Where something is going on, nothing is asked. */
static void busy(void **state)
{
	struct gateway_mock *gm = begin(READY_IN);
	int i;

	(void)state;
	for (i = 0; i < 50; i++) {
		gm->now += DISCORD_PROBE_SILENT_MS - 1;
		gm_frame(gm, EVENT);
		gm_frame(gm, ACK);
		assert_true(discord_probe_due(gm->g) > gm->now);
	}
	assert_int_equal(gm->g->counts.probes, 0);
	gm_destroy(gm);
}

/* Its heartbeats are acknowledged, but it brings nothing: the session is gone on with elsewhere. */
static void left_when_silent(void **state)
{
	struct gateway_mock *gm = begin(READY_IN);

	(void)state;
	until(gm, "\"op\":8");
	assert_int_equal(until(gm, NULL), DISCORD_PROBE_ANSWER_MS);
	assert_int_equal(gm->m->n_close, 1);
	assert_int_equal(gm->g->counts.probes_lost, 1);
	assert_contains(
		gm->m->lines, "warn discord: connected, but silent for 330 s, also when asked");
	gm_reconnect(gm);
	assert_contains(mock_last_sent(gm->m), "\"op\":6");
	gm_frame(gm, RESUMED);
	assert_state(gm, DISCORD_READY);
	/* the server is not asked about again: it may be that which did not answer */
	assert_int_equal(until(gm, "\"op\":8"), DISCORD_PROBE_BLIND_MS);
	assert_int_equal(gm->g->counts.probes, 1);
	assert_int_equal(gm->g->counts.probes_lost, 2);
	gm_destroy(gm);
}

/* One that is never answered is not left every five minutes. */
static void backs_off(void **state)
{
	struct gateway_mock *gm = begin(READY_IN);
	int64_t silent = DISCORD_PROBE_SILENT_MS;
	int i;

	(void)state;
	for (i = 0; i < 6; i++) {
		assert_int_equal(until(gm, "\"op\":8"), silent);
		until(gm, NULL);
		gm_reconnect(gm);
		gm_frame(gm, RESUMED);
		discord_gateway_server(gm->g, "72");
		discord_probe_ready(gm->g, NULL, gm->now);
		silent *= 2;
		if (silent > DISCORD_PROBE_SILENT_MAX_MS)
			silent = DISCORD_PROBE_SILENT_MAX_MS;
	}
	gm_frame(gm, "{\"t\":\"X\",\"s\":99,\"op\":0,\"d\":{}}");
	assert_int_equal(until(gm, "\"op\":8"), DISCORD_PROBE_SILENT_MS);
	assert_contains(mock_last_sent(gm->m), "\"guild_id\":\"72\"");
	gm_destroy(gm);
}

/* Without a server there is nobody to ask about: the connection is made anew, much later. */
static void blind(void **state)
{
	struct gateway_mock *gm = begin(READY);

	(void)state;
	assert_int_equal(until(gm, "\"op\":8"), DISCORD_PROBE_BLIND_MS);
	assert_int_equal(gm->m->n_close, 1);
	assert_int_equal(gm->g->counts.probes, 0);
	/* until an event names one */
	gm_reconnect(gm);
	gm_frame(gm, RESUMED);
	discord_gateway_server(gm->g, "not an id\"");
	discord_gateway_server(gm->g, "");
	assert_string_equal(gm->g->probe.server, "");
	discord_gateway_server(gm->g, "73");
	gm_frame(gm, "{\"t\":\"X\",\"s\":99,\"op\":0,\"d\":{}}");
	assert_int_equal(until(gm, "\"op\":8"), DISCORD_PROBE_SILENT_MS);
	gm_destroy(gm);
}

/* A full minute of frames leaves the heartbeats their room; the question waits. */
static void waits_for_room(void **state)
{
	struct gateway_mock *gm = begin(READY_IN);
	int i;

	(void)state;
	gm->now = discord_probe_due(gm->g);
	for (i = 0; i < DISCORD_PULSE_SENDS; i++)
		discord_pulse_sent(&gm->g->pulse, gm->now);
	discord_probe_tick(gm->g, gm->now);
	assert_int_equal(gm->g->counts.probes, 0);
	assert_int_equal(discord_probe_due(gm->g), gm->now + DISCORD_PROBE_AGAIN_MS);
	discord_gateway_freeze(gm->g, gm->now);
	assert_true(discord_probe_due(gm->g) == DISCORD_GATEWAY_NEVER);
	gm_destroy(gm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asked_and_answered),
		cmocka_unit_test(busy),
		cmocka_unit_test(left_when_silent),
		cmocka_unit_test(backs_off),
		cmocka_unit_test(blind),
		cmocka_unit_test(waits_for_room),
	};

	return cmocka_run_group_tests_name("platform/discord_probe", tests, NULL, NULL);
}
