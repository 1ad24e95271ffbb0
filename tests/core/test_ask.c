/* Tests of src/core/ask.c: the points of what a clause may ask, and which of it is kept. */
#include "core/ask.h"

#include "core/ask_made.h"

/* ------------------------------------------------------------------ scores */

static void scores(void **state)
{
	(void)state;
	expect("", NULL, NULL, "");
	expect("does posture causes it?", NULL, NULL, "causes.posture 16");
	expect("how to prevent posture?", NULL, NULL, "prevention.posture 17");
	/* an aspect that the rule does not answer costs points */
	expect("does heat causes it?", NULL, NULL, "treatment.heat 4");
	expect("heat?", NULL, NULL, "treatment.heat 10");
	expect("what helps spasms?", NULL, NULL, "treatment.overview 8");
	/* two clauses, the better first */
	expect("does heat help? how to prevent posture?", NULL, NULL,
		"prevention.posture 17, treatment.heat 16");
	/* one intent once, with its better score */
	expect("heat? does heat help?", NULL, NULL, "treatment.heat 16");
	/* where something is asked about a back, words for the bot count a little less */
	expect("hello spasms", NULL, NULL, "meta.hello 10");
	expect("hello?", NULL, NULL, "meta.hello 10");
	expect("hello spasms?", NULL, NULL, "meta.hello 9");
	/* a strong one is not held against it what else was asked */
	expect("what song causes it?", NULL, NULL, "uncovered.song 10");
	/* a concept that is ruled out is none, unless there is nothing else */
	expect("what helps without heat?", NULL, NULL, "treatment.overview 6");
	expect("without heat?", NULL, NULL, "treatment.heat 10");
	/* what is only told stands behind what is asked in the same sentence */
	expect("one heat, what helps spasms?", NULL, NULL,
		"treatment.heat 15, treatment.overview 8");
	expect("leg ice, what causes that", NULL, NULL, "treatment.ice 6");
	/* in "hot water bottle" there is no water */
	expect("does hot water bottle causes it?", NULL, NULL, "treatment.heat 4");
	/* nor, in what keeps it away, a question for help */
	expect("how can i help it away?", "posture", NULL, "prevention.posture 12");
	expect("how can i help it away with heat?", NULL, NULL, "treatment.heat 4");
	expect("does water causes it?", NULL, NULL, "causes.water 16");
}

static void what_is_told(void **state)
{
	(void)state;
	ask("does heat or ice help my spasms?", NULL, NULL);
	assert_true(asked.asks && asked.topic && !asked.refers);
	assert_true(asked.list[0].own && asked.list[0].rule->has_aspect);
	assert_int_equal(asked.list[0].concept, term("ice"));
	assert_int_equal(asked.list[0].aspect, term("ask-help"));
	assert_int_equal(asked.list[0].clause, 1);
	assert_int_equal(asked.list[1].clause, 0);
	assert_int_equal(asked.list[1].aspect, term("ask-help"));
	ask("do these help?", NULL, NULL);
	assert_true(asked.refers && !asked.topic);
	ask("heat", NULL, NULL);
	assert_false(asked.asks);
	assert_true(asked.fragment);
	ask("one two three four heat", NULL, NULL);
	assert_true(asked.fragment);
	ask("one two three four five heat", NULL, NULL);
	assert_false(asked.fragment);
	ask("my heat", NULL, NULL);
	assert_false(asked.fragment);
}

/* The best that did not win its clause. */
static void runner_up(void **state)
{
	(void)state;
	ask("does posture or sitting causes heat?", NULL, NULL);
	assert_non_null(asked.runner_up.intent);
	assert_string_equal(asked.runner_up.intent->id, "treatment.heat");
	assert_true(asked.runner_up.score < asked.list[0].score);
	ask("what causes sitting posture?", NULL, NULL);
	assert_string_equal(asked.runner_up.intent->id, "causes.sitting");
	assert_int_equal(asked.runner_up.score, asked.list[0].score);
	ask("banana", NULL, NULL);
	assert_null(asked.runner_up.intent);
}

/* Strong concepts: what is named plainly decides, and two of them in a clause are both asked about. */
static void strong_ones(void **state)
{
	static const char more[] = "words:\n  xray: [xray]\n  scan: [scan]\n"
				   "intents:\n"
				   "  imaging: {strong: true, ask: [xray]}\n"
				   "  scanning: {strong: true, ask: [scan]}\n";

	(void)state;
	made_close(&made);
	made_open(&made);
	made_put(&made, "intents/more.yaml", more);
	made_put(&made, "responses/imaging.md", MADE_CITED("Imaging."));
	made_put(&made, "responses/scanning.md", MADE_CITED("Scanning."));
	made_good(&made);
	/* without the loss of what names nothing, overview would stand at 8 */
	expect("does xray help spasms?", NULL, NULL, "imaging 10");
	assert_int_equal(asked.runner_up.score, 0);
	expect("does xray or scan help?", NULL, NULL, "imaging 10, scanning 10");
	expect("does xray scan help?", NULL, NULL, "imaging 10, scanning 10");
	expect("does xray heat help?", NULL, NULL, "treatment.heat 16");
}

/* Where nothing is asked and no back is spoken of, thanks are thanks. */
static void thanks(void **state)
{
	static const char more[] =
		"words:\n  thanks: [thanks]\n"
		"kinds: {concept: {thanks: 4}}\n"
		"intents:\n  meta.thanks: {meta: true, strong: true, ask: [thanks]}\n";

	(void)state;
	made_close(&made);
	made_open(&made);
	made_put(&made, "intents/more.yaml", more);
	made_put(&made, "responses/meta/thanks.md", MADE_ANSWER("", "Welcome."));
	made_good(&made);
	expect("thanks, off to the heat", NULL, NULL, "meta.thanks 4, treatment.heat 10");
	expect("thanks, is it heat?", NULL, NULL, "treatment.heat 10, meta.thanks 4");
	expect("thanks, heat and my spasms", NULL, NULL, "treatment.heat 10, meta.thanks 4");
}

/* Content words of what is asked that no term explains. */
/* What is covered is answered, whatever it is offered beside. */
static void beside(void **state)
{
	(void)state;
	expect("song or heat?", NULL, NULL, "treatment.heat 10, uncovered.song 10");
	assert_true(asked.beside);
	expect("song, heat?", NULL, NULL, "uncovered.song 10, treatment.heat 10");
	assert_false(asked.beside);
	expect("heat or ice?", NULL, NULL, "treatment.heat 10, treatment.ice 10");
	assert_false(asked.beside);
	expect("song, one two, or heat?", NULL, NULL, "uncovered.song 10, treatment.heat 10");
	assert_false(asked.beside);
}

static void unexplained(void **state)
{
	static const struct {
		const char *text;
		size_t n;
	} cases[] = {
		{"does heat help?", 0},
		{"does heat help with banana?", 1},
		{"does heat help with banana apple zzyzx?", 3},
		{"does heat help with 12 apple?", 1},
		/* only what is asked counts, unless nothing is */
		{"banana apple. does heat help?", 0},
		{"banana apple. heat helps", 2},
		{"what is it", 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		ask(cases[i].text, NULL, NULL);
		if (asked.unexplained != cases[i].n)
			fail_msg("'%s': %zu unexplained", cases[i].text, asked.unexplained);
	}
}

/* A list of questions is bounded, and the best are kept. */
static void many_questions(void **state)
{
	static char intents[8192], text[4096], words[2048], files[ASK_LIST_MAX + 4][32];
	size_t i, n, t, w;

	(void)state;
	n = (size_t)sprintf(intents, "kinds:\n  concept: {");
	for (i = 0; i < ASK_LIST_MAX + 4; i++)
		n += (size_t)sprintf(
			intents + n, "%sk%c: %zu", i ? ", " : "", (char)('a' + i), i + 1);
	n += (size_t)sprintf(intents + n, "}\nintents:\n");
	w = (size_t)sprintf(words, "words:\n");
	for (i = t = 0; i < ASK_LIST_MAX + 4; i++) {
		n += (size_t)sprintf(
			intents + n, "  q.%c: {ask: [k%c]}\n", (char)('a' + i), (char)('a' + i));
		w += (size_t)sprintf(
			words + w, "  k%c: [kkk%c]\n", (char)('a' + i), (char)('a' + i));
		t += (size_t)sprintf(text + t, "kkk%c? ", (char)('a' + i));
		snprintf(files[i], sizeof(files[i]), "responses/q/%c.md", (char)('a' + i));
		made_put(&made, files[i], MADE_CITED("Q."));
	}
	made_put(&made, "intents/q.yaml", intents);
	made_put(&made, "intents/k.yaml", words);
	terms_hits_destroy(made.hits);
	made.hits = NULL;
	made_good(&made);
	/* whether the best come last or first */
	for (w = 0; w < 2; w++) {
		ask(text, NULL, NULL);
		assert_int_equal(asked.count, ASK_LIST_MAX);
		for (i = 0; i < ASK_LIST_MAX; i++)
			assert_int_equal(asked.list[i].score, ASK_LIST_MAX + 4 - i);
		for (i = ASK_LIST_MAX + 4, t = 0; i-- > 0;)
			t += (size_t)sprintf(text + t, "kkk%c? ", (char)('a' + i));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(scores, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(runner_up, set_up, tear_down),
		cmocka_unit_test_setup_teardown(strong_ones, set_up, tear_down),
		cmocka_unit_test_setup_teardown(thanks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(beside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unexplained, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_questions, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
