/* lumbard drill; see drill.h. */
#include "bot/drill.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "bot/account.h"
#include "bot/alert.h"
#include "bot/pager.h"
#include "sys/loop.h"
#include "sys/resolve.h"

#define PATH_NAME_MAX (PLATFORM_ID_MAX + 16)

/* One path; its number in the list is its ticket less one. */
struct path {
	size_t account;             /* the number of it in the configuration */
	const char *channel, *role; /* NULL = the webhook or the program */
	bool to_command;
	bool done;
};

struct drill {
	const struct drill_options *options;
	struct loop *loop;
	struct resolve *resolve;
	struct account *accounts[CONFIG_ACCOUNTS_MAX];
	struct pager *pager;
	struct path paths[DRILL_PATHS_MAX];
	size_t n, n_done;
	struct timer kick; /* to end, where there is nothing to be waited for */
	bool failed;
};

/* ------------------------------------------------------------------ what there is to be tried */

static void add(struct drill *d, const struct path *path)
{
	const struct path *p;
	size_t i;

	for (i = 0; i < d->n; i++) {
		p = &d->paths[i];
		if (path->channel && p->channel && p->account == path->account &&
			strcmp(p->channel, path->channel) == 0)
			return;
	}
	if (d->n < DRILL_PATHS_MAX)
		d->paths[d->n++] = *path;
	else
		log_warn(d->options->log, "drill", "there are too many paths: some are not tried");
}

static void add_place(struct drill *d, size_t account, const struct config_place *place)
{
	size_t i;

	if (!place->staff_channel)
		return;
	add(d, &(struct path){account, place->staff_channel, place->staff_role, false, false});
	for (i = 0; i < place->n_staff_next; i++)
		add(d, &(struct path){account, place->staff_next[i].channel,
			       place->staff_next[i].role, false, false});
}

static void add_account(struct drill *d, size_t account)
{
	const struct drill_options *o = d->options;
	const struct config *config = o->config;
	const char *name = config->accounts[account].name;
	const struct config_server *s;
	struct config_place place;
	size_t i, k;

	for (i = 0; i < config->n_servers; i++) {
		s = &config->servers[i];
		if ((s->account && strcmp(s->account, name) != 0) ||
			(o->server && strcmp(o->server, s->id) != 0))
			continue;
		place = config_place(config, name, s->id, "", "");
		add_place(d, account, &place);
		for (k = 0; k < s->n_channels; k++) {
			place = config_place(config, name, s->id, s->channels[k].id, "");
			add_place(d, account, &place);
		}
	}
	place = config_place(config, name, "", "", "");
	if (!o->server)
		add_place(d, account, &place);
}

static void list_paths(struct drill *d)
{
	const struct config *config = d->options->config;
	size_t i;

	for (i = 0; i < config->n_accounts; i++)
		add_account(d, i);
	if (config->alert_webhook.name)
		add(d, &(struct path){0, NULL, NULL, false, false});
	if (config->alert_command)
		add(d, &(struct path){0, NULL, NULL, true, false});
}

/* ------------------------------------------------------------------ what becomes of it */

static void conclude(struct drill *d, size_t i, bool taken, const char *reason)
{
	struct path *p = &d->paths[i];
	char name[PATH_NAME_MAX];

	if (i >= d->n || p->done)
		return;
	p->done = true;
	d->failed = d->failed || !taken;
	if (p->channel)
		snprintf(name, sizeof(name), "channel %s", p->channel);
	else
		snprintf(name, sizeof(name), "%s", p->to_command ? "command" : "webhook");
	d->options->say(d->options->ctx,
		&(struct drill_result){d->options->config->accounts[p->account].name, name, taken,
			taken ? "" : reason});
	if (++d->n_done == d->n)
		loop_stop(d->loop);
}

static void on_outcome(void *ctx, struct account *from, const struct platform_outcome *outcome)
{
	(void)from;
	conclude(ctx, (size_t)outcome->ticket - 1, outcome->kind == PLATFORM_SENT,
		outcome->kind == PLATFORM_REFUSED ? outcome->reason : "not in time");
}

static void on_paged(void *ctx, const char *account, const struct platform_outcome *outcome)
{
	(void)account;
	conclude(ctx, (size_t)outcome->ticket - 1, outcome->kind == PLATFORM_SENT, outcome->reason);
}

/* What an account that is not connected has no occasion for. */
static void on_heard(void *ctx, struct account *from, const struct platform_event *event)
{
	(void)ctx;
	(void)from;
	(void)event;
}

static void on_ready(void *ctx, struct account *from, bool is_ready)
{
	(void)ctx;
	(void)from;
	(void)is_ready;
}

static void on_stopped(void *ctx, struct account *from)
{
	(void)ctx;
	(void)from;
}

static void on_fault(void *ctx, struct account *from, enum platform_fault fault, const char *detail)
{
	struct drill *d = ctx;

	(void)fault;
	log_error(d->options->log, account_name(from), "cannot be used: %s", detail);
}

/* ------------------------------------------------------------------ trying */

static int try_channel(struct drill *d, size_t i)
{
	const struct path *p = &d->paths[i];
	struct account *account = d->accounts[p->account];
	struct buf text;
	int result = -1;

	buf_init(&text, ALERT_MAX);
	if (alert_write_drill(p->role, account_abilities(account).format, &text))
		result = account_say(account, &(struct platform_say){
						      .ticket = i + 1,
						      .conversation = p->channel,
						      .role = p->role,
						      .text = buf_str(&text),
						      .purpose = "drill",
						      .deadline_ms = loop_now() + DRILL_MS,
						      .emergency = true,
					      });
	buf_free(&text);
	return result;
}

static int try_page(struct drill *d, size_t i)
{
	struct buf text;
	int result = -1;

	buf_init(&text, ALERT_MAX);
	if (alert_write_drill(NULL, LUMBAR_PLAIN, &text))
		result = pager_send(
			d->pager, &(struct pager_call){i + 1, d->options->config->accounts[0].name,
					  d->paths[i].to_command, buf_str(&text), "none", "", "",
					  "", "drill"});
	buf_free(&text);
	return result;
}

static void try_all(void *ctx)
{
	struct drill *d = ctx;
	size_t i;

	for (i = 0; i < d->n; i++) {
		if ((d->paths[i].channel ? try_channel(d, i) : try_page(d, i)) != 0)
			conclude(d, i, false, "it cannot be tried");
	}
}

static struct account *create_account(struct drill *d, size_t i)
{
	static const struct account_callbacks callbacks = {
		on_heard, on_outcome, on_ready, on_stopped, on_fault, NULL, NULL};
	const struct config_account *c = &d->options->config->accounts[i];
	const struct account_options options = {
		.name = c->name,
		.adapter = platform_find(c->platform),
		.account = {.token = d->options->tokens[i], .api_url = c->api},
		.loop = d->loop,
		.resolve = d->resolve,
		.log = d->options->log,
	};

	return options.adapter ? account_create(&options, &callbacks, d) : NULL;
}

static int set_up(struct drill *d)
{
	const struct drill_options *o = d->options;
	size_t i;

	d->loop = loop_create(&(struct loop_options){o->log, o->ca_file});
	d->resolve = d->loop ? resolve_create(d->loop) : NULL;
	if (!d->resolve)
		return -1;
	d->pager = pager_create(&(struct pager_options){
		d->loop, o->log, o->webhook, o->config->alert_command, on_paged, d});
	if (!d->pager)
		return -1;
	for (i = 0; i < o->config->n_accounts; i++) {
		d->accounts[i] = create_account(d, i);
		if (!d->accounts[i])
			return -1;
	}
	return 0;
}

static void tear_down(struct drill *d)
{
	size_t i;

	loop_timer_cancel(&d->kick);
	for (i = 0; i < CONFIG_ACCOUNTS_MAX; i++)
		account_destroy(d->accounts[i]);
	pager_destroy(d->pager);
	resolve_destroy(d->resolve);
	loop_destroy(d->loop);
}

int drill_run(const struct drill_options *options)
{
	struct drill *d = calloc(1, sizeof(*d));
	int result = -1;

	if (!d)
		return -1;
	d->options = options;
	list_paths(d);
	if (set_up(d) == 0) {
		loop_defer(d->loop, &d->kick, try_all, d);
		if (d->n == 0 || loop_run(d->loop) == 0)
			result = d->n == 0 || d->failed;
	}
	tear_down(d);
	free(d);
	return result;
}
