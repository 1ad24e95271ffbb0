/* Tests of src/cmd/new.c. */
#include "cmd/capture.h"

static const char *copy(void)
{
	char command[512];

	snprintf(command, sizeof(command), "mkdir '%s/c' && cp -R intents responses '%s/c'",
		ran.world.dir, ran.world.dir);
	assert_int_equal(system(command), 0);
	return world_path(&ran.world, "c");
}

static void command_lines(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_new, "new"), EX_USAGE);
	assert_int_equal(RUN(cmd_new, "new", "intent"), EX_USAGE);
	assert_int_equal(RUN(cmd_new, "new", "answer", "a.b"), EX_USAGE);
	assert_int_equal(RUN(cmd_new, "new", "--content", ".", "intent", "../../x.y"), EX_USAGE);
	assert_int_equal(
		RUN(cmd_new, "new", "--content", ".", "intent", "prevention.posture"), EX_USAGE);
	assert_contains(ERR, "there is an intent of this id already");
	assert_int_equal(
		RUN(cmd_new, "new", "--content", ".", "--shape", "nonsense", "intent", "a.b"),
		EX_USAGE);
	assert_int_equal(
		RUN(cmd_new, "new", "--content", "/nonexistent", "intent", "a.b"), EX_DATAERR);
}

/* Both files are there, can be used as they are, and are told to be unfinished. */
static void made(void **state)
{
	char folder[256];

	(void)state;
	snprintf(folder, sizeof(folder), "%s", copy());
	assert_int_equal(RUN(cmd_new, "new", "--content", folder, "intent", "mine.sleep"), 0);
	assert_contains(OUT, "c/responses/mine/sleep.md\n");
	assert_contains(OUT, "c/intents/mine-sleep.yaml\n");
	assert_int_equal(RUN(cmd_diff, "diff", ".", folder), 0);
	assert_int_equal(RUN(cmd_check, "check", folder), 1);
	assert_contains(ERR, "c/intents/mine-sleep.yaml:5:3: warning: mine.sleep has no examples");
	assert_contains(ERR, "c/responses/mine/sleep.md:7:1: error: there is no such slot");
	assert_contains(ERR, "c/responses/mine/sleep.md:7:1: error: the answer names no source");
}

/* What is there is not written over. */
static void kept(void **state)
{
	char folder[256];

	(void)state;
	snprintf(folder, sizeof(folder), "%s", copy());
	world_write(world_path(&ran.world, "c/intents/mine-sleep.yaml"), "# mine\n{}\n");
	assert_int_equal(
		RUN(cmd_new, "new", "--content", folder, "intent", "mine.sleep"), EX_CANTCREAT);
	assert_contains(ERR, "c/intents/mine-sleep.yaml is there already");
	assert_int_equal(access(world_path(&ran.world, "c/responses/mine"), F_OK), -1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, capture_set_up, capture_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(command_lines),
		TEST(made),
		TEST(kept),
	};

	return cmocka_run_group_tests_name("cmd/new", tests, NULL, NULL);
}
