/* Tests of src/bot/bot.c, with adapters of its own, on the content of the working directory. */
#include "bot/bot.h"

/* what is being sent at the end is not waited for here */
#undef BOT_DRAIN_MS
#define BOT_DRAIN_MS 0

#include "bot/bot.c" /* NOLINT: compiled in, for the line above */

#include "bot/fake.h"
#include "bot/recall.h"
#include "bot/responder.h"
#include "sys/resolve.h"
#include "sys/store_world.h"

#define HEAD                                                                                       \
	"accounts:\n"                                                                              \
	"  - {name: one, platform: discord, token: {env: A}, api: 'https://a.example/'}\n"         \
	"  - {name: two, platform: discord, token: {env: B}, gateway: 'wss://b.example/'}\n"       \
	"servers:\n"                                                                               \
	"  - id: '10'\n"                                                                           \
	"    account: two\n"                                                                       \
	"    mode: faq\n"                                                                          \
	"    channels: [{id: '100'}, {id: '101', mode: mention}, {id: '102', mode: ambient}]\n"

static struct world w;
static struct resolve *resolve;
static struct responder *responder;
static struct config *config;
static struct bot *bot;
static struct store *store;   /* NULL = none, as most tests want it */
static struct recall *recall; /* the same */
static unsigned n_ended;
static int ended_with;

static void on_ended(void *ctx, int status)
{
	assert_ptr_equal(ctx, &w);
	n_ended++;
	ended_with = status;
}

static struct bot *create(void)
{
	static const char *const tokens[] = {"token-of-one", "token-of-two"};

	return bot_create(
		&(struct bot_options){
			.config = config,
			.tokens = tokens,
			.responder = responder,
			.loop = w.loop,
			.resolve = resolve,
			.log = &w.log,
			.store = store,
			.recall = recall,
		},
		on_ended, &w);
}

static int set_up(void **state)
{
	static const char text[] = HEAD;
	struct diag silent = {0};

	(void)state;
	fake_reset();
	n_ended = 0;
	ended_with = -1;
	world_open(&w, NULL);
	resolve = resolve_create(w.loop);
	config = config_parse("test", text, sizeof(text) - 1, &silent);
	responder = responder_create(&(struct responder_options){".", NULL, NULL, &w.log});
	assert_true(resolve && config && responder);
	config->accounts[0].platform = config->accounts[1].platform = "fake";
	bot = create();
	assert_non_null(bot);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	bot_destroy(bot);
	assert_false(fakes[0].alive || fakes[1].alive);
	responder_destroy(responder);
	config_free(config);
	resolve_destroy(resolve);
	assert_false(world_logged(&w, "token-of"));
	assert_false(world_logged(&w, "spasm"));
	world_close(&w);
	return 0;
}

static void fault(size_t i, enum platform_fault kind)
{
	fakes[i].host.fault(fakes[i].host.ctx, kind, "why, and how to mend it");
}

static void created(void **state)
{
	(void)state;
	assert_int_equal(n_fakes, 2);
	assert_string_equal(fakes[0].token, "token-of-one");
	assert_string_equal(fakes[0].api, "https://a.example/");
	assert_string_equal(fakes[0].gateway, "(null)");
	assert_false(fakes[0].wants_content);
	assert_string_equal(fakes[1].token, "token-of-two");
	assert_string_equal(fakes[1].gateway, "wss://b.example/");
	assert_true(fakes[1].wants_content);
	assert_int_equal(fakes[0].n_listened, 0);
	assert_int_equal(fakes[1].n_listened, 2);
	assert_string_equal(fakes[1].listened[0].channel, "100");
	assert_string_equal(fakes[1].listened[0].server, "10");
	assert_string_equal(fakes[1].listened[1].channel, "102");
	assert_int_equal(fakes[1].late_ms, 21600000);
	assert_int_equal(fakes[0].starts + fakes[1].starts, 0);
	bot_start(bot);
	assert_int_equal(fakes[0].starts, 1);
	assert_int_equal(fakes[1].starts, 1);
	bot_destroy(NULL);
}

static void not_created(void **state)
{
	(void)state;
	config->accounts[1].platform = "smoke-signals";
	assert_null(create());
	assert_contains(buf_str(&w.lines), "error two: there is no platform 'smoke-signals'");
	assert_false(fakes[2].alive);
	config->accounts[1].platform = "fake";
	fake_fails = true;
	assert_null(create());
	assert_contains(buf_str(&w.lines), "error one: the account cannot be set up");
}

static const char *heard_text;

static void hears(struct fake *f)
{
	f->host.heard(f->host.ctx, &(struct platform_event){
					   .kind = PLATFORM_MESSAGE,
					   .message = "1",
					   .conversation = "100",
					   .parent = "",
					   .server = "10",
					   .user = "u",
					   .title = "",
					   .link = "",
					   .text = heard_text,
					   .text_len = strlen(heard_text),
				   });
}

/* What one account hears inside a call is answered by that account, after the call. */
static void answers(void **state)
{
	(void)state;
	heard_text = "what causes back spasms?";
	fakes[0].then = fakes[1].then = hears;
	bot_start(bot);
	assert_int_equal(fakes[1].n_said, 0);
	world_settle(&w);
	assert_int_equal(fakes[0].n_said, 0); /* that server is not this account's */
	assert_int_equal(fakes[1].n_said, 1);
	assert_contains(fakes[1].say_text, "cause");
	assert_int_equal(bot_counts(bot).answered, 1);
	fakes[1].host.outcome(fakes[1].host.ctx,
		&(struct platform_outcome){.ticket = fakes[1].said[0], .kind = PLATFORM_SENT});
	assert_int_equal(bot_counts(bot).sent, 1);
}

/* A deletion takes back, through the account that answered, what it is told to have sent. */
static void takes_back(void **state)
{
	(void)state;
	heard_text = "what causes back spasms?";
	fakes[1].then = hears;
	bot_start(bot);
	world_settle(&w);
	fakes[1].then = NULL;
	fakes[1].host.outcome(fakes[1].host.ctx,
		&(struct platform_outcome){
			.ticket = fakes[1].said[0], .kind = PLATFORM_SENT, .id = "77"});
	fakes[1].host.heard(fakes[1].host.ctx, &(struct platform_event){.kind = PLATFORM_DELETED,
						       .message = "1",
						       .conversation = "100",
						       .server = "10"});
	assert_int_equal(fakes[1].removals, 0); /* not from inside the adapter */
	world_settle(&w);
	assert_int_equal(fakes[1].removals, 1);
	assert_string_equal(fakes[1].removed, "100/77");
	assert_int_equal(fakes[0].removals, 0);
}

static void recalled_all(void *ctx)
{
	(void)ctx;
	loop_stop(w.loop);
}

/* Another bot, after the end of the one before it, which was as sudden as can be. */
static void next_run(void)
{
	bot_destroy(bot);
	recall_destroy(recall);
	store_destroy(store);
	fake_reset();
	store = store_create(
		&(struct store_options){.loop = w.loop, .folder = w.dir, .keep_ms = DAY_MS});
	recall = recall_create(&(struct recall_options){store, w.loop, config, recalled_all, NULL});
	assert_true(store && recall);
	world_run(&w);
	bot = create();
	assert_non_null(bot);
	fakes[1].then = hears;
}

static void sent_by(size_t i, const char *id)
{
	fakes[i].host.outcome(fakes[i].host.ctx,
		&(struct platform_outcome){
			.ticket = fakes[i].said[0], .kind = PLATFORM_SENT, .id = id});
}

static void await_say(void)
{
	while (fakes[1].n_said == 0)
		world_settle(&w);
}

/* What may not have been sent is said again by the next run, once; then it is known to be said. */
static void goes_on(void **state)
{
	(void)state;
	world_make_dir(&w);
	heard_text = "what causes back spasms?";
	next_run();
	bot_start(bot);
	await_say();
	next_run();
	bot_start(bot);
	await_say();
	world_settle(&w);
	assert_int_equal(fakes[1].n_said, 1); /* it was heard once more as well */
	assert_contains(fakes[1].say_text, "cause");
	assert_string_equal(fakes[1].say_purpose, "r");
	assert_contains(buf_str(&w.lines), "and 1 that may not have been sent");
	sent_by(1, "77");
	fakes[1].host.session(fakes[1].host.ctx, "a session");
	next_run();
	assert_string_equal(fakes[1].session, "a session");
	assert_string_equal(fakes[0].session, "(null)");
	bot_start(bot);
	world_settle(&w);
	assert_int_equal(fakes[1].n_said, 0);
	assert_int_equal(bot_journal_counts(bot).held, 0);
	bot_destroy(bot);
	bot = NULL;
	recall_destroy(recall);
	store_destroy(store);
	store = NULL;
	recall = NULL;
}

static void readiness(void **state)
{
	(void)state;
	fakes[0].host.ready(fakes[0].host.ctx, true);
	assert_contains(buf_str(&w.lines), "info one: connected: listening");
	fakes[0].host.ready(fakes[0].host.ctx, false);
	assert_contains(buf_str(&w.lines), "warn one: not connected: trying again");
	/* at the end that is no news */
	bot_stop(bot);
	buf_clear(&w.lines);
	fakes[0].host.ready(fakes[0].host.ctx, false);
	assert_string_equal(buf_str(&w.lines), "");
}

/* The bot goes on while one account can, and ends with the last one's fault. */
static void faults(void **state)
{
	static const struct {
		enum platform_fault fault;
		int status;
	} cases[] = {{PLATFORM_FAULT_CONFIG, EX_CONFIG}, {PLATFORM_FAULT_SERVICE, EX_UNAVAILABLE},
		{PLATFORM_FAULT_TOKEN, EX_NOPERM}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bot_destroy(bot);
		fake_reset();
		n_ended = 0;
		bot = create();
		assert_non_null(bot);
		fault(0, PLATFORM_FAULT_TOKEN);
		fault(0, PLATFORM_FAULT_TOKEN);
		world_settle(&w);
		assert_int_equal(n_ended, 0);
		fault(1, cases[i].fault);
		assert_int_equal(n_ended, 0); /* not from inside the adapter */
		world_settle(&w);
		assert_int_equal(n_ended, 1);
		assert_int_equal(ended_with, cases[i].status);
	}
	assert_contains(buf_str(&w.lines), "error two: cannot go on: why, and how to mend it");
}

static void stops(void **state)
{
	(void)state;
	fault(0, PLATFORM_FAULT_TOKEN);
	fakes[1].is_stopped = true;
	bot_stop(bot);
	assert_int_equal(fakes[0].stops, 0);
	assert_int_equal(fakes[1].stops, 1);
	assert_int_equal(n_ended, 0);
	world_settle(&w);
	assert_int_equal(n_ended, 1);
	assert_int_equal(ended_with, 0);
}

/* A fault that comes while it stops does not make the end a failure. */
static void fault_while_stopping(void **state)
{
	(void)state;
	fakes[0].is_stopped = true;
	bot_stop(bot);
	fault(1, PLATFORM_FAULT_SERVICE);
	world_settle(&w);
	assert_int_equal(n_ended, 1);
	assert_int_equal(ended_with, 0);
}

/* Accounts that never finish do not keep it from ending; which ones, the log says. */
static void drained(void **state)
{
	(void)state;
	fakes[0].is_stopped = true;
	bot_stop(bot);
	world_settle(&w);
	world_settle(&w);
	assert_int_equal(n_ended, 1);
	assert_int_equal(ended_with, 0);
	assert_contains(buf_str(&w.lines), "warn two: not everything was sent in time");
	fakes[1].is_stopped = true;
	fakes[1].host.wake(fakes[1].host.ctx, 0);
	world_settle(&w);
	assert_int_equal(n_ended, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(created, set_up, tear_down),
		cmocka_unit_test_setup_teardown(not_created, set_up, tear_down),
		cmocka_unit_test_setup_teardown(answers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(takes_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(goes_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(readiness, set_up, tear_down),
		cmocka_unit_test_setup_teardown(faults, set_up, tear_down),
		cmocka_unit_test_setup_teardown(stops, set_up, tear_down),
		cmocka_unit_test_setup_teardown(fault_while_stopping, set_up, tear_down),
		cmocka_unit_test_setup_teardown(drained, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/bot", tests, NULL, NULL);
}
