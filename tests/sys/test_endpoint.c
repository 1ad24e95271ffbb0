/* Tests of src/sys/endpoint.c. */
#include "sys/endpoint.h"

#include "sys/world.h"

static void parts(void **state)
{
	static const struct {
		const char *text;
		enum endpoint_scheme scheme;
		enum endpoint_host kind;
		const char *host;
		unsigned port;
		const char *path;
	} cases[] = {
		{"wss://gateway.discord.gg/?v=10&encoding=json", ENDPOINT_WSS, ENDPOINT_NAME,
			"gateway.discord.gg", 443, "/?v=10&encoding=json"},
		{"https://discord.com/api/v10/channels/1/messages/2/reactions/%F0%9F%92%8A/@me",
			ENDPOINT_HTTPS, ENDPOINT_NAME, "discord.com", 443,
			"/api/v10/channels/1/messages/2/reactions/%F0%9F%92%8A/@me"},
		{"http://127.0.0.1:8080/x", ENDPOINT_HTTP, ENDPOINT_IPV4, "127.0.0.1", 8080, "/x"},
		{"ws://LocalHost", ENDPOINT_WS, ENDPOINT_NAME, "localhost", 80, "/"},
		{"ws://localhost?a=b", ENDPOINT_WS, ENDPOINT_NAME, "localhost", 80, "/?a=b"},
		{"ws://[::1]:9/", ENDPOINT_WS, ENDPOINT_IPV6, "::1", 9, "/"},
		{"https://[2001:DB8::1]", ENDPOINT_HTTPS, ENDPOINT_IPV6, "2001:db8::1", 443, "/"},
		{"https://a_b.example:65535/~x", ENDPOINT_HTTPS, ENDPOINT_NAME, "a_b.example",
			65535, "/~x"},
	};
	struct endpoint to;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(endpoint_parse(cases[i].text, &to), 0);
		assert_int_equal(to.scheme, cases[i].scheme);
		assert_int_equal(to.kind, cases[i].kind);
		assert_string_equal(to.host, cases[i].host);
		assert_int_equal(to.port, cases[i].port);
		assert_string_equal(to.path, cases[i].path);
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
		"https:/discord.com/",
		"https://",
		"https:///path",
		"https://:443/",
		"https://?q",
		"https://user@discord.com/",
		"https://user:pw@discord.com/",
		"https://discord.com:/",
		"https://discord.com:0/",
		"https://discord.com:65536/",
		"https://discord.com:443x/",
		"https://discord.com:123456/",
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
		"https://discord.com/#fragment",
		"https://discord.com\\@evil.example/",
		"https://discord.com/%zz",
		"https://discord.com/%a",
		"https://127.1/",
		"https://2130706433/",
		"https://0x7f.0.0.1/",
		"https://127.0.0.256/",
		"https://127.0.0.01/",
		"https://[::1/",
		"https://[::1]x/",
		"https://[]/",
		"https://[127.0.0.1]/",
		"https://[fe80::1%25eth0]/",
		"https://::1/",
	};
	struct endpoint to;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (endpoint_parse(cases[i], &to) == 0)
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
	char text[ENDPOINT_MAX + 2], label[80];
	struct endpoint to;

	(void)state;
	fill(text, "https://discord.com/", ENDPOINT_MAX);
	assert_int_equal(endpoint_parse(text, &to), 0);
	assert_int_equal(strlen(to.path), ENDPOINT_MAX - strlen("https://discord.com"));
	fill(text, "https://discord.com/", ENDPOINT_MAX + 1);
	assert_int_equal(endpoint_parse(text, &to), -1);
	fill(text, "https://discord.com?", ENDPOINT_MAX);
	assert_int_equal(endpoint_parse(text, &to), 0);

	fill(label, "https://", strlen("https://") + 63);
	assert_int_equal(endpoint_parse(label, &to), 0);
	fill(label, "https://", strlen("https://") + 64);
	assert_int_equal(endpoint_parse(label, &to), -1);

	/* 253 bytes of name, then one more */
	strcpy(text, "https://");
	while (strlen(text) < strlen("https://") + 252)
		strcat(text, "a.");
	strcat(text, "b");
	assert_int_equal(endpoint_parse(text, &to), 0);
	assert_int_equal(strlen(to.host), ENDPOINT_HOST_MAX);
	strcat(text, "c");
	assert_int_equal(endpoint_parse(text, &to), -1);
}

static void loopback(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} cases[] = {
		{"ws://localhost/", true},
		{"ws://127.0.0.1/", true},
		{"ws://127.255.3.4/", true},
		{"ws://[::1]/", true},
		{"ws://[0:0::1]/", false},
		{"ws://[::ffff:127.0.0.1]/", false},
		{"ws://localhost.example/", false},
		{"ws://128.0.0.1/", false},
		{"ws://127.example/", false},
		{"ws://0.0.0.0/", false},
	};
	struct endpoint to;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(endpoint_parse(cases[i].text, &to), 0);
		assert_int_equal(endpoint_is_loopback(&to), cases[i].is);
	}
}

static void kinds(void **state)
{
	struct endpoint to;

	(void)state;
	assert_int_equal(endpoint_parse("wss://a/", &to), 0);
	assert_true(endpoint_is_tls(&to) && endpoint_is_websocket(&to));
	assert_int_equal(endpoint_parse("ws://a/", &to), 0);
	assert_true(!endpoint_is_tls(&to) && endpoint_is_websocket(&to));
	assert_int_equal(endpoint_parse("https://a/", &to), 0);
	assert_true(endpoint_is_tls(&to) && !endpoint_is_websocket(&to));
	assert_int_equal(endpoint_parse("http://a/", &to), 0);
	assert_true(!endpoint_is_tls(&to) && !endpoint_is_websocket(&to));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts),
		cmocka_unit_test(refused),
		cmocka_unit_test(lengths),
		cmocka_unit_test(loopback),
		cmocka_unit_test(kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
