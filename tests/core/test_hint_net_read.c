/* Tests of src/core/hint_net_read.c: nets as they stand in files. */
#include "core/hint_net_read.h"

#include "core/hint_made.h"
#include "core/hint_own.h"

static void names(void **state)
{
	(void)state;
	assert_true(hint_net_read_is("heat", "heater", 4));
	assert_false(hint_net_read_is("heat", "heater", 5));
	assert_false(hint_net_read_is("heat", "hea", 3));
}

#define OUTPUT "hints:\n  outputs: |\n    speak -3 PP\n"

static const char *row_of(const struct hint_net *net, unsigned row)
{
	return net->rows + (row - 1) * net->hidden;
}

/* The last line needs no end, and a word's rows come together in order. */
static void lines(void **state)
{
	const struct hint_net *net;

	(void)state;
	made_put(&made, HINTS_FILE,
		OUTPUT "  rows: \"told-word:pear QQ\\nany-word:plum QP\\n\\nany-word:pear RP\\n"
		       "asked-start:stret PQ\\nany-word:apple PQ\"\n");
	made_good(&made);
	net = &made.content->hints->net;
	assert_int_equal(net->hidden, 2);
	assert_int_equal(net->outputs[0].bias, -3);
	assert_int_equal(net->words.n, 3);
	assert_memory_equal(net->words.list[0].word, "apple", 5);
	assert_memory_equal(net->words.list[1].word, "pear", 4);
	assert_memory_equal(row_of(net, net->words.list[1].any), "RP", 2);
	assert_memory_equal(row_of(net, net->words.list[1].row[HINT_TOLD]), "QQ", 2);
	assert_int_equal(net->words.list[1].row[HINT_ASKED], 0);
	assert_int_equal(net->starts.n, 1);
	assert_memory_equal(row_of(net, net->starts.list[0].row[HINT_ASKED]), "PQ", 2);
}

static void refused(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{"hints: {}\n", "hints have outputs and rows"},
		{"hints: {outputs: [a]}\n", "hints have outputs and rows"},
		{OUTPUT, "hints have outputs and rows"},
		{OUTPUT "  rows: [a]\n", "hints have outputs and rows"},
		{"hints:\n  outputs: |\n    speak PP\n  rows: ''\n", "a name, a number and a row"},
		{"hints:\n  outputs: |\n    speak\n  rows: ''\n", "a name, a number and a row"},
		{"hints:\n  outputs: |\n    speak 100000 PP\n  rows: ''\n",
			"a name, a number and a row"},
		{OUTPUT "  rows: |\n    base: P\n", "as many characters"},
		{OUTPUT "  rows: |\n    base: PPP\n", "as many characters"},
		{OUTPUT "  rows: |\n    base: P\xc3\xa9\n", "as many characters"},
		{OUTPUT "  rows: |\n    base\n", "a kind, a colon, a name, a blank"},
		{OUTPUT "  rows: |\n    frame:faq\n", "a kind, a colon, a name, a blank"},
		{OUTPUT "  rows: |\n    word:faq PP\n", "no such kind of row"},
		{OUTPUT "  rows: |\n    said-word:faq PP\n", "no such kind of row"},
		{OUTPUT "  rows: |\n    asked-thing:faq PP\n", "no such kind of row"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++) {
		made_close(&made);
		made_open(&made);
		made_bad(&made, HINTS_FILE, bad[i].text, bad[i].why);
	}
}

/* Names, kinds of messages and outputs that are gone are passed over. */
static void passed_over(void **state)
{
	(void)state;
	put_net("hints", HINTS_OUTPUTS,
		"asked-name:nowhere speak=9\nframe:gone speak=9\nlast:gone.intent speak=9\n"
		"talk:nowhere speak=9\n");
	made_good(&made);
	assert_int_equal(made.content->hints->net.n_outputs, 8);
	assert_int_equal(made.content->hints->net.outputs[4].column, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test_setup_teardown(lines, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(refused, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(passed_over, set_up_none, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
