/* Tests of src/cmd/forget.c: its command line; tests/system/staff-commands.test.mjs has what it does. */
#include "cmd/capture.h"

static const char *write_config(const char *more)
{
	char text[512];

	snprintf(text, sizeof(text),
		"accounts: [{name: main, platform: discord, token: {env: T}}]\n%s", more);
	return run_file("c.yaml", text, strlen(text));
}

static void command_lines(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_forget, "forget"), EX_USAGE);
	assert_int_equal(RUN(cmd_forget, "forget", "--user", ""), EX_USAGE);
	assert_int_equal(RUN(cmd_forget, "forget", "--user", "5", "6"), EX_USAGE);
	assert_contains(ERR, "forget takes --user ID");
	assert_int_equal(RUN(cmd_forget, "forget", "--help"), 0);
	assert_int_equal(
		RUN(cmd_forget, "forget", "--user", "5", "--config", "/nonexistent"), EX_NOINPUT);
}

static void nothing(void **state)
{
	char more[256];

	(void)state;
	unsetenv("STATE_DIRECTORY");
	assert_int_equal(
		RUN(cmd_forget, "forget", "--user", "5", "--config", write_config("")), EX_CONFIG);
	assert_contains(OUT, "names no 'state'");
	snprintf(more, sizeof(more), "state: %s\n", ran.world.dir);
	assert_int_equal(
		RUN(cmd_forget, "forget", "--user", "5", "--config", write_config(more)), 0);
	assert_contains(OUT, "Nothing is kept in /");
	run_file("lumbard.db", "garbage that is no database at all", 34);
	assert_int_equal(
		RUN(cmd_forget, "forget", "--user", "5", "--config", write_config(more)), EX_IOERR);
	assert_contains(ERR, "nothing is certain to be erased: ");
	assert_string_equal(OUT, "");
	run_file("lumbard.db", "", 0);
	assert_int_equal(
		RUN(cmd_forget, "forget", "--user", "5", "--config", write_config(more)), 0);
	assert_string_equal(OUT, "Erased: 0.\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(command_lines, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(nothing, capture_set_up, capture_tear_down),
	};

	return cmocka_run_group_tests_name("cmd/forget", tests, NULL, NULL);
}
