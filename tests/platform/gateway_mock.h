/*
 * A gateway between a recording host and a server that the test plays: for the tests of the files that
 * make up the gateway.
 */
#ifndef TESTS_PLATFORM_GATEWAY_MOCK_H
#define TESTS_PLATFORM_GATEWAY_MOCK_H

#include "platform/host_mock.h"

#include "platform/discord_gateway.h"
#include "platform/discord_link.h"
#include "platform/discord_rest.h"

#define T0 1000000
#define BASE "wss://gateway.example"
#define RESUME_AT "wss://resume.example"
#define QUERY "/?v=10&encoding=json&compress=zstd-stream"
#define TOKEN "invented-token-for-tests"
#define INTENTS 4608u
#define HELLO "{\"op\":10,\"d\":{\"heartbeat_interval\":40000}}"
#define ACK "{\"op\":11}"
#define READY                                                                                      \
	"{\"t\":\"READY\",\"s\":1,\"op\":0,\"d\":{\"session_id\":\"sess\","                        \
	"\"resume_gateway_url\":\"" RESUME_AT "\",\"user\":{\"id\":\"900\"},"                      \
	"\"application\":{\"id\":\"901\",\"flags\":0}}}"
#define RESUMED "{\"t\":\"RESUMED\",\"s\":9,\"op\":0,\"d\":{}}"
#define BOT(remaining)                                                                             \
	"{\"url\":\"" BASE "\",\"shards\":1,\"session_start_limit\":{\"total\":1000,"              \
	"\"remaining\":" remaining ",\"reset_after\":7200000,\"max_concurrency\":1}}"

struct gateway_mock {
	struct host_mock *m;
	struct discord_rest *rest;
	struct discord_gateway *g;
	int64_t now;
	size_t n_events;
	char event[64]; /* the last one's name */
	bool replayed;
	bool event_is_cut; /* what the next ones are said to be */
};

MOCK_STATIC bool gm_event(
	void *ctx, const struct discord_frame *frame, const char *data, size_t len, bool replayed)
{
	struct gateway_mock *gm = ctx;

	assert_true(len > 0 && data[0] != '\0');
	gm->n_events++;
	mock_copy(gm->event, sizeof(gm->event), frame->name);
	gm->replayed = replayed;
	return !gm->event_is_cut;
}

MOCK_STATIC void gm_got(void *ctx, const struct discord_rest_answer *answer, int64_t now_ms)
{
	struct gateway_mock *gm = ctx;

	discord_gateway_told(gm->g, answer, now_ms);
}

MOCK_STATIC struct gateway_mock *gm_create_with(
	const struct platform_account *account, unsigned intents)
{
	struct gateway_mock *gm = calloc(1, sizeof(*gm));
	struct discord_gateway_setup setup = {
		.account = account, .intents = intents, .event = gm_event, .ctx = gm};

	assert_non_null(gm);
	gm->m = mock_create();
	gm->now = T0;
	gm->rest = discord_rest_create(&gm->m->host, "http://127.0.0.1/api", gm_got, gm);
	assert_non_null(gm->rest);
	setup.host = &gm->m->host;
	setup.rest = gm->rest;
	gm->g = discord_gateway_create(&setup);
	assert_non_null(gm->g);
	return gm;
}

MOCK_STATIC struct gateway_mock *gm_create(const struct platform_account *account)
{
	return gm_create_with(account, INTENTS);
}

MOCK_STATIC void gm_destroy(struct gateway_mock *gm)
{
	discord_gateway_destroy(gm->g);
	discord_rest_destroy(gm->rest);
	mock_destroy(gm->m);
	free(gm);
}

MOCK_STATIC int gm_setup(void **state)
{
	*state = gm_create(&(struct platform_account){.token = TOKEN});
	return 0;
}

/* As gm_setup(), with a given address: nothing is asked. */
MOCK_STATIC int gm_setup_fixed(void **state)
{
	*state = gm_create(&(struct platform_account){.token = TOKEN, .gateway_url = BASE});
	return 0;
}

MOCK_STATIC int gm_teardown(void **state)
{
	gm_destroy(*state);
	return 0;
}

MOCK_STATIC void gm_start(struct gateway_mock *gm)
{
	discord_gateway_start(gm->g, gm->now);
	discord_rest_pump(gm->rest, gm->now);
}

/* Answers the last request. */
MOCK_STATIC void gm_answer(struct gateway_mock *gm, int status, const char *body)
{
	struct platform_result result =
		mock_result(mock_last_request(gm->m)->id, status, body, NULL);

	discord_rest_answered(gm->rest, &result, gm->now);
	discord_rest_pump(gm->rest, gm->now);
}

MOCK_STATIC void gm_opened(struct gateway_mock *gm)
{
	discord_gateway_opened(gm->g, gm->m->open_link, gm->now);
}

MOCK_STATIC void gm_frame(struct gateway_mock *gm, const char *text)
{
	discord_gateway_received(gm->g, gm->m->open_link, text, strlen(text), true, gm->now);
}

/* A binary frame. */
MOCK_STATIC void gm_bytes(struct gateway_mock *gm, const char *data, size_t len)
{
	discord_gateway_received(gm->g, gm->m->open_link, data, len, false, gm->now);
}

MOCK_STATIC void gm_closed(struct gateway_mock *gm, int code)
{
	discord_gateway_closed(gm->g, gm->m->open_link, code, gm->now);
}

/* Lets time go by until the gateway's next wish, and ticks; returns how long that was. */
MOCK_STATIC int64_t gm_wait(struct gateway_mock *gm)
{
	int64_t from = gm->now, next = discord_gateway_next(gm->g);

	assert_true(next != DISCORD_GATEWAY_NEVER);
	gm->now = next > gm->now ? next : gm->now;
	discord_gateway_tick(gm->g, gm->now);
	discord_rest_pump(gm->rest, gm->now);
	return gm->now - from;
}

MOCK_STATIC void assert_state(const struct gateway_mock *gm, enum discord_state state)
{
	if (gm->g->state != state)
		fail_msg("state is %d, not %d", (int)gm->g->state, (int)state);
}

/* From the start to READY, with a given address or without. */
MOCK_STATIC void gm_ready(struct gateway_mock *gm)
{
	gm_start(gm);
	if (gm->g->state == DISCORD_ASKING)
		gm_answer(gm, 200, BOT("1000"));
	gm_opened(gm);
	gm_frame(gm, HELLO);
	gm_frame(gm, READY);
	assert_state(gm, DISCORD_READY);
}

/* From waiting to the next connection's HELLO. */
MOCK_STATIC void gm_reconnect(struct gateway_mock *gm)
{
	assert_state(gm, DISCORD_WAITING);
	while (gm->g->state == DISCORD_WAITING)
		gm_wait(gm);
	if (gm->g->state == DISCORD_ASKING)
		gm_answer(gm, 200, BOT("1000"));
	assert_state(gm, DISCORD_OPENING);
	gm_opened(gm);
	gm_frame(gm, HELLO);
}

#endif
