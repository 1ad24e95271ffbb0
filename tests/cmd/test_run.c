/* Tests of src/cmd/run.c, with an adapter of its own in the place of Discord's. */
#define FAKE_NAME "discord"

#include <signal.h>

#include "bot/fake.h"
#include "cmd/capture.h"

#define TOKEN "MTIz.NDU2.Nzg5-of-main"
#define CONFIG                                                                                     \
	"accounts: [{name: main, platform: discord, token: {env: LUMBARD_TEST_TOKEN}}]\n"          \
	"servers: [{id: '10', region: uk, mode: faq}]\n"

static const char *file;

static int set_up(void **state)
{
	fake_reset();
	fake_checker = NULL;
	setenv("LUMBARD_TEST_TOKEN", TOKEN, 1);
	unsetenv("LUMBARD_CA_FILE");
	unsetenv("JOURNAL_STREAM");
	unsetenv("DISCORD_API");
	unsetenv("DISCORD_GATEWAY");
	capture_set_up(state);
	file = run_file("c.yaml", CONFIG, strlen(CONFIG));
	return 0;
}

/* Whatever happened: the token stands nowhere. */
static int tear_down(void **state)
{
	assert_lacks(OUT, "MTIz");
	assert_lacks(ERR, "MTIz");
	assert_false(fakes[0].alive);
	unsetenv("LUMBARD_TEST_TOKEN");
	return capture_tear_down(state);
}

#define RUN_IT(...) RUN(cmd_run, "run", "--config", file, "--content=.", __VA_ARGS__)

static void check(void **state)
{
	(void)state;
	assert_int_equal(RUN_IT("--check"), 0);
	assert_contains(OUT, "LUMBARD_TEST_TOKEN");
	assert_contains(OUT, "region: uk");
	assert_contains(OUT, "mode: ");
	assert_string_equal(ERR, "");
	/* what is printed is a configuration that comes to the same */
	file = run_file("printed.yaml", OUT, ran.out.len);
	assert_int_equal(RUN_IT("--check"), 0);
	assert_contains(OUT, "region: uk");
	assert_int_equal(n_fakes, 0);
}

static void check_without_token(void **state)
{
	(void)state;
	unsetenv("LUMBARD_TEST_TOKEN");
	assert_int_equal(RUN_IT("--check"), 0);
	assert_contains(ERR, "set LUMBARD_TEST_TOKEN");
	assert_contains(OUT, "LUMBARD_TEST_TOKEN");
	assert_int_equal(RUN_IT("--check", "--online"), EX_CONFIG);
	assert_int_equal(
		RUN(cmd_run, "run", "--config", file, "--content=.", "--log=error"), EX_CONFIG);
	assert_int_equal(n_fakes, 0);
}

/* ------------------------------------------------------------------ asking the platform */

static struct platform_check_host asked;
static enum platform_check_level finding;

static void *ask_create(const struct platform_account *account,
	const struct platform_check_host *host, const struct platform_check_channel *channels,
	size_t n)
{
	assert_string_equal(account->token, TOKEN);
	assert_true(account->wants_content);
	(void)channels;
	(void)n;
	asked = *host;
	return &asked;
}

static void ask_destroy(void *self)
{
	(void)self;
}

static void ask_start(void *self, int64_t now_ms)
{
	(void)self;
	(void)now_ms;
	asked.say(asked.ctx, finding, "what was found");
	asked.done(asked.ctx, finding != PLATFORM_CHECK_PROBLEM);
}

static void online(void **state)
{
	static const struct platform_checker checker = {
		.create = ask_create, .destroy = ask_destroy, .start = ask_start};
	static const struct {
		enum platform_check_level level;
		int status;
		const char *line;
	} cases[] = {
		{PLATFORM_CHECK_OK, 0, "\nok       what was found\n"},
		{PLATFORM_CHECK_WARNING, 0, "\nwarning  what was found\n"},
		{PLATFORM_CHECK_PROBLEM, EX_CONFIG, "\nPROBLEM  what was found\n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		fake_checker = &checker;
		finding = cases[i].level;
		assert_int_equal(RUN_IT("--check", "--online"), cases[i].status);
		assert_contains(OUT, cases[i].line);
	}
	fake_checker = NULL;
	assert_int_equal(RUN_IT("--check", "--online"), EX_UNAVAILABLE);
}

/* ------------------------------------------------------------------ running */

static void then_end(struct fake *f)
{
	if (f->starts == 1 && !f->stops)
		assert_int_equal(kill(getpid(), SIGTERM), 0);
	f->is_stopped = f->stops > 0;
}

static void runs(void **state)
{
	(void)state;
	fakes[0].then = then_end;
	setenv("DISCORD_API", "http://127.0.0.1:1/", 1);
	assert_int_equal(RUN_IT("--log=info"), 0);
	assert_string_equal(fakes[0].token, TOKEN);
	assert_string_equal(fakes[0].api, "http://127.0.0.1:1/");
	assert_contains(ERR, "Z info daemon: lumbard ");
	assert_contains(ERR, "configuration: ");
	assert_contains(ERR, "stopped; answers 0");
	assert_string_equal(OUT, "");
	unsetenv("DISCORD_API");
}

/* --log and --log-format stand for the configuration's. */
static void log_lines(void **state)
{
	(void)state;
	fakes[0].then = then_end;
	assert_int_equal(RUN_IT("--log", "info", "--log-format", "json"), 0);
	assert_contains(ERR, "\"level\":\"info\",\"area\":\"daemon\",\"msg\":");
	assert_memory_equal(ERR, "{\"time\":\"", 9);
	fake_reset();
	fakes[0].then = then_end;
	assert_null(getenv("LUMBARD_TEST_TOKEN")); /* the run took it away */
	setenv("LUMBARD_TEST_TOKEN", TOKEN, 1);
	assert_int_equal(RUN_IT("--log=error"), 0);
	assert_string_equal(ERR, "");
	assert_int_equal(RUN_IT("--log-format=xml"), EX_USAGE);
}

static void then_fault(struct fake *f)
{
	f->host.fault(f->host.ctx, PLATFORM_FAULT_TOKEN, "the token was refused");
}

static void fault(void **state)
{
	(void)state;
	fakes[0].then = then_fault;
	assert_int_equal(RUN_IT("--log=error"), EX_NOPERM);
	assert_contains(ERR, "error main: cannot go on: the token was refused");
}

static void command_lines(void **state)
{
	static const struct {
		const char *word, *why;
	} cases[] = {
		{"now", "run takes no operands"},
		{"--online", "--online belongs to --check"},
		{"--log=loud", "--log is error, warn, info or debug"},
		{"--nonsense", "there is no option --nonsense"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(RUN_IT(cases[i].word), EX_USAGE);
		assert_contains(ERR, cases[i].why);
		assert_contains(ERR, "Usage: lumbard run");
		assert_string_equal(OUT, "");
	}
	assert_int_equal(RUN(cmd_run, "run", "--help"), 0);
	assert_contains(OUT, "DISCORD_TOKEN=... lumbard run");
	assert_int_equal(n_fakes, 0);
}

static void cannot_start(void **state)
{
	(void)state;
	assert_int_equal(RUN(cmd_run, "run", "--config=/nonexistent.yaml"), EX_NOINPUT);
	assert_int_equal(
		RUN(cmd_run, "run", "--config", run_file("b.yaml", "x: 1\n", 5)), EX_CONFIG);
	/* no content beside this program, none named */
	assert_int_equal(RUN(cmd_run, "run", "--config", file), EX_NOINPUT);
	assert_contains(ERR, "--content DIR");
	assert_int_equal(
		RUN(cmd_run, "run", "--config", file, "--content=/nonexistent"), EX_DATAERR);
	setenv("LUMBARD_CA_FILE", "/nonexistent.pem", 1);
	setenv("LUMBARD_TEST_TOKEN", TOKEN, 1);
	assert_int_equal(RUN_IT("--log=error"), EX_OSERR);
	unsetenv("LUMBARD_CA_FILE");
	assert_int_equal(n_fakes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(check, set_up, tear_down),
		cmocka_unit_test_setup_teardown(check_without_token, set_up, tear_down),
		cmocka_unit_test_setup_teardown(online, set_up, tear_down),
		cmocka_unit_test_setup_teardown(runs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(log_lines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(fault, set_up, tear_down),
		cmocka_unit_test_setup_teardown(command_lines, set_up, tear_down),
		cmocka_unit_test_setup_teardown(cannot_start, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("cmd/run", tests, NULL, NULL);
}
