/* The registry of platforms. */
#include "platform/host_mock.h"

#include "platform/platform.h"

static void test_find(void **state)
{
	const struct platform_adapter *a = platform_find("discord");

	(void)state;
	assert_non_null(a);
	assert_string_equal(a->name, "discord");
	assert_int_equal(a->abilities.max_chars, 2000);
	assert_true(a->abilities.idempotent);
	assert_null(platform_find("Discord"));
	assert_null(platform_find(""));
	assert_null(platform_find("irc"));
	assert_null(platform_find(NULL));
}

/* Whoever adds a platform fills in every function. */
static void test_adapters_are_whole(void **state)
{
	const struct platform_adapter *a = platform_find("discord");

	(void)state;
	assert_true(a->create && a->destroy && a->start && a->stop && a->stopped);
	assert_true(a->opened && a->received && a->closed && a->answered && a->tick && a->say);
	a->destroy(NULL);
	assert_non_null(a->checker);
	assert_true(a->checker->create && a->checker->destroy && a->checker->start);
	assert_true(a->checker->answered && a->checker->tick);
	a->checker->destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_adapters_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
