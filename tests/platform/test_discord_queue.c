/* Ranks, bounds, and who waits for whom. */
#include "platform/host_mock.h"

#include "platform/discord_queue.h"

static struct discord_call *make(enum discord_rank rank, const char *target, uint64_t id)
{
	struct discord_call *call = calloc(1, sizeof(*call));

	assert_non_null(call);
	call->rank = rank;
	call->id = id;
	snprintf(call->target, sizeof(call->target), "%s", target);
	return call;
}

/* Adds a call that must find room without driving out another. */
static struct discord_call *add(
	struct discord_queue *q, enum discord_rank rank, const char *target, uint64_t id)
{
	struct discord_call *call = make(rank, target, id), *evicted;

	assert_int_equal(discord_queue_add(q, call, &evicted), 0);
	assert_null(evicted);
	return call;
}

static void fill(struct discord_queue *q, enum discord_rank rank, size_t n, uint64_t first)
{
	size_t i;

	for (i = 0; i < n; i++)
		add(q, rank, "5", first + i);
}

static void assert_refused(struct discord_queue *q, enum discord_rank rank)
{
	struct discord_call *call = make(rank, "5", 0), *evicted;

	assert_int_equal(discord_queue_add(q, call, &evicted), -1);
	assert_null(evicted);
	discord_queue_free(call);
}

static void test_order_is_rank_then_arrival(void **state)
{
	static const uint64_t order[] = {3, 5, 2, 1, 4};
	struct discord_call *call = NULL;
	struct discord_queue q;
	size_t i;

	(void)state;
	discord_queue_init(&q);
	assert_true(discord_queue_is_empty(&q));
	add(&q, DISCORD_ORDINARY, "5", 1);
	add(&q, DISCORD_LOOKUP, "5", 2);
	add(&q, DISCORD_EMERGENCY, "5", 3);
	add(&q, DISCORD_ORDINARY, "5", 4);
	add(&q, DISCORD_EMERGENCY, "5", 5);
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		call = discord_queue_next(&q, call);
		assert_int_equal(call->id, order[i]);
	}
	assert_null(discord_queue_next(&q, call));
	discord_queue_clear(&q);
	assert_true(discord_queue_is_empty(&q));
}

static void test_bounds(void **state)
{
	struct discord_queue q;

	(void)state;
	discord_queue_init(&q);
	fill(&q, DISCORD_LOOKUP, DISCORD_QUEUE_LOOKUPS_MAX, 1);
	assert_refused(&q, DISCORD_LOOKUP);
	fill(&q, DISCORD_ORDINARY, DISCORD_QUEUE_ORDINARY_MAX, 1);
	assert_refused(&q, DISCORD_ORDINARY);
	/* the room kept for emergencies is there */
	fill(&q, DISCORD_EMERGENCY, DISCORD_QUEUE_SAYS_MAX - DISCORD_QUEUE_ORDINARY_MAX, 1000);
	discord_queue_clear(&q);
}

static void test_ordinary_gives_way(void **state)
{
	struct discord_call *call, *evicted, *first;
	struct discord_queue q;

	(void)state;
	discord_queue_init(&q);
	first = add(&q, DISCORD_ORDINARY, "5", 1);
	first->in_flight = true; /* can not be taken back */
	fill(&q, DISCORD_ORDINARY, DISCORD_QUEUE_ORDINARY_MAX - 1, 2);
	fill(&q, DISCORD_EMERGENCY, DISCORD_QUEUE_SAYS_MAX - DISCORD_QUEUE_ORDINARY_MAX, 1000);
	call = make(DISCORD_EMERGENCY, "5", 2000);
	assert_int_equal(discord_queue_add(&q, call, &evicted), 0);
	assert_non_null(evicted);
	assert_int_equal(evicted->id, 2);
	discord_queue_free(evicted);
	discord_queue_clear(&q);
}

static void test_emergencies_alone_can_fill_it(void **state)
{
	struct discord_queue q;

	(void)state;
	discord_queue_init(&q);
	fill(&q, DISCORD_EMERGENCY, DISCORD_QUEUE_SAYS_MAX, 1);
	assert_refused(&q, DISCORD_EMERGENCY);
	assert_refused(&q, DISCORD_ORDINARY);
	discord_queue_clear(&q);
}

/* A person's reply comes before what staff are told, in the queue and for room; that before the rest. */
static void test_alerts(void **state)
{
	struct discord_call *call, *evicted, *last;
	struct discord_queue q;

	(void)state;
	discord_queue_init(&q);
	fill(&q, DISCORD_ALERT, DISCORD_QUEUE_SAYS_MAX - 2, 1);
	last = add(&q, DISCORD_ALERT, "5", 900);
	last->in_flight = true; /* can not be taken back */
	call = add(&q, DISCORD_ORDINARY, "5", 901);
	assert_true(discord_queue_must_wait(&q, call));
	call = make(DISCORD_ALERT, "5", 902);
	assert_int_equal(discord_queue_add(&q, call, &evicted), 0);
	assert_int_equal(evicted->id, 901);
	discord_queue_free(evicted);
	assert_refused(&q, DISCORD_ALERT);
	assert_refused(&q, DISCORD_ORDINARY);
	call->in_flight = true;
	call = make(DISCORD_EMERGENCY, "5", 903);
	assert_int_equal(discord_queue_add(&q, call, &evicted), 0);
	assert_int_equal(evicted->id, DISCORD_QUEUE_SAYS_MAX - 2);
	discord_queue_free(evicted);
	assert_ptr_equal(discord_queue_next(&q, NULL), call);
	discord_queue_clear(&q);
}

static void test_who_waits(void **state)
{
	struct discord_call *part1, *part2, *elsewhere, *lookup, *urgent1, *urgent2;
	struct discord_queue q;

	(void)state;
	discord_queue_init(&q);
	part1 = add(&q, DISCORD_ORDINARY, "5", 1);
	part2 = add(&q, DISCORD_ORDINARY, "5", 2);
	elsewhere = add(&q, DISCORD_ORDINARY, "6", 3);
	lookup = add(&q, DISCORD_LOOKUP, "5", 4);
	assert_false(discord_queue_must_wait(&q, part1));
	assert_true(discord_queue_must_wait(&q, part2));
	assert_false(discord_queue_must_wait(&q, elsewhere));
	assert_false(discord_queue_must_wait(&q, lookup));
	urgent1 = add(&q, DISCORD_EMERGENCY, "5", 5);
	urgent2 = add(&q, DISCORD_EMERGENCY, "5", 6);
	assert_true(discord_queue_must_wait(&q, part1));
	assert_false(discord_queue_must_wait(&q, urgent1));
	assert_false(discord_queue_must_wait(&q, urgent2));
	assert_false(discord_queue_must_wait(&q, elsewhere));
	discord_queue_clear(&q);
}

static void test_finds_what_is_in_flight(void **state)
{
	struct discord_call *call;
	struct discord_queue q;

	(void)state;
	discord_queue_init(&q);
	call = add(&q, DISCORD_ORDINARY, "5", 9);
	assert_null(discord_queue_flying(&q, 9));
	call->in_flight = true;
	assert_ptr_equal(discord_queue_flying(&q, 9), call);
	assert_null(discord_queue_flying(&q, 8));
	discord_queue_remove(&q, call);
	assert_null(discord_queue_flying(&q, 9));
	discord_queue_free(call);
	discord_queue_free(NULL);
}

static void test_what_can_be_withdrawn(void **state)
{
	struct discord_call *urgent, *other;
	struct discord_queue q;

	(void)state;
	discord_queue_init(&q);
	urgent = add(&q, DISCORD_EMERGENCY, "5", 1);
	other = add(&q, DISCORD_ORDINARY, "5", 2);
	add(&q, DISCORD_LOOKUP, "5", 3); /* its ticket is 0, too */
	urgent->ticket = 11;
	other->ticket = 12;
	assert_ptr_equal(discord_queue_said(&q, 11), urgent);
	assert_ptr_equal(discord_queue_said(&q, 12), other);
	assert_null(discord_queue_said(&q, 13));
	assert_null(discord_queue_said(&q, 0));
	other->in_flight = true;
	assert_ptr_equal(discord_queue_said(&q, 12), other);
	discord_queue_clear(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_is_rank_then_arrival),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_ordinary_gives_way),
		cmocka_unit_test(test_emergencies_alone_can_fill_it),
		cmocka_unit_test(test_alerts),
		cmocka_unit_test(test_who_waits),
		cmocka_unit_test(test_finds_what_is_in_flight),
		cmocka_unit_test(test_what_can_be_withdrawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
