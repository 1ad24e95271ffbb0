/* Tests of src/core/decide.c: what is done about what was understood. */
#include "core/decide.h"

#include <stdio.h>

#include "core/content_made.h"
#include "core/engine.h"

static struct made made;
static struct lumbar_engine *engine;
static struct lumbar_talk talk;
static struct lumbar_verdict verdict;

static int open_engine(void)
{
	made_good(&made);
	engine = engine_create(made.content);
	return engine ? 0 : -1;
}

static int set_up(void **state)
{
	(void)state;
	made_open(&made);
	engine = NULL;
	talk = (struct lumbar_talk){0};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	engine_destroy(engine);
	made_close(&made);
	return 0;
}

/* The verdict in a few words: "escalate urgent flags/numbness !numbness treatment.heat". */
static const char *describe(void)
{
	static char out[512];
	size_t i, n;

	n = (size_t)snprintf(out, sizeof(out), "%s", lumbar_action_name(verdict.action));
	if (verdict.tier)
		n += (size_t)snprintf(
			out + n, sizeof(out) - n, " %s", lumbar_tier_name(verdict.tier));
	if (verdict.reply_id)
		n += (size_t)snprintf(out + n, sizeof(out) - n, " %s", verdict.reply_id);
	for (i = 0; i < verdict.n_flags; i++)
		n += (size_t)snprintf(out + n, sizeof(out) - n, " !%s", verdict.flags[i]);
	for (i = 0; i < verdict.n_intents; i++)
		n += (size_t)snprintf(out + n, sizeof(out) - n, " %s", verdict.intents[i]);
	if (verdict.negated_flags)
		snprintf(out + n, sizeof(out) - n, " negated");
	return out;
}

struct look {
	const char *text;
	const char *direct, *faq, *ambient;
};

static void look_at(const struct look *looks, size_t n)
{
	struct lumbar_message m;
	const char *expected[3];
	size_t i, c;

	for (i = 0; i < n; i++) {
		expected[LUMBAR_DIRECT] = looks[i].direct;
		expected[LUMBAR_FAQ] = looks[i].faq;
		expected[LUMBAR_AMBIENT] = looks[i].ambient;
		for (c = LUMBAR_DIRECT; c <= LUMBAR_AMBIENT; c++) {
			m = (struct lumbar_message){.text = looks[i].text,
				.len = strlen(looks[i].text),
				.channel = (enum lumbar_channel)c};
			engine_read(engine, &m, NULL, &verdict);
			assert_non_null(verdict.reason);
			if (strcmp(describe(), expected[c]) != 0)
				fail_msg("'%s' (%s): %s, not %s", looks[i].text,
					lumbar_channel_name((enum lumbar_channel)c), describe(),
					expected[c]);
		}
	}
}

#define FALLBACK "fallback meta/fallback"
#define UNCOVERED "fallback meta/uncovered"
#define NUMB "escalate urgent flags/numbness !numbness"
#define SADDLE "escalate emergency flags/saddle !saddle"
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* ------------------------------------------------------------------ red flags */

static void flags(void **state)
{
	static const struct look looks[] = {
		{"numb leg", NUMB, NUMB, NUMB},
		{"numb groin", SADDLE, SADDLE, SADDLE},
		/* needs: back */
		{"fever and back hurts", "escalate urgent flags/fever !fever",
			"escalate urgent flags/fever !fever", "escalate urgent flags/fever !fever"},
		/* the gravest first; its reply leads; of equals the first in the content */
		{"cancer, numb leg", NUMB " !cancer", NUMB " !cancer", NUMB " !cancer"},
		{"cancer, numb groin, pregnant",
			"escalate emergency flags/saddle !saddle !cancer !pregnant",
			"escalate emergency flags/saddle !saddle !cancer !pregnant",
			"escalate emergency flags/saddle !saddle !cancer !pregnant"},
		/* beside an emergency nothing is answered, beside others it is */
		{"numb groin. what helps, heat?", SADDLE, SADDLE, SADDLE},
		{"numb leg, does heat help?", NUMB " treatment.heat", NUMB " treatment.heat", NUMB},
		{"numb leg. does heat help? does ice help? what causes it, posture?",
			NUMB " treatment.heat treatment.ice", NUMB " treatment.heat treatment.ice",
			NUMB},
		{"numb leg, my back hurts, does heat help?", NUMB " treatment.heat",
			NUMB " treatment.heat", NUMB " treatment.heat"},
		/* needs: no-other: a back in the message or the conversation, and nothing else that ails */
		{"wakes me", FALLBACK, "ignore", "ignore"},
		{"wakes me, her back", "escalate see-doctor flags/night !night",
			"escalate see-doctor flags/night !night",
			"escalate see-doctor flags/night !night"},
		{"ear wakes me", FALLBACK, "ignore", "ignore"},
		/* what can wait needs our subject in the help channel, unless hardly anything else is said */
		{"pregnant banana", "escalate see-doctor flags/pregnant !pregnant",
			"escalate see-doctor flags/pregnant !pregnant",
			"escalate see-doctor flags/pregnant !pregnant"},
		{"pregnant banana apple", "escalate see-doctor flags/pregnant !pregnant", "ignore",
			"escalate see-doctor flags/pregnant !pregnant"},
		{"pregnant banana apple, spasms", "escalate see-doctor flags/pregnant !pregnant",
			"escalate see-doctor flags/pregnant !pregnant",
			"escalate see-doctor flags/pregnant !pregnant"},
		{"cancer banana apple", "escalate urgent flags/cancer !cancer",
			"escalate urgent flags/cancer !cancer",
			"escalate urgent flags/cancer !cancer"},
		{"my back hurts, ear wakes me", "answer treatment.overview",
			"answer treatment.overview", "answer treatment.overview"},
	};

	(void)state;
	assert_int_equal(open_engine(), 0);
	look_at(looks, COUNT(looks));
}

/* A back in the conversation is as good as one in the message. */
static void known_back(void **state)
{
	struct lumbar_message m = {
		.text = "wakes me", .len = 8, .channel = LUMBAR_AMBIENT, .now_ms = 5};

	(void)state;
	assert_int_equal(open_engine(), 0);
	engine_read(engine, &m, &talk, &verdict);
	assert_string_equal(describe(), "ignore");
	talk.has_topic = 1;
	talk.last_ms = 5;
	engine_read(engine, &m, &talk, &verdict);
	assert_string_equal(describe(), "escalate see-doctor flags/night !night");
}

/* Somebody's back that is named, painful or not, opens an ambient channel to flags and certain questions. */
static void named_back(void **state)
{
	static const struct look looks[] = {
		{"her back has a fever", "escalate urgent flags/fever !fever",
			"escalate urgent flags/fever !fever", "escalate urgent flags/fever !fever"},
		{"the fever of her spine is well", "escalate urgent flags/fever !fever",
			"escalate urgent flags/fever !fever", "ignore"},
		{"watch her back with fever", "escalate urgent flags/fever !fever",
			"escalate urgent flags/fever !fever", "ignore"},
		{"how to prevent posture of her back?", "answer prevention.posture",
			"answer prevention.posture", "answer prevention.posture"},
		{"is heat for her back?", "answer treatment.heat", "answer treatment.heat",
			"ignore"},
	};

	(void)state;
	made_put(&made, "intents/flags.yaml",
		"flags:\n  fever: {tier: urgent, needs: back, rules: [fever]}\n");
	assert_int_equal(open_engine(), 0);
	look_at(looks, COUNT(looks));
}

/* A line for somebody else, or a command: only what cannot wait, and only of the person themselves. */
static void for_others(void **state)
{
	static const struct look looks[] = {
		{"<@123> numb leg", NUMB, "ignore", "ignore"},
		{"<@123> numb groin", SADDLE, "ignore", "ignore"},
		{"<@123> my groin is numb", SADDLE, SADDLE, SADDLE},
		{"one two three <@123> numb leg", NUMB, "ignore", "ignore"},
		{"one two three four <@123> numb leg", NUMB, NUMB, NUMB},
		{"!play numb leg", NUMB, "ignore", "ignore"},
		{"!play my groin is numb", SADDLE, SADDLE, SADDLE},
		{"<@123> what helps, heat?", "answer treatment.heat", "ignore", "ignore"},
	};

	(void)state;
	assert_int_equal(open_engine(), 0);
	look_at(looks, COUNT(looks));
}

/* Flags that are graver together than each alone. */
static void raised(void **state)
{
	static const char both[] = "escalate emergency flags/combined !numbness !fever";
	static const struct look looks[] = {
		{"numb leg, fever, back hurts", both, both, both},
		{"numb leg, no fever, back hurts", NUMB, NUMB, NUMB},
		{"numb groin, numb leg, fever, back hurts",
			"escalate emergency flags/saddle !saddle !numbness !fever",
			"escalate emergency flags/saddle !saddle !numbness !fever",
			"escalate emergency flags/saddle !saddle !numbness !fever"},
	};

	(void)state;
	assert_int_equal(open_engine(), 0);
	look_at(looks, COUNT(looks));
}

/* A rule of a flag may be graver than the flag; the verdict is as grave as the rule. */
static void tier_of_the_rule(void **state)
{
	(void)state;
	made_put(&made, "intents/more.yaml",
		"flags: {apple: {tier: see-doctor, rules: [{rule: apple, tier: emergency}]}}\n"
		"words: {apple: [apple]}\n");
	made_put(&made, "responses/flags/apple.md", MADE_FLAG("emergency", "**Go.**"));
	assert_int_equal(open_engine(), 0);
	look_at(&(const struct look){"numb leg, apple",
			"escalate emergency flags/apple !apple !numbness",
			"escalate emergency flags/apple !apple !numbness",
			"escalate emergency flags/apple !apple !numbness"},
		1);
}

/* More flags than a verdict lists: the gravest stay, wherever they stand. */
static void many_flags(void **state)
{
	static char text[4096], names[20][32];
	size_t i, n;

	(void)state;
	n = (size_t)sprintf(text, "words: {apple: [apple]}\nflags:\n");
	for (i = 0; i < 20; i++) {
		n += (size_t)sprintf(text + n, "  f%zu: {tier: %s, rules: [apple]}\n", i,
			i == 19 ? "emergency"
			: i % 2 ? "urgent"
				: "see-doctor");
		snprintf(names[i], sizeof(names[i]), "responses/flags/f%zu.md", i);
		made_put(&made, names[i], MADE_FLAG("emergency", "**Go.**"));
	}
	made_put(&made, "intents/more.yaml", text);
	assert_int_equal(open_engine(), 0);
	engine_read(engine, &(struct lumbar_message){.text = "apple", .len = 5}, NULL, &verdict);
	assert_int_equal(verdict.n_flags, LUMBAR_FLAGS_MAX);
	assert_int_equal(verdict.tier, LUMBAR_TIER_EMERGENCY);
	assert_string_equal(verdict.reply_id, "flags/f19");
	assert_string_equal(verdict.flags[0], "f19");
	for (i = 1; i < 10; i++)
		assert_true(made_flag(&made, verdict.flags[i])->tier == LUMBAR_TIER_URGENT);
	for (; i < LUMBAR_FLAGS_MAX; i++)
		assert_true(made_flag(&made, verdict.flags[i])->tier == LUMBAR_TIER_SEE_DOCTOR);
}

/* ------------------------------------------------------------------ questions */

static void questions(void **state)
{
	static const struct look looks[] = {
		{"what helps my back, heat?", "answer treatment.heat", "answer treatment.heat",
			"answer treatment.heat"},
		/* a question of ours, and nothing says that it is about a back */
		{"does heat help?", "answer treatment.heat", "answer treatment.heat", "ignore"},
		/* who talks to the bot is offered what comes nearest */
		{"what helps with banana apple pear plum", FALLBACK " treatment.overview", "ignore",
			"ignore"},
		{"banana apple pear plum", FALLBACK, "ignore", "ignore"},
		{"", FALLBACK, "ignore", "ignore"},
		/* two clauses, two answers; one intent once */
		{"what helps my back, heat or ice?", "answer treatment.heat treatment.ice",
			"answer treatment.heat treatment.ice",
			"answer treatment.heat treatment.ice"},
		{"does heat help my back? does heat help?", "answer treatment.heat",
			"answer treatment.heat", "answer treatment.heat"},
		/* about the bot: for those who talk to it */
		{"hello", "answer meta.hello", "ignore", "ignore"},
		{"banana hello apple", FALLBACK, "ignore", "ignore"},
		/* few other words, the fewer the less certain it is */
		{"does heat help banana apple pear?", "answer treatment.heat",
			"answer treatment.heat", "ignore"},
		{"does heat help banana apple pear plum?",
			FALLBACK " treatment.heat treatment.overview", "ignore", "ignore"},
		{"is it my heat?", "answer treatment.heat", "answer treatment.heat", "ignore"},
		{"is it my heat banana?", FALLBACK " treatment.heat", "ignore", "ignore"},
		/* the channel's topic is named, if not the back */
		{"my spasms, is it heat banana?", "answer treatment.heat", "answer treatment.heat",
			"ignore"},
		{"my spasms, is it heat?", "answer treatment.heat", "answer treatment.heat",
			"ignore"},
		/* where the topic is implied, a spasm is one of the back */
		{"my spasms, is it heat, banana apple pear?", "answer treatment.heat",
			"answer treatment.heat", "ignore"},
		{"my spasms go on", "answer treatment.overview", "answer treatment.overview",
			"ignore"},
		{"my knee spasms go on", FALLBACK, "ignore", "ignore"},
		/* what the articles do not cover */
		{"does heat help? what song?", "answer treatment.heat", "answer treatment.heat",
			"ignore"},
		{"what song", UNCOVERED, "ignore", "ignore"},
		/* a thing that nobody listed, in the place of a treatment */
		{"would banana help", UNCOVERED " treatment.overview", "ignore", "ignore"},
		{"my back hurts. would banana help?", UNCOVERED " treatment.overview", UNCOVERED,
			"ignore"},
		{"would banana help, my leg is numb", NUMB, NUMB, NUMB},
		{"what song helps my back?", UNCOVERED " treatment.overview", UNCOVERED, "ignore"},
		/* a report */
		{"my back hurts", "answer treatment.overview", "answer treatment.overview",
			"answer treatment.overview"},
		{"my back hurts, one two three four heat", "answer treatment.overview",
			"answer treatment.overview", "answer treatment.overview"},
		{"my back hurts, can it walk?", "answer treatment.overview",
			"answer treatment.overview", "ignore"},
		{"apple apple spine hurts", "answer treatment.overview", "ignore", "ignore"},
		/* nobody is named, in the help channel, and nothing else told */
		{"one two spine hurts", "answer treatment.overview", "answer treatment.overview",
			"ignore"},
	};

	(void)state;
	assert_int_equal(open_engine(), 0);
	look_at(looks, COUNT(looks));
}

/* A strong intent is answered whatever is asked of it, as long as little else is said. */
static void strong(void **state)
{
	static const struct look looks[] = {
		{"what causes apple", "answer apple", "answer apple", "ignore"},
		{"what causes apple banana pear", "answer apple", "answer apple", "ignore"},
		{"what causes apple banana pear plum", FALLBACK " apple", "ignore", "ignore"},
	};

	(void)state;
	made_put(&made, "intents/more.yaml",
		"words: {apple: [apple]}\nintents: {apple: {strong: true, ask: [apple]}}\n");
	made_put(&made, "responses/apple.md", MADE_CITED("Apple."));
	assert_int_equal(open_engine(), 0);
	look_at(looks, COUNT(looks));
}

/* What is asked in a channel is not asked about the bot. */
static void about_the_bot(void **state)
{
	static const struct look looks[] = {
		{"is it apple heat?", "answer meta.apple", "answer treatment.heat", "ignore"},
		{"apple", "answer meta.apple", "ignore", "ignore"},
	};

	(void)state;
	made_put(&made, "intents/more.yaml",
		"words: {apple: [apple]}\nkinds: {concept: {apple: 20}}\n"
		"intents: {meta.apple: {meta: true, ask: [apple]}}\n");
	made_put(&made, "responses/meta/apple.md", MADE_ANSWER("", "Apple."));
	assert_int_equal(open_engine(), 0);
	look_at(looks, COUNT(looks));
}

/* Who was answered may go on without naming the back, as long as nothing else is spoken of. */
static void spoken_with(void **state)
{
	struct lumbar_message m = {
		.text = "does heat help?", .len = 15, .channel = LUMBAR_AMBIENT, .now_ms = 5};

	(void)state;
	assert_int_equal(open_engine(), 0);
	talk = (struct lumbar_talk){.last_ms = 5, .spoke = 1};
	engine_read(engine, &m, &talk, &verdict);
	assert_string_equal(describe(), "answer treatment.heat");
	m.text = "does heat help banana?";
	m.len = strlen(m.text);
	engine_read(engine, &m, &talk, &verdict);
	assert_string_equal(describe(), "ignore");
	/* who talks to the bot may name a further thing with a few words that nothing explains */
	m.channel = LUMBAR_DIRECT;
	m.text = "and the heat of banana apple";
	m.len = strlen(m.text);
	engine_read(engine, &m, &talk, &verdict);
	assert_string_equal(describe(), "answer treatment.heat");
	talk = (struct lumbar_talk){0};
	engine_read(engine, &m, &talk, &verdict);
	assert_string_equal(describe(), FALLBACK " treatment.heat");
}

/* Four answers at the most. */
/* A question of another topic is answered beside a better understood one; a general one of the same is not. */
static void further_questions(void **state)
{
	static const struct look looks[] = {
		{"does heat help my spasms, when to worry", "answer treatment.heat",
			"answer treatment.heat", "ignore"},
		{"does posture causes my spasms, when to worry",
			"answer causes.posture treatment.see-doctor",
			"answer causes.posture treatment.see-doctor", "ignore"},
		{"does posture causes my spasms, and what helps",
			"answer causes.posture treatment.overview",
			"answer causes.posture treatment.overview", "ignore"},
	};

	(void)state;
	assert_int_equal(open_engine(), 0);
	look_at(looks, COUNT(looks));
}

static void many_questions(void **state)
{
	static const char text[] = "my back hurts. does heat help? does ice help? what causes it, "
				   "posture? or sitting? or water? how to avoid posture?";

	(void)state;
	assert_int_equal(open_engine(), 0);
	engine_read(engine, &(struct lumbar_message){.text = text, .len = sizeof(text) - 1}, NULL,
		&verdict);
	assert_int_equal(verdict.action, LUMBAR_ANSWER);
	assert_int_equal(verdict.n_intents, LUMBAR_ANSWERS_MAX);
	assert_int_equal(engine->asked.count, 6);
}

/* A flag that is not reported: silence, or the list of when to worry. */
static void unreported(void **state)
{
	static const struct look looks[] = {
		{"no numb leg", FALLBACK, "ignore", "ignore"},
		{"my back hurts, no numb leg", "answer treatment.overview negated",
			"answer treatment.overview negated", "answer treatment.overview negated"},
		{"what is a numb leg?", "answer treatment.see-doctor",
			"answer treatment.see-doctor", "ignore"},
		{"if my leg is numb", "answer treatment.see-doctor", "answer treatment.see-doctor",
			"ignore"},
		{"if my leg is numb. my back hurts", "answer treatment.see-doctor",
			"answer treatment.see-doctor", "answer treatment.see-doctor"},
		/* a general question beside it is answered second, one of something first */
		{"if my leg is numb, what helps?", "answer treatment.see-doctor treatment.overview",
			"answer treatment.see-doctor treatment.overview", "ignore"},
		{"if my leg is numb, does heat help?", "answer treatment.heat",
			"answer treatment.heat", "ignore"},
		{"numb leg went away", FALLBACK, "ignore", "ignore"},
		/* what is asked about is something else, unless the flag cannot wait */
		{"would crystals help if pregnant, my back hurts", UNCOVERED " treatment.overview",
			"ignore", "ignore"},
		{"would crystals help if my leg is numb, my back hurts",
			"answer treatment.see-doctor treatment.overview",
			"answer treatment.see-doctor", "answer treatment.see-doctor"},
		/* too much else is spoken of */
		{"is apple banana numb leg plum?", FALLBACK, "ignore", "ignore"},
	};

	(void)state;
	assert_int_equal(open_engine(), 0);
	look_at(looks, COUNT(looks));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(flags, set_up, tear_down),
		cmocka_unit_test_setup_teardown(named_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(known_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(for_others, set_up, tear_down),
		cmocka_unit_test_setup_teardown(raised, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tier_of_the_rule, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_flags, set_up, tear_down),
		cmocka_unit_test_setup_teardown(questions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(strong, set_up, tear_down),
		cmocka_unit_test_setup_teardown(about_the_bot, set_up, tear_down),
		cmocka_unit_test_setup_teardown(spoken_with, set_up, tear_down),
		cmocka_unit_test_setup_teardown(further_questions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_questions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unreported, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
