/* Tests of src/core/hint.c: what the hints prefer, and files that are none. */
#include "core/hint.h"

#include <stdio.h>

#include "core/ask_made.h"
#include "core/engine.h"

#define HINTS_FILE "intents/hints.yaml"
#define INTENTS_LINE                                                                               \
	"hints:\n  intents: treatment.heat treatment.ice causes.posture gone.intent meta.hello "   \
	"treatment.overview\n"

static int tear_down_none(void **state)
{
	(void)state;
	frame_free(&frames);
	made_close(&made);
	return 0;
}

/* As set_up(), the content still to be compiled. */
static int set_up_none(void **state)
{
	(void)state;
	made_open(&made);
	return frame_create(&frames);
}

/* The intent that is preferred to the best reading of a text; "" for none. */
static const char *preferred(const char *text)
{
	const struct lumbar_content *c = made.content;
	const struct intent *it;
	struct ask_view view;

	ask(text, NULL, NULL);
	view = (struct ask_view){
		.intents = c->intents, .r = made.reading, .hits = made.hits, .frames = &frames};
	it = hint_prefer(c->hints, &view, &asked);
	return it ? it->id : "";
}

static void prefers(void **state)
{
	(void)state;
	made_put(&made, HINTS_FILE,
		INTENTS_LINE "  asked-names: |\n"
			     "    heat 1:3 0:-2\n"
			     "    nowhere 1:1000\n"
			     "  told-names: |\n"
			     "    heat 2:40\n"
			     "  asked-words: |\n"
			     "    apple 2:60 3:1000 4:1000\n"
			     "    pear 1:2\n"
			     "  told-words: |\n"
			     "    plum 1:200\n"
			     "    apple 1:-5\n");
	made_good(&made);
	assert_string_equal(preferred("does heat help?"), "");
	/* 16 + 10 for the rule of heat, 2 and 3 the other way, and it hesitates */
	assert_string_equal(preferred("does heat help with pear?"), "");
	/* a word that is asked, and the same one told */
	assert_string_equal(preferred("does heat help with apple?"), "causes.posture");
	assert_string_equal(preferred("apple walk. does heat help?"), "");
	assert_string_equal(preferred("plum walk. does heat help?"), "treatment.ice");
	/* once is enough */
	assert_string_equal(preferred("does heat help with pear pear pear pear pear pear pear "
				      "pear pear pear pear pear pear pear pear pear?"),
		"");
	/* a name where it is told */
	assert_string_equal(preferred("heat walk. does ice help?"), "causes.posture");
	/* nothing is asked, the bot is spoken to, or what is not covered is asked about */
	assert_string_equal(preferred("banana"), "");
	assert_string_equal(preferred("hello apple"), "");
	assert_string_equal(preferred("what song apple?"), "");
}

/* The preferred intent is answered first; the best reading behind it only where another clause asks it. */
static void answered(void **state)
{
	struct lumbar_engine *engine;
	struct lumbar_verdict v;
	struct lumbar_message m = {.channel = LUMBAR_DIRECT};

	(void)state;
	made_put(&made, HINTS_FILE,
		INTENTS_LINE "  asked-words: |\n    apple 2:60\n    pear 1:60\n");
	made_good(&made);
	engine = engine_create(made.content);
	assert_non_null(engine);
	m.text = "does heat help with apple?";
	m.len = strlen(m.text);
	engine_read(engine, &m, NULL, &v);
	assert_int_equal(v.n_intents, 1);
	assert_string_equal(v.intents[0], "causes.posture");
	m.text = "does heat help, or ice with pear?";
	m.len = strlen(m.text);
	engine_read(engine, &m, NULL, &v);
	assert_int_equal(v.n_intents, 2);
	assert_string_equal(v.intents[0], "treatment.ice");
	assert_string_equal(v.intents[1], "treatment.heat");
	engine_destroy(engine);
}

/* What the conversation goes on with is what was answered, not what the rules had put first. */
static void remembered(void **state)
{
	struct lumbar_talk talk = {0};
	struct lumbar_engine *engine;
	struct lumbar_verdict v;
	struct lumbar_message m = {.channel = LUMBAR_DIRECT, .now_ms = 1};

	(void)state;
	made_put(&made, HINTS_FILE,
		"hints:\n  intents: causes.posture causes.water\n  asked-words: |\n    pear "
		"1:60\n");
	made_good(&made);
	engine = engine_create(made.content);
	assert_non_null(engine);
	m.text = "what causes it, posture, or water with pear?";
	m.len = strlen(m.text);
	engine_read(engine, &m, &talk, &v);
	assert_string_equal(v.intents[0], "causes.water");
	m.text = "how to prevent it?";
	m.len = strlen(m.text);
	engine_read(engine, &m, &talk, &v);
	assert_int_equal(v.action, LUMBAR_FALLBACK);
	engine_destroy(engine);
}

static void none(void **state)
{
	(void)state;
	made_good(&made);
	assert_null(made.content->hints);
	assert_string_equal(preferred("does heat help?"), "");
}

static void refused(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{"hints: {}\n", "hints need the list 'intents:'"},
		{"hints: {intents: [a]}\n", "hints need the list 'intents:'"},
		{INTENTS_LINE "  asked-words: [a]\n", "a table of hints is a text"},
		{INTENTS_LINE "  asked-words: |\n    apple 9:1\n",
			"a hint is a number of an intent, a colon and a weight"},
		{INTENTS_LINE "  asked-words: |\n    apple -1:1\n",
			"a hint is a number of an intent, a colon and a weight"},
		{INTENTS_LINE "  told-words: |\n    apple one\n",
			"a hint is a number of an intent, a colon and a weight"},
		{INTENTS_LINE "  asked-names: |\n    heat 1:\n    ice 1:2\n",
			"a weight is a number up to 1000"},
		{INTENTS_LINE "  told-names: |\n    heat 1:1001\n",
			"a weight is a number up to 1000"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++) {
		made_close(&made);
		made_open(&made);
		made_bad(&made, HINTS_FILE, bad[i].text, bad[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(prefers, set_up_none, tear_down_none),
		cmocka_unit_test_setup_teardown(answered, set_up_none, tear_down_none),
		cmocka_unit_test_setup_teardown(remembered, set_up_none, tear_down_none),
		cmocka_unit_test_setup_teardown(none, set_up_none, tear_down_none),
		cmocka_unit_test_setup_teardown(refused, set_up_none, tear_down_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
