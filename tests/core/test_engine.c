/* Tests of src/core/engine.c: the way of a message, and what a conversation remembers. */
#include "core/engine.h"

#include "core/content_made.h"
#include "core/pattern.h"

#define MINUTE ((int64_t)60 * 1000)

static struct made made;
static struct lumbar_engine *engine;
static struct lumbar_talk talk;
static struct lumbar_verdict verdict;

static int set_up(void **state)
{
	(void)state;
	made_open(&made);
	made_good(&made);
	talk = (struct lumbar_talk){0};
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

static void say_at(int64_t now, enum lumbar_channel channel, const char *text)
{
	const struct lumbar_message m = {
		.text = text, .len = strlen(text), .channel = channel, .now_ms = now};

	engine_read(engine, &m, &talk, &verdict);
}

static void say(enum lumbar_channel channel, const char *text)
{
	say_at(1, channel, text);
}

static void answered(const char *intent)
{
	if (verdict.action != LUMBAR_ANSWER || strcmp(verdict.intents[0], intent) != 0)
		fail_msg("%s %s, not %s", lumbar_action_name(verdict.action),
			verdict.n_intents ? verdict.intents[0] : "", intent);
}

/* ------------------------------------------------------------------ one message */

static void whole_way(void **state)
{
	(void)state;
	say(LUMBAR_DIRECT, "what causes it, sitting?");
	answered("causes.sitting");
	assert_int_equal(verdict.tier, LUMBAR_TIER_NONE);
	say(LUMBAR_DIRECT, "no numb leg but my foot is NUMB!!");
	assert_int_equal(verdict.action, LUMBAR_ESCALATE);
	assert_int_equal(verdict.tier, LUMBAR_TIER_URGENT);
	assert_string_equal(verdict.flags[0], "numbness");
	say(LUMBAR_DIRECT, "banana");
	assert_int_equal(verdict.action, LUMBAR_FALLBACK);
	say(LUMBAR_AMBIENT, "banana");
	assert_int_equal(verdict.action, LUMBAR_IGNORE);
}

/* Who tells of nobody in particular and begins with the back is meant all the same. */
static void begins_with_the_back(void **state)
{
	(void)state;
	say(LUMBAR_AMBIENT, "back pain banana");
	assert_int_equal(verdict.action, LUMBAR_ANSWER);
	say(LUMBAR_AMBIENT, "banana back pain");
	assert_int_equal(verdict.action, LUMBAR_ANSWER);
	say(LUMBAR_AMBIENT, "banana banana back pain");
	assert_int_equal(verdict.action, LUMBAR_IGNORE);
	say(LUMBAR_AMBIENT, "banana leg");
	assert_int_equal(verdict.action, LUMBAR_IGNORE);
}

/* A word that only rules something out is not understood by that. */
static void explained_words(void **state)
{
	(void)state;
	say(LUMBAR_DIRECT, "does heat help leg?");
	assert_int_equal(engine->asked.unexplained, 0);
	say(LUMBAR_DIRECT, "does heat help cold?");
	assert_int_equal(engine->asked.unexplained, 1);
}

/* Any bytes are a message, none too; there need not be a conversation. */
static void any_bytes(void **state)
{
	static const struct {
		const char *text;
		size_t len;
	} cases[] = {
		{NULL, 0},
		{"", 0},
		{"\0numb leg", 9},
		{"numb\0leg", 8},
		{"\xff\xfe numb leg", 11},
		{"\xf0\x9f\x98", 3},
		{"numb leg\xc3", 9},
		{"\xef\xbb\xbfnumb leg", 11},
		{"```", 3},
		{"> \n>\n", 5},
		{"\t\v\f\r\n", 5},
		{"numb leg xxxx", 8},
	};
	struct lumbar_message m = {.channel = LUMBAR_DIRECT};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		m.text = cases[i].text;
		m.len = cases[i].len;
		engine_read(engine, &m, NULL, &verdict);
		assert_int_equal(
			verdict.action == LUMBAR_ESCALATE, cases[i].text && cases[i].len >= 8);
		assert_non_null(verdict.reason);
	}
}

/* LUMBAR_MESSAGE_MAX bytes are read; what stands behind counts as not written. */
static void longest_message(void **state)
{
	static char text[LUMBAR_MESSAGE_MAX + 64];
	struct lumbar_message m = {.text = text, .channel = LUMBAR_DIRECT};
	size_t at;

	(void)state;
	for (at = 0; at < sizeof(text); at++)
		text[at] = at % 10 ? 'q' : ' ';
	memcpy(text + LUMBAR_MESSAGE_MAX - 9, " numb leg", 9);
	m.len = LUMBAR_MESSAGE_MAX;
	engine_read(engine, &m, NULL, &verdict);
	assert_int_equal(verdict.action, LUMBAR_ESCALATE);
	memcpy(text + LUMBAR_MESSAGE_MAX - 9, " qqqq qqq", 9);
	memcpy(text + LUMBAR_MESSAGE_MAX, " numb leg", 9);
	m.len = sizeof(text);
	engine_read(engine, &m, NULL, &verdict);
	assert_int_equal(verdict.action, LUMBAR_FALLBACK);
}

/* Of one message nothing is left for the next. */
static void nothing_stays(void **state)
{
	(void)state;
	talk = (struct lumbar_talk){0};
	say(LUMBAR_DIRECT, "numb leg, no fever. my back hurts. what helps?");
	talk = (struct lumbar_talk){0};
	say(LUMBAR_AMBIENT, "apple");
	assert_int_equal(verdict.action, LUMBAR_IGNORE);
	assert_int_equal(verdict.n_flags + verdict.n_intents, 0);
	assert_null(verdict.reply_id);
	assert_false(engine->back_here || engine->back_known);
	assert_int_equal(engine->asked.count, 0);
	assert_int_equal(engine->scopes.count, 0);
}

/* What a matcher gives up on, the anchors decide, towards escalation. */
static void limits_escalate(void **state)
{
	struct lumbar_content *c;

	(void)state;
	made_put(&made, "intents/more.yaml",
		"words: {trap: ['ache \\w*(x|y)']}\n"
		"flags: {trap: {tier: emergency, rules: [trap]}}\n");
	made_put(&made, "responses/flags/trap.md", MADE_FLAG("emergency", "**{emergency}**"));
	engine_destroy(engine);
	made_good(&made);
	c = made.content;
	engine = engine_create(c);
	assert_non_null(engine);
	say(LUMBAR_DIRECT, "ache x");
	assert_int_equal(verdict.action, LUMBAR_ESCALATE);
	assert_false(verdict.limited);
	say(LUMBAR_DIRECT, "ache ache ache ache z");
	assert_int_equal(verdict.action, LUMBAR_FALLBACK);
	assert_false(verdict.limited);
	pattern_matcher_limit(engine->matcher, 1);
	say(LUMBAR_DIRECT, "ache ache ache ache z x");
	assert_true(verdict.limited);
	assert_int_equal(verdict.action, LUMBAR_ESCALATE);
	pattern_matcher_limit(engine->matcher, PATTERN_LIMIT_DEFAULT);
	say(LUMBAR_DIRECT, "apple");
	assert_false(verdict.limited);
}

/* Messages of other bots are ignored, whatever they hold. */
static void other_bots(void **state)
{
	static const char text[] = "numb groin";
	struct lumbar_message m = {
		.text = text, .len = strlen(text), .from_other_bot = true, .now_ms = 5};

	(void)state;
	engine_read(engine, &m, &talk, &verdict);
	assert_int_equal(verdict.action, LUMBAR_IGNORE);
	assert_int_equal(verdict.n_flags, 0);
	assert_int_equal(talk.last_ms, 0);
	m.from_other_bot = false;
	engine_read(engine, &m, &talk, &verdict);
	assert_int_equal(verdict.action, LUMBAR_ESCALATE);
}

/* ------------------------------------------------------------------ conversations */

static void follow_ups(void **state)
{
	(void)state;
	say(LUMBAR_DIRECT, "what causes it, posture?");
	answered("causes.posture");
	assert_true(talk.spoke);
	/* the aspect is known, the concept new */
	say(LUMBAR_DIRECT, "and water?");
	answered("causes.water");
	assert_int_equal(talk.intents[0], intent_find(made.content->intents, "causes.water")->hash);
	/* the concept is known, the aspect new */
	say(LUMBAR_DIRECT, "and posture?");
	say(LUMBAR_DIRECT, "how to prevent it?");
	answered("prevention.posture");
	/* without the conversation neither */
	talk = (struct lumbar_talk){0};
	say(LUMBAR_DIRECT, "and water?");
	assert_int_equal(verdict.action, LUMBAR_FALLBACK);
}

/* A few words that only ask on get the last answer again; what turns to something else takes nothing over. */
static void goes_on(void **state)
{
	(void)state;
	say(LUMBAR_DIRECT, "how");
	assert_int_equal(verdict.action, LUMBAR_FALLBACK);
	say(LUMBAR_DIRECT, "does heat help?");
	say(LUMBAR_DIRECT, "how");
	answered("treatment.heat");
	assert_string_equal(verdict.reason, "it goes on with the last question");
	say(LUMBAR_DIRECT, "how so banana");
	assert_int_equal(verdict.action, LUMBAR_FALLBACK);
	say(LUMBAR_DIRECT, "why");
	answered("treatment.heat");
	say(LUMBAR_DIRECT, "what causes it, posture?");
	say(LUMBAR_DIRECT, "how to prevent it?");
	answered("prevention.posture");
	say(LUMBAR_DIRECT, "what causes it, posture?");
	say(LUMBAR_DIRECT, "another question, how to prevent it?");
	assert_int_equal(verdict.action, LUMBAR_FALLBACK);
	/* a concept of the conversation is not pressed upon unknown words */
	say(LUMBAR_DIRECT, "what causes it, posture?");
	say(LUMBAR_DIRECT, "how to prevent banana?");
	assert_int_equal(verdict.action, LUMBAR_FALLBACK);
	/* nothing was answered to go on with */
	talk = (struct lumbar_talk){0};
	say(LUMBAR_DIRECT, "why");
	assert_int_equal(verdict.action, LUMBAR_FALLBACK);
}

/* A bare word that two answers are for: both are offered, and one of them is picked. */
static void choices(void **state)
{
	(void)state;
	engine_destroy(engine);
	made_put(&made, "intents/more.yaml",
		"intents:\n  treatment.cool: {ask: [ice + water], offered-for: [heat]}\n");
	made_put(&made, "responses/treatment/cool.md", MADE_CITED("Cool."));
	made_good(&made);
	engine = engine_create(made.content);
	assert_non_null(engine);

	say(LUMBAR_DIRECT, "heat");
	assert_true(verdict.choices);
	assert_int_equal(verdict.n_intents, 2);
	assert_string_equal(verdict.intents[0], "treatment.heat");
	assert_string_equal(verdict.intents[1], "treatment.cool");
	say(LUMBAR_DIRECT, "2 please");
	answered("treatment.cool");
	assert_false(verdict.choices);
	/* it has been picked: now it is a number like any other */
	say(LUMBAR_DIRECT, "2 please");
	assert_int_equal(verdict.action, LUMBAR_FALLBACK);
	say(LUMBAR_DIRECT, "heat");
	say(LUMBAR_DIRECT, "both");
	assert_int_equal(verdict.n_intents, 2);
	assert_false(verdict.choices);
	/* none of them */
	say(LUMBAR_DIRECT, "heat");
	say(LUMBAR_DIRECT, "not the first");
	assert_int_equal(verdict.action, LUMBAR_FALLBACK);
	/* a question is a question, and a red flag is a red flag */
	say(LUMBAR_DIRECT, "heat");
	say(LUMBAR_DIRECT, "2 ice?");
	answered("treatment.ice");
	say(LUMBAR_DIRECT, "heat");
	say(LUMBAR_DIRECT, "2 numb legs");
	assert_int_equal(verdict.action, LUMBAR_ESCALATE);
	/* nothing is offered where it is said what is meant, nor among others */
	say(LUMBAR_DIRECT, "does heat help");
	assert_false(verdict.choices);
	say(LUMBAR_FAQ, "heat");
	answered("treatment.heat");
	assert_false(verdict.choices);
	say(LUMBAR_FAQ, "2");
	assert_int_equal(verdict.action, LUMBAR_IGNORE);
}

/* What was told of a back counts in the next message, until half an hour has passed. */
static void topic_is_kept(void **state)
{
	(void)state;
	say_at(1000, LUMBAR_AMBIENT, "fever");
	assert_int_equal(verdict.action, LUMBAR_IGNORE);
	assert_false(talk.has_topic);
	say_at(1000, LUMBAR_AMBIENT, "my back hurts");
	assert_true(talk.has_topic);
	say_at(1000 + 30 * MINUTE, LUMBAR_AMBIENT, "fever");
	assert_int_equal(verdict.action, LUMBAR_ESCALATE);
	assert_int_equal(talk.tier, LUMBAR_TIER_URGENT);
	/* the age counts from what counted last */
	say_at(1000 + 60 * MINUTE, LUMBAR_AMBIENT, "fever");
	assert_int_equal(verdict.action, LUMBAR_ESCALATE);
	say_at(1001 + 90 * MINUTE, LUMBAR_AMBIENT, "fever");
	assert_int_equal(verdict.action, LUMBAR_IGNORE);
	assert_false(talk.has_topic || talk.spoke || talk.tier);
}

/* What was said to nobody does not keep a conversation alive. */
static void ignored_lines_do_not_count(void **state)
{
	(void)state;
	say_at(1000, LUMBAR_AMBIENT, "my back hurts");
	say_at(1000 + 20 * MINUTE, LUMBAR_AMBIENT, "apple");
	assert_int_equal(talk.last_ms, 1000);
	say_at(1000 + 31 * MINUTE, LUMBAR_AMBIENT, "fever");
	assert_int_equal(verdict.action, LUMBAR_IGNORE);
}

/* The gravest tier so far is kept. */
static void gravest_tier(void **state)
{
	(void)state;
	say(LUMBAR_DIRECT, "numb groin");
	assert_int_equal(talk.tier, LUMBAR_TIER_EMERGENCY);
	say(LUMBAR_DIRECT, "pregnant");
	assert_int_equal(verdict.tier, LUMBAR_TIER_SEE_DOCTOR);
	assert_int_equal(talk.tier, LUMBAR_TIER_EMERGENCY);
}

/* A conversation outlives the content it was held over. */
static void survives_a_reload(void **state)
{
	(void)state;
	say(LUMBAR_DIRECT, "what causes it, posture?");
	answered("causes.posture");
	engine_destroy(engine);
	made_put(&made, "intents/more.yaml",
		"topic: [song]\nkinds: {concept: {apple: 1, song: 9}}\n"
		"words: {apple: [apple]}\n");
	made_good(&made);
	engine = engine_create(made.content);
	assert_non_null(engine);
	say(LUMBAR_DIRECT, "and water?");
	answered("causes.water");
	/* hashes that nobody knows are nothing */
	talk = (struct lumbar_talk){.last_ms = 1, .aspect = 12345, .concept = 54321};
	say(LUMBAR_DIRECT, "and water?");
	assert_int_equal(verdict.action, LUMBAR_FALLBACK);
}

static void destroyed(void **state)
{
	(void)state;
	engine_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(whole_way, set_up, tear_down),
		cmocka_unit_test_setup_teardown(begins_with_the_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(explained_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(any_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(longest_message, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_stays, set_up, tear_down),
		cmocka_unit_test_setup_teardown(limits_escalate, set_up, tear_down),
		cmocka_unit_test_setup_teardown(other_bots, set_up, tear_down),
		cmocka_unit_test_setup_teardown(follow_ups, set_up, tear_down),
		cmocka_unit_test_setup_teardown(goes_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(choices, set_up, tear_down),
		cmocka_unit_test_setup_teardown(topic_is_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ignored_lines_do_not_count, set_up, tear_down),
		cmocka_unit_test_setup_teardown(gravest_tier, set_up, tear_down),
		cmocka_unit_test_setup_teardown(survives_a_reload, set_up, tear_down),
		cmocka_unit_test(destroyed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
