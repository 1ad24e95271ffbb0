/* Tests of src/base/config_read.c. */
#include "base/config_world.h"

#define ALL_KEYS                                                                                   \
	"accounts, defaults, direct, servers, alerts, operators, content, state, retention, "      \
	"audit, admin, dashboard, log, log-format, cooldown, late"
#define SERVER_KEYS                                                                                \
	"id, account, region, mode, threads, staff-channel, staff-role, staff-urgent, "            \
	"staff-next, "                                                                             \
	"operators, "                                                                              \
	"channels"

static void unknown_keys(void **state)
{
	(void)state;
	refuse_line("acounts: []",
		"2:1: there is no key 'acounts' here (did you mean 'accounts'?); "
		"the keys are " ALL_KEYS "\n");
	refuse_line("\"Log\": x", "2:1: there is no key 'Log' here (did you mean 'log'?); "
				  "the keys are " ALL_KEYS "\n");
	refuse_line(
		"password: x", "2:1: there is no key 'password' here; the keys are " ALL_KEYS "\n");
	refuse_line("defaults: {mode: faq, rgeion: uk}",
		"2:23: there is no key 'rgeion' here (did you mean 'region'?); "
		"the keys are region, mode, threads, staff-channel, staff-role, staff-urgent, "
		"staff-next\n");
	refuse_line("direct: {mode: faq}",
		"2:10: there is no key 'mode' here; the keys are region, "
		"staff-channel, staff-role, staff-urgent, staff-next\n");
	refuse_line("servers: [{id: '1', chanel: x}]",
		"2:21: there is no key 'chanel' here (did you mean 'channels'?); "
		"the keys are " SERVER_KEYS "\n");
	refuse_line("servers: [{id: '1', channels: [{id: '2', staff_role: x}]}]",
		"2:42: there is no key 'staff_role' here (did you mean 'staff-role'?); "
		"the keys are id, keep-unanswered, region, mode, threads, staff-channel, "
		"staff-role, "
		"staff-urgent, "
		"staff-next\n");
	refuse_line("cooldown: {user: 1m}",
		"2:12: there is no key 'user' here; the keys are answer, person\n");
	refuse("accounts: [{name: m, platfrom: discord, platform: discord, token: {env: T}}]\n",
		"1:22: there is no key 'platfrom' here (did you mean 'platform'?); "
		"the keys are name, platform, token, api, gateway, buttons\n");
	refuse("accounts: [{name: m, platform: discord, token: {evn: T}}]\n",
		"1:49: there is no key 'evn' here (did you mean 'env'?); "
		"the keys are env, file, credential\n");
	refuse_line("'': x", "2:1: there is no key '' here; the keys are " ALL_KEYS "\n");
	refuse_line("very-long-key-very-long-key-very-long-key: x",
		"2:1: there is no such key here; the keys are " ALL_KEYS "\n");
}

static void wrong_kinds(void **state)
{
	(void)state;
	refuse("[]\n", "1:1: the configuration must be a map of keys, and this is a list\n");
	refuse("x\n", "1:1: the configuration must be a map of keys, and this is a value\n");
	refuse("accounts: x\n", "1:11: 'accounts' must be a list, and this is a value\n");
	refuse("accounts: {}\n", "1:11: 'accounts' must be a list, and this is a map\n");
	refuse("accounts:\n  - x\n  -\n  - []\n",
		"2:5: an account must be a map of keys, and this is a value\n"
		"3:3: an account must be a map of keys, and this is nothing\n"
		"4:5: an account must be a map of keys, and this is a list\n");
	refuse_line("defaults: x", "2:11: 'defaults' must be a map, and this is a value\n");
	refuse_line("direct: []", "2:9: 'direct' must be a map, and this is a list\n");
	refuse_line("servers: {}", "2:10: 'servers' must be a list, and this is a map\n");
	refuse_line("servers: [x]", "2:11: a server must be a map of keys, and this is a value\n");
	refuse_line("servers: [{id: '1', channels: x}]",
		"2:31: 'channels' must be a list, and this is a value\n");
	refuse_line("servers: [{id: '1', channels: [x]}]",
		"2:32: a channel must be a map of keys, and this is a value\n");
	refuse_line("content: []", "2:10: 'content' must be a value, and this is a list\n");
	refuse_line("admin: {}", "2:8: 'admin' must be a value, and this is a map\n");
	refuse_line("log: [info]", "2:6: 'log' must be a value, and this is a list\n");
	refuse_line("cooldown: 2m", "2:11: 'cooldown' must be a map, and this is a value\n");
	refuse_line("cooldown: ''", "2:11: 'cooldown' must be a map, and this is a value\n");
	refuse_line(
		"defaults: {region: [uk]}", "2:20: 'region' must be a value, and this is a list\n");
}

static void missing(void **state)
{
	static const char none[] =
		"at least one account is needed: accounts: [{name: main, platform: discord, "
		"token: {env: DISCORD_TOKEN}}]\n";
	char text[300];

	(void)state;
	snprintf(text, sizeof(text), "1:1: %s", none);
	refuse("", text);
	refuse("\n", text);
	refuse("accounts:\n", text);
	refuse("accounts: []\n", text);
	snprintf(text, sizeof(text), "3:1: %s", none);
	refuse("# nothing\n\nlog: info\n", text);
	refuse("accounts:\n  - {}\n", "2:5: an account needs the key 'name'\n"
				      "2:5: an account needs the key 'platform'\n"
				      "2:5: an account needs the key 'token'\n");
	refuse("accounts:\n  - name: x\n    platform:\n    token: {env: T}\n",
		"3:5: 'platform' has no value: give it one, or leave the key out\n");
	refuse_line("servers: [{}]", "2:11: a server needs the key 'id'\n");
	refuse_line("servers: [{id: '1', channels: [{mode: faq}]}]",
		"2:32: a channel needs the key 'id'\n");
	refuse_line("log:", "2:1: 'log' has no value: give it one, or leave the key out\n");
	refuse_line("defaults: {region: , mode: faq}",
		"2:12: 'region' has no value: give it one, or leave the key out\n");
}

/* Parts whose every line is commented out are not there. */
static void parts_left_empty(void **state)
{
	struct config *c = parse(ACCOUNT "defaults:\ndirect:\nservers:\ncooldown: # none\n");

	(void)state;
	assert_int_equal(c->n_servers, 0);
	assert_int_equal(c->cooldown_answer_ms, 120000);
	config_free(c);
	c = parse(ACCOUNT
		"servers:\n  - id: \"1\"\n    channels:\n  - id: \"2\"\n    channels: []\n");
	assert_int_equal(c->servers[0].n_channels, 0);
	assert_int_equal(c->servers[1].n_channels, 0);
	config_free(c);
}

/* Everything that is wrong is told at once. */
static void all_at_once(void **state)
{
	(void)state;
	refuse("accounts:\n"
	       "  - name: x y\n"
	       "    plattform: discord\n"
	       "    token: {env: T}\n"
	       "defaults: {mode: loud}\n"
	       "servers:\n"
	       "  - id: 5\n"
	       "    account: x\n"
	       "    channels: [{id: '1'}, {id: '1'}]\n"
	       "admin: here\n"
	       "colldown: {}\n",
		"2:11: 'name' must have 1 to 63 visible bytes, without blanks\n"
		"3:5: there is no key 'plattform' here (did you mean 'platform'?); the keys are "
		"name, platform, token, api, gateway, buttons\n"
		"2:5: an account needs the key 'platform'\n"
		"5:18: 'mode' must be off, mention, faq or ambient, not 'loud'\n"
		"7:9: 'id' must stand in quotes, like \"123\": as a number it would lose digits\n"
		"10:8: 'admin' must be a loopback address with a port from 1 to 65535, like "
		"127.0.0.1:9464: the admin server knows no passwords, so only this machine may "
		"reach it; to see it from elsewhere put a reverse proxy before it\n"
		"11:1: there is no key 'colldown' here (did you mean 'cooldown'?); the keys "
		"are " ALL_KEYS "\n"
		"8:14: there is no account of this name\n"
		"9:32: this id is on line 9 already\n");
}

/* The text that a head, n numbered parts and a tail make. */
static void fill(struct buf *out, const char *head, const char *part, size_t n, const char *tail)
{
	size_t i;

	buf_puts(out, head);
	for (i = 0; i < n; i++) {
		const char *number = strchr(part, '#');

		buf_put(out, part, (size_t)(number - part));
		buf_printf(out, "%zu%s", i, number + 1);
	}
	buf_puts(out, tail);
}

/* n parts are taken, and the one after them is refused where it stands. */
static void bounded(
	const char *head, const char *part, size_t n, const char *tail, size_t line, unsigned col)
{
	struct config *c;
	struct buf text;
	char expected[100];

	buf_init(&text, 1 << 24);
	fill(&text, head, part, n, tail);
	c = parse(buf_str(&text));
	config_free(c);
	buf_clear(&text);
	fill(&text, head, part, n + 1, tail);
	assert_null(parse_bytes(buf_str(&text), text.len));
	snprintf(expected, sizeof(expected),
		"c.yaml:%zu:%u: error: there can be at most %zu here\n", line, col, n);
	assert_memory_equal(buf_str(&found.text), expected, strlen(expected));
	assert_int_equal(found.diag.errors, 1);
	forget();
	buf_free(&text);
}

static void bounds(void **state)
{
	(void)state;
	bounded("accounts:\n", "  - {name: a#, platform: discord, token: {env: T}}\n",
		CONFIG_ACCOUNTS_MAX, "", 1 + CONFIG_ACCOUNTS_MAX + 1, 5);
	bounded(ACCOUNT "servers:\n", "  - {id: \"#\"}\n", CONFIG_SERVERS_MAX, "",
		2 + CONFIG_SERVERS_MAX + 1, 5);
	bounded(ACCOUNT "servers: [{id: '1', channels: [\n", "  {id: \"#\"},\n",
		CONFIG_CHANNELS_MAX, "  ]}]\n", 2 + CONFIG_CHANNELS_MAX + 1, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(unknown_keys, set_up, tear_down),
		cmocka_unit_test_setup_teardown(wrong_kinds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(missing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parts_left_empty, set_up, tear_down),
		cmocka_unit_test_setup_teardown(all_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounds, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("base/config_read", tests, NULL, NULL);
}
