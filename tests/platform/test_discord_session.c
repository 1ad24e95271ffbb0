/* What is kept of a session, and that damaged or foreign text is none. */
#include "platform/host_mock.h"

#include "platform/discord_session.h"

#define INTENTS 4608u

static void begin(struct discord_session *s, const char *ready)
{
	json *v = json_parse(ready, strlen(ready));

	assert_non_null(v);
	discord_session_begin(s, v);
	json_free(v);
}

static void test_from_ready(void **state)
{
	struct discord_session s = {0};

	(void)state;
	begin(&s, "{\"session_id\":\"abc\",\"resume_gateway_url\":\"wss://r.example\","
		  "\"user\":{\"id\":\"77\"}}");
	assert_string_equal(s.id, "abc");
	assert_string_equal(s.url, "wss://r.example");
	assert_string_equal(s.user, "77");
	assert_false(discord_session_held(&s)); /* no event was counted yet */
	discord_session_note(&s, 0);
	assert_true(discord_session_held(&s));
	discord_session_forget(&s);
	assert_false(discord_session_held(&s));
	assert_string_equal(s.user, "77");
	assert_false(s.has_seq);
}

static void test_from_an_odd_ready(void **state)
{
	struct discord_session s = {0};
	char text[1000] = "{\"session_id\":\"";

	(void)state;
	begin(&s, "{\"session_id\":5,\"resume_gateway_url\":\"ws://"
		  "evil.example\",\"user\":{\"id\":77}}");
	assert_string_equal(s.id, "");
	assert_string_equal(s.url, "");
	assert_string_equal(s.user, "");
	begin(&s, "[]");
	memset(text + strlen(text), 'x', 400);
	strcat(text, "\"}");
	begin(&s, text);
	assert_string_equal(s.id, "");
	/* half an id would be another's */
	strcpy(text + strlen("{\"session_id\":\"") + DISCORD_SESSION_ID_MAX, "\"}");
	begin(&s, text);
	assert_string_equal(s.id, "");
	strcpy(text + strlen("{\"session_id\":\"") + DISCORD_SESSION_ID_MAX - 1, "\"}");
	begin(&s, text);
	assert_int_equal(strlen(s.id), DISCORD_SESSION_ID_MAX - 1);
}

static void test_numbers_never_go_back(void **state)
{
	struct discord_session s = {0};

	(void)state;
	discord_session_note(&s, 5);
	discord_session_note(&s, 3);
	assert_int_equal(s.seq, 5);
	discord_session_note(&s, 9007199254740993);
	assert_int_equal(s.seq, 9007199254740993);
}

static void test_there_and_back(void **state)
{
	struct discord_session s = {0}, t = {0};
	struct buf b;

	(void)state;
	begin(&s, "{\"session_id\":\"a\\\"b\",\"resume_gateway_url\":\"wss://r.example/?x=1\","
		  "\"user\":{\"id\":\"77\"}}");
	discord_session_note(&s, 12);
	buf_init(&b, DISCORD_SESSION_TEXT_MAX);
	assert_true(discord_session_write(&s, INTENTS, &b));
	assert_true(discord_session_read(&t, INTENTS, buf_str(&b)));
	assert_string_equal(t.id, s.id);
	assert_string_equal(t.url, s.url);
	assert_string_equal(t.user, "77");
	assert_int_equal(t.seq, 12);
	/* other intents would go on hearing the old selection of events */
	assert_false(discord_session_read(&t, INTENTS | 1u << 15, buf_str(&b)));
	assert_false(discord_session_held(&t));
	assert_string_equal(t.id, "");
	buf_free(&b);
}

/* Up to when all was dealt with outlives the session, and what could be read of it. */
static void test_since_when(void **state)
{
	struct discord_session s = {.at_ms = 1740000000000}, t = {0};
	struct buf b;

	(void)state;
	buf_init(&b, DISCORD_SESSION_TEXT_MAX);
	assert_true(discord_session_write(&s, INTENTS, &b));
	assert_string_equal(buf_str(&b), "{\"at\":1740000000000}");
	assert_false(discord_session_read(&t, INTENTS, buf_str(&b)));
	assert_int_equal(t.at_ms, s.at_ms);
	begin(&s, "{\"session_id\":\"a\"}");
	discord_session_note(&s, 12);
	s.behind = true;
	buf_clear(&b);
	assert_true(discord_session_write(&s, INTENTS, &b));
	assert_true(discord_session_read(&t, INTENTS, buf_str(&b)));
	assert_int_equal(t.at_ms, s.at_ms);
	assert_true(t.behind);
	assert_false(discord_session_read(&t, INTENTS + 1, buf_str(&b)));
	assert_int_equal(t.at_ms, s.at_ms);
	assert_false(discord_session_read(&t, INTENTS, "{\"at\":-5}"));
	assert_int_equal(t.at_ms, 0);
	assert_false(t.behind);
	buf_free(&b);
}

static void test_no_session_is_no_text(void **state)
{
	struct discord_session s = {0};
	struct buf b;

	(void)state;
	buf_init(&b, DISCORD_SESSION_TEXT_MAX);
	assert_true(discord_session_write(&s, INTENTS, &b));
	assert_string_equal(buf_str(&b), "");
	buf_free(&b);
}

static void test_damaged_text(void **state)
{
	static const char *const bad[] = {NULL, "", "x", "{", "{}", "[]",
		"{\"session_id\":\"a\",\"seq\":1}", "{\"session_id\":\"a\",\"intents\":4608}",
		"{\"session_id\":\"a\",\"seq\":-1,\"intents\":4608}",
		"{\"session_id\":\"a\",\"seq\":\"1\",\"intents\":4608}",
		"{\"session_id\":\"\",\"seq\":1,\"intents\":4608}", "{\"seq\":1,\"intents\":4608}"};
	struct discord_session s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		memset(&s, 0, sizeof(s));
		assert_false(discord_session_read(&s, INTENTS, bad[i]));
		assert_false(discord_session_held(&s));
	}
	assert_true(discord_session_read(&s, INTENTS,
		"{\"session_id\":\"a\",\"seq\":1,\"intents\":4608,\"resume_gateway_url\":\"ws://"
		"evil\","
		"\"user\":\"me\"}"));
	assert_string_equal(s.url, "");
	assert_string_equal(s.user, "");
	assert_true(discord_session_read(
		&s, INTENTS, "{\"session_id\":\"a\",\"seq\":0,\"intents\":4608}"));
	assert_true(s.has_seq);
	assert_int_equal(s.seq, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_from_ready),
		cmocka_unit_test(test_from_an_odd_ready),
		cmocka_unit_test(test_numbers_never_go_back),
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_since_when),
		cmocka_unit_test(test_no_session_is_no_text),
		cmocka_unit_test(test_damaged_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
