/* Tests of src/core/phrase_words.c. */
#include "core/phrase.h"

#include "core/words_phrases.h"

static struct words_phrases world;

static int set_up(void **state)
{
	(void)state;
	if (words_phrases_open(&world) != 0)
		return -1;
	words_name(&world, "leg", "legs?");
	words_name(&world, "my", "my|the");
	words_name(&world, "pre", "un|over");
	words_name(&world, "open", "\\w+|numb");
	words_name(&world, "two", "hot bath|ice");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	words_phrases_close(&world);
	return 0;
}

/* ------------------------------------------------------------------ words */

static void words_are(const char *text, const char *expected)
{
	struct words_list l = words_list();
	int result = phrase_words(words_parse(&world, text), &world.names, words_keep, &l);

	if (result != 0 || strcmp(buf_str(&l.text), expected) != 0)
		print_error("'%s': %d '%s'\n", text, result, buf_str(&l.text));
	assert_int_equal(result, 0);
	assert_string_equal(buf_str(&l.text), expected);
	buf_free(&l.text);
}

static void words(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		{"leg", "leg"},
		{"my leg", "my leg"},
		{"numb|dead leg", "numb dead leg"},
		{"legs?", "leg legs"},
		{"ab?c?", "a ac ab abc"},
		{"numb(ness)?", "numb numbness"},
		{"(numb|dead) leg", "numb dead leg"},
		{"(hot bath|ice) pack", "hot bath ice pack"},
		{"(a|b)(c|d)", "ac ad bc bd"},
		{"x(a(b|c)|d)y", "xaby xacy xdy"},
		{"b[ao]ck", "back bock"},
		{"[a-d]", "a b c d"},
		{"[a-cx0-1]", "a b c x 0 1"},
		{"[ab]?c", "c ac bc"},
		{"{leg}", "leg legs"},
		{"{two}", "hot bath ice"},
		{"{pre}do", "undo overdo"},
		{"{pre}{leg}", "unleg unlegs overleg overlegs"},
		{"(my)? {leg}?", "my leg legs"},
		{"back(?! to) pain", "back pain"},
		{"(?<!over )strain", "strain"},
		{"(?=a)", ""},
		/* numbers are one word, whatever is glued to them */
		{"\\d+ hours", "# hours"},
		{"\\d\\d\\d", "#"},
		{"\\d(kg|g)", "#"},
		{"(\\d+|two) days", "# two days"},
		/* what is open has no spellings to list */
		{"\\w+", ""},
		{"\\w+ leg", "leg"},
		{"x\\w*", ""},
		{"[^a]b", ""},
		{"{open} x", "numb x"},
		{"(hot water)s", ""},
	};
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(cases); i++)
		words_are(cases[i].text, cases[i].expected);
	assert_int_equal(phrase_words(NULL, &world.names, words_keep, NULL), 0);
}

/* How many words the phrase has, and whether all of them were listed. */
static size_t count(const char *text, int expected)
{
	struct words_list l = words_list();
	int result = phrase_words(words_parse(&world, text), &world.names, words_keep, &l);

	assert_int_equal(result, expected);
	buf_free(&l.text);
	return l.count;
}

static void spellings_are_bounded(void **state)
{
	(void)state;
	assert_int_equal(count("[a-p][a-p][a-p]", 0), 4096);
	assert_int_equal(count("x([a-p][a-p][a-p]|z)", -1), 4096);
	assert_int_equal(count("[a-z][a-z][a-z] leg", -1), 4096);
	/* every place has that many of its own */
	assert_int_equal(count("[a-p][a-p][a-p] [a-p][a-p][a-p]|[a-p][a-p][a-p]", 0), 3 * 4096);
}

static void long_words_are_bounded(void **state)
{
	char text[66];

	(void)state;
	memset(text, 'a', sizeof(text));
	text[64] = '\0';
	assert_int_equal(count(text, 0), 1);
	text[64] = 'a';
	text[65] = '\0';
	assert_int_equal(count(text, -1), 0);
}

/* The receiver may stop at any word of any place. */
static void words_stop(void **state)
{
	static const char text[] = "my (hot|cold) \\d+ {leg} b[ao]ck|(hot water) x";
	struct words_list l = words_list();
	size_t all, most;

	(void)state;
	assert_int_equal(phrase_words(words_parse(&world, text), &world.names, words_keep, &l), 0);
	all = l.count;
	assert_int_equal(all, 11);
	for (most = 1; most <= all; most++) {
		l.count = 0;
		l.most = most;
		buf_clear(&l.text);
		assert_int_equal(
			phrase_words(words_parse(&world, text), &world.names, words_keep, &l), -1);
		assert_true(l.count >= most);
	}
	buf_free(&l.text);
}

/* ------------------------------------------------------------------ anchors */

static bool is_common(void *ctx, const char *s, size_t len)
{
	(void)ctx;
	return (len == 3 && memcmp(s, "the", 3) == 0) || (len == 2 && memcmp(s, "my", 2) == 0) ||
	       (len == 1 && *s == 'a');
}

static const struct phrase_common common = {is_common, NULL};

static void anchors_are(const char *text, const char *expected)
{
	struct words_list l = words_list();
	const struct phrase *bare =
		phrase_anchors(words_parse(&world, text), &world.names, &common, words_keep, &l);

	if (bare || strcmp(buf_str(&l.text), expected) != 0)
		print_error("'%s': '%s'\n", text, buf_str(&l.text));
	assert_null(bare);
	assert_string_equal(buf_str(&l.text), expected);
	buf_free(&l.text);
}

static void anchors(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		{"leg", "leg"},
		{"numb leg", "numb"},
		{"legs? numb", "numb"},
		{"the leg", "leg"},
		{"{my} leg", "leg"},
		{"the my", "the"},
		{"\\w+ leg", "leg"},
		{"(leg)? numb", "numb"},
		{"{leg}? numb", "numb"},
		{"numb|the leg", "numb leg"},
		{"(numb|dead) {my}", "numb dead"},
		{"{leg} {my}", "leg legs"},
		{"\\d+ {my}", "#"},
		/* "l6" is no number, and it has no list of spellings */
		{"l\\d leg", "leg"},
		{"\\d+|leg", "# leg"},
		{"{two} the", "hot ice"},
		{"(\\w+|numb) leg", "leg"},
		{"{open} b[ao]ck", "back bock"},
		{"leg (the (numb)?)? ", "leg"},
		{"back(?! to)", "back"},
		{"[a-z][a-z][a-z] leg", "leg"},
		/* two rare spellings are better than one common word, many better still */
		{"the (a|b|c|d|e|f)", "the"},
		{"the (b|c|d|e|f|g)", "b c d e f g"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(cases); i++)
		anchors_are(cases[i].text, cases[i].expected);
}

/* What has no anchor is said, by the alternative at fault. */
static void bare(void **state)
{
	static const struct {
		const char *text;
		const char *source;
	} cases[] = {
		{"\\w+", "\\w+"},
		{" (leg|\\w+)  (x)? ", "(leg|\\w+)  (x)?"},
		{"leg|\\w+ \\w* x\\w|arm", "\\w+ \\w* x\\w"},
		{"leg|[^a]", "[^a]"},
		{"[a-z][a-z][a-z]", "[a-z][a-z][a-z]"},
		{"x\\w+ {leg}?", "x\\w+ {leg}?"},
	};
	struct words_list l = words_list();
	const struct phrase *alternative;
	const char *source;
	size_t i, len = 77;

	(void)state;
	for (i = 0; i < WORDS_COUNT(cases); i++) {
		alternative = phrase_anchors(
			words_parse(&world, cases[i].text), &world.names, &common, words_keep, &l);
		assert_non_null(alternative);
		source = phrase_source(alternative, &len);
		assert_int_equal(len, strlen(cases[i].source));
		assert_memory_equal(source, cases[i].source, len);
	}
	buf_free(&l.text);
}

static void nothing_that_must_be_there(void **state)
{
	static const char *const texts[] = {"(leg)?", "{leg}? (arm)?", "(\\w+|leg)", "{open}",
		"(?!leg)", "(leg|\\w+) x\\w", "((leg)?) \\w"};
	struct words_list l = words_list();
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(texts); i++)
		assert_non_null(phrase_anchors(
			words_parse(&world, texts[i]), &world.names, &common, words_keep, &l));
	buf_free(&l.text);
	assert_null(phrase_anchors(NULL, &world.names, &common, words_keep, NULL));
}

/* The receiver may stop at any anchor: the alternative it belongs to is returned. */
static void anchors_stop(void **state)
{
	static const char *const alternatives[] = {"hot", "cold", "b[ao]ck", "b[ao]ck"};
	const struct phrase *list = words_parse(&world, "hot|cold|b[ao]ck"), *at;
	struct words_list l = words_list();
	const char *source;
	size_t len;

	(void)state;
	for (l.most = 1; l.most <= WORDS_COUNT(alternatives); l.most++) {
		l.count = 0;
		at = phrase_anchors(list, &world.names, &common, words_keep, &l);
		assert_non_null(at);
		assert_int_equal(l.count, l.most);
		source = phrase_source(at, &len);
		assert_int_equal(len, strlen(alternatives[l.most - 1]));
		assert_memory_equal(source, alternatives[l.most - 1], len);
	}
	l.count = 0;
	assert_null(phrase_anchors(list, &world.names, &common, words_keep, &l));
	buf_free(&l.text);
}

/* ------------------------------------------------------------------ gaps and sources */

/* ------------------------------------------------------------------ beginnings */

/* Writes what it is given as "first", "alone!", "(left" and ")right", with * for any word. */
static bool keep_begin(void *ctx, unsigned place, const char *s, size_t len)
{
	struct words_list *l = ctx;

	if (place == 0)
		return ++l->count < l->most && buf_puts(&l->text, "; ");
	if (place & (PHRASE_LEFT | PHRASE_RIGHT))
		buf_putc(&l->text, place == PHRASE_LEFT ? '(' : ')');
	buf_put(&l->text, s ? s : "*", s ? len : 1);
	buf_puts(&l->text, place & PHRASE_ALONE ? "! " : " ");
	return ++l->count < l->most;
}

static void begins(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		{"leg", "leg! "},
		{"legs?|arm", "leg! legs! arm! "},
		{"numb leg", "numb (numb )leg ; "},
		{"numb (the|my)? leg", "numb (numb )the )my )leg ; "},
		{"(my)? leg", "my leg! (my )leg ; "},
		{"leg (now)?", "leg! (leg )now ; "},
		{"(hot bath|ice) pack", "hot ice (hot )bath ; (ice )pack ; "},
		{"{two} pack", "hot ice (hot )bath ; (ice )pack ; "},
		{"{two}", "hot ice! (hot )bath ; "},
		{"(?!x)leg(?= y)", "leg! "},
		{"\\w+ leg", "* (* )leg ; "},
		{"very \\w+ leg", "very (very )* ; "},
		{"{open} leg", "* numb (* (numb )leg ; "},
		{"\\d+ h", "# (# )h ; "},
		{"[3-5]\\d|5\\d+|([12]\\d|3)\\d*", "#! #! #! "},
		{"(3\\d|x)\\d", "*! "},
		{"b\\d", "*! "},
		{"[^a]", "*! "},
		{"[a-c]x", "ax! bx! cx! "},
	};
	struct words_list l;
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(cases); i++) {
		l = words_list();
		assert_true(phrase_begins(
			words_parse(&world, cases[i].text), &world.names, keep_begin, &l));
		if (strcmp(buf_str(&l.text), cases[i].expected) != 0)
			fail_msg("'%s': '%s', not '%s'", cases[i].text, buf_str(&l.text),
				cases[i].expected);
		buf_free(&l.text);
	}
}

/* Who has enough says so. */
static void begins_stop(void **state)
{
	struct words_list l;
	size_t most;

	(void)state;
	for (most = 1; most <= 6; most++) {
		l = words_list();
		l.most = most;
		assert_int_equal(phrase_begins(words_parse(&world, "(a|b) {leg}"), &world.names,
					 keep_begin, &l),
			false);
		assert_int_equal(l.count, most);
		buf_free(&l.text);
	}
}

static void gaps(void **state)
{
	static const struct {
		const char *text;
		size_t gap;
	} cases[] = {
		{"leg", 0},
		{"a \\w+ b", 1},
		{"a \\w+ \\w+ b", 2},
		{"a \\w+ b \\w+ c", 1},
		{"a|b \\w+ \\w+ \\w+", 3},
		{"a \\w+ \\w+|b \\w+", 2},
		{"a (\\w+)? (\\w+)? b", 2},
		{"a (very|\\w+)? \\w+ b", 2},
		{"a (very|so)? \\w+ b", 1},
		{"\\d+ \\d+", 0},
		{"a x\\w+ b", 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(cases); i++)
		assert_int_equal(phrase_gap(words_parse(&world, cases[i].text)), cases[i].gap);
	assert_int_equal(phrase_gap(NULL), 0);
}

/* An alternative as it was written, without the blanks around it. */
static void sources(void **state)
{
	static const char *const texts[] = {
		"numb legs?", "b[ao]ck x", "({leg}|a) b(c)?", "\\w+ \\d* y", "a(?! b)"};
	struct words_list l = words_list();
	const char *source;
	size_t i, len = 77;

	(void)state;
	for (i = 0; i < WORDS_COUNT(texts); i++) {
		buf_clear(&l.text);
		buf_printf(&l.text, " %s  ", texts[i]);
		source = phrase_source(words_parse(&world, buf_str(&l.text)), &len);
		assert_int_equal(len, strlen(texts[i]));
		assert_memory_equal(source, texts[i], len);
		source = phrase_source(
			phrase_append(words_parse(&world, texts[i]), words_parse(&world, "x")),
			&len);
		assert_int_equal(len, strlen(texts[i]));
		assert_memory_equal(source, texts[i], len);
	}
	buf_free(&l.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(spellings_are_bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_words_are_bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(words_stop, set_up, tear_down),
		cmocka_unit_test_setup_teardown(anchors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bare, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_that_must_be_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(anchors_stop, set_up, tear_down),
		cmocka_unit_test_setup_teardown(begins, set_up, tear_down),
		cmocka_unit_test_setup_teardown(begins_stop, set_up, tear_down),
		cmocka_unit_test_setup_teardown(gaps, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sources, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
