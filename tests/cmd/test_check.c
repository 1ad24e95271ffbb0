/* Tests of src/cmd/check.c. */
#include <limits.h>

#include "cmd/capture.h"

#define EXTRA "zz-extra.yaml"

/* A copy of the content of the working directory, in which one file more can stand. */
static const char *copy_with(const char *text)
{
	char command[512];

	snprintf(command, sizeof(command),
		"rm -rf '%s/c' && mkdir '%s/c' && cp -R intents responses '%s/c'", ran.world.dir,
		ran.world.dir, ran.world.dir);
	assert_int_equal(system(command), 0);
	world_write(world_path(&ran.world, "c/intents/" EXTRA), text);
	return world_path(&ran.world, "c");
}

static void all_right(void **state)
{
	unsigned intents, flags, answers, terms, words;

	(void)state;
	assert_int_equal(RUN(cmd_check, "check", "."), 0);
	assert_int_equal(sscanf(OUT, "%u intents, %u red flags, %u answers, %u terms, %u words",
				 &intents, &flags, &answers, &terms, &words),
		5);
	assert_true(intents > 0 && flags > 0 && answers > intents && terms > 0 && words > 0);
	assert_contains(OUT, ": 0 errors, ");
}

/* An example that goes elsewhere, and a pattern that is none: where and what, and 1. */
static void errors(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_check, "check",
				 copy_with("intents:\n  treatment.overview:\n"
					   "    examples: [what causes back spasms?]\n")),
		1);
	assert_contains(ERR, "/intents/" EXTRA ":");
	assert_contains(ERR, ": error: ");
	assert_int_equal(RUN(cmd_check, "check", copy_with("words:\n  zz: ['(']\n")), 1);
	assert_contains(ERR, "/intents/" EXTRA ":2:");
	assert_contains(OUT, "1 error, 0 warnings: the content cannot be used\n");
	/* and without that it is right again */
	assert_int_equal(RUN(cmd_check, "check", copy_with("# nothing\n{}\n")), 0);
}

static void no_content(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_check, "check", "/nonexistent"), 1);
	assert_contains(OUT, "the content cannot be used");
	assert_contains(ERR, "/nonexistent");
	assert_int_equal(RUN(cmd_check, "check", ran.world.dir), 1);
	assert_contains(OUT, "the content cannot be used");
}

/* 0 or 1 and nothing else, whatever the command line. */
static void command_lines(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_check, "check", "--content", "/nonexistent"), 1);
	assert_contains(ERR, "/nonexistent");
	assert_int_equal(RUN(cmd_check, "check", "--content", ".", "."), 1);
	assert_contains(ERR, "one folder at a time");
	assert_int_equal(RUN(cmd_check, "check", ".", "."), 1);
	assert_contains(ERR, "one folder at a time");
	assert_string_equal(OUT, "");
	assert_int_equal(RUN(cmd_check, "check", "--nonsense"), 1);
	assert_contains(ERR, "there is no option --nonsense");
	assert_int_equal(RUN(cmd_check, "check", "--help"), 0);
	assert_contains(OUT, "Usage: lumbard check [DIR]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(all_right, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(errors, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(no_content, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(command_lines, capture_set_up, capture_tear_down),
	};

	return cmocka_run_group_tests_name("cmd/check", tests, NULL, NULL);
}
