/* Tests of src/bot/checkup.c, with a checker of its own. */
#include "bot/checkup.h"

#include "base/config.h"
#include "bot/fake.h"
#include "sys/world.h"

#define CHANNELS_KEPT 16

/* What the checker is to do, and what it was told. */
static struct {
	struct platform_check_host host;
	unsigned created, destroyed, answered, ticks;
	bool create_fails, verdict[4];
	bool asks; /* waits for a request and a tick first */
	int status;
	size_t n;
	char ids[CHANNELS_KEPT][32], servers[CHANNELS_KEPT][32];
	char roles[CHANNELS_KEPT][32];
	bool listens[CHANNELS_KEPT], staff[CHANNELS_KEPT], threads[CHANNELS_KEPT];
	bool wants_content;
	char token[64];
} k;

static struct world w;
static struct config *config;
static char said[4096];

static void finish(void)
{
	k.host.say(k.host.ctx, PLATFORM_CHECK_OK, k.token);
	k.host.done(k.host.ctx, k.verdict[k.created - 1]);
}

static void *check_create(const struct platform_account *account,
	const struct platform_check_host *host, const struct platform_check_channel *channels,
	size_t n)
{
	size_t i;

	if (k.create_fails)
		return NULL;
	k.created++;
	k.host = *host;
	k.n = n;
	k.wants_content = account->wants_content;
	mock_copy(k.token, sizeof(k.token), account->token);
	for (i = 0; i < n && i < CHANNELS_KEPT; i++) {
		mock_copy(k.ids[i], sizeof(k.ids[i]), channels[i].id);
		mock_copy(k.servers[i], sizeof(k.servers[i]), channels[i].server);
		mock_copy(k.roles[i], sizeof(k.roles[i]), channels[i].role);
		k.listens[i] = channels[i].listens;
		k.staff[i] = channels[i].staff;
		k.threads[i] = channels[i].threads;
	}
	return &k;
}

static void check_destroy(void *self)
{
	k.destroyed += self != NULL;
}

static void check_start(void *self, int64_t now_ms)
{
	(void)self;
	if (k.asks)
		k.host.wake(k.host.ctx, now_ms);
	else
		finish();
}

static void check_tick(void *self, int64_t now_ms)
{
	char url[64];

	(void)self;
	(void)now_ms;
	k.ticks++;
	snprintf(url, sizeof(url), "gopher://127.0.0.1/");
	k.host.request(
		k.host.ctx, &(struct platform_request){
				    .id = 5, .method = "GET", .url = url, .timeout_ms = 60000});
}

static void check_answered(void *self, const struct platform_result *result, int64_t now_ms)
{
	(void)self;
	(void)now_ms;
	assert_int_equal(result->id, 5);
	k.answered++;
	k.status = result->status;
	finish();
}

static const struct platform_checker checker = {
	check_create, check_destroy, check_start, check_answered, check_tick};

static void on_say(void *ctx, enum platform_check_level level, const char *text)
{
	const size_t used = strlen(said);

	assert_ptr_equal(ctx, &w);
	snprintf(said + used, sizeof(said) - used, "%d %s\n", (int)level, text);
}

static int set_up(void **state)
{
	(void)state;
	memset(&k, 0, sizeof(k));
	memset(k.verdict, true, sizeof(k.verdict));
	said[0] = '\0';
	fake_checker = &checker;
	config = NULL;
	world_init_log(&w);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	assert_int_equal(k.created, k.destroyed);
	config_free(config);
	world_close(&w);
	return 0;
}

static void configure(const char *rest)
{
	char text[2000];
	struct diag silent = {0};
	size_t i;

	snprintf(text, sizeof(text),
		"accounts: [{name: one, platform: discord, token: {env: A}},\n"
		"  {name: two, platform: discord, token: {env: B}}]\n%s",
		rest);
	config_free(config);
	config = config_parse("test", text, strlen(text), &silent);
	assert_non_null(config);
	for (i = 0; i < config->n_accounts; i++)
		config->accounts[i].platform = "fake";
}

static int run(void)
{
	static const char *const tokens[] = {"token-1", "token-2"};

	said[0] = '\0';
	return checkup_run(&(struct checkup_options){config, tokens, NULL, &w.log, on_say, &w});
}

static void verdicts(void **state)
{
	(void)state;
	configure("");
	assert_int_equal(run(), 0);
	assert_string_equal(said, "0 token-1\n0 token-2\n");
	k.created = k.destroyed = 0;
	k.verdict[0] = false;
	assert_int_equal(run(), 1);
	/* the second is looked at none the less */
	assert_int_equal(k.created, 2);
	k.created = k.destroyed = 0;
	k.verdict[0] = true;
	k.verdict[1] = false;
	assert_int_equal(run(), 1);
}

static void through_the_loop(void **state)
{
	(void)state;
	configure("");
	config->n_accounts = 1;
	k.asks = true;
	k.status = -1;
	assert_int_equal(run(), 0);
	assert_int_equal(k.ticks, 1);
	assert_int_equal(k.answered, 1);
	assert_int_equal(k.status, 0);
}

/* Where nothing can be asked, nothing is said to be right; the others are asked all the same. */
static void not_to_be_asked(void **state)
{
	static const char *const bad[] = {"two\r\nlines"};

	(void)state;
	configure("");
	config->accounts[0].platform = "smoke-signals";
	assert_int_equal(run(), -1);
	assert_string_equal(said, "0 token-2\n");
	assert_contains(buf_str(&w.lines), "platform 'smoke-signals' cannot be asked");
	config->accounts[0].platform = "fake";
	fake_checker = NULL;
	assert_int_equal(run(), -1);
	fake_checker = &checker;
	k.create_fails = true;
	assert_int_equal(run(), -1);
	k.create_fails = false;
	config->n_accounts = 1;
	assert_int_equal(
		checkup_run(&(struct checkup_options){config, bad, NULL, &w.log, on_say, &w}), -1);
	assert_int_equal(checkup_run(&(struct checkup_options){
				 config, bad, "/nonexistent.pem", &w.log, on_say, &w}),
		-1);
}

/* The channels of this account's servers, each once with all that is to be done in it. */
static void channels(void **state)
{
	(void)state;
	configure("servers:\n"
		  "  - id: '10'\n"
		  "    account: two\n"
		  "    staff-channel: '900'\n"
		  "    channels:\n"
		  "      - {id: '100', mode: faq}\n"
		  "      - {id: '900', mode: ambient}\n"
		  "      - {id: '101', mode: mention}\n"
		  "      - {id: '102', mode: 'off'}\n"
		  "      - {id: '103', mode: ambient, staff-channel: '100'}\n"
		  "  - {id: '20', account: one, channels: [{id: '200', mode: faq}]}\n"
		  "  - {id: '30', channels: [{id: '300', mode: ambient}]}\n");
	assert_int_equal(run(), 0);
	/* the checker noted what the second account has */
	assert_true(k.wants_content);
	assert_int_equal(k.n, 5);
	assert_string_equal(k.ids[0], "900");
	assert_string_equal(k.servers[0], "10");
	assert_true(k.staff[0] && k.listens[0]);
	assert_string_equal(k.ids[1], "100");
	assert_true(k.staff[1] && k.listens[1]);
	assert_string_equal(k.ids[2], "101");
	assert_false(k.staff[2] || k.listens[2]);
	assert_string_equal(k.ids[3], "103");
	assert_true(k.listens[3]);
	assert_string_equal(k.ids[4], "300");
	assert_string_equal(k.servers[4], "30");
}

/* A channel that notifies two roles is looked at for each of them. */
static void staff_roles(void **state)
{
	(void)state;
	configure("servers:\n"
		  "  - id: '10'\n"
		  "    staff-channel: '900'\n"
		  "    staff-role: '50'\n"
		  "    channels:\n"
		  "      - {id: '100', mode: faq}\n"
		  "      - {id: '900', mode: faq}\n"
		  "  - {id: '20', staff-channel: '900', staff-role: '51'}\n"
		  "  - {id: '30', staff-channel: '901'}\n");
	assert_int_equal(run(), 0);
	assert_int_equal(k.n, 4);
	assert_string_equal(k.ids[0], "900");
	assert_string_equal(k.roles[0], "50");
	assert_true(k.staff[0] && k.listens[0]);
	assert_string_equal(k.ids[1], "100");
	assert_string_equal(k.roles[1], "(null)");
	assert_string_equal(k.ids[2], "900");
	assert_string_equal(k.roles[2], "51");
	assert_string_equal(k.ids[3], "901");
	assert_string_equal(k.roles[3], "(null)");
}

/* Where a whole server's long answers go into threads, the channels that are not named are asked about. */
static void threads_everywhere(void **state)
{
	(void)state;
	configure("servers:\n"
		  "  - {id: '10', threads: yes, channels: [{id: '100', mode: faq}]}\n"
		  "  - {id: '20', threads: yes}\n"
		  "  - {id: '30', threads: yes, mode: 'off'}\n"
		  "  - {id: '40'}\n");
	assert_int_equal(run(), 0);
	assert_int_equal(k.n, 3);
	assert_string_equal(k.ids[0], "");
	assert_string_equal(k.servers[0], "10");
	assert_true(k.threads[0] && !k.listens[0] && !k.staff[0]);
	assert_string_equal(k.ids[1], "100");
	assert_true(k.threads[1]);
	assert_string_equal(k.ids[2], "");
	assert_string_equal(k.servers[2], "20");
}

/* As many channels as are looked at, and one more: only that one is told. */
static void too_many(void **state)
{
	enum { SERVERS = CHECKUP_CHANNELS_MAX / CONFIG_CHANNELS_MAX };
	static struct config_channel list[SERVERS + 1][CONFIG_CHANNELS_MAX];
	static char ids[SERVERS + 1][CONFIG_CHANNELS_MAX][16];
	static struct config_server servers[SERVERS + 1];
	size_t i, j;

	(void)state;
	configure("");
	for (i = 0; i <= SERVERS; i++) {
		for (j = 0; j < CONFIG_CHANNELS_MAX; j++) {
			snprintf(ids[i][j], sizeof(ids[i][j]), "%zu-%zu", i, j);
			list[i][j].id = ids[i][j];
		}
		servers[i] = (struct config_server){
			.id = ids[i][0], .channels = list[i], .n_channels = CONFIG_CHANNELS_MAX};
	}
	config->n_accounts = 1;
	config->servers = servers;
	config->n_servers = SERVERS;
	assert_int_equal(run(), 0);
	assert_int_equal(k.n, CHECKUP_CHANNELS_MAX);
	assert_string_equal(said, "0 token-1\n");
	servers[SERVERS].n_channels = 1;
	config->n_servers = SERVERS + 1;
	k.created = k.destroyed = 0;
	assert_int_equal(run(), 0);
	assert_int_equal(k.n, CHECKUP_CHANNELS_MAX);
	assert_contains(said, "1 there are too many channels");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(verdicts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(through_the_loop, set_up, tear_down),
		cmocka_unit_test_setup_teardown(not_to_be_asked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(channels, set_up, tear_down),
		cmocka_unit_test_setup_teardown(threads_everywhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(staff_roles, set_up, tear_down),
		cmocka_unit_test_setup_teardown(too_many, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/checkup", tests, NULL, NULL);
}
