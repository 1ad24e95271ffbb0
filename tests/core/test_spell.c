/* Tests of src/core/spell.c. */
#include "core/spell.h"

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

/* Enters the words, separated by blanks, with those bits. */
static void enter(const char *words, unsigned bits)
{
	size_t len;

	for (; *words; words += len + (words[len] == ' ')) {
		len = strcspn(words, " ");
		assert_int_not_equal(vocab_add(world.vocab, words, len, bits), VOCAB_NONE);
	}
}

static void index_words(const char *words)
{
	enter(words, VOCAB_MEANING);
	world.spell = spell_create(world.arena, world.vocab);
	assert_non_null(world.spell);
}

static void mended(const char *written, const char *expected)
{
	uint16_t id = spell_mend(world.spell, written, strlen(written));
	const char *word = id ? vocab_get(world.vocab, id).text : "";

	if (strcmp(word, expected) != 0)
		print_error("'%s'\n", written);
	assert_string_equal(word, expected);
}

/* ------------------------------------------------------------------ distance */

static void slips(void **state)
{
	static const struct {
		const char *a, *b;
		size_t slips;
	} cases[] = {
		{"", "", 0},
		{"", "leg", 3},
		{"leg", "leg", 0},
		{"leg", "legs", 1},
		{"numb", "dumb", 1},
		{"numb", "nubm", 1},
		{"numb", "unmb", 1},
		{"spasm", "sapms", 2},
		{"abc", "ca", 3}, /* no slip within a swap: optimal string alignment */
		{"kitten", "sitting", 3},
		{"abcdefgh", "hgfedcba", 7},
	};
	char a[VOCAB_WORD_MAX], b[VOCAB_WORD_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(cases); i++) {
		assert_int_equal(
			spell_slips(cases[i].a, strlen(cases[i].a), cases[i].b, strlen(cases[i].b)),
			cases[i].slips);
		assert_int_equal(
			spell_slips(cases[i].b, strlen(cases[i].b), cases[i].a, strlen(cases[i].a)),
			cases[i].slips);
	}
	memset(a, 'a', sizeof(a));
	memset(b, 'b', sizeof(b));
	assert_int_equal(spell_slips(a, sizeof(a), b, sizeof(b)), VOCAB_WORD_MAX);
	assert_int_equal(spell_slips(a, sizeof(a), a, sizeof(a)), 0);
	assert_int_equal(spell_slips(a, sizeof(a), b, 0), VOCAB_WORD_MAX);
}

/* ------------------------------------------------------------------ mending */

static void forgiven(void **state)
{
	static const struct {
		const char *written;
		const char *word;
	} cases[] = {
		/* three letters: nothing */
		{"num", ""},
		{"leh", ""},
		{"lge", ""},
		/* four: swapped, added, dropped, but none changed */
		{"nubm", "numb"},
		{"nmub", "numb"},
		{"unmb", "numb"},
		{"numbb", "numb"},
		{"nuumb", "numb"},
		{"numa", ""},
		{"nomb", ""},
		{"spsm", "spasm"},
		/* five to seven: one slip of any kind */
		{"spazm", "spasm"},
		{"spasmm", "spasm"},
		{"sapsm", "spasm"},
		{"spazn", ""},
		{"tinglng", "tingling"},
		{"tinlgng", ""},
		/* from eight letters in both: two */
		{"tinlginh", "tingling"},
		{"tinglyng", "tingling"},
		{"tinglyngg", "tingling"},
		{"tynglyngg", ""},
		{"inflamtion", "inflammation"},
		{"inflmtion", ""},
		/* the first letter stands, or is swapped with the second */
		{"bpasm", ""},
		{"pasm", ""},
		{"psasm", "spasm"},
		{"itngling", "tingling"},
		{"xingling", ""},
		{"", ""},
	};
	size_t i;

	(void)state;
	index_words("leg numb spasm tingling inflammation");
	for (i = 0; i < WORDS_COUNT(cases); i++)
		mended(cases[i].written, cases[i].word);
}

/* Only words with a meaning are mended to: no variants, no short ones, none that is exact, none with other signs. */
static void what_is_meant(void **state)
{
	uint16_t from, to;

	(void)state;
	enter("really", VOCAB_KNOWN | VOCAB_FILLER);
	enter("there hours", VOCAB_MEANING);
	enter("feng", VOCAB_MEANING | VOCAB_KNOWN | VOCAB_EXACT);
	from = vocab_find(world.vocab, "there", 5);
	to = vocab_find(world.vocab, "hours", 5);
	assert_int_equal(vocab_variant(world.vocab, from, &to, 1), 0);
	index_words("arm x-ray caf\xc3\xa9s l4l5s1");
	mended("realy", "");
	mended("thhere", "");
	mended("arms", "");
	mended("feeng", "");
	mended("x-raay", "");
	mended("caf\xc3\xa9ss", "");
	mended("l4l5s11", "");
	mended("hourrs", "hours");
}

/* Of several that come near, the nearest; then of the same length; then with the longest beginning. */
static void nearest(void **state)
{
	(void)state;
	index_words("stretched stretches stretching backs blacks blocks spines spinal");
	mended("stretchex", "stretched"); /* as near as stretches, and entered first */
	mended("stretchess", "stretches");
	mended("stretchng", "stretching");
	mended("bocks", "backs"); /* of the same length, before blocks */
	mended("blakcs", "blacks");
	mended("blcks", "backs");
	mended("spinas", "spinal");
}

static void any_bytes(void **state)
{
	char word[VOCAB_WORD_MAX + 2];

	(void)state;
	memset(word, 'a', sizeof(word));
	word[VOCAB_WORD_MAX] = '\0';
	index_words(word);
	word[VOCAB_WORD_MAX - 1] = 'b';
	assert_int_equal(spell_mend(world.spell, word, VOCAB_WORD_MAX), 1);
	assert_int_equal(spell_mend(world.spell, word, VOCAB_WORD_MAX - 2), 1);
	assert_int_equal(spell_mend(world.spell, word, VOCAB_WORD_MAX - 3), VOCAB_NONE);
	assert_int_equal(spell_mend(world.spell, word, VOCAB_WORD_MAX + 1), VOCAB_NONE);
	assert_int_equal(spell_mend(world.spell, "\xff\0\xfe\x80", 4), VOCAB_NONE);
	assert_int_equal(spell_mend(world.spell, "aaaa", 0), VOCAB_NONE);
}

/* Every word of every kind of slip is found again, however full the index is. */
static void all_of_them(void **state)
{
	char word[13], slip[13];
	size_t i, k;
	uint16_t id;

	(void)state;
	memcpy(word, "abcdefghijkl", 13);
	for (i = 0; i < 400; i++) {
		for (k = 0; k < 12; k++)
			word[k] = (char)('a' + (i * 7 + k * k * (i % 11 + 1) + k * 5) % 26);
		vocab_add(world.vocab, word, 12, VOCAB_MEANING);
	}
	world.spell = spell_create(world.arena, world.vocab);
	assert_non_null(world.spell);
	for (id = 1; id <= vocab_count(world.vocab); id++) {
		memcpy(slip, vocab_get(world.vocab, id).text, 12);
		slip[5] = '#';
		slip[11] = '#';
		assert_int_equal(spell_mend(world.spell, slip, 12), id);
		assert_int_equal(spell_mend(world.spell, slip, 11), id);
	}
}

static void no_words(void **state)
{
	(void)state;
	index_words("");
	mended("spasm", "");
}

static void memory_is_short(void **state)
{
	(void)state;
	enter("spasm", VOCAB_MEANING);
	words_left = 0;
	assert_null(spell_create(world.arena, world.vocab));
	words_left = 1;
	assert_null(spell_create(world.arena, world.vocab));
	words_left = 2;
	assert_null(spell_create(world.arena, world.vocab));
	words_left = 3;
	assert_null(spell_create(world.arena, world.vocab));
	words_left = 4;
	assert_non_null(spell_create(world.arena, world.vocab));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(slips, set_up, tear_down),
		cmocka_unit_test_setup_teardown(forgiven, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_meant, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nearest, set_up, tear_down),
		cmocka_unit_test_setup_teardown(any_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(all_of_them, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(memory_is_short, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("core/spell", tests, NULL, NULL);
}
