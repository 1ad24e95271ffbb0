/* Tests of src/core/sieve.c. */
#include "core/sieve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/words_arena.h"

#define WORDS 9
#define TERMS 130 /* more than two numbers of a set */

static struct arena *arena;
static struct sieve *sieve;
static struct reading_word words[WORDS];
static struct reading reading = {.words = words};

static int set_up(void **state)
{
	(void)state;
	arena = arena_create();
	sieve = arena ? sieve_create(arena, WORDS, TERMS) : NULL;
	return sieve ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	words_left = WORDS_PLENTY;
	arena_destroy(arena);
	return 0;
}

/* A message of the words whose numbers are given; 0 is a word that nobody knows, '#' a number, ',' a sign. */
static void message(const char *text)
{
	char before = READING_BLANK;

	reading.n_words = 0;
	for (; *text; text++) {
		if (*text == ',') {
			before = READING_COMMA;
			continue;
		}
		words[reading.n_words++] =
			(struct reading_word){.id = *text == '#' ? 0 : (uint16_t)(*text - '0'),
				.number = *text == '#',
				.before = before};
		before = READING_BLANK;
	}
}

/* All terms are found at once to begin where each is alone, and of none that is not asked for. */
static void same_at_once(void)
{
	sieve_set all, none = {0}, out;
	size_t w, t;

	memset(all, 0xFF, sizeof(all));
	for (w = 0; w < reading.n_words; w++) {
		sieve_begin_all(sieve, &reading, w, all, out);
		for (t = 0; t < TERMS; t++)
			assert_int_equal(
				out[t / 64] >> t % 64 & 1, sieve_begins(sieve, &reading, w, t));
		sieve_begin_all(sieve, &reading, w, none, out);
		assert_memory_equal(out, none, sizeof(out));
	}
}

static bool through(const char *text, size_t term)
{
	sieve_set out;

	message(text);
	same_at_once();
	sieve_sift(sieve, &reading, out);
	return out[term / 64] >> term % 64 & 1;
}

/* Enters a term that is one word, its own anchor. */
static void put_word(uint16_t word, size_t term)
{
	assert_int_equal(sieve_put(sieve, SIEVE_ANCHOR, word, term), 0);
	assert_int_equal(sieve_put(sieve, SIEVE_FIRST, word, term), 0);
	assert_int_equal(sieve_put(sieve, SIEVE_ALONE, word, term), 0);
}

/* Enters a term that begins with two words. */
static void put_two(uint16_t first, uint16_t second, uint16_t anchor, size_t term)
{
	assert_int_equal(sieve_put(sieve, SIEVE_ANCHOR, anchor, term), 0);
	assert_int_equal(sieve_put(sieve, SIEVE_FIRST, first, term), 0);
	assert_int_equal(sieve_put(sieve, SIEVE_SECOND, second, term), 0);
	sieve_put_pair(sieve, first, second, term);
}

static void nothing(void **state)
{
	(void)state;
	sieve_close(sieve);
	assert_false(through("", 0));
	assert_false(through("123", 0));
}

static void one_word(void **state)
{
	static const size_t terms[] = {0, 63, 64, TERMS - 1};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(terms) / sizeof(terms[0]); i++)
		put_word((uint16_t)(i + 1), terms[i]);
	sieve_close(sieve);
	for (i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		assert_true(through((char[]){'0', (char)('1' + i), '0', '\0'}, terms[i]));
		assert_false(through("05", terms[i]));
		assert_true(sieve_has(sieve, SIEVE_ANCHOR, (uint16_t)(i + 1), terms[i]));
		assert_false(sieve_has(sieve, SIEVE_SECOND, (uint16_t)(i + 1), terms[i]));
	}
	assert_false(through("1", 63));
}

static void two_words(void **state)
{
	(void)state;
	put_two(1, 2, 2, 5);
	sieve_close(sieve);
	assert_true(through("12", 5));
	assert_true(through("30124", 5));
	assert_false(through("1", 5));
	assert_false(through("2", 5));
	assert_false(through("21", 5));
	assert_false(through("102", 5));
	assert_false(through("1,2", 5));
	message("12");
	assert_true(sieve_begins(sieve, &reading, 0, 5));
	assert_false(sieve_begins(sieve, &reading, 1, 5));
}

/* Words that may stand first and second, but not together. */
static void pairs(void **state)
{
	(void)state;
	put_two(1, 2, 2, 5);
	put_two(3, 4, 4, 5);
	sieve_close(sieve);
	assert_true(through("12", 5));
	assert_true(through("34", 5));
	assert_false(through("14", 5));
	assert_false(through("32", 5));
}

/* An anchor counts where the match begins or farther on, and not behind a sign. */
static void anchors(void **state)
{
	(void)state;
	put_two(1, 2, 3, 5);
	sieve_close(sieve);
	assert_true(through("123", 5));
	assert_true(through("120003", 5));
	assert_false(through("12", 5));
	assert_false(through("312", 5));
	assert_false(through("12,3", 5));
	message("312");
	assert_true(sieve_anchored(sieve, &reading, 0, 5));
	assert_false(sieve_anchored(sieve, &reading, 1, 5));
}

static void numbers(void **state)
{
	(void)state;
	put_two(SIEVE_NUMBER, 2, SIEVE_NUMBER, 5);
	put_two(1, SIEVE_NUMBER, 1, 6);
	put_word(SIEVE_NUMBER, 7);
	put_word(8, 9);
	sieve_close(sieve);
	assert_true(through("#2", 5));
	assert_false(through("02", 5));
	assert_false(through("#1", 5));
	assert_true(through("1#", 6));
	assert_false(through("12", 6));
	assert_true(through("0#", 7));
	/* a number that is also a word of the vocabulary is both */
	message("8");
	words[0].number = true;
	assert_true(sieve_begins(sieve, &reading, 0, 7));
	assert_true(sieve_begins(sieve, &reading, 0, 9));
}

static void any_word(void **state)
{
	(void)state;
	put_two(1, SIEVE_ANY, 2, 5);
	put_two(SIEVE_ANY, 2, 2, 6);
	assert_int_equal(sieve_put(sieve, SIEVE_FIRST, SIEVE_ANY, 7), 0);
	assert_int_equal(sieve_put(sieve, SIEVE_ALONE, SIEVE_ANY, 7), 0);
	assert_int_equal(sieve_put(sieve, SIEVE_ANCHOR, 4, 7), 0);
	sieve_close(sieve);
	assert_true(through("102", 5));
	assert_true(through("1#2", 5));
	assert_false(through("1,2", 5));
	assert_true(through("02", 6));
	assert_true(through("32", 6));
	assert_false(through("2", 6));
	assert_true(through("4", 7));
	assert_true(through("004", 7));
	assert_false(through("0", 7));
}

static void refused(void **state)
{
	(void)state;
	assert_int_equal(sieve_put(sieve, SIEVE_ANCHOR, WORDS + 1, 0), -1);
	assert_int_equal(sieve_put(sieve, SIEVE_ANCHOR, 1, SIEVE_TERMS_MAX), -1);
	sieve_close(sieve);
	assert_false(sieve_has(sieve, SIEVE_ANCHOR, WORDS + 1, 0));
}

static void memory_is_short(void **state)
{
	size_t n;

	(void)state;
	for (n = 0; n < 5; n++) {
		words_left = n;
		assert_null(sieve_create(arena, WORDS, TERMS));
	}
	words_left = 5;
	sieve = sieve_create(arena, WORDS, TERMS);
	assert_non_null(sieve);
	assert_int_equal(sieve_put(sieve, SIEVE_ANCHOR, 1, 0), -1);
	for (n = 1; n < 3; n++) {
		words_left = n;
		assert_int_equal(sieve_put(sieve, SIEVE_ANCHOR, 1, 0), -1);
	}
	words_left = 3;
	assert_int_equal(sieve_put(sieve, SIEVE_ANCHOR, 1, 0), 0);
	assert_int_equal(sieve_put(sieve, SIEVE_FIRST, 1, 0), 0);
	/* nothing is left to keep it in */
	words_left = 0;
	assert_int_equal(sieve_close(sieve), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_word, set_up, tear_down),
		cmocka_unit_test_setup_teardown(two_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(pairs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(anchors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(numbers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(any_word, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(memory_is_short, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
