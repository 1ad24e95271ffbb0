/* Tests of src/core/spelling.c. */
#include "core/spelling.h"

#include "core/words_alone.h"

#define OTHERWISE "cannot be read so: it, or how it is read, is in another reading already\n"
#define UNKNOWN                                                                                    \
	"spelling: knows the maps variants and joins and the texts known, exact, common and "      \
	"fillers\n"

/* Reads a `spelling:` map; the result must go with the findings. */
static void spelling(const char *yaml, const char *expected)
{
	int result = spelling_read(world.vocab, "f", words_yaml(&world, yaml), &world.found.diag);

	assert_int_equal(result, expected[0] ? -1 : 0);
	words_found(&world, expected);
}

/* What the word is read as, with blanks between the words; "" when as it stands. */
static void read_as(const char *word, const char *expected)
{
	const struct vocab_word w = vocab_get(world.vocab, words_id(&world, word));
	struct buf text;
	size_t i;

	buf_init(&text, 1000);
	for (i = 0; i < w.n_reads; i++)
		buf_printf(&text, "%s%s", i ? " " : "", vocab_get(world.vocab, w.reads[i]).text);
	assert_string_equal(buf_str(&text), expected);
	assert_int_equal((w.bits & VOCAB_VARIANT) != 0, expected[0] != '\0');
	buf_free(&text);
}

static unsigned bits(const char *word)
{
	return vocab_get(world.vocab, words_id(&world, word)).bits;
}

static void plain_lists(void **state)
{
	(void)state;
	spelling("known: dumb\n"
		 "fillers: tonight really\n"
		 "common: >\n"
		 "  the a\n"
		 "  i\n",
		"");
	assert_int_equal(bits("dumb"), VOCAB_KNOWN);
	assert_int_equal(bits("really"), VOCAB_KNOWN | VOCAB_FILLER);
	assert_int_equal(bits("i"), VOCAB_KNOWN | VOCAB_FILLER | VOCAB_COMMON);
	assert_int_equal(vocab_count(world.vocab), 6);
	/* bits add up */
	spelling("common: really\nknown: really", "");
	assert_int_equal(bits("really"), VOCAB_KNOWN | VOCAB_FILLER | VOCAB_COMMON);
	spelling("exact: feng dumb", "");
	assert_int_equal(bits("feng"), VOCAB_KNOWN | VOCAB_EXACT);
	assert_int_equal(bits("dumb"), VOCAB_KNOWN | VOCAB_EXACT);
	spelling("", "");
	spelling("known: ''", "");
	assert_int_equal(vocab_count(world.vocab), 7);
}

static void variants(void **state)
{
	(void)state;
	spelling("variants:\n  you: u  yu\n  i have: ive\n  a b c d e f g h: all\n  w: w/", "");
	read_as("u", "you");
	read_as("yu", "you");
	read_as("ive", "i have");
	read_as("all", "a b c d e f g h");
	read_as("w/", "w");
	read_as("you", "");
	assert_true(bits("you") & VOCAB_KNOWN);
}

static void variants_refused(void **state)
{
	static const struct {
		const char *yaml;
		const char *finding;
	} bad[] = {
		{"variants: {you: u, yours: u}", "f:1:27: error: 'u' " OTHERWISE},
		/* whatever would be read on and on */
		{"variants: {u: u}", "f:1:15: error: 'u' " OTHERWISE},
		{"variants: {a b a: b}", "f:1:19: error: 'b' " OTHERWISE},
		{"variants: {you: u, u: you}", "f:1:23: error: 'you' " OTHERWISE},
		{"variants: {you: u, u: yo}", "f:1:23: error: 'yo' " OTHERWISE},
		{"variants: {u: yo, you: u}", "f:1:24: error: 'u' " OTHERWISE},
		{"joins: {can not: cant}\nvariants: {can not: cant}",
			"f:2:21: error: 'cant' " OTHERWISE},
		{"variants: {a b c d e f g h i: all}",
			"f:1:31: error: a variant is 'how it is read: how it is written ...'\n"},
		{"variants: {abcdefghijklmnopqrstuvwxyzabcdefghijklmno: u}",
			"f:1:55: error: a variant is 'how it is read: how it is written ...'\n"},
		{"variants: {'': u}",
			"f:1:16: error: a variant is 'how it is read: how it is written ...'\n"},
		{"variants: {you: [u]}",
			"f:1:17: error: a variant is 'how it is read: how it is written ...'\n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(bad); i++) {
		tear_down(NULL);
		assert_int_equal(set_up(NULL), 0);
		spelling(bad[i].yaml, bad[i].finding);
	}
}

static void joins(void **state)
{
	uint16_t can, not ;

	(void)state;
	spelling("joins: {can not: cant, do  not: dont}", "");
	can = words_id(&world, "can");
	not = words_id(&world, "not");
	assert_int_equal(vocab_joined(world.vocab, can, not ), words_id(&world, "cant"));
	assert_int_equal(
		vocab_joined(world.vocab, words_id(&world, "do"), not ), words_id(&world, "dont"));
	assert_int_equal(vocab_joined(world.vocab, not, can), VOCAB_NONE);
}

static void joins_refused(void **state)
{
	static const char *const bad[] = {"joins: {cannot: cant}", "joins: {can not do: cant}",
		"joins: {can not: [cant]}", "joins: {can not: ''}", "joins: {can not: can not}",
		"variants: {can not: cant}\njoins: {can not: cant}"};
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(bad); i++) {
		tear_down(NULL);
		assert_int_equal(set_up(NULL), 0);
		assert_int_equal(spelling_read(world.vocab, "f", words_yaml(&world, bad[i]),
					 &world.found.diag),
			-1);
		assert_int_equal(world.found.diag.errors, 1);
		assert_non_null(
			strstr(buf_str(&world.found.text), "error: a join is 'two words: one'\n"));
	}
}

static void sections_refused(void **state)
{
	(void)state;
	spelling("[known]", "f:1:1: error: spelling: must be a map\n");
	spelling("known: [a]", "f:1:8: error: words separated by blanks are expected here\n");
	spelling("knwon: a", "f:1:8: error: " UNKNOWN);
	spelling("variants: a", "f:1:11: error: " UNKNOWN);
	spelling("joins: [a]\nknown: real", "f:1:8: error: " UNKNOWN);
	/* what stands behind a finding is read all the same */
	assert_int_equal(bits("real"), VOCAB_KNOWN);
}

static void long_words(void **state)
{
	(void)state;
	spelling("known: abcdefghijklmnopqrstuvwxyzabcdefghijklmn", "");
	spelling("known: abcdefghijklmnopqrstuvwxyzabcdefghijklmno",
		"f:1:8: error: a word is too long, or there are too many words\n");
	spelling("variants: {you: abcdefghijklmnopqrstuvwxyzabcdefghijklmno}",
		"f:1:17: error: a word is too long, or there are too many words\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(plain_lists, set_up, tear_down),
		cmocka_unit_test_setup_teardown(variants, set_up, tear_down),
		cmocka_unit_test_setup_teardown(variants_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(joins, set_up, tear_down),
		cmocka_unit_test_setup_teardown(joins_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sections_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_words, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("core/spelling", tests, NULL, NULL);
}
