/* Tests of src/core/shape.c: what is kept of a question, and that it is none of its words. */
#include "core/shape.h"

#include "core/content_made.h"

static struct made made;
static struct lumbar_engine *engine;
static char shape[LUMBAR_SHAPE_MAX];

static int set_up(void **state)
{
	(void)state;
	made_open(&made);
	made_good(&made);
	engine = engine_create(made.content);
	return engine ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	engine_destroy(engine);
	made_close(&made);
	return 0;
}

static const char *shape_of(const char *text)
{
	const struct lumbar_message m = {.text = text, .len = strlen(text)};
	struct lumbar_verdict v;
	size_t n;

	lumbar_read(engine, &m, NULL, &v);
	memset(shape, 'x', sizeof(shape));
	n = lumbar_shape(engine, shape, sizeof(shape));
	assert_int_equal(n, strlen(shape));
	return shape;
}

/* Names of the lexicon in a fixed order, whatever the words and theirs. */
static void names(void **state)
{
	(void)state;
	assert_string_equal(shape_of("can water prevent it?"), "water + ask-prevent");
	assert_string_equal(shape_of("how do i avoid it, with a hot water bottle, ice or water?"),
		"heat + ice + water + ask-prevent");
	/* the topic says something only where nothing else does */
	assert_string_equal(shape_of("how do i prevent a spasm?"), "spasm + ask-prevent");
	assert_string_equal(shape_of("does heat help a spasm?"), "heat + ask-help");
	/* names of red flags are none of a question's */
	assert_string_equal(
		shape_of("can water prevent a numb leg and cancer?"), "water + ask-prevent");
}

static void nothing(void **state)
{
	(void)state;
	assert_string_equal(shape_of(""), "");
	assert_string_equal(shape_of("what about my spine?"), "");
	assert_string_equal(shape_of("can a banana sing?"), "");
	assert_string_equal(
		shape_of("i walk, and i run, and i hurt so, and the posture was the best of it"),
		"");
}

/* As many names as there is room for, whole or not at all. */
static void bounded(void **state)
{
	static const char all[] =
		"what helps, causes and prevents heat ice water sitting posture song?";
	char small[12];

	(void)state;
	assert_string_equal(shape_of(all), "heat + ice + posture + sitting + song + water");
	assert_string_equal(shape_of("can water prevent it?"), "water + ask-prevent");
	assert_int_equal(lumbar_shape(engine, small, sizeof(small)), 0);
	assert_string_equal(small, "");
	assert_int_equal(lumbar_shape(engine, small, 0), 0);
}

/* A shape is answered by a rule that holds all its concepts and nothing besides, of an intent with an answer. */
static void answered(void **state)
{
	(void)state;
	assert_true(lumbar_answers(made.content, "posture + ask-prevent"));
	assert_true(lumbar_answers(made.content, "posture + ask-help + ask-prevent"));
	assert_false(lumbar_answers(made.content, "posture + song + ask-prevent"));
	assert_false(lumbar_answers(made.content, "ask-prevent"));
	assert_false(lumbar_answers(made.content, "posture"));
	assert_false(lumbar_answers(made.content, "post + ask-prevent"));
	assert_false(lumbar_answers(made.content, ""));
	assert_false(lumbar_answers(made.content, " + + "));
	assert_false(lumbar_answers(made.content, "no-such-name + ask-prevent"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(answered, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
