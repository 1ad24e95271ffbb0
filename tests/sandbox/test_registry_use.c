/* Tests of src/sandbox/registry_use.c. */
#include "sandbox/registry_use.h"

#include "sandbox/rights.h"
#include "sandbox/stage.h"

#define BACK                                                                                       \
	"{\"name\":\"back\",\"description\":\"d\",\"options\":[{\"type\":1,\"name\":\"ask\","      \
	"\"description\":\"d\",\"options\":[{\"type\":3,\"name\":\"question\",\"description\":"    \
	"\"d\",\"required\":true,\"autocomplete\":true,\"max_length\":5},{\"type\":5,\"name\":"    \
	"\"private\",\"description\":\"d\"},{\"type\":4,\"name\":\"n\",\"description\":\"d\","     \
	"\"min_value\":1,\"max_value\":9},{\"type\":3,\"name\":\"mode\",\"description\":\"d\","    \
	"\"choices\":[{\"name\":\"On\",\"value\":\"on\"}]},{\"type\":6,\"name\":\"who\","          \
	"\"description\":\"d\"},{\"type\":7,\"name\":\"where\",\"description\":\"d\"},{\"type\":"  \
	"8,"                                                                                       \
	"\"name\":\"role\",\"description\":\"d\"},{\"type\":9,\"name\":\"any\",\"description\":"   \
	"\"d\"}]},{\"type\":1,\"name\":\"about\",\"description\":\"d\"}]}"

static char made[REGISTRY_USE_BYTES_MAX + 1], name[MODEL_NAME_MAX];

static const struct registry_entry *registered(const char *text)
{
	struct registry_entry *const *list;
	size_t n;

	if (stage_ask("POST", APPLICATION, text) != 201)
		fail_msg("%s", buf_str(&stage.answer.body));
	list = registry_list(stage.commands, &n);
	return list[n - 1];
}

/* Why it cannot be used so; "" when it can. */
static const char *uses(const struct registry_entry *command, const char *options, bool completes)
{
	json *list = stage_parse(options);
	const struct registry_use use = {.model = stage.model,
		.command = command,
		.user = model_user(stage.model, ANN),
		.channel = model_channel(stage.model, GENERAL),
		.options = list,
		.completes = completes};
	const char *error;
	struct buf data;
	json *v;

	buf_init(&data, REGISTRY_USE_BYTES_MAX);
	error = registry_use(&use, &data, name);
	snprintf(made, sizeof(made), "%s", buf_str(&data));
	if (!error) {
		v = json_parse(made, strlen(made));
		assert_true(json_is_object(v));
		json_free(v);
	}
	buf_free(&data);
	json_free(list);
	return error ? error : "";
}

#define ASKED(options) "[{\"name\":\"ask\",\"options\":[" options "]}]"
#define Q "{\"name\":\"question\",\"value\":\"heat?\"}"

static void used(void **state)
{
	const struct registry_entry *back = registered(BACK);

	(void)state;
	assert_string_equal(
		uses(back, ASKED(Q ",{\"name\":\"private\",\"value\":true}"), false), "");
	assert_string_equal(name, "back ask");
	assert_non_null(strstr(made,
		"\"options\":[{\"name\":\"ask\",\"type\":1,\"options\":[{\"name\":\"question\","
		"\"type\":3,\"value\":\"heat?\"},{\"name\":\"private\",\"type\":5,\"value\":true}]}"
		"]"));
	assert_string_equal(uses(back, "[{\"name\":\"about\"}]", false), "");
	assert_string_equal(
		uses(back,
			ASKED(Q ",{\"name\":\"n\",\"value\":9},{\"name\":\"mode\",\"value\":\"on\"}"
				","
				"{\"name\":\"who\",\"value\":\"1300000000000000012\"},{\"name\":"
				"\"where\","
				"\"value\":\"1300000000000000020\"},{\"name\":\"role\",\"value\":"
				"\"1300000000000000002\"},{\"name\":\"any\",\"value\":"
				"\"1300000000000000011\"}"),
			false),
		"");
	assert_non_null(strstr(made, "\"resolved\":{\"users\":{\"1300000000000000012\":{\"id\""));
	assert_non_null(strstr(made, "\"members\":{\"1300000000000000012\":{\"nick\":\"Bobby\""));
	assert_non_null(strstr(made, "\"roles\":{\"1300000000000000002\":{"));
	assert_non_null(strstr(made, "\"channels\":{\"1300000000000000020\":{"));
}

static void not_so(void **state)
{
	static const struct {
		const char *options, *error;
	} cases[] = {
		{"[]", "a part of the command is missing"},
		{"[{\"name\":\"nope\"}]", "the command has no such option"},
		{"[5]", "the command has no such option"},
		{"[{\"name\":\"about\"},{\"name\":\"ask\"}]", "an option is given twice"},
		{ASKED(""), "an option is missing"},
		{ASKED(Q "," Q), "an option is given twice"},
		{ASKED("{\"name\":\"question\",\"value\":5}"), "an option wants text"},
		{ASKED("{\"name\":\"question\",\"value\":\"\"}"), "an option's text is too short"},
		{ASKED("{\"name\":\"question\",\"value\":\"longer\"}"),
			"an option's text is too long"},
		{ASKED("{\"name\":\"question\",\"value\":\"\xff\"}"), "an option wants text"},
		{ASKED(Q ",{\"name\":\"private\",\"value\":\"true\"}"),
			"an option wants yes or no"},
		{ASKED(Q ",{\"name\":\"n\",\"value\":1.5}"), "an option wants a number"},
		{ASKED(Q ",{\"name\":\"n\",\"value\":0}"),
			"an option's number is too small or too large"},
		{ASKED(Q ",{\"name\":\"n\",\"value\":\"5\"}"), "an option wants a number"},
		{ASKED(Q ",{\"name\":\"mode\",\"value\":\"off\"}"), "an option has other choices"},
		{ASKED(Q ",{\"name\":\"who\",\"value\":\"5\"}"), "an option names nobody"},
		{ASKED(Q ",{\"name\":\"who\",\"value\":\"1300000000000000020\"}"),
			"an option names nobody"},
		{ASKED(Q ",{\"name\":\"where\",\"value\":7}"), "an option names nobody"},
	};
	const struct registry_entry *back = registered(BACK);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(uses(back, cases[i].options, false), cases[i].error);
}

static void completed(void **state)
{
	const struct registry_entry *back = registered(BACK);

	(void)state;
	assert_string_equal(uses(back,
				    ASKED("{\"name\":\"question\",\"value\":\"\",\"focused\":true},"
					  "{\"name\":\"n\",\"value\":\"5\"}"),
				    true),
		"");
	assert_non_null(strstr(made, "\"value\":\"\",\"focused\":true"));
	assert_string_equal(uses(back, ASKED(Q), true), "one option is completed at a time");
	assert_string_equal(
		uses(back, ASKED("{\"name\":\"mode\",\"value\":\"\",\"focused\":true}"), true),
		"that option completes nothing");
	assert_string_equal(
		uses(back, ASKED("{\"name\":\"question\",\"value\":\"\xff\",\"focused\":true}"),
			true),
		"that is too long to be completed");
}

static void menus(void **state)
{
	const struct registry_entry *answer = registered("{\"name\":\"Answer this\",\"type\":3}");
	const struct model_message *target = stage_say(GENERAL, BOB, "my back");
	struct registry_use use = {.model = stage.model,
		.command = answer,
		.user = model_user(stage.model, ANN),
		.channel = target->channel,
		.target = target};
	struct buf data;

	(void)state;
	buf_init(&data, REGISTRY_USE_BYTES_MAX);
	assert_null(registry_use(&use, &data, name));
	assert_non_null(strstr(buf_str(&data), "\"resolved\":{\"messages\":{\""));
	assert_non_null(strstr(buf_str(&data), "\"content\":\"my back\""));
	buf_clear(&data);
	use.target = NULL;
	assert_string_equal(registry_use(&use, &data, name), "there is no such message");
	buf_clear(&data);
	use.command = registered("{\"name\":\"About\",\"type\":2}");
	assert_string_equal(registry_use(&use, &data, name), "there is no such person");
	buf_clear(&data);
	use.person = model_user(stage.model, BOB);
	assert_null(registry_use(&use, &data, name));
	assert_non_null(strstr(buf_str(&data), "\"target_id\":\"1300000000000000012\""));
	buf_free(&data);
}

static bool may(
	const struct registry_entry *command, uint64_t user, const struct model_channel *channel)
{
	return registry_use_may(stage.model, command, model_user(stage.model, user), channel);
}

static void who_may(void **state)
{
	const struct registry_entry *all = registered("{\"name\":\"all\",\"description\":\"d\"}");
	const struct registry_entry *staff = registered("{\"name\":\"staff\",\"description\":\"d\","
							"\"default_member_permissions\":\"32\"}");
	const struct registry_entry *nobody =
		registered("{\"name\":\"nobody\",\"description\":\"d\","
			   "\"default_member_permissions\":\"0\"}");
	const struct registry_entry *server =
		registered("{\"name\":\"server\",\"description\":\"d\",\"contexts\":[0]}");
	const struct registry_entry *direct =
		registered("{\"name\":\"direct\",\"description\":\"d\",\"contexts\":[1]}");
	const struct model_channel *general = model_channel(stage.model, GENERAL);
	const struct model_channel *dm = model_direct(stage.model, model_user(stage.model, ANN));

	(void)state;
	assert_true(may(all, ANN, general) && may(all, ANN, dm));
	assert_false(may(all, BOB, dm));
	assert_false(may(all, ANN, model_channel(stage.model, STAFF)));
	assert_false(may(staff, ANN, general));
	assert_true(may(staff, MIA, general));
	assert_false(may(nobody, ANN, general));
	assert_true(may(nobody, MIA, general)); /* whose server it is */
	assert_true(may(server, ANN, general) && !may(server, ANN, dm));
	assert_true(may(direct, ANN, dm) && !may(direct, ANN, general));
	assert_string_equal(uses(staff, "[]", false), "that person may not use that there");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		stage_test(used),
		stage_test(not_so),
		stage_test(completed),
		stage_test(menus),
		stage_test(who_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
