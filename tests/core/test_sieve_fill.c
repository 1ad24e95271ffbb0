/* Tests of src/core/sieve_fill.c: what phrases let through. */
#include "core/sieve_fill.h"

#include <stdio.h>

#include "core/words_phrases.h"

static struct words_world world;
static struct words_phrases phrases;
static struct sieve *sieve;
static struct sieve_fill *fill;
static struct reading *reading;

static int set_up(void **state)
{
	(void)state;
	reading = reading_create();
	return words_open(&world) == 0 && words_phrases_open(&phrases) == 0 && reading ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	words_left = WORDS_PLENTY;
	sieve_fill_destroy(fill);
	fill = NULL;
	reading_destroy(reading);
	words_phrases_close(&phrases);
	words_close(&world);
	return 0;
}

/* Begins with a vocabulary of these words, and one phrase as term 0. */
static void phrase_is(const char *known, const char *text)
{
	const struct phrase *bare;
	char yaml[512];

	snprintf(yaml, sizeof(yaml), "spelling: {common: the my i, known: %s}\n", known);
	words_content(&world, yaml);
	sieve = sieve_create(world.arena, vocab_count(world.vocab), 1);
	assert_non_null(sieve);
	fill = sieve_fill_create(sieve, world.vocab);
	assert_non_null(fill);
	assert_int_equal(
		sieve_fill_term(fill, 0, words_parse(&phrases, text), &phrases.names, &bare), 0);
	assert_null(bare);
	sieve_close(sieve);
}

static bool through(const char *text)
{
	sieve_set out;

	reading_read(reading, world.vocab, world.spell, text, strlen(text));
	sieve_sift(sieve, reading, out);
	return out[0] & 1;
}

static void words_and_neighbours(void **state)
{
	(void)state;
	phrase_is("numb dead leg legs arm", "(numb|dead) (the)? legs?|arm");
	assert_true(through("numb leg"));
	assert_true(through("my dead legs, numb the leg"));
	assert_true(through("arm"));
	assert_false(through("leg numb"));
	assert_false(through("numb, leg"));
	assert_false(through("numb my leg"));
	assert_false(through("the leg"));
	/* more is let through than there is: what stands third is for the pattern */
	assert_true(through("numb the dead leg"));
}

static void names(void **state)
{
	(void)state;
	words_name(&phrases, "cant", "can not|cannot|i cant");
	words_name(&phrases, "leg", "legs?|calf muscle");
	phrase_is("can not cannot cant feel leg legs calf muscle", "{cant} feel {leg}");
	assert_true(through("i cant feel leg"));
	assert_true(through("cannot feel leg"));
	assert_true(through("can not feel calf muscle"));
	assert_false(through("i cannot"));
	assert_false(through("cant feel leg"));
	assert_false(through("i feel leg"));
	assert_false(through("can feel leg"));
}

static void numbers_and_any_word(void **state)
{
	(void)state;
	phrase_is("hours pain very since", "\\d+ hours|very \\w+ pain|[3-9]\\d pain|since \\d+");
	assert_true(through("12 hours"));
	assert_true(through("very banana pain"));
	assert_true(through("very 12 pain"));
	assert_true(through("40 pain"));
	assert_true(through("since 1999"));
	assert_false(through("hours"));
	assert_false(through("banana hours"));
	assert_false(through("very, banana pain"));
	assert_false(through("since pain"));
}

/* A word whose spellings cannot be listed may be any, and so may one that can be empty. */
static void open_words(void **state)
{
	(void)state;
	phrase_is("covid pain", "covid\\d+ pain|(?:a?b?) pain|x\\w+ pain");
	assert_true(through("banana pain"));
	assert_false(through("pain banana"));
}

static void no_word_that_must_be_there(void **state)
{
	const struct phrase *bare = NULL;
	size_t len;

	(void)state;
	phrase_is("leg", "leg");
	assert_int_equal(
		sieve_fill_term(fill, 0, words_parse(&phrases, "leg|\\w+"), &phrases.names, &bare),
		-1);
	assert_non_null(bare);
	phrase_source(bare, &len);
	assert_int_equal(len, 3);
	sieve_close(sieve);
}

static void memory_is_short(void **state)
{
	const struct phrase *list, *bare;

	(void)state;
	words_content(&world, "spelling: {known: leg arm}\n");
	list = words_parse(&phrases, "leg arm");
	sieve = sieve_create(world.arena, vocab_count(world.vocab), 1);
	fill = sieve_fill_create(sieve, world.vocab);
	assert_non_null(fill);
	words_left = 0;
	assert_int_equal(sieve_fill_term(fill, 0, list, &phrases.names, &bare), -1);
	words_left = WORDS_PLENTY;
	assert_int_equal(sieve_fill_term(fill, 0, list, &phrases.names, &bare), 0);
	sieve_close(sieve);
	sieve_fill_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(words_and_neighbours, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(numbers_and_any_word, set_up, tear_down),
		cmocka_unit_test_setup_teardown(open_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_word_that_must_be_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(memory_is_short, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
