/* Tests of src/core/prospect.c. */
#include "core/prospect.h"

#include "core/ask.h"
#include "core/content_made.h"

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

static struct prospect prospect(const char *text)
{
	made_read(&made, text);
	terms_begin(made.content->terms, made.reading, made.hits);
	return (struct prospect){made.content, made.matcher, made.reading, made.hits};
}

static size_t term(const char *name)
{
	size_t t = 0;

	while (strcmp(terms_name(made.content->terms, t), name) != 0)
		t++;
	return t;
}

static bool flag(const char *text, enum lumbar_channel channel, bool back_known)
{
	const struct prospect p = prospect(text);

	return prospect_flag(&p, channel, back_known);
}

static bool question(const char *text, int concept, int aspect)
{
	const struct prospect p = prospect(text);

	return prospect_question(&p, concept, aspect);
}

static void back(void **state)
{
	struct prospect p;

	(void)state;
	made_good(&made);
	p = prospect("my back is fine");
	assert_true(prospect_back(&p, LUMBAR_AMBIENT));
	p = prospect("spasms");
	assert_false(prospect_back(&p, LUMBAR_AMBIENT));
	assert_true(prospect_back(&p, LUMBAR_FAQ));
	p = prospect("spasms in my knee");
	assert_false(prospect_back(&p, LUMBAR_FAQ));
	p = prospect("go back, my knee hurts");
	assert_false(prospect_back(&p, LUMBAR_AMBIENT));
}

static void flags(void **state)
{
	(void)state;
	made_good(&made);
	assert_true(flag("my leg is numb", LUMBAR_AMBIENT, false));
	assert_true(flag("no numbness in my leg", LUMBAR_AMBIENT, false));
	assert_false(flag("numb leg from the cold", LUMBAR_AMBIENT, false));
	assert_false(flag("numb", LUMBAR_DIRECT, false));
	assert_false(flag("numb. one two three leg", LUMBAR_DIRECT, false));
}

/* Flags that need a back are passed over where nobody speaks of one. */
static void needs(void **state)
{
	(void)state;
	made_good(&made);
	assert_true(flag("it wakes me", LUMBAR_FAQ, false));
	assert_false(flag("it wakes me", LUMBAR_AMBIENT, false));
	assert_true(flag("it wakes me", LUMBAR_AMBIENT, true));
	/* but for what cannot wait in a line for somebody else */
	assert_true(flag("<@1> it wakes me", LUMBAR_AMBIENT, false));
	assert_true(flag("!it wakes me", LUMBAR_AMBIENT, false));
}

/* The topic that a conversation has stands for a hit. */
static void implied(void **state)
{
	(void)state;
	made_good(&made);
	assert_true(flag("fever", LUMBAR_AMBIENT, true));
	assert_true(flag("fever", LUMBAR_DIRECT, false));
	assert_false(flag("fever", LUMBAR_AMBIENT, false));
}

static void questions(void **state)
{
	(void)state;
	made_good(&made);
	assert_true(question("heat", ASK_NO_TERM, ASK_NO_TERM));
	assert_true(question("what helps", ASK_NO_TERM, ASK_NO_TERM));
	assert_true(question("posture. banana. the causes", ASK_NO_TERM, ASK_NO_TERM));
	assert_false(question("posture", ASK_NO_TERM, ASK_NO_TERM));
	assert_true(question("posture", ASK_NO_TERM, (int)term("ask-cause")));
	assert_true(question("the causes", (int)term("sitting"), ASK_NO_TERM));
	assert_false(question("banana", ASK_NO_TERM, ASK_NO_TERM));
}

/* Of a message without any of our words no pattern is run; else as few as it takes. */
static void few_patterns(void **state)
{
	struct prospect p;
	size_t numb, leg;

	(void)state;
	made_good(&made);
	numb = term("numb");
	leg = term("leg");
	p = prospect("banana apple");
	assert_false(prospect_back(&p, LUMBAR_AMBIENT) || prospect_flag(&p, LUMBAR_DIRECT, false));
	assert_int_equal(made.hits->used, 0);
	p = prospect("numb");
	assert_false(prospect_flag(&p, LUMBAR_DIRECT, false));
	assert_true(terms_may(p.hits, numb));
	assert_false(terms_may(p.hits, leg));
	assert_int_equal(made.hits->used, 0);
	assert_true(terms_look(made.content->terms, made.matcher, made.reading, made.hits, numb));
	assert_int_equal(made.hits->count[numb], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(flags, set_up, tear_down),
		cmocka_unit_test_setup_teardown(needs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(implied, set_up, tear_down),
		cmocka_unit_test_setup_teardown(questions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(few_patterns, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
