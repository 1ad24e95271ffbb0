/* The admin server; see web.h. */
#include "web/web.h"

#include <stdlib.h>
#include <string.h>

#include "sys/loop.h"
#include "sys/serve.h"
#include "web/dashboard.h"

struct web {
	struct web_options options;
	struct serve *serve;
	struct dashboard *dashboard; /* NULL = there is none */
	struct web_counts counts;
};

/* ------------------------------------------------------------------ answers */

/* An answer in so many words. */
static void say(struct serve_answer *answer, int status, const char *text)
{
	answer->status = status;
	answer->type = "text/plain; charset=utf-8";
	buf_puts(&answer->body, text);
}

/* What every answer says: it is for now, for this page, and for nobody's frame. */
static void set_headers(struct serve_answer *answer)
{
	serve_header(answer, "Cache-Control", "no-store");
	serve_header(answer, "X-Content-Type-Options", "nosniff");
	serve_header(answer, "X-Frame-Options", "DENY");
	serve_header(answer, "Content-Security-Policy", "default-src 'none'");
	serve_header(answer, "Referrer-Policy", "no-referrer");
}

/* Whether the request is one that only asks; else it has been refused. */
static bool only_asks(
	struct web *w, const struct serve_request *request, struct serve_answer *answer)
{
	set_headers(answer);
	if (strcmp(request->method, "GET") == 0 || strcmp(request->method, "HEAD") == 0) {
		w->counts.answered++;
		return true;
	}
	w->counts.refused++;
	serve_header(answer, "Allow", "GET, HEAD");
	say(answer, 405, "only GET and HEAD are answered here\n");
	return false;
}

static void tell_health(
	struct web *w, struct serve_answer *answer, void (*find)(void *ctx, struct health *h))
{
	struct buf findings;
	struct health h = {.out = &findings};

	buf_init(&findings, WEB_HEALTH_MAX);
	find(w->options.ctx, &h);
	answer->status = health_status(&h);
	answer->type = "application/json";
	if (!health_write(&h, &answer->body))
		answer->body.failed = true;
	buf_free(&findings);
}

static void on_healthz(void *ctx, const struct serve_request *request, struct serve_answer *answer)
{
	struct web *w = ctx;

	if (only_asks(w, request, answer))
		tell_health(w, answer, w->options.healthy);
}

static void on_readyz(void *ctx, const struct serve_request *request, struct serve_answer *answer)
{
	struct web *w = ctx;

	if (only_asks(w, request, answer))
		tell_health(w, answer, w->options.ready);
}

static void on_metrics(void *ctx, const struct serve_request *request, struct serve_answer *answer)
{
	struct web *w = ctx;
	struct metrics m = {.out = &answer->body};

	if (!only_asks(w, request, answer))
		return;
	answer->type = METRICS_TYPE;
	w->options.measure(w->options.ctx, &m);
	if (answer->body.len > WEB_METRICS_MAX)
		answer->body.failed = true;
}

static void on_dashboard(
	void *ctx, const struct serve_request *request, struct serve_answer *answer)
{
	struct web *w = ctx;

	if (w->dashboard)
		dashboard_answer(w->dashboard, request, answer);
	else
		dashboard_off(request, answer);
	if (answer->status < 400)
		w->counts.answered++;
	else
		w->counts.refused++;
}

static void on_root(void *ctx, const struct serve_request *request, struct serve_answer *answer)
{
	struct web *w = ctx;

	if (only_asks(w, request, answer))
		say(answer, 200, "lumbard: /healthz, /readyz, /metrics, /dashboard/\n");
}

static void on_other(void *ctx, const struct serve_request *request, struct serve_answer *answer)
{
	struct web *w = ctx;

	(void)request;
	w->counts.refused++;
	set_headers(answer);
	say(answer, 404, "there is /healthz, /readyz, /metrics and /dashboard/\n");
}

/* ------------------------------------------------------------------ the server */

static int open_dashboard(struct web *w)
{
	const struct web_options *o = &w->options;

	w->dashboard = dashboard_create(&(struct dashboard_options){.loop = o->loop,
		.log = loop_log(o->loop),
		.token = o->token,
		.port = serve_port(w->serve),
		.show = o->show,
		.count = o->count,
		.act = o->act,
		.ctx = o->ctx});
	w->options.token = NULL;
	return w->dashboard ? 0 : -1;
}

struct web *web_create(const struct web_options *options)
{
	static const struct serve_route routes[] = {
		{"/healthz", on_healthz, NULL},
		{"/readyz", on_readyz, NULL},
		{"/metrics", on_metrics, NULL},
		{DASHBOARD_PATH, on_dashboard, NULL},
		{DASHBOARD_PATH "/*", on_dashboard, NULL},
		{"/", on_root, NULL},
		{"*", on_other, NULL},
	};
	struct web *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->options = *options;
	w->serve = serve_create(&(struct serve_options){
		.loop = options->loop,
		.address = options->address,
		.port = options->port,
		.routes = routes,
		.n_routes = sizeof(routes) / sizeof(routes[0]),
		.ctx = w,
		.request_ms = WEB_REQUEST_MS,
		.connections_max = WEB_CONNECTIONS_MAX,
		.body_max = WEB_BODY_MAX,
	});
	if (w->serve && (!options->token || open_dashboard(w) == 0))
		return w;
	web_destroy(w);
	return NULL;
}

void web_destroy(struct web *w)
{
	if (!w)
		return;
	serve_destroy(w->serve);
	dashboard_destroy(w->dashboard);
	free(w);
}

uint16_t web_port(const struct web *w)
{
	return serve_port(w->serve);
}

struct web_counts web_counts(const struct web *w)
{
	struct web_counts counts = w->counts;

	counts.connections = serve_connections(w->serve);
	counts.turned_away = serve_turned_away(w->serve);
	counts.dashboard = dashboard_counts(w->dashboard);
	return counts;
}

struct dashboard *web_dashboard(const struct web *w)
{
	return w->dashboard;
}
