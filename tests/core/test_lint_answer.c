/* Tests of src/core/lint_answer.c: each finding once, at its place, and once not. */
#include "core/lint_answer.h"

#include <stdio.h>

#include "core/content_made.h"

#define HEAT "responses/treatment/heat.md"
#define FEVER "responses/flags/fever.md"

static struct made made;
static char mine[8192]; /* the findings about the file that is looked at */

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

/* What is found wrong with this file when it is one of the answers. */
static const char *lint(const char *name, const char *text)
{
	const char *line, *end;
	size_t n = 0;

	made_put(&made, name, text);
	made_good(&made);
	lint_answers(made.content, &made.found.diag);
	for (line = buf_str(&made.found.text); *line; line = end) {
		end = strchr(line, '\n') + 1;
		if (strncmp(line, name, strlen(name)) != 0)
			continue;
		assert_true(n + (size_t)(end - line) < sizeof(mine));
		memcpy(mine + n, line, (size_t)(end - line));
		n += (size_t)(end - line);
	}
	mine[n] = '\0';
	buf_clear(&made.found.text);
	return mine;
}

/* With `bad` the finding is there, its place and all; with `good` nothing is found. */
static void pair(const char *name, const char *good, const char *bad, const char *finding)
{
	char line[512];

	snprintf(line, sizeof(line), "%s%s\n", name, finding);
	if (!strstr(lint(name, bad), line))
		fail_msg("%s\nlacks the finding\n%s\nin\n%s", bad, line, mine);
	if (*lint(name, good))
		fail_msg("%s\nhas the finding\n%s", good, mine);
}

/* Front matter of five lines: the body begins in line 6. */
static void markup(void **state)
{
	static const struct {
		const char *body, *finding;
	} cases[] = {
		{"# Heat", ":6:1: error: a heading"},
		{"Heat.\n\n![x](y)", ":8:1: error: an image"},
		{"Heat.\n\n[x](http://y)", ":8:1: error: a link"},
		{"> Heat.", ":6:1: error: a quote"},
		{"Heat.\n\n    Code.", ":8:1: error: code"},
		{"Heat.\nOr `x`.", ":7:1: error: code"},
		{"Heat <b>x</b>.", ":6:1: error: HTML"},
		{"<b>\nx\n</b>", ":6:1: error: HTML"},
	};
	char text[256], line[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text), MADE_CITED("%s"), cases[i].body);
		snprintf(line, sizeof(line),
			HEAT "%s: not every platform can show it, write plain words\n",
			cases[i].finding);
		if (!strstr(lint(HEAT, text), line))
			fail_msg("%s\nlacks\n%s\nin\n%s", text, line, mine);
	}
	assert_string_equal(lint(HEAT, MADE_CITED("Heat **it**, *now*.\n\n- a\n- b\n\n1. c")), "");
}

static void signs(void **state)
{
	(void)state;
	pair(HEAT, MADE_CITED("Heat."), MADE_CITED("Heat @all."),
		":6:1: error: an answer must not hold @: it could notify people");
	pair(HEAT,
		MADE_CITED("Do it now. Do it now. Do it now. Do it now. Do it now. Go to "
			   "{hospital}. Do it now. Ask {urgent}. Do it now. Ask {crisis}. Do it "
			   "now. Ask {poison}. Do it now. Ask {emergency}."),
		MADE_CITED("Heat {hopital}."),
		":6:1: error: there is no such slot: {emergency}, {urgent}, {crisis}, {poison} and "
		"{hospital} are filled");
	pair(HEAT, MADE_CITED("Heat."), MADE_CITED("Heat {emergency"),
		":6:1: error: there is no such slot: {emergency}, {urgent}, {crisis}, {poison} and "
		"{hospital} are filled");
	pair(HEAT, MADE_CITED("Heat."), MADE_CITED("Heat {{emergency}}."),
		":6:1: error: there is no such slot: {emergency}, {urgent}, {crisis}, {poison} and "
		"{hospital} are filled");
}

static void sources_and_reviews(void **state)
{
	(void)state;
	pair(HEAT, MADE_CITED("Heat."), MADE_ANSWER("", "Heat."),
		":5:1: error: the answer names no source");
	pair(HEAT, MADE_CITED("Heat."), MADE_ANSWER("sources: []\n", "Heat."),
		":6:1: error: the answer names no source");
	pair(HEAT, MADE_CITED("Heat."), "---\ntitle: T\nsources: ['001']\n---\nHeat.\n",
		":5:1: warning: the answer does not say when it was reviewed");
	/* shared texts and red-flag replies have no article */
	assert_string_equal(lint("responses/meta/hello.md", MADE_ANSWER("", "Do it.")), "");
	assert_string_equal(lint(FEVER, MADE_FLAG("urgent", "**{urgent}.**")), "");
}

/* Writes n times the word, as sentences of at most `per` words. */
static void write_words(char *out, const char *word, size_t n, size_t per)
{
	size_t i;

	out += sprintf(out, "---\ntitle: T\nreviewed: 2026-01-01\nsources: ['001']\n---\n");
	for (i = 1; i <= n; i++)
		out += sprintf(out, "%s%s", word, i == n || i % per == 0 ? ". " : " ");
	sprintf(out - 1, "\n");
}

static void lengths(void **state)
{
	static char good[4096], bad[4096];

	(void)state;
	/* 900 characters: a hundred and eighty words of four letters, four of them with a stop */
	write_words(good, "ache", 20, 20);
	write_words(bad, "ache", 21, 21);
	pair(HEAT, good, bad, ":6:1: warning: a sentence has 21 words, 20 are enough");
	/* "ache ... ache. ": 51 characters for each sentence, the last without its blank */
	write_words(good, "ache", 176, 10);
	write_words(bad, "ache", 177, 10);
	pair(HEAT, good, bad, ":6:1: error: the answer has 902 characters, at most 900 are read");
	/* letters are counted, not bytes */
	write_words(good, "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4", 176, 10);
	assert_null(strstr(lint(HEAT, good), "characters"));
	write_words(good, "ache", 20, 10);
	write_words(bad, "deliberation", 20, 10);
	assert_string_equal(lint(HEAT, good), "");
	assert_non_null(strstr(lint(HEAT, bad), HEAT ":6:1: warning: hard to read: grade "));
	assert_non_null(strstr(mine, ", aim at 7 or lower\n"));
}

/* ------------------------------------------------------------------ red-flag replies */

static void flag_replies(void **state)
{
	(void)state;
	pair(FEVER, MADE_FLAG("urgent", "**Get {urgent}.**"), MADE_ANSWER("", "**Get {urgent}.**"),
		":5:1: error: a red-flag reply needs a tier");
	pair(FEVER, MADE_FLAG("emergency", "**Call {emergency}.**\n\nRest."),
		MADE_FLAG("emergency", "**Call.**\n\n{emergency}."),
		":6:1: error: the first line of an emergency reply must hold {emergency}");
	pair(FEVER, MADE_FLAG("urgent", "**Get {urgent}.**\n\nRest."),
		MADE_FLAG("urgent", "**Get.**\n\n{urgent}."),
		":6:1: error: the first line of an urgent reply must hold {urgent}");
	/* the emergency number is more than enough */
	assert_string_equal(lint(FEVER, MADE_FLAG("urgent", "**Call {emergency}.**")), "");
	pair(FEVER, MADE_FLAG("urgent", "**Get {urgent}.**"), MADE_FLAG("urgent", "Get {urgent}."),
		":6:1: error: a red-flag reply begins with what to do, in bold");
	assert_string_equal(
		lint("responses/flags/night.md", MADE_FLAG("see-doctor", "**See a doctor.**")), "");
}

#define SIGNED(more) MADE_FLAG("urgent\n" more, "**{urgent}.**")

static void sign_offs(void **state)
{
	static const char good[] =
		SIGNED("sign-off: Dr. A\nsigned: 2026-01-01\nvalid-until: 2026-06-30");

	(void)state;
	pair(FEVER, good, SIGNED("sign-off: Dr. A\nsigned: 2026-01-01"),
		":5:1: warning: a sign-off says when it was given and until when it holds: signed, "
		"valid-until");
	pair(FEVER, good, SIGNED("sign-off: Dr. A\nsigned: 2026-01-01\nvalid-until: 2025-12-31"),
		":5:1: error: the sign-off ends (2025-12-31) before it was given (2026-01-01)");
	pair(FEVER, SIGNED("sign-off: none"), SIGNED("sign-off: none\nsigned: 2026-01-01"),
		":8:1: warning: it says when it was signed off, and not by whom: sign-off");
}

/* It holds on its last day. */
static void expired(void **state)
{
	(void)state;
	lint(FEVER, SIGNED("sign-off: Dr. A\nsigned: 2026-01-01\nvalid-until: 2026-06-30"));
	lint_answers_dates(made.content, "2026-06-30", &made.found.diag);
	assert_string_equal(buf_str(&made.found.text), "");
	lint_answers_dates(made.content, "2026-07-01", &made.found.diag);
	assert_string_equal(buf_str(&made.found.text),
		FEVER ":7:1: warning: the sign-off by Dr. A was valid until 2026-06-30: have it "
		      "looked at again\n"
		      "  valid-until: 2026-06-30\n  ^\n");
	buf_clear(&made.found.text);
	lint(FEVER, SIGNED("sign-off: none\nvalid-until: 2026-06-30"));
	lint_answers_dates(made.content, "2026-07-01", &made.found.diag);
	assert_string_equal(buf_str(&made.found.text), "");
}

/* A reply that announces less than its flag. */
static void tiers(void **state)
{
	(void)state;
	pair(FEVER, MADE_FLAG("emergency", "**Call {emergency}.**"),
		MADE_FLAG("see-doctor", "**Rest.**"),
		":6:1: error: the flag fever is of tier urgent, its reply of tier see-doctor");
}

/* Writes a red-flag reply whose first line has n bytes as plain text, the slot's included. */
static void write_head(char *out, size_t n, const char *slot, size_t filled)
{
	size_t i;

	out += sprintf(
		out, "---\ntitle: T\nreviewed: 2026-01-01\ntier: emergency\n---\n**%s ", slot);
	for (i = filled + 1; i < n; i++)
		*out++ = i % 5 ? 'a' : i % 50 ? ' ' : '.';
	strcpy(out, "**\n\nRest.\n");
}

/* The first line has to fit in every region, with what it says about elsewhere. */
static void first_line_fits(void **state)
{
	static const char elsewhere[] = " (elsewhere: your local emergency number)";
	static const char local[] = "your local emergency number";
	static char text[2048];
	const size_t filled = sizeof("999") - 1 + sizeof(elsewhere) - 1;

	(void)state;
	write_head(text, LUMBAR_REPLY_MIN - 1, "{emergency}", filled);
	assert_null(strstr(lint(FEVER, text), "the first line has"));
	write_head(text, LUMBAR_REPLY_MIN, "{emergency}", filled);
	assert_non_null(strstr(lint(FEVER, text),
		FEVER ":6:1: error: the first line has 400 bytes in region uk, it must fit 400 on "
		      "every platform\n"));
	assert_non_null(strstr(mine, "400 bytes in region nz"));
	/* where no region is known nothing is said about elsewhere */
	assert_null(strstr(mine, "in region default"));
	write_head(text, LUMBAR_REPLY_MIN, "{emergency}", sizeof(local) - 1);
	assert_non_null(strstr(lint(FEVER, text), "400 bytes in region default"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(markup, set_up, tear_down),
		cmocka_unit_test_setup_teardown(signs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sources_and_reviews, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lengths, set_up, tear_down),
		cmocka_unit_test_setup_teardown(flag_replies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sign_offs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(expired, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tiers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(first_line_fits, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
