/* Tests of src/core/outside.c: things in the place of a treatment or a complaint that no name covers. */
#include "core/outside.h"

#include "core/content_made.h"
#include "core/engine.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static struct made made;
static struct lumbar_engine *engine;

static int set_up(void **state)
{
	(void)state;
	made_open(&made);
	made_put(&made, "intents/more.yaml",
		"words: {remedy: [leech|heat leech cure|song cure]}\n"
		"intents:\n"
		"  uncovered.remedy: {covered: false, ask: [remedy + ask-help, remedy]}\n"
		"  uncovered.part: {covered: false, elsewhere: true, ask: [other-part, other-part "
		"+ ask-help]}\n");
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

struct look {
	const char *text;
	enum outside direct, faq;
};

static void look_at(const struct look *looks, size_t n)
{
	struct lumbar_verdict verdict;
	struct lumbar_message m;
	enum outside expected;
	size_t i;
	int c;

	for (i = 0; i < n; i++) {
		for (c = LUMBAR_DIRECT; c <= LUMBAR_FAQ; c++) {
			m = (struct lumbar_message){.text = looks[i].text,
				.len = strlen(looks[i].text),
				.channel = (enum lumbar_channel)c};
			engine_read(engine, &m, NULL, &verdict);
			expected = c == LUMBAR_DIRECT ? looks[i].direct : looks[i].faq;
			if (engine->outside != expected)
				fail_msg("'%s' (%s): %d, not %d", looks[i].text,
					lumbar_channel_name(m.channel), (int)engine->outside,
					(int)expected);
		}
	}
}

/* What stands where a treatment does: strange, named as not covered, covered, or nothing at all. */
static void treatments(void **state)
{
	static const struct look looks[] = {
		{"would banana help", OUTSIDE_SURE, OUTSIDE_SURE},
		{"would banana help my back", OUTSIDE_SURE, OUTSIDE_SURE},
		{"would leech help", OUTSIDE_SURE, OUTSIDE_SURE},
		{"would heat help", OUTSIDE_NO, OUTSIDE_NO},
		{"would banana heat help", OUTSIDE_NO, OUTSIDE_NO},
		{"would an help", OUTSIDE_NO, OUTSIDE_NO},
		{"would spasms help", OUTSIDE_NO, OUTSIDE_NO},
		{"would 7 help", OUTSIDE_NO, OUTSIDE_NO},
		{"does banana help", OUTSIDE_NO, OUTSIDE_NO},
	};

	(void)state;
	look_at(looks, COUNT(looks));
}

/* The longer name says what a thing is. */
static void longer_names(void **state)
{
	static const struct look looks[] = {
		{"would heat help", OUTSIDE_NO, OUTSIDE_NO},
		{"heat leech cure", OUTSIDE_SURE, OUTSIDE_SURE},
	};

	(void)state;
	look_at(looks, COUNT(looks));
}

/* What is covered and asked beside it is answered. */
static void beside(void **state)
{
	static const struct look looks[] = {
		{"would banana help? does ice help?", OUTSIDE_NO, OUTSIDE_NO},
		{"would banana help? what causes it, posture?", OUTSIDE_NO, OUTSIDE_NO},
		{"leech or ice", OUTSIDE_NO, OUTSIDE_NO},
	};

	(void)state;
	look_at(looks, COUNT(looks));
}

/* A complaint is one where no back is spoken of, and nobody's subject is implied. */
static void complaints(void **state)
{
	static const struct look looks[] = {
		{"how to treat banana", OUTSIDE_SURE, OUTSIDE_NO},
		{"how to treat spasms", OUTSIDE_NO, OUTSIDE_NO},
		{"how to treat banana spasms", OUTSIDE_NO, OUTSIDE_NO},
		{"how to treat banana posture", OUTSIDE_DOUBTED, OUTSIDE_NO},
		{"what helps against knee", OUTSIDE_SURE, OUTSIDE_SURE},
		{"what helps spasms, against knee", OUTSIDE_NO, OUTSIDE_NO},
		{"is it ear", OUTSIDE_SURE, OUTSIDE_NO},
		{"earache, does heat help", OUTSIDE_SURE, OUTSIDE_NO},
		{"earache, does heat help my spasms", OUTSIDE_NO, OUTSIDE_NO},
		{"does heat help against knee", OUTSIDE_DOUBTED, OUTSIDE_NO},
	};

	(void)state;
	look_at(looks, COUNT(looks));
}

/* A thing that is only told of is not asked about, unless little else is said. */
static void told(void **state)
{
	static const struct look looks[] = {
		{"they said it would banana help", OUTSIDE_SURE, OUTSIDE_SURE},
		{"one two three four five six seven would banana help then", OUTSIDE_NO,
			OUTSIDE_NO},
	};

	(void)state;
	look_at(looks, COUNT(looks));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(treatments, set_up, tear_down),
		cmocka_unit_test_setup_teardown(longer_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(beside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(complaints, set_up, tear_down),
		cmocka_unit_test_setup_teardown(told, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
