/* What is asked of Discord's API: order, retries, limits, deadlines, outcomes. */
#include "platform/host_mock.h"

#include "base/url.h"
#include "platform/discord_queue.h"
#include "platform/discord_rest.h"
#include "platform/discord_say.h"
#include "platform/ratelimit.h"

#define API "http://127.0.0.1:8080/api/v10"
#define T0 1000000
#define MESSAGE "1300000000000000001"

struct fixture {
	struct host_mock *m;
	struct discord_rest *r;
	size_t n_got;
	bool asks_on; /* each answer leads to another question */
	struct discord_rest_answer got;
	char got_id[64], got_url[64];
};

static void on_got(void *ctx, const struct discord_rest_answer *answer, int64_t now_ms)
{
	struct fixture *f = ctx;
	const char *url = json_get_string(answer->body, "url");

	f->n_got++;
	f->got = *answer;
	mock_copy(f->got_id, sizeof(f->got_id), answer->id);
	mock_copy(f->got_url, sizeof(f->got_url), url);
	if (f->asks_on)
		discord_rest_get(f->r, DISCORD_REST_CHANNEL, "77", now_ms + 3000);
	f->asks_on = false;
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->m = mock_create();
	f->r = discord_rest_create(&f->m->host, API "/", on_got, f);
	assert_non_null(f->r);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	discord_rest_destroy(f->r);
	mock_destroy(f->m);
	free(f);
	return 0;
}

static struct platform_say a_say(uint64_t ticket, const char *channel, bool emergency)
{
	return (struct platform_say){
		.ticket = ticket,
		.conversation = channel,
		.reply_to = MESSAGE,
		.user = "30",
		.text = "text",
		.purpose = emergency ? "flag" : "answer",
		.deadline_ms = T0 + 30000,
		.emergency = emergency,
	};
}

static void say(struct fixture *f, uint64_t ticket, const char *channel, bool emergency)
{
	struct platform_say s = a_say(ticket, channel, emergency);

	assert_int_equal(discord_rest_say(f->r, &s, true, T0), 0);
	discord_rest_pump(f->r, T0);
}

static void answer(struct fixture *f, const struct mock_request *request, int status,
	const char *body, int64_t now)
{
	struct platform_result result = mock_result(request->id, status, body, NULL);

	discord_rest_answered(f->r, &result, now);
	discord_rest_pump(f->r, now);
}

static void test_a_message_is_posted(void **state)
{
	struct fixture *f = *state;
	const struct mock_request *r;

	say(f, 7, "20", false);
	r = mock_last_request(f->m);
	assert_string_equal(r->method, "POST");
	assert_string_equal(r->url, API "/channels/20/messages");
	assert_true(r->authorized);
	assert_int_equal(r->timeout_ms, DISCORD_REST_TRY_MS);
	assert_contains(r->body, "\"nonce\":\"" MESSAGE "answer\"");
	assert_false(discord_rest_idle(f->r));
	assert_int_equal(discord_rest_next(f->r), DISCORD_REST_NEVER);
	answer(f, r, 200, "{\"id\":\"99\"}", T0 + 40);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_SENT);
	assert_int_equal(mock_last_outcome(f->m)->ticket, 7);
	assert_string_equal(mock_last_outcome(f->m)->id, "99");
	assert_true(discord_rest_idle(f->r));
}

/* A thread is opened under the question, and the answer goes into it without a reference to another channel. */
static void test_into_a_thread(void **state)
{
	struct fixture *f = *state;
	struct platform_say s = a_say(7, "20", false);

	s.thread = "Heat \"or\" ice?";
	assert_int_equal(discord_rest_say(f->r, &s, true, T0), 0);
	discord_rest_pump(f->r, T0);
	assert_string_equal(
		mock_last_request(f->m)->url, API "/channels/20/messages/" MESSAGE "/threads");
	assert_string_equal(mock_last_request(f->m)->body,
		"{\"name\":\"Heat \\\"or\\\" ice?\",\"auto_archive_duration\":1440}");
	answer(f, mock_last_request(f->m), 201, "{\"id\":\"" MESSAGE "\"}", T0);
	assert_string_equal(mock_last_request(f->m)->url, API "/channels/" MESSAGE "/messages");
	assert_lacks(mock_last_request(f->m)->body, "message_reference");
	answer(f, mock_last_request(f->m), 200, "{\"id\":\"99\"}", T0);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_SENT);
	assert_string_equal(mock_last_outcome(f->m)->id, "99");
}

/* Somebody else has opened it, or we have and were not told so. */
static void test_a_thread_that_is_there(void **state)
{
	struct fixture *f = *state;
	struct platform_say s = a_say(7, "20", false);

	s.thread = "Heat";
	assert_int_equal(discord_rest_say(f->r, &s, true, T0), 0);
	discord_rest_pump(f->r, T0);
	answer(f, mock_last_request(f->m), 0, "", T0);
	discord_rest_pump(f->r, discord_rest_next(f->r));
	assert_int_equal(f->m->n_request, 2);
	answer(f, mock_last_request(f->m), 400, "{\"code\":160004,\"message\":\"x\"}", T0);
	assert_string_equal(mock_last_request(f->m)->url, API "/channels/" MESSAGE "/messages");
}

/* Where no thread may be opened the answer stands beside the question. */
static void test_no_thread(void **state)
{
	static const char *const bodies[] = {"{\"code\":50013,\"message\":\"Missing Permissions\"}",
		"{\"code\":160006}", "", "<html>"};
	struct fixture *f = *state;
	struct platform_say s = a_say(7, "20", false);
	size_t i;

	s.thread = "Heat";
	for (i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		s.ticket = i;
		assert_int_equal(discord_rest_say(f->r, &s, true, T0), 0);
		discord_rest_pump(f->r, T0);
		answer(f, mock_last_request(f->m), i ? 400 : 403, bodies[i], T0);
		assert_string_equal(mock_last_request(f->m)->url, API "/channels/20/messages");
		assert_contains(mock_last_request(f->m)->body, "\"message_id\":\"" MESSAGE "\"");
		answer(f, mock_last_request(f->m), 200, "{\"id\":\"99\"}", T0);
		assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_SENT);
	}
}

/* It has the deadline of the answer that it is for. */
static void test_a_thread_too_late(void **state)
{
	struct fixture *f = *state;
	struct platform_say s = a_say(7, "20", false);

	s.thread = "Heat";
	f->m->random = UINT32_MAX;
	assert_int_equal(discord_rest_say(f->r, &s, true, T0), 0);
	discord_rest_pump(f->r, T0);
	answer(f, mock_last_request(f->m), 500, "", T0);
	discord_rest_pump(f->r, s.deadline_ms);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_EXPIRED);
	assert_true(discord_rest_idle(f->r));
}

static void test_any_body_will_do(void **state)
{
	static const char *const bodies[] = {"", "{", "<html>", "{\"id\":7}", "[[[[", "null"};
	struct fixture *f = *state;
	int64_t at = T0;
	size_t i;

	for (i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		f->m->n_outcome = 0;
		say(f, i, "20", false);
		for (; f->m->n_outcome == 0 && at < T0 + 500000; at += DISCORD_REST_RETRY_CAP_MS) {
			discord_rest_pump(f->r, at);
			answer(f, mock_last_request(f->m), 200, bodies[i], at);
		}
		assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_SENT);
		assert_string_equal(mock_last_outcome(f->m)->id, "");
	}
}

/* A message is worth little whose id is not known: nobody can pick it up, mark it or remove it. */
static void test_a_message_without_an_id_is_posted_again(void **state)
{
	struct fixture *f = *state;
	char body[1024];

	say(f, 7, "20", true);
	mock_copy(body, sizeof(body), mock_last_request(f->m)->body);
	answer(f, mock_last_request(f->m), 200, "{\"id\":\"9", T0);
	assert_int_equal(f->m->n_outcome, 0);
	discord_rest_pump(f->r, T0 + DISCORD_REST_RETRY_CAP_MS);
	assert_string_equal(mock_last_request(f->m)->body, body); /* under the same nonce */
	answer(f, mock_last_request(f->m), 200, "{\"id\":\"99\"}", T0 + DISCORD_REST_RETRY_CAP_MS);
	assert_string_equal(mock_last_outcome(f->m)->id, "99");
	/* it is there, be it that its id is never told */
	f->m->n_outcome = 0;
	say(f, 8, "20", true);
	answer(f, mock_last_request(f->m), 200, "", T0 + DISCORD_REST_RETRY_CAP_MS);
	answer(f, mock_last_request(f->m), 0, "", T0 + 2 * DISCORD_REST_RETRY_CAP_MS);
	discord_rest_pump(f->r, T0 + 3600000);
	answer(f, mock_last_request(f->m), 0, "", T0 + 3600000);
	discord_rest_pump(f->r, T0 + 3600000);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_SENT);
}

static void test_server_errors_are_retried_with_the_same_nonce(void **state)
{
	static const int passing[] = {500, 502, 503, 0, 408};
	struct fixture *f = *state;
	char body[1024];
	int64_t now = T0;
	size_t i;

	f->m->random = UINT32_MAX;
	say(f, 7, "20", false);
	mock_copy(body, sizeof(body), mock_last_request(f->m)->body);
	for (i = 0; i < sizeof(passing) / sizeof(passing[0]); i++) {
		answer(f, mock_last_request(f->m), passing[i], "<html>", now);
		assert_int_equal(f->m->n_request, i + 1);
		assert_int_equal(discord_rest_next(f->r), now + (DISCORD_REST_RETRY_BASE_MS << i));
		now = discord_rest_next(f->r);
		discord_rest_pump(f->r, now - 1);
		assert_int_equal(f->m->n_request, i + 1);
		discord_rest_pump(f->r, now);
		assert_int_equal(f->m->n_request, i + 2);
		assert_string_equal(mock_last_request(f->m)->body, body);
	}
	answer(f, mock_last_request(f->m), 200, "{\"id\":\"99\"}", now);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_SENT);
	assert_int_equal(f->m->n_outcome, 1);
}

static void test_deadline_ends_the_retries(void **state)
{
	struct fixture *f = *state;
	int64_t now = T0;

	f->m->random = UINT32_MAX;
	say(f, 7, "20", false);
	while (now < T0 + 30000) {
		assert_int_equal(f->m->n_outcome, 0);
		answer(f, mock_last_request(f->m), 503, "", now);
		now = discord_rest_next(f->r);
		assert_true(now <= T0 + 30000);
		discord_rest_pump(f->r, now);
	}
	assert_int_equal(f->m->n_outcome, 1);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_EXPIRED);
	assert_int_equal(mock_last_outcome(f->m)->ticket, 7);
	assert_true(discord_rest_idle(f->r));
}

static void test_too_late_is_not_sent_at_all(void **state)
{
	struct fixture *f = *state;
	struct platform_say s = a_say(7, "20", true);

	s.deadline_ms = T0;
	assert_int_equal(discord_rest_say(f->r, &s, true, T0), 0);
	discord_rest_pump(f->r, T0);
	assert_int_equal(f->m->n_request, 0);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_EXPIRED);
}

static void test_last_try_gets_a_little_time(void **state)
{
	struct fixture *f = *state;
	struct platform_say s = a_say(7, "20", false);

	s.deadline_ms = T0 + 5;
	discord_rest_say(f->r, &s, true, T0);
	discord_rest_pump(f->r, T0);
	assert_int_equal(mock_last_request(f->m)->timeout_ms, DISCORD_REST_TRY_MIN_MS);
	say(f, 8, "21", true);
	assert_int_equal(mock_last_request(f->m)->timeout_ms, DISCORD_REST_URGENT_TRY_MS);
}

static void test_refusals_are_final(void **state)
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
		{400,
			"{\"message\":\"Invalid Form Body\",\"code\":50035,"
			"\"errors\":{\"content\":{}}}",
			50035, "Invalid Form Body (50035)"},
		{401, "{\"message\":\"401: Unauthorized\",\"code\":0}", 0,
			"401: Unauthorized (401)"},
		{403, "<html>cut", 0, "HTTP 403"},
		{301, "", 0, "HTTP 301"},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		say(f, i, "20", i % 2);
		answer(f, mock_last_request(f->m), cases[i].status, cases[i].body, T0);
		assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_REFUSED);
		assert_int_equal(mock_last_outcome(f->m)->code, cases[i].code);
		assert_string_equal(mock_last_outcome(f->m)->reason, cases[i].reason);
		assert_int_equal(f->m->n_request, i + 1);
	}
	assert_true(discord_rest_idle(f->r));
}

static void test_without_history_it_is_said_without_reference(void **state)
{
	static const char no_history[] =
		"{\"message\":\"Cannot reply without permission to read message history\","
		"\"code\":160002}";
	struct fixture *f = *state;

	say(f, 7, "20", true);
	assert_contains(mock_last_request(f->m)->body, "message_reference");
	answer(f, mock_last_request(f->m), 400, no_history, T0);
	assert_int_equal(f->m->n_outcome, 0);
	assert_int_equal(f->m->n_request, 2);
	assert_lacks(mock_last_request(f->m)->body, "message_reference");
	answer(f, mock_last_request(f->m), 400, no_history, T0);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_REFUSED);
}

static void test_429_is_waited_for(void **state)
{
	struct fixture *f = *state;
	struct platform_result result;

	say(f, 7, "20", false);
	result = mock_result(mock_last_request(f->m)->id, 429, "{\"retry_after\":1.25}",
		MOCK_HEADERS("x-ratelimit-scope: shared"));
	discord_rest_answered(f->r, &result, T0);
	discord_rest_pump(f->r, T0);
	assert_int_equal(f->m->n_request, 1);
	assert_int_equal(discord_rest_next(f->r), T0 + 1251);
	discord_rest_pump(f->r, T0 + 1251);
	assert_int_equal(f->m->n_request, 2);
	assert_string_equal(f->m->request[0].body, f->m->request[1].body);
}

static void test_429_beyond_the_deadline_expires(void **state)
{
	struct fixture *f = *state;

	say(f, 7, "20", false);
	answer(f, mock_last_request(f->m), 429, "<html>1015</html>", T0);
	assert_int_equal(discord_rest_next(f->r), T0 + 30000);
	discord_rest_pump(f->r, T0 + 30000);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_EXPIRED);
}

static void test_page_429_stops_every_route(void **state)
{
	struct fixture *f = *state;

	say(f, 7, "20", false);
	answer(f, mock_last_request(f->m), 429, "<html>1015</html>", T0);
	say(f, 8, "21", true);
	assert_int_equal(
		discord_rest_get(f->r, DISCORD_REST_GATEWAY, "", T0 + RATELIMIT_BLIND_MS + 2), 0);
	discord_rest_pump(f->r, T0 + 1);
	assert_int_equal(f->m->n_request, 1);
	discord_rest_pump(f->r, T0 + RATELIMIT_BLIND_MS + 1);
	assert_contains(mock_last_request(f->m)->url, "/gateway/bot");
}

static void test_emergency_overtakes(void **state)
{
	struct fixture *f = *state;

	say(f, 1, "20", false); /* in flight */
	say(f, 2, "20", false);
	say(f, 3, "20", false);
	assert_int_equal(f->m->n_request, 1);
	say(f, 4, "20", true); /* does not even wait for the one in flight */
	assert_int_equal(f->m->n_request, 2);
	assert_contains(mock_last_request(f->m)->body, "flag");
	answer(f, &f->m->request[0], 200, "{}", T0);
	assert_int_equal(f->m->n_request, 2); /* the next answer waits for the emergency */
	answer(f, &f->m->request[1], 200, "{}", T0);
	assert_int_equal(f->m->n_request, 3);
	answer(f, &f->m->request[2], 200, "{}", T0);
	assert_int_equal(f->m->n_request, 4);
	answer(f, &f->m->request[3], 200, "{}", T0);
	assert_int_equal(f->m->outcome[0].ticket, 1);
	assert_int_equal(f->m->outcome[1].ticket, 4);
	assert_int_equal(f->m->outcome[2].ticket, 2);
	assert_int_equal(f->m->outcome[3].ticket, 3);
}

static void test_full_queue_keeps_emergencies(void **state)
{
	struct platform_say faq = a_say(1, "20", false), urgent = a_say(1000, "20", true);
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < DISCORD_QUEUE_ORDINARY_MAX; i++)
		say(f, 1 + i, "20", false);
	assert_int_equal(discord_rest_say(f->r, &faq, false, T0), -1);
	for (i = 0; i < DISCORD_QUEUE_SAYS_MAX; i++) {
		urgent.ticket = 1000 + i;
		if (discord_rest_say(f->r, &urgent, true, T0) < 0)
			break;
	}
	/* all but the one in flight have given way */
	assert_int_equal(i, DISCORD_QUEUE_SAYS_MAX - 1);
	assert_int_equal(f->m->n_outcome, DISCORD_QUEUE_ORDINARY_MAX - 1);
	assert_int_equal(f->m->outcome[0].kind, PLATFORM_REFUSED);
	assert_int_equal(f->m->outcome[0].ticket, 2);
	assert_contains(f->m->outcome[0].reason, "emergency");
}

/* What staff are told waits in one channel: it must not keep a person from being answered. */
static void test_alerts_give_way(void **state)
{
	struct platform_say alert = a_say(1, "900", true), reply = a_say(1000, "20", true);
	struct fixture *f = *state;

	alert.user = NULL;
	alert.role = "55";
	reply.user = "30";
	for (; alert.ticket <= DISCORD_QUEUE_SAYS_MAX; alert.ticket++)
		assert_int_equal(discord_rest_say(f->r, &alert, false, T0), 0);
	assert_int_equal(discord_rest_say(f->r, &alert, false, T0), -1);
	assert_int_equal(discord_rest_say(f->r, &reply, true, T0), 0);
	assert_int_equal(f->m->n_outcome, 1);
	assert_int_equal(f->m->outcome[0].kind, PLATFORM_REFUSED);
	/* the one that was said last: the others have waited longer */
	assert_int_equal(f->m->outcome[0].ticket, DISCORD_QUEUE_SAYS_MAX);
}

static void test_foreign_channel_is_refused(void **state)
{
	static const char *const bad[] = {"", "general", "20/../../x", "#chan", NULL};
	struct fixture *f = *state;
	struct platform_say s = a_say(7, "20", true);
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		s.conversation = bad[i];
		assert_int_equal(discord_rest_say(f->r, &s, true, T0), 0);
		assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_REFUSED);
		assert_int_equal(f->m->n_outcome, i + 1);
	}
	assert_true(discord_rest_idle(f->r));
}

static void test_too_long_is_refused(void **state)
{
	struct fixture *f = *state;
	struct platform_say s = a_say(7, "20", true);
	char text[DISCORD_SAY_TEXT_MAX + 2];

	memset(text, '\1', sizeof(text)); /* six bytes each in JSON */
	text[DISCORD_SAY_TEXT_MAX + 1] = '\0';
	s.text = text;
	assert_int_equal(discord_rest_say(f->r, &s, true, T0), 0);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_REFUSED);
	text[DISCORD_SAY_TEXT_MAX] = '\0';
	assert_int_equal(discord_rest_say(f->r, &s, true, T0), 0);
	discord_rest_pump(f->r, T0);
	assert_int_equal(f->m->n_request, 1);
}

static void test_get(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(discord_rest_get(f->r, DISCORD_REST_GATEWAY, "", T0 + 9000), 0);
	assert_int_equal(discord_rest_get(f->r, DISCORD_REST_CHANNEL, "20", T0 + 9000), 0);
	assert_int_equal(discord_rest_get(f->r, DISCORD_REST_APPLICATION, "", T0 + 9000), 0);
	discord_rest_pump(f->r, T0);
	assert_int_equal(f->m->n_request, 3);
	assert_string_equal(f->m->request[0].method, "GET");
	assert_string_equal(f->m->request[0].url, API "/gateway/bot");
	assert_string_equal(f->m->request[1].url, API "/channels/20");
	assert_string_equal(f->m->request[2].url, API "/applications/@me");
	assert_string_equal(f->m->request[0].body, "");
	assert_true(f->m->request[0].authorized);
	answer(f, &f->m->request[1], 404, "{}", T0);
	assert_int_equal(f->got.route, DISCORD_REST_CHANNEL);
	assert_int_equal(f->got.status, 404);
	assert_string_equal(f->got_id, "20");
	answer(f, &f->m->request[0], 200, "{\"url\":\"wss://x\"}", T0);
	assert_int_equal(f->got.route, DISCORD_REST_GATEWAY);
	assert_string_equal(f->got_url, "wss://x");
	answer(f, &f->m->request[2], 0, "", T0);
	assert_int_equal(f->got.status, 0);
	assert_null(f->got.body);
	assert_int_equal(f->n_got, 3);
	assert_int_equal(f->m->n_outcome, 0);
}

static void test_get_what_a_check_asks_for(void **state)
{
	static const char id[] = "18446744073709551615"; /* as long as ids can be */
	struct fixture *f = *state;

	assert_int_equal(discord_rest_get(f->r, DISCORD_REST_SELF, "", T0 + 9000), 0);
	assert_int_equal(discord_rest_get(f->r, DISCORD_REST_GUILD, "7", T0 + 9000), 0);
	assert_int_equal(discord_rest_get_member(f->r, id, id, T0 + 9000), 0);
	discord_rest_pump(f->r, T0);
	assert_int_equal(f->m->n_request, 3);
	assert_string_equal(f->m->request[0].url, API "/users/@me");
	assert_string_equal(f->m->request[1].url, API "/guilds/7");
	assert_string_equal(f->m->request[2].url,
		API "/guilds/18446744073709551615/members/18446744073709551615");
	answer(f, &f->m->request[2], 200, "{}", T0);
	assert_int_equal(f->got.route, DISCORD_REST_MEMBER);
	assert_string_equal(f->got_id, id);
}

static void test_longest_address_fits(void **state)
{
	static const char id[] = "18446744073709551615";
	struct fixture *f = *state;
	struct discord_rest *r;
	char api[URL_BASE_MAX];

	memset(api, 'a', sizeof(api));
	memcpy(api, "https://", 8);
	api[URL_BASE_MAX - 1] = '\0';
	r = discord_rest_create(&f->m->host, api, on_got, f);
	assert_non_null(r);
	assert_int_equal(discord_rest_get_member(r, id, id, T0 + 9000), 0);
	discord_rest_pump(r, T0);
	assert_int_equal(strlen(mock_last_request(f->m)->url),
		strlen(api) + strlen("/guilds//members/") + 2 * strlen(id));
	assert_contains(mock_last_request(f->m)->url, "/members/18446744073709551615");
	discord_rest_destroy(r);
}

/* By then the n-th request has been made; it is answered so.  Returns how many results there were. */
static unsigned try_is(struct fixture *f, unsigned n, int64_t at, int status, const char *body)
{
	discord_rest_pump(f->r, at);
	assert_int_equal(f->m->n_request, n);
	answer(f, mock_last_request(f->m), status, body, at);
	return (unsigned)f->n_got;
}

static void test_get_is_not_repeated_but_after_429(void **state)
{
	struct fixture *f = *state;

	discord_rest_get(f->r, DISCORD_REST_CHANNEL, "20", T0 + 3000);
	assert_int_equal(try_is(f, 1, T0, 429, "{\"retry_after\":1,\"global\":true}"), 0);
	assert_int_equal(try_is(f, 2, T0 + 1001, 503, ""), 1);
	assert_int_equal(f->got.status, 503);
	assert_int_equal(f->m->n_request, 2);
}

/* A connection that broke in the middle of an answer is not always told of. */
static void test_an_answer_without_its_end_is_asked_for_again(void **state)
{
	struct fixture *f = *state;

	discord_rest_insist(f->r, DISCORD_REST_CHANNEL, "20", T0 + 3000);
	assert_int_equal(try_is(f, 1, T0, 200, "{\"type\":11,\"parent_i"), 0);
	assert_int_equal(try_is(f, 2, T0 + 1000, 503, ""), 0);
	assert_int_equal(try_is(f, 3, T0 + 2500, 200, "{\"type\":11}"), 1);
}

static void test_get_expires(void **state)
{
	struct fixture *f = *state;

	discord_rest_get(f->r, DISCORD_REST_CHANNEL, "20", T0 + 3000);
	discord_rest_pump(f->r, T0);
	answer(f, mock_last_request(f->m), 429, "{\"retry_after\":60}", T0);
	discord_rest_pump(f->r, T0 + 3000);
	assert_int_equal(f->n_got, 1);
	assert_int_equal(f->got.status, 0);
	assert_string_equal(f->got_id, "20");
	assert_true(discord_rest_idle(f->r));
}

static void test_a_question_that_follows_another_goes_at_once(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(discord_rest_next(f->r), DISCORD_REST_NEVER);
	discord_rest_get(f->r, DISCORD_REST_CHANNEL, "20", T0);
	f->asks_on = true;
	discord_rest_pump(f->r, T0); /* too late for the first */
	assert_int_equal(f->n_got, 1);
	assert_contains(mock_last_request(f->m)->url, "/channels/77");
}

static void test_each_channel_has_its_own_place(void **state)
{
	struct fixture *f = *state;

	say(f, 1, "20", false);
	say(f, 2, "21", false);
	answer(f, &f->m->request[1], 200, "{}", T0);
	say(f, 3, "21", false);
	assert_int_equal(f->m->n_request, 3);
}

static void test_what_answers_teach_is_obeyed(void **state)
{
	struct fixture *f = *state;
	struct platform_result result;

	say(f, 1, "20", false);
	result = mock_result(mock_last_request(f->m)->id, 200, "{}",
		MOCK_HEADERS("x-ratelimit-bucket: b", "x-ratelimit-limit: 1",
			"x-ratelimit-remaining: 0", "x-ratelimit-reset-after: 2.5"));
	discord_rest_answered(f->r, &result, T0);
	say(f, 2, "20", true);
	assert_int_equal(f->m->n_request, 1);
	assert_int_equal(discord_rest_next(f->r), T0 + 2501);
	discord_rest_pump(f->r, T0 + 2501);
	assert_int_equal(f->m->n_request, 2);
}

static void test_nonces_differ_between_runs(void **state)
{
	struct host_mock *m = mock_create();
	struct platform_say note = {
		.ticket = 1, .conversation = "20", .text = "x", .deadline_ms = T0 + 1000};
	struct discord_rest *r;
	uint32_t run;

	(void)state;
	for (run = 0; run < 2; run++) {
		m->random = 0xabc + run;
		r = discord_rest_create(&m->host, API, on_got, NULL);
		assert_int_equal(discord_rest_say(r, &note, false, T0), 0);
		discord_rest_pump(r, T0);
		discord_rest_destroy(r);
	}
	assert_string_not_equal(m->request[0].body, m->request[1].body);
	mock_destroy(m);
}

static void test_foreign_results_are_ignored(void **state)
{
	struct platform_result result = mock_result(12345, 200, "{}", NULL);
	struct fixture *f = *state;

	discord_rest_answered(f->r, &result, T0);
	say(f, 7, "20", false);
	result.id = mock_last_request(f->m)->id;
	discord_rest_answered(f->r, &result, T0);
	discord_rest_answered(f->r, &result, T0);
	assert_int_equal(f->m->n_outcome, 1);
}

static void test_text_is_not_logged(void **state)
{
	struct fixture *f = *state;

	say(f, 7, "20", false);
	answer(f, mock_last_request(f->m), 503, "", T0);
	discord_rest_pump(f->r, T0 + 20000);
	answer(f, mock_last_request(f->m), 403, "{\"message\":\"No\",\"code\":50013}", T0);
	assert_contains(f->m->lines, "No (50013)");
	assert_lacks(f->m->lines, "text");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_message_is_posted),
		TEST(test_into_a_thread),
		TEST(test_a_thread_that_is_there),
		TEST(test_no_thread),
		TEST(test_a_thread_too_late),
		TEST(test_any_body_will_do),
		TEST(test_a_message_without_an_id_is_posted_again),
		TEST(test_server_errors_are_retried_with_the_same_nonce),
		TEST(test_deadline_ends_the_retries),
		TEST(test_too_late_is_not_sent_at_all),
		TEST(test_last_try_gets_a_little_time),
		TEST(test_refusals_are_final),
		TEST(test_without_history_it_is_said_without_reference),
		TEST(test_429_is_waited_for),
		TEST(test_429_beyond_the_deadline_expires),
		TEST(test_page_429_stops_every_route),
		TEST(test_emergency_overtakes),
		TEST(test_full_queue_keeps_emergencies),
		TEST(test_alerts_give_way),
		TEST(test_foreign_channel_is_refused),
		TEST(test_too_long_is_refused),
		TEST(test_get),
		TEST(test_get_what_a_check_asks_for),
		TEST(test_longest_address_fits),
		TEST(test_get_is_not_repeated_but_after_429),
		TEST(test_an_answer_without_its_end_is_asked_for_again),
		TEST(test_get_expires),
		TEST(test_a_question_that_follows_another_goes_at_once),
		TEST(test_each_channel_has_its_own_place),
		TEST(test_what_answers_teach_is_obeyed),
		cmocka_unit_test(test_nonces_differ_between_runs),
		TEST(test_foreign_results_are_ignored),
		TEST(test_text_is_not_logged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
