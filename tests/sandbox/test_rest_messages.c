/* Tests of src/sandbox/rest_messages.c. */
#include "sandbox/rest_messages.h"

#include "sandbox/rest_draft.h"

#include "sandbox/stage.h"

#define MESSAGES "/channels/1300000000000000022/messages"

static void posted(void **state)
{
	(void)state;
	assert_int_equal(
		stage_ask("POST", MESSAGES, "{\"content\":\"  hi \\n\",\"nonce\":7}"), 200);
	assert_true(stage_answered("\"content\":\"hi\""));
	assert_true(stage_answered("\"nonce\":\"7\""));
	assert_string_equal(buf_str(&stage.changes), "new hi\n");
}

static void refused(void **state)
{
	static const struct {
		const char *path, *body;
		int status, code;
		const char *part;
	} cases[] = {
		{"/channels/1300000000000000027/messages", "{\"content\":\"x\"}", 403, 50013, ""},
		{"/channels/1300000000000000028/messages", "{\"content\":\"x\"}", 403, 50001, ""},
		{"/channels/1300000000000000026/messages", "{\"content\":\"x\"}", 400, 50008, ""},
		{"/channels/1/messages", "{\"content\":\"x\"}", 404, 10003, ""},
		{MESSAGES, "{\"content\":\" \"}", 400, 50006, ""},
		{MESSAGES, "{\"content\":5}", 400, 50035, "\"content\":{\"_errors\""},
		{MESSAGES, "{\"content\":\"x\",\"nonce\":\"12345678901234567890123456\"}", 400,
			50035, "BASE_TYPE_MAX_LENGTH"},
		{MESSAGES, "{\"content\":\"x\",\"nonce\":{}}", 400, 50035, "\"nonce\""},
		{MESSAGES, "{\"content\":\"x\",\"allowed_mentions\":[]}", 400, 50035,
			"MODEL_TYPE_CONVERT"},
		{MESSAGES, "{\"content\":\"x\",\"allowed_mentions\":{\"parse\":[\"all\"]}}", 400,
			50035, "\"parse\":{\"0\""},
		{MESSAGES,
			"{\"content\":\"x\",\"allowed_mentions\":{\"parse\":[\"users\"],\"users\":["
			"\"1\"]}}",
			400, 50035, "PARSE_EXCLUSIVE"},
		{MESSAGES, "{\"content\":\"x\",\"allowed_mentions\":{\"users\":[1]}}", 400, 50035,
			"NUMBER_TYPE_COERCE"},
		{MESSAGES, "{\"content\":\"x\",\"message_reference\":{}}", 400, 50035,
			"message_id"},
		{MESSAGES, "{\"content\":\"x\",\"message_reference\":5}", 400, 50035,
			"MODEL_TYPE_CONVERT"},
		{MESSAGES, "{\"content\":\"x\",\"message_reference\":{\"message_id\":\"5\"}}", 400,
			50035, "MESSAGE_REFERENCE_UNKNOWN_MESSAGE"},
		{"/channels/1300000000000000029/messages",
			"{\"content\":\"x\",\"message_reference\":{\"message_id\":\"5\"}}", 403,
			160002, ""},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(stage_ask("POST", cases[i].path, cases[i].body), cases[i].status);
		assert_int_equal(stage_code(), cases[i].code);
		assert_true(stage_answered(cases[i].part));
	}
	assert_string_equal(buf_str(&stage.changes), "");
}

static void length_is_in_characters(void **state)
{
	char *body = malloc(16384);
	size_t n = 0;
	int i;

	(void)state;
	n += (size_t)sprintf(body, "{\"content\":\"");
	for (i = 0; i < REST_DRAFT_CONTENT_MAX; i++)
		n += (size_t)sprintf(body + n, "\xf0\x9f\xa6\xb4");
	sprintf(body + n, "\"}");
	assert_int_equal(stage_ask("POST", MESSAGES, body), 200);
	sprintf(body + n, "x\"}");
	assert_int_equal(stage_ask("POST", MESSAGES, body), 400);
	free(body);
}

static void nonces(void **state)
{
	static const char body[] = "{\"content\":\"x\",\"nonce\":\"n\",\"enforce_nonce\":true}";
	char first[24];

	(void)state;
	stage_ask("POST", MESSAGES, body);
	snprintf(first, sizeof(first), "%" PRIu64, model_channel(stage.model, GENERAL)->last->id);
	stage_ask("POST", "/channels/1300000000000000020/messages", body);
	assert_true(stage_answered(first));
	assert_non_null(strstr(buf_str(&stage.told), "\"repeated\":true"));
	assert_string_equal(buf_str(&stage.changes), "new x\n");
	stage_ask("POST", MESSAGES, "{\"content\":\"y\",\"nonce\":\"n\"}");
	assert_string_equal(buf_str(&stage.changes), "new x\nnew y\n");
	stage.now += 300001;
	stage_ask("POST", MESSAGES, body);
	assert_string_equal(buf_str(&stage.changes), "new x\nnew y\nnew x\n");
}

static void replies(void **state)
{
	struct model_message *to = stage_say(GENERAL, ANN, "question");
	char body[256], id[24];

	(void)state;
	snprintf(id, sizeof(id), "%" PRIu64, to->id);
	snprintf(body, sizeof(body),
		"{\"content\":\"x\",\"message_reference\":{\"message_id\":\"%s\"}}", id);
	assert_int_equal(stage_ask("POST", MESSAGES, body), 200);
	assert_true(stage_answered("\"type\":19"));
	assert_true(stage_answered("\"mentions\":[{\"id\":\"1300000000000000011\""));
	snprintf(body, sizeof(body),
		"{\"content\":\"x\",\"allowed_mentions\":{\"parse\":[]},\"message_reference\":{"
		"\"message_"
		"id\":\"%s\"}}",
		id);
	assert_int_equal(stage_ask("POST", MESSAGES, body), 200);
	assert_true(stage_answered("\"mentions\":[]"));
	model_remove(stage.model, to);
	snprintf(body, sizeof(body),
		"{\"content\":\"x\",\"message_reference\":{\"message_id\":\"%s\",\"fail_if_not_"
		"exists\":"
		"false}}",
		id);
	assert_int_equal(stage_ask("POST", MESSAGES, body), 200);
	assert_true(stage_answered("\"type\":0"));
}

static void listed(void **state)
{
	uint64_t ids[5];
	char query[64];
	const struct serve_request request = {.method = "GET", .path = "/api/v10" MESSAGES};
	struct serve_request asked = request;
	int i;

	(void)state;
	for (i = 0; i < 5; i++) {
		char text[8];

		snprintf(text, sizeof(text), "m%d", i);
		stage.now++;
		ids[i] = stage_say(GENERAL, ANN, text)->id;
	}
	asked.query = query;
	snprintf(query, sizeof(query), "limit=2");
	assert_int_equal(stage_request(asked), 200);
	assert_true(stage_answered("m4") && stage_answered("m3") && !stage_answered("m2"));
	assert_true(strstr(buf_str(&stage.answer.body), "m4") <
		    strstr(buf_str(&stage.answer.body), "m3"));
	snprintf(query, sizeof(query), "limit=2&after=%" PRIu64, ids[0]);
	stage_request(asked);
	assert_true(stage_answered("m1") && stage_answered("m2") && !stage_answered("m3"));
	snprintf(query, sizeof(query), "limit=2&before=%" PRIu64, ids[2]);
	stage_request(asked);
	assert_true(stage_answered("m1") && stage_answered("m0") && !stage_answered("m2"));
	snprintf(query, sizeof(query), "limit=3&around=%" PRIu64, ids[2]);
	stage_request(asked);
	assert_true(stage_answered("m1") && stage_answered("m3") && !stage_answered("m4"));
	stage.now += 5000;
	snprintf(query, sizeof(query), "limit=0");
	assert_int_equal(stage_request(asked), 400);
	snprintf(query, sizeof(query), "limit=101");
	assert_int_equal(stage_request(asked), 400);
	snprintf(query, sizeof(query), "after=x");
	assert_int_equal(stage_request(asked), 400);
	snprintf(query, sizeof(query), "limit=100&after=18446744073709551615");
	assert_int_equal(stage_request(asked), 200);
}

static void changed(void **state)
{
	struct model_message *theirs = stage_say(GENERAL, ANN, "hers"),
			     *own = stage_say(GENERAL, BOT, "mine");
	char path[96];

	(void)state;
	snprintf(path, sizeof(path), MESSAGES "/%" PRIu64, own->id);
	assert_int_equal(stage_ask("PATCH", path, "{\"content\":\"better\"}"), 200);
	assert_string_equal(own->text, "better");
	assert_int_equal(stage_ask("PATCH", path, "{}"), 200);
	assert_int_equal(stage_ask("PATCH", path, "{\"content\":\"\"}"), 400);
	assert_int_equal(stage_ask("GET", path, NULL), 200);
	assert_int_equal(stage_ask("DELETE", path, NULL), 204);
	assert_int_equal(stage.answer.body.len, 0);
	assert_int_equal(stage_ask("GET", path, NULL), 404);
	assert_int_equal(stage_code(), 10008);
	snprintf(path, sizeof(path), MESSAGES "/%" PRIu64, theirs->id);
	assert_int_equal(stage_ask("PATCH", path, "{\"content\":\"x\"}"), 403);
	assert_int_equal(stage_code(), 50005);
	assert_int_equal(stage_ask("DELETE", path, NULL), 403);
	assert_int_equal(stage_code(), 50013);
}

static void small_things(void **state)
{
	struct model_message *m = stage_say(GENERAL, ANN, "thanks");
	struct client c;
	char path[128];

	(void)state;
	client_open(&c);
	client_identify(&c, 1 << 10);
	assert_int_equal(stage_ask("POST", "/channels/1300000000000000022/typing", NULL), 204);
	assert_int_equal(stage_ask("POST", "/channels/1300000000000000027/typing", NULL), 403);
	snprintf(path, sizeof(path), MESSAGES "/%" PRIu64 "/reactions/\xe2\x9c\x85/@me", m->id);
	assert_int_equal(stage_ask("PUT", path, NULL), 204);
	assert_true(client_got(&c, "MESSAGE_REACTION_ADD"));
	assert_int_equal(stage_ask("DELETE", path, NULL), 204);
	assert_true(client_got(&c, "MESSAGE_REACTION_REMOVE"));
	client_gone(&c, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(posted),
		stage_test(refused),
		stage_test(length_is_in_characters),
		stage_test(nonces),
		stage_test(replies),
		stage_test(listed),
		stage_test(changed),
		stage_test(small_things),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
