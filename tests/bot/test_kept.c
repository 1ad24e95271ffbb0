/* Tests of src/bot/kept.c. */
#include "bot/kept.h"

#include "platform/host_mock.h"

#define NOTE "{\"server\":\"10\",\"parent\":\"\",\"link\":\"\"}"

static struct buf b;

static int set_up(void **state)
{
	(void)state;
	buf_init(&b, KEPT_MAX);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	buf_free(&b);
	return 0;
}

static void test_round_trip(void **state)
{
	const struct platform_say say = {.note = NOTE,
		.controls = "b1 oops 50 30\tFalse alarm\nr\t\n",
		.thread = "Heat \"or\" ice?"};
	struct platform_say again = {.note = NULL};
	json *v = kept_unpack(kept_pack(&b, &say), &again);

	(void)state;
	assert_non_null(v);
	assert_string_equal(again.note, say.note);
	assert_string_equal(again.controls, say.controls);
	assert_string_equal(again.thread, say.thread);
	assert_string_equal(again.replaces, "");
	json_free(v);
	/* what becomes another has nothing else */
	v = kept_unpack(kept_pack(&b, &(struct platform_say){.replaces = "70"}), &again);
	assert_non_null(v);
	assert_string_equal(again.note, "");
	assert_string_equal(again.replaces, "70");
	json_free(v);
}

/* As an earlier version wrote it, and as it is where there are no buttons. */
static void test_the_note_alone(void **state)
{
	static const char *const notes[] = {"", NOTE, "{", "words", "[\"kept\"]", "{\"kept\":1}"};
	struct platform_say again;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(notes) / sizeof(notes[0]); i++) {
		again = (struct platform_say){.controls = "before"};
		assert_string_equal(
			kept_pack(&b, &(struct platform_say){.note = notes[i]}), notes[i]);
		assert_null(kept_unpack(notes[i], &again));
		assert_string_equal(again.note, notes[i]);
		assert_string_equal(again.controls, "before");
	}
	assert_string_equal(kept_pack(&b, &(struct platform_say){.note = NULL}), "");
}

/* Members that are none of ours, or not there. */
static void test_half(void **state)
{
	struct platform_say again = {.note = NULL};
	json *v = kept_unpack("{\"kept\":\"1\",\"note\":7}", &again);

	(void)state;
	assert_non_null(v);
	assert_string_equal(again.note, "");
	assert_string_equal(again.controls, "");
	json_free(v);
}

/* What does not fit leaves the note, so that a red flag is followed up all the same. */
static void test_too_long(void **state)
{
	char controls[KEPT_MAX];

	(void)state;
	memset(controls, '\t', sizeof(controls));
	controls[sizeof(controls) - 1] = '\0';
	assert_string_equal(
		kept_pack(&b, &(struct platform_say){.note = NOTE, .controls = controls}), NOTE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_round_trip, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_the_note_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_half, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_too_long, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
