/* Tests of src/cmd/unanswered.c. */
#include "cmd/capture.h"

#include "sys/store_db.h"

static const char *write_config(const char *folder)
{
	char text[512];

	snprintf(text, sizeof(text),
		"accounts: [{name: main, platform: discord, token: {env: T}}]\n%s%s\n",
		folder ? "state: " : "", folder ? folder : "");
	return run_file("c.yaml", text, strlen(text));
}

static void store(const struct store_unanswered *unanswered)
{
	struct store_db *d = store_db_create(ran.world.dir, INT64_MAX / 4, INT64_MAX / 4, 1);
	struct store_ops ops = STAILQ_HEAD_INITIALIZER(ops);
	struct store_op *op = store_op_create(&(struct store_op){.kind = STORE_OP_UNANSWERED,
		.owner = {.account = "main"},
		.unanswered = *unanswered});

	assert_true(d && op);
	STAILQ_INSERT_TAIL(&ops, op, link);
	store_db_run(d, &ops);
	assert_int_equal(op->result, STORE_DONE);
	store_op_free(op);
	store_db_destroy(d);
}

static void command_lines(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_unanswered, "unanswered", "x"), EX_USAGE);
	assert_int_equal(RUN(cmd_unanswered, "unanswered", "--help"), 0);
	assert_int_equal(RUN(cmd_unanswered, "unanswered", "--config", "/nonexistent"), EX_NOINPUT);
}

static void nothing(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_unanswered, "unanswered", "--config", write_config(NULL)), 0);
	assert_contains(OUT, "names no 'state'");
	assert_int_equal(
		RUN(cmd_unanswered, "unanswered", "--config", write_config(ran.world.dir)), 0);
	assert_string_equal(OUT, "Nothing went unanswered.\n");
	run_file(STORE_FILE, "garbage that is no database at all", 34);
	assert_int_equal(RUN(cmd_unanswered, "unanswered", "--config", write_config(ran.world.dir)),
		EX_IOERR);
}

/* Shapes, then texts whose time is not over; nothing of them moves the terminal's cursor. */
static void printed(void **state)
{
	static const struct store_unanswered late = {0, "tea", "10", "c-9", "2", "u", "too old", 1};
	static const struct store_unanswered kept = {
		86400000, "tea", "20", "c-9", "1", "u", "is \x1b[2Jtea\nok", INT64_MAX / 4};

	(void)state;
	store(&(struct store_unanswered){.at_ms = 0, .shape = "milk + ask-dose"});
	store(&late);
	store(&kept);
	assert_int_equal(
		RUN(cmd_unanswered, "unanswered", "--config", write_config(ran.world.dir)), 0);
	assert_contains(OUT, "times  last        shape\n"
			     "    2  1970-01-02  tea\n"
			     "    1  1970-01-01  milk + ask-dose\n");
	assert_contains(OUT, "1970-01-02  c-9                   is  [2Jtea ok\n");
	assert_null(strstr(OUT, "too old"));
	/* what goes by itself, and what does not */
	assert_contains(OUT, "lumbard suggest SHAPE");
	assert_contains(OUT, "--done SHAPE takes the old one away");
	assert_int_equal(RUN(cmd_unanswered, "unanswered", "--json", "--config",
				 write_config(ran.world.dir)),
		0);
	assert_contains(
		OUT, "{\"shape\":\"tea\",\"account\":\"main\",\"last\":\"1970-01-02\",\"n\":2}\n");
	assert_contains(OUT, "\"text\":\"is \\u001b[2Jtea\\nok\"}\n");
}

/* What has an answer, or needs none, is listed no longer, on whichever server it was asked. */
static void done_with(void **state)
{
	const char *config = write_config(ran.world.dir);

	(void)state;
	store(&(struct store_unanswered){.shape = "tea", .server = "10"});
	store(&(struct store_unanswered){.shape = "tea", .server = "20"});
	store(&(struct store_unanswered){.shape = "milk", .server = "10"});
	assert_int_equal(RUN(cmd_unanswered, "unanswered", "--done", "tea", "--config", config), 0);
	assert_contains(OUT, "'tea' is no longer listed.");
	assert_int_equal(RUN(cmd_unanswered, "unanswered", "--config", config), 0);
	assert_contains(OUT, "milk");
	assert_null(strstr(OUT, "tea"));
	assert_int_equal(
		RUN(cmd_unanswered, "unanswered", "--done", "tea", "--config", config), EX_DATAERR);
	assert_contains(ERR, "'tea' is no shape that went unanswered");
	assert_int_equal(
		RUN(cmd_unanswered, "unanswered", "--done", "", "--config", config), EX_USAGE);
	assert_int_equal(
		RUN(cmd_unanswered, "unanswered", "--done", "tea", "--config", write_config(NULL)),
		EX_CONFIG);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, capture_set_up, capture_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(command_lines),
		TEST(nothing),
		TEST(printed),
		TEST(done_with),
	};

	return cmocka_run_group_tests_name("cmd/unanswered", tests, NULL, NULL);
}
