/* Tests of src/base/config.c. */
#include "base/config_samples.h"
#include "base/config_world.h"

static void mode_names(void **state)
{
	(void)state;
	assert_string_equal(config_mode_name(CONFIG_MODE_OFF), "off");
	assert_string_equal(config_mode_name(CONFIG_MODE_MENTION), "mention");
	assert_string_equal(config_mode_name(CONFIG_MODE_FAQ), "faq");
	assert_string_equal(config_mode_name(CONFIG_MODE_AMBIENT), "ambient");
	assert_string_equal(config_mode_name(CONFIG_MODE_UNSET), "unset");
}

static void least(void **state)
{
	struct config *c = parse(ACCOUNT);

	(void)state;
	assert_int_equal(c->n_accounts, 1);
	assert_string_equal(c->accounts[0].name, "main");
	assert_string_equal(c->accounts[0].platform, "discord");
	assert_int_equal(c->accounts[0].token.kind, CONFIG_SECRET_ENV);
	assert_string_equal(c->accounts[0].token.name, "T");
	assert_null(c->accounts[0].api);
	assert_null(c->accounts[0].gateway);
	assert_int_equal(c->n_servers, 0);
	assert_null(c->defaults.region);
	assert_int_equal(c->defaults.mode, CONFIG_MODE_MENTION);
	assert_null(c->defaults.staff_channel);
	assert_null(c->defaults.staff_role);
	assert_null(c->direct_region);
	assert_null(c->content);
	assert_null(c->admin);
	assert_int_equal(c->log_level, LOG_INFO);
	assert_int_equal(c->cooldown_answer_ms, 120000);
	assert_int_equal(c->cooldown_person_ms, 60000);
	assert_int_equal(c->late_ms, 21600000);
	assert_int_equal(c->retention_ms, 7 * (int64_t)86400000);
	assert_null(c->state);
	config_free(c);
}

static void built_in(void **state)
{
	struct config *c = config_default();

	(void)state;
	assert_non_null(c);
	assert_int_equal(c->n_accounts, 1);
	assert_string_equal(c->accounts[0].name, "discord");
	assert_string_equal(c->accounts[0].platform, "discord");
	assert_int_equal(c->accounts[0].token.kind, CONFIG_SECRET_ENV);
	assert_string_equal(c->accounts[0].token.name, "DISCORD_TOKEN");
	assert_int_equal(c->defaults.mode, CONFIG_MODE_MENTION);
	assert_false(config_listens(c, "discord"));
	config_free(c);
	config_free(NULL);
}

static void not_yaml(void **state)
{
	(void)state;
	refuse("a: [\n", "2:1: flow sequence without a closing bracket\n");
	assert_null(parse_bytes("log: info\n\t\n", 12));
	assert_string_equal(buf_str(&found.text),
		"c.yaml:2:1: error: tabs are not allowed here: use spaces\n   \n  ^\n");
}

/* A megabyte of anything is refused with findings, in no time and within the bounds of memory. */
static void junk(void **state)
{
	static const char *const parts[] = {"x", "[", "{", "- ", "a: ", "\"", "'", "?", "\n- x",
		"\naccounts: x", "servers: {id: \"1\"}, ", "#", "\xff", "\n  - ", "{a: ", "&a ",
		"!", "|\n", "a: b\n", "- id: 1\n", "[x, "};
	const size_t size = 1 << 20;
	char *text = malloc(size);
	uint32_t random = 1;
	size_t i, n;

	(void)state;
	assert_non_null(text);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		for (n = 0; n < size; n++)
			text[n] = parts[i][n % strlen(parts[i])];
		assert_null(config_parse("c.yaml", text, size, &found.diag));
		assert_true(found.diag.errors > 0);
		forget();
	}
	for (n = 0; n < size; n++) {
		random = random * 1664525 + 1013904223;
		text[n] = (char)(random >> 24);
	}
	assert_null(config_parse("c.yaml", text, size, &found.diag));
	for (n = 0; n < size; n++) {
		random = random * 1664525 + 1013904223;
		text[n] = " \n-:[]{}ab,\"'#|>?"[random >> 28];
	}
	assert_null(config_parse("c.yaml", text, size, &found.diag));
	free(text);
}

static void without_sink(void **state)
{
	struct diag silent = {0};

	(void)state;
	assert_null(config_parse("c.yaml", "log: x", 6, &silent));
	assert_int_equal(silent.errors, 2);
}

static const char places[] = CONFIG_PLACES;

static void is_place(struct config_place p, const char *region, enum config_mode mode,
	const char *staff_channel, const char *staff_role)
{
	if (region)
		assert_string_equal(p.region, region);
	else
		assert_null(p.region);
	assert_int_equal(p.mode, mode);
	if (staff_channel)
		assert_string_equal(p.staff_channel, staff_channel);
	else
		assert_null(p.staff_channel);
	if (staff_role)
		assert_string_equal(p.staff_role, staff_role);
	else
		assert_null(p.staff_role);
}

static void inheritance(void **state)
{
	struct config *c = parse(places);

	(void)state;
	/* a server that is not there, or says nothing: the defaults */
	is_place(config_place(c, "a", "s9", "c1", ""), "uk", CONFIG_MODE_AMBIENT, "d-staff", NULL);
	is_place(config_place(c, "a", "s3", "c1", ""), "uk", CONFIG_MODE_AMBIENT, "d-staff", NULL);
	/* a channel that is not there: the server over the defaults */
	is_place(config_place(c, "a", "s1", "c9", ""), "us", CONFIG_MODE_OFF, "d-staff", "s1-role");
	is_place(config_place(c, "b", "s1", "c9", ""), "us", CONFIG_MODE_OFF, "d-staff", "s1-role");
	/* the channel over both, for what it says */
	is_place(config_place(c, "a", "s1", "c1", ""), "us", CONFIG_MODE_FAQ, "d-staff", "s1-role");
	is_place(
		config_place(c, "a", "s1", "c2", ""), "nz", CONFIG_MODE_OFF, "c2-staff", "c2-role");
	/* a server that is for one account alone */
	is_place(config_place(c, "b", "s2", "c9", ""), "ie", CONFIG_MODE_AMBIENT, "d-staff", NULL);
	is_place(config_place(c, "b", "s2", "c1", ""), "default", CONFIG_MODE_AMBIENT, "d-staff",
		NULL);
	is_place(config_place(c, "a", "s2", "c1", ""), "uk", CONFIG_MODE_AMBIENT, "d-staff", NULL);
	config_free(c);
}

static void threads(void **state)
{
	struct config *c = parse(places);

	(void)state;
	/* as its parent */
	is_place(
		config_place(c, "a", "s1", "t", "c1"), "us", CONFIG_MODE_FAQ, "d-staff", "s1-role");
	is_place(config_place(c, "a", "s1", "t", "c2"), "nz", CONFIG_MODE_OFF, "c2-staff",
		"c2-role");
	is_place(
		config_place(c, "a", "s1", "t", "c9"), "us", CONFIG_MODE_OFF, "d-staff", "s1-role");
	/* configured itself: what it says, and its parent for the rest */
	is_place(config_place(c, "a", "s1", "thread", "c2"), "au", CONFIG_MODE_OFF, "c2-staff",
		"c2-role");
	is_place(config_place(c, "a", "s1", "thread", "c1"), "au", CONFIG_MODE_FAQ, "d-staff",
		"s1-role");
	is_place(config_place(c, "a", "s1", "thread", ""), "au", CONFIG_MODE_OFF, "d-staff",
		"s1-role");
	config_free(c);
}

/* Whether answers go into threads: channels that are not named have it from the server, or the defaults. */
static void into_threads(void **state)
{
	struct config *c = parse(
		ACCOUNT "defaults: {threads: yes}\n"
			"servers:\n"
			"  - {id: '10', channels: [{id: '100', threads: no}]}\n"
			"  - {id: '20', threads: no, channels: [{id: '200', threads: yes}]}\n");

	(void)state;
	assert_true(config_place(c, "main", "9", "90", "").threads);
	assert_true(config_place(c, "main", "10", "", "").threads);
	assert_true(config_place(c, "main", "10", "101", "").threads);
	assert_false(config_place(c, "main", "10", "100", "").threads);
	assert_false(config_place(c, "main", "20", "201", "").threads);
	assert_true(config_place(c, "main", "20", "200", "").threads);
	assert_true(config_place(c, "main", "20", "t", "200").threads);
	assert_false(config_place(c, "main", "", "1", "").threads);
	config_free(c);
}

static void direct(void **state)
{
	struct config *c = parse(places);

	(void)state;
	is_place(config_place(c, "a", "", "c1", ""), "ca", CONFIG_MODE_MENTION, NULL, NULL);
	config_free(c);
	/* the defaults are for servers */
	c = parse(ACCOUNT "defaults: {region: uk, mode: off}\n");
	is_place(config_place(c, "main", "", "x", ""), NULL, CONFIG_MODE_MENTION, NULL, NULL);
	config_free(c);
}

/* The innermost that says something about it decides; direct messages have staff of their own. */
static void staff(void **state)
{
	struct config *c = parse(ACCOUNT
		"defaults: {staff-channel: '1', staff-urgent: yes, staff-next: [{channel: '9'}]}\n"
		"direct: {staff-channel: '7', staff-role: '8', staff-next: [{channel: '70'}]}\n"
		"servers:\n"
		"  - id: '10'\n"
		"    staff-urgent: no\n"
		"    channels:\n"
		"      - {id: '100', staff-urgent: yes, staff-next: [{channel: '5', role: '6'}, "
		"{channel: '4'}]}\n");
	struct config_place place = config_place(c, "main", "11", "x", "");

	(void)state;
	assert_true(place.staff_urgent);
	assert_int_equal(place.n_staff_next, 1);
	assert_string_equal(place.staff_next[0].channel, "9");
	assert_null(place.staff_next[0].role);
	assert_false(config_place(c, "main", "10", "x", "").staff_urgent);
	place = config_place(c, "main", "10", "t", "100");
	assert_true(place.staff_urgent);
	assert_int_equal(place.n_staff_next, 2);
	assert_string_equal(place.staff_next[0].role, "6");
	place = config_place(c, "main", "", "x", "");
	assert_false(place.staff_urgent);
	assert_string_equal(place.staff_channel, "7");
	assert_string_equal(place.staff_role, "8");
	assert_string_equal(place.staff_next[0].channel, "70");
	config_free(c);
}

static void alerting(void **state)
{
	static const struct {
		const char *text;
		bool a, b;
	} cases[] = {
		{"", false, false},
		{"defaults: {staff-channel: '1'}", true, true},
		{"direct: {staff-channel: '1'}", true, true},
		{"servers: [{id: '1', staff-channel: '2'}]", true, true},
		{"servers: [{id: '1', account: b, staff-channel: '2'}]", false, true},
		{"servers: [{id: '1', account: a, channels: [{id: '3', staff-channel: '2'}]}]",
			true, false},
		{"servers: [{id: '1', channels: [{id: '3'}]}]", false, false},
	};
	struct config *c;
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text),
			"accounts:\n  - {name: a, platform: discord, token: {env: A}}\n"
			"  - {name: b, platform: discord, token: {env: B}}\n%s\n",
			cases[i].text);
		c = parse(text);
		assert_int_equal(config_alerts(c, "a"), cases[i].a);
		assert_int_equal(config_alerts(c, "b"), cases[i].b);
		config_free(c);
	}
}

/* Of everything, of one server with its account, and what is kept in a thread. */
static void orders(void **state)
{
	struct config *c = parse(CONFIG_WHOLE);
	static const char server[] = "12345678901234567890";
	enum config_mode mode;

	(void)state;
	assert_int_equal(config_right(c, "main", "", "12"), CONFIG_RIGHT_ALL);
	assert_int_equal(config_right(c, "main", "elsewhere", "13"), CONFIG_RIGHT_ALL);
	assert_int_equal(config_right(c, "se-cond", server, "11"), CONFIG_RIGHT_SERVER);
	assert_int_equal(config_right(c, "main", server, "11"), CONFIG_RIGHT_NONE);
	assert_int_equal(config_right(c, "se-cond", "", "11"), CONFIG_RIGHT_NONE);
	assert_int_equal(config_right(c, "se-cond", "x", "11"), CONFIG_RIGHT_NONE);
	assert_int_equal(config_right(c, "se-cond", server, ""), CONFIG_RIGHT_NONE);
	assert_int_equal(config_place(c, "se-cond", server, "5", "").unanswered_ms, 777600000);
	assert_int_equal(config_place(c, "se-cond", server, "9", "5").unanswered_ms, 777600000);
	assert_int_equal(config_place(c, "se-cond", server, "9", "").unanswered_ms, 0);
	assert_int_equal(config_place(c, "main", server, "5", "").unanswered_ms, 0);
	assert_int_equal(config_mode_read("faq", &mode), 0);
	assert_int_equal(mode, CONFIG_MODE_FAQ);
	assert_int_equal(config_mode_read("unset", &mode), -1);
	assert_int_equal(config_mode_read("", &mode), -1);
	config_free(c);
}

static void listening(void **state)
{
	static const struct {
		const char *text;
		bool a, b;
	} cases[] = {
		{"", false, false},
		{"defaults: {mode: off}", false, false},
		{"defaults: {mode: faq}", true, true},
		{"defaults: {mode: ambient}", true, true},
		{"servers: [{id: '1', mode: faq}]", true, true},
		{"servers: [{id: '1', mode: ambient, account: b}]", false, true},
		{"servers: [{id: '1', mode: mention, account: b}, {id: '2', mode: off}]", false,
			false},
		{"servers: [{id: '1', account: a, channels: [{id: '1'}, {id: '2', mode: faq}]}]",
			true, false},
		{"servers: [{id: '1', mode: off, channels: [{id: '2', mode: ambient}]}]", true,
			true},
	};
	struct config *c;
	char text[400];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text),
			"accounts: [{name: a, platform: discord, token: {env: T}}, "
			"{name: b, platform: discord, token: {env: T}}]\n%s\n",
			cases[i].text);
		c = parse(text);
		assert_int_equal(config_listens(c, "a"), cases[i].a);
		assert_int_equal(config_listens(c, "b"), cases[i].b);
		config_free(c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(least, set_up, tear_down),
		cmocka_unit_test_setup_teardown(built_in, set_up, tear_down),
		cmocka_unit_test_setup_teardown(not_yaml, set_up, tear_down),
		cmocka_unit_test_setup_teardown(junk, set_up, tear_down),
		cmocka_unit_test_setup_teardown(without_sink, set_up, tear_down),
		cmocka_unit_test_setup_teardown(inheritance, set_up, tear_down),
		cmocka_unit_test_setup_teardown(threads, set_up, tear_down),
		cmocka_unit_test_setup_teardown(into_threads, set_up, tear_down),
		cmocka_unit_test_setup_teardown(direct, set_up, tear_down),
		cmocka_unit_test_setup_teardown(staff, set_up, tear_down),
		cmocka_unit_test_setup_teardown(alerting, set_up, tear_down),
		cmocka_unit_test_setup_teardown(orders, set_up, tear_down),
		cmocka_unit_test_setup_teardown(listening, set_up, tear_down),
		cmocka_unit_test_setup_teardown(mode_names, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("base/config", tests, NULL, NULL);
}
