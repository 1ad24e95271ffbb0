/* The whole adapter, from the token to the answer, on an invented clock. */
#include "platform/host_mock.h"

#include <inttypes.h>

#include "platform/snowflake.h"

#include "platform/discord_missed.h"

#include "platform/discord.h"

#define T0 1000000
#define HELLO "{\"op\":10,\"d\":{\"heartbeat_interval\":40000}}"
#define READY                                                                                      \
	"{\"t\":\"READY\",\"s\":1,\"op\":0,\"d\":{\"session_id\":\"sess\","                        \
	"\"resume_gateway_url\":\"wss://resume.example\",\"user\":{\"id\":\"900\"},"               \
	"\"application\":{\"flags\":524288}}}"
#define MESSAGE "1300000000000000001"

static const struct platform_account plain = {
	.token = "invented-token-for-tests", .gateway_url = "ws://127.0.0.1:9"};

struct fixture {
	struct host_mock *m;
	const struct platform_adapter *a;
	void *self;
	int64_t now;
	int seq;
};

static struct fixture *make(const struct platform_account *account)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->m = mock_create();
	f->m->random = UINT32_MAX / 2;
	f->a = platform_find("discord");
	f->self = f->a->create(account, &f->m->host);
	assert_non_null(f->self);
	f->now = T0;
	f->seq = 1;
	return f;
}

static void unmake(struct fixture *f)
{
	f->a->destroy(f->self);
	mock_destroy(f->m);
	free(f);
}

static int setup(void **state)
{
	*state = make(&plain);
	return 0;
}

static int teardown(void **state)
{
	unmake(*state);
	return 0;
}

static void frame(struct fixture *f, const char *text)
{
	f->a->received(f->self, f->m->open_link, text, strlen(text), true, f->now);
}

/* An event whose d is text with single quotes for double ones. */
static void event(struct fixture *f, const char *name, const char *text)
{
	char whole[2048], *c;

	snprintf(whole, sizeof(whole), "{'t':'%s','s':%d,'op':0,'d':%s}", name, ++f->seq, text);
	for (c = whole; *c; c++) {
		if (*c == '\'')
			*c = '"';
	}
	frame(f, whole);
}

static void connect_up(struct fixture *f)
{
	f->a->start(f->self, f->now);
	f->a->opened(f->self, f->m->open_link, f->now);
	frame(f, HELLO);
	frame(f, READY);
	assert_true(f->m->is_ready);
}

static void answer(struct fixture *f, int status, const char *body)
{
	struct platform_result result =
		mock_result(mock_last_request(f->m)->id, status, body, NULL);

	f->a->answered(f->self, &result, f->now);
}

static int say(struct fixture *f, const char *user, bool emergency)
{
	return f->a->say(f->self,
		&(struct platform_say){.ticket = 7,
			.conversation = "20",
			.reply_to = MESSAGE,
			.user = user,
			.text = "text",
			.purpose = "answer",
			.deadline_ms = f->now + 30000,
			.emergency = emergency},
		f->now);
}

#define DM "{'id':'" MESSAGE "','channel_id':'20','content':'my back','author':{'id':'4'}}"

static void test_from_question_to_answer(void **state)
{
	struct fixture *f = *state;

	connect_up(f);
	event(f, "MESSAGE_CREATE", DM);
	assert_int_equal(f->m->n_heard, 1);
	assert_string_equal(mock_last_heard(f->m)->text, "my back");
	assert_true(mock_last_heard(f->m)->direct);
	assert_int_equal(say(f, "4", false), 0);
	assert_string_equal(
		mock_last_request(f->m)->url, "https://discord.com/api/v10/channels/20/messages");
	assert_contains(mock_last_request(f->m)->body, "\"replied_user\":true");
	assert_contains(mock_last_request(f->m)->body, "\"nonce\":\"" MESSAGE "answer\"");
	answer(f, 200, "{\"id\":\"99\"}");
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_SENT);
}

static void test_only_the_person_answered_is_pinged_by_a_reply(void **state)
{
	struct fixture *f = *state;

	connect_up(f);
	event(f, "MESSAGE_CREATE", DM);
	say(f, "5", false);
	assert_contains(mock_last_request(f->m)->body, "\"replied_user\":false");
	assert_contains(mock_last_request(f->m)->body, "\"users\":[\"5\"]");
	answer(f, 200, "{}");
	say(f, "", false);
	assert_contains(mock_last_request(f->m)->body, "\"replied_user\":false");
	assert_lacks(mock_last_request(f->m)->body, "\"users\"");
}

static void test_intents(void **state)
{
	struct platform_account listening = plain;
	struct fixture *f = *state;

	connect_up(f);
	assert_contains(f->m->sent[0], "\"intents\":4608,");
	listening.wants_content = true;
	f = make(&listening);
	connect_up(f);
	assert_contains(f->m->sent[0], "\"intents\":37376,");
	unmake(f);
	listening = plain;
	listening.wants_reactions = true;
	f = make(&listening);
	connect_up(f);
	assert_contains(f->m->sent[0], "\"intents\":5632,");
	event(f, "MESSAGE_REACTION_ADD",
		"{'user_id':'4','channel_id':'2','message_id':'" MESSAGE "','guild_id':'3'}");
	assert_int_equal(f->m->n_heard, 1);
	assert_int_equal(f->m->heard[0].kind, PLATFORM_REACTED);
	unmake(f);
}

static void test_addresses(void **state)
{
	struct platform_account odd = {.token = "invented-token-for-tests"};
	struct fixture *f;

	(void)state;
	f = make(&odd);
	f->a->start(f->self, f->now);
	assert_string_equal(
		mock_last_request(f->m)->url, "https://discord.com/api/v10/gateway/bot");
	answer(f, 200, "{\"url\":\"wss://gateway.example\"}");
	assert_string_equal(
		f->m->open_url, "wss://gateway.example/?v=10&encoding=json&compress=zstd-stream");
	unmake(f);
	odd.api_url = "http://api.example";
	f = make(&odd);
	f->a->start(f->self, f->now);
	assert_int_equal(f->m->fault, PLATFORM_FAULT_CONFIG);
	assert_int_equal(f->m->n_fault, 1);
	assert_contains(f->m->fault_detail, "https://");
	assert_int_equal(say(f, "4", true), -1);
	assert_int_equal(f->m->n_request, 0);
	unmake(f);
	odd.api_url = "http://localhost:8080/api/v10/";
	f = make(&odd);
	f->a->start(f->self, f->now);
	assert_string_equal(
		mock_last_request(f->m)->url, "http://localhost:8080/api/v10/gateway/bot");
	unmake(f);
}

static void test_nothing_is_delivered_twice(void **state)
{
	struct fixture *f = *state;

	connect_up(f);
	event(f, "MESSAGE_CREATE", DM);
	event(f, "MESSAGE_CREATE", DM);
	assert_int_equal(f->m->n_heard, 1);
	event(f, "MESSAGE_UPDATE", DM); /* a preview */
	assert_int_equal(f->m->n_heard, 1);
	event(f, "MESSAGE_UPDATE",
		"{'id':'" MESSAGE "','channel_id':'20','content':'cant pee','author':{'id':'4'}}");
	assert_int_equal(f->m->n_heard, 2);
	assert_int_equal(mock_last_heard(f->m)->kind, PLATFORM_EDITED);
	event(f, "MESSAGE_DELETE", "{'id':'" MESSAGE "','channel_id':'20'}");
	event(f, "MESSAGE_DELETE", "{'id':'" MESSAGE "','channel_id':'20'}");
	assert_int_equal(f->m->n_heard, 3);
	assert_int_equal(mock_last_heard(f->m)->kind, PLATFORM_DELETED);
}

static void test_a_message_that_came_without_its_end_is_heard_at_last(void **state)
{
	struct fixture *f = *state;

	connect_up(f);
	event(f, "MESSAGE_CREATE", "{'id':'5','channel_id':'20','content':'i cant pe");
	assert_false(f->m->is_ready);
	assert_int_equal(f->m->close_code, 4200);
	f->now = f->m->wake_at;
	f->a->tick(f->self, f->now);
	f->a->opened(f->self, f->m->open_link, f->now);
	frame(f, HELLO);
	assert_contains(mock_last_sent(f->m), "\"seq\":1");
	f->seq = 1;
	event(f, "MESSAGE_CREATE",
		"{'id':'5','channel_id':'20','content':'i cant pee','author':{'id':'4'}}");
	assert_int_equal(f->m->n_heard, 1);
}

static void test_replayed(void **state)
{
	struct fixture *f = *state;

	connect_up(f);
	event(f, "MESSAGE_CREATE", DM);
	f->a->closed(f->self, f->m->open_link, 0, f->now);
	assert_false(f->m->is_ready);
	f->now = f->m->wake_at;
	f->a->tick(f->self, f->now);
	assert_contains(
		f->m->open_url, "wss://resume.example/?v=10&encoding=json&compress=zstd-stream");
	f->a->opened(f->self, f->m->open_link, f->now);
	frame(f, HELLO);
	f->seq = 1;
	event(f, "MESSAGE_CREATE", DM); /* was delivered before the connection broke */
	event(f, "MESSAGE_CREATE",
		"{'id':'5','channel_id':'20','content':'x','author':{'id':'4'}}");
	event(f, "RESUMED", "{}");
	assert_true(f->m->is_ready);
	assert_int_equal(f->m->n_heard, 2);
	assert_true(mock_last_heard(f->m)->replayed);
	assert_string_equal(mock_last_heard(f->m)->message, "5");
}

static void test_what_discord_withholds_is_not_heard(void **state)
{
	static const char silent[] =
		"{'id':'5','channel_id':'20','guild_id':'3','channel_type':0,'content':'',"
		"'author':{'id':'4'}}";
	struct platform_account listening = plain;
	struct fixture *f = *state;

	connect_up(f);
	event(f, "MESSAGE_CREATE", silent);
	assert_int_equal(f->m->n_heard, 0);
	event(f, "MESSAGE_CREATE", "{'id':'6','channel_id':'20','content':'','author':{'id':'4'}}");
	assert_int_equal(f->m->n_heard, 1);
	event(f, "MESSAGE_UPDATE",
		"{'id':'5','channel_id':'20','guild_id':'3','channel_type':0,'content':'<@900> hi',"
		"'author':{'id':'4'},'mentions':[{'id':'900'}]}");
	assert_int_equal(f->m->n_heard, 2);
	event(f, "MESSAGE_DELETE", "{'id':'5','channel_id':'20','guild_id':'3'}");
	assert_int_equal(f->m->n_heard, 3);
	listening.wants_content = true; /* a forum post may say all in its title */
	f = make(&listening);
	connect_up(f);
	event(f, "MESSAGE_CREATE", silent);
	assert_int_equal(f->m->n_heard, 1);
	unmake(f);
}

static void test_bulk_deletion(void **state)
{
	struct fixture *f = *state;
	char text[1500] = "{'channel_id':'20','guild_id':'3','ids':['0'";
	int i;

	connect_up(f);
	event(f, "MESSAGE_DELETE_BULK", "{'channel_id':'20','guild_id':'3','ids':['1',2,'x','3']}");
	assert_int_equal(f->m->n_heard, 2);
	assert_string_equal(f->m->heard[0].message, "1");
	assert_string_equal(f->m->heard[1].message, "3");
	for (i = 0; i < 150; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), ",'%d'", 1000 + i);
	strcat(text, "]}");
	event(f, "MESSAGE_DELETE_BULK", text);
	assert_int_equal(f->m->n_heard, 2 + 99);
}

static void test_thread_in_a_server(void **state)
{
	struct fixture *f = *state;

	connect_up(f);
	event(f, "MESSAGE_CREATE",
		"{'id':'60','channel_id':'60','guild_id':'3','content':'<@900> help',"
		"'author':{'id':'4'},'mentions':[{'id':'900'}]}");
	assert_int_equal(f->m->n_heard, 0);
	assert_contains(mock_last_request(f->m)->url, "/channels/60");
	answer(f, 200, "{\"type\":11,\"parent_id\":\"70\",\"name\":\"I cant feel my legs\"}");
	assert_contains(mock_last_request(f->m)->url, "/channels/70");
	answer(f, 200, "{\"type\":15}");
	assert_int_equal(f->m->n_heard, 1);
	assert_string_equal(mock_last_heard(f->m)->parent, "70");
	assert_string_equal(mock_last_heard(f->m)->title, "I cant feel my legs");
	assert_true(mock_last_heard(f->m)->addressed);
	assert_string_equal(mock_last_heard(f->m)->text, "<@900> help");
}

/* While an event waits for a look-up, another run would have to be sent it again. */
static void test_what_is_held_is_not_kept_as_seen(void **state)
{
	struct fixture *f = *state;

	connect_up(f);
	event(f, "MESSAGE_CREATE",
		"{'id':'60','channel_id':'60','guild_id':'3','content':'<@900> help',"
		"'author':{'id':'4'},'mentions':[{'id':'900'}]}");
	assert_int_equal(f->m->n_heard, 0);
	f->now = f->m->wake_at;
	f->a->tick(f->self, f->now); /* a heartbeat */
	assert_contains(f->m->session, "\"seq\":1,");
	frame(f, "{\"op\":11}");
	answer(f, 200, "{\"type\":0}");
	assert_int_equal(f->m->n_heard, 1);
	f->now = f->m->wake_at;
	f->a->tick(f->self, f->now);
	assert_contains(f->m->session, "\"seq\":2,");
}

/* A look-up may take as long as an outage: the next run must not be without a session meanwhile. */
static void test_a_new_session_is_kept_whatever_is_held(void **state)
{
	struct fixture *f = *state;

	connect_up(f);
	event(f, "MESSAGE_CREATE",
		"{'id':'60','channel_id':'60','guild_id':'3','content':'<@900> help',"
		"'author':{'id':'4'},'mentions':[{'id':'900'}]}");
	frame(f, "{\"op\":9,\"d\":false}");
	assert_string_equal(f->m->session, "");
	while (f->m->n_open == 1) {
		f->now = f->m->wake_at;
		f->a->tick(f->self, f->now);
	}
	f->a->opened(f->self, f->m->open_link, f->now);
	frame(f, HELLO);
	frame(f, READY);
	assert_contains(f->m->session, "\"seq\":1,");
}

static void test_stop_finishes_what_is_being_sent(void **state)
{
	struct fixture *f = *state;

	connect_up(f);
	event(f, "MESSAGE_CREATE", DM);
	say(f, "4", true);
	f->a->stop(f->self, f->now);
	assert_int_equal(f->m->n_close, 0);
	assert_false(f->a->stopped(f->self));
	event(f, "MESSAGE_CREATE",
		"{'id':'5','channel_id':'20','content':'x','author':{'id':'4'}}");
	assert_int_equal(f->m->n_heard, 1); /* the next run's resume brings it */
	answer(f, 200, "{\"id\":\"99\"}");
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_SENT);
	assert_int_equal(f->m->close_code, 4200);
	assert_false(f->a->stopped(f->self));
	f->a->closed(f->self, f->m->open_link, 4200, f->now);
	assert_true(f->a->stopped(f->self));
	assert_contains(f->m->session, "\"seq\":2,");
}

static void test_stop_delivers_what_is_held(void **state)
{
	struct fixture *f = *state;

	connect_up(f);
	event(f, "MESSAGE_CREATE",
		"{'id':'61','channel_id':'60','guild_id':'3','content':'<@900> help',"
		"'author':{'id':'4'},'mentions':[{'id':'900'}]}");
	assert_int_equal(f->m->n_heard, 0);
	f->a->stop(f->self, f->now);
	assert_int_equal(f->m->n_heard, 1);
	answer(f, 200, "{}");
	assert_int_equal(f->m->close_code, 4200);
}

static void test_stop_before_the_start(void **state)
{
	struct fixture *f = *state;

	assert_false(f->a->stopped(f->self));
	f->a->stop(f->self, f->now);
	assert_true(f->a->stopped(f->self));
}

/* The session is lost for good: op 9, and another one begins. */
static void lose_session(struct fixture *f)
{
	const size_t opened = f->m->n_open;

	frame(f, "{\"op\":9,\"d\":false}");
	while (f->m->n_open == opened) {
		f->now = f->m->wake_at;
		f->a->tick(f->self, f->now);
	}
	f->a->opened(f->self, f->m->open_link, f->now);
	frame(f, HELLO);
	f->seq = 1;
	frame(f, READY);
	assert_true(f->m->is_ready);
}

#define LISTENED "1300000000000000500"
#define WALL 1740000000000 /* some time after the ids above were made */

static void test_what_was_missed_is_heard(void **state)
{
	static const struct platform_listened listened = {LISTENED, "3"};
	static const char page_of_dm[] = "[{\"id\":\"" MESSAGE "\",\"channel_id\":\"20\","
					 "\"content\":\"my back\",\"author\":{\"id\":\"4\"}}]";
	struct platform_account listening = plain;
	struct platform_result result;
	struct fixture *f;
	size_t first;

	(void)state;
	listening.wants_content = true;
	listening.listened = &listened;
	listening.n_listened = 1;
	listening.late_ms = INT64_C(1) << 50;
	f = make(&listening);
	f->m->wall = WALL;
	connect_up(f);
	event(f, "MESSAGE_CREATE", DM);
	assert_int_equal(f->m->n_heard, 1);
	assert_false(mock_last_heard(f->m)->missed);
	first = f->m->n_request;
	lose_session(f);
	assert_int_equal(f->m->n_request, first + 1);
	assert_contains(mock_last_request(f->m)->url, "/channels/" LISTENED "/messages?limit=100");
	answer(f, 200,
		"[{\"id\":\"1300000000000000009\",\"channel_id\":\"" LISTENED
		"\",\"content\":\"new\","
		"\"author\":{\"id\":\"4\"}},"
		"{\"id\":\"1300000000000000008\",\"channel_id\":\"" LISTENED
		"\",\"content\":\"old\","
		"\"author\":{\"id\":\"4\"}},"
		"{\"id\":\"1300000000000000007\",\"channel_id\":\"" LISTENED
		"\",\"content\":\"ours\","
		"\"author\":{\"id\":\"900\"}}]");
	/* next the person who wrote in private; is that channel a thread? */
	assert_contains(f->m->request[first + 1].url, "/channels/" LISTENED);
	assert_contains(f->m->request[first + 2].url, "/channels/20/messages?limit=100&after=");
	result = mock_result(f->m->request[first + 1].id, 200, "{\"type\":0}", NULL);
	f->a->answered(f->self, &result, f->now);
	assert_int_equal(f->m->n_heard, 3);
	assert_string_equal(f->m->heard[1].text, "old");
	assert_string_equal(f->m->heard[2].text, "new");
	assert_true(f->m->heard[2].missed);
	assert_false(f->m->heard[2].direct);
	assert_string_equal(f->m->heard[2].server, "3");
	assert_true(f->m->heard[2].age_ms > 0);
	assert_contains(f->m->heard[2].link, "/channels/3/" LISTENED "/1300000000000000009");
	/* what was delivered before is not heard again */
	result = mock_result(f->m->request[first + 2].id, 200, page_of_dm, NULL);
	f->a->answered(f->self, &result, f->now);
	assert_int_equal(f->m->n_heard, 3);
	unmake(f);
}

static void test_what_is_missed_while_it_stops_is_left(void **state)
{
	struct platform_account late = plain;
	struct fixture *f;

	(void)state;
	late.late_ms = INT64_C(1) << 50;
	f = make(&late);
	f->m->wall = WALL;
	connect_up(f);
	event(f, "MESSAGE_CREATE", DM);
	lose_session(f);
	assert_contains(mock_last_request(f->m)->url, "/channels/20/messages");
	f->a->stop(f->self, f->now);
	assert_int_equal(f->m->close_code, 4200); /* it does not wait for the page */
	f->a->closed(f->self, f->m->open_link, 4200, f->now);
	assert_true(f->a->stopped(f->self));
	answer(f, 200,
		"[{\"id\":\"1300000000000000009\",\"channel_id\":\"20\",\"content\":\"new\","
		"\"author\":{\"id\":\"4\"}}]");
	assert_int_equal(f->m->n_heard, 1);
	unmake(f);
}

/* What the run before has read and answered is not known: it is read from where this one went on. */
static void test_a_session_of_the_last_run_that_is_lost(void **state)
{
	static const struct platform_listened listened = {LISTENED, "3"};
	struct platform_account account = plain;
	struct fixture *f;
	char from[128];

	(void)state;
	account.session = "{\"session_id\":\"sess\",\"resume_gateway_url\":\"\",\"user\":\"900\","
			  "\"seq\":7,\"intents\":4608}";
	account.listened = &listened;
	account.n_listened = 1;
	account.late_ms = INT64_C(1) << 50;
	f = make(&account);
	f->m->wall = WALL;
	f->a->start(f->self, f->now);
	f->a->opened(f->self, f->m->open_link, f->now);
	frame(f, HELLO);
	f->seq = 7;
	event(f, "RESUMED", "{}");
	event(f, "MESSAGE_CREATE",
		"{'id':'1400000000000000009','channel_id':'20','content':'x','author':{'id':'4'}}");
	assert_int_equal(f->m->n_request, 0);
	lose_session(f);
	assert_int_equal(f->m->n_request, 1);
	snprintf(from, sizeof(from), "/channels/" LISTENED "/messages?limit=100&after=%" PRIu64,
		snowflake_at(WALL - DISCORD_MISSED_SKEW_MS - DISCORD_MISSED_EDITS_MS));
	assert_contains(mock_last_request(f->m)->url, from);
	answer(f, 200, "[]");
	assert_contains(mock_last_request(f->m)->url, "/channels/20/messages");
	answer(f, 200, "[]");
	assert_int_equal(f->m->n_request, 2);
	unmake(f);
}

/* A run that begins with that kept from the one before, and listens to one channel. */
static struct fixture *go_on_with(const char *session)
{
	static const struct platform_listened listened = {LISTENED, "3"};
	struct platform_account account = plain;
	struct fixture *f;

	account.session = session;
	account.listened = &listened;
	account.n_listened = 1;
	account.late_ms = INT64_C(1) << 50;
	f = make(&account);
	f->m->wall = WALL;
	return f;
}

/* The listened channel is what was asked for last, from that time of day on. */
static void assert_reads_from(struct fixture *f, int64_t at)
{
	char from[128];

	snprintf(from, sizeof(from), "/channels/" LISTENED "/messages?limit=100&after=%" PRIu64,
		snowflake_at(at - DISCORD_MISSED_EDITS_MS));
	assert_contains(mock_last_request(f->m)->url, from);
}

/* A heartbeat, after an event: what is to be kept is kept. */
static void beat(struct fixture *f)
{
	event(f, "TYPING_START", "{}");
	f->now = f->m->wake_at;
	f->a->tick(f->self, f->now);
	frame(f, "{\"op\":11}");
}

/* Somebody wrote while no run was there, or none had a session: that is read as soon as one has. */
static void test_what_the_last_run_missed_is_read(void **state)
{
	const int64_t from = WALL - 60000 - DISCORD_MISSED_DEAD_MS;
	char text[64], kept[64];
	struct fixture *f;

	(void)state;
	snprintf(text, sizeof(text), "{\"at\":%" PRId64 "}", (int64_t)WALL - 60000);
	f = go_on_with(text);
	connect_up(f);
	assert_reads_from(f, from);
	/* another run would have to begin as far back, be it that the session is resumed */
	snprintf(kept, sizeof(kept), "\"at\":%" PRId64 ",\"behind\":true}", from);
	assert_contains(f->m->session, kept);
	answer(f, 200, "[]");
	beat(f);
	snprintf(kept, sizeof(kept), "\"at\":%" PRId64 ",\"behind\":false}", (int64_t)WALL);
	assert_contains(f->m->session, kept);
	/* it is lost, and the run ends before there is another: it is known since when */
	frame(f, "{\"op\":9,\"d\":false}");
	snprintf(kept, sizeof(kept), "{\"at\":%" PRId64 "}", (int64_t)WALL);
	assert_string_equal(f->m->session, kept);
	unmake(f);
}

/* Direct messages are read by a run that has heard of nobody, if the one before knew of them. */
static void test_direct_messages_of_the_last_run(void **state)
{
	const struct platform_place place = {"20", "", "", "4"};
	struct platform_account account = plain;
	struct fixture *f = make(&account);

	(void)state;
	f->m->wall = WALL;
	connect_up(f);
	event(f, "MESSAGE_CREATE", DM);
	assert_string_equal(f->m->place, "+ 20   4");
	unmake(f);
	account.places = &place;
	account.n_places = 1;
	account.late_ms = INT64_C(1) << 50;
	account.session = "{\"at\":1700000000000}";
	f = make(&account);
	f->m->wall = WALL;
	connect_up(f);
	assert_contains(mock_last_request(f->m)->url, "/channels/20/messages?limit=100&after=");
	answer(f, 200,
		"[{\"id\":\"1300000000000000009\",\"channel_id\":\"20\",\"content\":\"help\","
		"\"author\":{\"id\":\"4\"}}]");
	assert_int_equal(f->m->n_heard, 1);
	assert_true(mock_last_heard(f->m)->direct);
	assert_true(mock_last_heard(f->m)->missed);
	unmake(f);
}

/* A message that had come, and is found with another text, is heard as its edit. */
static void test_what_came_and_was_edited(void **state)
{
	struct platform_account account = plain;
	struct fixture *f;

	(void)state;
	account.late_ms = INT64_C(1) << 50;
	f = make(&account);
	f->m->wall = WALL;
	connect_up(f);
	event(f, "MESSAGE_CREATE", DM);
	lose_session(f);
	/* read from before it on, as when another session was lost meanwhile */
	event(f, "MESSAGE_CREATE",
		"{'id':'1300000000000000008','channel_id':'20','content':'x','author':{'id':'4'}}");
	assert_int_equal(f->m->n_heard, 2);
	answer(f, 200,
		"[{\"id\":\"1300000000000000008\",\"channel_id\":\"20\",\"content\":\"numb\","
		"\"edited_timestamp\":\"2026-09-21T10:00:00+00:00\",\"author\":{\"id\":\"4\"}}]");
	assert_int_equal(f->m->n_heard, 3);
	assert_int_equal(mock_last_heard(f->m)->kind, PLATFORM_EDITED);
	assert_string_equal(mock_last_heard(f->m)->text, "numb");
	unmake(f);
}

/* What waits for a look-up is read by the next run, even one whose session knows nothing of it. */
static void test_what_waited_in_the_last_run(void **state)
{
	static const char edit[] = "{'id':'1300000000000000060','channel_id':'61','guild_id':'3',"
				   "'content':'numb','author':{'id':'4'}}";
	const struct platform_place place = {"61", "3", "1300000000000000060", "4"};
	struct platform_account account = plain;
	struct platform_result result;
	struct fixture *f;

	(void)state;
	account.wants_content = true;
	f = make(&account);
	f->m->wall = WALL;
	connect_up(f);
	event(f, "MESSAGE_CREATE", edit);
	assert_string_equal(f->m->place, "+ 61 3 1300000000000000060 4");
	unmake(f);
	account.places = &place;
	account.n_places = 1;
	account.late_ms = INT64_C(1) << 50;
	account.session = "{\"session_id\":\"sess\",\"resume_gateway_url\":\"\",\"user\":\"900\","
			  "\"seq\":7,\"intents\":37376}";
	f = make(&account);
	f->m->wall = WALL;
	f->a->start(f->self, f->now);
	f->a->opened(f->self, f->m->open_link, f->now);
	frame(f, HELLO);
	f->seq = 7;
	event(f, "RESUMED", "{}");
	assert_contains(mock_last_request(f->m)->url,
		"/channels/61/messages?limit=100&after=1300000000000000059");
	answer(f, 200,
		"[{\"id\":\"1300000000000000060\",\"channel_id\":\"61\",\"content\":\"numb\","
		"\"author\":{\"id\":\"4\"}}]");
	/* it waits once more: what is kept of it stays until its channel is known */
	assert_string_equal(f->m->place, "+ 61 3 1300000000000000060 4");
	assert_int_equal(f->m->n_heard, 0);
	result = mock_result(
		mock_last_request(f->m)->id, 200, "{\"type\":11,\"parent_id\":\"3\"}", NULL);
	f->a->answered(f->self, &result, f->now);
	assert_int_equal(f->m->n_heard, 1);
	assert_string_equal(mock_last_heard(f->m)->text, "numb");
	assert_string_equal(f->m->place, "- 61 3 1300000000000000060 4");
	unmake(f);
}

/* A look-up that is under way when a session is lost must not hide that something is to be read. */
static void test_what_is_to_be_read_is_known_whatever_is_held(void **state)
{
	struct fixture *f = go_on_with(NULL);

	(void)state;
	connect_up(f);
	event(f, "MESSAGE_CREATE",
		"{'id':'60','channel_id':'60','guild_id':'3','content':'<@900> help',"
		"'author':{'id':'4'},'mentions':[{'id':'900'}]}");
	assert_contains(f->m->session, "\"behind\":false");
	lose_session(f);
	assert_contains(f->m->session, "\"behind\":true");
	unmake(f);
}

static void test_what_the_last_run_was_reading_is_read(void **state)
{
	char text[256];
	struct fixture *f;

	(void)state;
	snprintf(text, sizeof(text),
		"{\"session_id\":\"sess\",\"resume_gateway_url\":\"\",\"user\":\"900\",\"seq\":7,"
		"\"intents\":4608,\"at\":%" PRId64 ",\"behind\":true}",
		(int64_t)WALL - 60000);
	f = go_on_with(text);
	f->a->start(f->self, f->now);
	f->a->opened(f->self, f->m->open_link, f->now);
	frame(f, HELLO);
	f->seq = 7;
	/* what is replayed came later than what was being read */
	event(f, "MESSAGE_CREATE",
		"{'id':'1400000000000000009','channel_id':'" LISTENED
		"','guild_id':'3','content':'x','author':{'id':'4'}}");
	event(f, "RESUMED", "{}");
	assert_reads_from(f, WALL - 60000 - DISCORD_MISSED_DEAD_MS);
	unmake(f);
}

/* A disk that could not be read at the start may have a session yet. */
static void test_what_was_not_told_is_not_blotted_out(void **state)
{
	struct fixture *f = *state;

	f->a->start(f->self, f->now);
	f->a->closed(f->self, f->m->open_link, 0, f->now);
	f->a->stop(f->self, f->now);
	assert_true(f->a->stopped(f->self));
	assert_int_equal(f->m->n_session, 0);
}

static void test_a_person_who_wrote_can_be_written_to(void **state)
{
	struct fixture *f = *state;
	const struct platform_say direct = {
		.ticket = 7, .direct = "4", .user = "4", .text = "text", .deadline_ms = T0 + 30000};

	connect_up(f);
	event(f, "MESSAGE_CREATE", DM);
	assert_int_equal(f->a->say(f->self, &direct, f->now), 0);
	assert_contains(mock_last_request(f->m)->url, "/channels/20/messages");
}

static void test_taken_back(void **state)
{
	struct fixture *f = *state;

	connect_up(f);
	event(f, "MESSAGE_CREATE", DM);
	say(f, "4", false);
	f->a->withdraw(f->self, 7, f->now); /* on its way */
	assert_int_equal(f->m->n_outcome, 0);
	answer(f, 429, "{\"retry_after\":5}"); /* it has not arrived */
	f->a->withdraw(f->self, 7, f->now);
	assert_int_equal(f->m->n_outcome, 1);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_WITHDRAWN);
	f->a->remove(f->self, "20", "99", f->now + 9000, f->now);
	assert_string_equal(mock_last_request(f->m)->method, "DELETE");
	assert_string_equal(mock_last_request(f->m)->url,
		"https://discord.com/api/v10/channels/20/messages/99");
	f->a->remove(f->self, "20", "", f->now + 9000, f->now);
	assert_contains(f->m->lines, "is not removed");
}

static void test_every_step_is_watched(void **state)
{
	struct fixture *f = *state;

	f->a->start(f->self, f->now);
	assert_int_equal(f->m->wake_at, T0 + 30000);
	f->a->opened(f->self, f->m->open_link, f->now);
	assert_int_equal(f->m->wake_at, T0 + 20000);
	f->a->closed(f->self, f->m->open_link, 0, f->now);
	assert_int_equal(f->m->wake_at, T0 + 499);
}

static void test_wakes_for_whatever_is_first(void **state)
{
	struct fixture *f = *state;
	int64_t beat;

	connect_up(f);
	beat = f->m->wake_at;
	assert_int_equal(beat, T0 + 19999);
	say(f, "4", false);
	answer(f, 503, "");
	assert_int_equal(f->m->wake_at, T0 + 249); /* the retry */
	f->now = f->m->wake_at;
	f->a->tick(f->self, f->now);
	assert_int_equal(f->m->n_request, 2);
	answer(f, 200, "{}");
	assert_int_equal(f->m->wake_at, beat);
}

static void test_a_tick_that_comes_too_early_is_wished_for_again(void **state)
{
	struct fixture *f = *state;
	size_t wishes;

	connect_up(f);
	wishes = f->m->n_wake;
	f->a->tick(f->self, f->m->wake_at - 1);
	assert_int_equal(f->m->n_wake, wishes + 1);
	assert_int_equal(f->m->wake_at, T0 + 19999);
}

static void test_frames_cost_no_wishes(void **state)
{
	struct fixture *f = *state;
	size_t wishes;
	int i;

	connect_up(f);
	wishes = f->m->n_wake;
	for (i = 0; i < 100; i++)
		event(f, "TYPING_START", "{}");
	assert_int_equal(f->m->n_wake, wishes);
}

/* A zstd frame that stores what it holds (RFC 8878, section 3.1.1). */
static void test_binary_frames_are_compressed(void **state)
{
	struct fixture *f = *state;
	unsigned head = (unsigned)strlen(HELLO) << 3;
	char bytes[200];
	int n;

	n = snprintf(bytes, sizeof(bytes), "\x28\xb5\x2f\xfd____%s", HELLO);
	memcpy(bytes + 4, "\0\x58", 2);
	memmove(bytes + 9, bytes + 8, strlen(HELLO));
	bytes[6] = (char)(head & 255);
	bytes[7] = (char)(head >> 8);
	bytes[8] = 0;
	f->a->start(f->self, f->now);
	f->a->opened(f->self, f->m->open_link, f->now);
	f->a->received(f->self, f->m->open_link, bytes, (size_t)n + 1, false, f->now);
	assert_int_equal(f->m->n_send, 1);
}

static void test_bad_messages_are_dropped(void **state)
{
	static const char *const texts[] = {"{'id':1,'channel_id':}", "[]", "null", "7",
		"{'id':'1','channel_id':20,'content':'x','author':{'id':'4'}}",
		"{'id':'1','channel_id':'20','content':{},'author':{'id':'4'}}",
		"{'id':'1','channel_id':'20','content':'x','author':{'id':'900'}}"};
	static const char *const names[] = {
		"MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"};
	struct fixture *f = *state;
	size_t i, j;

	connect_up(f);
	for (i = 0; i < sizeof(names) / sizeof(names[0]) - 2; i++) {
		for (j = 0; j < sizeof(texts) / sizeof(texts[0]); j++)
			event(f, names[i], texts[j]);
	}
	for (j = 0; j < 5; j++) {
		event(f, names[2], texts[j]);
		event(f, names[3], texts[j]);
	}
	assert_int_equal(f->m->n_heard, 0);
	assert_true(f->m->is_ready);
}

static void test_what_people_write_is_not_logged(void **state)
{
	struct fixture *f = *state;

	connect_up(f);
	event(f, "MESSAGE_CREATE",
		"{'id':'1','channel_id':'20','content':'pomegranate','author':{'id':'4'}}");
	event(f, "MESSAGE_CREATE", "{'id':'2','channel_id':'20','content':'pomegranate'");
	assert_lacks(f->m->lines, "pomegranate");
	assert_lacks(f->m->lines, plain.token);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_from_question_to_answer),
		TEST(test_only_the_person_answered_is_pinged_by_a_reply),
		TEST(test_intents),
		cmocka_unit_test(test_addresses),
		TEST(test_nothing_is_delivered_twice),
		TEST(test_a_message_that_came_without_its_end_is_heard_at_last),
		TEST(test_replayed),
		TEST(test_what_discord_withholds_is_not_heard),
		TEST(test_bulk_deletion),
		TEST(test_thread_in_a_server),
		TEST(test_what_is_held_is_not_kept_as_seen),
		TEST(test_a_new_session_is_kept_whatever_is_held),
		TEST(test_stop_finishes_what_is_being_sent),
		TEST(test_stop_delivers_what_is_held),
		TEST(test_stop_before_the_start),
		cmocka_unit_test(test_what_was_missed_is_heard),
		cmocka_unit_test(test_what_is_missed_while_it_stops_is_left),
		cmocka_unit_test(test_a_session_of_the_last_run_that_is_lost),
		cmocka_unit_test(test_what_the_last_run_missed_is_read),
		cmocka_unit_test(test_what_the_last_run_was_reading_is_read),
		cmocka_unit_test(test_what_is_to_be_read_is_known_whatever_is_held),
		cmocka_unit_test(test_direct_messages_of_the_last_run),
		cmocka_unit_test(test_what_came_and_was_edited),
		cmocka_unit_test(test_what_waited_in_the_last_run),
		TEST(test_what_was_not_told_is_not_blotted_out),
		TEST(test_a_person_who_wrote_can_be_written_to),
		TEST(test_taken_back),
		TEST(test_every_step_is_watched),
		TEST(test_wakes_for_whatever_is_first),
		TEST(test_a_tick_that_comes_too_early_is_wished_for_again),
		TEST(test_frames_cost_no_wishes),
		TEST(test_binary_frames_are_compressed),
		TEST(test_bad_messages_are_dropped),
		TEST(test_what_people_write_is_not_logged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
