/* IDENTIFYs are spaced, and stay below what resets a token. */
#include "platform/host_mock.h"

#include "platform/discord_budget.h"

#define T0 1000000

static void test_two_are_five_seconds_apart(void **state)
{
	struct discord_budget b;

	(void)state;
	discord_budget_init(&b);
	assert_int_equal(discord_budget_when(&b, T0), T0);
	discord_budget_spend(&b, T0);
	assert_int_equal(discord_budget_when(&b, T0), T0 + DISCORD_BUDGET_SPACING_MS);
	assert_int_equal(discord_budget_when(&b, T0 + 6000), T0 + 6000);
}

static void test_none_left(void **state)
{
	struct discord_budget b;

	(void)state;
	discord_budget_init(&b);
	discord_budget_told(&b, 0, 3600000, T0);
	assert_int_equal(discord_budget_when(&b, T0), T0 + 3600000);
	assert_int_equal(discord_budget_when(&b, T0 + 3599999), T0 + 3600000);
	assert_int_equal(discord_budget_when(&b, T0 + 3600000), T0 + 3600000);
}

static void test_the_last_one(void **state)
{
	struct discord_budget b;

	(void)state;
	discord_budget_init(&b);
	discord_budget_told(&b, 1, 3600000, T0);
	assert_int_equal(discord_budget_when(&b, T0), T0);
	discord_budget_spend(&b, T0);
	assert_int_equal(discord_budget_when(&b, T0 + 10000), T0 + 3600000);
}

static void test_foreign_numbers(void **state)
{
	struct discord_budget b;

	(void)state;
	discord_budget_init(&b);
	discord_budget_told(&b, 0, INT64_MAX, T0);
	assert_int_equal(discord_budget_when(&b, T0), T0 + DISCORD_BUDGET_DAY_MS);
	discord_budget_told(&b, -5, -7, T0);
	assert_int_equal(discord_budget_when(&b, T0), T0);
}

static void test_own_count_without_being_told(void **state)
{
	int64_t now = T0, at[3 * DISCORD_BUDGET_OWN];
	struct discord_budget b;
	size_t n;

	(void)state;
	discord_budget_init(&b);
	for (n = 0; n < sizeof(at) / sizeof(at[0]); n++) {
		while (discord_budget_when(&b, now) > now)
			now = discord_budget_when(&b, now);
		at[n] = now;
		discord_budget_spend(&b, now);
	}
	assert_int_equal(at[DISCORD_BUDGET_OWN], T0 + DISCORD_BUDGET_DAY_MS);
	assert_int_equal(at[2 * DISCORD_BUDGET_OWN], T0 + 2 * DISCORD_BUDGET_DAY_MS);
}

static void test_full_again_after_the_reset(void **state)
{
	struct discord_budget b;

	(void)state;
	discord_budget_init(&b);
	discord_budget_told(&b, 0, 1000, T0);
	assert_int_equal(discord_budget_when(&b, T0 + 1000), T0 + 1000);
	discord_budget_spend(&b, T0 + 1000);
	assert_int_equal(discord_budget_when(&b, T0 + 10000), T0 + 10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_are_five_seconds_apart),
		cmocka_unit_test(test_none_left),
		cmocka_unit_test(test_the_last_one),
		cmocka_unit_test(test_foreign_numbers),
		cmocka_unit_test(test_own_count_without_being_told),
		cmocka_unit_test(test_full_again_after_the_reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
