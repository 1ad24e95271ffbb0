/* Tests of src/cmd/admin.c: of the addresses, and of what is told of the daemon's parts. */
#include "cmd/admin.h"

#include <sysexits.h>

#include "base/config.h"
#include "bot/account.h"
#include "bot/bot.h"
#include "bot/daemon.h"
#include "bot/fake.h"
#include "bot/responder.h"
#include "sys/alive.h"
#include "sys/resolve.h"
#include "sys/store_world.h"
#include "web/asker.h"

static struct daemon_parts parts;
static struct admin *admin;
static struct config *config;
static struct resolve *resolve;
static bool well;

static bool is_well(void *ctx)
{
	(void)ctx;
	loop_stop(w.loop);
	return well;
}

static void on_ended(void *ctx, int status)
{
	(void)ctx;
	(void)status;
}

/* As the daemon does, up to the bot. */
static int set_up(void **state)
{
	static const char text[] = "accounts: [{name: main, platform: discord, token: {env: X}}]\n";
	struct diag silent = {0};

	(void)state;
	fake_reset();
	well = true;
	world_open(&w, NULL);
	world_make_dir(&w);
	config = config_parse("test", text, sizeof(text) - 1, &silent);
	assert_non_null(config);
	config->accounts[0].platform = "fake";
	resolve = resolve_create(w.loop);
	parts = (struct daemon_parts){.loop = w.loop, .log = &w.log, .started_ms = loop_now()};
	parts.responder = responder_create(&(struct responder_options){".", NULL, NULL, &w.log});
	parts.alive = alive_create(&(struct alive_options){w.loop, is_well, NULL});
	assert_true(resolve && parts.responder && parts.alive);
	assert_int_equal(admin_create("127.0.0.1:0", &w.log, &admin), EX_OK);
	assert_int_equal(admin_open(admin, &parts), EX_OK);
	assert_int_equal(sscanf(admin_url(admin), "http://127.0.0.1:%hu", &asked_port), 1);
	return 0;
}

static void add_bot(void)
{
	static const char *const tokens[] = {"token-of-one"};

	parts.bot = bot_create(&(struct bot_options){.config = config,
				       .tokens = tokens,
				       .responder = parts.responder,
				       .loop = w.loop,
				       .resolve = resolve,
				       .log = &w.log},
		on_ended, NULL);
	assert_non_null(parts.bot);
}

static int tear_down(void **state)
{
	(void)state;
	bot_destroy(parts.bot);
	admin_close(admin);
	alive_destroy(parts.alive);
	store_destroy(parts.store);
	responder_destroy(parts.responder);
	resolve_destroy(resolve);
	config_free(config);
	world_close(&w);
	admin_destroy(admin);
	return 0;
}

/* ------------------------------------------------------------------ addresses */

static void addresses(void **state)
{
	static const char *const wrong[] = {"0.0.0.0:9464", "192.168.1.1:9464", "localhost:9464",
		"[::1]:9464", "9464", ":0", "0.0.0.0:0", "example.org:0", "", "127.0.0.1:65536",
		"127.0.0.1:00", "1111111111111111111111111111111:0"};
	struct log log = {0};
	struct admin *a;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(admin_create(wrong[i], &log, &a), EX_USAGE);
		assert_null(a);
	}
	assert_int_equal(admin_create(NULL, &log, &a), EX_OK);
	assert_null(a);
	assert_int_equal(admin_open(a, NULL), EX_OK);
	assert_string_equal(admin_url(a), "");
	admin_close(a);
	admin_destroy(a);
	assert_int_equal(admin_create("127.0.0.2:9464", &log, &a), EX_OK);
	admin_destroy(a);
}

static void in_use(void **state)
{
	struct admin *other;
	char at[64];

	(void)state;
	snprintf(at, sizeof(at), "127.0.0.1:%u", (unsigned)asked_port);
	assert_int_equal(admin_create(at, &w.log, &other), EX_OK);
	assert_int_equal(admin_open(other, &parts), EX_UNAVAILABLE);
	assert_true(world_logged(&w, "give it another address"));
	admin_close(other);
	admin_destroy(other);
}

/* ------------------------------------------------------------------ the truth */

static void expect(const char *path, const char *status, const char *part)
{
	const char *answer = ask("GET", path, "");

	if (!strstr(answer, status) || !strstr(answer, part))
		fail_msg("no '%s' and '%s' in: %s", status, part, answer);
	buf_free(&got);
}

static void alive_and_safe(void **state)
{
	(void)state;
	expect("/healthz", " 200 ", "\"name\":\"loop\",\"status\":\"ok\"");
	expect("/healthz", " 200 ", "\"name\":\"safety\",\"status\":\"ok\"");
	well = false;
	while (alive_status(parts.alive).well)
		world_run(&w);
	expect("/healthz", " 503 ", "\"name\":\"safety\",\"status\":\"fail\"");
	expect("/readyz", " 503 ", "\"name\":\"safety\",\"status\":\"fail\"");
}

static void starting_and_stopping(void **state)
{
	(void)state;
	expect("/readyz", " 503 ", "it is starting");
	expect("/healthz", " 200 ", "\"status\":\"ok\"");
	add_bot();
	fake_state.ready = true;
	expect("/readyz", " 200 ", "it is running");
	parts.stopping = true;
	expect("/readyz", " 503 ", "it is stopping");
}

static void accounts(void **state)
{
	(void)state;
	add_bot();
	fake_state.state = "waiting";
	expect("/readyz", " 503 ",
		"\"name\":\"account main\",\"status\":\"fail\",\"reason\":\"not connected: "
		"waiting\"");
	fake_state.trouble = "no IDENTIFY is left for today";
	expect("/readyz", " 503 ", "not connected: waiting; no IDENTIFY is left for today");
	fake_state.ready = true;
	fake_state.silent_ms = 90000;
	fake_state.heard_ms = 90000;
	expect("/readyz", " 503 ", "\"reason\":\"no IDENTIFY is left for today\"");
	fake_state.trouble = NULL;
	expect("/readyz", " 200 ", "connected, heard 90 s ago");
	fake_state.heard_ms = 90001;
	expect("/readyz", " 503 ", "connected, but nothing was heard for 90 s");
	fake_state.heard_ms = -1;
	expect("/readyz", " 503 ", "connected, but nothing was heard");
}

/* A folder that cannot be written to turns readiness red, one that can green. */
static void store(void **state)
{
	(void)state;
	add_bot();
	fake_state.ready = true;
	expect("/readyz", " 200 ", "nothing is kept on disk");
	world_write(world_path(&w, "file"), "no folder");
	parts.store = store_create(&(struct store_options){
		.loop = w.loop, .folder = world_path(&w, "file"), .keep_ms = DAY_MS});
	assert_non_null(parts.store);
	store_due(parts.store, &(struct store_owner){"main", 0, 1}, NULL, NULL);
	while (!store_alarm(parts.store))
		world_run(&w); /* at the latest when the loop looks at itself */
	expect("/readyz", " 503 ", "\"name\":\"store\",\"status\":\"fail\"");
	expect("/metrics", " 200 ", "lumbard_store_alarm 1\n");
	store_destroy(parts.store);
	parts.store = store_create(&(struct store_options){
		.loop = w.loop, .folder = world_path(&w, "folder"), .keep_ms = DAY_MS});
	assert_non_null(parts.store);
	assert_int_equal(store_bound(parts.store).used, 0);
	expect("/readyz", " 200 ", "written to");
}

static void content(void **state)
{
	const char *overlay = world_path(&w, "overlay");

	(void)state;
	add_bot();
	fake_state.ready = true;
	responder_destroy(parts.responder);
	parts.responder = NULL;
	assert_int_equal(mkdir(overlay, 0700), 0);
	assert_int_equal(mkdir(world_path(&w, "overlay/intents"), 0700), 0);
	parts.responder = responder_create(&(struct responder_options){".", overlay, ".", &w.log});
	assert_non_null(parts.responder);
	expect("/readyz", " 200 ", "generation 1: ");
	/* a change that is refused: what was there stays, and somebody should look */
	world_write(world_path(&w, "overlay/intents/bad.yaml"), "words: [\n");
	assert_int_equal(responder_reload(parts.responder), -1);
	expect("/readyz", " 200 ", "\"status\":\"warn\",\"reason\":\"the last change was refused");
	expect("/readyz", " 200 ", "bad.yaml:");
	expect("/metrics", " 200 ", "lumbard_content_reloads_refused_total 1\n");
	unlink(world_path(&w, "overlay/intents/bad.yaml"));
	assert_int_equal(responder_reload(parts.responder), 0);
	expect("/readyz", " 200 ", "generation 2: ");
	/* a start with it: the packaged content is in use, and that is an alarm */
	world_write(world_path(&w, "overlay/intents/bad.yaml"), "words: [\n");
	responder_destroy(parts.responder);
	parts.responder = responder_create(&(struct responder_options){".", overlay, ".", &w.log});
	assert_non_null(parts.responder);
	expect("/readyz", " 503 ", "the packaged one is in use: ");
	expect("/metrics", " 200 ", "lumbard_content_packaged 1\n");
	expect("/metrics", " 200 ", "lumbard_ready 0\n");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses),
		TEST(in_use),
		TEST(alive_and_safe),
		TEST(starting_and_stopping),
		TEST(accounts),
		TEST(store),
		TEST(content),
	};

	return cmocka_run_group_tests_name("cmd/admin", tests, NULL, NULL);
}
