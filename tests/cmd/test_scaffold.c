/* Tests of src/cmd/scaffold.c, on the content of the working directory. */
#include "cmd/scaffold.h"

#include "platform/host_mock.h"

static struct lumbar_content *content;

static int set_up(void **state)
{
	(void)state;
	content = lumbar_folder_content(".", NULL, NULL, NULL);
	return content ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	lumbar_content_destroy(content);
	return 0;
}

static void ids(void **state)
{
	static const char *const wrong[] = {"", "sleep", ".sleep", "a.", "A.b", "a.b.c", "a.b_c",
		"a.-b", "a.b-", "../a.b", "a/b.c", "a.b c",
		"a.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_non_null(scaffold_wrong_id(content, wrong[i]));
	assert_null(scaffold_wrong_id(content, "prevention.sleep-2"));
	assert_string_equal(scaffold_wrong_id(content, "prevention.posture"),
		"there is an intent of this id already");
}

static void shapes(void **state)
{
	char name[LUMBAR_SHAPE_MAX], long_one[LUMBAR_SHAPE_MAX + 1], id[SCAFFOLD_ID_MAX];

	(void)state;
	assert_null(scaffold_wrong_shape(content, "water + ask-prevent", name));
	assert_null(scaffold_wrong_shape(content, "water+ask-prevent", name));
	assert_string_equal(scaffold_wrong_shape(content, "watr + ask-prevent", name),
		"the lexicon has no such name");
	assert_string_equal(name, "watr");
	assert_non_null(scaffold_wrong_shape(content, "prevention.posture", name));
	assert_string_equal(scaffold_wrong_shape(content, " + ", name), "there is no name in it");
	assert_string_equal(name, "");
	memset(long_one, 'x', sizeof(long_one));
	long_one[LUMBAR_SHAPE_MAX] = '\0';
	assert_string_equal(scaffold_wrong_shape(content, long_one, name), "it is too long");
	scaffold_id(content, "water + ask-prevent-sure", id);
	assert_string_equal(id, "local.water-prevent");
	scaffold_id(content, "ask-dose", id);
	assert_string_equal(id, "local.dose");
	assert_null(scaffold_wrong_id(content, id));
}

/* Every rule has all that it is about and one thing that is asked; no rule has more than four names. */
static void rules(void **state)
{
	static const struct {
		const char *shape, *rules;
	} cases[] = {
		{"water + ask-prevent", "[water + ask-prevent]"},
		{"heat + water + ask-prevent + ask-treat",
			"[heat + water + ask-prevent, heat + water + ask-treat]"},
		{"heat + posture + stretch + stress + water + ask-treat",
			"[heat + posture + stretch + ask-treat]"},
		{"heat + posture + stretch + stress + water",
			"[heat + posture + stretch + stress]"},
		{"spasm + ask-dose", "[spasm + ask-dose]"},
		{"ask-dose", "[ask-dose]"},
	};
	char line[128];
	struct buf out;
	size_t i;

	(void)state;
	buf_init(&out, SCAFFOLD_MAX);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&out);
		assert_true(scaffold_intent(content,
			&(struct scaffold){"local.x", cases[i].shape, "2026-11-22"}, &out));
		snprintf(line, sizeof(line), "    ask: %s\n", cases[i].rules);
		assert_contains(buf_str(&out), line);
		assert_null(strstr(buf_str(&out), "words:"));
	}
	buf_free(&out);
}

static void files(void **state)
{
	char intent[SCAFFOLD_PATH_MAX], answer[SCAFFOLD_PATH_MAX];
	struct buf out;

	(void)state;
	scaffold_files("prevention.sleep-well", intent, answer);
	assert_string_equal(intent, "intents/prevention-sleep-well.yaml");
	assert_string_equal(answer, "responses/prevention/sleep-well.md");
	buf_init(&out, SCAFFOLD_MAX);
	scaffold_answer(&(struct scaffold){"prevention.sleep", NULL, "2026-11-22"}, &out);
	assert_contains(buf_str(&out), "---\ntitle: sleep\n");
	assert_contains(buf_str(&out), "\nreviewed: 2026-11-22\n---\n");
	buf_clear(&out);
	scaffold_intent(content, &(struct scaffold){"prevention.sleep", NULL, "2026-11-22"}, &out);
	assert_contains(buf_str(&out), "\n  prevention-sleep: [");
	assert_contains(buf_str(&out), "\n    ask: [prevention-sleep]\n");
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids),
		cmocka_unit_test(shapes),
		cmocka_unit_test(rules),
		cmocka_unit_test(files),
	};

	return cmocka_run_group_tests_name("cmd/scaffold", tests, set_up, tear_down);
}
