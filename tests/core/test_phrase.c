/* Tests of src/core/phrase.c. */
#include "core/phrase.h"

#include "core/pattern.h"
#include "core/words_phrases.h"

#define QUANTIFIERS "? goes behind letters, names and groups; * and + behind \\w and \\d"
#define MEANINGLESS "this character has no meaning here"
#define NOT_CLOSED "this is not closed, or empty"

static struct words_phrases world;

static int set_up(void **state)
{
	(void)state;
	if (words_phrases_open(&world) != 0)
		return -1;
	words_name(&world, "leg", "legs?");
	words_name(&world, "my", "my|his");
	words_name(&world, "bottle", "hot water bottle");
	words_name(&world, "deep", "{leg} {my}");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	words_phrases_close(&world);
	return 0;
}

/* ------------------------------------------------------------------ what is no phrase */

static void refuse_bytes(const char *text, size_t len, const char *why, size_t at)
{
	struct phrase_error error = {"of another phrase", 77};
	const struct phrase *list = words_parse_bytes(&world, text, len, &error);

	if (list || strcmp(error.why, why) != 0 || error.at != at)
		print_error("'%.*s': %s at %zu\n", (int)len, text, error.why, error.at);
	assert_null(list);
	assert_string_equal(error.why, why);
	assert_int_equal(error.at, at);
}

static void refused(void **state)
{
	static const struct {
		const char *text;
		const char *why;
		size_t at;
	} bad[] = {
		{"", "an alternative is empty", 0},
		{"   ", "an alternative is empty", 3},
		{"|leg", "an alternative is empty", 0},
		{"leg|", "an alternative is empty", 4},
		{"a| |b", "an alternative is empty", 3},
		{"()", "an alternative is empty", 1},
		{"a (b|) c", "an alternative is empty", 5},
		{"(?:)", "an alternative is empty", 3},
		{"(?:", "an alternative is empty", 3},
		{"(", "an alternative is empty", 1},
		{"(leg", "this parenthesis is not closed", 4},
		{"(leg|arm", "this parenthesis is not closed", 8},
		{"leg)", "there is a ) too many", 3},
		{"(leg) arm) x", "there is a ) too many", 9},
		{"leg(?! arm", "this look-around is not closed", 10},
		{"leg(?!(arm)", "this look-around is not closed", 11},
		{"{", NOT_CLOSED, 0},
		{"{}", NOT_CLOSED, 0},
		{"my {leg", NOT_CLOSED, 3},
		{"[", NOT_CLOSED, 0},
		{"x[]", NOT_CLOSED, 1},
		{"[ab", NOT_CLOSED, 0},
		{"leg\\", "of the escapes only \\w and \\d are known here", 3},
		{"\\s", "of the escapes only \\w and \\d are known here", 0},
		{"a \\b", "of the escapes only \\w and \\d are known here", 2},
		{"Leg", "words are read without capitals and apostrophes", 0},
		{"a leG", "words are read without capitals and apostrophes", 4},
		{"can't", "words are read without capitals and apostrophes", 3},
		{"*", MEANINGLESS, 0},
		{"?", MEANINGLESS, 0},
		{"a ^", MEANINGLESS, 2},
		{"leg$", MEANINGLESS, 3},
		{"leg}", MEANINGLESS, 3},
		{"leg]", MEANINGLESS, 3},
		{"legs??", MEANINGLESS, 5},
		{"(?", MEANINGLESS, 1},
		{"a ?", QUANTIFIERS, 2},
		{"leg+", QUANTIFIERS, 3},
		{"leg*", QUANTIFIERS, 3},
		{"(leg)+", QUANTIFIERS, 5},
		{"{leg}*", QUANTIFIERS, 5},
		{"[ab]+", QUANTIFIERS, 4},
		{"leg(?! arm)?", QUANTIFIERS, 11},
	};
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(bad); i++)
		refuse_bytes(bad[i].text, strlen(bad[i].text), bad[i].why, bad[i].at);
	refuse_bytes("leg\0s", 5, MEANINGLESS, 3);
	refuse_bytes("\0", 1, MEANINGLESS, 0);
}

/* Puts `depth` parentheses around "a". */
static size_t nest(char *text, size_t depth)
{
	memset(text, '(', depth);
	text[depth] = 'a';
	memset(text + depth + 1, ')', depth);
	return 2 * depth + 1;
}

static void nesting_is_bounded(void **state)
{
	char text[128];
	size_t len = nest(text, 12);
	struct phrase_error error;

	(void)state;
	assert_non_null(words_parse_bytes(&world, text, len, &error));
	refuse_bytes(text, nest(text, 13), "nested too deeply", 12);
	/* side by side they are not within each other */
	words_parse(&world, "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)(l)(m)(n)(o)");
}

/* However little memory there is, the phrase is refused or whole. */
static void memory_is_short(void **state)
{
	static const char text[] = "my (hot|{leg}) [ab]\\w+ (?!x)y|cold";
	struct phrase_error error;
	struct phrase *list = NULL;
	size_t given;

	(void)state;
	for (given = 0; !list; given++) {
		words_left = given;
		list = phrase_parse(world.arena, text, strlen(text), &error);
		words_left = WORDS_PLENTY;
		if (!list)
			assert_string_equal(error.why, "out of memory");
	}
	assert_true(given > 10);
}

/* ------------------------------------------------------------------ the expression */

static void source_is(const struct phrase *list, const char *expected)
{
	struct buf out;

	buf_init(&out, 4096);
	assert_true(phrase_regex(list, &world.names, &out));
	assert_string_equal(buf_str(&out), expected);
	buf_free(&out);
}

/* With room for groups a name is written once and called afterwards, but not in what looks around. */
static void groups(void **state)
{
	struct phrase_groups written = {.count = 0};

	(void)state;
	world.names.groups = &written;
	source_is(words_parse(&world, "{my} {leg}|{my} x {leg}?"),
		"(?:(?<n0>(?:my|his)) x(?: (?<n1>(?:legs?)))?|(?&n0) (?&n1))");
	assert_int_equal(written.count, 2);
	written.count = 0;
	source_is(words_parse(&world, "{deep} {leg}"),
		"(?:(?<n0>(?:(?<n1>(?:legs?)) (?<n2>(?:my|his)))) (?&n1))");
	written.count = 0;
	source_is(words_parse(&world, "{my} x(?!{my})"), "(?:(?<n0>(?:my|his)) x(?!(?:my|his)))");
	written.count = PHRASE_GROUPS_MAX;
	memset(written.lists, 0, sizeof(written.lists));
	source_is(words_parse(&world, "{my} {my}"), "(?:(?:my|his) (?:my|his))");
	world.names.groups = NULL;
}

static void expressions(void **state)
{
	static const struct {
		const char *text;
		const char *regex;
	} good[] = {
		{"leg", "(?:leg)"},
		{"legs?", "(?:legs?)"},
		{"ab?c?d", "(?:ab?c?d)"},
		{"a|b", "(?:a|b)"},
		{"numb leg", "(?:numb leg)"},
		{"  numb   leg  |  arm ", "(?:numb leg|arm)"},
		{"(numb|dead) leg", "(?:(?:numb|dead) leg)"},
		{"(?:numb|dead) leg", "(?:(?:numb|dead) leg)"},
		{"( a | b )", "(?:(?:a|b))"},
		{"numb(ness)?", "(?:numb(?:ness)?)"},
		{"(my)? leg", "(?:(?:(?:my) )?leg)"},
		{"leg (hurts)?", "(?:leg(?: (?:hurts))?)"},
		{"a (b)? (c)? d", "(?:a(?: (?:b))?(?: (?:c))? d)"},
		{"(a)? (b)? c", "(?:(?:(?:a) )?(?:(?:b) )?c)"},
		/* what may not follow an optional word may not follow the one before it either */
		{"leg (hurts)?(?! now)", "(?:leg(?: (?:hurts)(?!\\S))?+(?! now))"},
		{"leg {my}?(?! a)(?! b) c", "(?:leg(?: (?:my|his)(?!\\S))?+(?! a)(?! b) c)"},
		{"(my)?(?! a) leg", "(?:(?:(?:my)(?! a) )?leg)"},
		{"{leg}", "(?:(?:legs?))"},
		{"{my}? {leg}", "(?:(?:(?:my|his) )?(?:legs?))"},
		{"{deep}", "(?:(?:(?:legs?) (?:my|his)))"},
		{"[ao] \\w+ \\w* \\d+ \\d?", "(?:[ao] \\w+ \\w* \\d+ \\d?)"},
		{"b[ao]?ck", "(?:b[ao]?ck)"},
		{"back(?! to)", "(?:back(?! to))"},
		{"(?<!over )strain", "(?:(?<!over )strain)"},
		{"(?<=my )leg(?= (is|was))", "(?:(?<=my )leg(?= (is|was)))"},
		{"back(?! {my})", "(?:back(?! (?:my|his)))"},
		{"a(?=b{0,2}c)", "(?:a(?=b{0,2}c))"},
		{"x-ray w/o a.b 5#", "(?:x\\-ray w/o a\\.b 5\\#)"},
		{"caf\xc3\xa9", "(?:caf\xc3\xa9)"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(good); i++)
		source_is(words_parse(&world, good[i].text), good[i].regex);
}

/* The longer alternative stands first, else the shorter would win: "hot" in "hot water bottle". */
static void more_words_first(void **state)
{
	(void)state;
	source_is(words_parse(&world, "hot|hot water bottle|hot pack|hot bath"),
		"(?:hot water bottle|hot pack|hot bath|hot)");
	source_is(words_parse(&world, "hot|{bottle}"), "(?:(?:hot water bottle)|hot)");
	source_is(words_parse(&world, "a b|c (d|e f)"), "(?:c (?:e f|d)|a b)");
	source_is(words_parse(&world, "b|a"), "(?:b|a)");
}

static void regex_fails_where_it_must(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	assert_false(phrase_regex(words_parse(&world, "my {nobody}"), &world.names, &out));
	assert_false(buf_ok(&out));
	buf_free(&out);
	buf_init(&out, 4096);
	assert_false(phrase_regex(words_parse(&world, "a(?! {nobody})"), &world.names, &out));
	buf_free(&out);
	/* "(?:leg)" has seven bytes */
	buf_init(&out, 7);
	assert_true(phrase_regex(words_parse(&world, "leg"), &world.names, &out));
	buf_free(&out);
	buf_init(&out, 6);
	assert_false(phrase_regex(words_parse(&world, "leg"), &world.names, &out));
	buf_free(&out);
}

/* It is appended behind what is there. */
static void regex_is_appended(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	buf_puts(&out, "x");
	assert_true(phrase_regex(words_parse(&world, "a"), &world.names, &out));
	assert_true(phrase_regex(words_parse(&world, "b"), &world.names, &out));
	assert_string_equal(buf_str(&out), "x(?:a)(?:b)");
	buf_free(&out);
}

/* ------------------------------------------------------------------ what it matches */

/* The part of text that the phrase matches, between brackets; "" when there is none. */
static void match(const char *phrase, const char *text, struct buf *out)
{
	struct pattern_matcher *m = pattern_matcher_create();
	struct pattern_error error;
	struct pattern *p;
	struct buf source;
	size_t span[2];

	buf_init(&source, 4096);
	buf_puts(&source, "(?<!\\S)");
	assert_true(phrase_regex(words_parse(&world, phrase), &world.names, &source));
	buf_puts(&source, "(?!\\S)");
	p = pattern_create(source.data, source.len, &error);
	if (!p)
		print_error("%s: %s\n", source.data, error.why);
	assert_non_null(p);
	assert_non_null(m);
	if (pattern_match(p, m, text, strlen(text), 0, span) == PATTERN_MATCH)
		buf_printf(out, "[%.*s]", (int)(span[1] - span[0]), text + span[0]);
	pattern_destroy(p);
	pattern_matcher_destroy(m);
	buf_free(&source);
}

static void matches(void **state)
{
	static const struct {
		const char *phrase;
		const char *text;
		const char *found;
	} cases[] = {
		{"leg", "my leg hurts", "[leg]"},
		{"leg", "my legs hurt", ""},
		{"leg", "legleg", ""},
		{"legs?", "my legs hurt", "[legs]"},
		{"(my|his)? leg", "is his leg", "[his leg]"},
		{"(my|his)? leg", "leg", "[leg]"},
		{"(my|his)? leg", "the leg", "[leg]"},
		{"leg (hurts)?", "leg hurts", "[leg hurts]"},
		{"leg (hurts)?", "leg hurt", "[leg]"},
		{"leg (hurts)?", "legs hurts", ""},
		{"numb {my}? {leg}", "numb legs", "[numb legs]"},
		{"numb {my}? {leg}", "numb my leg", "[numb my leg]"},
		{"numb {my}? {leg}", "numb her leg", ""},
		{"hot|hot water bottle", "a hot water bottle", "[hot water bottle]"},
		{"[ao]n", "on", "[on]"},
		{"a \\w+ b", "a word b", "[a word b]"},
		{"a \\w+ b", "a b", ""},
		{"\\d+ hours", "for 48 hours", "[48 hours]"},
		{"\\d hours", "for 48 hours", ""},
		{"back(?! to)", "back to work", ""},
		{"back(?! to)", "back pain", "[back]"},
		{"(?<!repetitive )strain", "repetitive strain", ""},
		{"(?<!repetitive )strain", "back strain", "[strain]"},
		{"back(?! {leg})", "back legs", ""},
		{"back(?! {leg})", "back arms", "[back]"},
		/* every separator but the blank keeps two words apart */
		{"numb leg", "numb\tleg", ""},
		{"numb leg", "numb\nleg", ""},
		{"a.b", "axb", ""},
		{"a.b", "a.b", "[a.b]"},
	};
	struct buf found;
	size_t i;

	(void)state;
	buf_init(&found, 4096);
	for (i = 0; i < WORDS_COUNT(cases); i++) {
		buf_clear(&found);
		match(cases[i].phrase, cases[i].text, &found);
		if (strcmp(buf_str(&found), cases[i].found) != 0)
			print_error("'%s' in '%s'\n", cases[i].phrase, cases[i].text);
		assert_string_equal(buf_str(&found), cases[i].found);
	}
	buf_free(&found);
}

/* ------------------------------------------------------------------ lists and names */

static void appended(void **state)
{
	struct phrase *a = words_parse(&world, "a"), *b = words_parse(&world, "b|c"),
		      *d = words_parse(&world, "d");

	(void)state;
	assert_ptr_equal(phrase_append(NULL, a), a);
	assert_ptr_equal(phrase_append(a, b), a);
	assert_ptr_equal(phrase_append(a, d), a);
	assert_ptr_equal(phrase_append(a, NULL), a);
	source_is(a, "(?:a|b|c|d)");
}

/* The names of a phrase are these. */
static void names_are(const char *text, const char *expected)
{
	struct words_list l = words_list();

	assert_true(phrase_names_each(words_parse(&world, text), words_keep, &l));
	assert_string_equal(buf_str(&l.text), expected);
	buf_free(&l.text);
}

static void names(void **state)
{
	(void)state;
	names_are("leg", "");
	names_are("{leg}", "leg");
	names_are("{a} ({b}|c {d}?)? x{e}y|{f}", "a b d e f");
	names_are("a(?! {b}|{c})", "b c");
	names_are("a(?=b{0,2} {c})", "c");
	names_are("a(?! {b)", "");
	names_are("((({deep})))", "deep");
	assert_true(phrase_names_each(NULL, words_keep, NULL));
}

static void names_stop(void **state)
{
	static const char *const texts[] = {"{a} {b}", "{a}|{b}", "({a}|{b}) {c}",
		"x(?!{a}{b}) {c}", "(({a})) {b}", "(?={a})x|{b}"};
	struct words_list l = words_list();
	size_t i;

	(void)state;
	l.most = 1;
	for (i = 0; i < WORDS_COUNT(texts); i++) {
		l.count = 0;
		buf_clear(&l.text);
		assert_false(phrase_names_each(words_parse(&world, texts[i]), words_keep, &l));
		assert_string_equal(buf_str(&l.text), "a");
	}
	buf_free(&l.text);
}

/* A wall of text is a phrase like any other. */
static void walls(void **state)
{
	char *text = malloc(65536);
	struct phrase_error error;
	struct buf out;
	size_t i;

	(void)state;
	assert_non_null(text);
	memset(text, 'a', 65536);
	buf_init(&out, 70000);
	assert_true(
		phrase_regex(words_parse_bytes(&world, text, 65536, &error), &world.names, &out));
	assert_int_equal(out.len, 65536 + 4);
	for (i = 1; i < 4096; i += 2)
		text[i] = '|';
	buf_clear(&out);
	assert_true(
		phrase_regex(words_parse_bytes(&world, text, 4095, &error), &world.names, &out));
	assert_int_equal(out.len, 4095 + 4);
	memset(text, '(', 65536);
	assert_null(words_parse_bytes(&world, text, 65536, &error));
	assert_string_equal(error.why, "nested too deeply");
	buf_free(&out);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nesting_is_bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(memory_is_short, set_up, tear_down),
		cmocka_unit_test_setup_teardown(groups, set_up, tear_down),
		cmocka_unit_test_setup_teardown(expressions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(more_words_first, set_up, tear_down),
		cmocka_unit_test_setup_teardown(regex_fails_where_it_must, set_up, tear_down),
		cmocka_unit_test_setup_teardown(regex_is_appended, set_up, tear_down),
		cmocka_unit_test_setup_teardown(matches, set_up, tear_down),
		cmocka_unit_test_setup_teardown(appended, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_stop, set_up, tear_down),
		cmocka_unit_test_setup_teardown(walls, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
