/* Tests of src/core/lumbar.c: the library through its public door. */
#include "lumbar.h"

#include "core/content_made.h"

static struct made made;

static int set_up(void **state)
{
	(void)state;
	made_open(&made);
	made_put(&made, "intents/alarm.yaml", MADE_ALARM);
	made_put(&made, "responses/flags/alarm.md",
		MADE_FLAG("emergency", "**Call {emergency}.**\n\nAlarm rest."));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	made_close(&made);
	return 0;
}

struct seen {
	size_t errors, warnings;
	char last[512];
};

static void see(void *ctx, bool is_error, const char *text)
{
	struct seen *s = ctx;

	*(is_error ? &s->errors : &s->warnings) += 1;
	assert_int_equal(strstr(text, ": error: ") != NULL, is_error);
	assert_int_equal(text[strlen(text) - 1], '\n');
	strncpy(s->last, text, sizeof(s->last) - 1);
}

static struct lumbar_content *create(struct seen *s)
{
	*s = (struct seen){0};
	return lumbar_content_create(made.sources, made.n, see, s);
}

static void content(void **state)
{
	struct lumbar_content *c;
	struct lumbar_counts counts;
	struct seen s;

	(void)state;
	c = create(&s);
	if (!c)
		fail_msg("%s", s.last);
	assert_int_equal(s.errors + s.warnings, 0);
	counts = lumbar_content_counts(c);
	assert_int_equal(counts.intents, 10);
	assert_int_equal(counts.flags, 8);
	assert_int_equal(counts.answers, 24);
	assert_in_range(counts.terms, 30, 100);
	assert_in_range(counts.words, 80, 400);
	assert_in_range(counts.bytes, sizeof(struct intents), (size_t)1 << 24);
	assert_true(lumbar_region_known(c, "nz"));
	assert_false(lumbar_region_known(c, "NZ"));
	lumbar_content_destroy(c);
	lumbar_content_destroy(NULL);
}

static void name_kinds(void **state)
{
	struct lumbar_content *c;
	struct seen s;

	(void)state;
	c = create(&s);
	assert_non_null(c);
	assert_int_equal(lumbar_content_name(c, "posture"), LUMBAR_NAME_CONCEPT);
	assert_int_equal(lumbar_content_name(c, "ask-prevent"), LUMBAR_NAME_ASPECT);
	assert_int_equal(lumbar_content_name(c, "spasm"), LUMBAR_NAME_TOPIC);
	assert_int_equal(lumbar_content_name(c, "fever"), LUMBAR_NAME_WORDS);
	assert_int_equal(lumbar_content_name(c, "prevention.posture"), LUMBAR_NAME_INTENT);
	assert_int_equal(lumbar_content_name(c, "postur"), LUMBAR_NAME_UNKNOWN);
	assert_int_equal(lumbar_content_name(c, ""), LUMBAR_NAME_UNKNOWN);
	lumbar_content_destroy(c);
}

/* Content with an error, with a lost message, or none at all. */
static void refused(void **state)
{
	struct seen s;

	(void)state;
	made_drop(&made, "responses/treatment/heat.md");
	assert_null(create(&s));
	assert_int_equal(s.errors, 1);
	assert_string_equal(s.last, "intents/intents.yaml:8:3: error: the answer "
				    "responses/treatment/heat.md is missing\n");
	assert_null(lumbar_content_create(made.sources, made.n, NULL, NULL));
	made_put(&made, "responses/treatment/heat.md", MADE_CITED("Heat."));
	made_put(&made, "intents/alarm.yaml", "words: {}");
	assert_null(create(&s));
	assert_memory_equal(s.last, "safety set:", 11);
	made.n = 0;
	assert_null(create(&s));
	assert_true(s.errors > 0);
	assert_null(lumbar_content_create(NULL, 0, NULL, NULL));
}

/* A finding shows the line and a caret. */
static void findings_show_the_line(void **state)
{
	struct seen s;

	(void)state;
	made_put(&made, "intents/more.yaml",
		"words: {apple: [apple]}\nflags:\n  apple: {rules: [apple]}\n");
	made_put(&made, "responses/flags/apple.md", MADE_FLAG("urgent", "**{urgent}**"));
	assert_null(create(&s));
	assert_string_equal(s.last, "intents/more.yaml:3:10: error: a flag needs a tier\n"
				    "    apple: {rules: [apple]}\n"
				    "           ^\n");
}

/* The check of what works: the number of errors, warnings not among them. */
static void checked(void **state)
{
	struct lumbar_content *c;
	struct seen s;

	(void)state;
	c = create(&s);
	assert_non_null(c);
	assert_int_equal(lumbar_content_check(c, see, &s), 0);
	assert_int_equal(s.errors, 0);
	assert_true(s.warnings > 0);
	lumbar_content_destroy(c);
	made_put(&made, "responses/treatment/heat.md", MADE_ANSWER("", "Heat @all {x}."));
	c = create(&s);
	assert_non_null(c);
	assert_int_equal(lumbar_content_check(c, see, &s), 3);
	assert_int_equal(s.errors, 3);
	assert_int_equal(lumbar_content_check(c, NULL, NULL), 3);
	lumbar_content_destroy(c);
}

/* A message in, a reply out, as the head of lumbar.h shows it. */
static void whole_way(void **state)
{
	static const char text[] = "what helps, heat?";
	const struct lumbar_message m = {.text = text, .len = strlen(text)};
	struct lumbar_content *c;
	struct lumbar_engine *e;
	struct lumbar_talk talk = {0};
	struct lumbar_verdict v, all;
	struct seen s;
	char out[256], *why;

	(void)state;
	c = create(&s);
	assert_non_null(c);
	e = lumbar_engine_create(c);
	assert_non_null(e);
	lumbar_read(e, &m, &talk, &v);
	assert_int_equal(v.action, LUMBAR_ANSWER);
	assert_string_equal(v.intents[0], "treatment.heat");
	assert_int_equal(
		lumbar_reply(c, &v, &(struct lumbar_style){.region = "uk"}, out, sizeof(out)), 36);
	assert_string_equal(out, "Heat.\n\nHeat rest.\n\nFrom: Article one");
	why = lumbar_explain(e);
	assert_non_null(why);
	assert_non_null(strstr(why, "answered:  treatment.heat\n"));
	free(why);
	lumbar_engine_scan(e, false);
	lumbar_read(e, &m, NULL, &all);
	assert_memory_equal(all.intents, v.intents, sizeof(v.intents));
	assert_int_equal(all.action, v.action);
	lumbar_engine_scan(e, true);
	lumbar_read(e, &m, NULL, &all);
	assert_memory_equal(all.intents, v.intents, sizeof(v.intents));
	lumbar_engine_destroy(e);
	lumbar_engine_destroy(NULL);
	lumbar_content_destroy(c);
}

/* Two engines over one content do not touch each other. */
static void two_engines(void **state)
{
	const struct lumbar_message heat = {.text = "does heat help", .len = 14};
	const struct lumbar_message ice = {.text = "does ice help", .len = 13};
	struct lumbar_engine *a, *b;
	struct lumbar_content *c;
	struct lumbar_verdict v, w;
	struct seen s;
	char *why;

	(void)state;
	c = create(&s);
	assert_non_null(c);
	a = lumbar_engine_create(c);
	b = lumbar_engine_create(c);
	assert_true(a && b);
	lumbar_read(a, &heat, NULL, &v);
	lumbar_read(b, &ice, NULL, &w);
	assert_string_equal(v.intents[0], "treatment.heat");
	assert_string_equal(w.intents[0], "treatment.ice");
	why = lumbar_explain(a);
	assert_non_null(why);
	assert_non_null(strstr(why, "treatment.heat"));
	assert_null(strstr(why, "treatment.ice"));
	free(why);
	lumbar_engine_destroy(a);
	lumbar_read(b, &heat, NULL, &w);
	assert_string_equal(w.intents[0], "treatment.heat");
	lumbar_engine_destroy(b);
	lumbar_content_destroy(c);
}

/* The words of the classify contract. */
static void names(void **state)
{
	(void)state;
	assert_string_equal(lumbar_action_name(LUMBAR_IGNORE), "ignore");
	assert_string_equal(lumbar_action_name(LUMBAR_ANSWER), "answer");
	assert_string_equal(lumbar_action_name(LUMBAR_ESCALATE), "escalate");
	assert_string_equal(lumbar_action_name(LUMBAR_FALLBACK), "fallback");
	assert_string_equal(lumbar_tier_name(LUMBAR_TIER_NONE), "none");
	assert_string_equal(lumbar_tier_name(LUMBAR_TIER_SEE_DOCTOR), "see-doctor");
	assert_string_equal(lumbar_tier_name(LUMBAR_TIER_URGENT), "urgent");
	assert_string_equal(lumbar_tier_name(LUMBAR_TIER_EMERGENCY), "emergency");
	assert_string_equal(lumbar_channel_name(LUMBAR_DIRECT), "direct");
	assert_string_equal(lumbar_channel_name(LUMBAR_FAQ), "faq");
	assert_string_equal(lumbar_channel_name(LUMBAR_AMBIENT), "ambient");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(content, set_up, tear_down),
		cmocka_unit_test_setup_teardown(name_kinds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(findings_show_the_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(checked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(whole_way, set_up, tear_down),
		cmocka_unit_test_setup_teardown(two_engines, set_up, tear_down),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
