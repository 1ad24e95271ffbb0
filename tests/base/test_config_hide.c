/* Tests of src/base/config_hide.c. */
#include "base/config_hide.h"

#include "base/config_world.h"

/* A token that somebody put into the file is in no finding, whatever the finding is about. */
static void tokens_are_not_shown(void **state)
{
	static const char secret[] = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnop-qrstuv_";
	static const char *const texts[][2] = {
		/* what stands before and behind it */
		{"accounts:\n  - name: m\n    platform: discord\n    token: ", "\n"},
		{"accounts:\n  - name: m\n    platform: discord\n    token: \"", "\"\n"},
		{"accounts:\n  - name: m\n    platform: discord\n    tokn: '", "'\n"},
		{"accounts:\n  - {name: m, platform: x, token: '", "', api: x}\n"},
		{"accounts:\n  - {name: m, platform: x, token: {env: ", "}, api: x}\n"},
		{"accounts:\n  - {name: m, platform: x, token: {file: ", ", fil: x}}\n"},
		{"accounts:\n  - {name: m, platform: ", "}\n"},
		{"accounts: ", "\n"},
		{"token: ", "\n"},
		{"", ": x\n"},
		{"accounts: [{name: m, token: \"", "]\n"},
	};
	char text[300];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		snprintf(text, sizeof(text), "%s%s%s", texts[i][0], secret, texts[i][1]);
		assert_null(parse_bytes(text, strlen(text)));
		assert_null(strstr(buf_str(&found.text), "MTIz"));
		assert_null(strstr(buf_str(&found.text), "qrst"));
		assert_non_null(strstr(buf_str(&found.text), "****"));
		forget();
	}
}

/* What stands in the place of a token is one, however short; the caret stays where it was. */
static void short_tokens(void **state)
{
	static const char flow[] = "accounts:\n  - {name: m, token: hunter2, platform: x}\n";
	static const char block[] = "accounts:\n  - name: m\n    token: hunter2 # mine\n"
				    "    platform: x\n";

	(void)state;
	assert_null(parse_bytes(flow, strlen(flow)));
	assert_null(strstr(buf_str(&found.text), "hunter2"));
	assert_non_null(
		strstr(buf_str(&found.text), "'platform' must be discord, not 'x'\n"
					     "    - {name: m, token: *********platform: x}\n"
					     "                                          ^\n"));
	forget();
	assert_null(parse_bytes(block, strlen(block)));
	assert_null(strstr(buf_str(&found.text), "hunter2"));
	assert_non_null(strstr(buf_str(&found.text), "      token: **************\n"
						     "             ^\n"));
}

static void say(const char *file, const char *message)
{
	struct config_hide hide = {.to = &found.diag, .file = file};
	struct diag hidden = config_hide_diag(&hide);

	diag_error(&hidden, ((struct diag_place){file, 1, 2}), "%s", message);
}

/* Ids, words, paths and names are no secrets, and neither is the name of the file. */
static void shown(void **state)
{
	(void)state;
	say("a-very-long-name-of-a-file-2.yaml", "12345678901234567890123456789");
	say("f", "DISCORD_TOKEN_OF_THE_CLINIC_BOT");
	say("f", "/run/secrets/token-1/file.txt of 23 abcdefghijklmnopqrstuv1");
	assert_string_equal(buf_str(&found.text),
		"a-very-long-name-of-a-file-2.yaml:1:2: error: 12345678901234567890123456789\n"
		"f:1:2: error: DISCORD_TOKEN_OF_THE_CLINIC_BOT\n"
		"f:1:2: error: /run/secrets/token-1/file.txt of 23 abcdefghijklmnopqrstuv1\n");
	forget();
	say("f", "x abcdefghijklmnopqrstuvw1/y");
	assert_string_equal(buf_str(&found.text), "f:1:2: error: x ************************/y\n");
}

/* Somebody may have written a login into an address. */
static void logins(void **state)
{
	(void)state;
	say("f", "'http://admin:pa55@host/x' and http://a@b, not http://host/a@b or me@host");
	assert_string_equal(buf_str(&found.text), "f:1:2: error: 'http://**********@host/x' and "
						  "http://a@b, not http://host/a@b or me@host\n");
}

static void counted(void **state)
{
	struct diag silent = {0};
	struct config_hide hide = {.to = &silent, .file = "f"};
	struct diag hidden = config_hide_diag(&hide);

	(void)state;
	diag_error(&hidden, ((struct diag_place){"f", 0, 0}), "x");
	diag_warning(&hidden, ((struct diag_place){"f", 0, 0}), "x");
	diag_warning(&hidden, ((struct diag_place){"f", 0, 0}), "x");
	assert_int_equal(silent.errors, 1);
	assert_int_equal(silent.warnings, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(tokens_are_not_shown, set_up, tear_down),
		cmocka_unit_test_setup_teardown(short_tokens, set_up, tear_down),
		cmocka_unit_test_setup_teardown(shown, set_up, tear_down),
		cmocka_unit_test_setup_teardown(logins, set_up, tear_down),
		cmocka_unit_test_setup_teardown(counted, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("base/config_hide", tests, NULL, NULL);
}
