/*
 * Memory is short: whatever is set up is set up whole or not at all, and what somebody writes ends nothing.
 * Each allocation of ours fails in its turn; see the Makefile for how they come here.
 */
#include "bot/bot.h"
#include "bot/listener_world.h"
#include "bot/outbox.h"
#include "bot/recall.h"
#include "bot/takeback.h"
#include "sys/loop.h"

static unsigned left; /* allocations until one fails, 0 = none does */
static bool failed;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
char *__real_strdup(const char *s);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);
char *__wrap_strdup(const char *s);

static bool fails(void)
{
	if (left == 0 || --left > 0)
		return false;
	failed = true;
	return true;
}

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t size)
{
	return fails() ? NULL : __real_realloc(p, size);
}

char *__wrap_strdup(const char *s)
{
	return fails() ? NULL : __real_strdup(s);
}

static void nothing(void *ctx)
{
	(void)ctx;
}

static void on_ended(void *ctx, int status)
{
	(void)ctx;
	(void)status;
}

/* Does it with the first allocation failing, then with the second, until none fails.  Returns how many did. */
static unsigned exhaust(bool (*whole)(struct loop *loop))
{
	struct loop *loop = loop_create(&(struct loop_options){.log = &w.mock->log});
	unsigned n = 0;
	bool is_whole;

	assert_non_null(loop);
	do {
		failed = false;
		left = ++n;
		is_whole = whole(loop);
		left = 0;
		/* some can be done without; all that were there makes it whole */
		assert_true(failed || is_whole);
	} while (failed);
	loop_destroy(loop);
	return n - 1;
}

static bool make_bot(struct loop *loop)
{
	static const char *const tokens[] = {"invented"};
	struct bot *bot = bot_create(&(struct bot_options){.config = w.config,
					     .tokens = tokens,
					     .responder = w.responder,
					     .loop = loop,
					     .log = &w.mock->log},
		on_ended, NULL);
	const unsigned before = left;

	left = 0;
	bot_destroy(bot);
	left = before;
	return bot != NULL;
}

static bool make_recall(struct loop *loop)
{
	struct recall *recall =
		recall_create(&(struct recall_options){NULL, loop, w.config, nothing, NULL});

	recall_destroy(recall);
	return recall != NULL;
}

static bool fill_outbox(struct loop *loop)
{
	struct outbox outbox;
	struct takebacks takebacks;
	bool put;

	(void)loop;
	outbox_init(&outbox);
	takeback_init(&takebacks);
	put = outbox_put(&outbox, &(struct platform_say){.text = "Call 999", .emergency = true}) ==
		      0 &&
	      takeback_put(&takebacks, &(struct takeback){.conversation = "20", .message = "5"}) ==
		      0;
	outbox_clear(&outbox);
	takeback_clear(&takebacks);
	return put;
}

/* An emergency is told of nobody, or of somebody; the next one is, once there is memory again. */
static bool hear_emergency(struct loop *loop)
{
	const unsigned before = left;
	size_t n;

	(void)loop;
	w.n_said = 0;
	n = hear("100", "user-1", EMERGENCY);
	left = 0;
	w.n_said = 0;
	assert_int_equal(hear("100", "user-1", EMERGENCY), 2);
	assert_true(last()->say.emergency);
	left = before > 0 && !failed ? before : 0;
	return n > 0;
}

static void test_a_bot(void **state)
{
	(void)state;
	assert_true(exhaust(make_bot) > 50);
}

static void test_what_the_last_run_left(void **state)
{
	(void)state;
	assert_true(exhaust(make_recall) >= 2);
}

static void test_what_is_said(void **state)
{
	(void)state;
	assert_int_equal(exhaust(fill_outbox), 2);
}

static void test_an_emergency(void **state)
{
	(void)state;
	assert_true(exhaust(hear_emergency) > 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_bot),
		TEST(test_what_the_last_run_left),
		TEST(test_what_is_said),
		TEST(test_an_emergency),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
