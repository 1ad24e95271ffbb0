/* Tests of src/cmd/classify.c, on the content of the working directory. */
#include "base/json.h"
#include "cmd/capture.h"

#define EMERGENCY "both my legs went numb and i cant pee"
#define ASKS "what causes back spasms?"
#define IGNORED                                                                                    \
	"{\"id\":null,\"action\":\"ignore\",\"intents\":[],\"flags\":[],\"tier\":\"none\","        \
	"\"reply\":\"\"}\n"

#define CLASSIFY(input) RUN_INPUT(cmd_classify, (input), "classify", "--content=.")

/* Line number i of the output, from 0, parsed. */
static json *line(size_t i)
{
	const char *at = OUT, *end;
	json *v;

	for (;; at = end + 1) {
		end = strchr(at, '\n');
		assert_non_null(end);
		if (i-- == 0)
			break;
	}
	v = json_parse(at, (size_t)(end - at));
	assert_true(json_is_object(v));
	return v;
}

static size_t n_lines(void)
{
	const char *at = OUT;
	size_t n = 0;

	while ((at = strchr(at, '\n')) != NULL) {
		at++;
		n++;
	}
	/* and nothing behind the last line's end */
	assert_true(ran.out.len == 0 || ran.out.data[ran.out.len - 1] == '\n');
	return n;
}

static void has(size_t i, const char *id, const char *action, const char *tier)
{
	json *v = line(i);

	assert_string_equal(json_get_string(v, "id"), id);
	assert_string_equal(json_get_string(v, "action"), action);
	assert_string_equal(json_get_string(v, "tier"), tier);
	assert_true(json_is_array(json_get(v, "intents")) && json_is_array(json_get(v, "flags")));
	assert_int_equal(*json_get_string(v, "reply") == '\0', strcmp(action, "ignore") == 0);
	json_free(v);
}

/* One line in, one line out, in the same order. */
static void lines(void **state)
{
	json *v;

	(void)state;
	assert_int_equal(
		CLASSIFY("{\"id\":\"1\",\"text\":\"" ASKS "\"}\n"
			 "\n"
			 "{\"id\":\"2\",\"channel\":\"ambient\",\"text\":\"cook rice\"}\r\n"
			 " \t{\"text\":\"" EMERGENCY "\",\"id\":\"\\u00e9\\\"\"}  \n"
			 "{\"id\":\"4\",\"channel\":\"direct\",\"text\":\"cook rice\"}"),
		0);
	assert_string_equal(ERR, "");
	assert_int_equal(n_lines(), 4);
	has(0, "1", "answer", "none");
	has(1, "2", "ignore", "none");
	has(2, "\xc3\xa9\"", "escalate", "emergency");
	has(3, "4", "fallback", "none");
	v = line(0);
	assert_string_equal(json_string(json_first(json_get(v, "intents"))), "causes.overview");
	json_free(v);
	v = line(2);
	assert_non_null(json_first(json_get(v, "flags")));
	assert_contains(json_get_string(v, "reply"), "Call your local emergency number");
	json_free(v);
	assert_int_equal(CLASSIFY(""), 0);
	assert_string_equal(OUT, "");
}

static void region(void **state)
{
	(void)state;
	assert_int_equal(RUN_INPUT(cmd_classify, "{\"text\":\"" EMERGENCY "\"}", "classify",
				 "--content=.", "--region", "us"),
		0);
	assert_contains(OUT, "Call 911");
	assert_contains(OUT, "{\"id\":null,");
}

/* Whoever joins by id finds also what was refused. */
static void refused_with_its_id(void **state)
{
	(void)state;
	assert_int_equal(
		CLASSIFY("{\"id\":\"a7\",\"text\":\"x\",\"channel\":\"off\"}\n"), EX_DATAERR);
	assert_contains(OUT, "{\"id\":\"a7\",\"action\":\"ignore\",");
}

/* A line that is no message: told by its number, nothing of it repeated, and its line of output stays. */
static void refuses(void **state)
{
	static const struct {
		const char *line, *why;
	} cases[] = {
		{"SECRET", "not a JSON object"},
		{"[\"SECRET\"]", "not a JSON object"},
		{"\"SECRET\"", "not a JSON object"},
		{"{\"text\":\"SECRET\"} x", "not a JSON object"},
		{"{\"text\":\"SECRET\"}{}", "not a JSON object"},
		{"{\"Text\":\"SECRET\"}", "\"text\" is missing"},
		{"{\"text\":[\"SECRET\"]}", "\"text\" is missing"},
		{"{\"text\":\"SECRET\",\"channel\":\"off\"}", "\"channel\" is direct"},
		{"{\"text\":\"SECRET\",\"channel\":null}", "\"channel\" is direct"},
	};
	char input[300];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(input, sizeof(input), "\n%s\n{\"id\":\"n\",\"text\":\"" ASKS "\"}\n",
			cases[i].line);
		assert_int_equal(CLASSIFY(input), EX_DATAERR);
		assert_contains(ERR, "standard input:2: error: ");
		assert_contains(ERR, cases[i].why);
		assert_lacks(ERR, "SECRET");
		assert_int_equal(n_lines(), 2);
		assert_memory_equal(OUT, IGNORED, strlen(IGNORED));
		has(1, "n", "answer", "none");
	}
}

/* NULs do not hide what stands behind them, nor do they end the line. */
static void nuls(void **state)
{
	static const char input[] = "{\"id\":\"1\",\"text\":\"hi\0 " EMERGENCY "\"}\n"
				    "\0\n"
				    "{\"id\":\"3\",\"text\":\"hi\\u0000 " EMERGENCY "\"}\n";
	static const char *const args[] = {"classify", "--content=.", NULL};

	(void)state;
	assert_int_equal(run_bytes(cmd_classify, args, input, sizeof(input) - 1), EX_DATAERR);
	assert_int_equal(n_lines(), 3);
	has(2, "3", "escalate", "emergency");
}

/* Whatever the size of a line, there is one line for it, and the next one is its own. */
static void huge_lines(void **state)
{
	static const size_t sizes[] = {600000, 8 * 1024 * 1024, 16 * 1024 * 1024 + 1};
	static const char *const args[] = {"classify", "--content=.", NULL};
	static const char next[] = "\n{\"id\":\"next\",\"text\":\"" ASKS "\"}\n";
	char *input;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		input = malloc(sizes[i] + sizeof(next));
		assert_non_null(input);
		memset(input, 'x', sizes[i]);
		memcpy(input, "{\"text\":\"\",\"id\":\"", 17);
		memcpy(input + sizes[i] - 2, "\"}", 2);
		memcpy(input + sizes[i], next, sizeof(next));
		assert_int_equal(run_bytes(cmd_classify, args, input, sizes[i] + sizeof(next) - 1),
			EX_DATAERR);
		free(input);
		assert_int_equal(n_lines(), 2);
		assert_memory_equal(OUT, IGNORED, strlen(IGNORED));
		has(1, "next", "answer", "none");
		assert_contains(ERR, "standard input:1: error: ");
		assert_true(strlen(ERR) < 200);
	}
}

/* A conversation is of one person in one place; without one, every line stands alone. */
static void conversations(void **state)
{
	static const char heat[] = "{\"conversation\":\"c\",\"user\":\"a\",\"channel\":\"ambient\","
				   "\"text\":\"does heat help a back spasm?\"}\n";
	static const struct {
		const char *where, *action;
	} cases[] = {
		{"\"conversation\":\"c\",\"user\":\"a\",", "answer"},
		{"\"conversation\":\"c\",\"user\":\"b\",", "ignore"},
		{"\"conversation\":\"d\",\"user\":\"a\",", "ignore"},
		{"\"conversation\":\"c\",", "ignore"},
		{"\"user\":\"a\",", "ignore"},
	};
	char input[500];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(input, sizeof(input),
			"%s{\"id\":\"2\",%s\"channel\":\"ambient\",\"text\":\"how long does it "
			"last?\"}\n",
			heat, cases[i].where);
		assert_int_equal(CLASSIFY(input), 0);
		has(1, "2", cases[i].action, "none");
	}
}

/* With the scan off every verdict is the same. */
static void without_scan(void **state)
{
	static const char input[] = "{\"id\":\"1\",\"text\":\"" ASKS "\"}\n"
				    "{\"id\":\"2\",\"text\":\"" EMERGENCY "\"}\n"
				    "{\"id\":\"3\",\"text\":\"cook rice\"}\n";
	char *first;

	(void)state;
	assert_int_equal(CLASSIFY(input), 0);
	first = strdup(OUT);
	assert_int_equal(RUN_INPUT(cmd_classify, input, "classify", "--content=.", "--no-scan"), 0);
	assert_string_equal(OUT, first);
	free(first);
}

static void command_lines(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_classify, "classify", "--content=.", "text"), EX_USAGE);
	assert_contains(ERR, "standard input");
	assert_int_equal(RUN(cmd_classify, "classify", "--content=.", "--region=xx"), EX_USAGE);
	assert_contains(ERR, "there is no region 'xx'");
	assert_int_equal(RUN(cmd_classify, "classify", "--nonsense"), EX_USAGE);
	assert_int_equal(RUN_INPUT(cmd_classify, "{\"text\":\"" EMERGENCY "\"}\n", "classify",
				 "--content=/nonexistent"),
		EX_DATAERR);
	assert_string_equal(OUT, "");
	assert_int_equal(RUN(cmd_classify, "classify", "--help"), 0);
	assert_contains(OUT, "Usage: lumbard classify");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lines, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(region, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(
			refused_with_its_id, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(refuses, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(nuls, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(huge_lines, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(conversations, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(without_scan, capture_set_up, capture_tear_down),
		cmocka_unit_test_setup_teardown(command_lines, capture_set_up, capture_tear_down),
	};

	return cmocka_run_group_tests_name("cmd/classify", tests, NULL, NULL);
}
