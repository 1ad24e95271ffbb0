/* Tests of src/sandbox/shape_interaction.c. */
#include "sandbox/shape_interaction.h"

#include "sandbox/stage.h"

static void shaped(struct model_channel *channel, uint64_t message, const char *const *parts)
{
	const struct interactions_entry i = {.id = 5,
		.token = "t",
		.type = INTERACTIONS_COMPONENT,
		.user = model_user(stage.model, ANN),
		.channel = channel,
		.message = message};
	struct buf b;
	json *v;

	buf_init(&b, SHAPE_INTERACTION_BYTES_MAX);
	assert_true(shape_interaction(&b, stage.model, &i, "{\"custom_id\":\"c\"}"));
	v = stage_parse(buf_str(&b));
	json_free(v);
	for (; *parts; parts++) {
		if (!strstr(buf_str(&b), *parts))
			fail_msg("%s\nis not in %s", *parts, buf_str(&b));
	}
	buf_free(&b);
}

static void in_the_server(void **state)
{
	static const char *const parts[] = {
		"{\"id\":\"5\",\"application_id\":\"1300000000000000010\","
		"\"type\":3,\"version\":1,\"token\":\"t\"",
		"\"channel\":{\"id\":\"1300000000000000022\"", "\"context\":0",
		"\"guild_id\":\"1300000000000000001\"", "\"user\":{\"id\":\"1300000000000000011\"",
		"\"permissions\":\"", "\"app_permissions\":\"", "\"message\":{\"id\":\"",
		"\"content\":\"press\"", "\"data\":{\"custom_id\":\"c\"}}", NULL};

	(void)state;
	shaped(model_channel(stage.model, GENERAL), stage_say(GENERAL, BOT, "press")->id, parts);
}

static void between_the_two(void **state)
{
	static const char *const parts[] = {
		"\"context\":1,\"user\":{\"id\":\"1300000000000000011\"",
		"\"authorizing_integration_owners\":{\"0\":\"0\"}", "\"data\":{", NULL};

	(void)state;
	shaped(model_direct(stage.model, model_user(stage.model, ANN)), 0, parts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(in_the_server),
		stage_test(between_the_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
