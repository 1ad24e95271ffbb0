/* The admin server of a run; see admin.h. */
#include "cmd/admin.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/config_address.h"
#include "base/log.h"
#include "bot/account.h"
#include "bot/bot.h"
#include "bot/daemon.h"
#include "bot/orders.h"
#include "bot/responder.h"
#include "cmd/admin_dashboard.h"
#include "cmd/admin_metrics.h"
#include "cmd/admin_record.h"
#include "sys/alive.h"
#include "sys/loop.h"
#include "sys/store.h"
#include "web/web.h"

#define ANY_PORT ":0"
#define S 1000 /* milliseconds */

struct admin {
	struct log *log;
	char address[CONFIG_ADDRESS_MAX];
	uint16_t port;
	const struct daemon_parts *parts;
	struct web *web;
	struct admin_record *record; /* NULL = there is no dashboard */
	const char *token;           /* likewise */
	char url[ADMIN_URL_MAX];
};

/* ------------------------------------------------------------------ findings */

static void find_loop(const struct admin *a, struct health *h)
{
	const struct alive_status s = alive_status(a->parts->alive);

	health_find(h, "loop", s.looked_ms > ADMIN_HUNG_MS ? HEALTH_FAIL : HEALTH_OK,
		"looked at itself %" PRId64 " ms ago, %" PRId64 " ms late", s.looked_ms, s.late_ms);
}

static void find_safety(const struct admin *a, struct health *h)
{
	if (alive_status(a->parts->alive).well)
		health_find(h, "safety", HEALTH_OK, "known emergencies are recognised");
	else
		health_find(h, "safety", HEALTH_FAIL, "a known emergency is not recognised");
}

static void find_running(const struct admin *a, struct health *h)
{
	if (a->parts->stopping)
		health_find(h, "running", HEALTH_FAIL, "it is stopping");
	else if (!a->parts->bot)
		health_find(h, "running", HEALTH_FAIL, "it is starting");
	else
		health_find(h, "running", HEALTH_OK, "it is running");
}

static void find_content(const struct admin *a, struct health *h)
{
	const struct responder_state s = responder_state(a->parts->responder);
	const struct lumbar_counts n = responder_counts(a->parts->responder);

	if (s.packaged)
		health_find(h, "content", HEALTH_FAIL,
			"the content of the configuration cannot be used, the packaged one is in "
			"use: %s",
			s.why);
	else if (s.last_refused)
		health_find(h, "content", HEALTH_WARN,
			"the last change was refused, what was there before is in use: %s", s.why);
	else
		health_find(h, "content", HEALTH_OK,
			"generation %u: %zu intents, %zu red flags, %zu answers, in use for "
			"%" PRId64 " s",
			responder_generation(a->parts->responder), n.intents, n.flags, n.answers,
			(loop_now() - s.loaded_ms) / S);
}

static void find_account(const struct account_status *account, struct health *h)
{
	const struct platform_status *s = &account->platform_status;
	char name[HEALTH_NAME_MAX];

	snprintf(name, sizeof(name), "account %s", account->name);
	if (!s->ready)
		health_find(h, name, HEALTH_FAIL, "not connected: %s%s%s", s->state,
			s->trouble ? "; " : "", s->trouble ? s->trouble : "");
	else if (s->heard_ms < 0 || s->heard_ms > s->silent_ms)
		health_find(h, name, HEALTH_FAIL,
			"connected, but nothing was heard for %" PRId64 " s", s->heard_ms / S);
	else if (s->trouble)
		health_find(h, name, HEALTH_FAIL, "%s", s->trouble);
	else
		health_find(
			h, name, HEALTH_OK, "connected, heard %" PRId64 " s ago", s->heard_ms / S);
}

/* Who has stopped everything in chat has stopped what it is there for. */
static void find_pause(const struct admin *a, const char *account, struct health *h)
{
	const char *who = orders_get(bot_orders(a->parts->bot), account, "", ORDERS_PAUSE);
	char name[HEALTH_NAME_MAX];

	snprintf(name, sizeof(name), "pause %s", account);
	if (*who)
		health_find(h, name, HEALTH_FAIL,
			"everything is paused by an operator: nobody is answered, emergencies "
			"neither");
}

static void find_store(const struct admin *a, struct health *h)
{
	const struct store *s = a->parts->store;
	const char *why = s ? store_alarm(s) : NULL;

	if (!s)
		health_find(h, "store", HEALTH_OK,
			"nothing is kept on disk, a restart forgets what was answered: no folder "
			"is "
			"configured (state)");
	else if (why)
		health_find(h, "store", HEALTH_FAIL, "nothing can be kept on disk: %s", why);
	else if (store_bound(s).used >= STORE_QUEUE_MAX)
		health_find(h, "store", HEALTH_FAIL, "the disk does not keep up");
	else
		health_find(h, "store", HEALTH_OK, "written to, %" PRIu64 " things wait",
			store_bound(s).used);
}

static void find_health(void *ctx, struct health *h)
{
	find_loop(ctx, h);
	find_safety(ctx, h);
}

static void find_readiness(void *ctx, struct health *h)
{
	const struct admin *a = ctx;
	struct account_status account;
	size_t i;

	find_running(a, h);
	find_content(a, h);
	find_safety(a, h);
	for (i = 0; a->parts->bot && bot_status(a->parts->bot, i, &account); i++) {
		find_account(&account, h);
		find_pause(a, account.name, h);
	}
	find_store(a, h);
}

static void measure(void *ctx, struct metrics *m)
{
	struct admin *a = ctx;
	struct buf findings;
	struct health h = {.out = &findings};

	buf_init(&findings, WEB_HEALTH_MAX);
	find_readiness(a, &h);
	buf_free(&findings);
	metrics_family(m, "ready", METRICS_GAUGE, "Whether /readyz says so.");
	metrics_count(m, NULL, 0, h.worst != HEALTH_FAIL);
	admin_metrics_write(m, a->parts, web_counts(a->web));
}

/* ------------------------------------------------------------------ the dashboard */

static bool show(void *ctx, struct buf *out)
{
	struct admin *a = ctx;
	struct buf findings;
	struct health h = {.out = &findings};
	bool ok;

	buf_init(&findings, WEB_HEALTH_MAX);
	find_readiness(a, &h);
	ok = admin_dashboard_show(a->parts, &h, out);
	buf_free(&findings);
	return ok;
}

static void count(void *ctx, struct history *h)
{
	const struct admin *a = ctx;

	admin_dashboard_count(a->parts, h);
}

static const char *act(void *ctx, const char *who, const json *ask, struct buf *out)
{
	const struct admin *a = ctx;
	const char *wrong = admin_dashboard_act(a->parts, who, ask, out);

	if (!wrong)
		admin_record_soon(a->record);
	return wrong;
}

/* ------------------------------------------------------------------ life */

/* Any free port can only be had on the command line: nobody would find it otherwise. */
static const char *take_address(struct admin *a, const char *at)
{
	char whole[CONFIG_ADDRESS_MAX + 8];
	const size_t len = strlen(at), n = sizeof(ANY_PORT) - 1;
	const char *wrong;

	if (len <= n || len >= CONFIG_ADDRESS_MAX + n || strcmp(at + len - n, ANY_PORT) != 0)
		return config_address_admin(at, a->address, &a->port);
	snprintf(whole, sizeof(whole), "%.*s:1", (int)(len - n), at);
	wrong = config_address_admin(whole, a->address, &a->port);
	a->port = 0;
	return wrong;
}

int admin_create(const char *at, struct log *log, struct admin **admin)
{
	const char *wrong;
	struct admin *a;

	*admin = NULL;
	if (!at)
		return EX_OK;
	a = calloc(1, sizeof(*a));
	if (!a)
		return EX_OSERR;
	a->log = log;
	wrong = take_address(a, at);
	if (wrong) {
		fprintf(stderr, "lumbard: --admin %s\n", wrong);
		free(a);
		return EX_USAGE;
	}
	*admin = a;
	return EX_OK;
}

void admin_destroy(struct admin *a)
{
	free(a);
}

void admin_token(struct admin *a, const char *token)
{
	if (a)
		a->token = token;
}

int admin_open(struct admin *a, const struct daemon_parts *parts)
{
	if (!a)
		return EX_OK;
	a->parts = parts;
	a->web = web_create(&(struct web_options){.loop = parts->loop,
		.address = a->address,
		.port = a->port,
		.healthy = find_health,
		.ready = find_readiness,
		.measure = measure,
		.token = a->token,
		.show = show,
		.count = count,
		.act = act,
		.ctx = a});
	if (!a->web) {
		log_error(a->log, "admin",
			"the admin server cannot have %s:%u; give it another address (admin in the "
			"configuration, or --admin)",
			a->address, (unsigned)a->port);
		return EX_UNAVAILABLE;
	}
	snprintf(a->url, sizeof(a->url), "http://%s:%u", a->address, (unsigned)web_port(a->web));
	log_info(a->log, "admin", "health and metrics: %s", a->url);
	if (!a->token)
		return EX_OK;
	a->record = admin_record_create(parts, web_dashboard(a->web));
	log_info(a->log, "admin", "dashboard: %s" DASHBOARD_PATH "/", a->url);
	return a->record ? EX_OK : EX_OSERR;
}

void admin_close(struct admin *a)
{
	if (!a)
		return;
	admin_record_destroy(a->record);
	a->record = NULL;
	web_destroy(a->web);
	a->web = NULL;
}

const char *admin_url(const struct admin *a)
{
	return a ? a->url : "";
}
