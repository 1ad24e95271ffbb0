/* Tests of src/bot/account.c, with an adapter of its own and a peer on this machine. */
#include "bot/account.h"

#include <time.h>

#include "bot/fake.h"
#include "bot/outbox.h"
#include "sys/peer.h"
#include "sys/resolve.h"
#include "sys/world.h"

static struct world w;
static struct resolve *resolve;
static struct account *a;
static struct peer peer;
static struct fake *f;
static unsigned n_stopped, n_heard, n_outcomes, n_ready, n_faults;
static struct platform_outcome outcome;
static bool is_ready;
static char kept[64];

static void on_heard(void *ctx, struct account *from, const struct platform_event *event)
{
	assert_ptr_equal(ctx, &w);
	assert_ptr_equal(from, a);
	assert_string_equal(event->message, "1");
	n_heard++;
}

static void on_outcome(void *ctx, struct account *from, const struct platform_outcome *o)
{
	(void)from;
	assert_ptr_equal(ctx, &w);
	outcome = *o;
	outcome.id = outcome.reason = NULL;
	n_outcomes++;
}

static void on_ready(void *ctx, struct account *from, bool ready)
{
	(void)ctx;
	(void)from;
	is_ready = ready;
	n_ready++;
}

static void on_stopped(void *ctx, struct account *from)
{
	(void)ctx;
	assert_ptr_equal(from, a);
	assert_false(f->inside);
	n_stopped++;
}

static void on_fault(void *ctx, struct account *from, enum platform_fault fault, const char *detail)
{
	(void)ctx;
	(void)from;
	assert_int_equal(fault, PLATFORM_FAULT_TOKEN);
	assert_string_equal(detail, "refused");
	n_faults++;
}

static void on_keep(void *ctx, struct account *from, const char *name, const char *value)
{
	assert_ptr_equal(ctx, &w);
	assert_ptr_equal(from, a);
	snprintf(kept, sizeof(kept), "%s=%s", name, value);
}

static struct account *create(const char *token)
{
	static const struct account_callbacks callbacks = {
		on_heard, on_outcome, on_ready, on_stopped, on_fault, on_keep, NULL};
	char name[] = "main";
	struct account *made = account_create(&(struct account_options){name, platform_find("fake"),
						      {.token = token, .wants_content = true},
						      w.loop, resolve, &w.log, NULL, false},
		&callbacks, &w);

	memset(name, '#', sizeof(name) - 1);
	return made;
}

static int set_up(void **state)
{
	(void)state;
	fake_reset();
	memset(&peer, 0, sizeof(peer));
	n_stopped = n_heard = n_outcomes = n_ready = n_faults = 0;
	world_open(&w, NULL);
	resolve = resolve_create(w.loop);
	assert_non_null(resolve);
	a = create("secret-token");
	assert_non_null(a);
	f = &fakes[0];
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	account_destroy(a);
	assert_false(f->alive);
	resolve_destroy(resolve);
	if (peer.port)
		peer_stop(&peer);
	assert_false(world_logged(&w, "secret-token"));
	world_close(&w);
	return 0;
}

/* Ends the loop from inside a call of the adapter. */
static void then_end(struct fake *self)
{
	(void)self;
	loop_stop(w.loop);
}

static int say(uint64_t ticket, const char *text, bool emergency)
{
	return account_say(
		a, &(struct platform_say){.ticket = ticket, .text = text, .emergency = emergency});
}

static void created(void **state)
{
	(void)state;
	assert_string_equal(account_name(a), "main");
	assert_int_equal(account_abilities(a).max_chars, 2000);
	assert_string_equal(f->token, "secret-token");
	assert_true(f->wants_content);
	assert_int_equal(f->starts, 0);
	account_start(a);
	assert_int_equal(f->starts, 1);
	/* what cannot be one leaves nothing behind */
	assert_null(create("two\r\nlines"));
	fake_fails = true;
	assert_null(create("secret-token"));
	account_destroy(NULL);
}

static void sends_later(void **state)
{
	char text[] = "the text";

	(void)state;
	assert_int_equal(say(1, text, false), 0);
	assert_int_equal(say(2, text, true), 0);
	memset(text, '#', strlen(text));
	assert_int_equal(f->n_said, 0);
	world_settle(&w);
	assert_int_equal(f->n_said, 2);
	assert_int_equal(f->said[0], 2);
	assert_int_equal(f->said[1], 1);
	assert_string_equal(f->say_text, "the text");
}

static void bounded(void **state)
{
	uint64_t i;

	(void)state;
	for (i = 0; i < OUTBOX_MAX; i++)
		assert_int_equal(say(i, "", false), 0);
	assert_int_equal(say(i, "", false), -1);
	assert_int_equal(say(i, "", true), 0);
	world_settle(&w);
	assert_int_equal(f->n_said, OUTBOX_MAX + 1);
	assert_int_equal(n_outcomes, 0);
	assert_int_equal(say(i, "", false), 0);
}

/* What the adapter does not take has an outcome all the same. */
static void refused(void **state)
{
	(void)state;
	f->say_result = -1;
	assert_int_equal(say(77, "", true), 0);
	assert_int_equal(n_outcomes, 0);
	world_settle(&w);
	assert_int_equal(n_outcomes, 1);
	assert_int_equal(outcome.ticket, 77);
	assert_int_equal(outcome.kind, PLATFORM_REFUSED);
	assert_int_equal(outcome.refusal, PLATFORM_REFUSAL_ROOM);
}

static int take_back(uint64_t ticket, const char *message)
{
	return account_take_back(a, &(struct takeback){"20", message, ticket, loop_now() + 1000});
}

/* What is taken back waits as well, behind what was said before it. */
static void taken_back(void **state)
{
	char message[] = "99";

	(void)state;
	assert_int_equal(say(5, "", false), 0);
	assert_int_equal(take_back(5, ""), 0);
	assert_int_equal(take_back(6, message), 0);
	memset(message, '#', strlen(message));
	assert_int_equal(f->withdrawals + f->removals, 0);
	world_settle(&w);
	assert_int_equal(f->n_said, 1);
	assert_int_equal(f->withdrawals, 1);
	assert_int_equal(f->withdrawn, 5);
	assert_int_equal(f->removals, 1);
	assert_string_equal(f->removed, "20/99");
}

static void stops_after_taking_back(void **state)
{
	(void)state;
	f->is_stopped = true;
	take_back(6, "99");
	account_stop(a);
	world_settle(&w);
	assert_int_equal(f->removals, 1);
	assert_int_equal(n_stopped, 1);
}

static void tells_the_time_of_day(void **state)
{
	const int64_t before = (int64_t)time(NULL) * 1000, now = f->host.wall(f->host.ctx);

	(void)state;
	assert_true(now >= before && now < before + 3600000);
}

/* What waits is handed over before the adapter is told to stop, and stopped() is told once, later. */
static void stops(void **state)
{
	(void)state;
	say(1, "", false);
	account_stop(a);
	assert_int_equal(f->n_said, 1);
	assert_int_equal(f->stops, 1);
	world_settle(&w);
	assert_int_equal(n_stopped, 0);
	/* an answer to what was heard before */
	assert_int_equal(say(2, "", true), 0);
	f->is_stopped = true;
	world_settle(&w);
	assert_int_equal(f->n_said, 2);
	assert_int_equal(n_stopped, 1);
	/* what the adapter still hears changes nothing */
	f->host.wake(f->host.ctx, 0);
	world_settle(&w);
	assert_int_equal(f->ticks, 1);
	assert_int_equal(n_stopped, 1);
}

static void stops_at_once(void **state)
{
	(void)state;
	f->is_stopped = true;
	account_stop(a);
	assert_int_equal(n_stopped, 0);
	account_stop(a);
	world_settle(&w);
	assert_int_equal(n_stopped, 1);
}

/* Destroyed with everything pending: nothing is told any more. */
static void destroyed_while_busy(void **state)
{
	(void)state;
	say(1, "", true);
	f->host.wake(f->host.ctx, loop_now());
	f->host.open(f->host.ctx, 1, "no address");
	f->is_stopped = true;
	account_stop(a);
	account_destroy(a);
	a = NULL;
	world_settle(&w);
	assert_int_equal(n_stopped + f->ticks + f->closed, 0);
}

static void passes_on(void **state)
{
	const struct platform_event event = {.message = "1"};
	const struct platform_outcome sent = {.ticket = 5, .kind = PLATFORM_SENT};
	uint32_t bits = 0;
	int i;

	(void)state;
	f->host.heard(f->host.ctx, &event);
	f->host.outcome(f->host.ctx, &sent);
	f->host.ready(f->host.ctx, true);
	f->host.fault(f->host.ctx, PLATFORM_FAULT_TOKEN, "refused");
	assert_int_equal(n_heard, 1);
	assert_int_equal(n_outcomes, 1);
	assert_int_equal(outcome.ticket, 5);
	assert_true(n_ready == 1 && is_ready);
	assert_int_equal(n_faults, 1);
	for (i = 0; i < 20; i++)
		bits |= f->host.random(f->host.ctx);
	assert_true(bits > 0xffff);
}

static void wakes(void **state)
{
	(void)state;
	f->then = then_end;
	f->host.wake(f->host.ctx, loop_now() + 3600000);
	f->host.wake(f->host.ctx, loop_now());
	assert_int_equal(f->ticks, 0);
	world_run(&w);
	assert_int_equal(f->ticks, 1);
}

/* A link that cannot even be begun is told later, like any other that fails. */
static void link_without_address(void **state)
{
	static const char *const urls[] = {
		"", "http://127.0.0.1/", "ws://chat.example/", "wss://["};
	size_t i;

	(void)state;
	f->then = then_end;
	for (i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		f->link = f->code = -1;
		f->host.open(f->host.ctx, 1, urls[i]);
		assert_int_equal(f->closed, i);
		world_run(&w);
		assert_int_equal(f->closed, i + 1);
		assert_int_equal(f->link, 1);
		assert_int_equal(f->code, 0);
	}
	/* and there is nothing to be sent on, or closed */
	f->host.send(f->host.ctx, 1, "x", 1);
	f->host.send(f->host.ctx, 0, "x", 1);
	f->host.close(f->host.ctx, 1, 1000);
	f->host.close(f->host.ctx, 0, 1000);
	world_settle(&w);
	assert_int_equal(f->closed, i);
}

/* Says hello, says back what it is told, and closes with a code of its own. */
static void script_talk(struct conn *c)
{
	if (!peer_upgrade(c) || !peer_text(c, "hello") || peer_read_frame(c) != 1)
		return;
	peer_text(c, c->peer->body);
	peer_close_frame(c, 4009);
	peer_wait_gone(c);
}

static void talk(struct fake *self)
{
	if (self->received == 1 && strcmp(self->text, "text:hello") == 0) {
		self->text[0] = '\0';
		self->host.send(self->host.ctx, 0, "and you", 7);
	}
	if (self->closed)
		loop_stop(w.loop);
}

static void link_talks(void **state)
{
	char url[64];

	(void)state;
	peer.script = script_talk;
	peer_start(&peer);
	snprintf(url, sizeof(url), "ws://127.0.0.1:%u/", (unsigned)peer.port);
	f->then = talk;
	/* of a link that is opened anew before its end was told, nothing more is told */
	f->host.open(f->host.ctx, 0, "no address");
	f->host.open(f->host.ctx, 0, url);
	world_run(&w);
	assert_int_equal(f->opened, 1);
	assert_int_equal(f->received, 2);
	assert_string_equal(f->text, "text:and you");
	assert_int_equal(f->closed, 1);
	assert_int_equal(f->code, 4009);
	assert_contains(peer.head, "DiscordBot (https://");
	assert_lacks(peer.head, "secret-token");
}

static void script_answer(struct conn *c)
{
	if (peer_read_request(c))
		peer_say(
			c, "HTTP/1.1 404 Not Found\r\nX-Note: seen\r\nContent-Length: 2\r\n\r\n{}");
	peer_wait_gone(c);
}

static void requests(void **state)
{
	char url[64];

	(void)state;
	peer.script = script_answer;
	peer_start(&peer);
	snprintf(url, sizeof(url), "http://127.0.0.1:%u/users/@me", (unsigned)peer.port);
	f->then = then_end;
	f->host.request(f->host.ctx, &(struct platform_request){.id = 1,
					     .method = "GET",
					     .url = url,
					     .authorized = true,
					     .timeout_ms = 60000});
	world_run(&w);
	assert_int_equal(f->answered, 1);
	assert_int_equal(f->status, 404);
	assert_string_equal(f->text, "{}");
	assert_string_equal(f->note, "seen");
	assert_contains(peer.head, "uthorization: Bot secret-token\r\n");
}

/* What is to be kept for the next run goes to the caller, under its name. */
static void keeps(void **state)
{
	(void)state;
	f->host.session(f->host.ctx, "a session");
	assert_string_equal(kept, ACCOUNT_SESSION "=a session");
	f->host.budget(f->host.ctx, "a budget");
	assert_string_equal(kept, ACCOUNT_BUDGET "=a budget");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(created, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sends_later, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(taken_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(stops_after_taking_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(tells_the_time_of_day, set_up, tear_down),
		cmocka_unit_test_setup_teardown(stops, set_up, tear_down),
		cmocka_unit_test_setup_teardown(stops_at_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(destroyed_while_busy, set_up, tear_down),
		cmocka_unit_test_setup_teardown(passes_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(keeps, set_up, tear_down),
		cmocka_unit_test_setup_teardown(wakes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(link_without_address, set_up, tear_down),
		cmocka_unit_test_setup_teardown(link_talks, set_up, tear_down),
		cmocka_unit_test_setup_teardown(requests, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("bot/account", tests, NULL, NULL);
}
