/* Tests of src/cmd/suggest.c. */
#include "cmd/capture.h"

static void command_lines(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_suggest, "suggest"), EX_USAGE);
	assert_int_equal(RUN(cmd_suggest, "suggest", "--content", ".", "nonsense"), EX_USAGE);
	assert_contains(ERR, "'nonsense' is no shape: nonsense: the lexicon has no such name");
	assert_int_equal(
		RUN(cmd_suggest, "suggest", "--content", "/nonexistent", "water"), EX_DATAERR);
	assert_int_equal(
		RUN(cmd_suggest, "suggest", "--content", ".", "--id", "x", "water"), EX_USAGE);
	assert_int_equal(RUN(cmd_suggest, "suggest", "--help"), 0);
}

/* What it prints is right once its examples are filled in: no error, and no warning either. */
static void right_when_filled_in(void **state)
{
	char command[512];
	char *text, *examples;
	struct buf yaml;

	(void)state;
	snprintf(command, sizeof(command), "mkdir '%s/c' && cp -R intents responses '%s/c'",
		ran.world.dir, ran.world.dir);
	assert_int_equal(system(command), 0);
	assert_int_equal(
		RUN(cmd_suggest, "suggest", "--content", ".", "uncovered-treatment + ask-treat"),
		0);
	assert_contains(OUT, "# intents/local-uncovered-treatment-treat.yaml, below /etc/lumbard");
	text = strdup(OUT);
	assert_non_null(text);
	examples = strstr(text, "examples: []");
	assert_non_null(examples);
	*examples = '\0';
	buf_init(&yaml, 4096);
	buf_printf(&yaml, "%sexamples: [does a magnet belt help a back spasm]\n%s", text,
		strchr(examples + 1, '\n') + 1);
	free(text);
	world_write(world_path(&ran.world, "c/intents/local-uncovered-treatment-treat.yaml"),
		buf_str(&yaml));
	buf_free(&yaml);
	assert_int_equal(RUN(cmd_check, "check", world_path(&ran.world, "c")), 0);
	assert_contains(OUT, ": 0 errors, 0 warnings\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(command_lines, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(
			right_when_filled_in, capture_set_up, capture_tear_down),
	};

	return cmocka_run_group_tests_name("cmd/suggest", tests, NULL, NULL);
}
