/*
 * The numbers in replies: with the content that is shipped, every reply carries its region's numbers and
 * never another's.  The numbers stand here once more, so that an edit of regions.yaml has to be meant.
 */
#include <ctype.h>
#include <stdio.h>

#include "core/content_real.h"

#define NUMBERS_MAX 8
#define DIGITS_MAX 32
#define REPLY_SIZE 16384
#define ELSEWHERE " (elsewhere: your local emergency number)"

/* The first of the numbers is the emergency number. */
static const struct region {
	const char *id;
	const char *emergency; /* as it is said */
	const char *urgent;
	const char *crisis;
	const char *poison;
	const char *numbers[NUMBERS_MAX];
} regions[] = {
	{"uk", "999 or 112", "NHS 111", "116 123", "NHS 111",
		{"999", "112", "111", "116123", "85258"}},
	{"us", "911", "nurse line", "988", "1-800-222-1222", {"911", "988", "18002221222"}},
	{"ca", "911", "811", "9-8-8", "1-844-764-7669", {"911", "811", "988", "18447647669"}},
	{"ie", "112 or 999", "out-of-hours GP", "116 123", "01 809 2166",
		{"112", "999", "116123", "018092166"}},
	{"eu", "112", "116 117", "116 123", "112", {"112", "116117", "116123"}},
	{"au", "000, or 112", "1800 022 222", "13 11 14", "13 11 26",
		{"000", "112", "1800022222", "131114", "131126"}},
	{"nz", "111", "0800 611 116", "1737", "0800 764 766",
		{"111", "0800611116", "1737", "0800764766"}},
	{"default", "your local emergency number", "a doctor", "your local crisis line",
		"your local poison centre", {NULL}},
};

static const enum lumbar_format formats[] = {LUMBAR_PLAIN, LUMBAR_DISCORD, LUMBAR_HTML};

static struct lumbar_content *content;
static char reply[REPLY_SIZE];

static int set_up(void **state)
{
	(void)state;
	content = real_content();
	return content ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	lumbar_content_destroy(content);
	return 0;
}

static void write_reply(
	const struct lumbar_verdict *v, const char *region, enum lumbar_format format)
{
	assert_true(
		lumbar_reply(content, v, &(struct lumbar_style){.format = format, .region = region},
			reply, sizeof(reply)) > 0);
}

/* The next number at or behind *at, its digits only; false at the end.  *at is left behind it. */
static bool next_number(const char **at, char digits[DIGITS_MAX])
{
	const char *c = *at + strcspn(*at, "0123456789");
	size_t n = 0;

	if (!*c)
		return false;
	for (;; c++) {
		if (isdigit((unsigned char)*c) && n + 1 < DIGITS_MAX)
			digits[n++] = *c;
		else if (!((*c == ' ' || *c == '-') && isdigit((unsigned char)c[1])))
			break;
	}
	digits[n] = '\0';
	*at = c;
	return true;
}

static bool has_number(const struct region *region, const char *digits)
{
	size_t i;

	for (i = 0; i < NUMBERS_MAX && region->numbers[i]; i++) {
		if (strcmp(region->numbers[i], digits) == 0)
			return true;
	}
	return false;
}

/* No number of three digits or more stands in the reply that is not the region's. */
static void no_strange_number(const struct region *region)
{
	const char *at = reply;
	char digits[DIGITS_MAX];

	while (next_number(&at, digits)) {
		if (strlen(digits) >= 3 && !has_number(region, digits))
			fail_msg("region %s: '%s' in\n%s", region->id, digits, reply);
	}
}

/* What stands in the slots of a text is the region's, as often as the text has the slots. */
static void slots_are_filled(const struct region *region, const struct answer *a)
{
	static const char *const slots[] = {"{emergency}", "{urgent}", "{crisis}", "{poison}"};
	const char *said[] = {region->emergency, region->urgent, region->crisis, region->poison};
	size_t i;

	assert_null(strchr(reply, '{'));
	for (i = 0; i < REAL_COUNT(slots); i++) {
		if (strstr(a->body, slots[i]) && !strstr(reply, said[i]))
			fail_msg(
				"region %s, %s: no '%s' in\n%s", region->id, a->id, said[i], reply);
	}
}

/* The gravest thing to do, and whom to call, stand in the first line. */
static void first_line_acts(
	const struct region *region, enum lumbar_tier tier, enum lumbar_format format)
{
	char line[REPLY_SIZE];

	snprintf(line, sizeof(line), "%.*s", (int)real_first_line(reply, format), reply);
	if (tier == LUMBAR_TIER_EMERGENCY) {
		assert_non_null(strstr(line, region->emergency));
		assert_int_equal(
			strstr(line, ELSEWHERE) != NULL, strcmp(region->id, "default") != 0);
	} else if (tier == LUMBAR_TIER_URGENT) {
		assert_true(strstr(line, region->urgent) || strstr(line, region->emergency));
	} else {
		assert_non_null(strstr(line, "doctor"));
	}
}

/* Every reply that some flag, or some combination of flags, leads to, in every region and format. */
static void each_flag_reply(void (*look)(
	const struct region *region, const struct answer *a, enum lumbar_format format))
{
	const struct answer *a;
	struct lumbar_verdict v;
	size_t i, k, seen = 0;

	for (a = answers_first(content->answers); a; a = a->following) {
		if (strncmp(a->id, "flags/", 6) != 0)
			continue;
		v = real_escalation(content, a->id);
		for (i = 0; i < REAL_COUNT(regions); i++) {
			for (k = 0; k < REAL_COUNT(formats); k++) {
				write_reply(&v, regions[i].id, formats[k]);
				look(&regions[i], a, formats[k]);
			}
		}
		seen++;
	}
	assert_true(seen > content->flags->count); /* one more at least: flags/combined */
}

static void look_at_numbers(
	const struct region *region, const struct answer *a, enum lumbar_format format)
{
	no_strange_number(region);
	slots_are_filled(region, a);
	first_line_acts(region, a->tier, format);
}

static void flags_name_their_region(void **state)
{
	(void)state;
	each_flag_reply(look_at_numbers);
}

/* ------------------------------------------------------------------ 111 */

/* 111 is the emergency number of New Zealand, and advice that can wait in the United Kingdom. */
static void look_at_111(
	const struct region *region, const struct answer *a, enum lumbar_format format)
{
	const char *at = reply, *from;
	char digits[DIGITS_MAX];
	bool uk = strcmp(region->id, "uk") == 0, nz = strcmp(region->id, "nz") == 0;

	if (!uk)
		assert_null(strstr(reply, "NHS"));
	/* whom to call first in an emergency is never 111 there; about a poisoning it is */
	if (uk && a->tier == LUMBAR_TIER_EMERGENCY && !strstr(a->body, "{poison}"))
		assert_true(!strstr(reply, "111") || strstr(reply, "999") < strstr(reply, "111"));
	if (!uk && !nz)
		assert_null(strstr(reply, " 111"));
	if (nz) {
		assert_null(strstr(reply, "999"));
		assert_null(strstr(reply, "112"));
	}
	while (next_number(&at, digits)) {
		if (strcmp(digits, "111") != 0)
			continue;
		from = at - strlen("111");
		/* what is said in the UK is always "NHS 111", what is said in New Zealand to call it */
		assert_true(from - reply >= 5);
		if (uk)
			assert_memory_equal(from - 4, "NHS ", 4);
		else if (memcmp(from - 5, "call ", 5) != 0)
			assert_memory_equal(from - 5, "Call ", 5);
	}
	(void)format;
}

static void never_swapped_111(void **state)
{
	(void)state;
	each_flag_reply(look_at_111);
}

/* The same from a person's words on, in the two regions whose numbers look alike. */
static void emergency_in_uk_and_nz(void **state)
{
	static const char text[] = "both my legs went numb and i cant pee";
	static const char advice[] = "my foot is numb";
	struct lumbar_engine *e = lumbar_engine_create(content);
	struct lumbar_message m = {.text = text, .len = sizeof(text) - 1};
	struct lumbar_verdict v;

	(void)state;
	assert_non_null(e);
	lumbar_read(e, &m, NULL, &v);
	assert_int_equal(v.tier, LUMBAR_TIER_EMERGENCY);
	write_reply(&v, "nz", LUMBAR_PLAIN);
	assert_non_null(strstr(reply, "Call 111" ELSEWHERE " now"));
	write_reply(&v, "uk", LUMBAR_PLAIN);
	assert_non_null(strstr(reply, "Call 999 or 112" ELSEWHERE " now"));
	assert_null(strstr(reply, "111"));
	m.text = advice;
	m.len = sizeof(advice) - 1;
	lumbar_read(e, &m, NULL, &v);
	assert_int_equal(v.tier, LUMBAR_TIER_URGENT);
	write_reply(&v, "uk", LUMBAR_PLAIN);
	assert_memory_equal(reply, "Get help today from NHS 111.", 28);
	write_reply(&v, "nz", LUMBAR_PLAIN);
	assert_memory_equal(reply, "Get help today from Healthline on 0800 611 116.", 47);
	lumbar_engine_destroy(e);
}

/* ------------------------------------------------------------------ other replies */

/* Answers and shared texts, which name numbers too. */
static void answers_name_their_region(void **state)
{
	struct lumbar_verdict v;
	size_t i, k, f;

	(void)state;
	for (i = 0; i < content->intents->count; i++) {
		v = (struct lumbar_verdict){.action = LUMBAR_ANSWER,
			.n_intents = 1,
			.intents = {content->intents->list[i].id},
			.negated_flags = i % 2};
		if (!content->intents->list[i].answer)
			v = (struct lumbar_verdict){
				.action = LUMBAR_FALLBACK, .reply_id = "meta/uncovered"};
		for (k = 0; k < REAL_COUNT(regions); k++) {
			for (f = 0; f < REAL_COUNT(formats); f++) {
				write_reply(&v, regions[k].id, formats[f]);
				no_strange_number(&regions[k]);
				assert_null(strchr(reply, '{'));
			}
		}
	}
}

/* An answer that goes with a flag brings no number of its own. */
static void flag_with_answers(void **state)
{
	struct lumbar_verdict v = real_escalation(content, "flags/numbness");
	size_t k, f;

	(void)state;
	v.n_intents = 2;
	v.intents[0] = content->report->id;
	v.intents[1] = content->worry->id;
	for (k = 0; k < REAL_COUNT(regions); k++) {
		for (f = 0; f < REAL_COUNT(formats); f++) {
			write_reply(&v, regions[k].id, formats[f]);
			no_strange_number(&regions[k]);
			first_line_acts(&regions[k], v.tier, formats[f]);
		}
	}
}

/* A region that nobody knows gets words, not somebody's number. */
static void unknown_regions(void **state)
{
	static const char *const unknown[] = {
		NULL, "", "UK", "uk ", "u", "ukraine", "nz/uk", "{uk}"};
	struct lumbar_verdict v = real_escalation(content, "flags/saddle-numbness");
	char expected[REPLY_SIZE];
	size_t i;

	(void)state;
	write_reply(&v, "default", LUMBAR_PLAIN);
	memcpy(expected, reply, sizeof(expected));
	assert_null(strpbrk(reply, "0123456789"));
	for (i = 0; i < REAL_COUNT(unknown); i++) {
		write_reply(&v, unknown[i], LUMBAR_PLAIN);
		assert_string_equal(reply, expected);
		assert_false(unknown[i] && lumbar_region_known(content, unknown[i]));
	}
	for (i = 0; i < REAL_COUNT(regions); i++)
		assert_true(lumbar_region_known(content, regions[i].id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flags_name_their_region),
		cmocka_unit_test(never_swapped_111),
		cmocka_unit_test(emergency_in_uk_and_nz),
		cmocka_unit_test(answers_name_their_region),
		cmocka_unit_test(flag_with_answers),
		cmocka_unit_test(unknown_regions),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
