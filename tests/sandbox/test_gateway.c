/* Tests of src/sandbox/gateway.c: connections, events, trouble. */
#include "sandbox/gateway.h"

#include "sandbox/stage.h"

#define GUILD_MESSAGES (1 << 9)
#define DIRECT_MESSAGES (1 << 12)
#define CONTENT (1 << 15)

static struct client c;

/* The connection is closed with that code once it has said the text. */
static void expect_close(const char *text, size_t len, bool is_text, int code)
{
	client_open(&c);
	gateway_receive(c.conn, text, len, is_text);
	assert_int_equal(c.code, code);
	client_gone(&c, code);
}

static void greeting(void **state)
{
	(void)state;
	client_open(&c);
	assert_true(client_got(&c, "\"op\":10,\"d\":{\"heartbeat_interval\":10000,"));
	client_gone(&c, 1000);
	client_open_at(&c, &(struct gateway_place){"9", "json", "", "main"});
	assert_int_equal(c.code, 4012);
	client_gone(&c, 0);
	client_open_at(&c, &(struct gateway_place){"10", "etf", "", "main"});
	assert_int_equal(c.code, 4002);
	client_gone(&c, 0);
}

static void misuse(void **state)
{
	static const struct {
		const char *text;
		int code;
	} cases[] = {
		{"no json", 4002},
		{"", 4002},
		{"[]", 4002},
		{"{}", 4002},
		{"{\"op\":\"2\"}", 4002},
		{"{\"op\":1.5}", 4002},
		{"{\"op\":99}", 4001},
		{"{\"op\":0,\"d\":{}}", 4001},
		{"{\"op\":-1}", 4001},
		{"{\"op\":3,\"d\":{}}", 4003},
		{"{\"op\":8,\"d\":{}}", 4003},
		{"{\"op\":1,\"d\":\"7\"}", 4002},
		{"{\"op\":1}", 4002},
		{"{\"op\":2}", 4002},
		{"{\"op\":6}", 4002},
		{"{\"op\":2,\"d\":[]}", 4002},
	};
	char large[GATEWAY_PAYLOAD_MAX + 1];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_close(cases[i].text, strlen(cases[i].text), true, cases[i].code);
	expect_close("{\"op\":1,\"d\":null}", 17, false, 4002);
	memset(large, ' ', sizeof(large));
	memcpy(large, "{\"op\":1,\"d\":null}", 17);
	expect_close(large, sizeof(large), true, 4002);
	expect_close(large, GATEWAY_PAYLOAD_MAX, true, 0);
}

static void too_many_payloads(void **state)
{
	int i;

	(void)state;
	client_open(&c);
	for (i = 0; i < GATEWAY_SENDS_MAX; i++)
		client_say(&c, "{\"op\":1,\"d\":null}");
	assert_int_equal(c.code, 0);
	stage.now += GATEWAY_SENDS_MS;
	for (i = 0; i < GATEWAY_SENDS_MAX; i++)
		client_say(&c, "{\"op\":1,\"d\":null}");
	assert_int_equal(c.code, 0);
	client_say(&c, "{\"op\":1,\"d\":null}");
	assert_int_equal(c.code, 4008);
	client_gone(&c, 4008);
}

static void heartbeats(void **state)
{
	(void)state;
	client_open(&c);
	client_say(&c, "{\"op\":1,\"d\":null}");
	assert_true(client_got(&c, "\"op\":11"));
	gateway_ask(stage.gateway);
	assert_true(client_got(&c, "\"op\":1,"));
	stage.now += GATEWAY_PATIENCE_MS - 1;
	gateway_tick(stage.gateway);
	assert_int_equal(c.code, 0);
	stage.now++;
	gateway_tick(stage.gateway);
	assert_int_equal(c.code, 4009);
	client_gone(&c, 0);
}

static void messages_as_intents_say(void **state)
{
	struct client with, without, direct;
	const struct model_channel *dm = model_direct(stage.model, model_user(stage.model, ANN));

	(void)state;
	client_open(&with);
	client_identify(&with, GUILD_MESSAGES | CONTENT);
	client_open(&without);
	client_identify(&without, GUILD_MESSAGES);
	client_open(&direct);
	client_identify(&direct, DIRECT_MESSAGES);
	stage_say(GENERAL, ANN, "my back");
	assert_true(client_got(&with, "\"content\":\"my back\""));
	assert_true(client_got(&without, "\"content\":\"\""));
	assert_false(client_got(&direct, "MESSAGE_CREATE"));
	stage_say(dm->id, ANN, "between us");
	assert_true(client_got(&direct, "between us"));
	assert_false(client_got(&with, "between us"));
	assert_false(client_got(&with, "GUILD_CREATE"));
	stage_say(SECRET, MIA, "not for the bot");
	assert_false(client_got(&with, "not for the bot"));
	client_gone(&with, 0);
	client_gone(&without, 0);
	client_gone(&direct, 0);
}

static void changes_and_threads(void **state)
{
	struct model_message *m;

	(void)state;
	client_open(&c);
	client_identify(&c, 1 | GUILD_MESSAGES | CONTENT);
	assert_true(client_got(&c, "GUILD_CREATE"));
	m = stage_say(GENERAL, ANN, "one");
	model_edit(stage.model, m, "two", 3);
	assert_true(client_got(&c, "\"t\":\"MESSAGE_UPDATE\""));
	model_remove(stage.model, m);
	assert_true(client_got(&c, "\"t\":\"MESSAGE_DELETE\""));
	model_thread(stage.model, model_channel(stage.model, GENERAL), "Lifting",
		model_user(stage.model, ANN));
	assert_true(client_got(&c, "\"t\":\"THREAD_CREATE\""));
	assert_true(client_got(&c, "\"newly_created\":true"));
	client_gone(&c, 0);
}

static void trouble(void **state)
{
	(void)state;
	client_open(&c);
	client_identify(&c, GUILD_MESSAGES | CONTENT);
	assert_int_equal(gateway_ready(stage.gateway), 1);
	gateway_reconnect(stage.gateway);
	assert_true(client_got(&c, "\"op\":7"));
	stage.now += GATEWAY_LEAVE_MS;
	gateway_tick(stage.gateway);
	assert_int_equal(c.code, 4000);
	client_gone(&c, 0);
	assert_int_equal(gateway_ready(stage.gateway), 0);
	client_open(&c);
	gateway_drop(stage.gateway);
	assert_true(c.dropped);
	client_gone(&c, 0);
	client_open(&c);
	client_identify(&c, GUILD_MESSAGES | CONTENT);
	gateway_silence(stage.gateway);
	c.n = 0;
	stage_say(GENERAL, ANN, "hello?");
	client_say(&c, "{\"op\":1,\"d\":null}");
	assert_int_equal(c.n, 0);
	client_gone(&c, 0);
}

static void clients_are_bounded(void **state)
{
	static struct client clients[GATEWAY_CONNECTIONS_MAX];
	static const struct gateway_wire wire = {client_send, client_close, client_drop};
	const struct gateway_place place = {"10", "json", "", "main"};
	int i;

	(void)state;
	for (i = 0; i < GATEWAY_CONNECTIONS_MAX; i++)
		client_open(&clients[i]);
	assert_null(gateway_open(stage.gateway, &place, &wire, &c));
	for (i = 0; i < GATEWAY_CONNECTIONS_MAX; i++)
		client_gone(&clients[i], 0);
}

static void compressed(void **state)
{
	(void)state;
	client_open_at(&c, &(struct gateway_place){"10", "json", "zlib-stream", "main"});
	assert_int_equal(c.n, 1);
	assert_memory_equal(c.sent.data, "\x78\x9c", 2);
	assert_memory_equal(c.sent.data + c.sent.len - 4, "\x00\x00\xff\xff", 4);
	client_gone(&c, 0);
	client_open_at(&c, &(struct gateway_place){"10", "json", "zstd-stream", "main"});
	assert_memory_equal(c.sent.data, "\x28\xb5\x2f\xfd", 4);
	client_gone(&c, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(greeting),
		stage_test(misuse),
		stage_test(too_many_payloads),
		stage_test(heartbeats),
		stage_test(messages_as_intents_say),
		stage_test(changes_and_threads),
		stage_test(trouble),
		stage_test(clients_are_bounded),
		stage_test(compressed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
