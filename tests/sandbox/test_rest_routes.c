/* Tests of src/sandbox/rest_routes.c. */
#include "sandbox/rest_routes.h"

#include "sandbox/stage.h"

static void what_is_there(void **state)
{
	static const struct {
		const char *path, *part;
	} cases[] = {
		{"/gateway", "{\"url\":\"ws://main.test\"}"},
		{"/gateway/bot", "\"max_concurrency\":1"},
		{"/users/@me", "\"bot\":true"},
		{"/users/@me/guilds", "\"name\":\"Back Pain Club\""},
		{"/users/1300000000000000011", "\"global_name\":\"Ann\""},
		{"/applications/@me", "\"flags\":524288"},
		{"/oauth2/applications/@me", "\"id\":\"1300000000000000010\""},
		{"/guilds/1300000000000000001", "\"owner_id\":\"1300000000000000014\""},
		{"/guilds/1300000000000000001/roles", "\"name\":\"@everyone\""},
		{"/guilds/1300000000000000001/channels", "\"name\":\"secret\""},
		{"/guilds/1300000000000000001/members/@me", "\"roles\":[\"1300000000000000003\"]"},
		{"/guilds/1300000000000000001/members/1300000000000000012", "\"nick\":\"Bobby\""},
		{"/channels/1300000000000000020", "\"name\":\"back-help\""},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json *v;

		assert_int_equal(stage_ask("GET", cases[i].path, NULL), 200);
		assert_true(stage_answered(cases[i].part));
		v = json_parse(buf_str(&stage.answer.body), stage.answer.body.len);
		assert_non_null(v);
		json_free(v);
	}
}

static void what_is_not(void **state)
{
	static const struct {
		const char *path;
		int status, code;
	} cases[] = {
		{"/users/1", 404, 10013},
		{"/users/x", 400, 50035},
		{"/guilds/1", 404, 10004},
		{"/guilds/1/channels", 404, 10004},
		{"/guilds/1300000000000000001/members/1", 404, 10013},
		{"/guilds/1300000000000000001/members/x\"y", 400, 50035},
		{"/channels/1", 404, 10003},
		{"/channels/18446744073709551616", 400, 50035},
		{"/channels/1300000000000000028", 403, 50001},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(stage_ask("GET", cases[i].path, NULL), cases[i].status);
		assert_int_equal(stage_code(), cases[i].code);
	}
}

static void direct_messages(void **state)
{
	(void)state;
	assert_int_equal(stage_ask("POST", "/users/@me/channels",
				 "{\"recipient_id\":\"1300000000000000011\"}"),
		200);
	assert_true(stage_answered("\"type\":1"));
	assert_int_equal(stage_ask("POST", "/users/@me/channels", "{\"recipient_id\":5}"), 400);
	assert_int_equal(stage_code(), 50035);
	assert_int_equal(stage_ask("POST", "/users/@me/channels", "{\"recipient_id\":\"5\"}"), 400);
	assert_int_equal(stage_code(), 50033);
	assert_int_equal(stage_ask("POST", "/users/@me/channels",
				 "{\"recipient_id\":\"1300000000000000010\"}"),
		400);
}

static void the_portal_shows(void **state)
{
	(void)state;
	gateway_settings(stage.gateway)->message_content = false;
	stage_ask("GET", "/applications/@me", NULL);
	assert_true(stage_answered("\"flags\":0"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(what_is_there),
		stage_test(what_is_not),
		stage_test(direct_messages),
		stage_test(the_portal_shows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
