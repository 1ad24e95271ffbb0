/* Tests of src/base/config_value.c. */
#include "base/config_world.h"

static void good_durations(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} cases[] = {{"0h", 0}, {"1s", 1000}, {"90s", 90000}, {"007m", 420000}, {"1440m", 86400000},
		{"86400s", 86400000}, {"24h", 86400000}, {"'2m'", 120000}};
	struct config *c;
	char text[200];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text), ACCOUNT "cooldown: {answer: %s}\n", cases[i].text);
		c = parse(text);
		assert_int_equal(c->cooldown_answer_ms, cases[i].ms);
		config_free(c);
	}
}

static void words(void **state)
{
	static const char *const regions[] = {"uk", "us", "ca", "ie", "eu", "au", "nz", "default"};
	static const enum config_mode modes[] = {
		CONFIG_MODE_OFF, CONFIG_MODE_MENTION, CONFIG_MODE_FAQ, CONFIG_MODE_AMBIENT};
	static const char *const levels[] = {"error", "warn", "info", "debug"};
	struct config *c;
	char text[300];
	size_t i;

	(void)state;
	for (i = 0; i < 8; i++) {
		snprintf(text, sizeof(text), ACCOUNT "defaults: {region: %s, mode: %s}\nlog: %s\n",
			regions[i], config_mode_name(modes[i % 4]), levels[i % 4]);
		c = parse(text);
		assert_string_equal(c->defaults.region, regions[i]);
		assert_int_equal(c->defaults.mode, modes[i % 4]);
		assert_int_equal(c->log_level, (enum log_level)(i % 4));
		config_free(c);
	}
	assert_string_equal(config_mode_name(CONFIG_MODE_OFF), "off");
	assert_string_equal(config_mode_name(CONFIG_MODE_MENTION), "mention");
	assert_string_equal(config_mode_name(CONFIG_MODE_FAQ), "faq");
	assert_string_equal(config_mode_name(CONFIG_MODE_AMBIENT), "ambient");
	assert_string_equal(config_mode_name(CONFIG_MODE_UNSET), "unset");
}

static void bad_words(void **state)
{
	(void)state;
	refuse_line("defaults: {region: gb}",
		"2:20: 'region' must be uk, us, ca, ie, eu, au, nz or default, not 'gb'\n");
	refuse_line("direct: {region: UK}", "2:18: 'region' must be uk, us, ca, ie, eu, au, nz or "
					    "default, not 'UK' (did you mean 'uk'?)\n");
	refuse_line("servers: [{id: '1', region: defualt}]",
		"2:29: 'region' must be uk, us, ca, ie, eu, au, nz or default, not 'defualt' "
		"(did you mean 'default'?)\n");
	refuse_line("servers: [{id: '1', channels: [{id: '2', mode: \"fqa\"}]}]",
		"2:48: 'mode' must be off, mention, faq or ambient, not 'fqa' "
		"(did you mean 'faq'?)\n");
	refuse_line("defaults: {mode: ''}",
		"2:18: 'mode' must be off, mention, faq or ambient, not ''\n");
	refuse_line("defaults: {mode: unset}",
		"2:18: 'mode' must be off, mention, faq or ambient, not 'unset'\n");
	refuse_line("defaults: {mode: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}",
		"2:18: 'mode' must be off, mention, faq or ambient\n");
	refuse_line("log: warning", "2:6: 'log' must be error, warn, info or debug, not "
				    "'warning'\n");
	refuse("accounts: [{name: m, platform: slack, token: {env: T}}]\n",
		"1:32: 'platform' must be discord, not 'slack'\n");
	/* what a terminal would act on is not passed on */
	assert_null(parse_bytes("log: \"\\e[2J\"\n", 13));
	assert_null(strchr(buf_str(&found.text), '\x1b'));
}

static void bad_ids(void **state)
{
	static const char quotes[] =
		"must stand in quotes, like \"123\": as a number it would lose digits\n";
	static const char bytes[] = "must have 1 to 63 visible bytes, without blanks\n";
	char text[300], id[65], messages[300];
	struct config *c;

	(void)state;
	snprintf(messages, sizeof(messages), "2:16: 'id' %s", quotes);
	refuse_line("servers: [{id: 12345678901234567890}]", messages);
	refuse_line("servers: [{id: x}]", messages);
	snprintf(messages, sizeof(messages), "2:27: 'staff-channel' %s2:42: 'staff-role' %s",
		quotes, quotes);
	refuse_line("defaults: {staff-channel: 1, staff-role: 2}", messages);
	snprintf(messages, sizeof(messages), "2:37: 'id' %s", quotes);
	refuse_line("servers: [{id: '1', channels: [{id: 2}]}]", messages);
	snprintf(messages, sizeof(messages), "2:16: 'id' %s", bytes);
	refuse_line("servers: [{id: ''}]", messages);
	refuse_line("servers: [{id: '1 2'}]", messages);
	refuse_line("servers: [{id: \"1\\n\"}]", messages);
	refuse_line("servers: [{id: \"\xc3\xa9\"}]", messages);
	memset(id, '1', 64);
	id[64] = '\0';
	snprintf(text, sizeof(text), "servers: [{id: '%s'}]", id);
	refuse_line(text, messages);
	id[63] = '\0';
	snprintf(text, sizeof(text), ACCOUNT "servers: [{id: '%s'}]\n", id);
	c = parse(text);
	assert_string_equal(c->servers[0].id, id);
	config_free(c);
	snprintf(messages, sizeof(messages), "1:19: 'name' %s", bytes);
	refuse("accounts: [{name: 'a b', platform: discord, token: {env: T}}]\n", messages);
	refuse("accounts: [{name: '', platform: discord, token: {env: T}}]\n", messages);
}

static void days(void **state)
{
	static const char *const wrong[] = {
		"7", "d", "0d", "366d", "1h", "1.5d", "-1d", "1 d", "1dd", "99999999999999999999d"};
	struct config *c = parse(ACCOUNT "retention: 365d\n");
	char text[100];
	size_t i;

	(void)state;
	assert_int_equal(c->retention_ms, 365 * (int64_t)86400000);
	config_free(c);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(text, sizeof(text), "retention: %s", wrong[i]);
		refuse_line(text, "2:12: 'retention' must be a whole number of days and d, from 1d "
				  "to 365d\n");
	}
}

static void bad_durations(void **state)
{
	static const char *const wrong[] = {
		"30", "s", "m", "1d", "1.5m", "-1s", "+1s", "1 m", "1mm", "2m30s", "1H", "''"};
	static const char *const longest[] = {
		"25h", "1441m", "86401s", "99999999999999999999s", "2562047788016h"};
	char text[100];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(text, sizeof(text), "cooldown: {answer: %s}", wrong[i]);
		refuse_line(text, "2:20: 'answer' must be a whole number and s, m or h, like 30s, "
				  "2m or 1h\n");
	}
	for (i = 0; i < sizeof(longest) / sizeof(longest[0]); i++) {
		snprintf(text, sizeof(text), "cooldown: {person: %s}", longest[i]);
		refuse_line(text, "2:20: 'person' must be at most 24h\n");
	}
}

static void tokens(void **state)
{
	static const char head[] = "accounts: [{name: m, platform: discord, token: ";
	static const char *const wrong[][2] = {
		{"{}", "1:48: 'token' needs a place to read the token from: env, file or "
		       "credential\n"},
		{"{env: A, file: b}",
			"1:57: a token is read from one place: env, file or credential\n"},
		{"{env: }", "1:49: 'env' has no value: give it one, or leave the key out\n"},
		{"{env: 9A}", "1:54: 'env' must be the name of an environment variable: letters, "
			      "digits and _\n"},
		{"{env: A-B}", "1:54: 'env' must be the name of an environment variable: letters, "
			       "digits and _\n"},
		{"{env: ''}", "1:54: 'env' must be the name of an environment variable: letters, "
			      "digits and _\n"},
		{"{file: ''}", "1:55: 'file' must be a path of 1 to 4095 bytes\n"},
		{"{file: \"a\\nb\"}", "1:55: 'file' must be a path, without control characters\n"},
		{"{file: [a]}", "1:55: 'file' must be a value, and this is a list\n"},
		{"{credential: a/b}", "1:61: 'credential' must be the name of a systemd "
				      "credential: up to 255 visible bytes, without /\n"},
		{"{credential: ..}", "1:61: 'credential' must be the name of a systemd "
				     "credential: up to 255 visible bytes, without /\n"},
	};
	char text[300];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(text, sizeof(text), "%s%s}]\n", head, wrong[i][0]);
		refuse(text, wrong[i][1]);
	}
	snprintf(text, sizeof(text), "%s}]\n", head);
	refuse(text, "1:41: 'token' never holds the token itself, which copies of this file would "
		     "carry along; it says where the token is read from: {env: NAME}, {file: PATH} "
		     "or {credential: NAME}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(good_durations, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bad_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bad_ids, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bad_durations, set_up, tear_down),
		cmocka_unit_test_setup_teardown(days, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tokens, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("base/config_value", tests, NULL, NULL);
}
