/* Tests of src/core/term.c. */
#include "core/words_arena.h"
#include "core/words_world.h"

#include "base/memory.h"

#include "core/term.c" /* NOLINT: compiled in, so that its memory can run short */

static struct words_world world;
static struct terms *terms;
static struct pattern_matcher *matcher;
static struct reading *reading;
static struct term_hits *hits;

static int set_up(void **state)
{
	(void)state;
	hits = NULL;
	if (words_open(&world) != 0)
		return -1;
	terms = terms_create(world.arena, world.lexicon, world.vocab);
	matcher = pattern_matcher_create();
	reading = reading_create();
	return terms && matcher && reading ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	words_left = WORDS_PLENTY;
	terms_hits_destroy(hits);
	reading_destroy(reading);
	pattern_matcher_destroy(matcher);
	terms_destroy(terms);
	words_close(&world);
	return 0;
}

static int need(const char *name)
{
	return terms_need(terms, name, strlen(name));
}

/* Reads the content, and needs every name of it as a term, in order of definition. */
static void content(const char *yaml)
{
	const struct lexicon_entry *e;

	words_content(&world, yaml);
	for (e = lexicon_first(world.lexicon); e; e = e->next)
		assert_true(need(e->name) >= 0);
}

static void compile(const char *expected)
{
	assert_int_equal(terms_compile(terms, &world.found.diag), expected[0] ? -1 : 0);
	words_found(&world, expected);
	if (!expected[0]) {
		hits = terms_hits_create(terms);
		assert_non_null(hits);
	}
}

/* Finds all terms in the message. */
static void find(const char *message)
{
	reading_read(reading, world.vocab, world.spell, message, strlen(message));
	terms_find(terms, matcher, reading, hits);
}

/* Where the term stands in the message, with and without the scan for anchors: "0-1 5-5 ". */
static void stands(const char *name, const char *message, const char *expected)
{
	int t = need(name), all;
	struct buf places;
	size_t i;

	buf_init(&places, 4096);
	for (all = 0; all < 2; all++) {
		hits->all = all;
		find(message);
		buf_clear(&places);
		for (i = 0; i < hits->count[t]; i++)
			buf_printf(&places, "%d-%d ", hits->list[hits->start[t] + i].first,
				hits->list[hits->start[t] + i].last);
		if (strcmp(buf_str(&places), expected) != 0)
			print_error("'%s' in '%s'\n", name, message);
		assert_string_equal(buf_str(&places), expected);
		assert_false(hits->limited);
	}
	hits->all = false;
	buf_free(&places);
}

/* ------------------------------------------------------------------ entering */

static void entered_once(void **state)
{
	(void)state;
	words_content(&world, "words:\n  leg: leg\n  numb: numb\n  song: song\n");
	assert_int_equal(terms_count(terms), 0);
	assert_int_equal(need("numb"), 0);
	assert_int_equal(need("leg"), 1);
	assert_int_equal(need("numb"), 0);
	assert_int_equal(need("nobody"), -1);
	assert_int_equal(terms_need(terms, "legs", 3), 1);
	assert_int_equal(terms_need_against(terms, "song", 4), 2);
	assert_int_equal(terms_need_against(terms, "leg", 3), 1);
	assert_int_equal(terms_need_against(terms, "nobody", 6), -1);
	assert_int_equal(terms_count(terms), 3);
	assert_string_equal(terms_name(terms, 0), "numb");
	assert_int_equal(lexicon_find(world.lexicon, "numb", 4)->term, 0);
	assert_true(lexicon_find(world.lexicon, "song", 4)->used);
	assert_int_equal(terms_place(terms, 0).line, 3);
	assert_string_equal(terms_place(terms, 0).file, "f");
	/* what only rules something out explains nothing, until somebody asks for it */
	assert_true(terms_explains(terms, 1));
	assert_false(terms_explains(terms, 2));
	assert_int_equal(need("song"), 2);
	assert_true(terms_explains(terms, 2));
	terms_destroy(NULL);
	terms_hits_destroy(NULL);
}

static void as_many_as_there_may_be(void **state)
{
	struct buf yaml;
	size_t i;

	(void)state;
	buf_init(&yaml, 65536);
	buf_puts(&yaml, "words:\n");
	for (i = 0; i <= TERM_MAX; i++)
		buf_printf(&yaml, "  t%zu: x\n", i);
	words_content(&world, buf_str(&yaml));
	for (i = 0; i < TERM_MAX; i++) {
		buf_clear(&yaml);
		buf_printf(&yaml, "t%zu", i);
		assert_int_equal(need(buf_str(&yaml)), i);
	}
	assert_int_equal(need("t1024"), -1);
	assert_int_equal(need("t1023"), TERM_MAX - 1);
	buf_free(&yaml);
	/* one word may be an anchor of all of them */
	compile("");
	find("x");
	assert_int_equal(hits->count[0], 1);
	assert_int_equal(hits->count[TERM_MAX - 1], 1);
}

static void refused(void **state)
{
	(void)state;
	content("words:\n"
		"  leg: leg\n"
		"  open: leg|(\\w+|leg) x\\w\n"
		"  bad: a(?=*)\n"
		"  maybe: (leg)?\n");
	compile("f:3:9: error: 'open': the phrase '(\\w+|leg) x\\w' has no word that must be "
		"there, so it cannot be looked for\n"
		"f:4:8: error: 'bad' does not compile: quantifier does not follow a repeatable "
		"item, in 'a(?=*)'\n"
		"f:5:10: error: 'maybe': the phrase '(leg)?' has no word that must be there, so it "
		"cannot be looked for\n");
}

static void anchors(void **state)
{
	(void)state;
	content("spelling: {common: the, known: dumb}\n"
		"words: {leg: the legs?, hours: '\\d+ h', no: no|the}\n");
	assert_false(terms_has_anchor(terms, words_id(&world, "leg")));
	compile("");
	assert_true(terms_has_anchor(terms, words_id(&world, "leg")));
	assert_true(terms_has_anchor(terms, words_id(&world, "legs")));
	assert_true(terms_has_anchor(terms, words_id(&world, "the")));
	assert_false(terms_has_anchor(terms, words_id(&world, "dumb")));
	assert_false(terms_has_anchor(terms, VOCAB_NONE));
	assert_false(terms_has_anchor(terms, VOCAB_MAX));
}

/* All of them run as machine code, or none: that is for the system to allow. */
static void machine_code(void **state)
{
	struct pattern_error error;
	struct pattern *p = pattern_create("leg", 3, &error);

	(void)state;
	content("words: {leg: leg, arm: 'arm (\\d+)?'}\n");
	compile("");
	assert_non_null(p);
	assert_int_equal(terms_jit(terms), pattern_is_jit(p));
	pattern_destroy(p);
}

/* ------------------------------------------------------------------ finding */

static void places(void **state)
{
	(void)state;
	content("spelling: {variants: {i have: ive}, joins: {can not: cant}, known: my the a}\n"
		"words:\n"
		"  leg: legs?|arm\n"
		"  numb: numb {leg}?\n"
		"  hours: \\d+ (hours?)?|two h\n"
		"  cant: cant feel\n"
		"  have: i have (a)? pain\n"
		"  any: very \\w+ pain\n"
		"  strain: (?<!old )strain(?! gauge)\n");
	compile("");
	stands("leg", "", "");
	stands("leg", "my leg, legs. ARM", "1-1 2-2 3-3 ");
	stands("leg", "legleg x", "");
	stands("numb", "numb leg numb", "0-1 2-2 ");
	/* words of one phrase are neighbours */
	stands("numb", "numb, leg", "0-0 ");
	stands("numb", "numb. leg", "0-0 ");
	stands("hours", "for 48 hours and 3", "1-2 4-4 ");
	stands("hours", "two h", "0-1 ");
	stands("cant", "i can not feel", "1-2 ");
	stands("have", "ive a pain", "0-3 ");
	stands("any", "a very zzz pain", "1-3 ");
	stands("strain", "old strain, my strain", "3-3 ");
	stands("strain", "strain gauge", "");
	/* of hits that overlap the first */
	stands("numb", "numb numb leg leg", "0-0 1-2 ");
	/* nothing is left of the message before */
	find("leg numb");
	find("nothing");
	assert_int_equal(hits->count[need("leg")], 0);
	assert_int_equal(hits->count[need("numb")], 0);
}

/* Over the borders of windows nothing is lost or found twice, wherever they fall. */
static void windows(void **state)
{
	struct buf text;
	size_t pad, i, expected;
	int t;

	(void)state;
	content("words: {both: (one two three four five six seven)? legs go numb}\n");
	compile("");
	t = need("both");
	buf_init(&text, 65536);
	for (pad = 0; pad < 40; pad++) {
		buf_clear(&text);
		for (i = 0; i < pad; i++)
			buf_putc(&text, 'z');
		for (expected = 0; text.len < 9000; expected++)
			buf_printf(&text, " %s legs go numb zzz",
				expected % 3 ? "one two three four five six seven" : "xy");
		find(buf_str(&text));
		assert_int_equal(hits->count[t], expected);
		for (i = 0; i < expected; i++) {
			const struct term_hit *h = &hits->list[hits->start[t] + i];

			assert_int_equal(h->last - h->first, i % 3 ? 9 : 2);
			assert_true(i == 0 || h->first > h[-1].last);
		}
	}
	buf_free(&text);
}

/* What looks back sees what stands in front, also at the borders of windows. */
static void looks_back(void **state)
{
	struct buf text;
	size_t pad, i;

	(void)state;
	content("words: {strain: '(?<!old )strain'}\n");
	compile("");
	buf_init(&text, 65536);
	for (pad = 0; pad < 12; pad++) {
		buf_clear(&text);
		buf_put(&text, "zzzzzzzzzzzz", pad);
		for (i = 0; i < 800; i++)
			buf_puts(&text, " old strain");
		find(buf_str(&text));
		assert_int_equal(hits->count[0], 0);
		buf_puts(&text, " my strain");
		find(buf_str(&text));
		assert_int_equal(hits->count[0], 1);
	}
	buf_free(&text);
}

/* Of a wall of hits the first and the last half are kept. */
static void wall_of_hits(void **state)
{
	struct buf text;
	size_t i;
	const struct term_hit *own;

	(void)state;
	content("words: {leg: leg, arm: arm}\n");
	compile("");
	buf_init(&text, 65536);
	for (i = 0; i < 1000; i++)
		buf_puts(&text, "leg ");
	buf_puts(&text, "arm");
	find(buf_str(&text));
	own = hits->list + hits->start[0];
	assert_int_equal(hits->count[0], TERM_HITS_MAX);
	for (i = 0; i < TERM_HITS_MAX; i++)
		assert_int_equal(
			own[i].first, i < TERM_HITS_MAX / 2 ? i : 1000 - TERM_HITS_MAX + i);
	assert_int_equal(hits->count[1], 1);
	assert_int_equal(hits->list[hits->start[1]].first, 1000);
	assert_false(hits->limited);
	buf_free(&text);
}

/* ------------------------------------------------------------------ limits */

/* Where the matcher gives up, the anchors of the term stand for it, numbers too. */
static void limited(void **state)
{
	const struct term_hit *own;

	(void)state;
	content("words: {days: '\\d+ \\w*\\w*\\w*\\w*\\w*\\w*(x|y)|sick', leg: leg}\n");
	compile("");
	find("leg 48 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa sick 3");
	assert_true(hits->limited);
	own = hits->list + hits->start[0];
	assert_int_equal(hits->count[0], 3);
	assert_int_equal(own[0].first, 1);
	assert_int_equal(own[1].first, 3);
	assert_int_equal(own[2].first, 4);
	assert_int_equal(own[2].last, 4);
	assert_int_equal(hits->count[1], 1);
	find("leg 48 aax");
	assert_false(hits->limited);
	assert_int_equal(hits->count[0], 1);
}

static void affordable(void **state)
{
	(void)state;
	content("words: {leg: leg|arm, deep: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|a "
		"\\w*\\w*\\w*\\w*\\w*(x|y)'}\n");
	compile("");
	assert_true(terms_affordable(terms, 0, matcher, 1));
	assert_true(terms_affordable(terms, 0, matcher, 100000));
	assert_false(terms_affordable(terms, 1, matcher, 2));
	/* the matcher has its ordinary limit again */
	find("leg");
	assert_int_equal(hits->count[0], 1);
	assert_false(hits->limited);
}

static void hostile(void **state)
{
	static const char *const walls[] = {
		"leg numb ", "\xe6\xbc\xa2", "numb", "leg.", "48 ", "\xff"};
	static char text[65536];
	size_t i, k;

	(void)state;
	content("words: {leg: '\\w+ legs?', numb: 'numb|\\d+ leg', far: 'numb \\w+ \\w+ leg'}\n");
	compile("");
	for (i = 0; i < WORDS_COUNT(walls); i++) {
		for (k = 0; k < sizeof(text); k++)
			text[k] = walls[i][k % strlen(walls[i])];
		reading_read(reading, world.vocab, world.spell, text, sizeof(text));
		terms_find(terms, matcher, reading, hits);
		for (k = 0; k < terms_count(terms); k++)
			assert_true(hits->count[k] <= TERM_HITS_MAX);
		assert_false(hits->limited);
	}
}

/* However little memory there is, terms are all compiled or refused. */
static void no_memory(void **state)
{
	(void)state;
	content("words: {leg: legs?, numb: numb}\n");
	words_left = 0;
	assert_null(terms_create(world.arena, world.lexicon, world.vocab));
	compile("intents: error: out of memory\n");
	words_left = 3; /* the index and two of the anchors */
	assert_int_equal(terms_compile(terms, &world.found.diag), -1);
	assert_int_equal(world.found.diag.errors, 1);
	words_left = WORDS_PLENTY;
	memory_left = 0;
	assert_null(terms_hits_create(terms));
	memory_left = 1;
	assert_null(terms_hits_create(terms));
	memory_left = MEMORY_PLENTY;
}

/* Terms are looked for one by one, and each once. */
static void one_by_one(void **state)
{
	int leg, numb, arm;

	(void)state;
	content("words: {leg: leg, numb: numb leg, arm: arm}\n");
	compile("");
	leg = need("leg");
	numb = need("numb");
	arm = need("arm");
	reading_read(reading, world.vocab, world.spell, "my leg", 6);
	terms_begin(terms, reading, hits);
	assert_true(terms_may(hits, (size_t)leg));
	assert_false(terms_may(hits, (size_t)numb) || terms_may(hits, (size_t)arm));
	assert_int_equal(hits->count[leg], 0);
	assert_false(terms_look(terms, matcher, reading, hits, (size_t)numb));
	assert_true(terms_look(terms, matcher, reading, hits, (size_t)leg));
	assert_true(terms_look(terms, matcher, reading, hits, (size_t)leg));
	assert_int_equal(hits->count[leg], 1);
	assert_true(terms_may(hits, (size_t)leg));
	/* with the scan off all may stand there, until they are looked for */
	hits->all = true;
	terms_begin(terms, reading, hits);
	assert_true(terms_may(hits, (size_t)arm));
	assert_false(terms_look(terms, matcher, reading, hits, (size_t)arm));
	assert_false(terms_may(hits, (size_t)arm));
	terms_look_rest(terms, matcher, reading, hits);
	assert_int_equal(hits->count[leg], 1);
	assert_false(terms_may(hits, (size_t)numb));
}

static void hits_upto(void **state)
{
	size_t leg;

	(void)state;
	content("words: {leg: my leg|leg}\n");
	compile("");
	leg = (size_t)need("leg");
	reading_read(reading, world.vocab, world.spell, "x my leg x leg", 14);
	terms_find(terms, matcher, reading, hits);
	assert_int_equal(hits->count[leg], 2);
	assert_null(terms_hit_upto(hits, leg, 0));
	assert_int_equal(terms_hit_upto(hits, leg, 1)->last, 2);
	assert_int_equal(terms_hit_upto(hits, leg, 3)->first, 1);
	assert_int_equal(terms_hit_upto(hits, leg, 4)->first, 4);
	assert_int_equal(terms_hit_upto(hits, leg, 99)->first, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_by_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(hits_upto, set_up, tear_down),
		cmocka_unit_test_setup_teardown(entered_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(as_many_as_there_may_be, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(anchors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(machine_code, set_up, tear_down),
		cmocka_unit_test_setup_teardown(places, set_up, tear_down),
		cmocka_unit_test_setup_teardown(windows, set_up, tear_down),
		cmocka_unit_test_setup_teardown(looks_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(wall_of_hits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(limited, set_up, tear_down),
		cmocka_unit_test_setup_teardown(affordable, set_up, tear_down),
		cmocka_unit_test_setup_teardown(hostile, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_memory, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("core/term", tests, NULL, NULL);
}
