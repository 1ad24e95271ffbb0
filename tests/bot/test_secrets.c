/* Tests of src/bot/secrets.c. */
#include "bot/secrets.h"

#include <limits.h>
#include <sys/stat.h>

#include "platform/host_mock.h"
#include "sys/file.h"
#include "sys/world.h"

#define TOKEN "MTIz.NDU2.Nzg5-of-main"
#define OTHER "MTIz.NDU2.Nzg5-of-other"
#define HOOK "https://hook.example/of-the-staff"
#define VARIABLE "LUMBARD_TEST_TOKEN"

static struct world w;
static struct config_account accounts[CONFIG_ACCOUNTS_MAX];
static struct config config;

static int set_up(void **state)
{
	(void)state;
	world_init_log(&w);
	world_make_dir(&w);
	memset(accounts, 0, sizeof(accounts));
	config = (struct config){.accounts = accounts, .n_accounts = 1};
	accounts[0].name = "main";
	unsetenv(VARIABLE);
	unsetenv("CREDENTIALS_DIRECTORY");
	return 0;
}

/* Whatever happened: no token in the log, and nothing left behind that the log would look at. */
static int tear_down(void **state)
{
	(void)state;
	assert_lacks(buf_str(&w.lines), "MTIz");
	assert_int_equal(w.log.n_secrets, 0);
	unsetenv(VARIABLE);
	unsetenv("CREDENTIALS_DIRECTORY");
	world_close(&w);
	return 0;
}

static void from(size_t i, enum config_secret_kind kind, const char *name)
{
	accounts[i].token = (struct config_secret){kind, name};
}

static const char *token_file(const char *name, const char *text, mode_t mode)
{
	const char *path = world_path(&w, name);

	world_write(path, text);
	assert_int_equal(chmod(path, mode), 0);
	return path;
}

static void reads(const char *expected)
{
	struct secrets *s = secrets_read(&config, &w.log);

	if (!s)
		fail_msg("not read: %s", buf_str(&w.lines));
	assert_string_equal(secrets_tokens(s)[0], expected);
	log_error(&w.log, "test", "with %s in it", strlen(expected) < 500 ? expected : "[secret]");
	assert_contains(buf_str(&w.lines), "with [secret] in it");
	secrets_free(s);
}

static void refuses(const char *why)
{
	assert_null(secrets_read(&config, &w.log));
	assert_contains(buf_str(&w.lines), "error main: ");
	assert_contains(buf_str(&w.lines), why);
	buf_clear(&w.lines);
}

static void environment(void **state)
{
	(void)state;
	from(0, CONFIG_SECRET_ENV, VARIABLE);
	setenv(VARIABLE, TOKEN, 1);
	reads(TOKEN);
	secrets_free(NULL);
}

/* What may be something else is taken all the same, and said. */
static void doubted(void **state)
{
	struct secrets *s;

	(void)state;
	from(0, CONFIG_SECRET_ENV, VARIABLE);
	accounts[0].platform = "discord";
	setenv(VARIABLE, "1300000000000000001", 1);
	s = secrets_read(&config, &w.log);
	assert_non_null(s);
	assert_contains(buf_str(&w.lines),
		"warn main: that does not look like a token: it is a number, such as the "
		"application's id");
	assert_null(strstr(buf_str(&w.lines), "1300000000000000001"));
	secrets_free(s);
	buf_clear(&w.lines);
	/* a sandbox has tokens of its own */
	accounts[0].api = "http://127.0.0.1:8080/api/v10";
	s = secrets_read(&config, &w.log);
	assert_non_null(s);
	assert_string_equal(buf_str(&w.lines), "");
	secrets_free(s);
	accounts[0].api = NULL;
	setenv(VARIABLE, "MTIz.of.main", 1);
	s = secrets_read(&config, &w.log);
	assert_non_null(s);
	assert_string_equal(buf_str(&w.lines), "");
	secrets_free(s);
	accounts[0].platform = NULL;
}

static void environment_refused(void **state)
{
	static const char *const wrong[] = {TOKEN "\n", TOKEN "\r\nX: y", "MTIz\xc3\xa9-of-main"};
	char text[FILE_SECRET_MAX + 2];
	size_t i;

	(void)state;
	from(0, CONFIG_SECRET_ENV, VARIABLE);
	refuses("there is no token: set " VARIABLE);
	setenv(VARIABLE, "", 1);
	refuses("there is no token: set " VARIABLE);
	setenv(VARIABLE, "1234567", 1);
	refuses("too short");
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		setenv(VARIABLE, wrong[i], 1);
		refuses(VARIABLE " holds something that is no token");
	}
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	setenv(VARIABLE, text, 1);
	refuses(VARIABLE " holds something that is no token");
	setenv(VARIABLE, text + 1, 1);
	reads(text + 1);
}

static void file(void **state)
{
	(void)state;
	from(0, CONFIG_SECRET_FILE, token_file("token", TOKEN "\n", 0600));
	reads(TOKEN);
	assert_lacks(buf_str(&w.lines), "chmod");
	/* others can read it: that is told, and it is read nevertheless */
	from(0, CONFIG_SECRET_FILE, token_file("open", TOKEN, 0644));
	reads(TOKEN);
	assert_contains(buf_str(&w.lines), "warn main: ");
	assert_contains(buf_str(&w.lines), "chmod 600 ");
}

static void file_refused(void **state)
{
	(void)state;
	from(0, CONFIG_SECRET_FILE, world_path(&w, "missing"));
	refuses("missing");
	from(0, CONFIG_SECRET_FILE, token_file("empty", "", 0600));
	refuses("empty");
	from(0, CONFIG_SECRET_FILE, token_file("lines", TOKEN "\n" OTHER "\n", 0600));
	refuses("lines");
	from(0, CONFIG_SECRET_FILE, token_file("short", "1234567\n", 0600));
	refuses("too short");
	from(0, CONFIG_SECRET_FILE, w.dir);
	refuses(w.dir);
}

static void credential(void **state)
{
	char folder[PATH_MAX];

	(void)state;
	from(0, CONFIG_SECRET_CREDENTIAL, "bot-token");
	refuses("LoadCredential=bot-token:");
	setenv("CREDENTIALS_DIRECTORY", "", 1);
	refuses("LoadCredential=bot-token:");
	setenv("CREDENTIALS_DIRECTORY", w.dir, 1);
	refuses("bot-token");
	token_file("bot-token", TOKEN "\n", 0400);
	reads(TOKEN);
	/* a folder with so long a name that nothing in it has a path: told like every other failure */
	memset(folder, 'd', sizeof(folder) - 1);
	folder[sizeof(folder) - 1] = '\0';
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	refuses("bot-token");
}

/* As many as there may be, in the order of the configuration, and the webhook's address beside them. */
static void several(void **state)
{
	static char names[CONFIG_ACCOUNTS_MAX][32], texts[CONFIG_ACCOUNTS_MAX][64];
	struct secrets *s;
	size_t i;

	(void)state;
	config.n_accounts = CONFIG_ACCOUNTS_MAX;
	for (i = 0; i < CONFIG_ACCOUNTS_MAX; i++) {
		snprintf(names[i], sizeof(names[i]), VARIABLE "_%zu", i);
		snprintf(texts[i], sizeof(texts[i]), TOKEN "-%zu", i);
		setenv(names[i], texts[i], 1);
		accounts[i].name = names[i];
		from(i, CONFIG_SECRET_ENV, names[i]);
	}
	setenv(VARIABLE, HOOK, 1);
	config.alert_webhook = (struct config_secret){CONFIG_SECRET_ENV, VARIABLE};
	s = secrets_read(&config, &w.log);
	assert_non_null(s);
	assert_string_equal(secrets_webhook(s), HOOK);
	log_warn(&w.log, "test", "%s", HOOK);
	assert_lacks(buf_str(&w.lines), HOOK);
	for (i = 0; i < CONFIG_ACCOUNTS_MAX; i++)
		assert_string_equal(secrets_tokens(s)[i], texts[i]);
	secrets_free(s);
	/* one of them is missing, then two: each is told */
	unsetenv(names[3]);
	unsetenv(names[9]);
	assert_null(secrets_read(&config, &w.log));
	assert_contains(buf_str(&w.lines), "set " VARIABLE "_3 to");
	assert_contains(buf_str(&w.lines), "set " VARIABLE "_9 to");
	assert_lacks(buf_str(&w.lines), "set " VARIABLE "_4 to");
	for (i = 0; i < CONFIG_ACCOUNTS_MAX; i++)
		unsetenv(names[i]);
}

static void dashboard(void **state)
{
	struct secrets *s;

	(void)state;
	setenv(VARIABLE, TOKEN, 1);
	from(0, CONFIG_SECRET_ENV, VARIABLE);
	s = secrets_read(&config, &w.log);
	assert_null(secrets_dashboard(s));
	secrets_free(s);
	config.dashboard_token = (struct config_secret){CONFIG_SECRET_ENV, VARIABLE "_D"};
	assert_null(secrets_read(&config, &w.log));
	assert_contains(buf_str(&w.lines), "dashboard: there is no token: set " VARIABLE "_D");
	setenv(VARIABLE "_D", "123456789012345", 1);
	assert_null(secrets_read(&config, &w.log));
	assert_contains(buf_str(&w.lines), "dashboard: the token is too short");
	setenv(VARIABLE "_D", "1234567890123456", 1);
	s = secrets_read(&config, &w.log);
	assert_string_equal(secrets_dashboard(s), "1234567890123456");
	log_warn(&w.log, "test", "%s", "1234567890123456");
	assert_lacks(buf_str(&w.lines), "1234567890123456");
	secrets_free(s);
	unsetenv(VARIABLE "_D");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(environment, set_up, tear_down),
		cmocka_unit_test_setup_teardown(doubted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(environment_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(file_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(credential, set_up, tear_down),
		cmocka_unit_test_setup_teardown(several, set_up, tear_down),
		cmocka_unit_test_setup_teardown(dashboard, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/secrets", tests, NULL, NULL);
}
