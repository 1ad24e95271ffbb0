/* Tests of src/core/match_index.c. */
#include <stdio.h>

#include "core/match_tree.h"
#include "core/match_world.h"

/* What a list says of its alternatives: the words that they may begin with, and those that are loose. */
static void begins(const char *phrases, const char *expected)
{
	const struct match_list *list;
	struct pattern_error error;
	struct buf out;
	char yaml[512];
	size_t i;

	snprintf(
		yaml, sizeof(yaml), "words:\n  u: my own|his\n  v: \\w+ own\n  t: '%s'\n", phrases);
	words_content(&world, yaml);
	list = compile(&error);
	assert_non_null(list);
	buf_init(&out, 512);
	for (i = 0; i < list->n_begins; i++)
		buf_printf(&out, "%s %d,", vocab_get(world.vocab, list->begins[i].word).text,
			list->begins[i].alt);
	for (i = 0; i < list->n_loose; i++)
		buf_printf(&out, "* %d,", list->loose[i]);
	assert_string_equal(buf_str(&out), expected);
	buf_free(&out);
}

static void table(void **state)
{
	static const char *const cases[][2] = {
		{"leg|arm", "leg 0,arm 0,"},
		{"leg|leg|arm leg|arms?", "leg 1,arm 0,arm 1,arms 1,"},
		{"{u} leg", "my 0,his 0,"},
		{"{u}? (the)? leg arm", "my 0,his 0,the 0,leg 0,"},
		{"\\d+ legs|arm", "arm 1,* 0,"},
		{"{v}|arm|(arm|\\w+) leg", "arm 2,* 0,* 1,"},
		{"(leg|arm)? \\w+ arm|leg", "leg 1,* 0,"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(cases); i++) {
		tear_down(NULL);
		set_up(NULL);
		begins(cases[i][0], cases[i][1]);
	}
}

/* A word may stand second, or any may: leg and arm are told apart, whatever their numbers. */
static void second(void **state)
{
	static const struct {
		const char *phrase, *words; /* those that may; "" for any */
	} cases[] = {
		{"arm leg", "leg"},
		{"arm legs?", "leg legs"},
		{"(arm|leg) {u} x", "my his"},
		{"arm (my)? (his)? leg", "my his leg"},
		{"arm", ""},
		{"arm (leg)?", ""},
		{"arm \\w+", ""},
		{"arm \\d+ leg", ""},
		{"arm {v} leg", ""},
		{"{u} arm", ""},
		{"(arm)? leg arm", ""},
		{"\\w+ leg", "leg"},
	};
	const struct match_list *list;
	struct pattern_error error;
	char yaml[512], word[16];
	uint64_t bits;
	size_t i;
	int n, at;

	(void)state;
	for (i = 0; i < WORDS_COUNT(cases); i++) {
		tear_down(NULL);
		set_up(NULL);
		snprintf(yaml, sizeof(yaml), "words:\n  u: my own|his\n  v: \\w+ own\n  t: '%s'\n",
			cases[i].phrase);
		words_content(&world, yaml);
		list = compile(&error);
		assert_non_null(list);
		bits = cases[i].words[0] ? 0 : UINT64_MAX;
		for (at = 0; sscanf(cases[i].words + at, "%15s%n", word, &n) == 1; at += n)
			bits |= match_second(words_id(&world, word));
		if (list->alts[0].second != bits)
			fail_msg("'%s'", cases[i].phrase);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(table, set_up, tear_down),
		cmocka_unit_test_setup_teardown(second, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
