/*
 * A platform that exists in tests only: an adapter that does what a test tells it to, and notes what it
 * is told.  A test program that includes this has no other platform: platform_find() is here.
 */
#ifndef TESTS_BOT_FAKE_H
#define TESTS_BOT_FAKE_H

#include "platform/host_mock.h"
#include "platform/platform.h"

#ifndef FAKE_NAME
#define FAKE_NAME "fake" /* under which it is found */
#endif
#define FAKES_MAX 4
#define FAKE_SAID_MAX 600

struct fake {
	struct platform_host host;
	char token[64], api[128], gateway[128], session[64], budget[64];
	bool wants_content;
	bool alive;
	unsigned starts, stops, opened, received, closed, answered, ticks;
	int link, code, status;
	bool maybe_sent;
	char text[256]; /* received last, or an answer's body */
	char note[64];  /* the header "x-note" of an answer */
	bool is_stopped;
	int say_result;
	uint64_t said[FAKE_SAID_MAX]; /* tickets */
	size_t n_said;
	char say_text[4096]; /* of the last one */
	char say_direct[PLATFORM_ID_MAX], say_purpose[16];
	uint64_t withdrawn; /* the last ticket */
	char removed[PLATFORM_ID_MAX * 2];
	unsigned withdrawals, removals;
	struct platform_listened listened[4];
	size_t n_listened;
	int64_t late_ms;
	bool inside;                  /* a call of the adapter is under way */
	void (*then)(struct fake *f); /* called by each of them, inside */
};

static struct fake fakes[FAKES_MAX];
static size_t n_fakes;
static bool fake_fails;                   /* create() has no memory */
static struct platform_status fake_state; /* what every fake says of itself */

MOCK_STATIC void fake_reset(void)
{
	memset(fakes, 0, sizeof(fakes));
	n_fakes = 0;
	fake_fails = false;
	memset(&fake_state, 0, sizeof(fake_state));
}

/* Nothing is called back from inside a call of the adapter. */
static void fake_enter(struct fake *f)
{
	assert_true(f->alive);
	assert_false(f->inside);
	f->inside = true;
	if (f->then)
		f->then(f);
	f->inside = false;
}

static void *fake_create(const struct platform_account *account, const struct platform_host *host)
{
	struct fake *f = &fakes[n_fakes];

	if (fake_fails)
		return NULL;
	assert_true(n_fakes < FAKES_MAX);
	n_fakes++;
	f->host = *host;
	f->alive = true;
	f->wants_content = account->wants_content;
	f->late_ms = account->late_ms;
	for (f->n_listened = 0; f->n_listened < account->n_listened && f->n_listened < 4;
		f->n_listened++)
		f->listened[f->n_listened] = account->listened[f->n_listened];
	mock_copy(f->token, sizeof(f->token), account->token);
	mock_copy(f->api, sizeof(f->api), account->api_url);
	mock_copy(f->gateway, sizeof(f->gateway), account->gateway_url);
	mock_copy(f->session, sizeof(f->session), account->session);
	mock_copy(f->budget, sizeof(f->budget), account->budget);
	return f;
}

static void fake_destroy(void *self)
{
	struct fake *f = self;

	if (!f)
		return;
	assert_true(f->alive);
	f->alive = false;
}

static void fake_start(void *self, int64_t now_ms)
{
	struct fake *f = self;

	assert_true(now_ms > 0);
	f->starts++;
	fake_enter(f);
}

static void fake_stop(void *self, int64_t now_ms)
{
	struct fake *f = self;

	assert_true(now_ms > 0);
	f->stops++;
	fake_enter(f);
}

static bool fake_stopped(const void *self)
{
	const struct fake *f = self;

	return f->is_stopped;
}

static void fake_opened(void *self, int link, int64_t now_ms)
{
	struct fake *f = self;

	(void)now_ms;
	f->link = link;
	f->opened++;
	fake_enter(f);
}

static void fake_received(
	void *self, int link, const char *data, size_t len, bool is_text, int64_t now_ms)
{
	struct fake *f = self;

	(void)now_ms;
	f->link = link;
	f->received++;
	snprintf(f->text, sizeof(f->text), "%s:%.*s", is_text ? "text" : "binary", (int)len, data);
	fake_enter(f);
}

static void fake_closed(void *self, int link, int code, int64_t now_ms)
{
	struct fake *f = self;

	(void)now_ms;
	f->link = link;
	f->code = code;
	f->closed++;
	fake_enter(f);
}

static void fake_answered(void *self, const struct platform_result *result, int64_t now_ms)
{
	struct fake *f = self;

	(void)now_ms;
	f->answered++;
	f->status = result->status;
	f->maybe_sent = result->maybe_sent;
	mock_copy(f->text, sizeof(f->text), result->body);
	mock_copy(f->note, sizeof(f->note), result->header(result->headers, "x-note"));
	fake_enter(f);
}

static void fake_tick(void *self, int64_t now_ms)
{
	struct fake *f = self;

	(void)now_ms;
	f->ticks++;
	fake_enter(f);
}

static int fake_say(void *self, const struct platform_say *say, int64_t now_ms)
{
	struct fake *f = self;

	(void)now_ms;
	assert_false(f->inside);
	if (f->say_result != 0)
		return f->say_result;
	assert_true(f->n_said < FAKE_SAID_MAX);
	f->said[f->n_said++] = say->ticket;
	mock_copy(f->say_text, sizeof(f->say_text), say->text);
	mock_copy(f->say_direct, sizeof(f->say_direct), say->direct);
	mock_copy(f->say_purpose, sizeof(f->say_purpose), say->purpose);
	return 0;
}

static void fake_withdraw(void *self, uint64_t ticket, int64_t now_ms)
{
	struct fake *f = self;

	assert_true(now_ms > 0);
	f->withdrawn = ticket;
	f->withdrawals++;
	fake_enter(f);
}

static void fake_remove(void *self, const char *conversation, const char *message,
	int64_t deadline_ms, int64_t now_ms)
{
	struct fake *f = self;

	assert_true(deadline_ms >= now_ms);
	snprintf(f->removed, sizeof(f->removed), "%s/%s", conversation, message);
	f->removals++;
	fake_enter(f);
}

static void fake_status(const void *self, int64_t now_ms, struct platform_status *status)
{
	const struct fake *f = self;

	assert_true(f->alive);
	assert_true(now_ms > 0);
	*status = fake_state;
	if (!status->state)
		status->state = "fake";
}

static struct {
	unsigned asked, wanted; /* times */
	enum platform_content content;
} fake_content;

static void fake_listen(void *self, bool want, int64_t now_ms)
{
	(void)self;
	(void)now_ms;
	fake_content.asked += !want;
	fake_content.wanted += want;
}

static const struct platform_checker *fake_checker; /* of the platform; a test may set it */

static const struct platform_adapter *fake_adapter(void)
{
	static struct platform_adapter adapter = {
		.name = FAKE_NAME,
		.abilities = {.max_chars = 2000,
			.format = LUMBAR_DISCORD,
			.idempotent = true,
			.direct = true,
			.remove = true},
		.create = fake_create,
		.destroy = fake_destroy,
		.start = fake_start,
		.stop = fake_stop,
		.stopped = fake_stopped,
		.opened = fake_opened,
		.received = fake_received,
		.closed = fake_closed,
		.answered = fake_answered,
		.tick = fake_tick,
		.say = fake_say,
		.withdraw = fake_withdraw,
		.remove = fake_remove,
		.listen = fake_listen,
		.status = fake_status,
	};

	adapter.checker = fake_checker;
	return &adapter;
}

const struct platform_adapter *platform_find(const char *name)
{
	return strcmp(name, FAKE_NAME) == 0 ? fake_adapter() : NULL;
}

/* The first account hears a direct message. */
MOCK_STATIC void fake_hear(
	const char *conversation, const char *user, const char *message, const char *text)
{
	fakes[0].host.heard(fakes[0].host.ctx, &(struct platform_event){.kind = PLATFORM_MESSAGE,
						       .message = message,
						       .conversation = conversation,
						       .parent = "",
						       .server = "",
						       .user = user,
						       .title = "",
						       .link = "https://chat.example/direct",
						       .text = text,
						       .text_len = strlen(text),
						       .direct = true});
}

#endif
