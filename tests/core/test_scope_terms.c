/* Tests of src/core/scope_terms.c. */
#include <stdio.h>

#include "core/content_made.h"
#include "core/scope.h"

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

/* The lexicon has to have every name; the one that it lacks is told. */
static void names_are_needed(void **state)
{
	static const char *const names[] = {"scope-not", "scope-not-after", "scope-if",
		"scope-past", "scope-past-after", "scope-over", "scope-nope", "scope-none",
		"scope-nay", "scope-asked", "scope-able", "scope-answered", "scope-suppose",
		"scope-would", "scope-unreal", "scope-real", "scope-happened", "scope-so",
		"scope-idiom", "scope-end", "scope-new"};
	static const char words[] = MADE_SCOPES;
	char text[sizeof(words)], expected[64], *at;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		memcpy(text, words, sizeof(words));
		snprintf(expected, sizeof(expected), "%s: [", names[i]);
		at = strstr(text, expected);
		assert_non_null(at);
		*at = 'S';
		snprintf(expected, sizeof(expected), "intents: error: the name '%s' is not defined",
			names[i]);
		made_bad(&made, "intents/scopes.yaml", text, expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(names_are_needed, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
