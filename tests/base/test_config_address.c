/* Tests of src/base/config_address.c. */
#include "base/config_address.h"

#include "base/config_world.h"

static void good_addresses(void **state)
{
	static const char *const lines[] = {"admin: 127.0.0.1:1", "admin: 127.255.0.3:65535"};
	static const char *const urls[] = {"api: https://a.example", "api: https://a:443/b?c=d",
		"api: http://localhost:1", "api: \"https://[2::1]\"", "api: \"http://[::1]/\"",
		"gateway: ws://127.1.2.3", "gateway: wss://a/?v=1"};
	char text[300];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		snprintf(text, sizeof(text), ACCOUNT "%s\n", lines[i]);
		config_free(parse(text));
	}
	for (i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		snprintf(text, sizeof(text),
			"accounts: [{name: m, platform: discord, token: {env: t}, %s}]\n", urls[i]);
		config_free(parse(text));
	}
}

static void bad_addresses(void **state)
{
	static const char *const urls[][3] = {
		{"api", "example.org", "https:// (http:"},
		{"api", "ftp://example.org", "https:// (http:"},
		{"api", "wss://example.org", "https:// (http:"},
		{"api", "https://", "https:// (http:"},
		{"api", "https:///x", "https:// (http:"},
		{"api", "https://:443", "https:// (http:"},
		{"api", "https://a:0", "https:// (http:"},
		{"api", "https://a:65536", "https:// (http:"},
		{"api", "https://a:8x", "https:// (http:"},
		{"api", "'https://a b'", "https:// (http:"},
		{"api", "https://me@a", "https:// (http:"},
		{"api", "'https://a#b'", "https:// (http:"},
		{"api", "http://example.org", "https:// (http:"},
		{"api", "http://127.0.0.1.example.org", "https:// (http:"},
		{"api", "http://128.0.0.1", "https:// (http:"},
		{"api", "http://127.1", "https:// (http:"},
		{"gateway", "https://example.org", "wss:// (ws:"},
		{"gateway", "ws://example.org", "wss:// (ws:"},
		{"gateway", "ws://localhost.example.org", "wss:// (ws:"},
	};
	char text[300], messages[300];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		snprintf(text, sizeof(text),
			"accounts: [{name: m, platform: discord, token: {env: T}, %s: %s}]\n",
			urls[i][0], urls[i][1]);
		snprintf(messages, sizeof(messages),
			"1:%zu: '%s' must be an address that begins with %s// on this machine "
			"only, since the token is sent to it)\n",
			60 + strlen(urls[i][0]), urls[i][0], urls[i][2]);
		refuse(text, messages);
	}
}

static void bad_admin(void **state)
{
	static const char loopback[] =
		"2:8: 'admin' must be a loopback address with a port from 1 to 65535, like "
		"127.0.0.1:9464: the admin server knows no passwords, so only this machine may "
		"reach it; to see it from elsewhere put a reverse proxy before it\n";
	static const char name[] = "2:8: 'admin' must be an address and no name, which may lead "
				   "elsewhere: write 127.0.0.1 for localhost\n";
	static const char ipv6[] = "2:8: 'admin' must be an IPv4 address, like 127.0.0.1:9464: the "
				   "admin server listens on no other\n";
	static const char *const wrong[][2] = {{"0.0.0.0:9464", loopback},
		{"192.168.0.1:9464", loopback}, {"\":9464\"", loopback}, {"9464", loopback},
		{"\"[::]:9464\"", loopback}, {"\"::1:9464\"", loopback},
		{"\"[::ffff:127.0.0.1]:1\"", loopback}, {"127.0.0.1.example:1", loopback},
		{"127.1:1", loopback}, {"0127.0.0.1:1", loopback}, {"''", loopback},
		{"' 127.0.0.1:1'", loopback}, {"example.org:1", loopback}, {"127.0.0.1", loopback},
		{"'127.0.0.1:'", loopback}, {"127.0.0.1:0", loopback},
		{"127.0.0.1:65536", loopback}, {"127.0.0.1:999999", loopback},
		{"127.0.0.1:+1", loopback}, {"127.0.0.1:80/x", loopback}, {"\"[::1]\"", loopback},
		{"\"[::1]:9464\"", ipv6}, {"\"[::2]:9464\"", loopback}, {"localhost:9464", name},
		{"LOCALHOST:1", name}, {"LOCALHOST", loopback}};
	char text[100];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(text, sizeof(text), "admin: %s", wrong[i][0]);
		refuse_line(text, wrong[i][1]);
	}
}

static void taken_apart(void **state)
{
	char address[CONFIG_ADDRESS_MAX] = "";
	uint16_t port = 0;

	(void)state;
	assert_null(config_address_admin("127.1.2.3:9464", address, &port));
	assert_string_equal(address, "127.1.2.3");
	assert_int_equal(port, 9464);
	assert_non_null(config_address_admin("10.0.0.1:9464", address, &port));
	assert_string_equal(address, "127.1.2.3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(good_addresses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bad_addresses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bad_admin, set_up, tear_down),
		cmocka_unit_test(taken_apart),
	};

	return cmocka_run_group_tests_name("base/config_address", tests, NULL, NULL);
}
