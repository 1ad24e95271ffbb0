/* Tests of src/platform/controls.c. */
#include "platform/host_mock.h"

#include "platform/controls.h"

static struct buf b;

static int set_up(void **state)
{
	(void)state;
	buf_init(&b, CONTROLS_MAX);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	buf_free(&b);
	return 0;
}

static void assert_item(
	const char **at, enum controls_kind kind, const char *key, const char *label)
{
	struct controls_item item;

	assert_true(controls_next(at, &item));
	assert_int_equal(item.kind, kind);
	assert_int_equal(item.key_len, strlen(key));
	assert_memory_equal(item.key, key, item.key_len);
	assert_int_equal(item.label_len, strlen(label));
	assert_memory_equal(item.label, label, item.label_len);
}

static void test_what_is_added_is_read(void **state)
{
	struct controls_item item;
	const char *at;

	(void)state;
	assert_true(controls_add(&b, CONTROLS_BUTTON, "1 yes", "Helpful"));
	assert_true(controls_add(&b, CONTROLS_ROW, "", ""));
	assert_true(controls_add(&b, CONTROLS_MENU, "1 topic", "Choose"));
	assert_true(controls_add(&b, CONTROLS_CHOICE, "heat", "Heat or ice"));
	at = buf_str(&b);
	assert_item(&at, CONTROLS_BUTTON, "1 yes", "Helpful");
	assert_item(&at, CONTROLS_ROW, "", "");
	assert_item(&at, CONTROLS_MENU, "1 topic", "Choose");
	assert_item(&at, CONTROLS_CHOICE, "heat", "Heat or ice");
	assert_false(controls_next(&at, &item));
}

/* A platform refuses a whole message for two buttons of one key: the second is left out. */
static void test_a_key_stands_once(void **state)
{
	char before[64];

	(void)state;
	assert_true(controls_add(&b, CONTROLS_BUTTON, "1 ask a.b", "One"));
	assert_true(controls_add(&b, CONTROLS_MENU, "1 open", "Choose"));
	assert_true(controls_add(&b, CONTROLS_CHOICE, "1 ask a.b", "Two"));
	snprintf(before, sizeof(before), "%s", buf_str(&b));
	assert_false(controls_add(&b, CONTROLS_CHOICE, "1 ask a.b", "Again"));
	assert_false(controls_add(&b, CONTROLS_MAIN, "1 ask a.b", "Again"));
	assert_false(controls_add(&b, CONTROLS_BUTTON, "1 open", "Again"));
	assert_string_equal(buf_str(&b), before);
	assert_true(controls_add(&b, CONTROLS_BUTTON, "1 ask a.bc", "Three"));
	assert_true(controls_add(&b, CONTROLS_MENU, "1 other", "Choose"));
	assert_true(controls_add(&b, CONTROLS_CHOICE, "1 ask a.b", "Of another menu"));
	assert_true(controls_add(&b, CONTROLS_ROW, "", ""));
	assert_true(controls_add(&b, CONTROLS_ROW, "", ""));
}

static void test_keys_are_bounded(void **state)
{
	char key[CONTROLS_KEY_MAX + 2];

	(void)state;
	memset(key, 'k', sizeof(key));
	key[CONTROLS_KEY_MAX + 1] = '\0';
	assert_false(controls_add(&b, CONTROLS_BUTTON, key, "x"));
	assert_false(controls_add(&b, CONTROLS_BUTTON, "", "x"));
	assert_false(controls_add(&b, CONTROLS_BUTTON, "a\tb", "x"));
	assert_false(controls_add(&b, CONTROLS_BUTTON, "\xc3\xa9", "x"));
	assert_int_equal(b.len, 0);
	key[CONTROLS_KEY_MAX] = '\0';
	assert_true(controls_add(&b, CONTROLS_BUTTON, key, "x"));
}

static void test_labels_are_cut_between_letters(void **state)
{
	char label[400] = "";
	struct controls_item item;
	const char *at;
	int i;

	(void)state;
	for (i = 0; i < 90; i++)
		strcat(label, "\xc3\xa9");
	assert_true(controls_add(&b, CONTROLS_BUTTON, "k", label));
	at = buf_str(&b);
	assert_true(controls_next(&at, &item));
	assert_int_equal(item.label_len, 2 * CONTROLS_LABEL_MAX);
	buf_clear(&b);
	assert_true(controls_add(&b, CONTROLS_BUTTON, "k", "two\nlines\tlong"));
	at = buf_str(&b);
	assert_item(&at, CONTROLS_BUTTON, "k", "two lines long");
}

static void test_what_does_not_fit_leaves_no_trace(void **state)
{
	(void)state;
	buf_free(&b);
	buf_init(&b, 12);
	assert_true(controls_add(&b, CONTROLS_BUTTON, "k", "one"));
	assert_false(controls_add(&b, CONTROLS_BUTTON, "k", "another"));
	assert_string_equal(buf_str(&b), "bk\tone\n");
}

static void test_other_strings_are_none(void **state)
{
	static const char *const strings[] = {"", "b", "bkey\n", "\n", "xk\tlabel\n", "bk\tlabel"};
	struct controls_item item;
	const char *at;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		at = strings[i];
		assert_false(controls_next(&at, &item));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_is_added_is_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_key_stands_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_keys_are_bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_labels_are_cut_between_letters, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_what_does_not_fit_leaves_no_trace, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_other_strings_are_none, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
