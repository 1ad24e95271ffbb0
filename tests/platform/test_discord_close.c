/* Each close code leads where the table of safe choices says. */
#include "platform/host_mock.h"

#include "platform/discord_close.h"

static void test_ways(void **state)
{
	static const struct {
		int code;
		enum discord_close_way way;
	} cases[] = {
		{0, DISCORD_CLOSE_RESUME},
		{1000, DISCORD_CLOSE_RESUME},
		{1001, DISCORD_CLOSE_RESUME},
		{1006, DISCORD_CLOSE_RESUME},
		{1011, DISCORD_CLOSE_RESUME},
		{4000, DISCORD_CLOSE_RESUME},
		{4001, DISCORD_CLOSE_RESUME},
		{4002, DISCORD_CLOSE_RESUME},
		{4003, DISCORD_CLOSE_IDENTIFY},
		{4004, DISCORD_CLOSE_FATAL},
		{4005, DISCORD_CLOSE_RESUME},
		{4006, DISCORD_CLOSE_RESUME},
		{4007, DISCORD_CLOSE_IDENTIFY},
		{4008, DISCORD_CLOSE_RESUME},
		{4009, DISCORD_CLOSE_IDENTIFY},
		{4010, DISCORD_CLOSE_FATAL},
		{4011, DISCORD_CLOSE_FATAL},
		{4012, DISCORD_CLOSE_FATAL},
		{4013, DISCORD_CLOSE_INTENTS},
		{4014, DISCORD_CLOSE_INTENTS},
		{4999, DISCORD_CLOSE_RESUME},
		{-1, DISCORD_CLOSE_RESUME},
		{123456, DISCORD_CLOSE_RESUME},
	};
	const struct discord_close *close;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		close = discord_close_find(cases[i].code);
		assert_int_equal(close->way, cases[i].way);
		assert_non_null(close->name);
		assert_int_equal(close->detail != NULL, close->way >= DISCORD_CLOSE_INTENTS);
		assert_int_equal(close->pause_ms > 0, cases[i].code == 4008);
	}
}

static void test_what_people_are_told(void **state)
{
	const struct discord_close *token = discord_close_find(4004);
	int code;

	(void)state;
	assert_int_equal(token->fault, PLATFORM_FAULT_TOKEN);
	assert_contains(token->detail, "DISCORD_TOKEN");
	assert_contains(token->detail, "https://discord.com/developers/applications");
	assert_contains(token->detail, "Reset Token");
	/* where they end it, what was asked for was no privilege */
	for (code = 4013; code <= 4014; code++) {
		assert_int_equal(discord_close_find(code)->fault, PLATFORM_FAULT_CONFIG);
		assert_contains(discord_close_find(code)->detail, "gateway address");
	}
}

static void test_our_own_code_keeps_the_session(void **state)
{
	(void)state;
	assert_int_not_equal(DISCORD_CLOSE_RESUMABLE, 1000);
	assert_int_not_equal(DISCORD_CLOSE_RESUMABLE, 1001);
	assert_in_range(DISCORD_CLOSE_RESUMABLE, 4000, 4999);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ways),
		cmocka_unit_test(test_what_people_are_told),
		cmocka_unit_test(test_our_own_code_keeps_the_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
