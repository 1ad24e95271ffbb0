/* Tests of src/cmd/settings.c. */
#include "cmd/settings.h"

#include "cmd/capture.h"

#define ACCOUNTS                                                                                   \
	"accounts:\n"                                                                              \
	"  - {name: one, platform: discord, token: {env: A}, api: 'https://a.example/'}\n"         \
	"  - {name: two, platform: discord, token: {env: B}, gateway: 'wss://b.example/'}\n"

static struct config *config;
static const char *used;

static int set_up(void **state)
{
	config = NULL;
	unsetenv("DISCORD_API");
	unsetenv("DISCORD_GATEWAY");
	return capture_set_up(state);
}

static int tear_down(void **state)
{
	config_free(config);
	unsetenv("DISCORD_API");
	unsetenv("DISCORD_GATEWAY");
	return capture_tear_down(state);
}

static int load(int argc, char **argv)
{
	config_free(config);
	used = "?";
	return settings_load(argc > 1 ? argv[1] : NULL, &used, &config);
}

/* What was used is the name that was given, which goes with the run. */
static int load_named(int argc, char **argv)
{
	const int status = load(argc, argv);

	assert_ptr_equal(used, argv[1]);
	return status;
}

static void a_file(void **state)
{
	const char *path;

	(void)state;
	path = run_file("c.yaml", ACCOUNTS "log: debug\n", strlen(ACCOUNTS "log: debug\n"));
	assert_int_equal(RUN(load_named, "x", path), 0);
	assert_int_equal(config->n_accounts, 2);
	assert_int_equal(config->log_level, LOG_DEBUG);
	assert_string_equal(config->accounts[0].api, "https://a.example/");
	assert_null(config->accounts[0].gateway);
	assert_string_equal(ERR, "");
	assert_string_equal(OUT, "");
}

/* Where there is no file in its place, as on a machine that runs tests, the defaults hold. */
static void defaults(void **state)
{
	(void)state;
	if (access(SETTINGS_FILE, F_OK) == 0)
		skip();
	assert_int_equal(RUN(load, "x"), 0);
	assert_null(used);
	assert_int_equal(config->n_accounts, 1);
	assert_string_equal(config->accounts[0].platform, "discord");
	assert_string_equal(config->accounts[0].token.name, "DISCORD_TOKEN");
	assert_null(config->accounts[0].api);
}

static void environment(void **state)
{
	const char *path = run_file("c.yaml", ACCOUNTS, strlen(ACCOUNTS));

	(void)state;
	setenv("DISCORD_API", "", 1);
	setenv("DISCORD_GATEWAY", "", 1);
	assert_int_equal(RUN(load_named, "x", path), 0);
	assert_string_equal(config->accounts[0].api, "https://a.example/");
	setenv("DISCORD_API", "http://127.0.0.1:1/api", 1);
	assert_int_equal(RUN(load_named, "x", path), 0);
	assert_string_equal(config->accounts[0].api, "http://127.0.0.1:1/api");
	assert_string_equal(config->accounts[1].api, "http://127.0.0.1:1/api");
	assert_null(config->accounts[0].gateway);
	setenv("DISCORD_GATEWAY", "ws://127.0.0.1:2/", 1);
	assert_int_equal(RUN(load_named, "x", path), 0);
	assert_string_equal(config->accounts[0].gateway, "ws://127.0.0.1:2/");
	assert_string_equal(config->accounts[1].gateway, "ws://127.0.0.1:2/");
}

static void no_file(void **state)
{
	(void)state;
	assert_int_equal(RUN(load_named, "x", "/nonexistent.yaml"), EX_NOINPUT);
	assert_null(config);
	assert_contains(ERR, "lumbard: the configuration /nonexistent.yaml: cannot open");
	assert_int_equal(RUN(load_named, "x", ran.world.dir), EX_NOINPUT);
	assert_int_equal(RUN(load_named, "x", ""), EX_NOINPUT);
	assert_string_equal(OUT, "");
}

/* Up to its bound and one byte beyond. */
static void too_large(void **state)
{
	char *text = malloc(SETTINGS_FILE_MAX + 1);
	const size_t n = strlen(ACCOUNTS);

	(void)state;
	assert_non_null(text);
	memcpy(text, ACCOUNTS, n);
	memset(text + n, '\n', SETTINGS_FILE_MAX + 1 - n);
	assert_int_equal(RUN(load_named, "x", run_file("c.yaml", text, SETTINGS_FILE_MAX)), 0);
	assert_int_equal(
		RUN(load_named, "x", run_file("c.yaml", text, SETTINGS_FILE_MAX + 1)), EX_NOINPUT);
	assert_null(config);
	free(text);
}

/* Findings say where; a token that somebody wrote into the file is not repeated. */
static void mistakes(void **state)
{
	static const char text[] =
		"accounts: [{name: m, platform: discord, token: MTIz.NDU2.Nzg5-of-main-account}]\n";

	(void)state;
	assert_int_equal(RUN(load_named, "x", run_file("c.yaml", text, strlen(text))), EX_CONFIG);
	assert_null(config);
	assert_contains(ERR, "c.yaml:1:48: error: ");
	assert_lacks(ERR, "MTIz");
	assert_lacks(ERR, "of-main");
	assert_int_equal(RUN(load_named, "x", run_file("c.yaml", "", 0)), EX_CONFIG);
	assert_int_equal(RUN(load_named, "x", run_file("c.yaml", "\0\xff", 2)), EX_CONFIG);
	assert_contains(ERR, "c.yaml:1:2: error: ");
	assert_string_equal(OUT, "");
}

/* The configuration's folder, else the first one of systemd's. */
static void state_folder(void **state)
{
	struct config asked = {.state = "/a"};
	char room[8];

	(void)state;
	setenv("STATE_DIRECTORY", "/b:/c", 1);
	assert_string_equal(settings_state(&asked, room, sizeof(room)), "/a");
	asked.state = NULL;
	assert_string_equal(settings_state(&asked, room, sizeof(room)), "/b");
	setenv("STATE_DIRECTORY", "/longer-than-that", 1);
	assert_null(settings_state(&asked, room, sizeof(room)));
	setenv("STATE_DIRECTORY", "", 1);
	assert_null(settings_state(&asked, room, sizeof(room)));
	unsetenv("STATE_DIRECTORY");
	assert_null(settings_state(&asked, room, sizeof(room)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(defaults, set_up, tear_down),
		cmocka_unit_test_setup_teardown(environment, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(too_large, set_up, tear_down),
		cmocka_unit_test_setup_teardown(mistakes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(state_folder, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("cmd/settings", tests, NULL, NULL);
}
