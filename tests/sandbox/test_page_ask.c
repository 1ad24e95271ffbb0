/* Tests of src/sandbox/page_ask.c: what people do on the page, and what a page may get wrong. */
#include "sandbox/page_ask.h"

#include "sandbox/stage.h"

static struct page_ask_result ask(const char *text)
{
	json *v = json_parse(text, strlen(text));
	struct page_ask_result result;

	assert_non_null(v);
	result = page_ask(&stage.plays, v);
	json_free(v);
	return result;
}

#define SEND                                                                                       \
	"{\"type\":\"send\",\"channel\":\"1300000000000000022\",\"user\":\"1300000000000000011\","

static void sent(void **state)
{
	const struct model_message *m;

	(void)state;
	assert_null(ask(SEND "\"text\":\"hey @Lumbard, and @lumbardy\"}").error);
	m = model_channel(stage.model, GENERAL)->last;
	assert_string_equal(m->text, "hey <@1300000000000000010>, and @lumbardy");
	assert_int_equal(m->n_mentions, 1);
	assert_null(ask(SEND "\"text\":\"x\",\"reply_to\":null}").error);
}

static void replied(void **state)
{
	struct model_message *m = stage_say(GENERAL, BOT, "an answer");
	char text[256];

	(void)state;
	snprintf(text, sizeof(text), SEND "\"text\":\"thanks\",\"reply_to\":\"%" PRIu64 "\"}",
		m->id);
	assert_null(ask(text).error);
	assert_true(m->next->reply_to == m->id);
	assert_true(m->next->mentions[0] == BOT);
	assert_non_null(ask(SEND "\"text\":\"x\",\"reply_to\":\"5\"}").error);
}

static void edited_and_deleted(void **state)
{
	struct model_message *m = stage_say(GENERAL, ANN, "one");
	char text[256];

	(void)state;
	snprintf(text, sizeof(text),
		"{\"type\":\"edit\",\"channel\":\"1300000000000000022\",\"user\":\"%s\","
		"\"message\":\"%" PRIu64 "\",\"text\":\"two\"}",
		"1300000000000000012", m->id);
	assert_string_equal(ask(text).error, "that person did not write it");
	memcpy(strstr(text, "1300000000000000012"), "1300000000000000011", 19);
	assert_null(ask(text).error);
	assert_string_equal(m->text, "two");
	memcpy(strstr(text, "\"edit\""), "\"dele\"", 6);
	assert_non_null(ask(text).error);
	snprintf(text, sizeof(text),
		"{\"type\":\"delete\",\"channel\":\"1300000000000000022\",\"user\":"
		"\"1300000000000000011\",\"message\":\"%" PRIu64 "\"}",
		m->id);
	assert_null(ask(text).error);
	assert_null(model_channel(stage.model, GENERAL)->first);
	assert_string_equal(ask(text).error, "there is no such message");
}

static void opened(void **state)
{
	const struct model_channel *post;
	struct page_ask_result result;

	(void)state;
	assert_null(ask("{\"type\":\"thread\",\"channel\":\"1300000000000000020\",\"user\":"
			"\"1300000000000000011\",\"name\":\"Lifting\"}")
			    .error);
	assert_null(ask("{\"type\":\"post\",\"channel\":\"1300000000000000026\",\"user\":"
			"\"1300000000000000011\",\"title\":\"Which chair?\",\"text\":\"hi\"}")
			    .error);
	post = stage.model->channels[stage.model->n_channels - 1];
	assert_string_equal(post->name, "Which chair?");
	assert_true(post->first->id == post->id);
	assert_string_equal(post->mode, "faq");
	result = ask("{\"type\":\"direct\",\"user\":\"1300000000000000011\"}");
	assert_null(result.error);
	assert_int_equal(result.channel->type, MODEL_DIRECT);
}

static void refused(void **state)
{
	static const char *const wrong[] = {
		"{}",
		"[]",
		"5",
		"{\"type\":5}",
		"{\"type\":\"nothing\"}",
		"{\"type\":\"send\"}",
		SEND "\"text\":\"\"}",
		SEND "\"text\":\" \\n\"}",
		SEND "\"text\":5}",
		SEND "\"text\":\"\xff\"}",
		"{\"type\":\"send\",\"channel\":\"1300000000000000022\",\"user\":"
		"\"1300000000000000010\",\"text\":\"I am the bot\"}",
		"{\"type\":\"send\",\"channel\":\"1\",\"user\":\"1300000000000000011\",\"text\":"
		"\"x\"}",
		"{\"type\":\"send\",\"channel\":\"1300000000000000022\",\"user\":\"1\",\"text\":"
		"\"x\"}",
		"{\"type\":\"send\",\"channel\":\"1300000000000000025\",\"user\":"
		"\"1300000000000000011\",\"text\":\"not staff\"}",
		"{\"type\":\"send\",\"channel\":\"1300000000000000026\",\"user\":"
		"\"1300000000000000011\",\"text\":\"a forum\"}",
		"{\"type\":\"thread\",\"channel\":\"1300000000000000026\",\"user\":"
		"\"1300000000000000011\",\"name\":\"in a forum\"}",
		"{\"type\":\"post\",\"channel\":\"1300000000000000022\",\"user\":"
		"\"1300000000000000011\",\"title\":\"x\",\"text\":\"x\"}",
		"{\"type\":\"thread\",\"channel\":\"1300000000000000022\",\"user\":"
		"\"1300000000000000011\",\"name\":\"\"}",
		"{\"type\":\"direct\",\"user\":\"1300000000000000010\"}",
		"{\"type\":\"play\"}",
		"{\"type\":\"play\",\"what\":\"nothing\"}",
		"{\"type\":\"play\",\"what\":\"close\",\"code\":99}",
		"{\"type\":\"play\",\"what\":\"limit\"}",
		"{\"type\":\"play\",\"what\":\"react\"}",
		"{\"type\":\"play\",\"what\":\"rate-limit\",\"ms\":-1}",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_non_null(ask(wrong[i]).error);
	assert_string_equal(buf_str(&stage.changes), "");
}

static void length_is_in_characters(void **state)
{
	char *text = malloc(20000);
	size_t n = (size_t)snprintf(text, 20000, SEND "\"text\":\"");
	int i;

	(void)state;
	for (i = 0; i < PAGE_ASK_TEXT_MAX; i++, n += 4)
		memcpy(text + n, "\xf0\x9f\xa6\xb4", 4);
	memcpy(text + n, "\"}", 3);
	assert_null(ask(text).error);
	memcpy(text + n, "x\"}", 4);
	assert_non_null(ask(text).error);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(sent),
		stage_test(replied),
		stage_test(edited_and_deleted),
		stage_test(opened),
		stage_test(refused),
		stage_test(length_is_in_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
