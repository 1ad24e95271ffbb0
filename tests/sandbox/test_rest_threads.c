/* Tests of src/sandbox/rest_threads.c. */
#include "sandbox/rest_threads.h"

#include "sandbox/stage.h"

static void opened(void **state)
{
	const struct model_message *m = stage_say(GENERAL, ANN, "long story");
	char path[128], id[24];

	(void)state;
	snprintf(id, sizeof(id), "%" PRIu64, m->id);
	snprintf(path, sizeof(path), "/channels/1300000000000000022/messages/%s/threads", id);
	assert_int_equal(stage_ask("POST", path, "{\"name\":\"Story\"}"), 201);
	assert_true(stage_answered(id) && stage_answered("\"type\":11"));
	assert_true(model_channel(stage.model, m->id)->parent == m->channel);
	assert_int_equal(stage_ask("POST", path, "{\"name\":\"Story\"}"), 400);
	assert_int_equal(stage_code(), 160004);
	assert_int_equal(
		stage_ask("POST", "/channels/1300000000000000022/threads", "{\"name\":\"t\"}"),
		201);
}

static void refused(void **state)
{
	static const struct {
		const char *path, *body;
		int code;
	} cases[] = {
		{"/channels/1300000000000000022/threads", "{}", 50035},
		{"/channels/1300000000000000022/threads", "{\"name\":\"\"}", 50035},
		{"/channels/1300000000000000028/threads", "{\"name\":\"t\"}", 50001},
		{"/channels/1300000000000000026/threads", "{\"name\":\"t\"}", 50008},
		{"/channels/1300000000000000022/messages/5/threads", "{\"name\":\"t\"}", 10008},
		{"/channels/1300000000000000022/messages/x/threads", "{\"name\":\"t\"}", 50035},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(stage_ask("POST", cases[i].path, cases[i].body) >= 400);
		assert_int_equal(stage_code(), cases[i].code);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(opened),
		stage_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
