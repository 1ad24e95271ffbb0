/*
 * The dashboard: a page for operators, what it is told, and what it may ask for.  Whoever uses it has
 * logged in with the token (login.h).
 *
 *	GET  .../dashboard/          the page, and its files (dashboard_files.h): nothing in them is secret
 *	POST .../dashboard/login     {"token","name"}: 204 and a cookie, 401, 429 when too many were wrong,
 *	                             or 400 when that is no name, which may be left out
 *	GET  .../dashboard/session   {"key","version"}, or 401
 *	GET  .../dashboard/events    what is told, as text/event-stream: "state", "history", "record"
 *	POST .../dashboard/act       {"key","do",...}: what the caller makes of it
 *	POST .../dashboard/leave     {"key"}: 204
 *
 * What is posted has to be JSON and come from this server's own page: an Origin (serve.h), a cookie that no
 * other site's request carries, and the session's key in it.
 */
#ifndef WEB_DASHBOARD_H
#define WEB_DASHBOARD_H

#include "base/json.h"
#include "sys/serve.h"
#include "web/history.h"
#include "web/login.h"

#define DASHBOARD_PATH "/dashboard"
#define DASHBOARD_CLIENTS_MAX 8    /* pages that are told at once; a further one gets 503 */
#define DASHBOARD_TICK_MS 2000     /* between two states */
#define DASHBOARD_HISTORY_TICKS 5  /* so many states between two histories */
#define DASHBOARD_EVENT_MAX 524288 /* bytes of one event; a larger one is not told */
#define DASHBOARD_POLICY                                                                           \
	"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "            \
	"img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

struct dashboard;
struct log;
struct loop;

struct dashboard_options {
	struct loop *loop; /* borrowed, as the log */
	struct log *log;
	const char *token; /* copied */
	uint16_t port;     /* of the server: cookies do not know ports, their names have to */
	/* Appends the state of everything, a JSON object.  Returns what the last append returned. */
	bool (*show)(void *ctx, struct buf *out);
	/* Adds every counter that has a history. */
	void (*count)(void *ctx, struct history *h);
	/*
	 * Does what is asked, and appends what came of it, a JSON value.  who: a few words for the record,
	 * "session 3, Ann".  Returns NULL, or why not: a constant, which the page shows.
	 */
	const char *(*act)(void *ctx, const char *who, const json *ask, struct buf *out);
	void *ctx;
};

/*
 * dashboard_create(options): a dashboard; NULL with a log line when memory or random bytes are short.
 * Ended with dashboard_destroy().
 */
struct dashboard *dashboard_create(const struct dashboard_options *options);

/*
 * dashboard_destroy(d): releases it, after its server.  NULL is accepted.
 */
void dashboard_destroy(struct dashboard *d);

/*
 * dashboard_answer(d, request, answer): answers a request for what stands below DASHBOARD_PATH.
 */
void dashboard_answer(
	struct dashboard *d, const struct serve_request *request, struct serve_answer *answer);

/*
 * dashboard_off(request, answer): answers it where there is no dashboard: how to turn it on.
 */
void dashboard_off(const struct serve_request *request, struct serve_answer *answer);

/*
 * dashboard_record(d, text, len): what has been recorded so far, JSON, which every page is told now or when
 * it comes (copied).
 */
void dashboard_record(struct dashboard *d, const char *text, size_t len);

/* For metrics. */
struct dashboard_counts {
	struct login_counts login;
	uint64_t clients, turned_away;
};

/*
 * dashboard_counts(d): the counts; all zero for NULL.
 */
struct dashboard_counts dashboard_counts(const struct dashboard *d);

#endif
