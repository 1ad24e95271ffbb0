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
		buf_printf(&out, "%s %d,", vocab_get(world.vocab, list->begins[i].word)->text,
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(table, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
