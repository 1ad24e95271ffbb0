/* Tests of src/core/heed.c: whether a message is for lumbard at all. */
#include "core/heed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct intent answer = {.id = "a", .answer = "a"}, other = {.id = "u"},
			   meta = {.id = "m", .answer = "m", .meta = true},
			   elsewhere = {.id = "e", .elsewhere = true},
			   covered = {.id = "c", .answer = "c"};

static bool heeds(
	enum lumbar_channel channel, bool ruled, int speak, const struct asked *asked, bool back)
{
	const struct hinted h = {.known = true, .best = &answer, .speak = speak};

	return heed_question(
		&(struct decide_view){
			.channel = channel, .asked = asked, .hinted = &h, .back_here = back},
		ruled);
}

/* What a rule finds needs less than what none does, and what no channel is made for needs most. */
static void questions(void **state)
{
	const struct asked asked = {.asks = true, .unexplained = 1};

	(void)state;
	assert_true(heeds(LUMBAR_DIRECT, true, -3 * HINT_UNIT, &asked, false));
	assert_false(heeds(LUMBAR_DIRECT, false, HINT_UNIT, &asked, false));
	assert_true(heeds(LUMBAR_DIRECT, false, HINT_UNIT, &asked, true));
	assert_true(heeds(LUMBAR_FAQ, true, -HINT_UNIT, &asked, false));
	assert_false(heeds(LUMBAR_FAQ, true, -3 * HINT_UNIT, &asked, false));
	assert_true(heeds(LUMBAR_FAQ, false, 1, &asked, false));
	assert_false(heeds(LUMBAR_FAQ, false, 0, &asked, false));
	assert_false(heeds(LUMBAR_AMBIENT, false, 9 * HINT_UNIT, &asked, false));
	assert_true(heeds(LUMBAR_AMBIENT, false, HINT_UNIT, &asked, true));
	assert_false(heeds(LUMBAR_AMBIENT, true, -2 * HINT_UNIT, &asked, true));
}

static void words_all_known(void **state)
{
	const struct asked asked = {.asks = true};

	(void)state;
	assert_true(heeds(LUMBAR_FAQ, true, -5 * HINT_UNIT / 2, &asked, false));
	assert_false(heeds(LUMBAR_FAQ, true, -4 * HINT_UNIT, &asked, false));
}

/* Among others a back that hurts nobody has to be named, and the hints sure of it. */
static void named(void **state)
{
	struct hinted h = {.known = true, .best = &answer, .speak = 7 * HINT_UNIT};
	struct asked asked = {.asks = true, .count = 1};
	struct decide_view v = {.channel = LUMBAR_AMBIENT, .asked = &asked, .hinted = &h};

	(void)state;
	asked.list[0].intent = &answer;
	assert_false(heed_question(&v, false));
	v.back_named = true;
	assert_true(heed_question(&v, false));
	asked.count = 0;
	assert_false(heed_question(&v, false));
	asked.count = 1;
	h.speak = 5 * HINT_UNIT;
	assert_false(heed_question(&v, false));
}

/* Who was answered lately and asks on needs less than who asks for the first time. */
static void asks_on(void **state)
{
	const struct hinted h = {.known = true, .best = &answer, .speak = -HINT_UNIT / 2};
	struct asked asked = {.asks = true, .unexplained = 1};
	struct decide_view v = {.channel = LUMBAR_FAQ, .asked = &asked, .hinted = &h};

	(void)state;
	assert_false(heed_question(&v, false));
	v.spoke = true;
	assert_true(heed_question(&v, false));
	asked.asks = false;
	assert_false(heed_question(&v, false));
}

/* Among others that takes a rule, or a few words behind an answer. */
static void asks_on_among_others(void **state)
{
	const struct hinted h = {.known = true, .best = &answer, .speak = 3 * HINT_UNIT};
	struct asked asked = {.count = 1, .unexplained = 1};
	struct reading r = {.n_words = DECIDE_ON_WORDS + 1};
	struct decide_view v = {.channel = LUMBAR_AMBIENT,
		.asked = &asked,
		.hinted = &h,
		.r = &r,
		.spoke = true,
		.last = &answer};

	(void)state;
	asked.list[0].intent = &answer;
	assert_true(heed_question(&v, false));
	asked.count = 0;
	assert_false(heed_question(&v, false));
	r.n_words = DECIDE_ON_WORDS;
	assert_true(heed_question(&v, false));
	v.last = NULL;
	assert_false(heed_question(&v, false));
}

/* What the articles do not cover stays so, unless the hints are very sure. */
static void uncovered(void **state)
{
	struct asked asked = {.asks = true, .count = 1};

	(void)state;
	asked.list[0].intent = &other;
	assert_false(heeds(LUMBAR_DIRECT, false, 3 * HINT_UNIT, &asked, true));
	assert_true(heeds(LUMBAR_DIRECT, false, 5 * HINT_UNIT, &asked, true));
}

/* Without hints, and with two readings to choose from, rules decide alone. */
static void by_rules(void **state)
{
	const struct hinted none = {0}, no = {.known = true, .best = &answer, .speak = -9999};
	const struct asked asked = {.rival = &answer}, plain = {0};
	struct decide_view v = {.channel = LUMBAR_FAQ, .asked = &plain, .hinted = &none};

	(void)state;
	assert_true(heed_question(&v, true));
	assert_false(heed_question(&v, false));
	v.hinted = &no;
	assert_false(heed_question(&v, true));
	v.asked = &asked;
	assert_true(heed_question(&v, true));
}

/* Strange words where the complaint stands need hints that are sure, whatever rule holds. */
static void doubted(void **state)
{
	struct hinted h = {.known = true, .best = &answer, .speak = HINT_UNIT};
	const struct asked asked = {.asks = true};
	struct decide_view v = {.channel = LUMBAR_DIRECT, .asked = &asked, .hinted = &h};

	(void)state;
	assert_true(heed_question(&v, true));
	v.outside = OUTSIDE_DOUBTED;
	assert_false(heed_question(&v, true));
	h.speak = 3 * HINT_UNIT;
	assert_true(heed_question(&v, true));
}

/* "My gerbil is bald, what do i do": with nothing else understood, the hints have to be for it. */
static void bare(void **state)
{
	const struct hinted h = {.known = true, .best = &answer, .speak = HINT_UNIT / 2};
	const struct lumbar_content content = {.report = &answer};
	struct asked asked = {.asks = true, .unexplained = 1, .count = 1};
	struct decide_view v = {
		.content = &content, .channel = LUMBAR_DIRECT, .asked = &asked, .hinted = &h};

	(void)state;
	asked.list[0] = (struct ask_reading){.intent = &answer, .concept = ASK_NO_TERM};
	assert_false(heed_question(&v, true));
	v.back_known = true;
	assert_true(heed_question(&v, true));
	v.back_known = false;
	asked.list[0] = (struct ask_reading){.intent = &answer, .concept = 1};
	assert_false(heed_question(&v, true));
	asked.list[0].intent = &covered;
	assert_true(heed_question(&v, true));
}

/* Beside something that is not covered, rules decide alone. */
static void beside(void **state)
{
	const struct hinted no = {.known = true, .best = &answer, .speak = -9 * HINT_UNIT};
	const struct asked asked = {.asks = true, .beside = true};
	const struct decide_view v = {.channel = LUMBAR_DIRECT, .asked = &asked, .hinted = &no};

	(void)state;
	assert_true(heed_question(&v, true));
	assert_false(heed_question(&v, false));
}

/* A greeting of strange words is one. */
static void greetings(void **state)
{
	const struct asked asked = {.unexplained = 4};
	const struct hinted h = {.known = true, .best = &meta, .speak = HINT_UNIT};

	(void)state;
	assert_true(heed_question(
		&(struct decide_view){.channel = LUMBAR_DIRECT, .asked = &asked, .hinted = &h},
		false));
}

static void small_talk(void **state)
{
	const struct flag weak = {.needs = FLAG_NEEDS_BACK}, bare = {.needs = FLAG_NEEDS_NOTHING};
	const struct flag_finding urgent = {.tier = LUMBAR_TIER_URGENT},
				  emergency = {.tier = LUMBAR_TIER_EMERGENCY};
	const struct hinted off = {.known = true, .best = &answer, .speak = -8 * HINT_UNIT},
			    far = {.known = true, .best = &answer, .speak = -11 * HINT_UNIT};
	struct asked asked = {.count = 0};
	struct decide_view v = {.channel = LUMBAR_FAQ, .hinted = &off, .asked = &asked};

	(void)state;
	assert_true(heed_small_talk(&v, &weak, &urgent));
	assert_false(heed_small_talk(&v, &weak, &emergency));
	/* somebody who asks for a treatment that is not covered talks of our subject */
	asked.count = 1;
	asked.list[0].intent = &other;
	assert_false(heed_small_talk(&v, &weak, &urgent));
	asked.list[0].intent = &elsewhere;
	assert_true(heed_small_talk(&v, &weak, &urgent));
	asked.count = 0;
	v.hinted = &far;
	assert_true(heed_small_talk(&v, &weak, &emergency));
	assert_false(heed_small_talk(&v, &bare, &emergency));
	v.back_known = true;
	assert_false(heed_small_talk(&v, &weak, &urgent));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(questions),
		cmocka_unit_test(words_all_known),
		cmocka_unit_test(named),
		cmocka_unit_test(asks_on),
		cmocka_unit_test(asks_on_among_others),
		cmocka_unit_test(uncovered),
		cmocka_unit_test(by_rules),
		cmocka_unit_test(doubted),
		cmocka_unit_test(beside),
		cmocka_unit_test(bare),
		cmocka_unit_test(greetings),
		cmocka_unit_test(small_talk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
