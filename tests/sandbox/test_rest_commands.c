/* Tests of src/sandbox/rest_commands.c. */
#include "sandbox/rest_commands.h"

#include "sandbox/stage.h"

#define GUILD_APPLICATION "/applications/1300000000000000010/guilds/1300000000000000001/commands"
#define ASK "{\"name\":\"ask\",\"description\":\"d\"}"

static uint64_t last_id(void)
{
	struct registry_entry *const *list;
	size_t n;

	list = registry_list(stage.commands, &n);
	return list[n - 1]->id;
}

static void one_after_the_other(void **state)
{
	char path[128];

	(void)state;
	assert_int_equal(stage_ask("GET", APPLICATION, NULL), 200);
	assert_string_equal(buf_str(&stage.answer.body), "[]");
	assert_int_equal(stage_ask("POST", APPLICATION, ASK), 201);
	assert_int_equal(stage_ask("POST", APPLICATION, ASK), 200);
	assert_true(stage_answered("\"application_id\":\"1300000000000000010\""));
	assert_int_equal(stage_ask("POST", GUILD_APPLICATION, ASK), 201);
	assert_true(stage_answered("\"guild_id\":\"1300000000000000001\""));
	assert_int_equal(stage_ask("GET", GUILD_APPLICATION, NULL), 200);
	assert_true(stage_answered("\"name\":\"ask\""));
	snprintf(path, sizeof(path), GUILD_APPLICATION "/%" PRIu64, last_id());
	assert_int_equal(stage_ask("GET", path, NULL), 200);
	assert_int_equal(
		stage_ask("PATCH", path, "{\"description\":\"other\",\"nsfw\":true}"), 200);
	assert_true(stage_answered("\"name\":\"ask\"") &&
		    stage_answered("\"description\":\"other\"") && stage_answered("\"nsfw\":true"));
	assert_int_equal(stage_ask("PATCH", path, "{\"name\":\"A B\"}"), 400);
	assert_int_equal(stage_ask("PATCH", path, "{}"), 200);
	assert_int_equal(stage_ask("DELETE", path, NULL), 204);
	assert_int_equal(stage_ask("DELETE", path, NULL), 404);
	assert_int_equal(stage_code(), 10063);
}

static void all_at_once(void **state)
{
	char first[24];

	(void)state;
	assert_int_equal(
		stage_ask("PUT", APPLICATION, "[" ASK ",{\"name\":\"Ask\",\"type\":3}]"), 200);
	snprintf(first, sizeof(first), "%" PRIu64,
		registry_named(stage.commands, 0, REGISTRY_SLASH, "ask")->id);
	assert_int_equal(stage_ask("PUT", APPLICATION, "[" ASK "]"), 200);
	assert_true(stage_answered(first)); /* the one that stays keeps its id */
	assert_null(registry_named(stage.commands, 0, REGISTRY_MESSAGE, "Ask"));
	assert_int_equal(stage_ask("PUT", GUILD_APPLICATION, "[]"), 200);
	assert_int_equal(stage_ask("PUT", APPLICATION,
				 "[" ASK "," ASK ",{\"name\":\"B C\"},{\"name\":\"M\",\"type\":3,"
				 "\"description\":\"d\"}]"),
		400);
	assert_int_equal(stage_code(), 50035);
	assert_true(stage_answered(
		"\"1\":{\"_errors\":[{\"code\":\"APPLICATION_COMMANDS_DUPLICATE_"
		"NAME\",\"message\":\"Application command names must be unique\"}]"));
	assert_true(
		stage_answered("\"2\":{\"name\":{\"_errors\":[{\"code\":\"STRING_TYPE_REGEX\""));
	assert_true(stage_answered("\"3\":{\"description\""));
	/* nothing of it was done */
	assert_non_null(registry_named(stage.commands, 0, REGISTRY_SLASH, "ask"));
	assert_int_equal(stage_ask("PUT", APPLICATION, "[]"), 200);
	assert_null(registry_named(stage.commands, 0, REGISTRY_SLASH, "ask"));
}

static void refused(void **state)
{
	static const struct {
		const char *method, *path, *body;
		int status, code;
	} cases[] = {
		{"GET", "/applications/1/commands", NULL, 403, 20012},
		{"GET", "/applications/x/commands", NULL, 400, 50035},
		{"GET", "/applications/1300000000000000010/guilds/1/commands", NULL, 403, 50001},
		{"GET", APPLICATION "/1", NULL, 404, 10063},
		{"POST", APPLICATION, "[]", 400, 50035},
		{"POST", APPLICATION, "{}", 400, 50035},
		{"PUT", APPLICATION, "{}", 400, 50035},
		{"PUT", APPLICATION, "[5]", 400, 50035},
		{"PUT", APPLICATION, "[{\"type\":9}]", 400, 50035},
		{"PUT", APPLICATION, "x", 400, 50109},
		{"PATCH", APPLICATION "/1", "{}", 404, 10063},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
			stage_ask(cases[i].method, cases[i].path, cases[i].body), cases[i].status);
		assert_int_equal(stage_code(), cases[i].code);
	}
}

static void too_many(void **state)
{
	char body[16384];
	size_t n = 1, i, max;

	(void)state;
	for (max = 100; max < 132; max += 31) {
		n = (size_t)snprintf(body, sizeof(body), "[");
		for (i = 0; i < max + (max == 100); i++)
			n += (size_t)snprintf(body + n, sizeof(body) - n,
				"%s{\"name\":\"c%zu\",\"description\":\"d\"}", i ? "," : "", i);
		snprintf(body + n, sizeof(body) - n, "]");
		assert_int_equal(stage_ask("PUT", APPLICATION, body), 400);
		assert_int_equal(stage_code(), max == 100 ? 30032 : 50035);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(one_after_the_other),
		stage_test(all_at_once),
		stage_test(refused),
		stage_test(too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
