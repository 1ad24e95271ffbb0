/* Tests of src/core/pattern.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

#include "core/pattern.c" /* NOLINT: compiled in, so that its memory can run short */

static struct pattern_matcher *matcher;

static int set_up(void **state)
{
	(void)state;
	matcher = pattern_matcher_create();
	return matcher ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	pattern_matcher_destroy(matcher);
	return 0;
}

static struct pattern *compiled(const char *source)
{
	struct pattern_error error;
	struct pattern *p = pattern_create(source, strlen(source), &error);

	if (!p)
		print_error("%s: %s\n", source, error.why);
	assert_non_null(p);
	return p;
}

/* Looks in a subject in memory of exactly its size. */
static enum pattern_result match(
	const struct pattern *p, const char *text, size_t len, size_t from, size_t span[2])
{
	char *exact = malloc(len ? len : 1);
	enum pattern_result result;

	assert_non_null(exact);
	memcpy(exact, text, len);
	result = pattern_match(p, matcher, exact, len, from, span);
	free(exact);
	return result;
}

static void refused(void **state)
{
	static const char *const bad[] = {
		"(", "ab)", "[a", "a{2,1}", "*", "(?<=a*)b", "\\C", "\\", "\xff", "ab\xc3"};
	struct pattern_error error;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		memset(&error, 0xff, sizeof(error));
		assert_null(pattern_create(bad[i], strlen(bad[i]), &error));
		assert_non_null(memchr(error.why, '\0', sizeof(error.why)));
		assert_true(strlen(error.why) > 5);
		assert_true(error.at <= strlen(bad[i]));
	}
	assert_null(pattern_create("ab)", 3, &error));
	assert_int_equal(error.at, 2);
	pattern_destroy(NULL);
	pattern_matcher_destroy(NULL);
}

/* Only the len bytes belong to the expression. */
static void source_has_a_length(void **state)
{
	struct pattern_error error;
	struct pattern *p = pattern_create("leg(((", 3, &error);
	size_t span[2];

	(void)state;
	assert_non_null(p);
	assert_int_equal(match(p, "my leg", 6, 0, span), PATTERN_MATCH);
	pattern_destroy(p);
	p = pattern_create("a\0b", 3, &error);
	assert_non_null(p);
	assert_int_equal(match(p, "xa\0b", 4, 0, span), PATTERN_MATCH);
	assert_int_equal(span[0], 1);
	pattern_destroy(p);
}

static void matches(void **state)
{
	static const struct {
		const char *source;
		const char *text;
		size_t from;
		enum pattern_result result;
		size_t span[2];
	} cases[] = {
		{"leg", "my leg", 0, PATTERN_MATCH, {3, 6}},
		{"leg", "leg leg", 1, PATTERN_MATCH, {4, 7}},
		{"leg", "leg", 1, PATTERN_NONE, {0, 0}},
		{"leg", "", 0, PATTERN_NONE, {0, 0}},
		{"leg", "leg", 3, PATTERN_NONE, {0, 0}},
		{"a?", "b", 1, PATTERN_MATCH, {1, 1}},
		/* what stands before `from` is seen by what looks back */
		{"(?<!\\S)leg", "xleg", 1, PATTERN_NONE, {0, 0}},
		{"(?<=my )leg", "my leg", 3, PATTERN_MATCH, {3, 6}},
		/* letters are those of Unicode */
		{"\\w+", "\xc3\xa9t\xc3\xa9 x", 0, PATTERN_MATCH, {0, 5}},
		{"^.$", "\xe6\xbc\xa2", 0, PATTERN_MATCH, {0, 3}},
		{"\\d", "\xd9\xa3", 0, PATTERN_MATCH, {0, 2}},
		/* one span, whatever groups there are */
		{"(m)(y) (l)", "my leg", 0, PATTERN_MATCH, {0, 4}},
		{"Leg", "leg", 0, PATTERN_NONE, {0, 0}},
	};
	struct pattern *p;
	size_t i, span[2];

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		p = compiled(cases[i].source);
		assert_int_equal(
			match(p, cases[i].text, strlen(cases[i].text), cases[i].from, span),
			cases[i].result);
		if (cases[i].result == PATTERN_MATCH)
			assert_memory_equal(span, cases[i].span, sizeof(span));
		pattern_destroy(p);
	}
}

/* What costs too much is neither a match nor none. */
static void limits(void **state)
{
	static const char wall[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	struct pattern *p = compiled("(a+)+[bd]"), *cheap = compiled("a{1,50}$");
	size_t span[2];

	(void)state;
	assert_int_equal(match(p, wall, 50, 0, span), PATTERN_LIMIT);
	assert_int_equal(match(cheap, wall, 50, 0, span), PATTERN_MATCH);
	/* the next call begins anew */
	assert_int_equal(match(p, "aab", 3, 0, span), PATTERN_MATCH);
	pattern_matcher_limit(matcher, 1);
	assert_int_equal(match(p, "aaaac", 5, 0, span), PATTERN_LIMIT);
	pattern_matcher_limit(matcher, PATTERN_LIMIT_DEFAULT);
	assert_int_equal(match(p, "aaaac", 5, 0, span), PATTERN_NONE);
	pattern_destroy(p);
	pattern_destroy(cheap);
}

/* Groups within groups over a whole window need more stack than there is at first. */
static void deep(void **state)
{
	struct pattern *p = compiled("(?:(a|b)|(c))*d");
	char text[PATTERN_SUBJECT_MAX];
	size_t span[2];

	(void)state;
	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = 'd';
	assert_int_equal(match(p, text, sizeof(text), 0, span), PATTERN_MATCH);
	assert_int_equal(span[0], 0);
	assert_int_equal(span[1], sizeof(text));
	pattern_destroy(p);
}

static void shared(void **state)
{
	struct pattern_matcher *other = pattern_matcher_create();
	struct pattern *p = compiled("a+");
	size_t span[2], theirs[2];

	(void)state;
	assert_non_null(other);
	assert_int_equal(match(p, "xaa", 3, 0, span), PATTERN_MATCH);
	assert_int_equal(pattern_match(p, other, "a", 1, 0, theirs), PATTERN_MATCH);
	assert_int_equal(span[1], 3);
	assert_int_equal(theirs[1], 1);
	pattern_matcher_destroy(other);
	pattern_destroy(p);
}

static void no_memory(void **state)
{
	struct pattern_error error;

	(void)state;
	memory_left = 0;
	assert_null(pattern_create("leg", 3, &error));
	assert_string_equal(error.why, "out of memory");
	assert_null(pattern_matcher_create());
	memory_left = MEMORY_PLENTY;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(source_has_a_length, set_up, tear_down),
		cmocka_unit_test_setup_teardown(matches, set_up, tear_down),
		cmocka_unit_test_setup_teardown(limits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(deep, set_up, tear_down),
		cmocka_unit_test_setup_teardown(shared, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_memory, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("core/pattern", tests, NULL, NULL);
}
