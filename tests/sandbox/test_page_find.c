/* Tests of src/sandbox/page_find.c. */
#include "sandbox/page_find.h"

#include "sandbox/stage.h"

static void found(void **state)
{
	json *ask = stage_parse(
		"{\"user\":\"1300000000000000011\",\"channel\":\"1300000000000000022\"}");

	(void)state;
	assert_ptr_equal(page_find_user(stage.model, ask), model_user(stage.model, ANN));
	assert_ptr_equal(page_find_channel(stage.model, ask), model_channel(stage.model, GENERAL));
	json_free(ask);
}

static void not_found(void **state)
{
	static const char *const asks[] = {"{}", "5", "{\"user\":5,\"channel\":{},\"message\":[]}",
		"{\"user\":\"1300000000000000010\",\"channel\":\"x\",\"message\":\"1\"}"};
	struct model_channel *general = model_channel(stage.model, GENERAL);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(asks) / sizeof(asks[0]); i++) {
		json *ask = stage_parse(asks[i]);

		assert_null(page_find_user(stage.model, ask)); /* the bot is no person */
		assert_null(page_find_channel(stage.model, ask));
		assert_null(page_find_message(general, ask, model_user(stage.model, ANN)));
		json_free(ask);
	}
}

static void a_whisper_is_one_persons(void **state)
{
	const struct model_user *ann = model_user(stage.model, ANN);
	struct model_channel *general = model_channel(stage.model, GENERAL);
	struct model_message *m = model_post(stage.model, &(struct model_draft){.channel = general,
								  .author = stage.model->bot,
								  .text = "psst",
								  .len = 4,
								  .only_for = ann});
	char text[64];
	json *ask;

	(void)state;
	snprintf(text, sizeof(text), "{\"message\":\"%" PRIu64 "\"}", m->id);
	ask = stage_parse(text);
	assert_ptr_equal(page_find_message(general, ask, ann), m);
	assert_null(page_find_message(general, ask, model_user(stage.model, BOB)));
	assert_null(page_find_message(general, ask, NULL));
	json_free(ask);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(found),
		stage_test(not_found),
		stage_test(a_whisper_is_one_persons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
