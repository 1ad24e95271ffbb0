/* Tests of src/core/reply.c. */
#include "core/reply.h"

#include "base/utf8.h"
#include "core/content_made.h"

#define ELSEWHERE " (elsewhere: your local emergency number)"
#define WHOLE 4096

static struct made made;
static char out[WHOLE];

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

static const struct lumbar_verdict ignored = {.action = LUMBAR_IGNORE};
static const struct lumbar_verdict fallback = {
	.action = LUMBAR_FALLBACK, .reply_id = "meta/fallback"};
static const struct lumbar_verdict urgent = {.action = LUMBAR_ESCALATE,
	.tier = LUMBAR_TIER_URGENT,
	.reply_id = "flags/numbness",
	.n_intents = 2,
	.intents = {"treatment.heat", "treatment.ice"}};
static const struct lumbar_verdict emergency = {.action = LUMBAR_ESCALATE,
	.tier = LUMBAR_TIER_EMERGENCY,
	.reply_id = "flags/saddle",
	.n_intents = 1,
	.intents = {"treatment.heat"},
	.negated_flags = true};
static const struct lumbar_verdict answers = {.action = LUMBAR_ANSWER,
	.n_intents = 3,
	.intents = {"treatment.heat", "causes.posture", "treatment.ice"}};

static void reply(const struct lumbar_verdict *v, const struct lumbar_style *style, size_t size)
{
	size_t n;

	memset(out, 'x', sizeof(out));
	n = lumbar_reply(made.content, v, style, out, size);
	assert_true(n < size);
	assert_int_equal(n, strlen(out));
}

static void expect(const struct lumbar_verdict *v, enum lumbar_format format, const char *region,
	const char *expected)
{
	reply(v, &(struct lumbar_style){.format = format, .region = region}, sizeof(out));
	assert_string_equal(out, expected);
}

/* ------------------------------------------------------------------ what it is made of */

static void kinds_of_reply(void **state)
{
	(void)state;
	made_good(&made);
	expect(&ignored, LUMBAR_PLAIN, "uk", "");
	expect(&fallback, LUMBAR_PLAIN, "uk", "Fallback.");
	/* what is asked beside an emergency is not answered */
	expect(&emergency, LUMBAR_PLAIN, "uk", "Call 999" ELSEWHERE " now.\n\nSaddle rest.");
	expect(&emergency, LUMBAR_DISCORD, "nz", "**Call 111" ELSEWHERE " now.**\n\nSaddle rest.");
	expect(&emergency, LUMBAR_HTML, NULL,
		"<p><strong>Call your local emergency number now.</strong></p><p>Saddle rest.</p>");
	/* the flag comes first, the answers behind it */
	expect(&urgent, LUMBAR_PLAIN, "uk",
		"Get help from NHS 111.\n\nNumbness rest.\n\nHeat.\n\nHeat rest.\n\n"
		"Ice.\n\nIce rest.\n\nFrom: Article one");
	/* every article once, in the order in which it is met */
	expect(&answers, LUMBAR_PLAIN, "uk",
		"Heat.\n\nHeat rest.\n\nPosture.\n\nIce.\n\nIce rest.\n\n"
		"From: Article one; Article two");
	expect(&answers, LUMBAR_DISCORD, "uk",
		"Heat.\n\nHeat rest.\n\nPosture.\n\nIce.\n\nIce rest.\n\n"
		"-# From: Article one; Article two");
	expect(&answers, LUMBAR_HTML, "uk",
		"<p>Heat.</p><p>Heat rest.</p><p>Posture.</p><p>Ice.</p><p>Ice rest.</p>"
		"<p><small>From: Article one; Article two</small></p>");
}

/* What to do if that changes, or when to get help at all. */
static void safety_lines(void **state)
{
	struct lumbar_verdict v = {
		.action = LUMBAR_ANSWER, .n_intents = 1, .intents = {"treatment.heat"}};

	(void)state;
	made_put(&made, "responses/treatment/heat.md",
		MADE_ANSWER("safety: true\n", "Heat {hospital}."));
	made_good(&made);
	expect(&v, LUMBAR_PLAIN, "uk", "Heat A&E.\n\nSafety list: 999" ELSEWHERE ".");
	expect(&v, LUMBAR_HTML, "uk", "<p>Heat A&amp;E.</p><p>Safety list: 999" ELSEWHERE ".</p>");
	v.negated_flags = true;
	expect(&v, LUMBAR_PLAIN, "nz",
		"Heat an emergency department.\n\nIf that changes, call 111" ELSEWHERE ".");
	/* behind a red flag there is no list: the flag's own reply says when */
	v = urgent;
	v.n_intents = 1;
	expect(&v, LUMBAR_PLAIN, "uk", "Get help from NHS 111.\n\nNumbness rest.\n\nHeat A&E.");
}

/* What may be asked next stands last, goes first, and only where one answer stands alone. */
static void next(void **state)
{
	struct lumbar_verdict v = answers;

	(void)state;
	made_put(&made, "responses/treatment/heat.md",
		MADE_ANSWER("next: [treatment.ice, causes.posture]\n", "Heat."));
	made_put(&made, "responses/causes/posture.md", "---\ntitle: How you sit\n---\nPosture.\n");
	made_good(&made);
	v.n_intents = 1;
	expect(&v, LUMBAR_PLAIN, "uk", "Heat.\n\nYou can also ask about: T; How you sit");
	expect(&v, LUMBAR_DISCORD, "uk", "Heat.\n\n-# You can also ask about: T; How you sit");
	expect(&v, LUMBAR_HTML, "uk",
		"<p>Heat.</p><p><small>You can also ask about: T; How you sit</small></p>");
	reply(&v, &(struct lumbar_style){.region = "uk", .max_chars = 40}, sizeof(out));
	assert_string_equal(out, "Heat.");
	v.n_intents = 2;
	reply(&v, &(struct lumbar_style){.region = "uk"}, sizeof(out));
	assert_null(strstr(out, "ask about"));
	v = urgent;
	v.n_intents = 1;
	reply(&v, &(struct lumbar_style){.region = "uk"}, sizeof(out));
	assert_null(strstr(out, "ask about"));
	assert_non_null(strstr(out, "Heat."));
}

static void choices(void **state)
{
	struct lumbar_verdict v = answers;

	(void)state;
	made_put(&made, "responses/causes/posture.md",
		"---\ntitle: How you sit\n---\nPosture **does**.\n\nMore of it.\n");
	made_good(&made);
	v.n_intents = 2;
	v.intents[0] = "treatment.heat";
	v.choices = true;
	expect(&v, LUMBAR_PLAIN, "uk", "Pick one:\n\n1. T: Heat.\n2. How you sit: Posture does.");
	expect(&v, LUMBAR_DISCORD, "uk",
		"Pick one:\n\n1. **T**: Heat.\n2. **How you sit**: Posture **does**.");
}

/* What is offered says what any reply says: that it is late, when to get help; and in little room the titles. */
static void choices_and_more(void **state)
{
	struct lumbar_verdict v = answers;

	(void)state;
	made_put(&made, "responses/meta/late.md", MADE_ANSWER("", "Late."));
	made_put(&made, "responses/causes/posture.md",
		"---\ntitle: How you sit\nsafety: true\n---\nPosture.\n");
	made_good(&made);
	v.n_intents = 2;
	v.choices = true;
	reply(&v, &(struct lumbar_style){.region = "uk", .late = true}, sizeof(out));
	assert_string_equal(out, "Pick one: Late.\n\n1. T: Heat.\n2. How you sit: Posture.\n\n"
				 "Safety list: 999" ELSEWHERE ".");
	v.negated_flags = true;
	reply(&v, &(struct lumbar_style){.region = "uk"}, sizeof(out));
	assert_non_null(strstr(out, "If that changes"));
	assert_null(strstr(out, "Safety list"));
	reply(&v, &(struct lumbar_style){.region = "uk", .max_chars = 40}, sizeof(out));
	assert_string_equal(out, "Pick one:\n\n1. T\n2. How you sit");
}

/* Nothing is right: what comes nearest, by title. */
static void nearest(void **state)
{
	struct lumbar_verdict v = fallback;

	(void)state;
	made_put(&made, "responses/causes/posture.md", "---\ntitle: How you sit\n---\nPosture.\n");
	made_good(&made);
	v.choices = true;
	v.n_intents = 3;
	v.intents[0] = "treatment.ice";
	v.intents[1] = "no.such";
	v.intents[2] = "causes.posture";
	expect(&v, LUMBAR_PLAIN, "uk", "Fallback.\n\nNearest:\n1. T\n2. How you sit");
}

/* What a verdict names and the content does not have is left out; nobody crashes. */
static void unknown_names(void **state)
{
	struct lumbar_verdict v = {.action = LUMBAR_ANSWER,
		.n_intents = 3,
		.intents = {"no.such", "uncovered.song", "treatment.ice"},
		.reply_id = "flags/none"};

	(void)state;
	made_good(&made);
	expect(&v, LUMBAR_PLAIN, "uk", "Ice.\n\nIce rest.\n\nFrom: Article one");
	v.n_intents = 2;
	expect(&v, LUMBAR_PLAIN, "uk", "");
}

/* ------------------------------------------------------------------ slots */

static void slots(void **state)
{
	static const struct {
		const char *text, *filled;
		bool left; /* whether "elsewhere" is still to be said */
	} cases[] = {
		{"", "", true},
		{"a", "a", true},
		{"{emergency}", "999" ELSEWHERE, false},
		{"{emergency} {emergency}", "999" ELSEWHERE " 999", false},
		{"{urgent}{crisis}{poison}{hospital}", "NHS 111SamaritansNHS 111A&E", true},
		{"{urgent} {emergency}", "NHS 111 999" ELSEWHERE, false},
		{"{", "{", true},
		{"}", "}", true},
		{"{}", "{}", true},
		{"{x} {emergency", "{x} {emergency", true},
		{"{{urgent}}", "{NHS 111}", true},
		{"{ urgent}", "{ urgent}", true},
		{"{Urgent}", "{Urgent}", true},
		{"a { b {urgent} c", "a { b NHS 111 c", true},
	};
	const struct answer_region *region;
	struct buf filled;
	bool elsewhere;
	size_t i;

	(void)state;
	made_good(&made);
	region = answers_region(made.content->answers, "uk");
	buf_init(&filled, WHOLE);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&filled);
		elsewhere = true;
		assert_true(reply_fill(
			cases[i].text, strlen(cases[i].text), region, &elsewhere, &filled));
		assert_string_equal(buf_str(&filled), cases[i].filled);
		assert_int_equal(elsewhere, cases[i].left);
	}
	elsewhere = false;
	buf_clear(&filled);
	/* not a byte behind the end is looked at */
	assert_true(reply_fill("{urgent}", 7, region, &elsewhere, &filled));
	assert_true(reply_fill(" {emergency} x", 12, region, &elsewhere, &filled));
	assert_string_equal(buf_str(&filled), "{urgent 999");
	buf_free(&filled);
	buf_init(&filled, 4);
	assert_false(reply_fill("{urgent}", 8, region, &elsewhere, &filled));
	buf_free(&filled);
}

/* ------------------------------------------------------------------ limits */

/* Pieces go whole, the one that is missed least first. */
static void left_out_in_order(void **state)
{
	static const struct {
		size_t room;
		const char *expected;
	} cases[] = {
		{93, "Get help from NHS 111.\n\nNumbness rest.\n\nHeat.\n\nHeat rest.\n\nIce.\n\n"
		     "Ice rest.\n\nFrom: Article one"},
		{92, "Get help from NHS 111.\n\nNumbness rest.\n\nHeat.\n\nHeat rest.\n\n"
		     "From: Article one"},
		{57, "Get help from NHS 111.\n\nNumbness rest.\n\nHeat.\n\nHeat rest."},
		{56, "Get help from NHS 111.\n\nNumbness rest."},
		{38, "Get help from NHS 111.\n\nNumbness rest."},
		{37, "Get help from NHS 111."},
		{22, "Get help from NHS 111."},
		/* below LUMBAR_REPLY_MIN no limit cuts the first line */
		{1, "Get help from NHS 111."},
	};
	struct lumbar_style style = {.region = "uk"};
	size_t i;

	(void)state;
	made_good(&made);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		style.max_bytes = cases[i].room;
		style.max_chars = 0;
		reply(&urgent, &style, sizeof(out));
		assert_string_equal(out, cases[i].expected);
		style.max_bytes = 0;
		style.max_chars = cases[i].room;
		reply(&urgent, &style, sizeof(out));
		assert_string_equal(out, cases[i].expected);
		if (cases[i].room < 22)
			continue;
		style.max_chars = 0;
		reply(&urgent, &style, cases[i].room + 1);
		assert_string_equal(out, cases[i].expected);
	}
}

/* Of the answers the last goes first. */
static void last_answer_first(void **state)
{
	static const char whole[] = "Heat.\n\nHeat rest.\n\nPosture.\n\nIce.\n\nIce rest.\n\n"
				    "From: Article one; Article two";

	(void)state;
	made_good(&made);
	reply(&answers, &(struct lumbar_style){.max_bytes = sizeof(whole) - 2}, sizeof(out));
	assert_string_equal(
		out, "Heat.\n\nHeat rest.\n\nPosture.\n\nFrom: Article one; Article two");
}

/* The caller's room is never passed; a letter is never cut in two. */
static void no_room(void **state)
{
	static const struct lumbar_style style = {.region = "uk"};
	char small[8] = "abcdefg";
	size_t size;

	(void)state;
	made_put(
		&made, "responses/meta/fallback.md", MADE_ANSWER("", "\xc3\xa4\xf0\x9f\x98\x82x."));
	made_good(&made);
	assert_int_equal(lumbar_reply(made.content, &fallback, &style, small, 0), 0);
	assert_string_equal(small, "abcdefg");
	for (size = 1; size < sizeof(small); size++) {
		memset(small, 'q', sizeof(small));
		lumbar_reply(made.content, &fallback, &style, small, size);
		assert_true(strlen(small) < size);
		assert_int_equal(small[size], 'q');
		assert_true(utf8_valid(small, strlen(small), NULL));
	}
	assert_string_equal(small, "\xc3\xa4\xf0\x9f\x98\x82");
}

/* Code points are counted, not bytes. */
static void counts_code_points(void **state)
{
	static const struct lumbar_style style = {.region = "uk", .max_chars = 9};

	(void)state;
	made_put(&made, "responses/meta/fallback.md",
		MADE_ANSWER("", "\xc3\xa4\xc3\xa4.\n\n\xf0\x9f\x98\x82\xf0\x9f\x98\x82!!"));
	made_good(&made);
	reply(&fallback, &style, sizeof(out));
	assert_string_equal(out, "\xc3\xa4\xc3\xa4.\n\n\xf0\x9f\x98\x82\xf0\x9f\x98\x82!!");
	reply(&fallback, &(struct lumbar_style){.region = "uk", .max_chars = 8}, sizeof(out));
	assert_string_equal(out, "\xc3\xa4\xc3\xa4.");
}

/* A late reply says so behind the first line, which still begins with what to do. */
static void late(void **state)
{
	struct lumbar_style style = {.region = "uk", .late = true};

	(void)state;
	made_put(&made, "responses/meta/late.md", MADE_ANSWER("", "This is late."));
	made_good(&made);
	reply(&urgent, &style, sizeof(out));
	assert_memory_equal(
		out, "Get help from NHS 111. This is late.\n\nNumbness rest.\n\nHeat.", 59);
	reply(&answers, &style, sizeof(out));
	assert_memory_equal(out, "Heat. This is late.\n\nHeat rest.\n\nPosture.\n\n", 43);
	/* it goes after everything but the first line */
	style.max_bytes = 36;
	reply(&urgent, &style, sizeof(out));
	assert_string_equal(out, "Get help from NHS 111. This is late.");
	style.max_bytes = 35;
	reply(&urgent, &style, sizeof(out));
	assert_string_equal(out, "Get help from NHS 111.");
	style = (struct lumbar_style){.region = "uk", .late = true, .format = LUMBAR_HTML};
	reply(&urgent, &style, sizeof(out));
	assert_non_null(strstr(out, "This is late."));
	assert_true(strstr(out, "This is late.") > strstr(out, "NHS 111"));
}

/* Staff who are told are no help to wait for: behind what to do, before any answer, in small rooms last. */
static void staff(void **state)
{
	struct lumbar_style style = {.region = "uk", .staff = true};

	(void)state;
	made_put(&made, "responses/meta/staff-told.md", MADE_ANSWER("", "Told."));
	made_good(&made);
	reply(&urgent, &style, sizeof(out));
	assert_memory_equal(out, "Get help from NHS 111.\n\nNumbness rest.\n\nTold.\n\nHeat.", 52);
	reply(&emergency, &style, sizeof(out));
	assert_string_equal(out, "Call 999" ELSEWHERE " now.\n\nSaddle rest.\n\nTold.");
	style.max_bytes = 30;
	reply(&urgent, &style, sizeof(out));
	assert_string_equal(out, "Get help from NHS 111.\n\nTold.");
	/* where nothing is grave there is nobody to wait for */
	reply(&answers, &(struct lumbar_style){.region = "uk", .staff = true}, sizeof(out));
	assert_null(strstr(out, "Told."));
}

static void notice(
	enum lumbar_notice what, const char *id, const struct lumbar_style *style, size_t size)
{
	size_t n;

	memset(out, 'x', sizeof(out));
	n = lumbar_notice(made.content, what, id, style, out, size);
	assert_int_equal(n, strlen(out));
}

/* Afterwards: what to do comes first again, with the number of the place. */
static void one_text(void **state)
{
	const struct lumbar_style style = {.region = "uk"};

	(void)state;
	made_good(&made);
	assert_int_equal(
		lumbar_text(made.content, "meta/safety-list", &style, out, sizeof(out)), 58);
	assert_string_equal(out, "Safety list: 999" ELSEWHERE ".");
	assert_int_equal(lumbar_text(made.content, "meta/none", &style, out, sizeof(out)), 0);
	assert_string_equal(out, "");
	assert_int_equal(lumbar_text(made.content, "meta/hello", &style, out, 0), 0);
}

static void notices(void **state)
{
	const struct lumbar_style style = {.region = "uk"};

	(void)state;
	made_put(&made, "responses/meta/staff-silent.md", MADE_ANSWER("", "Silent."));
	made_good(&made);
	notice(LUMBAR_NOTICE_SILENT, "flags/saddle", &style, sizeof(out));
	assert_string_equal(out, "Call 999" ELSEWHERE " now.\n\nSilent.");
	notice(LUMBAR_NOTICE_SILENT, "flags/numbness", &style, sizeof(out));
	assert_string_equal(out, "Get help from NHS 111.\n\nSilent.");
	/* whatever content has become of it: an emergency, in words of our own */
	notice(LUMBAR_NOTICE_UNREACHED, "flags/gone",
		&(struct lumbar_style){.region = "nz", .format = LUMBAR_DISCORD}, sizeof(out));
	assert_string_equal(out,
		"**Call 111" ELSEWHERE " now.** Do not wait to see if it passes.\n\n"
		"I could not reach the staff here. Please do not wait for them.");
	notice(LUMBAR_NOTICE_UNREACHED, NULL, &(struct lumbar_style){.region = NULL}, sizeof(out));
	assert_memory_equal(out, "Call your local emergency number now.", 37);
	notice(LUMBAR_NOTICE_SILENT, "flags/saddle", &style, 10);
	assert_string_equal(out, "Call 999 ");
	assert_int_equal(
		lumbar_notice(made.content, LUMBAR_NOTICE_SILENT, NULL, &style, out, 0), 0);
}

/* Content that has no words for it has ours. */
static void staff_without_words(void **state)
{
	(void)state;
	made_good(&made);
	reply(&emergency, &(struct lumbar_style){.region = "uk", .staff = true}, sizeof(out));
	assert_non_null(strstr(out, "The staff here are being told as well. They are not an "
				    "emergency service"));
}

/* Content that has no words for it does without. */
static void late_without_words(void **state)
{
	(void)state;
	made_good(&made);
	reply(&urgent, &(struct lumbar_style){.region = "uk", .late = true}, sizeof(out));
	assert_memory_equal(out, "Get help from NHS 111.\n\nNumbness rest.", 38);
}

/* Where the piece that says "elsewhere" is left out, the number that stays says it. */
static void elsewhere_stays(void **state)
{
	static const struct lumbar_verdict v = {.action = LUMBAR_ANSWER,
		.n_intents = 2,
		.intents = {"treatment.heat", "treatment.ice"},
		.negated_flags = true};

	(void)state;
	made_put(&made, "responses/treatment/ice.md", MADE_ANSWER("", "Ice, or {emergency}."));
	made_good(&made);
	expect(&v, LUMBAR_PLAIN, "uk",
		"Heat.\n\nHeat rest.\n\nIce, or 999" ELSEWHERE ".\n\n"
		"If that changes, call 999.\n\nFrom: Article one");
	reply(&v, &(struct lumbar_style){.region = "uk", .max_bytes = 110}, sizeof(out));
	assert_string_equal(out, "Heat.\n\nHeat rest.\n\nIf that changes, call 999" ELSEWHERE
				 ".\n\nFrom: Article one");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(kinds_of_reply, set_up, tear_down),
		cmocka_unit_test_setup_teardown(safety_lines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(next, set_up, tear_down),
		cmocka_unit_test_setup_teardown(choices, set_up, tear_down),
		cmocka_unit_test_setup_teardown(choices_and_more, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nearest, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unknown_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(slots, set_up, tear_down),
		cmocka_unit_test_setup_teardown(left_out_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(last_answer_first, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_room, set_up, tear_down),
		cmocka_unit_test_setup_teardown(counts_code_points, set_up, tear_down),
		cmocka_unit_test_setup_teardown(late, set_up, tear_down),
		cmocka_unit_test_setup_teardown(staff, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(notices, set_up, tear_down),
		cmocka_unit_test_setup_teardown(staff_without_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(late_without_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(elsewhere_stays, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
