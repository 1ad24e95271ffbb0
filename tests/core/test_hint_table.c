/* Tests of src/core/hint_table.c: looking things up in the hints. */
#include "core/hint_table.h"

#include "core/hint_made.h"

static void in_order(void **state)
{
	const struct hint_row a = {.word = "heater", .len = 4}, b = {.word = "heated", .len = 5},
			      c = {.word = "heat", .len = 4};

	(void)state;
	assert_true(hint_table_order(&a, &b) < 0);
	assert_true(hint_table_order(&b, &a) > 0);
	assert_int_equal(hint_table_order(&a, &c), 0);
}

static void adds(void **state)
{
	const struct hint_pair pairs[] = {{0, 3}, {2, -4}};
	const struct hint_row row = {.pairs = pairs, .n = 2};
	int sums[3] = {1, 1, 1};

	(void)state;
	hint_table_add(&row, 10, sums);
	hint_table_add(NULL, 10, sums);
	assert_int_equal(sums[0], 31);
	assert_int_equal(sums[1], 1);
	assert_int_equal(sums[2], -39);
}

static void finds_words(void **state)
{
	const struct hints *h;

	(void)state;
	made_put(&made, HINTS_FILE,
		INTENTS_LINE "  asked-words: |\n    pear 1:1\n    apple 1:2\n    apples 1:3\n");
	made_good(&made);
	h = made.content->hints;
	ask("apple pear plum", NULL, NULL);
	assert_int_equal(
		hint_table_word(&h->words[HINT_ASKED], made.reading, 0)->pairs[0].weight, 2);
	assert_int_equal(
		hint_table_word(&h->words[HINT_ASKED], made.reading, 1)->pairs[0].weight, 1);
	assert_null(hint_table_word(&h->words[HINT_ASKED], made.reading, 2));
	assert_null(hint_table_word(&h->words[HINT_TOLD], made.reading, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_order),
		cmocka_unit_test(adds),
		cmocka_unit_test_setup_teardown(finds_words, set_up_none, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
