/* Tests of src/sandbox/gateway_login.c: IDENTIFY and RESUME. */
#include "sandbox/gateway_login.h"

#include "sandbox/stage.h"

#define INTENTS 37377 /* guilds, messages of both kinds, content */

static struct client c;

static void expect_refused(const char *d, int code)
{
	char text[512];

	snprintf(text, sizeof(text), "{\"op\":2,\"d\":%s}", d);
	client_open(&c);
	client_say(&c, text);
	assert_int_equal(c.code, code);
	assert_int_equal(gateway_ready(stage.gateway), 0);
	client_gone(&c, 0);
}

static void refused(void **state)
{
	(void)state;
	expect_refused("{\"token\":\"wrong\",\"intents\":1,\"properties\":{}}", 4004);
	expect_refused("{\"token\":\"" WORLD_TOKEN "\",\"intents\":1}", 4002);
	expect_refused("{\"token\":5,\"intents\":1,\"properties\":{}}", 4002);
	expect_refused("{\"token\":\"" WORLD_TOKEN "\",\"properties\":{}}", 4013);
	expect_refused("{\"token\":\"" WORLD_TOKEN "\",\"intents\":-1,\"properties\":{}}", 4013);
	expect_refused(
		"{\"token\":\"" WORLD_TOKEN "\",\"intents\":131072,\"properties\":{}}", 4013);
	expect_refused("{\"token\":\"" WORLD_TOKEN "\",\"intents\":2,\"properties\":{}}", 4014);
	expect_refused("{\"token\":\"" WORLD_TOKEN
		       "\",\"intents\":1,\"properties\":{},\"shard\":[1]}",
		4010);
	gateway_settings(stage.gateway)->message_content = false;
	expect_refused("{\"token\":\"" WORLD_TOKEN "\",\"intents\":32768,\"properties\":{}}", 4014);
}

static void accepted(void **state)
{
	(void)state;
	client_open(&c);
	client_identify(&c, INTENTS);
	assert_true(client_got(&c, "\"t\":\"READY\",\"s\":1,"));
	assert_true(client_got(&c, "\"resume_gateway_url\":\"ws://resume.test\""));
	assert_true(client_got(&c, "\"flags\":524288"));
	assert_true(client_got(&c, "\"t\":\"GUILD_CREATE\",\"s\":2,"));
	client_identify(&c, INTENTS);
	assert_int_equal(c.code, 4005);
	client_gone(&c, 4005);
}

static void resumed(void **state)
{
	char id[33];

	(void)state;
	client_open(&c);
	client_identify(&c, INTENTS);
	client_session(&c, id);
	client_gone(&c, 4200);
	stage_say(GENERAL, ANN, "said in the gap");
	client_open(&c);
	client_resume(&c, id, 2);
	assert_true(client_got(&c, "said in the gap"));
	assert_true(client_got(&c, "\"t\":\"RESUMED\",\"s\":4"));
	assert_false(client_got(&c, "GUILD_CREATE"));
	assert_non_null(strstr(buf_str(&stage.told), "\"replayed\":1"));
	client_gone(&c, 0);
}

static void taken_over(void **state)
{
	struct client other;
	char id[33];

	(void)state;
	client_open(&c);
	client_identify(&c, INTENTS);
	client_session(&c, id);
	client_open(&other);
	client_resume(&other, id, 2);
	assert_int_equal(c.code, 4000);
	assert_int_equal(gateway_ready(stage.gateway), 1);
	client_gone(&c, 0);
	assert_int_equal(gateway_ready(stage.gateway), 1);
	client_gone(&other, 0);
}

/* A RESUME with that number after that close code of the client's ends as said. */
static void expect_resume(int code, int seq, int close, const char *part)
{
	char id[33];

	client_open(&c);
	client_identify(&c, INTENTS);
	client_session(&c, id);
	client_gone(&c, code);
	client_open(&c);
	client_resume(&c, id, seq);
	assert_int_equal(c.code, close);
	assert_true(client_got(&c, part));
	client_gone(&c, 0);
}

static void resumes_that_fail(void **state)
{
	(void)state;
	expect_resume(1000, 2, 0, "\"op\":9,\"d\":false");
	expect_resume(1001, 2, 0, "\"op\":9,\"d\":false");
	expect_resume(4200, -1, 0, "\"op\":9,\"d\":false");
	expect_resume(4200, 3, 4007, "");
	expect_resume(0, 2, 0, "RESUMED");
	client_open(&c);
	client_resume(&c, "unknown", 1);
	assert_true(client_got(&c, "\"op\":9,\"d\":false"));
	client_say(&c, "{\"op\":6,\"d\":{\"token\":\"x\",\"session_id\":\"y\",\"seq\":1}}");
	assert_int_equal(c.code, 4004);
	client_gone(&c, 0);
}

static void invalidated(void **state)
{
	char id[33];

	(void)state;
	client_open(&c);
	client_identify(&c, INTENTS);
	client_session(&c, id);
	gateway_invalidate(stage.gateway, true);
	assert_true(client_got(&c, "\"op\":9,\"d\":true"));
	client_resume(&c, id, 2);
	assert_true(client_got(&c, "RESUMED"));
	gateway_invalidate(stage.gateway, false);
	assert_true(client_got(&c, "\"op\":9,\"d\":false"));
	buf_clear(&c.sent);
	client_identify(&c, INTENTS);
	assert_true(client_got(&c, "READY"));
	client_gone(&c, 0);
}

static void sessions_are_bounded(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 2 * GATEWAY_SESSIONS_MAX; i++) {
		client_open(&c);
		client_identify(&c, INTENTS);
		assert_true(client_got(&c, "READY"));
		client_gone(&c, 4200);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(refused),
		stage_test(accepted),
		stage_test(resumed),
		stage_test(taken_over),
		stage_test(resumes_that_fail),
		stage_test(invalidated),
		stage_test(sessions_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
