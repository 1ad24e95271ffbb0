/* Questions one after another, and what is said when an answer is no answer. */
#include "platform/check_mock.h"

#include "platform/ratelimit.h"

#define OK PLATFORM_CHECK_OK
#define PROBLEM PLATFORM_CHECK_PROBLEM

struct fixture {
	struct check_mock *m;
	struct discord_inquiry *q;
	size_t n_answers;
	int status;
	bool has_body;
	bool asks_on; /* each answer leads to another question */
};

static void on_answer(void *ctx, int status, const json *body);

static void ask(struct fixture *f, enum discord_rest_route route, const char *id)
{
	const struct discord_inquiry_question question = {
		.route = route, .id = id, .user = "900", .fn = on_answer, .ctx = f};

	discord_inquiry_ask(f->q, &question);
}

static void on_answer(void *ctx, int status, const json *body)
{
	struct fixture *f = ctx;

	f->n_answers++;
	f->status = status;
	f->has_body = body != NULL;
	if (f->asks_on)
		ask(f, DISCORD_REST_CHANNEL, "20");
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->m = check_mock_create();
	f->q = discord_inquiry_create(&f->m->host, CHECK_API);
	assert_non_null(f->q);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	discord_inquiry_destroy(f->q);
	free(f->m);
	free(f);
	return 0;
}

static void put(struct fixture *f, enum discord_rest_route route, const char *id)
{
	ask(f, route, id);
	discord_inquiry_go(f->q, CHECK_T0);
}

/* ------------------------------------------------------------------ asking */

static void test_one_after_another(void **state)
{
	struct fixture *f = *state;

	f->asks_on = true;
	put(f, DISCORD_REST_SELF, "");
	assert_int_equal(f->m->n_request, 1);
	assert_string_equal(check_path(f->m), "/users/@me");
	assert_string_equal(f->m->request.method, "GET");
	assert_true(f->m->request.authorized);
	assert_int_equal(f->m->request.timeout_ms, DISCORD_REST_TRY_MS);
	check_answer(f->m, f->q, 200, "{}");
	assert_int_equal(f->n_answers, 1);
	assert_true(f->has_body);
	assert_int_equal(f->m->n_request, 2);
	assert_string_equal(check_path(f->m), "/channels/20");
	f->asks_on = false;
	check_answer(f->m, f->q, 200, "{}");
	assert_int_equal(f->m->n_request, 2);
	assert_int_equal(f->m->n_line, 0);
	assert_int_equal(f->m->n_wake, 0); /* an answer follows by itself */
}

static void test_paths(void **state)
{
	static const struct {
		enum discord_rest_route route;
		const char *id;
		const char *path;
	} cases[] = {
		{DISCORD_REST_APPLICATION, "", "/applications/@me"},
		{DISCORD_REST_GATEWAY, "", "/gateway/bot"},
		{DISCORD_REST_CHANNEL, "20", "/channels/20"},
		{DISCORD_REST_GUILD, "7", "/guilds/7"},
		{DISCORD_REST_MEMBER, "7", "/guilds/7/members/900"},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		put(f, cases[i].route, cases[i].id);
		assert_string_equal(check_path(f->m), cases[i].path);
		check_answer(f->m, f->q, 200, "{}");
	}
}

/* ------------------------------------------------------------------ odd answers */

static void test_what_is_no_answer(void **state)
{
	static const struct {
		int status;
		const char *body;
		const char *said;
	} cases[] = {
		{200, "", "server 7 could not be checked: the answer from " CHECK_API},
		{200, "<html>Just a moment...</html>", "is not understood"},
		{200, "[]", "is not understood"},
		{200, "null", "is not understood"},
		{200, "{'id':", "is not understood"},
		{500, "{}", "HTTP 500 from " CHECK_API ". The fault is there"},
		{503, "<html>", "HTTP 503"},
		{400, "{'code':50035}", "HTTP 400 from " CHECK_API ". Is that Discord's API?"},
		{301, "", "HTTP 301"},
		{204, "", "HTTP 204"},
		{0, "", "no answer from " CHECK_API},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		put(f, DISCORD_REST_GUILD, "7");
		check_answer(f->m, f->q, cases[i].status, cases[i].body);
		assert_int_equal(f->m->n_line, i + 1);
		assert_said(f->m, PROBLEM, cases[i].said);
		assert_int_equal(f->n_answers, i + 1);
		assert_int_equal(f->status, cases[i].status);
		assert_false(f->has_body);
	}
	assert_int_equal(f->m->n_done, 0);
	discord_inquiry_end(f->q);
	assert_int_equal(f->m->n_done, 1);
	assert_false(f->m->all_right);
}

static void test_what_403_and_404_mean_is_the_callees_business(void **state)
{
	static const enum discord_rest_route things[] = {
		DISCORD_REST_CHANNEL, DISCORD_REST_GUILD, DISCORD_REST_MEMBER};
	static const enum discord_rest_route own[] = {
		DISCORD_REST_SELF, DISCORD_REST_APPLICATION, DISCORD_REST_GATEWAY};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < 6; i++) {
		put(f, things[i % 3], "7");
		check_answer(f->m, f->q, i < 3 ? 403 : 404, "{'code':50001}");
		assert_int_equal(f->status, i < 3 ? 403 : 404);
		assert_false(f->has_body);
		assert_int_equal(f->m->n_line, 0);
	}
	for (i = 0; i < 6; i++) {
		put(f, own[i % 3], "");
		check_answer(f->m, f->q, i < 3 ? 403 : 404, "{}");
		assert_int_equal(f->m->n_line, i + 1);
		assert_said(f->m, PROBLEM, "Is that Discord's API?");
	}
}

static void test_refused_token_ends_it(void **state)
{
	struct fixture *f = *state;

	f->asks_on = true;
	put(f, DISCORD_REST_CHANNEL, "20");
	check_answer(f->m, f->q, 401, "{'message':'401: Unauthorized','code':0}");
	assert_int_equal(f->m->n_line, 1);
	assert_said(f->m, PROBLEM, "https://discord.com/developers/applications");
	assert_contains(check_line(f->m), "Reset Token");
	assert_int_equal(f->n_answers, 0);
	assert_int_equal(f->m->n_done, 1);
	assert_false(f->m->all_right);
	assert_int_equal(f->m->n_request, 1);
}

static void test_silence_ends_it(void **state)
{
	struct fixture *f = *state;
	unsigned i;

	f->asks_on = true;
	put(f, DISCORD_REST_SELF, "");
	for (i = 1; i < DISCORD_INQUIRY_SILENT_MAX; i++)
		check_answer(f->m, f->q, 0, "");
	check_answer(f->m, f->q, 404, "{}"); /* somebody is there */
	for (i = 0; i < DISCORD_INQUIRY_SILENT_MAX; i++) {
		assert_int_equal(f->m->n_done, 0);
		check_answer(f->m, f->q, 0, "");
	}
	assert_said(f->m, PROBLEM, "the rest was not checked");
	assert_int_equal(f->m->n_done, 1);
	assert_false(f->m->all_right);
	assert_int_equal(f->m->n_request, 2 * DISCORD_INQUIRY_SILENT_MAX);
}

/* ------------------------------------------------------------------ rate limits */

static void test_429_is_waited_for(void **state)
{
	struct fixture *f = *state;

	put(f, DISCORD_REST_GUILD, "7");
	check_answer(f->m, f->q, 429, "{'message':'slow down','retry_after':1.5}");
	assert_int_equal(f->m->n_request, 1);
	assert_int_equal(f->m->wake_at, CHECK_T0 + 1501);
	discord_inquiry_go(f->q, CHECK_T0 + 1500);
	assert_int_equal(f->m->n_request, 1);
	discord_inquiry_go(f->q, CHECK_T0 + 1501);
	assert_int_equal(f->m->n_request, 2);
	assert_string_equal(check_path(f->m), "/guilds/7");
	check_answer(f->m, f->q, 200, "{}");
	assert_int_equal(f->n_answers, 1);
	assert_true(f->has_body);
	assert_int_equal(f->m->n_line, 0);
}

static void test_429_for_too_long(void **state)
{
	struct fixture *f = *state;
	unsigned i;

	f->asks_on = true;
	put(f, DISCORD_REST_GUILD, "7");
	check_answer(f->m, f->q, 429, "<html>error code: 1015</html>");
	for (i = 1; i < DISCORD_INQUIRY_SILENT_MAX; i++) {
		assert_int_equal(f->m->wake_at, CHECK_T0 + i * DISCORD_INQUIRY_MS);
		discord_inquiry_go(f->q, f->m->wake_at);
		assert_int_equal(f->n_answers, i);
		assert_said(f->m, PROBLEM, "takes no more requests for now");
	}
	/* by now the page's time is up */
	assert_true(CHECK_T0 + RATELIMIT_BLIND_MS + 1 <= f->m->wake_at + DISCORD_INQUIRY_MS);
	discord_inquiry_go(f->q, CHECK_T0 + RATELIMIT_BLIND_MS + 1);
	assert_int_equal(f->m->n_request, 2);
	f->asks_on = false;
	check_answer(f->m, f->q, 200, "{}");
	assert_true(f->has_body);
	assert_int_equal(f->m->n_done, 0);
}

static void test_429_and_then_no_answer(void **state)
{
	struct fixture *f = *state;

	put(f, DISCORD_REST_GUILD, "7");
	check_answer(f->m, f->q, 429, "{'retry_after':1}");
	discord_inquiry_go(f->q, CHECK_T0 + 1001);
	check_answer(f->m, f->q, 0, "");
	assert_said(f->m, PROBLEM, "no answer from");
}

/* ------------------------------------------------------------------ findings */

static void test_nothing_follows_the_end(void **state)
{
	struct fixture *f = *state;

	f->asks_on = true;
	put(f, DISCORD_REST_SELF, "");
	discord_inquiry_say(f->q, PLATFORM_CHECK_WARNING, "one %d", 1);
	assert_said(f->m, PLATFORM_CHECK_WARNING, "one 1");
	discord_inquiry_end(f->q);
	discord_inquiry_end(f->q);
	assert_int_equal(f->m->n_done, 1);
	assert_true(f->m->all_right); /* a warning is no problem */
	discord_inquiry_say(f->q, PROBLEM, "too late");
	check_answer(f->m, f->q, 200, "{}");
	check_answer(f->m, f->q, 200, "{}");
	discord_inquiry_go(f->q, CHECK_T0 + DISCORD_INQUIRY_MS);
	assert_int_equal(f->m->n_line, 1);
	assert_int_equal(f->m->n_done, 1);
	assert_int_equal(f->m->n_request, 1);
}

static void test_foreign_text_does_nothing_to_a_terminal(void **state)
{
	struct fixture *f = *state;
	char name[DISCORD_INQUIRY_NAME_MAX];

	discord_inquiry_say(f->q, OK,
		"a\x1b[31mb\nc\x7f"
		"d\xc2\x9b"
		"e\xe2\x80\xae"
		"f\xff"
		"g");
	assert_string_equal(check_line(f->m), "a [31mb c d  e   f g");
	discord_inquiry_say(f->q, OK, "%s",
		"r\xc3\xbc"
		"cken-\xf0\x9f\x92\x8a");
	assert_string_equal(check_line(f->m), "r\xc3\xbc"
					      "cken-\xf0\x9f\x92\x8a");
	discord_inquiry_name(name, NULL);
	assert_string_equal(name, "?");
	discord_inquiry_name(name, "");
	assert_string_equal(name, "?");
	discord_inquiry_name(name, "backs");
	assert_string_equal(name, "backs");
}

static void test_long_text_is_cut(void **state)
{
	char text[3 * DISCORD_INQUIRY_LINE_MAX + 1], name[DISCORD_INQUIRY_NAME_MAX];
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < DISCORD_INQUIRY_LINE_MAX; i++)
		memcpy(text + 3 * i, "\xe2\x82\xac", 3);
	text[sizeof(text) - 1] = '\0';
	discord_inquiry_name(name, text);
	assert_int_equal(strlen(name), (DISCORD_INQUIRY_NAME_MAX - 1) / 3 * 3);
	text[1] = text[2] = 'x'; /* its first character is broken now */
	discord_inquiry_say(f->q, OK, "%s", text);
	assert_int_equal(strlen(check_line(f->m)), DISCORD_INQUIRY_LINE_MAX - 1);
	assert_int_equal(check_line(f->m)[0], ' ');
}

static void test_destroy(void **state)
{
	struct fixture *f = *state;

	discord_inquiry_destroy(NULL);
	put(f, DISCORD_REST_SELF, ""); /* teardown destroys it while an answer is due */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_one_after_another),
		TEST(test_paths),
		TEST(test_what_is_no_answer),
		TEST(test_what_403_and_404_mean_is_the_callees_business),
		TEST(test_refused_token_ends_it),
		TEST(test_silence_ends_it),
		TEST(test_429_is_waited_for),
		TEST(test_429_for_too_long),
		TEST(test_429_and_then_no_answer),
		TEST(test_nothing_follows_the_end),
		TEST(test_foreign_text_does_nothing_to_a_terminal),
		TEST(test_long_text_is_cut),
		TEST(test_destroy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
