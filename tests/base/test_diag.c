/* Tests of src/base/diag.c. */
#include "base/diag.h"

#include <stdio.h>

#include "base/findings.h"

static struct findings found;

static int set_up(void **state)
{
	(void)state;
	findings_open(&found);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	findings_close(&found);
	return 0;
}

static void source(const char *text)
{
	diag_source(&found.diag, text, strlen(text));
}

/* The finding "why" at that place reads so. */
static void reads(unsigned line, unsigned col, const char *expected)
{
	diag_error(&found.diag, ((struct diag_place){"f", line, col}), "why");
	assert_string_equal(buf_str(&found.text), expected);
	buf_clear(&found.text);
}

static void places(void **state)
{
	(void)state;
	reads(0, 0, "f: error: why\n");
	reads(3, 0, "f:3: error: why\n");
	reads(3, 7, "f:3:7: error: why\n");
	reads(0, 7, "f: error: why\n");
	diag_error(&found.diag, ((struct diag_place){NULL, 1, 2}), "%d %s", 5, "x");
	assert_string_equal(buf_str(&found.text), "?:1:2: error: 5 x\n");
}

static void levels(void **state)
{
	struct diag silent = {0};
	const struct diag_place at = {"f", 0, 0};

	(void)state;
	diag_warning(&found.diag, at, "a");
	diag_error(&found.diag, at, "b");
	diag_warning(&found.diag, at, "c");
	assert_string_equal(buf_str(&found.text), "f: warning: a\nf: error: b\nf: warning: c\n");
	assert_int_equal(found.diag.errors, 1);
	assert_int_equal(found.diag.warnings, 2);
	diag_error(&silent, at, "%s", "counted only");
	assert_int_equal(silent.errors, 1);
}

static void carets(void **state)
{
	(void)state;
	source("one\n\ntwo");
	reads(1, 1, "f:1:1: error: why\n  one\n  ^\n");
	reads(1, 3, "f:1:3: error: why\n  one\n    ^\n");
	reads(2, 1, "f:2:1: error: why\n  \n  ^\n");
	reads(3, 2, "f:3:2: error: why\n  two\n   ^\n");
	/* behind the end of the line */
	reads(3, 6, "f:3:6: error: why\n  two\n       ^\n");
	/* lines that are not there */
	reads(4, 1, "f:4:1: error: why\n");
	reads(4000000000u, 1, "f:4000000000:1: error: why\n");
	reads(1, 4000000000u, "f:1:4000000000: error: why\n");
	reads(1, 0, "f:1: error: why\n");
	source("");
	reads(1, 1, "f:1:1: error: why\n  \n  ^\n");
	source("one\n");
	reads(2, 1, "f:2:1: error: why\n  \n  ^\n");
	diag_source(&found.diag, NULL, 5);
	reads(1, 1, "f:1:1: error: why\n");
}

/* Columns count bytes; on the screen a character takes one place. */
static void carets_under_characters(void **state)
{
	(void)state;
	source("\xc3\xa9\xe6\x97\xa5 x");
	reads(1, 7, "f:1:7: error: why\n  \xc3\xa9\xe6\x97\xa5 x\n     ^\n");
	/* bytes that are no character take one each */
	source("\xff\xe6\x97x");
	reads(1, 4, "f:1:4: error: why\n  \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx\n     ^\n");
}

/* Nothing that a terminal would act on comes through. */
static void controls(void **state)
{
	(void)state;
	source("a\x1b[31m\tb\x7f\xc2\x9b"
	       "c");
	reads(1, 12, "f:1:12: error: why\n  a [31m b  c\n            ^\n");
	source("a");
	diag_error(&found.diag, ((struct diag_place){"f", 0, 0}), "key '%s'",
		"x\n\x1b[1m\x7f\xc2\x85");
	assert_string_equal(buf_str(&found.text), "f: error: key 'x?"
						  "?[1m?"
						  "?'\n");
}

static void long_lines(void **state)
{
	char text[1000], expected[400];

	(void)state;
	memset(text, 'x', sizeof(text));
	diag_source(&found.diag, text, sizeof(text));
	diag_error(&found.diag, ((struct diag_place){"f", 1, 160}), "why");
	snprintf(expected, sizeof(expected), "f:1:160: error: why\n  %.160s\n  %159s^\n", text, "");
	assert_string_equal(buf_str(&found.text), expected);
	buf_clear(&found.text);
	reads(1, 161, "f:1:161: error: why\n");
	/* a character is not cut in two */
	memset(text, 'x', 159);
	memcpy(text + 159, "\xc3\xa9", 2);
	diag_error(&found.diag, ((struct diag_place){"f", 1, 1}), "why");
	snprintf(expected, sizeof(expected), "f:1:1: error: why\n  %.159s\n  ^\n", text);
	assert_string_equal(buf_str(&found.text), expected);
}

/* Whatever is too long is cut: the finding is still one line with all its parts. */
static void long_messages(void **state)
{
	char text[5000];
	const char *end;

	(void)state;
	memset(text, 'm', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	diag_error(&found.diag, ((struct diag_place){"f", 1, 2}), "%s", text);
	assert_int_equal(found.text.len, strlen("f:1:2: error: ") + 1023 + 1);
	assert_int_equal(found.text.data[found.text.len - 1], '\n');
	buf_clear(&found.text);
	diag_error(&found.diag, ((struct diag_place){text, 1, 2}), "why");
	end = strstr(buf_str(&found.text), ":1:2: error: why\n");
	assert_non_null(end);
	assert_string_equal(end, ":1:2: error: why\n");
	assert_int_equal(found.text.data[0], 'm');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(places, set_up, tear_down),
		cmocka_unit_test_setup_teardown(levels, set_up, tear_down),
		cmocka_unit_test_setup_teardown(carets, set_up, tear_down),
		cmocka_unit_test_setup_teardown(carets_under_characters, set_up, tear_down),
		cmocka_unit_test_setup_teardown(controls, set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_lines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(long_messages, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("base/diag", tests, NULL, NULL);
}
