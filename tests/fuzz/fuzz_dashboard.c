/*
 * Fuzzes what the dashboard is asked: lines, in which $C is the cookie of somebody who is logged in and $K
 * the key of their page.  By a line's first byte:
 *
 *	i BODY        a login
 *	l BODY        one with the right token, which $T stands for; from then on $C and $K are its own
 *	c COOKIE      the cookies of the requests that follow
 *	o ORIGIN      their origin
 *	y TYPE        their content type
 *	a BODY        something is to be done (v: leave; s, e: the session, the events)
 *	p METHOD PATH BODY     any request below the dashboard's path
 *
 * Nothing may be done but what comes with both secrets, from this server's own page.
 *
 *	make fuzz, or: fuzz_dashboard -max_len=20000 corpus tests/fuzz/dashboard
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "bot/responder.h"
#include "cmd/admin_dashboard.h"
#include "sys/loop.h"
#include "web/dashboard.h"

#define TOKEN "an-invented-token"
#define PORT 9464
#define LINE_BYTES 32768

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);            \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

/* Made once: reading the content takes longer than everything else. */
static struct {
	struct loop *loop;
	struct responder *responder;
	struct log log;
} house;

struct asking {
	struct dashboard *dashboard;
	char cookie[256], key[LOGIN_SECRET_MAX]; /* of whoever is logged in; "" = nobody */
	struct buf given; /* every cookie and key that was given out, a line each */
	char cookies[1024], origin[256], type[128];
	unsigned acts;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void say_nothing(void *ctx, enum log_level level, const char *line)
{
	(void)ctx;
	(void)level;
	(void)line;
}

static bool show(void *ctx, struct buf *out)
{
	(void)ctx;
	return buf_puts(out, "{}");
}

static void count(void *ctx, struct history *h)
{
	(void)ctx;
	history_add(h, "g", "a", 1);
}

static const char *act(void *ctx, const char *who, const json *ask, struct buf *out)
{
	const struct daemon_parts parts = {.loop = house.loop, .responder = house.responder};
	const char *what = json_get_string(ask, "do"), *wrong;
	struct asking *a = ctx;
	json *v;

	CHECK(strncmp(who, "session ", 8) == 0 && !strpbrk(who, "\n\r"));
	a->acts++;
	if (what && strcmp(what, "reload") == 0) /* takes a second */
		return buf_puts(out, "{\"ok\":true}") ? NULL : "out of memory";
	wrong = admin_dashboard_act(&parts, who, ask, out);
	v = wrong ? NULL : json_parse(buf_str(out), out->len);
	CHECK(wrong || v);
	json_free(v);
	return wrong;
}

static void check_answer(const struct serve_answer *answer)
{
	const char *at = buf_str(&answer->headers);
	json *v;

	CHECK(answer->status >= 200 && answer->status <= 503);
	CHECK(buf_ok(&answer->headers) && buf_ok(&answer->body));
	for (; *at; at++)
		CHECK((unsigned char)*at >= ' ' || *at == '\n' || *at == '\r' || *at == '\0');
	if (!answer->type || strcmp(answer->type, "application/json") != 0)
		return;
	v = json_parse(buf_str(&answer->body), answer->body.len);
	CHECK(v);
	json_free(v);
}

/* Whether the text holds something of 64 digits that was given out. */
static bool holds_secret(const struct asking *a, const char *text)
{
	char secret[LOGIN_SECRET_MAX];
	const char *at = buf_str(&a->given);

	for (; *at; at += strlen(secret) + 1) {
		snprintf(secret, sizeof(secret), "%.*s", (int)strcspn(at, "\n"), at);
		if (strstr(text, secret))
			return true;
	}
	return false;
}

/* Keeps the cookie that was set. */
static void take_cookie(struct asking *a, const struct buf *headers)
{
	const char *at = strstr(buf_str(headers), "lumbard-");

	CHECK(at);
	snprintf(a->cookie, sizeof(a->cookie), "%.*s", (int)strcspn(at, ";"), at);
	buf_printf(&a->given, "%s\n", strchr(a->cookie, '=') + 1);
}

static void request(struct asking *a, const char *method, const char *path, const char *body)
{
	const unsigned before = a->acts;
	struct serve_answer answer = {.status = 200};
	char whole[SERVE_PATH_MAX];
	json *v;

	if (snprintf(whole, sizeof(whole), DASHBOARD_PATH "%s", path) >= (int)sizeof(whole))
		return;
	buf_init(&answer.headers, SERVE_HEADERS_MAX);
	buf_init(&answer.body, SERVE_ANSWER_MAX);
	dashboard_answer(a->dashboard,
		&(struct serve_request){.method = method,
			.path = whole,
			.query = "",
			.authorization = "",
			.user_agent = "",
			.content_type = a->type,
			.origin = a->origin,
			.cookie = a->cookies,
			.body = body,
			.body_len = strlen(body)},
		&answer);
	check_answer(&answer);
	/* nobody guesses either secret */
	if (a->acts != before)
		CHECK(holds_secret(a, a->cookies) && holds_secret(a, body) && *a->origin);
	if (strcmp(path, "/login") == 0 && answer.status == 204)
		take_cookie(a, &answer.headers);
	if (strcmp(path, "/session") == 0 && answer.status == 200) {
		CHECK(holds_secret(a, a->cookies));
		v = json_parse(buf_str(&answer.body), answer.body.len);
		if (json_get_string(v, "key"))
			snprintf(a->key, sizeof(a->key), "%s", json_get_string(v, "key"));
		buf_printf(&a->given, "%s\n", a->key);
		json_free(v);
	}
	buf_free(&answer.headers);
	buf_free(&answer.body);
}

/* Logs in as the page does, and learns the key. */
static void log_in(struct asking *a, const char *body)
{
	char before[sizeof(a->cookies)];

	a->key[0] = a->cookie[0] = '\0';
	request(a, "POST", "/login", body);
	memcpy(before, a->cookies, sizeof(before));
	snprintf(a->cookies, sizeof(a->cookies), "%s", a->cookie);
	if (*a->cookie)
		request(a, "GET", "/session", "");
	memcpy(a->cookies, before, sizeof(before));
}

static void fill_in(const struct asking *a, const char *line, struct buf *out)
{
	for (; *line; line++) {
		if (strncmp(line, "$C", 2) == 0)
			buf_puts(out, a->cookie);
		else if (strncmp(line, "$K", 2) == 0)
			buf_puts(out, a->key);
		else if (strncmp(line, "$T", 2) == 0)
			buf_puts(out, TOKEN);
		else {
			buf_putc(out, *line);
			continue;
		}
		line++;
	}
}

static void any_request(struct asking *a, char *line)
{
	char *path = strchr(line, ' '), *body = path ? strchr(path + 1, ' ') : NULL;

	if (!path)
		return;
	*path++ = '\0';
	if (body)
		*body++ = '\0';
	request(a, line, path, body ? body : "");
}

static void do_line(struct asking *a, const char *text)
{
	struct buf line;
	char *rest;

	buf_init(&line, LINE_BYTES);
	fill_in(a, text, &line);
	rest = buf_ok(&line) && line.len > 1 ? line.data + 1 : NULL;
	switch (rest ? *text : '\0') {
	case 'i': request(a, "POST", "/login", rest); break;
	case 'l': log_in(a, rest); break;
	case 'c': snprintf(a->cookies, sizeof(a->cookies), "%s", rest); break;
	case 'o': snprintf(a->origin, sizeof(a->origin), "%s", rest); break;
	case 'y': snprintf(a->type, sizeof(a->type), "%s", rest); break;
	case 'a': request(a, "POST", "/act", rest); break;
	case 'v': request(a, "POST", "/leave", rest); break;
	case 's': request(a, "GET", "/session", ""); break;
	case 'e': request(a, "GET", "/events", ""); break;
	case 'p': any_request(a, rest); break;
	default: break;
	}
	buf_free(&line);
}

static void set_up(void)
{
	house.log = (struct log){.level = LOG_ERROR, .sink = say_nothing};
	house.loop = loop_create(&(struct loop_options){.log = &house.log});
	house.responder =
		responder_create(&(struct responder_options){.folder = ".", .log = &house.log});
	CHECK(house.loop && house.responder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct asking a = {.origin = "http://127.0.0.1:9464", .type = "application/json"};
	char *text = malloc(size + 1), *line, *end;

	if (!house.loop)
		set_up();
	buf_init(&a.given, 1 << 20);
	CHECK(text);
	memcpy(text, data, size);
	text[size] = '\0';
	a.dashboard = dashboard_create(&(struct dashboard_options){.loop = house.loop,
		.log = &house.log,
		.token = TOKEN,
		.port = PORT,
		.show = show,
		.count = count,
		.act = act,
		.ctx = &a});
	CHECK(a.dashboard);
	for (line = text; line < text + size; line = end + 1) {
		end = memchr(line, '\n', (size_t)(text + size - line));
		if (!end)
			end = text + size;
		*end = '\0';
		do_line(&a, line);
	}
	dashboard_destroy(a.dashboard);
	buf_free(&a.given);
	free(text);
	return 0;
}
