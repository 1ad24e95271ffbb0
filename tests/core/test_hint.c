/* Tests of src/core/hint.c: what the hints prefer, and whether they speak. */
#include "core/hint.h"

#include "core/engine.h"
#include "core/hint_made.h"

static void prefers(void **state)
{
	(void)state;
	put_net("hints", HINTS_OUTPUTS,
		"asked-name:heat treatment.ice=8 treatment.heat=-6\n"
		"asked-name:nowhere treatment.ice=46\n"
		"told-name:heat causes.posture=30\n"
		"any-word:apple causes.posture=46 gone.intent=46\n"
		"asked-word:apple causes.posture=46\n"
		"any-word:pear treatment.ice=3\n"
		"any-word:plum treatment.ice=46\n"
		"told-word:plum treatment.ice=46\n");
	made_good(&made);
	/* 160 and 80 for the rule of heat, 80 and -60 the other way */
	assert_string_equal(
		hinted("so does heat help with it?", LUMBAR_DIRECT), "treatment.heat 0");
	/* a word that is asked, and the same one told */
	assert_string_equal(
		hinted("so does heat help with apple?", LUMBAR_DIRECT), "causes.posture 0");
	assert_string_equal(
		hinted("apple walk. so does heat help?", LUMBAR_DIRECT), "treatment.heat 0");
	assert_string_equal(
		hinted("plum walk. so does heat help?", LUMBAR_DIRECT), "treatment.ice 0");
	/* once is enough */
	assert_string_equal(hinted("does heat help with pear pear pear pear pear pear pear pear "
				   "pear pear pear pear pear pear pear pear?",
				    LUMBAR_DIRECT),
		"treatment.heat 0");
	/* a name where it is told */
	assert_string_equal(
		hinted("heat walk and so. does ice help?", LUMBAR_DIRECT), "causes.posture 0");
	/* of a few words the rules know more: 320 instead of 80 */
	assert_string_equal(hinted("heat walk. does ice help?", LUMBAR_DIRECT), "treatment.ice 0");
}

/* The output of speaking: what stands in the message, what kind of message it is, what went before. */
static void speaks(void **state)
{
	struct ask_view view;

	(void)state;
	put_net("hints", HINTS_OUTPUTS,
		"asked-name:heat speak=8\n"
		"frame:faq speak=-4\n"
		"frame:direct speak=6\n"
		"frame:few speak=2 treatment.overview=1\n"
		"talk:posture speak=16\n"
		"last:causes.posture speak=20\n");
	made_good(&made);
	assert_string_equal(hinted("does heat help?", LUMBAR_DIRECT), "treatment.heat 120");
	assert_string_equal(hinted("does heat help?", LUMBAR_FAQ), "treatment.heat 70");
	assert_string_equal(hinted("does heat help?", LUMBAR_AMBIENT), "treatment.heat 90");
	assert_string_equal(
		hinted("does heat help us now or not?", LUMBAR_AMBIENT), "treatment.heat 80");
	/* without any rule */
	assert_string_equal(hinted("banana", LUMBAR_DIRECT), "treatment.overview 40");
	view = hint_view(LUMBAR_DIRECT);
	view.concept = term("posture");
	assert_int_equal(hint_judge(made.content->hints, &view, &asked).speak, 40 + 160);
	view.last = intent_find(made.content->intents, "causes.posture");
	assert_int_equal(hint_judge(made.content->hints, &view, &asked).speak, 40 + 160 + 200);
}

/* What is about the bot is preferred only where it is spoken to. */
static void of_the_bot(void **state)
{
	(void)state;
	put_net("hints", HINTS_OUTPUTS,
		"any-word:apple meta.hello=46\nasked-word:apple meta.hello=46\n");
	made_good(&made);
	assert_string_equal(hinted("so does the apple heat help?", LUMBAR_DIRECT), "meta.hello 0");
	assert_string_equal(hinted("so does the apple heat help?", LUMBAR_FAQ), "treatment.heat 0");
}

/* An intent that was not learned is left alone; without a file nothing is known. */
static void not_learned(void **state)
{
	(void)state;
	put_net("hints", HINTS_OUTPUTS, "frame:few treatment.heat=1\n");
	made_good(&made);
	assert_string_equal(hinted("does sitting cause it?", LUMBAR_DIRECT), "");
	assert_string_equal(hinted("does water cause it?", LUMBAR_DIRECT), "causes.water 0");
}

static void none(void **state)
{
	(void)state;
	made_good(&made);
	assert_null(made.content->hints);
	assert_string_equal(hinted("does heat help?", LUMBAR_DIRECT), "");
}

static struct lumbar_verdict read_one(struct lumbar_engine *engine, const char *text,
	enum lumbar_channel channel, struct lumbar_talk *talk)
{
	struct lumbar_verdict v;

	engine_read(engine,
		&(struct lumbar_message){
			.channel = channel, .text = text, .len = strlen(text), .now_ms = 1},
		talk, &v);
	return v;
}

/* What is preferred is answered, and what the conversation goes on with. */
static void answered(void **state)
{
	struct lumbar_talk talk = {0};
	struct lumbar_engine *engine;
	struct lumbar_verdict v;

	(void)state;
	put_net("hints", HINTS_OUTPUTS,
		"any-word:apple causes.posture=46\nasked-word:apple causes.posture=46\n"
		"any-word:pear causes.water=46\nasked-word:pear causes.water=46\n"
		"frame:spoke speak=-46\n");
	made_good(&made);
	engine = engine_create(made.content);
	assert_non_null(engine);
	v = read_one(engine, "so does heat help with apple?", LUMBAR_DIRECT, NULL);
	assert_int_equal(v.n_intents, 1);
	assert_string_equal(v.intents[0], "causes.posture");
	v = read_one(engine, "what causes it, posture, or water with pear?", LUMBAR_DIRECT, &talk);
	assert_string_equal(v.intents[0], "causes.water");
	v = read_one(engine, "how to prevent it?", LUMBAR_DIRECT, &talk);
	assert_int_equal(v.action, LUMBAR_FALLBACK); /* posture would have been */
	engine_destroy(engine);
}

/* In the help channel small talk is left alone, even with a rule's words, and what has no rule is answered. */
static void heard(void **state)
{
	struct lumbar_engine *engine;

	(void)state;
	put_net("hints", HINTS_OUTPUTS,
		"any-word:apple speak=-36\nasked-word:apple speak=-36\n"
		"any-word:pear speak=30 causes.posture=46\n");
	made_good(&made);
	engine = engine_create(made.content);
	assert_non_null(engine);
	assert_int_equal(
		read_one(engine, "does heat help with the zebra?", LUMBAR_FAQ, NULL).action,
		LUMBAR_ANSWER);
	assert_int_equal(
		read_one(engine, "does heat help with the apple?", LUMBAR_FAQ, NULL).action,
		LUMBAR_IGNORE);
	assert_int_equal(
		read_one(engine, "what of the pear?", LUMBAR_FAQ, NULL).action, LUMBAR_ANSWER);
	assert_int_equal(
		read_one(engine, "what of the pear?", LUMBAR_AMBIENT, NULL).action, LUMBAR_IGNORE);
	engine_destroy(engine);
}

/* A few words in a conversation lean on what was said before, which rules do not see. */
static void asks_on(void **state)
{
	static const char text[] = "does ice help with pear";
	struct ask_view view;

	(void)state;
	put_net("hints", HINTS_OUTPUTS,
		"any-word:pear treatment.heat=46\nasked-word:pear treatment.heat=11\n");
	made_good(&made);
	assert_string_equal(hinted(text, LUMBAR_DIRECT), "treatment.ice 0");
	view = hint_view(LUMBAR_DIRECT);
	view.last = intent_find(view.intents, "causes.posture");
	assert_string_equal(
		hint_judge(made.content->hints, &view, &asked).best->id, "treatment.heat");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(prefers, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(asks_on, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(speaks, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(of_the_bot, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(not_learned, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(none, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(answered, set_up_none, tear_down),
		cmocka_unit_test_setup_teardown(heard, set_up_none, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
