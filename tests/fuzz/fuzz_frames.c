/*
 * Fuzzes the Discord adapter: a conversation of lines, each of them something that the world does to
 * it.  The host does nothing but check what it is asked.
 *
 *	clang -std=c17 -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined -Isrc \
 *		tests/fuzz/fuzz_frames.c src/platform/[a-z]*.c src/base/buf.c src/base/json.c \
 *		src/base/log.c src/base/lru.c src/base/url.c src/base/utf8.c -lcjson -lm -lz -lzstd -o fuzz_frames
 *	fuzz_frames -max_len=65536 corpus tests/fuzz/frames
 *
 * The first line sets up: w = content is wanted, g = the gateway's address is asked for; what follows a
 * blank is the last run's session.  Then, by a line's first byte:
 *
 *	f FRAME             a frame comes in (on the other link: F)
 *	b BYTES             a binary frame comes in
 *	o                   the link is open
 *	c CODE              the link is closed (the other one: C)
 *	r STATUS HEADERS;;BODY   the oldest request is answered; HEADERS are name: value, divided by ;
 *	t MS                time goes by
 *	s                   something is to be said
 *	e                   an emergency is to be said
 *	d USER              an emergency is to be said to a person
 *	i                   the last interaction is answered
 *	w TICKET            a message is withdrawn, the first one's ticket being 0
 *	x ID                a message of ours is removed
 *	q                   stop
 *
 * When too many requests wait, the oldest ones get no answer.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/url.h"
#include "platform/discord_budget.h"
#include "platform/platform.h"
#include "platform/snowflake.h"

#define OPEN_MAX_REQUESTS 64
#define TICKETS_MAX 4096
#define HEADERS_MAX 16
#define DAY_MS 86400000

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);            \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

struct world {
	const struct platform_adapter *adapter;
	void *self;
	int64_t now;
	int link; /* the last that was opened */
	uint64_t open[OPEN_MAX_REQUESTS];
	size_t n_open;
	uint64_t n_tickets;
	char handle[INTERACTION_HANDLE_MAX]; /* of the last interaction */
	unsigned char state[TICKETS_MAX];    /* of a say: 0 refused, 1 taken, 2 told */
	unsigned identifies;
	bool is_ready;
	bool has_failed;
	uint32_t random;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ------------------------------------------------------------------ host */

static void on_open(void *ctx, int link, const char *url)
{
	struct world *w = ctx;

	CHECK(link == 0 || link == 1);
	CHECK(url_trusted(url, URL_WEBSOCKET));
	CHECK(strstr(url, "v=10&encoding=json"));
	CHECK(!w->has_failed);
	w->link = link;
}

static void on_close(void *ctx, int link, int code)
{
	(void)ctx;
	CHECK(link == 0 || link == 1);
	CHECK(code == 4200);
}

static void on_send(void *ctx, int link, const char *data, size_t len)
{
	struct world *w = ctx;

	CHECK(link == w->link);
	CHECK(len > 0 && len <= 4096);
	if (strncmp(data, "{\"op\":2,", 8) == 0)
		w->identifies++;
	CHECK(w->identifies <= 1000 * (1 + w->now / DAY_MS));
}

static void on_request(void *ctx, const struct platform_request *request)
{
	struct world *w = ctx;

	CHECK(strncmp(request->url, "https://discord.com/api/v10/", 28) == 0);
	CHECK(request->timeout_ms > 0);
	/* the token of an interaction is all that it takes */
	CHECK(request->authorized || strstr(request->url, "/interactions/") ||
		strstr(request->url, "/webhooks/"));
	CHECK(w->n_open < OPEN_MAX_REQUESTS);
	w->open[w->n_open++] = request->id;
}

static void on_wake(void *ctx, int64_t at_ms)
{
	(void)ctx;
	CHECK(at_ms >= 0);
}

static void on_heard(void *ctx, const struct platform_event *event)
{
	(void)ctx;
	CHECK(snowflake_valid(event->message) && snowflake_valid(event->conversation));
	CHECK(event->direct ? !*event->server : snowflake_valid(event->server));
	CHECK(!*event->parent || snowflake_valid(event->parent));
	CHECK(event->title && strlen(event->text) == event->text_len);
	CHECK(event->link && !*event->link == (event->kind == PLATFORM_DELETED));
	CHECK(event->kind == PLATFORM_DELETED || snowflake_valid(event->user));
}

static void on_interact(void *ctx, const struct interaction *is)
{
	struct world *w = ctx;
	size_t i;

	CHECK(snowflake_valid(is->id) && snowflake_valid(is->conversation));
	CHECK(snowflake_valid(is->user) && is->direct == !*is->server);
	CHECK(is->n_values <= INTERACTION_VALUES_MAX && is->n_roles <= INTERACTION_ROLES_MAX);
	for (i = 0; i < is->n_values; i++)
		CHECK(is->values[i].name && strlen(is->values[i].text) < INTERACTION_TEXT_MAX);
	CHECK(strlen(is->command) < INTERACTION_COMMAND_MAX);
	CHECK(strlen(is->key) < INTERACTION_KEY_MAX && strlen(is->chosen) < INTERACTION_KEY_MAX);
	CHECK(strlen(is->text) < INTERACTION_TEXT_MAX && is->focused && is->link && is->author);
	CHECK(is->kind == INTERACTION_PRESSED || *is->command);
	snprintf(w->handle, sizeof(w->handle), "%s", is->handle);
}

static void on_outcome(void *ctx, const struct platform_outcome *outcome)
{
	struct world *w = ctx;

	CHECK(outcome->ticket < TICKETS_MAX && outcome->id && outcome->reason);
	CHECK(!outcome->thread || !*outcome->thread || snowflake_valid(outcome->thread));
	CHECK(w->state[outcome->ticket] != 2);
	w->state[outcome->ticket] = 2;
}

static void on_ready(void *ctx, bool is_ready)
{
	struct world *w = ctx;

	CHECK(w->is_ready != is_ready);
	w->is_ready = is_ready;
}

static void on_fault(void *ctx, enum platform_fault fault, const char *detail)
{
	struct world *w = ctx;

	(void)fault;
	CHECK(detail && !w->has_failed);
	w->has_failed = true;
}

static void on_budget(void *ctx, const char *budget)
{
	(void)ctx;
	CHECK(budget && strlen(budget) < DISCORD_BUDGET_TEXT_MAX);
}

static void on_session(void *ctx, const char *session)
{
	(void)ctx;
	CHECK(strlen(session) <= 4096);
}

static uint32_t on_random(void *ctx)
{
	struct world *w = ctx;

	w->random = w->random * 1664525 + 1013904223;
	return w->random;
}

static int64_t on_wall(void *ctx)
{
	(void)ctx;
	return 1800000000000;
}

/* ------------------------------------------------------------------ the world */

/* Header lines as text: "name: value;name: value". */
static const char *find_header(const void *headers, const char *name)
{
	const char *const *line = headers;
	size_t n = strlen(name);

	for (; *line; line++) {
		if (strncmp(*line, name, n) == 0 && (*line)[n] == ':' && (*line)[n + 1] == ' ')
			return *line + n + 2;
	}
	return NULL;
}

static void answer(struct world *w, int status, const char *const *headers, const char *body)
{
	struct platform_result result = {
		.id = w->open[0],
		.status = status,
		.maybe_sent = true,
		.body = body,
		.body_len = strlen(body),
		.header = find_header,
		.headers = headers,
	};

	memmove(w->open, w->open + 1, --w->n_open * sizeof(w->open[0]));
	w->adapter->answered(w->self, &result, w->now);
}

static void answer_line(struct world *w, char *line)
{
	const char *headers[HEADERS_MAX + 1] = {NULL};
	char *body = strstr(line, ";;"), *header, *rest = NULL;
	int status = (int)strtol(line, &line, 10), n = 0;

	if (!w->n_open)
		return;
	if (body && body >= line) {
		*body = '\0';
		body += 2;
		for (header = strtok_r(line, ";", &rest); header && n < HEADERS_MAX;
			header = strtok_r(NULL, ";", &rest))
			headers[n++] = header + (*header == ' ');
	}
	answer(w, status, headers, body && body >= line ? body : line);
}

static void frame(struct world *w, int link, const char *data, size_t len, bool is_text)
{
	/* a copy of its own: reading beyond it is noticed */
	char *copy = malloc(len ? len : 1);

	CHECK(copy);
	memcpy(copy, data, len);
	w->adapter->received(w->self, link, copy, len, is_text, w->now);
	free(copy);
}

/* to: a channel; or, direct, a person. */
static void say(struct world *w, const char *to, bool emergency, bool direct)
{
	uint64_t ticket = w->n_tickets++;
	struct platform_say say = {
		.ticket = ticket,
		.conversation = direct || !*to ? "20" : to,
		.direct = direct ? to : "",
		.reply_to = ticket % 3 ? "1300000000000000001" : "",
		.user = "30",
		.text = to,
		.purpose = emergency ? "flag" : "answer",
		.deadline_ms = w->now + 30000,
		.emergency = emergency,
		.thread = emergency || ticket % 2 ? "" : "a \"thread\"",
	};

	if (ticket >= TICKETS_MAX)
		return;
	if (w->adapter->say(w->self, &say, w->now) < 0)
		CHECK(w->state[ticket] == 0);
}

static void respond(struct world *w, const char *text)
{
	const uint64_t ticket = w->n_tickets++;
	const struct platform_say say = {
		.ticket = ticket,
		.user = "30",
		.text = text,
		.controls = "bkey\tlabel\nmmenu\tchoose\nochoice\tlabel\n",
		.handle = *w->handle ? w->handle : text,
		.turn = (enum platform_turn)(ticket % (PLATFORM_TURN_SUGGEST + 1)),
		.in_private = ticket % 2,
		.deadline_ms = w->now + 30000,
		.emergency = ticket % 3 == 0,
	};

	if (ticket < TICKETS_MAX && w->adapter->say(w->self, &say, w->now) < 0)
		CHECK(w->state[ticket] == 0);
}

static void pass(struct world *w, const char *text)
{
	long ms = strtol(text, NULL, 10);

	w->now += ms > 0 && ms < DAY_MS ? ms : 1;
	w->adapter->tick(w->self, w->now);
}

/* Does what one line says. */
static void act(struct world *w, char *line, size_t len)
{
	switch (*line) {
	case 'f': frame(w, w->link, line + 1, len - 1, true); break;
	case 'F': frame(w, !w->link, line + 1, len - 1, true); break;
	case 'b': frame(w, w->link, line + 1, len - 1, false); break;
	case 'o': w->adapter->opened(w->self, w->link, w->now); break;
	case 'c': w->adapter->closed(w->self, w->link, atoi(line + 1), w->now); break;
	case 'C': w->adapter->closed(w->self, !w->link, atoi(line + 1), w->now); break;
	case 'r': answer_line(w, line + 1); break;
	case 't': pass(w, line + 1); break;
	case 's': say(w, line + 1, false, false); break;
	case 'e': say(w, line + 1, true, false); break;
	case 'd': say(w, line + 1, true, true); break;
	case 'i': respond(w, line + 1); break;
	case 'w': w->adapter->withdraw(w->self, (uint64_t)atoi(line + 1), w->now); break;
	case 'x': w->adapter->remove(w->self, "20", line + 1, w->now + 9000, w->now); break;
	case 'q': w->adapter->stop(w->self, w->now); break;
	default: break;
	}
	while (w->n_open > OPEN_MAX_REQUESTS / 2)
		answer(w, 0, (const char *const[]){NULL}, "");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world *w = calloc(1, sizeof(*w));
	struct platform_host host = {.open = on_open,
		.close = on_close,
		.send = on_send,
		.request = on_request,
		.wake = on_wake,
		.heard = on_heard,
		.interact = on_interact,
		.outcome = on_outcome,
		.ready = on_ready,
		.fault = on_fault,
		.session = on_session,
		.budget = on_budget,
		.random = on_random,
		.wall = on_wall,
		.ctx = w};
	static const struct platform_listened listened = {"20", "10"};
	struct platform_account account = {.token = "invented-token",
		.gateway_url = "ws://[::1]:9",
		.listened = &listened,
		.n_listened = 1,
		.late_ms = 21600000};
	char *text = malloc(size + 1), *line = text, *end, *blank;

	CHECK(w && text);
	memcpy(text, data, size);
	text[size] = '\0';
	end = memchr(text, '\n', size);
	if (end) {
		*end = '\0';
		blank = strchr(text, ' ');
		account.session = blank ? blank + 1 : NULL;
		account.wants_content = *text == 'w';
		if (strchr(text, 'g'))
			account.gateway_url = NULL;
		line = end + 1;
	}
	w->adapter = platform_find("discord");
	w->self = w->adapter->create(&account, &host);
	CHECK(w->self);
	w->adapter->start(w->self, w->now);
	for (; line < text + size; line = end + 1) {
		end = memchr(line, '\n', (size_t)(text + size - line));
		if (!end)
			end = text + size;
		*end = '\0';
		act(w, line, (size_t)(end - line));
	}
	w->adapter->stop(w->self, w->now);
	w->adapter->destroy(w->self);
	free(text);
	free(w);
	return 0;
}
