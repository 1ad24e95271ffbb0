/* Tests of src/core/safety.c. */
#include "core/safety.h"

#include <stdio.h>

#include "core/content_made.h"
#include "core/content_real.h"

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

static size_t count(const char *text, const char *word)
{
	size_t n = 0;

	while ((text = strstr(text, word)) != NULL) {
		text += strlen(word);
		n++;
	}
	return n;
}

/* Every message has its finding; what the little content escalates is not among them. */
static void lost_messages(void **state)
{
	const char *text;

	(void)state;
	made_good(&made);
	assert_int_equal(safety_check(made.content, &made.found.diag), -1);
	text = buf_str(&made.found.text);
	assert_int_equal(count(text, "\n"), made.found.diag.errors);
	assert_in_range(made.found.diag.errors, 10, safety_count() - 1);
	assert_non_null(
		strstr(text, "safety set:7: error: 'I have lost control of my bladder' (direct) "
			     "must be escalated "
			     "as emergency, and with this content it is fallback (none)\n"));
	/* as urgent is not as emergency */
	assert_non_null(strstr(text,
		"safety set:1: error: 'both my legs went numb and i cant pee' (direct) must be "
		"escalated as emergency, and with this content it is escalate (urgent)\n"));
	assert_null(strstr(text, "'no fever, but my leg is numb'"));
}

/* A flag for everything loses none, as long as it is grave enough. */
static void grave_enough(void **state)
{
	static const char *const tiers[] = {"see-doctor", "urgent", "emergency"};
	char flag[512];
	size_t i, last = 0;

	(void)state;
	made_put(&made, "responses/flags/alarm.md", MADE_FLAG("emergency", "**{emergency}**"));
	for (i = 0; i < sizeof(tiers) / sizeof(tiers[0]); i++) {
		snprintf(flag, sizeof(flag),
			"words: {alarm: "
			"[i|im|ive|my|back|both|numbness|bladder|fever|pain|legs|no|not|"
			"crushing|crash|belly|sure]}\n"
			"flags: {alarm: {tier: %s, always: true, lasting: true, rules: [alarm]}}\n",
			tiers[i]);
		made_put(&made, "intents/alarm.yaml", flag);
		made_good(&made);
		made.found.diag.errors = 0;
		safety_check(made.content, &made.found.diag);
		if (i > 0)
			assert_true(made.found.diag.errors < last);
		last = made.found.diag.errors;
		if (i == 2 && last)
			fail_msg("%s", buf_str(&made.found.text));
		buf_clear(&made.found.text);
	}
}

static void keep_finding(void *ctx, bool is_error, const char *text)
{
	struct findings *f = ctx;

	assert_true(is_error);
	buf_puts(&f->text, text);
}

/* Content without the words for a flag is refused at the door of the library. */
static void lumbar_refuses(void **state)
{
	(void)state;
	assert_null(lumbar_content_create(made.sources, made.n, keep_finding, &made.found));
	assert_non_null(strstr(buf_str(&made.found.text), "safety set:"));
	assert_null(lumbar_content_create(made.sources, made.n, NULL, NULL));
}

/* What is shipped loses none, and the set is not an empty one. */
static void shipped(void **state)
{
	struct lumbar_content *content = real_content();

	(void)state;
	assert_non_null(content);
	assert_int_equal(safety_check(content, &made.found.diag), 0);
	assert_int_equal(made.found.diag.errors, 0);
	assert_true(safety_count() >= 60);
	lumbar_content_destroy(content);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lost_messages, set_up, tear_down),
		cmocka_unit_test_setup_teardown(grave_enough, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lumbar_refuses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(shipped, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
