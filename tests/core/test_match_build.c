/* Tests of src/core/match_build.c: how long a phrase may be; what is made of one is tested in test_match.c. */
#include <stdio.h>

#include "base/findings.h"
#include "core/match_world.h"

/* The longest match there can be, and one longer. */
static void longest(void **state)
{
	struct pattern_error error;
	struct buf yaml;
	size_t i, n, last;
	const struct match_list *list;

	(void)state;
	tear_down(NULL);
	for (n = MATCH_WORDS_MAX; n <= MATCH_WORDS_MAX + 1; n++) {
		set_up(NULL);
		buf_init(&yaml, 1024);
		buf_puts(&yaml, "words:\n  t: '");
		for (i = 0; i < n; i++)
			buf_puts(&yaml, i ? " (a|a a)" : "{s}");
		buf_puts(&yaml, "'\n  s: a\n");
		words_content(&world, buf_str(&yaml));
		list = compile(&error);
		assert_null(list);
		buf_clear(&yaml);
		buf_puts(&yaml, "words:\n  t: 'a");
		for (i = 1; i < n; i++)
			buf_puts(&yaml, " a");
		buf_puts(&yaml, "'\n");
		tear_down(NULL);
		set_up(NULL);
		words_content(&world, buf_str(&yaml));
		list = compile(&error);
		if (n > MATCH_WORDS_MAX) {
			assert_null(list);
			assert_string_equal(error.why, "a phrase has too many words");
		} else {
			reading_read(reading, world.vocab, world.spell,
				buf_str(&yaml) + strlen("words:\n  t: '"), 2 * n - 1);
			match_begin(work);
			assert_int_equal(
				match_at(work, list, matcher, reading, 0, &last), PATTERN_MATCH);
			assert_int_equal(last, n - 1);
		}
		buf_free(&yaml);
		tear_down(NULL);
	}
	set_up(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(longest, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
