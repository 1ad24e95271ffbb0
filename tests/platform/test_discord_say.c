/* The body of a message, its idempotency key, and what Discord says back. */
#include "platform/host_mock.h"

#include "base/json.h"
#include "platform/discord_say.h"

#define MESSAGE "1300000000000000001"
#define OTHER "1300000000000000002"

static const struct platform_say answer = {
	.ticket = 7,
	.conversation = "20",
	.reply_to = MESSAGE,
	.user = "30",
	.role = "",
	.text = "Rest a little.\n\"Then\" walk.",
	.purpose = "answer",
};

static json *body_of(const struct platform_say *say, bool pings_author)
{
	struct buf b;
	json *v;

	buf_init(&b, DISCORD_SAY_BODY_MAX);
	discord_say_body(&b, say, pings_author, 1, &(struct discord_say_parts){{0}, {0}});
	assert_true(buf_ok(&b));
	v = json_parse(b.data, b.len);
	assert_non_null(v);
	buf_free(&b);
	return v;
}

static void assert_one(const json *list, const char *id)
{
	assert_true(json_is_array(list));
	assert_string_equal(json_string(json_first(list)), id);
	assert_null(json_next(json_first(list)));
}

static void test_answer_to_a_person(void **state)
{
	json *v = body_of(&answer, true);
	const json *mentions = json_get(v, "allowed_mentions");
	const json *reference = json_get(v, "message_reference");

	(void)state;
	assert_string_equal(json_get_string(v, "content"), answer.text);
	assert_true(json_is_true(json_get(v, "enforce_nonce")));
	assert_true(json_is_array(json_get(mentions, "parse")));
	assert_null(json_first(json_get(mentions, "parse")));
	assert_one(json_get(mentions, "users"), "30");
	assert_null(json_get(mentions, "roles"));
	assert_true(json_is_true(json_get(mentions, "replied_user")));
	assert_string_equal(json_get_string(reference, "message_id"), MESSAGE);
	assert_non_null(json_get(reference, "fail_if_not_exists"));
	assert_false(json_is_true(json_get(reference, "fail_if_not_exists")));
	json_free(v);
}

static void test_alert_to_a_role(void **state)
{
	struct platform_say alert = {.conversation = "20",
		.cause = MESSAGE,
		.role = "40",
		.text = "<@&40> @everyone",
		.purpose = "alert"};
	json *v = body_of(&alert, false);
	const json *mentions = json_get(v, "allowed_mentions");

	(void)state;
	assert_null(json_first(json_get(mentions, "parse")));
	assert_one(json_get(mentions, "roles"), "40");
	assert_null(json_get(mentions, "users"));
	assert_false(json_is_true(json_get(mentions, "replied_user")));
	assert_null(json_get(v, "message_reference"));
	assert_string_equal(json_get_string(v, "nonce"), MESSAGE "alert");
	json_free(v);
}

static void test_foreign_ids_are_left_out(void **state)
{
	struct platform_say odd = answer;
	json *v;

	(void)state;
	odd.reply_to = "1\"},\"tts\":true,\"x\":{\"y\":\"";
	odd.user = "30\"]";
	odd.role = "everyone";
	odd.text = NULL;
	odd.purpose = NULL;
	v = body_of(&odd, true);
	assert_null(json_get(v, "tts"));
	assert_null(json_get(v, "message_reference"));
	assert_null(json_get(json_get(v, "allowed_mentions"), "users"));
	assert_null(json_get(json_get(v, "allowed_mentions"), "roles"));
	assert_false(json_is_true(json_get(json_get(v, "allowed_mentions"), "replied_user")));
	assert_string_equal(json_get_string(v, "content"), "");
	json_free(v);
}

/* The nonce of a reply to message with that purpose. */
static const char *nonce_of(const char *message, const char *purpose)
{
	static char nonces[4][DISCORD_NONCE_MAX];
	static int n;
	struct platform_say say = {.reply_to = message, .purpose = purpose, .ticket = 9};
	char *nonce = nonces[n++ % 4];

	discord_say_nonce(nonce, &say, 1);
	assert_true(strlen(nonce) <= 25);
	return nonce;
}

static void test_nonce_is_the_message_and_the_purpose(void **state)
{
	(void)state;
	assert_string_equal(nonce_of(MESSAGE, "flag"), MESSAGE "flag");
	assert_string_equal(nonce_of(MESSAGE, "answer"), MESSAGE "answer");
	assert_string_equal(nonce_of(MESSAGE, ""), MESSAGE);
	assert_string_equal(nonce_of(MESSAGE, "answer"), nonce_of(MESSAGE, "answer"));
	assert_string_not_equal(nonce_of(MESSAGE, "flag"), nonce_of(OTHER, "flag"));
}

static void test_long_purposes_stay_apart(void **state)
{
	static const char longest[] = "18446744073709551615";

	(void)state;
	assert_string_equal(nonce_of(longest, "alert"), "18446744073709551615alert");
	assert_string_equal(nonce_of(MESSAGE, "azAZ09"), MESSAGE "azAZ09");
	assert_int_equal(strlen(nonce_of(longest, "answer1")), 25);
	assert_string_not_equal(nonce_of(longest, "answer1"), nonce_of(longest, "answer2"));
	assert_string_not_equal(nonce_of(MESSAGE, "continued1"), nonce_of(MESSAGE, "continued2"));
	assert_string_not_equal(nonce_of(MESSAGE, "a b"), nonce_of(MESSAGE, "a-b"));
	assert_true(strncmp(nonce_of(MESSAGE, "continued1"), MESSAGE "c", 20) == 0);
}

static void test_nonce_without_a_message(void **state)
{
	struct platform_say say = {.ticket = UINT64_MAX, .purpose = "note"};
	char a[DISCORD_NONCE_MAX], b[DISCORD_NONCE_MAX];

	(void)state;
	discord_say_nonce(a, &say, UINT32_MAX);
	assert_true(strlen(a) <= 25);
	discord_say_nonce(b, &say, 5);
	assert_string_not_equal(a, b);
	say.ticket--;
	discord_say_nonce(a, &say, 5);
	assert_string_not_equal(a, b);
}

static void test_cause_outranks_reply(void **state)
{
	struct platform_say say = {.reply_to = MESSAGE, .cause = OTHER, .purpose = "ack"};
	char nonce[DISCORD_NONCE_MAX];

	(void)state;
	discord_say_nonce(nonce, &say, 1);
	assert_string_equal(nonce, OTHER "ack");
}

/* Takes out what the sets of steps name, one after the other, and looks at what is left. */
static void drop(const unsigned *steps, size_t n)
{
	struct platform_say say = answer;
	struct discord_say_parts parts;
	unsigned left = DISCORD_SAY_PARTS;
	struct buf b;
	size_t i, len;
	json *v;

	say.controls = "bkey\tHelpful\n";
	buf_init(&b, DISCORD_SAY_BODY_MAX);
	discord_say_body(&b, &say, true, 1, &parts);
	len = b.len;
	for (i = 0; i < n; i++) {
		assert_int_equal(discord_say_has(&parts), left);
		len = discord_say_drop(b.data, len, &parts, steps[i]);
		left &= ~steps[i];
		assert_int_equal(strlen(b.data), len);
		v = json_parse(b.data, len);
		assert_non_null(v);
		assert_int_equal(json_get(v, "message_reference") != NULL,
			(left & DISCORD_SAY_REFERENCE) != 0);
		assert_int_equal(
			json_get(v, "components") != NULL, (left & DISCORD_SAY_CONTROLS) != 0);
		assert_string_equal(json_get_string(v, "content"), answer.text);
		assert_one(json_get(json_get(v, "allowed_mentions"), "users"), "30");
		json_free(v);
	}
	buf_free(&b);
}

static void test_parts_can_be_taken_out(void **state)
{
	static const unsigned ways[][2] = {{DISCORD_SAY_REFERENCE, DISCORD_SAY_CONTROLS},
		{DISCORD_SAY_CONTROLS, DISCORD_SAY_REFERENCE},
		{DISCORD_SAY_PARTS, DISCORD_SAY_PARTS}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		drop(ways[i], 2);
}

static void test_too_long_fails(void **state)
{
	struct platform_say say = answer;
	char *text = malloc(DISCORD_SAY_BODY_MAX + 1);
	struct buf b;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', DISCORD_SAY_BODY_MAX);
	text[DISCORD_SAY_BODY_MAX] = '\0';
	say.text = text;
	buf_init(&b, DISCORD_SAY_BODY_MAX);
	discord_say_body(&b, &say, false, 1, &(struct discord_say_parts){{0}, {0}});
	assert_false(buf_ok(&b));
	buf_free(&b);
	free(text);
}

static void test_refusals(void **state)
{
	static const struct {
		int status;
		const char *body;
		int code;
		const char *reason;
	} cases[] = {
		{403, "{\"message\":\"Missing Permissions\",\"code\":50013}", 50013,
			"Missing Permissions (50013)"},
		{404, "{\"message\":\"Unknown Channel\",\"code\":10003}", 10003,
			"Unknown Channel (10003)"},
		{400, "{\"message\":\"400: Bad Request\",\"code\":0}", 0, "400: Bad Request (400)"},
		{403, "<html>no</html>", 0, "HTTP 403"},
		{403, "{\"message\":\"Missing Perm", 0, "HTTP 403"},
		{403, "", 0, "HTTP 403"},
		{404, "[]", 0, "HTTP 404"},
		{404, "{\"message\":5,\"code\":\"x\"}", 0, "HTTP 404"},
		{400, "{\"message\":\"a\\nb\\u0007\",\"code\":-4}", 0, "a b  (400)"},
	};
	char reason[DISCORD_REASON_MAX];
	struct platform_result result;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		result = mock_result(1, cases[i].status, cases[i].body, NULL);
		assert_int_equal(discord_say_refusal(&result, reason), cases[i].code);
		assert_string_equal(reason, cases[i].reason);
	}
	result = (struct platform_result){.status = 418};
	assert_int_equal(discord_say_refusal(&result, reason), 0);
	assert_string_equal(reason, "HTTP 418");
}

static void test_long_refusal_is_cut(void **state)
{
	char body[2000] = "{\"code\":2147483647,\"message\":\"", reason[DISCORD_REASON_MAX];
	struct platform_result result;
	size_t i;

	(void)state;
	for (i = 0; i < 400; i++)
		strcat(body, "\xc3\xa9");
	strcat(body, "\"}");
	result = mock_result(1, 400, body, NULL);
	assert_int_equal(discord_say_refusal(&result, reason), 2147483647);
	assert_true(strlen(reason) < DISCORD_REASON_MAX);
	assert_contains(reason, "\xc3\xa9 (2147483647)");
}

static void test_id_of_what_was_sent(void **state)
{
	static const char *const none[] = {"", "{", "{}", "{\"id\":123}", "{\"id\":\"abc\"}",
		"<html>", "{\"id\":\"1\"", "null"};
	char id[PLATFORM_ID_MAX];
	struct platform_result result = mock_result(1, 200, "{\"id\":\"" OTHER "\"}", NULL);
	size_t i;

	(void)state;
	discord_say_id(&result, id);
	assert_string_equal(id, OTHER);
	for (i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		result = mock_result(1, 200, none[i], NULL);
		discord_say_id(&result, id);
		assert_string_equal(id, "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answer_to_a_person),
		cmocka_unit_test(test_alert_to_a_role),
		cmocka_unit_test(test_foreign_ids_are_left_out),
		cmocka_unit_test(test_nonce_is_the_message_and_the_purpose),
		cmocka_unit_test(test_long_purposes_stay_apart),
		cmocka_unit_test(test_nonce_without_a_message),
		cmocka_unit_test(test_cause_outranks_reply),
		cmocka_unit_test(test_parts_can_be_taken_out),
		cmocka_unit_test(test_too_long_fails),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_long_refusal_is_cut),
		cmocka_unit_test(test_id_of_what_was_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
