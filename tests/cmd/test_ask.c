/* Tests of src/cmd/ask.c, on the content of the working directory. */
#include "cmd/capture.h"
#include "lumbar.h"

#define EMERGENCY "both my legs went numb and i cant pee"
#define ASKS "what causes back spasms?"

static void replies(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_ask, "ask", "--content", ".", ASKS), 0);
	assert_contains(OUT, "cause");
	assert_lacks(OUT, "**");
	assert_int_equal(ran.out.data[ran.out.len - 1], '\n');
	assert_string_equal(ERR, "");
	/* words of their own are one text */
	assert_int_equal(RUN(cmd_ask, "ask", "--content=.", "--region=uk", "both", "my", "legs",
				 "went", "numb", "and", "i", "cant", "pee"),
		0);
	assert_contains(OUT, "Call 999");
	assert_int_equal(RUN(cmd_ask, "ask", "--content=.", EMERGENCY), 0);
	assert_contains(OUT, "Call your local emergency number");
}

static void formats(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_ask, "ask", "--content=.", "--format=discord", ASKS), 0);
	assert_contains(OUT, "**");
	assert_int_equal(RUN(cmd_ask, "ask", "--content=.", "--format=html", ASKS), 0);
	assert_contains(OUT, "<strong>");
}

/* Silence is on standard error, so that standard output holds replies and nothing else. */
static void silence(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_ask, "ask", "--content=.", "--channel=ambient", "cook rice"), 0);
	assert_string_equal(OUT, "");
	assert_contains(ERR, "(no reply: ");
	assert_lacks(ERR, "rice");
	assert_int_equal(RUN(cmd_ask, "ask", "--content=.", "--channel=direct", "cook rice"), 0);
	assert_contains(OUT, "I cannot answer that");
	/* nothing and blanks are messages, too */
	assert_int_equal(RUN(cmd_ask, "ask", "--content=.", "--channel=faq", ""), 0);
	assert_string_equal(OUT, "");
}

static void explains(void **state)
{
	const char *why, *reply;

	(void)state;
	assert_int_equal(RUN(cmd_ask, "ask", "--content=.", "--explain", "--", "-", ASKS), 0);
	why = strstr(OUT, "causes.overview");
	reply = strstr(OUT, "Back spasms have");
	assert_true(why && reply && why < reply);
}

/* What stands at the beginning of a text counts, however long the text is. */
static void long_text(void **state)
{
	static char text[LUMBAR_MESSAGE_MAX + 5000];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	memcpy(text, EMERGENCY " ", strlen(EMERGENCY) + 1);
	assert_int_equal(RUN(cmd_ask, "ask", "--content=.", "--region=us", text), 0);
	assert_contains(OUT, "Call 911");
	assert_int_equal(
		RUN(cmd_ask, "ask", "--content=.", "--region=us", EMERGENCY, text + 5000), 0);
	assert_contains(OUT, "Call 911");
}

/* An option behind the text would be asked about; behind "--" it is. */
static void late_options(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_ask, "ask", "--content=.", ASKS, "--explain"), EX_USAGE);
	assert_contains(ERR, "--explain stands behind it");
	assert_int_equal(RUN(cmd_ask, "ask", "--content=.", "--", ASKS, "--explain"), 0);
}

static void refuses(void **state)
{
	static const struct {
		const char *option, *text, *why;
	} cases[] = {
		{"--content=.", NULL, "what shall be asked?"},
		{"--channel=off", ASKS, "--channel is direct, faq or ambient, not 'off'"},
		{"--channel=", ASKS, "--channel is direct, faq or ambient, not ''"},
		{"--format=markdown", ASKS, "--format is plain, discord or html, not 'markdown'"},
		{"--nonsense", ASKS, "there is no option --nonsense"},
		{"--region=xx", ASKS, "there is no region 'xx'"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(RUN(cmd_ask, "ask", "--content=.", cases[i].option, cases[i].text),
			EX_USAGE);
		assert_contains(ERR, cases[i].why);
		assert_contains(ERR, "Usage: lumbard ask");
		assert_string_equal(OUT, "");
	}
	assert_int_equal(RUN(cmd_ask, "ask", "--help"), 0);
	assert_contains(OUT, "Usage: lumbard ask");
}

static void no_content(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_ask, "ask", "--content=/nonexistent", EMERGENCY), EX_DATAERR);
	assert_string_equal(OUT, "");
	assert_contains(ERR, "/nonexistent");
	assert_lacks(ERR, "legs");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(replies, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(formats, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(silence, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(explains, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(long_text, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(late_options, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(refuses, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(no_content, capture_set_up, capture_tear_down),
	};

	return cmocka_run_group_tests_name("cmd/ask", tests, NULL, NULL);
}
