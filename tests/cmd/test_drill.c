/* Tests of src/cmd/drill.c: its command line; tests/system/staff-commands.test.mjs has what it does. */
#include "cmd/capture.h"

#define CONFIG "accounts: [{name: main, platform: discord, token: {env: LUMBARD_TEST_TOKEN}}]\n"

static const char *write_config(void)
{
	return run_file("c.yaml", CONFIG, strlen(CONFIG));
}

static void command_lines(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_drill, "drill", "x"), EX_USAGE);
	assert_contains(ERR, "drill takes no operands");
	assert_int_equal(RUN(cmd_drill, "drill", "--nonsense"), EX_USAGE);
	assert_int_equal(RUN(cmd_drill, "drill", "--help"), 0);
	assert_contains(OUT, "--server");
	assert_int_equal(RUN(cmd_drill, "drill", "--config", "/nonexistent"), EX_NOINPUT);
}

static void nobody(void **state)
{
	(void)state;
	setenv("LUMBARD_TEST_TOKEN", "MTIz.NDU2.Nzg5-of-main", 1);
	assert_int_equal(RUN(cmd_drill, "drill", "--config", write_config()), EX_CONFIG);
	assert_contains(OUT, "There is nobody to be told");
	unsetenv("LUMBARD_TEST_TOKEN");
	assert_int_equal(RUN(cmd_drill, "drill", "--config", write_config()), EX_CONFIG);
	assert_contains(ERR, "there is no token");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(command_lines, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(nobody, capture_set_up, capture_tear_down),
	};

	return cmocka_run_group_tests_name("cmd/drill", tests, NULL, NULL);
}
