/* Tests of src/core/content.c. */
#include "core/content.h"

#include <stdio.h>

#include "core/content_made.h"

#define MORE "intents/more.yaml"

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

static void compiles(void **state)
{
	const struct lumbar_content *c;

	(void)state;
	made_good(&made);
	c = made.content;
	assert_int_equal(made.found.diag.warnings, 0);
	assert_int_equal(c->flags->count, 7);
	assert_int_equal(c->flags->n_raises, 1);
	assert_int_equal(c->intents->count, 10);
	assert_int_equal(c->n_gates, 1);
	assert_string_equal(c->report->id, "treatment.overview");
	assert_string_equal(c->worry->id, "treatment.see-doctor");
	assert_string_equal(terms_name(c->terms, (size_t)c->topic), "back-trouble");
	assert_string_equal(terms_name(c->terms, (size_t)c->other), "other-part");
	assert_string_equal(terms_name(c->terms, (size_t)c->pronoun), "ask-pronoun");
	assert_string_equal(terms_name(c->terms, (size_t)c->refer), "ask-refer");
}

/* Sections may stand in any file, in any order, and several times. */
static void order_is_free(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < made.n / 2; i++) {
		const struct lumbar_source s = made.sources[i];

		made.sources[i] = made.sources[made.n - 1 - i];
		made.sources[made.n - 1 - i] = s;
	}
	made_put(&made, MORE,
		"flags:\n  night-2: {tier: urgent, rules: [extra]}\nwords: {extra: [extra]}\n"
		"topic: [extra]\nraises: [{all: [night-2], reply: flags/combined}]\n");
	made_put(&made, "responses/flags/night-2.md", MADE_FLAG("urgent", "**Go.**"));
	made_good(&made);
	assert_int_equal(made.content->flags->count, 8);
	assert_int_equal(made.content->flags->n_raises, 2);
	assert_int_equal(made.content->n_gates, 2);
}

/* An overlay's file from before there were further names: these, and no more, are of the one it stands for. */
static void names_that_an_overlay_lacks(void **state)
{
	static const char ours[] = "words:\n  scope-not: [nie]\n";
	const struct lexicon *lx;

	(void)state;
	made_put(&made, MORE, MADE_SCOPES "flags:\n  gone: {tier: urgent, rules: [back]}\n");
	made.sources[made.n - 1].name = "intents/scopes.yaml";
	made.sources[made.n - 1].path = "shipped.yaml";
	made.sources[made.n - 1].is_replaced = true;
	made_put(&made, "intents/scopes.yaml", ours);
	assert_non_null(made_build(&made));
	assert_int_equal(made.found.diag.errors, 0);
	assert_int_equal(made.found.diag.warnings, 1);
	assert_non_null(strstr(buf_str(&made.found.text), "shipped.yaml:22:"));
	assert_non_null(strstr(
		buf_str(&made.found.text), "20 names of this file, 'scope-over' among them"));
	lx = made.content->lexicon;
	assert_string_equal(lexicon_find(lx, "scope-not", 9)->key.file, "intents/scopes.yaml");
	assert_string_equal(lexicon_find(lx, "scope-none", 10)->key.file, "shipped.yaml");
	assert_int_equal(made.content->flags->count, 7);
	/* what is nowhere is an error, as before */
	made.n--;
	made_bad(&made, "intents/scopes.yaml", ours, "the name 'scope-not-after' is not defined");
}

/* The sources are the caller's and may go. */
static void sources_may_go(void **state)
{
	char *words = strdup(MADE_WORDS), *answer = strdup(MADE_CITED("Heat.\n\nHeat rest."));

	(void)state;
	assert_true(words && answer);
	made_put(&made, "intents/words.yaml", words);
	made_put(&made, "responses/treatment/heat.md", answer);
	made_good(&made);
	memset(words, '?', strlen(words));
	memset(answer, '?', strlen(answer));
	free(words);
	free(answer);
	made_read(&made, "hot water bottle");
	assert_string_equal(answers_find(made.content->answers, "treatment/heat")->title, "T");
	assert_memory_equal(
		answers_find(made.content->answers, "treatment/heat")->body, "Heat.", 5);
}

/* ------------------------------------------------------------------ sections */

static void sections_refused(void **state)
{
	static const struct {
		const char *text, *finding;
	} bad[] = {
		{"- a", MORE ":1:1: error: the file must be a map of sections"},
		{"text", MORE ":1:1: error: the file must be a map of sections"},
		{"words: {a: [b]}\nword: {c: [d]}", MORE ":2:1: error: unknown section 'word'"},
		{"Words: {}", MORE ":1:1: error: unknown section 'Words'"},
		{"words: [a", MORE ":"},
		{"words: {a: [b]}\n\tx: 1", MORE ":2:1: error:"},
		{"topic: back-trouble", MORE ":1:8: error: topic: is a list of rules"},
		{"topic: [unheard]", MORE ":1:9: error: 'unheard' is not defined in the lexicon"},
		{"topic: [back, [back]]", MORE ":1:15: error: topic: is a list of up to 64 rules"},
		{"words: {a: ['{unheard}']}", MORE ":1:"},
		{"kinds: [a]", MORE ":1:8: error: kinds: must be a map"},
		{"intents: [a]", MORE ":1:10: error: intents: must be a map of ids"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		made_bad(&made, MORE, bad[i].text, bad[i].finding);
	made_put(&made, MORE, "");
	made_build(&made);
	assert_non_null(made.content);
}

/* As many gates as there may be, and one more. */
static void most_gates(void **state)
{
	char text[CONTENT_GATES_MAX * 16];
	size_t i, n;

	(void)state;
	n = (size_t)sprintf(text, "topic:\n");
	for (i = 1; i < CONTENT_GATES_MAX; i++)
		n += (size_t)sprintf(text + n, "- fever\n");
	made_put(&made, MORE, text);
	made_good(&made);
	assert_int_equal(made.content->n_gates, CONTENT_GATES_MAX);
	strcpy(text + n, "- leg\n");
	made_bad(&made, MORE, text, MORE ":65:3: error: topic: is a list of up to 64 rules");
}

/* As many files as intents/ may hold, and one more. */
static void most_files(void **state)
{
	static char names[64][32];
	size_t i;

	(void)state;
	for (i = 0; i < 64 - 5; i++) {
		snprintf(names[i], sizeof(names[i]), "intents/f%zu.yaml", i);
		made_put(&made, names[i], "words: {}");
	}
	made_good(&made);
	made_bad(&made, MORE, "words: {}", MORE ": error: too many files in intents/");
}

/* ------------------------------------------------------------------ references */

static void names_are_needed(void **state)
{
	static const char *const names[] = {"back-trouble", "body-back", "other-part",
		"ask-pronoun", "ask-refer", "pick-first", "pick-second", "pick-third"};
	static const char words[] = MADE_WORDS;
	char text[sizeof(words)], expected[80], *at;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		memcpy(text, words, sizeof(words));
		at = strstr(text, names[i]);
		assert_non_null(at);
		*at = 'X';
		snprintf(expected, sizeof(expected), "intents: error: the name '%s' is not defined",
			names[i]);
		made_bad(&made, "intents/words.yaml", text, expected);
	}
}

static void references(void **state)
{
	static const struct {
		const char *drop, *finding;
	} cases[] = {
		{"responses/treatment/heat.md", "intents/intents.yaml:8:3: error: the answer "
						"responses/treatment/heat.md is "
						"missing"},
		{"responses/flags/fever.md", "intents/flags.yaml:8:3: error: the answer "
					     "responses/flags/fever.md is missing"},
		{"responses/flags/combined.md", "intents/flags.yaml:13:37: error: the answer "
						"responses/flags/combined.md is "
						"missing"},
		{"responses/meta/choices.md", "responses: error: meta/choices.md is missing"},
		{"responses/regions.yaml",
			"responses/regions.yaml: error: there is no region 'default'"},
		{"responses/articles.yaml", "error: there is no article '001' in articles.yaml"},
	};
	struct lumbar_source dropped;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (k = 0; strcmp(made.sources[k].name, cases[i].drop) != 0; k++)
			;
		dropped = made.sources[k];
		made_drop(&made, dropped.name);
		buf_clear(&made.found.text);
		assert_null(made_build(&made));
		if (!strstr(buf_str(&made.found.text), cases[i].finding))
			fail_msg("without %s: %s", cases[i].drop, buf_str(&made.found.text));
		made_put(&made, dropped.name, dropped.data);
	}
	made_bad(&made, "responses/treatment/ice.md",
		MADE_ANSWER("next: [treatment.heat, treatment.hot]\n", "Ice."),
		"responses/treatment/ice.md:1: error: next: there is no intent 'treatment.hot'");
}

/* A finding never shows a line of another file. */
static void carets_are_of_the_file(void **state)
{
	(void)state;
	made_put(&made, "responses/causes/water.md",
		"---\ntitle: T\n# line 3\n# line 4\n# line 5\n# line 6\n# line 7\n# of water\n"
		"sources: ['404']\n---\nWater.\n");
	made_drop(&made, "responses/treatment/heat.md");
	assert_null(made_build(&made));
	assert_non_null(strstr(buf_str(&made.found.text), "there is no article '404'"));
	assert_non_null(strstr(buf_str(&made.found.text), "intents/intents.yaml:8:3: error:"));
	assert_null(strstr(buf_str(&made.found.text), "# of water"));
}

/* The two intents that other parts rely on. */
static void defaults_are_needed(void **state)
{
	(void)state;
	made_bad(&made, "intents/intents.yaml", "topic: [back-trouble]\n",
		"intents: error: the intent 'treatment.overview' is not defined");
	assert_non_null(strstr(buf_str(&made.found.text),
		"intents: error: the intent 'treatment.see-doctor' is not defined"));
}

/* Findings use the path, not the name, where there is one. */
static void paths(void **state)
{
	(void)state;
	made_put(&made, MORE, "nonsense: 1");
	made.sources[made.n - 1].path = "/etc/lumbard/intents/more.yaml";
	made_put(&made, "responses/causes/wine.md", "Wine.");
	made.sources[made.n - 1].path = "over/wine.md";
	assert_null(made_build(&made));
	assert_non_null(strstr(buf_str(&made.found.text),
		"/etc/lumbard/intents/more.yaml:1:1: error: unknown section 'nonsense'"));
	assert_non_null(strstr(buf_str(&made.found.text), "over/wine.md:1:1: error:"));
}

static void nothing_at_all(void **state)
{
	(void)state;
	made.n = 0;
	assert_null(made_build(&made));
	assert_true(made.found.diag.errors > 5);
	content_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(compiles, set_up, tear_down),
		cmocka_unit_test_setup_teardown(order_is_free, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_that_an_overlay_lacks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sources_may_go, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sections_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(most_gates, set_up, tear_down),
		cmocka_unit_test_setup_teardown(most_files, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_are_needed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(references, set_up, tear_down),
		cmocka_unit_test_setup_teardown(carets_are_of_the_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(defaults_are_needed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(paths, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_at_all, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
