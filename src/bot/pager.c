/* Ways to tell staff that are no chat; see pager.h. */
#include "bot/pager.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/log.h"
#include "base/url.h"
#include "sys/http.h"
#include "sys/loop.h"
#include "sys/spawn.h"

#define ACCOUNT_MAX 64
#define REASON_MAX 128
#define VARIABLES 8
#define VARIABLE_MAX 2048 /* bytes of one */

/* One that is under way. */
struct page {
	TAILQ_ENTRY(page) link;
	struct pager *pager;
	uint64_t ticket;
	char account[ACCOUNT_MAX];
	struct spawn *spawn;
};

struct pager {
	struct pager_options options;
	struct http *http; /* NULL = there is no webhook */
	TAILQ_HEAD(, page) pages;
	size_t n;
	bool dead;
};

struct pager *pager_create(const struct pager_options *options)
{
	struct pager *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->options = *options;
	TAILQ_INIT(&p->pages);
	if (options->webhook && !url_trusted(options->webhook, URL_HTTP)) {
		log_error(options->log, "alerts",
			"the webhook's address must begin with https://, or with http:// on this "
			"machine: it is not used");
		return p;
	}
	if (options->webhook) {
		p->http = http_create(options->loop, &(struct http_options){"lumbard", NULL});
		if (!p->http) {
			free(p);
			return NULL;
		}
	}
	return p;
}

static void drop(struct page *page)
{
	TAILQ_REMOVE(&page->pager->pages, page, link);
	page->pager->n--;
	spawn_cancel(page->spawn);
	free(page);
}

void pager_destroy(struct pager *p)
{
	if (!p)
		return;
	p->dead = true;
	http_destroy(p->http); /* which ends its pages */
	while (!TAILQ_EMPTY(&p->pages))
		drop(TAILQ_FIRST(&p->pages));
	free(p);
}

static void conclude(struct page *page, bool ok, const char *reason)
{
	const struct pager_options *o = &page->pager->options;
	const struct platform_outcome outcome = {
		.ticket = page->ticket,
		.kind = ok ? PLATFORM_SENT : PLATFORM_REFUSED,
		.id = "",
		.reason = reason,
	};
	char account[ACCOUNT_MAX];

	memcpy(account, page->account, sizeof(account));
	drop(page);
	o->outcome(o->ctx, account, &outcome);
}

/* ------------------------------------------------------------------ the webhook */

static void on_answer(void *ctx, const struct http_result *result)
{
	struct page *page = ctx;
	char reason[REASON_MAX];

	if (page->pager->dead)
		return;
	/* not the client's own words: they may name the address */
	if (result->status)
		snprintf(reason, sizeof(reason), "the webhook answered %d", result->status);
	else
		snprintf(reason, sizeof(reason), "the webhook gave no answer");
	conclude(page, result->status >= 200 && result->status < 300, reason);
}

static bool put_call(struct buf *out, const struct pager_call *call)
{
	buf_putc(out, '{');
	json_put(out, "text", call->text);
	json_put(out, "tier", call->tier);
	json_put(out, "flags", call->flags);
	json_put(out, "link", call->link);
	json_put(out, "number", call->number);
	json_put(out, "step", call->step);
	return buf_putc(out, '}');
}

static int post(struct page *page, const struct pager_call *call)
{
	struct pager *p = page->pager;
	int result = -1;
	struct buf body;

	if (!p->http)
		return -1;
	buf_init(&body, PAGER_BODY_MAX);
	if (put_call(&body, call))
		result = http_request(p->http,
			&(struct http_request){
				.method = "POST",
				.url = p->options.webhook,
				.body = body.data,
				.body_len = body.len,
				.timeout_ms = PAGER_MS,
			},
			on_answer, page);
	buf_free(&body);
	return result;
}

/* ------------------------------------------------------------------ the program */

static void on_ended(void *ctx, int status)
{
	struct page *page = ctx;
	char reason[REASON_MAX];

	page->spawn = NULL;
	if (status >= 0)
		snprintf(reason, sizeof(reason), "the command ended with %d", status);
	else
		snprintf(reason, sizeof(reason), "the command was ended by a signal");
	conclude(page, status == 0, reason);
}

static int run(struct page *page, const struct pager_call *call)
{
	const struct pager_options *o = &page->pager->options;
	const char *const values[VARIABLES][2] = {
		{"PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
		{"LUMBARD_TEXT", call->text},
		{"LUMBARD_TIER", call->tier},
		{"LUMBARD_FLAGS", call->flags},
		{"LUMBARD_LINK", call->link},
		{"LUMBARD_NUMBER", call->number},
		{"LUMBARD_STEP", call->step},
		{"LUMBARD_ACCOUNT", call->account},
	};
	char text[VARIABLES][VARIABLE_MAX], *env[VARIABLES + 1] = {NULL};
	size_t i;

	if (!o->command)
		return -1;
	for (i = 0; i < VARIABLES; i++) {
		snprintf(text[i], VARIABLE_MAX, "%s=%s", values[i][0], values[i][1]);
		env[i] = text[i];
	}
	page->spawn = spawn_start(
		&(struct spawn_options){o->loop, o->command, env, PAGER_MS}, on_ended, page);
	if (!page->spawn)
		log_error(o->log, "alerts", "%s cannot be run: %s", o->command, strerror(errno));
	return page->spawn ? 0 : -1;
}

int pager_send(struct pager *p, const struct pager_call *call)
{
	struct page *page = p->n < PAGER_MAX ? calloc(1, sizeof(*page)) : NULL;

	if (!page)
		return -1;
	page->pager = p;
	page->ticket = call->ticket;
	snprintf(page->account, sizeof(page->account), "%s", call->account);
	TAILQ_INSERT_TAIL(&p->pages, page, link);
	p->n++;
	if ((call->to_command ? run(page, call) : post(page, call)) == 0)
		return 0;
	drop(page);
	return -1;
}
