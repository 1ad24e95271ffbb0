/* Tests of src/core/lint.c: each finding once, at its place, and once not. */
#include "core/lint.h"

#include <stdio.h>

#include "core/content_made.h"

#define MORE "intents/more.yaml"

static struct made made;

static int set_up(void **state)
{
	(void)state;
	made_open(&made);
	made_put(&made, "responses/flags/apple.md", MADE_FLAG("urgent", "**Get {urgent}.**"));
	made_put(&made, "responses/apple.md", MADE_CITED("Apple."));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	made_close(&made);
	return 0;
}

/* What is found wrong with the content when this file is part of it. */
static const char *lint(const char *text)
{
	buf_clear(&made.found.text);
	made_put(&made, MORE, text);
	made_good(&made);
	lint_content(made.content, &made.found.diag);
	return buf_str(&made.found.text);
}

/* With `bad` the finding is there, its place and all; with `good` its words are not. */
struct pair {
	const char *good, *bad;
	const char *finding; /* behind the file's name */
};

static void look_at(const struct pair *pairs, size_t n)
{
	char line[512];
	const char *words;
	size_t i;

	for (i = 0; i < n; i++) {
		snprintf(line, sizeof(line), MORE "%s\n", pairs[i].finding);
		if (!strstr(lint(pairs[i].bad), line))
			fail_msg("%s\nlacks the finding\n%s\nin\n%s", pairs[i].bad, line,
				buf_str(&made.found.text));
		words = strstr(strstr(pairs[i].finding, ": ") + 2, ": ") + 2;
		if (strstr(lint(pairs[i].good), words))
			fail_msg("%s\nhas the finding\n%s", pairs[i].good,
				buf_str(&made.found.text));
	}
}

/* ------------------------------------------------------------------ examples */

#define APPLE "words: {apple: [apple]}\n"
#define INTENT APPLE "intents:\n  apple:\n    ask: [apple]\n    strong: true\n"
#define SONG APPLE "intents:\n  apple:\n    ask: [apple]\n    covered: false\n    strong: true\n"

static void intents(void **state)
{
	static const struct pair pairs[] = {
		{INTENT "    examples: [what apple]\n",
			INTENT "    examples: [what apple, what song]\n",
			":6:28: error: this example of apple is understood as nothing (fallback)"},
		{INTENT "    examples: ['does apple help?']\n",
			INTENT "    examples:\n      - does heat help my back?\n",
			":7:9: error: this example of apple is understood as treatment.heat "
			"(answer)"},
		{INTENT "    examples: [apple]\n", INTENT "    examples: [numb leg]\n",
			":6:16: error: this example of apple is understood as numbness (escalate)"},
		/* the first question counts */
		{INTENT "    examples: ['apple? heat?']\n",
			INTENT "    examples: ['apple? does heat help?']\n",
			":6:16: error: this example of apple is understood as treatment.heat "
			"(answer)"},
		/* one that is not covered is fallen back on */
		{SONG "    examples: [what apple]\n", SONG "    examples: [does heat help?]\n",
			":7:16: error: this example of apple is understood as treatment.heat "
			"(answer)"},
		{INTENT "    examples: [apple]\n    counter-examples: [song, banana]\n",
			INTENT "    examples: [apple]\n    counter-examples: [song, apple]\n",
			":7:30: error: this counter-example of apple is understood as one"},
		/* a counter-example may be answered, by another */
		{INTENT "    counter-examples: [does heat help]\n",
			INTENT "    counter-examples: ['does heat help? apple?']\n",
			":6:24: error: this counter-example of apple is understood as one"},
		{INTENT "    examples: [apple]\n", INTENT, ":3:3: warning: apple has no examples"},
		{INTENT "    examples: [apple]\n", INTENT "    examples: []\n",
			":3:3: warning: apple has no examples"},
		{INTENT "    examples: [apple]\n", INTENT "    examples: apple\n",
			":6:15: error: a list of examples is expected here"},
	};

	(void)state;
	look_at(pairs, sizeof(pairs) / sizeof(pairs[0]));
}

#define FLAG APPLE "flags:\n  apple:\n    tier: urgent\n    rules: [apple]\n"
#define MILD                                                                                       \
	APPLE "flags:\n  apple:\n    tier: urgent\n    rules: [{rule: apple, tier: see-doctor}]\n"

static void flags(void **state)
{
	static const struct pair pairs[] = {
		{FLAG "    examples: [apple, an apple]\n", FLAG "    examples: [apple, no apple]\n",
			":6:23: error: this example of the red flag apple is understood as nothing "
			"(none)"},
		{FLAG "    examples: [apple]\n", FLAG "    examples: [numb groin]\n",
			":6:16: error: this example of the red flag apple is understood as saddle "
			"(emergency)"},
		/* found, and taken less seriously than the flag is */
		{FLAG "    examples: [apple]\n", MILD "    examples: [apple]\n",
			":6:16: error: this example of the red flag apple is understood as apple "
			"(see-doctor)"},
		/* beside a graver one it counts */
		{FLAG "    examples: [numb groin and apple]\n", FLAG "    examples: [numb groin]\n",
			":6:16: error: this example of the red flag apple is understood as saddle "
			"(emergency)"},
		{FLAG "    examples: [apple]\n    counter-examples: [no apple]\n",
			FLAG "    examples: [apple]\n    counter-examples: [no apple, my apple]\n",
			":7:34: error: this counter-example of the red flag apple raises it"},
		{FLAG "    examples: [apple]\n", FLAG, ":3:3: warning: apple has no examples"},
		{FLAG "    examples: [apple]\n", FLAG "    examples: []\n",
			":3:3: warning: apple has no examples"},
		{FLAG "    counter-examples: [no apple]\n", FLAG "    counter-examples: no apple\n",
			":6:23: error: a list of examples is expected here"},
	};

	(void)state;
	look_at(pairs, sizeof(pairs) / sizeof(pairs[0]));
}

/* An example may say where it is written. */
static void channels(void **state)
{
	static const struct pair pairs[] = {
		{INTENT "    examples: [{text: 'does apple help my back?', channel: ambient}]\n",
			INTENT "    examples: [{text: does apple help?, channel: ambient}]\n",
			":6:16: error: this example of apple is understood as nothing (ignore)"},
		{INTENT "    examples: [{text: does apple help?, channel: faq}]\n",
			INTENT "    examples: [{text: does apple help?, channel: ambient}]\n",
			":6:16: error: this example of apple is understood as nothing (ignore)"},
		{INTENT "    counter-examples: [{text: does apple help?, channel: ambient}]\n",
			INTENT
			"    counter-examples: [{text: does apple help?, channel: direct}]\n",
			":6:24: error: this counter-example of apple is understood as one"},
		{INTENT "    examples: [apple]\n", INTENT "    examples: [apple, {channel: faq}]\n",
			":6:23: error: an example is a text, or {text: ..., channel: ...}"},
		{INTENT "    examples: [{text: apple}]\n", INTENT "    examples: [[apple]]\n",
			":6:16: error: an example is a text, or {text: ..., channel: ...}"},
		{INTENT "    examples: [{text: apple}]\n",
			INTENT "    examples: [{text: [apple]}]\n",
			":6:16: error: an example is a text, or {text: ..., channel: ...}"},
		{INTENT "    examples: [apple]\n", INTENT "    examples: [apple, '']\n",
			":6:23: error: an example is a text, or {text: ..., channel: ...}"},
		{FLAG "    counter-examples: [no apple]\n", FLAG "    counter-examples: [{}]\n",
			":6:24: error: an example is a text, or {text: ..., channel: ...}"},
		/* a channel that there is not would be read as another */
		{INTENT "    examples: [{text: apple, channel: direct}]\n",
			INTENT "    examples: [{text: apple, channel: ambiant}]\n",
			":6:16: error: an example's channel is direct, faq or ambient"},
		{INTENT "    examples: [{text: apple, channel: direct}]\n",
			INTENT "    examples: [{text: apple, channel: [faq]}]\n",
			":6:16: error: an example's channel is direct, faq or ambient"},
	};

	(void)state;
	look_at(pairs, sizeof(pairs) / sizeof(pairs[0]));
}

/* ------------------------------------------------------------------ names and costs */

static void names(void **state)
{
	static const struct pair pairs[] = {
		{"words:\n  pear: [pear]\n  plum: ['{pear}']\ntopic: [plum]\n",
			"words:\n  pear: [pear]\n  plum: [plum]\ntopic: [plum]\n",
			":2:3: warning: 'pear' is not used by any phrase or rule"},
		/* what only rules something out is used */
		{"words:\n  pear: [pear]\ntopic: [back unless pear]\n", "words:\n  pear: [pear]\n",
			":2:3: warning: 'pear' is not used by any phrase or rule"},
		{"words:\n  pear: ['pear \\w+ \\w+ plum']\ntopic: [pear]\n",
			"words:\n  pear: ['pear \\w+ \\w+ \\w+ plum']\ntopic: [pear]\n",
			":2:3: error: 'pear' has a phrase with more than 2 open words (\\w+) in a "
			"row: name the parts, and let a rule say how near they stand"},
	};

	(void)state;
	look_at(pairs, sizeof(pairs) / sizeof(pairs[0]));
}

#define LONG "pearpearpearpearpearpearpearpear"
#define FEW "\\w*\\w*"
#define MANY FEW FEW FEW

static void costs(void **state)
{
	static const struct pair pairs[] = {
		{"words:\n  apple:\n  - '" LONG "|pear " FEW "(x|y)'\ntopic: [apple]\n",
			"words:\n  apple:\n  - '" LONG "|pear " MANY "(x|y)'\ntopic: [apple]\n",
			":2:3: error: 'apple' takes too many steps on a wall of its own words"},
	};

	(void)state;
	look_at(pairs, sizeof(pairs) / sizeof(pairs[0]));
}

/* ------------------------------------------------------------------ as a whole */

/* The answers are looked at too, and lint counts what it finds. */
static void counted(void **state)
{
	unsigned errors, warnings;

	(void)state;
	lint("words: {}");
	errors = made.found.diag.errors;
	warnings = made.found.diag.warnings;
	assert_int_equal(errors, 0);
	assert_true(warnings >= 10 + 7); /* no intent and no flag has an example */
	made_put(&made, "responses/apple.md", MADE_ANSWER("", "Apple @all."));
	lint(INTENT "    examples: [song]\n");
	assert_int_equal(made.found.diag.errors, 3); /* the example, the @, no source */
	assert_non_null(strstr(buf_str(&made.found.text), "responses/apple.md:5:1: error: "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(intents, set_up, tear_down),
		cmocka_unit_test_setup_teardown(flags, set_up, tear_down),
		cmocka_unit_test_setup_teardown(channels, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(costs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(counted, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
