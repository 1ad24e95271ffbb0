/* Tests of src/bot/listener_vote.c: an answer without buttons, and what is said of it. */
#include "bot/listener_world.h"

#include "bot/feedback.h"

static struct {
	size_t n;
	char last[128]; /* message user intent helped */
} votes;

static void on_voted(void *ctx, const struct listener_vote *vote)
{
	(void)ctx;
	votes.n++;
	snprintf(votes.last, sizeof(votes.last), "%s %s %s %d", vote->message, vote->user,
		vote->intent, vote->helped);
}

static int set_up_votes(void **state)
{
	set_up(state);
	listener_destroy(w.listener);
	memset(&votes, 0, sizeof(votes));
	w.listener = listener_create(&(struct listener_options){
		.config = w.config,
		.responder = w.responder,
		.log = &w.mock->log,
		.say = on_say,
		.take_back = on_take_back,
		.ctx = &w,
	});
	assert_non_null(w.listener);
	listener_vote_to(w.listener, on_voted, NULL);
	return 0;
}

static void answered(void)
{
	assert_int_equal(hear("100", "user-1", ASKS), 1);
	outcome_of(0, &(struct platform_outcome){.kind = PLATFORM_SENT, .id = "77"});
}

static void by_a_sign(void **state)
{
	const struct platform_event event = {.kind = PLATFORM_REACTED,
		.message = "77",
		.conversation = "100",
		.parent = "",
		.server = "10",
		.user = "user-2",
		.sign = "+1",
		.text = ""};

	(void)state;
	answered();
	assert_int_equal(hear_event(&event), 0);
	assert_int_equal(votes.n, 1);
	assert_contains(votes.last, "77 user-2 ");
	assert_contains(votes.last, " 1");
}

/* Whoever writes is thanked once, and not without end; where the bot is to be silent it is. */
static void by_a_reply(void **state)
{
	struct platform_event event;
	size_t i;

	(void)state;
	answered();
	event = event_in("100", "user-2", "that didn't help");
	event.reply_to = "77";
	event.addressed = true;
	assert_int_equal(hear_event(&event), 1);
	assert_contains(last()->text, "other words");
	assert_string_equal(last()->reply_to, event.message);
	assert_int_equal(hear_event(&event), 0);
	assert_contains(votes.last, " 0");
	for (i = 0; i < 10; i++) {
		event = event_in("100", "user-2", "not helpful");
		event.reply_to = "77";
		hear_event(&event);
	}
	assert_int_equal(votes.n, 12); /* of which one is counted: see press_vote() */
	assert_true(w.n_said < 10);
	event = event_in("102", "user-3", "not helpful");
	event.reply_to = "77";
	assert_int_equal(hear_event(&event), 0);
}

/* What says more than that is read as any message: a red flag is answered. */
static void not_by_more(void **state)
{
	struct platform_event event;

	(void)state;
	answered();
	event = event_in("100", "user-2", EMERGENCY);
	event.reply_to = "77";
	assert_int_equal(hear_event(&event), 2);
	assert_int_equal(votes.n, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up_votes, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(by_a_sign),
		TEST(by_a_reply),
		TEST(not_by_more),
	};

	return cmocka_run_group_tests_name("bot/listener_vote", tests, NULL, NULL);
}
