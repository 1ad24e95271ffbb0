/* Tests of src/core/lexicon.c. */
#include "core/lexicon.h"

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

/* Reads a `words:` map; the result must go with the findings. */
static void read_words(const char *yaml, const char *expected)
{
	int result =
		lexicon_read_words(world.lexicon, "f", words_yaml(&world, yaml), &world.found.diag);

	assert_int_equal(result, expected[0] ? -1 : 0);
	words_found(&world, expected);
}

static void check(const char *expected)
{
	assert_int_equal(lexicon_check(world.lexicon, &world.found.diag), expected[0] ? -1 : 0);
	words_found(&world, expected);
}

static void vocabulary(const char *expected)
{
	assert_int_equal(lexicon_vocabulary(world.lexicon, world.vocab, &world.found.diag),
		expected[0] ? -1 : 0);
	words_found(&world, expected);
}

static struct lexicon_entry *entry(const char *name)
{
	return lexicon_find(world.lexicon, name, strlen(name));
}

/* ------------------------------------------------------------------ reading */

static void empty(void **state)
{
	(void)state;
	assert_null(lexicon_first(world.lexicon));
	assert_null(entry("leg"));
	assert_null(entry(""));
	read_words("", "");
	check("");
	vocabulary("");
	assert_int_equal(vocab_count(world.vocab), 0);
	lexicon_destroy(NULL);
}

static void entries(void **state)
{
	struct lexicon_entry *e;

	(void)state;
	read_words("leg: legs?|foot\nnumb: [numb, 'dead', 'no {leg}']\n", "");
	read_words("arm: arm\n", "");
	e = lexicon_first(world.lexicon);
	assert_ptr_equal(e, entry("leg"));
	assert_string_equal(e->name, "leg");
	assert_string_equal(e->key.file, "f");
	assert_int_equal(e->term, -1);
	assert_false(e->used);
	assert_ptr_equal(e->next, entry("numb"));
	/* of a second file: behind the first */
	assert_ptr_equal(e->next->next, entry("arm"));
	assert_null(e->next->next->next);
	assert_null(entry("le"));
	assert_null(entry("legs"));
}

static void refused(void **state)
{
	static const struct {
		const char *yaml;
		const char *finding;
	} bad[] = {
		{"[leg]", "f:1:1: error: words: must be a map of names\n"},
		{"a:\n", "f:1:1: error: a phrase is expected here, not a value\n"},
		{"a: {b: c}", "f:1:4: error: a phrase is expected here, not a map\n"},
		{"a: [b, [c]]", "f:1:8: error: a phrase is expected here, not a list\n"},
		{"a: []", "f:1:1: error: 'a' has no phrases\n"},
		{"a: x (b", "f:1:8: error: in the phrase 'x (b': this parenthesis is not closed\n"},
		{"a: 'x (b'",
			"f:1:9: error: in the phrase 'x (b': this parenthesis is not closed\n"},
		{"a:\n  - ok\n  - can't",
			"f:3:8: error: in the phrase 'can't': words are read without capitals and "
			"apostrophes\n"},
		{"a: b)\nc: d)", "f:1:5: error: in the phrase 'b)': there is a ) too many\n"
				 "f:2:5: error: in the phrase 'd)': there is a ) too many\n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(bad); i++) {
		tear_down(NULL);
		assert_int_equal(set_up(NULL), 0);
		read_words(bad[i].yaml, bad[i].finding);
		/* what could not be read is no phrase, and is walked over */
		assert_int_equal(lexicon_check(world.lexicon, &world.found.diag), 0);
		assert_int_equal(
			lexicon_vocabulary(world.lexicon, world.vocab, &world.found.diag), 0);
	}
}

static void defined_twice(void **state)
{
	(void)state;
	read_words("b: x\nleg: legs?\n", "");
	read_words("leg: foot\narm: arm\n", "f:1:1: error: 'leg' is already defined at f:2\n");
	assert_non_null(entry("arm"));
	vocabulary("");
	assert_int_equal(vocab_find(world.vocab, "foot", 4), VOCAB_NONE);
}

/* ------------------------------------------------------------------ cross-checks */

static void names_are_used(void **state)
{
	(void)state;
	read_words("leg: leg\nmy: my\nboth: a (b|{my} c)\nlone: a(?! {leg})\n", "");
	check("");
	assert_true(entry("leg")->used);
	assert_true(entry("my")->used);
	assert_false(entry("both")->used);
	assert_false(entry("lone")->used);
}

/* Each unknown name is found once, where it is written. */
static void unknown_names(void **state)
{
	(void)state;
	read_words("a: x {b}\nb: [y, 'z {nobody} {noone}']\nc: x(?! {else})\nd: '{a}'\n", "");
	check("f:2:4: error: 'b' refers to {nobody}, which is not defined\n"
	      "f:2:4: error: 'b' refers to {noone}, which is not defined\n"
	      "f:3:4: error: 'c' refers to {else}, which is not defined\n");
	assert_true(entry("a")->used);
	assert_true(entry("b")->used);
}

static void cycles(void **state)
{
	(void)state;
	read_words("a: x {a}\nb: '{c}'\nc: y|{b} {b}\nd: ok\n", "");
	check("f:1:4: error: 'a' contains itself, or names nest too deeply\n"
	      "f:2:4: error: 'b' contains itself, or names nest too deeply\n"
	      "f:3:4: error: 'c' contains itself, or names nest too deeply\n");
}

/* Names within names: n00 refers to n01, and so on, `most` deep. */
static void chain(unsigned most)
{
	struct buf yaml;
	unsigned i;

	buf_init(&yaml, 4096);
	for (i = 0; i < most; i++)
		buf_printf(&yaml, "n%02u: '{n%02u}'\n", i, i + 1);
	buf_printf(&yaml, "n%02u: x\n", most);
	read_words(buf_str(&yaml), "");
	buf_free(&yaml);
}

static void nesting_is_bounded(void **state)
{
	(void)state;
	chain(12);
	check("");
	tear_down(NULL);
	assert_int_equal(set_up(NULL), 0);
	chain(13);
	check("f:1:6: error: 'n00' contains itself, or names nest too deeply\n");
}

static void names(void **state)
{
	struct phrase_names by_name = lexicon_names(world.lexicon);

	(void)state;
	read_words("leg: legs?\n", "");
	assert_ptr_equal(by_name.lookup(by_name.ctx, "legs", 3), entry("leg")->phrases);
	assert_null(by_name.lookup(by_name.ctx, "legs", 4));
}

/* ------------------------------------------------------------------ the vocabulary */

static void words_are_entered(void **state)
{
	static const char *const entered[] = {"leg", "legs", "numb", "24", "h", "no"};
	size_t i;

	(void)state;
	vocab_add(world.vocab, "leg", 3, VOCAB_KNOWN);
	read_words("leg: legs?\na: ['numb {leg}', '\\d+ hours?', '24 (h)?', 'no \\w+']\n", "");
	vocabulary("");
	for (i = 0; i < WORDS_COUNT(entered); i++)
		assert_true(
			vocab_get(world.vocab, words_id(&world, entered[i])).bits & VOCAB_MEANING);
	assert_int_equal(
		vocab_get(world.vocab, words_id(&world, "leg")).bits, VOCAB_MEANING | VOCAB_KNOWN);
	assert_int_equal(vocab_find(world.vocab, "#", 1), VOCAB_NONE);
}

/* A phrase with a word that is always read otherwise could never be found. */
static void variants_are_refused(void **state)
{
	uint16_t reads[2];

	(void)state;
	reads[0] = vocab_add(world.vocab, "i", 1, VOCAB_KNOWN);
	reads[1] = vocab_add(world.vocab, "have", 4, VOCAB_KNOWN);
	vocab_variant(world.vocab, vocab_add(world.vocab, "ive", 3, VOCAB_KNOWN), reads, 2);
	read_words("a: (ive|i have) had\n", "");
	vocabulary("f:1:4: error: 'a' uses the word 'ive', which is always read as 'i ...': write "
		   "that\n");
}

static void words_that_cannot_be(void **state)
{
	(void)state;
	read_words("a: abcdefghijklmnopqrstuvwxyzabcdefghijklmn\n", "");
	vocabulary("");
	read_words("b: abcdefghijklmnopqrstuvwxyzabcdefghijklmno\n", "");
	vocabulary("f:1:4: error: 'b': the word 'abcdefghijklmnopqrstuvwxyzabcdefghijklmno' is "
		   "too long, or there are too many words\n");
}

static void too_many_spellings(void **state)
{
	(void)state;
	read_words("a: '[a-z][a-z][a-z]'\n", "");
	vocabulary("f:1:4: error: 'a' has a word with too many spellings\n");
}

/* ------------------------------------------------------------------ memory */

/* However little memory there is, reading fails with a finding or does all. */
static void memory_is_short(void **state)
{
	const struct yaml_node *map = words_yaml(&world, "a: x y\nb: [u, v]\n");
	struct lexicon *lx = NULL;
	size_t given;
	int result = -1;

	(void)state;
	for (given = 0; result != 0; given++) {
		assert_true(given < 100);
		words_left = given;
		lx = lexicon_create(world.arena, world.arena);
		if (lx)
			result = lexicon_read_words(lx, "f", map, &world.found.diag);
		words_left = WORDS_PLENTY;
		if (lx && result != 0)
			assert_non_null(strstr(buf_str(&world.found.text), "out of memory"));
		if (result != 0)
			lexicon_destroy(lx);
		buf_clear(&world.found.text);
	}
	assert_true(given > 5);
	assert_non_null(lexicon_find(lx, "b", 1));
	lexicon_destroy(lx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(empty, set_up, tear_down),
		cmocka_unit_test_setup_teardown(entries, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(defined_twice, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_are_used, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unknown_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(cycles, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nesting_is_bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(words_are_entered, set_up, tear_down),
		cmocka_unit_test_setup_teardown(variants_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(words_that_cannot_be, set_up, tear_down),
		cmocka_unit_test_setup_teardown(too_many_spellings, set_up, tear_down),
		cmocka_unit_test_setup_teardown(memory_is_short, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("core/lexicon", tests, NULL, NULL);
}
