/* What is remembered of channels, and for how long. */
#include "platform/host_mock.h"

#include "platform/discord_cache.h"

static void put(struct discord_cache *c, uint64_t id, int64_t type, const char *name)
{
	char copy[64];
	struct discord_cache_entry e = {.id = id, .type = type, .parent = "5", .until = 100};

	mock_copy(copy, sizeof(copy), name);
	e.name = name ? copy : NULL;
	assert_int_equal(discord_cache_put(c, &e), 0);
}

static void test_remembers(void **state)
{
	struct discord_cache *c = discord_cache_create();
	const struct discord_cache_entry *e;

	(void)state;
	assert_null(discord_cache_get(c, 1, 0));
	put(c, 1, 11, "a thread");
	put(c, 2, 0, NULL);
	e = discord_cache_get(c, 1, 1000000);
	assert_non_null(e);
	assert_int_equal(e->type, 11);
	assert_string_equal(e->name, "a thread");
	assert_string_equal(e->parent, "5");
	assert_string_equal(discord_cache_get(c, 2, 0)->name, "");
	put(c, 1, 12, "renamed");
	assert_string_equal(discord_cache_get(c, 1, 0)->name, "renamed");
	discord_cache_destroy(c);
	discord_cache_destroy(NULL);
}

static void test_failures_are_forgotten_in_time(void **state)
{
	struct discord_cache *c = discord_cache_create();

	(void)state;
	put(c, 1, DISCORD_CACHE_UNKNOWN, NULL);
	assert_non_null(discord_cache_get(c, 1, 99));
	assert_null(discord_cache_get(c, 1, 100));
	assert_null(discord_cache_get(c, 1, 0));
	discord_cache_destroy(c);
}

static void test_the_least_lately_used_goes(void **state)
{
	struct discord_cache *c = discord_cache_create();
	uint64_t id;

	(void)state;
	for (id = 1; id <= DISCORD_CACHE_MAX; id++)
		put(c, id << 22, 0, NULL);
	assert_non_null(discord_cache_get(c, UINT64_C(1) << 22, 0));
	put(c, 7, 0, NULL);
	assert_non_null(discord_cache_get(c, UINT64_C(1) << 22, 0));
	assert_null(discord_cache_get(c, UINT64_C(2) << 22, 0));
	assert_non_null(discord_cache_get(c, UINT64_C(3) << 22, 0));
	assert_non_null(discord_cache_get(c, 7, 0));
	/* replacing one needs no room */
	put(c, 7, 11, NULL);
	assert_non_null(discord_cache_get(c, UINT64_C(4) << 22, 0));
	for (id = 1; id <= 3 * DISCORD_CACHE_MAX; id++)
		put(c, id * 1000003, 0, NULL);
	discord_cache_destroy(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_remembers),
		cmocka_unit_test(test_failures_are_forgotten_in_time),
		cmocka_unit_test(test_the_least_lately_used_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
