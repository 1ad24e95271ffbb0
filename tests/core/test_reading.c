/* Tests of src/core/reading.c. */
#include "core/words_world.h"

#include "base/memory.h"

#include "core/reading.c" /* NOLINT: compiled in, so that its memory can run short */

static struct words_world world;
static struct reading *reading;

static int set_up(void **state)
{
	(void)state;
	if (words_open(&world) != 0)
		return -1;
	words_content(&world,
		"spelling:\n"
		"  variants: {i have: ive, you: u, with: w/, without: w/o, because: b/c}\n"
		"  joins: {can not: cant, no way: noway, noway out: trapped}\n"
		"  known: i am a my me is and equals it the in of out\n"
		"words:\n"
		"  leg: legs?|back\n"
		"  numb: numb|killing|feel|hurt\n"
		"  cant: cant\n"
		"  hours: \\d+ hours?|24 h\n");
	reading = reading_create();
	return reading ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	reading_destroy(reading);
	words_close(&world);
	return 0;
}

/* Whatever was read, the parts of the reading must fit each other. */
static void consistent(void)
{
	const struct reading *r = reading;
	size_t i, at = 0, sentence = 0;

	assert_true(buf_ok(&r->text));
	assert_true(utf8_valid(buf_str(&r->text), r->text.len, NULL));
	for (i = 0; i < r->n_words; i++) {
		const struct reading_word *w = &r->words[i];

		assert_int_equal(w->at, at);
		assert_true(w->len > 0);
		if (i) {
			assert_int_equal(r->text.data[at - 1], w->before);
			sentence += w->before == READING_STOP || w->before == READING_QUESTION;
		}
		assert_int_equal(w->sentence, sentence);
		assert_true(r->sentences[sentence].first <= i && r->sentences[sentence].last >= i);
		assert_int_equal(reading_word_at(r, at), i);
		assert_int_equal(reading_word_at(r, at + w->len - 1), i);
		assert_int_equal(reading_word_at(r, at + w->len), i + 1);
		at += w->len + 1u;
	}
	assert_int_equal(r->text.len, at ? at - 1 : 0);
	assert_int_equal(r->n_sentences, r->n_words ? sentence + 1 : 0);
}

/* Reads bytes that lie in memory of exactly their size. */
static void read_bytes(const char *text, size_t len)
{
	char *exact = malloc(len ? len : 1);

	assert_non_null(exact);
	if (len)
		memcpy(exact, text, len);
	reading_read(reading, world.vocab, world.spell, exact, len);
	free(exact);
	consistent();
}

/* The words as read, with the separators as , ; . and ? so that they can be seen. */
static void reads(const char *text, const char *expected)
{
	static const char separators[] = {
		READING_COMMA, READING_BREAK, READING_STOP, READING_QUESTION, '\0'};
	struct buf seen;
	const char *s;
	size_t i;

	read_bytes(text, strlen(text));
	buf_init(&seen, 4096);
	for (i = 0; i < reading->text.len; i++) {
		s = strchr(separators, reading->text.data[i]);
		buf_putc(&seen, s ? ",;.?"[s - separators] : reading->text.data[i]);
	}
	if (strcmp(buf_str(&seen), expected) != 0)
		print_error("'%s'\n", text);
	assert_string_equal(buf_str(&seen), expected);
	buf_free(&seen);
}

static void read_all(const char *const (*cases)[2], size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		reads(cases[i][0], cases[i][1]);
}

/* ------------------------------------------------------------------ words */

static void disguises(void **state)
{
	static const char *const cases[][2] = {
		{"My back's **KILLING** me... cant f33l my leg?",
			"my back killing me;cant feel my leg"},
		{"N\xc3\xbcmb L\xc3\x89G", "numb leg"},
		/* full width, Cyrillic and Greek look-alikes, zero width, combining marks */
		{"\xef\xbd\x8e\xef\xbd\x95\xef\xbd\x8d\xef\xbd\x82", "numb"},
		{"l\xd0\xb5g", "leg"},
		{"nu\xe2\x80\x8bmb", "numb"},
		{"n\xcc\xb6u\xcc\xb6m\xcc\xb6"
		 "b\xcc\xb6",
			"numb"},
		{"I\xe2\x80\x99ve", "i have"},
		{"n u m b l e g", "numb leg"},
		{"n.u.m.b", "numb"},
		{"numbbbb leggs", "numb legs"},
		{"<b>n</b>umb", "numb"},
		{"||numb|| `leg`", "numb leg"},
		{"numbleg", "numb leg"},
	};

	(void)state;
	read_all(cases, WORDS_COUNT(cases));
}

static void spellings(void **state)
{
	static const char *const cases[][2] = {
		{"ive u", "i have you"},
		{"w/ my leg w/o it b/c", "with my leg without it because"},
		{"leg/back", "leg back"},
		{"x-ray", "x ray"},
		{"numb & hurt + a=it", "numb and hurt and a equals it"},
		{"can not feel", "cant feel"},
		/* joined once more with the word before it */
		{"no way", "noway"},
		{"no way out", "trapped"},
		{"my no way out leg", "my trapped leg"},
		/* only neighbours are joined */
		{"can, not", "can,not"},
		{"can. not", "can.not"},
		{"it. can not. can not", "it.cant.cant"},
		{"zebra \xd0\xb6\xd0\xb8", "zebra \xd0\xb6\xd0\xb8"},
	};

	(void)state;
	read_all(cases, WORDS_COUNT(cases));
}

static void separators(void **state)
{
	static const char *const cases[][2] = {
		{"a, my (leg): it", "a,my,leg,it"},
		{"a - my", "a,my"},
		{"a; my\nleg", "a;my;leg"},
		{"leg... it", "leg;it"},
		{"leg. it! my", "leg.it.my"},
		{"leg? it", "leg?it"},
		{"leg \xf0\x9f\x98\xad it", "leg;it"},
		{"leg<:ow:1>it", "leg;it"},
		{"leg\xc2\xa0it", "leg it"},
		{"leg \xe2\x80\x94 it", "leg,it"},
		/* the strongest of several */
		{"leg,.? it", "leg?it"},
		{"leg!?\n it", "leg?it"},
		{"leg,\n it", "leg;it"},
		{"leg\n, it", "leg;it"},
		{".,? it", "it"},
		{"leg???", "leg"},
		{"e.g my", "e g my"},
	};

	(void)state;
	read_all(cases, WORDS_COUNT(cases));
}

static void numbers(void **state)
{
	static const char *const cases[][2] = {
		{"38.9 1,000 9/10 10:30", "38.9 1000 9/10 10:30"},
		{"38,9 38,95 12,000,000 1,000,5", "38.9 38.95 12000000 1000.5"},
		{"24h", "24 h"},
		{"2. leg", "2.leg"},
		{"5, my", "5,my"},
		{"10/", "10"},
		{"1,", "1"},
	};

	(void)state;
	read_all(cases, WORDS_COUNT(cases));
	reads("in 48 l3g x1", "in 48 leg x1");
	assert_false(reading->words[0].number);
	assert_true(reading->words[1].number);
	assert_false(reading->words[2].number);
	assert_true(reading->words[2].mended);
	assert_false(reading->words[3].number);
	assert_int_equal(reading->words[1].id, VOCAB_NONE);
	reads("24", "24");
	assert_int_equal(reading->words[0].id, words_id(&world, "24"));
}

static void ids(void **state)
{
	(void)state;
	reads("my nubm ive zebra can not", "my numb i have zebra cant");
	assert_int_equal(reading->words[0].id, words_id(&world, "my"));
	assert_false(reading->words[0].mended);
	assert_int_equal(reading->words[1].id, words_id(&world, "numb"));
	assert_true(reading->words[1].mended);
	assert_int_equal(reading->words[3].id, words_id(&world, "have"));
	assert_true(reading->words[3].mended);
	assert_int_equal(reading->words[4].id, VOCAB_NONE);
	assert_int_equal(reading->words[5].id, words_id(&world, "cant"));
	assert_true(reading->words[5].mended);
}

/* ------------------------------------------------------------------ sentences and notes */

static void sentences(void **state)
{
	(void)state;
	reads("my leg. it hurt? numb", "my leg.it hurt?numb");
	assert_int_equal(reading->n_sentences, 3);
	assert_false(reading->sentences[0].question);
	assert_int_equal(reading->sentences[0].first, 0);
	assert_int_equal(reading->sentences[0].last, 1);
	assert_true(reading->sentences[1].question);
	assert_int_equal(reading->sentences[1].last, 3);
	assert_false(reading->sentences[2].question);
	reads("my leg?!", "my leg");
	assert_true(reading->sentences[0].question);
	/* a joined word begins the sentence that its parts began */
	reads("leg? can not", "leg?cant");
	assert_int_equal(reading->n_sentences, 2);
	assert_true(reading->sentences[0].question);
	assert_int_equal(reading->sentences[0].last, 0);
	reads("can not?", "cant");
	assert_int_equal(reading->n_sentences, 1);
	assert_true(reading->sentences[0].question);
}

static void mentions(void **state)
{
	(void)state;
	reads("my leg <@1> it <@2>", "my leg it");
	assert_int_equal(reading->mentions, 2);
	assert_int_equal(reading->before_mention, 2);
	reads("@bob my leg", "my leg");
	assert_int_equal(reading->mentions, 1);
	assert_int_equal(reading->before_mention, 0);
	/* nothing is left of it in the next message */
	reads("> quoted\nmy leg", "my leg");
	assert_int_equal(reading->mentions, 0);
	assert_true(reading->notes.quoted);
	reads("", "");
	assert_false(reading->notes.quoted);
}

static void nothing(void **state)
{
	static const char *const empty[] = {"", " ", "...", "?!", "**", "\xe2\x80\x8b", "> quoted",
		"<@1>", "\xf0\x9f\x98\xad", "'", "/", "-"};
	size_t i;

	(void)state;
	for (i = 0; i < WORDS_COUNT(empty); i++) {
		read_bytes("something else?", 15);
		reads(empty[i], "");
		assert_int_equal(reading->n_words, 0);
		assert_int_equal(reading->n_sentences, 0);
		assert_int_equal(reading_word_at(reading, 0), 0);
	}
	reading_destroy(NULL);
}

/* ------------------------------------------------------------------ hostile messages */

/* A long word is cut between code points, wherever its bytes fall. */
static void long_words(void **state)
{
	struct buf text;
	size_t shift, i;

	(void)state;
	buf_init(&text, 4096);
	for (shift = 0; shift < 4; shift++) {
		buf_clear(&text);
		buf_put(&text, "xyz", shift);
		for (i = 0; i < 60; i++)
			buf_puts(&text, "\xe6\xbc\xa2");
		read_bytes(text.data, text.len);
		assert_int_equal(reading->n_words, 1);
		assert_true(reading->text.len <= VOCAB_WORD_MAX);
		assert_true(reading->text.len > VOCAB_WORD_MAX - 3);
	}
	buf_free(&text);
	reads("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeee leg",
		"aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd leg");
	reads("111111111122222222223333333333444444444455555555556666666666777777 leg",
		"1111111111222222222233333333334444444444555555555566666666667777 leg");
}

static void any_bytes(void **state)
{
	static const char *const walls[] = {"\xff", "\xc3", "\xe2\x80", "\x01", "\x02", "a/", "w/",
		"\xef\xb7\xba", "1.", "n ", "'", "i'm ", ".", "can not ", "\xed\xa0\x80", "&"};
	static char text[65536];
	size_t i, k;

	(void)state;
	for (i = 0; i < WORDS_COUNT(walls); i++) {
		for (k = 0; k < sizeof(text); k++)
			text[k] = walls[i][k % strlen(walls[i])];
		read_bytes(text, sizeof(text));
	}
	for (k = 0; k < sizeof(text); k++)
		text[k] = (char)(k * 2654435761u >> 13);
	for (k = 0; k < 200; k++)
		read_bytes(text + k * 97, k * 3);
	read_bytes("numb\0leg", 8);
	assert_int_equal(reading->n_words, 2);
}

static void as_many_words_as_there_may_be(void **state)
{
	struct buf text;
	size_t i;

	(void)state;
	buf_init(&text, 65536);
	for (i = 0; i < 32768; i++)
		buf_puts(&text, i % 2 ? "a." : "it");
	read_bytes(text.data, text.len);
	assert_int_equal(reading->n_words, READING_WORDS_MAX);
	reads("leg", "leg");
	buf_free(&text);
}

static void no_memory(void **state)
{
	size_t given;

	(void)state;
	for (given = 0; given < 3; given++) {
		memory_left = given;
		assert_null(reading_create());
	}
	memory_left = MEMORY_PLENTY;
}

/* Words for which there is no room count as not written. */
static void no_room(void **state)
{
	(void)state;
	reading->text.max = 6 + PATTERN_SLACK;
	reads("my leg it", "my leg");
	reads("my legs it", "my it");
	reading->text.max = PATTERN_SLACK;
	reads("leg", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(disguises, set_up, tear_down),
		cmocka_unit_test_setup_teardown(spellings, set_up, tear_down),
		cmocka_unit_test_setup_teardown(separators, set_up, tear_down),
		cmocka_unit_test_setup_teardown(numbers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ids, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sentences, set_up, tear_down),
		cmocka_unit_test_setup_teardown(mentions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(any_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(as_many_words_as_there_may_be, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_memory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_room, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("core/reading", tests, NULL, NULL);
}
