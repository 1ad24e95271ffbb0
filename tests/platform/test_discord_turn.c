/* Tests of src/platform/discord_turn.c: answers to interactions, and what replaces a message. */
#include "platform/host_mock.h"

#include "base/json.h"
#include "platform/controls.h"
#include "platform/discord_rest.h"
#include "platform/discord_turn.h"

#define API "http://127.0.0.1:8080/api/v10"
#define T0 1000000
#define HANDLE "1400000000000000001 1300000000000000009 aW50-ZXJh_Y3Q="

static struct host_mock *m;
static struct discord_rest *r;

static void on_got(void *ctx, const struct discord_rest_answer *answer, int64_t now_ms)
{
	(void)ctx;
	(void)answer;
	(void)now_ms;
}

static int set_up(void **state)
{
	(void)state;
	m = mock_create();
	r = discord_rest_create(&m->host, API, on_got, NULL);
	assert_non_null(r);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	discord_rest_destroy(r);
	mock_destroy(m);
	return 0;
}

static struct platform_say an_answer(enum platform_turn turn)
{
	return (struct platform_say){.ticket = 7,
		.user = "30",
		.text = "Rest a little.",
		.handle = HANDLE,
		.turn = turn,
		.deadline_ms = T0 + 3600000};
}

static const struct mock_request *say(const struct platform_say *what)
{
	assert_int_equal(discord_rest_say(r, what, false, T0), 0);
	discord_rest_pump(r, T0);
	return mock_last_request(m);
}

static void answered(int status, const char *body, int64_t now)
{
	struct platform_result result = mock_result(mock_last_request(m)->id, status, body, NULL);

	discord_rest_answered(r, &result, now);
	discord_rest_pump(r, now);
}

static void test_handles(void **state)
{
	static const char *const bad[] = {"", "a/b", "a?b", "a b", "..%2f", "t\n", NULL};
	char out[INTERACTION_HANDLE_MAX], token[DISCORD_TURN_MS];
	size_t i;

	(void)state;
	assert_true(discord_turn_handle(
		out, "1400000000000000001", "1300000000000000009", "aW50-ZXJh_Y3Q="));
	assert_string_equal(out, HANDLE);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(discord_turn_handle(out, "1", "2", bad[i]));
	memset(token, 'a', sizeof(token));
	token[600] = '\0';
	assert_false(discord_turn_handle(out, "1", "2", token));
	assert_false(discord_turn_handle(out, "x", "2", "abc"));
	assert_false(discord_turn_handle(out, "1", NULL, "abc"));
}

static void test_a_private_answer(void **state)
{
	struct platform_say s = an_answer(PLATFORM_TURN_ANSWER);
	const struct mock_request *q;

	(void)state;
	s.in_private = true;
	s.controls = "bkey\tHelpful\n";
	q = say(&s);
	assert_string_equal(q->method, "POST");
	assert_string_equal(
		q->url, API "/interactions/1400000000000000001/aW50-ZXJh_Y3Q=/callback");
	assert_false(q->authorized);
	assert_true(q->timeout_ms <= DISCORD_TURN_MS / 2);
	assert_contains(q->body, "{\"type\":4,\"data\":{\"content\":\"Rest a little.\"");
	assert_contains(q->body, "\"custom_id\":\"key\"");
	assert_contains(q->body, "\"flags\":64");
	assert_contains(q->body, "\"parse\":[]");
	assert_lacks(q->body, "nonce");
	answered(204, "", T0 + 5);
	assert_int_equal(mock_last_outcome(m)->kind, PLATFORM_SENT);
	assert_true(discord_rest_idle(r));
}

/* An interaction that was refused can be answered still. */
static void test_buttons_that_are_refused(void **state)
{
	struct platform_say s = an_answer(PLATFORM_TURN_ANSWER);

	(void)state;
	s.controls = "bkey\tHelpful\n";
	assert_contains(say(&s)->body, "components");
	answered(400,
		"{\"code\":50035,\"message\":\"Invalid Form Body\","
		"\"errors\":{\"data\":{\"components\":{}}}}",
		T0 + 5);
	assert_int_equal(m->n_request, 2);
	assert_lacks(mock_last_request(m)->body, "components");
	assert_contains(mock_last_request(m)->body, "{\"type\":4,\"data\":{\"content\":");
	answered(204, "", T0 + 9);
	assert_int_equal(mock_last_outcome(m)->kind, PLATFORM_SENT);
}

/* Discord knows nothing of what is to be filled in before it has taken that it will come. */
static void test_what_was_promised(void **state)
{
	struct platform_say s = an_answer(PLATFORM_TURN_LATER),
			    other = an_answer(PLATFORM_TURN_FILL);
	struct platform_result taken = mock_result(0, 204, "", NULL);

	(void)state;
	taken.id = say(&s)->id;
	s.turn = PLATFORM_TURN_FILL;
	s.ticket = 8;
	assert_int_equal(say(&s)->id, taken.id);
	/* others do not wait for it */
	other.handle = "1400000000000000002 1300000000000000009 another";
	assert_contains(say(&other)->url, "/another/messages/@original");
	answered(200, "{\"id\":\"5\"}", T0);
	discord_rest_answered(r, &taken, T0 + 100);
	discord_rest_pump(r, T0 + 100);
	assert_contains(mock_last_request(m)->url, "=/messages/@original");
}

static void test_the_other_turns(void **state)
{
	struct platform_say s = an_answer(PLATFORM_TURN_LATER);

	(void)state;
	s.in_private = true;
	assert_string_equal(say(&s)->body, "{\"type\":5,\"data\":{\"flags\":64}}");
	answered(204, "", T0);
	s.turn = PLATFORM_TURN_NOTHING;
	assert_string_equal(say(&s)->body, "{\"type\":6}");
	answered(204, "", T0);
	s.turn = PLATFORM_TURN_CHANGE;
	assert_contains(say(&s)->body, "{\"type\":7,\"data\":{\"content\":");
	assert_contains(mock_last_request(m)->body, "\"components\":[]");
	assert_lacks(mock_last_request(m)->body, "flags");
	answered(204, "", T0);
	s.turn = PLATFORM_TURN_SUGGEST;
	s.controls = "oheat\tHeat\n";
	assert_string_equal(say(&s)->body,
		"{\"type\":8,\"data\":{\"choices\":[{\"name\":\"Heat\",\"value\":\"heat\"}]}}");
	answered(204, "", T0);
	s.turn = PLATFORM_TURN_FILL;
	assert_string_equal(say(&s)->method, "PATCH");
	assert_string_equal(mock_last_request(m)->url,
		API "/webhooks/1300000000000000009/aW50-ZXJh_Y3Q=/messages/@original");
	answered(200, "{\"id\":\"5\"}", T0);
	s.turn = PLATFORM_TURN_FURTHER;
	assert_string_equal(say(&s)->method, "POST");
	assert_contains(mock_last_request(m)->body, "\"flags\":64");
	answered(200, "{\"id\":\"6\"}", T0);
	assert_string_equal(mock_last_outcome(m)->id, "6");
}

/* The first request went through, and its answer did not. */
static void test_answered_before_by_ourselves(void **state)
{
	struct platform_say s = an_answer(PLATFORM_TURN_ANSWER);

	(void)state;
	s.emergency = true;
	say(&s);
	answered(0, "", T0 + 100);
	discord_rest_pump(r, T0 + 1500);
	assert_int_equal(m->n_request, 2);
	answered(400, "{\"code\":40060,\"message\":\"acknowledged\"}", T0 + 1600);
	assert_int_equal(mock_last_outcome(m)->kind, PLATFORM_SENT);
}

static void test_what_is_refused_or_too_late_can_be_said_in_another_way(void **state)
{
	struct platform_say s = an_answer(PLATFORM_TURN_ANSWER);

	(void)state;
	s.emergency = true;
	say(&s);
	answered(404, "{\"code\":10062,\"message\":\"Unknown interaction\"}", T0 + 100);
	assert_int_equal(mock_last_outcome(m)->kind, PLATFORM_REFUSED);
	assert_int_equal(mock_last_outcome(m)->refusal, PLATFORM_REFUSAL_LATE);
	say(&s);
	answered(400, "{\"code\":40060,\"message\":\"by another\"}", T0 + 100);
	assert_int_equal(mock_last_outcome(m)->refusal, PLATFORM_REFUSAL_LATE);
	say(&s);
	answered(503, "", T0 + 100); /* is made again at once, here */
	answered(503, "", T0 + DISCORD_TURN_MS + 1);
	assert_int_equal(m->n_outcome, 3);
	assert_int_equal(mock_last_outcome(m)->kind, PLATFORM_REFUSED);
	assert_int_equal(mock_last_outcome(m)->refusal, PLATFORM_REFUSAL_LATE);
}

static void test_handles_that_are_none(void **state)
{
	static const char *const bad[] = {"x", "1 2", "1 2 a/b", "1 2 a b", "x 2 abc", " "};
	struct platform_say s = an_answer(PLATFORM_TURN_ANSWER);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		s.handle = bad[i];
		assert_int_equal(discord_rest_say(r, &s, false, T0), 0);
		assert_int_equal(m->n_outcome, i + 1);
		assert_int_equal(mock_last_outcome(m)->kind, PLATFORM_REFUSED);
	}
	discord_rest_pump(r, T0);
	assert_int_equal(m->n_request, 0);
}

static void test_a_message_is_replaced(void **state)
{
	struct platform_say s = {.ticket = 8,
		.conversation = "20",
		.replaces = "1300000000000000002",
		.text = "Taken back.",
		.deadline_ms = T0 + 60000};

	(void)state;
	assert_string_equal(say(&s)->method, "PATCH");
	assert_string_equal(
		mock_last_request(m)->url, API "/channels/20/messages/1300000000000000002");
	assert_true(mock_last_request(m)->authorized);
	answered(200, "{\"id\":\"1300000000000000002\"}", T0);
	assert_int_equal(mock_last_outcome(m)->kind, PLATFORM_SENT);
	s.replaces = "x";
	discord_rest_say(r, &s, false, T0);
	assert_int_equal(mock_last_outcome(m)->kind, PLATFORM_REFUSED);
}

/* One that becomes nothing goes, and an outcome tells; somebody else may have been quicker. */
static void test_a_message_goes(void **state)
{
	static const struct {
		int status;
		enum platform_outcome_kind kind;
	} cases[] = {{204, PLATFORM_SENT}, {404, PLATFORM_SENT}, {403, PLATFORM_REFUSED}};
	const struct platform_say s = {.ticket = 8,
		.conversation = "20",
		.replaces = "1300000000000000002",
		.deadline_ms = T0 + 60000};
	int64_t at;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(say(&s)->method, "DELETE");
		assert_string_equal(
			mock_last_request(m)->url, API "/channels/20/messages/1300000000000000002");
		assert_string_equal(mock_last_request(m)->body, "");
		answered(cases[i].status, "", T0);
		assert_int_equal(mock_last_outcome(m)->kind, cases[i].kind);
		assert_int_equal(mock_last_outcome(m)->ticket, 8);
	}
	/* a failure that passes is no outcome */
	m->n_outcome = 0;
	say(&s);
	for (at = T0; at < s.deadline_ms; at += 1000) {
		answered(503, "", at);
		assert_int_equal(m->n_outcome, 0);
	}
	answered(503, "", s.deadline_ms);
	assert_int_equal(mock_last_outcome(m)->kind, PLATFORM_EXPIRED);
}

/* A button was pressed, and the interaction is over before it is answered: the message is edited then. */
static void test_what_was_pressed_is_changed_late(void **state)
{
	struct platform_say s = an_answer(PLATFORM_TURN_CHANGE);
	const struct mock_request *q;

	(void)state;
	s.conversation = "20";
	s.replaces = "1300000000000000002";
	assert_contains(say(&s)->url, "/callback");
	answered(404, "{\"code\":10062,\"message\":\"Unknown interaction\"}", T0 + 100);
	assert_int_equal(m->n_outcome, 0);
	q = mock_last_request(m);
	assert_string_equal(q->method, "PATCH");
	assert_string_equal(q->url, API "/channels/20/messages/1300000000000000002");
	assert_true(q->authorized);
	assert_memory_equal(q->body, "{\"content\":\"Rest a little.\"", 27);
	assert_contains(q->body, "\"components\":[]}");
	assert_lacks(q->body, "\"type\"");
	answered(200, "{\"id\":\"1300000000000000002\"}", T0 + 200);
	assert_int_equal(mock_last_outcome(m)->kind, PLATFORM_SENT);
	assert_true(discord_rest_idle(r));
}

/* As long as what is said is of use: the interaction's own time is shorter. */
static void test_what_was_pressed_is_changed_after_failures(void **state)
{
	struct platform_say s = an_answer(PLATFORM_TURN_CHANGE);

	(void)state;
	s.conversation = "20";
	s.replaces = "1300000000000000002";
	say(&s);
	answered(503, "", T0 + 100);
	answered(503, "", T0 + DISCORD_TURN_MS + 1);
	assert_int_equal(m->n_outcome, 0);
	assert_string_equal(mock_last_request(m)->method, "PATCH");
	answered(403, "{\"code\":50001,\"message\":\"Missing Access\"}", T0 + DISCORD_TURN_MS + 50);
	assert_int_equal(mock_last_outcome(m)->kind, PLATFORM_REFUSED);
	assert_true(discord_rest_idle(r));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_handles, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_private_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_buttons_that_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_what_was_promised, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_the_other_turns, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_answered_before_by_ourselves, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_what_is_refused_or_too_late_can_be_said_in_another_way, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(test_handles_that_are_none, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_message_is_replaced, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_message_goes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_what_was_pressed_is_changed_late, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_what_was_pressed_is_changed_after_failures, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
