/* Tests of src/sys/header.c. */
#include "sys/header.h"

#include "sys/world.h"

static void values(void **state)
{
	(void)state;
	assert_true(header_value_ok("Bot abc.def-_~"));
	assert_true(header_value_ok("DiscordBot (https://example.org, 1)"));
	assert_false(header_value_ok(""));
	assert_false(header_value_ok("a\r\nX-Evil: b"));
	assert_false(header_value_ok("a\nb"));
	assert_false(header_value_ok("a\tb"));
	assert_false(header_value_ok("a\x7f"));
	assert_false(header_value_ok("caf\xc3\xa9"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
