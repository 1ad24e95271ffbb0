/* Tests of src/core/ask.c: clauses, their scores, and what one takes over from others. */
#include "core/ask.h"

#include <stdio.h>

#include "core/content_made.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static struct made made;
static struct scopes scopes;
static struct frames frames;
static struct asked asked;
static bool protected[READING_WORDS_MAX], explained[READING_WORDS_MAX];

static int set_up(void **state)
{
	(void)state;
	made_open(&made);
	made_good(&made);
	return frame_create(&frames);
}

static int tear_down(void **state)
{
	(void)state;
	frame_free(&frames);
	made_close(&made);
	return 0;
}

static int term(const char *name)
{
	size_t t;

	for (t = 0; name && t < terms_count(made.content->terms); t++) {
		if (strcmp(terms_name(made.content->terms, t), name) == 0)
			return (int)t;
	}
	return ASK_NO_TERM;
}

/* Marks the words that are part of a term, as engine.c does it. */
static void mark_explained(void)
{
	const struct term_hits *hits = made.hits;
	size_t t, i, w;

	memset(explained, 0, sizeof(explained));
	for (t = 0; t < terms_count(made.content->terms); t++) {
		for (i = hits->start[t]; i < hits->start[t] + hits->count[t]; i++) {
			for (w = hits->list[i].first; w <= hits->list[i].last; w++)
				explained[w] = true;
		}
	}
}

/* Reads a text; concept and aspect are the conversation's, NULL without. */
static void ask(const char *text, const char *concept, const char *aspect)
{
	const struct lumbar_content *c = made.content;

	made_read(&made, text);
	scope_find(&c->scope_terms, made.reading, made.hits, protected, &scopes);
	frame_find(&c->frame_terms, made.reading, made.hits, &frames);
	mark_explained();
	ask_find(&(struct ask_view){.intents = c->intents,
			 .r = made.reading,
			 .hits = made.hits,
			 .frames = &frames,
			 .scopes = &scopes,
			 .explained = explained,
			 .vocab = c->vocab,
			 .pronoun = c->pronoun,
			 .refer = c->refer,
			 .several = c->several,
			 .concept = term(concept),
			 .aspect = term(aspect)},
		&asked);
}

/* The questions with their points: "causes.posture 16, treatment.heat 10". */
static const char *describe(void)
{
	static char out[1024];
	size_t i, n = 0;

	out[0] = '\0';
	for (i = 0; i < asked.count; i++)
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%s %d", i ? ", " : "",
			asked.list[i].intent->id, asked.list[i].score);
	return out;
}

static void expect(const char *text, const char *concept, const char *aspect, const char *expected)
{
	ask(text, concept, aspect);
	if (strcmp(describe(), expected) != 0)
		fail_msg("'%s': '%s', not '%s'", text, describe(), expected);
}

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
		cmocka_unit_test_setup_teardown(clauses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_clauses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(scores, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(runner_up, set_up, tear_down),
		cmocka_unit_test_setup_teardown(taken_over, set_up, tear_down),
		cmocka_unit_test_setup_teardown(from_the_conversation, set_up, tear_down),
		cmocka_unit_test_setup_teardown(told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(believed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(goes_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(of_several, set_up, tear_down),
		cmocka_unit_test_setup_teardown(strong_ones, set_up, tear_down),
		cmocka_unit_test_setup_teardown(thanks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unexplained, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_questions, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
