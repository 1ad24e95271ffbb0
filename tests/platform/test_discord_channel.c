/* Threads and forum posts: looked up once, held meanwhile, delivered whatever happens. */
#include "platform/host_mock.h"

#include "platform/discord_cache.h"
#include "platform/discord_channel.h"
#include "platform/discord_held.h"
#include "platform/discord_message.h"
#include "platform/discord_queue.h"

#define T0 1000000
#define THREAD "{\"type\":11,\"parent_id\":\"70\",\"name\":\"both legs numb\"}"
#define FORUM "{\"type\":15,\"parent_id\":\"5\",\"name\":\"help\"}"

struct fixture {
	struct host_mock *m;
	struct discord_rest *rest;
	struct discord_channel *c;
	size_t n_told;
};

static void on_got(void *ctx, const struct discord_rest_answer *answer, int64_t now_ms)
{
	struct fixture *f = ctx;

	f->n_told++;
	discord_channel_told(f->c, answer, now_ms);
}

static struct fixture *make(bool wants_content)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->m = mock_create();
	f->rest = discord_rest_create(&f->m->host, "http://127.0.0.1/api", on_got, f);
	f->c = discord_channel_create(&f->m->host, f->rest, wants_content);
	assert_non_null(f->c);
	return f;
}

static int setup(void **state)
{
	*state = make(true);
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	discord_channel_destroy(f->c);
	discord_rest_destroy(f->rest);
	mock_destroy(f->m);
	free(f);
	return 0;
}

static struct platform_event an_event(const char *message, const char *channel)
{
	return (struct platform_event){
		.kind = PLATFORM_MESSAGE,
		.message = message,
		.conversation = channel,
		.parent = "",
		.server = "3",
		.user = "4",
		.title = "",
		.text = "text",
		.text_len = 4,
	};
}

static void take(struct fixture *f, const char *message, const char *channel)
{
	struct platform_event e = an_event(message, channel);

	discord_channel_take(f->c, &e, DISCORD_MESSAGE_UNTOLD, T0);
	discord_rest_pump(f->rest, T0);
}

static void answer(struct fixture *f, size_t request, int status, const char *body)
{
	struct platform_result result = mock_result(f->m->request[request].id, status, body, NULL);

	assert_true(request < f->m->n_request);
	discord_rest_answered(f->rest, &result, T0);
	discord_rest_pump(f->rest, T0);
}

static void test_ordinary_channel(void **state)
{
	struct fixture *f = *state;

	take(f, "10", "20");
	assert_int_equal(f->m->n_heard, 0);
	assert_contains(mock_last_request(f->m)->url, "/channels/20");
	assert_true(mock_last_request(f->m)->timeout_ms <= DISCORD_CHANNEL_LOOKUP_MS);
	answer(f, 0, 200, "{\"id\":\"20\",\"type\":0,\"parent_id\":\"99\",\"name\":\"general\"}");
	assert_int_equal(f->m->n_heard, 1);
	assert_string_equal(mock_last_heard(f->m)->message, "10");
	assert_string_equal(mock_last_heard(f->m)->text, "text");
	assert_string_equal(mock_last_heard(f->m)->server, "3");
	assert_string_equal(mock_last_heard(f->m)->user, "4");
	assert_string_equal(mock_last_heard(f->m)->parent, ""); /* 99 is its category */
	assert_string_equal(mock_last_heard(f->m)->link, "https://discord.com/channels/3/20/10");
	take(f, "11", "20");
	assert_int_equal(f->m->n_heard, 2);
	assert_int_equal(f->m->n_request, 1);
}

static void test_thread(void **state)
{
	struct fixture *f = *state;

	take(f, "10", "20");
	take(f, "11", "20");
	take(f, "12", "21");
	assert_int_equal(f->m->n_request, 2); /* each channel once */
	answer(f, 0, 200, THREAD);
	assert_int_equal(f->m->n_heard, 2);
	assert_string_equal(f->m->heard[0].message, "10");
	assert_string_equal(f->m->heard[1].message, "11");
	assert_string_equal(f->m->heard[1].parent, "70");
	assert_string_equal(f->m->heard[1].title, "");
	answer(f, 1, 200, "{\"type\":0}");
	assert_int_equal(f->m->n_heard, 3);
	take(f, "13", "20");
	assert_string_equal(mock_last_heard(f->m)->parent, "70");
	assert_int_equal(f->m->n_request, 2);
}

static void test_forum_post(void **state)
{
	struct fixture *f = *state;

	take(f, "20", "20");
	take(f, "21", "20");
	answer(f, 0, 200, THREAD);
	assert_int_equal(f->m->n_heard, 0);
	assert_contains(mock_last_request(f->m)->url, "/channels/70");
	take(f, "22", "20"); /* waits behind the first one */
	answer(f, 1, 200, FORUM);
	assert_int_equal(f->m->n_heard, 3);
	assert_string_equal(f->m->heard[0].message, "20");
	assert_string_equal(f->m->heard[0].title, "both legs numb");
	assert_string_equal(f->m->heard[0].parent, "70");
	assert_string_equal(f->m->heard[1].message, "21");
	assert_string_equal(f->m->heard[1].title, "");
	assert_string_equal(f->m->heard[1].parent, "70");
	assert_string_equal(f->m->heard[2].message, "22");
	assert_int_equal(f->m->n_request, 2);
}

static void test_opening_message_after_the_thread_is_known(void **state)
{
	struct fixture *f = *state;

	take(f, "10", "20");
	answer(f, 0, 200, THREAD);
	take(f, "20", "20");
	assert_int_equal(f->m->n_heard, 1);
	answer(f, 1, 200, FORUM);
	assert_int_equal(f->m->n_heard, 2);
	assert_string_equal(mock_last_heard(f->m)->title, "both legs numb");
}

static void test_which_types_are_threads(void **state)
{
	struct fixture *f = *state;
	char channel[16], body[64];
	size_t type;

	for (type = 0; type < 20; type++) {
		snprintf(channel, sizeof(channel), "%zu", 100 + type);
		snprintf(body, sizeof(body), "{\"type\":%zu,\"parent_id\":\"70\"}", type);
		take(f, "10", channel);
		answer(f, type, 200, body);
		assert_string_equal(
			mock_last_heard(f->m)->parent, type >= 10 && type <= 12 ? "70" : "");
	}
}

static void test_two_posts_of_one_forum(void **state)
{
	struct fixture *f = *state;

	take(f, "20", "20");
	take(f, "21", "21");
	answer(f, 0, 200, THREAD);
	answer(f, 1, 200, THREAD);
	assert_int_equal(f->m->n_request, 3); /* the forum is looked up once for both */
	answer(f, 2, 200, FORUM);
	assert_int_equal(f->m->n_heard, 2);
	assert_string_equal(f->m->heard[0].title, "both legs numb");
	assert_string_equal(f->m->heard[1].title, "both legs numb");
	assert_string_equal(f->m->heard[1].message, "21");
}

static void test_title_only_where_the_parent_is_a_forum(void **state)
{
	struct fixture *f = *state;

	take(f, "20", "20");
	answer(f, 0, 200, THREAD);
	answer(f, 1, 200, "{\"type\":0}");
	assert_string_equal(mock_last_heard(f->m)->title, "");
	assert_string_equal(mock_last_heard(f->m)->parent, "70");
}

static void test_title_when_the_parent_stays_unknown(void **state)
{
	struct fixture *f = *state;

	take(f, "20", "20");
	answer(f, 0, 200, THREAD);
	answer(f, 1, 403, "{\"code\":50001}");
	assert_string_equal(mock_last_heard(f->m)->title, "both legs numb");
}

static void test_failed_lookup_holds_up_nothing(void **state)
{
	static const struct {
		int status;
		const char *body;
	} bad[] = {{403, "{\"code\":50001}"}, {404, "{}"}, {200, "<html>"},
		{200, "{\"type\":\"11\"}"}, {200, "{\"type\":-1}"}, {200, "[]"}};
	struct fixture *f = *state;
	char channel[16];
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(channel, sizeof(channel), "%zu", 20 + i);
		take(f, "10", channel);
		assert_int_equal(f->m->n_heard, 2 * i);
		answer(f, i, bad[i].status, bad[i].body);
		assert_string_equal(mock_last_heard(f->m)->parent, "");
		take(f, "11", channel); /* not asked again at once */
		assert_int_equal(f->m->n_heard, 2 * i + 2);
		assert_int_equal(f->m->n_request, i + 1);
	}
}

/* The look-up that was asked for last has no answer until its time is up. */
static void no_answer(struct fixture *f, int64_t at)
{
	struct platform_result none = mock_result(mock_last_request(f->m)->id, 0, "", NULL);

	discord_rest_answered(f->rest, &none, at);
	discord_rest_pump(f->rest, at);
}

/* Somebody with numb legs may have written it, in a thread of a channel that is listened to. */
static void test_an_outage_keeps_nothing_of_a_thread_from_being_heard(void **state)
{
	struct fixture *f = *state;
	int64_t now = T0 + DISCORD_CHANNEL_LOOKUP_MS;

	take(f, "10", "20");
	no_answer(f, now);
	assert_int_equal(f->m->n_heard, 1); /* as it is, in case that its channel is one of ours */
	assert_string_equal(mock_last_heard(f->m)->parent, "");
	assert_true(discord_channel_holds(f->c)); /* another run must be sent it again */
	take(f, "11", "20");
	assert_int_equal(f->m->n_heard, 2);
	no_answer(f, now + DISCORD_CHANNEL_DOUBT_MS);
	no_answer(f, now + 2 * DISCORD_CHANNEL_DOUBT_MS);
	assert_int_equal(f->m->n_heard, 2);
	answer(f, f->m->n_request - 1, 200, THREAD);
	assert_int_equal(f->m->n_heard, 4);
	assert_string_equal(f->m->heard[2].message, "10");
	assert_string_equal(f->m->heard[2].parent, "70");
	assert_string_equal(mock_last_heard(f->m)->message, "11");
	assert_string_equal(mock_last_heard(f->m)->parent, "70");
	assert_false(discord_channel_holds(f->c));
}

static void test_an_outage_repeats_nothing_of_an_ordinary_channel(void **state)
{
	struct fixture *f = *state;
	struct platform_event e = an_event("11", "20");

	take(f, "10", "20");
	no_answer(f, T0 + DISCORD_CHANNEL_LOOKUP_MS);
	e.addressed = true; /* whom it concerns does not hang on the thread */
	discord_channel_take(f->c, &e, DISCORD_MESSAGE_UNTOLD, T0);
	assert_int_equal(f->m->n_heard, 2);
	answer(f, f->m->n_request - 1, 200, "{\"type\":0}");
	assert_int_equal(f->m->n_heard, 2);
	assert_false(discord_channel_holds(f->c));
}

/* What was delivered gives way to what is yet to be delivered. */
static void test_an_outage_is_bounded(void **state)
{
	struct fixture *f = *state;
	char id[16];
	size_t i;

	take(f, "10", "20");
	no_answer(f, T0 + DISCORD_CHANNEL_LOOKUP_MS);
	for (i = 1; i < 2 * (size_t)DISCORD_HELD_MAX; i++) {
		snprintf(id, sizeof(id), "%zu", 1000 + i);
		take(f, id, "20");
	}
	assert_int_equal(f->m->n_heard, 2 * DISCORD_HELD_MAX);
	take(f, "9000", "30");
	assert_int_equal(f->m->n_heard, 2 * DISCORD_HELD_MAX);
	discord_channel_stop(f->c, T0);
	assert_int_equal(f->m->n_heard, 2 * DISCORD_HELD_MAX + 1);
	assert_string_equal(mock_last_heard(f->m)->message, "9000");
}

static void test_failed_lookup_is_tried_again_in_time(void **state)
{
	struct fixture *f = *state;
	struct platform_event e = an_event("11", "20");

	take(f, "10", "20");
	answer(f, 0, 200, "{\"type\":-2}");
	discord_channel_take(f->c, &e, DISCORD_MESSAGE_UNTOLD, T0 + DISCORD_CHANNEL_AGAIN_MS);
	discord_rest_pump(f->rest, T0 + DISCORD_CHANNEL_AGAIN_MS);
	assert_int_equal(f->m->n_request, 2);
}

static void test_lookup_that_takes_too_long(void **state)
{
	struct fixture *f = *state;
	struct platform_result limited;

	take(f, "10", "20");
	limited = mock_result(f->m->request[0].id, 429, "{\"retry_after\":60}", NULL);
	discord_rest_answered(f->rest, &limited, T0);
	discord_rest_pump(f->rest, T0 + DISCORD_CHANNEL_LOOKUP_MS);
	assert_int_equal(f->m->n_heard, 1);
	assert_string_equal(mock_last_heard(f->m)->parent, "");
}

static void test_type_told_by_the_event(void **state)
{
	struct fixture *f = *state;
	struct platform_event e = an_event("10", "20");

	discord_channel_take(f->c, &e, 0, T0);
	assert_int_equal(f->m->n_heard, 1);
	discord_channel_take(f->c, &e, 5, T0);
	assert_int_equal(f->m->n_heard, 2);
	discord_rest_pump(f->rest, T0);
	assert_int_equal(f->m->n_request, 0);
	discord_channel_take(f->c, &e, 12, T0);
	discord_rest_pump(f->rest, T0);
	assert_int_equal(f->m->n_heard, 2);
	assert_int_equal(f->m->n_request, 1);
}

static void test_direct_messages_and_deletions_are_not_looked_up(void **state)
{
	struct fixture *f = *state;
	struct platform_event e = an_event("10", "20");

	e.direct = true;
	discord_channel_take(f->c, &e, DISCORD_MESSAGE_UNTOLD, T0);
	e = an_event("10", "21");
	e.kind = PLATFORM_DELETED;
	discord_channel_take(f->c, &e, DISCORD_MESSAGE_UNTOLD, T0);
	discord_rest_pump(f->rest, T0);
	assert_int_equal(f->m->n_heard, 2);
	assert_int_equal(f->m->n_request, 0);
}

static void test_order_within_a_channel(void **state)
{
	struct fixture *f = *state;
	struct platform_event e = an_event("10", "20");

	take(f, "10", "20");
	e.kind = PLATFORM_EDITED;
	e.replayed = true;
	discord_channel_take(f->c, &e, DISCORD_MESSAGE_UNTOLD, T0);
	e.kind = PLATFORM_DELETED;
	discord_channel_take(f->c, &e, DISCORD_MESSAGE_UNTOLD, T0);
	assert_int_equal(f->m->n_heard, 0);
	answer(f, 0, 200, THREAD);
	assert_int_equal(f->m->n_heard, 3);
	assert_int_equal(f->m->heard[0].kind, PLATFORM_MESSAGE);
	assert_int_equal(f->m->heard[1].kind, PLATFORM_EDITED);
	assert_true(f->m->heard[1].replayed);
	assert_int_equal(f->m->heard[2].kind, PLATFORM_DELETED);
	assert_string_equal(f->m->heard[2].parent, "70");
}

static void test_only_where_it_matters(void **state)
{
	struct fixture *f = make(false);
	struct platform_event e = an_event("10", "20");
	void *own = f;

	(void)state;
	take(f, "10", "20");
	assert_int_equal(f->m->n_heard, 1);
	assert_int_equal(f->m->n_request, 0);
	e.addressed = true;
	discord_channel_take(f->c, &e, DISCORD_MESSAGE_UNTOLD, T0);
	discord_rest_pump(f->rest, T0);
	assert_int_equal(f->m->n_request, 1);
	teardown(&own);
}

static void test_too_many_held(void **state)
{
	struct fixture *f = *state;
	char message[16];
	size_t i;

	take(f, "9", "21");
	for (i = 0; i < DISCORD_HELD_MAX - 1; i++) {
		snprintf(message, sizeof(message), "%zu", 100 + i);
		take(f, message, "20");
	}
	assert_int_equal(f->m->n_heard, 0);
	take(f, "5000", "20"); /* this channel's are let go, in order */
	assert_int_equal(f->m->n_heard, DISCORD_HELD_MAX);
	assert_string_equal(f->m->heard[0].message, "100");
	assert_string_equal(mock_last_heard(f->m)->message, "5000");
	answer(f, 0, 200, THREAD);
	assert_int_equal(f->m->n_heard, DISCORD_HELD_MAX + 1);
	assert_string_equal(mock_last_heard(f->m)->message, "9");
}

static void test_too_many_held_in_a_known_thread(void **state)
{
	struct fixture *f = *state;
	struct platform_event e = an_event("20", "20");
	char message[16];
	size_t i;

	take(f, "10", "20");
	answer(f, 0, 200, THREAD);
	for (i = 0; i < DISCORD_HELD_MAX; i++) {
		snprintf(message, sizeof(message), "%zu", 100 + i);
		take(f, message, "21");
	}
	assert_int_equal(f->m->n_heard, 1);
	/* its forum is unknown, but there is no room to wait for that */
	discord_channel_take(f->c, &e, DISCORD_MESSAGE_UNTOLD, T0);
	assert_int_equal(f->m->n_heard, 2);
	assert_string_equal(mock_last_heard(f->m)->parent, "70");
	assert_string_equal(mock_last_heard(f->m)->title, "both legs numb");
}

static void test_too_much_text_held(void **state)
{
	struct fixture *f = *state;
	struct platform_event e = an_event("10", "20");
	char *text = calloc(1, DISCORD_HELD_BYTES + 1);

	assert_non_null(text);
	memset(text, 'x', DISCORD_HELD_BYTES);
	e.text = text;
	e.text_len = DISCORD_HELD_BYTES;
	discord_channel_take(f->c, &e, DISCORD_MESSAGE_UNTOLD, T0);
	assert_int_equal(f->m->n_heard, 1);
	assert_int_equal(mock_last_heard(f->m)->text_len, DISCORD_HELD_BYTES);
	/* each of these fits, both do not */
	e.text_len = DISCORD_HELD_BYTES / 2;
	discord_channel_take(f->c, &e, DISCORD_MESSAGE_UNTOLD, T0);
	assert_int_equal(f->m->n_heard, 1);
	e.conversation = "21";
	discord_channel_take(f->c, &e, DISCORD_MESSAGE_UNTOLD, T0);
	assert_int_equal(f->m->n_heard, 2);
	assert_string_equal(mock_last_heard(f->m)->conversation, "21");
	free(text);
}

static void test_too_many_lookups(void **state)
{
	struct fixture *f = *state;
	struct platform_event e;
	char channel[16];
	size_t i;

	for (i = 0; i < DISCORD_QUEUE_LOOKUPS_MAX; i++) {
		snprintf(channel, sizeof(channel), "%zu", 1000 + i);
		take(f, "10", channel);
	}
	assert_int_equal(f->m->n_heard, 0);
	e = an_event("10", "5000");
	discord_channel_take(f->c, &e, DISCORD_MESSAGE_UNTOLD, T0);
	assert_int_equal(f->m->n_heard, 1);
}

/* At the end of a run nobody waits for a look-up; but the next run is to see what was in a thread. */
static void test_stop(void **state)
{
	struct fixture *f = *state;
	struct platform_event e = an_event("13", "22");

	take(f, "10", "20");
	take(f, "11", "21");
	e.addressed = true;
	discord_channel_take(f->c, &e, DISCORD_MESSAGE_UNTOLD, T0);
	discord_channel_stop(f->c, T0);
	assert_int_equal(f->m->n_heard, 3);
	assert_true(discord_channel_holds(f->c));
	/* an answer that still comes does what it does at any time */
	answer(f, 0, 200, THREAD);
	assert_int_equal(f->m->n_heard, 4);
	assert_string_equal(mock_last_heard(f->m)->message, "10");
	assert_string_equal(mock_last_heard(f->m)->parent, "70");
	assert_true(discord_channel_holds(f->c));
	/* and one that does not is waited for no more */
	answer(f, 1, 503, "");
	discord_rest_pump(f->rest, T0 + DISCORD_CHANNEL_LOOKUP_MS);
	assert_int_equal(f->m->n_heard, 4);
	assert_true(discord_channel_holds(f->c));
	discord_channel_destroy(NULL);
}

/* What waits only for the kind of its forum is delivered with what is known, and done with. */
static void test_stop_in_a_known_thread(void **state)
{
	struct fixture *f = *state;

	take(f, "20", "20");
	answer(f, 0, 200, THREAD);
	assert_int_equal(f->m->n_heard, 0);
	discord_channel_stop(f->c, T0);
	assert_int_equal(f->m->n_heard, 1);
	assert_string_equal(mock_last_heard(f->m)->parent, "70");
	assert_string_equal(mock_last_heard(f->m)->title, "both legs numb");
	assert_false(discord_channel_holds(f->c));
}

static void test_odd_threads(void **state)
{
	static const char *const bodies[] = {"{\"type\":11}", "{\"type\":11,\"parent_id\":70}",
		"{\"type\":11,\"parent_id\":\"x\",\"name\":5}",
		"{\"type\":11,\"parent_id\":null,\"name\":\"n\"}"};
	struct fixture *f = *state;
	char channel[16];
	size_t i;

	for (i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		snprintf(channel, sizeof(channel), "%zu", 20 + i);
		take(f, channel, channel);
		answer(f, i, 200, bodies[i]);
		assert_int_equal(f->m->n_heard, i + 1);
		assert_string_equal(mock_last_heard(f->m)->parent, "");
	}
}

static void test_thread_that_is_its_own_parent(void **state)
{
	struct fixture *f = *state;

	take(f, "20", "20");
	answer(f, 0, 200, "{\"type\":11,\"parent_id\":\"20\",\"name\":\"n\"}");
	assert_int_equal(f->m->n_heard, 1);
	assert_string_equal(mock_last_heard(f->m)->title, "");
}

static void test_long_names_are_cut(void **state)
{
	struct fixture *f = *state;
	char body[4000] = "{\"type\":11,\"parent_id\":\"70\",\"name\":\"";
	size_t i, n;

	for (i = 0; i < 1000; i++)
		strcat(body, "\xe2\x82\xac");
	strcat(body, "\"}");
	take(f, "20", "20");
	answer(f, 0, 200, body);
	answer(f, 1, 200, FORUM);
	n = strlen(mock_last_heard(f->m)->title);
	assert_true(n > 400 && n < 512);
	assert_int_equal(n % 3, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_ordinary_channel),
		TEST(test_thread),
		TEST(test_forum_post),
		TEST(test_opening_message_after_the_thread_is_known),
		TEST(test_which_types_are_threads),
		TEST(test_two_posts_of_one_forum),
		TEST(test_title_only_where_the_parent_is_a_forum),
		TEST(test_title_when_the_parent_stays_unknown),
		TEST(test_failed_lookup_holds_up_nothing),
		TEST(test_an_outage_keeps_nothing_of_a_thread_from_being_heard),
		TEST(test_an_outage_repeats_nothing_of_an_ordinary_channel),
		TEST(test_an_outage_is_bounded),
		TEST(test_failed_lookup_is_tried_again_in_time),
		TEST(test_lookup_that_takes_too_long),
		TEST(test_type_told_by_the_event),
		TEST(test_direct_messages_and_deletions_are_not_looked_up),
		TEST(test_order_within_a_channel),
		cmocka_unit_test(test_only_where_it_matters),
		TEST(test_too_many_held),
		TEST(test_too_many_held_in_a_known_thread),
		TEST(test_too_much_text_held),
		TEST(test_too_many_lookups),
		TEST(test_stop),
		TEST(test_stop_in_a_known_thread),
		TEST(test_odd_threads),
		TEST(test_thread_that_is_its_own_parent),
		TEST(test_long_names_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
