/* Tests of src/platform/discord_token.c. */
#include "platform/host_mock.h"

#include "platform/discord_token.h"

static void test_what_looks_right(void **state)
{
	(void)state;
	assert_null(discord_token_doubt("MTk4NjIyNDgzNDcxOTI1MjQ4.not-a-real.token-of-any_bot"));
	assert_null(discord_token_doubt("a.b.c"));
}

static void test_what_people_paste(void **state)
{
	(void)state;
	assert_contains(discord_token_doubt("Bot a.b.c"), "leave that out");
	assert_contains(discord_token_doubt("bot a.b.c"), "leave that out");
	assert_contains(discord_token_doubt("\"a.b.c\""), "quotation mark");
	assert_contains(discord_token_doubt("'a.b.c'"), "quotation mark");
	assert_contains(discord_token_doubt("1300000000000000001"), "the application's id");
	assert_contains(discord_token_doubt("3f9c0de5aa11"), "three parts");
	assert_contains(discord_token_doubt("a.b"), "three parts");
	assert_contains(discord_token_doubt(""), "Reset Token");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_looks_right),
		cmocka_unit_test(test_what_people_paste),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
