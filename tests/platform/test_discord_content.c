/* Without message content the bot goes on, says so, and notices when it may have it. */
#include "platform/gateway_mock.h"

#include "platform/discord.h"
#include "platform/discord_content.h"

#define ALL (INTENTS | DISCORD_INTENT_MESSAGE_CONTENT)
#define STEPS "> your application > Bot > Privileged Gateway Intents"

/* A gateway that listens, with an IDENTIFY under way. */
static struct gateway_mock *listening(const char *session)
{
	struct gateway_mock *gm = gm_create_with(&(struct platform_account){.token = TOKEN,
							 .gateway_url = BASE,
							 .session = session,
							 .wants_content = true},
		ALL);

	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	return gm;
}

static size_t count(const char *text, const char *part)
{
	size_t n = 0;

	while ((text = strstr(text, part)) != NULL) {
		text += strlen(part);
		n++;
	}
	return n;
}

/* As listening(), refused, and back without what was refused. */
static struct gateway_mock *refused(int code)
{
	struct gateway_mock *gm = listening(NULL);

	assert_true(discord_gateway_reads(gm->g));
	assert_contains(mock_last_sent(gm->m), "\"intents\":37376");
	gm_closed(gm, code);
	assert_int_equal(gm->m->n_fault, 0);
	gm_reconnect(gm);
	assert_contains(mock_last_sent(gm->m), "\"op\":2");
	assert_contains(mock_last_sent(gm->m), "\"intents\":4608");
	gm_frame(gm, READY);
	assert_state(gm, DISCORD_READY);
	assert_true(gm->m->is_ready);
	assert_false(discord_gateway_reads(gm->g));
	return gm;
}

/* Lets an hour go by, its heartbeats answered, until the application is asked for. */
static void an_hour(struct gateway_mock *gm)
{
	size_t requests = gm->m->n_request;
	int64_t from = gm->now;

	/* something goes on there: a silent connection would be made anew */
	gm_frame(gm, "{\"op\":0,\"s\":2,\"t\":\"TYPING_START\",\"d\":{}}");
	while (gm->m->n_request == requests && gm->now - from <= DISCORD_CONTENT_ALARM_MS) {
		gm_wait(gm);
		gm_frame(gm, ACK);
	}
	assert_contains(mock_last_request(gm->m)->url, "/applications/@me");
}

static void test_goes_on_without(void **state)
{
	static const int codes[] = {4013, 4014};
	struct gateway_mock *gm;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		gm = refused(codes[i]);
		assert_int_equal(count(gm->m->lines, STEPS), 1);
		assert_contains(gm->m->lines, "error discord: ");
		assert_int_equal(gm->m->n_open, 2);
		gm_frame(gm, "{\"op\":0,\"s\":2,\"t\":\"MESSAGE_CREATE\",\"d\":{}}");
		assert_int_equal(gm->n_events, 1);
		gm_destroy(gm);
	}
}

/* A session that was going on ends with it: its intents were others. */
static void test_in_the_middle_of_a_session(void **state)
{
	struct gateway_mock *gm = listening(NULL);

	(void)state;
	gm_frame(gm, READY);
	gm_closed(gm, 4014);
	assert_string_equal(gm->m->session, "");
	gm_reconnect(gm);
	assert_state(gm, DISCORD_IDENTIFYING);
	assert_contains(mock_last_sent(gm->m), "\"intents\":4608");
	gm_frame(gm, READY);
	assert_contains(gm->m->session, "\"intents\":4608");
	gm_destroy(gm);
}

static void test_nothing_to_be_given_up(void **state)
{
	static const int codes[] = {4013, 4014};
	struct gateway_mock *gm;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		gm = refused(codes[i]);
		gm_closed(gm, codes[i]);
		assert_state(gm, DISCORD_FAILED);
		assert_int_equal(gm->m->fault, PLATFORM_FAULT_CONFIG);
		assert_int_equal(discord_gateway_next(gm->g), DISCORD_GATEWAY_NEVER);
		gm_destroy(gm);
	}
}

static void test_alarm_every_hour(void **state)
{
	static const struct {
		int status;
		const char *body;
	} answers[] = {{200, "{\"flags\":0}"}, {200, "{}"}, {200, "{"}, {500, ""}, {0, ""}};
	struct gateway_mock *gm = refused(4014);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		an_hour(gm);
		gm_answer(gm, answers[i].status, answers[i].body);
		assert_int_equal(count(gm->m->lines, STEPS), i + 2);
	}
	assert_state(gm, DISCORD_READY);
	gm_destroy(gm);
}

static void test_alarm_when_nobody_can_be_asked(void **state)
{
	struct gateway_mock *gm = refused(4014);

	(void)state;
	gm_closed(gm, 0);
	while (discord_rest_get(gm->rest, DISCORD_REST_CHANNEL, "5", gm->now + 60000) == 0)
		;
	discord_gateway_tick(gm->g, gm->now + DISCORD_CONTENT_ALARM_MS);
	assert_int_equal(count(gm->m->lines, STEPS), 2);
	gm_destroy(gm);
}

static void test_notices_the_switch(void **state)
{
	static const char *const flags[] = {"{\"flags\":262144}", "{\"flags\":524288}"};
	struct gateway_mock *gm;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		gm = refused(4014);
		an_hour(gm);
		gm_answer(gm, 200, flags[i]);
		assert_int_equal(gm->m->close_code, 4200);
		assert_string_equal(gm->m->session, "");
		gm_reconnect(gm);
		assert_contains(mock_last_sent(gm->m), "\"intents\":37376");
		gm_frame(gm, READY);
		assert_true(discord_gateway_reads(gm->g));
		assert_int_equal(count(gm->m->lines, STEPS), 1);
		/* and when it is off again, all begins anew */
		gm_closed(gm, 4014);
		gm_reconnect(gm);
		assert_contains(mock_last_sent(gm->m), "\"intents\":4608");
		assert_int_equal(count(gm->m->lines, STEPS), 2);
		gm_destroy(gm);
	}
}

static void test_notices_the_switch_while_there_is_no_connection(void **state)
{
	struct gateway_mock *gm = refused(4014);
	size_t closes;

	(void)state;
	an_hour(gm);
	gm_closed(gm, 0);
	assert_state(gm, DISCORD_WAITING);
	closes = gm->m->n_close;
	gm_answer(gm, 200, "{\"flags\":524288}");
	assert_int_equal(gm->m->n_close, closes);
	gm_reconnect(gm);
	assert_contains(mock_last_sent(gm->m), "\"intents\":37376");
	gm_destroy(gm);
}

static void test_a_stop_is_a_stop(void **state)
{
	struct gateway_mock *gm = refused(4014);

	(void)state;
	an_hour(gm);
	discord_gateway_freeze(gm->g, gm->now);
	gm_answer(gm, 200, "{\"flags\":524288}");
	assert_state(gm, DISCORD_READY);
	assert_int_equal(gm->m->n_close, 0);
	discord_gateway_stop(gm->g, gm->now);
	assert_int_equal(discord_gateway_next(gm->g) - gm->now, DISCORD_LINK_CLOSING_MS);
	gm_closed(gm, 0);
	assert_int_equal(discord_gateway_next(gm->g), DISCORD_GATEWAY_NEVER);
	gm_destroy(gm);
}

/* The last run's session was without content: this one wants it and begins another. */
static void test_a_session_without_it_is_not_gone_on_with(void **state)
{
	struct gateway_mock *gm = refused(4014), *next;

	(void)state;
	next = listening(gm->m->session);
	assert_state(next, DISCORD_IDENTIFYING);
	gm_destroy(next);
	gm_destroy(gm);
}

/* What is wanted later: it is found out whether it may be had, and a session with it is begun. */
static void test_wanted_later(void **state)
{
	struct gateway_mock *gm = gm_create_with(
		&(struct platform_account){.token = TOKEN, .gateway_url = BASE}, INTENTS);
	struct platform_status status = {.content = PLATFORM_CONTENT_OPEN};

	(void)state;
	gm_start(gm);
	gm_opened(gm);
	gm_frame(gm, HELLO);
	gm_frame(gm, READY);
	/* READY says that it is off */
	discord_gateway_status(gm->g, gm->now, &status);
	assert_int_equal(status.content, PLATFORM_CONTENT_SHUT);
	assert_contains(status.content_steps, STEPS);
	/* nobody has to be warned of what nobody wants */
	assert_lacks(gm->m->lines, "Message Content Intent");
	discord_gateway_listen(gm->g, false, gm->now);
	discord_rest_pump(gm->rest, gm->now);
	assert_contains(mock_last_request(gm->m)->url, "/applications/@me");
	gm_answer(gm, 200, "{\"flags\":262144}");
	discord_gateway_status(gm->g, gm->now, &status);
	assert_int_equal(status.content, PLATFORM_CONTENT_OPEN);
	assert_int_equal(gm->m->close_code, 0);
	discord_gateway_listen(gm->g, true, gm->now);
	assert_int_equal(gm->m->close_code, 4200);
	gm_reconnect(gm);
	assert_contains(mock_last_sent(gm->m), "\"intents\":37376");
	gm_frame(gm, READY);
	assert_true(discord_gateway_reads(gm->g));
	/* once is enough */
	gm->m->close_code = 0;
	discord_gateway_listen(gm->g, true, gm->now);
	assert_int_equal(gm->m->close_code, 0);
	gm_destroy(gm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_goes_on_without),
		cmocka_unit_test(test_wanted_later),
		cmocka_unit_test(test_in_the_middle_of_a_session),
		cmocka_unit_test(test_nothing_to_be_given_up),
		cmocka_unit_test(test_alarm_every_hour),
		cmocka_unit_test(test_alarm_when_nobody_can_be_asked),
		cmocka_unit_test(test_notices_the_switch),
		cmocka_unit_test(test_notices_the_switch_while_there_is_no_connection),
		cmocka_unit_test(test_a_stop_is_a_stop),
		cmocka_unit_test(test_a_session_without_it_is_not_gone_on_with),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
