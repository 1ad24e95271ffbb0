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
	/* whichever 24 hours: the present hour may make it one more */
	for (n = DISCORD_BUDGET_OWN; n < sizeof(at) / sizeof(at[0]); n++) {
		assert_true(at[n] - at[n - DISCORD_BUDGET_OWN] >= DISCORD_BUDGET_DAY_MS);
		assert_true(at[n] - at[n - DISCORD_BUDGET_OWN] <=
			    DISCORD_BUDGET_DAY_MS + DISCORD_BUDGET_HOUR_MS);
	}
}

/* Discord may say what it likes: our own count holds beside it. */
static void test_the_breaker(void **state)
{
	struct discord_budget b;
	int64_t now = T0;
	int n;

	(void)state;
	discord_budget_init(&b);
	/* one early in the day, the others at its end and at the next one's beginning */
	discord_budget_spend(&b, now);
	now += DISCORD_BUDGET_DAY_MS - 2 * DISCORD_BUDGET_HOUR_MS;
	for (n = 1; n < DISCORD_BUDGET_OWN; n++) {
		assert_false(discord_budget_spent(&b, now));
		discord_budget_told(&b, 1000, 3600000, now);
		now = discord_budget_when(&b, now);
		discord_budget_spend(&b, now);
	}
	discord_budget_told(&b, 1000, 3600000, now);
	assert_int_equal(discord_budget_left(&b, now), 0);
	assert_true(discord_budget_spent(&b, now));
	/* the early one is over first, and gives back no more than itself */
	now = discord_budget_when(&b, now);
	assert_true(now >= T0 + DISCORD_BUDGET_DAY_MS);
	assert_int_equal(discord_budget_left(&b, now), 1);
	discord_budget_spend(&b, now);
	assert_true(discord_budget_when(&b, now) > now + 20 * DISCORD_BUDGET_HOUR_MS);
	/* after a long sleep everything is forgotten */
	assert_int_equal(discord_budget_left(&b, now + 9 * (int64_t)DISCORD_BUDGET_DAY_MS),
		DISCORD_BUDGET_OWN);
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

#define WALL 1700000000000
#define RESTART_MS 2000 /* between the two runs */

/* What the next run, whose clock begins anew, has left. */
static struct discord_budget next_run(const struct discord_budget *b, int64_t now, int64_t wall)
{
	struct discord_budget next;
	struct buf text;

	buf_init(&text, DISCORD_BUDGET_TEXT_MAX - 1);
	assert_true(discord_budget_write(b, now, WALL, &text));
	discord_budget_init(&next);
	discord_budget_read(&next, buf_str(&text), 50, wall);
	buf_free(&text);
	return next;
}

static void test_kept_over_restarts(void **state)
{
	struct discord_budget b, next;

	(void)state;
	discord_budget_init(&b);
	discord_budget_told(&b, 1, 3600000, T0);
	discord_budget_spend(&b, T0);
	next = next_run(&b, T0, WALL + RESTART_MS);
	assert_int_equal(next.left, 0);
	assert_int_equal(discord_budget_when(&next, 50), 50 + 3600000 - RESTART_MS);
	/* the day is over */
	next = next_run(&b, T0, WALL + 3600000);
	assert_int_equal(discord_budget_when(&next, 51), 51);
	assert_int_equal(next.left, DISCORD_BUDGET_OWN);
	/* the spacing holds as well */
	discord_budget_init(&b);
	discord_budget_spend(&b, T0);
	next = next_run(&b, T0, WALL + RESTART_MS);
	assert_int_equal(next.left, DISCORD_BUDGET_OWN - 1);
	assert_int_equal(
		discord_budget_when(&next, 50), 50 + DISCORD_BUDGET_SPACING_MS - RESTART_MS);
	/* a clock that went back makes nobody wait for years */
	next = next_run(&b, T0, WALL - 1000 * (int64_t)DISCORD_BUDGET_DAY_MS);
	assert_int_equal(discord_budget_when(&next, 50), 50 + DISCORD_BUDGET_SPACING_MS);
	assert_int_equal(next.reset_at, 50 + DISCORD_BUDGET_DAY_MS);
}

/* An open breaker stays open over restarts, and closes when its day is over. */
static void test_the_breaker_over_restarts(void **state)
{
	struct discord_budget b, next;
	int64_t now = T0, opens;
	int n;

	(void)state;
	discord_budget_init(&b);
	for (n = 0; n < DISCORD_BUDGET_OWN; n++) {
		now = discord_budget_when(&b, now);
		discord_budget_spend(&b, now);
	}
	opens = discord_budget_when(&b, now) - now;
	next = next_run(&b, now, WALL + RESTART_MS);
	assert_true(discord_budget_spent(&next, 50));
	assert_int_equal(discord_budget_when(&next, 50), 50 + opens - RESTART_MS);
	/* so it does after days of standing still */
	next = next_run(&b, now, WALL + 3 * (int64_t)DISCORD_BUDGET_DAY_MS);
	assert_int_equal(discord_budget_left(&next, 50), DISCORD_BUDGET_OWN);
	/* and a clock that went back keeps it for a day, not for years */
	next = next_run(&b, now, WALL - 1000 * (int64_t)DISCORD_BUDGET_DAY_MS);
	assert_true(discord_budget_spent(&next, 50));
	assert_true(discord_budget_when(&next, 50) <=
		    50 + DISCORD_BUDGET_DAY_MS + DISCORD_BUDGET_HOUR_MS);
}

static void test_texts_that_are_none(void **state)
{
	static const char *const texts[] = {NULL, "", "{", "[]", "{\"left\":3}",
		"{\"left\":\"3\",\"reset_at\":1,\"spaced_until\":1}",
		"{\"left\":99999,\"reset_at\":1,\"spaced_until\":1}"};
	struct discord_budget b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		discord_budget_init(&b);
		discord_budget_read(&b, texts[i], T0, WALL);
		assert_int_equal(b.left, DISCORD_BUDGET_OWN);
		assert_int_equal(discord_budget_when(&b, T0), T0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_are_five_seconds_apart),
		cmocka_unit_test(test_none_left),
		cmocka_unit_test(test_the_last_one),
		cmocka_unit_test(test_foreign_numbers),
		cmocka_unit_test(test_own_count_without_being_told),
		cmocka_unit_test(test_the_breaker),
		cmocka_unit_test(test_the_breaker_over_restarts),
		cmocka_unit_test(test_full_again_after_the_reset),
		cmocka_unit_test(test_kept_over_restarts),
		cmocka_unit_test(test_texts_that_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
