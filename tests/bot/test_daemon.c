/* Tests of src/bot/daemon.c, with adapters of its own, on the content of the working directory. */
#include "bot/daemon.h"

#include <signal.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "base/config.h"
#include "bot/fake.h"
#include "sys/alive.h"
#include "sys/notify_world.h"

#define VARIABLE "LUMBARD_TEST_TOKEN"
#define TOKEN "MTIz.NDU2.Nzg5-of-main"

static struct world w;
static struct config *config;

static void configure(const char *rest)
{
	char text[1000];
	struct diag silent = {0};

	snprintf(text, sizeof(text),
		"accounts: [{name: main, platform: discord, token: {env: " VARIABLE "}}]\n%s",
		rest);
	config_free(config);
	config = config_parse("test", text, strlen(text), &silent);
	assert_non_null(config);
	config->accounts[0].platform = "fake";
}

static int set_up(void **state)
{
	(void)state;
	fake_reset();
	world_init_log(&w);
	world_make_dir(&w);
	setenv(VARIABLE, TOKEN, 1);
	config = NULL;
	configure("");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	assert_false(fakes[0].alive);
	assert_lacks(buf_str(&w.lines), "MTIz");
	assert_int_equal(w.log.n_secrets, 0);
	config_free(config);
	unsetenv(VARIABLE);
	world_close(&w);
	return 0;
}

static struct daemon_options options(const char *folder)
{
	return (struct daemon_options){.config = config, .folder = folder, .log = &w.log};
}

static int run(const char *folder)
{
	const struct daemon_options o = options(folder);

	return daemon_run(&o);
}

static int check(const char *folder)
{
	const struct daemon_options o = options(folder);

	return daemon_check(&o);
}

/* ------------------------------------------------------------------ running */

static int signo; /* what the adapter's start sends to this process */

static void then_signal(struct fake *f)
{
	if (f->starts == 1 && !f->stops)
		assert_int_equal(kill(getpid(), signo), 0);
	f->is_stopped = f->stops > 0;
}

static void ends_on_signals(void **state)
{
	static const int ends[] = {SIGTERM, SIGINT};
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		fake_reset();
		signo = ends[i];
		fakes[0].then = then_signal;
		assert_int_equal(run("."), EX_OK);
		assert_int_equal(fakes[0].starts, 1);
		assert_int_equal(fakes[0].stops, 1);
		assert_contains(buf_str(&w.lines), "stopping: finishing what is being sent");
		assert_contains(buf_str(&w.lines), "stopped; answers 0");
		buf_clear(&w.lines);
	}
}

/* The service manager is told of the beginning, a reload and the end, and the watchdog is fed. */
static void then_live(struct fake *f)
{
	static int starts;

	if (f->starts == 1 && !f->stops && !starts++)
		assert_int_equal(kill(getpid(), SIGHUP), 0);
	f->is_stopped = f->stops > 0;
}

static void on_fed(const char *text, unsigned *fed)
{
	*fed += strcmp(text, "WATCHDOG=1") == 0;
	if (*fed == 2)
		assert_int_equal(kill(getpid(), SIGTERM), 0);
}

static unsigned fed;
static struct buf told;
static struct timer listening;
static struct loop *daemons_loop;

static void listen_on(void *ctx)
{
	const char *text;

	while (*(text = manager_told())) {
		buf_printf(&told, "%s\n", text);
		on_fed(text, &fed);
	}
	loop_timer_set(daemons_loop, &listening, loop_now() + 5, listen_on, ctx);
}

static int begin_listening(void *ctx, const struct daemon_parts *parts)
{
	assert_non_null(parts->responder);
	assert_non_null(parts->alive);
	assert_null(parts->bot);
	daemons_loop = parts->loop;
	listen_on(ctx);
	return EX_OK;
}

static void meet_nobody(void *ctx)
{
	(void)ctx;
}

static void end_listening(void *ctx)
{
	listen_on(ctx);
	loop_timer_cancel(&listening);
}

static void tells_the_service_manager(void **state)
{
	const struct daemon_guest guest = {begin_listening, meet_nobody, end_listening, NULL};
	struct daemon_options o = options(".");

	(void)state;
	buf_init(&told, 100000);
	manager_open(&w, "100000");
	fakes[0].then = then_live;
	fake_state.ready = true;
	fed = 0;
	o.guest = &guest;
	assert_int_equal(daemon_run(&o), EX_OK);
	manager_close();
	assert_contains(buf_str(&told), "READY=1\nSTATUS=1 of 1 accounts connected\n");
	assert_contains(buf_str(&told), "RELOADING=1\n");
	assert_contains(buf_str(&told), "WATCHDOG=1\n");
	assert_contains(buf_str(&told), "STOPPING=1\n");
	assert_true(strstr(buf_str(&told), "RELOADING=1") > strstr(buf_str(&told), "READY=1"));
	assert_contains(strstr(buf_str(&told), "RELOADING=1"), "READY=1\n");
	buf_free(&told);
}

static int begin_with_reload(void *ctx, const struct daemon_parts *parts)
{
	assert_int_equal(kill(getpid(), SIGHUP), 0);
	return begin_listening(ctx, parts);
}

/* What is asked while the last run's things are read must not tell that the bot is there. */
static void reloads_before_it_is_ready(void **state)
{
	const struct daemon_guest guest = {begin_with_reload, meet_nobody, end_listening, NULL};
	struct daemon_options o = options(".");

	(void)state;
	buf_init(&told, 100000);
	manager_open(&w, NULL);
	fakes[0].then = then_signal;
	signo = SIGTERM;
	fed = 0;
	o.guest = &guest;
	o.state = w.dir;
	assert_int_equal(daemon_run(&o), EX_OK);
	manager_close();
	assert_contains(buf_str(&w.lines), "reloaded from .");
	assert_contains(buf_str(&told), "READY=1\n");
	assert_lacks(buf_str(&told), "READY=1\nSTATUS=\n");
	buf_free(&told);
}

static void then_keep(struct fake *f)
{
	f->host.session(f->host.ctx, "a session");
	f->host.budget(f->host.ctx, "a budget");
	then_signal(f);
}

/* What one run is given to keep the next one is given; without a folder there is nothing. */
static void keeps(void **state)
{
	struct daemon_options o = options(".");
	int i;

	(void)state;
	signo = SIGTERM;
	o.state = w.dir;
	for (i = 0; i < 2; i++) {
		fake_reset();
		fakes[0].then = then_keep;
		assert_int_equal(daemon_run(&o), EX_OK);
		assert_string_equal(fakes[0].session, i ? "a session" : "(null)");
		assert_string_equal(fakes[0].budget, i ? "a budget" : "(null)");
	}
	assert_contains(buf_str(&w.lines), "what is to survive a restart is kept in ");
	assert_lacks(buf_str(&w.lines), "ALARM");
	fake_reset();
	fakes[0].then = then_keep;
	assert_int_equal(run("."), EX_OK);
	assert_string_equal(fakes[0].session, "(null)");
	assert_contains(buf_str(&w.lines), "nothing is kept on disk");
}

static void then_fault(struct fake *f)
{
	f->host.fault(f->host.ctx, PLATFORM_FAULT_TOKEN, "the token was refused");
}

static void ends_on_fault(void **state)
{
	(void)state;
	fakes[0].then = then_fault;
	assert_int_equal(run("."), EX_NOPERM);
	assert_contains(buf_str(&w.lines), "error main: cannot go on: the token was refused");
}

/* Asks to be woken until the log tells of the reload. */
static void then_reload(struct fake *f)
{
	if (f->starts == 1 && !f->ticks && !f->stops)
		assert_int_equal(kill(getpid(), SIGHUP), 0);
	if (strstr(buf_str(&w.lines), "reloaded"))
		f->host.fault(f->host.ctx, PLATFORM_FAULT_SERVICE, "the test is over");
	else
		f->host.wake(f->host.ctx, 0);
}

static void reloads(void **state)
{
	(void)state;
	fakes[0].then = then_reload;
	assert_int_equal(run("."), EX_UNAVAILABLE);
	assert_contains(buf_str(&w.lines), "reloaded from . (generation 2)");
}

/* A file of the overlay that changes is noticed without a signal. */
static void then_edit(struct fake *f)
{
	if (f->starts == 1 && !f->ticks) {
		mkdir(world_path(&w, "intents"), 0700);
		world_write(world_path(&w, "intents/zz.yaml"), "nonsense: 1\n");
	}
	if (strstr(buf_str(&w.lines), "not reloaded"))
		f->host.fault(f->host.ctx, PLATFORM_FAULT_SERVICE, "the test is over");
	else
		f->host.wake(f->host.ctx, 0);
}

static void watches(void **state)
{
	struct daemon_options o = options(".");

	(void)state;
	o.overlay = w.dir;
	fakes[0].then = then_edit;
	assert_int_equal(daemon_run(&o), EX_UNAVAILABLE);
	assert_contains(buf_str(&w.lines), "/intents/zz.yaml:");
	assert_contains(buf_str(&w.lines), "the content that was there stays in use");
}

/* ------------------------------------------------------------------ not running */

static void cannot_start(void **state)
{
	struct daemon_options o;

	(void)state;
	unsetenv(VARIABLE);
	assert_int_equal(run("."), EX_CONFIG);
	assert_contains(buf_str(&w.lines), "set " VARIABLE);
	setenv(VARIABLE, TOKEN, 1);
	assert_int_equal(run("/nonexistent"), EX_DATAERR);
	o = options(".");
	o.ca_file = "/nonexistent.pem";
	assert_int_equal(daemon_run(&o), EX_OSERR);
	config->accounts[0].platform = "smoke-signals";
	assert_int_equal(run("."), EX_CONFIG);
	assert_int_equal(n_fakes, 0);
}

static void packaged(void **state)
{
	struct daemon_options o = options("/nonexistent");

	(void)state;
	o.packaged = ".";
	fakes[0].then = then_fault;
	assert_int_equal(daemon_run(&o), EX_NOPERM);
	assert_contains(buf_str(&w.lines), "ALARM");
	/* a check is about the content that is meant */
	assert_int_equal(daemon_check(&o), EX_DATAERR);
}

/* Content that has lost the region's numbers; wherever the region is asked for, that is told. */
static void regions(void **state)
{
	static const char *const places[][2] = {
		{"defaults: {region: nz}\n", "defaults: there is no region 'nz'"},
		{"direct: {region: nz}\n", "direct messages: there is no region 'nz'"},
		{"servers: [{id: '10', region: nz}]\n", "server 10: there is no region 'nz'"},
		{"servers: [{id: '10', channels: [{id: '11', region: nz}]}]\n",
			"channel 11: there is no region 'nz'"},
	};
	struct daemon_options o;
	size_t i;

	(void)state;
	mkdir(world_path(&w, "responses"), 0700);
	world_write(world_path(&w, "responses/regions.yaml"),
		"regions:\n"
		"  - {id: default, emergency: your local emergency number, urgent: a doctor,\n"
		"     crisis: your local crisis line, poison: your local poison centre}\n"
		"  - {id: uk, emergency: '999', urgent: NHS 111, crisis: Samaritans, poison: NHS "
		"111,\n"
		"     hospital: 'A&E'}\n");
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		configure(places[i][0]);
		assert_int_equal(check("."), EX_OK);
		buf_clear(&w.lines);
		o = options(".");
		o.overlay = w.dir;
		assert_int_equal(daemon_check(&o), EX_CONFIG);
		assert_contains(buf_str(&w.lines), places[i][1]);
		assert_int_equal(daemon_run(&o), EX_CONFIG);
	}
	configure("defaults: {region: uk}\n");
	o = options(".");
	o.overlay = w.dir;
	assert_int_equal(daemon_check(&o), EX_OK);
}

static void checks(void **state)
{
	(void)state;
	assert_int_equal(check("."), EX_OK);
	assert_string_equal(buf_str(&w.lines), "");
	unsetenv(VARIABLE);
	assert_int_equal(check("."), EX_OK);
	assert_contains(buf_str(&w.lines), "would not start without every token");
	assert_int_equal(check("/nonexistent"), EX_DATAERR);
	assert_int_equal(n_fakes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(ends_on_signals, set_up, tear_down),
		cmocka_unit_test_setup_teardown(keeps, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reloads_before_it_is_ready, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tells_the_service_manager, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ends_on_fault, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reloads, set_up, tear_down),
		cmocka_unit_test_setup_teardown(watches, set_up, tear_down),
		cmocka_unit_test_setup_teardown(cannot_start, set_up, tear_down),
		cmocka_unit_test_setup_teardown(packaged, set_up, tear_down),
		cmocka_unit_test_setup_teardown(regions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(checks, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/daemon", tests, NULL, NULL);
}
