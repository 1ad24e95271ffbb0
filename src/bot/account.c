/* One account on one platform; see account.h. */
#include "bot/account.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "base/log.h"
#include "bot/outbox.h"
#include "bot/places.h"
#include "bot/requests.h"
#include "sys/link.h"
#include "sys/loop.h"

#define LINKS 2 /* an adapter may hold two at once (Slack overlaps them) */

/* One of the links, so that its callbacks know which it is. */
struct end {
	struct account *account;
	int number;
	struct link *link;
	struct timer failed; /* tells the adapter of a link that could not even be begun */
};

struct account {
	char *name;
	const struct platform_adapter *adapter;
	struct platform_abilities abilities;
	void *self; /* the adapter's state */
	struct loop *loop;
	struct resolve *resolve;
	struct log *log;
	struct store *store;
	struct requests *requests;
	struct end ends[LINKS];
	struct timer tick;
	struct outbox outbox;
	struct takebacks takebacks;
	bool look, listen; /* what account_listen() was asked for */
	struct timer flush;
	bool stopping;
	struct timer stopped; /* tells the caller */
	struct account_callbacks callbacks;
	void *ctx;
};

/* ------------------------------------------------------------------ stopping */

static void tell_stopped(void *ctx)
{
	struct account *a = ctx;

	a->stopping = false;
	a->callbacks.stopped(a->ctx, a);
}

/* After every call of the adapter: a stop may have become complete. */
static void settle(struct account *a)
{
	if (a->stopping && a->outbox.n == 0 && a->takebacks.n == 0 && a->adapter->stopped(a->self))
		loop_defer(a->loop, &a->stopped, tell_stopped, a);
}

/* ------------------------------------------------------------------ links */

static void link_opened(void *ctx)
{
	struct end *end = ctx;

	end->account->adapter->opened(end->account->self, end->number, loop_now());
	settle(end->account);
}

static void link_received(void *ctx, const char *data, size_t len, bool is_text)
{
	struct end *end = ctx;

	end->account->adapter->received(
		end->account->self, end->number, data, len, is_text, loop_now());
	settle(end->account);
}

static void link_closed(void *ctx, int code)
{
	struct end *end = ctx;

	end->account->adapter->closed(end->account->self, end->number, code, loop_now());
	settle(end->account);
}

static void link_failed(void *ctx)
{
	link_closed(ctx, 0);
}

static void host_open(void *ctx, int link, const char *url)
{
	static const struct link_callbacks callbacks = {link_opened, link_received, link_closed};
	struct account *a = ctx;
	struct end *end = &a->ends[link];
	const struct link_options options = {
		.loop = a->loop, .resolve = a->resolve, .user_agent = REQUESTS_USER_AGENT};

	/* the one that is there goes without a word: the adapter has given it up */
	link_destroy(end->link);
	loop_timer_cancel(&end->failed);
	end->link = link_create(&options, &callbacks, end);
	if (!end->link || link_open(end->link, url) != 0)
		loop_defer(a->loop, &end->failed, link_failed, end);
}

static void host_close(void *ctx, int link, int code)
{
	struct account *a = ctx;

	if (a->ends[link].link)
		link_close(a->ends[link].link, code);
}

static void host_send(void *ctx, int link, const char *data, size_t len)
{
	struct account *a = ctx;

	/* a link that is gone tells so itself, by closed() */
	if (a->ends[link].link && link_send(a->ends[link].link, data, len) != 0)
		log_debug(a->log, a->name, "a frame was not sent: the connection is gone");
}

/* ------------------------------------------------------------------ requests */

static void request_answered(void *ctx, const struct platform_result *result)
{
	struct account *a = ctx;

	a->adapter->answered(a->self, result, loop_now());
	settle(a);
}

static void host_request(void *ctx, const struct platform_request *request)
{
	struct account *a = ctx;

	requests_make(a->requests, request);
}

/* ------------------------------------------------------------------ the rest of the host */

static void tick(void *ctx)
{
	struct account *a = ctx;

	a->adapter->tick(a->self, loop_now());
	settle(a);
}

static void host_wake(void *ctx, int64_t at_ms)
{
	struct account *a = ctx;

	loop_timer_set(a->loop, &a->tick, at_ms, tick, a);
}

static void host_heard(void *ctx, const struct platform_event *event)
{
	struct account *a = ctx;

	a->callbacks.heard(a->ctx, a, event);
}

static void host_interact(void *ctx, const struct interaction *interaction)
{
	struct account *a = ctx;

	if (a->callbacks.interact)
		a->callbacks.interact(a->ctx, a, interaction);
}

static void host_outcome(void *ctx, const struct platform_outcome *outcome)
{
	struct account *a = ctx;

	a->callbacks.outcome(a->ctx, a, outcome);
}

static void host_ready(void *ctx, bool is_ready)
{
	struct account *a = ctx;

	a->callbacks.ready(a->ctx, a, is_ready);
}

static void host_fault(void *ctx, enum platform_fault fault, const char *detail)
{
	struct account *a = ctx;

	a->callbacks.fault(a->ctx, a, fault, detail);
}

static void keep(struct account *a, const char *name, const char *value)
{
	if (a->callbacks.keep)
		a->callbacks.keep(a->ctx, a, name, value);
}

static void host_session(void *ctx, const char *session)
{
	keep(ctx, ACCOUNT_SESSION, session);
}

static void host_budget(void *ctx, const char *budget)
{
	keep(ctx, ACCOUNT_BUDGET, budget);
}

static void host_offered(void *ctx, const char *offered)
{
	keep(ctx, ACCOUNT_OFFERED, offered);
}

static uint32_t host_random(void *ctx)
{
	uint32_t bits = 0;

	(void)ctx;
	/* after start-up it cannot fail for so few bytes (getrandom(2)) */
	if (getrandom(&bits, sizeof(bits), 0) != (ssize_t)sizeof(bits))
		bits = (uint32_t)loop_now() * 2654435761u;
	return bits;
}

static int64_t host_wall(void *ctx)
{
	struct timespec now = {0};

	(void)ctx;
	clock_gettime(CLOCK_REALTIME, &now); /* cannot fail for this clock */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void host_place(void *ctx, const struct platform_place *place, bool over)
{
	struct account *a = ctx;

	places_note(a->store, a->name, place, over, host_wall(a));
}

/* ------------------------------------------------------------------ the account */

struct account *account_create(
	const struct account_options *options, const struct account_callbacks *callbacks, void *ctx)
{
	struct account *a = calloc(1, sizeof(*a));
	struct platform_account own = options->account;
	int i;

	if (!a)
		return NULL;
	a->adapter = options->adapter;
	a->abilities = options->adapter->abilities;
	a->abilities.buttons = a->abilities.buttons && !options->plain;
	own.wants_votes = own.wants_votes || !a->abilities.buttons;
	a->loop = options->loop;
	a->resolve = options->resolve;
	a->log = options->log;
	a->store = options->store;
	a->callbacks = *callbacks;
	a->ctx = ctx;
	outbox_init(&a->outbox);
	takeback_init(&a->takebacks);
	for (i = 0; i < LINKS; i++)
		a->ends[i] = (struct end){.account = a, .number = i};
	a->name = strdup(options->name);
	a->requests = a->name ? requests_create(&(struct requests_options){a->loop, a->name,
					options->account.token, request_answered, a})
			      : NULL;
	if (a->requests)
		a->self = a->adapter->create(&own, &(struct platform_host){
							   .open = host_open,
							   .close = host_close,
							   .send = host_send,
							   .request = host_request,
							   .wake = host_wake,
							   .heard = host_heard,
							   .interact = host_interact,
							   .outcome = host_outcome,
							   .ready = host_ready,
							   .fault = host_fault,
							   .session = host_session,
							   .budget = host_budget,
							   .offered = host_offered,
							   .place = host_place,
							   .random = host_random,
							   .wall = host_wall,
							   .ctx = a,
							   .log = a->log,
						   });
	if (!a->self) {
		account_destroy(a);
		return NULL;
	}
	return a;
}

void account_destroy(struct account *a)
{
	int i;

	if (!a)
		return;
	loop_timer_cancel(&a->tick);
	loop_timer_cancel(&a->flush);
	loop_timer_cancel(&a->stopped);
	for (i = 0; i < LINKS; i++) {
		loop_timer_cancel(&a->ends[i].failed);
		link_destroy(a->ends[i].link);
	}
	requests_destroy(a->requests);
	a->adapter->destroy(a->self);
	outbox_clear(&a->outbox);
	takeback_clear(&a->takebacks);
	free(a->name);
	free(a);
}

void account_start(struct account *a)
{
	a->adapter->start(a->self, loop_now());
}

/* After what was said before it: what the adapter does not have cannot be taken back from it. */
static void take_back(struct account *a)
{
	struct takeback_item *item;

	while ((item = takeback_take(&a->takebacks)) != NULL) {
		if (!*item->back.message)
			a->adapter->withdraw(a->self, item->back.ticket, loop_now());
		else
			a->adapter->remove(a->self, item->back.conversation, item->back.message,
				item->back.deadline_ms, loop_now());
		free(item);
	}
}

static void listen_soon(struct account *a)
{
	if (a->listen || a->look)
		a->adapter->listen(a->self, a->listen, loop_now());
	a->listen = a->look = false;
}

static void flush(void *ctx)
{
	struct account *a = ctx;
	struct outbox_item *item;

	while ((item = outbox_take(&a->outbox)) != NULL) {
		if (a->adapter->say(a->self, &item->say, loop_now()) != 0)
			a->callbacks.outcome(a->ctx, a,
				&(struct platform_outcome){.ticket = item->say.ticket,
					.kind = PLATFORM_REFUSED,
					.id = "",
					.reason = "too many messages are waiting",
					.refusal = PLATFORM_REFUSAL_ROOM});
		free(item);
	}
	take_back(a);
	if (!a->stopping)
		listen_soon(a);
	settle(a);
}

void account_stop(struct account *a)
{
	flush(a);
	a->stopping = true;
	a->adapter->stop(a->self, loop_now());
	settle(a);
}

int account_say(struct account *a, const struct platform_say *say)
{
	if (outbox_put(&a->outbox, say) != 0)
		return -1;
	loop_defer(a->loop, &a->flush, flush, a);
	return 0;
}

int account_take_back(struct account *a, const struct takeback *back)
{
	if ((*back->message && !a->adapter->abilities.remove) ||
		takeback_put(&a->takebacks, back) != 0)
		return -1;
	loop_defer(a->loop, &a->flush, flush, a);
	return 0;
}

void account_listen(struct account *a, bool want)
{
	a->listen = a->listen || want;
	a->look = true;
	loop_defer(a->loop, &a->flush, flush, a);
}

const char *account_name(const struct account *a)
{
	return a->name;
}

struct platform_abilities account_abilities(const struct account *a)
{
	return a->abilities;
}

void account_status(const struct account *a, struct account_status *status)
{
	*status = (struct account_status){
		.name = a->name,
		.platform = a->adapter->name,
		.bounds = {{"outbox", a->outbox.n, OUTBOX_MAX + OUTBOX_RESERVED, a->outbox.refused},
			{"takebacks", a->takebacks.n, TAKEBACK_MAX, a->takebacks.refused}},
	};
	a->adapter->status(a->self, loop_now(), &status->platform_status);
}
