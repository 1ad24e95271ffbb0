/* The daemon; see daemon.h. */
#include "bot/daemon.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/config.h"
#include "base/log.h"
#include "bot/account.h"
#include "bot/bot.h"
#include "bot/errand.h"
#include "bot/orders.h"
#include "bot/recall.h"
#include "bot/responder.h"
#include "bot/secrets.h"
#include "sys/alive.h"
#include "sys/loop.h"
#include "sys/loop_signal.h"
#include "sys/notify.h"
#include "sys/resolve.h"
#include "sys/store.h"
#include "sys/watch.h"

struct daemon {
	const struct daemon_options *options;
	struct loop *loop;
	struct resolve *resolve;
	struct responder *responder;
	struct store *store;   /* NULL = a restart forgets everything */
	struct recall *recall; /* what the last run left, until the bot has it */
	struct secrets *secrets;
	struct bot *bot;
	struct errand *errand; /* NULL = no command has it do anything */
	struct loop_signal *signals[3];
	struct watch *watch;
	struct daemon_parts parts;    /* the same for the guest */
	char told[NOTIFY_STATUS_MAX]; /* the status that the service manager knows */
	bool is_ready;                /* and the service manager knows */
	int status;
};

static void on_ended(void *ctx, int status)
{
	struct daemon *d = ctx;

	d->status = status;
	loop_stop(d->loop);
}

static void on_stop(void *ctx)
{
	struct daemon *d = ctx;

	log_info(d->options->log, "daemon", "stopping: finishing what is being sent");
	notify_stopping();
	d->parts.stopping = true;
	if (d->bot)
		bot_stop(d->bot);
	else
		loop_stop(d->loop);
}

static void on_reload(void *ctx)
{
	struct daemon *d = ctx;
	/* before the bot is there it is not ready, whatever is reloaded */
	const bool tells = d->is_ready;

	if (tells)
		notify_reloading();
	if (responder_reload(d->responder) == 0 && d->bot)
		gaps_review(bot_gaps(d->bot));
	if (tells)
		notify_ready(d->told);
}

/* ------------------------------------------------------------------ how it is */

/* A line for the service manager: how many accounts are connected, and what is wrong with the first. */
static void write_status(const struct daemon *d, char line[NOTIFY_STATUS_MAX])
{
	struct account_status account;
	const char *wrong = "";
	size_t i, ready = 0;
	bool paused = false;

	for (i = 0; bot_status(d->bot, i, &account); i++) {
		ready += account.platform_status.ready;
		paused = paused || *orders_get(bot_orders(d->bot), account.name, "", ORDERS_PAUSE);
		if (!*wrong && account.platform_status.trouble)
			wrong = account.platform_status.trouble;
	}
	snprintf(line, NOTIFY_STATUS_MAX, "%zu of %zu accounts connected%s%s%s%s%s", ready, i,
		paused ? "; EVERYTHING is paused" : "", *wrong ? "; " : "", wrong,
		responder_state(d->responder).packaged ? "; on the packaged content" : "",
		d->store && store_alarm(d->store) ? "; nothing can be kept on disk" : "");
}

/* At every look of the loop's at itself: whether it is worth being kept alive. */
static bool is_well(void *ctx)
{
	struct daemon *d = ctx;
	char line[NOTIFY_STATUS_MAX];

	if (d->bot && !d->parts.stopping) {
		write_status(d, line);
		if (strcmp(line, d->told) != 0) {
			memcpy(d->told, line, sizeof(line));
			notify_status(line);
		}
	}
	return responder_safe(d->responder);
}

static int watch_life(struct daemon *d)
{
	d->parts.alive = alive_create(&(struct alive_options){d->loop, is_well, d});
	return d->parts.alive ? 0 : -1;
}

/* Regions that the content has no numbers for would leave a frightened person without one. */
static int check_region(const struct daemon *d, const char *region, const char *where)
{
	if (!region || responder_region_known(d->responder, region))
		return 0;
	log_error(d->options->log, "config",
		"%s: there is no region '%s' in responses/regions.yaml", where, region);
	return -1;
}

static int check_server(const struct daemon *d, const struct config_server *server)
{
	char where[PLATFORM_ID_MAX + 32];
	int result;
	size_t i;

	snprintf(where, sizeof(where), "server %s", server->id);
	result = check_region(d, server->settings.region, where);
	for (i = 0; i < server->n_channels; i++) {
		snprintf(where, sizeof(where), "channel %s", server->channels[i].id);
		if (check_region(d, server->channels[i].settings.region, where) != 0)
			result = -1;
	}
	return result;
}

static int check_regions(const struct daemon *d)
{
	const struct config *config = d->options->config;
	int result = check_region(d, config->defaults.region, "defaults");
	size_t i;

	if (check_region(d, config->direct_region, "direct messages") != 0)
		result = -1;
	for (i = 0; i < config->n_servers; i++) {
		if (check_server(d, &config->servers[i]) != 0)
			result = -1;
	}
	return result;
}

static int watch_signals(struct daemon *d)
{
	d->signals[0] = loop_signal(d->loop, SIGTERM, on_stop, d);
	d->signals[1] = loop_signal(d->loop, SIGINT, on_stop, d);
	d->signals[2] = loop_signal(d->loop, SIGHUP, on_reload, d);
	return d->signals[0] && d->signals[1] && d->signals[2] ? 0 : -1;
}

/* Without it content is reloaded on SIGHUP alone, which the log line of watch_create() tells. */
static void watch_content(struct daemon *d)
{
	static const char *const parts[] = {"intents", "responses"};
	const char *const folders[] = {d->options->folder, d->options->overlay};
	char paths[4][PATH_MAX];
	const char *list[4];
	size_t i, n = 0;

	for (i = 0; i < 4; i++) {
		if (!folders[i / 2] || snprintf(paths[n], PATH_MAX, "%s/%s", folders[i / 2],
					       parts[i % 2]) >= PATH_MAX)
			continue;
		list[n] = paths[n];
		n++;
	}
	d->watch = watch_create(d->loop, list, n, on_reload, d);
}

/* The guest may set where the accounts connect to: the bot comes after it. */
static int welcome_guest(struct daemon *d)
{
	const struct daemon_guest *guest = d->options->guest;

	d->parts.loop = d->loop;
	d->parts.log = d->options->log;
	d->parts.started_ms = loop_now();
	d->parts.responder = d->responder;
	return guest ? guest->begin(guest->ctx, &d->parts) : EX_OK;
}

static int set_up(struct daemon *d)
{
	const struct daemon_options *o = d->options;

	if (!o->tokens) {
		d->secrets = secrets_read(o->config, o->log);
		if (!d->secrets)
			return EX_CONFIG;
	}
	d->responder = responder_create(
		&(struct responder_options){o->folder, o->overlay, o->packaged, o->log});
	if (!d->responder)
		return EX_DATAERR;
	if (check_regions(d) != 0)
		return EX_CONFIG;
	d->loop = loop_create(&(struct loop_options){o->log, o->ca_file});
	/* signals before the resolver's thread, which inherits that they are blocked */
	if (!d->loop || watch_signals(d) != 0)
		return EX_OSERR;
	d->resolve = resolve_create(d->loop);
	if (!d->resolve || watch_life(d) != 0)
		return EX_OSERR;
	watch_content(d);
	return welcome_guest(d);
}

/* Without a store, or with one that cannot be used, the bot works all the same. */
static int open_store(struct daemon *d)
{
	const struct daemon_options *o = d->options;

	if (!o->state) {
		log_info(o->log, "daemon",
			"nothing is kept on disk: a restart forgets what was answered (see 'state' "
			"in the configuration)");
		return EX_OK;
	}
	d->store = store_create(&(struct store_options){.loop = d->loop,
		.folder = o->state,
		.keep_ms = o->config->retention_ms,
		.audit_ms = o->config->audit_ms});
	if (!d->store)
		return EX_OSERR;
	d->parts.store = d->store;
	log_info(o->log, "daemon", "what is to survive a restart is kept in %s", o->state);
	return EX_OK;
}

static void on_recalled(void *ctx)
{
	struct daemon *d = ctx;

	loop_stop(d->loop);
}

/* Runs the loop until it is known what the last run left. */
static int recall(struct daemon *d)
{
	int status = open_store(d);

	if (status != EX_OK || !d->store)
		return status;
	d->recall = recall_create(
		&(struct recall_options){d->store, d->loop, d->options->config, on_recalled, d});
	return d->recall && loop_run(d->loop) == 0 ? EX_OK : EX_OSERR;
}

static int create_bot(struct daemon *d)
{
	const struct daemon_options *o = d->options;
	const struct bot_options options = {
		.config = o->config,
		.tokens = o->tokens ? o->tokens : secrets_tokens(d->secrets),
		.webhook = o->tokens ? o->webhook : secrets_webhook(d->secrets),
		.responder = d->responder,
		.loop = d->loop,
		.resolve = d->resolve,
		.log = o->log,
		.store = d->store,
		.recall = d->recall,
	};

	d->bot = bot_create(&options, on_ended, d);
	if (!d->bot)
		return EX_CONFIG;
	d->parts.bot = d->bot;
	/* without it a command beside the daemon tells that it was not heard */
	if (d->store)
		d->errand = errand_create(
			&(struct errand_options){d->loop, d->store, d->bot, o->state});
	if (o->guest)
		o->guest->meet(o->guest->ctx);
	return EX_OK;
}

static void tear_down(struct daemon *d)
{
	const struct daemon_guest *guest = d->options->guest;
	size_t i;

	errand_destroy(d->errand);
	bot_destroy(d->bot);
	d->parts.bot = NULL;
	if (guest)
		guest->end(guest->ctx);
	alive_destroy(d->parts.alive);
	recall_destroy(d->recall);
	store_destroy(d->store);
	watch_destroy(d->watch);
	for (i = 0; i < sizeof(d->signals) / sizeof(d->signals[0]); i++)
		loop_signal_remove(d->signals[i]);
	resolve_destroy(d->resolve);
	loop_destroy(d->loop);
	responder_destroy(d->responder);
	secrets_free(d->secrets);
}

static void log_counts(const struct daemon *d)
{
	const struct listener_counts n = bot_counts(d->bot);

	log_info(d->options->log, "daemon",
		"stopped; answers %llu, escalations %llu, fallbacks %llu; sent %llu, "
		"refused %llu, too late %llu, taken back %llu",
		(unsigned long long)n.answered, (unsigned long long)n.escalated,
		(unsigned long long)n.fell_back, (unsigned long long)n.sent,
		(unsigned long long)n.refused, (unsigned long long)n.expired,
		(unsigned long long)n.taken_back);
}

static void log_kept(const struct daemon *d)
{
	struct store_counts kept;
	struct journal_counts said;

	if (!d->store)
		return;
	kept = store_counts(d->store);
	said = bot_journal_counts(d->bot);
	log_info(d->options->log, "daemon",
		"kept %llu, not kept %llu, no room %llu; sent unrecorded %llu, not said twice %llu",
		(unsigned long long)kept.done, (unsigned long long)(kept.failed + kept.fenced),
		(unsigned long long)kept.dropped, (unsigned long long)said.unrecorded,
		(unsigned long long)(said.held));
}

static void run(struct daemon *d)
{
	bot_start(d->bot);
	write_status(d, d->told);
	d->is_ready = true;
	notify_ready(d->told);
	if (loop_run(d->loop) != 0)
		d->status = EX_OSERR;
	log_counts(d);
	log_kept(d);
}

int daemon_run(const struct daemon_options *options)
{
	struct daemon d = {.options = options};

	d.status = set_up(&d);
	if (d.status == EX_OK)
		d.status = recall(&d);
	if (d.status == EX_OK && !d.parts.stopping)
		d.status = create_bot(&d);
	if (d.status == EX_OK && d.bot)
		run(&d);
	tear_down(&d);
	return d.status;
}

int daemon_check(const struct daemon_options *options)
{
	struct daemon d = {.options = options};
	int status = EX_OK;

	d.secrets = secrets_read(options->config, options->log);
	if (!d.secrets)
		log_warn(options->log, "config",
			"`lumbard run` would not start without every token");
	d.responder = responder_create(
		&(struct responder_options){options->folder, options->overlay, NULL, options->log});
	if (!d.responder)
		status = EX_DATAERR;
	else if (check_regions(&d) != 0)
		status = EX_CONFIG;
	tear_down(&d);
	return status;
}
