/* Tests of src/core/hint_file.c: tables of hints. */
#include "core/hint_file.h"

#include "core/hint_made.h"

static void names(void **state)
{
	(void)state;
	assert_true(hint_file_is("heat", "heater", 4));
	assert_false(hint_file_is("heat", "heater", 5));
	assert_false(hint_file_is("heat", "hea", 3));
}

/* A table's last line needs no end, and a word without pairs says nothing. */
static void lines(void **state)
{
	const struct hint_words *words;

	(void)state;
	made_put(&made, HINTS_FILE, INTENTS_LINE "  asked-words: \"pear 1:5 2:-7\\n\\nplum\"\n");
	made_good(&made);
	words = &made.content->hints->words[HINT_ASKED];
	assert_int_equal(words->n, 2);
	assert_int_equal(words->list[0].n, 2);
	assert_int_equal(words->list[0].pairs[1].weight, -7);
	assert_int_equal(words->list[1].n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test_setup_teardown(lines, set_up_none, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
