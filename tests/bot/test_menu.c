/* Tests of src/bot/menu.c. */
#include "bot/desk_world.h"
#include "bot/menu.h"

static struct buf out;

static int set_up(void **state)
{
	buf_init(&out, CONTROLS_MAX);
	return desk_set_up(state);
}

static int tear_down(void **state)
{
	buf_free(&out);
	return desk_tear_down(state);
}

static size_t count(enum controls_kind kind)
{
	const char *at = buf_str(&out);
	struct controls_item item;
	size_t n = 0;

	while (controls_next(&at, &item))
		n += item.kind == kind;
	return n;
}

static void test_parts_and_what_is_in_them(void **state)
{
	(void)state;
	menu_topics(w.responder, "", &out);
	assert_int_equal(count(CONTROLS_MENU), 1);
	assert_contains(buf_str(&out), "ocauses\tCauses\n");
	assert_true(count(CONTROLS_CHOICE) < CONTROLS_CHOICES_MAX);
	buf_clear(&out);
	menu_topics(w.responder, "causes", &out);
	assert_int_equal(count(CONTROLS_MENU), 2);
	assert_contains(buf_str(&out), "ocauses.posture\t");
	buf_clear(&out);
	menu_topics(w.responder, "nonsense", &out);
	assert_int_equal(count(CONTROLS_MENU), 1);
}

static void test_suggestions(void **state)
{
	(void)state;
	menu_suggest(w.responder, "CAUSE posture", &out);
	assert_contains(buf_str(&out), "Poor posture as a cause");
	assert_int_equal(count(CONTROLS_CHOICE), 1);
	buf_clear(&out);
	menu_suggest(w.responder, "", &out);
	assert_int_equal(count(CONTROLS_CHOICE), INTERACTION_SUGGESTED_MAX);
	buf_clear(&out);
	menu_suggest(w.responder, "\xff\xfe % \\ (", &out);
	assert_int_equal(count(CONTROLS_CHOICE), 0);
}

static void test_titles_are_found(void **state)
{
	(void)state;
	assert_string_equal(menu_find(w.responder, "Poor posture as a cause"), "causes.posture");
	assert_null(menu_find(w.responder, "poor posture"));
	assert_null(menu_find(w.responder, ""));
}

static void test_a_list_in_words(void **state)
{
	size_t whole;

	(void)state;
	assert_true(menu_list(w.responder, 16000, &out));
	whole = out.len;
	assert_contains(buf_str(&out), "\nCauses: ");
	assert_contains(buf_str(&out), "Poor posture as a cause");
	assert_contains(buf_str(&out), "\nTreatment: ");
	assert_lacks(buf_str(&out), "and more");
	assert_true(menu_list(w.responder, whole - 1, &out));
	assert_true(out.len < whole);
	assert_contains(buf_str(&out), "; and more");
	assert_contains(buf_str(&out), "\nTreatment: ");
	assert_true(menu_list(w.responder, 600, &out));
	assert_true(out.len <= 600);
	assert_false(menu_list(w.responder, 50, &out));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_parts_and_what_is_in_them),
		TEST(test_a_list_in_words),
		TEST(test_suggestions),
		TEST(test_titles_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
