/* Tests of src/bot/commands.c. */
#include "platform/host_mock.h"

#include "bot/commands.h"

static struct config *config;
static struct host_mock *m;
static struct commands *c;
static char heard[256]; /* what was called, and with what */
static struct {
	struct platform_say say;
	char text[256], controls[256], handle[64];
} said;
static size_t n_said;
static int say_result;

static int on_say(void *ctx, const char *account, const struct platform_say *say)
{
	(void)ctx;
	assert_string_equal(account, "main");
	n_said++;
	said.say = *say;
	mock_copy(said.text, sizeof(said.text), say->text);
	mock_copy(said.controls, sizeof(said.controls), say->controls);
	mock_copy(said.handle, sizeof(said.handle), say->handle);
	return say_result;
}

static void run_greet(void *ctx, const struct commands_call *call)
{
	snprintf(heard, sizeof(heard), "%s greets %s%s", (const char *)ctx,
		commands_value(call, "whom"), commands_is_on(call, "loud") ? " loudly" : "");
	commands_reply(call, &(struct commands_reply){.text = "Hello.", .to_all = true});
}

static void run_point(void *ctx, const struct commands_call *call)
{
	(void)ctx;
	snprintf(heard, sizeof(heard), "points at %s", call->is->message);
	commands_tell(call, "Seen.");
}

static void suggest(
	void *ctx, const struct commands_call *call, const char *typed, struct buf *choices)
{
	(void)ctx;
	(void)call;
	controls_add(choices, CONTROLS_CHOICE, typed, typed);
}

static void press(void *ctx, const struct commands_call *call, const char *rest)
{
	snprintf(heard, sizeof(heard), "%s: %s of %s", (const char *)ctx, rest, call->is->chosen);
	commands_change(call, "Changed.", "");
}

static const struct commands_entry entries[] = {
	{.offer = {.name = "say", .what = "Sayings"}},
	{.offer = {.name = "say greet", .what = "Greets"}, .run = run_greet, .suggest = suggest},
	{.offer = {.name = "Look", .on_message = true}, .run = run_point},
};
static const struct commands_verb verbs[] = {{"yes", press}};

static char told[64]; /* what the group was told besides */

static void on_outcome(void *ctx, const char *account, const struct platform_outcome *outcome)
{
	snprintf(told, sizeof(told), "%s %s %d", (const char *)ctx, account, (int)outcome->kind);
}

static void on_forget(void *ctx, const char *user, enum commands_by by)
{
	snprintf(told, sizeof(told), "%s forgets %s%s", (const char *)ctx, user,
		by == COMMANDS_BY_OPERATOR ? ", by order" : "");
}

static int set_up(void **state)
{
	static char name[] = "group";

	(void)state;
	config = config_default();
	m = mock_create();
	c = commands_create(&(struct commands_options){config, &m->log, on_say, NULL});
	assert_int_equal(commands_add(c, &(struct commands_group){.entries = entries,
						 .n_entries = 3,
						 .verbs = verbs,
						 .n_verbs = 1,
						 .outcome = on_outcome,
						 .forget = on_forget,
						 .ctx = name}),
		0);
	heard[0] = '\0';
	n_said = 0;
	say_result = 0;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	commands_destroy(c);
	config_free(config);
	mock_destroy(m);
	return 0;
}

static struct interaction an_interaction(enum interaction_kind kind)
{
	return (struct interaction){.kind = kind,
		.id = "1",
		.handle = "h",
		.conversation = "20",
		.parent = "",
		.server = "10",
		.user = "30",
		.command = "",
		.focused = "",
		.key = "",
		.chosen = "",
		.message = "",
		.author = "",
		.text = "",
		.link = ""};
}

static void take(const struct interaction *is)
{
	commands_take(c, "main", (struct platform_abilities){.max_chars = 2000}, is, 1000);
}

static void test_offers(void **state)
{
	const struct interaction_command *const *offers;
	struct commands_group big = {.entries = entries, .n_entries = 3};
	size_t n, i;

	(void)state;
	offers = commands_offers(c, &n);
	assert_int_equal(n, 3);
	assert_string_equal(offers[1]->name, "say greet");
	for (i = 1; i < COMMANDS_GROUPS_MAX; i++)
		assert_int_equal(commands_add(c, &big), 0);
	assert_int_equal(commands_add(c, &big), -1);
}

static void test_a_command_reaches_its_group(void **state)
{
	struct interaction is = an_interaction(INTERACTION_COMMAND);

	(void)state;
	is.command = "say greet";
	is.values[0] = (struct interaction_value){"whom", "all"};
	is.values[1] = (struct interaction_value){"loud", "true"};
	is.n_values = 2;
	take(&is);
	assert_string_equal(heard, "group greets all loudly");
	assert_string_equal(said.text, "Hello.");
	assert_string_equal(said.handle, "h");
	assert_int_equal(said.say.turn, PLATFORM_TURN_ANSWER);
	assert_false(said.say.in_private);
	assert_true(said.say.ticket & COMMANDS_TICKET);
	assert_int_equal(said.say.deadline_ms, 1000 + COMMANDS_WAIT_MS);
}

static void test_commands_about_messages_are_others(void **state)
{
	struct interaction is = an_interaction(INTERACTION_POINTED);

	(void)state;
	is.command = "Look";
	is.message = "50";
	take(&is);
	assert_string_equal(heard, "points at 50");
	assert_true(said.say.in_private);
	is.kind = INTERACTION_COMMAND;
	heard[0] = '\0';
	take(&is);
	assert_string_equal(heard, "");
	assert_contains(said.text, "earlier version");
}

static void test_suggestions(void **state)
{
	struct interaction is = an_interaction(INTERACTION_COMPLETE);

	(void)state;
	is.command = "say greet";
	is.focused = "whom";
	is.values[0] = (struct interaction_value){"whom", "an"};
	is.n_values = 1;
	take(&is);
	assert_int_equal(said.say.turn, PLATFORM_TURN_SUGGEST);
	assert_string_equal(said.controls, "oan\tan\n");
	is.command = "gone"; /* nobody is told more than that there is nothing */
	take(&is);
	assert_int_equal(said.say.turn, PLATFORM_TURN_SUGGEST);
	assert_string_equal(said.controls, "");
}

static void test_buttons(void **state)
{
	static const char *const others[] = {"2 yes x", "yes x", "1 no x", "1 ", "1", "", "1  yes",
		"1 averyveryveryverylongverbindeed x"};
	struct interaction is = an_interaction(INTERACTION_PRESSED);
	size_t i;

	(void)state;
	is.key = "1 yes heat ice";
	is.chosen = "one";
	take(&is);
	assert_string_equal(heard, "group: heat ice of one");
	assert_int_equal(said.say.turn, PLATFORM_TURN_CHANGE);
	heard[0] = '\0';
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		is.key = others[i];
		take(&is);
		assert_string_equal(heard, "");
		assert_contains(said.text, "earlier version");
		assert_true(said.say.in_private);
	}
}

static void test_keys(void **state)
{
	char key[INTERACTION_KEY_MAX], rest[INTERACTION_KEY_MAX];

	(void)state;
	assert_string_equal(commands_key(key, "yes", "heat"), "1 yes heat");
	assert_string_equal(commands_key(key, "menu", ""), "1 menu");
	memset(rest, 'x', sizeof(rest));
	rest[sizeof(rest) - 1] = '\0';
	assert_string_equal(commands_key(key, "yes", rest), "");
}

static void test_promises(void **state)
{
	const struct interaction is = an_interaction(INTERACTION_COMMAND);
	const struct commands_call call = {
		.commands = c, .account = "main", .is = &is, .now_ms = 1000};
	struct commands_promise promise;

	(void)state;
	commands_promise(&call, &promise);
	assert_int_equal(said.say.turn, PLATFORM_TURN_LATER);
	assert_true(said.say.in_private);
	commands_keep(c, &promise, "Done.", 5000);
	assert_int_equal(said.say.turn, PLATFORM_TURN_FILL);
	assert_string_equal(said.text, "Done.");
	assert_string_equal(said.handle, "h");
	commands_nothing(&call);
	assert_int_equal(said.say.turn, PLATFORM_TURN_NOTHING);
}

static void test_roles(void **state)
{
	struct interaction is = an_interaction(INTERACTION_COMMAND);
	const struct commands_call call = {.commands = c, .account = "main", .is = &is};

	(void)state;
	is.roles[0] = "41";
	is.n_roles = 1;
	assert_true(commands_has_role(&call, "41"));
	assert_false(commands_has_role(&call, "42"));
	assert_false(commands_has_role(&call, NULL));
}

static void test_outcomes(void **state)
{
	const struct interaction is = an_interaction(INTERACTION_COMMAND);

	(void)state;
	say_result = -1;
	take(&is);
	assert_contains(m->lines, "too many wait");
	assert_true(commands_outcome(c, "main",
		&(struct platform_outcome){.ticket = said.say.ticket,
			.kind = PLATFORM_REFUSED,
			.reason = "Unknown interaction (10062)"}));
	assert_contains(m->lines, "10062");
	assert_string_equal(told, "group main 1");
	assert_false(commands_outcome(
		c, "main", &(struct platform_outcome){.ticket = 8, .kind = PLATFORM_SENT}));
}

/* Tickets are this file's own, and never the same; who is forgotten is forgotten by every group. */
static void test_tickets_and_forgetting(void **state)
{
	const uint64_t one = commands_ticket(c), other = commands_ticket(c);

	(void)state;
	assert_true(one & COMMANDS_TICKET);
	assert_true(one != other);
	assert_true(
		commands_say(c, "main", &(struct platform_say){.text = "x"}) == said.say.ticket);
	say_result = -1;
	assert_true(commands_say(c, "main", &(struct platform_say){.text = "x"}) == 0);
	commands_forget(c, "30", COMMANDS_BY_OPERATOR);
	assert_string_equal(told, "group forgets 30, by order");
	commands_forget(c, "30", COMMANDS_BY_THEMSELVES);
	assert_string_equal(told, "group forgets 30");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_offers),
		TEST(test_a_command_reaches_its_group),
		TEST(test_commands_about_messages_are_others),
		TEST(test_suggestions),
		TEST(test_buttons),
		TEST(test_keys),
		TEST(test_promises),
		TEST(test_roles),
		TEST(test_outcomes),
		TEST(test_tickets_and_forgetting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
