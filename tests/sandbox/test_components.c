/* Tests of src/sandbox/components.c. */
#include "sandbox/components.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define BUTTON(id) "{\"type\":2,\"style\":1,\"label\":\"a\",\"custom_id\":\"" id "\"}"
#define ROW(inside) "{\"type\":1,\"components\":[" inside "]}"
#define BODY(inside) "{\"components\":[" inside "]}"
#define SELECT(inside) "{\"type\":3,\"custom_id\":\"s\"," inside "}"
#define OPTION(value) "{\"label\":\"l\",\"value\":\"" value "\"}"

static char made[COMPONENTS_BYTES_MAX + 1];

/* Returns the answer's status; what was made or is wrong stands in made. */
static int reads(const char *text)
{
	json *body = json_parse(text, strlen(text));
	struct complaints c;
	struct buf out, answer;
	int status;

	assert_non_null(body);
	complaints_init(&c, "");
	buf_init(&out, COMPONENTS_BYTES_MAX);
	buf_init(&answer, COMPONENTS_BYTES_MAX);
	components_read(&c, body, &out);
	status = complaints_put(&c, &answer);
	snprintf(made, sizeof(made), "%s", buf_str(status ? &answer : &out));
	complaints_free(&c);
	buf_free(&out);
	buf_free(&answer);
	json_free(body);
	return status;
}

static void none(void **state)
{
	(void)state;
	assert_int_equal(reads("{}"), 0);
	assert_string_equal(made, "");
	assert_int_equal(reads("{\"components\":[]}"), 0);
	assert_string_equal(made, "");
	assert_int_equal(reads("{\"components\":null}"), 0);
}

#define LINK                                                                                       \
	"{\"type\":2,\"style\":5,\"url\":\"https://"                                               \
	"a.test\",\"emoji\":{\"name\":\"\xf0\x9f\xa6\xb4\"},"                                      \
	"\"disabled\":true,\"more\":1}"
#define CHOSEN "{\"label\":\"l\",\"value\":\"2\",\"description\":\"d\",\"default\":true}"
#define TOPICS                                                                                     \
	SELECT("\"placeholder\":\"p\",\"max_values\":2,\"options\":[" OPTION("1") "," CHOSEN "]")

static void given_back(void **state)
{
	static const char body[] = BODY(ROW(BUTTON("x") "," LINK) "," ROW(TOPICS));

	(void)state;
	assert_int_equal(reads(body), 0);
	assert_string_equal(made,
		"[{\"type\":1,\"id\":1,\"components\":[{\"type\":2,\"id\":2,\"style\":1,"
		"\"label\":\"a\",\"custom_id\":\"x\"},{\"type\":2,\"id\":3,\"style\":5,\"emoji\":{"
		"\"name\":\"\xf0\x9f\xa6\xb4\"},\"url\":\"https://a.test\",\"disabled\":true}]},"
		"{\"type\":1,\"id\":4,\"components\":[{\"type\":3,\"id\":5,\"custom_id\":\"s\","
		"\"placeholder\":\"p\",\"options\":[{\"label\":\"l\",\"value\":\"1\"},{\"label\":"
		"\"l\",\"value\":\"2\",\"description\":\"d\",\"default\":true}],\"min_values\":1,"
		"\"max_values\":2}]}]");
}

static void refused(void **state)
{
	static const struct {
		const char *body, *part;
	} cases[] = {
		{"{\"components\":5}", "\"components\":{\"_errors\""},
		{BODY("5"), "\"components\":{\"0\":{\"type\":{\"_errors\":[{\"code\":"
			    "\"UNION_TYPE_CHOICES\""},
		{BODY(BUTTON("x")), "UNION_TYPE_CHOICES"},
		{BODY(ROW("")), "Must be between 1 and 5 in length."},
		{BODY(ROW("{\"type\":4}")), "must be one of (2, 3, 5, 6, 7, 8)."},
		{BODY(ROW("{\"type\":2,\"style\":9,\"label\":\"a\",\"custom_id\":\"x\"}")),
			"\"style\""},
		{BODY(ROW("{\"type\":2,\"style\":1,\"custom_id\":\"x\"}")),
			"A label or emoji is required"},
		{BODY(ROW("{\"type\":2,\"style\":1,\"label\":\"a\"}")),
			"\"custom_id\":{\"_errors\":[{\"code\":\"BASE_TYPE_REQUIRED\""},
		{BODY(ROW("{\"type\":2,\"style\":1,\"label\":\"a\",\"custom_id\":\"\"}")),
			"Must be between 1 and 100 in length."},
		{BODY(ROW("{\"type\":2,\"style\":5,\"label\":\"a\"}")), "\"url\""},
		{BODY(ROW("{\"type\":2,\"style\":5,\"label\":\"a\",\"url\":\"javascript:1\"}")),
			"URL_TYPE_INVALID_SCHEME"},
		{BODY(ROW("{\"type\":2,\"style\":5,\"label\":\"a\",\"url\":\"https://a.test\","
			  "\"custom_id\":\"x\"}")),
			"MUTUALLY_EXCLUSIVE"},
		{BODY(ROW(BUTTON("x") "," BUTTON("x"))),
			"\"1\":{\"custom_id\":{\"_errors\":[{\"code\":\"COMPONENT_CUSTOM_ID_"
			"DUPLICATED\""},
		{BODY(ROW(BUTTON("x")) "," ROW(BUTTON("x"))), "COMPONENT_CUSTOM_ID_DUPLICATED"},
		{BODY(ROW(BUTTON("x") "," SELECT("\"options\":[" OPTION("1") "]"))),
			"COMPONENT_LAYOUT_WIDTH_EXCEEDED"},
		{BODY(ROW(SELECT("\"options\":[]"))), "Must be between 1 and 25 in length."},
		{BODY(ROW(SELECT("\"options\":[" OPTION("1") "," OPTION("1") "]"))),
			"COMPONENT_OPTION_VALUE_DUPLICATED"},
		{BODY(ROW(SELECT("\"options\":[{\"label\":5}]"))), "\"label\":{\"_errors\""},
		{BODY(ROW(SELECT("\"max_values\":26,\"options\":[" OPTION("1") "]"))),
			"NUMBER_TYPE_MAX"},
		{BODY(ROW(SELECT("\"min_values\":3,\"options\":[" OPTION("1") "]"))),
			"MIN_GREATER_THAN_MAX"},
		{BODY(ROW("{\"type\":2,\"style\":1,\"custom_id\":\"x\",\"emoji\":{}}")),
			"\"emoji\""},
	};
	static const char long_label[] =
		"{\"components\":[{\"type\":1,\"components\":[{\"type\":2,\"style\":1,"
		"\"custom_id\":\"x\",\"label\":\"%0*d\"}]}]}";
	char body[1024];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(reads(cases[i].body), 400);
		if (!strstr(made, cases[i].part))
			fail_msg("%s\ngave %s", cases[i].body, made);
	}
	snprintf(body, sizeof(body), long_label, 80, 0);
	assert_int_equal(reads(body), 0);
	snprintf(body, sizeof(body), long_label, 81, 0);
	assert_int_equal(reads(body), 400);
}

/* Five rows of five, and not one more of either. */
static void how_many(void **state)
{
	char body[8192];
	size_t n = 0, row, i, rows, buttons;

	(void)state;
	for (rows = 5; rows < 7; rows++) {
		for (buttons = 5; buttons < 7; buttons++) {
			n = (size_t)snprintf(body, sizeof(body), "{\"components\":[");
			for (row = 0; row < rows; row++) {
				n += (size_t)snprintf(body + n, sizeof(body) - n,
					"%s{\"type\":1,\"components\":[", row ? "," : "");
				for (i = 0; i < buttons; i++)
					n += (size_t)snprintf(body + n, sizeof(body) - n,
						"%s{\"type\":2,\"style\":2,\"label\":\"l\","
						"\"custom_id\":\"%zu-%zu\"}",
						i ? "," : "", row, i);
				n += (size_t)snprintf(body + n, sizeof(body) - n, "]}");
			}
			snprintf(body + n, sizeof(body) - n, "]}");
			assert_int_equal(reads(body), rows == 5 && buttons == 5 ? 0 : 400);
		}
	}
}

static const char *uses(const char *id, const char *values)
{
	json *list = values ? json_parse(values, strlen(values)) : NULL;
	int type = 0;
	const char *error = components_use(made, id, list, &type);

	json_free(list);
	return error ? error : type == COMPONENTS_SELECT ? "select" : "button";
}

#define OFF "{\"type\":2,\"style\":1,\"label\":\"a\",\"custom_id\":\"off\",\"disabled\":true}"
#define MENU SELECT("\"max_values\":2,\"options\":[" OPTION("1") "," OPTION("2") "]")
#define PEOPLE "{\"type\":5,\"custom_id\":\"people\"}"

static void used(void **state)
{
	static const char body[] = BODY(ROW(BUTTON("x") "," OFF) "," ROW(MENU) "," ROW(PEOPLE));

	(void)state;
	assert_int_equal(reads(body), 0);
	assert_string_equal(uses("x", NULL), "button");
	assert_string_equal(uses("off", NULL), "it is disabled");
	assert_string_equal(uses("y", NULL), "there is no such button");
	assert_string_equal(uses("people", "[]"), "the sandbox has no such menu");
	assert_string_equal(uses("s", "[\"1\"]"), "select");
	assert_string_equal(uses("s", "[\"2\",\"1\"]"), "select");
	assert_string_equal(uses("s", "[\"2\",\"2\"]"), "an option is chosen once");
	assert_string_equal(uses("s", "[]"), "that is not as many options as it wants");
	assert_string_equal(uses("s", "[5]"), "that is none of its options");
	assert_string_equal(uses("s", "[\"3\"]"), "that is none of its options");
	assert_string_equal(uses("s", NULL), "choose something");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none),
		cmocka_unit_test(given_back),
		cmocka_unit_test(refused),
		cmocka_unit_test(how_many),
		cmocka_unit_test(used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
