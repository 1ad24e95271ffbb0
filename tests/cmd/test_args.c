/* Tests of src/cmd/args.c. */
#include "cmd/args.h"

#include "cmd/capture.h"

static bool loud, quick;
static const char *name, *place;
static int rest;

static const struct args_option options[] = {
	{"--name", "NAME", "what it is called", NULL, &name},
	{"--place", "PLACE", "where it is", NULL, &place},
	{"--loud", NULL, "say more", &loud, NULL},
	{"--quick", NULL, "say it sooner", &quick, NULL},
	{0},
};
static const struct args args = {"lumbard test [OPTIONS] TEXT...", "Does nothing.", options};

static int parse(int argc, char **argv)
{
	loud = quick = false;
	name = place = NULL;
	rest = -7;
	return args_parse(&args, argc, argv, &rest);
}

/* argv goes with the run, so what was stored is looked at inside. */
static int name_is_x(int argc, char **argv)
{
	assert_int_equal(parse(argc, argv), ARGS_GO_ON);
	assert_string_equal(name, "x");
	assert_string_equal(place ? place : "", argc > 3 ? "--loud" : "");
	return 0;
}

static int name_is_empty(int argc, char **argv)
{
	assert_int_equal(parse(argc, argv), ARGS_GO_ON);
	assert_string_equal(name, "");
	assert_string_equal(place, "a=b");
	return 0;
}

static void goes_on(void **state)
{
	(void)state;
	assert_int_equal(RUN(parse, "test"), ARGS_GO_ON);
	assert_int_equal(rest, 1);
	assert_int_equal(RUN(parse, "test", "--loud", "one", "--quick"), ARGS_GO_ON);
	assert_int_equal(rest, 2);
	assert_true(loud && !quick);
	assert_int_equal(RUN(parse, "test", "--loud", "--quick"), ARGS_GO_ON);
	assert_int_equal(rest, 3);
	assert_true(loud && quick);
	/* "--" ends the options, "-" is an operand */
	assert_int_equal(RUN(parse, "test", "--", "--loud"), ARGS_GO_ON);
	assert_int_equal(rest, 2);
	assert_false(loud);
	assert_int_equal(RUN(parse, "test", "--"), ARGS_GO_ON);
	assert_int_equal(rest, 2);
	assert_int_equal(RUN(parse, "test", "-", "--loud"), ARGS_GO_ON);
	assert_int_equal(rest, 1);
	assert_int_equal(RUN(parse, "test", "", "--loud"), ARGS_GO_ON);
	assert_int_equal(rest, 1);
	assert_string_equal(OUT, "");
	assert_string_equal(ERR, "");
}

static void values(void **state)
{
	(void)state;
	RUN(name_is_x, "test", "--name=x");
	RUN(name_is_x, "test", "--name", "x");
	RUN(name_is_x, "test", "--name=y", "--name=x", "--place", "--loud");
	RUN(name_is_empty, "test", "--name=", "--place=a=b");
}

static void refuses(void **state)
{
	static const struct {
		const char *word, *why;
	} cases[] = {
		{"--nonsense", "there is no option --nonsense"},
		{"--nam", "there is no option --nam (did you mean '--name'?)"},
		{"--nmae=x", "there is no option --nmae=x (did you mean '--name'?)"},
		{"--names", "there is no option --names"},
		{"-n", "there is no option -n"},
		{"-name", "there is no option -name"},
		{"--=x", "there is no option --=x"},
		{"--loud=1", "--loud takes no value"},
		{"--loud=", "--loud takes no value"},
		{"--name", "--name needs a value: NAME"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(RUN(parse, "test", cases[i].word), EX_USAGE);
		assert_contains(ERR, cases[i].why);
		assert_contains(ERR, "\nUsage: lumbard test [OPTIONS] TEXT...\n");
		assert_string_equal(OUT, "");
		assert_int_equal(rest, -7);
	}
}

static void help(void **state)
{
	static const char *const words[] = {"--help", "-h"};
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		assert_int_equal(RUN(parse, "test", "--loud", words[i], "--nonsense"), 0);
		assert_contains(OUT, "Usage: lumbard test [OPTIONS] TEXT...\n\nDoes nothing.\n");
		assert_contains(OUT, "  --place PLACE            where it is\n");
		assert_contains(OUT, "  --quick                  say it sooner\n");
		assert_contains(OUT, "  --help ");
		assert_string_equal(ERR, "");
	}
	/* of an operand it is text */
	assert_int_equal(RUN(parse, "test", "text", "--help"), ARGS_GO_ON);
	assert_string_equal(OUT, "");
}

static int refuse_numbers(int argc, char **argv)
{
	(void)argv;
	return args_refuse(&args, "%d of %s", argc, "them");
}

static void a_sentence(void **state)
{
	(void)state;
	assert_int_equal(RUN(refuse_numbers, "test", "a", "b"), EX_USAGE);
	assert_string_equal(ERR, "lumbard: 3 of them\nUsage: lumbard test [OPTIONS] TEXT...\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(goes_on, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(values, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(refuses, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(help, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(a_sentence, capture_set_up, capture_tear_down),
	};

	return cmocka_run_group_tests_name("cmd/args", tests, NULL, NULL);
}
