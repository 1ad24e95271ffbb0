/* Tests of src/bot/takeup.c: the next run goes on with an alert of the one before. */
#include "bot/takeup.h"

#include "base/config.h"
#include "bot/casebook.h"
#include "bot/journal.h"
#include "bot/listener.h"
#include "bot/recall.h"
#include "bot/responder.h"
#include "sys/store_world.h"

static struct world w;
static struct store *store;
static struct config *config;
static struct responder *responder;
static struct recall *r;
static struct journal *journal;
static struct listener *listener;
static char sent[4096];  /* "conversation purpose|" */
static char with[256];   /* "controls|thread" of the last one */
static unsigned refused; /* so many find no room */
static const struct platform_abilities abilities = {.max_chars = 2000,
	.format = LUMBAR_DISCORD,
	.idempotent = true,
	.direct = true,
	.remove = true,
	.buttons = true,
	.threads = true};

static int on_send(void *ctx, const char *account, const struct platform_say *say)
{
	const size_t len = strlen(sent);

	assert_ptr_equal(ctx, &w);
	assert_string_equal(account, "main");
	if (refused) {
		refused--;
		return -1;
	}
	snprintf(sent + len, sizeof(sent) - len, "%s %s|", say->conversation, say->purpose);
	snprintf(with, sizeof(with), "%s|%s", say->controls ? say->controls : "",
		say->thread ? say->thread : "");
	return 0;
}

static void on_outcome(void *ctx, const char *account, const struct platform_outcome *outcome)
{
	assert_ptr_equal(ctx, &w);
	listener_outcome(listener, account, outcome, loop_now());
}

static int on_say(void *ctx, const char *account, const struct platform_say *say)
{
	assert_ptr_equal(ctx, &w);
	return journal_say(journal, account, say);
}

static void on_done(void *ctx)
{
	(void)ctx;
	loop_stop(w.loop);
}

static int set_up(void **state)
{
	static const char text[] = "accounts: [{name: main, platform: discord, token: {env: A}}]\n"
				   "servers: [{id: '10', staff-channel: '900'}]\n";
	struct diag silent = {0};

	(void)state;
	disk_take_over();
	world_open(&w, NULL);
	world_make_dir(&w);
	sent[0] = '\0';
	refused = 0;
	config = config_parse("test", text, sizeof(text) - 1, &silent);
	responder = responder_create(&(struct responder_options){".", NULL, NULL, &w.log});
	store = store_create(&(struct store_options){
		.loop = w.loop, .folder = w.dir, .keep_ms = DAY_MS, .retry_ms = 1});
	journal = journal_create(&(struct journal_options){store, w.loop, on_send, on_outcome, &w});
	listener = listener_create(&(struct listener_options){
		.config = config, .responder = responder, .log = &w.log, .say = on_say, .ctx = &w});
	assert_true(config && responder && store && journal && listener);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	recall_destroy(r);
	r = NULL;
	journal_destroy(journal);
	listener_destroy(listener);
	store_destroy(store);
	responder_destroy(responder);
	config_free(config);
	world_close(&w);
	return 0;
}

static void keep_case(const char *number)
{
	const struct casebook_time time = {loop_now(), wall_now()};
	struct escalation e = {
		.account = "main",
		.message = "5",
		.user = "30",
		.conversation = "20",
		.server = "10",
		.flags = "saddle",
		.tier = LUMBAR_TIER_EMERGENCY,
		.at_ms = time.now_ms,
		.due_ms = ESCALATION_NEVER,
	};

	snprintf(e.number, sizeof(e.number), "%s", number);
	casebook_write(store, &e, &(struct escalations_step){"opened", "", "", ""}, &time);
}

static void take_up(void)
{
	const struct takeup takeup = {r, listener, journal, &w.log};

	r = recall_create(&(struct recall_options){store, w.loop, config, on_done, &w});
	assert_non_null(r);
	world_run(&w);
	takeup_account(&((struct takeup){r, takeup.listener, takeup.journal, takeup.log}), "main",
		abilities);
	listener_tick(listener, loop_now());
	while (!*sent)
		world_settle(&w);
	world_settle(&w);
}

/* The alert was not even recorded: it is sent now. */
static void untold(void **state)
{
	(void)state;
	keep_case("n-1");
	take_up();
	assert_string_equal(sent, "900 a010|");
	assert_true(world_logged(&w, "info main: 1 alerts of the last run are open"));
}

/* An alert of that case, recorded and not sent. */
static void record_alert(void)
{
	struct store_entry e = entry_of("5", "a");

	keep_case("n-1");
	e.emergency = true;
	e.direct = e.reply_to = "";
	e.conversation = "900";
	e.ticket = 8 | 4 | LUMBAR_TIER_EMERGENCY; /* to the staff */
	store_record(store, &owner, &e, true, NULL, NULL);
}

/* It was recorded: that one is sent, under its own key, and no other. */
static void under_way(void **state)
{
	(void)state;
	record_alert();
	take_up();
	assert_string_equal(sent, "900 a|");
}

/* What stood under a message, and where it was to go, is there again in the next run. */
static void with_its_buttons(void **state)
{
	const struct platform_say say = {.ticket = 8,
		.conversation = "20",
		.reply_to = "5",
		.user = "30",
		.text = "heat",
		.purpose = "r",
		.note = "",
		.controls = "b1 yes treatment.heat\tHelpful\n",
		.thread = "Heat",
		.deadline_ms = loop_now() + DAY_MS};

	(void)state;
	assert_int_equal(journal_say(journal, "main", &say), 0);
	while (!*sent)
		world_settle(&w);
	/* that run dies before it knows what became of it */
	journal_destroy(journal);
	journal = journal_create(&(struct journal_options){store, w.loop, on_send, on_outcome, &w});
	assert_non_null(journal);
	sent[0] = with[0] = '\0';
	take_up();
	assert_string_equal(sent, "20 r|");
	assert_string_equal(with, "b1 yes treatment.heat\tHelpful\n|Heat");
}

/* It finds no room: that is an outcome, and staff are told again. */
static void no_room(void **state)
{
	(void)state;
	record_alert();
	refused = 1;
	r = recall_create(&(struct recall_options){store, w.loop, config, on_done, &w});
	world_run(&w);
	takeup_account(&(struct takeup){r, listener, journal, &w.log}, "main", abilities);
	listener_tick(listener, loop_now() + DAY_MS / 24);
	journal_flush(journal); /* which waits for the disk no longer */
	assert_string_equal(sent, "20 nu|900 a010|");
}

/* One that cannot be read is told in the log, and keeps nothing else from going on. */
static void unreadable(void **state)
{
	(void)state;
	store_step(store, &owner,
		&(struct store_case){
			.number = "n-0", .state = "open", .body = "{", .at_ms = wall_now()},
		&(struct store_audit){.step = "opened"}, NULL, NULL);
	keep_case("n-1");
	take_up();
	assert_string_equal(sent, "900 a010|");
	assert_true(world_logged(&w, "error main: an alert of the last run cannot be read"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(untold),
		TEST(under_way),
		TEST(with_its_buttons),
		TEST(no_room),
		TEST(unreadable),
	};

	return cmocka_run_group_tests_name("bot/takeup", tests, NULL, NULL);
}
