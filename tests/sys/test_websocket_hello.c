/* What is asked, and which answers agree to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sys/websocket_hello.h"

#define KEY "dGhlIHNhbXBsZSBub25jZQ==" /* and its answer: RFC 6455 section 1.3 */
#define ACCEPT "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
#define STATUS "HTTP/1.1 101 Switching Protocols\r\n"
#define UPGRADE "Upgrade: websocket\r\n"
#define CONNECTION "Connection: Upgrade\r\n"

static enum websocket_hello judge(const char *answer, unsigned *status)
{
	size_t len = strlen(answer), head_len;
	char *copy = malloc(len + 1); /* of its own: reading beyond it is noticed */
	enum websocket_hello result;

	assert_non_null(copy);
	memcpy(copy, answer, len);
	result = websocket_hello_read(copy, len, KEY, &head_len, status);
	free(copy);
	return result;
}

static void asked(void **state)
{
	struct url to;
	struct buf out;

	(void)state;
	assert_int_equal(url_parse("wss://gateway.example:8443/?v=10", &to), 0);
	buf_init(&out, WEBSOCKET_HELLO_ASK_MAX);
	assert_true(websocket_hello_ask(&out, &to, "test/1", KEY));
	assert_string_equal(buf_str(&out),
		"GET /?v=10 HTTP/1.1\r\nHost: gateway.example:8443\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\nUser-Agent: test/1\r\nSec-WebSocket-Key: " KEY
		"\r\nSec-WebSocket-Version: 13\r\n\r\n");
	buf_free(&out);
}

static void keys_differ(void **state)
{
	char a[WEBSOCKET_HELLO_KEY], b[WEBSOCKET_HELLO_KEY];

	(void)state;
	assert_true(websocket_hello_key(a) && websocket_hello_key(b));
	assert_int_equal(strlen(a), WEBSOCKET_HELLO_KEY - 1);
	assert_string_not_equal(a, b);
}

static void accepted(void **state)
{
	static const char *const answers[] = {
		STATUS UPGRADE CONNECTION ACCEPT "\r\n",
		"HTTP/1.1 101\r\n" ACCEPT CONNECTION UPGRADE "Date: now\r\n\r\n",
		STATUS "upgrade:WebSocket \r\nCONNECTION: keep-alive , upgrade\r\n" ACCEPT "\r\n",
		STATUS UPGRADE "Connection: close\r\n" CONNECTION ACCEPT "\r\n",
	};
	static const char with_frame[] = STATUS UPGRADE CONNECTION ACCEPT "\r\n\x81\x01x\r\n\r\n";
	size_t i, n, head_len;
	unsigned status;

	(void)state;
	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		assert_int_equal(judge(answers[i], &status), WEBSOCKET_HELLO_ACCEPTED);
		assert_int_equal(status, 101);
	}
	n = strlen(answers[0]);
	for (i = 0; i < n; i++)
		assert_int_equal(websocket_hello_read(answers[0], i, KEY, &head_len, &status),
			WEBSOCKET_HELLO_MORE);
	assert_int_equal(
		websocket_hello_read(with_frame, sizeof(with_frame) - 1, KEY, &head_len, &status),
		WEBSOCKET_HELLO_ACCEPTED);
	assert_int_equal(head_len, n);
}

static void refused(void **state)
{
	unsigned status;

	(void)state;
	assert_int_equal(
		judge("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\n\r\n{}", &status),
		WEBSOCKET_HELLO_REFUSED);
	assert_int_equal(status, 429);
	assert_int_equal(judge("HTTP/1.1 200\r\n\r\n", &status), WEBSOCKET_HELLO_REFUSED);
}

static void odd(void **state)
{
	static const char *const answers[] = {
		STATUS UPGRADE CONNECTION "\r\n",
		STATUS UPGRADE ACCEPT "\r\n",
		STATUS CONNECTION ACCEPT "\r\n",
		STATUS "Upgrade: h2c\r\n" CONNECTION ACCEPT "\r\n",
		STATUS UPGRADE "Connection: upgrades, x\r\n" ACCEPT "\r\n",
		STATUS UPGRADE CONNECTION
		"Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n",
		STATUS UPGRADE CONNECTION
		"Sec-WebSocket-Accept: s3pplmBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
		STATUS UPGRADE CONNECTION ACCEPT
		"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
		STATUS UPGRADE CONNECTION ACCEPT "Sec-WebSocket-Protocol: chat\r\n\r\n",
		STATUS UPGRADE CONNECTION ACCEPT "no field\r\n\r\n",
		"220 mail.example ESMTP\r\n\r\n",
		"HTTP/1.0 101 x\r\n" UPGRADE CONNECTION ACCEPT "\r\n",
		"HTTP/1.1 1010\r\n\r\n",
		"HTTP/1.1 1x1\r\n\r\n",
		"HTTP/1.1\r\n\r\n",
		"\r\n\r\n",
	};
	static char endless[WEBSOCKET_HELLO_MAX];
	size_t i, head_len;
	unsigned status;

	(void)state;
	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		assert_int_equal(judge(answers[i], &status), WEBSOCKET_HELLO_ODD);
	memset(endless, 'x', sizeof(endless));
	assert_int_equal(
		websocket_hello_read(endless, sizeof(endless) - 1, KEY, &head_len, &status),
		WEBSOCKET_HELLO_MORE);
	assert_int_equal(websocket_hello_read(endless, sizeof(endless), KEY, &head_len, &status),
		WEBSOCKET_HELLO_ODD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asked),
		cmocka_unit_test(keys_differ),
		cmocka_unit_test(accepted),
		cmocka_unit_test(refused),
		cmocka_unit_test(odd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
