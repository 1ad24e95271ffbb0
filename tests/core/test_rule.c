/* Tests of src/core/rule.c. */
#include "core/rule.h"

#include "core/words_world.h"

#define PLACE ((struct diag_place){"f", 7, 3})

static struct words_world world;
static struct terms *terms;
static struct pattern_matcher *matcher;
static struct reading *reading;

static int set_up(void **state)
{
	(void)state;
	if (words_open(&world) != 0)
		return -1;
	words_content(&world, "words: {a: a, b: b|b b, c: c, d: d, e: e, f: f, x: x|w, ab: a b}\n");
	terms = terms_create(world.arena, world.lexicon, world.vocab);
	matcher = pattern_matcher_create();
	reading = reading_create();
	return terms && matcher && reading ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	reading_destroy(reading);
	pattern_matcher_destroy(matcher);
	terms_destroy(terms);
	words_close(&world);
	return 0;
}

/* ------------------------------------------------------------------ parsing */

static void refused(const char *text, const char *expected)
{
	struct rule rule;

	assert_int_equal(rule_parse(&rule, terms, text, PLACE, &world.found.diag), -1);
	words_found(&world, expected);
}

static void not_rules(void **state)
{
	(void)state;
	refused("", "f:7:3: error: the rule '' ends where a name is expected\n");
	refused("a near ", "f:7:3: error: the rule 'a near ' ends where a name is expected\n");
	refused("nobody", "f:7:3: error: 'nobody' is not defined in the lexicon\n");
	refused("a b", "f:7:3: error: 'b' is none of near, then, with, and, unless\n");
	refused("a nearer b", "f:7:3: error: 'nearer' is none of near, then, with, and, unless\n");
	refused("a and b and c and d and e and f", "f:7:3: error: the rule has too many steps\n");
	refused("unless a", "f:7:3: error: 'unless' is not defined in the lexicon\n");
	refused("a unless", "f:7:3: error: the rule 'a unless' ends where a name is expected\n");
	refused("a unless b or",
		"f:7:3: error: the rule 'a unless b or' ends where a name is expected\n");
	refused("a unless b c",
		"f:7:3: error: behind 'unless' names are joined by 'or', not 'c'\n");
	refused("a unless a or b or c or d or e", "f:7:3: error: too many names behind 'unless'\n");
}

static void parsed(void **state)
{
	static const enum rule_link links[] = {
		RULE_START, RULE_NEAR, RULE_THEN, RULE_WITH, RULE_AND};
	static const char text[] = " a near  b then c with d and e unless x or f or a or b ";
	struct rule rule;
	size_t i;

	(void)state;
	assert_int_equal(rule_parse(&rule, terms, text, PLACE, &world.found.diag), 0);
	words_found(&world, "");
	assert_ptr_equal(rule.text, text);
	assert_int_equal(rule.n_steps, RULE_STEPS_MAX);
	for (i = 0; i < RULE_STEPS_MAX; i++) {
		assert_int_equal(rule.steps[i].link, links[i]);
		assert_string_equal(
			terms_name(terms, rule.steps[i].term), ((char[]){(char)('a' + i), '\0'}));
	}
	assert_int_equal(rule.n_unless, RULE_UNLESS_MAX);
	assert_string_equal(terms_name(terms, rule.unless[1]), "f");
	/* what only rules something out explains nothing */
	assert_true(terms_explains(terms, rule.steps[0].term));
	assert_false(terms_explains(terms, rule.unless[0]));
}

/* ------------------------------------------------------------------ matching */

struct seen {
	size_t count;
	size_t most;
	struct rule_match last;
};

static bool see(void *ctx, const struct rule_match *match)
{
	struct seen *s = ctx;

	s->last = *match;
	return ++s->count < s->most;
}

/* For matching: every name is a term, and compiled. */
static int set_up_compiled(void **state)
{
	const struct lexicon_entry *e;

	if (set_up(state) != 0)
		return -1;
	for (e = lexicon_first(world.lexicon); e; e = e->next)
		terms_need(terms, e->name, strlen(e->name));
	return terms_compile(terms, &world.found.diag);
}

/* In how many ways the rule holds in the message, at most `most`. */
static struct seen look(const char *text, const char *message, const char *implied, size_t most)
{
	struct seen seen = {.most = most};
	struct term_hits *hits;
	struct rule rule;

	assert_int_equal(rule_parse(&rule, terms, text, PLACE, &world.found.diag), 0);
	reading_read(reading, world.vocab, world.spell, message, strlen(message));
	hits = terms_hits_create(terms);
	assert_non_null(hits);
	terms_find(terms, matcher, reading, hits);
	rule_each(&rule, reading, hits, implied ? terms_need(terms, implied, strlen(implied)) : -1,
		see, &seen);
	terms_hits_destroy(hits);
	return seen;
}

/* In how many ways a rule holds in a message. */
struct ways_case {
	const char *rule;
	const char *message;
	size_t ways;
};

static void look_at(const struct ways_case *cases, size_t n)
{
	size_t i, ways;

	for (i = 0; i < n; i++) {
		ways = look(cases[i].rule, cases[i].message, NULL, SIZE_MAX).count;
		if (ways != cases[i].ways)
			print_error("'%s' in '%s'\n", cases[i].rule, cases[i].message);
		assert_int_equal(ways, cases[i].ways);
	}
}

static void links(void **state)
{
	static const struct ways_case cases[] = {
		{"a", "a", 1},
		{"a", "o", 0},
		{"a", "", 0},
		{"a", "a o a. a", 3},
		/* near: six words between, in any order, two across the end of a sentence */
		{"a near b", "a o o o o o o b", 1},
		{"a near b", "b o o o o o o a", 1},
		{"a near b", "a o o o o o o o b", 0},
		{"a near b", "a o. o b", 1},
		{"a near b", "b o. o a", 1},
		{"a near b", "a o. o o b", 0},
		{"a near b", "a, b; a", 2},
		/* then: four words between, in this order, none across the end of a sentence */
		{"a then b", "a o o o o b", 1},
		{"a then b", "a o o o o o b", 0},
		{"a then b", "b a", 0},
		{"a then b", "a. b", 1},
		{"a then b", "a. o b", 0},
		/* with: in the same sentence */
		{"a with b", "b o o o o o o o o o o a", 1},
		/* "o" 24 and 25 times: who uses no stops tells of many things in a sentence */
		{"a with b", "b o o o o o o o o o o o o o o o o o o o o o o o o a", 1},
		{"a with b", "b o o o o o o o o o o o o o o o o o o o o o o o o o a", 0},
		{"a with b", "a. b", 0},
		{"a with b", "a? a b", 1},
		/* and: anywhere */
		{"a and b", "b. o. o. a", 1},
		{"a and b", "b. b. a. a", 2},
		{"a and b", "a", 0},
		/* each step stands to the span of those before it */
		{"a then b then c", "a b o c", 1},
		{"a then b then c", "a c b", 0},
		{"a near b near c", "c o o o o o o a b", 1},
		{"a near b near c", "c o o o o o o b a", 1},
		{"a near b near c", "c o o o o o o o b a", 0},
		{"a near b and c near d", "a b. o o o o o o o o c. d", 0},
		{"a near b and c near d", "d a b. o o o o o o o o c", 1},
		/* terms may overlap, but then nothing stands behind the other */
		{"a near ab", "a b", 1},
		{"ab then b", "a b", 0},
		/* the longer phrase is the hit */
		{"a then b", "a o o o o b b", 1},
	};

	(void)state;
	look_at(cases, WORDS_COUNT(cases));
}

static void unless(void **state)
{
	static const struct ways_case cases[] = {
		{"a unless x", "a", 1},
		{"a unless x", "a o o o o o o o o x", 0},
		{"a unless x", "w a", 0},
		/* nothing of another clause silences it, neither far away nor behind a comma */
		{"a unless x", "a o o o o o o o o o x", 0},
		{"a unless x", "a o o o o o o o o o o x", 1},
		{"a unless x", "a, x", 1},
		{"a unless x", "x o, o a", 1},
		{"a unless x", "a o x, o", 0},
		{"a unless x", "x. a. x", 1},
		{"a unless c or x", "a c", 0},
		{"a unless c or x", "a x", 0},
		{"a unless c or x", "x. a. c", 1},
		{"a unless x", "a x. a", 1},
		/* any sentence that the match reaches into */
		{"a near b unless x", "x a. b", 0},
		{"a near b unless x", "a. b x", 0},
		{"a near b unless x", "x. a. b. x", 1},
		/* what stands behind `and` reaches nowhere */
		{"a and b unless x", "a. b x", 1},
		{"a and b unless x", "a x. b", 0},
	};

	(void)state;
	look_at(cases, WORDS_COUNT(cases));
}

static void hits_and_span(void **state)
{
	struct rule_match m = look("b near a and c", "c. o a o b b o", NULL, SIZE_MAX).last;

	(void)state;
	assert_int_equal(m.hits[0].first, 4);
	assert_int_equal(m.hits[0].last, 5);
	assert_int_equal(m.hits[1].first, 2);
	assert_int_equal(m.hits[1].last, 2);
	assert_int_equal(m.hits[2].first, 0);
	assert_int_equal(m.span.first, 2);
	assert_int_equal(m.span.last, 5);
}

/* What the conversation is about fulfils `and`, and nothing else. */
static void implied(void **state)
{
	struct seen seen = look("a and b", "o a", "b", SIZE_MAX);

	(void)state;
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.last.hits[1].first, 1);
	assert_int_equal(look("a and b", "a", "c", SIZE_MAX).count, 0);
	assert_int_equal(look("a with b", "a", "b", SIZE_MAX).count, 0);
	assert_int_equal(look("b and a", "a", "b", SIZE_MAX).count, 0);
	/* where it is written, it is found where it is written */
	assert_int_equal(look("a and b", "o a o b", "b", SIZE_MAX).last.hits[1].first, 3);
}

static void stops(void **state)
{
	(void)state;
	assert_int_equal(look("a near b", "a b a b a b", NULL, 1).count, 1);
	assert_int_equal(look("a near b", "a b a b a b", NULL, 4).count, 4);
	assert_int_equal(look("a near b", "a b a b a b", NULL, SIZE_MAX).count, 9);
}

/* A wall of words is looked at in so many ways and no more. */
static void walls(void **state)
{
	struct buf message;
	size_t i;

	(void)state;
	buf_init(&message, 65536);
	for (i = 0; i < 300; i++)
		buf_puts(&message, "a b c d ");
	assert_int_equal(
		look("a with b with c with d", buf_str(&message), NULL, SIZE_MAX).count, 512);
	assert_int_equal(look("a with b unless c", buf_str(&message), NULL, SIZE_MAX).count, 0);
	/* also when no way is ever complete: this would be 256 * 256 * 256 * 256 */
	buf_puts(&message, ". e");
	assert_int_equal(
		look("a with b with c with d with e", buf_str(&message), NULL, SIZE_MAX).count, 0);
	buf_free(&message);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(not_rules, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parsed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(links, set_up_compiled, tear_down),
		cmocka_unit_test_setup_teardown(unless, set_up_compiled, tear_down),
		cmocka_unit_test_setup_teardown(hits_and_span, set_up_compiled, tear_down),
		cmocka_unit_test_setup_teardown(implied, set_up_compiled, tear_down),
		cmocka_unit_test_setup_teardown(stops, set_up_compiled, tear_down),
		cmocka_unit_test_setup_teardown(walls, set_up_compiled, tear_down),
	};

	return cmocka_run_group_tests_name("core/rule", tests, NULL, NULL);
}
