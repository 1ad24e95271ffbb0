/* Tests of src/core/respell.c. */
#include "core/respell.h"

#include "core/words_world.h"

static struct words_world world;

static int set_up(void **state)
{
	(void)state;
	if (words_open(&world) != 0)
		return -1;
	words_content(&world,
		"spelling:\n"
		"  known: dumb i a am is are have will would it that what they cannot\n"
		"  common: my the\n"
		"words:\n"
		"  leg: legs?|feet|calf\n"
		"  numb: numb|tingling|weak|feel|spasm\n"
		"  cant: cant\n"
		"  back: back|backpain\n");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	words_close(&world);
	return 0;
}

/* ------------------------------------------------------------------ one word */

struct respell_case {
	const char *written;
	const char *words; /* "" when nobody knows it */
	bool mended;
};

static void respells(const struct respell_case *cases, size_t n)
{
	struct respelling out;
	struct buf words;
	char *exact;
	size_t i, k, len;

	buf_init(&words, 1000);
	for (i = 0; i < n; i++) {
		/* in memory of exactly its size */
		len = strlen(cases[i].written);
		exact = malloc(len ? len : 1);
		assert_non_null(exact);
		memcpy(exact, cases[i].written, len);
		out = (struct respelling){0};
		respell(world.vocab, world.spell, exact, len, &out);
		free(exact);
		buf_clear(&words);
		for (k = 0; k < out.n; k++)
			buf_printf(&words, "%s%s", k ? " " : "",
				vocab_get(world.vocab, out.words[k]).text);
		if (strcmp(buf_str(&words), cases[i].words) != 0 || out.mended != cases[i].mended)
			print_error("'%s'\n", cases[i].written);
		assert_string_equal(buf_str(&words), cases[i].words);
		assert_int_equal(out.mended, cases[i].mended);
	}
	buf_free(&words);
}

static void as_written(void **state)
{
	static const struct respell_case cases[] = {
		{"leg", "leg", false},
		{"dumb", "dumb", false},
		{"can't", "cant", false},
		{"c'a'n't'", "cant", false},
		{"", "", false},
		{"'", "", false},
		{"zebra", "", false},
		{"\xd0\xb6\xd0\xb6", "", false},
	};

	(void)state;
	respells(cases, WORDS_COUNT(cases));
}

static void contractions(void **state)
{
	static const struct respell_case cases[] = {
		{"i'm", "i am", true},
		{"they're", "they are", true},
		{"i'll", "i will", true},
		{"they've", "they have", true},
		{"i'd", "i would", true},
		/* 's is short for "is" behind some words, else it marks the owner */
		{"it's", "it is", true},
		{"back's", "back", true},
		{"zebra's", "", false},
		{"leg'x", "", false},
		{"'s", "", false},
		{"i'", "i", false},
		/* "had" is none of these words */
		{"leg'd", "leg would", true},
	};

	(void)state;
	respells(cases, WORDS_COUNT(cases));
}

static void repeated_letters(void **state)
{
	static const struct respell_case cases[] = {
		{"numbbbb", "numb", true},
		{"nnnuuummmbbb", "numb", true},
		{"feeeet", "feet", true},
		{"baaack", "back", true},
		/* doubled here and single there: as a misspelt word */
		{"feelll", "feel", true},
		{"feeeelllll", "feel", true},
		{"spazmmm", "spasm", true},
		{"aaa", "a", true},
		{"zzzz", "", false},
		/* two in a row are no run */
		{"legg", "", false},
	};

	(void)state;
	respells(cases, WORDS_COUNT(cases));
}

static void digits_for_letters(void **state)
{
	static const struct respell_case cases[] = {
		{"l3g", "leg", true},
		{"b4ck", "back", true},
		{"5p45m", "spasm", true},
		{"f337", "feet", true},
		{"w34k", "weak", true},
		{"7ingl1ng", "tingling", true},
		{"w34kk", "weak", true},
		{"z3bra", "", false},
		{"n9mb", "", false},
		{"l2", "", false},
	};

	(void)state;
	respells(cases, WORDS_COUNT(cases));
}

static void run_together(void **state)
{
	static const struct respell_case cases[] = {
		{"numblegs", "numb legs", true}, {"feelnumb", "feel numb", true},
		{"cantfeel", "cant feel", true},
		/* a word of its own, though it could be two */
		{"backpain", "backpain", false},
		/* one of the two must mean something, and both have three letters */
		{"dumbthat", "", false}, {"thatwhat", "", false}, {"ifeelit", "", false},
		{"legfeelz", "", false}, {"calfleg", "calf leg", true},
		{"legleg", "", false}, /* too short */
	};

	(void)state;
	respells(cases, WORDS_COUNT(cases));
}

static void misspelt(void **state)
{
	static const struct respell_case cases[] = {
		{"nubm", "numb", true},
		{"tinglin", "tingling", true},
		{"tingl'in", "tingling", true},
		{"numd", "", false},
		/* a real word is none */
		{"dumb", "dumb", false},
	};

	(void)state;
	respells(cases, WORDS_COUNT(cases));
}

/* Of a word of any length and any bytes the first are looked at. */
static void any_bytes(void **state)
{
	static const char *const walls[] = {"a", "'", "3", "\xff", "ab", "i'm", "aaab", "\0"};
	struct respelling out;
	char *text;
	size_t i, k, len;

	(void)state;
	for (i = 0; i < WORDS_COUNT(walls); i++) {
		for (len = 1; len < 100; len++) {
			text = malloc(len);
			assert_non_null(text);
			for (k = 0; k < len; k++)
				text[k] = walls[i][k % (strlen(walls[i]) + !walls[i][0])];
			out = (struct respelling){0};
			respell(world.vocab, world.spell, text, len, &out);
			assert_true(out.n <= 2);
			free(text);
		}
	}
	/* what is added never passes the bound */
	out = (struct respelling){.n = RESPELL_MAX};
	respell(world.vocab, world.spell, "i'm", 3, &out);
	assert_int_equal(out.n, RESPELL_MAX);
}

/* ------------------------------------------------------------------ spaced-out letters */

/* The text never becomes longer. */
static void spaced(const char *text, const char *expected)
{
	struct buf b;

	buf_init(&b, strlen(text));
	buf_puts(&b, text);
	respell_spaced(world.vocab, &b);
	assert_true(buf_ok(&b));
	assert_string_equal(buf_str(&b), expected);
	buf_free(&b);
}

static void spaced_out(void **state)
{
	static const char *const cases[][2] = {
		{"n u m b", "numb"},
		{"my l e g s hurt", "my legs hurt"},
		{"n.u.m.b", "numb"},
		{"n - u - m - b", "numb"},
		{"n_u*m-b!", "numb!"},
		{"n u m b l e g s", "numb legs"},
		{"i c a n t f e e l m y l e g s", "i cant feel my legs"},
		{"n u m b, l e g", "numb, leg"},
		{"n  u  m  b", "numb"},
		/* the longest words are found, not the first ones */
		{"b a c k p a i n", "backpain"},
		/* two letters, no words, too far apart, or not alone */
		{"m y", "m y"},
		{"x y z", "x y z"},
		{"n    u    m    b", "n    u    m    b"},
		{"n u m bx", "n u m bx"},
		{"nu mb", "nu mb"},
		{"n u m b's", "n u m b's"},
		{"a i a", "a i a"},
		{"\xc3\xa9n u m b", "\xc3\xa9n u m b"},
		{"n u m \xc3\xa9", "n u m \xc3\xa9"},
		{"n, u, m, b", "n, u, m, b"},
		{"", ""},
		{"n", "n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(cases); i++)
		spaced(cases[i][0], cases[i][1]);
}

/* A run of 120 letters is put together; of a longer one the first 120 and the rest by themselves. */
static void long_runs(void **state)
{
	struct buf in, expected;
	size_t words;

	(void)state;
	buf_init(&in, 4096);
	buf_init(&expected, 4096);
	for (words = 1; words <= 80; words++) {
		buf_puts(&in, words > 1 ? " n u m b" : "n u m b");
		buf_puts(&expected, words > 1 ? " numb" : "numb");
		spaced(buf_str(&in), buf_str(&expected));
	}
	buf_free(&in);
	buf_free(&expected);
}

static void wall_of_letters(void **state)
{
	struct buf b;
	size_t i;

	(void)state;
	buf_init(&b, 65536);
	for (i = 0; i < 32768; i++)
		buf_puts(&b, i % 3 ? "a " : "i ");
	respell_spaced(world.vocab, &b);
	assert_int_equal(b.len, 65536);
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(as_written, set_up, tear_down),
		cmocka_unit_test_setup_teardown(contractions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(repeated_letters, set_up, tear_down),
		cmocka_unit_test_setup_teardown(digits_for_letters, set_up, tear_down),
		cmocka_unit_test_setup_teardown(run_together, set_up, tear_down),
		cmocka_unit_test_setup_teardown(misspelt, set_up, tear_down),
		cmocka_unit_test_setup_teardown(any_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(spaced_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_runs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(wall_of_letters, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("core/respell", tests, NULL, NULL);
}
