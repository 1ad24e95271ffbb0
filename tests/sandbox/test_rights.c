/* Tests of src/sandbox/rights.c. */
#include "sandbox/rights.h"

#include "sandbox/stage.h"

static bool may(uint64_t user, uint64_t channel, uint64_t right)
{
	return rights_may(stage.model, model_user(stage.model, user),
		model_channel(stage.model, channel), right);
}

static void people(void **state)
{
	(void)state;
	assert_true(may(ANN, GENERAL, RIGHTS_VIEW_CHANNEL | RIGHTS_SEND_MESSAGES));
	assert_false(may(ANN, GENERAL, RIGHTS_MANAGE_MESSAGES));
	assert_false(may(ANN, STAFF, RIGHTS_VIEW_CHANNEL));
	assert_int_equal(rights_of(stage.model, model_user(stage.model, ANN),
				 model_channel(stage.model, STAFF)),
		0);
	assert_true(may(MIA, SECRET, RIGHTS_ADMINISTRATOR)); /* the owner */
}

static void bot(void **state)
{
	(void)state;
	assert_true(may(BOT, STAFF, RIGHTS_VIEW_CHANNEL | RIGHTS_SEND_MESSAGES));
	assert_false(may(BOT, RULES, RIGHTS_SEND_MESSAGES));
	assert_true(may(BOT, RULES, RIGHTS_VIEW_CHANNEL));
	assert_false(may(BOT, SECRET, RIGHTS_VIEW_CHANNEL));
	assert_false(may(BOT, NO_HISTORY, RIGHTS_READ_HISTORY));
}

static void threads_take_after_their_parent(void **state)
{
	const struct model_channel *thread = model_thread(stage.model,
		model_channel(stage.model, STAFF), "plans", model_user(stage.model, MIA));

	(void)state;
	assert_false(may(ANN, thread->id, RIGHTS_VIEW_CHANNEL));
	assert_true(may(BOT, thread->id, RIGHTS_SEND_IN_THREADS));
	assert_true(rights_to_send(thread) == RIGHTS_SEND_IN_THREADS);
	assert_true(rights_to_send(thread->parent) == RIGHTS_SEND_MESSAGES);
}

static void direct_messages_are_between_two(void **state)
{
	const struct model_channel *direct =
		model_direct(stage.model, model_user(stage.model, ANN));

	(void)state;
	assert_true(may(ANN, direct->id, RIGHTS_SEND_MESSAGES));
	assert_true(may(BOT, direct->id, RIGHTS_SEND_MESSAGES | RIGHTS_READ_HISTORY));
	assert_false(may(MIA, direct->id, RIGHTS_VIEW_CHANNEL));
}

static void what_a_user_is_denied_counts_last(void **state)
{
	struct model_channel *channel = model_channel(stage.model, GENERAL);

	(void)state;
	channel->overwrites[0] = (struct model_overwrite){ANN, true, 0, RIGHTS_SEND_MESSAGES};
	channel->n_overwrites = 1;
	assert_false(may(ANN, GENERAL, RIGHTS_SEND_MESSAGES));
	assert_true(may(BOB, GENERAL, RIGHTS_SEND_MESSAGES));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(people),
		stage_test(bot),
		stage_test(threads_take_after_their_parent),
		stage_test(direct_messages_are_between_two),
		stage_test(what_a_user_is_denied_counts_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
