/* Tests of src/core/hint_flag.c: red flags by what was learned. */
#include "core/hint_flag.h"

#include "core/hint_made.h"

#define FLAGS_LINE "flag-hints:\n  flags: numbness saddle gone pregnant\n"

/* The statuses of three flags after weighing, their rules having found `status`. */
static const char *weighed(const char *text, enum flag_status status, bool spoke)
{
	static char out[128];
	const struct flags *flags = made.content->flags;
	struct flag_finding findings[FLAG_MAX] = {0};
	struct ask_view view;
	size_t i, n = 0;

	ask(text, NULL, NULL);
	view = hint_view(LUMBAR_DIRECT);
	view.scopes = &scopes;
	view.spoke = spoke;
	for (i = 0; i < flags->count; i++)
		findings[i] = (struct flag_finding){.status = status, .tier = flags->list[i].tier};
	hint_flag_weigh(made.content->flag_hints, flags, &view, findings);
	for (i = 0; i < flags->count; i++) {
		if (findings[i].status != status)
			n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%s %s", n ? ", " : "",
				flags->list[i].id, flag_status_name(findings[i].status));
	}
	return n ? out : "";
}

static void reported(void **state)
{
	(void)state;
	made_put(&made, HINTS_FILE,
		FLAGS_LINE "  base: 0:-10 1:-10 3:-10\n"
			   "  names: |\n    leg 0:15\n    groin 1:15\n    nowhere 1:1000\n"
			   "  words: |\n    jelly 0:10\n    baby 3:40\n"
			   "  not-words: |\n    jelly 0:-90\n");
	made_good(&made);
	assert_string_equal(weighed("so my leg walk", FLAG_ABSENT, false), "numbness reported");
	assert_string_equal(weighed("so my walk walk", FLAG_ABSENT, false), "");
	assert_string_equal(weighed("my leg and groin walk", FLAG_ABSENT, false),
		"saddle reported, numbness reported");
	/* a few words are not enough, nor is a general question, and what rules ruled out stays so */
	assert_string_equal(weighed("my leg walk", FLAG_ABSENT, false), "");
	assert_string_equal(weighed("does leg help walk?", FLAG_ABSENT, false), "");
	assert_string_equal(weighed("so my leg walk", FLAG_NEGATED, false), "");
	assert_string_equal(weighed("my leg no jelly", FLAG_ABSENT, false), "");
	/* each counts once, and what can wait needs more */
	assert_string_equal(weighed("my jelly jelly jelly jelly", FLAG_ABSENT, false), "");
	assert_string_equal(weighed("so my baby walk", FLAG_ABSENT, false), "pregnant reported");
}

#define STORY "my walk my walk my walk my walk my walk my walk my walk my walk my walk my walk"

static void doubted(void **state)
{
	(void)state;
	made_put(&made, HINTS_FILE, FLAGS_LINE "  base: 0:-60 1:-60\n");
	made_good(&made);
	/* an emergency never is, nor what is said in a few words, or in a conversation */
	assert_string_equal(weighed(STORY, FLAG_REPORTED, false), "numbness doubted");
	assert_string_equal(weighed(STORY, FLAG_REPORTED, true), "");
	assert_string_equal(weighed("my walk", FLAG_REPORTED, false), "");
}

static void none(void **state)
{
	(void)state;
	made_good(&made);
	assert_null(made.content->flag_hints);
	assert_string_equal(weighed("my leg walk", FLAG_ABSENT, false), "");
}

static void refused(void **state)
{
	(void)state;
	made_bad(&made, HINTS_FILE, FLAGS_LINE "  names: |\n    leg 9:1\n",
		"a hint is the number of a column, a colon and a weight");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reported, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(doubted, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(none, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(refused, set_up_none, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
