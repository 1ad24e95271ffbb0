/* Tests of src/sys/resolve.c, with the name service of names.h. */
#include "sys/resolve.h"

#include "sys/names.h"
#include "sys/world.h"

static struct world w;
static struct resolve *r;
static struct resolve_result last;
static int calls;

static int set_up(void **state)
{
	(void)state;
	world_open(&w, NULL);
	r = resolve_create(w.loop);
	assert_non_null(r);
	calls = 0;
	memset(&last, 0, sizeof(last));
	atomic_store(&names_asked, 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	resolve_destroy(r);
	r = NULL;
	world_close(&w);
	return 0;
}

static void keep(void *ctx, const struct resolve_result *result)
{
	(void)ctx;
	calls++;
	last = *result;
	loop_stop(w.loop);
}

static void known(void **state)
{
	struct resolve_result out;

	(void)state;
	assert_true(resolve_known("127.0.0.1", &out));
	assert_int_equal(out.n, 1);
	assert_string_equal(out.address[0], "127.0.0.1");
	assert_true(resolve_known("2001:db8::1", &out));
	assert_string_equal(out.address[0], "2001:db8::1");
	assert_true(resolve_known("localhost", &out));
	assert_int_equal(out.n, 2);
	assert_string_equal(out.address[0], "127.0.0.1");
	assert_string_equal(out.address[1], "::1");
	assert_false(resolve_known("discord.com", &out));
	assert_false(resolve_known("127.1", &out));
	assert_false(resolve_known("", &out));
}

static void addresses(void **state)
{
	(void)state;
	assert_non_null(resolve_start(r, "lumbard.test", keep, NULL));
	assert_int_equal(calls, 0);
	world_run(&w);
	assert_int_equal(calls, 1);
	assert_int_equal(last.n, 1);
	assert_string_equal(last.address[0], "127.0.0.1");
	assert_non_null(resolve_start(r, "two.test", keep, NULL));
	world_run(&w);
	assert_int_equal(last.n, 2);
	assert_string_equal(last.address[0], "127.0.0.2");
	assert_string_equal(last.address[1], "127.0.0.1");
}

static void no_such_name(void **state)
{
	(void)state;
	assert_non_null(resolve_start(r, "nowhere.test", keep, NULL));
	world_run(&w);
	assert_int_equal(calls, 1);
	assert_int_equal(last.n, 0);
	assert_string_equal(last.error, gai_strerror(EAI_NONAME));
}

static struct timer tick;
static int ticks;

static void on_tick(void *ctx)
{
	(void)ctx;
	if (++ticks == 100)
		names_release();
	loop_timer_set(w.loop, &tick, loop_now() + 1, on_tick, NULL);
}

/* The name answers only after 100 ticks, so that the loop cannot have waited for it. */
static void does_not_block(void **state)
{
	(void)state;
	ticks = 0;
	assert_non_null(resolve_start(r, "slow.test", keep, NULL));
	loop_timer_set(w.loop, &tick, loop_now(), on_tick, NULL);
	world_run(&w);
	loop_timer_cancel(&tick);
	assert_int_equal(calls, 1);
	assert_true(ticks >= 100);
	assert_int_equal(last.n, 0);
}

static void keep_running(void *ctx, const struct resolve_result *result)
{
	int *count = ctx;

	(void)result;
	(*count)++;
}

static void cancelled(void **state)
{
	struct resolve_query *slow, *waiting;
	int wrong = 0, after = 0;

	(void)state;
	slow = resolve_start(r, "slow.test", keep_running, &wrong);
	waiting = resolve_start(r, "slow.test", keep_running, &wrong);
	assert_non_null(resolve_start(r, "lumbard.test", keep, NULL));
	assert_non_null(slow);
	assert_non_null(waiting);
	names_await();
	resolve_cancel(waiting);
	resolve_cancel(slow);
	resolve_cancel(NULL);
	names_release();
	world_run(&w);
	assert_int_equal(calls, 1);
	assert_int_equal(wrong + after, 0);
	/* the second was never asked for */
	assert_int_equal(atomic_load(&names_asked), 1);
}

static void bounded(void **state)
{
	struct resolve_query *queries[RESOLVE_QUEUE_MAX];
	int count = 0;
	size_t i;

	(void)state;
	for (i = 0; i < RESOLVE_QUEUE_MAX; i++) {
		queries[i] =
			resolve_start(r, i ? "lumbard.test" : "slow.test", keep_running, &count);
		assert_non_null(queries[i]);
	}
	assert_null(resolve_start(r, "lumbard.test", keep, NULL));
	resolve_cancel(queries[RESOLVE_QUEUE_MAX - 1]);
	assert_non_null(resolve_start(r, "lumbard.test", keep, NULL));
	names_release();
	world_run(&w);
	assert_int_equal(count, RESOLVE_QUEUE_MAX - 1);
	assert_int_equal(calls, 1);
}

/* Ending the resolver does not wait for a name that does not answer. */
static void ends_while_busy(void **state)
{
	int count = 0;

	(void)state;
	assert_non_null(resolve_start(r, "slow.test", keep_running, &count));
	assert_non_null(resolve_start(r, "lumbard.test", keep_running, &count));
	names_await();
	resolve_destroy(r);
	r = NULL;
	world_settle(&w);
	assert_int_equal(count, 0);
	names_release();
}

static void destroy_inside(void *ctx, const struct resolve_result *result)
{
	(void)ctx;
	(void)result;
	calls++;
	resolve_destroy(r);
	r = NULL;
	loop_stop(w.loop);
}

static void ends_inside(void **state)
{
	int count = 0;

	(void)state;
	assert_non_null(resolve_start(r, "lumbard.test", destroy_inside, NULL));
	assert_non_null(resolve_start(r, "lumbard.test", keep_running, &count));
	world_run(&w);
	assert_int_equal(calls, 1);
	assert_int_equal(count, 0);
	resolve_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(known, set_up, tear_down),
		cmocka_unit_test_setup_teardown(addresses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_such_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(does_not_block, set_up, tear_down),
		cmocka_unit_test_setup_teardown(cancelled, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ends_while_busy, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ends_inside, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
