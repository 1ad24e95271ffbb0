/* Tests of src/bot/feedback.c. */
#include "platform/host_mock.h"

#include "bot/feedback.h"

#define UP "\xf0\x9f\x91\x8d"
#define DOWN "\xf0\x9f\x91\x8e"
#define DARK "\xf0\x9f\x8f\xbf"

static struct feedback *f;

static int set_up(void **state)
{
	(void)state;
	f = feedback_create();
	assert_non_null(f);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	feedback_destroy(f);
	return 0;
}

/* An answer to that intent, sent as the message of that id. */
static void answer(uint64_t ticket, const char *intent, bool buttons, bool bare, const char *id)
{
	feedback_said(f, ticket, intent, "30", buttons);
	feedback_outcome(f, "main",
		&(struct platform_outcome){
			.ticket = ticket, .kind = PLATFORM_SENT, .id = id, .bare = bare});
}

/* What a sign or a reply says of the message of that id: "+ INTENT", "- INTENT"; "" = nothing. */
static const char *said(const char *sign, const char *reply, const char *id)
{
	static char out[FEEDBACK_INTENT_MAX + 2];
	const struct platform_event event = {
		.kind = sign ? PLATFORM_REACTED : PLATFORM_MESSAGE,
		.message = sign ? id : "99",
		.reply_to = sign ? "" : id,
		.sign = sign,
		.text = reply ? reply : "",
		.text_len = reply ? strlen(reply) : 0,
	};
	bool helped = false;
	const char *intent = feedback_read(f, "main", &event, &helped);

	snprintf(
		out, sizeof(out), "%s%s", intent ? helped ? "+ " : "- " : "", intent ? intent : "");
	return out;
}

static void signs(void **state)
{
	(void)state;
	answer(1, "causes.posture", false, false, "50");
	assert_string_equal(said(UP, NULL, "50"), "+ causes.posture");
	assert_string_equal(said(UP DARK, NULL, "50"), "+ causes.posture");
	assert_string_equal(said(DOWN, NULL, "50"), "- causes.posture");
	assert_string_equal(said("-1", NULL, "50"), "- causes.posture");
	assert_string_equal(said("\xe2\x9c\x85", NULL, "50"), "");
	assert_string_equal(said("", NULL, "50"), "");
	assert_string_equal(said(UP, NULL, "51"), "");
}

/* What is known of an answer is told, to be kept; what was kept is known again. */
static void over_a_restart(void **state)
{
	const struct feedback_answer *known;
	struct platform_outcome sent = {.ticket = 1, .kind = PLATFORM_SENT, .id = "50"};

	(void)state;
	feedback_said(f, 1, "causes.posture", "30", false);
	known = feedback_outcome(f, "main", &sent);
	assert_non_null(known);
	assert_string_equal(known->intent, "causes.posture");
	assert_string_equal(known->user, "30");
	assert_null(feedback_outcome(f, "main", &sent));
	feedback_said(f, 1, "causes.posture", "30", true);
	assert_null(feedback_outcome(f, "main", &sent)); /* it has buttons */
	feedback_destroy(f);
	f = feedback_create();
	assert_non_null(f);
	assert_string_equal(said(UP, NULL, "50"), "");
	feedback_restore(f, "main", "50", "causes.posture");
	feedback_restore(f, "main", "51", "");
	feedback_restore(f, "main", "", "causes.posture");
	assert_string_equal(said(UP, NULL, "50"), "+ causes.posture");
	assert_string_equal(said(UP, NULL, "51"), "");
}

static void replies(void **state)
{
	static const char *const none[] = {"", "helpful?? my legs are numb now", "no", "thanks",
		UP " but now my legs are numb", UP UP,
		"that helped, but i can not feel my legs any more"};
	size_t i;

	(void)state;
	answer(1, "causes.posture", false, false, "50");
	assert_string_equal(said(NULL, "That helped!", "50"), "+ causes.posture");
	assert_string_equal(said(NULL, " thanks, that helped :)", "50"), "+ causes.posture");
	assert_string_equal(said(NULL, UP, "50"), "+ causes.posture");
	assert_string_equal(said(NULL, "Not helpful.", "50"), "- causes.posture");
	assert_string_equal(said(NULL, "that didn't help", "50"), "- causes.posture");
	assert_string_equal(said(NULL, "that helped", ""), "");
	for (i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_string_equal(said(NULL, none[i], "50"), "");
}

/* Where there are buttons, they count; where these were refused, signs do. */
static void buttons(void **state)
{
	(void)state;
	answer(1, "causes.posture", true, false, "50");
	answer(2, "causes.lifting", true, true, "51");
	assert_string_equal(said(UP, NULL, "50"), "");
	assert_string_equal(said(UP, NULL, "51"), "+ causes.lifting");
	feedback_said(f, 3, "causes.posture", "30", false);
	feedback_outcome(f, "main",
		&(struct platform_outcome){.ticket = 3, .kind = PLATFORM_REFUSED, .id = ""});
	assert_string_equal(said(UP, NULL, ""), "");
}

static void bounded(void **state)
{
	struct bound b[FEEDBACK_BOUNDS];
	char id[24], longest[FEEDBACK_INTENT_MAX + 1];
	uint64_t i;

	(void)state;
	for (i = 1; i <= FEEDBACK_ANSWERS_MAX + 1; i++) {
		snprintf(id, sizeof(id), "%d", (int)i);
		answer(i, "causes.posture", false, false, id);
	}
	for (i = 1; i <= FEEDBACK_PENDING_MAX + 1; i++)
		feedback_said(f, 100000 + i, "causes.posture", "30", false);
	memset(longest, 'x', sizeof(longest));
	longest[FEEDBACK_INTENT_MAX] = '\0';
	answer(1, longest, false, false, "900000");
	feedback_bounds(f, b);
	assert_int_equal(b[0].used, FEEDBACK_ANSWERS_MAX);
	assert_int_equal(b[1].used, FEEDBACK_PENDING_MAX);
	assert_string_equal(said(UP, NULL, "1"), "");
	assert_string_equal(said(UP, NULL, "2"), "+ causes.posture");
	assert_string_equal(said(UP, NULL, "900000"), "");
	feedback_destroy(NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(signs),
		TEST(over_a_restart),
		TEST(replies),
		TEST(buttons),
		TEST(bounded),
	};

	return cmocka_run_group_tests_name("bot/feedback", tests, NULL, NULL);
}
