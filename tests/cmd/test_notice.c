/* Tests of src/cmd/notice.c. */
#include "cmd/capture.h"

static void command_lines(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_notice, "privacy-notice", "x"), EX_USAGE);
	assert_int_equal(RUN(cmd_notice, "privacy-notice", "--format", "x"), EX_USAGE);
	assert_int_equal(
		RUN(cmd_notice, "privacy-notice", "--content", ".", "--region", "xx"), EX_USAGE);
	assert_int_equal(RUN(cmd_notice, "privacy-notice", "--content", ".", "--config", "/none"),
		EX_NOINPUT);
	assert_int_equal(
		RUN(cmd_notice, "privacy-notice", "--content", "/nonexistent"), EX_DATAERR);
}

/* What the configuration keeps is said, channel by channel. */
static void printed(void **state)
{
	static const char config[] =
		"accounts: [{name: main, platform: discord, token: {env: T}}]\nretention: 3d\n"
		"servers: [{id: '1', channels: [{id: '5', keep-unanswered: 9d}, {id: '6'}]}]\n";

	(void)state;
	assert_int_equal(RUN(cmd_notice, "privacy-notice", "--content", ".", "--region", "uk"), 0);
	assert_contains(OUT, "**I do not store what you write.**");
	assert_contains(OUT, "call 999");
	assert_null(strstr(OUT, "<#"));
	assert_int_equal(RUN(cmd_notice, "privacy-notice", "--content", ".", "--format", "plain",
				 "--config", run_file("c.yaml", config, sizeof(config) - 1)),
		0);
	assert_null(strstr(OUT, "**"));
	assert_contains(OUT, "erased after 3 days, the record of alerts after 365.");
	assert_contains(OUT, "In <#5>, questions that I could not answer are kept for 9 days");
	assert_null(strstr(OUT, "<#6>"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(command_lines, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(printed, capture_set_up, capture_tear_down),
	};

	return cmocka_run_group_tests_name("cmd/notice", tests, NULL, NULL);
}
