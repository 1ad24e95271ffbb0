/* Tests of src/cmd/talk.c, on the content of the working directory. */
#include "cmd/capture.h"

#define EMERGENCY "both my legs went numb and i cant pee"
#define TALK(input) RUN_INPUT(cmd_talk, (input), "talk", "--content=.")

/* The text up to the first place of a mark, and what is behind it. */
static const char *after(const char *mark)
{
	const char *at = strstr(OUT, mark);

	if (!at)
		fail_msg("'%s' is not in: %s", mark, OUT);
	return at + strlen(mark);
}

static void converses(void **state)
{
	(void)state;
	assert_int_equal(TALK("what causes back spasms?\r\n\n\nhow do i cook rice"), 0);
	assert_contains(OUT, "Back spasms have five main kinds of cause");
	assert_contains(after("Back spasms have"), "I cannot answer that");
	/* nobody sits in front of it: no prompts, no welcome */
	assert_lacks(OUT, "you>");
	assert_lacks(OUT, "Goodbye");
	assert_string_equal(ERR, "");
	assert_int_equal(TALK(""), 0);
	assert_string_equal(OUT, "");
}

static void remembers(void **state)
{
	static const char next[] = "does heat help a back spasm?\nhow long does it last?\n";
	static const char anew[] = "does heat help a back spasm?\n/new\nhow long does it last?\n";

	(void)state;
	assert_int_equal(RUN_INPUT(cmd_talk, next, "talk", "--content=.", "--channel=ambient"), 0);
	assert_lacks(OUT, "(silence: ");
	assert_int_equal(RUN_INPUT(cmd_talk, anew, "talk", "--content=.", "--channel=ambient"), 0);
	assert_contains(after("A new conversation."), "(silence: ");
}

static void region(void **state)
{
	(void)state;
	assert_int_equal(RUN_INPUT(cmd_talk, EMERGENCY, "talk", "--content=.", "--region=uk"), 0);
	assert_contains(OUT, "Call 999");
	assert_int_equal(TALK("/region us\n" EMERGENCY "\n/region   nz\n" EMERGENCY "\n"), 0);
	assert_contains(after("Numbers are now those of us."), "Call 911");
	assert_contains(after("Numbers are now those of nz."), "Call 111");
	/* one that is not known changes nothing */
	assert_int_equal(TALK("/region us\n/region xx\n/region\n" EMERGENCY "\n"), 0);
	assert_contains(OUT, "There is no region 'xx'.");
	assert_contains(after("There is no region ''."), "Call 911");
}

static void channel(void **state)
{
	(void)state;
	assert_int_equal(TALK("/channel ambient\nhow do i cook rice\n/channel direct\n"
			      "how do i cook rice\n/channel off\nhow do i cook rice\n"),
		0);
	assert_contains(after("The channel is now ambient."), "(silence: ");
	assert_contains(after("The channel is now direct."), "I cannot answer that");
	assert_contains(after("A channel is direct, faq or ambient."), "I cannot answer that");
}

static void explains(void **state)
{
	(void)state;
	assert_int_equal(TALK("/explain\nwhat causes back spasms?\n/explain\nthanks\n"), 0);
	assert_contains(after("Replies are now explained."), "causes.overview");
	assert_lacks(after("Replies are no longer explained."), "meta.thanks");
	assert_int_equal(RUN_INPUT(cmd_talk, "what causes back spasms?\n", "talk", "--content=.",
				 "--explain"),
		0);
	assert_contains(OUT, "causes.overview");
}

static void commands(void **state)
{
	static const char *const ends[] = {"/quit\n", "/exit\n", "/quit now\n"};
	char input[100];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		snprintf(input, sizeof(input), "%show do i cook rice\n", ends[i]);
		assert_int_equal(TALK(input), 0);
		assert_string_equal(OUT, "");
	}
	assert_int_equal(TALK("/help\n"), 0);
	assert_contains(OUT, "/region uk");
	assert_int_equal(TALK("/nonsense x\n/\n/qui\n/quits\n"), 0);
	assert_contains(OUT, "There is no command /nonsense.\n");
	assert_contains(OUT, "There is no command /.\n");
	assert_contains(OUT, "There is no command /qui.\n");
	assert_contains(after("There is no command /quits.\n"), "/region uk");
}

/* Any bytes, a NUL at the beginning among them, and a line without end. */
static void any_bytes(void **state)
{
	static const char input[] = "\0 " EMERGENCY "\n\xff\xfe\n";
	static const char *const args[] = {"talk", "--content=.", NULL};
	char *wall = malloc(300000);

	(void)state;
	assert_int_equal(run_bytes(cmd_talk, args, input, sizeof(input) - 1), 0);
	assert_contains(OUT, "Call your local emergency number");
	assert_non_null(wall);
	memset(wall, 'x', 300000);
	memcpy(wall, EMERGENCY " ", strlen(EMERGENCY) + 1);
	assert_int_equal(run_bytes(cmd_talk, args, wall, 300000), 0);
	assert_contains(OUT, "Call your local emergency number");
	free(wall);
}

static void command_lines(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_talk, "talk", "--content=.", "hello"), EX_USAGE);
	assert_contains(ERR, "it reads what you type");
	assert_int_equal(RUN(cmd_talk, "talk", "--content=.", "--channel=off"), EX_USAGE);
	assert_contains(ERR, "--channel is direct, faq or ambient, not 'off'");
	assert_int_equal(RUN(cmd_talk, "talk", "--content=.", "--region=xx"), EX_USAGE);
	assert_contains(ERR, "there is no region 'xx'");
	assert_int_equal(RUN(cmd_talk, "talk", "--content=/nonexistent"), EX_DATAERR);
	assert_string_equal(OUT, "");
	assert_int_equal(RUN(cmd_talk, "talk", "--nonsense"), EX_USAGE);
	assert_int_equal(RUN(cmd_talk, "talk", "--help"), 0);
	assert_contains(OUT, "Usage: lumbard talk");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(converses, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(remembers, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(region, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(channel, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(explains, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(commands, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(any_bytes, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(command_lines, capture_set_up, capture_tear_down),
	};

	return cmocka_run_group_tests_name("cmd/talk", tests, NULL, NULL);
}
