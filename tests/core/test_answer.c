/* Tests of src/core/answer.c. */
#include "core/answer.h"

#include <stdio.h>

#include "base/findings.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static struct findings found;
static struct arena *arena;
static struct answers *answers;

static int set_up(void **state)
{
	(void)state;
	findings_open(&found);
	arena = arena_create();
	answers = arena ? answers_create(arena) : NULL;
	return answers ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	answers_destroy(answers);
	arena_destroy(arena);
	findings_close(&found);
	return 0;
}

static int take(const char *name, const char *text)
{
	const struct lumbar_source source = {.name = name, .data = text, .len = strlen(text)};
	int result = answers_read(answers, &source, &found.diag);

	assert_int_equal(result, found.diag.errors ? -1 : 0);
	return result;
}

static void refuse(const char *name, const char *text, const char *expected)
{
	buf_clear(&found.text);
	found.diag.errors = 0;
	if (take(name, text) == 0 || !strstr(buf_str(&found.text), expected))
		fail_msg("%s\n%s\nis expected to be refused with\n%s\nand there is\n%s", name, text,
			expected, buf_str(&found.text));
}

/* ------------------------------------------------------------------ answers */

static void an_answer(void **state)
{
	static const char text[] = "---\n"
				   "title: Heat\n"
				   "sources: ['001', '002']\n"
				   "next: [a.b]\n"
				   "safety: true\n"
				   "reviewed: 2026-01-02\n"
				   "tier: urgent\n"
				   "basis: [x]\n"
				   "sign-off: Dr. A\n"
				   "signed: 2026-01-03\n"
				   "valid-until: 2027-01-03\n"
				   "---\n"
				   "Warm it.\n\n---\nMore.\n";
	const struct answer *a;

	(void)state;
	assert_int_equal(take("responses/treatment/deep/heat.md", text), 0);
	a = answers_find(answers, "treatment/deep/heat");
	assert_non_null(a);
	assert_ptr_equal(a, answers_first(answers));
	assert_string_equal(a->id, "treatment/deep/heat");
	assert_string_equal(a->file, "responses/treatment/deep/heat.md");
	assert_string_equal(a->title, "Heat");
	assert_int_equal(a->n_sources, 2);
	assert_string_equal(a->sources[1], "002");
	assert_int_equal(a->n_next, 1);
	assert_string_equal(a->next[0], "a.b");
	assert_true(a->safety);
	assert_string_equal(a->reviewed, "2026-01-02");
	assert_int_equal(a->tier, LUMBAR_TIER_URGENT);
	/* the second fence ends the front matter; a later one is a line of the text */
	assert_int_equal(a->body_len, strlen("Warm it.\n\n---\nMore.\n"));
	assert_memory_equal(a->body, "Warm it.", 8);
	assert_string_equal(a->sign_off, "Dr. A");
	assert_string_equal(a->signed_on, "2026-01-03");
	assert_string_equal(a->valid_until, "2027-01-03");
	assert_int_equal(a->valid_line, 11);
	assert_int_equal(a->body_line, 13);
	assert_int_equal(a->source_len, sizeof(text) - 1);
	assert_null(a->following);
}

static void defaults_and_order(void **state)
{
	static const char *const names[] = {
		"responses/b.md", "responses/a/c.md", "responses/a/b.md"};
	static const char *const ids[] = {"b", "a/c", "a/b"};
	const struct answer *a;
	size_t i;

	(void)state;
	assert_null(answers_first(answers));
	for (i = 0; i < COUNT(names); i++)
		assert_int_equal(take(names[i], "---\ntitle: T\n---\nx"), 0);
	for (i = 0, a = answers_first(answers); a; a = a->following, i++) {
		assert_string_equal(a->id, ids[i]);
		assert_false(a->safety);
		assert_null(a->reviewed);
		assert_int_equal(a->tier, LUMBAR_TIER_NONE);
		assert_int_equal(a->n_sources + a->n_next, 0);
	}
	assert_int_equal(i, COUNT(names));
	assert_null(answers_find(answers, "a"));
	assert_null(answers_find(answers, "a/b.md"));
	assert_null(answers_find(answers, ""));
}

static void answers_refused(void **state)
{
	static const char *const front = ":1:1: error: an answer begins with its front matter";
	static const struct {
		const char *text, *finding; /* NULL: it has no front matter */
	} bad[] = {
		{"", NULL},
		{"-", NULL},
		{"---\n", NULL},
		{"---\n---\nx", NULL},
		{"---\ntitle: T\n", NULL},
		{"---\ntitle: T\n---", NULL},
		{"---\ntitle: T\n --- \nx", NULL},
		{"--- \ntitle: T\n---\nx", NULL},
		{"\n---\ntitle: T\n---\nx", NULL},
		{"---\r\ntitle: T\r\n---\r\nx", NULL},
		{"title: T\n---\nx", NULL},
		{"---\ntitle: T\n---\n", "error: the answer is empty"},
		{"---\nreviewed: 2026\n---\nx", "error: an answer needs a title"},
		{"---\n- title\n---\nx", ":2:1: error: an answer needs a title"},
		{"---\ntitle:\n---\nx", ":2:1: error: a text is expected here"},
		{"---\ntitle: [T]\n---\nx", ":2:8: error: a text is expected here"},
		{"---\ntitle: T\nsources: '001'\n---\nx",
			":3:10: error: a list of up to eight is expected here"},
		{"---\ntitle: T\nsources: [1,2,3,4,5,6,7,8,9]\n---\nx",
			":3:10: error: a list of up to eight is expected here"},
		{"---\ntitle: T\nnext: [[a]]\n---\nx", ":3:8: error: a text is expected here"},
		{"---\ntitle: T\nsafety: on\n---\nx", ":3:9: error: true or false is expected"},
		{"---\ntitle: T\ntier: none\n---\nx",
			":3:7: error: a tier is emergency, urgent or see-doctor"},
		{"---\ntitle: T\ntiers: urgent\n---\nx", ":3:1: error: an answer has no 'tiers'"},
		{"---\ntitle: [T\n---\nx", "responses/x.md:"},
		{"---\ntitle: T\ntitle: U\n---\nx", "responses/x.md:3:"},
		{"---\n\ttitle: T\n---\nx", "responses/x.md:2:1: error:"},
		{"---\ntitle: \xff\n---\nx", "responses/x.md:2:8: error:"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++)
		refuse("responses/x.md", bad[i].text, bad[i].finding ? bad[i].finding : front);
}

/* A list as long as may be. */
/* Nobody agreed; and days that cannot be compared as texts. */
static void sign_offs(void **state)
{
	static const char *const days[] = {"2026-1-03", "26-01-03", "2026-13-03", "2026-01-32",
		"2026-01-033", "2026/01/03", "soon", "2026-01-"};
	char text[96];
	size_t i;

	(void)state;
	assert_int_equal(take("responses/a.md", "---\ntitle: T\nsign-off: none\n---\nx"), 0);
	assert_null(answers_find(answers, "a")->sign_off);
	for (i = 0; i < COUNT(days); i++) {
		snprintf(text, sizeof(text), "---\ntitle: T\nvalid-until: %s\n---\nx", days[i]);
		refuse("responses/b.md", text, ":3:14: error: a day is written as 2026-11-22\n");
	}
}

static void longest_list(void **state)
{
	(void)state;
	assert_int_equal(
		take("responses/x.md", "---\ntitle: T\nnext: [a,b,c,d,e,f,g,h]\n---\nx"), 0);
	assert_int_equal(answers_find(answers, "x")->n_next, ANSWER_LIST_MAX);
	assert_string_equal(answers_find(answers, "x")->next[7], "h");
}

static void other_files(void **state)
{
	static const char *const names[] = {"responses/readme.txt", "responses/region.yaml",
		"responses/.md.bak", "responses/xregions.yaml"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(names); i++)
		refuse(names[i], "x: y",
			"error: responses/ holds answers (.md), articles.yaml and regions.yaml");
}

/* ------------------------------------------------------------------ articles and regions */

static void articles(void **state)
{
	static const struct {
		const char *text, *finding;
	} bad[] = {
		{"article: []", ":1:1: error: a list 'articles:' is expected here"},
		{"articles: {id: 1}", "error: a list 'articles:' is expected here"},
		{"articles:\n- {id: '1'}", ":2:3: error: an article has an id and a title"},
		{"articles:\n- {title: T}", ":2:3: error: an article has an id and a title"},
		{"articles: [x]", ":1:12: error: an article has an id and a title"},
		{"articles:\n- {id: [1], title: T}", ":2:8: error: a text is expected here"},
	};
	size_t i;

	(void)state;
	assert_int_equal(take("responses/articles.yaml",
				 "articles: [{id: '1', title: A}, {id: 2, title: B}]"),
		0);
	assert_string_equal(answers_article(answers, "1")->title, "A");
	assert_string_equal(answers_article(answers, "2")->title, "B");
	assert_null(answers_article(answers, "3"));
	assert_null(answers_article(answers, ""));
	for (i = 0; i < COUNT(bad); i++)
		refuse("responses/articles.yaml", bad[i].text, bad[i].finding);
}

#define SLOTS "emergency: E, urgent: U, crisis: C, poison: P"

static void regions(void **state)
{
	const struct answer_region *uk;

	(void)state;
	assert_int_equal(
		take("responses/regions.yaml",
			"regions:\n- {id: default, " SLOTS "}\n"
			"- {id: uk, emergency: 999, urgent: NHS 111, crisis: C, poison: P,\n"
			"   hospital: A&E, checked: x, sources: [y]}\n"),
		0);
	uk = answers_region(answers, "uk");
	assert_string_equal(uk->id, "uk");
	assert_string_equal(answers_slot(uk, "emergency", 9), "999");
	assert_string_equal(answers_slot(uk, "urgent", 6), "NHS 111");
	assert_string_equal(answers_slot(uk, "crisis}", 6), "C");
	assert_string_equal(answers_slot(uk, "poison", 6), "P");
	assert_string_equal(answers_slot(uk, "hospital", 8), "A&E");
	assert_null(answers_slot(uk, "emergency", 8));
	assert_null(answers_slot(uk, "Emergency", 9));
	assert_null(answers_slot(uk, "", 0));
	assert_null(answers_slot(uk, "id", 2));
	/* what is unknown gets the words of "default" */
	assert_string_equal(answers_region(answers, NULL)->id, "default");
	assert_string_equal(answers_region(answers, "UK")->id, "default");
	assert_string_equal(answers_region(answers, "")->id, "default");
	assert_string_equal(answers_slot(answers_region(answers, "x"), "hospital", 8),
		"an emergency department");
	assert_true(answers_region_known(answers, "uk"));
	assert_true(answers_region_known(answers, "default"));
	assert_false(answers_region_known(answers, "u"));
}

static void regions_refused(void **state)
{
	static const struct {
		const char *text, *finding;
	} bad[] = {
		{"- {" SLOTS "}", "error: a region needs id, emergency, urgent, crisis and poison"},
		{"- {id: uk, urgent: U, crisis: C, poison: P}",
			":2:3: error: a region needs id, emergency"},
		{"- {id: uk, emergency: E, crisis: C, poison: P}", "error: a region needs"},
		{"- {id: uk, emergency: E, urgent: U, poison: P}", "error: a region needs"},
		{"- {id: uk, emergency: E, urgent: U, crisis: C}", "error: a region needs"},
		{"- {id: uk, " SLOTS ", emergancy: 999}",
			"error: a region has id, emergency, urgent, crisis, poison, hospital"},
		{"- {id: uk, " SLOTS ", hospital: ''}", "error: a text is expected here"},
		{"- {id: [uk], " SLOTS "}", "error: a text is expected here"},
		{"- uk", ":2:3: error: a region needs id"},
		/* two sets of numbers for one place: which would be called? */
		{"- {id: uk, " SLOTS "}\n- {id: nz, " SLOTS "}\n- {id: uk, " SLOTS "}",
			":4:3: error: the region 'uk' is already defined"},
	};
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++) {
		snprintf(text, sizeof(text), "regions:\n%s\n", bad[i].text);
		refuse("responses/regions.yaml", text, bad[i].finding);
	}
	refuse("responses/regions.yaml", "regions: 1", "error: a list 'regions:' is expected here");
	/* what was refused is not looked up later */
	assert_false(answers_region_known(answers, "default"));
	assert_int_equal(answers_check(answers, &found.diag), -1);
}

/* ------------------------------------------------------------------ all together */

static const char *const shared[] = {"meta/fallback", "meta/uncovered", "meta/choices",
	"meta/nearest", "meta/if-that-changes", "meta/safety-list"};

/* Everything is there but what `without` names. */
static int check_without(const char *without)
{
	char names[COUNT(shared)][64];
	void *none = NULL;
	size_t i;

	tear_down(&none);
	assert_int_equal(set_up(&none), 0);
	for (i = 0; i < COUNT(shared); i++) {
		snprintf(names[i], sizeof(names[i]), "responses/%s.md", shared[i]);
		if (strcmp(shared[i], without) != 0)
			take(names[i], "---\ntitle: T\nsources: ['1']\n---\nx");
	}
	if (strcmp(without, "default") != 0)
		take("responses/regions.yaml", "regions: [{id: default, " SLOTS "}]");
	if (strcmp(without, "1") != 0)
		take("responses/articles.yaml", "articles: [{id: '1', title: A}]");
	return answers_check(answers, &found.diag);
}

static void checked_together(void **state)
{
	char expected[64];
	size_t i;

	(void)state;
	assert_int_equal(check_without(""), 0);
	assert_int_equal(found.text.len, 0);
	for (i = 0; i < COUNT(shared); i++) {
		assert_int_equal(check_without(shared[i]), -1);
		snprintf(expected, sizeof(expected), "responses: error: %s.md is missing\n",
			shared[i]);
		assert_string_equal(buf_str(&found.text), expected);
	}
	assert_int_equal(check_without("default"), -1);
	assert_string_equal(buf_str(&found.text),
		"responses/regions.yaml: error: there is no region 'default'\n");
	assert_int_equal(check_without("1"), -1);
	assert_int_equal(found.diag.errors, COUNT(shared));
}

static void destroyed(void **state)
{
	(void)state;
	answers_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_answer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(defaults_and_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(answers_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sign_offs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(longest_list, set_up, tear_down),
		cmocka_unit_test_setup_teardown(other_files, set_up, tear_down),
		cmocka_unit_test_setup_teardown(articles, set_up, tear_down),
		cmocka_unit_test_setup_teardown(regions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(regions_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(checked_together, set_up, tear_down),
		cmocka_unit_test(destroyed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
