/* Tests of src/core/recent.c. */
#include "core/recent.h"

#include <stdio.h>

#include "core/content_real.h"

static struct lumbar_content *content;
static struct lumbar_engine *engine;
static struct lumbar_talk talk;
static char joined[RECENT_JOINED_MAX];

static int set_up(void **state)
{
	(void)state;
	talk = (struct lumbar_talk){0};
	return 0;
}

static int open_content(void **state)
{
	(void)state;
	content = real_content();
	engine = content ? lumbar_engine_create(content) : NULL;
	return engine ? 0 : -1;
}

static int close_content(void **state)
{
	(void)state;
	lumbar_engine_destroy(engine);
	lumbar_content_destroy(content);
	return 0;
}

static struct lumbar_message at(const char *text, int64_t now_ms)
{
	return (struct lumbar_message){.text = text, .len = strlen(text), .now_ms = now_ms};
}

static void keep(const char *text, int64_t now_ms)
{
	struct lumbar_message m = at(text, now_ms);

	recent_keep(&talk, &m, false);
}

/* What a message is read together with; "" for nothing. */
static const char *join_last(size_t count, const char *text, int64_t now_ms)
{
	struct lumbar_message m = at(text, now_ms);
	size_t n = recent_join(&talk, &m, count, joined);
	static char out[RECENT_JOINED_MAX + 1];

	assert_true(n <= RECENT_JOINED_MAX);
	memcpy(out, joined, n);
	out[n] = '\0';
	return out;
}

/* The same with as many messages as there are. */
static const char *join(const char *text, int64_t now_ms)
{
	size_t count = 0;

	while (*join_last(count + 1, text, now_ms))
		count++;
	return count ? join_last(count, text, now_ms) : "";
}

static void joins(void **state)
{
	(void)state;
	assert_string_equal(join("numb", 5), "");
	keep("both legs", 1000);
	assert_string_equal(join("numb", 2000), "both legs numb");
	keep("numb", 2000);
	assert_string_equal(join("cant pee lol", 3000), "both legs numb cant pee lol");
	assert_string_equal(join_last(1, "cant pee lol", 3000), "numb cant pee lol");
	assert_string_equal(join_last(3, "cant pee lol", 3000), "");
	keep("two\nlines", 2000);
	assert_string_equal(join_last(1, "x\ny", 3000), "two lines x y");
	/* the conversation of somebody else, or a new one, has nothing of it */
	set_up(state);
	assert_string_equal(join("numb", 2000), "");
}

/* Who says sorry for a message that went off too soon goes on with it behind that. */
static void excuses(void **state)
{
	(void)state;
	keep("both my legs", 0);
	assert_string_equal(join("Sorry hit send. they give way", 1), "both my legs they give way");
	assert_string_equal(join("oops, numb", 1), "both my legs numb");
	assert_string_equal(join("sent too soon!! numb", 1), "both my legs numb");
	assert_string_equal(join("sorrying. numb", 1), "both my legs sorrying. numb");
	assert_string_equal(join("no. numb", 1), "both my legs no. numb");
	/* an excuse and nothing more, or too much for one */
	assert_string_equal(join("sorry", 1), "both my legs sorry");
	assert_string_equal(join("sorry...", 1), "both my legs sorry...");
	assert_string_equal(join("sorry the numbness went away again later on. numb", 1),
		"both my legs sorry the numbness went away again later on. numb");
}

/* Time counts from one message to the next. */
static void ages(void **state)
{
	(void)state;
	keep("both legs", 0);
	assert_string_equal(join("numb", RECENT_AGE_MS), "both legs numb");
	assert_string_equal(join("numb", RECENT_AGE_MS + 1), "");
	keep("numb", RECENT_AGE_MS);
	assert_string_equal(join("too", 2 * RECENT_AGE_MS), "both legs numb too");
	/* what was missed is read late */
	assert_string_equal(join("too", -RECENT_AGE_MS), "");
	keep("hello", 4 * RECENT_AGE_MS);
	assert_string_equal(join("you", 4 * RECENT_AGE_MS), "hello you");
}

/* A long message stands for itself, and what follows it begins anew. */
static void long_messages(void **state)
{
	char text[RECENT_MESSAGE_MAX + 2] = {0};

	(void)state;
	memset(text, 'x', RECENT_MESSAGE_MAX);
	keep("legs", 0);
	assert_int_equal(strlen(join(text, 0)), RECENT_MESSAGE_MAX + 5);
	text[RECENT_MESSAGE_MAX] = 'x';
	assert_string_equal(join(text, 0), "");
	keep(text, 0);
	assert_string_equal(join("numb", 0), "");
	keep("", 0);
	assert_string_equal(join("numb", 0), "");
}

/* The oldest words make room, whole. */
static void bounded(void **state)
{
	char word[8];
	int i;

	(void)state;
	for (i = 100; i < 200; i++) {
		snprintf(word, sizeof(word), "w%d", i);
		keep(word, 0);
	}
	assert_true(talk.n_recent <= LUMBAR_RECENT_MAX);
	assert_int_equal(talk.recent[0], 'w');
	assert_non_null(strstr(join("end", 0), "w198 w199 end"));
	assert_null(strstr(join("end", 0), "w100"));
}

static void told(void **state)
{
	struct lumbar_message m = at("numb", 0);

	(void)state;
	keep("both legs", 0);
	recent_keep(&talk, &m, true);
	assert_string_equal(join("too", 0), "");
	assert_int_equal(talk.recent[0], '\0');
}

/* A conversation whose bytes came from elsewhere does no harm. */
static void damaged(void **state)
{
	(void)state;
	memset(&talk, 0xff, sizeof(talk));
	talk.recent_ms = 0;
	assert_string_equal(join("numb", 0), "");
	keep("legs", 0);
	assert_string_equal(join("numb", 0), "legs numb");
}

/* ------------------------------------------------------------------ with the content itself */

static struct lumbar_verdict say(const char *text, enum lumbar_channel channel, int64_t now_ms)
{
	struct lumbar_message m = at(text, now_ms);
	struct lumbar_verdict v;

	m.channel = channel;
	lumbar_read(engine, &m, &talk, &v);
	return v;
}

static void in_pieces(void **state)
{
	(void)state;
	assert_int_equal(say("both legs", LUMBAR_FAQ, 1).action, LUMBAR_IGNORE);
	assert_int_equal(say("numb", LUMBAR_FAQ, 2).tier, LUMBAR_TIER_EMERGENCY);
	/* said once */
	assert_int_equal(say("thats all", LUMBAR_FAQ, 3).action, LUMBAR_IGNORE);
	assert_int_equal(say("and i cant pee", LUMBAR_FAQ, 4).tier, LUMBAR_TIER_EMERGENCY);
}

/* What stands farther in front may belong to something else. */
static void whatever_came_before(void **state)
{
	static const char *const before[] = {"no", "what if", "lol no", "watching a movie",
		"i dont have work today", "<@123456789012345678> brb", "!rank"};
	size_t i;

	for (i = 0; i < REAL_COUNT(before); i++) {
		set_up(state);
		say(before[i], LUMBAR_FAQ, 1);
		say("both legs", LUMBAR_FAQ, 2);
		assert_int_equal(say("numb", LUMBAR_FAQ, 3).tier, LUMBAR_TIER_EMERGENCY);
	}
}

/* One emergency told does not hide another. */
static void another_emergency(void **state)
{
	(void)state;
	assert_int_equal(
		say("i want to kill myself", LUMBAR_DIRECT, 1).tier, LUMBAR_TIER_EMERGENCY);
	say("both legs", LUMBAR_DIRECT, 2);
	assert_int_equal(say("numb", LUMBAR_DIRECT, 3).tier, LUMBAR_TIER_EMERGENCY);
}

/* What has led to a reply does not lead to it again with every word that follows. */
static void not_again(void **state)
{
	(void)state;
	assert_int_equal(
		say("my left foot is numb, back spasm", LUMBAR_FAQ, 1).tier, LUMBAR_TIER_URGENT);
	assert_int_equal(say("since monday", LUMBAR_FAQ, 2).tier, LUMBAR_TIER_NONE);
	assert_int_equal(say("sorry for typos", LUMBAR_FAQ, 3).tier, LUMBAR_TIER_NONE);
}

static void too_far_apart(void **state)
{
	(void)state;
	say("both legs", LUMBAR_FAQ, 1);
	assert_int_equal(say("numb", LUMBAR_FAQ, 2 + RECENT_AGE_MS).tier, LUMBAR_TIER_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(joins, set_up),
		cmocka_unit_test_setup(excuses, set_up),
		cmocka_unit_test_setup(ages, set_up),
		cmocka_unit_test_setup(long_messages, set_up),
		cmocka_unit_test_setup(bounded, set_up),
		cmocka_unit_test_setup(told, set_up),
		cmocka_unit_test_setup(damaged, set_up),
		cmocka_unit_test_setup(in_pieces, set_up),
		cmocka_unit_test_setup(whatever_came_before, set_up),
		cmocka_unit_test_setup(another_emergency, set_up),
		cmocka_unit_test_setup(not_again, set_up),
		cmocka_unit_test_setup(too_far_apart, set_up),
	};

	return cmocka_run_group_tests_name("core/recent", tests, open_content, close_content);
}
