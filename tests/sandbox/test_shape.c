/* Tests of src/sandbox/shape.c. */
#include "sandbox/shape.h"

#include "sandbox/stage.h"

static struct buf out;

/* What was appended, parsed; it is JSON. */
static json *parsed(void)
{
	json *v = json_parse(buf_str(&out), out.len);

	assert_true(buf_ok(&out));
	assert_non_null(v);
	buf_free(&out);
	buf_init(&out, 1 << 20);
	return v;
}

static void times(void **state)
{
	json *v;

	(void)state;
	buf_init(&out, 1 << 20);
	buf_putc(&out, '{');
	shape_time(&out, "a", 1795347677007);
	shape_time(&out, "b", 0);
	shape_id(&out, "c", UINT64_MAX);
	shape_id(&out, "d", 0);
	buf_putc(&out, '}');
	v = parsed();
	assert_string_equal(json_get_string(v, "a"), "2026-11-22T11:41:17.007000+00:00");
	assert_true(json_is_null(json_get(v, "b")));
	assert_string_equal(json_get_string(v, "c"), "18446744073709551615");
	assert_true(json_is_null(json_get(v, "d")));
	json_free(v);
}

static void everything_is_json(void **state)
{
	const struct model_channel *direct =
		model_direct(stage.model, model_user(stage.model, ANN));
	size_t i;

	(void)state;
	buf_init(&out, 1 << 20);
	shape_self(&out, stage.model);
	json_free(parsed());
	shape_guild(&out, stage.model);
	json_free(parsed());
	shape_created(&out, stage.model);
	json_free(parsed());
	shape_member(&out, stage.model, stage.model->bot, true);
	json_free(parsed());
	shape_channel(&out, stage.model, direct, "");
	json_free(parsed());
	model_thread(stage.model, model_channel(stage.model, FORUM), "a \"post\"\n",
		model_user(stage.model, BOB));
	for (i = 0; i < stage.model->n_channels; i++) {
		shape_channel(&out, stage.model, stage.model->channels[i], ",\"more\":1");
		json_free(parsed());
	}
}

static void hostile_text_stays_text(void **state)
{
	static const char text[] = "\"},{\\ \x01 \xff </script>";
	const struct model_message *m = stage_say(GENERAL, ANN, text);
	json *v;

	(void)state;
	buf_init(&out, 1 << 20);
	shape_message(&out, stage.model, m, SHAPE_GATEWAY, true);
	v = parsed();
	assert_string_equal(json_get_string(v, "content"), "\"},{\\ \x01 \xef\xbf\xbd </script>");
	assert_string_equal(json_get_string(json_get(v, "author"), "username"), "ann");
	assert_non_null(json_get(v, "member"));
	json_free(v);
}

/* The words of a message as a bot without the privileged intent sees them. */
static void expect_content(const struct model_message *m, const char *content)
{
	json *v;

	buf_init(&out, 1 << 20);
	shape_message(&out, stage.model, m, SHAPE_GATEWAY, false);
	v = parsed();
	assert_string_equal(json_get_string(v, "content"), content);
	json_free(v);
}

static void words_are_for_whom_they_are_meant(void **state)
{
	const struct model_channel *direct =
		model_direct(stage.model, model_user(stage.model, ANN));

	(void)state;
	expect_content(stage_say(GENERAL, ANN, "hi"), "");
	expect_content(stage_say(GENERAL, BOT, "hi"), "hi");
	expect_content(stage_say(direct->id, ANN, "hi"), "hi");
	expect_content(
		stage_say(GENERAL, ANN, "<@1300000000000000010> hi"), "<@1300000000000000010> hi");
}

static void replies(void **state)
{
	struct model_message *to = stage_say(GENERAL, ANN, "question");
	const struct model_message *m =
		model_post(stage.model, &(struct model_draft){.channel = to->channel,
						.author = stage.model->bot,
						.text = "answer",
						.len = 6,
						.reply_to = to});
	json *v;

	(void)state;
	buf_init(&out, 1 << 20);
	shape_message(&out, stage.model, m, SHAPE_REST, true);
	v = parsed();
	assert_string_equal(
		json_get_string(json_get(v, "referenced_message"), "content"), "question");
	assert_null(json_get(v, "member"));
	json_free(v);
	model_remove(stage.model, to);
	shape_message(&out, stage.model, m, SHAPE_REST, true);
	v = parsed();
	assert_true(json_is_null(json_get(v, "referenced_message")));
	assert_non_null(json_get_string(json_get(v, "message_reference"), "message_id"));
	json_free(v);
}

static int free_out(void **state)
{
	buf_free(&out);
	return stage_close(state);
}

#define shape_test(fn) cmocka_unit_test_setup_teardown(fn, stage_open, free_out)

int main(void)
{
	const struct CMUnitTest tests[] = {
		shape_test(times),
		shape_test(everything_is_json),
		shape_test(hostile_text_stays_text),
		shape_test(words_are_for_whom_they_are_meant),
		shape_test(replies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
