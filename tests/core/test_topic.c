/* Tests of src/core/topic.c, and of what may be said before others. */
#include "lumbar.h"

#include "core/content_real.h"
#include "core/topic.h"

static struct lumbar_content *content;

static int set_up(void **state)
{
	(void)state;
	content = real_content();
	return content ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	lumbar_content_destroy(content);
	return 0;
}

static void test_every_topic_has_a_title_and_an_answer(void **state)
{
	struct lumbar_topic topics[256];
	size_t n, i;

	(void)state;
	n = lumbar_topics(content, topics, 256);
	assert_true(n > 20 && n < 256);
	for (i = 0; i < n; i++) {
		assert_string_equal(lumbar_title(content, topics[i].intent), topics[i].title);
		assert_null(strstr(topics[i].intent, "meta."));
	}
	assert_int_equal(lumbar_topics(content, topics, 2), n);
	assert_null(lumbar_title(content, "causes.of-war"));
}

static void test_what_can_be_asked_next(void **state)
{
	struct lumbar_topic next[4];
	size_t n = lumbar_next(content, "causes.posture", next, 4);

	(void)state;
	assert_int_equal(n, 2);
	assert_string_equal(next[0].intent, "prevention.posture");
	assert_int_equal(lumbar_next(content, "causes.posture", next, 1), 1);
	assert_int_equal(lumbar_next(content, "causes.of-war", next, 4), 0);
}

/* Before others: the action and the number, and nothing about why. */
static void test_private_flags(void **state)
{
	static const char *const ids[] = {"flags/crisis", "flags/bladder-bowel",
		"flags/saddle-numbness", "flags/overdose", "flags/kidney-abdominal"};
	static const char *const words[] = {"pee", "poo", "bladder", "bottom", "genital", "suicid",
		"die", "blood", "harm", "feeling"};
	const struct lumbar_style style = {.region = "uk"};
	char out[1024];
	size_t i, k;

	(void)state;
	assert_null(lumbar_private(content, "flags/fever"));
	assert_null(lumbar_private(content, NULL));
	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		assert_non_null(lumbar_private(content, ids[i]));
		lumbar_notice(content, LUMBAR_NOTICE_PRIVATE, ids[i], &style, out, sizeof(out));
		assert_true(strstr(out, "999") || strstr(out, "111"));
		assert_non_null(strstr(out, "in private"));
		for (k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
			if (strstr(out, words[k]))
				fail_msg("'%s' in: %s", words[k], out);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_topic_has_a_title_and_an_answer),
		cmocka_unit_test(test_what_can_be_asked_next),
		cmocka_unit_test(test_private_flags),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
