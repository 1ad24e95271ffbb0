/* The bot; see bot.h. */
#include "bot/bot.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/config.h"
#include "base/log.h"
#include "bot/account.h"
#include "bot/casebook.h"
#include "bot/daily.h"
#include "bot/desk.h"
#include "bot/listened.h"
#include "bot/orders.h"
#include "bot/pager.h"
#include "bot/responder.h"
#include "bot/takeup.h"
#include "sys/loop.h"
#include "sys/store.h"

struct bot {
	struct bot_options options;
	struct listener *listener;
	struct journal *journal;
	struct pager *pager;
	struct desk *desk;
	struct orders *orders;
	struct gaps *gaps;
	struct timer tick;
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

	if (desk_outcome(b->desk, account_name(from), outcome))
		return;
	/* what comes next is recorded before this is settled: a crash between the two loses nothing */
	listener_outcome(b->listener, account_name(from), outcome, loop_now());
	journal_outcome(b->journal, account_name(from), outcome);
}

static void on_interact(void *ctx, struct account *from, const struct interaction *interaction)
{
	struct bot *b = ctx;

	desk_take(b->desk, account_name(from), account_abilities(from), interaction, loop_now());
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

static void on_settled(void *ctx, const char *account, const struct listener_settled *what)
{
	struct bot *b = ctx;

	journal_settle(b->journal, &(struct journal_claim){account, what->message, what->user,
					   what->purpose, what->ticket, what->note});
}

static int on_page(void *ctx, const char *account, const struct listener_page *page)
{
	struct bot *b = ctx;

	return pager_send(
		b->pager, &(struct pager_call){page->ticket, account, page->to_command, page->text,
				  page->tier, page->flags, page->link, page->number, page->step});
}

/* What became of that: of an emergency, or of a drill. */
static void on_paged(void *ctx, const char *account, const struct platform_outcome *outcome)
{
	struct bot *b = ctx;

	if (!desk_outcome(b->desk, account, outcome))
		listener_outcome(b->listener, account, outcome, loop_now());
}

static struct casebook_time both_clocks(void)
{
	return (struct casebook_time){loop_now(), journal_wall()};
}

static void on_kept(void *ctx, const struct escalation *e, const struct escalations_step *step)
{
	struct bot *b = ctx;
	const struct casebook_time time = both_clocks();

	casebook_write(b->options.store, e, step, &time);
}

static void on_tick(void *ctx)
{
	struct bot *b = ctx;

	listener_tick(b->listener, loop_now());
}

static void on_wake(void *ctx, int64_t at_ms)
{
	struct bot *b = ctx;

	loop_timer_set(b->options.loop, &b->tick, at_ms, on_tick, b);
}

static int64_t on_wall(void *ctx)
{
	(void)ctx;
	return journal_wall();
}

static void on_acted(void *ctx, const struct lumbar_verdict *verdict)
{
	struct bot *b = ctx;

	daily_acted(b->options.store, journal_wall(), verdict);
}

static void on_unanswered(void *ctx, const struct gaps_question *question)
{
	struct bot *b = ctx;

	gaps_note(b->gaps, question);
}

static void on_gone(void *ctx, const char *account, const char *message)
{
	struct bot *b = ctx;

	gaps_forget(b->gaps, account, message);
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

static struct account *create_account(struct bot *b, size_t i)
{
	static const struct account_callbacks callbacks = {
		on_heard, on_outcome, on_ready, on_stopped, on_fault, on_keep, on_interact};
	const struct bot_options *o = &b->options;
	const struct config_account *c = &o->config->accounts[i];
	struct platform_listened listened[LISTENED_MAX];
	struct platform_place places[STORE_PLACES_MAX];
	struct account_options options = {
		.name = c->name,
		.adapter = platform_find(c->platform),
		.plain = !config_buttons(c),
		.account = {.token = o->tokens[i],
			.api_url = c->api,
			.gateway_url = c->gateway,
			.wants_content = config_listens(o->config, c->name) ||
					 orders_listens(b->orders, c->name),
			.wants_reactions = config_alerts(o->config, c->name),
			.listened = listened,
			.n_listened = listened_list(o->config, b->orders, c->name, listened),
			.late_ms = o->config->late_ms},
		.loop = o->loop,
		.resolve = o->resolve,
		.log = o->log,
		.store = o->store,
	};
	struct account *account;

	if (!options.adapter) {
		log_error(o->log, c->name, "there is no platform '%s'", c->platform);
		return NULL;
	}
	takeup_values(o->recall, c->name, &options.account, places);
	options.account.commands = desk_offers(b->desk, &options.account.n_commands);
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
	b->orders = orders_create(
		&(struct orders_options){options->config, options->store, options->recall});
	b->gaps = gaps_create(&(struct gaps_options){options->config, options->store,
		options->recall, responder_answers, options->responder});
	b->listener = listener_create(&(struct listener_options){
		.config = options->config,
		.responder = options->responder,
		.log = options->log,
		.say = on_say,
		.take_back = on_take_back,
		.ctx = b,
		.settled = on_settled,
		.page = on_page,
		.kept = on_kept,
		.wake = on_wake,
		.wall = on_wall,
		.orders = b->orders,
		.unanswered = on_unanswered,
		.gone = on_gone,
		.acted = on_acted,
	});
	b->pager = pager_create(&(struct pager_options){options->loop, options->log,
		options->webhook, options->config->alert_command, on_paged, b});
	b->desk = desk_create(&(struct desk_options){.config = options->config,
		.responder = options->responder,
		.listener = b->listener,
		.orders = b->orders,
		.gaps = b->gaps,
		.bot = b,
		.loop = options->loop,
		.store = options->store,
		.log = options->log,
		.say = on_send,
		.page = on_page,
		.wall = on_wall,
		.ctx = b});
	b->journal = journal_create(
		&(struct journal_options){options->store, options->loop, on_send, on_unsent, b});
	b->accounts = calloc(n, sizeof(struct account *));
	b->gone = calloc(n, sizeof(bool));
	if (!b->orders || !b->gaps || !b->listener || !b->journal || !b->pager || !b->desk ||
		!b->accounts || !b->gone)
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
	loop_timer_cancel(&b->tick);
	pager_destroy(b->pager);
	journal_destroy(b->journal);
	desk_destroy(b->desk);
	listener_destroy(b->listener);
	gaps_destroy(b->gaps);
	orders_destroy(b->orders);
	free(b->accounts);
	free(b->gone);
	free(b);
}

/* ------------------------------------------------------------------ start and stop */

void bot_start(struct bot *b)
{
	const struct takeup takeup = {b->options.recall, b->listener, b->journal, b->options.log};
	size_t i;

	for (i = 0; i < b->n; i++) {
		takeup_account(
			&takeup, account_name(b->accounts[i]), account_abilities(b->accounts[i]));
		account_start(b->accounts[i]);
	}
	b->options.recall = NULL;
	on_wake(b, loop_now());
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

void bot_forget(struct bot *b, const char *user)
{
	desk_forget(b->desk, user);
	listener_forget(b->listener, user);
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

struct escalations *bot_escalations(const struct bot *b)
{
	return listener_escalations(b->listener);
}

bool bot_status(const struct bot *b, size_t i, struct account_status *status)
{
	if (i >= b->n)
		return false;
	account_status(b->accounts[i], status);
	return true;
}

void bot_listen(struct bot *b, const char *account, bool want)
{
	struct account *a = find_account(b, account);

	if (a)
		account_listen(a, want);
}

struct orders *bot_orders(const struct bot *b)
{
	return b->orders;
}

struct gaps *bot_gaps(const struct bot *b)
{
	return b->gaps;
}

bool bot_stopping(const struct bot *b)
{
	return b->stopping;
}

void bot_bounds(const struct bot *b, struct bound bounds[BOT_BOUNDS])
{
	listener_bounds(b->listener, bounds);
	journal_bounds(b->journal, bounds + LISTENER_BOUNDS);
	bounds[LISTENER_BOUNDS + JOURNAL_BOUNDS] = orders_bound(b->orders);
	gaps_bounds(b->gaps, bounds + LISTENER_BOUNDS + JOURNAL_BOUNDS + 1);
	desk_bounds(b->desk, bounds + LISTENER_BOUNDS + JOURNAL_BOUNDS + GAPS_BOUNDS + 1);
}
