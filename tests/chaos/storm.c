/*
 * Storms from seeds; see chaos.h.
 *
 *	storm [--seed N] [--storms N] [--loud]
 *
 * runs that many storms from that seed on; --seed alone runs that one and tells its story.  The exit status
 * is 1 when somebody did not receive what they must have received; the seed of it is printed.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/diag.h"
#include "bot/bot.h"
#include "bot/recall.h"

/* compiled in: what was talked about is forgotten with the process, the content is not read again */
#include "bot/responder.c" /* NOLINT */

#include "chaos/chaos.h"
#include "sys/loop.h"

#define CALM_MS 2400000 /* after a storm: the longest waits are over by then */

static const char settings[] = "accounts:\n"
			       "  - {name: discord, platform: discord, token: {env: A}, api: "
			       "'https://discord.example/api/v10'}\n"
			       "alerts: {webhook: {env: W}, command: /usr/bin/page}\n"
			       "servers:\n"
			       "  - id: '" CHAOS_SERVER "'\n"
			       "    staff-channel: '" CHAOS_STAFF "'\n"
			       "    staff-role: '" CHAOS_ROLE "'\n"
			       "    channels: [{id: '1300000000000000013', mode: faq}, {id: "
			       "'1300000000000000014', mode: ambient}]\n"
			       "  - id: '" CHAOS_OTHER_SERVER "'\n"
			       "    channels: [{id: '1300000000000000023', mode: faq}]\n";

/* The process: one run of the bot. */
static struct {
	struct log log;
	struct config *config;
	struct responder *responder;
	struct store *store;
	struct recall *recall;
	struct bot *bot;
	struct timer begin, sync;
	int64_t away_ms; /* after a restart */
} process;

static void on_line(void *ctx, enum log_level level, const char *line)
{
	(void)ctx;
	(void)level;
	chaos_tell("    %s", line);
}

static struct loop *the_loop(void)
{
	return (struct loop *)(void *)&process.log;
}

/* ------------------------------------------------------------------ runs of the bot */

static void begin_run(void *ctx);

/* The process is gone, with all that was in its memory. */
static void end_run(bool orderly)
{
	struct store *store = process.store;

	if (!store)
		return;
	process.store = NULL;
	if (!orderly)
		people_killed();
	memset(people.knew, 0, sizeof(people.knew));
	bot_destroy(process.bot);
	recall_destroy(process.recall);
	process.bot = NULL;
	process.recall = NULL;
	if (orderly) {
		store_destroy(store);
		people_ended();
	} else {
		disk_die(store);
	}
	timers_clear(&storm.own);
	storm.frozen_until = 0;
	storm.stopping = storm.amnesia = false;
}

static void on_ended(void *ctx, int status)
{
	(void)ctx;
	(void)status;
	if (!storm.stopping)
		chaos_violation("the bot has given up: status %d", status);
	chaos_at(&storm.world, &process.begin, 0, begin_run, NULL);
}

static void on_recalled(void *ctx)
{
	static const char *const tokens[] = {"invented-token"};

	(void)ctx;
	process.bot = bot_create(&(struct bot_options){.config = process.config,
					 .tokens = tokens,
					 .webhook = CHAOS_HOOK,
					 .responder = process.responder,
					 .loop = the_loop(),
					 .log = &process.log,
					 .store = process.store,
					 .recall = process.recall},
		on_ended, NULL);
	if (process.bot)
		bot_start(process.bot);
	else
		chaos_violation("no bot");
}

static void begin_run(void *ctx)
{
	(void)ctx;
	if (process.store) { /* it has ended by itself */
		end_run(true);
		chaos_at(&storm.world, &process.begin, process.away_ms, begin_run, NULL);
		return;
	}
	storm.life++;
	chaos_tell("run %u of the bot", storm.life);
	rest_new_run();
	storm.amnesia = storm.session_lost;
	storm.anchored = storm.fast = false;
	conversations_destroy(process.responder->conversations);
	process.responder->conversations = conversations_create();
	process.store = store_create(&(struct store_options){.loop = the_loop()});
	process.recall = recall_create(&(struct recall_options){
		process.store, the_loop(), process.config, on_recalled, NULL});
}

void storm_kill(int64_t away_ms, bool power)
{
	if (!process.store)
		return;
	tally.kills++;
	end_run(false);
	if (power)
		disk_lose_power();
	chaos_at(&storm.world, &process.begin, away_ms, begin_run, NULL);
}

void storm_restart(int64_t away_ms)
{
	if (!process.bot || storm.stopping)
		return;
	storm.stopping = true;
	process.away_ms = away_ms;
	bot_stop(process.bot);
}

/* ------------------------------------------------------------------ one storm */

/* What an operating system does with what was written. */
static void write_back(void *ctx)
{
	(void)ctx;
	disk_sync();
	chaos_at(&storm.world, &process.sync, 30000, write_back, NULL);
}

/* Returns whether all was well. */
static bool run_storm(uint64_t seed, bool loud)
{
	int64_t span;
	unsigned n;

	storm = (struct storm){.seed = seed, .random = seed, .now = 1000, .loud = loud};
	span = chaos_between(5, 40) * 60000;
	/* every twentieth seed is a calm day */
	n = seed % 20 == 0 ? 0 : (unsigned)chaos_between(1, 60);
	disk_begin();
	server_begin();
	rest_begin();
	pages_begin();
	weather.transport = (unsigned)chaos_between(0, 2);
	people_begin((size_t)chaos_between(10, 120), span);
	faults_begin(n, span);
	chaos_at(&storm.world, &process.begin, 0, begin_run, NULL);
	write_back(NULL);
	chaos_run(span + 2000);
	faults_end();
	chaos_run(span + CALM_MS);
	people_check(n == 0);
	if (!server_serves())
		chaos_violation("the bot is silent after the storm");
	end_run(true);
	timers_clear(&storm.world);
	timers_clear(&storm.inbox);
	server_end();
	rest_end();
	disk_end();
	tally.storms++;
	return storm.violations == 0;
}

static void show_tally(void)
{
	enum excuse why;

	printf("%" PRIu64 " storms: %" PRIu64 " faults, %" PRIu64 " kills, %" PRIu64
	       " sessions, %" PRIu64 " resumes, %" PRIu64 " requests\n",
		tally.storms, tally.faults, tally.kills, tally.sessions, tally.resumes,
		tally.requests);
	printf("%" PRIu64 " messages; %" PRIu64 " red flags: %" PRIu64 " answered, %" PRIu64
	       " in private, %" PRIu64 " told to staff, %" PRIu64
	       " that nobody could have kept; %" PRIu64 " alerts and %" PRIu64
	       " by webhook or program, %" PRIu64 " picked up; %" PRIu64
	       " said again past the nonce's window\n",
		tally.messages, tally.flags, tally.reached, tally.in_private, tally.told,
		tally.excused, tally.alerts, tally.pages, tally.taken, tally.said_late_again);
	for (why = EXCUSE_NONE; why < EXCUSES; why++) {
		if (tally.excuses[why])
			printf("  %" PRIu64 " of those: %s\n", tally.excuses[why],
				people_excuse_name(why));
	}
	printf("%" PRIu64 " questions, %" PRIu64 " answered\n", tally.questions, tally.answered);
}

static bool set_up(void)
{
	struct diag silent = {0};

	process.log = (struct log){.level = LOG_DEBUG, .sink = on_line};
	process.config = config_parse("storm", settings, sizeof(settings) - 1, &silent);
	process.responder =
		responder_create(&(struct responder_options){".", NULL, NULL, &process.log});
	return process.config && process.responder;
}

int main(int argc, char **argv)
{
	uint64_t seed = 1, storms = 1, failed = 0, i;
	bool loud = false;
	int k;

	for (k = 1; k < argc; k++) {
		if (strcmp(argv[k], "--seed") == 0 && k + 1 < argc) {
			seed = strtoull(argv[++k], NULL, 10);
			loud = true;
		} else if (strcmp(argv[k], "--storms") == 0 && k + 1 < argc) {
			storms = strtoull(argv[++k], NULL, 10);
		} else {
			fprintf(stderr, "usage: storm [--seed N] [--storms N]\n");
			return 2;
		}
	}
	if (!set_up())
		return 2;
	for (i = 0; i < storms; i++) {
		if (run_storm(seed + i, loud && storms == 1))
			continue;
		failed++;
		printf("seed %" PRIu64 ": %u violations; the first: %s\n  again: %s --seed %" PRIu64
		       "\n",
			seed + i, storm.violations, storm.first_violation, argv[0], seed + i);
	}
	show_tally();
	responder_destroy(process.responder);
	config_free(process.config);
	return failed ? 1 : 0;
}
