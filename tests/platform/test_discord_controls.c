/* Tests of src/platform/discord_controls.c. */
#include "platform/host_mock.h"

#include "base/json.h"
#include "platform/controls.h"
#include "platform/discord_controls.h"

static struct buf in, out;

static int set_up(void **state)
{
	(void)state;
	buf_init(&in, CONTROLS_MAX);
	buf_init(&out, 65536);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	buf_free(&in);
	buf_free(&out);
	return 0;
}

static size_t count(const json *list)
{
	const json *v;
	size_t n = 0;

	for (v = json_first(list); v; v = json_next(v))
		n++;
	return n;
}

/* The rows that come of what was added. */
static json *rows(void)
{
	json *v;

	buf_puts(&out, "{\"first\":1");
	assert_true(discord_controls_put(&out, buf_str(&in)));
	buf_putc(&out, '}');
	v = json_parse(out.data, out.len);
	assert_non_null(v);
	return v;
}

static void test_buttons_stand_in_rows_of_five(void **state)
{
	const json *row, *button;
	char key[8];
	json *v;
	int i;

	(void)state;
	for (i = 0; i < 7; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		controls_add(&in, i ? CONTROLS_BUTTON : CONTROLS_GRAVE, key, "a \"label\"");
	}
	v = rows();
	row = json_first(json_get(v, "components"));
	assert_int_equal(count(json_get(row, "components")), 5);
	button = json_first(json_get(row, "components"));
	assert_string_equal(json_get_string(button, "custom_id"), "k0");
	assert_string_equal(json_get_string(button, "label"), "a \"label\"");
	assert_int_equal(count(json_get(json_next(row), "components")), 2);
	json_free(v);
}

static const char *numbered(const char *word, int i)
{
	static char key[32];

	if (i)
		snprintf(key, sizeof(key), "%s %d", word, i);
	else
		snprintf(key, sizeof(key), "%s", word);
	return key;
}

static void test_a_menu_has_a_row_of_its_own(void **state)
{
	const json *row, *menu;
	json *v;
	int i;

	(void)state;
	controls_add(&in, CONTROLS_BUTTON, "first", "One");
	controls_add(&in, CONTROLS_MENU, "menu", "Choose");
	for (i = 0; i < 30; i++)
		controls_add(&in, CONTROLS_CHOICE, numbered("choice", i), "A choice");
	controls_add(&in, CONTROLS_BUTTON, "last", "Two");
	v = rows();
	row = json_first(json_get(v, "components"));
	assert_int_equal(count(json_get(v, "components")), 3);
	menu = json_first(json_get(json_next(row), "components"));
	assert_string_equal(json_get_string(menu, "custom_id"), "menu");
	assert_int_equal(count(json_get(menu, "options")), CONTROLS_CHOICES_MAX);
	json_free(v);
}

static void test_what_discord_would_refuse_is_left_out(void **state)
{
	json *v;
	int i;

	(void)state;
	controls_add(&in, CONTROLS_MENU, "empty", "No choices");
	for (i = 0; i < 40; i++)
		controls_add(&in, CONTROLS_BUTTON, numbered("k", i), "x");
	v = rows();
	assert_int_equal(count(json_get(v, "components")), CONTROLS_ROWS_MAX);
	json_free(v);
}

static void test_suggestions(void **state)
{
	json *v;
	int i;

	(void)state;
	for (i = 0; i < 30; i++)
		controls_add(&in, CONTROLS_CHOICE, numbered("Heat or ice", i), "Heat or ice");
	buf_putc(&out, '{');
	assert_true(discord_controls_suggest(&out, buf_str(&in)));
	buf_putc(&out, '}');
	v = json_parse(out.data, out.len);
	assert_int_equal(count(json_get(v, "choices")), INTERACTION_SUGGESTED_MAX);
	assert_string_equal(
		json_get_string(json_first(json_get(v, "choices")), "value"), "Heat or ice");
	assert_null(json_get(json_first(json_get(v, "choices")), "type"));
	json_free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_buttons_stand_in_rows_of_five, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_menu_has_a_row_of_its_own, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_what_discord_would_refuse_is_left_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_suggestions, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
