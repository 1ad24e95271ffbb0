/* The frames that we send are the JSON that Discord documents. */
#include "platform/host_mock.h"

#include "base/json.h"
#include "platform/discord_wire.h"

static void test_heartbeat(void **state)
{
	struct discord_session s = {0};
	struct buf b;

	(void)state;
	buf_init(&b, DISCORD_WIRE_MAX);
	assert_true(discord_wire_heartbeat(&b, &s));
	assert_string_equal(buf_str(&b), "{\"op\":1,\"d\":null}");
	buf_clear(&b);
	discord_session_note(&s, 0);
	assert_true(discord_wire_heartbeat(&b, &s));
	assert_string_equal(buf_str(&b), "{\"op\":1,\"d\":0}");
	buf_clear(&b);
	discord_session_note(&s, 9007199254740993);
	assert_true(discord_wire_heartbeat(&b, &s));
	assert_string_equal(buf_str(&b), "{\"op\":1,\"d\":9007199254740993}");
	buf_free(&b);
}

static void test_identify(void **state)
{
	struct buf b;
	const json *d;
	int64_t n;
	json *v;

	(void)state;
	buf_init(&b, DISCORD_WIRE_MAX);
	assert_true(discord_wire_identify(&b, "a\"b", 37376));
	v = json_parse(b.data, b.len);
	assert_true(json_get_int(v, "op", &n) && n == 2);
	d = json_get(v, "d");
	assert_string_equal(json_get_string(d, "token"), "a\"b");
	assert_true(json_get_int(d, "intents", &n) && n == 37376);
	assert_string_equal(json_get_string(json_get(d, "properties"), "os"), "linux");
	assert_string_equal(json_get_string(json_get(d, "properties"), "browser"), "lumbard");
	assert_string_equal(json_get_string(json_get(d, "properties"), "device"), "lumbard");
	json_free(v);
	buf_free(&b);
}

static void test_resume(void **state)
{
	struct discord_session s = {.id = "sess\"ion", .has_seq = true, .seq = 1337};
	struct buf b;
	const json *d;
	int64_t n;
	json *v;

	(void)state;
	buf_init(&b, DISCORD_WIRE_MAX);
	assert_true(discord_wire_resume(&b, "token", &s));
	v = json_parse(b.data, b.len);
	assert_true(json_get_int(v, "op", &n) && n == 6);
	d = json_get(v, "d");
	assert_string_equal(json_get_string(d, "token"), "token");
	assert_string_equal(json_get_string(d, "session_id"), "sess\"ion");
	assert_true(json_get_int(d, "seq", &n) && n == 1337);
	json_free(v);
	buf_free(&b);
}

static void test_too_long_for_a_frame(void **state)
{
	char token[DISCORD_WIRE_MAX + 1];
	struct buf b;

	(void)state;
	memset(token, 'x', sizeof(token) - 1);
	token[sizeof(token) - 1] = '\0';
	buf_init(&b, DISCORD_WIRE_MAX);
	assert_false(discord_wire_identify(&b, token, 1));
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_heartbeat),
		cmocka_unit_test(test_identify),
		cmocka_unit_test(test_resume),
		cmocka_unit_test(test_too_long_for_a_frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
