/* The bot; see bot.h. */
#include "bot/bot.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/config.h"
#include "base/log.h"
#include "bot/account.h"
#include "bot/recall.h"
#include "sys/loop.h"

#define LISTENED_MAX 64 /* channels of an account that its adapter is told of */

struct bot {
	struct bot_options options;
	struct listener *listener;
	struct journal *journal;
	struct account **accounts; /* as in the configuration */
	bool *gone;                /* accounts that have stopped or cannot go on */
	size_t n, n_gone;
	int status; /* of the last fault */
	bool stopping;
	bool told; /* that it has ended */
	struct timer drain;
	struct timer end;
	bot_ended_fn *ended;
	void *ctx;
};

/* ------------------------------------------------------------------ the end */

static void tell_ended(void *ctx)
{
	struct bot *b = ctx;

	if (b->told)
		return;
	b->told = true;
	b->ended(b->ctx, b->status);
}

static void leave(struct bot *b, const struct account *account)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		if (b->accounts[i] != account || b->gone[i])
			continue;
		b->gone[i] = true;
		b->n_gone++;
	}
	if (b->n_gone == b->n)
		loop_defer(b->options.loop, &b->end, tell_ended, b);
}

static void drain_is_over(void *ctx)
{
	struct bot *b = ctx;
	size_t i;

	for (i = 0; i < b->n; i++) {
		if (!b->gone[i])
			log_warn(b->options.log, account_name(b->accounts[i]),
				"not everything was sent in time");
	}
	tell_ended(b);
}

/* ------------------------------------------------------------------ what accounts tell */

static void on_heard(void *ctx, struct account *from, const struct platform_event *event)
{
	struct bot *b = ctx;

	listener_hear(b->listener, account_name(from), account_abilities(from), event, loop_now());
}

static void on_outcome(void *ctx, struct account *from, const struct platform_outcome *outcome)
{
	struct bot *b = ctx;

	journal_outcome(b->journal, account_name(from), outcome);
	listener_outcome(b->listener, account_name(from), outcome, loop_now());
}

static void on_keep(void *ctx, struct account *from, const char *name, const char *value)
{
	struct bot *b = ctx;

	journal_keep(b->journal, account_name(from), name, value);
}

static void on_ready(void *ctx, struct account *from, bool is_ready)
{
	struct bot *b = ctx;

	if (b->stopping)
		return;
	log_write(b->options.log, is_ready ? LOG_INFO : LOG_WARN, account_name(from), "%s",
		is_ready ? "connected: listening" : "not connected: trying again");
}

static void on_stopped(void *ctx, struct account *from)
{
	leave(ctx, from);
}

static void on_fault(void *ctx, struct account *from, enum platform_fault fault, const char *detail)
{
	static const int statuses[] = {
		[PLATFORM_FAULT_TOKEN] = EX_NOPERM,
		[PLATFORM_FAULT_CONFIG] = EX_CONFIG,
		[PLATFORM_FAULT_SERVICE] = EX_UNAVAILABLE,
	};
	struct bot *b = ctx;

	log_error(b->options.log, account_name(from), "cannot go on: %s", detail);
	if (!b->stopping)
		b->status = statuses[fault];
	leave(b, from);
}

static struct account *find_account(const struct bot *b, const char *name)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		if (strcmp(account_name(b->accounts[i]), name) == 0)
			return b->accounts[i];
	}
	return NULL;
}

static int on_say(void *ctx, const char *account, const struct platform_say *say)
{
	struct bot *b = ctx;

	return journal_say(b->journal, account, say);
}

static void on_settled(void *ctx, const char *account, const struct platform_event *event,
	const char *purpose, uint64_t ticket)
{
	struct bot *b = ctx;

	journal_settle(b->journal,
		&(struct journal_claim){account, event->message, event->user, purpose, ticket});
}

/* ------------------------------------------------------------------ what the journal tells */

static int on_send(void *ctx, const char *account, const struct platform_say *say)
{
	struct account *to = find_account(ctx, account);

	return to ? account_say(to, say) : -1;
}

static void on_unsent(void *ctx, const char *account, const struct platform_outcome *outcome)
{
	struct bot *b = ctx;

	listener_outcome(b->listener, account, outcome, loop_now());
}

static int on_take_back(void *ctx, const char *account, const struct takeback *back)
{
	struct bot *b = ctx;
	struct account *from = find_account(b, account);

	if (!*back->message && journal_withdraw(b->journal, back->ticket))
		return 0;
	return from ? account_take_back(from, back) : -1;
}

/* ------------------------------------------------------------------ the bot */

static bool is_listened(enum config_mode mode)
{
	return mode == CONFIG_MODE_FAQ || mode == CONFIG_MODE_AMBIENT;
}

/* The channels of the configuration that the account listens to, the first ones when they are many. */
static size_t list_listened(const struct config *config, const char *account,
	struct platform_listened listened[LISTENED_MAX])
{
	const struct config_server *server;
	const char *channel;
	size_t n = 0, i, k;

	for (i = 0; i < config->n_servers; i++) {
		server = &config->servers[i];
		if (server->account && strcmp(server->account, account) != 0)
			continue;
		for (k = 0; k < server->n_channels && n < LISTENED_MAX; k++) {
			channel = server->channels[k].id;
			if (is_listened(
				    config_place(config, account, server->id, channel, "").mode))
				listened[n++] = (struct platform_listened){channel, server->id};
		}
	}
	return n;
}

static struct account *create_account(struct bot *b, size_t i)
{
	static const struct account_callbacks callbacks = {
		on_heard, on_outcome, on_ready, on_stopped, on_fault, on_keep};
	const struct bot_options *o = &b->options;
	const struct config_account *c = &o->config->accounts[i];
	struct platform_listened listened[LISTENED_MAX];
	const struct account_options options = {
		.name = c->name,
		.adapter = platform_find(c->platform),
		.account = {.token = o->tokens[i],
			.api_url = c->api,
			.gateway_url = c->gateway,
			.session = recall_value(o->recall, c->name, ACCOUNT_SESSION),
			.budget = recall_value(o->recall, c->name, ACCOUNT_BUDGET),
			.wants_content = config_listens(o->config, c->name),
			.listened = listened,
			.n_listened = list_listened(o->config, c->name, listened),
			.late_ms = o->config->late_ms},
		.loop = o->loop,
		.resolve = o->resolve,
		.log = o->log,
	};
	struct account *account;

	if (!options.adapter) {
		log_error(o->log, c->name, "there is no platform '%s'", c->platform);
		return NULL;
	}
	account = account_create(&options, &callbacks, b);
	if (!account)
		log_error(o->log, c->name, "the account cannot be set up: out of memory");
	return account;
}

struct bot *bot_create(const struct bot_options *options, bot_ended_fn *ended, void *ctx)
{
	struct bot *b = calloc(1, sizeof(*b));
	const size_t n = options->config->n_accounts;

	if (!b)
		return NULL;
	b->options = *options;
	b->ended = ended;
	b->ctx = ctx;
	b->listener = listener_create(&(struct listener_options){options->config,
		options->responder, options->log, on_say, on_take_back, b, on_settled});
	b->journal = journal_create(
		&(struct journal_options){options->store, options->loop, on_send, on_unsent, b});
	b->accounts = calloc(n, sizeof(struct account *));
	b->gone = calloc(n, sizeof(bool));
	if (!b->listener || !b->journal || !b->accounts || !b->gone)
		goto fail;
	for (b->n = 0; b->n < n; b->n++) {
		b->accounts[b->n] = create_account(b, b->n);
		if (!b->accounts[b->n])
			goto fail;
	}
	return b;
fail:
	bot_destroy(b);
	return NULL;
}

void bot_destroy(struct bot *b)
{
	size_t i;

	if (!b)
		return;
	loop_timer_cancel(&b->drain);
	loop_timer_cancel(&b->end);
	for (i = 0; i < b->n; i++)
		account_destroy(b->accounts[i]);
	journal_destroy(b->journal);
	listener_destroy(b->listener);
	free(b->accounts);
	free(b->gone);
	free(b);
}

/* ------------------------------------------------------------------ what the last run left */

/* An entry that is open, as what it was when it was recorded. */
static struct platform_say say_of(const struct store_entry *e, int64_t now_ms, int64_t wall_ms)
{
	int64_t left = e->until_ms - wall_ms;

	/* a clock that went back lengthens nothing */
	if (left > e->until_ms - e->at_ms)
		left = e->until_ms - e->at_ms;
	return (struct platform_say){
		.ticket = e->ticket,
		.conversation = e->conversation,
		.direct = e->direct,
		.reply_to = e->reply_to,
		.cause = e->cause,
		.user = e->notify,
		.role = e->role,
		.text = e->text,
		.purpose = e->purpose,
		.about = e->user,
		.note = e->note,
		.deadline_ms = now_ms + left,
		.emergency = e->emergency,
	};
}

/* Says again what may not have been sent; under the same key, so that it is not said twice. */
static void say_again(struct bot *b, struct account *account, const struct store_entry *e)
{
	struct platform_say say = say_of(e, loop_now(), journal_wall());
	const char *name = account_name(account);

	if (listener_again(b->listener, name, account_abilities(account), &say, loop_now()) != 0)
		journal_expired(b->journal, name, &say);
	else if (journal_again(b->journal, name, &say) != 0)
		log_warn(b->options.log, name, "something of the last run finds no room");
}

static void take_up(struct bot *b, struct account *account)
{
	const char *name = account_name(account);
	const struct store_entry *e;
	size_t n, i, again = 0;

	e = recall_entries(b->options.recall, name, &n);
	for (i = 0; i < n; i++, e++) {
		if (e->state == STORE_OPEN) {
			say_again(b, account, e);
			again++;
			continue;
		}
		listener_before(b->listener, &(struct listener_before){name, e->cause, e->ticket,
						     e->id, e->state != STORE_SILENT});
	}
	if (n)
		log_info(b->options.log, name,
			"the last run left %zu messages that were dealt with and %zu that may not "
			"have been sent",
			n - again, again);
}

void bot_start(struct bot *b)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		take_up(b, b->accounts[i]);
		account_start(b->accounts[i]);
	}
	b->options.recall = NULL;
}

void bot_stop(struct bot *b)
{
	size_t i;

	b->stopping = true;
	b->status = EX_OK;
	loop_timer_set(b->options.loop, &b->drain, loop_now() + BOT_DRAIN_MS, drain_is_over, b);
	journal_flush(b->journal);
	for (i = 0; i < b->n; i++) {
		if (!b->gone[i])
			account_stop(b->accounts[i]);
	}
}

void bot_observe(struct bot *b, listener_view_fn *fn, void *ctx)
{
	listener_observe(b->listener, fn, ctx);
}

struct listener_counts bot_counts(const struct bot *b)
{
	return listener_counts(b->listener);
}

struct journal_counts bot_journal_counts(const struct bot *b)
{
	return journal_counts(b->journal);
}

const struct tally *bot_tally(const struct bot *b)
{
	return listener_tally(b->listener);
}

bool bot_status(const struct bot *b, size_t i, struct account_status *status)
{
	if (i >= b->n)
		return false;
	account_status(b->accounts[i], status);
	return true;
}

bool bot_stopping(const struct bot *b)
{
	return b->stopping;
}

void bot_bounds(const struct bot *b, struct bound bounds[BOT_BOUNDS])
{
	listener_bounds(b->listener, bounds);
	journal_bounds(b->journal, bounds + LISTENER_BOUNDS);
}
