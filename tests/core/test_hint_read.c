/* Tests of src/core/hint_read.c: files of hints that are none. */
#include "core/hint_read.h"

#include "core/hint_made.h"

static void refused(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{"hints: {}\n", "hints need a list of what they speak for"},
		{"hints: {intents: [a]}\n", "hints need a list of what they speak for"},
		{INTENTS_LINE "  asked-words: [a]\n", "a table of hints is a text"},
		{INTENTS_LINE "  frames: {a: b}\n", "a table of hints is a text"},
		{INTENTS_LINE "  asked-words: |\n    apple 9:1\n",
			"a hint is the number of a column, a colon and a weight"},
		{INTENTS_LINE "  asked-words: |\n    apple -1:1\n",
			"a hint is the number of a column, a colon and a weight"},
		{INTENTS_LINE "  told-words: |\n    apple one\n",
			"a hint is the number of a column, a colon and a weight"},
		{INTENTS_LINE "  base: what\n",
			"a hint is the number of a column, a colon and a weight"},
		{INTENTS_LINE "  asked-names: |\n    heat 1:\n    ice 1:2\n",
			"a weight is a number up to 1000"},
		{INTENTS_LINE "  told-names: |\n    heat 1:1001\n",
			"a weight is a number up to 1000"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++) {
		made_close(&made);
		made_open(&made);
		made_bad(&made, HINTS_FILE, bad[i].text, bad[i].why);
	}
}

/* Names and intents that are gone are passed over. */
static void passed_over(void **state)
{
	(void)state;
	made_put(&made, HINTS_FILE,
		INTENTS_LINE
		"  asked-names: |\n    nowhere 1:9\n    heat 4:9\n  frames: |\n    gone 1:9\n"
		"  last: |\n    gone.intent 1:9\n  talk: |\n    nowhere 1:9\n");
	made_good(&made);
	assert_non_null(made.content->hints);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(refused, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(passed_over, set_up_none, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
