/* Tests of src/sandbox/rest.c: who may ask, limits, trouble. */
#include "sandbox/rest.h"

#include "sandbox/stage.h"

static bool has_header(const char *line)
{
	return strstr(buf_str(&stage.answer.headers), line) != NULL;
}

static void who_may_ask(void **state)
{
	(void)state;
	assert_int_equal(stage_ask("GET", "/users/@me", NULL), 200);
	assert_int_equal(stage_request((struct serve_request){.method = "GET",
				 .path = "/api/v10/users/@me",
				 .authorization = "Bot wrong"}),
		401);
	assert_int_equal(stage_request((struct serve_request){.method = "GET",
				 .path = "/api/v10/users/@me",
				 .authorization = WORLD_TOKEN}),
		401);
	assert_int_equal(stage_request((struct serve_request){
				 .method = "GET", .path = "/api/v10/gateway", .authorization = ""}),
		200);
	assert_int_equal(
		stage_request((struct serve_request){.method = "GET", .path = "/api/v9/users/@me"}),
		200);
}

static void agents(void **state)
{
	static const char *const wrong[] = {"curl/7.88", "", "DiscordBot", "DiscordBot (x)",
		"DiscordBot (, 1)", "DiscordBot (https://a", "Mozilla/5.0 DiscordBot (a, 1)"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(stage_request((struct serve_request){.method = "GET",
					 .path = "/api/v10/users/@me",
					 .user_agent = wrong[i]}),
			403);
		assert_int_equal(stage_code(), 40333);
	}
}

static void unknown_routes(void **state)
{
	static const char *const paths[] = {"/api/v10/nothing", "/api/v8/users/@me", "/api/v10",
		"/api/v10/", "/api/v10//", "/api/v10/users/@me/", "/api/v10/channels",
		"/api/v10/channels//messages", "/api/users/@me", "/api/v100/users/@me"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		assert_int_equal(
			stage_request((struct serve_request){.method = "GET", .path = paths[i]}),
			404);
		assert_true(stage_answered("404: Not Found"));
	}
	assert_int_equal(stage_ask("DELETE", "/users/@me", NULL), 405);
}

static void bodies(void **state)
{
	static const struct {
		const char *type, *body;
		int code;
	} cases[] = {
		{"text/plain", "{}", 50035},
		{"application/json", "", 50109},
		{"application/json", "{\"content\":\"x\"} x", 50109},
		{"application/json", "[]", 50035},
		{"application/json", "null", 50035},
		{"application/json", "{}", 50006},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		stage.now += 5000;
		assert_int_equal(stage_request((struct serve_request){.method = "POST",
					 .path = "/api/v10/channels/1300000000000000022/messages",
					 .content_type = cases[i].type,
					 .body = cases[i].body}),
			400);
		assert_int_equal(stage_code(), cases[i].code);
	}
}

static int post(void)
{
	return stage_request((struct serve_request){.method = "POST",
		.path = "/api/v10/channels/1300000000000000022/messages",
		.body = "{\"content\":\"hi\"}"});
}

static void limits(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 5; i++)
		assert_int_equal(post(), 200);
	assert_true(has_header("X-RateLimit-Limit: 5\r\n"));
	assert_true(has_header("X-RateLimit-Remaining: 0\r\n"));
	assert_true(has_header("X-RateLimit-Reset-After: 5.000\r\n"));
	assert_true(has_header("X-RateLimit-Bucket: "));
	assert_int_equal(post(), 429);
	assert_true(has_header("X-RateLimit-Scope: user\r\n"));
	assert_true(has_header("Retry-After: 5\r\n"));
	assert_true(stage_answered("\"retry_after\":5.000,\"global\":false"));
	assert_int_equal(stage_request((struct serve_request){.method = "POST",
				 .path = "/api/v10/channels/1300000000000000020/messages",
				 .body = "{\"content\":\"hi\"}"}),
		200);
	stage.now += 5000;
	assert_int_equal(post(), 200);
	assert_int_equal(rest_limit(stage.rest, REST_POST, 1, 1000), 0);
	stage.now += 5000;
	assert_int_equal(post(), 200);
	assert_int_equal(post(), 429);
}

static void trouble(void **state)
{
	struct rest_fault fault = {
		.route = REST_POST, .status = 429, .scope = "shared", .retry_ms = 1500};
	int i;

	(void)state;
	assert_int_equal(rest_trouble(stage.rest, &fault), 0);
	assert_int_equal(stage_ask("GET", "/users/@me", NULL), 200);
	assert_int_equal(post(), 429);
	assert_true(has_header("X-RateLimit-Scope: shared\r\n"));
	assert_true(has_header("Retry-After: 2\r\n"));
	assert_true(has_header("X-RateLimit-Remaining: 4\r\n"));
	fault = (struct rest_fault){
		.route = REST_POST, .status = 429, .scope = "global", .retry_ms = 500};
	assert_int_equal(rest_trouble(stage.rest, &fault), 0);
	assert_int_equal(post(), 429);
	assert_true(has_header("X-RateLimit-Global: true\r\n"));
	assert_false(has_header("X-RateLimit-Bucket"));
	fault = (struct rest_fault){.route = REST_POST, .status = 500};
	assert_int_equal(rest_trouble(stage.rest, &fault), 0);
	assert_int_equal(post(), 500);
	assert_string_equal(buf_str(&stage.changes), "");
	fault = (struct rest_fault){.route = REST_POST, .loses_answer = true};
	assert_int_equal(rest_trouble(stage.rest, &fault), 0);
	post();
	assert_true(stage.answer.drop);
	assert_string_equal(buf_str(&stage.changes), "new hi\n");
	for (i = 0; i < REST_FAULTS_MAX; i++)
		assert_int_equal(rest_trouble(stage.rest, &fault), 0);
	assert_int_equal(rest_trouble(stage.rest, &fault), -1);
}

static void everything_is_told(void **state)
{
	(void)state;
	stage_ask("GET", "/users/@me", NULL);
	assert_non_null(strstr(
		buf_str(&stage.told), "request {\"route\":\"GET /users/@me\",\"status\":200,"));
	stage_ask("GET", "/\"nothing\"\\", NULL);
	assert_int_equal(stage.answer.status, 404);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(who_may_ask),
		stage_test(agents),
		stage_test(unknown_routes),
		stage_test(bodies),
		stage_test(limits),
		stage_test(trouble),
		stage_test(everything_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
