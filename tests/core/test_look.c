/* Tests of src/core/look.c. */
#include "base/memory.h"
#include "core/words_world.h"

#include "core/look.c" /* NOLINT: compiled in, so that what it made of a source can be seen */

static struct words_world world;
static struct pattern_matcher *matcher;
static struct reading *reading;

static int set_up(void **state)
{
	(void)state;
	matcher = pattern_matcher_create();
	reading = reading_create();
	return words_open(&world) == 0 && matcher && reading ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	reading_destroy(reading);
	pattern_matcher_destroy(matcher);
	words_close(&world);
	return 0;
}

/* What holds at every beginning and end of a word is what PCRE2 says. */
static void same_as_pcre2(void **state)
{
	static const struct {
		const char *source;
		bool plain; /* compared byte by byte */
	} table[] = {
		{"(?! arm)", true},
		{"(?= arm)", true},
		{"(?<!leg )", true},
		{"(?<=leg )", true},
		{"(?!\\S)", true},
		{"(?=\\S)", true},
		{"(?<!\\S)", true},
		{"(?<=\\S)", true},
		{"(?![ ])", true},
		{"(?<![ ])", true},
		{"(?![a-z])", true},
		{"(?<![\\s\\S])", true},
		{"(?![\\s\\S])", true},
		{"(?! (?:arm|leg)(?!\\S))", true},
		{"(?! (?:my |the )?(?:arm|leg)s?(?!\\S))", true},
		{"(?<!(?<!\\S)my )", true},
		{"(?<!my |the )", true},
		{"(?! [al]rm)", true},
		{"(?! ar[a-z])", true},
		{"(?! (arm|leg))", true},
		{"(?! \\w+ arm)", false},
		{"(?! arm+)", false},
		{"(?! (?:arm)?+ my)", false},
		{"(?! a(?!rm))", false},
		{"(?! [^a])", false},
		{"(?! [a-k])", false},
		{"(?! \\S+ leg)", false},
		{"(?![^\\v\\f\\n]* leg)", false},
	};
	static const char text[] = "leg arm army, my leg the arms. leg? my mummy leg the leg arm "
				   "12 3.5 l\xc3\xb8g leg arm";
	struct pattern_error error;
	struct pattern *whole;
	struct look *look;
	size_t i, w, at, span[2];

	(void)state;
	words_content(&world, "words: {leg: leg}");
	reading_read(reading, world.vocab, world.spell, text, strlen(text));
	for (i = 0; i < WORDS_COUNT(table); i++) {
		look = look_create(world.arena, table[i].source, strlen(table[i].source), &error);
		assert_non_null(look);
		if (table[i].plain != !look->pattern)
			fail_msg("%s: %d", table[i].source, !look->pattern);
		whole = make_pattern(table[i].source, strlen(table[i].source), &error);
		assert_non_null(whole);
		assert_int_equal(look_is_jit(look), !look->pattern || pattern_is_jit(whole));
		for (w = 0; w < 2 * reading->n_words; w++) {
			at = reading->words[w / 2].at + (w % 2 ? reading->words[w / 2].len : 0u);
			if (look_holds(look, matcher, reading, at) !=
				pattern_match(whole, matcher, reading->text.data, reading->text.len,
					at, span))
				fail_msg("%s at byte %zu of '%s'", table[i].source, at,
					buf_str(&reading->text));
		}
		pattern_destroy(whole);
		look_close(look);
	}
}

/* What is too long for the comparison is left to PCRE2, and what is no look-around refused. */
static void bounds(void **state)
{
	static const char *const wide[] = {
		"(?! (?:a|b|c|d|e|f|g|h|i|j)(?:a|b|c|d|e|f|g|h|i|j))",
		"(?! aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)",
		"(?! (?:(?:(?:(?:(?:(?:(?:(?:(?:a))))))))))",
	};
	struct pattern_error error;
	struct look *look;
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(wide); i++) {
		look = look_create(world.arena, wide[i], strlen(wide[i]), &error);
		assert_true(look && look->pattern);
		look_close(look);
	}
	assert_null(look_create(world.arena, "(?i)", 4, &error));
	assert_null(look_create(world.arena, "(?=*)", 5, &error));
	look_close(NULL);
}

/* Of a long text a pattern sees what stands around the place, from the beginning of a word. */
static void window(void **state)
{
	struct pattern_error error;
	struct look *look;
	struct buf text;
	size_t i, start, end;

	(void)state;
	words_content(&world, "words: {leg: leg}");
	buf_init(&text, 65536);
	for (i = 0; i < 2000; i++)
		buf_puts(&text, "leg ");
	buf_puts(&text, "arm");
	reading_read(reading, world.vocab, world.spell, buf_str(&text), text.len);
	look_window(reading, 0, &start, &end);
	assert_int_equal(start, 0);
	assert_int_equal(end, 1999);
	look_window(reading, 4000, &start, &end);
	assert_int_equal(start, 3680);
	assert_int_equal(end, 5679);
	look_window(reading, 8000, &start, &end);
	assert_int_equal(start, 7680);
	assert_int_equal(end, 8003);
	look = look_create(world.arena, "(?! \\w+ arm)", 12, &error);
	assert_non_null(look);
	assert_int_equal(look_holds(look, matcher, reading, 7995), PATTERN_NONE);
	assert_int_equal(look_holds(look, matcher, reading, 7991), PATTERN_MATCH);
	look_close(look);
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(same_as_pcre2, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(window, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
