/* What becomes of calls: direct messages, removals, withdrawals, refusals. */

#define API "http://127.0.0.1:8080/api/v10"
#define T0 1000000
#define MESSAGE "1300000000000000001"
#define REFUSED(code) "{\"message\":\"no\",\"code\":" code "}"

#include "platform/discord_end.h"
#include "platform/rest_mock.h"

static void on_got(void *ctx, const struct discord_rest_answer *answer, int64_t now_ms)
{
	struct fixture *f = ctx;

	(void)now_ms;
	f->n_got++;
	f->got_status = answer->status;
	assert_string_equal(answer->id, "20");
}

/* A message to a person; reply_to must not lead out of their channel. */
static void say_direct(struct fixture *f, uint64_t ticket, const char *user)
{
	const struct platform_say say = {
		.ticket = ticket,
		.direct = user,
		.reply_to = MESSAGE,
		.user = user,
		.text = "text",
		.purpose = "dr",
		.deadline_ms = T0 + 30000,
		.emergency = true,
	};

	assert_int_equal(discord_rest_say(f->r, &say, true, T0), 0);
	discord_rest_pump(f->r, T0);
}

static void say(struct fixture *f, uint64_t ticket, const char *channel)
{
	const struct platform_say what = {
		.ticket = ticket,
		.conversation = channel,
		.reply_to = MESSAGE,
		.text = "text",
		.purpose = "r",
		.deadline_ms = T0 + 30000,
	};

	assert_int_equal(discord_rest_say(f->r, &what, true, T0), 0);
	discord_rest_pump(f->r, T0);
}

static void answer_at(struct fixture *f, int status, const char *body, int64_t now)
{
	struct platform_result result =
		mock_result(mock_last_request(f->m)->id, status, body, NULL);

	discord_rest_answered(f->r, &result, now);
	discord_rest_pump(f->r, now);
}

static void answer(struct fixture *f, int status, const char *body)
{
	answer_at(f, status, body, T0);
}

static void test_a_person_is_written_to(void **state)
{
	struct fixture *f = *state;

	say_direct(f, 7, "30");
	assert_string_equal(mock_last_request(f->m)->method, "POST");
	assert_string_equal(mock_last_request(f->m)->url, API "/users/@me/channels");
	assert_string_equal(mock_last_request(f->m)->body, "{\"recipient_id\":\"30\"}");
	answer(f, 200, "{\"id\":\"77\",\"type\":1}");
	assert_int_equal(f->m->n_outcome, 0);
	assert_string_equal(mock_last_request(f->m)->url, API "/channels/77/messages");
	assert_lacks(mock_last_request(f->m)->body, "message_reference");
	assert_contains(mock_last_request(f->m)->body, "\"nonce\":\"" MESSAGE "dr\"");
	assert_contains(mock_last_request(f->m)->body, "\"users\":[\"30\"]");
	answer(f, 200, "{\"id\":\"99\"}");
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_SENT);
	assert_string_equal(mock_last_outcome(f->m)->id, "99");
	assert_string_equal(mock_last_outcome(f->m)->conversation, "77");
	assert_true(discord_rest_idle(f->r));
	/* the channel is known from now on, as that of somebody who wrote is */
	say_direct(f, 8, "30");
	assert_string_equal(mock_last_request(f->m)->url, API "/channels/77/messages");
	answer(f, 200, "{}");
	discord_rest_knows(f->r, "31", "78");
	say_direct(f, 9, "31");
	assert_string_equal(mock_last_request(f->m)->url, API "/channels/78/messages");
	assert_int_equal(f->m->n_request, 4);
}

static void test_a_channel_that_is_not_opened(void **state)
{
	static const struct {
		int status;
		const char *body;
		enum platform_refusal refusal;
	} cases[] = {
		{403, REFUSED("50007"), PLATFORM_REFUSAL_PERSON},
		{400, REFUSED("50033"), PLATFORM_REFUSAL_PERSON},
		{403, "<html>", PLATFORM_REFUSAL_OTHER},
		{200, "{\"id\":\"../9\"}", PLATFORM_REFUSAL_PERSON},
		{200, "{}", PLATFORM_REFUSAL_PERSON},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		say_direct(f, i, "30");
		answer(f, cases[i].status, cases[i].body);
		assert_int_equal(f->m->n_outcome, i + 1);
		assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_REFUSED);
		assert_int_equal(mock_last_outcome(f->m)->ticket, i);
		assert_int_equal(mock_last_outcome(f->m)->refusal, cases[i].refusal);
	}
	assert_int_equal(f->m->n_request, i);
	assert_true(discord_rest_idle(f->r));
}

/* Nor does half an answer say that there is no such channel. */
static void test_an_answer_without_its_end_opens_nothing_yet(void **state)
{
	struct fixture *f = *state;

	say_direct(f, 7, "30");
	answer(f, 200, "{\"id\":\"77");
	assert_int_equal(f->m->n_outcome, 0);
	discord_rest_pump(f->r, discord_rest_next(f->r));
	answer(f, 200, "{\"id\":\"77\",\"type\":1}");
	assert_string_equal(mock_last_request(f->m)->url, API "/channels/77/messages");
	answer(f, 200, "{\"id\":\"99\"}");
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_SENT);
}

/* Both requests are made again after trouble, within one deadline. */
static void test_a_direct_message_has_one_deadline(void **state)
{
	struct fixture *f = *state;

	f->m->random = UINT32_MAX;
	say_direct(f, 7, "30");
	answer(f, 503, "");
	discord_rest_pump(f->r, discord_rest_next(f->r));
	assert_int_equal(f->m->n_request, 2);
	assert_string_equal(f->m->request[0].body, f->m->request[1].body);
	answer_at(f, 200, "{\"id\":\"77\"}", T0 + 20000);
	assert_int_equal(f->m->n_request, 3);
	answer_at(f, 503, "", T0 + 21000);
	discord_rest_pump(f->r, T0 + 30000);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_EXPIRED);
	assert_int_equal(f->m->n_outcome, 1);
	say_direct(f, 8, "31");
	answer(f, 0, "");
	discord_rest_pump(f->r, T0 + 30000);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_EXPIRED);
}

static void test_a_foreign_person_is_refused(void **state)
{
	const struct platform_say what = {
		.ticket = 7, .direct = "@ann", .text = "x", .deadline_ms = T0 + 1000};
	struct fixture *f = *state;

	assert_int_equal(discord_rest_say(f->r, &what, false, T0), 0);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_REFUSED);
	assert_true(discord_rest_idle(f->r));
}

static void test_a_refusal_says_of_which_kind(void **state)
{
	struct fixture *f = *state;

	say(f, 1, "20");
	answer(f, 403, REFUSED("50013"));
	assert_int_equal(mock_last_outcome(f->m)->refusal, PLATFORM_REFUSAL_PLACE);
	say(f, 2, "20");
	answer(f, 400, REFUSED("200000"));
	assert_int_equal(mock_last_outcome(f->m)->refusal, PLATFORM_REFUSAL_TEXT);
}

/* Without its reference it goes once more, under the same nonce; then a refusal is one. */
static void test_a_reference_is_left_out_once(void **state)
{
	static const char *const codes[] = {REFUSED("160002"), REFUSED("10008"),
		("{\"message\":\"Invalid Form Body\",\"code\":50035,"
		 "\"errors\":{\"message_reference\":{}}}")};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		say(f, i, "20");
		answer(f, 400, codes[i]);
		assert_int_equal(f->m->n_outcome, i);
		assert_lacks(mock_last_request(f->m)->body, "message_reference");
		assert_contains(mock_last_request(f->m)->body, "\"nonce\":\"" MESSAGE "r\"");
		answer(f, 400, codes[i]);
		assert_int_equal(f->m->n_outcome, i + 1);
		assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_REFUSED);
		assert_int_equal(f->m->n_request, 2 * (i + 1));
	}
}

/* A message with buttons, in reply to another. */
static void say_with_buttons(struct fixture *f, uint64_t ticket, bool emergency)
{
	const struct platform_say what = {
		.ticket = ticket,
		.conversation = "20",
		.reply_to = MESSAGE,
		.user = emergency ? "30" : "",
		.text = "text",
		.controls = "bkey\tFalse alarm\n",
		.purpose = "r",
		.deadline_ms = T0 + 30000,
		.emergency = emergency,
	};

	assert_int_equal(discord_rest_say(f->r, &what, true, T0), 0);
	discord_rest_pump(f->r, T0);
	assert_contains(mock_last_request(f->m)->body, "components");
}

#define BAD_FORM(members)                                                                          \
	"{\"message\":\"Invalid Form Body\",\"code\":50035,\"errors\":" members "}"

/* At once, and without what was blamed alone. */
static void test_buttons_are_left_out(void **state)
{
	struct fixture *f = *state;
	uint64_t i;

	for (i = 0; i < 2; i++) {
		say_with_buttons(f, i, i == 1);
		answer(f, 400, BAD_FORM("{\"components\":{\"0\":{}}}"));
		assert_int_equal(f->m->n_request, 2 * (i + 1));
		assert_lacks(mock_last_request(f->m)->body, "components");
		assert_contains(mock_last_request(f->m)->body, "message_reference");
		assert_contains(mock_last_request(f->m)->body, "\"content\":\"text\"");
		assert_contains(mock_last_request(f->m)->body, "\"nonce\":\"" MESSAGE "r\"");
		answer(f, 200, "{\"id\":\"99\"}");
		assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_SENT);
		assert_true(mock_last_outcome(f->m)->bare);
	}
	say_with_buttons(f, 5, false);
	answer(f, 200, "{\"id\":\"99\"}");
	assert_false(mock_last_outcome(f->m)->bare);
}

/* What is grave goes once more whatever it was that Discord did not like of it; an answer does not. */
static void test_what_is_grave_is_tried_bare(void **state)
{
	struct fixture *f = *state;

	say_with_buttons(f, 1, true);
	answer(f, 400, BAD_FORM("{\"allowed_mentions\":{}}"));
	assert_int_equal(f->m->n_request, 2);
	assert_lacks(mock_last_request(f->m)->body, "components");
	assert_lacks(mock_last_request(f->m)->body, "message_reference");
	answer(f, 400, BAD_FORM("{\"allowed_mentions\":{}}"));
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_REFUSED);
	say_with_buttons(f, 2, false);
	answer(f, 400, BAD_FORM("{\"content\":{}}"));
	assert_int_equal(f->m->n_request, 3);
	assert_int_equal(mock_last_outcome(f->m)->ticket, 2);
	say_with_buttons(f, 3, true);
	answer(f, 400, REFUSED("200000")); /* what is not let through is the text */
	assert_int_equal(f->m->n_request, 4);
	assert_int_equal(mock_last_outcome(f->m)->ticket, 3);
}

static void test_a_reply_is_removed(void **state)
{
	struct fixture *f = *state;

	f->m->random = UINT32_MAX;
	assert_int_equal(discord_rest_remove(f->r, "20", "99", T0 + 9000), 0);
	discord_rest_pump(f->r, T0);
	assert_string_equal(mock_last_request(f->m)->method, "DELETE");
	assert_string_equal(mock_last_request(f->m)->url, API "/channels/20/messages/99");
	assert_string_equal(mock_last_request(f->m)->body, "");
	assert_false(discord_rest_idle(f->r));
	answer(f, 500, "");
	discord_rest_pump(f->r, discord_rest_next(f->r));
	assert_int_equal(f->m->n_request, 2);
	answer(f, 204, "");
	assert_true(discord_rest_idle(f->r));
	assert_int_equal(f->m->n_outcome, 0);
	assert_int_equal(f->n_got, 0);
}

static void test_a_removal_ends(void **state)
{
	static const int final[] = {404, 403};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < 2; i++) {
		discord_rest_remove(f->r, "20", "99", T0 + 9000);
		discord_rest_pump(f->r, T0);
		answer(f, final[i], "{}");
		assert_int_equal(f->m->n_request, i + 1);
		assert_true(discord_rest_idle(f->r));
	}
	discord_rest_remove(f->r, "20", "99", T0 + 9000);
	discord_rest_pump(f->r, T0);
	answer(f, 429, "{\"retry_after\":60}");
	discord_rest_pump(f->r, T0 + 9000);
	assert_true(discord_rest_idle(f->r));
	assert_int_equal(discord_rest_remove(f->r, "20", "", T0 + 9000), -1);
	assert_int_equal(discord_rest_remove(f->r, "..", "99", T0 + 9000), -1);
	assert_int_equal(f->m->n_outcome + f->n_got, 0);
}

static void test_withdrawn(void **state)
{
	struct fixture *f = *state;

	say(f, 1, "20");
	say(f, 2, "20");
	discord_rest_withdraw(f->r, 1); /* on its way */
	discord_rest_withdraw(f->r, 5);
	assert_int_equal(f->m->n_outcome, 0);
	discord_rest_withdraw(f->r, 2);
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_WITHDRAWN);
	assert_int_equal(mock_last_outcome(f->m)->ticket, 2);
	answer(f, 200, "{\"id\":\"99\"}");
	assert_int_equal(mock_last_outcome(f->m)->kind, PLATFORM_SENT);
	assert_int_equal(f->m->n_outcome, 2);
	assert_int_equal(f->m->n_request, 1);
	assert_true(discord_rest_idle(f->r));
}

/* A look-up has no ticket: it is not taken for the message of ticket 0. */
static void test_only_messages_are_withdrawn(void **state)
{
	struct fixture *f = *state;

	discord_rest_get(f->r, DISCORD_REST_CHANNEL, "20", T0 + 9000);
	discord_rest_withdraw(f->r, 0);
	discord_rest_pump(f->r, T0);
	assert_int_equal(f->m->n_request, 1);
	assert_int_equal(f->m->n_outcome, 0);
}

static void test_a_page_is_read(void **state)
{
	static const char id[] = "18446744073709551615"; /* as long as ids can be */
	struct fixture *f = *state;

	assert_int_equal(discord_rest_get_messages(f->r, "20", UINT64_MAX, T0 + 9000), 0);
	discord_rest_pump(f->r, T0);
	assert_string_equal(mock_last_request(f->m)->url,
		API "/channels/20/messages?limit=100&after=18446744073709551615");
	assert_true(discord_rest_idle(f->r)); /* it is not worth waiting for at the end */
	answer(f, 200, "[]");
	assert_int_equal(f->n_got, 1);
	assert_int_equal(f->got_status, 200);
	assert_int_equal(discord_rest_get_messages(f->r, id, UINT64_MAX, T0 + 9000), 0);
	discord_rest_pump(f->r, T0);
	assert_contains(mock_last_request(f->m)->url, "after=18446744073709551615");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* The last routes of the list have no end of their own, and are beyond those that do. */
static void test_commands_are_registered(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(discord_rest_insist(f->r, DISCORD_REST_COMMANDS, "20", T0 + 30000), 0);
	discord_rest_pump(f->r, T0);
	answer_at(f, 200, "[]", T0);
	assert_int_equal(f->n_got, 1);
	assert_int_equal(discord_rest_put(f->r, "20", "[]", T0 + 30000), 0);
	discord_rest_pump(f->r, T0);
	answer_at(f, 200, "[]", T0);
	assert_int_equal(f->n_got, 2);
	assert_int_equal(f->got_status, 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_person_is_written_to),
		TEST(test_a_channel_that_is_not_opened),
		TEST(test_a_direct_message_has_one_deadline),
		TEST(test_an_answer_without_its_end_opens_nothing_yet),
		TEST(test_a_foreign_person_is_refused),
		TEST(test_a_refusal_says_of_which_kind),
		TEST(test_a_reference_is_left_out_once),
		TEST(test_buttons_are_left_out),
		TEST(test_what_is_grave_is_tried_bare),
		TEST(test_a_reply_is_removed),
		TEST(test_a_removal_ends),
		TEST(test_withdrawn),
		TEST(test_only_messages_are_withdrawn),
		TEST(test_a_page_is_read),
		TEST(test_commands_are_registered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
