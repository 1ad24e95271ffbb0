/* A token goes to encrypted addresses and to this machine, to nothing that only looks so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "platform/url.h"

static void test_trusted(void **state)
{
	static const struct {
		enum url_kind kind;
		const char *url;
	} good[] = {
		{URL_HTTP, "https://discord.com/api/v10"},
		{URL_HTTP, "HTTPS://discord.com"},
		{URL_HTTP, "http://127.0.0.1:8080/api/v10"},
		{URL_HTTP, "http://127.255.0.9"},
		{URL_HTTP, "http://localhost:1/"},
		{URL_HTTP, "http://LocalHost"},
		{URL_HTTP, "http://[::1]:8080/api"},
		{URL_HTTP, "http://[::1]"},
		{URL_WEBSOCKET, "wss://gateway.discord.gg"},
		{URL_WEBSOCKET, "wss://gateway.discord.gg/?x=1"},
		{URL_WEBSOCKET, "ws://127.0.0.1:9/gateway"},
		{URL_WEBSOCKET, "wss://[2001:db8::1]:443/"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(url_trusted(good[i].url, good[i].kind));
}

static void test_not_trusted(void **state)
{
	static const struct {
		enum url_kind kind;
		const char *url;
	} bad[] = {
		{URL_HTTP, ""},
		{URL_HTTP, "discord.com"},
		{URL_HTTP, "ftp://discord.com"},
		{URL_HTTP, "wss://discord.com"},
		{URL_WEBSOCKET, "https://discord.com"},
		{URL_HTTP, "http://discord.com"},
		{URL_WEBSOCKET, "ws://gateway.discord.gg"},
		{URL_HTTP, "http://127.0.0.1.example.org"},
		{URL_HTTP, "http://127.0.0.1@example.org"},
		{URL_HTTP, "http://127.0.0.1:80@example.org"},
		{URL_HTTP, "http://localhost.example.org"},
		{URL_HTTP, "http://localhost@example.org/"},
		{URL_HTTP, "http://example.org/#@localhost"},
		{URL_HTTP, "http://example.org?localhost"},
		{URL_HTTP, "http://example.org\\@localhost"},
		{URL_HTTP, "http://127.0.0.256"},
		{URL_HTTP, "http://127.0.0"},
		{URL_HTTP, "http://127.0.0.1.1"},
		{URL_HTTP, "http://127..0.1"},
		{URL_HTTP, "http://128.0.0.1"},
		{URL_HTTP, "http://0.0.0.0"},
		{URL_HTTP, "http://[::2]"},
		{URL_HTTP, "http://[::1].example.org"},
		{URL_HTTP, "http://[::1"},
		{URL_HTTP, "https://"},
		{URL_HTTP, "https://:443"},
		{URL_HTTP, "https:///path"},
		{URL_HTTP, "https://host:port"},
		{URL_HTTP, "https://host:99999"},
		{URL_HTTP, "https://host:"},
		{URL_HTTP, "https://host:000443"},
		{URL_HTTP, "https://host\x7f"},
		{URL_HTTP, "https://ho st"},
		{URL_HTTP, "https://host/a\r\nX: y"},
		{URL_HTTP, "https://h\xc3\xb6st"},
		{URL_HTTP, "https://host/#part"},
		{URL_HTTP, " https://host"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(url_trusted(bad[i].url, bad[i].kind));
	assert_false(url_trusted(NULL, URL_HTTP));
}

static void test_length_is_bounded(void **state)
{
	char url[URL_MAX + 10], out[URL_MAX];

	(void)state;
	memset(url, 'a', sizeof(url));
	memcpy(url, "https://", 8);
	url[URL_MAX - 1] = '\0';
	assert_true(url_trusted(url, URL_HTTP));
	assert_int_equal(url_query(out, sizeof(out), url, "v=10"), -1);
	assert_int_equal(url_query(out, 26, "wss://gateway.discord.gg", ""), -1);
	assert_int_equal(url_query(out, 27, "wss://gateway.discord.gg", ""), 0);
	url[URL_MAX - 1] = 'a';
	url[URL_MAX] = '\0';
	assert_false(url_trusted(url, URL_HTTP));
}

static void test_query(void **state)
{
	static const char *const cases[][2] = {
		{"wss://gateway.discord.gg", "wss://gateway.discord.gg/?v=10"},
		{"wss://gateway.discord.gg/", "wss://gateway.discord.gg/?v=10"},
		{"ws://127.0.0.1:8080/gateway", "ws://127.0.0.1:8080/gateway?v=10"},
		{"wss://host/?a=b", "wss://host/?a=b&v=10"},
		{"wss://host?a=b/c", "wss://host?a=b/c&v=10"},
	};
	char out[URL_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(url_query(out, sizeof(out), cases[i][0], "v=10"), 0);
		assert_string_equal(out, cases[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trusted),
		cmocka_unit_test(test_not_trusted),
		cmocka_unit_test(test_length_is_bounded),
		cmocka_unit_test(test_query),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
