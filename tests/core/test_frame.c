/* Tests of src/core/frame.c. */
#include "core/frame.h"

#include <stdio.h>

#include "core/content_made.h"

static struct made made;
static struct frames frames;

static int set_up(void **state)
{
	(void)state;
	made_open(&made);
	made_good(&made);
	return frame_create(&frames);
}

static int tear_down(void **state)
{
	(void)state;
	frame_free(&frames);
	made_close(&made);
	return 0;
}

static void find(const char *text)
{
	made_read(&made, text);
	frame_find(&made.content->frame_terms, made.reading, made.hits, &frames);
}

/* Every sentence as a/s/g (asks, self, general), and behind them c(laim) and t (study) of the message. */
static void describe(char *out)
{
	size_t i;

	for (i = 0; i < made.reading->n_sentences; i++) {
		if (frames.list[i].asks)
			*out++ = 'a';
		if (frames.list[i].self)
			*out++ = 's';
		if (frames.list[i].general)
			*out++ = 'g';
		*out++ = '.';
	}
	if (frames.claim)
		*out++ = 'c';
	if (frames.study)
		*out++ = 't';
	*out = '\0';
}

static void sentences(void **state)
{
	static const struct {
		const char *text, *frames;
	} cases[] = {
		{"", ""},
		{"back hurts", "."},
		{"back hurts?", "a."},
		{"my back hurts", "s."},
		{"my back hurts. what helps", "s.a."},
		{"what helps. my back hurts", "a.s."},
		{"can i walk", "as."},
		/* a question word asks where a clause begins with it */
		{"walk can", "."},
		{"walk, can it run", "a."},
		{"walk and can it run", "a."},
		{"so what", "a."},
		{"please help", "a."},
		{"back hurts need advice", "a."},
		/* a symptom of */
		{"fever a symptom of cancer", "g."},
		{"fever a symptom of cancer. my leg", "g.s."},
		{"that is me", "s.c"},
		{"fever for an essay", ".t"},
		{"fever in theory? for an essay. that is me", "ag..s.ct"},
	};
	char out[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		find(cases[i].text);
		describe(out);
		if (strcmp(out, cases[i].frames) != 0)
			fail_msg("'%s' is '%s', not '%s'", cases[i].text, out, cases[i].frames);
		assert_int_equal(frames.asks, strchr(cases[i].frames, 'a') != NULL);
		assert_int_equal(frames.self, strchr(cases[i].frames, 's') != NULL);
	}
}

/* Which words stand in a clause that begins with a question word. */
static void openers(void **state)
{
	static const struct {
		const char *text, *marks; /* x for each word in such a clause */
	} cases[] = {
		{"can walk run", "xxx"},
		{"walk. can run", "-xx"},
		{"walk, can run, apple", "-xx-"},
		{"walk can run", "---"},
		{"apple and how plum", "--xx"},
		{"then what", "-x"},
		{"walk\nhow plum\npear", "-xx-"},
	};
	size_t i, w;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		find(cases[i].text);
		assert_int_equal(made.reading->n_words, strlen(cases[i].marks));
		for (w = 0; w < made.reading->n_words; w++) {
			if (frames.opener[w] != (cases[i].marks[w] == 'x'))
				fail_msg("'%s': word %zu", cases[i].text, w);
		}
	}
}

/* What was found in one message is gone with the next. */
static void nothing_stays(void **state)
{
	char out[64];

	(void)state;
	find("can my fever in theory? for an essay. that is me");
	find("walk run apple pear plum banana. walk");
	describe(out);
	assert_string_equal(out, "..");
	assert_false(frames.asks || frames.self || frames.opener[0] || frames.opener[3]);
}

/* The longest message there is, a question in each sentence. */
static void many_sentences(void **state)
{
	static char text[LUMBAR_MESSAGE_MAX + 1];
	size_t i, n;

	(void)state;
	for (n = 0; n + 4 <= LUMBAR_MESSAGE_MAX; n += 4)
		memcpy(text + n, "can?", 4);
	find(text);
	assert_in_range(made.reading->n_sentences, 1000, READING_WORDS_MAX);
	for (i = 0; i < made.reading->n_sentences; i++)
		assert_true(frames.list[i].asks && !frames.list[i].self);
}

static void names_are_needed(void **state)
{
	static const char *const names[] = {"frame-ask", "frame-request", "frame-self",
		"frame-general", "frame-study", "frame-claim", "frame-anyone", "frame-other",
		"frame-writer", "frame-own-back", "frame-their-back"};
	static const char words[] = MADE_FRAMES;
	char text[sizeof(words)], expected[64], *at;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		memcpy(text, words, sizeof(words));
		at = strstr(text, names[i]);
		assert_non_null(at);
		*at = 'F';
		snprintf(expected, sizeof(expected), "intents: error: the name '%s' is not defined",
			names[i]);
		made_bad(&made, "intents/frames.yaml", text, expected);
	}
}

static void freed_twice(void **state)
{
	struct frames none = {0};

	(void)state;
	frame_free(&none);
	assert_int_equal(frame_create(&none), 0);
	frame_free(&none);
	frame_free(&none);
	assert_null(none.list);
	assert_null(none.opener);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sentences, set_up, tear_down),
		cmocka_unit_test_setup_teardown(openers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_stays, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_sentences, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_are_needed, set_up, tear_down),
		cmocka_unit_test(freed_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
