/*
 * A host that only records what an adapter asks of it, and answers that a test invents.  Every function
 * is static: a test program includes what it needs.
 */
#ifndef TESTS_PLATFORM_HOST_MOCK_H
#define TESTS_PLATFORM_HOST_MOCK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "platform/platform.h"

#define MOCK_MAX 640
#define MOCK_TEXT 640
#define MOCK_LOG_MAX 65536

struct mock_request {
	uint64_t id;
	char method[8];
	char url[MOCK_TEXT];
	char *body; /* "" if none */
	bool authorized;
	int64_t timeout_ms;
};

struct mock_event {
	enum platform_event_kind kind;
	char message[PLATFORM_ID_MAX], conversation[PLATFORM_ID_MAX], parent[PLATFORM_ID_MAX];
	char server[PLATFORM_ID_MAX], user[PLATFORM_ID_MAX];
	char link[PLATFORM_ID_MAX * 3];
	char title[MOCK_TEXT], text[MOCK_TEXT];
	size_t text_len;
	bool direct, addressed, replayed, missed;
	int64_t age_ms;
};

struct mock_outcome {
	uint64_t ticket;
	enum platform_outcome_kind kind;
	char id[PLATFORM_ID_MAX], conversation[PLATFORM_ID_MAX], reason[MOCK_TEXT];
	int code;
	bool bare;
	enum platform_refusal refusal;
};

/* All that was asked; n_ counts go on beyond MOCK_MAX, the last entry is then overwritten. */
struct host_mock {
	struct platform_host host;
	struct log log;
	uint32_t random; /* what random() returns */
	int64_t wall;    /* what wall() returns */
	size_t n_open, n_close, n_send, n_request, n_wake, n_heard, n_outcome, n_ready, n_fault,
		n_session, n_budget, n_place;
	int open_link, close_link, close_code, send_link;
	char open_url[MOCK_TEXT];
	char *sent[MOCK_MAX];
	struct mock_request request[MOCK_MAX];
	struct mock_event heard[MOCK_MAX];
	struct mock_outcome outcome[MOCK_MAX];
	int64_t wake_at;
	bool is_ready;
	enum platform_fault fault;
	char fault_detail[MOCK_TEXT];
	char session[4096];
	char budget[256];
	char place[MOCK_TEXT]; /* the last one: "+ conversation server message user", - when over */
	char lines[MOCK_LOG_MAX]; /* the log */
};

#define MOCK_STATIC __attribute__((unused)) static

MOCK_STATIC size_t mock_slot(size_t *n)
{
	size_t i = *n < MOCK_MAX ? *n : MOCK_MAX - 1;

	(*n)++;
	return i;
}

MOCK_STATIC void mock_copy(char *out, size_t size, const char *s)
{
	snprintf(out, size, "%s", s ? s : "(null)");
}

MOCK_STATIC void mock_open(void *ctx, int link, const char *url)
{
	struct host_mock *m = ctx;

	m->n_open++;
	m->open_link = link;
	mock_copy(m->open_url, sizeof(m->open_url), url);
}

MOCK_STATIC void mock_close(void *ctx, int link, int code)
{
	struct host_mock *m = ctx;

	m->n_close++;
	m->close_link = link;
	m->close_code = code;
}

MOCK_STATIC void mock_send(void *ctx, int link, const char *data, size_t len)
{
	struct host_mock *m = ctx;
	size_t i = mock_slot(&m->n_send);

	assert_true(len <= 4096);
	m->send_link = link;
	free(m->sent[i]);
	m->sent[i] = strndup(data, len);
}

MOCK_STATIC void mock_make(void *ctx, const struct platform_request *request)
{
	struct host_mock *m = ctx;
	struct mock_request *r = &m->request[mock_slot(&m->n_request)];

	free(r->body);
	*r = (struct mock_request){
		.id = request->id,
		.authorized = request->authorized,
		.timeout_ms = request->timeout_ms,
		.body = strndup(request->body ? request->body : "", request->body_len),
	};
	mock_copy(r->method, sizeof(r->method), request->method);
	mock_copy(r->url, sizeof(r->url), request->url);
	assert_true(request->timeout_ms > 0);
}

MOCK_STATIC void mock_wake(void *ctx, int64_t at_ms)
{
	struct host_mock *m = ctx;

	m->n_wake++;
	m->wake_at = at_ms;
}

MOCK_STATIC void mock_heard(void *ctx, const struct platform_event *event)
{
	struct host_mock *m = ctx;
	struct mock_event *e = &m->heard[mock_slot(&m->n_heard)];

	*e = (struct mock_event){
		.kind = event->kind,
		.text_len = event->text_len,
		.direct = event->direct,
		.addressed = event->addressed,
		.replayed = event->replayed,
		.missed = event->missed,
		.age_ms = event->age_ms,
	};
	mock_copy(e->message, sizeof(e->message), event->message);
	mock_copy(e->conversation, sizeof(e->conversation), event->conversation);
	mock_copy(e->parent, sizeof(e->parent), event->parent);
	mock_copy(e->server, sizeof(e->server), event->server);
	mock_copy(e->user, sizeof(e->user), event->user);
	mock_copy(e->link, sizeof(e->link), event->link);
	mock_copy(e->title, sizeof(e->title), event->title);
	mock_copy(e->text, sizeof(e->text), event->text);
}

MOCK_STATIC void mock_outcome(void *ctx, const struct platform_outcome *outcome)
{
	struct host_mock *m = ctx;
	struct mock_outcome *o = &m->outcome[mock_slot(&m->n_outcome)];

	o->ticket = outcome->ticket;
	o->kind = outcome->kind;
	o->code = outcome->code;
	o->refusal = outcome->refusal;
	o->bare = outcome->bare;
	mock_copy(o->id, sizeof(o->id), outcome->id);
	mock_copy(o->conversation, sizeof(o->conversation), outcome->conversation);
	mock_copy(o->reason, sizeof(o->reason), outcome->reason);
}

MOCK_STATIC void mock_ready(void *ctx, bool is_ready)
{
	struct host_mock *m = ctx;

	m->n_ready++;
	m->is_ready = is_ready;
}

MOCK_STATIC void mock_fault(void *ctx, enum platform_fault fault, const char *detail)
{
	struct host_mock *m = ctx;

	m->n_fault++;
	m->fault = fault;
	mock_copy(m->fault_detail, sizeof(m->fault_detail), detail);
}

MOCK_STATIC void mock_session(void *ctx, const char *session)
{
	struct host_mock *m = ctx;

	m->n_session++;
	mock_copy(m->session, sizeof(m->session), session);
}

MOCK_STATIC void mock_budget(void *ctx, const char *budget)
{
	struct host_mock *m = ctx;

	m->n_budget++;
	mock_copy(m->budget, sizeof(m->budget), budget);
}

MOCK_STATIC void mock_place(void *ctx, const struct platform_place *place, bool over)
{
	struct host_mock *m = ctx;

	m->n_place++;
	snprintf(m->place, sizeof(m->place), "%c %s %s %s %s", over ? '-' : '+',
		place->conversation, place->server, place->message, place->user);
}

MOCK_STATIC uint32_t mock_random(void *ctx)
{
	struct host_mock *m = ctx;

	return m->random;
}

MOCK_STATIC int64_t mock_wall(void *ctx)
{
	struct host_mock *m = ctx;

	return m->wall;
}

MOCK_STATIC void mock_line(void *ctx, enum log_level level, const char *line)
{
	struct host_mock *m = ctx;
	size_t used = strlen(m->lines);

	(void)level;
	snprintf(m->lines + used, sizeof(m->lines) - used, "%s\n", line);
}

MOCK_STATIC struct host_mock *mock_create(void)
{
	struct host_mock *m = calloc(1, sizeof(*m));

	assert_non_null(m);
	m->log = (struct log){.level = LOG_DEBUG, .sink = mock_line, .ctx = m};
	m->host = (struct platform_host){
		.open = mock_open,
		.close = mock_close,
		.send = mock_send,
		.request = mock_make,
		.wake = mock_wake,
		.heard = mock_heard,
		.outcome = mock_outcome,
		.ready = mock_ready,
		.fault = mock_fault,
		.session = mock_session,
		.budget = mock_budget,
		.place = mock_place,
		.random = mock_random,
		.wall = mock_wall,
		.ctx = m,
		.log = &m->log,
	};
	return m;
}

MOCK_STATIC void mock_destroy(struct host_mock *m)
{
	size_t i;

	for (i = 0; i < MOCK_MAX; i++) {
		free(m->sent[i]);
		free(m->request[i].body);
	}
	free(m);
}

/* The last of each; a test that asks too early fails here. */
MOCK_STATIC const char *mock_last_sent(const struct host_mock *m)
{
	assert_true(m->n_send > 0 && m->n_send <= MOCK_MAX);
	return m->sent[m->n_send - 1];
}

MOCK_STATIC const struct mock_request *mock_last_request(const struct host_mock *m)
{
	assert_true(m->n_request > 0 && m->n_request <= MOCK_MAX);
	return &m->request[m->n_request - 1];
}

MOCK_STATIC const struct mock_event *mock_last_heard(const struct host_mock *m)
{
	assert_true(m->n_heard > 0 && m->n_heard <= MOCK_MAX);
	return &m->heard[m->n_heard - 1];
}

MOCK_STATIC const struct mock_outcome *mock_last_outcome(const struct host_mock *m)
{
	assert_true(m->n_outcome > 0 && m->n_outcome <= MOCK_MAX);
	return &m->outcome[m->n_outcome - 1];
}

/* headers is a list of "name: value" that ends with NULL. */
MOCK_STATIC const char *mock_header(const void *headers, const char *name)
{
	const char *const *line = headers;
	size_t n = strlen(name);

	for (; line && *line; line++) {
		if (strncmp(*line, name, n) == 0 && (*line)[n] == ':')
			return *line + n + 2;
	}
	return NULL;
}

/* An answer; headers as for mock_header(), NULL for none, borrowed. */
MOCK_STATIC struct platform_result mock_result(
	uint64_t id, int status, const char *body, const char *const *headers)
{
	return (struct platform_result){
		.id = id,
		.status = status,
		.maybe_sent = status == 0,
		.body = body,
		.body_len = strlen(body),
		.header = mock_header,
		.headers = headers,
	};
}

#define MOCK_HEADERS(...) ((const char *const[]){__VA_ARGS__, NULL})

#define assert_contains(text, part)                                                                \
	do {                                                                                       \
		if (!strstr((text), (part)))                                                       \
			fail_msg("\"%s\" is not in: %s", (part), (text));                          \
	} while (0)
#define assert_lacks(text, part)                                                                   \
	do {                                                                                       \
		if (strstr((text), (part)))                                                        \
			fail_msg("\"%s\" is in: %s", (part), (text));                              \
	} while (0)

#endif
