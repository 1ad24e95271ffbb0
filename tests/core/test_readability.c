/* Tests of src/core/readability.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/readability.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void sizes(void **state)
{
	static const struct {
		const char *text;
		size_t sentences, words, longest;
	} cases[] = {
		{"", 0, 0, 0},
		{" \n.!?\n", 0, 0, 0},
		{"Rest", 1, 1, 1},
		{"Rest. Use heat for a while.", 2, 6, 5},
		{"Rest! Why? Like so: gently.", 4, 5, 2},
		{"One two\nthree\n\nfour five six", 3, 6, 3},
		{"Do \"rest.\" Then walk.", 2, 4, 2},
		/* a stop inside a word or number ends nothing */
		{"Take 2.5 of the x.y kind.", 1, 8, 8},
		{"Don't (ever) lift - it hurts; walk", 1, 6, 6},
		{"Wait 48 hours", 1, 3, 3},
		{"End.", 1, 1, 1},
		{"caf\xc3\xa9 \xff", 1, 1, 1},
	};
	struct readability r;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		r = readability_of(cases[i].text);
		if (r.sentences != cases[i].sentences || r.words != cases[i].words)
			print_error("'%s'\n", cases[i].text);
		assert_int_equal(r.sentences, cases[i].sentences);
		assert_int_equal(r.words, cases[i].words);
		assert_int_equal(r.longest, cases[i].longest);
	}
}

/* How many syllables the word has, by the grade of a sentence of it alone. */
static size_t syllables(const char *word)
{
	struct readability r = readability_of(word);

	assert_int_equal(r.words, 1);
	return (size_t)((r.grade - 0.39 + 15.59) / 11.8 + 0.5);
}

static void sounds(void **state)
{
	static const struct {
		const char *word;
		size_t n;
	} cases[] = {
		{"leg", 1},
		{"pain", 1},
		{"ice", 1},
		{"the", 1},
		{"muscle", 2},
		{"table", 2},
		{"spine", 1},
		{"bones", 1},
		{"boxes", 2},
		{"walked", 1},
		{"lifted", 2},
		{"doctor", 2},
		{"DOCTOR", 2},
		{"hospital", 3},
		{"area", 2},
		{"yes", 1},
		{"hmm", 1},
		{"48", 1},
		/* they cannot be avoided, so they count two */
		{"magnesium", 2},
		{"physiotherapist", 2},
		{"Emergency", 2},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		if (syllables(cases[i].word) != cases[i].n)
			print_error("%s\n", cases[i].word);
		assert_int_equal(syllables(cases[i].word), cases[i].n);
	}
}

/* The published formula: 0.39 words per sentence + 11.8 syllables per word - 15.59. */
static void grades(void **state)
{
	(void)state;
	assert_float_equal(readability_of("").grade, 0.0, 0.0001);
	assert_float_equal(
		readability_of("The cat sat on the mat.").grade, 0.39 * 6 + 11.8 - 15.59, 0.0001);
	assert_float_equal(readability_of("Rest. Ask a doctor.").grade,
		0.39 * 4 / 2 + 11.8 * 5 / 4 - 15.59, 0.0001);
}

/* Words of any length are words; the bytes behind the 63rd do not count for their sound. */
static void long_words(void **state)
{
	char text[200];

	(void)state;
	memset(text, 'b', sizeof(text));
	text[63] = 'a';
	text[199] = '\0';
	assert_int_equal(syllables(text), 1);
	text[5] = text[62] = 'a';
	assert_int_equal(syllables(text), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes),
		cmocka_unit_test(sounds),
		cmocka_unit_test(grades),
		cmocka_unit_test(long_words),
	};

	return cmocka_run_group_tests_name("core/readability", tests, NULL, NULL);
}
