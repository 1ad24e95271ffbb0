/* Tests of src/sandbox/rest_interactions.c. */
#include "sandbox/rest_interactions.h"

#include "sandbox/stage.h"

#define HI "{\"type\":4,\"data\":{\"content\":\"hi\"}}"
#define SECRET_HI "{\"type\":4,\"data\":{\"content\":\"hi\",\"flags\":64}}"

static struct model_channel *general(void)
{
	return model_channel(stage.model, GENERAL);
}

static void a_message(void **state)
{
	struct interactions_entry *i = stage_use(INTERACTIONS_COMMAND, 0);

	(void)state;
	assert_int_equal(stage_answer(i, "", HI), 204);
	assert_int_equal(stage.answer.body.len, 0);
	assert_string_equal(general()->last->text, "hi");
	assert_true(general()->last->id == i->original);
	assert_string_equal(general()->last->use.name, "back ask");
	assert_string_equal(buf_str(&stage.changes), "new hi\ninteraction answered\n");
	assert_int_equal(stage_answer(i, "", HI), 400);
	assert_int_equal(stage_code(), 40060);
}

static void seen_by_one_alone(void **state)
{
	struct interactions_entry *i = stage_use(INTERACTIONS_COMMAND, 0);
	struct client c;

	(void)state;
	client_open(&c);
	client_identify(&c, 1 << 9);
	assert_int_equal(stage_answer(i, "with_response=true", SECRET_HI), 200);
	assert_true(stage_answered("\"response_message_ephemeral\":true"));
	assert_true(stage_answered("\"resource\":{\"type\":4,\"message\":{\"id\""));
	assert_true(stage_answered("\"flags\":64"));
	assert_true(stage_answered("\"type\":20"));
	assert_true(stage_answered("\"interaction_metadata\":{\"id\""));
	assert_null(general()->last);
	assert_ptr_equal(general()->whispers->only_for, i->user);
	/* it comes without its server, and is in no history */
	assert_true(client_got(&c, "\"t\":\"MESSAGE_CREATE\""));
	assert_null(strstr(strstr(buf_str(&c.sent), "MESSAGE_CREATE"), "\"guild_id\""));
	assert_int_equal(stage_ask("GET", "/channels/1300000000000000022/messages", NULL), 200);
	assert_string_equal(buf_str(&stage.answer.body), "[]");
	client_gone(&c, 1000);
}

static void too_late(void **state)
{
	struct interactions_entry *i = stage_use(INTERACTIONS_COMMAND, 0);

	(void)state;
	stage.now += INTERACTIONS_ANSWER_MS;
	assert_int_equal(stage_answer(i, "", HI), 404);
	assert_int_equal(stage_code(), 10062);
	assert_null(general()->last);
	assert_string_equal(buf_str(&stage.changes), "interaction failed\n");
}

static void promised(void **state)
{
	struct interactions_entry *i = stage_use(INTERACTIONS_COMMAND, 0);

	(void)state;
	assert_int_equal(
		stage_answer(i, "with_response=1", "{\"type\":5,\"data\":{\"flags\":64}}"), 200);
	assert_true(stage_answered("\"response_message_loading\":true"));
	assert_int_equal(general()->whispers->flags, MODEL_EPHEMERAL | MODEL_LOADING);
	i = stage_use(INTERACTIONS_COMMAND, 0);
	assert_int_equal(stage_answer(i, "", "{\"type\":5}"), 204);
	assert_int_equal(general()->last->flags, MODEL_LOADING);
}

static void of_a_button(void **state)
{
	struct model_message *m = stage_say(GENERAL, BOT, "press");
	struct interactions_entry *i = stage_use(INTERACTIONS_COMPONENT, m->id);

	(void)state;
	assert_int_equal(stage_answer(i, "", "{\"type\":6}"), 204);
	assert_true(i->original == m->id);
	i = stage_use(INTERACTIONS_COMPONENT, m->id);
	assert_int_equal(stage_answer(i, "with_response=true",
				 "{\"type\":7,\"data\":{\"content\":\"pressed\"}}"),
		200);
	assert_true(stage_answered("\"content\":\"pressed\""));
	assert_string_equal(m->text, "pressed");
	i = stage_use(INTERACTIONS_COMPONENT, m->id);
	assert_int_equal(stage_answer(i, "", HI), 204);
	assert_true(general()->last->reply_to == m->id);
	i = stage_use(INTERACTIONS_COMPONENT, m->id);
	model_remove(stage.model, m);
	assert_int_equal(stage_answer(i, "", "{\"type\":7,\"data\":{}}"), 404);
	assert_int_equal(stage_code(), 10008);
}

static void choices(void **state)
{
	struct interactions_entry *i = stage_use(INTERACTIONS_AUTOCOMPLETE, 0);

	(void)state;
	assert_int_equal(stage_answer(i, "", HI), 400);
	assert_int_equal(
		stage_answer(i, "",
			"{\"type\":8,\"data\":{\"choices\":[{\"name\":\"\",\"value\":{}}]}}"),
		400);
	assert_true(stage_answered("\"data\":{\"choices\":{\"0\":{\"name\":{\"_errors\""));
	assert_true(stage_answered("\"value\":{\"_errors\""));
	assert_int_equal(
		stage_answer(i, "",
			"{\"type\":8,\"data\":{\"choices\":[{\"name\":\"n\",\"value\":\"v\","
			"\"more\":1},{\"name\":\"m\",\"value\":5}]}}"),
		204);
	assert_string_equal(buf_str(&stage.changes),
		"choices [{\"name\":\"n\",\"value\":\"v\"},{\"name\":\"m\",\"value\":5}]\n"
		"interaction answered\n");
}

static void refused(void **state)
{
	struct interactions_entry *i = stage_use(INTERACTIONS_COMMAND, 0);
	static const struct {
		const char *body;
		int code;
	} cases[] = {
		{"{}", 50035},
		{"{\"type\":4}", 50035},
		{"{\"type\":4,\"data\":5}", 50035},
		{"{\"type\":4,\"data\":{}}", 50006},
		{"{\"type\":6}", 50035},
		{"{\"type\":7,\"data\":{}}", 50035},
		{"{\"type\":8,\"data\":{}}", 50035},
		{"{\"type\":9,\"data\":{}}", 50035},
		{"{\"type\":4,\"data\":{\"content\":\"x\",\"components\":[{}]}}", 50035},
		{"{", 50109},
	};
	struct interactions_entry other = *i;
	size_t k;

	(void)state;
	for (k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		assert_true(stage_answer(i, "", cases[k].body) >= 400);
		assert_int_equal(stage_code(), cases[k].code);
	}
	other.token[0] = 'x';
	assert_int_equal(stage_answer(&other, "", HI), 404);
	other.id = 5;
	assert_int_equal(stage_answer(&other, "", HI), 404);
	/* after all that it can still be answered */
	assert_int_equal(stage_answer(i, "", HI), 204);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(a_message),
		stage_test(seen_by_one_alone),
		stage_test(too_late),
		stage_test(promised),
		stage_test(of_a_button),
		stage_test(choices),
		stage_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
