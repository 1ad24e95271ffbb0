/* Tests of src/core/vocab.c. */
#include "core/vocab.h"

#include <stdio.h>

#include "core/rolling.h"
#include "core/words_arena.h"
#include "core/words_world.h"

static struct words_world world;

static int set_up(void **state)
{
	(void)state;
	return words_open(&world);
}

static int tear_down(void **state)
{
	(void)state;
	words_left = WORDS_PLENTY;
	words_close(&world);
	return 0;
}

static uint16_t add(const char *word, unsigned bits)
{
	return vocab_add(world.vocab, word, strlen(word), bits);
}

/* Adds the words w0, w1, ... until there are `count` words. */
static void fill(size_t count)
{
	char word[16];

	while (vocab_count(world.vocab) < count) {
		snprintf(word, sizeof(word), "w%zu", vocab_count(world.vocab));
		assert_int_not_equal(add(word, 0), VOCAB_NONE);
	}
}

static void words(void **state)
{
	uint16_t leg = add("leg", VOCAB_MEANING), legs = add("legs", 0);

	(void)state;
	assert_int_equal(leg, 1);
	assert_int_equal(legs, 2);
	assert_int_equal(vocab_find(world.vocab, "legs", 3), leg);
	assert_int_equal(vocab_find(world.vocab, "legs", 4), legs);
	assert_int_equal(vocab_find(world.vocab, "Leg", 3), VOCAB_NONE);
	assert_int_equal(vocab_find(world.vocab, "leg", 0), VOCAB_NONE);
	assert_string_equal(vocab_get(world.vocab, legs).text, "legs");
	assert_int_equal(vocab_get(world.vocab, legs).len, 4);
	/* again: the same number, and all of the bits */
	assert_int_equal(add("leg", VOCAB_COMMON), leg);
	assert_int_equal(vocab_get(world.vocab, leg).bits, VOCAB_MEANING | VOCAB_COMMON);
	assert_int_equal(vocab_count(world.vocab), 2);
	assert_int_equal(vocab_longest(world.vocab), 4);
	assert_int_equal(vocab_find_hashed(world.vocab, "legs", 4, rolling_hash("legs", 4)), legs);
	assert_int_equal(
		vocab_find_hashed(world.vocab, "gels", 4, rolling_hash("gels", 4)), VOCAB_NONE);
}

static void none_yet(void **state)
{
	(void)state;
	assert_int_equal(vocab_longest(world.vocab), 0);
	assert_int_equal(vocab_count(world.vocab), 0);
	assert_int_equal(vocab_find(world.vocab, "leg", 3), VOCAB_NONE);
	assert_int_equal(vocab_joined(world.vocab, 1, 2), VOCAB_NONE);
}

static void any_bytes(void **state)
{
	uint16_t id = vocab_add(world.vocab, "a\0\xff", 3, 0);

	(void)state;
	assert_int_not_equal(id, VOCAB_NONE);
	assert_int_equal(vocab_find(world.vocab, "a\0\xff", 3), id);
	assert_int_equal(vocab_find(world.vocab, "a\0\xfe", 3), VOCAB_NONE);
	assert_int_equal(vocab_find(world.vocab, "a", 1), VOCAB_NONE);
}

static void lengths(void **state)
{
	char word[VOCAB_WORD_MAX + 1];
	uint16_t id;

	(void)state;
	memset(word, 'a', sizeof(word));
	assert_int_equal(vocab_add(world.vocab, "", 0, 0), VOCAB_NONE);
	id = vocab_add(world.vocab, word, VOCAB_WORD_MAX, 0);
	assert_int_not_equal(id, VOCAB_NONE);
	assert_int_equal(vocab_find(world.vocab, word, VOCAB_WORD_MAX), id);
	assert_int_equal(vocab_add(world.vocab, word, VOCAB_WORD_MAX + 1, 0), VOCAB_NONE);
	assert_int_equal(vocab_find(world.vocab, word, VOCAB_WORD_MAX + 1), VOCAB_NONE);
	assert_int_equal(vocab_find(world.vocab, word, 65536 + VOCAB_WORD_MAX), VOCAB_NONE);
}

static void as_many_as_there_may_be(void **state)
{
	char word[16];
	size_t i;

	(void)state;
	fill(VOCAB_MAX);
	assert_int_equal(add("more", 0), VOCAB_NONE);
	assert_int_equal(vocab_find(world.vocab, "more", 4), VOCAB_NONE);
	assert_int_equal(add("w59999", VOCAB_KNOWN), VOCAB_MAX);
	for (i = 0; i < VOCAB_MAX; i++) {
		snprintf(word, sizeof(word), "w%zu", i);
		assert_int_equal(vocab_find(world.vocab, word, strlen(word)), i + 1);
	}
}

static void variants(void **state)
{
	uint16_t ive = add("ive", VOCAB_KNOWN), reads[8];
	struct vocab_word w;
	size_t i;

	(void)state;
	for (i = 0; i < 8; i++)
		reads[i] = add((char[]){(char)('a' + i), '\0'}, 0);
	assert_int_equal(vocab_variant(world.vocab, ive, reads, 8), 0);
	memset(reads, 0, sizeof(reads)); /* they were copied */
	w = vocab_get(world.vocab, ive);
	assert_int_equal(w.bits & VOCAB_VARIANT, VOCAB_VARIANT);
	assert_int_equal(w.n_reads, 8);
	for (i = 0; i < 8; i++)
		assert_int_equal(vocab_get(world.vocab, w.reads[i]).text[0], 'a' + i);
	/* whatever comes after it */
	fill(5000);
	w = vocab_get(world.vocab, ive);
	assert_int_equal(w.n_reads, 8);
	assert_int_equal(w.reads[7], vocab_find(world.vocab, "h", 1));
}

/* Reading must come to an end: no word is read as another that is itself read otherwise. */
static void no_endless_reading(void **state)
{
	uint16_t a = add("a", 0), b = add("b", 0), c = add("c", 0);

	(void)state;
	assert_int_equal(vocab_variant(world.vocab, a, &a, 1), -1);
	assert_int_equal(vocab_variant(world.vocab, a, (uint16_t[]){b, a}, 2), -1);
	assert_int_equal(vocab_get(world.vocab, a).bits, 0);
	assert_int_equal(vocab_get(world.vocab, b).bits, 0);
	assert_int_equal(vocab_variant(world.vocab, a, &b, 1), 0);
	assert_int_equal(vocab_variant(world.vocab, a, &c, 1), -1);
	assert_int_equal(vocab_variant(world.vocab, b, &c, 1), -1);
	assert_int_equal(vocab_variant(world.vocab, c, &a, 1), -1);
	assert_int_equal(vocab_variant(world.vocab, c, &b, 1), 0);
	assert_int_equal(vocab_join(world.vocab, b, b, a), -1);
	assert_int_equal(vocab_joined(world.vocab, b, b), VOCAB_NONE);
	a = add("joined", 0);
	assert_int_equal(vocab_join(world.vocab, b, b, a), 0);
	assert_int_equal(vocab_variant(world.vocab, a, (uint16_t[]){b, b}, 2), -1);
}

static void joins(void **state)
{
	uint16_t i;

	(void)state;
	fill(1000);
	for (i = 1; i <= 512; i++)
		assert_int_equal(vocab_join(world.vocab, i, (uint16_t)(513 - i), 600), 0);
	assert_int_equal(vocab_join(world.vocab, 700, 701, 600), -1);
	for (i = 1; i <= 512; i++) {
		assert_int_equal(vocab_joined(world.vocab, i, (uint16_t)(513 - i)), 600);
		assert_int_equal(vocab_joined(world.vocab, i, (uint16_t)(514 - i)), VOCAB_NONE);
	}
	assert_int_equal(vocab_joined(world.vocab, 700, 701), VOCAB_NONE);
}

/* The same on every machine. */
static void hashes(void **state)
{
	(void)state;
	assert_int_equal(vocab_hash("", 0), vocab_hash("x", 0));
	assert_int_equal(vocab_hash("", 0), 0x9E3779B9u ^ 0x7F4A7C15u);
	assert_int_not_equal(vocab_hash("leg", 3), vocab_hash("gel", 3));
	assert_int_not_equal(vocab_hash("leg", 3), vocab_hash("legs", 4));
	assert_int_equal(vocab_hash("legs", 3), vocab_hash("leg", 3));
	assert_int_not_equal(vocab_hash("\xff", 1), vocab_hash("\x7f", 1));
}

static void memory_is_short(void **state)
{
	uint16_t a = add("a", 0), b = add("b", 0);
	size_t given;

	(void)state;
	for (given = 0; given < 3; given++) {
		words_left = given;
		assert_null(vocab_create(world.arena));
	}
	words_left = 0;
	/* the text of a long word stands by itself */
	assert_int_equal(add("hamstringing", 0), VOCAB_NONE);
	assert_int_equal(vocab_count(world.vocab), 2);
	assert_int_equal(vocab_find(world.vocab, "hamstringing", 12), VOCAB_NONE);
	assert_int_equal(vocab_variant(world.vocab, a, &b, 1), -1);
	assert_int_equal(vocab_get(world.vocab, a).bits, 0);
	words_left = WORDS_PLENTY;
	fill(4095);
	words_left = 0;
	assert_int_equal(add("more", 0), VOCAB_NONE);
	/* a word that is there needs none */
	assert_int_equal(add("a", VOCAB_KNOWN), a);
	words_left = WORDS_PLENTY;
	assert_int_equal(add("leg", 0), 4096);
	assert_int_equal(vocab_find(world.vocab, "a", 1), a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(none_yet, set_up, tear_down),
		cmocka_unit_test_setup_teardown(any_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lengths, set_up, tear_down),
		cmocka_unit_test_setup_teardown(as_many_as_there_may_be, set_up, tear_down),
		cmocka_unit_test_setup_teardown(variants, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_endless_reading, set_up, tear_down),
		cmocka_unit_test_setup_teardown(joins, set_up, tear_down),
		cmocka_unit_test_setup_teardown(hashes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(memory_is_short, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("core/vocab", tests, NULL, NULL);
}
