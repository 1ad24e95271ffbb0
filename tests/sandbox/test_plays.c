/* Tests of src/sandbox/plays.c. */
#include "sandbox/plays.h"

#include "sandbox/stage.h"

static struct client c;

static const char *play(const char *what, const char *ask)
{
	const struct plays_entry *entry = plays_find(what);
	const char *result;
	json *v = json_parse(ask, strlen(ask));

	assert_non_null(entry);
	result = entry->play(&stage.plays, v);
	json_free(v);
	return result;
}

static void table(void **state)
{
	const struct plays_entry *plays;
	size_t i, n, shown = 0;

	(void)state;
	plays = plays_list(&n);
	for (i = 0; i < n; i++) {
		assert_ptr_equal(plays_find(plays[i].what), &plays[i]);
		shown += plays[i].label != NULL;
		assert_true(!plays[i].label == !plays[i].note);
	}
	assert_int_equal(shown, 7);
	assert_null(plays_find("nothing"));
}

static void nothing_to_play_with(void **state)
{
	const struct plays_entry *plays;
	size_t i, n;

	(void)state;
	plays = plays_list(&n);
	for (i = 0; i < n; i++) {
		if (plays[i].label)
			assert_non_null(play(plays[i].what, "{}"));
	}
}

static void of_the_connection(void **state)
{
	(void)state;
	client_open(&c);
	client_identify(&c, 1);
	play("reconnect", "{}");
	assert_true(client_got(&c, "\"op\":7"));
	play("ask-heartbeat", "{}");
	assert_true(client_got(&c, "\"op\":1,"));
	play("invalid-session", "{\"resumable\":true}");
	assert_true(client_got(&c, "\"op\":9,\"d\":true"));
	client_identify(&c, 1);
	play("invalid-session", "{}");
	assert_true(client_got(&c, "\"op\":9,\"d\":false"));
	play("drop", "{}");
	assert_true(c.dropped);
	client_gone(&c, 0);
	client_open(&c);
	play("close", "{\"code\":4000}");
	assert_int_equal(c.code, 4000);
	client_gone(&c, 0);
}

static void delivered_twice(void **state)
{
	const char *first;

	(void)state;
	client_open(&c);
	client_identify(&c, (1 << 9) | (1 << 15));
	stage_say(GENERAL, ANN, "older");
	stage_say(BACK_HELP, ANN, "newest");
	stage_say(BACK_HELP, BOT, "answer");
	play("duplicate", "{}");
	first = strstr(buf_str(&c.sent), "newest");
	assert_non_null(first);
	assert_non_null(strstr(first + 1, "newest"));
	client_gone(&c, 0);
}

static void of_requests(void **state)
{
	(void)state;
	play("rate-limit", "{}");
	assert_int_equal(
		stage_ask("POST", "/channels/1300000000000000022/messages", "{\"content\":\"x\"}"),
		429);
	assert_true(stage_answered("\"retry_after\":3.000"));
	play("server-error", "{\"route\":\"GET /users/@me\"}");
	assert_int_equal(stage_ask("GET", "/users/@me", NULL), 500);
	play("lost-answer", "{}");
	stage_ask("POST", "/channels/1300000000000000022/messages", "{\"content\":\"x\"}");
	assert_true(stage.answer.drop);
	play("limit", "{\"route\":\"GET /users/@me\",\"limit\":1,\"ms\":1000}");
	assert_int_equal(stage_ask("GET", "/users/@me", NULL), 200);
	stage.now -= 10001;
	assert_int_equal(stage_ask("GET", "/users/@me", NULL), 429);
}

static void of_the_settings(void **state)
{
	const struct gateway_settings *settings = gateway_settings(stage.gateway);

	(void)state;
	play("settings", "{\"message_content\":false,\"acks\":false,\"traces\":true,"
			 "\"heartbeat_ms\":50}");
	assert_false(settings->message_content);
	assert_false(settings->acks);
	assert_true(settings->traces);
	assert_int_equal(settings->heartbeat_ms, 50);
	play("settings", "{\"heartbeat_ms\":0}");
	assert_int_equal(settings->heartbeat_ms, 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(table),
		stage_test(nothing_to_play_with),
		stage_test(of_the_connection),
		stage_test(delivered_twice),
		stage_test(of_requests),
		stage_test(of_the_settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
