/* Tests of src/platform/discord_call.c. */
#include "platform/host_mock.h"

#include "platform/discord_call.h"
#include "platform/discord_end.h"

static void test_a_call_is_of_its_route(void **state)
{
	struct discord_call *call = discord_call_create(DISCORD_LOOKUP, DISCORD_REST_CHANNEL, "20");

	(void)state;
	assert_non_null(call);
	assert_string_equal(call->target, "20");
	assert_string_equal(discord_call_route(call)->path, "/channels/{}");
	assert_false(call->insists);
	discord_queue_free(call);
	call = discord_call_create(DISCORD_ORDINARY, DISCORD_REST_RESPOND, "1");
	assert_true(call->insists);
	discord_queue_free(call);
}

static void test_ranks(void **state)
{
	(void)state;
	assert_int_equal(discord_call_rank(&(struct platform_say){.user = "1"}), DISCORD_ORDINARY);
	assert_int_equal(discord_call_rank(&(struct platform_say){.user = "1", .emergency = true}),
		DISCORD_EMERGENCY);
	assert_int_equal(
		discord_call_rank(&(struct platform_say){.emergency = true}), DISCORD_ALERT);
}

static void on_got(void *ctx, const struct discord_rest_answer *answer, int64_t now_ms)
{
	(void)ctx;
	(void)answer;
	(void)now_ms;
}

/* A call that finds no room is released, and one that gives way is told of. */
static void test_room(void **state)
{
	struct host_mock *m = mock_create();
	struct discord_rest *r =
		discord_rest_create(&m->host, "http://127.0.0.1/api", on_got, NULL);
	int i;

	(void)state;
	for (i = 0; i < DISCORD_QUEUE_ORDINARY_MAX; i++)
		assert_int_equal(discord_call_queue(r, discord_call_create(DISCORD_ORDINARY,
							       DISCORD_REST_SAY, "20")),
			0);
	assert_int_equal(discord_call_queue(
				 r, discord_call_create(DISCORD_ORDINARY, DISCORD_REST_SAY, "20")),
		-1);
	for (i = DISCORD_QUEUE_ORDINARY_MAX; i < DISCORD_QUEUE_SAYS_MAX + 1; i++)
		assert_int_equal(discord_call_queue(r, discord_call_create(DISCORD_EMERGENCY,
							       DISCORD_REST_SAY, "20")),
			0);
	assert_int_equal(mock_last_outcome(m)->refusal, PLATFORM_REFUSAL_ROOM);
	assert_int_equal(discord_call_refuse(r, &(struct platform_say){.ticket = 9}, "why"), 0);
	assert_int_equal(mock_last_outcome(m)->ticket, 9);
	assert_string_equal(mock_last_outcome(m)->reason, "why");
	discord_rest_destroy(r);
	mock_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_call_is_of_its_route),
		cmocka_unit_test(test_ranks),
		cmocka_unit_test(test_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
