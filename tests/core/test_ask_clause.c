/* Tests of src/core/ask_clause.c: what stands in a clause, and what it takes over from elsewhere. */
#include "core/ask_clause.h"

#include "core/ask_made.h"

/* ------------------------------------------------------------------ clauses */

static void clauses(void **state)
{
	static const struct {
		const char *text, *first; /* the first word of each clause, by number */
	} cases[] = {
		{"heat", "0"},
		{"heat helps, ice helps", "0 2"},
		{"heat and ice or water", "0 1 3"},
		{"heat. ice? water\nleg", "0 1 2 3"},
		{"heat but ice so water because posture then leg plus song", "0 1 3 5 7 9"},
		{"heat vs ice while leg", "0 1 3"},
		/* inside a concept no clause begins */
		{"is warm and cosy best", "0"},
		{"is warm and heat best", "0 2"},
	};
	char out[128];
	size_t i, k, n;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		ask(cases[i].text, NULL, NULL);
		for (k = n = 0; k < asked.n_clauses; k++)
			n += (size_t)sprintf(out + n, "%s%d", k ? " " : "", asked.clauses[k].first);
		if (strcmp(out, cases[i].first) != 0)
			fail_msg("'%s': clauses at %s, not %s", cases[i].text, out, cases[i].first);
		assert_int_equal(
			asked.clauses[asked.n_clauses - 1].last, made.reading->n_words - 1);
	}
	ask("banana", NULL, NULL); /* no term of ours: nothing is cut */
	assert_int_equal(asked.n_clauses, 0);
}

/* More clauses than are kept: the rest counts as one. */
static void many_clauses(void **state)
{
	static char text[ASK_CLAUSES_MAX * 16 + 64];
	size_t i, n = 0;

	(void)state;
	for (i = 0; i < ASK_CLAUSES_MAX + 8; i++)
		n += (size_t)sprintf(text + n, "run, ");
	strcpy(text + n, "what causes it, posture?");
	ask(text, NULL, NULL);
	assert_int_equal(asked.n_clauses, ASK_CLAUSES_MAX);
	assert_int_equal(asked.clauses[ASK_CLAUSES_MAX - 1].last, made.reading->n_words - 1);
	assert_string_equal(asked.list[0].intent->id, "causes.posture");
}

/* ------------------------------------------------------------------ what is taken over */

static void taken_over(void **state)
{
	(void)state;
	/* the aspect of a neighbour in the sentence, before or behind, costs a point */
	expect("does heat help, or ice?", NULL, NULL, "treatment.heat 16, treatment.ice 15");
	expect("heat, or does ice help?", NULL, NULL, "treatment.ice 16, treatment.heat 15");
	/* that of the question before costs two */
	expect("does heat help? and ice?", NULL, NULL, "treatment.heat 16, treatment.ice 14");
	/* the concept of what was told costs four, one where the clause says "that" */
	expect("sitting. what causes it?", NULL, NULL, "causes.sitting 12");
	expect("sitting. what causes that?", NULL, NULL, "causes.sitting 15");
	expect("sitting. is that? what causes it?", NULL, NULL, "causes.sitting 12");
	/* the nearest sentence counts */
	expect("posture. sitting. what causes that?", NULL, NULL, "causes.sitting 15");
}

static void from_the_conversation(void **state)
{
	(void)state;
	expect("and water?", NULL, "ask-cause", "causes.water 11");
	expect("what causes it?", "posture", NULL, "causes.posture 11");
	expect("what causes that?", "posture", NULL, "causes.posture 11");
	/* what the message has itself outweighs it */
	expect("does posture causes it?", "water", "ask-prevent", "causes.posture 16");
	/* where a back is spoken of, the question is about that */
	expect("what helps spasms?", "heat", NULL, "treatment.overview 8");
	/* nothing of its own: no question at all */
	expect("banana?", "posture", "ask-cause", "");
	expect("leg?", "posture", "ask-cause", "");
}

/* What is told counts where nothing is asked, or the question holds nothing itself. */
static void told(void **state)
{
	(void)state;
	expect("heat", NULL, NULL, "treatment.heat 10");
	expect("heat. is banana?", NULL, NULL, "treatment.heat 10");
	expect("heat. does ice help?", NULL, NULL, "treatment.ice 16");
}

/* What somebody believes is asked where nothing else is. */
static void believed(void **state)
{
	(void)state;
	expect("water helps. perhaps posture causes it", NULL, NULL, "causes.posture 16");
	assert_true(asked.asks);
	expect("perhaps posture causes it. does heat help?", NULL, NULL, "treatment.heat 16");
	expect("posture causes it", NULL, NULL, "causes.posture 16");
	assert_false(asked.asks);
}

/* A sentence that begins with "and" goes on with the question before it, unless it is a story of its own. */
static void goes_on(void **state)
{
	(void)state;
	expect("does heat help? and the ice", NULL, NULL, "treatment.heat 16, treatment.ice 14");
	expect("does heat help? the ice", NULL, NULL, "treatment.heat 16");
	expect("does heat help? and one two three four five six seven ice", NULL, NULL,
		"treatment.heat 16");
}

/* What is asked of "both of them" is asked of each thing that was named, in up to two sentences. */
static void of_several(void **state)
{
	(void)state;
	expect("posture. water. do both of them causes it?", NULL, NULL,
		"causes.posture 12, causes.water 12");
	expect("posture. water. do they causes it?", NULL, NULL, "causes.water 12");
	expect("posture, water and sitting. does either of those causes it?", NULL, NULL,
		"causes.posture 12, causes.sitting 12, causes.water 12");
	expect("posture. one. two. water. do both of them causes it?", NULL, NULL,
		"causes.water 12");
	/* the clause names what it asks about */
	expect("posture. does water causes both of them?", NULL, NULL, "causes.water 16");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(clauses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_clauses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(taken_over, set_up, tear_down),
		cmocka_unit_test_setup_teardown(from_the_conversation, set_up, tear_down),
		cmocka_unit_test_setup_teardown(told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(believed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(goes_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(of_several, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
