/* Tests of src/sandbox/rest_webhooks.c. */
#include "sandbox/rest_webhooks.h"

#include "sandbox/stage.h"

#define HI "{\"type\":4,\"data\":{\"content\":\"hi\"}}"
#define ORIGINAL "/messages/@original"

static struct interactions_entry *i;

/* below: what follows the token. */
static int asks(const char *method, const char *below, const char *body)
{
	char path[200];

	snprintf(path, sizeof(path), "/webhooks/1300000000000000010/%.64s%.40s", i->token, below);
	return stage_ask(method, path, body);
}

static void answered(const char *body)
{
	i = stage_use(INTERACTIONS_COMMAND, 0);
	assert_int_equal(stage_answer(i, "", body), 204);
}

static void the_original(void **state)
{
	(void)state;
	answered(HI);
	assert_int_equal(asks("GET", ORIGINAL, NULL), 200);
	assert_true(stage_answered("\"content\":\"hi\""));
	assert_int_equal(asks("PATCH", ORIGINAL, "{\"content\":\"other\"}"), 200);
	assert_true(stage_answered("\"content\":\"other\""));
	assert_int_equal(asks("PATCH", ORIGINAL, "{\"content\":\"\"}"), 400);
	assert_int_equal(asks("DELETE", ORIGINAL, NULL), 204);
	assert_int_equal(asks("GET", ORIGINAL, NULL), 404);
	assert_int_equal(stage_code(), 10008);
	assert_int_equal(asks("POST", "", "{\"content\":\"more\"}"), 200);
}

static void followups(void **state)
{
	char below[64];

	(void)state;
	answered(HI);
	assert_int_equal(asks("POST", "", "{\"content\":\"more\",\"flags\":64}"), 200);
	assert_true(
		stage_answered("\"flags\":64") && stage_answered("original_response_message_id"));
	snprintf(below, sizeof(below), "/messages/%" PRIu64,
		model_channel(stage.model, GENERAL)->whispers->id);
	assert_int_equal(asks("PATCH", below, "{\"content\":\"changed\"}"), 200);
	assert_int_equal(asks("GET", below, NULL), 200);
	assert_true(stage_answered("\"content\":\"changed\""));
	assert_int_equal(asks("DELETE", below, NULL), 204);
	assert_int_equal(asks("POST", "", "{}"), 400);
	assert_int_equal(stage_code(), 50006);
}

static void a_promise_is_kept(void **state)
{
	const struct model_message *m;

	(void)state;
	answered("{\"type\":5}");
	assert_int_equal(asks("PATCH", ORIGINAL, "{\"content\":\"thought of\"}"), 200);
	m = model_channel(stage.model, GENERAL)->last;
	assert_string_equal(m->text, "thought of");
	assert_int_equal(m->flags, 0);
	/* a first followup does it as well, as private as was promised */
	answered("{\"type\":5,\"data\":{\"flags\":64}}");
	assert_int_equal(asks("POST", "", "{\"content\":\"as well\"}"), 200);
	m = model_channel(stage.model, GENERAL)->whispers;
	assert_string_equal(m->text, "as well");
	assert_int_equal(m->flags, MODEL_EPHEMERAL);
	assert_null(m->next);
}

static void refused(void **state)
{
	char path[256];

	(void)state;
	i = stage_use(INTERACTIONS_COMMAND, 0);
	assert_int_equal(asks("POST", "", "{\"content\":\"too early\"}"), 404);
	assert_int_equal(stage_code(), 10015);
	i = stage_use(INTERACTIONS_AUTOCOMPLETE, 0);
	assert_int_equal(stage_answer(i, "", "{\"type\":8,\"data\":{\"choices\":[]}}"), 204);
	assert_int_equal(asks("GET", ORIGINAL, NULL), 404);
	answered(HI);
	assert_int_equal(asks("GET", "/messages/5", NULL), 404);
	assert_int_equal(asks("GET", "/messages/x", NULL), 400);
	/* messages of others are none of its business */
	snprintf(path, sizeof(path), "/messages/%" PRIu64, stage_say(GENERAL, ANN, "mine")->id);
	assert_int_equal(asks("DELETE", path, NULL), 404);
	snprintf(path, sizeof(path), "/webhooks/1/%s", i->token);
	assert_int_equal(stage_ask("POST", path, "{\"content\":\"x\"}"), 404);
	assert_int_equal(stage_ask("POST", "/webhooks/1300000000000000010/nope", "{}"), 404);
	assert_int_equal(stage_code(), 10015);
	stage.now += INTERACTIONS_TOKEN_MS;
	assert_int_equal(asks("GET", ORIGINAL, NULL), 401);
	assert_int_equal(stage_code(), 50027);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(the_original),
		stage_test(followups),
		stage_test(a_promise_is_kept),
		stage_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
