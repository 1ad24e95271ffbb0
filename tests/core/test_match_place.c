/* Tests of src/core/match_place.c: what a place is made into, and what is refused. */
#include <stdio.h>

#include "core/match_tree.h"
#include "core/match_world.h"

/* The kind of the first place of the only alternative of the name t. */
static void made(const char *phrase, enum match_kind kind, size_t words)
{
	const struct match_place *p;
	const struct match_list *list;
	struct pattern_error error;
	char yaml[512];

	set_up(NULL);
	snprintf(yaml, sizeof(yaml), "words:\n  u: my|his\n  v: my own|his\n  t: '%s'\n", phrase);
	words_content(&world, yaml);
	list = compile(&error);
	assert_non_null(list);
	assert_int_equal(list->n_alts, 1);
	p = list->alts[0].places;
	if (p->kind != kind)
		fail_msg("'%s': %d", phrase, p->kind);
	if (kind != MATCH_LIST)
		assert_int_equal(p->n_words, words);
	tear_down(NULL);
}

static void kinds(void **state)
{
	(void)state;
	tear_down(NULL);
	made("leg", MATCH_WORD, 1);
	made("legs?", MATCH_WORDS, 2);
	made("leg|arm|legs?|{u}", MATCH_WORDS, 5);
	made("(leg|arm|(my|his)) x", MATCH_WORDS, 4);
	made("{u} x", MATCH_WORDS, 2);
	made("(u|u) x", MATCH_WORD, 1);
	made("{v} x", MATCH_LIST, 0);
	made("(leg(?! a)|arm) x", MATCH_LIST, 0);
	made("\\w+ x", MATCH_OPEN, 0);
	made("\\w+s x", MATCH_PATTERN, 0);
	made("\\d x", MATCH_PATTERN, 0);
	made("a(?!b)bc? x", MATCH_PATTERN, 0);
	set_up(NULL);
}

/* What is no row of words is refused, and the phrase is named. */
static void refused(void **state)
{
	static const char *const table[][2] = {
		{"leg (?!arm)", "look-around stands at a word, not alone"},
		{"(big leg|arm)\\w+", "a group of several words runs into another without"},
		{"(big leg|arm)( (his)? own)?",
			"a group of several words runs into another without"},
		{"(big leg)? [^a]x", "a group of several words runs into another without"},
		{"leg(?i)", "of what begins with (? there are groups and look-around here"},
		{"leg(?=*)", "quantifier does not follow a repeatable item"},
		{"l\\d(?<=\\w+)", "lookbehind assertion is not fixed length"},
	};
	struct pattern_error error;
	char yaml[512];
	size_t i;

	(void)state;
	tear_down(NULL);
	for (i = 0; i < WORDS_COUNT(table); i++) {
		set_up(NULL);
		snprintf(yaml, sizeof(yaml), "words:\n  t: 'arm|%s'\n", table[i][0]);
		words_content(&world, yaml);
		assert_null(compile(&error));
		if (strncmp(error.why, table[i][1], strlen(table[i][1])) != 0)
			fail_msg("'%s': %s", table[i][0], error.why);
		tear_down(NULL);
	}
	set_up(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(kinds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refused, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
