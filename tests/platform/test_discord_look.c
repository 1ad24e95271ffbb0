/* Tests of src/platform/discord_look.c, through discord_rest.c: what may have been sent long ago is read first. */

#define T0 1000000
#define API "http://127.0.0.1/api"
#define LOOK API "/channels/20/messages?limit=100&after=5"
#define SEND API "/channels/20/messages"

#include "platform/discord_look.h"
#include "platform/rest_mock.h"

static void on_got(void *ctx, const struct discord_rest_answer *answer, int64_t now_ms)
{
	(void)ctx;
	(void)now_ms;
	fail_msg("nobody asked for %s", answer->id);
}

/* Says what an earlier run may have said that long ago. */
static void say(struct fixture *f, int64_t age_ms, bool emergency)
{
	const struct platform_say what = {
		.ticket = 7,
		.conversation = "20",
		.reply_to = "5",
		.user = "30",
		.text = "call 999",
		.purpose = "r",
		.deadline_ms = T0 + 3600000,
		.age_ms = age_ms,
		.emergency = emergency,
	};

	assert_int_equal(discord_rest_say(f->r, &what, false, T0), 0);
	discord_rest_pump(f->r, T0);
}

static void answer(struct fixture *f, int status, const char *body, int64_t at)
{
	struct platform_result result =
		mock_result(mock_last_request(f->m)->id, status, body, NULL);

	result.maybe_sent = status == 0;
	discord_rest_answered(f->r, &result, at);
	discord_rest_pump(f->r, at);
}

static void assert_outcome(struct fixture *f, enum platform_outcome_kind kind, const char *id)
{
	assert_int_equal(f->m->n_outcome, 1);
	assert_int_equal(mock_last_outcome(f->m)->kind, kind);
	assert_int_equal(mock_last_outcome(f->m)->ticket, 7);
	assert_string_equal(mock_last_outcome(f->m)->id, id);
	assert_true(discord_rest_idle(f->r));
}

static void test_it_is_there(void **state)
{
	struct fixture *f = *state;

	say(f, DISCORD_LOOK_AFTER_MS + 1, true);
	assert_string_equal(mock_last_request(f->m)->method, "GET");
	assert_string_equal(mock_last_request(f->m)->url, LOOK);
	assert_int_equal(strlen(mock_last_request(f->m)->body), 0);
	answer(f, 200,
		"[{\"id\":\"9\",\"content\":\"call "
		"999\",\"message_reference\":{\"message_id\":\"6\"}},"
		"{\"id\":\"8\",\"content\":\"call "
		"999\",\"message_reference\":{\"message_id\":\"5\"}},"
		"{\"id\":\"7\",\"content\":\"my legs\"}]",
		T0 + 10);
	assert_int_equal(f->m->n_request, 1);
	assert_outcome(f, PLATFORM_SENT, "8");
}

static void test_it_is_not_there(void **state)
{
	struct fixture *f = *state;

	say(f, DISCORD_LOOK_AFTER_MS + 1, true);
	answer(f, 200, "[{\"id\":\"7\",\"content\":\"my legs\"},{\"id\":6},5]", T0 + 10);
	assert_string_equal(mock_last_request(f->m)->method, "POST");
	assert_string_equal(mock_last_request(f->m)->url, SEND);
	answer(f, 200, "{\"id\":\"99\"}", T0 + 20);
	assert_outcome(f, PLATFORM_SENT, "99");
}

/* The same words that answer nothing were said because of something else, perhaps before. */
static void test_the_same_words(void **state)
{
	struct fixture *f = *state;

	say(f, DISCORD_LOOK_AFTER_MS + 1, true);
	answer(f, 200, "[{\"id\":\"8\",\"content\":\"call 999\"}]", T0 + 10);
	assert_string_equal(mock_last_request(f->m)->method, "POST");
	answer(f, 200, "{\"id\":\"99\"}", T0 + 20);
	assert_outcome(f, PLATFORM_SENT, "99");
}

/* What Discord is sure to know the nonce of is simply sent again. */
static void test_not_so_long_ago(void **state)
{
	struct fixture *f = *state;

	say(f, DISCORD_LOOK_AFTER_MS, true);
	assert_string_equal(mock_last_request(f->m)->method, "POST");
}

/* Where nothing can be read an emergency is said again, and an answer is not. */
static void test_unsure(void **state)
{
	struct fixture *f = *state;

	say(f, DISCORD_LOOK_AFTER_MS + 1, true);
	answer(f, 403, "{\"message\":\"Missing Access\",\"code\":50001}", T0 + 10);
	assert_string_equal(mock_last_request(f->m)->method, "POST");
	answer(f, 200, "{\"id\":\"99\"}", T0 + 20);
	assert_outcome(f, PLATFORM_SENT, "99");
	f->m->n_outcome = 0;
	say(f, DISCORD_LOOK_AFTER_MS + 1, false);
	answer(f, 403, "{\"message\":\"Missing Access\",\"code\":50001}", T0 + 30);
	assert_outcome(f, PLATFORM_EXPIRED, "");
	assert_int_equal(f->m->n_request, 3);
}

/* What is not to be sent any more is looked for at once, and sent in no case. */
static void test_sought(void **state)
{
	static const struct {
		int status;
		const char *page;
		enum platform_outcome_kind kind;
		const char *id;
	} cases[] = {
		{200,
			"[{\"id\":\"8\",\"content\":\"call "
			"999\",\"message_reference\":{\"message_id\":\"5\"}}]",
			PLATFORM_SENT, "8"},
		{200, "[]", PLATFORM_EXPIRED, ""},
		{403, "{}", PLATFORM_EXPIRED, ""},
	};
	const struct platform_say what = {.ticket = 7,
		.conversation = "20",
		.reply_to = "5",
		.user = "30",
		.text = "call 999",
		.purpose = "n01",
		.deadline_ms = T0 + 3600000,
		.seek = true,
		.emergency = true};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		f->m->n_outcome = 0;
		assert_int_equal(discord_rest_say(f->r, &what, false, T0), 0);
		discord_rest_pump(f->r, T0);
		assert_string_equal(mock_last_request(f->m)->url, LOOK);
		answer(f, cases[i].status, cases[i].page, T0 + 10);
		assert_outcome(f, cases[i].kind, cases[i].id);
	}
	assert_int_equal(f->m->n_request, 3);
}

/*
 * What is withdrawn while it is on its way, or after a request that may have arrived, is not sent again, but
 * looked for; one that never left goes at once.
 */
static void test_withdrawn(void **state)
{
	struct fixture *f = *state;
	size_t n;

	/* one that arrives all the same is sent */
	say(f, 0, true);
	discord_rest_withdraw(f->r, 7);
	answer(f, 200, "{\"id\":\"99\"}", T0);
	assert_outcome(f, PLATFORM_SENT, "99");
	f->m->n_outcome = 0;
	say(f, 0, true);
	assert_string_equal(mock_last_request(f->m)->url, SEND);
	discord_rest_withdraw(f->r, 7);
	assert_int_equal(f->m->n_outcome, 0);
	answer(f, 0, "", T0 + 10);
	assert_string_equal(mock_last_request(f->m)->url, LOOK);
	answer(f, 200,
		"[{\"id\":\"8\",\"content\":\"call "
		"999\",\"message_reference\":{\"message_id\":\"5\"}}]",
		T0 + 20);
	assert_outcome(f, PLATFORM_SENT, "8");
	/* the same between two tries */
	f->m->n_outcome = 0;
	say(f, 0, true);
	do {
		n = f->m->n_request;
		answer(f, 503, "", T0 + 30);
	} while (f->m->n_request != n);
	discord_rest_withdraw(f->r, 7);
	assert_int_equal(f->m->n_outcome, 0);
	discord_rest_pump(f->r, T0 + 40 + DISCORD_REST_RETRY_CAP_MS);
	assert_string_equal(mock_last_request(f->m)->url, LOOK);
	answer(f, 200, "[]", T0 + 60);
	assert_outcome(f, PLATFORM_EXPIRED, "");
}

/* A page that is full may end before it. */
static void test_more_than_a_page(void **state)
{
	struct fixture *f = *state;
	char page[8192] = "[";
	size_t i;

	for (i = 0; i < DISCORD_REST_PAGE; i++)
		strcat(page, i ? ",{\"content\":\"x\"}" : "{\"content\":\"x\"}");
	strcat(page, "]");
	say(f, DISCORD_LOOK_AFTER_MS + 1, false);
	answer(f, 200, page, T0 + 10);
	assert_outcome(f, PLATFORM_EXPIRED, "");
}

/* In one run, too: an outage that began with a request that may have arrived. */
static void test_after_an_outage(void **state)
{
	struct fixture *f = *state;
	int64_t at = T0;

	say(f, 0, true);
	assert_string_equal(mock_last_request(f->m)->method, "POST");
	while (strcmp(mock_last_request(f->m)->method, "POST") == 0) {
		at += 10000;
		assert_true(at < T0 + 3600000);
		answer(f, 0, "", at);
		if (discord_rest_next(f->r) > at && discord_rest_next(f->r) < T0 + 3600000)
			at = discord_rest_next(f->r);
		discord_rest_pump(f->r, at);
	}
	assert_true(at > T0 + DISCORD_LOOK_AFTER_MS);
	assert_string_equal(mock_last_request(f->m)->url, LOOK);
	answer(f, 503, "", at); /* which is asked for again */
	discord_rest_pump(f->r, at + DISCORD_REST_RETRY_CAP_MS);
	at += DISCORD_REST_RETRY_CAP_MS;
	assert_string_equal(mock_last_request(f->m)->url, LOOK);
	answer(f, 200, "[]", at);
	assert_string_equal(mock_last_request(f->m)->url, SEND);
	/* from now on its nonce is known */
	answer(f, 503, "", at + 10);
	discord_rest_pump(f->r, at + 10 + DISCORD_REST_RETRY_CAP_MS);
	assert_string_equal(mock_last_request(f->m)->url, SEND);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_it_is_there),
		TEST(test_it_is_not_there),
		TEST(test_the_same_words),
		TEST(test_not_so_long_ago),
		TEST(test_unsure),
		TEST(test_sought),
		TEST(test_withdrawn),
		TEST(test_more_than_a_page),
		TEST(test_after_an_outage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
