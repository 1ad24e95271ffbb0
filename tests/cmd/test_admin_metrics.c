/* Tests of src/cmd/admin_metrics.c: a bot that has read and said something, and what is told of it. */
#include "cmd/admin_metrics.h"

#include <ctype.h>

#include "base/config.h"
#include "bot/account.h"
#include "bot/bot.h"
#include "bot/fake.h"
#include "bot/responder.h"
#include "sys/alive.h"
#include "sys/resolve.h"
#include "sys/store.h"
#include "sys/world.h"

#define USER "1300000000000000099"
#define CHANNEL "1300000000000000013"
#define QUESTION "what causes back spasms?"

static struct world w;
static struct config *config;
static struct resolve *resolve;
static struct daemon_parts parts;
static struct buf out;

static bool is_well(void *ctx)
{
	(void)ctx;
	return true;
}

static void on_ended(void *ctx, int status)
{
	(void)ctx;
	(void)status;
}

static int set_up(void **state)
{
	static const char text[] = "accounts: [{name: main, platform: discord, token: {env: X}},"
				   " {name: second, platform: discord, token: {env: Y}}]\n";
	static const char *const tokens[] = {"token-of-one", "token-of-two"};
	struct diag silent = {0};

	(void)state;
	fake_reset();
	world_open(&w, NULL);
	world_make_dir(&w);
	buf_init(&out, WEB_METRICS_MAX);
	config = config_parse("test", text, sizeof(text) - 1, &silent);
	assert_non_null(config);
	config->accounts[0].platform = config->accounts[1].platform = "fake";
	resolve = resolve_create(w.loop);
	parts = (struct daemon_parts){
		.loop = w.loop, .log = &w.log, .started_ms = loop_now() - 5000};
	parts.responder = responder_create(&(struct responder_options){".", NULL, NULL, &w.log});
	parts.alive = alive_create(&(struct alive_options){w.loop, is_well, NULL});
	parts.store = store_create(
		&(struct store_options){.loop = w.loop, .folder = w.dir, .keep_ms = 86400000});
	parts.bot = bot_create(&(struct bot_options){.config = config,
				       .tokens = tokens,
				       .responder = parts.responder,
				       .loop = w.loop,
				       .resolve = resolve,
				       .log = &w.log},
		on_ended, NULL);
	assert_true(parts.bot && parts.store && parts.alive && parts.responder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	bot_destroy(parts.bot);
	store_destroy(parts.store);
	alive_destroy(parts.alive);
	responder_destroy(parts.responder);
	resolve_destroy(resolve);
	config_free(config);
	buf_free(&out);
	world_close(&w);
	return 0;
}

static void hear(const char *id, const char *text)
{
	fake_hear(CHANNEL, USER, id, text);
}

static const char *written(void)
{
	struct metrics m = {.out = &out};

	buf_clear(&out);
	admin_metrics_write(&m, &parts, (struct web_counts){.answered = 3, .connections = 1});
	assert_true(buf_ok(&out));
	return buf_str(&out);
}

static void what_was_done(void **state)
{
	const char *text;

	(void)state;
	fake_state.ready = true;
	fake_state.starts_left = 899;
	fake_state.counts.frames = 17;
	fake_state.bounds[0] = (struct bound){"messages", 4, 256, 2};
	fake_state.n_bounds = 1;
	hear("1", QUESTION);
	hear("2", "both my legs went numb and i cant pee");
	hear("3", "how do i cook rice");
	world_settle(&w);
	assert_int_equal(fakes[0].n_said, 3);
	fakes[0].host.outcome(
		fakes[0].host.ctx, &(struct platform_outcome){.ticket = fakes[0].said[0],
					   .kind = PLATFORM_SENT,
					   .id = "77",
					   .reason = ""});
	text = written();
	assert_contains(text, "lumbard_messages_read_total{tier=\"none\"} 2\n");
	assert_contains(text, "lumbard_messages_read_total{tier=\"emergency\"} 1\n");
	assert_contains(text, "lumbard_verdicts_total{action=\"escalate\"} 1\n");
	assert_contains(text, "lumbard_flags_total{flag=\"");
	assert_contains(text, "lumbard_answers_total{answer=\"causes.overview\"} 1\n");
	assert_contains(text, "lumbard_read_seconds_count 3\n");
	assert_contains(text, "lumbard_replies_total{outcome=\"sent\"} 1\n");
	assert_contains(text, "lumbard_reply_seconds_count{urgent=\"yes\"} 1\n");
	assert_contains(text, "lumbard_account_ready{account=\"main\",platform=\"fake\"} 1\n"
			      "lumbard_account_ready{account=\"second\",platform=\"fake\"} 1\n");
	assert_contains(
		text, "lumbard_account_identifies_left{account=\"main\",platform=\"fake\"} 899\n");
	assert_contains(
		text, "lumbard_gateway_frames_total{account=\"second\",platform=\"fake\"} 17\n");
	assert_contains(text, "lumbard_bound_used{account=\"main\",bound=\"messages\"} 4\n");
	assert_contains(text, "lumbard_bound_limit{account=\"main\",bound=\"messages\"} 256\n");
	assert_contains(text, "lumbard_bound_met_total{account=\"main\",bound=\"messages\"} 2\n");
	assert_contains(text, "lumbard_bound_limit{account=\"\",bound=\"store\"} 1536\n");
	assert_contains(text, "lumbard_bound_used{account=\"\",bound=\"conversations\"} 1\n");
	assert_contains(text, "lumbard_bound_limit{account=\"second\",bound=\"outbox\"} 512\n");
	assert_contains(text, "lumbard_store_alarm 0\n");
	assert_contains(text, "lumbard_admin_requests_total{result=\"answered\"} 3\n");
	assert_contains(text, "lumbard_build_info{version=\"" LUMBARD_VERSION "\",jit=\"");
	assert_contains(text, "lumbard_log_left_out_total{level=\"error\"} 0\n");
	/* nobody's id, and nothing that was written */
	assert_lacks(text, USER);
	assert_lacks(text, CHANNEL);
	assert_lacks(text, "spasms?");
	assert_lacks(text, "token-of");
}

static void without_a_bot(void **state)
{
	struct bot *bot = parts.bot;
	struct store *store = parts.store;

	(void)state;
	parts.bot = NULL;
	parts.store = NULL;
	assert_contains(written(), "lumbard_store_used 0\n");
	assert_contains(buf_str(&out), "lumbard_content_generation 1\n");
	assert_lacks(buf_str(&out), "lumbard_account_ready");
	parts.bot = bot;
	parts.store = store;
}

/* Every family comes once, with its help first, a counter ends with _total, and no sample is astray. */
static void families(void **state)
{
	char seen[100000] = " ", name[METRICS_NAME_MAX + 2] = "", kind[16] = "", line[1024];
	const char *at;
	size_t n;

	(void)state;
	for (at = written(); *at; at += n + 1) {
		n = strcspn(at, "\n");
		assert_true(n < sizeof(line));
		memcpy(line, at, n);
		line[n] = '\0';
		if (strncmp(line, "# HELP ", 7) == 0) {
			snprintf(name, sizeof(name), " %.*s ", (int)strcspn(line + 7, " "),
				line + 7);
			assert_null(strstr(seen, name));
			strcat(seen, name + 1);
			assert_true(line[n - 1] == '.' && strlen(strchr(line + 7, ' ')) > 5);
			kind[0] = '\0';
			continue;
		}
		if (strncmp(line, "# TYPE ", 7) == 0) {
			assert_memory_equal(line + 7, name + 1, strlen(name) - 1);
			snprintf(kind, sizeof(kind), "%s", line + 7 + strlen(name) - 1);
			if (strcmp(kind, "counter") == 0)
				assert_non_null(strstr(name, "_total "));
			else
				assert_null(strstr(name, "_total "));
			continue;
		}
		assert_true(kind[0]);
		assert_memory_equal(line, name + 1, strlen(name) - 2);
		assert_int_equal(strncmp(line, "lumbard_", 8), 0);
		if (strcmp(kind, "histogram") != 0)
			assert_true(strchr("{ ", line[strlen(name) - 2]) != NULL);
	}
	assert_true(strlen(seen) > 500);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_done),
		TEST(without_a_bot),
		TEST(families),
	};

	return cmocka_run_group_tests_name("cmd/admin_metrics", tests, NULL, NULL);
}
