/*
 * The network between the bot and Discord: src/sys/link.h and src/sys/http.h on the invented clock.  What
 * is sent is on its way for a while, and may be lost, cut, damaged, or have no answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/queue.h>

#include "chaos/chaos.h"
#include "sys/http.h"
#include "sys/loop.h"

#define CLOSE_MS 2000 /* as LINK_CLOSE_MS: a peer that does not acknowledge a close */

/* ------------------------------------------------------------------ links */

enum packet_kind { OPENED, DATA, CLOSED };

struct packet {
	TAILQ_ENTRY(packet) entry;
	struct timer timer;
	struct link *link;
	enum packet_kind kind;
	int code;
	bool is_text, damaged;
	bool edition; /* whether it brings what was edited */
	struct message *brings;
	size_t len;
	char data[];
};

struct link {
	TAILQ_ENTRY(link) entry;
	struct link_callbacks callbacks;
	void *ctx;
	bool idle, open, closing, half_open, damage_next, damaged;
	struct peer *peer;
	int64_t last_at; /* what is sent arrives in its order */
	struct timer deadline;
	TAILQ_HEAD(, packet) packets;
};

static TAILQ_HEAD(, link) links = TAILQ_HEAD_INITIALIZER(links);

static void clear_packets(struct link *l)
{
	struct packet *p;

	while ((p = TAILQ_FIRST(&l->packets)) != NULL) {
		TAILQ_REMOVE(&l->packets, p, entry);
		timers_remove(&p->timer);
		free(p);
	}
}

/* The connection is over on our side: Discord is told, unless nothing passes any more. */
static void leave(struct link *l)
{
	struct peer *peer = l->peer;

	l->peer = NULL;
	l->open = l->closing = l->damage_next = l->damaged = false;
	l->idle = true;
	timers_remove(&l->deadline);
	clear_packets(l);
	if (peer && l->half_open)
		server_deaf(peer);
	else if (peer)
		server_gone(peer);
	l->half_open = false;
}

/* Whoever was brought something by a whole frame of a sound stream has been reached. */
static void note_delivery(const struct packet *p)
{
	struct link *l = p->link;

	if (p->damaged)
		l->damaged = storm.garbled = true;
	if (!p->brings)
		return;
	if (l->damaged) {
		p->brings->excused = EXCUSE_DAMAGED;
		p->brings->garbled = true;
	} else if (!storm.stopping && p->edition == p->brings->edited) {
		p->brings->delivered = storm.life;
	}
	if (!l->damaged && !storm.stopping && !p->edition)
		storm.anchored = true;
	if (!l->damaged && !storm.stopping && !p->edition)
		people.knew[p->brings->place] =
			people.places[p->brings->place].kind != PLACE_THREAD;
}

static void arrive(void *ctx)
{
	struct packet *p = ctx;
	struct link *l = p->link;

	TAILQ_REMOVE(&l->packets, p, entry);
	switch (p->kind) {
	case OPENED:
		l->open = true;
		l->callbacks.opened(l->ctx);
		break;
	case DATA:
		note_delivery(p);
		l->callbacks.received(l->ctx, p->data, p->len, p->is_text);
		break;
	case CLOSED:
		leave(l);
		l->callbacks.closed(l->ctx, p->code);
		break;
	}
	free(p);
}

/* Sends something on its way to the bot; behind a close nothing comes any more. */
static struct packet *post(struct link *l, enum packet_kind kind, const char *data, size_t len)
{
	struct packet *p;
	int64_t at = storm.now + chaos_between(2, 40);

	if (l->idle || l->half_open || (l->closing && kind == DATA))
		return NULL;
	p = calloc(1, sizeof(*p) + len + 1);
	if (!p)
		return NULL;
	p->link = l;
	p->kind = kind;
	p->len = len;
	if (len)
		memcpy(p->data, data, len);
	l->last_at = at > l->last_at ? at : l->last_at;
	TAILQ_INSERT_TAIL(&l->packets, p, entry);
	chaos_at(&storm.inbox, &p->timer, l->last_at - storm.now, arrive, p);
	return p;
}

void net_open(struct link *link)
{
	post(link, OPENED, NULL, 0);
}

void net_data(struct link *link, const char *data, size_t len, bool is_text, struct message *brings)
{
	struct packet *p = post(link, DATA, data, len);
	size_t i;

	if (!p)
		return;
	p->is_text = is_text;
	p->brings = brings;
	p->edition = brings && brings->edited;
	if (!link->damage_next)
		return;
	link->damage_next = false;
	p->damaged = true;
	for (i = 0; i < 3 && len; i++)
		p->data[chaos_random() % len] ^= (char)chaos_between(1, 255);
}

void net_damage(struct link *link)
{
	link->damage_next = true;
}

void net_closed(struct link *link, int code)
{
	struct packet *p = post(link, CLOSED, NULL, 0);

	link->peer = NULL;
	if (p)
		p->code = code;
}

void net_half_open(struct link *link)
{
	clear_packets(link);
	link->half_open = true;
}

bool net_is_half_open(const struct link *link)
{
	return link->half_open;
}

void net_drop(struct link *link, bool loses)
{
	struct peer *peer = link->peer;

	link->peer = NULL;
	if (loses)
		clear_packets(link);
	if (peer)
		server_gone(peer);
	post(link, CLOSED, NULL, 0);
}

struct link *net_link(void)
{
	struct link *l;

	TAILQ_FOREACH(l, &links, entry)
	{
		if (l->open && !l->closing && l->peer)
			return l;
	}
	return NULL;
}

static void deadline_passed(void *ctx)
{
	struct link *l = ctx;

	leave(l);
	l->callbacks.closed(l->ctx, 0);
}

struct link *link_create(
	const struct link_options *options, const struct link_callbacks *callbacks, void *ctx)
{
	struct link *l = calloc(1, sizeof(*l));

	(void)options;
	if (!l)
		return NULL;
	l->callbacks = *callbacks;
	l->ctx = ctx;
	l->idle = true;
	TAILQ_INIT(&l->packets);
	TAILQ_INSERT_HEAD(&links, l, entry);
	return l;
}

void link_destroy(struct link *link)
{
	if (!link)
		return;
	leave(link);
	TAILQ_REMOVE(&links, link, entry);
	free(link);
}

int link_open(struct link *link, const char *url)
{
	if (!link->idle)
		return -1;
	link->idle = false;
	link->last_at = 0;
	chaos_at(&storm.own, &link->deadline, LINK_CONNECT_MS, deadline_passed, link);
	if (storm.now < weather.hang_until)
		return 0;
	if (storm.now < weather.refuse_until ||
		(storm.now < weather.resume_host_until && strstr(url, "resume"))) {
		post(link, CLOSED, NULL, 0);
		return 0;
	}
	timers_remove(&link->deadline);
	net_open(link);
	link->peer = server_accept(link, url);
	return 0;
}

int link_send(struct link *link, const char *data, size_t len)
{
	if (!link->open || link->closing)
		return -1;
	if (len > 4096)
		chaos_violation("a frame of %zu bytes", len);
	if (!link->half_open && link->peer)
		server_hear(link->peer, data, len);
	return 0;
}

void link_close(struct link *link, int code)
{
	(void)code;
	if (link->idle || link->closing)
		return;
	link->closing = true;
	clear_packets(link);
	timers_remove(&link->deadline);
	/* acknowledged, or given up */
	chaos_at(&storm.own, &link->deadline, chaos_chance(70) ? 30 : CLOSE_MS, deadline_passed,
		link);
}

bool link_is_open(const struct link *link)
{
	return link->open && !link->closing;
}

/* ------------------------------------------------------------------ requests */

struct call {
	TAILQ_ENTRY(call) entry;
	struct http *http;
	http_fn *done;
	void *ctx;
	char method[8], *url, *body;
	int64_t sent_at;
	bool arrived;
	struct timer arrive, answer;
	struct reply reply;
	struct page *page; /* that it was */
	struct http_result result;
};

struct http {
	TAILQ_HEAD(, call) calls;
};

struct http *http_create(struct loop *loop, const struct http_options *options)
{
	struct http *h = calloc(1, sizeof(*h));

	(void)loop;
	(void)options;
	if (h)
		TAILQ_INIT(&h->calls);
	return h;
}

static void serve(struct call *c)
{
	if (pages_is_hook(c->url))
		c->page = pages_hook(c->body, &c->reply);
	else
		rest_serve(c->method, c->url, c->body, c->sent_at, &c->reply);
}

static void end_call(struct call *c)
{
	TAILQ_REMOVE(&c->http->calls, c, entry);
	timers_remove(&c->arrive);
	timers_remove(&c->answer);
	free(c->reply.body);
	free(c->url);
	free(c->body);
	free(c);
}

/* A request that was on its way when its maker died may still arrive. */
void http_destroy(struct http *http)
{
	const struct http_result nothing = {.error = "abandoned", .body = ""};
	struct call *c;

	if (!http)
		return;
	while ((c = TAILQ_FIRST(&http->calls)) != NULL) {
		if (timers_armed(&c->arrive) && chaos_chance(50))
			serve(c);
		c->done(c->ctx, &nothing);
		end_call(c);
	}
	free(http);
}

static void answer(void *ctx)
{
	struct call *c = ctx;

	timers_remove(&c->arrive);
	if (c->result.status && c->page)
		pages_told(c->page);
	else if (c->result.status)
		rest_told(c->method, c->url, &c->reply);
	c->result.headers = c->result.status ? &c->reply : NULL;
	c->done(c->ctx, &c->result);
	end_call(c);
}

/* No answer, at that time at the latest. */
static void answer_nothing(struct call *c, int64_t in_ms, bool maybe_sent)
{
	c->result = (struct http_result){
		.status = 0, .maybe_sent = maybe_sent, .error = "no answer", .body = ""};
	if (storm.now + in_ms < c->answer.at_ms)
		chaos_at(&storm.inbox, &c->answer, in_ms, answer, c);
}

static void give(struct call *c)
{
	int64_t in_ms =
		chaos_happens(&weather.slow) ? chaos_between(1000, 30000) : chaos_between(5, 60);
	size_t len = c->reply.body ? strlen(c->reply.body) : 0;

	if (chaos_happens(&weather.after)) {
		chaos_tell("the answer to %s %s is lost", c->method, c->url);
		answer_nothing(c, in_ms, true);
		return;
	}
	if (len && chaos_happens(&weather.cut))
		c->reply.body[chaos_random() % len] = '\0';
	if (storm.now + in_ms >= c->answer.at_ms)
		return; /* too slow: nothing came in time */
	c->result = (struct http_result){.status = c->reply.status,
		.error = "",
		.body = c->reply.body ? c->reply.body : "",
		.body_len = c->reply.body ? strlen(c->reply.body) : 0};
	chaos_at(&storm.inbox, &c->answer, in_ms, answer, c);
}

static void reach_server(void *ctx)
{
	struct call *c = ctx;

	c->arrived = true;
	c->result.maybe_sent = true;
	serve(c);
	give(c);
}

static char *copy_bytes(const char *s, size_t len)
{
	return strndup(s ? s : "", s ? len : 0);
}

int http_request(struct http *http, const struct http_request *request, http_fn *done, void *ctx)
{
	struct call *c = calloc(1, sizeof(*c));

	if (!c)
		return -1;
	c->http = http;
	c->done = done;
	c->ctx = ctx;
	snprintf(c->method, sizeof(c->method), "%s", request->method);
	c->url = copy_bytes(request->url, strlen(request->url));
	c->body = copy_bytes(request->body, request->body_len);
	c->sent_at = storm.now;
	TAILQ_INSERT_TAIL(&http->calls, c, entry);
	tally.requests++;
	c->result = (struct http_result){.error = "out of time", .body = "", .maybe_sent = true};
	chaos_at(&storm.inbox, &c->answer, request->timeout_ms, answer, c);
	if (chaos_happens(&weather.unsent))
		answer_nothing(c, chaos_between(1, 2000), false);
	else if (chaos_happens(&weather.lost))
		answer_nothing(c, chaos_between(10, 20000), true);
	else
		chaos_at(&storm.world, &c->arrive, chaos_between(5, 60), reach_server, c);
	return 0;
}

const char *http_header(const void *headers, const char *name)
{
	const struct reply *r = headers;
	size_t i;

	for (i = 0; r && i < r->n_headers; i++) {
		if (strcasecmp(r->headers[i][0], name) == 0)
			return r->headers[i][1];
	}
	return NULL;
}
