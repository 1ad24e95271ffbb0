/*
 * The admin server: health, readiness, metrics and the dashboard, on a loopback address of this machine and
 * nowhere else.  The first three have no passwords and only ever tell: who may see them from elsewhere is
 * for a reverse proxy to decide.
 *
 *	/healthz   the process is alive: 200, else 503      JSON (health.h)
 *	/readyz    it does what it is there for: 200, 503   JSON
 *	/metrics   for Prometheus                           text (metrics.h)
 *	/dashboard/ for operators, who log in               a page (dashboard.h)
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include <stdint.h>

#include "web/dashboard.h"
#include "web/health.h"
#include "web/metrics.h"

#define WEB_CONNECTIONS_MAX 16  /* at once; further ones are closed as they come */
#define WEB_REQUEST_MS 5000     /* from a request to the end of its answer */
#define WEB_BODY_MAX 16384      /* bytes of a request's body */
#define WEB_METRICS_MAX 1048576 /* bytes of all metrics; more become a 500 */
#define WEB_HEALTH_MAX 65536    /* bytes of all findings; likewise */

struct loop;
struct web;

struct web_options {
	struct loop *loop;   /* borrowed */
	const char *address; /* see struct serve_options */
	uint16_t port;       /* 0 = any that is free */
	void (*healthy)(void *ctx, struct health *h);
	void (*ready)(void *ctx, struct health *h);
	void (*measure)(void *ctx, struct metrics *m);
	/* the dashboard: see struct dashboard_options; a NULL token = there is none */
	const char *token;
	bool (*show)(void *ctx, struct buf *out);
	void (*count)(void *ctx, struct history *h);
	const char *(*act)(void *ctx, const char *who, const json *ask, struct buf *out);
	void *ctx;
};

/* What was asked. */
struct web_counts {
	uint64_t answered, refused; /* refused: another path, method or origin, or not logged in */
	uint64_t connections;       /* there are now */
	uint64_t turned_away;       /* for which there was no room */
	struct dashboard_counts dashboard;
};

/*
 * web_create(options): a server that listens; NULL with a log line that says why not.  Ended with
 * web_destroy().
 */
struct web *web_create(const struct web_options *options);

/*
 * web_destroy(w): drops every connection; not from inside one of its functions.  NULL is accepted.
 */
void web_destroy(struct web *w);

/*
 * web_port(w): where it listens.
 */
uint16_t web_port(const struct web *w);

/*
 * web_dashboard(w): the dashboard, NULL when there is none; borrowed.
 */
struct dashboard *web_dashboard(const struct web *w);

/*
 * web_counts(w): the counts.
 */
struct web_counts web_counts(const struct web *w);

#endif
