/* Tests of src/base/url.c. */
#include "base/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* ------------------------------------------------------------------ parsing */

static void parts(void **state)
{
	static const struct {
		const char *text;
		enum url_kind kind;
		bool encrypted;
		enum url_host host_kind;
		const char *host;
		unsigned port;
		const char *path;
	} cases[] = {
		{"wss://gateway.discord.gg/?v=10&encoding=json", URL_WEBSOCKET, true, URL_NAME,
			"gateway.discord.gg", 443, "/?v=10&encoding=json"},
		{"https://discord.com/api/v10/channels/1/messages/2/reactions/%F0%9F%92%8A/@me",
			URL_HTTP, true, URL_NAME, "discord.com", 443,
			"/api/v10/channels/1/messages/2/reactions/%F0%9F%92%8A/@me"},
		{"http://127.0.0.1:8080/x", URL_HTTP, false, URL_IPV4, "127.0.0.1", 8080, "/x"},
		{"ws://LocalHost", URL_WEBSOCKET, false, URL_NAME, "localhost", 80, "/"},
		{"ws://localhost?a=b", URL_WEBSOCKET, false, URL_NAME, "localhost", 80, "/?a=b"},
		{"ws://[::1]:9/", URL_WEBSOCKET, false, URL_IPV6, "::1", 9, "/"},
		{"https://[2001:DB8::1]", URL_HTTP, true, URL_IPV6, "2001:db8::1", 443, "/"},
		{"https://a_b.example:65535/~x", URL_HTTP, true, URL_NAME, "a_b.example", 65535,
			"/~x"},
		{"http://a/", URL_HTTP, false, URL_NAME, "a", 80, "/"},
	};
	struct url url;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(url_parse(cases[i].text, &url), 0);
		assert_int_equal(url.kind, cases[i].kind);
		assert_int_equal(url.encrypted, cases[i].encrypted);
		assert_int_equal(url.host_kind, cases[i].host_kind);
		assert_string_equal(url.host, cases[i].host);
		assert_int_equal(url.port, cases[i].port);
		assert_string_equal(url.path, cases[i].path);
	}
}

static void refused(void **state)
{
	static const char *const cases[] = {
		"",
		"discord.com",
		"ftp://discord.com/",
		"file:///etc/passwd",
		"WSS://discord.com/",
		"HTTPS://discord.com",
		"https:/discord.com/",
		" https://discord.com",
		"https://",
		"https:///path",
		"https://:443",
		"https://?q",
		"https://user@discord.com/",
		"https://user:pw@discord.com/",
		"https://discord.com:",
		"https://discord.com:0/",
		"https://discord.com:port",
		"https://discord.com:65536/",
		"https://discord.com:443x/",
		"https://discord.com:000443",
		"https://discord.com:+1/",
		"https://discord..com/",
		"https://.discord.com/",
		"https://discord.com./",
		"https://dis%63ord.com/",
		"https://dis cord.com/",
		"https://discord.com/a b",
		"https://discord.com/a\r\nX: y",
		"https://discord.com/a\tb",
		"https://discord.com/\x7f",
		"https://discord.com/\xc3\xa9",
		"https://d\xc3\xb6scord.com",
		"https://discord.com/#fragment",
		"https://discord.com\\@evil.example/",
		"https://discord.com/%zz",
		"https://discord.com/%a",
		"https://127.1/",
		"https://2130706433/",
		"https://0x7f.0.0.1/",
		"https://127.0.0.256/",
		"https://127.0.0.01/",
		"https://127..0.1",
		"https://127.0.0.1.1",
		"https://[::1/",
		"https://[::1]x/",
		"https://[::1].example.org",
		"https://[]/",
		"https://[127.0.0.1]/",
		"https://[fe80::1%25eth0]/",
		"https://::1/",
	};
	struct url url;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (url_parse(cases[i], &url) == 0 || url_trusted(cases[i], URL_HTTP) ||
			url_trusted(cases[i], URL_WEBSOCKET))
			fail_msg("accepted: %s", cases[i]);
	}
}

/* Fills text with prefix and then x up to a length of n. */
static void fill(char *text, const char *prefix, size_t n)
{
	memset(text, 'x', n);
	memcpy(text, prefix, strlen(prefix));
	text[n] = '\0';
}

static void lengths(void **state)
{
	char text[URL_MAX + 2], label[80];
	struct url url;

	(void)state;
	fill(text, "https://discord.com/", URL_MAX);
	assert_int_equal(url_parse(text, &url), 0);
	assert_int_equal(strlen(url.path), URL_MAX - strlen("https://discord.com"));
	fill(text, "https://discord.com/", URL_MAX + 1);
	assert_int_equal(url_parse(text, &url), -1);
	fill(text, "https://discord.com?", URL_MAX);
	assert_int_equal(url_parse(text, &url), 0);

	fill(label, "https://", strlen("https://") + 63);
	assert_int_equal(url_parse(label, &url), 0);
	fill(label, "https://", strlen("https://") + 64);
	assert_int_equal(url_parse(label, &url), -1);

	/* 253 bytes of name, then one more */
	strcpy(text, "https://");
	while (strlen(text) < strlen("https://") + 252)
		strcat(text, "a.");
	strcat(text, "b");
	assert_int_equal(url_parse(text, &url), 0);
	assert_int_equal(strlen(url.host), URL_HOST_MAX);
	strcat(text, "c");
	assert_int_equal(url_parse(text, &url), -1);
}

/* ------------------------------------------------------------------ trust */

static void loopback(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} cases[] = {
		{"ws://localhost/", true},
		{"ws://LocalHost", true},
		{"ws://127.0.0.1/", true},
		{"ws://127.255.3.4/", true},
		{"ws://[::1]/", true},
		{"ws://[::1]:8080", true},
		{"ws://[::2]", false},
		{"ws://[0:0::1]/", false},
		{"ws://[::ffff:127.0.0.1]/", false},
		{"ws://localhost.example/", false},
		{"ws://127.0.0.1.example.org", false},
		{"ws://127.example/", false},
		{"ws://example.org?localhost", false},
		{"ws://128.0.0.1/", false},
		{"ws://0.0.0.0/", false},
	};
	struct url url;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(url_parse(cases[i].text, &url), 0);
		assert_int_equal(url_is_loopback(&url), cases[i].is);
		/* without encryption, to this machine only */
		assert_int_equal(url_trusted(cases[i].text, URL_WEBSOCKET), cases[i].is);
	}
}

static void trusted(void **state)
{
	static const struct {
		const char *text;
		bool as_http;
		bool as_websocket;
	} cases[] = {
		{"https://discord.com/api/v10", true, false},
		{"http://discord.com/api/v10", false, false},
		{"http://127.0.0.1:8080/api/v10", true, false},
		{"http://localhost:1/", true, false},
		{"http://localhost.example.org", false, false},
		{"http://localhost@example.org/", false, false},
		{"http://127.0.0.1:80@example.org", false, false},
		{"http://example.org/#@localhost", false, false},
		{"http://example.org\\@localhost", false, false},
		{"wss://gateway.discord.gg/?x=1", false, true},
		{"wss://[2001:db8::1]:443/", false, true},
		{"ws://gateway.discord.gg", false, false},
		{"ws://127.0.0.1:9/gateway", false, true},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(url_trusted(cases[i].text, URL_HTTP), cases[i].as_http);
		assert_int_equal(url_trusted(cases[i].text, URL_WEBSOCKET), cases[i].as_websocket);
	}
	assert_false(url_trusted(NULL, URL_HTTP));
}

static void trusted_length(void **state)
{
	char text[URL_BASE_MAX + 1];

	(void)state;
	fill(text, "https://discord.com/", URL_BASE_MAX - 1);
	assert_true(url_trusted(text, URL_HTTP));
	fill(text, "https://discord.com/", URL_BASE_MAX);
	assert_false(url_trusted(text, URL_HTTP));
}

/* ------------------------------------------------------------------ queries */

static void query(void **state)
{
	static const char *const cases[][2] = {
		{"wss://gateway.discord.gg", "wss://gateway.discord.gg/?v=10"},
		{"wss://gateway.discord.gg/", "wss://gateway.discord.gg/?v=10"},
		{"ws://127.0.0.1:8080/gateway", "ws://127.0.0.1:8080/gateway?v=10"},
		{"wss://host/?a=b", "wss://host/?a=b&v=10"},
		{"wss://host?a=b/c", "wss://host?a=b/c&v=10"},
	};
	char out[URL_BASE_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(url_query(out, sizeof(out), cases[i][0], "v=10"), 0);
		assert_string_equal(out, cases[i][1]);
	}
	assert_int_equal(url_query(out, 26, "wss://gateway.discord.gg", ""), -1);
	assert_int_equal(url_query(out, 27, "wss://gateway.discord.gg", ""), 0);
}

static void authority(void **state)
{
	static const struct {
		const char *url, *host;
	} cases[] = {
		{"ws://127.0.0.1:8080/gateway", "127.0.0.1:8080"},
		{"ws://localhost/", "localhost"},
		{"wss://gateway.discord.gg/", "gateway.discord.gg"},
		{"wss://gateway.discord.gg:8443/", "gateway.discord.gg:8443"},
		{"wss://gateway.discord.gg:80/", "gateway.discord.gg:80"},
		{"ws://[::1]:8080/", "localhost:8080"},
	};
	char out[URL_AUTHORITY_MAX];
	struct url url;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(url_parse(cases[i].url, &url), 0);
		url_authority(&url, out);
		assert_string_equal(out, cases[i].host);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(authority),
		cmocka_unit_test(parts),
		cmocka_unit_test(refused),
		cmocka_unit_test(lengths),
		cmocka_unit_test(loopback),
		cmocka_unit_test(trusted),
		cmocka_unit_test(trusted_length),
		cmocka_unit_test(query),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
