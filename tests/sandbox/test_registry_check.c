/* Tests of src/sandbox/registry_check.c. */
#include "sandbox/registry_check.h"

#include "sandbox/stage.h"

static char made[REGISTRY_BODY_MAX + 1];
static struct registry_entry command;

/* Returns the answer's status; what was made or is wrong stands in made. */
static int checks(const char *text)
{
	json *v = stage_parse(text);
	struct complaints c;
	struct buf body, answer;
	int status;

	complaints_init(&c, "");
	buf_init(&body, REGISTRY_BODY_MAX);
	buf_init(&answer, REGISTRY_BODY_MAX);
	registry_check(&c, v, &command, &body);
	status = complaints_put(&c, &answer);
	snprintf(made, sizeof(made), "%s", buf_str(status ? &answer : &body));
	complaints_free(&c);
	buf_free(&body);
	buf_free(&answer);
	json_free(v);
	return status;
}

#define ASK(options) "{\"name\":\"ask\",\"description\":\"d\",\"options\":[" options "]}"
#define OPTION(name, more) "{\"type\":3,\"name\":\"" name "\",\"description\":\"d\"" more "}"

static void taken(void **state)
{
	static const char *const good[] = {
		"{\"name\":\"ask\",\"description\":\"d\"}",
		"{\"name\":\"r\xc3\xbc"
		"cken-1_'\",\"description\":\"d\",\"type\":1,\"nsfw\":true}",
		"{\"name\":\"Answer This\",\"type\":3}",
		"{\"name\":\"About\",\"type\":2,\"description\":\"\"}",
		ASK(OPTION("a", ",\"required\":true") "," OPTION("b", ",\"autocomplete\":true")),
		ASK(OPTION("a", ",\"choices\":[{\"name\":\"n\",\"value\":\"v\"}],\"min_length\":1,"
				"\"max_length\":6000")),
		ASK("{\"type\":4,\"name\":\"n\",\"description\":\"d\",\"min_value\":-1,"
		    "\"max_value\":9,\"choices\":[{\"name\":\"n\",\"value\":5}]}"),
		ASK("{\"type\":2,\"name\":\"g\",\"description\":\"d\",\"options\":[{\"type\":1,"
		    "\"name\":\"s\",\"description\":\"d\",\"options\":[" OPTION("a", "") "]}]}"),
		"{\"name\":\"x\",\"description\":\"d\",\"default_member_permissions\":\"32\","
		"\"contexts\":[0,1],\"integration_types\":[0],\"dm_permission\":false,"
		"\"name_localizations\":{\"de\":\"fragen\"}}",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		if (checks(good[i]) != 0)
			fail_msg("%s\ngave %s", good[i], made);
	}
	assert_string_equal(command.name, "x");
	assert_int_equal(command.type, REGISTRY_SLASH);
	assert_string_equal(made,
		"\"type\":1,\"name\":\"x\",\"name_localizations\":{\"de\":\"fragen\"},"
		"\"description\":\"d\",\"default_member_permissions\":\"32\",\"contexts\":[0,1],"
		"\"integration_types\":[0],\"dm_permission\":false,\"nsfw\":false");
}

static void refused(void **state)
{
	static const struct {
		const char *text, *part;
	} cases[] = {
		{"{}", "\"name\":{\"_errors\":[{\"code\":\"BASE_TYPE_REQUIRED\""},
		{"{\"name\":\"ask\"}",
			"\"description\":{\"_errors\":[{\"code\":\"BASE_TYPE_REQUIRED"},
		{"{\"name\":\"Ask\",\"description\":\"d\"}", "APPLICATION_COMMAND_INVALID_NAME"},
		{"{\"name\":\"a b\",\"description\":\"d\"}", "STRING_TYPE_REGEX"},
		{"{\"name\":\"a\xe2\x80\xae\",\"description\":\"d\"}", "STRING_TYPE_REGEX"},
		{"{\"name\":\"123456789012345678901234567890123\",\"description\":\"d\"}",
			"Must be between 1 and 32 in length."},
		{"{\"name\":\"a\",\"description\":\"d\",\"type\":9}", "\"type\""},
		{"{\"name\":\"a\",\"type\":3,\"description\":\"d\"}", "\"description\""},
		{"{\"name\":\"a\",\"type\":3,\"options\":[1]}", "\"options\""},
		{"{\"name\":\"a\",\"description\":\"d\",\"default_member_permissions\":5}",
			"\"default_member_permissions\""},
		{"{\"name\":\"a\",\"description\":\"d\",\"contexts\":[3]}", "\"contexts\""},
		{"{\"name\":\"a\",\"description\":\"d\",\"contexts\":[{}]}", "\"contexts\""},
		{"{\"name\":\"a\",\"description\":\"d\",\"name_localizations\":5}",
			"DICT_TYPE_CONVERT"},
		{ASK("5"), "\"options\":{\"0\":{\"name\""},
		{ASK(OPTION("A", "")),
			"\"options\":{\"0\":{\"name\":{\"_errors\":[{\"code\":\"STRING_TYPE_"
			"REGEX\","
			"\"message\":\"String value did not match validation regex.\"},{\"code\":"
			"\"APPLICATION_COMMAND_INVALID_NAME\",\"message\":\"Command name is "
			"invalid\"}]"
			"}}}}"},
		{ASK(OPTION("a", "") "," OPTION("a", "")), "Option name already exists"},
		{ASK(OPTION("a", "") "," OPTION("b", ",\"required\":true")),
			"\"options\":{\"1\":{\"_errors\":[{\"code\":\"APPLICATION_COMMAND_OPTIONS_"
			"REQUIRED_INVALID\""},
		{ASK(OPTION("a", ",\"min_length\":6001")), "\"min_length\""},
		{ASK(OPTION("a", ",\"autocomplete\":true,\"choices\":[{\"name\":\"n\","
				 "\"value\":\"v\"}]")),
			"Autocomplete options cannot have choices"},
		{ASK(OPTION("a", ",\"choices\":[{\"name\":\"\",\"value\":5}]")), "\"value\""},
		{ASK("{\"type\":4,\"name\":\"n\",\"description\":\"d\",\"choices\":[{\"name\":"
		     "\"n\","
		     "\"value\":\"5\"}]}"),
			"Value is not a number."},
		{ASK("{\"type\":5,\"name\":\"n\",\"description\":\"d\",\"autocomplete\":true}"),
			"\"autocomplete\""},
		{ASK("{\"type\":12,\"name\":\"n\",\"description\":\"d\"}"), "\"type\""},
		{ASK("{\"type\":1,\"name\":\"s\",\"description\":\"d\"}," OPTION("a", "")),
			"mutually exclusive"},
		{ASK("{\"type\":1,\"name\":\"s\",\"description\":\"d\",\"options\":[{\"type\":1,"
		     "\"name\":\"s\",\"description\":\"d\"}]}"),
			"mutually exclusive"},
		{ASK("{\"type\":2,\"name\":\"g\",\"description\":\"d\",\"options\":[{\"type\":2,"
		     "\"name\":\"s\",\"description\":\"d\"}]}"),
			"mutually exclusive"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (checks(cases[i].text) != 400 || !strstr(made, cases[i].part))
			fail_msg("%s\ngave %s", cases[i].text, made);
	}
}

static void how_large(void **state)
{
	char text[65536];
	size_t n, options, k;

	(void)state;
	for (options = 25; options < 27; options++) {
		n = (size_t)snprintf(
			text, sizeof(text), "{\"name\":\"a\",\"description\":\"d\",\"options\":[");
		for (k = 0; k < options; k++)
			n += (size_t)snprintf(text + n, sizeof(text) - n,
				"%s{\"type\":3,\"name\":\"o%zu\",\"description\":\"d\"}",
				k ? "," : "", k);
		snprintf(text + n, sizeof(text) - n, "]}");
		assert_int_equal(checks(text), options == 25 ? 0 : 400);
	}
	assert_non_null(strstr(made, "Must be 25 or fewer in length."));
	n = (size_t)snprintf(
		text, sizeof(text), "{\"name\":\"a\",\"description\":\"d\",\"options\":[");
	for (options = 0; options < 4; options++) {
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"%s{\"type\":3,\"name\":\"o%zu\",\"description\":\"d\",\"choices\":[",
			options ? "," : "", options);
		for (k = 0; k < 25; k++)
			n += (size_t)snprintf(text + n, sizeof(text) - n,
				"%s{\"name\":\"%099zu\",\"value\":\"v%zu\"}", k ? "," : "", k, k);
		n += (size_t)snprintf(text + n, sizeof(text) - n, "]}");
	}
	snprintf(text + n, sizeof(text) - n, "]}");
	assert_int_equal(checks(text), 400);
	assert_non_null(strstr(made, "Command exceeds maximum size (8000)"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(taken),
		cmocka_unit_test(refused),
		cmocka_unit_test(how_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
