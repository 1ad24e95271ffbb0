/* The dashboard; see dashboard.h. */
#include "web/dashboard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/log.h"
#include "sys/loop.h"
#include "web/dashboard_files.h"

#define COOKIE_NAME_MAX 32
#define COOKIE_MAX 256
#define JSON_TYPE "application/json"
#define RECORD_MAX DASHBOARD_EVENT_MAX

/* A page that is being told. */
struct client {
	struct client *next;
	struct dashboard *dashboard;
	struct serve_socket *stream;
	char cookie[LOGIN_SECRET_MAX]; /* of its session */
};

struct dashboard {
	struct dashboard_options options;
	struct login *login;
	struct history *history;
	struct client *clients;
	struct buf record;
	struct timer tick;
	unsigned ticks;
	uint64_t turned_away;
	char cookie[COOKIE_NAME_MAX]; /* its name */
};

/* ------------------------------------------------------------------ answers */

static void set_headers(struct serve_answer *answer)
{
	serve_header(answer, "Content-Security-Policy", DASHBOARD_POLICY);
	serve_header(answer, "X-Content-Type-Options", "nosniff");
	serve_header(answer, "X-Frame-Options", "DENY");
	serve_header(answer, "Referrer-Policy", "no-referrer");
	serve_header(answer, "Cross-Origin-Opener-Policy", "same-origin");
	serve_header(answer, "Cross-Origin-Resource-Policy", "same-origin");
	serve_header(answer, "Cache-Control", "no-store");
}

static void refuse(struct serve_answer *answer, int status, const char *why)
{
	answer->status = status;
	answer->type = JSON_TYPE;
	buf_clear(&answer->body);
	buf_putc(&answer->body, '{');
	json_put(&answer->body, "error", why);
	buf_putc(&answer->body, '}');
}

static bool asks(const struct serve_request *request)
{
	return strcmp(request->method, "GET") == 0 || strcmp(request->method, "HEAD") == 0;
}

static const struct login_session *find_session(
	struct dashboard *d, const struct serve_request *request)
{
	char cookie[LOGIN_SECRET_MAX];

	return serve_cookie(request, d->cookie, cookie, sizeof(cookie))
		       ? login_find(d->login, cookie, loop_now())
		       : NULL;
}

/* The rest of the cookie says how long it lasts, and that no other site's request carries it. */
static void set_cookie(
	const struct dashboard *d, const char *value, int seconds, struct serve_answer *answer)
{
	char cookie[COOKIE_MAX];

	snprintf(cookie, sizeof(cookie), "%s=%s; Max-Age=%d; HttpOnly; SameSite=Strict", d->cookie,
		value, seconds);
	serve_header(answer, "Set-Cookie", cookie);
}

/* ------------------------------------------------------------------ what is posted */

static bool is_json(const char *type)
{
	const size_t n = sizeof(JSON_TYPE) - 1;

	return strncmp(type, JSON_TYPE, n) == 0 && (!type[n] || type[n] == ';' || type[n] == ' ');
}

/* What was posted, when it is from a page of this server; else it has been refused. */
static json *take_post(const struct serve_request *request, struct serve_answer *answer)
{
	json *ask;

	if (strcmp(request->method, "POST") != 0) {
		serve_header(answer, "Allow", "POST");
		refuse(answer, 405, "only POST is answered here");
		return NULL;
	}
	if (!*request->origin) {
		refuse(answer, 403, "that does not come from this page");
		return NULL;
	}
	if (!is_json(request->content_type)) {
		refuse(answer, 415, "only JSON is read here");
		return NULL;
	}
	ask = json_parse(request->body, request->body_len);
	if (ask && json_is_object(ask))
		return ask;
	json_free(ask);
	refuse(answer, 400, "that is no JSON object");
	return NULL;
}

/* Whoever has the token may say what to call them; a name that is none begins no session. */
static void welcome(struct dashboard *d, const struct login_session *session, const char *name,
	struct serve_answer *answer)
{
	char who[LOGIN_WHO_MAX], cookie[LOGIN_SECRET_MAX];

	memcpy(cookie, session->cookie, sizeof(cookie));
	if (name && login_call(d->login, cookie, name) != 0) {
		login_leave(d->login, cookie);
		refuse(answer, 400, "that is too long for a name, or no line of text");
		return;
	}
	session = login_find(d->login, cookie, loop_now());
	log_info(
		d->options.log, "dashboard", "somebody has logged in: %s", login_who(session, who));
	set_cookie(d, cookie, LOGIN_SESSION_MS / 1000, answer);
	answer->status = 204;
}

static void answer_login(
	struct dashboard *d, const struct serve_request *request, struct serve_answer *answer)
{
	const struct login_session *session;
	json *ask = take_post(request, answer);
	const char *token = json_get_string(ask, "token");

	if (!ask)
		return;
	switch (login_enter(d->login, token ? token : "", loop_now(), &session)) {
	case LOGIN_OK: welcome(d, session, json_get_string(ask, "name"), answer); break;
	case LOGIN_WRONG:
		log_warn(d->options.log, "dashboard", "somebody gave a wrong token");
		refuse(answer, 401, "that is not the token");
		break;
	case LOGIN_WAIT:
		serve_header(answer, "Retry-After", "30");
		refuse(answer, 429, "too many wrong tokens: wait half a minute");
		break;
	case LOGIN_FAILED: refuse(answer, 500, "there are no random numbers"); break;
	}
	json_free(ask);
}

/* What somebody asks who is logged in, by their own page; else it has been refused. */
static json *take_ask(
	struct dashboard *d, const struct serve_request *request, struct serve_answer *answer)
{
	const struct login_session *session;
	json *ask = take_post(request, answer);
	const char *key = json_get_string(ask, "key");

	if (!ask)
		return NULL;
	session = find_session(d, request);
	if (session && key && login_same(session->key, key))
		return ask;
	refuse(answer, session ? 403 : 401,
		session ? "that does not come from this page" : "log in first");
	json_free(ask);
	return NULL;
}

static void answer_act(
	struct dashboard *d, const struct serve_request *request, struct serve_answer *answer)
{
	json *ask = take_ask(d, request, answer);
	char who[LOGIN_WHO_MAX];
	const char *wrong;

	if (!ask)
		return;
	answer->type = JSON_TYPE;
	wrong = d->options.act(
		d->options.ctx, login_who(find_session(d, request), who), ask, &answer->body);
	if (wrong)
		refuse(answer, 400, wrong);
	json_free(ask);
}

static void answer_leave(
	struct dashboard *d, const struct serve_request *request, struct serve_answer *answer)
{
	json *ask = take_ask(d, request, answer);
	const struct login_session *session;

	if (!ask)
		return;
	session = find_session(d, request);
	if (session)
		login_leave(d->login, session->cookie);
	set_cookie(d, "", 0, answer);
	answer->status = 204;
	json_free(ask);
}

/* ------------------------------------------------------------------ what is told */

/* Begins an event; returns where its data begin. */
static size_t begin_event(struct buf *out, const char *name)
{
	buf_printf(out, "event: %s\ndata: ", name);
	return out->len;
}

/* A line end would end the data, and in JSON it is a blank like any other. */
static void end_event(struct buf *out, size_t from)
{
	char *at = out->data ? out->data + from : NULL;

	for (; at && (at = strchr(at, '\n')) != NULL;)
		*at = ' ';
	buf_puts(out, "\n\n");
}

static void put_state(struct dashboard *d, struct buf *out)
{
	const size_t from = begin_event(out, "state");

	d->options.show(d->options.ctx, out);
	end_event(out, from);
}

static void put_history(struct dashboard *d, struct buf *out)
{
	const size_t from = begin_event(out, "history");

	history_write(d->history, out);
	end_event(out, from);
}

static void put_record(struct dashboard *d, struct buf *out)
{
	const size_t from = begin_event(out, "record");

	buf_put(out, buf_str(&d->record), d->record.len);
	end_event(out, from);
}

/* Tells everybody what put() appends, those whose session is over that they have to log in again. */
static void tell(struct dashboard *d, void (*put)(struct dashboard *d, struct buf *out))
{
	struct client *c, *next;
	struct buf out;

	if (!d->clients)
		return;
	buf_init(&out, DASHBOARD_EVENT_MAX);
	put(d, &out);
	for (c = d->clients; c && buf_ok(&out); c = next) {
		next = c->next;
		if (login_find(d->login, c->cookie, loop_now()))
			(void)serve_stream_send(c->stream, buf_str(&out), out.len);
		else
			serve_stream_close(c->stream);
	}
	if (!buf_ok(&out))
		log_error(d->options.log, "dashboard", "there is too much to tell");
	buf_free(&out);
}

static void count(struct dashboard *d)
{
	history_tick(d->history, loop_now());
	d->options.count(d->options.ctx, d->history);
}

static void on_tick(void *ctx)
{
	struct dashboard *d = ctx;

	count(d);
	tell(d, put_state);
	if (++d->ticks % DASHBOARD_HISTORY_TICKS == 0)
		tell(d, put_history);
	loop_timer_set(d->options.loop, &d->tick, loop_now() + DASHBOARD_TICK_MS, on_tick, d);
}

void dashboard_record(struct dashboard *d, const char *text, size_t len)
{
	buf_clear(&d->record);
	buf_put(&d->record, text, len);
	if (buf_ok(&d->record))
		tell(d, put_record);
}

/* ------------------------------------------------------------------ who is told */

static void close_client(void *ctx)
{
	struct client *c = ctx, **at = &c->dashboard->clients;

	while (*at != c)
		at = &(*at)->next;
	*at = c->next;
	free(c);
}

static size_t count_clients(const struct dashboard *d)
{
	const struct client *c;
	size_t n = 0;

	for (c = d->clients; c; c = c->next)
		n++;
	return n;
}

static void *open_client(
	void *ctx, struct serve_socket *stream, const struct serve_request *request)
{
	struct dashboard *d = ctx;
	const struct login_session *session = find_session(d, request);
	struct client *c = session ? calloc(1, sizeof(*c)) : NULL;

	if (!c)
		return NULL;
	c->dashboard = d;
	c->stream = stream;
	memcpy(c->cookie, session->cookie, sizeof(c->cookie));
	c->next = d->clients;
	d->clients = c;
	return c;
}

static const struct serve_stream_type stream_type = {open_client, close_client};

static void answer_events(
	struct dashboard *d, const struct serve_request *request, struct serve_answer *answer)
{
	if (strcmp(request->method, "GET") != 0) {
		serve_header(answer, "Allow", "GET");
		refuse(answer, 405, "only GET is answered here");
	} else if (!find_session(d, request)) {
		refuse(answer, 401, "log in first");
	} else if (count_clients(d) >= DASHBOARD_CLIENTS_MAX) {
		d->turned_away++;
		refuse(answer, 503, "too many pages are open");
	} else {
		answer->type = "text/event-stream";
		answer->stream = &stream_type;
		answer->stream_ctx = d;
		count(d);
		put_state(d, &answer->body);
		put_history(d, &answer->body);
		if (d->record.len)
			put_record(d, &answer->body);
	}
}

static void answer_session(
	struct dashboard *d, const struct serve_request *request, struct serve_answer *answer)
{
	const struct login_session *session = asks(request) ? find_session(d, request) : NULL;

	if (!session) {
		refuse(answer, asks(request) ? 401 : 405, "log in first");
		return;
	}
	answer->type = JSON_TYPE;
	buf_putc(&answer->body, '{');
	json_put(&answer->body, "key", session->key);
	json_put(&answer->body, "version", LUMBARD_VERSION);
	buf_putc(&answer->body, '}');
}

/* ------------------------------------------------------------------ everything below the path */

static void answer_file(const struct serve_request *request, struct serve_answer *answer)
{
	const struct dashboard_file *file =
		dashboard_files_find(request->path + sizeof(DASHBOARD_PATH) - 1);

	if (!file) {
		refuse(answer, 404, "there is nothing here");
	} else if (!asks(request)) {
		serve_header(answer, "Allow", "GET, HEAD");
		refuse(answer, 405, "only GET and HEAD are answered here");
	} else {
		answer->type = file->type;
		buf_put(&answer->body, file->begin, (size_t)(file->end - file->begin));
	}
}

void dashboard_answer(
	struct dashboard *d, const struct serve_request *request, struct serve_answer *answer)
{
	static const struct {
		const char *path;
		void (*fn)(struct dashboard *d, const struct serve_request *request,
			struct serve_answer *answer);
	} table[] = {
		{"/login", answer_login},
		{"/session", answer_session},
		{"/events", answer_events},
		{"/act", answer_act},
		{"/leave", answer_leave},
	};
	const char *path = request->path + sizeof(DASHBOARD_PATH) - 1;
	size_t i;

	set_headers(answer);
	if (!*path) {
		/* relative: a reverse proxy may have put something before it */
		serve_header(answer, "Location", "dashboard/");
		answer->status = 303;
		return;
	}
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (strcmp(table[i].path, path) == 0) {
			table[i].fn(d, request, answer);
			return;
		}
	}
	answer_file(request, answer);
}

void dashboard_off(const struct serve_request *request, struct serve_answer *answer)
{
	(void)request;
	set_headers(answer);
	answer->status = 404;
	answer->type = "text/plain; charset=utf-8";
	buf_puts(&answer->body, "There is no dashboard, since it has no token.  Make one (openssl "
				"rand -hex 16) and "
				"say in the\nconfiguration where it is read from, such as\n\n"
				"    dashboard: {token: {env: DASHBOARD_TOKEN}}\n");
}

/* ------------------------------------------------------------------ life */

static int fill_random(void *out, size_t n)
{
	return getrandom(out, n, 0) == (ssize_t)n ? 0 : -1;
}

struct dashboard *dashboard_create(const struct dashboard_options *options)
{
	struct dashboard *d = calloc(1, sizeof(*d));

	if (!d)
		return NULL;
	d->options = *options;
	d->options.token = NULL;
	buf_init(&d->record, RECORD_MAX);
	d->login = login_create(options->token, fill_random);
	d->history = history_create(loop_now());
	if (!d->login || !d->history) {
		log_error(options->log, "dashboard", "it cannot be set up: out of memory");
		dashboard_destroy(d);
		return NULL;
	}
	snprintf(d->cookie, sizeof(d->cookie), "lumbard-%u", (unsigned)options->port);
	on_tick(d);
	return d;
}

void dashboard_destroy(struct dashboard *d)
{
	if (!d)
		return;
	loop_timer_cancel(&d->tick);
	login_destroy(d->login);
	history_destroy(d->history);
	buf_free(&d->record);
	free(d);
}

struct dashboard_counts dashboard_counts(const struct dashboard *d)
{
	struct dashboard_counts counts = {0};

	if (!d)
		return counts;
	counts.login = login_counts(d->login);
	counts.clients = count_clients(d);
	counts.turned_away = d->turned_away;
	return counts;
}
