/* Tests of src/sandbox/page_use.c: what becomes an interaction, and what a page may get wrong. */
#include "sandbox/page_use.h"

#include "sandbox/stage.h"

#define WHO "\"user\":\"1300000000000000011\",\"channel\":\"1300000000000000022\""

static struct page_use_result ask(const char *text)
{
	json *v = stage_parse(text);
	struct page_use_result result = page_use(&stage.plays, v);

	json_free(v);
	return result;
}

static uint64_t registered(const char *text)
{
	struct registry_entry *const *list;
	size_t n;

	assert_int_equal(stage_ask("POST", APPLICATION, text), 201);
	list = registry_list(stage.commands, &n);
	return list[n - 1]->id;
}

static void a_command(void **state)
{
	const uint64_t id = registered(
		"{\"name\":\"ask\",\"description\":\"d\",\"options\":[{\"type\":3,\"name\":\"q\","
		"\"description\":\"d\",\"autocomplete\":true}]}");
	struct page_use_result result;
	const struct interactions_entry *i;
	struct client c;
	char text[256];

	(void)state;
	client_open(&c);
	client_identify(&c, 0);
	snprintf(text, sizeof(text),
		"{\"type\":\"command\"," WHO ",\"command\":\"%" PRIu64 "\",\"options\":[]}", id);
	result = ask(text);
	assert_null(result.error);
	i = interactions_find(stage.interactions, result.interaction);
	assert_int_equal(i->type, INTERACTIONS_COMMAND);
	assert_string_equal(i->use.name, "ask");
	assert_true(client_got(&c, "\"t\":\"INTERACTION_CREATE\""));
	snprintf(text, sizeof(text),
		"{\"type\":\"complete\"," WHO ",\"command\":\"%" PRIu64
		"\",\"options\":[{\"name\":\"q\",\"value\":\"he\",\"focused\":true}]}",
		id);
	result = ask(text);
	assert_null(result.error);
	assert_int_equal(interactions_find(stage.interactions, result.interaction)->type,
		INTERACTIONS_AUTOCOMPLETE);
	assert_true(client_got(&c, "\"focused\":true"));
	client_gone(&c, 1000);
}

static void a_menu(void **state)
{
	const uint64_t id = registered("{\"name\":\"Answer this\",\"type\":3}");
	const struct model_message *m = stage_say(GENERAL, BOB, "my back");
	struct page_use_result result;
	char text[256];

	(void)state;
	snprintf(text, sizeof(text),
		"{\"type\":\"command\"," WHO ",\"command\":\"%" PRIu64 "\",\"message\":\"%" PRIu64
		"\"}",
		id, m->id);
	result = ask(text);
	assert_null(result.error);
	assert_true(interactions_find(stage.interactions, result.interaction)->use.is_menu);
	snprintf(text, sizeof(text), "{\"type\":\"complete\"," WHO ",\"command\":\"%" PRIu64 "\"}",
		id);
	assert_string_equal(ask(text).error, "there is no such command");
}

static void a_button(void **state)
{
	struct model_channel *general = model_channel(stage.model, GENERAL);
	struct model_draft draft = {.channel = general,
		.author = stage.model->bot,
		.text = "press",
		.len = 5,
		.components = "[{\"type\":1,\"components\":[{\"type\":2,\"custom_id\":\"c\"}]}]"};
	const struct model_message *m = model_post(stage.model, &draft);
	struct page_use_result result;
	char text[256];

	(void)state;
	snprintf(text, sizeof(text),
		"{\"type\":\"press\"," WHO ",\"message\":\"%" PRIu64 "\",\"custom_id\":\"c\"}",
		m->id);
	result = ask(text);
	assert_null(result.error);
	assert_true(interactions_find(stage.interactions, result.interaction)->message == m->id);
	snprintf(text, sizeof(text),
		"{\"type\":\"press\"," WHO ",\"message\":\"%" PRIu64 "\",\"custom_id\":\"d\"}",
		m->id);
	assert_string_equal(ask(text).error, "there is no such button");
	/* what is somebody else's cannot be pressed */
	draft.only_for = model_user(stage.model, BOB);
	m = model_post(stage.model, &draft);
	snprintf(text, sizeof(text),
		"{\"type\":\"press\"," WHO ",\"message\":\"%" PRIu64 "\",\"custom_id\":\"c\"}",
		m->id);
	assert_string_equal(ask(text).error, "there is no such button");
}

static void nonsense(void **state)
{
	static const char *const asks[] = {
		"{\"type\":\"press\"}",
		"{\"type\":\"press\"," WHO "}",
		"{\"type\":\"press\"," WHO ",\"message\":5,\"custom_id\":{}}",
		"{\"type\":\"command\"," WHO "}",
		"{\"type\":\"command\"," WHO ",\"command\":\"1\",\"options\":5}",
		"{\"type\":\"complete\"," WHO ",\"command\":[]}",
		("{\"type\":\"command\",\"user\":\"1300000000000000011\",\"channel\":"
		 "\"1300000000000000025\",\"command\":\"1\"}"),
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(asks) / sizeof(asks[0]); i++)
		assert_non_null(ask(asks[i]).error);
	assert_string_equal(buf_str(&stage.changes), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(a_command),
		stage_test(a_menu),
		stage_test(a_button),
		stage_test(nonsense),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
