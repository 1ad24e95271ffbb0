/* Tests of src/cmd/diff.c. */
#include "cmd/capture.h"

static void command_lines(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_diff, "diff", "."), EX_USAGE);
	assert_int_equal(RUN(cmd_diff, "diff", ".", "/nonexistent"), EX_DATAERR);
	assert_int_equal(RUN(cmd_diff, "diff", "--help"), 0);
}

/* A flag that takes ice baths for a danger: everything that speaks of ice is graver, and told so. */
static void differences(void **state)
{
	static const char flag[] =
		"flags:\n"
		"  icy: {tier: urgent, always: true, rules: [heat-ice], examples: [ice ice ice]}\n";
	static const char reply[] =
		"---\ntitle: T\ntier: urgent\n---\n**Get help from {urgent}.**\n";
	char command[512];

	(void)state;
	assert_int_equal(RUN(cmd_diff, "diff", ".", "."), 0);
	assert_contains(OUT, "0 of ");
	snprintf(command, sizeof(command), "mkdir '%s/c' && cp -R intents responses '%s/c'",
		ran.world.dir, ran.world.dir);
	assert_int_equal(system(command), 0);
	world_write(world_path(&ran.world, "c/intents/icy.yaml"), flag);
	world_write(world_path(&ran.world, "c/responses/flags/icy.md"), reply);
	assert_int_equal(RUN(cmd_diff, "diff", ".", world_path(&ran.world, "c")), 1);
	/* an example of the new content is among the messages */
	assert_contains(OUT, "\nice ice ice\n    example of icy, direct\n    before: ");
	assert_contains(OUT, "\n    after:  escalate urgent for icy");
	assert_contains(OUT, ", 0 as milder\n");
	assert_int_equal(RUN(cmd_diff, "diff", world_path(&ran.world, "c"), "."), 1);
	assert_contains(OUT, ", 0 of them as graver, ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(command_lines, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(differences, capture_set_up, capture_tear_down),
	};

	return cmocka_run_group_tests_name("cmd/diff", tests, NULL, NULL);
}
