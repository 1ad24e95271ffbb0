/* Tests of src/core/phrase_ways.c. */
#include <stdio.h>

#include "core/phrase_tree.h"
#include "core/words_alone.h"

/* The ways to spell the first word place of the name t; or why there are none. */
static const char *ways(const char *phrase, struct buf *out)
{
	struct phrase_names names;
	const struct phrase *list;
	const char *why = NULL;
	char yaml[4096];

	snprintf(yaml, sizeof(yaml), "words:\n  u: my own|my\n  t: '%s'\n", phrase);
	words_content(&world, yaml);
	names = lexicon_names(world.lexicon);
	list = lexicon_find(world.lexicon, "t", 1)->phrases;
	buf_clear(out);
	for (list = phrase_ways(
		     world.arena, list->first, phrase_word_end(list->first), &names, &why);
		list; list = list->next)
		buf_printf(out, "%.*s,", (int)list->len, list->text);
	return out->len ? buf_str(out) : why;
}

static void spelt(void **state)
{
	static const char mixed[] =
		"a group of several words runs into another without a blank between (those inside "
		"the parentheses do not count), and is not made of plain words";
	static const char *const table[][2] = {
		{"(dead lift|deadlift)(s|ing)? now", "dead lifts,dead lifting,dead lift,deadlifts,"
						     "deadlifting,deadlift,"},
		{"{u}s", "my owns,mys,"},
		{"(a b)?(c)?", "a bc,a b,c,"},
		{"(a b)?(c [de])?", mixed},
		{"(a (b)? c)d", mixed},
		{"(a b)\\w", mixed},
		{"(a b(?! c))d", mixed},
		{"(aaaaaaaaaa|b b)(aaaaaaaaaa|b b)(aaaaaaaaaa|b "
		 "b)(a|b|c|d|e|f|g|h)(a|b|c|d|e|f|g|h)"
		 "(a|b|c|d|e|f|g|h)",
			"there are too many ways to spell a row of words"},
	};
	struct buf out;
	size_t i;

	(void)state;
	buf_init(&out, 65536);
	for (i = 0; i < WORDS_COUNT(table); i++) {
		tear_down(NULL);
		set_up(NULL);
		assert_string_equal(ways(table[i][0], &out), table[i][1]);
	}
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(spelt, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
