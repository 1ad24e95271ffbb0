/* Tests of src/core/intent.c. */
#include "core/intent.h"

#include <stdio.h>

#include "core/content_made.h"

#define FILE_ "intents/intents.yaml"

/* Content has to have these two, whatever else is tested. */
#define DEFAULTS                                                                                   \
	"intents:\n"                                                                               \
	"  treatment.overview: {ask: [ask-help]}\n"                                                \
	"  treatment.see-doctor: {ask: [ask-worry]}\n"

static struct made made;

static int set_up(void **state)
{
	(void)state;
	made_open(&made);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	made_close(&made);
	return 0;
}

static uint16_t term(const char *name)
{
	size_t t;

	for (t = 0; t < terms_count(made.content->terms); t++) {
		if (strcmp(terms_name(made.content->terms, t), name) == 0)
			return (uint16_t)t;
	}
	fail_msg("there is no term '%s'", name);
	return 0;
}

static void kinds_and_weights(void **state)
{
	const struct intents *in;

	(void)state;
	made_put(&made, "intents/more.yaml",
		"kinds:\n  topic: {back-trouble: 1}\n  aspect: {ask-refer: 50}\n  concept: {water: "
		"3}\n");
	made_good(&made);
	in = made.content->intents;
	assert_int_equal(in->kinds[term("spasm")], INTENT_TOPIC);
	assert_int_equal(in->weights[term("spasm")], 2);
	assert_int_equal(in->weights[term("back-trouble")], 1);
	assert_int_equal(in->kinds[term("ask-refer")], INTENT_ASPECT);
	assert_int_equal(in->weights[term("ask-refer")], 50);
	assert_int_equal(in->kinds[term("water")], INTENT_CONCEPT);
	assert_int_equal(in->weights[term("water")], 3);
	/* every other name that a rule is made of is a concept of ten points; no other counts */
	assert_int_equal(in->kinds[term("posture")], INTENT_CONCEPT);
	assert_int_equal(in->weights[term("posture")], 10);
	assert_int_equal(in->weights[term("fever")], 0);
	assert_int_equal(in->hashes[term("posture")], vocab_hash("posture", 7));
}

static void members(void **state)
{
	const struct intent *it;

	(void)state;
	made_put(&made, FILE_,
		"topic: [back-trouble]\nkinds: {aspect: {ask-cause: 6}}\n" DEFAULTS
		"  causes.posture:\n"
		"    note: for the reader\n"
		"    ask: [posture + ask-cause,  ' posture  +  heat+ice + water ', posture]\n"
		"    strong: true\n    elsewhere: true\n    covered: true\n"
		"    examples: [a, b]\n    counter-examples: [c]\n"
		"  uncovered.a.b: {offered-for: [posture, heat], covered: false, meta: true, "
		"strong: false, ask: [song]}\n");
	made_good(&made);
	it = intent_find(made.content->intents, "causes.posture");
	assert_non_null(it);
	assert_string_equal(it->answer, "causes/posture");
	assert_true(it->strong && it->elsewhere && !it->meta);
	assert_int_equal(it->hash, vocab_hash("causes.posture", 14));
	assert_int_equal(it->examples->count, 2);
	assert_int_equal(it->counter_examples->count, 1);
	assert_int_equal(it->n_asks, 3);
	assert_int_equal(it->asks[0].n_terms, 2);
	assert_int_equal(it->asks[0].terms[0], term("posture"));
	assert_int_equal(it->asks[0].terms[1], term("ask-cause"));
	assert_true(it->asks[0].has_aspect);
	assert_string_equal(it->asks[0].text, "posture + ask-cause");
	assert_int_equal(it->asks[1].n_terms, 4);
	assert_int_equal(it->asks[1].terms[3], term("water"));
	assert_false(it->asks[1].has_aspect);
	assert_int_equal(it->asks[2].n_terms, 1);
	it = intent_find(made.content->intents, "uncovered.a.b");
	assert_non_null(it);
	assert_null(it->answer);
	assert_int_equal(it->n_offered_for, 2);
	assert_int_equal(it->offered_for[1], term("heat"));
	assert_true(it->meta && !it->strong);
	assert_null(it->examples);
	assert_null(intent_find(made.content->intents, "causes"));
	assert_null(intent_find(made.content->intents, ""));
}

static void refused(void **state)
{
	static const struct {
		const char *text, *finding;
	} bad[] = {
		{"kinds: {topics: {spasm: 2}}",
			":1:9: error: kinds are topic, aspect and concept, not 'topics'"},
		{"kinds: {topic: [spasm]}",
			":1:16: error: a map of names and weights is expected here"},
		{"kinds: {topic: {unheard: 2}}",
			":1:26: error: 'unheard' is not defined in the lexicon"},
		{"kinds: {topic: {spasm: 0}}", ":1:24: error: a weight is a number from 1 to 50"},
		{"kinds: {topic: {spasm: 51}}", ":1:24: error: a weight is a number"},
		{"kinds: {topic: {spasm: 100}}", ":1:24: error: a weight is a number"},
		{"kinds: {topic: {spasm: -1}}", ":1:24: error: a weight is a number"},
		{"kinds: {topic: {spasm: 1x}}", ":1:24: error: a weight is a number"},
		{"kinds: {topic: {spasm: ''}}", ":1:24: error: a weight is a number"},
		{"kinds: {topic: {spasm: [1]}}", ":1:24: error: a weight is a number"},
		{"intents: {a: {ask: [unheard]}}", ":1:21: error: 'unheard' is not defined"},
		{"intents: {a: {ask: [heat + unheard]}}", ":1:21: error: 'unheard' is not"},
		{"intents: {a: {ask: []}}", ":1:14: error: an intent needs a list 'ask:' of rules"},
		{"intents: {a: {ask: heat}}",
			":1:20: error: an intent needs a list 'ask:' of up to 64 rules"},
		{"intents: {a: {strong: true}}", ":1:14: error: an intent needs a list 'ask:'"},
		{"intents: {a: {ask: ['']}}", ":1:21: error: the rule is empty"},
		{"intents: {a: {ask: [' + ']}}", ":1:21: error: the rule is empty"},
		{"intents: {a: {ask: [[heat]]}}", ":1:21: error: a rule is names joined by +"},
		{"intents: {a: {ask: [heat+ice+water+leg+song]}}",
			":1:21: error: a rule has at most four names"},
		{"intents: {a: {ask: [heat], strong: yes}}",
			":1:36: error: true or false is expected here"},
		{"intents: {a: {ask: [heat], meta: []}}", ":1:34: error: true or false"},
		{"intents: {a: {ask: [heat], covered: maybe}}", ":1:37: error: true or false"},
		{"intents: {a: {ask: [heat], asks: [ice]}}",
			":1:28: error: an intent has no 'asks'"},
		{"intents: {a: {ask: [heat], offered-for: ice}}",
			":1:41: error: offered-for: must be a list of up to 4 names"},
		{"intents: {a: {ask: [heat], offered-for: [heat, ice, leg, song, water]}}",
			":1:41: error: offered-for: must be a list"},
		{"intents: {a: {ask: [heat], offered-for: [[ice]]}}",
			":1:42: error: a name is expected here"},
		{"intents: {a: {ask: [heat], offered-for: [unheard]}}",
			":1:42: error: 'unheard' is not defined"},
		{"intents: {a: heat}",
			":1:14: error: an intent is a map, and there are at most 256 of them"},
	};
	char expected[160];
	size_t i;

	(void)state;
	made_put(&made, "responses/a.md", MADE_CITED("A."));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(expected, sizeof(expected), "intents/more.yaml%s", bad[i].finding);
		made_bad(&made, "intents/more.yaml", bad[i].text, expected);
	}
	made_bad(&made, "intents/more.yaml", "intents:\n  causes.water: {ask: [water]}\n",
		"intents/more.yaml:2:17: error: this intent is already defined");
}

/* As many rules of one intent as there may be, and one more. */
static void most_rules(void **state)
{
	static char text[INTENT_ASKS_MAX * 16 + 256];
	size_t i, n;

	(void)state;
	n = (size_t)sprintf(
		text, "topic: [back-trouble]\n" DEFAULTS "  causes.water: {ask: [water");
	for (i = 1; i < INTENT_ASKS_MAX; i++)
		n += (size_t)sprintf(text + n, ", ice + heat");
	strcpy(text + n, "]}\n");
	made_put(&made, FILE_, text);
	made_good(&made);
	assert_int_equal(
		intent_find(made.content->intents, "causes.water")->n_asks, INTENT_ASKS_MAX);
	strcpy(text + n, ", ice]}\n");
	made_bad(&made, FILE_, text,
		FILE_ ":5:23: error: an intent needs a list 'ask:' of up to 64 rules");
}

/* As many intents as there may be, and one more. */
static void most_intents(void **state)
{
	static char text[INTENT_MAX * 64];
	size_t i, n;

	(void)state;
	n = (size_t)sprintf(text, "topic: [back-trouble]\n" DEFAULTS);
	for (i = 2; i < INTENT_MAX; i++)
		n += (size_t)sprintf(text + n, "  u.i%zu: {covered: false, ask: [song]}\n", i);
	made_put(&made, FILE_, text);
	made_good(&made);
	assert_int_equal(made.content->intents->count, INTENT_MAX);
	assert_non_null(intent_find(made.content->intents, "u.i255"));
	strcpy(text + n, "  u.one: {covered: false, ask: [song]}\n");
	made_bad(
		&made, FILE_, text, "error: an intent is a map, and there are at most 256 of them");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(kinds_and_weights, set_up, tear_down),
		cmocka_unit_test_setup_teardown(members, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(most_rules, set_up, tear_down),
		cmocka_unit_test_setup_teardown(most_intents, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
