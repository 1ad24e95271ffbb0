/* Tests of src/bot/drill.c, on a platform that does what a test tells it to. */
#include "bot/drill.h"

#include "base/config.h"
#include "bot/fake.h"
#include "sys/world.h"

static struct world w;
static struct config *config;
static char results[1024]; /* "account path: reason|" */

static int set_up(void **state)
{
	(void)state;
	fake_reset();
	world_init_log(&w);
	results[0] = '\0';
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	config_free(config);
	config = NULL;
	world_close(&w);
	return 0;
}

static void on_result(void *ctx, const struct drill_result *result)
{
	const size_t len = strlen(results);

	assert_ptr_equal(ctx, &w);
	assert_true(result->taken == !*result->reason);
	snprintf(results + len, sizeof(results) - len, "%s %s: %s|", result->account, result->path,
		result->reason);
}

static int run(const char *more, const char *server)
{
	static const char *const tokens[] = {"a", "b"};
	struct diag silent = {0};
	char text[1024];

	snprintf(text, sizeof(text),
		"accounts: [{name: one, platform: discord, token: {env: A}}]\n%s", more);
	config_free(config);
	config = config_parse("test", text, strlen(text), &silent);
	assert_non_null(config);
	config->accounts[0].platform = FAKE_NAME;
	return drill_run(&(struct drill_options){.config = config,
		.tokens = tokens,
		.server = server,
		.log = &w.log,
		.say = on_result,
		.ctx = &w});
}

/* There is nobody to be told. */
static void nobody(void **state)
{
	(void)state;
	assert_int_equal(run("", NULL), 1);
	assert_int_equal(run("servers: [{id: '10', staff-channel: '900'}]\n", "11"), 1);
	assert_string_equal(results, "");
}

/* An account that takes nothing, and a program that is not there. */
static void none_takes_it(void **state)
{
	(void)state;
	fakes[0].say_result = -1;
	assert_int_equal(run("alerts: {command: /nonexistent/page}\n"
			     "servers: [{id: '10', staff-channel: '900'}]\n",
				 NULL),
		1);
	assert_non_null(strstr(results, "one command: it cannot be tried|"));
	assert_non_null(strstr(results, "one channel 900: too many messages are waiting|"));
}

/* Without memory for an account nothing is tried. */
static void no_account(void **state)
{
	(void)state;
	fake_fails = true;
	assert_int_equal(run("servers: [{id: '10', staff-channel: '900'}]\n", NULL), -1);
	assert_string_equal(results, "");
}

static void a_program(void **state)
{
	(void)state;
	assert_int_equal(run("alerts: {command: /bin/true}\n", NULL), 0);
	assert_string_equal(results, "one command: |");
	results[0] = '\0';
	assert_int_equal(run("alerts: {command: /bin/false}\n", NULL), 1);
	assert_string_equal(results, "one command: the command ended with 1|");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(nobody),
		TEST(none_takes_it),
		TEST(no_account),
		TEST(a_program),
	};

	return cmocka_run_group_tests_name("bot/drill", tests, NULL, NULL);
}
