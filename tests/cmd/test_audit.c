/* Tests of src/cmd/audit.c: its command line; tests/system/staff-commands.test.mjs has what it does. */
#include "cmd/capture.h"

#include "sys/store_tool.h"

static const char *write_config(void)
{
	char text[512];

	snprintf(text, sizeof(text),
		"accounts: [{name: main, platform: discord, token: {env: T}}]\nstate: %s\n",
		ran.world.dir);
	return run_file("c.yaml", text, strlen(text));
}

static void command_lines(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_audit, "audit", "x"), EX_USAGE);
	assert_int_equal(RUN(cmd_audit, "audit", "--days", "-1"), EX_USAGE);
	assert_int_equal(RUN(cmd_audit, "audit", "--days", "1x"), EX_USAGE);
	assert_contains(ERR, "--days is a whole number");
	assert_int_equal(RUN(cmd_audit, "audit", "--help"), 0);
	assert_int_equal(RUN(cmd_audit, "audit", "--config", "/nonexistent"), EX_NOINPUT);
}

/* Nothing is kept; or what is kept is none of ours. */
static void nothing(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_audit, "audit", "--config", write_config()), 0);
	assert_string_equal(OUT, "");
	assert_int_equal(RUN(cmd_audit, "audit", "--csv", "--config", write_config()), 0);
	assert_string_equal(
		OUT, "at,account,number,step,tier,flags,path,who,detail,message,link\r\n");
	run_file(STORE_FILE, "garbage that is no database at all", 34);
	assert_int_equal(RUN(cmd_audit, "audit", "--config", write_config()), EX_IOERR);
	assert_contains(ERR, "cannot be read: file is not a database");
}

/* What a spreadsheet or a parser would stumble over. */
static void odd_texts(void **state)
{
	struct store_tool tool = {.folder = ran.world.dir};

	(void)state;
	run_file(STORE_FILE, "", 0);
	assert_int_equal(store_tool_note(&tool, "main",
				 &(struct store_audit){.at_ms = 1000,
					 .step = "drill",
					 .path = "=1+1",
					 .detail = "say \"no\", or\nnot"}),
		STORE_TOOL_DONE);
	assert_int_equal(RUN(cmd_audit, "audit", "--config", write_config()), 0);
	assert_string_equal(OUT,
		"{\"at\":\"1970-01-01T00:00:01Z\",\"account\":\"main\",\"number\":\"\",\"step\":"
		"\"drill\",\"tier\":\"\",\"flags\":\"\",\"path\":\"=1+1\",\"who\":\"\",\"detail\":"
		"\"say \\\"no\\\", or\\nnot\",\"message\":\"\",\"link\":\"\"}\n");
	assert_int_equal(RUN(cmd_audit, "audit", "--csv", "--config", write_config()), 0);
	assert_contains(OUT,
		"\r\n\"1970-01-01T00:00:01Z\",\"main\",\"\",\"drill\",\"\",\"\",\"'=1+1\",\"\","
		"\"say \"\"no\"\", or\nnot\",\"\",\"\"\r\n");
	assert_int_equal(RUN(cmd_audit, "audit", "--days", "3", "--config", write_config()), 0);
	assert_string_equal(OUT, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(command_lines, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(nothing, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(odd_texts, capture_set_up, capture_tear_down),
	};

	return cmocka_run_group_tests_name("cmd/audit", tests, NULL, NULL);
}
