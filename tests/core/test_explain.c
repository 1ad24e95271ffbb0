/* Tests of src/core/explain.c. */
#include "core/explain.h"

#include "core/content_made.h"
#include "core/engine.h"

static struct made made;
static struct lumbar_engine *engine;

static int set_up(void **state)
{
	(void)state;
	made_open(&made);
	made_good(&made);
	engine = engine_create(made.content);
	return engine ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	engine_destroy(engine);
	made_close(&made);
	return 0;
}

/* What is said of a message; the caller frees it. */
static char *explain(const char *text, size_t len, enum lumbar_channel channel)
{
	const struct lumbar_message m = {.text = text, .len = len, .channel = channel};
	struct lumbar_verdict v;
	char *s;

	engine_read(engine, &m, NULL, &v);
	engine_complete(engine);
	s = explain_text(engine);
	assert_non_null(s);
	return s;
}

static void expect(const char *text, enum lumbar_channel channel, const char *expected)
{
	char *s = explain(text, strlen(text), channel);

	assert_string_equal(s, expected);
	free(s);
}

static void escalation(void **state)
{
	(void)state;
	expect("no cancer, my leg is Numbb. what helps, heat?", LUMBAR_FAQ,
		"verdict:   escalate in a faq channel, because a red flag is reported\n"
		"tier:      urgent, for numbness\n"
		"answered:  treatment.heat\n"
		"read as:   no cancer, my leg is numb~. what helps, heat\n"
		"flag:      numbness (urgent) reported, by the rule 'numb near leg unless cold': "
		"leg is numb~\n"
		"flag:      cancer (urgent) ruled out, by the rule 'cancer': cancer\n"
		"question:  treatment.heat, 15 points by the rule 'heat + ask-help': heat\n"
		"question:  treatment.overview, 6 points by the rule 'ask-help': what helps\n"
		"frames:    something is asked, about somebody, 0 content words unexplained\n"
		"scope:     ruled out by \"no\": cancer\n"
		"terms:\n"
		"  ask-help               helps\n"
		"  numb                   numb~\n"
		"  leg                    leg\n"
		"  cancer                 cancer\n"
		"  heat                   heat\n"
		"  scope-not              no\n"
		"  scope-new              my\n"
		"  frame-ask              is\n"
		"  frame-ask              what\n"
		"  frame-self             my\n");
}

static void silence(void **state)
{
	(void)state;
	expect("", LUMBAR_AMBIENT,
		"verdict:   ignore in a ambient channel, because not clearly meant for the bot\n"
		"read as:   \n"
		"frames:    nothing is asked, a fragment, 0 content words unexplained\n"
		"terms:\n");
}

/* Pieces of an explanation, each for what brings it about. */
static void pieces(void **state)
{
	static const struct {
		const char *text, *piece;
	} cases[] = {
		{"banana", ", 1 content word unexplained\n"},
		{"banana apple", ", 2 content words unexplained\n"},
		{"my back hurts", ", about somebody, a painful back is spoken of, "},
		{"> quoted\nheat", "left out:  quoted lines\n"},
		{"heat http://a.b/c <@1>", "left out:  links mentions\n"},
		{"!heat", "left out:  (looks like a command)\n"},
		{"numb? leg; heat: ice. cold", "read as:   numb? leg / heat, ice. cold\n"},
		{"if my leg is numb", "scope:     supposed by \"if\": my leg is numb\n"},
		{"numb leg went away", "scope:     past by \"went away\": numb leg\n"},
		{"if my leg is numb", "flag:      numbness (urgent) supposed, by"},
		{"what causes sitting posture?", "runner-up: causes.sitting, 16 points"},
		{"hot water bottle", "  heat                   hot water bottle\n"},
	};
	size_t i;
	char *s;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		s = explain(cases[i].text, strlen(cases[i].text), LUMBAR_DIRECT);
		if (!strstr(s, cases[i].piece))
			fail_msg("'%s' lacks '%s' in\n%s", cases[i].text, cases[i].piece, s);
		free(s);
	}
}

/* The longest messages are explained too: one clause of all of it, and a wall of scopes and terms. */
static void longest(void **state)
{
	static const char *const parts[] = {"no numb leg, no fever if ice. ",
		"heat ice water causes helps my spasms leg numb fever groin not avoid posture ",
		"no leg, fever, ice, heat, water, groin, "};
	char *text = malloc(LUMBAR_MESSAGE_MAX), *s;
	size_t i, k;

	(void)state;
	assert_non_null(text);
	for (k = 0; k < sizeof(parts) / sizeof(parts[0]); k++) {
		for (i = 0; i < LUMBAR_MESSAGE_MAX; i++)
			text[i] = parts[k][i % strlen(parts[k])];
		s = explain(text, LUMBAR_MESSAGE_MAX, LUMBAR_DIRECT);
		assert_memory_equal(s, "verdict:   ", 11);
		assert_non_null(strstr(s, "terms:\n"));
		assert_non_null(strstr(s, "  fever "));
		/* what was read is shown whole, a clause or finding by its beginning */
		assert_true(strlen(s) > LUMBAR_MESSAGE_MAX);
		assert_int_equal(strstr(s, " ...\n") != NULL, k > 0);
		free(s);
	}
	free(text);
}

/* What is offered instead of answered, and that a limit was hit. */
static void of_the_verdict(void **state)
{
	char *s;

	(void)state;
	free(explain("heat", 4, LUMBAR_DIRECT));
	engine->verdict.choices = true;
	engine->verdict.limited = true;
	engine->back_known = true;
	s = explain_text(engine);
	assert_non_null(s);
	assert_non_null(strstr(s, "\noffered:   treatment.heat\n"));
	assert_non_null(
		strstr(s, "\nlimit:     a pattern hit its limit: its anchor words decided\n"));
	assert_non_null(strstr(s, ", a painful back was spoken of"));
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(escalation, set_up, tear_down),
		cmocka_unit_test_setup_teardown(silence, set_up, tear_down),
		cmocka_unit_test_setup_teardown(pieces, set_up, tear_down),
		cmocka_unit_test_setup_teardown(longest, set_up, tear_down),
		cmocka_unit_test_setup_teardown(of_the_verdict, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
